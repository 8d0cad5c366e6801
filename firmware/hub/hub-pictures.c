/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-pictures.h"

#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "hub/hub-health.h"
#include "hub/hub-worker.h"
#include "queue/pictures.h"

#define DEVICE "hub/pictures"

struct look {
	int n;
	char id[LIMIT_HALL_PAGES][LIMIT_PICTURE_ID + 1]; /* of the site's pages */
	bool here[LIMIT_HALL_PAGES];
};

struct hub_pictures {
	struct hub *hub;
	void (*changed)(struct hub *hub);
	struct look known;
	struct look looking; /* the thread's, while a look is under way */
	struct worker_task task;
	bool under_way;
	bool again; /* what is being looked up, or could not be, is not the last word */
};

static int find(const struct look *look, const char *id)
{
	int i = 0;

	while (i < look->n && strcmp(look->id[i], id) != 0) {
		i++;
	}
	return i;
}

static void read_ids(const struct hub *hub, struct look *ret)
{
	const struct site *site = model_site(hub->replica.model);
	size_t i;
	json_t *page;

	ret->n = 0;
	json_array_foreach (json_object_get(site ? site->json : NULL, "pages"), i, page) {
		const char *id = json_get_text(page, "picture");

		if (*id && ret->n < LIMIT_HALL_PAGES && find(ret, id) == ret->n) {
			text_copy_cut(ret->id[ret->n], sizeof(ret->id[0]), id);
			ret->here[ret->n++] = false;
		}
	}
}

/* In the thread. */
static int look_up(struct store *store, void *userdata)
{
	struct hub_pictures *pictures = userdata;
	struct look *look = &pictures->looking;
	int r = 0;

	for (int i = 0; i < look->n && r >= 0; i++) {
		r = pictures_has(store, look->id[i]);
		look->here[i] = r > 0;
	}
	return r < 0 ? r : 0;
}

static void report(struct hub_pictures *pictures)
{
	struct hub *hub = pictures->hub;
	int missing = 0;

	for (int i = 0; i < pictures->known.n; i++) {
		missing += !pictures->known.here[i];
	}
	if (missing > 0) {
		_cleanup_free_ char *note = text_printf("%d", missing);

		health_report(hub, DEVICE, "missing", log_fault_name(FAULT_SITE), note);
	} else if (model_find_device(hub->replica.model, DEVICE)) {
		health_report(hub, DEVICE, "ok", log_fault_name(FAULT_NONE), "");
	}
}

static void on_looked(int result, void *userdata)
{
	struct hub_pictures *pictures = userdata;

	pictures->under_way = false;
	if (pictures->again) {
		hub_pictures_look(pictures);
	} else if (result == 0) {
		pictures->known = pictures->looking;
		report(pictures);
		pictures->changed(pictures->hub);
	}
}

void hub_pictures_look(struct hub_pictures *pictures)
{
	pictures->again = pictures->under_way;
	if (pictures->under_way || pictures->hub->ending) {
		return;
	}
	read_ids(pictures->hub, &pictures->looking);
	pictures->task =
		(struct worker_task){.work = look_up, .done = on_looked, .userdata = pictures};
	pictures->under_way = worker_submit(pictures->hub->worker, &pictures->task) >= 0;
	pictures->again = !pictures->under_way; /* with the next event */
}

void hub_pictures_on_event(struct hub_pictures *pictures, const struct event *event)
{
	if (event->kind == EVENT_SITE || (pictures->again && !pictures->under_way)) {
		hub_pictures_look(pictures);
	}
}

bool hub_pictures_has(const struct hub_pictures *pictures, const char *id)
{
	int at = find(&pictures->known, id);

	return at < pictures->known.n && pictures->known.here[at];
}

void hub_pictures_new(struct hub *hub, void (*changed)(struct hub *hub), struct hub_pictures **ret)
{
	*ret = memory_new(1, sizeof(**ret));
	(*ret)->hub = hub;
	(*ret)->changed = changed;
}

void hub_pictures_free(struct hub_pictures *pictures)
{
	free(pictures);
}
