/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the graphics card's sockets are looked at, and whether their displays are asked. Pure.
 *
 * To look is to read what the kernel knows: microseconds, no display takes part. To ask is to have
 * it read the display's EDID, 128 bytes at 100 kHz on a cable, so some 15 to 50 ms in which the
 * caller waits (the processor does not). The kernel learns by an interrupt that a display came or
 * went, or asks every 10 s itself where there is none, and sends an event in both cases. An event
 * can be lost, and of a display that is exchanged for another while the cable stays up there may be
 * none. So:
 *
 *     an event                    SCREEN_LOOK_SOON looks, SCREEN_LOOK_SOON_MS apart; all are asked
 *     our display is not there    a look every SCREEN_LOOK_MS; all are asked
 *     otherwise                   the same; at every second look our own display is asked
 *
 * A display that changes without an event is thus found within SCREEN_LOOK_SILENT_MS, which leaves
 * some seconds of the ten that a picture may be wrong for the mode and the drawing.
 */
#pragma once

#include <stdbool.h>

enum {
	SCREEN_LOOK_MS = 3000,
	SCREEN_LOOK_SOON_MS = 250, /* the kernel, too, needs some time to see all of a change */
	SCREEN_LOOK_SOON = 8,
	SCREEN_LOOK_ASK_EACH = 2,
	SCREEN_LOOK_SILENT_MS = SCREEN_LOOK_MS * SCREEN_LOOK_ASK_EACH,
};

enum screen_ask { SCREEN_ASK_NOBODY, SCREEN_ASK_OURS, SCREEN_ASK_ALL };

/* Filled with zeros: nothing has been looked at. */
struct screen_look {
	int soon; /* looks that come early */
	int until_ask; /* looks */
};

/* Something has happened to the card. */
void screen_look_on_event(struct screen_look *look);
/* How long from this look to the next. */
int screen_look_next_ms(const struct screen_look *look);
/* A look is made now: whom it asks. Not to be called when it cannot be made after all, because it
 * is another program's turn. connected: our display is there, as far as is known. */
enum screen_ask screen_look_begin(struct screen_look *look, bool connected);
