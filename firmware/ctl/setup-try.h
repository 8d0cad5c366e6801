/* SPDX-License-Identifier: Apache-2.0 */
/* Tries the devices that "layso setup" was told of, by the daemons' own drivers: numbers on the
 * screens, a touch, a tone. (A card on the printer: ctl-printer.h; lines: setup-lines.h.) */
#pragma once

#include <systemd/sd-event.h>

#include "ctl/setup-plan.h"

struct setup_shown;
/* Shows its number, from 1, on each of the found screens. Run the loop while they are shown. NULL:
 * there is none. Blocks as screen_open does. */
struct setup_shown *setup_show(sd_event *event, const struct setup_found *found);
/* Accepts NULL. */
void setup_shown_close(struct setup_shown *shown);
DEFINE_CLEANUP(struct setup_shown *, setup_shown_close);

/* Waits for a finger on any touch screen; false: none came in this time. */
bool setup_try_touch(sd_event *event, int wait_ms);

/* Three short tones. 0, or −errno: it cannot be played; *ret_state then is why ("missing"). Blocks
 * for about two seconds. */
int setup_try_sound(sd_event *event, const struct sound_settings *settings,
	const char **ret_state) _warn_unused_;
