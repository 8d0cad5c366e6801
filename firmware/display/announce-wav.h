/* SPDX-License-Identifier: Apache-2.0 */
/* An announcement as the bytes of a WAV file, for players that are not ours. Pure. */
#pragma once

#include "display/announce.h"

/* 16 bit, mono, SOUND_RATE, with the silences as samples. Heap. */
char *announce_wav(const struct announce_parts *parts, size_t *ret_size) _warn_unused_;
/* How long the parts last. */
int announce_ms(const struct announce_parts *parts);
