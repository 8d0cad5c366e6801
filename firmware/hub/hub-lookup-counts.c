/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-lookup-counts.h"

#include <stdlib.h>

#include "hub/hub-kept.h"

struct hub_lookups {
	struct kept_file *file;
	struct lookup_counts counts;
};

static json_t *make(void *userdata)
{
	const struct hub_lookups *lookups = userdata;

	return lookup_counts_to_json(&lookups->counts);
}

int hub_lookups_new(struct hub *hub, struct hub_lookups **ret)
{
	struct hub_lookups *lookups = memory_new(1, sizeof(*lookups));
	json_t *content;
	int r = kept_file_new(hub, LOOKUPS_FILE, make, lookups, &lookups->file, &content);

	if (r < 0) {
		free(lookups);
		return r;
	}
	lookup_counts_from_json(&lookups->counts, content);
	json_decref(content);
	*ret = lookups;
	return 0;
}

void hub_lookups_free(struct hub_lookups *lookups)
{
	if (lookups) {
		kept_file_free(lookups->file);
		lookup_counts_done(&lookups->counts);
		free(lookups);
	}
}

void hub_lookups_add(struct hub_lookups *lookups, const char *key, enum lookup_place place)
{
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	if (lookup_counts_add(&lookups->counts, local.day, local.minute / 60, key, place)) {
		kept_file_changed(lookups->file);
	}
}

const struct lookup_month *hub_lookups_find(const struct hub_lookups *lookups, const char *month)
{
	return lookup_counts_find(&lookups->counts, month);
}
