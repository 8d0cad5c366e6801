/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-pages.h"

#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "display/site-files.h"
#include "queue/limits.h"
#include "queue/site.h"
#include "ui/image.h"

static const struct image_bounds bounds = {
	LIMIT_PICTURE_WIDTH, LIMIT_PICTURE_HEIGHT, LIMIT_PICTURE_BYTES};

struct hall_pages {
	struct calls *calls;
	void (*changed)(void *userdata);
	void *userdata;
	char *folder;
	struct site_files *files; /* the pictures */
	json_t *site; /* as it is on the disk, and the pictures are of it; NULL none */
	int error; /* of the disk, for the site */
	char shown[LIMIT_PICTURE_ID + 1]; /* what picture is */
	cairo_surface_t *picture;
};

static int check_picture(const unsigned char *data, size_t size)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *picture = NULL;

	return image_decode(data, size, &bounds, &picture);
}

static const struct site_files_kind kind = {
	.name = "picture",
	.ending = ".png",
	.path = "/api/v1/pictures/",
	.member = "png",
	.check = check_picture,
	.again_ms = SITE_FILES_AGAIN_MS,
};

static bool has_picture(const char *picture, void *userdata)
{
	const struct hall_pages *pages = userdata;

	return site_files_has(pages->files, picture);
}

/* ---- the site ---- */

static void name_pictures(struct hall_pages *pages)
{
	const json_t *list = json_object_get(pages->site, "pages");
	const char *ids[LIMIT_HALL_PAGES];
	size_t n = 0, i;
	json_t *page;

	json_array_foreach (list, i, page) {
		if (n < LIMIT_HALL_PAGES) {
			ids[n++] = json_get_text(page, "picture");
		}
	}
	site_files_name(pages->files, ids, n);
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
	calls_set_site(pages->calls, site);
	pages->site = json_incref((json_t *)calls_site_json(pages->calls));
	name_pictures(pages);
}

static void keep_site(struct hall_pages *pages, const json_t *site)
{
	_cleanup_free_ char *path = site_path(pages);
	_cleanup_free_ char *text = json_dumps(site, JSON_COMPACT);
	int r = text ? text_write_file(path, text, strlen(text), 0600) : -EINVAL;

	if (r < 0 && r != pages->error) {
		log_warning(FAULT_DEVICE, "%s cannot be written: %s", path, strerror(-r));
	}
	pages->error = r;
}

void hall_pages_follow(struct hall_pages *pages, struct client *client)
{
	const json_t *site = calls_site_json(pages->calls);

	if (site && (pages->error < 0 || !json_equal(pages->site, site))) {
		json_decref(pages->site);
		pages->site = json_incref((json_t *)site);
		name_pictures(pages);
		keep_site(pages, site);
	}
	(void)site_files_ask(pages->files, client);
}

int hall_pages_error(const struct hall_pages *pages)
{
	return pages->error < 0 ? pages->error : site_files_error(pages->files);
}

cairo_surface_t *hall_pages_picture(struct hall_pages *pages, const char *picture)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_free_ char *error = NULL;

	if (strcmp(pages->shown, picture) == 0) {
		return pages->picture;
	}
	cairo_surface_destroy(TAKE_PTR(pages->picture));
	text_copy_cut(pages->shown, sizeof(pages->shown), picture);
	path = *picture ? site_files_path(pages->files, picture) : NULL;
	if (path && image_load(path, &bounds, &pages->picture, &error) < 0) {
		log_warning(FAULT_DEVICE, "a page's picture: %s", error);
		site_files_drop(pages->files, picture);
	}
	return pages->picture;
}

static void on_file(bool came, void *userdata)
{
	struct hall_pages *pages = userdata;

	(void)came;
	pages->changed(pages->userdata);
}

int hall_pages_open(sd_event *event, const char *name, struct calls *calls,
	void (*changed)(void *userdata), void *userdata, struct hall_pages **ret)
{
	struct hall_pages *pages = memory_new(1, sizeof(*pages));
	int r;

	*pages = (struct hall_pages){.calls = calls,
		.changed = changed,
		.userdata = userdata,
		.folder = site_files_folder(name)};
	calls_set_pages(calls, has_picture, pages);
	r = site_files_open(event, pages->folder, &kind, on_file, pages, &pages->files);
	if (r < 0) {
		hall_pages_close(pages);
		return r;
	}
	load_site(pages);
	*ret = pages;
	return 0;
}

void hall_pages_close(struct hall_pages *pages)
{
	if (pages) {
		calls_set_pages(pages->calls, NULL, NULL);
		site_files_close(pages->files);
		cairo_surface_destroy(pages->picture);
		json_decref(pages->site);
		free(pages->folder);
		free(pages);
	}
}
