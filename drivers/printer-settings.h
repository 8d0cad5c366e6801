/* SPDX-License-Identifier: Apache-2.0 */
/* Which printer a board has, and what is said of it. */
#pragma once

enum { PRINTER_PATH_SIZE = 128 }; /* a serial number has at most 126 characters */

struct printer_settings {
	char driver[16]; /* "sim", "usb" */
	/* sim: the simulator's socket. usb: the port ("1-1.2") or the serial number, "" the first
	 * printer that is found. */
	char path[PRINTER_PATH_SIZE];
	char model[32]; /* of printer-model.h; "": by the ids of the device */
	/* Instead of what the model says; 0, 0, −1, −1: not said. */
	int width_dots; /* 384 … 640 */
	int dpi; /* 180 or 203 */
	int cut; /* 0 no, 1 yes */
	int feed_dots; /* from the head to the blade */
};
