/* SPDX-License-Identifier: Apache-2.0 */
/* The word "storage" of the hub's state and of its event storage. Pure. */
#pragma once

#include <stdbool.h>
#include <string.h>

/* Nothing can be stored: every change is rejected. */
static inline bool storage_is_unable(const char *word)
{
	return strcmp(word, "full") == 0 || strcmp(word, "read_only") == 0 ||
		strcmp(word, "failed") == 0 || strcmp(word, "silent") == 0;
}
