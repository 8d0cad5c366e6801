/* SPDX-License-Identifier: Apache-2.0 */
/* The pictograms that a service, a group or a reason may have, from ui/web/pictograms.js. */
#pragma once

#include <stddef.h>

#define PICTOGRAMS_SIDE 960 /* units: each is drawn in a square of this side */

/* The names in order; NULL after the last one. */
const char *pictograms_name(size_t index);
/* Its shape: M, L, Q, C and Z of an SVG path, each with whole, absolute coordinates; NULL: there is
 * none of this name. */
const char *pictograms_find(const char *name);
