/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services of this board, by systemctl. Those that hold devices are stopped for a while: a
 * child process waits for the end of that while, which is also the end of this program, killed or
 * not, and starts them again.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/cleanup.h"

#define UNIT_HUB "layso-hubd.service"
#define UNIT_KIOSK "layso-kioskd.service"
#define UNIT_HALL "layso-halld.service"

enum { UNITS_MAX = 2 };

/* Zero-initialise. */
struct units {
	int n;
	const char *unit[UNITS_MAX];
	pid_t keeper; /* 0: nothing is stopped */
	int keeper_fd;
};

/* Runs systemctl VERB UNIT; whether it said yes. Blocks until it has ended. */
bool units_ask(const char *verb, const char *unit);
/* Whether systemd runs the services of the settings that are asked about: those of /etc/layso. */
bool units_are_there(void);
/* Stops the kiosk and the hall display, if they run. −EPERM: one cannot be stopped; then they run
 * on. Blocks while they end. */
int units_stop(struct units *units) _warn_unused_;
/* Starts those that were stopped; false when one did not start. Blocks until they have. */
bool units_start(struct units *units);
