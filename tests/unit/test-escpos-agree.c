/* SPDX-License-Identifier: Apache-2.0 */
/* The driver's bytes in the simulated printer: both were written from the manuals, each without
 * the other. */
#include "drivers/escpos.h"

#include "check.h"
#include <string.h>

#include "base/text.h"
#include "boards/sim/escpos-reader.h"

enum { BLADE = 120, BUFFER = 256 * 1024 };

struct fixture {
	struct escpos_reader *reader;
	struct escpos_parser parser;
	struct escpos_answer answers[16];
	size_t n_answers;
	int slips;
	struct bitmap *picture; /* of the last slip */
	bool cut;
	size_t garbage;
	size_t clipped;
};

static void on_answer(const uint8_t *bytes, size_t size, void *userdata)
{
	struct fixture *fixture = userdata;

	for (size_t i = 0; i < size; i++) {
		assert_true(fixture->n_answers < ELEMENTS(fixture->answers));
		if (escpos_parse(
			    &fixture->parser, bytes[i], &fixture->answers[fixture->n_answers])) {
			fixture->n_answers++;
		}
	}
}

static void on_slip(const struct paper_slip *slip, void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->slips++;
	fixture->cut = slip->cut;
	fixture->garbage = slip->line_bytes;
	fixture->clipped = slip->clipped_dots;
	bitmap_free(fixture->picture);
	fixture->picture = bitmap_new(slip->picture->width_dots, slip->picture->height_dots);
	memcpy(fixture->picture->bits, slip->picture->bits,
		slip->picture->stride * (size_t)slip->picture->height_dots);
}

static void begin(struct fixture *fixture, int width_dots)
{
	const struct escpos_reader_settings settings = {width_dots, BLADE, BUFFER};
	const struct escpos_reader_calls calls = {on_answer, on_slip};

	*fixture = (struct fixture){.reader = escpos_reader_new(&settings, &calls, fixture)};
}

static void end(struct fixture *fixture)
{
	escpos_reader_free(fixture->reader);
	bitmap_free(fixture->picture);
}

static void print(struct fixture *fixture, struct textbuf *out)
{
	escpos_reader_receive(fixture->reader, (const uint8_t *)out->data, out->size);
	(void)escpos_reader_run(fixture->reader, 1000000);
	textbuf_done(out);
	*out = (struct textbuf){0};
}

static void expect_nothing_strange(const struct fixture *fixture)
{
	struct escpos_reader_counts counts;

	escpos_reader_get_counts(fixture->reader, &counts);
	assert_int_equal(counts.unknown, 0);
	assert_int_equal(counts.text_bytes, 0);
	assert_int_equal(counts.dropped, 0);
	assert_int_equal(fixture->garbage, 0);
	assert_int_equal(fixture->clipped, 0);
}

static void expect_picture(const struct fixture *fixture, const struct bitmap *slip)
{
	assert_true(fixture->picture->height_dots >= BLADE + slip->height_dots);
	for (int y = 0; y < fixture->picture->height_dots; y++) {
		const uint8_t *got = fixture->picture->bits + (size_t)y * slip->stride;

		if (y >= BLADE && y < BLADE + slip->height_dots) {
			assert_memory_equal(
				got, slip->bits + (size_t)(y - BLADE) * slip->stride, slip->stride);
		} else {
			for (size_t i = 0; i < slip->stride; i++) {
				assert_int_equal(got[i], 0);
			}
		}
	}
}

/* Without the byte DLE: what begins with it may be changed by a dot, see below. */
static void draw_noise(struct bitmap *slip, unsigned seed)
{
	size_t size = slip->stride * (size_t)slip->height_dots;

	for (size_t i = 0; i < size; i++) {
		seed = seed * 1103515245U + 12345U;
		slip->bits[i] = (uint8_t)(seed >> 16);
		slip->bits[i] = slip->bits[i] == 0x10 ? 0x11 : slip->bits[i];
	}
}

static void a_slip_comes_out_dot_for_dot(int width_dots, int height_dots)
{
	const struct escpos_form form = {.cut = true,
		.feed_dots = BLADE,
		.id = "A001",
		.questions = PRINTER_EVERYTHING,
		.band_rows = 256,
		.stuck_rows = 48};
	struct bitmap *slip = bitmap_new(width_dots, height_dots);
	struct textbuf out = {0};
	struct fixture fixture;

	begin(&fixture, width_dots);
	draw_noise(slip, (unsigned)height_dots);
	assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
	print(&fixture, &out);
	assert_int_equal(fixture.slips, 1);
	assert_true(fixture.cut);
	expect_nothing_strange(&fixture);
	expect_picture(&fixture, slip);
	bitmap_free(slip);
	end(&fixture);
}

static void slips_of_any_height_come_out_dot_for_dot(void **state)
{
	static const int heights[] = {1, 7, 48, 255, 256, 257, 288, 511, 600, 1000};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(heights); i++) {
		a_slip_comes_out_dot_for_dot(576, heights[i]);
		a_slip_comes_out_dot_for_dot(384, heights[i]);
	}
}

/* A picture whose bytes are orders: it must neither be answered nor clear the printer, and no more
 * than a dot in each may be lost. */
static void a_picture_full_of_orders_is_only_a_picture(void **state)
{
	static const uint8_t orders[] = {0x10, 0x04, 0x01, 0x10, 0x04, 0x04, 0x10, 0x14, 0x08, 0x01,
		0x03, 0x14, 0x01, 0x06, 0x02, 0x08, 0x10, 0x05, 0x02};
	const struct escpos_form form = {.cut = true,
		.feed_dots = BLADE,
		.id = "A001",
		.questions = PRINTER_EVERYTHING,
		.band_rows = 256,
		.stuck_rows = 48};
	struct bitmap *slip = bitmap_new(576, 300);
	struct textbuf out = {0};
	struct fixture fixture;

	(void)state;
	begin(&fixture, 576);
	for (size_t i = 0; i < slip->stride * 300; i++) {
		slip->bits[i] = orders[i % sizeof(orders)];
	}
	assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
	print(&fixture, &out);
	expect_nothing_strange(&fixture);
	assert_int_equal(fixture.slips, 1);
	for (size_t i = 0; i < fixture.n_answers; i++) {
		assert_int_not_equal(fixture.answers[i].kind, ESCPOS_STATUS);
		assert_int_not_equal(fixture.answers[i].kind, ESCPOS_CLEARED);
	}
	for (size_t i = 0; i < slip->stride * 300; i++) {
		unsigned other = slip->bits[i] ^ fixture.picture->bits[i + BLADE * slip->stride];

		assert_true(__builtin_popcount(other) <= 1);
	}
	bitmap_free(slip);
	end(&fixture);
}

static void a_slip_is_proved(void **state)
{
	const struct escpos_form form = {.cut = true,
		.feed_dots = BLADE,
		.id = "x~! ",
		.questions = PRINTER_EVERYTHING,
		.band_rows = 256,
		.stuck_rows = 48};
	struct bitmap *slip = bitmap_new(384, 100);
	struct textbuf out = {0};
	struct fixture fixture;
	bool proved = false;

	(void)state;
	begin(&fixture, 384);
	assert_int_equal(escpos_encode_slip(slip, &form, &out), 0);
	print(&fixture, &out);
	for (size_t i = 0; i < fixture.n_answers; i++) {
		proved |= fixture.answers[i].kind == ESCPOS_PROCESS &&
			strcmp(fixture.answers[i].id, form.id) == 0;
	}
	assert_true(proved);
	bitmap_free(slip);
	end(&fixture);
}

static void take(struct fixture *fixture, struct escpos_state *state, int n)
{
	for (size_t i = 0; i < fixture->n_answers; i++) {
		escpos_state_apply(state, &fixture->answers[i], n);
	}
	fixture->n_answers = 0;
}

static void the_printer_is_understood_in_every_state(void **state)
{
	static const struct {
		struct escpos_sensors sensors;
		const char *name;
	} cases[] = {
		{{0}, "ok"},
		{{.paper_low = true}, "paper_low"},
		{{.paper_out = true}, "paper_out"},
		{{.cover_open = true}, "cover_open"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct printer_status status = {.connected = true, .answers = true};
		struct escpos_state said = {0};
		struct textbuf out = {0};
		struct fixture fixture;

		begin(&fixture, 576);
		escpos_reader_set_sensors(fixture.reader, &cases[i].sensors);
		for (int n = 1; n <= 4; n++) {
			escpos_encode_ask(n, &out);
			print(&fixture, &out);
			assert_int_equal(fixture.n_answers, 1);
			take(&fixture, &said, n);
		}
		escpos_state_status(&said, &status);
		assert_string_equal(printer_status_name(&status), cases[i].name);
		end(&fixture);
	}
}

static void an_order_to_forget_is_answered(void **state)
{
	struct textbuf out = {0};
	struct fixture fixture;

	(void)state;
	begin(&fixture, 576);
	escpos_encode_clear(&out);
	print(&fixture, &out);
	assert_int_equal(fixture.n_answers, 1);
	assert_int_equal(fixture.answers[0].kind, ESCPOS_CLEARED);
	end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_of_any_height_come_out_dot_for_dot),
		cmocka_unit_test(a_picture_full_of_orders_is_only_a_picture),
		cmocka_unit_test(a_slip_is_proved),
		cmocka_unit_test(the_printer_is_understood_in_every_state),
		cmocka_unit_test(an_order_to_forget_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
