/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of the pages that halls show. They stand beside the log, as accounts do. */
#pragma once

#include "base/cleanup.h"

struct store;

/* Adds a picture, in the caller's transaction: id is a hash of png, which is in base64. Removes
 * what no page of the site names, but for the newest PICTURES_SPARE. −errno of the disk. */
enum { PICTURES_SPARE = 8 };
int pictures_add(struct store *store, const char *id, const char *png) _warn_unused_;

/* Whether a picture is there: 1 or 0; −errno of the disk. */
int pictures_has(struct store *store, const char *id) _warn_unused_;

/* A picture in base64, heap, the caller's to free. −ENOENT; −errno of the disk. */
int pictures_find(struct store *store, const char *id, char **ret_png) _warn_unused_;
