/* SPDX-License-Identifier: Apache-2.0 */
/* The size of a PNG picture, from its first bytes, before anything decodes it. Pure. */
#pragma once

#include <stddef.h>

#include "base/cleanup.h"

enum { PNG_HEAD_SIZE = 24 };

/* −EBADMSG: it does not begin as a PNG. What follows is not looked at. */
int png_head_measure(const void *data, size_t size, int *ret_width, int *ret_height) _warn_unused_;
