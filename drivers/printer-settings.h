/* SPDX-License-Identifier: Apache-2.0 */
/* Which printer a board has, and the board file's values for it. */
#pragma once

enum { PRINTER_PATH_SIZE = 128 }; /* a serial number has at most 126 characters */

enum printer_parity { PRINTER_PARITY_NONE, PRINTER_PARITY_EVEN, PRINTER_PARITY_ODD };
/* How the printer says "stop" when its memory is full. */
enum printer_flow {
	PRINTER_FLOW_UNSET,
	PRINTER_FLOW_NONE,
	PRINTER_FLOW_RTS_CTS, /* by a wire: to the computer's CTS */
	PRINTER_FLOW_XON_XOFF, /* by bytes */
};

struct printer_settings {
	char driver[16]; /* "sim", "usb", "serial", "network" */
	/* sim: the simulator's socket. usb: the port ("1-1.2") or the serial number; "" the first
	 * printer found. serial: the device, "/dev/serial/by-id/…". network: as in
	 * network-address.h. */
	char path[PRINTER_PATH_SIZE];
	int line; /* in the board file */
	/* serial: always 8 bits and a stop bit. */
	int baud; /* 0: not set */
	enum printer_parity parity;
	enum printer_flow flow;
	char model[32]; /* the id in printer-model.h; "": found by the ids of the device */
	/* These replace the model's values; 0, 0, −1, −1: not set. */
	int width_dots; /* 384 … 640 */
	int dpi; /* 180 or 203 */
	int cut; /* 0 no, 1 yes */
	int feed_dots; /* from the head to the blade */
};
