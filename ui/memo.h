/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Remembers values by keys, both of any bytes, in a fixed number of places: one that is kept takes
 * the place of another one, so nothing is remembered for certain. For one thread.
 */
#pragma once

#include <stddef.h>

struct memo;

/* places: at most so many values; size_max: of a key with its value, in bytes: a larger one is not
 * kept. */
struct memo *memo_new(size_t places, size_t size_max);
void memo_free(struct memo *memo);
/* The value kept for a key; NULL none. Valid until the next memo_keep. */
const void *memo_find(const struct memo *memo, const void *key, size_t key_size);
void memo_keep(
	struct memo *memo, const void *key, size_t key_size, const void *value, size_t value_size);
