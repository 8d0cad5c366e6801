/* SPDX-License-Identifier: Apache-2.0 */
/* Which printer a board has, and the board file's values for it. */
#pragma once

enum { PRINTER_PATH_SIZE = 128 }; /* a serial number has at most 126 characters */

struct printer_settings {
	char driver[16]; /* "sim", "usb" */
	/* sim: the simulator's socket. usb: the port ("1-1.2") or the serial number; "" the first
	 * printer found. */
	char path[PRINTER_PATH_SIZE];
	char model[32]; /* the id in printer-model.h; "": found by the ids of the device */
	/* These replace the model's values; 0, 0, −1, −1: not set. */
	int width_dots; /* 384 … 640 */
	int dpi; /* 180 or 203 */
	int cut; /* 0 no, 1 yes */
	int feed_dots; /* from the head to the blade */
};
