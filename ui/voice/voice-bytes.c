/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-bytes.h"

#include <string.h>

#include "base/text.h"

static sf_count_t get_size(void *userdata)
{
	const struct voice_bytes *bytes = userdata;

	return (sf_count_t)bytes->size;
}

static sf_count_t seek(sf_count_t offset, int whence, void *userdata)
{
	struct voice_bytes *bytes = userdata;
	sf_count_t from = whence == SEEK_SET ? 0
		: whence == SEEK_CUR         ? (sf_count_t)bytes->at
					     : (sf_count_t)bytes->size;

	if (from + offset < 0 || from + offset > (sf_count_t)bytes->size) {
		return -1;
	}
	bytes->at = (size_t)(from + offset);
	return from + offset;
}

static sf_count_t read_some(void *to, sf_count_t count, void *userdata)
{
	struct voice_bytes *bytes = userdata;
	size_t n = MIN_OF((size_t)MAX_OF(count, 0), bytes->size - bytes->at);

	if (n > 0) {
		memcpy(to, bytes->data + bytes->at, n);
	}
	bytes->at += n;
	return (sf_count_t)n;
}

static sf_count_t write_some(const void *from, sf_count_t count, void *userdata)
{
	struct voice_bytes *bytes = userdata;
	size_t end = bytes->at + (size_t)MAX_OF(count, 0);

	if (end > bytes->size) {
		bytes->data = memory_grow(bytes->data, end, 1);
		bytes->size = end;
	}
	if (count > 0) {
		memcpy(bytes->data + bytes->at, from, (size_t)count);
	}
	bytes->at = end;
	return count;
}

static sf_count_t tell(void *userdata)
{
	const struct voice_bytes *bytes = userdata;

	return (sf_count_t)bytes->at;
}

/* Of the many formats that libsndfile knows, those that recordings come in: fewer parsers read what
 * comes from outside. */
static bool is_known(const struct voice_bytes *bytes)
{
	static const char *const beginnings[] = {"RIFF", "fLaC", "OggS"};

	for (size_t i = 0; i < ELEMENTS(beginnings); i++) {
		if (bytes->size > 4 && memcmp(bytes->data, beginnings[i], 4) == 0) {
			return true;
		}
	}
	return false;
}

SNDFILE *voice_bytes_open(struct voice_bytes *bytes, int mode, SF_INFO *info)
{
	static SF_VIRTUAL_IO calls = {.get_filelen = get_size,
		.seek = seek,
		.read = read_some,
		.write = write_some,
		.tell = tell};

	bytes->at = 0;
	if (mode == SFM_READ && !is_known(bytes)) {
		return NULL;
	}
	return sf_open_virtual(&calls, mode, info, bytes);
}

void voice_bytes_done(struct voice_bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct voice_bytes){0};
}
