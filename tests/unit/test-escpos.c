/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "drivers/escpos.h"

#define HEAD_SIZE 8 /* of GS v 0 */

static const struct escpos_form form = {.cut = true,
	.feed_dots = 120,
	.id = "0042",
	.questions = PRINTER_EVERYTHING,
	.band_rows = 256,
	.stuck_rows = 48};

static struct bitmap *grey(int width_dots, int height_dots)
{
	struct bitmap *bitmap = bitmap_new(width_dots, height_dots);

	for (size_t i = 0; i < bitmap->stride * (size_t)height_dots; i++) {
		bitmap->bits[i] = 0x55;
	}
	return bitmap;
}

enum { START_SIZE = 7 }; /* ESC @, FS ., GS a 14 */
static const uint8_t end_with_cut[] = {
	0x1D, 'V', 'B', 0, 0x1D, '(', 'H', 6, 0, '0', '0', '0', '0', '4', '2', 0x1D, 'r', 1};

static void a_small_slip_is_encoded_byte_for_byte(void **state)
{
	static const uint8_t expected[] = {
		0x1B, '@', /* initialise */
		0x1C, '.', /* no two-byte characters */
		0x1D, 'a', 0x0E, /* automatic status */
		0x1D, 'v', '0', 0, 2, 0, 3, 0, /* a picture of 2 bytes by 3 rows */
		0x80, 0x01, 0xFF, 0x00, 0x12, 0x34, /* its dots */
		0x1D, 'V', 'B', 0, /* feed to the blade and cut */
		0x1D, '(', 'H', 6, 0, '0', '0', '0', '0', '4', '2', /* say 0042 when done */
		0x1D, 'r', 1, /* and how the paper is */
	};
	static const uint8_t dots[] = {0x80, 0x01, 0xFF, 0x00, 0x12, 0x34};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *slip = bitmap_new(16, 3);

	(void)state;
	memcpy(slip->bits, dots, sizeof(dots));
	assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
	assert_int_equal(out.size, sizeof(expected));
	assert_memory_equal(out.data, expected, sizeof(expected));
	bitmap_free(slip);
}

static void without_a_cutter_the_paper_is_fed_in_steps(void **state)
{
	static const struct escpos_form tear = {.cut = false,
		.feed_dots = 600,
		.id = "0001",
		.questions = PRINTER_EVERYTHING,
		.band_rows = 256,
		.stuck_rows = 48};
	static const uint8_t feed[] = {0x1B, 'J', 255, 0x1B, 'J', 255, 0x1B, 'J', 90, 0x1D, '('};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *slip = grey(8, 1);

	(void)state;
	assert_int_equal(escpos_encode_slip(slip, &tear, &out), 0);
	assert_memory_equal(out.data + START_SIZE + HEAD_SIZE + 1, feed, sizeof(feed));
	bitmap_free(slip);
}

/* Walks over the pictures; returns their heights, 0 after the last. */
static void read_heights(const struct textbuf *out, size_t width_bytes, int heights[8])
{
	const uint8_t *at = (const uint8_t *)out->data + START_SIZE;
	size_t n = 0;

	while (at[0] == 0x1D && at[1] == 'v') {
		assert_true(n < 7);
		assert_int_equal(at[4] + 256 * at[5], width_bytes);
		heights[n] = at[6] + 256 * at[7];
		at += HEAD_SIZE + width_bytes * (size_t)heights[n++];
	}
	heights[n] = 0;
	assert_int_equal(at - (const uint8_t *)out->data, out->size - sizeof(end_with_cut));
	assert_memory_equal(at, end_with_cut, sizeof(end_with_cut));
}

static void high_slips_go_out_in_bands_of_harmless_heights(void **state)
{
	static const struct {
		int height;
		int bands[8];
	} cases[] = {
		{1, {1}},
		{47, {47}},
		{48, {56}}, /* a multiple of 48 is padded */
		{96, {104}},
		{240, {248}},
		{255, {255}},
		{256, {256}},
		{257, {256, 1}},
		{256 + 192, {256, 200}},
		{800, {256, 256, 256, 32}},
		{816, {256, 256, 256, 56}},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(textbuf_done) struct textbuf out = {0};
		struct bitmap *slip = grey(576, cases[i].height);
		int heights[8];

		assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
		read_heights(&out, 72, heights);
		for (size_t band = 0; band == 0 || heights[band - 1]; band++) {
			assert_int_equal(heights[band], cases[i].bands[band]);
			assert_true(heights[band] == 0 || heights[band] % 48 != 0);
		}
		bitmap_free(slip);
	}
}

static bool has_real_time(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++) {
		if (bytes[i] == 0x10 &&
			(bytes[i + 1] == 0x04 || bytes[i + 1] == 0x05 || bytes[i + 1] == 0x14)) {
			return true;
		}
	}
	return false;
}

static int count_changed_dots(const uint8_t *a, const uint8_t *b, size_t size)
{
	int n = 0;

	for (size_t i = 0; i < size; i++) {
		n += __builtin_popcount(a[i] ^ b[i]);
	}
	return n;
}

static void real_time_commands_in_the_dots_are_defused(void **state)
{
	/* Within a row, three in a chain, and across the end of a row. */
	static const uint8_t dots[4][4] = {
		{0x10, 0x04, 0x00, 0xFF},
		{0x10, 0x10, 0x05, 0x10},
		{0x14, 0x00, 0x10, 0x13},
		{0x00, 0x10, 0x14, 0x10},
	};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *slip = bitmap_new(32, 4);
	const uint8_t *sent;

	(void)state;
	memcpy(slip->bits, dots, sizeof(dots));
	assert_true(has_real_time(slip->bits, sizeof(dots)));
	assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
	assert_false(has_real_time((const uint8_t *)out.data, out.size));
	sent = (const uint8_t *)out.data + START_SIZE + HEAD_SIZE;
	assert_int_equal(count_changed_dots(sent, (const uint8_t *)dots, sizeof(dots)), 4);
	assert_memory_equal(slip->bits, dots, sizeof(dots)); /* the picture itself is untouched */
	bitmap_free(slip);
}

static void no_picture_can_hold_a_real_time_command(void **state)
{
	unsigned random = 1;

	(void)state;
	for (int round = 0; round < 20; round++) {
		static const uint8_t bytes[] = {0x10, 0x04, 0x05, 0x14, 0x18, 0x00};
		_cleanup_(textbuf_done) struct textbuf out = {0};
		struct bitmap *slip = bitmap_new(384, 300);

		for (size_t i = 0; i < slip->stride * 300U; i++) {
			random = random * 1103515245U + 12345U;
			slip->bits[i] = bytes[(random >> 16) % ELEMENTS(bytes)];
		}
		assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
		assert_false(has_real_time((const uint8_t *)out.data, out.size));
		bitmap_free(slip);
	}
}

static void dots_beyond_the_width_are_white(void **state)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *slip = bitmap_new(11, 2);

	(void)state;
	memset(slip->bits, 0xFF, 4);
	assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
	assert_memory_equal(out.data + START_SIZE + HEAD_SIZE, "\xFF\xE0\xFF\xE0", 4);
	bitmap_free(slip);
}

static void what_cannot_be_printed_is_refused(void **state)
{
	static const struct escpos_form bad = {.id = {'0', '0', 0x1F, '0', 0}, .band_rows = 256};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *wide = bitmap_new(ESCPOS_WIDTH_MAX_DOTS + 1, 1);
	struct bitmap *slip = bitmap_new(8, 1);

	(void)state;
	assert_int_equal(escpos_encode_slip(wide, &form, &out), -EINVAL);
	assert_int_equal(escpos_encode_slip(slip, &bad, &out), -EINVAL);
	assert_int_equal(out.size, 0);
	bitmap_free(wide);
	bitmap_free(slip);
}

static void questions_and_orders_are_the_manuals_bytes(void **state)
{
	static const uint8_t expected[] = {
		0x10, 0x04, 3, /* DLE EOT 3 */
		0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8, /* DLE DC4 8 */
		0x10, 0x05, 2, /* DLE ENQ 2 */
		0x1B, '@', 0x1C, '.', 0x1D, 'a', 0x0E, /* set-up */
		0x1D, '(', 'H', 6, 0, '0', '0', 'a', 'b', 'c', 'd', 0x1D, 'r', 1, /* its probes */
	};
	_cleanup_(textbuf_done) struct textbuf out = {0};

	(void)state;
	escpos_encode_ask(3, &out);
	escpos_encode_clear(&out);
	escpos_encode_recover(&out);
	escpos_encode_setup("abcd", PRINTER_EVERYTHING, &out);
	assert_int_equal(out.size, sizeof(expected));
	assert_memory_equal(out.data, expected, sizeof(expected));
}

/* Feeds bytes; returns how many answers they hold, the last one in *ret. */
static int parse(const void *bytes, size_t size, struct escpos_answer *ret)
{
	struct escpos_parser parser = {0};
	struct escpos_answer answer;
	int n = 0;

	for (size_t i = 0; i < size; i++) {
		if (escpos_parse(&parser, ((const uint8_t *)bytes)[i], &answer)) {
			*ret = answer;
			n++;
		}
	}
	return n;
}

static void answers_are_told_apart(void **state)
{
	struct escpos_answer answer;

	(void)state;
	assert_int_equal(parse("\x12", 1, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_STATUS);
	assert_int_equal(parse("\x7A", 1, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_STATUS);
	assert_int_equal(answer.byte[0], 0x7A);
	assert_int_equal(parse("\x38\x40\x0C\x0F", 4, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_AUTOMATIC);
	assert_memory_equal(answer.byte, "\x38\x40\x0C\x0F", 4);
	assert_int_equal(parse("\x0C", 1, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_PAPER);
	assert_int_equal(parse("\x37\x22"
			       "0042\0",
				 7, &answer),
		1);
	assert_int_equal(answer.kind, ESCPOS_PROCESS);
	assert_string_equal(answer.id, "0042");
	assert_int_equal(parse("\x37\x25\0", 3, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_CLEARED);
	assert_int_equal(parse("\x11", 1, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_FLOW);
	assert_int_equal(parse("\x13", 1, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_FLOW);
}

static void answers_in_a_row_are_all_found(void **state)
{
	static const char bytes[] = "\x12\x10\x00\x00\x00\x37\x22"
				    "1234\0\x00\x16\x13";
	struct escpos_answer answer;

	(void)state;
	assert_int_equal(parse(bytes, sizeof(bytes) - 1, &answer), 6);
	assert_int_equal(answer.kind, ESCPOS_FLOW);
}

static void a_broken_answer_does_not_swallow_the_next(void **state)
{
	struct escpos_answer answer;

	(void)state;
	/* An automatic status that stops after two bytes, then a status. */
	assert_int_equal(parse("\x10\x00\x12", 3, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_STATUS);
	/* A block that never ends is given up; other blocks are none of ours. */
	assert_int_equal(parse("\x37\x21 this is a long block of text", 31, &answer) > 0, true);
	assert_int_equal(parse("\x37\x21xyz\0\x12", 7, &answer), 1);
	assert_int_equal(answer.kind, ESCPOS_STATUS);
	assert_int_equal(parse("\x37\x22"
			       "12345\0",
				 8, &answer),
		0);
	/* Bytes that no printer sends. */
	assert_int_equal(parse("\x80\xFF\x97\x31", 4, &answer), 0);
}

/* A small generator with a fixed seed: a failure can be repeated. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

static void no_noise_upsets_the_parser(void **state)
{
	static const uint8_t likely[] = {0x10, 0x12, 0x37, 0x22, 0x25, 0x00, 0x0C, 0x11, 0x80};
	struct escpos_parser parser = {0};
	struct escpos_state said = {0};
	struct printer_status status = {0};
	struct escpos_answer answer;
	uint32_t seed = 20261123;

	(void)state;
	for (int i = 0; i < 400000; i++) {
		uint32_t random = next_random(&seed);
		uint8_t byte =
			random % 3 ? likely[random / 3 % sizeof(likely)] : (uint8_t)(random / 3);

		if (!escpos_parse(&parser, byte, &answer)) {
			continue;
		}
		assert_in_range(answer.kind, ESCPOS_STATUS, ESCPOS_FLOW);
		assert_true(strlen(answer.id) <= ESCPOS_ID_LENGTH);
		assert_true((answer.kind == ESCPOS_PROCESS) == (strlen(answer.id) > 0));
		escpos_state_apply(&said, &answer, (int)(random % 6));
		escpos_state_status(&said, &status);
		assert_false(status.paper_low && status.paper_out);
	}
	/* Whatever came before, after the end of a block all is well again. */
	for (int i = 0; i < 20; i++) {
		(void)escpos_parse(&parser, 0, &answer);
	}
	(void)escpos_parse(&parser, 0x80, &answer);
	assert_true(escpos_parse(&parser, 0x12, &answer));
	assert_int_equal(answer.kind, ESCPOS_STATUS);
}

static void what_a_printer_does_not_know_it_is_not_asked(void **state)
{
	static const uint8_t bare[] = {0x1B, '@', 0x1C, '.'};
	static const struct escpos_form quiet = {.cut = true, .id = "0001", .band_rows = 100};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *slip = grey(8, 250);

	(void)state;
	escpos_encode_setup("abcd", 0, &out);
	assert_int_equal(out.size, sizeof(bare));
	assert_memory_equal(out.data, bare, sizeof(bare));
	out.size = 0;
	assert_int_equal(escpos_encode_slip(slip, &quiet, &out), 0);
	/* Pieces of 100, 100 and 50 rows, none padded, then the cut and nothing more. */
	assert_int_equal(out.size, sizeof(bare) + 3 * HEAD_SIZE + 250 + 4);
	assert_int_equal(out.data[sizeof(bare) + 6], 100);
	assert_memory_equal(out.data + out.size - 4, "\x1DVB\0", 4);
	bitmap_free(slip);
}

static const char *status_after(struct escpos_state *state, int n, uint8_t byte)
{
	const struct escpos_answer answer = {.kind = ESCPOS_STATUS, .byte = {byte}};
	struct printer_status status = {.connected = true};

	escpos_state_apply(state, &answer, n);
	escpos_state_status(state, &status);
	return printer_status_name(&status);
}

static void status_bytes_mean_what_the_manual_says(void **state)
{
	static const struct {
		int n;
		uint8_t byte;
		const char *name;
	} cases[] = {
		{1, 0x12, "ok"}, {1, 0x1A, "offline"}, {2, 0x12, "ok"}, {2, 0x16, "cover_open"},
		{2, 0x32, "paper_out"}, {2, 0x52, "error"}, {3, 0x1A, "cutter_error"},
		{3, 0x32, "error"}, {3, 0x52, "error"}, {4, 0x12, "ok"}, {4, 0x1E, "paper_low"},
		{4, 0x72, "paper_out"}, {4, 0x7E, "paper_out"}, {0, 0xFF, "ok"}, /* nobody asked */
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct escpos_state printer = {0};

		assert_string_equal(
			status_after(&printer, cases[i].n, cases[i].byte), cases[i].name);
	}
}

static void being_on_line_again_ends_its_causes(void **state)
{
	struct escpos_state printer = {0};

	(void)state;
	assert_string_equal(status_after(&printer, 1, 0x1A), "offline");
	assert_string_equal(status_after(&printer, 2, 0x16), "cover_open");
	assert_string_equal(status_after(&printer, 1, 0x12), "ok");
}

static void automatic_status_says_everything_at_once(void **state)
{
	static const struct {
		uint8_t byte[4];
		const char *name;
	} cases[] = {
		{{0x10, 0, 0, 0}, "ok"},
		{{0x18, 0, 0, 0}, "offline"},
		{{0x38, 0, 0, 0}, "cover_open"},
		{{0x18, 0x08, 0, 0}, "cutter_error"},
		{{0x18, 0x20, 0, 0}, "error"},
		{{0x18, 0x40, 0, 0}, "error"},
		{{0x10, 0, 0x03, 0}, "paper_low"},
		{{0x18, 0, 0x0F, 0}, "paper_out"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct escpos_state printer = {.cutter = true, .paper_stop = true};
		struct escpos_answer answer = {.kind = ESCPOS_AUTOMATIC};
		struct printer_status status = {.connected = true};

		memcpy(answer.byte, cases[i].byte, 4);
		escpos_state_apply(&printer, &answer, 0);
		escpos_state_status(&printer, &status);
		assert_string_equal(printer_status_name(&status), cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_slip_is_encoded_byte_for_byte),
		cmocka_unit_test(without_a_cutter_the_paper_is_fed_in_steps),
		cmocka_unit_test(high_slips_go_out_in_bands_of_harmless_heights),
		cmocka_unit_test(real_time_commands_in_the_dots_are_defused),
		cmocka_unit_test(no_picture_can_hold_a_real_time_command),
		cmocka_unit_test(dots_beyond_the_width_are_white),
		cmocka_unit_test(what_cannot_be_printed_is_refused),
		cmocka_unit_test(questions_and_orders_are_the_manuals_bytes),
		cmocka_unit_test(answers_are_told_apart),
		cmocka_unit_test(answers_in_a_row_are_all_found),
		cmocka_unit_test(a_broken_answer_does_not_swallow_the_next),
		cmocka_unit_test(no_noise_upsets_the_parser),
		cmocka_unit_test(what_a_printer_does_not_know_it_is_not_asked),
		cmocka_unit_test(status_bytes_mean_what_the_manual_says),
		cmocka_unit_test(being_on_line_again_ends_its_causes),
		cmocka_unit_test(automatic_status_says_everything_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
