/* SPDX-License-Identifier: Apache-2.0 */
#include "base/png-head.h"

#include <errno.h>
#include <stdbool.h>
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

enum { CHUNK_REST = 12 }; /* its length, its name, and the sum after its content */

/* The sum of a chunk (PNG specification, annex D), half a byte at a time. */
static uint32_t sum_up(const unsigned char *data, size_t size)
{
	static const uint32_t table[16] = {0, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190,
		0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
		0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
	uint32_t sum = UINT32_MAX;

	for (size_t i = 0; i < size; i++) {
		sum = sum >> 4 ^ table[(sum ^ data[i]) & 15];
		sum = sum >> 4 ^ table[(sum ^ data[i] >> 4) & 15];
	}
	return ~sum;
}

int png_check_whole(const void *data, size_t size)
{
	const unsigned char *bytes = data;
	size_t at = 8; /* after the signature */
	bool ended = false;

	while (size >= CHUNK_REST && at <= size - CHUNK_REST && !ended) {
		size_t length = get_number(bytes + at);

		if (length > size - at - CHUNK_REST ||
			sum_up(bytes + at + 4, length + 4) != get_number(bytes + at + 8 + length)) {
			return -EBADMSG;
		}
		ended = memcmp(bytes + at + 4, "IEND", 4) == 0;
		at += length + CHUNK_REST;
	}
	return ended && at == size ? 0 : -EBADMSG;
}
