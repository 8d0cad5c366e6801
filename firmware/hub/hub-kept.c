/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-kept.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-worker.h"

enum { KEPT_BYTES = 8 * 1024 * 1024 };

struct kept_file {
	struct hub *hub;
	const struct kept_kind *kind;
	char *path;
	void *content;
	void *read; /* what the worker reads of the file; NULL: content has it */
	bool changed; /* since what was written last, or is being written */
	bool failed; /* the last write, so that the next one is not logged again */
	int64_t next_ms; /* monotonic: not written before */
	sd_event_source *timer; /* on while it waits for that */
	struct worker_task task;
	void *share; /* of the content, which is being written; NULL nothing */
};

static json_t *read_json(const char *path)
{
	_cleanup_free_ char *text = NULL;
	json_error_t error;
	json_t *content;
	size_t size;
	int r = text_read_file(path, KEPT_BYTES, &text, &size);

	if (r < 0) {
		if (r != -ENOENT) {
			log_warning(FAULT_DEVICE, "%s begins anew; it cannot be read: %s", path,
				strerror(-r));
		}
		return NULL;
	}
	content = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
	if (!content) {
		log_warning(FAULT_DEVICE, "%s begins anew; it is damaged: line %d: %s", path,
			error.line, error.text);
	}
	return content;
}

static void read_content(const struct kept_file *file, void *content)
{
	json_t *json = read_json(file->path);

	file->kind->from_json(content, json);
	json_decref(json);
}

static void free_content(const struct kept_file *file, void *content)
{
	if (content && file->kind->done) {
		file->kind->done(content);
	}
	free(content);
}

static void take_share(struct kept_file *file)
{
	file->share = memory_new(1, file->kind->size);
	if (file->kind->share) {
		file->kind->share(file->content, file->share);
	} else {
		memcpy(file->share, file->content, file->kind->size);
	}
	file->changed = false;
}

static void drop_share(struct kept_file *file)
{
	free_content(file, TAKE_PTR(file->share));
}

static int write_share(struct store *store, void *userdata)
{
	const struct kept_file *file = userdata;
	json_t *content = file->kind->to_json(file->share);
	_cleanup_free_ char *text = json_dumps(content, JSON_COMPACT);

	(void)store;
	json_decref(content);
	return text ? text_write_file(file->path, text, strlen(text), 0600) : -ENOMEM;
}

static void wait_for_turn(struct kept_file *file)
{
	int r = sd_event_source_set_time(file->timer, (uint64_t)file->next_ms * 1000);

	if (r >= 0) {
		r = sd_event_source_set_enabled(file->timer, SD_EVENT_ONESHOT);
	}
	if (r < 0) {
		log_error(
			FAULT_OURS, "%s is written at the end alone: %s", file->path, strerror(-r));
	}
}

static void on_written(int result, void *userdata)
{
	struct kept_file *file = userdata;

	drop_share(file);
	if (result < 0) {
		file->changed = true;
		if (!file->failed) {
			log_error(FAULT_DEVICE, "%s cannot be written; it is tried again: %s",
				file->path, strerror(-result));
		}
	}
	file->failed = result < 0;
	if (file->changed && !file->hub->ending) {
		wait_for_turn(file);
	}
}

static void begin(struct kept_file *file)
{
	file->next_ms = clock_mono_ms() + KEPT_S * 1000;
	take_share(file);
	file->task =
		(struct worker_task){.work = write_share, .done = on_written, .userdata = file};
	if (worker_submit(file->hub->worker, &file->task) < 0) {
		drop_share(file);
		file->changed = true;
		wait_for_turn(file);
	}
}

static int on_turn(sd_event_source *source, uint64_t at_us, void *userdata)
{
	(void)source;
	(void)at_us;
	begin(userdata);
	return 0;
}

/* ---- reading behind the start ---- */

static int read_aside(struct store *store, void *userdata)
{
	struct kept_file *file = userdata;

	(void)store;
	read_content(file, file->read);
	return 0;
}

static void on_read(int result, void *userdata)
{
	struct kept_file *file = userdata;

	if (result < 0) { /* the worker did not come to it */
		read_content(file, file->read);
	}
	file->kind->add(file->read, file->content);
	free_content(file, file->content);
	file->content = TAKE_PTR(file->read);
	if (file->changed && !file->hub->ending) {
		begin(file);
	}
}

static void begin_reading(struct kept_file *file)
{
	int r;

	file->read = memory_new(1, file->kind->size);
	file->task = (struct worker_task){.work = read_aside, .done = on_read, .userdata = file};
	r = worker_submit(file->hub->worker, &file->task);
	if (r < 0) {
		on_read(r, file);
	}
}

/* ---- the whole ---- */

int kept_file_new(struct hub *hub, const struct kept_kind *kind, struct kept_file **ret)
{
	struct kept_file *file = memory_new(1, sizeof(*file));
	int r;

	file->hub = hub;
	file->kind = kind;
	file->path = text_printf("%s/%s", hub->settings->data, kind->name);
	file->content = memory_new(1, kind->size);
	r = sd_event_add_time(hub->event, &file->timer, CLOCK_MONOTONIC, 0, 0, on_turn, file);
	if (r >= 0) {
		r = sd_event_source_set_enabled(file->timer, SD_EVENT_OFF);
	}
	if (r < 0) {
		kept_file_free(file);
		return r;
	}
	if (kind->add) {
		begin_reading(file);
	} else {
		read_content(file, file->content);
	}
	*ret = file;
	return 0;
}

void *kept_file_content(struct kept_file *file)
{
	return file->content;
}

bool kept_file_is_read(const struct kept_file *file)
{
	return !file->read;
}

void kept_file_changed(struct kept_file *file)
{
	bool waits = file->changed || file->share || file->read;

	file->changed = true;
	if (waits || file->hub->ending) {
		return;
	}
	if (clock_mono_ms() < file->next_ms) {
		wait_for_turn(file);
	} else {
		begin(file);
	}
}

void kept_file_free(struct kept_file *file)
{
	int r;

	if (!file) {
		return;
	}
	sd_event_source_disable_unref(file->timer);
	drop_share(file);
	if (file->changed && !file->read) {
		take_share(file);
		r = write_share(NULL, file);
		if (r < 0) {
			log_error(
				FAULT_DEVICE, "%s cannot be written: %s", file->path, strerror(-r));
		}
	}
	drop_share(file);
	free_content(file, file->read);
	free_content(file, file->content);
	free(file->path);
	free(file);
}
