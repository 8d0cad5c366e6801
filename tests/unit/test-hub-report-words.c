/* SPDX-License-Identifier: Apache-2.0 */
/* A language is one file: its headings are written, and read again in an import. */
#include "hub/hub-report-words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "hub/hub-report-out.h"

static const struct {
	const char *name;
	const char *content;
} files[] = {
	{"aa.json",
		"{\"language.order\": \"1\", \"report.separator\": \";\", \"number.decimal\": "
		"\",\","
		"\"report.received\": \"Erhalten\", \"report.resolved\": \"Erledigt\","
		"\"report.total\": \"Summe\", \"import.heading.from\": \"vom | von\","
		"\"import.heading.to\": \"bis\"}"},
	{"bb.json",
		"{\"language.order\": \"2\", \"report.separator\": \",\", \"number.decimal\": "
		"\",\","
		"\"report.received\": \"Reçu, en tout\", \"import.heading.from\": \"du\","
		"\"import.heading.to\": \"au\", \"import.half_day\": \"mat | apr\"}"},
	{"cc.json", "{\"report.separator\": \"; \", \"number.decimal\": \"٫\"}"},
};

struct words {
	char dir[64];
	struct phrases *phrases;
};

static int set_up(void **state)
{
	struct words *words = memory_new(1, sizeof(*words));

	text_copy_cut(words->dir, sizeof(words->dir), "/tmp/layso-test-XXXXXX");
	assert_non_null(mkdtemp(words->dir));
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", words->dir, files[i].name);

		assert_int_equal(
			text_write_file(path, files[i].content, strlen(files[i].content), 0644), 0);
	}
	assert_int_equal(phrases_load(words->dir, &words->phrases), 0);
	*state = words;
	return 0;
}

static int tear_down(void **state)
{
	struct words *words = *state;

	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", words->dir, files[i].name);

		(void)unlink(path);
	}
	(void)rmdir(words->dir);
	phrases_free(words->phrases);
	free(words);
	return 0;
}

static const char *word(struct words *words, const char *language, const char *name)
{
	struct report_words in = {.phrases = words->phrases, .language = language};

	return report_word(&in, name);
}

static void test_the_language_then_the_first_then_the_name(void **state)
{
	struct words *words = *state;

	assert_string_equal(word(words, "bb", "received"), "Reçu, en tout");
	assert_string_equal(word(words, "bb", "resolved"), "Erledigt");
	assert_string_equal(word(words, "", "resolved"), "Erledigt");
	assert_string_equal(word(words, "bb", "served"), "served");
	assert_string_equal(word(words, REPORT_LANGUAGE_NONE, "received"), "received");
}

static void assert_style(struct words *words, const char *language, const char *expected)
{
	struct report_words in = {.phrases = words->phrases, .language = language};
	struct csv_style style = report_csv_style(&in);

	assert_int_equal(style.separator, expected[0]);
	assert_int_equal(style.decimal, expected[1]);
}

static void test_a_language_says_how_its_tables_are(void **state)
{
	struct words *words = *state;

	assert_style(words, "aa", ";,");
	assert_style(words, "", ";,");
	assert_style(words, "bb", ",,");
	assert_style(words, "cc", ",."); /* what no program reads */
	assert_style(words, REPORT_LANGUAGE_NONE, ",.");
}

static void test_an_unknown_language_is_told_the_known_ones(void **state)
{
	struct words *words = *state;
	_cleanup_free_ char *known = NULL;

	assert_true(report_language_is_known(words->phrases, "", &known));
	assert_true(report_language_is_known(words->phrases, "bb", &known));
	assert_true(report_language_is_known(words->phrases, REPORT_LANGUAGE_NONE, &known));
	assert_null(known);
	assert_false(report_language_is_known(words->phrases, "vi", &known));
	assert_string_equal(known, "aa bb cc none");
}

static char *dossiers_csv(struct words *words, const char *language)
{
	struct report_words in = {.phrases = words->phrases, .language = language};
	struct report_view view = {.words = in};
	struct csv_style style = report_csv_style(&in);
	_cleanup_(grid_done) struct grid grid = {0};
	struct dossier_report *report = dossier_report_new("2026-01-01", "2026-01-31");
	struct dossier_entry entry = {.source = DOSSIER_SOURCE_IMPORT,
		.from_day = "2026-01-01",
		.to_day = "2026-01-31",
		.counts = {.has = {true, true}, .n = {200, 51}}};
	struct textbuf text = {0};

	dossier_report_add(report, &entry);
	report_fill_dossiers(&grid, &view, report);
	grid_put_csv(&grid, &style, &text);
	dossier_report_free(report);
	return text.data;
}

static void test_a_table_is_in_its_language(void **state)
{
	struct words *words = *state;
	_cleanup_free_ char *first = dossiers_csv(words, "");
	_cleanup_free_ char *second = dossiers_csv(words, "bb");
	_cleanup_free_ char *plain = dossiers_csv(words, REPORT_LANGUAGE_NONE);

	assert_non_null(strstr(first, ";Erhalten;Erledigt;"));
	assert_non_null(strstr(first, ";25,50;"));
	assert_non_null(strstr(second, ",\"Reçu, en tout\",Erledigt,"));
	assert_non_null(strstr(second, ",\"25,50\",")); /* or it would be two cells */
	assert_non_null(strstr(plain, ",received,resolved,"));
	assert_non_null(strstr(plain, ",25.50,"));
}

static void test_an_import_reads_the_headings_of_every_language(void **state)
{
	static const char *const tables[] = {
		"vom;bis;Erhalten\n2026-01-01;2026-01-31;7\n",
		"von;au;erhalten\n2026-01-01 1:00 apr;2026-01-31;7\n",
		"du,AU,\"REçu  (en tout)\"\n2026-01-01,2026-01-31,7\n",
		"from,bis,received\n2026-01-01,2026-01-31,7\n",
	};
	struct words *words = *state;
	_cleanup_free_ struct dossier_word *list = NULL;
	struct dossier_reading reading = {.n_words = report_import_words(words->phrases, &list)};

	reading.words = list;
	for (size_t i = 0; i < ELEMENTS(tables); i++) {
		_cleanup_free_ struct dossier_entry *entries = NULL;
		struct office_faults faults;
		size_t n = 0;

		assert_int_equal(dossier_read_csv(tables[i], strlen(tables[i]), &reading, &entries,
					 &n, &faults),
			0);
		assert_int_equal(n, 1);
		assert_string_equal(entries[0].from_day, "2026-01-01");
		assert_string_equal(entries[0].to_day, "2026-01-31");
		assert_int_equal(entries[0].counts.n[DOSSIER_RECEIVED], 7);
	}
}

static void test_without_any_language_there_are_the_names(void **state)
{
	_cleanup_(phrases_freep) struct phrases *none = phrases_none();
	struct report_words in = {.phrases = none, .language = ""};
	_cleanup_free_ struct dossier_word *list = NULL;
	_cleanup_free_ char *known = NULL;

	(void)state;
	assert_string_equal(report_word(&in, "received"), "received");
	assert_int_equal(report_csv_style(&in).separator, ',');
	assert_int_equal(report_import_words(none, &list), 0);
	assert_false(report_language_is_known(none, "aa", &known));
	assert_string_equal(known, REPORT_LANGUAGE_NONE);
}

static void test_words_stay_while_a_report_needs_them(void **state)
{
	struct words *words = *state;
	struct phrases *held = phrases_ref(words->phrases);
	struct report_words in = {.phrases = held, .language = "aa"};

	phrases_free(TAKE_PTR(words->phrases)); /* as a reload does */
	assert_string_equal(report_word(&in, "received"), "Erhalten");
	phrases_free(held);
}

int main(void)
{
#define WITH_WORDS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_WORDS(test_the_language_then_the_first_then_the_name),
		WITH_WORDS(test_a_language_says_how_its_tables_are),
		WITH_WORDS(test_an_unknown_language_is_told_the_known_ones),
		WITH_WORDS(test_a_table_is_in_its_language),
		WITH_WORDS(test_an_import_reads_the_headings_of_every_language),
		cmocka_unit_test(test_without_any_language_there_are_the_names),
		WITH_WORDS(test_words_stay_while_a_report_needs_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
