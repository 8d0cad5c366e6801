/* SPDX-License-Identifier: Apache-2.0 */
#include "base/png-head.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

/* A PNG begins with its signature and the header chunk: its length, "IHDR", width and height in 4
 * bytes each, the highest first (PNG specification, 5.2 and 11.2.2). */
static const unsigned char signature[] = {
	0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
_Static_assert(sizeof(signature) + 8 == PNG_HEAD_SIZE, "the signature, and two numbers");

static uint32_t get_number(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

int png_head_measure(const void *data, size_t size, int *ret_width, int *ret_height)
{
	const unsigned char *bytes = data;
	uint32_t width, height;

	if (size < PNG_HEAD_SIZE || memcmp(bytes, signature, sizeof(signature)) != 0) {
		return -EBADMSG;
	}
	width = get_number(bytes + sizeof(signature));
	height = get_number(bytes + sizeof(signature) + 4);
	if (width < 1 || height < 1 || width > INT32_MAX || height > INT32_MAX) {
		return -EBADMSG;
	}
	*ret_width = (int)width;
	*ret_height = (int)height;
	return 0;
}
