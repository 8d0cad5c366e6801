/* SPDX-License-Identifier: Apache-2.0 */
/* Looks for what "layso setup" can name: devices, settings, the hub. Opens no device but the GPIO
 * chips, and those only to ask for their lines' names. */
#pragma once

#include "ctl/ctl.h"
#include "ctl/setup-plan.h"
#include "ui/phrases.h"

/* Fills in *ret; gpio is the caller's to free with gpio_facts_done, and to keep as long as *ret.
 * Waits at most some seconds for the hub. */
void setup_find(const struct ctl *ctl, const struct phrases *phrases, struct gpio_facts *gpio,
	struct setup_found *ret);
/* Whether the hub answers. */
bool setup_hub_answers(const struct ctl *ctl);
