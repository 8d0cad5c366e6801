/* SPDX-License-Identifier: Apache-2.0 */
/* A serial line: RS-232, or a printer or an adapter on USB that looks like it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "drivers/printer-settings.h"

struct serial_line {
	int baud;
	enum printer_parity parity;
	enum printer_flow flow;
};

/* Whether a line can have this speed: 2400 … 230400. */
bool serial_line_has_speed(int baud);

/* Opens a device for this program alone, with 8 bits and 1 stop bit; what was on its way is
 * dropped. Returns a descriptor that does not block, or −errno: −EBUSY another program has it,
 * −ENOTTY it is no serial line, −EINVAL it does not have the speed. May block for seconds when an
 * adapter fails. */
int serial_line_open(const char *path, const struct serial_line *line) _warn_unused_;
/* Drops what has not left, and closes, which then does not wait for it. May block like opening.
 * Accepts −1. */
void serial_line_close(int fd);

/* The kernel marks bytes that came damaged (PARMRK): FF 00 and the byte; a real FF is FF FF. */
struct serial_marks {
	int n; /* bytes so far of a mark that is not complete */
};
/* Removes the marks in place; returns how many good bytes remain, and how many were damaged. */
size_t serial_marks_remove(
	struct serial_marks *marks, uint8_t *bytes, size_t size, size_t *ret_damaged);
