/* SPDX-License-Identifier: Apache-2.0 */
/* When a lamp that blinks is lit. Pure. All that blink do so together. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "drivers/panel.h"

enum { LAMP_BLINK_MS = 500, LAMP_FLASH_MS = 200 }; /* lit so long, dark so long */

bool panel_lamp_lit(enum lamp lamp, int64_t now_ms);
/* When one of n lamps changes next; −1 none does. */
int64_t panel_lamps_next_ms(const enum lamp *lamps, int n, int64_t now_ms);
