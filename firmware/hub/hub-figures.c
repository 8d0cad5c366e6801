/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-figures.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"

enum {
	LOOK_MS = 100, /* how often the end of the hub is looked for */
	MADE_MAX = 64 * 1024 * 1024,
};

#define PROGRAM "layso-figures"

/* Where the environment says, beside this program, where it was built, or where it is installed. */
static char *find_program(void)
{
	bool said = getenv("LAYSO_LIBEXECDIR") != NULL;
	char own[4096];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);
	char *path = NULL;
	char *slash;

	own[n > 0 ? n : 0] = '\0';
	slash = strrchr(own, '/');
	if (slash) {
		path = text_printf("%.*s/" PROGRAM, (int)(slash - own), own);
	}
	if (path && !said && access(path, X_OK) == 0) {
		return path;
	}
	free(path);
	return text_printf("%s/" PROGRAM, paths_libexecdir());
}

static int start(const char *form, int in, int out, pid_t *ret)
{
	_cleanup_free_ char *path = find_program();
	const char *const words[] = {path, form, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	sigset_t defaults;
	int r;

	(void)sigemptyset(&none);
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)posix_spawnattr_init(&attributes);
	(void)posix_spawnattr_setsigmask(&attributes, &none);
	(void)posix_spawnattr_setsigdefault(&attributes, &defaults);
	(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	(void)posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	r = posix_spawn(ret, path, &actions, &attributes, (char *const *)words, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attributes);
	return -r;
}

/* A process that was started is always waited for. */
static int wait_for(pid_t pid, const atomic_bool *stop)
{
	int fd = pidfd_open(pid, 0);
	struct pollfd end = {.fd = fd, .events = POLLIN};
	bool stopped = false;
	int status = 0;

	while (fd >= 0 && !stopped && poll(&end, 1, LOOK_MS) <= 0) {
		stopped = atomic_load(stop);
	}
	if (stopped) {
		(void)kill(pid, SIGKILL);
	}
	if (fd >= 0) {
		(void)close(fd);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return stopped ? -ECANCELED : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -EIO;
}

static int write_all(int fd, const struct textbuf *text)
{
	for (size_t at = 0; at < text->size;) {
		ssize_t n = write(fd, text->data + at, text->size - at);

		if (n < 0) {
			return -errno;
		}
		at += (size_t)n;
	}
	return lseek(fd, 0, SEEK_SET) < 0 ? -errno : 0;
}

static int read_made(int fd, struct textbuf *ret)
{
	struct stat made;
	size_t size;
	char *room;

	if (fstat(fd, &made) < 0 || made.st_size <= 0 || made.st_size > MADE_MAX) {
		return -EIO;
	}
	size = (size_t)made.st_size;
	room = textbuf_room(ret, size);
	for (size_t at = 0; at < size;) {
		ssize_t n = pread(fd, room + at, size - at, (off_t)at);

		if (n <= 0) {
			return -EIO;
		}
		at += (size_t)n;
	}
	room[size] = '\0';
	ret->size += size;
	return 0;
}

int figures_run(
	const char *form, const struct textbuf *text, const atomic_bool *stop, struct textbuf *ret)
{
	/* Files in memory: a pipe would have to be read while it is written. */
	int in = memfd_create("figures", MFD_CLOEXEC);
	int out = memfd_create("file", MFD_CLOEXEC);
	pid_t pid = 0;
	int r = in < 0 || out < 0 ? -errno : write_all(in, text);

	if (r == 0) {
		r = start(form, in, out, &pid);
	}
	if (r == 0) {
		r = wait_for(pid, stop);
	}
	if (r == 0) {
		r = read_made(out, ret);
	}
	if (in >= 0) {
		(void)close(in);
	}
	if (out >= 0) {
		(void)close(out);
	}
	return r;
}
