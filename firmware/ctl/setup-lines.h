/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds a panel's buttons by having them pressed, and lights its lamps. Only lines that nobody uses
 * and that drive nothing are watched: each as an input, pulled up where the chip can; a button that
 * connects its line to ground then makes it fall. A line is driven only when it was named as a
 * lamp's.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "drivers/gpio-facts.h"

struct setup_lines;

/* Takes the free lines of these chips, which stay the caller's until close. Those that cannot be
 * had are left out. Milliseconds a line. */
struct setup_lines *setup_lines_open(const struct gpio_facts *gpio);
/* Gives the lines back. Accepts NULL. */
void setup_lines_close(struct setup_lines *lines);
DEFINE_CLEANUP(struct setup_lines *, setup_lines_close);
/* How many lines are watched. */
int setup_lines_count(const struct setup_lines *lines);
/* Forgets what happened until now. */
void setup_lines_forget(struct setup_lines *lines);
/* Whether a button was pressed since: its chip's and line's places among the facts. Does not
 * wait. */
bool setup_lines_pressed(struct setup_lines *lines, int *ret_chip, int *ret_offset);

/* Lights a lamp's line three times; afterwards it is dark and free. Blocks for about two seconds.
 * −errno: −EBUSY somebody uses it. */
int setup_lines_blink(
	const struct gpio_facts *gpio, int chip, int offset, bool lit_low) _warn_unused_;
