/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/lookup-counts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const char *lookup_place_name(enum lookup_place place)
{
	static const char *const names[LOOKUP_PLACES] = {
		[LOOKUP_KIOSK] = "kiosk",
		[LOOKUP_PHONE] = "phone",
		[LOOKUP_STAFF] = "staff",
	};

	return names[place];
}

static void free_rows(struct lookup_month *month)
{
	if (month->shares && --*month->shares > 0) {
		return;
	}
	free(month->shares);
	free(month->rows);
}

void lookup_counts_done(struct lookup_counts *counts)
{
	for (size_t i = 0; i < counts->n; i++) {
		free_rows(&counts->months[i]);
	}
	*counts = (struct lookup_counts){0};
}

static void share_month(struct lookup_month *month, struct lookup_counts *ret)
{
	if (!month->shares) {
		month->shares = memory_new(1, sizeof(*month->shares));
		*month->shares = 1;
	}
	++*month->shares;
	ret->months[ret->n++] = *month;
}

void lookup_counts_share(struct lookup_counts *counts, struct lookup_counts *ret)
{
	*ret = (struct lookup_counts){0};
	for (size_t i = 0; i < counts->n; i++) {
		share_month(&counts->months[i], ret);
	}
}

/* Rows of its own, to be changed. */
static void own_rows(struct lookup_month *month)
{
	struct lookup_count_row *rows = NULL;

	if (!month->shares) {
		return;
	}
	if (*month->shares > 1) {
		--*month->shares;
		for (size_t i = 0; i < month->n; i++) {
			rows = memory_append(rows, i, sizeof(*rows));
			rows[i] = month->rows[i];
		}
		month->rows = rows;
	} else {
		free(month->shares);
	}
	month->shares = NULL;
}

static struct lookup_month *find_month(struct lookup_counts *counts, const char *month)
{
	for (size_t i = 0; i < counts->n; i++) {
		if (strcmp(counts->months[i].month, month) == 0) {
			return &counts->months[i];
		}
	}
	return NULL;
}

const struct lookup_month *lookup_counts_find(const struct lookup_counts *counts, const char *month)
{
	return find_month((struct lookup_counts *)counts, month);
}

void lookup_counts_share_month(
	struct lookup_counts *counts, const char *month, struct lookup_counts *ret)
{
	struct lookup_month *found = find_month(counts, month);

	*ret = (struct lookup_counts){0};
	if (found) {
		share_month(found, ret);
	}
}

static void remove_oldest(struct lookup_counts *counts)
{
	size_t oldest = 0;

	for (size_t i = 1; i < counts->n; i++) {
		if (strcmp(counts->months[i].month, counts->months[oldest].month) < 0) {
			oldest = i;
		}
	}
	free_rows(&counts->months[oldest]);
	counts->n--;
	memmove(&counts->months[oldest], &counts->months[oldest + 1],
		(counts->n - oldest) * sizeof(counts->months[0]));
}

/* What a row takes in the file; a count has three digits at most, nearly always. */
static size_t row_bytes(const struct lookup_count_row *row)
{
	size_t bytes = strlen(row->key) + strlen("\"\":{},");

	for (int place = 0; place < LOOKUP_PLACES; place++) {
		size_t cells = row->printed[place] > 0 ? 2 : 0;

		for (int hour = 0; hour < LOOKUP_HOURS; hour++) {
			cells += row->count[place][hour] > 0;
		}
		bytes += cells > 0 ? strlen("\"kiosk\":{},") + cells * strlen("\"10\":100,") : 0;
	}
	return bytes;
}

static size_t all_bytes(const struct lookup_counts *counts)
{
	size_t bytes = 0;

	for (size_t i = 0; i < counts->n; i++) {
		bytes += counts->months[i].bytes;
	}
	return bytes;
}

/* Former months make room for one that is beyond. */
static void keep_size(struct lookup_counts *counts)
{
	while (counts->n > 1 && all_bytes(counts) >= LOOKUP_FILE_BYTES) {
		remove_oldest(counts);
	}
}

static struct lookup_month *add_month(struct lookup_counts *counts, const char *day)
{
	char name[LOOKUP_MONTH_LENGTH + 1];
	struct lookup_month *month;

	text_copy_cut(name, sizeof(name), day);
	month = find_month(counts, name);
	if (!month) {
		if (counts->n == LOOKUP_MONTHS) {
			remove_oldest(counts);
		}
		month = &counts->months[counts->n++];
		*month = (struct lookup_month){0};
		text_copy_cut(month->month, sizeof(month->month), name);
	}
	return month;
}

static struct lookup_count_row *append_row(struct lookup_month *month, const char *key)
{
	struct lookup_count_row *row;

	month->rows = memory_append(month->rows, month->n, sizeof(*month->rows));
	row = &month->rows[month->n++];
	*row = (struct lookup_count_row){0};
	text_copy_cut(row->key, sizeof(row->key), key);
	return row;
}

/* NULL: there are too many. */
static struct lookup_count_row *add_row(struct lookup_month *month, const char *key)
{
	for (size_t i = 0; month->rows && i < month->n; i++) {
		if (strcmp(month->rows[i].key, key) == 0) {
			return &month->rows[i];
		}
	}
	if (month->n == LOOKUP_ROWS || month->bytes >= LOOKUP_FILE_BYTES) {
		return NULL;
	}
	month->bytes += strlen(key) + strlen("\"\":{},");
	return append_row(month, key);
}

static uint32_t sum_of(uint32_t count, int64_t more)
{
	return (uint32_t)MIN_OF(count + MAX_OF(more, 0), (int64_t)UINT32_MAX);
}

/* hour: LOOKUP_HOURS counts a printed list. */
static bool add(struct lookup_counts *counts, const char *day, int hour, const char *key,
	enum lookup_place place, uint32_t more)
{
	struct lookup_count_row *row;
	struct lookup_month *month;
	uint32_t *count;
	size_t bytes;

	if (!zone_day_valid(day) || !text_is_id(key, PROCEDURE_KEY_MAX)) {
		return false;
	}
	keep_size(counts);
	month = add_month(counts, day);
	month->has_searches = true;
	own_rows(month);
	row = add_row(month, key);
	if (!row) {
		return false;
	}
	bytes = row_bytes(row);
	count = hour == LOOKUP_HOURS ? &row->printed[place] : &row->count[place][hour];
	*count = sum_of(*count, more);
	month->bytes += row_bytes(row) - bytes;
	return true;
}

bool lookup_counts_add(struct lookup_counts *counts, const char *day, int hour, const char *key,
	enum lookup_place place)
{
	return hour >= 0 && hour < LOOKUP_HOURS && add(counts, day, hour, key, place, 1);
}

bool lookup_counts_add_printed(
	struct lookup_counts *counts, const char *day, const char *key, enum lookup_place place)
{
	return add(counts, day, LOOKUP_HOURS, key, place, 1);
}

bool lookup_counts_add_search(
	struct lookup_counts *counts, const char *day, enum lookup_place place, bool unanswered)
{
	struct lookup_searches *searches;
	struct lookup_month *month;

	if (!zone_day_valid(day)) {
		return false;
	}
	month = add_month(counts, day);
	month->has_searches = true;
	searches = &month->searches[place];
	searches->asked = sum_of(searches->asked, 1);
	searches->unanswered = sum_of(searches->unanswered, unanswered);
	return true;
}

static void add_counts_of_row(
	struct lookup_counts *counts, const char *day, const struct lookup_count_row *row)
{
	for (int place = 0; place < LOOKUP_PLACES; place++) {
		for (int hour = 0; hour <= LOOKUP_HOURS; hour++) {
			uint32_t more = hour == LOOKUP_HOURS ? row->printed[place]
							     : row->count[place][hour];

			if (more > 0) {
				(void)add(counts, day, hour, row->key, (enum lookup_place)place,
					more);
			}
		}
	}
}

void lookup_counts_add_all(struct lookup_counts *counts, const struct lookup_counts *more)
{
	for (size_t i = 0; i < more->n; i++) {
		const struct lookup_month *from = &more->months[i];
		_cleanup_free_ char *day = text_printf("%s-01", from->month);
		struct lookup_month *month;

		for (size_t j = 0; j < from->n; j++) {
			add_counts_of_row(counts, day, &from->rows[j]);
		}
		month = add_month(counts, day);
		month->has_searches |= from->has_searches;
		for (int place = 0; place < LOOKUP_PLACES; place++) {
			struct lookup_searches *to = &month->searches[place];

			to->asked = sum_of(to->asked, from->searches[place].asked);
			to->unanswered = sum_of(to->unanswered, from->searches[place].unanswered);
		}
	}
}

/* ---- the file ---- */

#define PRINTED "printed"
#define SEARCHES_KEY "?"
#define SEARCHES "searches"
#define UNANSWERED "unanswered"

static void set_count(json_t *object, const char *name, uint32_t count)
{
	if (count > 0) {
		(void)json_object_set_new(object, name, json_integer(count));
	}
}

/* Those of a place, if there are any. */
static void set_place(json_t *places, int place, json_t *object)
{
	if (json_object_size(object) > 0) {
		(void)json_object_set(places, lookup_place_name((enum lookup_place)place), object);
	}
	json_decref(object);
}

static json_t *hours_to_json(const uint32_t count[LOOKUP_HOURS])
{
	json_t *hours = json_object();
	char hour[16];

	for (int i = 0; i < LOOKUP_HOURS; i++) {
		if (count[i] > 0) {
			(void)snprintf(hour, sizeof(hour), "%d", i);
			set_count(hours, hour, count[i]);
		}
	}
	return hours;
}

static json_t *row_to_json(const struct lookup_count_row *row)
{
	json_t *places = json_object();

	for (int place = 0; place < LOOKUP_PLACES; place++) {
		json_t *hours = hours_to_json(row->count[place]);

		set_count(hours, PRINTED, row->printed[place]);
		set_place(places, place, hours);
	}
	return places;
}

static json_t *searches_to_json(const struct lookup_month *month)
{
	json_t *places = json_object();

	for (int place = 0; place < LOOKUP_PLACES; place++) {
		json_t *object = json_object();

		set_count(object, SEARCHES, month->searches[place].asked);
		set_count(object, UNANSWERED, month->searches[place].unanswered);
		set_place(places, place, object);
	}
	return places;
}

json_t *lookup_counts_to_json(const struct lookup_counts *counts)
{
	json_t *months = json_object();

	for (size_t i = 0; i < counts->n; i++) {
		const struct lookup_month *month = &counts->months[i];
		json_t *rows = json_object();

		for (size_t j = 0; j < month->n; j++) {
			(void)json_object_set_new(
				rows, month->rows[j].key, row_to_json(&month->rows[j]));
		}
		if (month->has_searches) {
			(void)json_object_set_new(rows, SEARCHES_KEY, searches_to_json(month));
		}
		(void)json_object_set_new(months, month->month, rows);
	}
	return months;
}

static uint32_t count_of(const json_t *object, const char *name)
{
	return sum_of(0, json_integer_value(json_object_get(object, name)));
}

static void read_searches(struct lookup_month *month, const json_t *places)
{
	month->has_searches = true;
	for (int place = 0; place < LOOKUP_PLACES; place++) {
		const json_t *object =
			json_object_get(places, lookup_place_name((enum lookup_place)place));
		struct lookup_searches *searches = &month->searches[place];

		searches->asked = count_of(object, SEARCHES);
		searches->unanswered = MIN_OF(count_of(object, UNANSWERED), searches->asked);
	}
}

/* What is there is read, not asked for hour by hour: a year has a million hours. */
static void read_row(struct lookup_count_row *row, const json_t *places)
{
	for (int place = 0; place < LOOKUP_PLACES; place++) {
		const json_t *hours =
			json_object_get(places, lookup_place_name((enum lookup_place)place));
		const char *name;
		json_t *count;
		int64_t hour;

		json_object_foreach ((json_t *)hours, name, count) {
			if (text_parse_int(name, 0, LOOKUP_HOURS - 1, &hour) == 0) {
				row->count[place][hour] = sum_of(0, json_integer_value(count));
			}
		}
		row->printed[place] = count_of(hours, PRINTED);
	}
}

/* The keys of an object are each there once. */
static void read_month(struct lookup_month *month, const json_t *rows)
{
	const char *key;
	json_t *places;

	json_object_foreach ((json_t *)rows, key, places) {
		if (strcmp(key, SEARCHES_KEY) == 0) {
			read_searches(month, places);
		} else if (text_is_id(key, PROCEDURE_KEY_MAX) && month->n < LOOKUP_ROWS) {
			struct lookup_count_row *row = append_row(month, key);
			const size_t empty = row_bytes(row);

			read_row(row, places);
			if (row_bytes(row) == empty) {
				month->n--;
			} else {
				month->bytes += row_bytes(row);
			}
		}
	}
}

void lookup_counts_from_json(struct lookup_counts *counts, const json_t *months)
{
	const char *name;
	json_t *rows;

	lookup_counts_done(counts);
	json_object_foreach ((json_t *)months, name, rows) {
		_cleanup_free_ char *day = text_printf("%s-01", name);

		if (zone_day_valid(day)) {
			read_month(add_month(counts, day), rows);
			keep_size(counts);
		}
	}
}
