/* SPDX-License-Identifier: Apache-2.0 */
#include "display/site-files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"

enum { ASKED_MS = 3 * CLIENT_TIMEOUT_MS }; /* then the client has gone with the request */

struct entry {
	char id[SITE_FILES_ID + 1];
	bool here;
	bool refused; /* the hub does not have it, or something else */
};

struct site_files {
	char *folder;
	const struct site_files_kind *kind;
	void (*changed)(bool came, void *userdata);
	void *userdata;
	struct entry *entries; /* by id */
	size_t n;
	char asked[SITE_FILES_ID + 1]; /* "" none */
	bool waits; /* for the timer */
	sd_event_source *timer; /* ends the wait after a failure, and for a client that has gone */
	int error;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

static struct entry *find(const struct site_files *files, const char *id)
{
	struct entry wanted;

	if (files->n == 0 || text_copy(wanted.id, sizeof(wanted.id), id) < 0) {
		return NULL;
	}
	return bsearch(&wanted, files->entries, files->n, sizeof(wanted), compare);
}

/* ---- the folder ---- */

char *site_files_folder(const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	return cache && *cache  ? text_printf("%s/layso-%s", cache, name)
		: home && *home ? text_printf("%s/.cache/layso-%s", home, name)
				: text_printf("/var/cache/layso-%s", name);
}

static int make_folder(const char *folder)
{
	_cleanup_free_ char *parent = text_dup(folder);
	char *slash = strrchr(parent, '/');

	if (slash) {
		*slash = '\0';
		(void)mkdir(parent, 0700);
	}
	return mkdir(folder, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

char *site_files_path(const struct site_files *files, const char *id)
{
	return text_printf("%s/%s%s", files->folder, id, files->kind->ending);
}

/* Its length without this ending; 0: it has another. */
static size_t ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), end = strlen(ending);

	return length > end && strcmp(name + length - end, ending) == 0 ? length - end : 0;
}

static void delete(struct site_files *files, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s", files->folder, name);

	if (unlink(path) < 0) {
		files->error = -errno;
		log_warning(FAULT_DEVICE, "%s is not deleted: %s", path, strerror(errno));
	}
}

/* Sees which of the named files are here, and deletes the others. */
static void sweep(struct site_files *files)
{
	struct dirent **found;
	int n = scandir(files->folder, &found, NULL, NULL);

	for (int i = 0; i < n; i++) {
		const char *name = found[i]->d_name;
		size_t length = ends_with(name, files->kind->ending);
		_cleanup_free_ char *id = text_printf("%.*s", (int)length, name);
		struct entry *entry = find(files, id);

		if (entry) {
			entry->here = true;
		} else if (length > 0 || ends_with(name, ".new")) {
			delete (files, name);
		}
		free(found[i]);
	}
	if (n >= 0) {
		free(found);
	}
}

void site_files_name(struct site_files *files, const char *const *ids, size_t n)
{
	size_t kept = 0;

	free(files->entries);
	files->entries = memory_new(n + 1, sizeof(*files->entries));
	files->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (text_is_hex(ids[i], SITE_FILES_ID)) {
			text_copy_cut(files->entries[files->n++].id, SITE_FILES_ID + 1, ids[i]);
		}
	}
	qsort(files->entries, files->n, sizeof(*files->entries), compare);
	for (size_t i = 0; i < files->n; i++) { /* each once */
		if (kept == 0 || compare(&files->entries[kept - 1], &files->entries[i]) != 0) {
			files->entries[kept++] = files->entries[i];
		}
	}
	files->n = kept;
	files->error = make_folder(files->folder);
	sweep(files);
}

/* ---- the hub ---- */

/* 0: until the owner asks. */
static void wait_ms(struct site_files *files, int ms)
{
	files->waits = ms > 0;
	(void)sd_event_source_set_time_relative(files->timer, (uint64_t)ms * 1000);
	(void)sd_event_source_set_enabled(
		files->timer, files->waits ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct site_files *files = userdata;

	(void)source;
	(void)usec;
	files->waits = false;
	*files->asked = '\0';
	files->changed(false, files->userdata);
	return 0;
}

/* Keeps what came, or sees that it is not that file. */
static void keep(struct site_files *files, struct entry *entry, const char *text)
{
	_cleanup_free_ char *path = site_files_path(files, entry->id);
	size_t size = 0;
	_cleanup_free_ unsigned char *data = base64_decode(text, &size);
	int r = size == 0 ? -EINVAL : files->kind->check ? files->kind->check(data, size) : 0;

	entry->refused = r < 0;
	if (r == 0) {
		r = make_folder(files->folder);
		r = r < 0 ? r : text_write_file(path, data, size, 0600);
		entry->here = r == 0;
		files->error = r;
	}
	if (r < 0) {
		log_warning(FAULT_DEVICE, "%s %s is not kept: %s", files->kind->name, entry->id,
			strerror(-r));
	}
}

static void on_file(int status, json_t *body, void *userdata)
{
	struct site_files *files = userdata;
	struct entry *entry = find(files, files->asked);
	bool failed = status < 0 || status >= 500;

	*files->asked = '\0';
	if (entry && status == 200) {
		keep(files, entry, json_get_text(body, files->kind->member));
		failed = !entry->here && !entry->refused;
	} else if (entry && !failed) {
		entry->refused = true;
	}
	wait_ms(files, failed ? files->kind->again_ms : 0);
	files->changed(entry && entry->here, files->userdata);
}

bool site_files_ask(struct site_files *files, struct client *client)
{
	_cleanup_free_ char *path = NULL;
	size_t i = 0;

	while (i < files->n && (files->entries[i].here || files->entries[i].refused)) {
		i++;
	}
	if (i < files->n && client && !files->waits) {
		path = text_printf("%s%s", files->kind->path, files->entries[i].id);
		if (client_send(client, "GET", path, NULL, 0, on_file, files, NULL) >= 0) {
			text_copy_cut(files->asked, sizeof(files->asked), files->entries[i].id);
		}
		wait_ms(files, *files->asked ? ASKED_MS : files->kind->again_ms);
	}
	return !*files->asked;
}

/* ---- files that are here ---- */

bool site_files_has(const struct site_files *files, const char *id)
{
	const struct entry *entry = find(files, id);

	return entry && entry->here;
}

void site_files_drop(struct site_files *files, const char *id)
{
	struct entry *entry = find(files, id);
	_cleanup_free_ char *path = site_files_path(files, id);

	if (entry) {
		entry->here = false;
		(void)unlink(path);
	}
}

int site_files_error(const struct site_files *files)
{
	return files->error;
}

int site_files_open(sd_event *event, const char *folder, const struct site_files_kind *kind,
	void (*changed)(bool came, void *userdata), void *userdata, struct site_files **ret)
{
	struct site_files *files = memory_new(1, sizeof(*files));
	int r = sd_event_add_time(
		event, &files->timer, CLOCK_MONOTONIC, UINT64_MAX, 0, on_timer, files);

	files->folder = text_dup(folder);
	files->kind = kind;
	files->changed = changed;
	files->userdata = userdata;
	if (r >= 0) {
		r = sd_event_source_set_enabled(files->timer, SD_EVENT_OFF);
	}
	if (r < 0) {
		site_files_close(files);
		return r;
	}
	*ret = files;
	return 0;
}

void site_files_close(struct site_files *files)
{
	if (files) {
		files->timer = sd_event_source_disable_unref(files->timer);
		free(files->entries);
		free(files->folder);
		free(files);
	}
}
