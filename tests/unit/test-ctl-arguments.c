/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-arguments.h"

#include "check.h"
#include <errno.h>
#include <string.h>

#include "ctl/ctl.h"
#include "ctl/ctl-help.h"

enum { WORDS_MAX = 16 };

static struct ctl ctl;
static char line_copy[256];
static char *wrong;

/* Parses "ticket issue A": words with single spaces between. */
static int parse(const char *line)
{
	char *argv[WORDS_MAX] = {(char *)"layso"};
	char *save = NULL;
	int argc = 1;

	free(wrong);
	wrong = NULL;
	assert_int_equal(text_copy(line_copy, sizeof(line_copy), line), 0);
	for (char *word = strtok_r(line_copy, " ", &save); word;
		word = strtok_r(NULL, " ", &save)) {
		assert_true(argc < WORDS_MAX);
		argv[argc++] = word;
	}
	return arguments_parse(ctl_commands, argc, argv, &ctl.arguments, &wrong);
}

static void expect_command(const char *line, const char *group, const char *verb)
{
	assert_int_equal(parse(line), 0);
	assert_non_null(ctl.arguments.command);
	assert_string_equal(ctl.arguments.command->group, group);
	assert_string_equal(ctl.arguments.command->verb, verb);
}

static void expect_wrong(const char *line, const char *message)
{
	assert_int_equal(parse(line), -EINVAL);
	assert_string_equal(wrong, message);
}

static int tear_down(void **state)
{
	(void)state;
	free(wrong);
	wrong = NULL;
	return 0;
}

static void a_command_is_one_or_two_words(void **state)
{
	(void)state;
	expect_command("state", "state", "");
	expect_command("ticket list", "ticket", "list");
	expect_command("health", "health", "");
	expect_command("health report printer ok", "health", "report");
	assert_string_equal(ctl_value(&ctl, "NAME"), "printer");
	assert_string_equal(ctl_value(&ctl, "STATE"), "ok");
}

static void a_counter_is_named_before_the_verb(void **state)
{
	(void)state;
	expect_command("counter 3 call A001", "counter", "call");
	assert_string_equal(ctl_value(&ctl, "N"), "3");
	assert_string_equal(ctl_value(&ctl, "TICKET"), "A001");
	expect_command("counter", "counter", "");
	assert_null(ctl_value(&ctl, "N"));
	expect_command("counter 12", "counter", "");
	assert_string_equal(ctl_value(&ctl, "N"), "12");
}

static void options_stand_anywhere(void **state)
{
	(void)state;
	expect_command("--json --hub http://a ticket issue --print A --lane=priority --reason "
		       "elderly --token-file /t",
		"ticket", "issue");
	assert_true(ctl.arguments.json);
	assert_string_equal(ctl.arguments.hub, "http://a");
	assert_string_equal(ctl.arguments.token_file, "/t");
	assert_string_equal(ctl_value(&ctl, "SERVICE"), "A");
	assert_string_equal(ctl_value(&ctl, "--lane"), "priority");
	assert_string_equal(ctl_value(&ctl, "--reason"), "elderly");
	assert_non_null(ctl_value(&ctl, "--print"));
	assert_null(ctl_value(&ctl, "--kiosk"));
}

static void a_commands_own_option_comes_first(void **state)
{
	(void)state;
	expect_command("--language vi ticket issue A --language en", "ticket", "issue");
	assert_string_equal(ctl.arguments.language, "vi");
	assert_string_equal(ctl_value(&ctl, "--language"), "en");
}

static void two_dashes_end_the_options(void **state)
{
	(void)state;
	expect_command("site check -- --odd.json", "site", "check");
	assert_string_equal(ctl_value(&ctl, "FILE"), "--odd.json");
	expect_command("site check -", "site", "check");
	assert_string_equal(ctl_value(&ctl, "FILE"), "-");
}

static void help_needs_nothing_else(void **state)
{
	(void)state;
	expect_command("counter 3 open --help", "counter", "open");
	assert_true(ctl.arguments.help);
	expect_command("help counter open", "counter", "open");
	assert_true(ctl.arguments.help);
	assert_int_equal(parse("help"), 0);
	assert_null(ctl.arguments.command);
	assert_int_equal(parse("ticket --help"), 0);
	assert_string_equal(ctl.arguments.group, "ticket");
	assert_int_equal(parse("--version"), 0);
	assert_true(ctl.arguments.version);
}

static void a_wrong_line_says_what_is_wrong(void **state)
{
	(void)state;
	expect_wrong("", "a command is missing");
	expect_wrong("foo", "there is no command \"foo\"");
	expect_wrong("help foo", "there is no command \"foo\"");
	expect_wrong("ticket", "\"ticket\" needs a word that says what to do");
	expect_wrong("ticket foo", "\"ticket\" has no \"foo\"");
	expect_wrong("ticket issue", "SERVICE is missing");
	expect_wrong("ticket issue A B", "\"B\" is one word too many");
	expect_wrong("ticket issue A --foo", "unknown option --foo");
	expect_wrong("ticket issue A --lane", "--lane needs a value");
	expect_wrong("ticket issue A --lane=", "--lane is empty");
	expect_wrong("ticket issue A --lane x --lane y", "--lane is given twice");
	expect_wrong("ticket issue A --print=yes", "--print takes no value");
	expect_wrong("ticket list --limit 1x", "--limit must be a number, not \"1x\"");
	expect_wrong("ticket list --limit -1", "--limit must be a number, not \"-1\"");
	expect_wrong("counter x", "\"x\" is no counter's number");
	expect_wrong("counter 3 foo", "\"counter N\" has no \"foo\"");
	expect_wrong("counter call A001", "N must be a number, not \"A001\"");
	expect_wrong("counter call-next", "N is missing");
	expect_wrong("token new kiosk-1", "--role is missing");
	expect_wrong("day open 3", "\"3\" is one word too many");
	expect_wrong("state --hub", "--hub needs a value");
}

/* A row that is wrong is our mistake; here it is found. */
static void the_table_is_whole(void **state)
{
	(void)state;
	for (const struct ctl_command *c = ctl_commands; c->group; c++) {
		int n = 0;

		assert_non_null(c->summary);
		assert_true(c->run || (c->method && c->path && c->show));
		while (c->fields && c->fields[n].name) {
			assert_non_null(c->fields[n].help);
			assert_true(
				(c->fields[n].name[0] == '-' && c->fields[n].type != CTL_FLAG) ==
				(c->fields[n].argument != NULL));
			n++;
		}
		assert_true(n <= CTL_FIELDS_MAX);
	}
}

static void expect_narrow(const struct textbuf *text)
{
	size_t width = 0;

	for (const char *at = text->data; *at; at++) {
		width = *at == '\n' ? 0 : width + 1;
		assert_true(width <= 80);
	}
}

static void every_command_has_a_help_that_fits_a_terminal(void **state)
{
	_cleanup_(textbuf_done) struct textbuf all = {0};

	(void)state;
	help_write(ctl_commands, NULL, NULL, &all);
	expect_narrow(&all);
	for (const struct ctl_command *c = ctl_commands; c->group; c++) {
		_cleanup_(textbuf_done) struct textbuf out = {0};

		assert_non_null(strstr(all.data, c->summary));
		help_write(ctl_commands, c, c->group, &out);
		help_write(ctl_commands, c, NULL, &out);
		assert_non_null(strstr(out.data, c->summary));
		expect_narrow(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_command_is_one_or_two_words, tear_down),
		cmocka_unit_test_teardown(a_counter_is_named_before_the_verb, tear_down),
		cmocka_unit_test_teardown(options_stand_anywhere, tear_down),
		cmocka_unit_test_teardown(a_commands_own_option_comes_first, tear_down),
		cmocka_unit_test_teardown(two_dashes_end_the_options, tear_down),
		cmocka_unit_test_teardown(help_needs_nothing_else, tear_down),
		cmocka_unit_test_teardown(a_wrong_line_says_what_is_wrong, tear_down),
		cmocka_unit_test(the_table_is_whole),
		cmocka_unit_test(every_command_has_a_help_that_fits_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
