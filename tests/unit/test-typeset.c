/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <pthread.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "ui/typeset.h"

enum { WIDTH = 600, HEIGHT = 300 };

struct canvas {
	cairo_surface_t *surface;
	cairo_t *cr;
};

static void canvas_done(struct canvas *canvas)
{
	cairo_destroy(canvas->cr);
	cairo_surface_destroy(canvas->surface);
}

static struct canvas canvas_new(void)
{
	struct canvas canvas = {
		.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, WIDTH, HEIGHT)};

	canvas.cr = cairo_create(canvas.surface);
	return canvas;
}

/* What is inked, from the dots themselves. */
static cairo_rectangle_int_t inked(struct canvas *canvas)
{
	int left = WIDTH, top = HEIGHT, right = 0, bottom = 0, stride;
	const unsigned char *data;

	cairo_surface_flush(canvas->surface);
	data = cairo_image_surface_get_data(canvas->surface);
	stride = cairo_image_surface_get_stride(canvas->surface);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < WIDTH; x++) {
			if (data[y * stride + x] > 64) {
				left = MIN_OF(left, x);
				right = MAX_OF(right, x + 1);
				top = MIN_OF(top, y);
				bottom = MAX_OF(bottom, y + 1);
			}
		}
	}
	return (cairo_rectangle_int_t){left, top, right - left, bottom - top};
}

static void test_fitted_text_fills_its_box(void **state)
{
	static const enum align aligns[] = {ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT};
	static const char *const texts[] = {"A001", "7", "LD128", "Bảy mươi"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(aligns) * ELEMENTS(texts); i++) {
		_cleanup_(canvas_done) struct canvas canvas = canvas_new();
		struct typeset_style style = {.size_px = 2000, .align = aligns[i % 3]};
		cairo_rectangle_t box = {50, 40, 500, 200};
		cairo_rectangle_int_t ink;

		typeset_draw_fitted(canvas.cr, &style, texts[i / 3], &box);
		ink = inked(&canvas);
		assert_in_range(ink.x, 49, 550);
		assert_in_range(ink.y, 39, 240);
		assert_in_range(ink.x + ink.width, 51, 551);
		assert_in_range(ink.y + ink.height, 41, 241);
		assert_true(ink.width >= 490 || ink.height >= 194);
		assert_true(fabs(ink.y + ink.height / 2.0 - 140) <= 2);
		if (style.align == ALIGN_LEFT) {
			assert_in_range(ink.x, 49, 52);
		} else if (style.align == ALIGN_RIGHT) {
			assert_in_range(ink.x + ink.width, 547, 551);
		} else {
			assert_true(fabs(ink.x + ink.width / 2.0 - 300) <= 2);
		}
	}
}

static void test_measured_ink_is_drawn_ink(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {
		.size_px = 40, .bold = true, .align = ALIGN_CENTRE, .width_px = 400};
	const char *text = "Trung tâm Phục vụ hành chính công";
	struct typeset_extents extents = typeset_measure(canvas.cr, &style, text);
	cairo_rectangle_int_t ink;

	(void)state;
	assert_int_equal(extents.lines, 2);
	assert_false(extents.cut);
	typeset_draw(canvas.cr, &style, text, 100, 50);
	ink = inked(&canvas);
	assert_true(fabs(ink.x - (100 + extents.ink.x)) <= 2);
	assert_true(fabs(ink.y - (50 + extents.ink.y)) <= 2);
	assert_true(fabs(ink.width - extents.ink.width) <= 4);
	assert_true(fabs(ink.height - extents.ink.height) <= 4);
}

static void test_without_a_box_align_is_about_x(void **state)
{
	struct typeset_style style = {.size_px = 40};
	const char *text = "HOH";

	(void)state;
	for (int align = ALIGN_LEFT; align <= ALIGN_RIGHT; align++) {
		_cleanup_(canvas_done) struct canvas canvas = canvas_new();
		cairo_rectangle_int_t ink;
		double at;

		style.align = (enum align)align;
		typeset_draw(canvas.cr, &style, text, 300, 100);
		ink = inked(&canvas);
		at = align == ALIGN_LEFT       ? ink.x
			: align == ALIGN_RIGHT ? ink.x + ink.width
					       : ink.x + ink.width / 2.0;
		assert_true(fabs(at - 300) <= 6);
	}
}

static void test_text_shrinks_before_it_is_cut(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {
		.size_px = 40, .width_px = 300, .lines_max = 1, .size_min_px = 20};
	struct typeset_extents fits = typeset_measure(canvas.cr, &style, "Hộ tịch");
	struct typeset_extents shrunk = typeset_measure(canvas.cr, &style, "Tiếp nhận phản ánh");
	struct typeset_extents cut = typeset_measure(canvas.cr, &style,
		"Tiếp nhận phản ánh, kiến nghị của cá nhân và tổ chức trên địa bàn");

	(void)state;
	assert_true(fits.size_px == 40 && !fits.cut);
	assert_true(shrunk.size_px < 40 && shrunk.size_px > 20 && !shrunk.cut);
	assert_true(shrunk.width_px <= 300);
	assert_true(cut.size_px == 20 && cut.cut && cut.lines == 1);
	assert_true(cut.width_px <= 300);
}

static void test_lines_end_at_the_most_and_in_the_box(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {.size_px = 30, .width_px = 200, .lines_max = 2};
	struct typeset_extents words =
		typeset_measure(canvas.cr, &style, "một hai ba bốn năm sáu bảy tám chín mười một");
	struct typeset_extents word = typeset_measure(
		canvas.cr, &style, "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm");

	(void)state;
	assert_int_equal(words.lines, 2);
	assert_true(words.cut && words.width_px <= 200);
	assert_int_equal(word.lines, 2);
	assert_true(word.cut && word.width_px <= 200);
}

static void test_balanced_lines_are_alike_and_as_many(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {.size_px = 30, .width_px = 400, .align = ALIGN_CENTRE};
	const char *text = "Trung tâm Phục vụ hành chính công";
	struct typeset_extents greedy = typeset_measure(canvas.cr, &style, text), balanced;
	cairo_rectangle_int_t ink;

	(void)state;
	style.balanced = true;
	balanced = typeset_measure(canvas.cr, &style, text);
	assert_int_equal(balanced.lines, greedy.lines);
	assert_true(balanced.width_px < greedy.width_px - 20);
	typeset_draw(canvas.cr, &style, text, 100, 20);
	ink = inked(&canvas);
	assert_true(fabs(ink.x + ink.width / 2.0 - 300) <= 4);
}

/* Without the right fonts these would be boxes of one shape. */
/* What is drawn in a width that holds the words before the last blank, and half of the last one. */
static double first_line(const char *before, const char *word, bool markup)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	_cleanup_free_ char *text = text_printf("%s%s", before, word);
	struct typeset_style style = {.size_px = 30, .markup = markup};
	double words = typeset_measure(canvas.cr, &style, before).width_px;
	double whole = typeset_measure(canvas.cr, &style, text).width_px;

	style.width_px = whole - 5;
	style.lines_max = 4;
	return typeset_measure(canvas.cr, &style, text).width_px - words;
}

static void test_a_word_with_a_slash_is_not_parted(void **state)
{
	static const char *const words[] = {
		"ông/bà", "(ông/bà)", "và/hoặc,", "ông/bà.", "km/h", "nghiêng/nghiêng"};
	static const char *const others[] = {
		"dichvucong/thutuc", "gov.vn/home", "vn/thu/tuc", "hộ tịch/ chứng thực"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (first_line("Mời toàn thể mọi người ", words[i], i % 2 == 1) > 5) {
			fail_msg("%s is parted", words[i]);
		}
	}
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		if (first_line("Mời toàn thể mọi người ", others[i], false) <= 5) {
			fail_msg("%s is not parted", others[i]);
		}
	}
}

static void test_vietnamese_and_tai_viet_have_glyphs(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {.size_px = 60};
	struct typeset_extents e = typeset_measure(canvas.cr, &style, "e");
	struct typeset_extents marked = typeset_measure(canvas.cr, &style, "ể");
	struct typeset_extents below = typeset_measure(canvas.cr, &style, "ệ");
	struct typeset_extents composed = typeset_measure(canvas.cr, &style, "e\u0323\u0302");
	struct typeset_extents tai = typeset_measure(canvas.cr, &style, "ꪼꪕ");

	(void)state;
	assert_true(fabs(e.width_px - marked.width_px) < 0.5);
	assert_true(marked.ink.height > e.ink.height + 10);
	assert_true(below.ink.height > e.ink.height + 10);
	assert_true(fabs(below.ink.height - composed.ink.height) < 0.5);
	assert_true(tai.ink.width > 20 && tai.ink.height > 10);
}

static void test_digits_of_one_width(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {.size_px = 60, .bold = true, .tabular = true};

	(void)state;
	assert_true(fabs(typeset_measure(canvas.cr, &style, "111").width_px -
			    typeset_measure(canvas.cr, &style, "888").width_px) < 0.5);
}

/* Tai Viet, the script of Thái: each letter has a glyph of its own. */
static void test_tai_viet_has_glyphs(void **state)
{
	static const struct {
		const char *from, *to; /* the script's ranges of letters, marks and signs */
	} ranges[] = {{"\uAA80", "\uAAC2"}, {"\uAADB", "\uAADF"}};
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	PangoLayout *layout = pango_cairo_create_layout(canvas.cr);
	PangoFontDescription *font = pango_font_description_from_string("Noto Sans 40px");

	(void)state;
	pango_layout_set_font_description(layout, font);
	for (size_t i = 0; i < ELEMENTS(ranges); i++) {
		gunichar end = g_utf8_get_char(ranges[i].to);

		for (gunichar c = g_utf8_get_char(ranges[i].from); c <= end; c++) {
			char text[7] = "";

			(void)g_unichar_to_utf8(c, text);
			pango_layout_set_text(layout, text, -1);
			if (pango_layout_get_unknown_glyphs_count(layout) != 0) {
				fail_msg("no glyph for U+%04X", c);
			}
		}
	}
	pango_font_description_free(font);
	g_object_unref(layout);
}

/* A vowel above its consonant takes no width of its own and stands over it; one that is written
 * before its consonant is left of it, digits are Latin. */
static void test_tai_viet_vowels_stand_where_they_belong(void **state)
{
	static const char *const texts[] = {"\uAA80", "\uAA80\uAAB2", "\uAAB5\uAA80", "\uAAB5"};
	struct typeset_style style = {.size_px = 100};
	cairo_rectangle_int_t ink[ELEMENTS(texts)];
	struct typeset_extents extents[ELEMENTS(texts)];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_(canvas_done) struct canvas canvas = canvas_new();

		extents[i] = typeset_draw(canvas.cr, &style, texts[i], 20, 40);
		ink[i] = inked(&canvas);
	}
	assert_true(fabs(extents[1].width_px - extents[0].width_px) < 1);
	assert_true(ink[1].y < ink[0].y - 5);
	assert_in_range(ink[1].y + ink[1].height, ink[0].y + ink[0].height - 1,
		ink[0].y + ink[0].height + 1);
	assert_true(fabs(extents[2].width_px - extents[0].width_px - extents[3].width_px) < 1);
	assert_in_range(ink[2].x, ink[3].x - 1, ink[3].x + 1);
}

/* Words of Tai Viet stand without spaces: a text breaks where it may (U+200B), else between any two
 * syllables rather than leaving its box, and never loses a letter. */
static void test_tai_viet_wraps_without_spaces(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_style style = {
		.size_px = 40, .size_min_px = 20, .width_px = 300, .lines_max = 4};
	char plain[400] = "", marked[400] = "";
	struct typeset_extents extents;

	(void)state;
	for (int i = 0; i < 20; i++) {
		(void)strcat(plain, "\uAA80\uAAB1");
		(void)strcat(marked, "\uAA80\uAAB1\u200B");
	}
	extents = typeset_measure(canvas.cr, &style, plain);
	assert_in_range(extents.lines, 2, 4);
	assert_true(extents.width_px <= 300.5);
	assert_false(extents.cut);
	extents = typeset_measure(canvas.cr, &style, marked);
	assert_in_range(extents.lines, 2, 4);
	assert_true(extents.size_px > 39.9 && extents.width_px <= 300.5);
	assert_false(extents.cut);
}

static void assert_same(const struct typeset_extents *a, const struct typeset_extents *b)
{
	assert_true(a->width_px == b->width_px && a->height_px == b->height_px);
	assert_true(a->size_px == b->size_px && a->baseline_px == b->baseline_px);
	assert_int_equal(a->lines, b->lines);
	assert_int_equal(a->cut, b->cut);
	assert_int_equal(a->broken, b->broken);
	assert_true(a->ink.x == b->ink.x && a->ink.y == b->ink.y);
	assert_true(a->ink.width == b->ink.width && a->ink.height == b->ink.height);
}

/* Styles that differ in one thing each, of which all change what some text covers. */
static const struct typeset_style alike[] = {
	{.size_px = 30, .width_px = 200},
	{.size_px = 31, .width_px = 200},
	{.size_px = 30, .width_px = 210},
	{.size_px = 30, .width_px = 200, .bold = true},
	{.size_px = 30, .width_px = 200, .align = ALIGN_CENTRE},
	{.size_px = 30, .width_px = 200, .align = ALIGN_RIGHT},
	{.size_px = 30, .width_px = 200, .lines_max = 1},
	{.size_px = 30, .width_px = 200, .lines_max = 2},
	{.size_px = 30, .width_px = 200, .lines_max = 1, .size_min_px = 15},
	{.size_px = 30, .width_px = 200, .tabular = true},
	{.size_px = 30, .width_px = 200, .balanced = true},
	{.size_px = 30, .width_px = 200, .line_spacing = 0.9},
	{.size_px = 30},
};

static const char *const measured[] = {"", "1", "111", "Hộ tịch", "Hộ tich",
	"Trung tâm Phục vụ hành chính công cấp xã", "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
	"một\nhai", "ꪼꪕ"};

/* Drawing always sets the text anew: what is remembered is the same, whatever was measured before.
 */
static void assert_measured_as_drawn(struct canvas *canvas)
{
	for (size_t i = 0; i < ELEMENTS(alike) * ELEMENTS(measured); i++) {
		const struct typeset_style *style = &alike[i % ELEMENTS(alike)];
		const char *text = measured[i / ELEMENTS(alike)];
		struct typeset_extents drawn = typeset_draw(canvas->cr, style, text, 20, 20);

		for (int again = 0; again < 2; again++) {
			struct typeset_extents extents = typeset_measure(canvas->cr, style, text);

			assert_same(&extents, &drawn);
		}
	}
}

static void test_what_is_remembered_is_what_would_be_measured(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	cairo_font_options_t *options = cairo_font_options_create();

	(void)state;
	assert_measured_as_drawn(&canvas);
	cairo_scale(canvas.cr, 1.37, 0.9);
	assert_measured_as_drawn(&canvas);
	cairo_identity_matrix(canvas.cr);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_set_font_options(canvas.cr, options);
	assert_measured_as_drawn(&canvas);
	cairo_font_options_destroy(options);
}

static void *measure_in_thread(void *userdata)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();

	for (int i = 0; i < 20; i++) {
		*(struct typeset_extents *)userdata =
			typeset_measure(canvas.cr, &alike[7], measured[5]);
	}
	return NULL;
}

static void test_threads_remember_apart(void **state)
{
	_cleanup_(canvas_done) struct canvas canvas = canvas_new();
	struct typeset_extents drawn = typeset_draw(canvas.cr, &alike[7], measured[5], 0, 0);
	struct typeset_extents found[4];
	pthread_t threads[ELEMENTS(found)];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(threads); i++) {
		assert_int_equal(
			pthread_create(&threads[i], NULL, measure_in_thread, &found[i]), 0);
	}
	for (size_t i = 0; i < ELEMENTS(threads); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_same(&found[i], &drawn);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fitted_text_fills_its_box),
		cmocka_unit_test(test_tai_viet_has_glyphs),
		cmocka_unit_test(test_tai_viet_vowels_stand_where_they_belong),
		cmocka_unit_test(test_tai_viet_wraps_without_spaces),
		cmocka_unit_test(test_measured_ink_is_drawn_ink),
		cmocka_unit_test(test_without_a_box_align_is_about_x),
		cmocka_unit_test(test_text_shrinks_before_it_is_cut),
		cmocka_unit_test(test_lines_end_at_the_most_and_in_the_box),
		cmocka_unit_test(test_balanced_lines_are_alike_and_as_many),
		cmocka_unit_test(test_a_word_with_a_slash_is_not_parted),
		cmocka_unit_test(test_vietnamese_and_tai_viet_have_glyphs),
		cmocka_unit_test(test_digits_of_one_width),
		cmocka_unit_test(test_what_is_remembered_is_what_would_be_measured),
		cmocka_unit_test(test_threads_remember_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
