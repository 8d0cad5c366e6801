/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as office programs and people write them. Pure. */
#pragma once

#include "base/text.h"

/* Writes text for comparing as people do: small letters without marks ("Đã  tiếp nhận:" is "da tiep
 * nhan", composed or not), one space for all that is no letter and no digit. What does not fit into
 * size bytes is left out; letters of other alphabets stay as they are. */
void office_fold(char *ret, size_t size, const char *text);

/* A file of an office program as UTF-8: without a byte order mark, and from UTF-16 when its mark
 * says so. With mend a NUL and what is no text become U+FFFD, so that it stays at its place; else
 * they are passed on. ret is the caller's to free. */
void office_decode(const char *bytes, size_t size, bool mend, struct textbuf *ret);
