/* SPDX-License-Identifier: Apache-2.0 */
/* Which ALSA device a board file means. */
#pragma once

#include "base/cleanup.h"
#include "base/text.h"

enum { SOUND_CARD_PCM_SIZE = 96 };

/* The ALSA name of a device of sound_settings, "plughw:CARD=PCH,DEV=3". *ret_card is its card's
 * number, −1 when the name is ALSA's own. Reads /dev/snd; blocks for milliseconds. −ENODEV: no
 * card plays, or none has this id or name. */
int sound_card_find(
	const char *device, char ret_pcm[SOUND_CARD_PCM_SIZE], int *ret_card) _warn_unused_;

/* Appends a line for each device that plays: "PCH,3  HDA Intel PCH, HDMI 0". */
void sound_card_list(struct textbuf *list);
/* Turns the card's own controls up, so that the board file alone says how loud it is. */
void sound_card_turn_up(int card);
