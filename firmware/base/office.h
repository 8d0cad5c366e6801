/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as office programs and people write them. Pure. */
#pragma once

#include "base/text.h"

/* Writes text in a form for comparing as people do: lower case letters without marks, composed or
 * not ("Đã  tiếp nhận:" becomes "da tiep nhan"), one space for each run of ASCII characters that
 * are neither letters nor digits. What does not fit into size bytes is left out; letters of other
 * alphabets stay as they are. */
void office_fold(char *ret, size_t size, const char *text);

/* Composes the letters of Vietnamese in place, as Unicode's form NFC has them: "e" with a combining
 * circumflex and a combining dot below becomes one letter. Marks on other letters stay. */
void office_compose(char *text);

/* Converts a file of an office program to UTF-8: removes a byte order mark, and converts from
 * UTF-16 when the mark says so. With mend, a NUL and what is not valid text become U+FFFD in the
 * same place; without it they are passed on. ret is the caller's to free. */
void office_decode(const char *bytes, size_t size, bool mend, struct textbuf *ret);
