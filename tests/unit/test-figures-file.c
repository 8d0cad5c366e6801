/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ui/figures-chart.h"

#define HEAD "{\"centre\":\"C\",\"decimal\":\",\",\"thousands\":\".\",\"tables\":["
#define COLUMNS \
	"{\"columns\":[{\"label\":\"a\",\"kind\":\"text\",\"fixed\":true}," \
	"{\"label\":\"b\",\"kind\":\"count\"},{\"label\":\"c\",\"kind\":\"seconds\"}," \
	"{\"label\":\"d\",\"kind\":\"decimal\"},{\"label\":\"e\",\"kind\":\"day\"}],\"rows\":"

#define CHART(labels, values) \
	HEAD COLUMNS "[],\"charts\":[{\"per\":60,\"labels\":" labels \
		     ",\"series\":[{\"label\":\"s\",\"values\":" values "}]}]}]}"

static void assert_row(const char *row, const char *const expected[5])
{
	_cleanup_(figures_file_done) struct figures_file file = {0};
	_cleanup_free_ char *text = text_printf(HEAD COLUMNS "[%s]}]}", row);

	assert_int_equal(figures_file_parse(text, strlen(text), &file), 0);
	assert_int_equal(file.tables[0].n_rows, 1);
	for (size_t i = 0; i < 5; i++) {
		_cleanup_free_ char *cell =
			figures_cell_text(&file, figures_cell(&file.tables[0], 0, i));

		assert_string_equal(cell, expected[i]);
	}
}

static void test_cells_are_written_for_people(void **state)
{
	(void)state;
	assert_row("[\"=x\",1234567,3661,[\"1832.40\"],[\"2026-11-23\"]]",
		(const char *const[]){"=x", "1.234.567", "1:01:01", "1.832,40", "23/11/2026"});
	assert_row("[\"\",-999,-61,[\"-0.50\"],[\"odd\"]]",
		(const char *const[]){"", "−999", "−0:01:01", "−0,50", "odd"});
	assert_row("[null,0,0,null,null]", (const char *const[]){"–", "0", "0:00:00", "–", "–"});
	assert_row("[\"Cộng\",100,360000,[\"100\"],\"Cộng\"]",
		(const char *const[]){"Cộng", "100", "100:00:00", "100", "Cộng"});
}

static void test_what_is_no_description_is_refused(void **state)
{
	static const char *const wrong[] = {
		"",
		"[]",
		"{}",
		HEAD "]}",
		HEAD "{\"columns\":[],\"rows\":[]}]}",
		HEAD COLUMNS "[[\"a\"]]}]}",
		HEAD COLUMNS "[[\"a\",1,2,{},null]]}]}",
		HEAD COLUMNS "[[\"a\",1.5,2,null,null]]}]}",
		CHART("[\"x\"]", "[1,2]"),
		CHART("[\"x\"]", "[1.5]"),
		CHART("[\"x\"]", "[\"1\"]"),
		CHART("[]", "[]"),
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		struct figures_file file;

		assert_int_equal(figures_file_parse(wrong[i], strlen(wrong[i]), &file), -EINVAL);
	}
}

static void test_a_table_without_rows_is_a_file(void **state)
{
	static const char text[] = HEAD COLUMNS "[]}],\"notes\":[\"n\"]}";
	_cleanup_(figures_file_done) struct figures_file file = {0};
	_cleanup_(textbuf_done) struct textbuf out = {0};

	(void)state;
	assert_int_equal(figures_file_parse(text, strlen(text), &file), 0);
	assert_int_equal(figures_put_pdf(&file, &out), 0);
	assert_memory_equal(out.data, "%PDF-", 5);
	assert_int_equal(figures_write_xlsx(&file, "/nowhere/a.xlsx", "/tmp"), -EIO);
	assert_int_equal(figures_write_xlsx(&file, "/dev/full", "/tmp"), -EIO);
}

static void test_the_scale_of_a_chart_holds_its_greatest_value(void **state)
{
	static const struct {
		double greatest, step;
	} cases[] = {{0, 1}, {1, 1}, {4, 1}, {4.1, 2}, {8, 2}, {9, 5}, {20, 5}, {21, 10},
		{1001, 500}, {1e7, 5e6}, {4e7, 1e7}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		assert_float_equal(figures_chart_step(cases[i].greatest), cases[i].step, 0);
	}
}

static void test_what_a_chart_does_not_know_is_not_0(void **state)
{
	static const char text[] = CHART("[\"x\",\"y\"]", "[null,90]");
	_cleanup_(figures_file_done) struct figures_file file = {0};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	const struct figures_chart *chart = &file.tables[0].charts[0];
	double value = -1;

	(void)state;
	assert_int_equal(figures_file_parse(text, strlen(text), &file), 0);
	assert_int_equal(file.tables[0].n_charts, 1);
	assert_false(figures_chart_value(chart, 0, 0, &value));
	assert_true(figures_chart_value(chart, 0, 1, &value));
	assert_float_equal(value, 1.5, 0);
	assert_false(figures_chart_value(chart, 0, 2, &value));
	assert_string_equal(figures_chart_label(chart, 1), "y");
	assert_string_equal(figures_chart_series(chart, 0), "s");
	assert_int_equal(figures_put_pdf(&file, &out), 0);
}

/* One bar and a year of them, with names of all lengths. */
static void test_charts_of_any_size_are_drawn(void **state)
{
	static const size_t sizes[] = {1, 2, 31, 366};
	static const char *const names[] = {"A", "Quầy số một", "Hộ tịch, chứng thực và đất đai"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(sizes) * ELEMENTS(names); i++) {
		_cleanup_(figures_file_done) struct figures_file file = {0};
		_cleanup_(textbuf_done) struct textbuf labels = {0};
		_cleanup_(textbuf_done) struct textbuf values = {0};
		_cleanup_(textbuf_done) struct textbuf out = {0};
		_cleanup_free_ char *text = NULL;

		for (size_t j = 0; j < sizes[i % ELEMENTS(sizes)]; j++) {
			const char *comma = j > 0 ? "," : "";

			textbuf_printf(
				&labels, "%s\"%s %zu\"", comma, names[i / ELEMENTS(sizes)], j);
			textbuf_printf(&values, "%s%zu", comma, j * 1000);
		}
		text = text_printf(CHART("[%s]", "[%s]"), labels.data, values.data);
		assert_int_equal(figures_file_parse(text, strlen(text), &file), 0);
		assert_int_equal(figures_put_pdf(&file, &out), 0);
		assert_memory_equal(out.data, "%PDF-", 5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_are_written_for_people),
		cmocka_unit_test(test_what_is_no_description_is_refused),
		cmocka_unit_test(test_a_table_without_rows_is_a_file),
		cmocka_unit_test(test_the_scale_of_a_chart_holds_its_greatest_value),
		cmocka_unit_test(test_what_a_chart_does_not_know_is_not_0),
		cmocka_unit_test(test_charts_of_any_size_are_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
