/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-help.h"

#include <string.h>

#include "base/paths.h"

static const char summary[] = "the command line of the queue-ticket hall";

static const char head[] = "\n"
			   "\n"
			   "Usage: layso [OPTION]... COMMAND [ARGUMENT]...\n"
			   "       layso COMMAND --help\n"
			   "\n";

static const char options[] =
	"\n"
	"Options, anywhere on the line:\n"
	"  --hub ADDRESS      unix:/PATH or http://HOST:PORT; otherwise LAYSO_HUB is\n"
	"                     used, otherwise " PATHS_HUB_ADDRESS "\n"
	"  --token-file FILE  the token that says who you are; otherwise the file that\n"
	"                     LAYSO_TOKEN_FILE names. The hub's own user and root need\n"
	"                     none on the Unix socket.\n"
	"  --language LANG    names in this language, if the site has it\n"
	"  --json             the hub's answer as it came, for programs\n"
	"  --help             help; also for one command\n"
	"  --version          the version\n";

static const char tail[] =
	"\n"
	"A ticket is named by its number of today (A001) or by its id (123).\n"
	"\n"
	"Exit status: 0 done, 1 refused, 2 wrong usage or unreadable file, 3 no hub,\n"
	"4 somebody has to act (doctor), 5 it cannot be told (board check).\n"
	"\n"
	"Try, in this order, when something is wrong:\n"
	"  layso doctor       what is wrong, who has to act, and how\n"
	"  layso health       what each device and program says of itself\n"
	"  layso state        the day, the clock, the counters and who is waiting\n"
	"  layso events       what happens from now on\n"
	"  journalctl -u 'layso-*' -e\n";

/* Adds a word to a line of at most LINE_COLUMNS; the next lines are indented. */
static void add_word(struct textbuf *out, size_t *column, int indent, const char *word)
{
	enum { LINE_COLUMNS = 80 };

	if (*column + 1 + strlen(word) > LINE_COLUMNS) {
		textbuf_printf(out, "\n%*s", indent, "");
		*column = (size_t)indent;
	}
	textbuf_add(out, " ");
	textbuf_add(out, word);
	*column += 1 + strlen(word);
}

/* The words of a text, from a column on. */
static void add_words(struct textbuf *out, size_t column, int indent, const char *text)
{
	_cleanup_free_ char *copy = text_dup(text);
	char *save = NULL;

	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		add_word(out, &column, indent, word);
	}
	textbuf_add(out, "\n");
}

/* "Usage: layso counter N open --staff ID [--services A,B]" */
static void write_usage(const struct ctl_command *command, struct textbuf *out)
{
	enum { USAGE_INDENT = 11 };
	const struct ctl_field *fields = command->fields;
	bool number_first = fields && fields[0].name && strcmp(fields[0].name, "N") == 0;
	size_t column = strlen("Usage:");

	textbuf_add(out, "Usage:");
	add_word(out, &column, USAGE_INDENT, "layso");
	add_word(out, &column, USAGE_INDENT, command->group);
	if (number_first) {
		add_word(out, &column, USAGE_INDENT, fields[0].required ? "N" : "[N]");
	}
	if (*command->verb) {
		add_word(out, &column, USAGE_INDENT, command->verb);
	}
	for (int i = number_first ? 1 : 0; fields && fields[i].name; i++) {
		_cleanup_free_ char *word = text_printf(fields[i].required ? "%s%s%s" : "[%s%s%s]",
			fields[i].name, fields[i].argument ? " " : "",
			fields[i].argument ? fields[i].argument : "");

		add_word(out, &column, USAGE_INDENT, word);
	}
	textbuf_add(out, "\n");
}

static void write_fields(const struct ctl_field *fields, struct textbuf *out)
{
	enum { HELP_COLUMN = 20 };

	for (int i = 0; fields && fields[i].name; i++) {
		_cleanup_free_ char *left =
			text_printf("  %s%s%s", fields[i].name, fields[i].argument ? " " : "",
				fields[i].argument ? fields[i].argument : "");

		textbuf_printf(out, "%-*s", HELP_COLUMN, left);
		add_words(out, MAX_OF(strlen(left), (size_t)HELP_COLUMN), HELP_COLUMN,
			fields[i].help);
	}
}

static void write_command(const struct ctl_command *command, struct textbuf *out)
{
	textbuf_printf(out, "layso %s%s%s: %s\n\n", command->group, *command->verb ? " " : "",
		command->verb, command->summary);
	write_usage(command, out);
	if (command->fields && command->fields[0].name) {
		textbuf_add(out, "\n");
		write_fields(command->fields, out);
	}
	if (command->details) {
		textbuf_printf(out, "\n%s\n", command->details);
	}
	textbuf_add(out, "\nFor --hub, --token-file, --language and --json see: layso --help\n");
}

/* A line "counter N open     begin to work there" for each. */
static void write_lines(const struct ctl_command *commands, const char *group, struct textbuf *out)
{
	for (const struct ctl_command *c = commands; c->group; c++) {
		const char *n = c->fields && strcmp(c->fields[0].name, "N") == 0
			? (c->fields[0].required ? " N" : " [N]")
			: "";
		_cleanup_free_ char *left = NULL;

		if (group && strcmp(group, c->group) != 0) {
			continue;
		}
		left = text_printf("%s%s%s%s", c->group, n, *c->verb ? " " : "", c->verb);
		textbuf_printf(out, "  %-22s %s\n", left, c->summary);
	}
}

void help_write(const struct ctl_command *commands, const struct ctl_command *command,
	const char *group, struct textbuf *out)
{
	/* "layso counter --help" is about all of them, although "layso counter" is one. */
	if (command && (*command->verb || !group)) {
		write_command(command, out);
		return;
	}
	if (group) {
		size_t n = 0;

		for (const struct ctl_command *c = commands; c->group; c++) {
			n += strcmp(c->group, group) == 0;
		}
		if (n == 1 && command) {
			write_command(command, out);
			return;
		}
		textbuf_printf(out, "Usage: layso %s ...\n\n", group);
		write_lines(commands, group, out);
		textbuf_printf(out, "\nMore about one: layso help %s COMMAND\n", group);
		return;
	}
	textbuf_printf(out, "layso: %s%s", summary, head);
	write_lines(commands, NULL, out);
	textbuf_add(out, options);
	textbuf_add(out, tail);
}

static json_t *fields_json(const struct ctl_field *fields)
{
	json_t *list = json_array();

	for (int i = 0; fields && fields[i].name; i++) {
		(void)json_array_append_new(list,
			json_pack("{s:s, s:s?, s:b, s:s}", "name", fields[i].name, "argument",
				fields[i].argument, "required", fields[i].required, "help",
				fields[i].help));
	}
	return list;
}

json_t *help_json(const struct ctl_command *commands)
{
	json_t *list = json_array();

	for (const struct ctl_command *c = commands; c->group; c++) {
		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:s, s:s?, s:o}", "group", c->group, "verb", c->verb,
				"summary", c->summary, "details", c->details, "fields",
				fields_json(c->fields)));
	}
	return json_pack("{s:s, s:o, s:s, s:s}", "summary", summary, "commands", list, "options",
		options, "notes", tail);
}
