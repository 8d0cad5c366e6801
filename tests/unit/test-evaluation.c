/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/evaluation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const struct evaluation_word words[] = {
	{EVALUATION_WORD_GROUP, "Nhóm chỉ số | nhóm"},
	{EVALUATION_WORD_NAME, "Chỉ số"},
	{EVALUATION_NUMERATOR, "Tử số"},
	{EVALUATION_DENOMINATOR, "Mẫu số"},
	{EVALUATION_RATIO, "Tỷ lệ | tỉ lệ"},
	{EVALUATION_POINTS, "Điểm"},
	{EVALUATION_POINTS_MAX, "Điểm tối đa"},
	{EVALUATION_WORD_OWN, "Số liệu của trung tâm"},
	{EVALUATION_WORD_PERIOD, "Kỳ"},
	{EVALUATION_WORD_SOURCE, "Nguồn"},
	{EVALUATION_WORD_TAKEN_DAY, "Ngày lấy số liệu"},
	{EVALUATION_WORD_TOTAL, "Tổng cộng | tổng"},
	{EVALUATION_WORDS + OWN_ONLINE, "trực tuyến"},
};
static const struct evaluation_reading plain = {.period = "2026-10",
	.source = "the article",
	.taken_day = "2026-11-02",
	.today = "2026-11-27",
	.words = words,
	.n_words = ELEMENTS(words)};
static const struct evaluation_reading unsaid = {.period = "",
	.source = "",
	.taken_day = "",
	.today = "2026-11-27",
	.words = words,
	.n_words = ELEMENTS(words)};

/* What is read of a text that is right. */
struct read {
	struct evaluation evaluation;
	char *left_out;
	struct evaluation_doubt *doubts;
	size_t n_doubts;
};

static void read_done(struct read *read)
{
	evaluation_done(&read->evaluation);
	free(read->left_out);
	free(read->doubts);
}

static void read_with(const struct evaluation_reading *reading, const char *text, struct read *ret)
{
	struct office_faults faults;
	char message[OFFICE_MESSAGE_MAX + 1] = "";
	int r = evaluation_read(
		text, strlen(text), reading, &ret->evaluation, &ret->left_out, &faults);

	if (r < 0) {
		office_fault_text(&faults, 0, message);
	}
	assert_string_equal(message, "");
	assert_int_equal(faults.n, 0);
	ret->n_doubts = evaluation_check(&ret->evaluation, &ret->doubts);
}

static void read_text(const char *text, struct read *ret)
{
	read_with(&plain, text, ret);
}

static void check_number(
	const struct evaluation_row *row, enum evaluation_number number, const char *wanted)
{
	char text[EVALUATION_VALUE_LENGTH + 1];

	evaluation_value_write(&row->numbers[number], text);
	assert_string_equal(text, wanted);
}

static void check_doubt(const struct read *read, size_t i, const char *wanted)
{
	char text[OFFICE_MESSAGE_MAX + 1];

	assert_true(i < read->n_doubts);
	evaluation_doubt_text(&read->evaluation, &read->doubts[i], text);
	assert_string_equal(text, wanted);
}

/* field.md: 97.6 % is printed, and 99.94 % is cut off. */
static void the_articles_figures(void **state)
{
	_cleanup_(read_done) struct read read = {0};

	(void)state;
	read_text("Chỉ số;Tử số;Mẫu số;Tỷ lệ (%)\r\n"
		  "Trực tuyến;1.832;1.881;97,6\r\n"
		  "Đúng hạn;1.843;1.844;99,94 %\r\n"
		  "Trực tiếp;49;1.881;2,60\r\n",
		&read);
	assert_int_equal(read.evaluation.n, 3);
	check_number(&read.evaluation.rows[0], EVALUATION_NUMERATOR, "1832");
	check_number(&read.evaluation.rows[0], EVALUATION_RATIO, "97.6");
	check_number(&read.evaluation.rows[0], EVALUATION_POINTS, "");
	assert_int_equal(read.n_doubts, 2);
	assert_int_equal(read.doubts[0].kind, EVALUATION_DOUBT_RATIO_WRONG);
	check_doubt(&read, 0,
		"Trực tuyến: ratio 97.6 is stated, 1832/1881 is 97.40 %: not what numerator and "
		"denominator give");
	assert_int_equal(read.doubts[1].kind, EVALUATION_DOUBT_RATIO_TRUNCATED);
	check_doubt(&read, 1,
		"Đúng hạn: ratio 99.94 is stated, 1843/1844 is 99.95 %: cut off, not rounded");
	assert_int_equal(evaluation_ratio(&read.evaluation.rows[1]).value, 999500);
}

/* As Excel saves a sheet: a title, a mark, merged cells, a column of its own. */
static const char sheet[] = "\xEF\xBB\xBF"
			    "BỘ CHỈ SỐ;;;;;;;\r\n"
			    "Kỳ:;10/2026;;;;;;\r\n"
			    "Nguồn:;Cổng Dịch vụ công quốc gia;;;;;;\r\n"
			    "Ngày lấy số liệu;2/11/2026;;;;;;\r\n"
			    ";;;;;;;\r\n"
			    "STT;Nhóm chỉ số;Chỉ số;Tử số;Mẫu số;Tỷ lệ (%);Điểm;Điểm tối đa\r\n"
			    "1;Minh bạch;;;;;15,2;18\r\n"
			    "1.1;;\"Công bố\nđúng hạn\";90;100;90;10,2;12\r\n"
			    "1.2;;Đầy đủ;0;50;0;5;6\r\n"
			    "2;Tiến độ;;;;;16,5;20\r\n"
			    "2.1;;Đúng hạn;;;;;20\r\n"
			    ";Tổng cộng;;;;;31,7;38\r\n";

static void a_sheet_of_excel(void **state)
{
	_cleanup_(read_done) struct read read = {0};
	const struct evaluation_row *row;
	int missing;

	(void)state;
	read_with(&unsaid, sheet, &read);
	assert_string_equal(read.evaluation.period, "2026-10");
	assert_string_equal(read.evaluation.source, "Cổng Dịch vụ công quốc gia");
	assert_string_equal(read.evaluation.taken_day, "2026-11-02");
	assert_string_equal(read.left_out, "STT");
	assert_int_equal(read.evaluation.n, 6);
	row = read.evaluation.rows;
	assert_int_equal(row[0].kind, EVALUATION_GROUP);
	assert_int_equal(row[1].kind, EVALUATION_ITEM);
	assert_string_equal(row[1].group, "Minh bạch");
	assert_string_equal(row[1].name, "Công bố đúng hạn");
	check_number(&row[2], EVALUATION_NUMERATOR, "0"); /* stated, and not missing */
	assert_false(row[4].numbers[EVALUATION_POINTS].has); /* missing, and not 0 */
	check_number(&row[4], EVALUATION_POINTS_MAX, "20");
	assert_int_equal(row[5].kind, EVALUATION_TOTAL);
	assert_int_equal(read.n_doubts, 0);
	assert_int_equal(
		evaluation_sum(&read.evaluation, EVALUATION_POINTS, &missing).value, 317000);
	assert_int_equal(missing, 0);
}

/* Doubts of sheets: kinds, in order, by their names. */
static void check_kinds(const char *text, const char *wanted)
{
	_cleanup_(read_done) struct read read = {0};
	_cleanup_(textbuf_done) struct textbuf names = {0};

	textbuf_add(&names, "");
	read_text(text, &read);
	for (size_t i = 0; i < read.n_doubts; i++) {
		textbuf_printf(
			&names, i ? " %s" : "%s", evaluation_doubt_name(read.doubts[i].kind));
	}
	assert_string_equal(names.data, wanted);
}

static void ratios_are_recomputed_as_they_are_printed(void **state)
{
	static const struct {
		const char *row;
		const char *doubts;
	} cases[] = {
		{"a;2;3;67", ""},
		{"a;2;3;66", "ratio_truncated"},
		{"a;2;3;65", "ratio_wrong"},
		{"a;2;3;66,7", ""},
		{"a;2;3;66,6", "ratio_truncated"},
		{"a;2;3;66,667", ""},
		{"a;2;3;66,6666", "ratio_truncated"},
		{"a;2;3;0,67", "ratio_wrong"},
		{"a;2;;67", ""}, /* cannot be checked */
		{"a;0;0;100", "ratio_of_nothing"},
		{"a;0;0;", ""},
		{"a;5;4;125", "numerator_over"},
		{"a;5;4;120", "numerator_over ratio_wrong"},
		{"a;1000000000;1000000000;100,0000", ""},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *text =
			text_printf("name;numerator;denominator;ratio\n%s\n", cases[i].row);

		check_kinds(text, cases[i].doubts);
	}
}

static void sums_are_checked(void **state)
{
	static const struct {
		const char *rows;
		const char *doubts;
	} cases[] = {
		{"A;;3;4\n;x;1;2\n;y;2;2\nTotal;;3;4", ""}, {"A;;4;4\n;x;1;2\n;y;2;2", "sum_wrong"},
		{"A;;3;5\n;x;1;2\n;y;2;2", "sum_wrong"},
		{"A;;3,1;5\n;x;1,04;2\n;y;2,04;3", "sum_rounded"},
		{"A;;3;5\n;x;1,04;2\n;y;2,04;3", "sum_rounded"},
		{"A;;3,9;5\n;x;1,04;2\n;y;2,04;3", "sum_wrong"},
		{"A;;3;4\n;x;1;2\n;y;;2", "sum_incomplete"},
		{"A;;0,5;4\n;x;1;2\n;y;;2", "sum_wrong"}, /* more than the whole already */
		{"A;;5;4\n;x;;2\n;y;;2", "points_over"}, /* no part to compare with */
		{"A;;1;\nB;;2;\nTotal;;3;", ""}, {"A;;1;\nB;;;\nTotal;;3;", "sum_incomplete"},
		{"A;;1;\nB;;2;\nTotal;;4;", "sum_wrong"},
		{"A;x;1;\nA;y;1;\nB;;2;\nTotal;;4;", ""}, /* items of a group without a row */
		{"A;;;\n;x;1;\n;y;1;\nB;;2;\nTotal;;4;", ""},
		{"A;;2;\n;x;1;\n;y;;\nB;;2;\nTotal;;4;", "sum_incomplete"},
		{"A;;2;\n;x;9;\nB;;2;\n;y;;\nTotal;;4;", "sum_wrong"}, /* the group, once */
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *text =
			text_printf("group;name;points;points_max\n%s\n", cases[i].rows);

		check_kinds(text, cases[i].doubts);
	}
}

static void doubts_are_told(void **state)
{
	static const char text[] = "group;name;numerator;denominator;ratio;points;points_max\n"
				   "A;;;;;3;4\n;x;2;1;200;1;2\n;y;0;0;100;3;2\nTotal;;;;;9;4\n";
	_cleanup_(read_done) struct read read = {0};

	(void)state;
	read_text(text, &read);
	assert_int_equal(read.n_doubts, 6);
	check_doubt(&read, 0, "A: points 3 is stated, the parts give 4: not the sum of its parts");
	check_doubt(&read, 1,
		"x: numerator 2 is stated, at most 1 can be: the numerator is greater than the "
		"denominator");
	check_doubt(&read, 2,
		"y: ratio 100 is stated, the denominator is 0: a ratio, while the denominator is "
		"0");
	check_doubt(
		&read, 3, "y: points 3 is stated, at most 2 can be: more points than there can be");
	check_doubt(&read, 4,
		"total: points 9 is stated, at most 4 can be: more points than there can be");
	check_doubt(
		&read, 5, "total: points 9 is stated, the parts give 3: not the sum of its parts");
}

/* What is wrong is told with its place, and nothing is read. */
static void check_faults(
	const struct evaluation_reading *reading, const char *text, const char *wanted)
{
	_cleanup_(textbuf_done) struct textbuf told = {0};
	struct evaluation evaluation = {0};
	struct office_faults faults;
	char *left_out = NULL;

	assert_int_equal(
		evaluation_read(text, strlen(text), reading, &evaluation, &left_out, &faults),
		-EINVAL);
	assert_null(evaluation.rows);
	assert_null(left_out);
	for (size_t i = 0; i < faults.n; i++) {
		const struct office_fault *fault = &faults.fault[i];
		char message[OFFICE_MESSAGE_MAX + 1];

		textbuf_printf(&told, "%s%d %d %s %s", i ? ", " : "", fault->row, fault->column,
			office_fault_name(&faults, i), *fault->cell ? fault->cell : fault->heading);
		office_fault_text(&faults, i, message);
		assert_true(*message);
	}
	assert_string_equal(told.data, wanted);
}

static void wrong_tables_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *faults;
	} cases[] = {
		{"", "0 0 headings "},
		{"group;name\nA;x\n", "0 0 headings "},
		{"points;ratio\n1;2\n", "0 0 headings "},
		{"name;points\n", "0 0 empty "},
		{"name;points\nx;\n", "0 0 empty "},
		{"name;points;Điểm\nx;1;1\n", "1 3 twice Điểm"},
		{"name;points\nx;1\nx;2\n", "3 0 doubled x"},
		{"group;name;points\nA;x;1\n;x;2\n", "3 0 doubled x"},
		{"group;points\nTotal;1\nTổng cộng;2\n", "3 0 doubled "},
		{"name;points\n;2\n", "2 0 no_name "},
		{"name;numerator\nx;1,5\n", "2 2 whole 1,5"},
		{"name;numerator\nx;-1\n", "2 2 whole -1"},
		{"name;numerator\nx;1000000001\n", "2 2 whole 1000000001"},
		{"name;points\nx;-\n", "2 2 decimal -"},
		{"name;points\nx;1.234,5\n", "2 2 decimal 1.234,5"},
		{"name;points\nx;#REF!\n", "2 2 decimal #REF!"},
		{"name;points\nx;1,234\n", "2 2 unclear 1,234"},
		{"name;points\nx;5 %\n", "2 2 decimal 5 %"},
		{"name;ratio\nx;97,12345\n", "2 2 decimal 97,12345"},
		{"name;ratio\nx;97,4%%\n", "2 2 decimal 97,4%%"},
		{"name;points;own\nx;1;speed\n", "2 3 own speed"},
		{"name;points\nx;1;2\n", "2 3 extra 2"},
		{"name;points;\nx;1;2\n", "2 3 extra 2"},
		{"name,ratio\nx,97,4\n", "2 3 extra 4"},
		{"name,ratio,points\nx,97,4,\n", "2 4 extra "},
		{"name;points\n\"x;1\n", "2 1 quote x;1"},
		{"name;points\nx\x01;1\n", "2 1 characters x\x01"},
		{"name;points\nx;a\ny;b\nz;1\n", "2 2 decimal a, 3 2 decimal b"},
		{"Kỳ;2026-11\nname;points\nx;1\n", "1 2 differs 2026-11"},
		{"Kỳ;2026-13\nname;points\nx;1\n", "1 2 period 2026-13"},
		{"Ngày lấy số liệu;31/9/2026\nname;points\nx;1\n", "1 2 day 31/9/2026"},
		{"Nguồn;another\nname;points\nx;1\n", "1 2 differs another"},
	};
	_cleanup_(textbuf_done) struct textbuf many = {0};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		check_faults(&plain, cases[i].text, cases[i].faults);
	}
	check_faults(&unsaid, "name;points\nx;1\n",
		"0 0 no_period period, 0 0 no_source source, 0 0 no_day taken_day");
	check_faults(&unsaid,
		"Kỳ;2026-12\nNguồn;a\nNgày lấy số liệu;28/11/2026\nname;points\nx;1\n",
		"0 0 future 2026-12, 0 0 future 2026-11-28");
	textbuf_add(&many, "name;points\n");
	for (int i = 0; i <= LIMIT_EVALUATION_ROWS; i++) {
		textbuf_printf(&many, "x%d;1\n", i);
	}
	check_faults(&plain, many.data, "202 0 many ");
}

/* Rows above the headings are read as carefully as the others, and are not without end. */
static void titles_are_bounded(void **state)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_(read_done) struct read read = {0};

	(void)state;
	textbuf_add(&text, "Nguồn;");
	for (int i = 0; i < 501; i++) {
		textbuf_add(&text, "ệ");
	}
	textbuf_add(&text, "\nname;points\nx;1\n");
	check_faults(&plain, text.data, "1 2 long ệệệệệệệệệệệệệệệệệệệệ");
	check_faults(&plain, "Nguồn;a\x01\nname;points\nx;1\n", "1 2 characters a\x01");

	text.size = 0;
	for (int i = 0; i < 60; i++) {
		textbuf_add(&text, "title;\n");
	}
	textbuf_add(&text, "name;points\nx;1\n");
	read_text(text.data, &read);
	assert_int_equal(read.evaluation.n, 1);

	text.size = 0;
	for (int i = 0; i < 61; i++) {
		textbuf_add(&text, "title;\n");
	}
	textbuf_add(&text, "name;points\nx;1\n");
	check_faults(&plain, text.data, "0 0 headings ");
}

static void wrong_json_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *faults;
	} cases[] = {
		{"{\n", "2 0 json "},
		{"{\"rows\":[],\"rows\":[]}", "1 0 json "},
		{"{}", "0 0 empty "},
		{"{\"rows\":1}", "0 0 type rows"},
		{"{\"rows\":[1]}", "1 0 type rows"},
		{"{\"rows\":[{}]}", "1 0 no_name "},
		{"{\"rows\":[{\"name\":5}]}", "1 0 type name"},
		{"{\"rows\":[{\"name\":\"x\",\"points\":true}]}", "1 0 type points"},
		{"{\"rows\":[{\"name\":\"x\",\"points\":-1}]}", "1 0 decimal -1"},
		{"{\"rows\":[{\"name\":\"x\",\"points\":1e300}]}", "1 0 type points"},
		{"{\"rows\":[{\"name\":\"x\",\"ratio\":97.123456}]}", "1 0 decimal 97.123456"},
		{"{\"rows\":[{\"name\":\"x\",\"numerator\":1.5}]}", "1 0 whole 1.5"},
		{"{\"rows\":[{\"name\":\"x\",\"speed\":1}]}", "1 0 member speed"},
		{"{\"rows\":[{\"name\":\"x\",\"total\":1}]}", "1 0 member total"},
		{"{\"rows\":[{\"name\":\"x\",\"own\":\"speed\"}]}", "1 0 own speed"},
		{"{\"rows\":[{\"name\":\"a\\u0007\"}]}", "1 0 characters name"},
		{"{\"rows\":[{\"name\":\"x\",\"points\":1},{\"name\":\"x\"}]}", "2 0 doubled x"},
		{"{\"what\":1,\"rows\":[{\"name\":\"x\",\"points\":1}]}", "0 0 member what"},
		{"{\"period\":\"2026-09\",\"rows\":[{\"name\":\"x\",\"points\":1}]}",
			"0 0 differs 2026-09"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		check_faults(&plain, cases[i].text, cases[i].faults);
	}
}

/* What is kept is read again as it was. */
static void what_is_kept_is_the_same(void **state)
{
	_cleanup_(read_done) struct read read = {0};
	_cleanup_(read_done) struct read again = {0};
	_cleanup_free_ char *first = NULL;
	_cleanup_free_ char *second = NULL;
	json_t *json;

	(void)state;
	read_with(&unsaid, sheet, &read);
	read.evaluation.rows[1].own = OWN_IN_TIME;
	json = evaluation_to_json(&read.evaluation);
	first = json_dumps(json, 0);
	json_decref(json);
	read_with(&unsaid, first, &again);
	json = evaluation_to_json(&again.evaluation);
	second = json_dumps(json, 0);
	json_decref(json);
	assert_string_equal(first, second);
	assert_non_null(strstr(first, "\"own\": \"in_time\""));
	assert_non_null(strstr(first,
		"{\"group\": \"Tiến độ\", \"name\": \"Đúng hạn\", "
		"\"points_max\": \"20\"}"));
	assert_non_null(strstr(first, "\"total\": true"));
}

static void json_has_numbers_or_texts(void **state)
{
	_cleanup_(read_done) struct read read = {0};

	(void)state;
	read_text("{\"rows\":[{\"group\":\"A\",\"name\":\" x  y \",\"numerator\":\"1.832\","
		  "\"denominator\":1881,\"ratio\":97.395,\"points\":\"4,5\",\"points_max\":5.0,"
		  "\"own\":\"online\"},{\"total\":true,\"points\":null}]}",
		&read);
	assert_string_equal(read.evaluation.rows[0].name, "x y");
	check_number(&read.evaluation.rows[0], EVALUATION_NUMERATOR, "1832");
	check_number(&read.evaluation.rows[0], EVALUATION_RATIO, "97.3950");
	check_number(&read.evaluation.rows[0], EVALUATION_POINTS, "4.5");
	check_number(&read.evaluation.rows[0], EVALUATION_POINTS_MAX, "5");
	assert_int_equal(read.evaluation.rows[0].own, OWN_ONLINE);
	assert_false(read.evaluation.rows[1].numbers[EVALUATION_POINTS].has);
}

static void tables_may_have_tabs_commas_and_utf_16(void **state)
{
	static const char utf16[] =
		"\xFF\xFEn\0a\0m\0e\0\t\0r\0a\0t\0i\0o\0\n\0x\0\t\0\x39\0,\0\x35\0";
	_cleanup_(read_done) struct read comma = {0};
	_cleanup_(read_done) struct read tab = {0};
	struct office_faults faults;

	(void)state;
	read_text("name,ratio,own\nx,\"97,4\",trực tuyến\n", &comma);
	check_number(comma.evaluation.rows, EVALUATION_RATIO, "97.4");
	assert_int_equal(comma.evaluation.rows[0].own, OWN_ONLINE);
	assert_int_equal(evaluation_read(utf16, sizeof(utf16) - 1, &plain, &tab.evaluation,
				 &tab.left_out, &faults),
		0);
	check_number(tab.evaluation.rows, EVALUATION_RATIO, "9.5");
}

static void periods_have_days(void **state)
{
	static const struct {
		const char *text;
		const char *period; /* "" none */
		const char *from;
		const char *to;
	} cases[] = {
		{"2026", "2026", "2026-01-01", "2026-12-31"},
		{"2026-02", "2026-02", "2026-02-01", "2026-02-28"},
		{"2028-02", "2028-02", "2028-02-01", "2028-02-29"},
		{"9/2026", "2026-09", "2026-09-01", "2026-09-30"},
		{"10/2026", "2026-10", "2026-10-01", "2026-10-31"},
		{"2026-q1", "2026-Q1", "2026-01-01", "2026-03-31"},
		{"Q4/2026", "2026-Q4", "2026-10-01", "2026-12-31"},
		{"2026-Q5", "", "", ""},
		{"2026-Q", "", "", ""},
		{"2026-Q12", "", "", ""},
		{"2026-00", "", "", ""},
		{"2026-1", "", "", ""},
		{"13/2026", "", "", ""},
		{"/2026", "", "", ""},
		{"1999", "", "", ""},
		{"202", "", "", ""},
		{"20261", "", "", ""},
		{"2026-10-01", "", "", ""},
		{"", "", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		char period[EVALUATION_PERIOD + 1] = "";
		char from[DAY_LENGTH + 1] = "";
		char to[DAY_LENGTH + 1] = "";

		assert_int_equal(evaluation_period_parse(cases[i].text, period),
			*cases[i].period ? 0 : -EINVAL);
		assert_string_equal(period, cases[i].period);
		if (*period) {
			evaluation_period_days(period, from, to);
		}
		assert_string_equal(from, cases[i].from);
		assert_string_equal(to, cases[i].to);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_articles_figures),
		cmocka_unit_test(a_sheet_of_excel),
		cmocka_unit_test(ratios_are_recomputed_as_they_are_printed),
		cmocka_unit_test(sums_are_checked),
		cmocka_unit_test(doubts_are_told),
		cmocka_unit_test(wrong_tables_are_refused),
		cmocka_unit_test(titles_are_bounded),
		cmocka_unit_test(wrong_json_is_refused),
		cmocka_unit_test(what_is_kept_is_the_same),
		cmocka_unit_test(json_has_numbers_or_texts),
		cmocka_unit_test(tables_may_have_tabs_commas_and_utf_16),
		cmocka_unit_test(periods_have_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
