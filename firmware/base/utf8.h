/* SPDX-License-Identifier: Apache-2.0 */
/* Characters of UTF-8 as bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The length in bytes of the character at text, or 0: it is not valid, or a control character other
 * than a line feed. text ends with a NUL. */
size_t utf8_clean_length(const unsigned char *text);

/* Characters of valid UTF-8 in so many bytes. */
size_t utf8_count(const char *text, size_t length);

/* Whether valid UTF-8 has at most so many characters. */
bool utf8_fits(const char *text, size_t characters);

/* Puts "?" for each byte of text that is not part of such a character, except tabs. */
void utf8_make_clean(char *text);
