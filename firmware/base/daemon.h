/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A daemon's life, the same for all: options, configuration, event loop, signals, readiness and
 * watchdog. A program fills in struct daemon_program and returns daemon_run() from main().
 *
 * Every program has --help --version --config FILE --check --debug. Exit status: 0 ended cleanly,
 * 1 failed, 2 wrong usage or configuration.
 */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/config.h"

/* An option of one program. With item, its argument overrides that "section.key" of the file. With
 * action, the program runs the action instead of serving, and the result is its exit status. */
struct daemon_option {
	const char *name; /* "data" for --data */
	const char *argument; /* "DIR" in the help; NULL when the option takes none */
	const char *help;
	const char *item;
	int (*action)(void *settings);
	const char **ret_argument; /* where an action finds its argument */
};

struct daemon_program {
	const char *name; /* "layso-hubd" */
	const char *summary; /* one sentence for --help */
	const char *config; /* the default file, may be missing; one given by --config may not */
	const struct config_item *items;
	const struct daemon_option *options; /* ends with a NULL name; may be NULL */
	void *settings; /* plain data and the strings of items; zero before daemon_run() */
	size_t settings_size;

	/* Checks settings as a whole (files that must exist, a board file, …), for --check and
	 * before start. Logs its errors. May be NULL. */
	int (*check)(void *settings);
	/* For --check alone: what is wrong, but does not keep the program from starting. As check.
	 */
	int (*check_rest)(const void *settings);
	/* Runs before any option's action. An error, which it has logged, ends the program. May be
	 * NULL. */
	int (*before_action)(const void *settings);
	/* Starts serving on the loop; *ret_state is passed to reload and stop. Logs its errors. */
	int (*start)(sd_event *event, void *settings, void **ret_state);
	/* On SIGHUP: the settings have been read again and are valid. Strings of the former
	 * settings are freed after it returns. When the new settings are invalid, it is not called
	 * and nothing changes. May be NULL. */
	void (*reload)(void *state, void *settings);
	/* Stops serving; accepts what a failed start left behind (state may be NULL). */
	void (*stop)(void *state);
};

/* For sd_event_exit: the program stops, and begins again in its own process as if it had just been
 * started, with what it was started with. */
enum { DAEMON_AGAIN = 100 };

/* For a start that takes long: tells the service manager to wait this many seconds more from now
 * on. */
void daemon_takes_longer(int seconds);

/* Blocks for the program's life; every function of program is called on this thread. program is
 * borrowed. Returns the exit status. Call it once per process. */
int daemon_run(const struct daemon_program *program, int argc, char *argv[]) _warn_unused_;
