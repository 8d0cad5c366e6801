/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/in-use.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { COMM_SIZE = 17 };

static void close_folder(DIR **folder)
{
	if (*folder) {
		(void)closedir(*folder);
	}
}

/* The next process; 0 after the last. */
static int64_t next_process(DIR *proc)
{
	const struct dirent *entry;
	int64_t pid;

	while ((entry = readdir(proc))) { /* NOLINT(concurrency-mt-unsafe): of this folder alone */
		if (text_parse_int(entry->d_name, 1, INT32_MAX, &pid) == 0) {
			return pid;
		}
	}
	return 0;
}

/* "" when the process has ended meanwhile. */
static void read_name(int64_t pid, char ret[COMM_SIZE])
{
	_cleanup_free_ char *path = text_printf("/proc/%lld/comm", (long long)pid);
	_cleanup_free_ char *text = NULL;

	*ret = '\0';
	if (text_read_file(path, COMM_SIZE, &text, NULL) == 0) {
		text[strcspn(text, "\n")] = '\0';
		text_copy_cut(ret, COMM_SIZE, text);
	}
}

/* 1: the process has the device open. −EACCES: it may not be looked at. */
static int has_open(int64_t pid, dev_t device)
{
	_cleanup_free_ char *path = text_printf("/proc/%lld/fd", (long long)pid);
	_cleanup_(close_folder) DIR *folder = opendir(path);
	const struct dirent *entry;
	struct stat status;
	int fd;

	if (!folder) {
		return errno == EACCES ? -EACCES : 0;
	}
	fd = dirfd(folder);
	while (fd >= 0 && (entry = readdir(folder))) { /* NOLINT(concurrency-mt-unsafe): as above */
		if (fstatat(fd, entry->d_name, &status, 0) == 0 && S_ISCHR(status.st_mode) &&
			status.st_rdev == device) {
			return 1;
		}
	}
	return 0;
}

int in_use_find(const char *device, char ret[IN_USE_SIZE])
{
	_cleanup_(close_folder) DIR *proc = NULL;
	struct stat status;
	int denied = 0;
	int64_t pid;

	if (stat(device, &status) < 0) {
		return -errno;
	}
	if (!S_ISCHR(status.st_mode)) {
		return -ENOTTY;
	}
	proc = opendir("/proc");
	while (proc && (pid = next_process(proc)) > 0) {
		int r = pid == getpid() ? 0 : has_open(pid, status.st_rdev);

		if (r > 0) {
			char name[COMM_SIZE];

			read_name(pid, name);
			(void)snprintf(ret, IN_USE_SIZE, "%s (%lld)", name, (long long)pid);
			return 1;
		}
		denied |= r;
	}
	return denied;
}

bool in_use_runs(const char *program)
{
	_cleanup_(close_folder) DIR *proc = opendir("/proc");
	int64_t pid;

	while (proc && (pid = next_process(proc)) > 0) {
		char name[COMM_SIZE];

		read_name(pid, name);
		if (strcmp(name, program) == 0) {
			return true;
		}
	}
	return false;
}
