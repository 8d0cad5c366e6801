/* SPDX-License-Identifier: Apache-2.0 */
/* The commands for a site file. */
#pragma once

#include <jansson.h>

#include "ctl/ctl.h"

/* Opens a site at every hour, for trials: opening hours, closed days and the day's end. Pure. */
void site_open_always(json_t *site);

/* Says the faults of a site file, or what is in it. An enum ctl_exit. */
int site_check_file(const struct ctl *ctl, const char *path);
/* Replaces the hub's site data with those of the file; says what is wrong. An enum ctl_exit. */
int site_put_file(struct ctl *ctl, const char *path);
