/* SPDX-License-Identifier: Apache-2.0 */
/* Lists this computer's serial lines: RS-232 sockets, and what looks like one on USB. Opens none of
 * them, and so disturbs no printer. */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "drivers/printer-settings.h"

enum { SERIAL_DEVICES_MAX = 16, SERIAL_NODE_SIZE = 32, SERIAL_NAME_SIZE = 96 };

struct serial_device {
	char path[PRINTER_PATH_SIZE]; /* for a board file: under /dev/serial/by-id, else the node */
	char node[SERIAL_NODE_SIZE]; /* "/dev/ttyUSB0" */
	char name[SERIAL_NAME_SIZE]; /* what an adapter on USB calls itself; "" none */
	bool console; /* the kernel writes its messages there */
	int access; /* of this user: 0, or −EACCES … */
};

/* root: "" for this computer, else a folder with its dev and sys. Sorted by node; returns how many.
 * What cannot be read is left out. */
int serial_devices_scan(const char *root, struct serial_device ret[SERIAL_DEVICES_MAX]);

/* A line as a board file names it; a link is followed, whatever its name. console as above. −errno:
 * −ENOENT it is not there, −ENOTTY it is no serial line, −EACCES this user may not open it. */
int serial_device_check(const char *root, const char *path, bool *ret_console) _warn_unused_;
