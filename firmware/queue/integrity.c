/* SPDX-License-Identifier: Apache-2.0 */
/* Checks every page, row and index of a database, and mends what can be mended. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/store-internal.h"

enum { INTERRUPT_STEPS = 20000 }; /* of SQLite's virtual machine, between checks of stop */

static int is_stopped(void *userdata)
{
	const atomic_bool *stop = userdata;

	return atomic_load(stop);
}

void store_stop_when(struct store *store, const atomic_bool *stop)
{
	sqlite3_progress_handler(store->db, stop ? INTERRUPT_STEPS : 0, stop ? is_stopped : NULL,
		(void *)(uintptr_t)stop);
}

/* Runs a pragma that returns "ok" or no row; otherwise *ret_said (heap) is what it returns. */
static int look(struct store *store, const char *pragma, char **ret_said)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *check = NULL;
	const char *said;
	int r = store_prepare(store, pragma, &check);

	if (r == 0) {
		r = store_next(store, check, pragma);
	}
	if (r <= 0) {
		return r;
	}
	said = (const char *)sqlite3_column_text(check, 0);
	if (said && strcmp(said, "ok") == 0) {
		return 0;
	}
	*ret_said = text_printf("%s: %s", pragma, said ? said : "?");
	return -EUCLEAN;
}

int store_look_through(struct store *store, const atomic_bool *stop, char **ret_said)
{
	_cleanup_free_ char *said = NULL;
	int r;

	store_stop_when(store, stop);
	r = look(store, "PRAGMA integrity_check(1)", &said);
	if (r == 0) {
		r = look(store, "PRAGMA foreign_key_check", &said);
	}
	store_stop_when(store, NULL);
	if (r < 0 && stop && atomic_load(stop)) {
		return -ECANCELED;
	}
	if (r == -EUCLEAN) {
		log_error(FAULT_DEVICE, "the database is damaged: %s", said ? said : "?");
	}
	if (r < 0 && ret_said) {
		*ret_said = TAKE_PTR(said);
	}
	return r;
}

int store_mend(struct store *store)
{
	int r = store_look_through(store, NULL, NULL);

	if (r == -EUCLEAN && store_exec(store, "REINDEX") == 0) {
		r = store_look_through(store, NULL, NULL);
		if (r == 0) {
			log_notice("the indexes were made anew; nothing was lost");
		}
	}
	return r;
}

bool store_is_suspect(const char *dir)
{
	_cleanup_free_ char *mark = text_printf("%s/" STORE_SUSPECT, dir);

	return access(mark, F_OK) == 0;
}

int store_mark_suspect(const char *dir)
{
	_cleanup_free_ char *mark = text_printf("%s/" STORE_SUSPECT, dir);
	_cleanup_close_ int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || fsync(fd) < 0) {
		return -errno;
	}
	return store_sync_file(dir);
}
