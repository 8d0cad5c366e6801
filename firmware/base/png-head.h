/* SPDX-License-Identifier: Apache-2.0 */
/* The size of a PNG picture, from its first bytes, and whether the file is whole, before anything
 * decodes it. Pure. */
#pragma once

#include <stddef.h>

#include "base/cleanup.h"

enum { PNG_HEAD_SIZE = 24 };

/* −EBADMSG: it does not begin as a PNG. What follows is not looked at. */
int png_head_measure(const void *data, size_t size, int *ret_width, int *ret_height) _warn_unused_;
/* −EBADMSG: its chunks are cut off, altered on their way, or followed by something else. */
int png_check_whole(const void *data, size_t size) _warn_unused_;
