/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/backups.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/archive.h"
#include "queue/store-internal.h"

#define PARTIAL "layso-unfinished.db"
#define NO_DAY "0000-00-00"
enum { MONTH_LENGTH = 7 }; /* "2026-11" */

void backup_name(const struct backup_file *file, char ret[BACKUP_NAME_SIZE])
{
	(void)snprintf(ret, BACKUP_NAME_SIZE, "layso-%06d-%s-%s-%012lld.db", file->number,
		*file->day ? file->day : NO_DAY, file->epoch, (long long)file->seq);
}

int backup_parse(const char *name, struct backup_file *ret)
{
	struct backup_file file = {0};
	char again[BACKUP_NAME_SIZE];
	long long seq = 0;

	if (sscanf(name, "layso-%6d-%10[0-9-]-%16[0-9a-f]-%12lld.db", &file.number, file.day,
		    file.epoch, &seq) != 4 ||
		file.number <= 0) {
		return -EINVAL;
	}
	file.seq = seq;
	backup_name(&file, again);
	if (strcmp(again, name) != 0 || strlen(file.day) != DAY_LENGTH ||
		strlen(file.epoch) != EPOCH_LENGTH) {
		return -EINVAL;
	}
	*ret = file;
	return 0;
}

/* Whether a file is the last of its day (or month, by length) and fewer than keep later days (or
 * months) have a file. */
static bool is_kept(const struct backups *backups, int at, size_t length, int keep)
{
	const char *period = backups->file[at].day;
	int later = 0;

	for (int i = at + 1; i < backups->n; i++) {
		const char *other = backups->file[i].day;
		bool counted = false;

		if (strncmp(other, period, length) == 0) {
			return false;
		}
		for (int j = at + 1; j < i && !counted; j++) {
			counted = strncmp(backups->file[j].day, other, length) == 0;
		}
		later += !counted;
	}
	return later < keep;
}

bool backups_is_last_trace(const struct backups *backups, int at)
{
	for (int i = at + 1; i < backups->n; i++) {
		if (strcmp(backups->file[i].epoch, backups->file[at].epoch) == 0) {
			return false;
		}
	}
	return true;
}

int backups_first_to_go(const struct backups *backups, int least)
{
	for (int i = 0; i < backups->n - least; i++) {
		if (!backups_is_last_trace(backups, i)) {
			return i;
		}
	}
	return -1;
}

int backups_spare(const struct backups *backups, int keep_days, int keep_months)
{
	for (int i = 0; i < backups->n; i++) {
		if (!backups_is_last_trace(backups, i) &&
			!is_kept(backups, i, DAY_LENGTH, keep_days) &&
			!is_kept(backups, i, MONTH_LENGTH, keep_months)) {
			return i;
		}
	}
	return -1;
}

static int by_number(const void *a, const void *b)
{
	const struct backup_file *x = a;
	const struct backup_file *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static int read_folder(const char *folder, struct backups *ret)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	ret->n = 0;
	if (!dir) {
		return -errno;
	}
	while (ret->n < BACKUPS_MAX && (entry = readdir(dir))) {
		if (backup_parse(entry->d_name, &ret->file[ret->n]) == 0) {
			ret->n++;
		}
	}
	(void)closedir(dir);
	qsort(ret->file, (size_t)ret->n, sizeof(*ret->file), by_number);
	return 0;
}

/* Where a USB stick should be mounted, an empty folder remains without it, on the board's own disk
 * or on a tmpfs: that must not count as the medium. */
static int check_medium(const struct backups_wish *wish)
{
	struct stat folder;
	struct stat data;
	struct stat root;
	struct statfs kind;

	if (stat(wish->folder, &folder) < 0 || statfs(wish->folder, &kind) < 0) {
		return errno == ENOENT || errno == ENOTDIR ? -ENODEV : -errno;
	}
	if (stat(wish->data, &data) < 0 || stat("/", &root) < 0) {
		return -errno;
	}
	if (!S_ISDIR(folder.st_mode) || (kind.f_type == TMPFS_MAGIC && !wish->memory_ok)) {
		return -ENODEV;
	}
	if ((folder.st_dev == data.st_dev || folder.st_dev == root.st_dev) && !wish->same_disk_ok) {
		return -ENODEV;
	}
	return 0;
}

static int remove_file(const char *folder, struct backups *backups, int at)
{
	char name[BACKUP_NAME_SIZE];
	_cleanup_free_ char *path = NULL;

	backup_name(&backups->file[at], name);
	path = text_printf("%s/%s", folder, name);
	if (unlink(path) < 0 && errno != ENOENT) {
		log_error(FAULT_DEVICE, "cannot remove the backup %s: %s", path, strerror(errno));
		return -errno;
	}
	log_notice("removed the backup %s", name);
	backups->n--;
	memmove(&backups->file[at], &backups->file[at + 1],
		(size_t)(backups->n - at) * sizeof(*backups->file));
	return 0;
}

static int read_back(const char *path, struct store_facts *ret)
{
	int r = store_forget_cached(path);

	return r < 0 ? r : store_check_file(path, ret);
}

/* Removes the oldest backup that may go, to make room. −ENOSPC: none may go. */
static int give_way(const char *folder, struct backups *backups)
{
	int at = backups_first_to_go(backups, BACKUPS_LEAST);

	return at < 0 ? -ENOSPC : remove_file(folder, backups, at);
}

static int write_next(struct store *store, const struct backups_wish *wish, struct backups *backups,
	struct backup_file *next)
{
	_cleanup_free_ char *partial = text_printf("%s/" PARTIAL, wish->folder);
	_cleanup_free_ char *path = NULL;
	char name[BACKUP_NAME_SIZE];
	struct store_facts facts;
	int r;

	r = store_backup(store, partial, wish->stop, &facts);
	while (r == -ENOSPC) {
		r = give_way(wish->folder, backups);
		if (r < 0) {
			break;
		}
		r = store_backup(store, partial, wish->stop, &facts);
	}
	if (r == 0) {
		r = read_back(partial, &facts);
	}
	if (r < 0) {
		(void)unlink(partial);
		return r;
	}
	next->seq = facts.seq;
	backup_name(next, name);
	path = text_printf("%s/%s", wish->folder, name);
	if (rename(partial, path) < 0) {
		return -errno;
	}
	r = store_sync_file(wish->folder);
	if (r == 0) {
		backups->file[backups->n++] = *next;
		log_notice("a backup up to event %lld is in %s", (long long)facts.seq, path);
	}
	return r;
}

/* How many service days have closed after an event. */
static int closed_since(struct store *store, int64_t seq, int *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT count(*) FROM day WHERE closed_seq > ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, seq);
	r = store_next(store, select, "the closed days");
	*ret = r > 0 ? sqlite3_column_int(select, 0) : 0;
	return MIN_OF(r, 0);
}

static int newest_day(struct store *store, char ret[DAY_LENGTH + 1])
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(
		store, "SELECT day FROM day ORDER BY opened_seq DESC LIMIT 1", &select);

	if (r < 0) {
		return r;
	}
	r = store_next(store, select, "the newest day");
	text_copy_cut(
		ret, DAY_LENGTH + 1, r > 0 ? (const char *)sqlite3_column_text(select, 0) : NO_DAY);
	return MIN_OF(r, 0);
}

/* The wall time of a backup's last event, if its clock was trusted; 0: not known. */
static int64_t time_of(struct store *store, const struct backup_file *file, const char *epoch)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;

	if (strcmp(file->epoch, epoch) != 0 ||
		store_prepare(store, "SELECT wall_ms FROM event WHERE seq = ?1 AND trusted",
			&select) < 0) {
		return 0;
	}
	(void)sqlite3_bind_int64(select, 1, file->seq);
	return store_next(store, select, "the last event of a backup") > 0
		? sqlite3_column_int64(select, 0)
		: 0;
}

/* Fills in the name of the next backup, except what is only known once it is written, and says
 * whether one is due. */
static int plan(struct store *store, const struct backups *backups, struct backup_file *next,
	int *ret_behind, bool *ret_due)
{
	const struct backup_file *same = NULL;
	int r = store_epoch(store, next->epoch);

	if (r == 0) {
		r = newest_day(store, next->day);
	}
	next->number = backups->n > 0 ? backups->file[backups->n - 1].number + 1 : 1;
	for (int i = 0; i < backups->n; i++) {
		if (strcmp(backups->file[i].epoch, next->epoch) == 0) {
			same = &backups->file[i];
		}
	}
	if (r == 0) {
		r = closed_since(store, same ? same->seq : 0, ret_behind);
	}
	*ret_due = !same || *ret_behind > 0;
	return r;
}

/* Archives are copied as separate files, into a folder beside the backups that rotation never
 * removes from. Without a medium they are only counted. */
static int keep_archives(struct store *store, const struct backups_wish *wish, bool there,
	struct backups *backups, struct backups_done *ret)
{
	_cleanup_free_ char *own = text_printf("%s/" ARCHIVE_FOLDER, wish->data);
	_cleanup_free_ char *copies = text_printf("%s/" ARCHIVE_FOLDER, wish->folder);
	const char *const from[] = {there ? own : NULL, NULL};
	const struct archive_wish archives = {.to = copies, .from = from, .stop = wish->stop};
	int r;

	do {
		_cleanup_(archive_held_done) struct archive_held held = {0};

		r = archive_copy(store, &archives, &held);
		ret->archives_missing = held.missing;
	} while (r == -ENOSPC && there && give_way(wish->folder, backups) == 0);
	return r;
}

int backups_tend(struct store *store, const struct backups_wish *wish, struct backups_done *ret)
{
	_cleanup_free_ struct backups *backups = memory_new(1, sizeof(*backups));
	_cleanup_free_ char *partial = text_printf("%s/" PARTIAL, wish->folder);
	struct backup_file next = {0};
	bool due = false;
	int r;

	*ret = (struct backups_done){0};
	backups->n = 0;
	r = check_medium(wish);
	if (r == 0) {
		(void)unlink(partial); /* left by a hub that was killed, or on a medium that was
					  pulled out */
		r = read_folder(wish->folder, backups);
	}
	if (backups->n > 0) {
		ret->newest = backups->file[backups->n - 1];
	}
	if (r == 0 || r == -ENODEV) {
		int known = plan(store, backups, &next, &ret->days_behind, &due);

		r = r < 0 ? r : known;
	}
	if (r == 0 && (due || wish->now)) {
		r = write_next(store, wish, backups, &next);
		ret->made = r == 0;
	}
	while (r == 0) {
		int spare = backups_spare(backups, wish->keep_days, wish->keep_months);

		if (spare < 0) {
			break;
		}
		r = remove_file(wish->folder, backups, spare);
	}
	if (r != -ECANCELED) {
		int kept = keep_archives(store, wish, r == 0, backups, ret);

		r = r < 0 ? r : kept;
	}
	ret->n = backups->n;
	if (ret->made) {
		ret->newest = next;
		ret->days_behind = 0;
	}
	ret->newest_wall_ms = time_of(store, &ret->newest, next.epoch);
	return r;
}

int backups_newest(const char *folder, char **ret)
{
	_cleanup_free_ struct backups *backups = memory_new(1, sizeof(*backups));
	char name[BACKUP_NAME_SIZE];
	int r = read_folder(folder, backups);

	if (r < 0 || backups->n == 0) {
		return r < 0 ? r : -ENOENT;
	}
	backup_name(&backups->file[backups->n - 1], name);
	*ret = text_printf("%s/%s", folder, name);
	return 0;
}
