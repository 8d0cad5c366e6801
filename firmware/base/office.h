/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as office programs and people write them. Pure. */
#pragma once

#include "base/text.h"
#include "base/zone.h"

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

/* Whether folded, a text of office_fold, is one of the words, which bars separate: "tiếp nhận | đã
 * nhận". */
bool office_is_among(const char *words, const char *folded);

/* Skips min to max digits; NULL when there are fewer or more. at may be NULL. */
const char *office_skip_digits(const char *at, size_t min, size_t max);

/* A day as people and office programs write it: 2026-04-13 or 13/4/2026, with slashes, dots or
 * dashes. What stands behind it, such as a time; NULL: it is no day, and ret is not written. */
const char *office_parse_day(const char *text, char ret[DAY_LENGTH + 1]);

/* A whole number from 0 to max: "1234", in groups as "1.234", "1,234" or "1 234", and with decimals
 * that are zeros. Other decimals are not allowed in a count, so a mark before three digits
 * separates thousands. −EINVAL. */
int office_parse_whole(const char *text, int64_t max, int64_t *ret) _warn_unused_;

/* A number from 0 to max with at most four decimals behind a comma or a point, without groups:
 * "97,4" is 974000 ten-thousandths with *ret_decimals 1. −EINVAL; −ENOTUNIQ, only where people may
 * write groups: "1,234" could be one. */
int office_parse_decimal(const char *text, int64_t max, bool may_be_grouped, int64_t *ret,
	int *ret_decimals) _warn_unused_;
enum { OFFICE_DECIMALS = 4, OFFICE_UNIT = 10000 };
