/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/evaluation.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json-get.h"
#include "base/office.h"
#include "base/utf8.h"
#include "queue/evaluation-internal.h"

enum { JSON_NUMBER_MAX = 40, MONTHS_MAX = 12 };

static const char *const words[EVALUATION_WORDS] = {
	[EVALUATION_NUMERATOR] = "numerator",
	[EVALUATION_DENOMINATOR] = "denominator",
	[EVALUATION_RATIO] = "ratio",
	[EVALUATION_POINTS] = "points",
	[EVALUATION_POINTS_MAX] = "points_max",
	[EVALUATION_WORD_GROUP] = "group",
	[EVALUATION_WORD_NAME] = "name",
	[EVALUATION_WORD_OWN] = "own",
	[EVALUATION_WORD_PERIOD] = "period",
	[EVALUATION_WORD_SOURCE] = "source",
	[EVALUATION_WORD_TAKEN_DAY] = "taken_day",
	[EVALUATION_WORD_TOTAL] = "total",
};

static const struct office_wrong wrongs[] = {
#define X(name, word, text) {word, text},
	EVALUATION_WRONG_TABLE(X)
#undef X
};

const char *evaluation_word_name(int kind)
{
	return words[kind];
}

const char *evaluation_number_name(enum evaluation_number number)
{
	return words[number];
}

const char *evaluation_kind_name(enum evaluation_kind kind)
{
	static const char *const names[] = {
		[EVALUATION_ITEM] = "item",
		[EVALUATION_GROUP] = "group",
		[EVALUATION_TOTAL] = "total",
	};

	return names[kind];
}

void evaluation_done(struct evaluation *evaluation)
{
	free(evaluation->rows);
	*evaluation = (struct evaluation){0};
}

void evaluation_value_write(
	const struct evaluation_value *value, char ret[EVALUATION_VALUE_LENGTH + 1])
{
	int64_t unit = OFFICE_UNIT;
	int64_t rest = value->value % OFFICE_UNIT;

	ret[0] = '\0';
	for (int i = 0; i < value->decimals; i++) {
		unit /= 10;
	}
	if (value->has && value->decimals == 0) {
		(void)snprintf(ret, EVALUATION_VALUE_LENGTH + 1, "%lld",
			(long long)(value->value / OFFICE_UNIT));
	} else if (value->has) {
		(void)snprintf(ret, EVALUATION_VALUE_LENGTH + 1, "%lld.%0*lld",
			(long long)(value->value / OFFICE_UNIT), value->decimals,
			(long long)(rest / unit));
	}
}

/* ---- periods ---- */

/* "2026", "2026-10" or "2026-Q3". */
static bool is_period(const char *text)
{
	const char *year_end = office_skip_digits(text, 4, 4);
	int64_t n;

	if (!year_end || strncmp(text, "2000", 4) < 0) {
		return false;
	}
	if (*year_end == '-' && year_end[1] == 'Q') {
		return text_parse_int(year_end + 2, 1, 4, &n) == 0 && !year_end[3];
	}
	return !*year_end ||
		(*year_end == '-' && strlen(year_end) == 3 &&
			text_parse_int(year_end + 1, 1, MONTHS_MAX, &n) == 0);
}

int evaluation_period_parse(const char *text, char ret[EVALUATION_PERIOD + 1])
{
	char period[EVALUATION_PERIOD + 1] = "";
	const char *slash = strchr(text, '/');

	if (slash && strlen(slash) == 5 && slash - text <= 2) { /* 10/2026, 9/2026, Q3/2026 */
		(void)snprintf(period, sizeof(period), "%.4s-%s%.*s", slash + 1,
			slash - text == 1 ? "0" : "", (int)(slash - text), text);
	} else if (text_copy(period, sizeof(period), text) < 0) {
		return -EINVAL;
	}
	if (period[4] == '-' && period[5] == 'q') {
		period[5] = 'Q';
	}
	return is_period(period) ? text_copy(ret, EVALUATION_PERIOD + 1, period) : -EINVAL;
}

void evaluation_period_days(
	const char *period, char ret_from[DAY_LENGTH + 1], char ret_to[DAY_LENGTH + 1])
{
	unsigned first = 1;
	unsigned last = MONTHS_MAX;

	if (period[4] == '-' && period[5] == 'Q') {
		last = 3U * (unsigned char)(period[6] - '0');
		first = last - 2;
	} else if (period[4] == '-') {
		last = 10U * (unsigned char)(period[5] - '0') + (unsigned char)(period[6] - '0');
		first = last;
	}
	(void)snprintf(ret_from, DAY_LENGTH + 1, "%.4s-%02u-01", period, first % 100);
	for (unsigned day = 31; day >= 28; day--) {
		(void)snprintf(ret_to, DAY_LENGTH + 1, "%.4s-%02u-%02u", period, last % 100, day);
		if (zone_day_valid(ret_to)) {
			return;
		}
	}
}

void reader_fault(struct evaluation_reader *reader, int column, enum evaluation_wrong wrong,
	const char *heading, const char *cell)
{
	office_fault_add(reader->faults, reader->row, column, (int)wrong, heading, cell);
}

void reader_tidy(char *text)
{
	size_t n = 0;

	for (const char *at = text; *at; at++) {
		bool blank = *at == ' ' || *at == '\n';

		if (!blank || (n > 0 && text[n - 1] != ' ')) {
			text[n++] = (char)(blank ? ' ' : *at);
		}
	}
	while (n > 0 && text[n - 1] == ' ') {
		n--;
	}
	text[n] = '\0';
}

enum evaluation_wrong reader_set_number(
	struct evaluation_row *row, enum evaluation_number number, const char *text)
{
	struct evaluation_value value = {.has = true};
	size_t n = strlen(text);
	_cleanup_free_ char *plain = text_dup(text);
	int r;

	if (number == EVALUATION_RATIO && n > 0 && text[n - 1] == '%') {
		plain[n - 1] = '\0';
		reader_tidy(plain);
	}
	if (number == EVALUATION_NUMERATOR || number == EVALUATION_DENOMINATOR) {
		r = office_parse_whole(plain, EVALUATION_WHOLE_MAX, &value.value);
		value.value *= OFFICE_UNIT;
	} else {
		r = office_parse_decimal(plain, EVALUATION_DECIMAL_MAX, number != EVALUATION_RATIO,
			&value.value, &value.decimals);
	}
	if (r == -ENOTUNIQ) {
		return EVALUATION_WRONG_UNCLEAR;
	}
	if (r < 0) {
		return number <= EVALUATION_DENOMINATOR ? EVALUATION_WRONG_WHOLE
							: EVALUATION_WRONG_DECIMAL;
	}
	row->numbers[number] = value;
	return EVALUATION_RIGHT;
}

bool reader_is_word(const struct evaluation_reader *reader, int kind, const char *text)
{
	const struct evaluation_reading *reading = reader->reading;
	_cleanup_free_ char *folded = memory_new(1, strlen(text) + 1);

	office_fold(folded, strlen(text) + 1, text);
	if (kind < EVALUATION_WORDS
			? office_is_among(words[kind], folded)
			: strcmp(text,
				  own_figure_name((enum own_figure)(kind - EVALUATION_WORDS))) ==
				0) {
		return true;
	}
	for (size_t i = 0; i < reading->n_words; i++) {
		if (reading->words[i].kind == kind &&
			office_is_among(reading->words[i].text, folded)) {
			return true;
		}
	}
	return false;
}

enum evaluation_wrong reader_set_own(
	const struct evaluation_reader *reader, struct evaluation_row *row, const char *text)
{
	for (int own = 0; own < OWN_FIGURES; own++) {
		if (reader_is_word(reader, EVALUATION_WORDS + own, text)) {
			row->own = own;
			return EVALUATION_RIGHT;
		}
	}
	return EVALUATION_WRONG_OWN;
}

/* A second text of the same kind must be the same. */
static void set_once(struct evaluation_reader *reader, int column, int kind, char *target,
	size_t size, const char *value, const char *shown)
{
	if (*target && strcmp(target, value) != 0) {
		reader_fault(reader, column, EVALUATION_WRONG_DIFFERS, words[kind], shown);
	} else if (text_copy(target, size, value) < 0) {
		reader_fault(reader, column, EVALUATION_WRONG_LONG, words[kind], shown);
	}
}

void reader_set_head(struct evaluation_reader *reader, int column, int kind, const char *text)
{
	struct evaluation *evaluation = reader->evaluation;
	char period[EVALUATION_PERIOD + 1];
	char day[DAY_LENGTH + 1];
	const char *rest;

	if (!*text) {
		return;
	}
	switch (kind) {
	case EVALUATION_WORD_PERIOD:
		if (evaluation_period_parse(text, period) < 0) {
			reader_fault(reader, column, EVALUATION_WRONG_PERIOD, words[kind], text);
			return;
		}
		set_once(reader, column, kind, evaluation->period, sizeof(evaluation->period),
			period, text);
		break;
	case EVALUATION_WORD_TAKEN_DAY:
		rest = office_parse_day(text, day);
		if (!rest || (*rest && *rest != ' ' && *rest != 'T')) {
			reader_fault(reader, column, EVALUATION_WRONG_DAY, words[kind], text);
			return;
		}
		set_once(reader, column, kind, evaluation->taken_day, sizeof(evaluation->taken_day),
			day, text);
		break;
	default:
		set_once(reader, column, kind, evaluation->source, sizeof(evaluation->source), text,
			text);
		break;
	}
}

static bool is_same_place(const struct evaluation_row *one, const struct evaluation_row *other)
{
	return one->kind == other->kind && strcmp(one->group, other->group) == 0 &&
		strcmp(one->name, other->name) == 0;
}

void reader_add(struct evaluation_reader *reader, const struct evaluation_row *row)
{
	struct evaluation *evaluation = reader->evaluation;

	for (size_t i = 0; i < evaluation->n; i++) {
		if (is_same_place(&evaluation->rows[i], row)) {
			reader_fault(reader, 0, EVALUATION_WRONG_DOUBLED, "",
				*row->name ? row->name : row->group);
			return;
		}
	}
	if (evaluation->n == LIMIT_EVALUATION_ROWS) {
		reader_fault(reader, 0, EVALUATION_WRONG_MANY, "", "");
		return;
	}
	evaluation->rows =
		memory_grow(evaluation->rows, evaluation->n + 1, sizeof(*evaluation->rows));
	evaluation->rows[evaluation->n++] = *row;
}

static bool has_figure(const struct evaluation *evaluation)
{
	for (size_t i = 0; i < evaluation->n; i++) {
		for (int number = 0; number < EVALUATION_NUMBERS; number++) {
			if (evaluation->rows[i].numbers[number].has) {
				return true;
			}
		}
	}
	return false;
}

/* What must be known of the file as a whole. */
static void check_whole(struct evaluation_reader *reader)
{
	const struct evaluation *evaluation = reader->evaluation;
	const char *today = reader->reading->today;
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];

	reader->row = 0;
	if (!has_figure(evaluation)) {
		reader_fault(reader, 0, EVALUATION_WRONG_EMPTY, "", "");
	}
	if (!*evaluation->period) {
		reader_fault(reader, 0, EVALUATION_WRONG_NO_PERIOD, "period", "");
	} else if (*today) {
		evaluation_period_days(evaluation->period, from, to);
		if (strcmp(from, today) > 0) {
			reader_fault(
				reader, 0, EVALUATION_WRONG_FUTURE, "period", evaluation->period);
		}
	}
	if (!*evaluation->source) {
		reader_fault(reader, 0, EVALUATION_WRONG_NO_SOURCE, "source", "");
	}
	if (!*evaluation->taken_day) {
		reader_fault(reader, 0, EVALUATION_WRONG_NO_DAY, "taken_day", "");
	} else if (*today && strcmp(evaluation->taken_day, today) > 0) {
		reader_fault(
			reader, 0, EVALUATION_WRONG_FUTURE, "taken_day", evaluation->taken_day);
	}
}

/* ---- JSON ---- */

/* A number or a text of JSON as a text; NULL: it is neither. Heap. */
static char *text_of(const json_t *value)
{
	char text[JSON_NUMBER_MAX + 1];
	char *point;

	if (json_is_string(value)) {
		return text_dup(json_string_value(value));
	}
	if (json_is_integer(value)) {
		return text_printf("%lld", (long long)json_integer_value(value));
	}
	if (!json_is_real(value) || !(fabs(json_real_value(value)) < 1e15)) {
		return NULL;
	}
	(void)snprintf(text, sizeof(text), "%.10g", json_real_value(value));
	point = strchr(text, '.');
	if (point && strlen(point) == 4) { /* a number of JSON has no groups */
		text_copy_cut(point + 4, 2, "0");
	}
	return text_dup(text);
}

static void read_text(
	struct evaluation_reader *reader, const char *key, const json_t *value, char *ret)
{
	const char *text = json_string_value(value);

	if (!text) {
		reader_fault(reader, 0, EVALUATION_WRONG_TYPE, key, "");
	} else if (!text_is_clean(text)) {
		reader_fault(reader, 0, EVALUATION_WRONG_CHARACTERS, key, "");
	} else if (!utf8_fits(text, LIMIT_TEXT) ||
		text_copy(ret, LIMIT_ROOM(LIMIT_TEXT), text) < 0) {
		reader_fault(reader, 0, EVALUATION_WRONG_LONG, key, text);
	} else {
		reader_tidy(ret);
	}
}

static void read_number(struct evaluation_reader *reader, struct evaluation_row *row,
	enum evaluation_number number, const json_t *value)
{
	_cleanup_free_ char *text = text_of(value);
	enum evaluation_wrong wrong = EVALUATION_WRONG_TYPE;

	if (text) {
		reader_tidy(text);
		wrong = *text ? reader_set_number(row, number, text) : EVALUATION_RIGHT;
	}
	if (wrong != EVALUATION_RIGHT) {
		reader_fault(reader, 0, wrong, words[number], text ? text : "");
	}
}

static void read_member(struct evaluation_reader *reader, struct evaluation_row *row,
	const char *key, const json_t *value, bool *ret_total)
{
	const char *text = json_string_value(value);

	for (int number = 0; number < EVALUATION_NUMBERS; number++) {
		if (strcmp(key, words[number]) == 0) {
			read_number(reader, row, (enum evaluation_number)number, value);
			return;
		}
	}
	if (strcmp(key, words[EVALUATION_WORD_GROUP]) == 0) {
		read_text(reader, key, value, row->group);
	} else if (strcmp(key, words[EVALUATION_WORD_NAME]) == 0) {
		read_text(reader, key, value, row->name);
	} else if (strcmp(key, words[EVALUATION_WORD_TOTAL]) == 0 && json_is_boolean(value)) {
		*ret_total = json_is_true(value);
	} else if (strcmp(key, words[EVALUATION_WORD_OWN]) == 0 && text) {
		if (*text && reader_set_own(reader, row, text) != EVALUATION_RIGHT) {
			reader_fault(reader, 0, EVALUATION_WRONG_OWN, key, text);
		}
	} else {
		reader_fault(reader, 0, EVALUATION_WRONG_MEMBER, key, "");
	}
}

static void read_row(struct evaluation_reader *reader, const json_t *object)
{
	struct evaluation_row row = {.own = OWN_NONE, .row = reader->row};
	size_t faults = reader->faults->n;
	bool is_total = false;
	const char *key;
	json_t *value;

	if (!json_is_object(object)) {
		reader_fault(reader, 0, EVALUATION_WRONG_TYPE, "rows", "");
		return;
	}
	json_object_foreach ((json_t *)object, key, value) {
		if (!json_is_null(value)) {
			read_member(reader, &row, key, value, &is_total);
		}
	}
	if (is_total) {
		row.kind = EVALUATION_TOTAL;
		row.group[0] = '\0';
		row.name[0] = '\0';
	} else if (*row.name) {
		row.kind = EVALUATION_ITEM;
	} else if (*row.group) {
		row.kind = EVALUATION_GROUP;
	} else if (reader->faults->n == faults) {
		reader_fault(reader, 0, EVALUATION_WRONG_NO_NAME, "", "");
	}
	if (reader->faults->n == faults) {
		reader_add(reader, &row);
	}
}

static void read_rows(struct evaluation_reader *reader, const json_t *rows)
{
	const json_t *row;
	size_t i;

	if (!json_is_array(rows)) {
		reader_fault(reader, 0, EVALUATION_WRONG_TYPE, "rows", "");
		return;
	}
	json_array_foreach (rows, i, row) {
		reader->row = (int)i + 1;
		read_row(reader, row);
		if (reader->faults->n == OFFICE_FAULTS_MAX || i >= LIMIT_EVALUATION_ROWS) {
			break;
		}
	}
	reader->row = 0;
}

static void read_object(struct evaluation_reader *reader, const json_t *json)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)json, key, value) {
		char text[LIMIT_ROOM(LIMIT_TEXT)] = "";
		bool known = false;

		for (int kind = EVALUATION_WORD_PERIOD; kind <= EVALUATION_WORD_TAKEN_DAY; kind++) {
			if (strcmp(key, words[kind]) != 0) {
				continue;
			}
			known = true;
			if (!json_is_null(value)) {
				read_text(reader, key, value, text);
				reader_set_head(reader, 0, kind, text);
			}
		}
		if (strcmp(key, "rows") == 0) {
			read_rows(reader, value);
		} else if (!known) {
			reader_fault(reader, 0, EVALUATION_WRONG_MEMBER, key, "");
		}
	}
}

static void read_json_text(struct evaluation_reader *reader, const char *text, size_t size)
{
	json_error_t error;
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);

	if (json_is_object(json)) {
		read_object(reader, json);
	} else {
		reader->row = json ? 1 : MAX_OF(error.line, 1);
		reader_fault(reader, 0, EVALUATION_WRONG_JSON, "", "");
	}
	json_decref(json);
}

static void begin(struct evaluation_reader *reader)
{
	reader->faults->wrongs = wrongs;
	reader->faults->n = 0;
	reader_set_head(reader, 0, EVALUATION_WORD_PERIOD, reader->reading->period);
	reader_set_head(reader, 0, EVALUATION_WORD_SOURCE, reader->reading->source);
	reader_set_head(reader, 0, EVALUATION_WORD_TAKEN_DAY, reader->reading->taken_day);
}

static int end(struct evaluation_reader *reader, struct evaluation *ret)
{
	if (reader->faults->n == 0) {
		check_whole(reader);
	}
	if (reader->faults->n > 0) {
		return -EINVAL;
	}
	*ret = *reader->evaluation;
	*reader->evaluation = (struct evaluation){0};
	return 0;
}

int evaluation_from_json(const json_t *json, const struct evaluation_reading *reading,
	struct evaluation *ret, struct office_faults *ret_faults)
{
	_cleanup_(evaluation_done) struct evaluation evaluation = {0};
	struct evaluation_reader reader = {
		.evaluation = &evaluation, .faults = ret_faults, .reading = reading};

	begin(&reader);
	read_object(&reader, json);
	return end(&reader, ret);
}

int evaluation_read(const char *bytes, size_t size, const struct evaluation_reading *reading,
	struct evaluation *ret, char **ret_left_out, struct office_faults *ret_faults)
{
	_cleanup_(evaluation_done) struct evaluation evaluation = {0};
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_(textbuf_done) struct textbuf left_out = {0};
	struct evaluation_reader reader = {.evaluation = &evaluation,
		.faults = ret_faults,
		.reading = reading,
		.left_out = &left_out};
	size_t start;
	int r;

	textbuf_add(&left_out, "");
	office_decode(bytes, size, false, &text);
	textbuf_add(&text, "");
	start = strspn(text.data, " \t\r\n");
	begin(&reader);
	if (text.data[start] == '{') {
		read_json_text(&reader, text.data, text.size);
	} else {
		evaluation_read_table(&reader, text.data, text.size);
	}
	r = end(&reader, ret);
	if (r == 0) {
		*ret_left_out = TAKE_PTR(left_out.data);
	}
	return r;
}

static json_t *row_to_json(const struct evaluation_row *row)
{
	json_t *object = json_object();

	if (row->kind == EVALUATION_TOTAL) {
		(void)json_object_set_new(object, words[EVALUATION_WORD_TOTAL], json_true());
	}
	if (*row->group) {
		(void)json_object_set_new(
			object, words[EVALUATION_WORD_GROUP], json_string(row->group));
	}
	if (*row->name) {
		(void)json_object_set_new(
			object, words[EVALUATION_WORD_NAME], json_string(row->name));
	}
	for (int number = 0; number < EVALUATION_NUMBERS; number++) {
		char text[EVALUATION_VALUE_LENGTH + 1];

		evaluation_value_write(&row->numbers[number], text);
		if (*text) {
			(void)json_object_set_new(object, words[number],
				number <= EVALUATION_DENOMINATOR
					? json_integer(row->numbers[number].value / OFFICE_UNIT)
					: json_string(text));
		}
	}
	if (row->own != OWN_NONE) {
		(void)json_object_set_new(object, words[EVALUATION_WORD_OWN],
			json_string(own_figure_name((enum own_figure)row->own)));
	}
	return object;
}

json_t *evaluation_to_json(const struct evaluation *evaluation)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < evaluation->n; i++) {
		(void)json_array_append_new(rows, row_to_json(&evaluation->rows[i]));
	}
	return json_pack("{s:s, s:s, s:s, s:o}", "period", evaluation->period, "source",
		evaluation->source, "taken_day", evaluation->taken_day, "rows", rows);
}
