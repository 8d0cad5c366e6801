/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     layso [OPTION]... GROUP [N] [VERB] [ARGUMENT | OPTION]...
 *
 * Options that every command has may stand anywhere; a command's own stand after its words. N is
 * a counter's number: "counter 3 call-next" reads as people say it, so a group with a numbered
 * first field takes it before the verb.
 */
#include "ctl/ctl-arguments.h"

#include <errno.h>
#include <string.h>

struct parser {
	const struct ctl_command *commands;
	char *const *argv;
	int argc;
	int at;
	bool plain; /* after "--" */
	const char *number; /* the counter's, before the verb */
	struct ctl_arguments *ret;
	char *error;
};

_printf_(2, 3) static int wrong(struct parser *parser, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&parser->error, format, arguments) < 0) {
		abort();
	}
	va_end(arguments);
	return -EINVAL;
}

static bool is_option(const struct parser *parser, const char *word)
{
	return !parser->plain && word[0] == '-' && word[1] != '\0';
}

/* Whether word is the option, perhaps with "=value". */
static bool option_is(const char *word, const char *name)
{
	size_t size = strlen(name);

	return strncmp(word, name, size) == 0 && (word[size] == '\0' || word[size] == '=');
}

static int parse_value(struct parser *parser, const char *name, const char **target)
{
	const char *equals = strchr(parser->argv[parser->at], '=');

	if (*target) {
		return wrong(parser, "%s is given twice", name);
	}
	if (equals) {
		*target = equals + 1;
		return 0;
	}
	if (parser->at + 1 >= parser->argc) {
		return wrong(parser, "%s needs a value", name);
	}
	*target = parser->argv[++parser->at];
	return 0;
}

static int parse_flag(struct parser *parser, const char *name, bool *target)
{
	if (strchr(parser->argv[parser->at], '=')) {
		return wrong(parser, "%s takes no value", name);
	}
	*target = true;
	return 0;
}

/* An option of every command; −ENOENT when it is none. */
static int parse_common(struct parser *parser)
{
	const char *word = parser->argv[parser->at];
	struct ctl_arguments *ret = parser->ret;

	if (option_is(word, "--hub")) {
		return parse_value(parser, "--hub", &ret->hub);
	}
	if (option_is(word, "--token-file")) {
		return parse_value(parser, "--token-file", &ret->token_file);
	}
	if (option_is(word, "--language")) {
		return parse_value(parser, "--language", &ret->language);
	}
	if (option_is(word, "--json")) {
		return parse_flag(parser, "--json", &ret->json);
	}
	if (option_is(word, "--help") || strcmp(word, "-h") == 0) {
		return parse_flag(parser, "--help", &ret->help);
	}
	if (option_is(word, "--version")) {
		return parse_flag(parser, "--version", &ret->version);
	}
	return -ENOENT;
}

/* An option of the chosen command; −ENOENT when it is none. */
static int parse_own(struct parser *parser)
{
	const char *word = parser->argv[parser->at];
	const struct ctl_command *command = parser->ret->command;
	bool flag = false;

	for (int i = 0; command && command->fields && command->fields[i].name; i++) {
		const struct ctl_field *field = &command->fields[i];
		int r;

		if (field->name[0] != '-' || !option_is(word, field->name)) {
			continue;
		}
		if (field->type != CTL_FLAG) {
			return parse_value(parser, field->name, &parser->ret->values[i]);
		}
		r = parse_flag(parser, field->name, &flag);
		parser->ret->values[i] = "yes";
		return r;
	}
	return -ENOENT;
}

/* A command's own come first: "ticket issue --language" is the ticket's. */
static int parse_option(struct parser *parser)
{
	int r;

	if (strcmp(parser->argv[parser->at], "--") == 0) {
		parser->plain = true;
		return 0;
	}
	r = parse_own(parser);
	if (r == -ENOENT) {
		r = parse_common(parser);
	}
	if (r == -ENOENT) {
		r = wrong(parser, "unknown option %s", parser->argv[parser->at]);
	}
	return r;
}

static int add_word(struct parser *parser, const char *word)
{
	const struct ctl_command *command = parser->ret->command;

	for (int i = 0; command->fields && command->fields[i].name; i++) {
		if (command->fields[i].name[0] != '-' && !parser->ret->values[i]) {
			parser->ret->values[i] = word;
			return 0;
		}
	}
	return wrong(parser, "\"%s\" is one word too many", word);
}

/* The next word that is no option; NULL at the end. */
static int next_word(struct parser *parser, const char **ret)
{
	*ret = NULL;
	for (; parser->at < parser->argc; parser->at++) {
		int r;

		if (!is_option(parser, parser->argv[parser->at])) {
			*ret = parser->argv[parser->at++];
			return 0;
		}
		r = parse_option(parser);
		if (r < 0) {
			return r;
		}
	}
	return 0;
}

static const struct ctl_command *find_command(
	const struct parser *parser, const char *group, const char *verb)
{
	for (const struct ctl_command *c = parser->commands; c->group; c++) {
		if (strcmp(c->group, group) == 0 && strcmp(c->verb, verb) == 0) {
			return c;
		}
	}
	return NULL;
}

static const char *find_group(const struct parser *parser, const char *group)
{
	for (const struct ctl_command *c = parser->commands; c->group; c++) {
		if (strcmp(c->group, group) == 0) {
			return c->group;
		}
	}
	return NULL;
}

static bool is_number(const char *word)
{
	return *word && strspn(word, "0123456789") == strlen(word);
}

/* Looks at the next word without taking it, when it stands directly here. */
static const char *peek_word(const struct parser *parser)
{
	if (parser->at < parser->argc && !is_option(parser, parser->argv[parser->at])) {
		return parser->argv[parser->at];
	}
	return NULL;
}

static int choose_verb(struct parser *parser, const char *group)
{
	const char *word = peek_word(parser);
	bool is_counter = strcmp(group, "counter") == 0;
	const struct ctl_command *command;

	if (word && is_counter && is_number(word)) {
		parser->number = word;
		parser->at++;
		word = peek_word(parser);
	}
	command = find_command(parser, group, word ? word : "");
	if (command && *command->verb) {
		parser->at++;
	} else {
		command = find_command(parser, group, "");
		if (word && is_counter) {
			return parser->number
				? wrong(parser, "\"counter N\" has no \"%s\"", word)
				: wrong(parser, "\"%s\" is no counter's number", word);
		}
	}
	parser->ret->command = command;
	if (!command && word) {
		return wrong(parser, "\"%s\" has no \"%s\"", group, word);
	}
	return 0;
}

/* "help ticket issue" is "ticket issue --help". */
static int parse_help(struct parser *parser)
{
	const char *group = peek_word(parser);

	parser->ret->help = true;
	if (!group) {
		return 0;
	}
	parser->at++;
	parser->ret->group = find_group(parser, group);
	if (!parser->ret->group) {
		return wrong(parser, "there is no command \"%s\"", group);
	}
	return choose_verb(parser, group);
}

static int choose_command(struct parser *parser)
{
	const char *group;
	int r = next_word(parser, &group);

	if (r < 0 || !group) {
		return r;
	}
	if (strcmp(group, "help") == 0) {
		return parse_help(parser);
	}
	parser->ret->group = find_group(parser, group);
	if (!parser->ret->group) {
		return wrong(parser, "there is no command \"%s\"", group);
	}
	return choose_verb(parser, group);
}

static int check_value(struct parser *parser, const struct ctl_field *field, const char *value)
{
	int64_t number;
	bool yes;

	if (field->type == CTL_NUMBER && value &&
		text_parse_int(value, 0, INT64_MAX, &number) < 0) {
		return wrong(parser, "%s must be a number, not \"%s\"", field->name, value);
	}
	if (field->type == CTL_YES_NO && value && text_parse_bool(value, &yes) < 0) {
		return wrong(parser, "%s is yes or no, not \"%s\"", field->name, value);
	}
	if (field->type == CTL_NUMBER || !value || *value) {
		return 0;
	}
	return wrong(parser, "%s is empty", field->name);
}

static int check_fields(struct parser *parser)
{
	const struct ctl_command *command = parser->ret->command;

	if (!command && parser->ret->group) {
		return wrong(
			parser, "\"%s\" needs a word that says what to do", parser->ret->group);
	}
	if (!command) {
		return wrong(parser, "a command is missing");
	}
	for (int i = 0; command->fields && command->fields[i].name; i++) {
		const struct ctl_field *field = &command->fields[i];
		const char *value = parser->ret->values[i];
		int r;

		if (field->required && !value) {
			return wrong(parser, "%s is missing", field->name);
		}
		r = check_value(parser, field, value);
		if (r < 0) {
			return r;
		}
	}
	return 0;
}

static int parse_rest(struct parser *parser)
{
	const struct ctl_command *command = parser->ret->command;
	const char *word;
	int r;

	if (command && parser->number) {
		if (!command->fields || strcmp(command->fields[0].name, "N") != 0) {
			return wrong(parser, "\"%s\" takes no number", command->group);
		}
		parser->ret->values[0] = parser->number;
	}
	while ((r = next_word(parser, &word)) == 0 && word) {
		if (!command) {
			return wrong(parser, "\"%s\" is not expected here", word);
		}
		r = add_word(parser, word);
		if (r < 0) {
			return r;
		}
	}
	return r;
}

int arguments_parse(const struct ctl_command *commands, int argc, char *const argv[],
	struct ctl_arguments *ret, char **ret_error)
{
	struct parser parser = {
		.commands = commands, .argv = argv, .argc = argc, .at = 1, .ret = ret};
	int r;

	*ret = (struct ctl_arguments){0};
	r = choose_command(&parser);
	if (r == 0) {
		r = parse_rest(&parser);
	}
	if (r == 0 && !ret->help && !ret->version) {
		r = check_fields(&parser);
	}
	if (r < 0) {
		*ret_error = parser.error;
	}
	return r;
}
