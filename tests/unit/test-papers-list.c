/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/papers-list.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "picture.h"

#define URL "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfa-5f68-74c6-89e9-78c8819cef86"
#define LONG \
	"Giấy tờ chứng minh thẩm quyền giao đất, cho thuê đất, cho phép chuyển mục đích sử dụng " \
	"đất theo quy định của pháp luật về đất đai từng thời kỳ"
#define EXEMPT "người thuộc hộ nghèo, người khuyết tật, trẻ em, người có công với cách mạng"

/* As in test-slip. */
#define TOLERANCE 0.01

enum { PAPERS = 12 };

DEFINE_CLEANUP(struct bitmap *, bitmap_free);
DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

static struct phrases *phrases;

static const int widths[] = {384, 576};

static const struct papers_paper papers[] = {
	{"Tờ khai đăng ký khai sinh theo mẫu", 1, 0},
	{"Giấy chứng nhận kết hôn của cha mẹ (nếu có)", 1, 2},
};
static const struct papers_fee fees[] = {
	{PAPERS_DIRECT, .fee = "8.000 đồng", .exempt = EXEMPT},
	{PAPERS_ONLINE, .free_of_charge = true},
};
static const struct papers_list plain = {
	.language = "vi",
	.centre = "Trung tâm Phục vụ hành chính công xã Mẫu",
	.name = "Đăng ký khai sinh",
	.code = "1.001193",
	.papers = papers,
	.n_papers = ELEMENTS(papers),
	.fees = fees,
	.n_fees = ELEMENTS(fees),
	.deadline = "Ngay trong ngày làm việc",
	.where = "Quầy 2, Hộ tịch",
	.date = "Thứ Hai, 23/11/2026",
	.url = URL,
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

static struct bitmap *render(const struct papers_list *list, int width_dots, bool whole)
{
	struct bitmap *bitmap = NULL;
	bool got_whole = !whole;

	assert_int_equal(
		papers_list_render(phrases, list, width_dots, 203, &bitmap, &got_whole), 0);
	assert_int_equal(got_whole, whole);
	assert_int_equal(bitmap->width_dots, width_dots);
	/* A fold more would be needed. */
	assert_true(bitmap->height_dots <= PAPERS_LENGTH_MAX_MM * 203 / 25.4);
	picture_assert_margins(bitmap);
	return bitmap;
}

static int height_of(const struct papers_list *list, int width_dots, bool whole)
{
	_cleanup_(bitmap_freep) struct bitmap *bitmap = render(list, width_dots, whole);

	return bitmap->height_dots;
}

static bool same_bitmap(const struct bitmap *one, const struct bitmap *other)
{
	return one->height_dots == other->height_dots &&
		memcmp(one->bits, other->bits, one->stride * (size_t)one->height_dots) == 0;
}

static void a_short_list_is_whole(void **state)
{
	struct papers_list english = plain;

	(void)state;
	english.language = "en";
	english.date = "Monday, 23 November 2026";
	english.free_online = true;
	for (size_t i = 0; i < ELEMENTS(widths); i++) {
		_cleanup_free_ char *name = text_printf("papers-%d", widths[i]);
		_cleanup_free_ char *name_english = text_printf("papers-%d-english", widths[i]);
		_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&plain, widths[i], true);
		_cleanup_(bitmap_freep) struct bitmap *other = render(&english, widths[i], true);
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
			picture_of_bitmap(bitmap);
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface_english =
			picture_of_bitmap(other);
		int y;

		assert_true(picture_find_code(bitmap, URL, &y) >= 4);
		picture_compare(surface, name, TOLERANCE);
		picture_compare(surface_english, name_english, TOLERANCE);
	}
}

static void every_paper_takes_its_lines(void **state)
{
	struct papers_list fewer = plain;

	(void)state;
	fewer.n_papers = 1;
	for (size_t i = 0; i < ELEMENTS(widths); i++) {
		int grown = height_of(&plain, widths[i], true) - height_of(&fewer, widths[i], true);

		/* Two lines of its name and one of how many. */
		assert_true(grown >= 3 * 5 * 203 / 25.4);
	}
}

static void what_does_not_fit_is_left_to_the_code(void **state)
{
	struct papers_paper many[PAPERS];
	struct papers_list list = plain, fitting = plain;

	(void)state;
	for (int i = 0; i < PAPERS; i++) {
		many[i] = (struct papers_paper){LONG, 1, 2};
	}
	list.papers = fitting.papers = many;
	list.n_papers = PAPERS;
	fitting.n_papers = 1;
	for (size_t i = 0; i < ELEMENTS(widths); i++) {
		_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&list, widths[i], false);
		int y;

		assert_true(picture_find_code(bitmap, URL, &y) >= 4);
		assert_true(y > bitmap->height_dots * 8 / 10);
		/* The paper is used: one more would not have had room. */
		assert_true(bitmap->height_dots > (PAPERS_LENGTH_MAX_MM - 55) * 203 / 25.4);
	}
	/* On wide paper such a name is not cut. */
	(void)height_of(&fitting, 576, true);
}

static void a_longer_name_is_left_to_the_code(void **state)
{
	const struct papers_paper paper = {LONG LONG LONG, 1, 0};
	struct papers_list list = plain;

	(void)state;
	list.papers = &paper;
	list.n_papers = 1;
	(void)height_of(&list, 576, false);
	list = plain;
	list.name = LONG LONG LONG LONG;
	(void)height_of(&list, 576, false);
	list = plain;
	list.where = LONG LONG LONG;
	(void)height_of(&list, 576, false);
}

/* All of who pays less or none of it, and never an amount alone. */
static void a_fee_stands_with_its_exemptions(void **state)
{
	struct papers_fee fee = {PAPERS_DIRECT, .fee = "8.000 đồng", .exempt = ""};
	struct papers_list list = plain;
	int nobody, nothing, unknown, some, longer;

	(void)state;
	list.fees = &fee;
	list.n_fees = 1;
	nobody = height_of(&list, 576, true);
	fee.exempt = NULL;
	unknown = height_of(&list, 576, true);
	fee.exempt = EXEMPT;
	some = height_of(&list, 576, true);
	fee.exempt = LONG LONG LONG LONG LONG LONG;
	longer = height_of(&list, 576, false);
	fee.free_of_charge = true;
	nothing = height_of(&list, 576, true);
	assert_true(nobody > nothing);
	assert_true(unknown > nothing);
	assert_true(some > nobody);
	assert_true(longer > nothing && longer < some + 15 * 203 / 25.4);
}

static void the_same_exemptions_stand_once(void **state)
{
	struct papers_fee two[] = {{PAPERS_DIRECT, .fee = "8.000 đồng", .exempt = EXEMPT},
		{PAPERS_POST, .fee = "8.000 đồng", .exempt = EXEMPT}};
	struct papers_list list = plain;
	int once, twice;

	(void)state;
	list.fees = two;
	list.n_fees = 2;
	once = height_of(&list, 576, true);
	two[1].exempt = EXEMPT ".";
	twice = height_of(&list, 576, true);
	assert_true(twice > once + 2 * 5 * 203 / 25.4);
}

/* The worst of everything: all that must stand is on the paper, and the code is whole. */
static void the_longest_list_keeps_its_code(void **state)
{
	struct papers_paper many[PAPERS];
	const struct papers_fee three[] = {
		{PAPERS_DIRECT, .fee = LONG, .exempt = LONG LONG},
		{PAPERS_ONLINE, .fee = LONG, .exempt = LONG LONG EXEMPT},
		{PAPERS_POST, .fee = LONG, .exempt = LONG LONG LONG},
	};
	struct papers_list list = plain;

	(void)state;
	for (int i = 0; i < PAPERS; i++) {
		many[i] = (struct papers_paper){LONG LONG, 1, 2};
	}
	list.papers = many;
	list.n_papers = PAPERS;
	list.fees = three;
	list.n_fees = ELEMENTS(three);
	list.name = list.deadline = list.where = LONG LONG;
	list.free_online = true;
	for (size_t i = 0; i < ELEMENTS(widths); i++) {
		_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&list, widths[i], false);
		int y;

		assert_true(picture_find_code(bitmap, URL, &y) >= 4);
	}
}

static void without_a_link_the_counter_is_asked(void **state)
{
	struct papers_list list = plain, cut = plain;
	int y;

	(void)state;
	list.url = NULL;
	cut.url = "";
	cut.name = LONG LONG LONG LONG;
	for (size_t i = 0; i < ELEMENTS(widths); i++) {
		_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&list, widths[i], true);
		_cleanup_(bitmap_freep) struct bitmap *shorter = render(&cut, widths[i], false);

		assert_int_equal(picture_find_code(bitmap, URL, &y), 0);
		assert_true(bitmap->height_dots < height_of(&plain, widths[i], true) - 150);
		assert_true(shorter->height_dots > bitmap->height_dots);
	}
}

static void what_is_not_known_is_asked_or_left_out(void **state)
{
	const struct papers_list bare = {
		.language = "vi", .centre = "Xã Mẫu", .name = "Khai tử", .code = "", .where = ""};
	_cleanup_(bitmap_freep) struct bitmap *bitmap = render(&bare, 384, true);
	_cleanup_(bitmap_freep) struct bitmap *again = render(&bare, 384, true);

	(void)state;
	assert_true(bitmap->height_dots < height_of(&plain, 384, true) / 2);
	assert_true(same_bitmap(bitmap, again));
}

static void other_paper_is_refused(void **state)
{
	struct papers_list list = plain;
	struct bitmap *bitmap = NULL;

	(void)state;
	assert_int_equal(papers_list_render(phrases, &plain, 383, 203, &bitmap, NULL), -EINVAL);
	assert_int_equal(papers_list_render(phrases, &plain, 576, 300, &bitmap, NULL), -EINVAL);
	list.n_fees = PAPERS_CHANNELS + 1;
	assert_int_equal(papers_list_render(phrases, &list, 576, 203, &bitmap, NULL), -EINVAL);
	assert_null(bitmap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_list_is_whole),
		cmocka_unit_test(every_paper_takes_its_lines),
		cmocka_unit_test(what_does_not_fit_is_left_to_the_code),
		cmocka_unit_test(a_longer_name_is_left_to_the_code),
		cmocka_unit_test(a_fee_stands_with_its_exemptions),
		cmocka_unit_test(the_same_exemptions_stand_once),
		cmocka_unit_test(the_longest_list_keeps_its_code),
		cmocka_unit_test(without_a_link_the_counter_is_asked),
		cmocka_unit_test(what_is_not_known_is_asked_or_left_out),
		cmocka_unit_test(other_paper_is_refused),
	};

	return cmocka_run_group_tests(tests, load_phrases, free_phrases);
}
