/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small JSON file beside the database for counts that are neither in the log nor in backups. It
 * is read once, at the start, or behind it in the hub's worker; one that is missing, too long or
 * damaged begins anew, which is logged but for the first. It is not written before it is read. Its
 * text is made and written in the hub's worker, of a share of the content:
 * at once after a change, then at most every KEPT_S seconds, and at the end. A kill leaves the
 * former file or the new one. Functions are called from the loop's thread.
 */
#pragma once

#include <jansson.h>

#include "hub/hub.h"

enum { KEPT_S = 30 };

/* What such a file holds. content begins as zeros. */
struct kept_kind {
	const char *name; /* in the folder of the database; queue/files.c has it, too */
	size_t size; /* of content */
	json_t *(*to_json)(const void *content);
	void (*from_json)(void *content, const json_t *json); /* NULL: to begin anew */
	void (*done)(void *content); /* NULL: it owns nothing */
	/* Makes *ret the content as it is now, for to_json in another thread while the content
	 * changes; then done. NULL: a copy of its bytes is that. */
	void (*share)(void *content, void *ret);
	/* Adds what was counted while the file was read. NULL: it is short, and the start waits. */
	void (*add)(void *content, const void *more);
};

struct kept_file;

/* kind must outlive it. Blocks on the disk, unless the kind has add. */
int kept_file_new(
	struct hub *hub, const struct kept_kind *kind, struct kept_file **ret) _warn_unused_;
/* Until the file is read, what was counted since the start; valid until the loop goes on. */
void *kept_file_content(struct kept_file *file);
/* Once the hub's worker is done with any task that it got later, the file is read. */
bool kept_file_is_read(const struct kept_file *file);
/* The content has changed. */
void kept_file_changed(struct kept_file *file);
/* Behind worker_stop(hub->worker). Writes what is not written yet: blocks on the disk. */
void kept_file_free(struct kept_file *file);
