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
	bool changed; /* since what was written last, or is being written */
	bool failed; /* the last write, so that the next one is not logged again */
	int64_t next_ms; /* monotonic: not written before */
	sd_event_source *timer; /* on while it waits for that */
	struct worker_task task;
	void *share; /* of the content, which is being written; NULL nothing */
};

static json_t *read_content(const char *path)
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
	if (file->share && file->kind->done) {
		file->kind->done(file->share);
	}
	free(file->share);
	file->share = NULL;
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

int kept_file_new(struct hub *hub, const struct kept_kind *kind, struct kept_file **ret)
{
	struct kept_file *file = memory_new(1, sizeof(*file));
	json_t *content;
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
	content = read_content(file->path);
	kind->from_json(file->content, content);
	json_decref(content);
	*ret = file;
	return 0;
}

void *kept_file_content(struct kept_file *file)
{
	return file->content;
}

void kept_file_changed(struct kept_file *file)
{
	bool waits = file->changed || file->share;

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
	if (file->changed) {
		take_share(file);
		r = write_share(NULL, file);
		if (r < 0) {
			log_error(
				FAULT_DEVICE, "%s cannot be written: %s", file->path, strerror(-r));
		}
	}
	drop_share(file);
	if (file->kind->done) {
		file->kind->done(file->content);
	}
	free(file->content);
	free(file->path);
	free(file);
}
