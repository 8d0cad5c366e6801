/* SPDX-License-Identifier: Apache-2.0 */
/* Which lines of which chips a panel on GPIO lines can use now, and why it cannot use the others.
 * Pure. */
#pragma once

#include "base/text.h"
#include "drivers/gpio-facts.h"

enum { PANEL_CHIPS_MAX = 8 };

/* The lines of one chip that one request asks for. */
struct panel_group {
	char path[32];
	char label[PANEL_NAME_SIZE];
	int n;
	unsigned offset[PANEL_LAMPS_MAX]; /* in the order of index */
	int index[PANEL_LAMPS_MAX]; /* the button or lamp that it belongs to */
};

struct panel_plan {
	int n;
	struct panel_group groups[PANEL_CHIPS_MAX];
};

/* lamps: true plans the lamps, false the buttons. A line that consumer uses is ours. Adds to faults
 * why each unusable line cannot be taken. */
void panel_plan_make(const struct gpio_facts *facts, const struct panel_settings *settings,
	bool lamps, const char *consumer, struct panel_plan *ret, struct textbuf *faults);
bool panel_group_same(const struct panel_group *one, const struct panel_group *other);
