/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small JSON file beside the database for counts that are neither in the log nor in backups. It
 * is read once, at the start; one that is missing, too long or damaged begins anew, which is logged
 * but for the first. It is written in the hub's worker: at once after a change, then at most every
 * KEPT_S seconds, and at the end. A kill leaves the former file or the new one. Functions are
 * called from the loop's thread.
 */
#pragma once

#include <jansson.h>

#include "hub/hub.h"

enum { KEPT_S = 30 };

struct kept_file;

/* name: in the folder of the database; queue/files.c has it, too. make: what the file is to hold,
 * called from the loop's thread. Blocks on the disk. *ret_content: the file's, the caller's; NULL
 * to begin anew. */
int kept_file_new(struct hub *hub, const char *name, json_t *(*make)(void *userdata),
	void *userdata, struct kept_file **ret, json_t **ret_content) _warn_unused_;
/* What make gives has changed. */
void kept_file_changed(struct kept_file *file);
/* Behind worker_stop(hub->worker). Writes what is not written yet: blocks on the disk. */
void kept_file_free(struct kept_file *file);
