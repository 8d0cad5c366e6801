/* SPDX-License-Identifier: Apache-2.0 */
#include "display/announce-wav.h"

#include <string.h>

enum { HEAD_SIZE = 44, SAMPLE_SIZE = 2 };

static size_t count_samples(const struct announce_parts *parts)
{
	size_t n = 0;

	for (int i = 0; i < parts->n; i++) {
		n += (size_t)parts->part[i].n;
	}
	return n;
}

/* Little endian, as RIFF has it. */
static char *put(char *at, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		*at++ = (char)(value >> 8 * i & 255);
	}
	return at;
}

static char *put_word(char *at, const char *word)
{
	memcpy(at, word, 4);
	return at + 4;
}

static char *put_head(char *at, uint32_t data_size)
{
	at = put_word(at, "RIFF");
	at = put(at, HEAD_SIZE - 8 + data_size, 4);
	at = put_word(at, "WAVE");
	at = put_word(at, "fmt ");
	at = put(at, 16, 4); /* the rest of this chunk */
	at = put(at, 1, 2); /* PCM */
	at = put(at, 1, 2); /* channels */
	at = put(at, SOUND_RATE, 4);
	at = put(at, SOUND_RATE * SAMPLE_SIZE, 4);
	at = put(at, SAMPLE_SIZE, 2);
	at = put(at, SAMPLE_SIZE * 8, 2);
	at = put_word(at, "data");
	return put(at, data_size, 4);
}

char *announce_wav(const struct announce_parts *parts, size_t *ret_size)
{
	size_t data_size = count_samples(parts) * SAMPLE_SIZE;
	char *wav = memory_new(1, HEAD_SIZE + data_size);
	char *at = put_head(wav, (uint32_t)data_size);

	for (int i = 0; i < parts->n; i++) {
		const struct sound_part *part = &parts->part[i];

		for (int k = 0; k < part->n && part->samples; k++) {
			(void)put(at + k * SAMPLE_SIZE, (uint16_t)part->samples[k], SAMPLE_SIZE);
		}
		at += part->n * SAMPLE_SIZE;
	}
	*ret_size = HEAD_SIZE + data_size;
	return wav;
}

int announce_ms(const struct announce_parts *parts)
{
	return (int)(count_samples(parts) / (SOUND_RATE / 1000));
}
