/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts past years into archives (queue/archive.h) while the hub runs: some time after the start,
 * after each service day and once a day in any case. A separate thread makes the file; the writer
 * records it and deletes the archived events from the log when no job waits. Every function is
 * called from the loop's thread and does not block, except archiver_free, which waits for a file
 * that is being made.
 */
#pragma once

#include "hub/hub.h"

struct archiver;

int archiver_new(struct hub *hub, struct archiver **ret) _warn_unused_;
void archiver_free(struct archiver *archiver);
/* A year may be due: a day has closed, or the settings are others. */
void archiver_look(struct archiver *archiver);

/* What came of the last look, and of the writer's part. */
struct archiver_state {
	const char *word; /* "ok", "full" (the disk has no room for the file), "failed" */
	bool trouble;
};
void archiver_get_state(const struct archiver *archiver, struct archiver_state *ret);
