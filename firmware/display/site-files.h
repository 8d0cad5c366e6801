/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of one kind that the site names by a hash, such as pictures and clips, on this board: asks
 * the hub for those that are not here, one after the other, and keeps them in a folder, so that a
 * board that starts without its hub has them. What the site does not name is deleted, and so is
 * what a write left that was cut off; the folder is this program's alone.
 *
 * Runs in the owner's event loop and thread. Blocks on the disk when other files are named and when
 * one has come, at most some milliseconds for each.
 */
#pragma once

#include <systemd/sd-event.h>

#include "client/client.h"

enum {
	SITE_FILES_ID = 32, /* hexadecimal digits of a hash */
	SITE_FILES_AGAIN_MS = 10000,
};

struct site_files_kind {
	const char *name; /* of one, in the log */
	const char *ending; /* ".png" */
	const char *path; /* at the hub, before the id */
	const char *member; /* of the hub's answer: the file in base64 */
	/* NULL: any bytes are one. −errno: these are none, and are not kept. */
	int (*check)(const unsigned char *data, size_t size);
	int again_ms; /* until what failed is tried again */
};

struct site_files;

/* The folder of a device's files, layso-NAME in $XDG_CACHE_HOME or its default; heap. Kinds of
 * other endings may share it. */
char *site_files_folder(const char *name);

/* Does not touch the folder, which is made when files are named. changed is called from
 * the loop when a file has come, or could not: the owner asks again. kind is borrowed. −errno of
 * the loop. */
int site_files_open(sd_event *event, const char *folder, const struct site_files_kind *kind,
	void (*changed)(bool came, void *userdata), void *userdata,
	struct site_files **ret) _warn_unused_;
/* Not while the client of site_files_ask may still call. Accepts NULL. */
void site_files_close(struct site_files *files);

/* These are named from now on, and no others; what is no hash is left out. Sweeps the folder. */
void site_files_name(struct site_files *files, const char *const *ids, size_t n);

/* Asks for the next file that is not here; client is NULL before there is one, and calls back.
 * true: nothing is under way, for all are here, or the hub or the disk does not give the rest. */
bool site_files_ask(struct site_files *files, struct client *client);

bool site_files_has(const struct site_files *files, const char *id);
/* Where a file is when it is here; heap. */
char *site_files_path(const struct site_files *files, const char *id);
/* A file that is here cannot be read: deletes it, so that it is asked for. */
void site_files_drop(struct site_files *files, const char *id);

/* 0, or the disk's −errno, for which a file is not kept or not deleted. */
int site_files_error(const struct site_files *files);
