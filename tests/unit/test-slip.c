/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "picture.h"
#include "ui/slip.h"

#define URL "http://192.168.1.10:8080/t/3f-abcdefghijklmnopqrstuvwxyz"
#define CENTRE "Trung tâm Phục vụ hành chính công xã Mẫu"
#define ADVICE "Mời ông/bà ngồi chờ và theo dõi màn hình. Lỡ lượt, xin báo cán bộ tại quầy."

/* Half of what one changed digit of the number makes on the widest paper; see the last test. */
#define TOLERANCE 0.01

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(struct bitmap *, bitmap_free);

static struct phrases *phrases;

static const struct slip plain = {
	.language = "vi",
	.centre = CENTRE,
	.number = "A001",
	.service = "Hộ tịch",
	.date = "Thứ Hai, 23/11/2026",
	.time = "08:01",
	.code = "10482",
	.ahead = 4,
	.wait_s = 840,
	.url = URL,
	.advice = ADVICE,
};

static int load_phrases(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &phrases);
}

static int free_phrases(void **state)
{
	(void)state;
	phrases_free(phrases);
	return 0;
}

static struct bitmap *render(const struct slip *slip, int width_dots, int dpi)
{
	struct bitmap *bitmap = NULL;

	assert_int_equal(slip_render(phrases, slip, width_dots, dpi, &bitmap), 0);
	assert_int_equal(bitmap->width_dots, width_dots);
	return bitmap;
}

static void compare(const struct slip *slip, int width_dots, int dpi, const char *name)
{
	_cleanup_(bitmap_freep) struct bitmap *bitmap = render(slip, width_dots, dpi);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = picture_of_bitmap(bitmap);

	picture_compare(surface, name, TOLERANCE);
}

static int row_ink(const struct bitmap *bitmap, int y)
{
	int ink = 0;

	for (int x = 0; x < bitmap->width_dots; x++) {
		ink += picture_is_black(bitmap, x, y);
	}
	return ink;
}

/* The number is the one run of inked rows that is high: its height in dots. */
static int highest_run(const struct bitmap *bitmap, int until_y)
{
	int run = 0, highest = 0;

	for (int y = 0; y < until_y; y++) {
		run = row_ink(bitmap, y) > 0 ? run + 1 : 0;
		highest = MAX_OF(highest, run);
	}
	return highest;
}

static void test_pictures(void **state)
{
	struct slip priority = plain, english = plain, bare = plain, timeless = plain, late = plain;

	(void)state;
	compare(&plain, 384, 203, "slip-58mm");
	compare(&plain, 576, 203, "slip-80mm");
	priority.number = "LD128";
	priority.service = "Lao động, Thương binh và Xã hội, Bảo trợ xã hội";
	priority.lane = "Ưu tiên";
	priority.ahead = 12;
	priority.wait_s = 4500;
	priority.mark = SLIP_SECOND_PRINT;
	compare(&priority, 384, 203, "slip-58mm-priority-second");
	english.language = "en";
	english.centre = "Public Administrative Service Centre of Sample Commune";
	english.service = "Certification of copies and signatures";
	english.lane = "Priority";
	english.date = "Monday, 23 November 2026";
	english.ahead = 0;
	english.wait_s = 120;
	english.advice = "Please take a seat and watch the display.";
	english.mark = SLIP_SECOND_PRINT;
	compare(&english, 576, 203, "slip-80mm-english-second");
	english.mark = SLIP_PRINTED_LATE;
	compare(&english, 384, 203, "slip-58mm-english-printed-late");
	compare(&english, 576, 203, "slip-80mm-english-printed-late");
	english.mark = SLIP_SECOND_PRINT;
	late.mark = SLIP_PRINTED_LATE;
	compare(&late, 384, 203, "slip-58mm-printed-late");
	compare(&late, 576, 203, "slip-80mm-printed-late");
	timeless.date = NULL;
	timeless.time = "";
	compare(&timeless, 384, 203, "slip-58mm-timeless");
	compare(&timeless, 576, 203, "slip-80mm-timeless");
	timeless.language = "en";
	timeless.service = english.service;
	timeless.centre = english.centre;
	timeless.advice = english.advice;
	compare(&timeless, 384, 203, "slip-58mm-timeless-english");
	bare.ahead = -1;
	bare.wait_s = -1;
	bare.url = NULL;
	bare.advice = NULL;
	compare(&bare, 512, 180, "slip-72mm-bare");
}

/* Whoever may not be called today reads so, with the longest of names, too. */
static void test_a_wait_past_closing_is_printed(void **state)
{
	enum { DOTS_12_MM = 12 * 203 * 10 / 254 };
	struct slip late = plain;
	struct slip english;
	_cleanup_(bitmap_freep) struct bitmap *usual = render(&late, 576, 203);
	_cleanup_(bitmap_freep) struct bitmap *longer = NULL;
	_cleanup_(bitmap_freep) struct bitmap *longest = NULL;

	(void)state;
	late.past_closing = true;
	longer = render(&late, 576, 203);
	assert_in_range(longer->height_dots - usual->height_dots, 1, DOTS_12_MM);
	late.number = "LD128";
	late.service = "Lao động, Thương binh và Xã hội, Bảo trợ xã hội";
	late.lane = "Ưu tiên";
	late.ahead = 12;
	late.wait_s = 4 * 3600 + 1500;
	english = late;
	english.language = "en";
	english.centre = "Public Administrative Service Centre of Sample Commune";
	english.service = "Labour, people of merit and social affairs";
	english.lane = "Priority";
	english.date = "Monday, 23 November 2026";
	english.advice = "Please take a seat and watch the display.";
	compare(&late, 384, 203, "slip-58mm-late");
	compare(&late, 576, 203, "slip-80mm-late");
	compare(&english, 384, 203, "slip-58mm-late-english");
	compare(&english, 576, 203, "slip-80mm-late-english");
	longest = render(&english, 576, 203);
	picture_assert_margins(longest);
}

/* What is free online is said where there is something, in the slip's language. */
static void test_what_is_free_online_is_printed(void **state)
{
	enum { DOTS_9_MM = 9 * 2030 / 254, DOTS_3_MM = 3 * 2030 / 254 };
	struct slip slip = plain, english;
	_cleanup_(bitmap_freep) struct bitmap *usual = render(&plain, 576, 203);
	_cleanup_(bitmap_freep) struct bitmap *longer = NULL;

	(void)state;
	slip.free_online = 12;
	longer = render(&slip, 576, 203);
	assert_in_range(longer->height_dots - usual->height_dots, DOTS_3_MM, DOTS_9_MM);
	english = slip;
	english.language = "en";
	english.centre = "Public Administrative Service Centre of Sample Commune";
	english.service = "Civil status";
	english.date = "Monday, 23 November 2026";
	english.advice = "Please take a seat and watch the display.";
	compare(&slip, 384, 203, "slip-58mm-free");
	compare(&slip, 576, 203, "slip-80mm-free");
	compare(&english, 384, 203, "slip-58mm-free-english");
	compare(&english, 576, 203, "slip-80mm-free-english");
	slip.large = true;
	compare(&slip, 576, 203, "slip-80mm-large-free");
}

/* What a complaint is about stands below the service, and the official channel has a code of its
 * own, with its address; the ticket's code stays. */
static void test_a_slip_for_a_complaint_names_it_and_the_official_channel(void **state)
{
	static const char link[] = "https://pakn.example.vn/xa-mau";
	static const char long_subject[] =
		"Thái độ, cách hướng dẫn và việc trả kết quả trễ hạn của cán bộ tại quầy";
	static const int widths[] = {384, 416, 512, 576, 640};
	struct slip slip = plain;

	(void)state;
	slip.subject = "Thời gian chờ";
	slip.official = link;
	slip.official_name = "Cổng tiếp nhận phản ánh, kiến nghị của tỉnh Mẫu";
	compare(&slip, 384, 203, "slip-58mm-complaint");
	compare(&slip, 576, 203, "slip-80mm-complaint");
	slip.language = "en";
	slip.mark = SLIP_SECOND_PRINT;
	slip.subject = long_subject;
	compare(&slip, 384, 203, "slip-58mm-complaint-english-second");
	for (size_t i = 0; i < ELEMENTS(widths) * 2; i++) {
		_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;
		int ticket_y, official_y;

		slip.large = i % 2;
		bitmap = render(&slip, widths[i / 2], 203);
		picture_assert_margins(bitmap);
		assert_true(picture_find_code(bitmap, URL, &ticket_y) >= 4);
		assert_true(picture_find_code(bitmap, link, &official_y) >= 4);
		assert_true(official_y > ticket_y);
	}
}

/* On 80 mm paper, and on 58 mm paper. */
static void test_a_slip_for_a_complaint_is_little_longer(void **state)
{
	enum { DOTS_105_MM = 105 * 2030 / 254, DOTS_125_MM = 125 * 2030 / 254 };
	struct slip slip = plain;
	_cleanup_(bitmap_freep) struct bitmap *wide = NULL;
	_cleanup_(bitmap_freep) struct bitmap *narrow = NULL;
	_cleanup_(bitmap_freep) struct bitmap *alone = NULL;

	(void)state;
	slip.subject = "Thời gian chờ";
	alone = render(&slip, 576, 203);
	assert_in_range(alone->height_dots, 1, 85 * 2030 / 254);
	slip.official = "https://pakn.example.vn/xa-mau";
	slip.official_name = "Cổng tiếp nhận phản ánh, kiến nghị của tỉnh Mẫu";
	wide = render(&slip, 576, 203);
	assert_in_range(wide->height_dots, alone->height_dots, DOTS_105_MM);
	narrow = render(&slip, 384, 203);
	assert_in_range(narrow->height_dots, wide->height_dots, DOTS_125_MM);
}

/* A link that no code on this paper holds is there to be typed. */
static void test_an_official_channel_without_a_code_has_its_address(void **state)
{
	struct slip slip = plain;
	_cleanup_free_ char *link = text_printf("https://%0900d.vn/", 1);
	_cleanup_(bitmap_freep) struct bitmap *without = NULL;
	_cleanup_(bitmap_freep) struct bitmap *with = NULL;

	(void)state;
	slip.subject = "Thời gian chờ";
	slip.official_name = "Cổng";
	without = render(&slip, 384, 203);
	slip.official = link;
	with = render(&slip, 384, 203);
	picture_assert_margins(with);
	assert_true(with->height_dots > without->height_dots + 300);
}

static void test_every_width_keeps_margins_number_and_code(void **state)
{
	static const int widths[] = {384, 416, 432, 504, 512, 546, 576, 640};
	static const int dpis[] = {180, 203};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(widths) * ELEMENTS(dpis); i++) {
		_cleanup_(bitmap_freep) struct bitmap *bitmap =
			render(&plain, widths[i / 2], dpis[i % 2]);
		int qr_y = 0;

		picture_assert_margins(bitmap);
		assert_true(picture_find_code(bitmap, URL, &qr_y) >= 4);
		/* "A001" as wide as the paper is 0.3 of it high; 15 mm are enough. */
		assert_true(highest_run(bitmap, qr_y) >=
			MIN_OF(bitmap->width_dots * 0.28, 15 * dpis[i % 2] / 25.4));
	}
}

/* Rolls are changed less often, and a short slip is not folded. */
static void test_slips_are_short(void **state)
{
	enum {
		DOTS_85_MM = 85 * 2030 / 254,
		DOTS_95_MM = 95 * 2030 / 254,
		DOTS_110_MM = 110 * 2030 / 254,
		DOTS_120_MM = 120 * 2030 / 254
	};
	static const struct {
		int width_dots, ahead, wait_s;
		const char *language, *lane;
		bool past_closing, large;
		int dots_max, free_online;
	} cases[] = {
		{384, 4, 840, "vi", NULL, false, false, DOTS_95_MM, 127},
		{384, 4, 840, "en", NULL, false, false, DOTS_95_MM, 127},
		{576, 4, 840, "vi", NULL, false, false, DOTS_85_MM, 127},
		{576, 4, 840, "en", NULL, false, false, DOTS_85_MM, 127},
		{576, 18, 11000, "vi", NULL, true, false, DOTS_85_MM, 127},
		{576, 18, 11000, "en", NULL, true, false, DOTS_85_MM, 127},
		{576, 4, 840, "vi", "Ưu tiên", false, true, DOTS_120_MM, 127},
		{576, 4, 840, "en", "Priority", false, true, DOTS_120_MM, 127},
		{384, 4, 840, "vi", NULL, false, false, DOTS_85_MM, 0},
		{384, 4, 840, "en", NULL, false, false, DOTS_85_MM, 0},
		{576, 4, 840, "vi", NULL, false, false, DOTS_85_MM, 0},
		{576, 4, 840, "en", NULL, false, false, DOTS_85_MM, 0},
		{576, 0, 120, "vi", "Ưu tiên", false, false, DOTS_85_MM, 0},
		{576, 0, 120, "en", "Priority", false, false, DOTS_85_MM, 0},
		{576, 18, 11000, "vi", NULL, true, false, DOTS_85_MM, 0},
		{576, 18, 11000, "en", NULL, true, false, DOTS_85_MM, 0},
		{576, 4, 840, "vi", "Ưu tiên", false, true, DOTS_110_MM, 0},
		{576, 4, 840, "en", "Priority", false, true, DOTS_110_MM, 0},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;
		struct slip slip = plain;

		slip.language = cases[i].language;
		slip.ahead = cases[i].ahead;
		slip.wait_s = cases[i].wait_s;
		slip.lane = cases[i].lane;
		slip.past_closing = cases[i].past_closing;
		slip.large = cases[i].large;
		slip.free_online = cases[i].free_online;
		bitmap = render(&slip, cases[i].width_dots, 203);
		assert_in_range(bitmap->height_dots, 1, cases[i].dots_max);
		picture_assert_margins(bitmap);
	}
}

/* Paper may run out at any millimetre: the number comes first, then what it is for, the centre's
 * name last. */
static void test_the_number_is_printed_first(void **state)
{
	enum { DOTS_25_MM = 25 * 2030 / 254 };
	struct slip other = plain;
	_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&plain, 576, 203);
	_cleanup_(bitmap_freep) struct bitmap *renamed = NULL;
	size_t same = (size_t)bitmap->stride * (size_t)(bitmap->height_dots * 9 / 10);

	(void)state;
	assert_true(highest_run(bitmap, DOTS_25_MM) >= 15 * 203 / 25.4);
	other.centre = "Trung tâm khác";
	renamed = render(&other, 576, 203);
	assert_memory_equal(bitmap->bits, renamed->bits, same);
}

static void test_large_type_is_larger(void **state)
{
	struct slip large = plain;
	_cleanup_(bitmap_freep) struct bitmap *usual = render(&plain, 576, 203);
	_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;
	int qr_y;

	(void)state;
	large.large = true;
	bitmap = render(&large, 576, 203);
	assert_true(bitmap->height_dots > usual->height_dots * 11 / 10);
	assert_true(picture_find_code(bitmap, URL, &qr_y) >= 4);
	compare(&large, 576, 203, "slip-80mm-large");
}

/* A red disc, and beside it a yellow one, which is too light to be printed; none of it is opaque
 * elsewhere. */
static void write_logo(const char *path, int size)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size);
	cairo_t *cr = cairo_create(surface);

	cairo_set_source_rgb(cr, 0.8, 0.1, 0.1);
	cairo_arc(cr, size / 2.0, size / 2.0, size / 2.0, 0, 7);
	cairo_fill(cr);
	cairo_set_source_rgb(cr, 1, 1, 0.2);
	cairo_arc(cr, size / 2.0, size / 2.0, size / 4.0, 0, 7);
	cairo_fill(cr);
	cairo_destroy(cr);
	assert_int_equal(cairo_surface_write_to_png(surface, path), CAIRO_STATUS_SUCCESS);
}

static void test_a_logo_stands_beside_the_name(void **state)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *logo = NULL;
	cairo_surface_t *none = NULL;
	struct slip slip = plain;
	FILE *text;

	(void)state;
	write_logo("logo.png", 200);
	assert_int_equal(slip_load_logo("logo.png", &logo), 0);
	slip.logo = logo;
	compare(&slip, 384, 203, "slip-58mm-logo");
	compare(&slip, 576, 203, "slip-80mm-logo");
	assert_int_equal(slip_load_logo("there-is-none.png", &none), -ENOENT);
	text = fopen("no-picture.png", "w");
	assert_non_null(text);
	assert_true(fputs("no picture\n", text) >= 0);
	assert_int_equal(fclose(text), 0);
	assert_int_equal(slip_load_logo("no-picture.png", &none), -EBADMSG);
	write_logo("logo.png", 2001);
	assert_int_equal(slip_load_logo("logo.png", &none), -E2BIG);
	assert_null(none);
}

static void test_long_names_wrap_and_are_not_cut(void **state)
{
	struct slip slip = plain;
	_cleanup_(bitmap_freep) struct bitmap *usual = NULL;
	_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;
	int qr_y;

	(void)state;
	slip.centre = "Trung tâm Phục vụ hành chính công cấp xã của một xã có tên rất dài, cơ sở "
		      "hai, tầng trệt trụ sở Ủy ban nhân dân xã, gần chợ trung tâm";
	slip.service = "Đăng ký thành lập hộ kinh doanh, thay đổi nội dung đăng ký hộ kinh doanh, "
		       "tạm ngừng kinh doanh và chấm dứt hoạt động hộ kinh doanh";
	usual = render(&plain, 384, 203);
	bitmap = render(&slip, 384, 203);
	picture_assert_margins(bitmap);
	assert_true(bitmap->height_dots > usual->height_dots + 200);
	assert_true(picture_find_code(bitmap, URL, &qr_y) >= 4);
}

static void test_a_word_longer_than_the_paper_stays_on_it(void **state)
{
	struct slip slip = plain;
	_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;

	(void)state;
	slip.service = "Mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm";
	slip.lane = "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww";
	bitmap = render(&slip, 384, 203);
	picture_assert_margins(bitmap);
}

static void test_what_is_unknown_is_left_out(void **state)
{
	struct slip slip = plain;
	_cleanup_(bitmap_freep) struct bitmap *with = render(&plain, 384, 203);
	_cleanup_(bitmap_freep) struct bitmap *without_wait = NULL;
	_cleanup_(bitmap_freep) struct bitmap *without_both = NULL;

	(void)state;
	slip.wait_s = -1;
	without_wait = render(&slip, 384, 203);
	slip.ahead = -1;
	without_both = render(&slip, 384, 203);
	assert_true(without_wait->height_dots < with->height_dots);
	assert_true(without_both->height_dots < without_wait->height_dots);
}

static void test_a_long_address_keeps_its_code_or_leaves_it_out(void **state)
{
	struct slip slip = plain;
	_cleanup_free_ char *fits = text_printf("http://%0150d/t/x", 1);
	_cleanup_free_ char *too_long = text_printf("http://%0900d/t/x", 1);
	_cleanup_(bitmap_freep) struct bitmap *with = NULL;
	_cleanup_(bitmap_freep) struct bitmap *without = NULL;
	int qr_y;

	(void)state;
	slip.url = fits;
	with = render(&slip, 384, 203);
	assert_int_equal(picture_find_code(with, fits, &qr_y), 4);
	picture_assert_margins(with);
	slip.url = too_long;
	without = render(&slip, 384, 203);
	picture_assert_margins(without);
	assert_true(without->height_dots < with->height_dots - 150);
}

/* Inverse bars and black boxes slow the head down and overload small supplies. */
static void test_little_is_black(void **state)
{
	_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&plain, 576, 203);
	long ink = 0;

	(void)state;
	for (int y = 0; y < bitmap->height_dots; y++) {
		ink += row_ink(bitmap, y);
	}
	assert_true(ink * 100 < 20L * bitmap->width_dots * bitmap->height_dots);
}

static void test_wrong_calls_are_refused(void **state)
{
	struct slip slip = plain;
	struct bitmap *bitmap = NULL;

	(void)state;
	assert_int_equal(slip_render(phrases, &plain, 383, 203, &bitmap), -EINVAL);
	assert_int_equal(slip_render(phrases, &plain, 641, 203, &bitmap), -EINVAL);
	assert_int_equal(slip_render(phrases, &plain, 384, 20, &bitmap), -EINVAL);
	slip.date = NULL;
	slip.code = NULL;
	assert_int_equal(slip_render(phrases, &slip, 384, 203, &bitmap), -EINVAL);
	slip = plain;
	slip.number = "";
	assert_int_equal(slip_render(phrases, &slip, 384, 203, &bitmap), -EINVAL);
	slip.number = NULL;
	assert_int_equal(slip_render(phrases, &slip, 384, 203, &bitmap), -EINVAL);
	assert_null(bitmap);
}

/* What the tolerance must not forgive. */
static void test_another_number_is_another_picture(void **state)
{
	struct slip slip = plain;
	_cleanup_(bitmap_freep) struct bitmap *first = render(&plain, 384, 203);
	_cleanup_(bitmap_freep) struct bitmap *second = NULL;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *a = picture_of_bitmap(first);
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *b = NULL;

	(void)state;
	slip.number = "A007";
	second = render(&slip, 384, 203);
	b = picture_of_bitmap(second);
	assert_true(picture_difference(a, b) > 2 * TOLERANCE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pictures),
		cmocka_unit_test(test_a_wait_past_closing_is_printed),
		cmocka_unit_test(test_what_is_free_online_is_printed),
		cmocka_unit_test(test_a_slip_for_a_complaint_names_it_and_the_official_channel),
		cmocka_unit_test(test_a_slip_for_a_complaint_is_little_longer),
		cmocka_unit_test(test_an_official_channel_without_a_code_has_its_address),
		cmocka_unit_test(test_every_width_keeps_margins_number_and_code),
		cmocka_unit_test(test_slips_are_short),
		cmocka_unit_test(test_the_number_is_printed_first),
		cmocka_unit_test(test_large_type_is_larger),
		cmocka_unit_test(test_a_logo_stands_beside_the_name),
		cmocka_unit_test(test_long_names_wrap_and_are_not_cut),
		cmocka_unit_test(test_a_word_longer_than_the_paper_stays_on_it),
		cmocka_unit_test(test_what_is_unknown_is_left_out),
		cmocka_unit_test(test_a_long_address_keeps_its_code_or_leaves_it_out),
		cmocka_unit_test(test_little_is_black),
		cmocka_unit_test(test_wrong_calls_are_refused),
		cmocka_unit_test(test_another_number_is_another_picture),
	};

	return cmocka_run_group_tests(tests, load_phrases, free_phrases);
}
