/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as text, as RFC 4648 has it in section 4. */
#pragma once

#include "base/text.h"

/* Adds the bytes in base64, padded to whole groups of four digits. */
void base64_add(struct textbuf *buffer, const void *bytes, size_t size);
/* The bytes of a text, as far as it is base64; heap, the caller's to free. */
unsigned char *base64_decode(const char *text, size_t *ret_size) _warn_unused_;
