/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/wrong-reports.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/json-get.h"
#include "base/text.h"

static struct wrong_report *find(struct wrong_reports *reports, const char *key)
{
	for (size_t i = 0; i < reports->n; i++) {
		if (strcmp(reports->report[i].key, key) == 0) {
			return &reports->report[i];
		}
	}
	return NULL;
}

static void remove_at(struct wrong_reports *reports, size_t i)
{
	reports->n--;
	memmove(&reports->report[i], &reports->report[i + 1],
		(reports->n - i) * sizeof(reports->report[0]));
}

static void remove_least(struct wrong_reports *reports)
{
	size_t least = 0;

	for (size_t i = 1; i < reports->n; i++) {
		if (reports->report[i].count < reports->report[least].count) {
			least = i;
		}
	}
	remove_at(reports, least);
}

static bool add(struct wrong_reports *reports, const char *day, const char *key, int count)
{
	struct wrong_report *report;

	if (!zone_day_valid(day) || !text_is_id(key, PROCEDURE_KEY_MAX)) {
		return false;
	}
	report = find(reports, key);
	if (!report) {
		if (reports->n == WRONG_MAX) {
			remove_least(reports);
		}
		report = &reports->report[reports->n++];
		*report = (struct wrong_report){.since = reports->said};
		text_copy_cut(report->key, sizeof(report->key), key);
	}
	text_copy_cut(report->month, sizeof(report->month), day);
	report->count = MIN_OF(report->count + count, (int)WRONG_COUNT_MAX);
	reports->said += count;
	return true;
}

bool wrong_reports_add(struct wrong_reports *reports, const char *day, const char *key)
{
	return add(reports, day, key, 1);
}

int64_t wrong_report_until(const struct wrong_report *report)
{
	return report->since + report->count;
}

bool wrong_reports_seen(struct wrong_reports *reports, const char *key, int64_t until)
{
	struct wrong_report *report = find(reports, key);

	if (!report || until <= report->since) {
		return false;
	}
	if (until >= wrong_report_until(report)) {
		remove_at(reports, (size_t)(report - reports->report));
		return true;
	}
	report->count -= (int)(until - report->since);
	report->since = until;
	return true;
}

json_t *wrong_reports_to_json(const struct wrong_reports *reports)
{
	json_t *list = json_array();

	for (size_t i = 0; i < reports->n; i++) {
		const struct wrong_report *report = &reports->report[i];

		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:i, s:I}", "key", report->key, "month",
				report->month, "count", report->count, "since",
				(json_int_t)report->since));
	}
	return json_pack("{s:I, s:o}", "said", (json_int_t)reports->said, "wrong", list);
}

/* Reads where a record that add() has just made stands. */
static void read_place(struct wrong_reports *reports, const json_t *entry)
{
	struct wrong_report *report = find(reports, json_get_text(entry, "key"));
	int64_t since = json_get_int(entry, "since");

	if (report && since > 0 && since <= INT64_MAX / 2) {
		report->since = since;
		reports->said = MAX_OF(reports->said, wrong_report_until(report));
	}
}

void wrong_reports_from_json(struct wrong_reports *reports, const json_t *json)
{
	const json_t *list = json_is_array(json) ? json : json_object_get(json, "wrong");
	int64_t said = json_get_int(json, "said");
	size_t i;
	json_t *entry;

	reports->n = 0;
	reports->said = 0;
	json_array_foreach (list, i, entry) {
		const char *month = json_get_text(entry, "month");
		int64_t count = json_get_int(entry, "count");
		_cleanup_free_ char *day = text_printf("%s-01", month);

		if (count >= 1 && count <= WRONG_COUNT_MAX) {
			if (add(reports, day, json_get_text(entry, "key"), (int)count)) {
				read_place(reports, entry);
			}
		}
	}
	if (said <= INT64_MAX / 2) {
		reports->said = MAX_OF(reports->said, said);
	}
}
