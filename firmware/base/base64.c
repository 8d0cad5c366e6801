/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_add(struct textbuf *buffer, const void *bytes, size_t size)
{
	const unsigned char *data = bytes;

	for (size_t i = 0; i < size; i += 3) {
		size_t n = MIN_OF(size - i, (size_t)3);
		uint32_t bits = (uint32_t)data[i] << 16 | (n > 1 ? (uint32_t)data[i + 1] << 8 : 0) |
			(n > 2 ? data[i + 2] : 0);
		const char group[4] = {digits[bits >> 18], digits[bits >> 12 & 63],
			n > 1 ? digits[bits >> 6 & 63] : '=', n > 2 ? digits[bits & 63] : '='};

		textbuf_add_bytes(buffer, group, sizeof(group));
	}
}

/* The value of a digit; −1 none. */
static int digit(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

unsigned char *base64_decode(const char *text, size_t *ret_size)
{
	unsigned char *data = memory_new(strlen(text) / 4 * 3 + 3, 1);
	uint32_t bits = 0;
	size_t size = 0;
	int n = 0;

	for (; digit(*text) >= 0; text++) {
		bits = bits << 6 | (uint32_t)digit(*text);
		n += 6;
		if (n >= 8) {
			n -= 8;
			data[size++] = (unsigned char)(bits >> n);
		}
	}
	*ret_size = size;
	return data;
}
