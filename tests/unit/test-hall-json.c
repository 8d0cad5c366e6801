/* SPDX-License-Identifier: Apache-2.0 */
/* A hall's view as JSON: whole texts, places inside the screen, and digits as high as halld's. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/json-get.h"
#include "check.h"
#include "display/hall-json.h"
#include "ui/samples/hall-samples.h"

struct json_fixture {
	struct phrases *phrases;
	struct theme *theme;
	struct hall_view view;
	json_t *json;
};

static int set_up(void **state)
{
	struct json_fixture *f = memory_new(1, sizeof(*f));

	_cleanup_free_ char *strings = text_printf("%s/ui/strings", TEST_ROOT);
	_cleanup_free_ char *theme = text_printf("%s/ui/themes/default.theme", TEST_ROOT);

	assert_int_equal(phrases_load(strings, &f->phrases), 0);
	assert_int_equal(theme_load(theme, &f->theme, NULL), 0);
	hall_sample_find("fresh")->make(&f->view);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct json_fixture *f = *state;

	json_decref(f->json);
	phrases_free(f->phrases);
	theme_free(f->theme);
	free(f);
	return 0;
}

static const json_t *write_view(struct json_fixture *f, int width, int height)
{
	const struct hall_screen_size size = {width, height, 43};
	struct out out = {.comma = false};

	hall_json(&out, f->phrases, f->theme, &f->view, &size);
	json_decref(f->json);
	f->json = json_loadb(out.text.data, out.text.size, 0, NULL);
	textbuf_done(&out.text);
	assert_non_null(f->json);
	return f->json;
}

static int64_t side(const json_t *box, size_t i)
{
	return json_integer_value(json_array_get(box, i));
}

static const char *first(const json_t *object, const char *key)
{
	return json_string_value(json_array_get(json_object_get(object, key), 0));
}

static void put_call(struct json_fixture *f, int times, bool fresh)
{
	struct hall_call call = {
		.number = "A123", .counter = 12, .times = times, .waited_for = true};

	f->view.list.n = 1;
	f->view.list.call[0] = call;
	f->view.main.kind = HALL_CALL;
	f->view.main.call = call;
	f->view.main.fresh = fresh;
}

static void test_a_call_is_the_same_in_main_and_list(void **state)
{
	struct json_fixture *f = *state;
	const json_t *main, *row;

	put_call(f, 3, true);
	main = json_object_get(write_view(f, 1920, 1080), "main");
	row = json_array_get(json_object_get(json_object_get(f->json, "list"), "rows"), 0);
	assert_string_equal(json_get_text(main, "number"), "A123");
	assert_string_equal(json_get_text(row, "number"), "A123");
	assert_int_equal(json_get_int(main, "counter"), 12);
	assert_string_equal(first(main, "label"), "Gọi lại lần 3");
	assert_string_equal(json_get_text(row, "state"), "Gọi lại lần 3");
	assert_true(json_get_bool(main, "fresh"));
}

static void test_panels_stand_on_the_screen_and_digits_are_high(void **state)
{
	static const int sizes[][2] = {{1280, 720}, {1920, 1080}, {3840, 2160}, {1080, 1920}};
	static const char *const panels[] = {"head", "clock", "main", "list", "notice"};
	struct json_fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		const json_t *json = write_view(f, sizes[i][0], sizes[i][1]);
		const json_t *number = json_object_get(json_object_get(json, "main"), "number_box");
		double mm = 43 * 25.4 / hypot(sizes[i][0], sizes[i][1]);

		for (size_t k = 0; k < ELEMENTS(panels); k++) {
			const json_t *box =
				json_object_get(json_object_get(json, panels[k]), "box");

			assert_true(side(box, 0) >= 0 && side(box, 1) >= 0);
			assert_true(side(box, 0) + side(box, 2) <= sizes[i][0]);
			assert_true(side(box, 1) + side(box, 3) <= sizes[i][1]);
		}
		assert_true((double)side(number, 3) * mm >= 100);
	}
}

static void test_what_is_closed_or_away_says_so_in_both_languages(void **state)
{
	struct json_fixture *f = *state;
	const json_t *notice, *sentences;

	f->view.main.kind = HALL_CLOSED;
	f->view.main.opens_minute = 450;
	text_copy_cut(f->view.main.opens_day, sizeof(f->view.main.opens_day), "2026-11-30");
	f->view.notice.away = true;
	notice = json_object_get(write_view(f, 1280, 720), "notice");
	sentences = json_object_get(json_object_get(f->json, "main"), "sentences");
	assert_true(json_get_bool(notice, "grave"));
	assert_string_equal(first(notice, "text"), phrases_get(f->phrases, "vi", "hall.away"));
	assert_int_equal(json_array_size(sentences), 2);
	assert_string_equal(json_string_value(json_array_get(json_array_get(sentences, 1), 0)),
		"Mở cửa lúc 07:30, Thứ Hai, 30/11/2026");
	assert_non_null(strstr(
		json_string_value(json_array_get(json_array_get(sentences, 1), 1)), "07:30"));
}

static void test_a_page_has_its_texts_and_places_for_what_it_has(void **state)
{
	struct json_fixture *f = *state;
	const json_t *main, *title, *text, *picture, *box;

	f->view.main = (struct hall_main){.kind = HALL_PAGE};
	text_copy_cut(f->view.main.title.first, HALL_TEXT_SIZE, "Lịch tiêm chủng");
	text_copy_cut(f->view.main.picture, HALL_PICTURE_SIZE, "0123456789abcdef0123456789abcdef");
	main = json_object_get(write_view(f, 1280, 720), "main");
	title = json_object_get(main, "title_box");
	text = json_object_get(main, "text_box");
	picture = json_object_get(main, "picture_box");
	box = json_object_get(main, "box");
	assert_string_equal(json_get_text(main, "kind"), "page");
	assert_string_equal(first(main, "title"), "Lịch tiêm chủng");
	assert_string_equal(json_get_text(main, "picture"), f->view.main.picture);
	assert_int_equal(side(text, 3), 0);
	assert_true(side(title, 1) + side(title, 3) <= side(picture, 1));
	assert_true(side(picture, 1) + side(picture, 3) <= side(box, 3));
	assert_true(side(picture, 3) > side(box, 3) / 2);
	assert_false(json_get_bool(json_object_get(f->json, "head"), "emblem"));
}

/* A browser without its hub takes a page off when it has ended. */
static void test_a_page_says_in_how_many_minutes_it_ends(void **state)
{
	static const struct {
		const char *ends;
		int64_t minutes;
	} cases[] = {{"", -1}, {"2026-11-23", 960}, {"2026-11-24", 2400}, {"2026-11-23T08:07", 7},
		{"2026-11-22", 0}};
	struct json_fixture *f = *state;

	f->view.main = (struct hall_main){.kind = HALL_PAGE};
	text_copy_cut(f->view.clock.day, HALL_DAY_SIZE, "2026-11-23");
	f->view.clock.minute = 480;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const json_t *main;

		text_copy_cut(f->view.main.ends, HALL_WHEN_SIZE, cases[i].ends);
		main = json_object_get(write_view(f, 1280, 720), "main");
		assert_int_equal(json_get_int(main, "minutes_left"), cases[i].minutes);
	}
}

static void test_a_table_and_a_code_are_whole(void **state)
{
	struct json_fixture *f = *state;
	const json_t *main, *rows, *qr, *box;

	hall_sample_find("page-table")->make(&f->view);
	main = json_object_get(write_view(f, 1280, 720), "main");
	rows = json_object_get(json_object_get(main, "table"), "rows");
	assert_int_equal(json_array_size(rows), 4); /* with the heading */
	assert_string_equal(
		json_string_value(json_array_get(json_array_get(json_array_get(rows, 2), 1), 1)),
		"Thuong village hall");
	box = json_object_get(main, "table_box");
	assert_true(side(box, 1) + side(box, 3) <= side(json_object_get(main, "box"), 3));
	assert_null(json_object_get(main, "qr"));
	hall_sample_find("page-link")->make(&f->view);
	main = json_object_get(write_view(f, 1080, 1920), "main");
	qr = json_object_get(main, "qr");
	box = json_object_get(main, "qr_box");
	assert_int_equal(json_array_size(qr), 29); /* version 3 */
	assert_string_equal(json_string_value(json_array_get(qr, 0)) + 22, "1111111");
	assert_int_equal(side(box, 2), side(box, 3));
	assert_string_equal(first(main, "qr_words"), phrases_get(f->phrases, "vi", "hall.scan"));
	assert_null(json_object_get(main, "table"));
}

int main(void)
{
#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(test_a_call_is_the_same_in_main_and_list),
		CASE(test_panels_stand_on_the_screen_and_digits_are_high),
		CASE(test_what_is_closed_or_away_says_so_in_both_languages),
		CASE(test_a_page_has_its_texts_and_places_for_what_it_has),
		CASE(test_a_page_says_in_how_many_minutes_it_ends),
		CASE(test_a_table_and_a_code_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
