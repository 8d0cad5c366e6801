/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-report-out.h"

#include <stdlib.h>
#include <string.h>

#include "queue/ratio.h"

enum figure_type { FIGURE_COUNT, FIGURE_SECONDS, FIGURE_RATIO };

/* The figures of a row after its key, as they are called in JSON and in CSV. */
struct figure {
	const char *name;
	enum figure_type type;
	int groups;
	size_t offset;
};

#define COUNT(groups, member) {#member, FIGURE_COUNT, groups, offsetof(struct report_row, member)}
#define SECONDS(groups, member) \
	{#member, FIGURE_SECONDS, groups, offsetof(struct report_row, member)}
#define RATIO(groups, member) {#member, FIGURE_RATIO, groups, offsetof(struct report_row, member)}
static const struct figure figures[] = {
	COUNT(REPORT_VISITS, issued),
	COUNT(REPORT_VISITS | REPORT_SERVED, served),
	COUNT(REPORT_VISITS, no_show),
	COUNT(REPORT_VISITS, left),
	COUNT(REPORT_VISITS, voided),
	COUNT(REPORT_VISITS, expired),
	COUNT(REPORT_VISITS, unconfirmed),
	COUNT(REPORT_VISITS, open),
	COUNT(REPORT_SLIP, printed),
	COUNT(REPORT_SLIP, failed),
	COUNT(REPORT_SLIP, reprinted),
	SECONDS(REPORT_TIMES, wait_mean_s),
	SECONDS(REPORT_TIMES, wait_median_s),
	SECONDS(REPORT_TIMES, wait_p90_s),
	SECONDS(REPORT_TIMES, serve_mean_s),
	SECONDS(REPORT_TIMES, serve_median_s),
	SECONDS(REPORT_TIMES, serve_p90_s),
	COUNT(REPORT_TIMES, called),
	COUNT(REPORT_TIMES, wait_unknown),
	COUNT(REPORT_TIMES, within_target),
	RATIO(REPORT_TIMES, within_percent),
	COUNT(REPORT_RATING, rated),
	COUNT(REPORT_RATING, not_rated),
	COUNT(REPORT_RATING, rated_1),
	COUNT(REPORT_RATING, rated_2),
	COUNT(REPORT_RATING, rated_3),
	COUNT(REPORT_RATING, rated_4),
	COUNT(REPORT_RATING, rated_5),
	RATIO(REPORT_RATING, rating_mean),
	COUNT(REPORT_SESSIONS, sessions),
	SECONDS(REPORT_SESSIONS, open_s),
	COUNT(REPORT_SESSIONS, pauses),
	SECONDS(REPORT_SESSIONS, paused_s),
	SECONDS(REPORT_PORTAL, portal_down_s),
};

/* −1: nothing to measure. */
static int64_t value_of(const struct report_row *row, const struct figure *figure)
{
	const char *at = (const char *)row + figure->offset;

	return figure->type == FIGURE_COUNT ? *(const int *)at : *(const int64_t *)at;
}

int64_t report_figure(const struct report_row *row, const char *name)
{
	for (size_t i = 0; i < ELEMENTS(figures); i++) {
		if (strcmp(figures[i].name, name) == 0) {
			return value_of(row, &figures[i]);
		}
	}
	return -1;
}

/* Sessions are a counter's, not a service's. */
static int groups_of(const struct report_view *view)
{
	int groups = report_groups(view->by);

	return *view->service ? groups & ~REPORT_SESSIONS : groups;
}

static void put_value(struct out *out, const struct figure *figure, int64_t value)
{
	char text[RATIO_LENGTH + 1];

	out_key(out, figure->name);
	if (value < 0) {
		out_null(out);
	} else if (figure->type == FIGURE_RATIO) {
		ratio_write(value, text);
		out_json(out, text);
	} else {
		out_int(out, value);
	}
}

const char *report_row_name(const struct report_view *view, const char *key)
{
	const struct site_service *service;
	const struct site_counter *counter;
	const struct site_staff *staff;

	if (!view->site) {
		return "";
	}
	switch (view->by) {
	case REPORT_SERVICES:
	case REPORT_RATINGS:
		service = site_find_service(view->site, key);
		return service ? site_text_get(&service->name, view->site->languages[0]) : "";
	case REPORT_COUNTERS:
	case REPORT_PAUSES:
		counter = site_find_counter(view->site, (int)strtol(key, NULL, 10));
		return counter ? site_text_get(&counter->name, view->site->languages[0]) : "";
	case REPORT_STAFF:
		staff = site_find_staff(view->site, key);
		return staff ? staff->name : "";
	case REPORT_DAYS:
	case REPORT_WEEKS:
	case REPORT_MONTHS:
	case REPORT_HOURS:
	case REPORT_LANES:
	case REPORT_SLIPS:
	case REPORT_DOSSIERS:
	case REPORT_COMPLAINTS:
	case REPORT_EVALUATION:
	case REPORT_LOOKUPS:
	case REPORTS:
		break;
	}
	return "";
}

static void put_row(struct out *out, const struct report_view *view, const struct report_row *row)
{
	int groups = groups_of(view);

	out_open(out, '{');
	out_key_text(out, "key", row->key);
	if (view->by == REPORT_STAFF) { /* the other names are in the site */
		out_key_word(out, "name", report_row_name(view, row->key));
	}
	for (size_t i = 0; i < ELEMENTS(figures); i++) {
		if (figures[i].groups & groups) {
			put_value(out, &figures[i], value_of(row, &figures[i]));
		}
	}
	out_close(out, '}');
}

static void put_portals(struct out *out, const struct report_portal *portals, size_t n)
{
	out_key_open(out, "portal", '[');
	for (size_t i = 0; i < n; i++) {
		out_open(out, '{');
		out_key_time(out, "from", portals[i].down_wall_ms);
		out_key(out, "to");
		if (portals[i].up_wall_ms) {
			out_time(out, portals[i].up_wall_ms);
		} else {
			out_null(out);
		}
		out_key_text(out, "note", portals[i].note);
		out_close(out, '}');
	}
	out_close(out, ']');
}

static void put_previous(struct out *out, const struct report_view *view)
{
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];

	report_previous_days(view->from, view->to, from, to);
	out_key_open(out, "previous", '{');
	out_key_text(out, "from", from);
	out_key_text(out, "to", to);
	out_close(out, '}');
}

void report_put_json(struct out *out, const struct report_view *view, const struct grid *grid,
	const struct report_row *rows, size_t n, const struct report_portal *portals,
	size_t n_portals)
{
	out_open(out, '{');
	out_key_text(out, "by", report_name(view->by));
	out_key_text(out, "from", view->from);
	out_key_text(out, "to", view->to);
	out_key_word(out, "service", view->service);
	out_key_text(out, "rounding", RATIO_ROUNDING);
	put_previous(out, view);
	grid_put_columns(grid, out);
	report_put_plots(out, view);
	put_portals(out, portals, n_portals);
	out_key_open(out, "rows", '[');
	for (size_t i = 0; i < n; i++) {
		put_row(out, view, &rows[i]);
	}
	out_close(out, ']');
	out_close(out, '}');
}

/* A service may have any id; of the keys that sites choose, only the total is our word. */
static const char *key_word(const struct report_view *view, const char *key)
{
	bool ours = view->by == REPORT_LANES || strcmp(key, "total") == 0;

	return ours ? report_word(&view->words, key) : key;
}

/* Dates as such, other keys in words. */
static void add_key(struct grid *grid, const struct report_view *view, const struct report_row *row)
{
	_cleanup_free_ char *label = NULL;
	bool total = strcmp(row->key, "total") == 0;

	if (view->by == REPORT_DAYS && !total) {
		grid_add_day(grid, row->key);
		return;
	}
	if (view->by == REPORT_MONTHS && !total) {
		label = text_printf("%s/%.4s", row->key + 5, row->key); /* "2026-11" */
	} else if (view->by == REPORT_WEEKS && !total) {
		label = text_printf("%s/%.4s", row->key + 6, row->key); /* "2026-W48" */
	} else if (view->by == REPORT_HOURS && !total) {
		label = text_printf("%s:00–%s:59", row->key, row->key);
	}
	if (label) {
		grid_add_key(grid, row->key, label);
	} else {
		grid_add_text(grid, key_word(view, row->key));
	}
}

static void add_row(struct grid *grid, const struct report_view *view, const struct report_row *row)
{
	int groups = groups_of(view);

	add_key(grid, view, row);
	grid_add_text(grid, report_row_name(view, row->key));
	for (size_t i = 0; i < ELEMENTS(figures); i++) {
		int64_t value = value_of(row, &figures[i]);

		if (!(figures[i].groups & groups)) {
			continue;
		}
		if (figures[i].type == FIGURE_RATIO) {
			report_add_ratio(grid, value);
		} else if (value < 0) {
			grid_add_none(grid);
		} else {
			grid_add_number(grid, value);
		}
	}
}

static const enum grid_kind kinds[] = {
	[FIGURE_COUNT] = GRID_COUNT,
	[FIGURE_SECONDS] = GRID_SECONDS,
	[FIGURE_RATIO] = GRID_DECIMAL,
};

void report_fill(
	struct grid *grid, const struct report_view *view, const struct report_row *rows, size_t n)
{
	_cleanup_free_ char *by = text_printf("by_%s", report_name(view->by));
	const char *heading = report_word(&view->words, by);

	grid_add_column(grid, view->by == REPORT_DAYS ? GRID_DAY : GRID_TEXT, "key",
		heading == by ? "key" : heading, NULL);
	report_add_column(grid, view, GRID_TEXT, "", "name");
	grid_fix_columns(grid);
	for (size_t i = 0; i < ELEMENTS(figures); i++) {
		if (figures[i].groups & groups_of(view)) {
			report_add_column(grid, view, kinds[figures[i].type], "", figures[i].name);
		}
	}
	for (size_t i = 0; i < n; i++) {
		add_row(grid, view, &rows[i]);
	}
	grid->has_total = n > 0;
}

/* ---- columns and cells of all reports ---- */

void report_add_column(struct grid *grid, const struct report_view *view, enum grid_kind kind,
	const char *prefix, const char *name)
{
	_cleanup_free_ char *word = text_printf("%s%s", prefix, name);

	grid_add_column(grid, kind, name, report_word(&view->words, word),
		report_label(&view->words, word));
}

void report_add_word(
	struct grid *grid, const struct report_view *view, const char *prefix, const char *name)
{
	_cleanup_free_ char *word = text_printf("%s%s", prefix, name);

	grid_add_text(grid, report_word(&view->words, word));
}

void report_add_ratio(struct grid *grid, int64_t hundredths)
{
	char text[RATIO_LENGTH + 1];

	ratio_write(hundredths, text);
	grid_add_decimal(grid, text);
}
