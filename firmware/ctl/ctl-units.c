/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-units.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"

static bool wait_for(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR) {
			return false;
		}
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool units_ask(const char *verb, const char *unit)
{
	char *const arguments[] = {
		(char *)"systemctl", (char *)"--quiet", (char *)verb, (char *)unit, NULL};
	pid_t child;

	return posix_spawnp(&child, "systemctl", NULL, NULL, arguments, environ) == 0 &&
		wait_for(child);
}

bool units_are_there(void)
{
	return strcmp(paths_etcdir(), "/etc/layso") == 0 &&
		access("/run/systemd/system", F_OK) == 0;
}

static bool start_all(const struct units *units)
{
	bool ok = true;

	for (int i = 0; i < units->n; i++) {
		ok = units_ask("start", units->unit[i]) && ok;
	}
	return ok;
}

/* The child: outlives what ends its parent, also a terminal that is closed. */
static void keep(const struct units *units, int fd)
{
	static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
	char byte;

	(void)setsid();
	for (size_t i = 0; i < ELEMENTS(ignored); i++) {
		(void)signal(ignored[i], SIG_IGN);
	}
	while (read(fd, &byte, 1) < 0 && errno == EINTR) {
	}
	for (size_t i = 0; i < ELEMENTS(ignored); i++) {
		(void)signal(ignored[i], SIG_DFL); /* systemctl's, too */
	}
	_exit(start_all(units) ? 0 : 1);
}

static int start_keeper(struct units *units)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0) {
		return -errno;
	}
	units->keeper = fork();
	if (units->keeper < 0) {
		units->keeper = 0;
		(void)close(ends[0]);
		(void)close(ends[1]);
		return -errno;
	}
	if (units->keeper == 0) {
		(void)close(ends[1]);
		keep(units, ends[0]);
	}
	(void)close(ends[0]);
	units->keeper_fd = ends[1];
	return 0;
}

int units_stop(struct units *units)
{
	static const char *const all[UNITS_MAX] = {UNIT_KIOSK, UNIT_HALL};
	int r;

	units->n = 0;
	for (int i = 0; units_are_there() && i < UNITS_MAX; i++) {
		if (units_ask("is-active", all[i])) {
			units->unit[units->n++] = all[i];
		}
	}
	if (units->n == 0) {
		return 0;
	}
	r = start_keeper(units);
	for (int i = 0; r == 0 && i < units->n; i++) {
		r = units_ask("stop", units->unit[i]) ? 0 : -EPERM;
	}
	if (r < 0) {
		(void)units_start(units);
	}
	return r;
}

bool units_start(struct units *units)
{
	bool ok = true;

	if (units->keeper > 0) {
		(void)close(units->keeper_fd);
		ok = wait_for(units->keeper);
		units->keeper = 0;
	}
	return ok;
}
