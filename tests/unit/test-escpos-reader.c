/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/escpos-reader.h"

#include "check.h"
#include <string.h>

#include "base/text.h"

enum { WIDTH = 32, BLADE = 10, BUFFER = 256 };

/* A string literal's bytes, NULs included, without the last one. */
#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1

struct fixture {
	struct escpos_reader *reader;
	uint8_t answers[256];
	size_t n_answers;
	int slips;
	/* of the last slip */
	int height;
	bool cut;
	size_t line_bytes;
	char line[PAPER_LINE_MAX + 1];
	uint8_t rows[64][WIDTH / 8];
};

static void on_answer(const uint8_t *bytes, size_t size, void *userdata)
{
	struct fixture *fixture = userdata;

	assert_true(fixture->n_answers + size <= sizeof(fixture->answers));
	memcpy(fixture->answers + fixture->n_answers, bytes, size);
	fixture->n_answers += size;
}

static void on_slip(const struct paper_slip *slip, void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->slips++;
	fixture->height = slip->picture->height_dots;
	fixture->cut = slip->cut;
	fixture->line_bytes = slip->line_bytes;
	(void)text_copy(
		fixture->line, sizeof(fixture->line), slip->n_lines > 0 ? slip->lines[0].text : "");
	memset(fixture->rows, 0, sizeof(fixture->rows));
	for (int y = 0; y < MIN_OF(fixture->height, 64); y++) {
		memcpy(fixture->rows[y], slip->picture->bits + (size_t)y * slip->picture->stride,
			WIDTH / 8);
	}
}

static int set_up(void **state)
{
	const struct escpos_reader_settings settings = {WIDTH, BLADE, BUFFER};
	const struct escpos_reader_calls calls = {on_answer, on_slip};
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	fixture->reader = escpos_reader_new(&settings, &calls, fixture);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	escpos_reader_free(fixture->reader);
	free(fixture);
	return 0;
}

static void receive(struct fixture *fixture, const uint8_t *bytes, size_t size)
{
	assert_true(size <= escpos_reader_room(fixture->reader));
	escpos_reader_receive(fixture->reader, bytes, size);
}

static int print(struct fixture *fixture, const uint8_t *bytes, size_t size)
{
	receive(fixture, bytes, size);
	return escpos_reader_run(fixture->reader, 1000000);
}

static void expect_answer(struct fixture *fixture, const uint8_t *bytes, size_t size)
{
	assert_int_equal(fixture->n_answers, size);
	assert_memory_equal(fixture->answers, bytes, size);
	fixture->n_answers = 0;
}

static void set_sensors(struct fixture *fixture, struct escpos_sensors sensors)
{
	escpos_reader_set_sensors(fixture->reader, &sensors);
}

static struct escpos_reader_counts counts(const struct fixture *fixture)
{
	struct escpos_reader_counts counts;

	escpos_reader_get_counts(fixture->reader, &counts);
	return counts;
}

static void a_raster_comes_out_where_it_was_printed(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(print(fixture,
				 BYTES("\x1b@\x1dv0\0\4\0\2\0"
				       "\x01\x02\x03\x04\x80\0\0\x01"
				       "\x1bJ\x0a\x1dV\0")),
		2 + BLADE);
	assert_int_equal(fixture->slips, 1);
	assert_true(fixture->cut);
	assert_int_equal(fixture->height, BLADE + 2);
	assert_memory_equal(fixture->rows[BLADE], "\x01\x02\x03\x04", 4);
	assert_memory_equal(fixture->rows[BLADE + 1], "\x80\0\0\x01", 4);
	assert_int_equal(fixture->line_bytes, 0);
	assert_int_equal(fixture->n_answers, 0);
	assert_int_equal(counts(fixture).unknown, 0);
	assert_false(escpos_reader_busy(fixture->reader));
}

static void a_raster_may_come_byte_by_byte(void **state)
{
	static const uint8_t stream[] = "\x1b@\x1dv0\0\1\0\1\0\xf0\x1dVA\0";
	struct fixture *fixture = *state;

	for (size_t i = 0; i + 1 < sizeof(stream); i++) {
		(void)print(fixture, &stream[i], 1);
	}
	assert_int_equal(fixture->slips, 1);
	assert_int_equal(fixture->height, BLADE + 1);
	assert_memory_equal(fixture->rows[BLADE], "\xf0\0\0\0", 4);
}

static void doubled_rasters_are_wider_and_higher(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1dv0\3\1\0\1\0\xa1\x1dVA\0"));
	assert_int_equal(fixture->height, BLADE + 2);
	assert_memory_equal(fixture->rows[BLADE], "\xcc\x03\0\0", 4);
	assert_memory_equal(fixture->rows[BLADE + 1], "\xcc\x03\0\0", 4);
}

static void a_stored_graphic_is_printed_by_the_second_command(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1d(L\x0c\0\x30\x70\x30\1\1\x31\x0c\0\1\0\xff\xf0"));
	(void)print(fixture, BYTES("\x1d(L\2\0\x30\x32\x1dVB\0"));
	assert_int_equal(fixture->height, BLADE + 1);
	assert_memory_equal(fixture->rows[BLADE], "\xff\xf0\0\0", 4);
	/* It is printed once. */
	(void)print(fixture, BYTES("\x1d(L\2\0\x30\x32\x1dVB\0"));
	assert_int_equal(fixture->height, BLADE);
	assert_int_equal(counts(fixture).unknown, 0);
}

static void text_is_garbage_on_the_slip(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("v\n\x1dVA\0"));
	assert_int_equal(fixture->slips, 1);
	assert_string_equal(fixture->line, "v");
	assert_int_equal(fixture->line_bytes, 1);
	assert_int_equal(fixture->height, BLADE + 30);
	assert_int_equal(counts(fixture).text_bytes, 1);
}

static void an_unknown_command_is_counted_and_its_rest_is_text(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1b~x\n\x1dVA\0"));
	assert_int_equal(counts(fixture).unknown, 1);
	assert_string_equal(fixture->line, "x");
}

static void dots_of_a_raster_after_text_become_text(void **state)
{
	struct fixture *fixture = *state;

	/* 32 dots hold two characters of the printer's font. */
	(void)print(fixture, BYTES("a\x1dv0\0\2\0\1\0bc\x1dVA\0"));
	assert_int_equal(counts(fixture).unknown, 1);
	assert_int_equal(counts(fixture).text_bytes, 3);
	assert_string_equal(fixture->line, "ab");
}

static void impossible_rasters_are_refused(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1dv0\0\0\0\1\0")); /* no width */
	(void)print(fixture, BYTES("\x1dv0\0\1\0\0\0")); /* no height */
	(void)print(fixture, BYTES("\x1dv0\0\1\0\0\x09")); /* 2304 rows */
	(void)print(fixture, BYTES("\x1dv0\0\1\x20\1\0")); /* 8193 bytes a row */
	assert_int_equal(counts(fixture).unknown, 4);
	(void)print(fixture, BYTES("\x1bJ\1\x1dV\0"));
	assert_int_equal(fixture->slips, 1);
}

static void status_questions_are_answered_in_every_state(void **state)
{
	static const struct {
		struct escpos_sensors sensors;
		uint8_t answers[4];
	} cases[] = {
		{{0}, {0x12, 0x12, 0x12, 0x12}},
		{{.paper_low = true}, {0x12, 0x12, 0x12, 0x1e}},
		{{.paper_out = true}, {0x1a, 0x32, 0x12, 0x7e}},
		{{.cover_open = true}, {0x1a, 0x16, 0x12, 0x12}},
		{{.cover_open = true, .paper_out = true}, {0x1a, 0x36, 0x12, 0x7e}},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		set_sensors(fixture, cases[i].sensors);
		receive(fixture, BYTES("\x10\4\1\x10\4\2\x10\4\3\x10\4\4"));
		expect_answer(fixture, cases[i].answers, 4);
		escpos_reader_reset(fixture->reader);
	}
}

static void real_time_commands_are_seen_inside_a_picture(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1dv0\0\4\0\1\0\x10\x10\4\1\x1dVA\0"));
	expect_answer(fixture, BYTES("\x12"));
	/* And they are dots all the same. */
	assert_memory_equal(fixture->rows[BLADE], "\x10\x10\4\1", 4);
	assert_int_equal(fixture->height, BLADE + 1);
}

static void what_waits_is_printed_when_the_paper_is_back(void **state)
{
	struct fixture *fixture = *state;

	set_sensors(fixture, (struct escpos_sensors){.paper_out = true});
	assert_int_equal(print(fixture, BYTES("\x1dv0\0\1\0\1\0\xff\x1dVA\0\x1dr\1")), 0);
	assert_int_equal(fixture->slips, 0);
	assert_int_equal(fixture->n_answers, 0);
	assert_false(escpos_reader_busy(fixture->reader));
	set_sensors(fixture, (struct escpos_sensors){0});
	assert_true(escpos_reader_busy(fixture->reader));
	(void)escpos_reader_run(fixture->reader, 1000);
	assert_int_equal(fixture->slips, 1);
	expect_answer(fixture, BYTES("\0"));
}

static void the_buffer_is_as_large_as_it_is(void **state)
{
	uint8_t much[BUFFER] = {0};
	struct fixture *fixture = *state;

	set_sensors(fixture, (struct escpos_sensors){.cover_open = true});
	assert_int_equal(escpos_reader_room(fixture->reader), BUFFER);
	receive(fixture, much, BUFFER - 1);
	assert_int_equal(escpos_reader_room(fixture->reader), 1);
	receive(fixture, much, 1);
	assert_int_equal(escpos_reader_room(fixture->reader), 0);
	set_sensors(fixture, (struct escpos_sensors){0});
	(void)escpos_reader_run(fixture->reader, 1000);
	assert_int_equal(escpos_reader_room(fixture->reader), BUFFER);
}

static void printing_takes_its_time(void **state)
{
	struct fixture *fixture = *state;

	receive(fixture, BYTES("\x1dv0\0\1\0\4\0\1\2\3\4\x1dr\1"));
	assert_int_equal(escpos_reader_run(fixture->reader, 1), 1);
	assert_int_equal(escpos_reader_run(fixture->reader, 2), 2);
	assert_true(escpos_reader_busy(fixture->reader));
	assert_int_equal(fixture->n_answers, 0);
	assert_int_equal(escpos_reader_run(fixture->reader, 2), 1);
	assert_false(escpos_reader_busy(fixture->reader));
	expect_answer(fixture, BYTES("\0"));
}

static void answers_in_order_say_what_was_printed(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1d(H\6\0\x30\x30\x41\x42\x43\x44"));
	expect_answer(fixture, BYTES("\x37\x22\x41\x42\x43\x44\0"));
	set_sensors(fixture, (struct escpos_sensors){.paper_low = true});
	(void)print(fixture, BYTES("\x1dr\1"));
	expect_answer(fixture, BYTES("\3"));
	(void)print(fixture, BYTES("\x1dr\x32"));
	expect_answer(fixture, BYTES("\0"));
	(void)print(fixture, BYTES("\x1dI\1"));
	expect_answer(fixture, BYTES("\x20"));
	(void)print(fixture, BYTES("\x1dIB"));
	expect_answer(fixture, BYTES("_layso\0"));
}

static void automatic_status_tells_changes_it_was_asked_for(void **state)
{
	struct fixture *fixture = *state;

	set_sensors(fixture, (struct escpos_sensors){.paper_low = true});
	assert_int_equal(fixture->n_answers, 0);
	(void)print(fixture, BYTES("\x1d\x61\x0e"));
	expect_answer(fixture, BYTES("\x10\0\3\0"));
	set_sensors(fixture, (struct escpos_sensors){.paper_low = true});
	assert_int_equal(fixture->n_answers, 0); /* no change */
	set_sensors(fixture, (struct escpos_sensors){.paper_out = true});
	expect_answer(fixture, BYTES("\x18\0\x0f\0"));
	set_sensors(fixture, (struct escpos_sensors){.cover_open = true});
	expect_answer(fixture, BYTES("\x38\0\0\0"));
	set_sensors(fixture, (struct escpos_sensors){0});
	expect_answer(fixture, BYTES("\x10\0\0\0"));
	(void)print(fixture, BYTES("\x1d\x61\x02")); /* only on line, off line */
	fixture->n_answers = 0;
	set_sensors(fixture, (struct escpos_sensors){.paper_low = true});
	assert_int_equal(fixture->n_answers, 0);
	(void)print(fixture, BYTES("\x1b@"));
	set_sensors(fixture, (struct escpos_sensors){.cover_open = true});
	assert_int_equal(fixture->n_answers, 0);
}

static void a_clear_drops_what_waits_and_says_so(void **state)
{
	struct fixture *fixture = *state;

	set_sensors(fixture, (struct escpos_sensors){.paper_out = true});
	receive(fixture, BYTES("\x1dv0\0\1\0\1\0\xff\x1dVA\0"));
	receive(fixture, BYTES("\x10\x14\x08\1\3\x14\1\6\2\x08"));
	expect_answer(fixture, BYTES("\x37\x25\0"));
	assert_int_equal(escpos_reader_room(fixture->reader), BUFFER);
	set_sensors(fixture, (struct escpos_sensors){0});
	(void)print(fixture, BYTES("\x1dv0\0\1\0\1\0\x0f\x1dVA\0"));
	assert_int_equal(fixture->slips, 1);
	assert_memory_equal(fixture->rows[BLADE], "\x0f\0\0\0", 4);
	assert_int_equal(counts(fixture).text_bytes, 0);
}

static void a_clear_in_the_middle_of_a_picture_ends_it(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1dv0\0\1\0\3\0\xff"));
	receive(fixture, BYTES("\x10\x14\x08\1\3\x14\1\6\2\x08"));
	fixture->n_answers = 0;
	(void)print(fixture, BYTES("\x1b@\x1dVA\0"));
	assert_int_equal(fixture->slips, 1);
	assert_int_equal(fixture->height, BLADE + 1);
	assert_int_equal(counts(fixture).text_bytes, 0);
}

static void a_reset_forgets_a_half_read_command(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1dv0\0\1\0\3\0\xff"));
	escpos_reader_reset(fixture->reader);
	(void)print(fixture, BYTES("\x1dv0\0\1\0\1\0\x0f\x1dVA\0"));
	assert_int_equal(fixture->height, BLADE + 2);
	assert_memory_equal(fixture->rows[BLADE + 1], "\x0f\0\0\0", 4);
}

static void a_stuck_blade_is_an_error_until_told_to_go_on(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x1d\x61\x0e"));
	fixture->n_answers = 0;
	set_sensors(fixture, (struct escpos_sensors){.cutter_jam = true});
	assert_int_equal(fixture->n_answers, 0); /* it is not known before the cut */
	(void)print(fixture, BYTES("\x1bJ\1\x1dV\0\x1dr\1"));
	expect_answer(fixture, BYTES("\x18\x08\0\0"));
	assert_false(escpos_reader_online(fixture->reader));
	receive(fixture, BYTES("\x10\4\2\x10\4\3"));
	expect_answer(fixture, BYTES("\x52\x1a"));
	set_sensors(fixture, (struct escpos_sensors){0});
	assert_false(escpos_reader_online(fixture->reader));
	receive(fixture, BYTES("\x10\5\1"));
	expect_answer(fixture, BYTES("\x10\0\0\0"));
	(void)escpos_reader_run(fixture->reader, 1000);
	expect_answer(fixture, BYTES("\0"));
	assert_int_equal(fixture->slips, 0);
	assert_int_equal(counts(fixture).text_bytes, 0);
}

static void recovery_without_an_error_leaves_the_stream_whole(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture, BYTES("\x10\5\1\x10\5\2\x10\4\1\x1dv0\0\1\0\1\0\x0f\x1dVA\0"));
	expect_answer(fixture, BYTES("\x12"));
	assert_int_equal(fixture->slips, 1);
	assert_int_equal(counts(fixture).text_bytes, 0);
	assert_int_equal(counts(fixture).unknown, 0);
}

static void settings_of_fonts_and_codes_are_read_over(void **state)
{
	struct fixture *fixture = *state;

	(void)print(fixture,
		BYTES("\x1c.\x1bt\x1e\x1b\x61\1\x1b!A\x1b$AB\x1d!A\x1dLAB\x1dWAB"
		      "\x1bpABC\x1bM1\x1bR1\x1b{1\x1b\x45\x31\x1d(E\2\0AB\0\r\n"));
	assert_int_equal(counts(fixture).text_bytes, 0);
	assert_int_equal(counts(fixture).unknown, 0);
}

static void feeding_by_lines_uses_the_line_spacing(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(print(fixture, BYTES("\x1b\x64\2")), 60);
	assert_int_equal(print(fixture, BYTES("\x1b\x33\x18\x1b\x64\2")), 48);
	assert_int_equal(print(fixture, BYTES("\x1b\x32\n")), 30);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_raster_comes_out_where_it_was_printed),
		TEST(a_raster_may_come_byte_by_byte),
		TEST(doubled_rasters_are_wider_and_higher),
		TEST(a_stored_graphic_is_printed_by_the_second_command),
		TEST(text_is_garbage_on_the_slip),
		TEST(an_unknown_command_is_counted_and_its_rest_is_text),
		TEST(dots_of_a_raster_after_text_become_text),
		TEST(impossible_rasters_are_refused),
		TEST(status_questions_are_answered_in_every_state),
		TEST(real_time_commands_are_seen_inside_a_picture),
		TEST(what_waits_is_printed_when_the_paper_is_back),
		TEST(the_buffer_is_as_large_as_it_is),
		TEST(printing_takes_its_time),
		TEST(answers_in_order_say_what_was_printed),
		TEST(automatic_status_tells_changes_it_was_asked_for),
		TEST(a_clear_drops_what_waits_and_says_so),
		TEST(a_clear_in_the_middle_of_a_picture_ends_it),
		TEST(a_reset_forgets_a_half_read_command),
		TEST(a_stuck_blade_is_an_error_until_told_to_go_on),
		TEST(recovery_without_an_error_leaves_the_stream_whole),
		TEST(settings_of_fonts_and_codes_are_read_over),
		TEST(feeding_by_lines_uses_the_line_spacing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
