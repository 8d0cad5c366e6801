/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loaded before libc (LD_PRELOAD) into a program under test: counts what it does to the files below
 * one folder, lets the n-th of a kind fail, and records all of it. Sanitizers do not go with it: it
 * is for the release build.
 *
 *   LAYSO_FAULT_FOLDER    the folder, absolute; without it the shim does nothing
 *   LAYSO_FAULT_CONTROL   a file with a struct fault_control, mapped by the program and by the test
 *                         at once, so that the test arms a running program (tests/testlib/shim.py)
 *   LAYSO_FAULT_RECORD    a file to which each change is appended as a struct fault_record with its
 *                         names and data, in order, before the call returns
 *
 * SQLite's shared memory is no file to it: nothing in it outlives the power.
 */
/* Both calls of each pair below are ours: open is not to be another name of open64. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"

enum op {
	OP_OPEN,
	OP_READ,
	OP_WRITE,
	OP_SYNC,
	OP_RENAME,
	OP_UNLINK,
	OP_TRUNCATE,
	OP_LINK,
	OP_MKDIR,
	OPS
};

enum action {
	ACTION_NONE,
	ACTION_KILL, /* before the call */
	ACTION_KILL_AFTER,
	ACTION_KILL_TORN, /* half of a write is done */
	ACTION_ERROR,
	ACTION_SHORT, /* half of a read or write is done, and said so */
	ACTION_DELAY, /* then the call is done */
};

enum { MAGIC = 0x3146534c, SUFFIX_BYTES = 64, SLICE_MS = 10 };

/* The test writes the first part, this program the second. */
struct fault_control {
	uint32_t magic;
	_Atomic uint32_t armed; /* one bit an op */
	uint32_t action;
	int32_t error;
	uint64_t at; /* the n-th that matches since it was armed, from 1 */
	uint64_t times; /* in a row; 0 all that come */
	uint64_t delay_ms;
	char suffix[SUFFIX_BYTES]; /* only files whose names end so; "" all */
	_Atomic uint64_t matched;
	_Atomic uint64_t fired;
	_Atomic uint64_t count[OPS];
};

struct fault_record {
	uint32_t magic;
	uint32_t op;
	uint64_t inode;
	uint64_t offset; /* OP_WRITE; the new size for OP_TRUNCATE; 1 for an OP_OPEN that made it,
			    and for an OP_RENAME that exchanged both */
	uint64_t size; /* of the data behind the names */
	uint32_t name_size;
	uint32_t name2_size; /* where OP_RENAME and OP_LINK go */
};

static struct fault_control *control;
static char folder[PATH_MAX];
static size_t folder_size;
static int record_fd = -1;
static pthread_mutex_t record_lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name) \
	static type real_##name; \
	if (!real_##name) { \
		real_##name = (type)dlsym(RTLD_NEXT, #name); \
	}

typedef ssize_t (*read_fn)(int, void *, size_t);
typedef ssize_t (*write_fn)(int, const void *, size_t);
typedef ssize_t (*pread_fn)(int, void *, size_t, off_t);
typedef ssize_t (*pwrite_fn)(int, const void *, size_t, off_t);
typedef int (*fd_fn)(int);
typedef int (*ftruncate_fn)(int, off_t);
typedef int (*open_fn)(const char *, int, ...);
typedef int (*path_fn)(const char *);
typedef int (*path_mode_fn)(const char *, mode_t);
typedef int (*two_paths_fn)(const char *, const char *);
typedef int (*rename2_fn)(int, const char *, int, const char *, unsigned);

__attribute__((constructor)) static void start(void)
{
	const char *dir = getenv("LAYSO_FAULT_FOLDER");
	const char *path = getenv("LAYSO_FAULT_CONTROL");
	const char *record = getenv("LAYSO_FAULT_RECORD");
	int fd;

	if (record && *record) {
		record_fd = open(record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	}
	fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (fd >= 0) {
		void *map = mmap(NULL, sizeof(*control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

		(void)close(fd);
		control = map == MAP_FAILED ? NULL : map;
	}
	if (control && control->magic != MAGIC) {
		(void)fprintf(stderr, "fault-shim: %s is no control file\n", path);
		abort();
	}
	if (dir && strlen(dir) < sizeof(folder)) {
		folder_size = strlen(dir);
		memcpy(folder, dir, folder_size + 1);
	}
}

static bool is_ours(const char *path)
{
	size_t size = strlen(path);

	return folder_size > 0 && strncmp(path, folder, folder_size) == 0 &&
		(path[folder_size] == '/' || path[folder_size] == '\0') &&
		(size < 4 || strcmp(path + size - 4, "-shm") != 0);
}

/* The name of an open file, if it is one of ours. */
static bool find_name(int fd, char ret[PATH_MAX])
{
	char link[64];
	ssize_t n;

	if (folder_size == 0) {
		return false;
	}
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, ret, PATH_MAX - 1);
	if (n <= 0) {
		return false;
	}
	ret[n] = '\0';
	return is_ours(ret);
}

static void die(void)
{
	(void)kill(getpid(), SIGKILL);
	for (;;) {
		(void)pause();
	}
}

static void wait_as_told(void)
{
	const struct timespec slice = {.tv_nsec = SLICE_MS * 1000000L};

	for (uint64_t ms = 0; ms < control->delay_ms && atomic_load(&control->armed);
		ms += SLICE_MS) {
		(void)nanosleep(&slice, NULL);
	}
}

static bool ends_with(const char *path, const char *suffix)
{
	size_t size = strlen(path);
	size_t end = strnlen(suffix, SUFFIX_BYTES);

	return size >= end && strncmp(path + size - end, suffix, end) == 0;
}

/* Counts a call and says what becomes of it. Those that are answered here are: ACTION_NONE means
 * that the call is to be made. */
static enum action judge(enum op op, const char *path)
{
	uint64_t n;
	enum action action;

	if (!control) {
		return ACTION_NONE;
	}
	atomic_fetch_add(&control->count[op], 1);
	if (!(atomic_load(&control->armed) & (1U << op)) || !ends_with(path, control->suffix)) {
		return ACTION_NONE;
	}
	n = atomic_fetch_add(&control->matched, 1) + 1;
	if (n < control->at || (control->times > 0 && n >= control->at + control->times)) {
		return ACTION_NONE;
	}
	atomic_fetch_add(&control->fired, 1);
	action = (enum action)control->action;
	if (action == ACTION_KILL || (action == ACTION_KILL_TORN && op != OP_WRITE)) {
		die();
	}
	if (action == ACTION_DELAY) {
		wait_as_told();
		return ACTION_NONE;
	}
	errno = control->error;
	return action;
}

static void put(const void *bytes, size_t size)
{
	REAL(write_fn, write);
	const char *at = bytes;

	while (size > 0) {
		ssize_t n = real_write(record_fd, at, size);

		if (n <= 0) {
			abort(); /* a record with a hole would prove nothing */
		}
		at += n;
		size -= (size_t)n;
	}
}

/* With record_lock held, after the call. */
static void record(enum op op, const char *name, const char *name2, uint64_t inode, uint64_t offset,
	const void *data, size_t size)
{
	struct fault_record head = {
		.magic = MAGIC,
		.op = op,
		.inode = inode,
		.offset = offset,
		.size = size,
		.name_size = (uint32_t)strlen(name),
		.name2_size = name2 ? (uint32_t)strlen(name2) : 0,
	};
	int error = errno;

	put(&head, sizeof(head));
	put(name, head.name_size);
	put(name2, head.name2_size);
	put(data, size);
	errno = error;
}

static uint64_t inode_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) < 0 ? 0 : st.st_ino;
}

static void begin_record(void)
{
	if (record_fd >= 0) {
		(void)pthread_mutex_lock(&record_lock);
	}
}

static void end_record(void)
{
	if (record_fd >= 0) {
		(void)pthread_mutex_unlock(&record_lock);
	}
}

/* ---- reading ---- */

ssize_t read(int fd, void *bytes, size_t size)
{
	REAL(read_fn, read);
	char path[PATH_MAX];
	enum action action = find_name(fd, path) ? judge(OP_READ, path) : ACTION_NONE;

	if (action == ACTION_ERROR) {
		return -1;
	}
	return real_read(fd, bytes, action == ACTION_SHORT && size > 1 ? size / 2 : size);
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t offset)
{
	REAL(pread_fn, pread64);
	char path[PATH_MAX];
	enum action action = find_name(fd, path) ? judge(OP_READ, path) : ACTION_NONE;

	if (action == ACTION_ERROR) {
		return -1;
	}
	return real_pread64(
		fd, bytes, action == ACTION_SHORT && size > 1 ? size / 2 : size, offset);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t offset)
{
	return pread64(fd, bytes, size, offset);
}

/* ---- writing ---- */

/* offset < 0: where the file stands. */
static ssize_t write_ours(int fd, const char *path, const void *bytes, size_t size, off64_t offset)
{
	REAL(write_fn, write);
	REAL(pwrite_fn, pwrite64);
	enum action action = judge(OP_WRITE, path);
	ssize_t n;

	if (action == ACTION_ERROR) {
		return -1;
	}
	if ((action == ACTION_SHORT || action == ACTION_KILL_TORN) && size > 1) {
		size /= 2;
	}
	begin_record();
	n = offset < 0 ? real_write(fd, bytes, size) : real_pwrite64(fd, bytes, size, offset);
	if (n > 0 && record_fd >= 0) {
		uint64_t at =
			offset < 0 ? (uint64_t)(lseek(fd, 0, SEEK_CUR) - n) : (uint64_t)offset;

		record(OP_WRITE, path, NULL, inode_of(fd), at, bytes, (size_t)n);
	}
	end_record();
	if (action == ACTION_KILL_AFTER || action == ACTION_KILL_TORN) {
		die();
	}
	return n;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	REAL(write_fn, write);
	char path[PATH_MAX];

	return find_name(fd, path) ? write_ours(fd, path, bytes, size, -1)
				   : real_write(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
	REAL(pwrite_fn, pwrite64);
	char path[PATH_MAX];

	return find_name(fd, path) ? write_ours(fd, path, bytes, size, offset)
				   : real_pwrite64(fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	return pwrite64(fd, bytes, size, offset);
}

static int sync_file(int fd, fd_fn real)
{
	char path[PATH_MAX];
	bool ours = find_name(fd, path);
	enum action action = ours ? judge(OP_SYNC, path) : ACTION_NONE;
	int r;

	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	r = real(fd);
	if (r == 0 && ours && record_fd >= 0) {
		record(OP_SYNC, path, NULL, inode_of(fd), 0, NULL, 0);
	}
	end_record();
	if (action == ACTION_KILL_AFTER) {
		die();
	}
	return r;
}

int fsync(int fd)
{
	REAL(fd_fn, fsync);
	return sync_file(fd, real_fsync);
}

int fdatasync(int fd)
{
	REAL(fd_fn, fdatasync);
	return sync_file(fd, real_fdatasync);
}

int ftruncate64(int fd, off64_t size)
{
	REAL(ftruncate_fn, ftruncate64);
	char path[PATH_MAX];
	bool ours = find_name(fd, path);
	enum action action = ours ? judge(OP_TRUNCATE, path) : ACTION_NONE;
	int r;

	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	r = real_ftruncate64(fd, size);
	if (r == 0 && ours && record_fd >= 0) {
		record(OP_TRUNCATE, path, NULL, inode_of(fd), (uint64_t)size, NULL, 0);
	}
	end_record();
	if (action == ACTION_KILL_AFTER) {
		die();
	}
	return r;
}

int ftruncate(int fd, off_t size)
{
	return ftruncate64(fd, size);
}

/* ---- names ---- */

int open64(const char *path, int flags, ...)
{
	REAL(open_fn, open64);
	enum action action = ACTION_NONE;
	bool ours = is_ours(path);
	mode_t mode = 0;
	struct stat st;
	bool made;
	int fd;

	if (flags & (O_CREAT | __O_TMPFILE)) {
		va_list more;

		va_start(more, flags);
		mode = va_arg(more, mode_t);
		va_end(more);
	}
	if (!ours) {
		return real_open64(path, flags, mode);
	}
	action = judge(OP_OPEN, path);
	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	made = (flags & O_CREAT) && stat(path, &st) < 0;
	fd = real_open64(path, flags, mode);
	if (fd >= 0 && record_fd >= 0 && made) {
		record(OP_OPEN, path, NULL, inode_of(fd), 1, NULL, 0);
	}
	if (fd >= 0 && record_fd >= 0 && !made && (flags & O_TRUNC)) {
		record(OP_TRUNCATE, path, NULL, inode_of(fd), 0, NULL, 0);
	}
	end_record();
	if (action == ACTION_KILL_AFTER) {
		die();
	}
	return fd;
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & (O_CREAT | __O_TMPFILE)) {
		va_list more;

		va_start(more, flags);
		mode = va_arg(more, mode_t);
		va_end(more);
	}
	return open64(path, flags, mode);
}

/* After a call on names that has done what it was asked for. */
static int names_changed(
	int r, enum action action, enum op op, const char *path, const char *to, bool exchange)
{
	if (r == 0 && record_fd >= 0) {
		record(op, path, to, 0, exchange, NULL, 0);
	}
	end_record();
	if (action == ACTION_KILL_AFTER) {
		die();
	}
	return r;
}

static int remove_name(const char *path, path_fn real)
{
	enum action action;

	if (!is_ours(path)) {
		return real(path);
	}
	action = judge(OP_UNLINK, path);
	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	return names_changed(real(path), action, OP_UNLINK, path, NULL, false);
}

int unlink(const char *path)
{
	REAL(path_fn, unlink);
	return remove_name(path, real_unlink);
}

int rmdir(const char *path)
{
	REAL(path_fn, rmdir);
	return remove_name(path, real_rmdir);
}

static int two_names(enum op op, const char *from, const char *to, two_paths_fn real)
{
	enum action action;

	if (!is_ours(from)) {
		return real(from, to);
	}
	action = judge(op, from);
	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	return names_changed(real(from, to), action, op, from, to, false);
}

int rename(const char *from, const char *to)
{
	REAL(two_paths_fn, rename);
	return two_names(OP_RENAME, from, to, real_rename);
}

int link(const char *from, const char *to)
{
	REAL(two_paths_fn, link);
	return two_names(OP_LINK, from, to, real_link);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	REAL(rename2_fn, renameat2);
	enum action action;

	if (!is_ours(from)) {
		return real_renameat2(from_dir, from, to_dir, to, flags);
	}
	action = judge(OP_RENAME, from);
	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	if (record_fd >= 0 && (flags & ~(unsigned)(RENAME_NOREPLACE | RENAME_EXCHANGE))) {
		abort(); /* what reads the record does not know it */
	}
	return names_changed(real_renameat2(from_dir, from, to_dir, to, flags), action, OP_RENAME,
		from, to, flags & RENAME_EXCHANGE);
}

int mkdir(const char *path, mode_t mode)
{
	REAL(path_mode_fn, mkdir);
	enum action action;

	if (!is_ours(path)) {
		return real_mkdir(path, mode);
	}
	action = judge(OP_MKDIR, path);
	if (action == ACTION_ERROR) {
		return -1;
	}
	begin_record();
	return names_changed(real_mkdir(path, mode), action, OP_MKDIR, path, NULL, false);
}
