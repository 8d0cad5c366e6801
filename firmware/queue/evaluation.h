/* SPDX-License-Identifier: Apache-2.0 */
/* The figures with which an authority evaluates the centre in a period: groups and their
 * indicators, each with numerator, denominator, ratio and points as it printed them. Which groups
 * there are and what they mean is the file's alone. What is missing is not 0. Pure. */
#pragma once

#include <jansson.h>

#include "base/office-fault.h"
#include "base/zone.h"
#include "queue/limits.h"
#include "queue/own-figure.h"

/* What a row can state; the API's members and a table's columns. */
enum evaluation_number {
	EVALUATION_NUMERATOR,
	EVALUATION_DENOMINATOR,
	EVALUATION_RATIO, /* per cent */
	EVALUATION_POINTS,
	EVALUATION_POINTS_MAX,
	EVALUATION_NUMBERS
};
const char *evaluation_number_name(enum evaluation_number number); /* "numerator", … */

/* As printed: in ten-thousandths, with the decimals that it was printed with. */
struct evaluation_value {
	bool has;
	int decimals;
	int64_t value;
};
enum { EVALUATION_VALUE_LENGTH = 24 };
/* "97.6", with its own decimals; "" when there is none. */
void evaluation_value_write(
	const struct evaluation_value *value, char ret[EVALUATION_VALUE_LENGTH + 1]);

enum evaluation_kind {
	EVALUATION_ITEM, /* an indicator; group may be "" */
	EVALUATION_GROUP, /* a group as a whole; name is "" */
	EVALUATION_TOTAL, /* of everything; name and group are "" */
};
const char *evaluation_kind_name(enum evaluation_kind kind); /* "item", … */

struct evaluation_row {
	enum evaluation_kind kind;
	char group[LIMIT_ROOM(LIMIT_TEXT)];
	char name[LIMIT_ROOM(LIMIT_TEXT)];
	struct evaluation_value numbers[EVALUATION_NUMBERS];
	int own; /* the centre's own figure beside it, an enum own_figure */
	int row; /* of the file, from 1 */
};

/* A month, a quarter or a year: "2026-10", "2026-Q3", "2026". */
enum { EVALUATION_PERIOD = 7 };

struct evaluation {
	char period[EVALUATION_PERIOD + 1];
	char source[LIMIT_ROOM(LIMIT_TEXT)];
	char taken_day[DAY_LENGTH + 1]; /* when the figures were taken from their source */
	size_t n;
	struct evaluation_row *rows;
};
void evaluation_done(struct evaluation *evaluation);

/* A period in its form; −EINVAL: it is none. Besides that form also "10/2026" and "Q3/2026". */
int evaluation_period_parse(const char *text, char ret[EVALUATION_PERIOD + 1]) _warn_unused_;
/* The first and the last day of a period in its form. */
void evaluation_period_days(
	const char *period, char ret_from[DAY_LENGTH + 1], char ret_to[DAY_LENGTH + 1]);

/* Why a file is not taken, as office-fault.h has it. The row of a fault in JSON is the element of
 * rows; of JSON that cannot be read it is the line. */
#define EVALUATION_WRONG_TABLE(X) \
	X(RIGHT, "right", "is right") \
	X(WRONG_EMPTY, "empty", "there are no rows with figures") \
	X(WRONG_HEADINGS, "headings", \
		"no row has headings: a group or a name, and at least one of numerator, " \
		"denominator, ratio and points") \
	X(WRONG_TWICE, "twice", "is a heading that stands twice") \
	X(WRONG_CHARACTERS, "characters", "has characters that are no text: save it as UTF-8") \
	X(WRONG_QUOTE, "quote", "has a quotation mark that is not closed, or text behind one") \
	X(WRONG_LONG, "long", "is too long") \
	X(WRONG_WHOLE, "whole", "is no whole number from 0 to 1000000000") \
	X(WRONG_DECIMAL, "decimal", \
		"is no number such as 97,4 from 0 to 1000000 with at most four decimals") \
	X(WRONG_UNCLEAR, "unclear", "may be a thousand or three decimals: write one decimal less") \
	X(WRONG_EXTRA, "extra", \
		"stands in a column without a heading (97,4 between commas needs quotation " \
		"marks)") \
	X(WRONG_NO_NAME, "no_name", "the row has figures, and neither a group nor a name") \
	X(WRONG_DOUBLED, "doubled", "another row has this group and name, too") \
	X(WRONG_OWN, "own", "is no figure of the centre") \
	X(WRONG_PERIOD, "period", "is no month, quarter or year such as 2026-10, 2026-Q3, 2026") \
	X(WRONG_NO_PERIOD, "no_period", "the period is not said") \
	X(WRONG_FUTURE, "future", "is still to come") \
	X(WRONG_DAY, "day", "is no day such as 13/4/2026 or 2026-04-13") \
	X(WRONG_NO_DAY, "no_day", "the day on which the figures were taken is not said") \
	X(WRONG_NO_SOURCE, "no_source", "the source is not said") \
	X(WRONG_DIFFERS, "differs", "is not what was said beside the file") \
	X(WRONG_JSON, "json", "this is no object of JSON, or has a member twice") \
	X(WRONG_MEMBER, "member", "is no member that is known") \
	X(WRONG_TYPE, "type", "is of another type than it should be") \
	X(WRONG_MANY, "many", "there are more than 200 rows")
enum evaluation_wrong {
#define X(name, word, text) EVALUATION_##name,
	EVALUATION_WRONG_TABLE(X)
#undef X
};

/* The words of a table beside the numbers' names. */
enum evaluation_word_kind {
	EVALUATION_WORD_GROUP = EVALUATION_NUMBERS,
	EVALUATION_WORD_NAME,
	EVALUATION_WORD_OWN,
	EVALUATION_WORD_PERIOD, /* before the value, in a line above the headings */
	EVALUATION_WORD_SOURCE,
	EVALUATION_WORD_TAKEN_DAY,
	EVALUATION_WORD_TOTAL, /* in place of a group */
	EVALUATION_WORDS
};
/* "numerator", …, "group", "name", "own", "period", "source", "taken_day", "total". */
const char *evaluation_word_name(int kind);

/* What people write for one of these, as in dossier.h; of own figures, kind is EVALUATION_WORDS +
 * the enum own_figure. */
struct evaluation_word {
	int kind;
	const char *text;
};

/* What is said beside a file; it holds where the file says nothing, and must not differ where it
 * does. "" not said. */
struct evaluation_reading {
	const char *period;
	const char *source;
	const char *taken_day;
	const char *today; /* what is still to come is refused; "" any */
	const struct evaluation_word *words; /* besides the API's own names */
	size_t n_words;
};

/* Reads a file of size bytes: a table (tabs, semicolons or commas; headings in any order; rows
 * above them may say period, source and day) or a JSON object of the form that evaluation_to_json
 * has, with numbers or texts as values. UTF-8, or UTF-16 with a mark. An empty group below a group
 * is that group, as office programs save merged cells. *ret is the caller's to give to
 * evaluation_done, *ret_left_out (heap) lists headings that are not known, separated by line feeds.
 * −EINVAL: nothing was read, and *ret_faults, which is always written, says where and why. */
int evaluation_read(const char *bytes, size_t size, const struct evaluation_reading *reading,
	struct evaluation *ret, char **ret_left_out,
	struct office_faults *ret_faults) _warn_unused_;
/* The same of JSON that is parsed already. */
int evaluation_from_json(const json_t *json, const struct evaluation_reading *reading,
	struct evaluation *ret, struct office_faults *ret_faults) _warn_unused_;
/* The form in which it is kept; a new reference. */
json_t *evaluation_to_json(const struct evaluation *evaluation);

/* ---- evaluation-check.c ---- */

/* What does not agree: the name in the API, and what a person should know. */
#define EVALUATION_DOUBT_TABLE(X) \
	X(RATIO_TRUNCATED, "ratio_truncated", "cut off, not rounded") \
	X(RATIO_WRONG, "ratio_wrong", "not what numerator and denominator give") \
	X(RATIO_OF_NOTHING, "ratio_of_nothing", "a ratio, while the denominator is 0") \
	X(NUMERATOR_OVER, "numerator_over", "the numerator is greater than the denominator") \
	X(POINTS_OVER, "points_over", "more points than there can be") \
	X(SUM_ROUNDED, "sum_rounded", "not the sum of its parts; they may have been rounded") \
	X(SUM_WRONG, "sum_wrong", "not the sum of its parts") \
	X(SUM_INCOMPLETE, "sum_incomplete", "parts are missing: the sum cannot be checked")
enum evaluation_doubt_kind {
#define X(id, name, text) EVALUATION_DOUBT_##id,
	EVALUATION_DOUBT_TABLE(X)
#undef X
		EVALUATION_DOUBTS
};
const char *evaluation_doubt_name(enum evaluation_doubt_kind kind);

struct evaluation_doubt {
	enum evaluation_doubt_kind kind;
	size_t at; /* the row's index */
	enum evaluation_number number; /* which of its numbers */
	struct evaluation_value stated;
	struct evaluation_value computed; /* a ratio rounded half up to two decimals, or as many as
					     are stated; the sum of the parts that there are */
	int missing; /* parts */
};
/* "Cung cấp dịch vụ …: ratio 97.6 is stated, 1832/1881 is 97.40 %: …", in English. */
void evaluation_doubt_text(const struct evaluation *evaluation,
	const struct evaluation_doubt *doubt, char ret[OFFICE_MESSAGE_MAX + 1]);

/* Finds what does not agree, in the order of rows. *ret (heap; NULL when there is none) is the
 * caller's; returns how many. */
size_t evaluation_check(const struct evaluation *evaluation, struct evaluation_doubt **ret);

/* numerator/denominator of a row in per cent, rounded half up to two decimals; has is false where
 * one is missing or the denominator is 0. */
struct evaluation_value evaluation_ratio(const struct evaluation_row *row);

/* The points of a kind of number that the rows add up to: the groups as stated, else their items.
 * has is false when none is stated; *ret_missing counts the parts that state none. */
struct evaluation_value evaluation_sum(
	const struct evaluation *evaluation, enum evaluation_number number, int *ret_missing);
