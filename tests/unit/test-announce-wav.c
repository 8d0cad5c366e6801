/* SPDX-License-Identifier: Apache-2.0 */
/* An announcement as a file: its head, its samples, and its silences. */
#include "check.h"
#include "display/announce-wav.h"

static uint32_t read_number(const char *at, int bytes)
{
	uint32_t value = 0;

	for (int i = bytes; i > 0; i--) {
		value = value << 8 | (uint8_t)at[i - 1];
	}
	return value;
}

static void test_samples_and_silences_follow_the_head(void **state)
{
	static const int16_t samples[] = {1, -2, 32767, -32768};
	struct announce_parts parts = {
		.n = 3, .part = {{samples, 4}, {NULL, SOUND_RATE / 10}, {samples, 2}}};
	size_t size = 0;
	_cleanup_free_ char *wav = announce_wav(&parts, &size);
	const char *data = wav + 44;

	(void)state;
	assert_int_equal(size, 44 + 2 * (4 + SOUND_RATE / 10 + 2));
	assert_memory_equal(wav, "RIFF", 4);
	assert_int_equal(read_number(wav + 4, 4), size - 8);
	assert_memory_equal(wav + 8, "WAVEfmt ", 8);
	assert_int_equal(read_number(wav + 22, 2), 1);
	assert_int_equal(read_number(wav + 24, 4), SOUND_RATE);
	assert_int_equal(read_number(wav + 34, 2), 16);
	assert_int_equal(read_number(wav + 40, 4), size - 44);
	for (int i = 0; i < 4; i++) {
		assert_int_equal((int16_t)read_number(data + 2 * i, 2), samples[i]);
	}
	for (int i = 0; i < SOUND_RATE / 10; i++) {
		assert_int_equal(read_number(data + 8 + 2 * i, 2), 0);
	}
	assert_int_equal((int16_t)read_number(wav + size - 2, 2), -2);
	assert_int_equal(announce_ms(&parts), 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples_and_silences_follow_the_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
