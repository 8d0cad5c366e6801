/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-counts.h"

#include <stdlib.h>

#include "base/text.h"
#include "hub/hub-kept.h"

struct hub_counts {
	const struct hub *hub;
	struct kept_file *lookups;
	struct kept_file *misses;
	struct kept_file *wrong;
};

/* ---- the files ---- */

static json_t *lookups_to_json(const void *content)
{
	return lookup_counts_to_json(content);
}

static void lookups_from_json(void *content, const json_t *json)
{
	lookup_counts_from_json(content, json);
}

static void lookups_done(void *content)
{
	lookup_counts_done(content);
}

static void lookups_share(void *content, void *ret)
{
	lookup_counts_share(content, ret);
}

static void lookups_add(void *content, const void *more)
{
	lookup_counts_add_all(content, more);
}

static json_t *misses_to_json(const void *content)
{
	return search_misses_to_json(content);
}

static void misses_from_json(void *content, const json_t *json)
{
	search_misses_from_json(content, json);
}

static json_t *wrong_to_json(const void *content)
{
	return wrong_reports_to_json(content);
}

static void wrong_from_json(void *content, const json_t *json)
{
	wrong_reports_from_json(content, json);
}

static const struct kept_kind lookups_kind = {
	.name = "lookup-counts.json",
	.size = sizeof(struct lookup_counts),
	.to_json = lookups_to_json,
	.from_json = lookups_from_json,
	.done = lookups_done,
	.share = lookups_share,
	.add = lookups_add,
};
static const struct kept_kind misses_kind = {
	.name = "search-misses.json",
	.size = sizeof(struct search_misses),
	.to_json = misses_to_json,
	.from_json = misses_from_json,
};
static const struct kept_kind wrong_kind = {
	.name = "wrong-reports.json",
	.size = sizeof(struct wrong_reports),
	.to_json = wrong_to_json,
	.from_json = wrong_from_json,
};

int hub_counts_new(struct hub *hub, struct hub_counts **ret)
{
	struct hub_counts *counts = memory_new(1, sizeof(*counts));
	int r = kept_file_new(hub, &lookups_kind, &counts->lookups);

	counts->hub = hub;
	if (r >= 0) {
		r = kept_file_new(hub, &misses_kind, &counts->misses);
	}
	if (r >= 0) {
		r = kept_file_new(hub, &wrong_kind, &counts->wrong);
	}
	if (r < 0) {
		hub_counts_free(counts);
		return r;
	}
	*ret = counts;
	return 0;
}

void hub_counts_free(struct hub_counts *counts)
{
	if (counts) {
		kept_file_free(counts->lookups);
		kept_file_free(counts->misses);
		kept_file_free(counts->wrong);
		free(counts);
	}
}

/* ---- counting ---- */

/* False while the clock is not known: a wrong month would take the place of a right one. */
static bool read_now(const struct hub_counts *counts, struct local_time *ret)
{
	struct clock_reading now;

	clock_now(&now);
	zone_local(now.wall_ms, ret);
	return model_clock_is_known(counts->hub->replica.model, &now);
}

/* Of what is not a figure: the hall's day while the clock is not known; "" before the first. */
static void find_day(const struct hub_counts *counts, char ret[DAY_LENGTH + 1])
{
	struct local_time now;

	text_copy_cut(ret, DAY_LENGTH + 1,
		read_now(counts, &now) ? now.day : model_day(counts->hub->replica.model));
}

void hub_counts_look_up(struct hub_counts *counts, const char *key, enum lookup_place place)
{
	struct local_time now;

	if (read_now(counts, &now) &&
		lookup_counts_add(
			kept_file_content(counts->lookups), now.day, now.minute / 60, key, place)) {
		kept_file_changed(counts->lookups);
	}
}

void hub_counts_print(struct hub_counts *counts, const char *key, enum lookup_place place)
{
	struct local_time now;

	if (read_now(counts, &now) &&
		lookup_counts_add_printed(
			kept_file_content(counts->lookups), now.day, key, place)) {
		kept_file_changed(counts->lookups);
	}
}

void hub_counts_search(struct hub_counts *counts, enum lookup_place place, const char *question)
{
	struct local_time now;
	char day[DAY_LENGTH + 1];

	if (read_now(counts, &now) &&
		lookup_counts_add_search(
			kept_file_content(counts->lookups), now.day, place, question != NULL)) {
		kept_file_changed(counts->lookups);
	}
	find_day(counts, day);
	if (question && search_misses_add(kept_file_content(counts->misses), day, question)) {
		kept_file_changed(counts->misses);
	}
}

void hub_counts_wrong(struct hub_counts *counts, const char *key)
{
	char day[DAY_LENGTH + 1];

	find_day(counts, day);
	if (wrong_reports_add(kept_file_content(counts->wrong), day, key)) {
		kept_file_changed(counts->wrong);
	}
}

void hub_counts_wrong_seen(struct hub_counts *counts, const char *key, int64_t until)
{
	if (wrong_reports_seen(kept_file_content(counts->wrong), key, until)) {
		kept_file_changed(counts->wrong);
	}
}

/* ---- reading ---- */

bool hub_counts_are_read(const struct hub_counts *counts)
{
	return kept_file_is_read(counts->lookups);
}

void hub_counts_share(struct hub_counts *counts, struct lookup_counts *ret)
{
	lookup_counts_share(kept_file_content(counts->lookups), ret);
}

void hub_counts_share_month(struct hub_counts *counts, const char *month, struct lookup_counts *ret)
{
	lookup_counts_share_month(kept_file_content(counts->lookups), month, ret);
}

const struct search_misses *hub_counts_misses(const struct hub_counts *counts)
{
	return kept_file_content(counts->misses);
}

const struct wrong_reports *hub_counts_wrong_list(const struct hub_counts *counts)
{
	return kept_file_content(counts->wrong);
}
