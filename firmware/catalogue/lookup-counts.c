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

void lookup_counts_done(struct lookup_counts *counts)
{
	for (size_t i = 0; i < counts->n; i++) {
		free(counts->months[i].rows);
	}
	*counts = (struct lookup_counts){0};
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

static void remove_oldest(struct lookup_counts *counts)
{
	size_t oldest = 0;

	for (size_t i = 1; i < counts->n; i++) {
		if (strcmp(counts->months[i].month, counts->months[oldest].month) < 0) {
			oldest = i;
		}
	}
	free(counts->months[oldest].rows);
	counts->n--;
	memmove(&counts->months[oldest], &counts->months[oldest + 1],
		(counts->n - oldest) * sizeof(counts->months[0]));
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

/* NULL: there are too many. */
static struct lookup_count_row *add_row(struct lookup_month *month, const char *key)
{
	struct lookup_count_row *row;

	for (size_t i = 0; i < month->n; i++) {
		if (strcmp(month->rows[i].key, key) == 0) {
			return &month->rows[i];
		}
	}
	if (month->n == LOOKUP_ROWS) {
		return NULL;
	}
	month->rows = memory_grow(month->rows, month->n + 1, sizeof(*month->rows));
	row = &month->rows[month->n++];
	*row = (struct lookup_count_row){0};
	text_copy_cut(row->key, sizeof(row->key), key);
	return row;
}

static bool add(struct lookup_counts *counts, const char *day, int hour, const char *key,
	enum lookup_place place, int64_t count)
{
	struct lookup_count_row *row;

	if (!zone_day_valid(day) || hour < 0 || hour >= LOOKUP_HOURS ||
		!text_is_id(key, PROCEDURE_KEY_MAX)) {
		return false;
	}
	row = add_row(add_month(counts, day), key);
	if (row) {
		int64_t sum = row->count[place][hour] + count;

		row->count[place][hour] = (uint32_t)MIN_OF(sum, (int64_t)UINT32_MAX);
	}
	return row != NULL;
}

bool lookup_counts_add(struct lookup_counts *counts, const char *day, int hour, const char *key,
	enum lookup_place place)
{
	return add(counts, day, hour, key, place, 1);
}

/* ---- the file ---- */

static json_t *hours_to_json(const uint32_t count[LOOKUP_HOURS])
{
	json_t *hours = json_object();
	char hour[16];

	for (int i = 0; i < LOOKUP_HOURS; i++) {
		if (count[i] > 0) {
			(void)snprintf(hour, sizeof(hour), "%d", i);
			(void)json_object_set_new(hours, hour, json_integer(count[i]));
		}
	}
	return hours;
}

static json_t *row_to_json(const struct lookup_count_row *row)
{
	json_t *places = json_object();

	for (int place = 0; place < LOOKUP_PLACES; place++) {
		json_t *hours = hours_to_json(row->count[place]);

		if (json_object_size(hours) > 0) {
			(void)json_object_set(
				places, lookup_place_name((enum lookup_place)place), hours);
		}
		json_decref(hours);
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
		(void)json_object_set_new(months, month->month, rows);
	}
	return months;
}

static void read_hours(struct lookup_counts *counts, const char *day, const char *key,
	enum lookup_place place, const json_t *hours)
{
	const char *name;
	json_t *value;

	json_object_foreach ((json_t *)hours, name, value) {
		int64_t count = json_integer_value(value);
		int64_t hour;

		if (text_parse_int(name, 0, LOOKUP_HOURS - 1, &hour) == 0 && count > 0) {
			(void)add(counts, day, (int)hour, key, place,
				MIN_OF(count, (int64_t)UINT32_MAX));
		}
	}
}

void lookup_counts_from_json(struct lookup_counts *counts, const json_t *months)
{
	const char *month;
	const char *key;
	json_t *rows;
	json_t *places;

	lookup_counts_done(counts);
	json_object_foreach ((json_t *)months, month, rows) {
		_cleanup_free_ char *day = text_printf("%s-01", month);

		json_object_foreach (rows, key, places) {
			for (int place = 0; place < LOOKUP_PLACES; place++) {
				const char *name = lookup_place_name((enum lookup_place)place);

				read_hours(counts, day, key, (enum lookup_place)place,
					json_object_get(places, name));
			}
		}
	}
}
