/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-misses.h"

#include <stdlib.h>

#include "hub/hub-kept.h"

struct hub_misses {
	struct kept_file *file;
	struct search_misses list;
};

static json_t *make(void *userdata)
{
	const struct hub_misses *misses = userdata;

	return search_misses_to_json(&misses->list);
}

int hub_misses_new(struct hub *hub, struct hub_misses **ret)
{
	struct hub_misses *misses = memory_new(1, sizeof(*misses));
	json_t *content;
	int r = kept_file_new(hub, MISSES_FILE, make, misses, &misses->file, &content);

	if (r < 0) {
		free(misses);
		return r;
	}
	search_misses_from_json(&misses->list, content);
	json_decref(content);
	*ret = misses;
	return 0;
}

void hub_misses_free(struct hub_misses *misses)
{
	if (misses) {
		kept_file_free(misses->file);
		free(misses);
	}
}

void hub_misses_add(struct hub_misses *misses, const char *question)
{
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	if (search_misses_add(&misses->list, local.day, question)) {
		kept_file_changed(misses->file);
	}
}

const struct search_misses *hub_misses_list(const struct hub_misses *misses)
{
	return &misses->list;
}
