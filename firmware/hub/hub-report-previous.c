/* SPDX-License-Identifier: Apache-2.0 */
/* The period before beside this one: totals, with the difference. What either does not know has
 * none. */
#include <stdlib.h>
#include <string.h>

#include "hub/hub-report-file.h"
#include "queue/ratio.h"

enum { MONTHS = 12, MARCH = 3, CYCLE_YEARS = 400, CYCLE_DAYS = 146097, YEAR_MAX = 9999 };

/* ---- days ---- */

/* Days since a 1 March long ago, by the Gregorian calendar: months are counted from March, so that
 * a leap day is the last of its year; 153 are the days of five months in turn. Not timegm(): time_t
 * of 32-bit boards begins in 1901. The day is valid. */
static int number_of(const char *day)
{
	int month = (int)strtol(day + 5, NULL, 10);
	int year = (int)strtol(day, NULL, 10) + CYCLE_YEARS - (month < MARCH);

	month = (month + MONTHS - MARCH) % MONTHS;
	return 365 * year + year / 4 - year / 100 + year / CYCLE_YEARS + (153 * month + 2) / 5 +
		(int)strtol(day + 8, NULL, 10) - 1;
}

/* Outside of the years that a day is written with there is their first day. */
static void write_day(int number, char ret[DAY_LENGTH + 1])
{
	int rest = number % CYCLE_DAYS;
	int years = (rest - rest / 1460 + rest / 36524 - rest / (CYCLE_DAYS - 1)) / 365;
	int of_year = rest - (365 * years + years / 4 - years / 100);
	int month = (5 * of_year + 2) / 153;
	int day = of_year - (153 * month + 2) / 5 + 1;
	int year = number / CYCLE_DAYS * CYCLE_YEARS + years - CYCLE_YEARS;
	_cleanup_free_ char *text = NULL;

	month += MARCH;
	if (month > MONTHS) {
		month -= MONTHS;
		year++;
	}
	text = year < 0 || year > YEAR_MAX ? text_dup("0000-01-01")
					   : text_printf("%04d-%02d-%02d", year, month, day);
	text_copy_cut(ret, DAY_LENGTH + 1, text);
}

static bool is_first(const char *day)
{
	return strcmp(day + 8, "01") == 0;
}

static int month_of(const char *day)
{
	return (int)strtol(day, NULL, 10) * MONTHS + (int)strtol(day + 5, NULL, 10) - 1;
}

static int count_days(const char *from, const char *to)
{
	return number_of(to) - number_of(from) + 1;
}

void report_previous_days(const char *from, const char *to, char ret_from[DAY_LENGTH + 1],
	char ret_to[DAY_LENGTH + 1])
{
	int days = count_days(from, to);
	int first = MAX_OF(2 * month_of(from) - month_of(to) - 1, 0);
	char after[DAY_LENGTH + 1];

	write_day(number_of(to) + 1, after);
	write_day(number_of(from) - 1, ret_to);
	if (is_first(from) && is_first(after)) {
		_cleanup_free_ char *day =
			text_printf("%04d-%02d-01", first / MONTHS, first % MONTHS + 1);

		text_copy_cut(ret_from, DAY_LENGTH + 1, day);
	} else {
		write_day(number_of(from) - days, ret_from);
	}
}

/* ---- the table ---- */

static void add_ratio(struct grid *grid, int64_t hundredths)
{
	char text[RATIO_LENGTH + 1];
	_cleanup_free_ char *signed_text = NULL;

	ratio_write(llabs(hundredths), text);
	signed_text = text_printf("%s%s", hundredths < 0 ? "-" : "", text);
	grid_add_decimal(grid, signed_text);
}

static void add_value(struct grid *grid, enum grid_kind kind, bool known, int64_t value)
{
	if (!known) {
		grid_add_none(grid);
	} else if (kind == GRID_DECIMAL) {
		add_ratio(grid, value);
	} else {
		grid_add_of(grid, kind, value);
	}
}

static void add_row(struct grid *grid, const struct grid_column *column,
	const struct report_comparison *comparison)
{
	int64_t now = report_figure(comparison->now, column->name);
	int64_t before = comparison->before ? report_figure(comparison->before, column->name) : -1;

	grid_add_text(grid, column->label);
	add_value(grid, column->kind, now >= 0, now);
	add_value(grid, column->kind, before >= 0, before);
	add_value(grid, column->kind, now >= 0 && before >= 0, now - before);
}

void report_fill_previous(struct grid *grid, const struct report_view *view,
	const struct grid *report, const struct report_comparison *comparison)
{
	static const char *const heads[] = {"this_period", "previous_period", "difference"};

	grid_add_column(
		grid, GRID_TEXT, "total", report_find_phrase(&view->words, "figures.total"), NULL);
	grid_fix_columns(grid);
	for (size_t i = 0; i < ELEMENTS(heads); i++) {
		_cleanup_free_ char *key = text_printf("figures.%s", heads[i]);

		grid_add_column(
			grid, GRID_COUNT, heads[i], report_find_phrase(&view->words, key), NULL);
	}
	for (size_t i = 0; i < report->n_columns; i++) {
		if (!report->columns[i].left_out && !report->columns[i].fixed) {
			add_row(grid, &report->columns[i], comparison);
		}
	}
}

char *report_previous_title(
	const struct report_view *view, const struct report_comparison *comparison)
{
	_cleanup_free_ char *from = report_day_text(comparison->from);
	_cleanup_free_ char *to = report_day_text(comparison->to);
	int days = count_days(view->from, view->to);
	int before = count_days(comparison->from, comparison->to);
	_cleanup_free_ char *days_text = text_printf("%d", days);
	_cleanup_free_ char *before_text = text_printf("%d", before);
	_cleanup_free_ char *uneven = report_phrase(
		&view->words, "figures.previous_days", "n", days_text, "before", before_text, NULL);

	return text_printf("%s: %s – %s%s%s", report_find_phrase(&view->words, "figures.previous"),
		from, to, days != before ? ". " : "", days != before ? uneven : "");
}
