/* SPDX-License-Identifier: Apache-2.0 */
/* Tables and QR codes of pages as they are drawn: whole, unbroken, and read back. */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "display/page-table.h"
#include "queue/limits.h"
#include "ui/hall-layout.h"
#include "ui/hall-screen.h"
#include "ui/qr-reader.h"
#include "ui/samples/hall-samples.h"
#include "ui/theme.h"

static const int sizes[][2] = {{1280, 720}, {1920, 1080}, {1024, 768}, {720, 1280}, {1080, 1920}};

static struct phrases *phrases;
static struct theme *theme;

static int set_up(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	_cleanup_free_ char *colours = text_printf("%s/ui/themes/default.theme", TEST_ROOT);

	(void)state;
	if (theme_load(colours, &theme, NULL) < 0) {
		return -1;
	}
	theme_use(theme);
	return phrases_load(dir, &phrases);
}

static int tear_down(void **state)
{
	(void)state;
	phrases_free(phrases);
	theme_free(theme);
	return 0;
}

/* A text of words so long, at most the given number of characters. */
static json_t *text_of(size_t word, size_t characters, const char *letter)
{
	struct textbuf text = {0};
	json_t *json;

	for (size_t i = 0; i < characters; i++) {
		textbuf_add(&text, (i + 1) % (word + 1) == 0 && i + 1 < characters ? " " : letter);
	}
	json = json_string(text.data);
	textbuf_done(&text);
	return json;
}

static json_t *cell_of(size_t word, size_t characters, int languages, const char *letter)
{
	json_t *cell;

	if (languages == 1) {
		return text_of(word, characters, letter);
	}
	cell = json_object();
	json_object_set_new(cell, "vi", text_of(word, characters, letter));
	json_object_set_new(cell, "en", text_of(word, characters - 1, letter));
	return cell;
}

/* A table with as much in it as is taken: word[i] is the longest word of a column. */
static json_t *page_at_limits(const size_t word[LIMIT_TABLE_COLUMNS], int columns, int languages,
	const char *letter, const char *more)
{
	json_t *page = json_loads(more, 0, NULL), *head = json_array(), *rows = json_array();

	for (int i = 0; i < columns; i++) {
		json_array_append_new(
			head, cell_of(word[i], LIMIT_TABLE_HEADING, languages, letter));
	}
	for (int i = 0; i < LIMIT_TABLE_ROWS; i++) {
		json_t *row = json_array();

		for (int j = 0; j < columns; j++) {
			json_array_append_new(
				row, cell_of(word[j], LIMIT_TABLE_CELL, languages, letter));
		}
		json_array_append_new(rows, row);
	}
	json_object_set_new(page, "table", json_pack("{s:o, s:o}", "columns", head, "rows", rows));
	return page;
}

static void put_page(
	struct hall_view *view, const json_t *page, const struct page_reading *reading, int part)
{
	hall_sample_find("page-table")->make(view);
	page_table_get(page, reading, part, &view->main.table);
	view->board = reading->place == PAGE_BOARD;
	if (!json_object_get(page, "title")) {
		memset(&view->main.title, 0, sizeof(view->main.title));
	}
	if (json_object_get(page, "text")) {
		text_copy_cut(view->main.text.first, HALL_TEXT_SIZE, "Mang theo giấy khai sinh");
	}
	if (json_object_get(page, "link")) {
		text_copy_cut(view->main.link, HALL_LINK_SIZE, "https://portal.example/");
	}
}

static void assert_whole(const struct hall_view *view, int width, int height, const char *what)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	cairo_rectangle_int_t changed;

	assert_true(hall_screen_draw(screen, surface, view, 1000, &changed));
	if (hall_screen_was_cut(screen)) {
		fail_msg("a table of %d columns and %d rows is cut at %d x %d: %s",
			view->main.table.columns, view->main.table.rows, width, height, what);
	}
	cairo_surface_destroy(surface);
}

static void test_tables_at_their_limits_are_whole_at_any_size(void **state)
{
	static const struct {
		int columns;
		size_t word[LIMIT_TABLE_COLUMNS];
	} cases[] = {{1, {48}}, {2, {7, 41}}, {3, {16, 16, 16}}, {5, {9, 9, 10, 10, 10}},
		{5, {24, 6, 6, 6, 6}}, {5, {3, 4, 5, 6, 7}}};
	static const char *const more[] = {
		"{}", "{\"title\": 1, \"text\": 1}", "{\"title\": 1, \"text\": 1, \"link\": 1}"};
	static const char *const letters[] = {"e", "ộ", "n"};
	_cleanup_free_ struct hall_view *view = memory_new(1, sizeof(*view));

	(void)state;
	for (size_t n = 0; n < ELEMENTS(cases) * ELEMENTS(more) * 4; n++) {
		size_t i = n % ELEMENTS(cases), j = n / ELEMENTS(cases) % ELEMENTS(more);
		int languages = n / ELEMENTS(cases) / ELEMENTS(more) % 2 ? 2 : 1;
		const int *size = sizes[n % ELEMENTS(sizes)];
		int columns = MIN_OF(cases[i].columns,
			strstr(more[j], "link") ? LIMIT_TABLE_COLUMNS_LINK : LIMIT_TABLE_COLUMNS);
		json_t *page = page_at_limits(
			cases[i].word, columns, languages, letters[n % ELEMENTS(letters)], more[j]);
		const struct page_reading reading = {
			n % 4 < 2 ? PAGE_HALL : PAGE_BOARD, "vi", "en"};
		int last = page_table_parts(page, &reading) - 1;

		put_page(view, page, &reading, 0);
		assert_whole(view, size[0], size[1], more[j]);
		if (last > 0) {
			put_page(view, page, &reading, last);
			assert_whole(view, size[0], size[1], more[j]);
		}
		json_decref(page);
	}
}

/* What the table's type is measured by: a word as wide as its column is drawn smaller. */
static void test_a_long_word_makes_its_column_wider(void **state)
{
	static const size_t words[LIMIT_TABLE_COLUMNS] = {9, 3};
	json_t *page = page_at_limits(words, 2, 1, "e", "{}");
	const struct page_reading reading = {PAGE_HALL, "vi", "en"};
	static struct hall_table table;

	(void)state;
	page_table_get(page, &reading, 0, &table);
	assert_true(table.share[0] > table.share[1]);
	assert_in_range(table.share[0] + table.share[1], 990, 1000);
	json_decref(page);
}

/* The codes of a screen, as its ink. */
static char *read_code(cairo_surface_t *surface, const cairo_rectangle_t *at)
{
	int width = (int)at->width, height = (int)at->height;
	cairo_surface_t *ink = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	unsigned char *to = cairo_image_surface_get_data(ink);
	const unsigned char *from = cairo_image_surface_get_data(surface);
	ptrdiff_t stride = cairo_image_surface_get_stride(ink);
	ptrdiff_t from_stride = cairo_image_surface_get_stride(surface);
	struct qr_reads reads;
	char *text;

	cairo_surface_flush(ink);
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			to[y * stride + x] = (unsigned char)(255 -
				from[((int)at->y + y) * from_stride + ((ptrdiff_t)at->x + x) * 4]);
		}
	}
	cairo_surface_mark_dirty(ink);
	qr_reader_read(ink, &reads);
	assert_int_equal(reads.n, 1);
	assert_non_null(reads.codes[0].text);
	text = text_dup(reads.codes[0].text);
	qr_reads_done(&reads);
	cairo_surface_destroy(ink);
	return text;
}

static void test_the_qr_code_is_read_back_with_its_quiet_zone(void **state)
{
	_cleanup_free_ struct hall_view *view = memory_new(1, sizeof(*view));
	char longest[LIMIT_HALL_PAGE_LINK + 1] = "https://portal.example/";

	(void)state;
	for (size_t i = strlen(longest); i < LIMIT_HALL_PAGE_LINK; i++) {
		longest[i] = (char)('a' + i * 7 % 26);
	}
	for (size_t n = 0; n < 2 * ELEMENTS(sizes); n++) {
		_cleanup_(hall_screen_freep) struct hall_screen *screen =
			hall_screen_new(phrases, 0);
		int width = sizes[n / 2][0], height = sizes[n / 2][1];
		cairo_surface_t *surface =
			cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
		struct hall_page_has has;
		struct hall_page_boxes at;
		struct hall_layout layout;
		cairo_rectangle_int_t changed;
		char *text;

		hall_sample_find("page-link")->make(view);
		if (n % 2) {
			text_copy_cut(view->main.link, HALL_LINK_SIZE, longest);
		}
		assert_true(hall_screen_draw(screen, surface, view, 1000, &changed));
		assert_false(hall_screen_was_cut(screen));
		hall_layout_make(theme, width, height, 0, HALL_FORM_PANELS, &layout);
		has = hall_page_has(&view->main);
		hall_page_place(&has, layout.box[HALL_PANEL_MAIN].width,
			layout.box[HALL_PANEL_MAIN].height, layout.unit_px, &at);
		assert_true(at.qr.width > 25 * layout.unit_px);
		at.qr.x += layout.box[HALL_PANEL_MAIN].x;
		at.qr.y += layout.box[HALL_PANEL_MAIN].y;
		text = read_code(surface, &at.qr);
		assert_string_equal(text, view->main.link);
		free(text);
		cairo_surface_destroy(surface);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables_at_their_limits_are_whole_at_any_size),
		cmocka_unit_test(test_a_long_word_makes_its_column_wider),
		cmocka_unit_test(test_the_qr_code_is_read_back_with_its_quiet_zone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
