/* SPDX-License-Identifier: Apache-2.0 */
/* What is connected to this computer: printers, screens, and devices that people touch and type on.
 * Reads the kernel's sysfs; opens no device and does not wait for any. */
#pragma once

#include <stdbool.h>

enum { MACHINE_DEVICES_MAX = 32 };

struct machine_printer {
	char port[32]; /* "1-1.3" */
	char id[10]; /* "04b8:0e15" */
	char name[96]; /* as the device calls itself; "" not given */
};

struct machine_screen {
	char name[48]; /* "card0-HDMI-A-1" */
	bool connected;
};

enum machine_input_kind {
	MACHINE_OTHER, /* a power button, a remote control */
	MACHINE_KEYBOARD,
	MACHINE_MOUSE,
	MACHINE_TABLET, /* absolute positions, but not a touch screen */
	MACHINE_TOUCH,
};

struct machine_input {
	char event[16]; /* "event3" */
	char name[96];
	enum machine_input_kind kind;
};

struct machine {
	int n_printers;
	struct machine_printer printers[MACHINE_DEVICES_MAX];
	int n_screens;
	struct machine_screen screens[MACHINE_DEVICES_MAX];
	int n_inputs;
	struct machine_input inputs[MACHINE_DEVICES_MAX];
};

/* sys: the path of sysfs, "/sys". What cannot be read is left out. Sorted by name. */
void machine_scan(const char *sys, struct machine *ret);
/* "touch screen" */
const char *machine_input_name(enum machine_input_kind kind);
