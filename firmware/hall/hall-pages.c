/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-pages.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "queue/limits.h"
#include "queue/site.h"
#include "ui/image.h"

enum { ASK_AGAIN_MS = 30000 };

static const struct image_bounds bounds = {
	LIMIT_PICTURE_WIDTH, LIMIT_PICTURE_HEIGHT, LIMIT_PICTURE_BYTES};

struct entry {
	char id[LIMIT_PICTURE_ID + 1];
	bool here;
	bool refused; /* the hub does not have it */
};

struct hall_pages {
	struct calls *calls;
	void (*changed)(void *userdata);
	void *userdata;
	char *folder; /* NULL: none can be written */
	const json_t *site; /* that the entries are of; compared only */
	char *kept; /* the site as it is on the disk; NULL none */
	int n;
	struct entry entry[LIMIT_HALL_PAGES];
	char asked[LIMIT_PICTURE_ID + 1]; /* the picture that is asked for; "" none … */
	int64_t asked_ms; /* … since then */
	char shown[LIMIT_PICTURE_ID + 1]; /* what picture is */
	cairo_surface_t *picture;
};

static char *path_of(const struct hall_pages *pages, const char *id)
{
	return text_printf("%s/%s.png", pages->folder, id);
}

static struct entry *find(struct hall_pages *pages, const char *id)
{
	for (int i = 0; i < pages->n; i++) {
		if (strcmp(pages->entry[i].id, id) == 0) {
			return &pages->entry[i];
		}
	}
	return NULL;
}

static bool has_picture(const char *picture, void *userdata)
{
	const struct entry *entry = find(userdata, picture);

	return entry && entry->here;
}

/* ---- the folder ---- */

char *hall_pages_folder(const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	_cleanup_free_ char *parent = cache && *cache ? text_dup(cache)
		: home && *home                       ? text_printf("%s/.cache", home)
						      : NULL;
	_cleanup_free_ char *folder = parent ? text_printf("%s/layso-%s", parent, name) : NULL;

	if (parent) {
		(void)mkdir(parent, 0700);
	}
	if (!folder || (mkdir(folder, 0700) < 0 && errno != EEXIST)) {
		log_warning(FAULT_SITE,
			"pictures and the centre's own voice are left out: no folder to keep them "
			"in (%s)",
			folder ? folder : "neither XDG_CACHE_HOME nor HOME is set");
		return NULL;
	}
	return TAKE_PTR(folder);
}

static char *site_path(const struct hall_pages *pages)
{
	return text_printf("%s/site.json", pages->folder);
}

static void load_site(struct hall_pages *pages)
{
	_cleanup_free_ char *path = site_path(pages);
	_cleanup_free_ char *text = NULL;
	json_auto_t *json = NULL;
	struct site *site = NULL;
	size_t size = 0;

	if (text_read_file(path, 2 * LIMIT_SITE_BYTES, &text, &size) < 0) {
		return;
	}
	json = json_loads(text, 0, NULL);
	if (!json || site_parse(json, &site, NULL) < 0) {
		log_warning(FAULT_DEVICE, "%s cannot be read; the hub will be asked", path);
		return;
	}
	pages->kept = TAKE_PTR(text);
	calls_set_site(pages->calls, site);
}

static void keep_site(struct hall_pages *pages, const json_t *site)
{
	_cleanup_free_ char *path = site_path(pages);
	_cleanup_free_ char *text = json_dumps(site, JSON_COMPACT);

	if (!text || (pages->kept && strcmp(pages->kept, text) == 0)) {
		return;
	}
	if (text_write_file(path, text, strlen(text), 0600) < 0) {
		log_warning(FAULT_DEVICE, "%s cannot be written", path);
	}
	free(pages->kept);
	pages->kept = TAKE_PTR(text);
}

/* Notes which pictures the site names; those that it named and does not any more go. */
static void read_entries(struct hall_pages *pages, const json_t *site)
{
	const json_t *list = json_object_get(site, "pages");
	struct hall_pages before = *pages;
	size_t i;
	json_t *page;

	pages->n = 0;
	json_array_foreach (list, i, page) {
		const char *id = json_get_text(page, "picture");
		_cleanup_free_ char *path = path_of(pages, id);

		if (*id && pages->n < LIMIT_HALL_PAGES && !find(pages, id)) {
			struct entry *entry = &pages->entry[pages->n++];

			*entry = (struct entry){.here = access(path, R_OK) == 0};
			text_copy_cut(entry->id, sizeof(entry->id), id);
		}
	}
	for (int at = 0; at < before.n; at++) {
		_cleanup_free_ char *path = path_of(pages, before.entry[at].id);

		if (!find(pages, before.entry[at].id)) {
			(void)unlink(path);
		}
	}
}

/* ---- the hub ---- */

static bool keep_picture(const struct hall_pages *pages, const char *id, const char *png)
{
	_cleanup_free_ char *path = path_of(pages, id);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture = NULL;
	size_t size = 0;
	_cleanup_free_ unsigned char *data = base64_decode(png, &size);
	int r = image_decode(data, size, &bounds, &picture);

	if (r == 0) {
		r = text_write_file(path, data, size, 0600);
	}
	if (r < 0) {
		log_warning(FAULT_DEVICE, "picture %s is not kept: %s", id, strerror(-r));
	}
	return r == 0;
}

static void on_picture(int status, json_t *body, void *userdata)
{
	struct hall_pages *pages = userdata;
	struct entry *entry = find(pages, pages->asked);

	*pages->asked = '\0';
	if (!entry || status < 0) {
		return; /* asked for again when the hub is back */
	}
	entry->here = status == 200 && keep_picture(pages, entry->id, json_get_text(body, "png"));
	entry->refused = !entry->here;
	pages->changed(pages->userdata);
}

/* One at a time. */
static void ask(struct hall_pages *pages, struct client *client)
{
	int i = 0;
	_cleanup_free_ char *path = NULL;

	while (i < pages->n && (pages->entry[i].here || pages->entry[i].refused)) {
		i++;
	}
	if (i == pages->n ||
		(*pages->asked && clock_mono_us() / 1000 - pages->asked_ms < ASK_AGAIN_MS)) {
		return;
	}
	path = text_printf("/api/v1/pictures/%s", pages->entry[i].id);
	if (client_send(client, "GET", path, NULL, 0, on_picture, pages, NULL) >= 0) {
		memcpy(pages->asked, pages->entry[i].id, sizeof(pages->asked));
		pages->asked_ms = clock_mono_us() / 1000;
	}
}

void hall_pages_follow(struct hall_pages *pages, struct client *client)
{
	const json_t *site = calls_site_json(pages->calls);

	if (!site || !pages->folder) {
		return;
	}
	if (site != pages->site) {
		pages->site = site;
		keep_site(pages, site);
		read_entries(pages, site);
	}
	if (client) {
		ask(pages, client);
	}
}

cairo_surface_t *hall_pages_picture(struct hall_pages *pages, const char *picture)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_free_ char *error = NULL;
	struct entry *entry = find(pages, picture);

	if (strcmp(pages->shown, picture) == 0) {
		return pages->picture;
	}
	cairo_surface_destroy(TAKE_PTR(pages->picture));
	text_copy_cut(pages->shown, sizeof(pages->shown), picture);
	path = *picture ? path_of(pages, picture) : NULL;
	if (path && image_load(path, &bounds, &pages->picture, &error) < 0) {
		log_warning(FAULT_DEVICE, "a page's picture: %s", error);
		if (entry) {
			entry->here = false; /* so that it is asked for */
		}
		(void)unlink(path);
	}
	return pages->picture;
}

void hall_pages_open(const char *name, struct calls *calls, void (*changed)(void *userdata),
	void *userdata, struct hall_pages **ret)
{
	struct hall_pages *pages = memory_new(1, sizeof(*pages));

	*pages = (struct hall_pages){.calls = calls,
		.changed = changed,
		.userdata = userdata,
		.folder = hall_pages_folder(name)};
	if (pages->folder) {
		load_site(pages);
		hall_pages_follow(pages, NULL);
	}
	calls_set_pages(calls, has_picture, pages);
	*ret = pages;
}

void hall_pages_close(struct hall_pages *pages)
{
	if (pages) {
		calls_set_pages(pages->calls, NULL, NULL);
		cairo_surface_destroy(pages->picture);
		free(pages->kept);
		free(pages->folder);
		free(pages);
	}
}
