/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/backups.h"
#include "queue/store-internal.h"

enum { DEPTH = 2 }; /* how deep folders of ours are nested */

static pthread_mutex_t removing = PTHREAD_MUTEX_INITIALIZER;

/* The files that belong to a database's file, in the order in which they are removed after it: a
 * copy without its log would look whole. */
static const char *const companions[] = {"-journal", "-wal", "-shm"};

static const char *const copy_words[] = {FILES_DAMAGED, FILES_RESTORED};

static const struct {
	const char *name; /* a '*' at its end stands for any text */
	enum file_kind kind;
	bool folder;
} known[] = {
	{STORE_FILE, FILE_DATABASE, false},
	{"lock", FILE_OWN, false},
	{STORE_SUSPECT, FILE_OWN, false},
	{STORE_REBUILT "*", FILE_OWN, false},
	{"tls-*", FILE_OWN, false},
	{"search-misses.json", FILE_OWN, false},
	{"lookup-counts.json", FILE_OWN, false},
	{"lookup-counts.json.*", FILE_UNFINISHED, false},
	{"wrong-reports.json", FILE_OWN, false},
	{"wrong-reports.json.*", FILE_UNFINISHED, false},
	{"search-misses.json.*", FILE_UNFINISHED, false},
	{STORE_PARTIAL, FILE_UNFINISHED, false},
	{FILES_REPLACING, FILE_UNFINISHED, true},
	{"restoring", FILE_UNFINISHED, true}, /* used by the first versions of layso */
	{STORE_DRILL, FILE_UNFINISHED, true},
	{"archive", FILE_ARCHIVE, true},
	{"reports", FILE_OWN, true},
};

/* Files that layso makes in its own folders besides databases. */
static const char *const inside[] = {"lock", "ready", "ready.new", "grafted.db*", STORE_SUSPECT};

const char *files_kind_name(enum file_kind kind)
{
	static const char *const names[FILE_KINDS] = {
		[FILE_DATABASE] = "database",
		[FILE_OWN] = "own",
		[FILE_COPY] = "copy",
		[FILE_UNFINISHED] = "unfinished",
		[FILE_ARCHIVE] = "archive",
		[FILE_UNKNOWN] = "unknown",
	};

	return names[kind];
}

const char *files_why_name(enum file_why why)
{
	static const char *const names[FILE_WHYS] = {
		[FILE_IN_FORCE] = "in_force",
		[FILE_LAST_TRACE] = "last_trace",
		[FILE_WITHIN_LIMITS] = "within_limits",
		[FILE_AT_WORK] = "at_work",
		[FILE_NOT_OURS] = "not_ours",
	};

	return names[why];
}

/* ---- names ---- */

static bool fits(const char *name, const char *pattern)
{
	size_t size = strlen(pattern);

	return pattern[size - 1] == '*' ? strncmp(name, pattern, size - 1) == 0
					: strcmp(name, pattern) == 0;
}

/* "layso.db.damaged-12" */
static bool parse_copy(const char *name, struct file_entry *entry)
{
	for (size_t i = 0; i < ELEMENTS(copy_words); i++) {
		_cleanup_free_ char *prefix = text_printf(STORE_FILE ".%s-", copy_words[i]);
		size_t size = strlen(prefix);
		int64_t number;

		if (strncmp(name, prefix, size) == 0 && name[size] != '0' &&
			text_parse_int(name + size, 1, INT32_MAX - 1, &number) == 0) {
			entry->word = copy_words[i];
			entry->number = (int)number;
			return true;
		}
	}
	return false;
}

static enum file_kind kind_of(const char *name, bool folder, struct file_entry *entry)
{
	if (!folder && parse_copy(name, entry)) {
		return FILE_COPY;
	}
	for (size_t i = 0; i < ELEMENTS(known); i++) {
		if (known[i].folder == folder && fits(name, known[i].name)) {
			return known[i].kind;
		}
	}
	return FILE_UNKNOWN;
}

/* Cuts "-wal" and the like off, when that leaves the name of a database or of a copy or unfinished
 * file. */
static bool cut_companion(char *name)
{
	struct file_entry entry = {0};

	for (size_t i = 0; i < ELEMENTS(companions); i++) {
		size_t size = strlen(companions[i]);
		char *end = name + strlen(name) - MIN_OF(size, strlen(name));
		enum file_kind kind;

		if (strcmp(end, companions[i]) != 0) {
			continue;
		}
		*end = '\0';
		kind = kind_of(name, false, &entry);
		if (kind == FILE_DATABASE || kind == FILE_COPY || kind == FILE_UNFINISHED) {
			return true;
		}
		*end = '-';
	}
	return false;
}

void files_add(struct files *files, const char *name, bool folder, int64_t bytes, int64_t written_s)
{
	struct file_entry *entry = NULL;
	char whole[FILE_NAME_MAX + 1];
	bool companion;

	text_copy_cut(whole, sizeof(whole), name);
	companion = !folder && cut_companion(whole);
	for (int i = 0; i < files->n && !entry; i++) {
		entry = strcmp(files->entry[i].name, whole) == 0 ? &files->entry[i] : NULL;
	}
	if (!entry && files->n == FILES_MAX) {
		return;
	}
	if (!entry) {
		entry = &files->entry[files->n++];
		*entry = (struct file_entry){.alone = companion, .folder = folder};
		memcpy(entry->name, whole, sizeof(whole));
		entry->kind = kind_of(whole, folder, entry);
	}
	entry->bytes += bytes;
	entry->written_s = MAX_OF(entry->written_s, written_s);
	entry->alone = entry->alone && companion;
}

/* ---- the rule ---- */

static int by_age(const void *a, const void *b)
{
	const struct file_entry *x = a;
	const struct file_entry *y = b;

	if (x->kind != y->kind) {
		return (x->kind > y->kind) - (x->kind < y->kind);
	}
	if (x->number != y->number) {
		return (x->number > y->number) - (x->number < y->number);
	}
	return strcmp(x->name, y->name);
}

static enum file_why first_why(const struct file_entry *entry)
{
	switch (entry->kind) {
	case FILE_DATABASE:
	case FILE_OWN:
	case FILE_ARCHIVE:
		return FILE_IN_FORCE;
	case FILE_COPY:
		/* alone: left over when a removal was killed. */
		return entry->alone ? FILE_GOES : FILE_WITHIN_LIMITS;
	case FILE_UNFINISHED:
		return entry->why == FILE_AT_WORK ? FILE_AT_WORK : FILE_GOES;
	case FILE_UNKNOWN:
	case FILE_KINDS:
		break;
	}
	return FILE_NOT_OURS;
}

/* Lists the copies as backups, for the rule of backups.h: the word in the name stands for the
 * history. */
static void list_copies(const struct files *files, struct backups *ret, int at[FILES_MAX])
{
	ret->n = 0;
	for (int i = 0; i < files->n; i++) {
		const struct file_entry *entry = &files->entry[i];

		if (entry->kind == FILE_COPY && entry->why != FILE_GOES) {
			struct backup_file *file = &ret->file[ret->n];

			*file = (struct backup_file){.number = entry->number};
			text_copy_cut(file->epoch, sizeof(file->epoch), entry->word);
			at[ret->n++] = i;
		}
	}
}

void files_judge(struct files *files, const struct files_limits *limits)
{
	_cleanup_free_ struct backups *copies = memory_new(1, sizeof(*copies));
	int at[FILES_MAX];

	qsort(files->entry, (size_t)files->n, sizeof(*files->entry), by_age);
	for (int i = 0; i < files->n; i++) {
		files->entry[i].why = first_why(&files->entry[i]);
	}
	for (int spare = 0; spare >= 0;) {
		list_copies(files, copies, at);
		files->copies = copies->n;
		files->copy_bytes = 0;
		for (int i = 0; i < copies->n; i++) {
			files->copy_bytes += files->entry[at[i]].bytes;
		}
		files->over = files->copies > limits->copies || files->copy_bytes > limits->bytes;
		spare = files->over ? backups_first_to_go(copies, 0) : -1;
		if (spare >= 0) {
			files->entry[at[spare]].why = FILE_GOES;
		}
	}
	for (int i = 0; i < copies->n; i++) {
		if (backups_is_last_trace(copies, i)) {
			files->entry[at[i]].why = FILE_LAST_TRACE;
		}
	}
}

/* ---- the folder ---- */

static int64_t bytes_below(int parent, const char *name, int depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int64_t bytes = 0;

	while (dir && (entry = readdir(dir))) {
		struct stat st;

		if (entry->d_name[0] == '.' ||
			fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
			continue;
		}
		if (S_ISREG(st.st_mode)) {
			bytes += st.st_size;
		} else if (S_ISDIR(st.st_mode) && depth > 1) {
			bytes += bytes_below(fd, entry->d_name, depth - 1);
		}
	}
	if (dir) {
		(void)closedir(dir);
	}
	return bytes;
}

/* The process that writes an unfinished file holds its lock. −EBUSY: it is being written; else
 * *ret_fd holds the lock now. */
static int hold(int parent, const char *name, int *ret_fd)
{
	_cleanup_close_ int fd =
		openat(parent, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0) {
		return -errno;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}

static void look_for_work(int fd, struct files *files)
{
	for (int i = 0; i < files->n; i++) {
		struct file_entry *entry = &files->entry[i];
		_cleanup_close_ int held = -1;

		if (entry->kind == FILE_UNFINISHED && hold(fd, entry->name, &held) == -EBUSY) {
			entry->why = FILE_AT_WORK;
		}
	}
}

static int read_names(const char *dir, struct files *ret)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *names = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	*ret = (struct files){0};
	if (!names) {
		return -errno;
	}
	while ((entry = readdir(names))) {
		struct stat st;
		struct file_entry unused = {0};
		bool folder;
		int64_t bytes;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
			fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
			continue;
		}
		folder = !S_ISREG(st.st_mode);
		bytes = folder ? 0 : st.st_size;
		if (S_ISDIR(st.st_mode) && kind_of(entry->d_name, true, &unused) != FILE_UNKNOWN) {
			bytes = bytes_below(fd, entry->d_name, DEPTH);
		}
		files_add(ret, entry->d_name, folder, bytes, st.st_mtim.tv_sec);
	}
	look_for_work(fd, ret);
	(void)closedir(names);
	return 0;
}

int files_read(const char *dir, const struct files_limits *limits, struct files *ret)
{
	int r = read_names(dir, ret);

	if (r == 0) {
		files_judge(ret, limits);
	}
	return r;
}

int files_next_number(const char *dir)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));
	int number = 0;

	if (read_names(dir, files) == 0) {
		for (int i = 0; i < files->n; i++) {
			number = MAX_OF(number, files->entry[i].number);
		}
	}
	return number + 1;
}

/* ---- removal ---- */

static bool is_inside(const char *name)
{
	if (strncmp(name, STORE_FILE, strlen(STORE_FILE)) == 0) {
		return true;
	}
	for (size_t i = 0; i < ELEMENTS(inside); i++) {
		if (fits(name, inside[i])) {
			return true;
		}
	}
	return false;
}

static int remove_name(const char *dir, const char *name, const char *tail)
{
	_cleanup_free_ char *path = text_printf("%s/%s%s", dir, name, tail);

	return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
}

/* Removes layso's files from one of its folders, and then the folder. −ENOTEMPTY when other files
 * remain. */
static int remove_folder(const char *dir, const char *name, int depth)
{
	_cleanup_free_ char *path = text_printf("%s/%s", dir, name);
	DIR *names = opendir(path);
	const struct dirent *entry;

	if (!names) {
		return -errno;
	}
	while ((entry = readdir(names))) {
		if (is_inside(entry->d_name)) {
			(void)remove_name(path, entry->d_name, "");
		} else if (depth > 1 && strcmp(entry->d_name, FILES_REPLACING) == 0) {
			(void)remove_folder(path, entry->d_name, depth - 1);
		}
	}
	(void)closedir(names);
	return rmdir(path) < 0 ? -errno : 0;
}

static int remove_entry(const char *dir, const struct file_entry *entry)
{
	_cleanup_close_ int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int held = -1;
	int r = fd < 0 ? -errno : 0;

	if (r == 0 && entry->kind == FILE_UNFINISHED && !entry->alone) {
		r = hold(fd, entry->name, &held);
	}
	if (r == 0 && entry->folder) {
		r = remove_folder(dir, entry->name, DEPTH);
	} else if (r == 0) {
		r = remove_name(dir, entry->name, "");
		for (size_t i = 0; r == 0 && i < ELEMENTS(companions); i++) {
			r = remove_name(dir, entry->name, companions[i]);
		}
	}
	return r == 0 && fsync(fd) < 0 ? -errno : r;
}

static int remove_one(const char *dir, const struct file_entry *entry)
{
	int r = remove_entry(dir, entry);

	if (r == -EBUSY || r == -ENOENT) {
		return 0; /* in use by now, or already gone */
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot remove %s/%s: %s", dir, entry->name, strerror(-r));
		return r;
	}
	log_notice("removed %s/%s (%s, %lld bytes)", dir, entry->name, files_kind_name(entry->kind),
		(long long)entry->bytes);
	return 0;
}

int files_clean(const char *dir, const struct files_limits *limits, struct files *ret)
{
	int kept = 0;
	int first = 0;
	int r;

	(void)pthread_mutex_lock(&removing);
	r = files_read(dir, limits, ret);
	for (int i = 0; r == 0 && i < ret->n; i++) {
		int failed = ret->entry[i].why == FILE_GOES ? remove_one(dir, &ret->entry[i]) : 0;

		if (ret->entry[i].why != FILE_GOES || failed < 0) {
			ret->entry[kept++] = ret->entry[i];
		}
		first = first < 0 ? first : failed;
	}
	(void)pthread_mutex_unlock(&removing);
	if (r == 0) {
		ret->n = kept;
	}
	return r < 0 ? r : first;
}

void files_remove_drill(const char *dir)
{
	const struct file_entry drill = {
		.name = STORE_DRILL, .kind = FILE_UNFINISHED, .folder = true};

	(void)remove_entry(dir, &drill);
}

/* No limits apply here: a copy may be removed unless it is the last one of its kind. */
static int find_removable(const struct files *files, const char *name)
{
	const struct file_entry *found = NULL;

	for (int i = 0; i < files->n && !found; i++) {
		found = strcmp(files->entry[i].name, name) == 0 ? &files->entry[i] : NULL;
	}
	if (!found) {
		return -ENOENT;
	}
	if (found->kind != FILE_COPY) {
		return -EPERM;
	}
	for (int i = 0; i < files->n; i++) {
		const struct file_entry *other = &files->entry[i];

		if (other != found && other->kind == FILE_COPY && !other->alone &&
			other->word == found->word) {
			return (int)(found - files->entry);
		}
	}
	return -EBUSY;
}

int files_remove(const char *dir, const char *name)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));
	int r;

	(void)pthread_mutex_lock(&removing);
	r = read_names(dir, files);
	if (r == 0) {
		r = find_removable(files, name);
	}
	if (r >= 0) {
		r = remove_one(dir, &files->entry[r]);
	}
	(void)pthread_mutex_unlock(&removing);
	return r;
}
