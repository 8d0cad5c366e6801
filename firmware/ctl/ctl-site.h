/* SPDX-License-Identifier: Apache-2.0 */
/* The commands for a site file. */
#pragma once

#include <jansson.h>

/* Opens a site at every hour, for trials: opening hours, closed days and the day's end. Pure. */
void site_open_always(json_t *site);
