/* SPDX-License-Identifier: Apache-2.0 */
/* Encodes pictures as PNG bytes. */
#pragma once

#include <cairo.h>
#include <stddef.h>

#include "base/cleanup.h"

/* The surface as PNG; *ret is on the heap. −ENOMEM or −EINVAL. */
int sim_picture_encode(
	cairo_surface_t *surface, unsigned char **ret, size_t *ret_size) _warn_unused_;

static inline void surface_donep(cairo_surface_t **surface)
{
	cairo_surface_destroy(*surface);
}

static inline void cairo_donep(cairo_t **cr)
{
	cairo_destroy(*cr);
}
