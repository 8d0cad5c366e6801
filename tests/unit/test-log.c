/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

static char path[] = "/tmp/layso-log-XXXXXX";
static int kept_stderr = -1;

/* Standard error goes to a file until captured() is called. */
static void capture(void)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	(void)fflush(stderr);
	assert_true(fd >= 0);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
	(void)close(fd);
}

/* What was written since capture; the caller frees it. */
static char *captured(void)
{
	char *text = NULL;

	(void)fflush(stderr);
	assert_true(dup2(kept_stderr, STDERR_FILENO) >= 0);
	assert_int_equal(text_read_file(path, 65536, &text, NULL), 0);
	return text;
}

static int set_up(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	kept_stderr = dup(STDERR_FILENO);
	(void)close(fd);
	return fd < 0 || kept_stderr < 0;
}

static int tear_down(void **state)
{
	(void)state;
	(void)close(kept_stderr);
	return unlink(path);
}

static int count(const char *text, const char *word)
{
	int n = 0;

	while ((text = strstr(text, word))) {
		text += strlen(word);
		n++;
	}
	return n;
}

static void a_line_names_the_program_and_whose_fault_it_is(void **state)
{
	_cleanup_free_ char *text = NULL;

	(void)state;
	log_setup("layso-test", false);
	capture();
	log_notice("started");
	log_line(LOG_ERR, FAULT_DEVICE, NULL, "printer %d", 3);
	log_line(LOG_ERR, FAULT_SITE, NULL, "hours");
	log_line(LOG_ERR, FAULT_OURS, NULL, "disk");
	log_notice("malformed schema (t\x82\xFF)"); /* what a damaged database is called */
	text = captured();
	assert_string_equal(text,
		"layso-test: started\n"
		"layso-test: [device] printer 3\n"
		"layso-test: [site] hours\n"
		"layso-test: [ours] disk\n"
		"layso-test: malformed schema (t?"
		"?)\n");
}

static void debug_lines_are_written_only_when_asked_for(void **state)
{
	_cleanup_free_ char *without = NULL;
	_cleanup_free_ char *with = NULL;

	(void)state;
	log_setup("layso-test", false);
	assert_false(log_debug_enabled());
	capture();
	log_debug("detail");
	log_line(LOG_DEBUG, FAULT_NONE, NULL, "detail");
	without = captured();
	assert_string_equal(without, "");
	log_setup("layso-test", true);
	assert_true(log_debug_enabled());
	capture();
	log_debug("detail");
	with = captured();
	assert_string_equal(with, "layso-test: detail\n");
	log_setup("layso-test", false);
}

static void a_repeated_line_is_limited_and_the_rest_is_counted(void **state)
{
	struct log_limit limit = {0};
	_cleanup_free_ char *first = NULL;
	_cleanup_free_ char *second = NULL;

	(void)state;
	capture();
	for (int i = 0; i < LOG_BURST + 20; i++) {
		log_line(LOG_ERR, FAULT_DEVICE, &limit, "no paper");
	}
	first = captured();
	assert_int_equal(count(first, "no paper"), LOG_BURST);
	assert_int_equal(limit.left_out, 20);
	/* The window is over: the next line passes and says how many did not. */
	limit.window_start_ms = clock_mono_ms() - LOG_WINDOW_MS;
	capture();
	log_line(LOG_ERR, FAULT_DEVICE, &limit, "no paper");
	log_line(LOG_ERR, FAULT_DEVICE, &limit, "no paper");
	second = captured();
	assert_int_equal(count(second, "no paper"), 2);
	assert_int_equal(count(second, "(20 lines like the next were left out)"), 1);
	assert_int_equal(count(second, "left out"), 1);
}

static void each_call_site_has_its_own_limit(void **state)
{
	_cleanup_free_ char *text = NULL;

	(void)state;
	capture();
	for (int i = 0; i < LOG_BURST + 3; i++) {
		log_error(FAULT_DEVICE, "one");
		log_warning(FAULT_DEVICE, "two");
	}
	text = captured();
	assert_int_equal(count(text, "one"), LOG_BURST);
	assert_int_equal(count(text, "two"), LOG_BURST);
}

static void the_journal_gets_a_level_before_each_line(void **state)
{
	_cleanup_free_ char *text = NULL;
	char stream[64];
	struct stat st;

	(void)state;
	capture();
	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	(void)snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
		(unsigned long long)st.st_ino);
	(void)setenv("JOURNAL_STREAM", stream, 1);
	log_setup("layso-test", false);
	log_line(LOG_ERR, FAULT_OURS, NULL, "disk");
	log_notice("started");
	(void)unsetenv("JOURNAL_STREAM");
	text = captured();
	log_setup("layso-test", false);
	assert_string_equal(text, "<3>layso-test: [ours] disk\n<5>layso-test: started\n");
}

static void every_fault_has_a_word(void **state)
{
	(void)state;
	assert_string_equal(log_fault_name(FAULT_NONE), "none");
	assert_string_equal(log_fault_name(FAULT_DEVICE), "device");
	assert_string_equal(log_fault_name(FAULT_SITE), "site");
	assert_string_equal(log_fault_name(FAULT_OURS), "ours");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_names_the_program_and_whose_fault_it_is),
		cmocka_unit_test(debug_lines_are_written_only_when_asked_for),
		cmocka_unit_test(a_repeated_line_is_limited_and_the_rest_is_counted),
		cmocka_unit_test(each_call_site_has_its_own_limit),
		cmocka_unit_test(the_journal_gets_a_level_before_each_line),
		cmocka_unit_test(every_fault_has_a_word),
	};

	return cmocka_run_group_tests_name("log", tests, set_up, tear_down);
}
