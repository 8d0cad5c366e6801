/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's picture: kept pictures, and what must hold at every size. */
#include "check.h"

#include <math.h>
#include <string.h>

#include "picture.h"
#include "ui/hall-motion.h"
#include "ui/hall-panels.h"
#include "ui/hall-screen.h"
#include "ui/samples/hall-samples.h"

static const int sizes[][2] = {{1280, 720}, {1366, 768}, {1280, 800}, {1920, 1080}, {2560, 1080},
	{3840, 2160}, {1024, 768}, {720, 1280}, {1080, 1920}, {800, 1280}, {2160, 3840},
	{900, 900}};

static struct phrases *phrases;
static struct theme *theme;

static int load_phrases(void **state)
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

static int free_phrases(void **state)
{
	(void)state;
	phrases_free(phrases);
	theme_free(theme);
	return 0;
}

static struct hall_view *make(size_t i)
{
	struct hall_view *view = memory_new(1, sizeof(*view));

	hall_samples[i].make(view);
	return view;
}

static size_t find(const char *name)
{
	const struct hall_sample *sample = hall_sample_find(name);

	assert_non_null(sample);
	return (size_t)(sample - hall_samples);
}

static cairo_surface_t *surface_new(int width, int height)
{
	return cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
}

static int64_t now_ms = 1000;

/* Draws, and again when nothing moves any more. */
static bool draw_at_rest(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, cairo_rectangle_int_t *ret_changed)
{
	bool changed = hall_screen_draw(screen, surface, view, now_ms, ret_changed);
	cairo_rectangle_int_t first = *ret_changed;

	now_ms += HALL_MOTION_MS;
	if (hall_screen_next_ms(screen) < INT64_MAX) {
		assert_true(hall_screen_draw(screen, surface, view, now_ms, ret_changed));
		assert_true(hall_screen_next_ms(screen) == INT64_MAX);
		*ret_changed = first; /* the first frame covers whatever moves */
	}
	return changed;
}

static uint32_t pixel(cairo_surface_t *surface, int x, int y)
{
	uint32_t value;

	memcpy(&value,
		cairo_image_surface_get_data(surface) +
			(size_t)y * (size_t)cairo_image_surface_get_stride(surface) + (size_t)x * 4,
		sizeof(value));
	return value & 0xffffff;
}

/* What people upload: here a picture of a field under the sun. */
static const struct {
	const char *view;
	int width, height;
} kept[] = {
	{"starting", 1280, 720},
	{"empty", 1280, 720},
	{"normal", 1280, 720},
	{"fresh", 1280, 720},
	{"busy", 1280, 720},
	{"served", 1280, 720},
	{"counter", 1280, 720},
	{"counter", 720, 1280},
	{"counter-served", 1280, 720},
	{"counter-ready", 1280, 720},
	{"counter-rests", 1280, 720},
	{"normal", 1920, 1080},
	{"normal", 720, 1280},
	{"closed", 1280, 720},
	{"away", 1280, 720},
	{"unable", 1280, 720},
	{"unable", 720, 1280},
	{"unable-welcome", 1280, 720},
	{"unreached", 1280, 720},
	{"recall", 720, 1280},
	{"busy", 720, 1280},
	{"closed", 720, 1280},
	{"timeless", 1280, 720},
	{"timeless", 720, 1280},
	{"stopped", 1280, 720},
	{"stopped", 720, 1280},
	{"alone", 1280, 720},
	{"alone", 720, 1280},
	{"page", 1280, 720},
	{"page", 720, 1280},
	{"page-picture", 1280, 720},
	{"page-picture", 720, 1280},
	{"page-table", 1280, 720},
	{"page-table", 720, 1280},
	{"page-link", 1280, 720},
	{"board-table", 1280, 720},
	{"board-link", 720, 1280},
	{"board-empty", 1280, 720},
	{"board-away", 1280, 720},
};

static void test_looks_as_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(kept); i++) {
		_cleanup_(hall_screen_freep) struct hall_screen *screen =
			hall_screen_new(phrases, 0);
		_cleanup_free_ struct hall_view *view = make(find(kept[i].view));
		_cleanup_free_ char *name =
			text_printf("hall-%s-%dx%d", kept[i].view, kept[i].width, kept[i].height);
		cairo_surface_t *surface = surface_new(kept[i].width, kept[i].height);
		cairo_surface_t *page = hall_sample_picture();
		cairo_rectangle_int_t changed;

		hall_screen_set_picture(screen, page);
		assert_true(draw_at_rest(screen, surface, view, &changed));
		picture_compare(surface, name, 0.01);
		cairo_surface_destroy(surface);
		cairo_surface_destroy(page);
	}
}

/* A walk of one screen from sample to sample, and what a fresh screen shows of each. */
struct walk {
	struct hall_screen *screen;
	cairo_surface_t *surface;
	cairo_surface_t **kept;
	size_t at;
};

static cairo_surface_t *draw_fresh(size_t i, int width, int height)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);
	_cleanup_free_ struct hall_view *view = make(i);
	cairo_surface_t *surface = surface_new(width, height);
	cairo_rectangle_int_t all = {0};

	assert_true(draw_at_rest(screen, surface, view, &all));
	assert_int_equal(all.width, width);
	assert_int_equal(all.height, height);
	return surface;
}

static const unsigned char *row_of(cairo_surface_t *surface, int y)
{
	return cairo_image_surface_get_data(surface) +
		(size_t)y * (size_t)cairo_image_surface_get_stride(surface);
}

/* What is drawn upon the old picture is what a fresh screen shows, and nothing outside the
 * rectangle has changed. */
static void step(struct walk *walk, size_t to)
{
	_cleanup_free_ struct hall_view *view = make(to);
	int width = cairo_image_surface_get_width(walk->surface);
	cairo_rectangle_int_t in = {0};

	assert_int_equal(draw_at_rest(walk->screen, walk->surface, view, &in), walk->at != to);
	if (walk->at == to) {
		in = (cairo_rectangle_int_t){0};
	}
	for (int y = 0; y < cairo_image_surface_get_height(walk->surface); y++) {
		const unsigned char *now = row_of(walk->surface, y);
		const unsigned char *before = row_of(walk->kept[walk->at], y);
		int left = y >= in.y && y < in.y + in.height ? in.x : width;
		int right = left == width ? width : in.x + in.width;

		if (memcmp(now, row_of(walk->kept[to], y), (size_t)width * 4) != 0 ||
			memcmp(now, before, (size_t)left * 4) != 0 ||
			memcmp(now + (size_t)right * 4, before + (size_t)right * 4,
				(size_t)(width - right) * 4) != 0) {
			fail_msg("%s to %s differs in row %d", hall_samples[walk->at].name,
				hall_samples[to].name, y);
		}
	}
	walk->at = to;
}

static void walk_init(struct walk *walk, int width, int height)
{
	_cleanup_free_ struct hall_view *view = make(0);
	cairo_rectangle_int_t all;

	*walk = (struct walk){.screen = hall_screen_new(phrases, 0),
		.surface = surface_new(width, height),
		.kept = memory_new(hall_samples_n, sizeof(cairo_surface_t *))};
	for (size_t i = 0; i < hall_samples_n; i++) {
		walk->kept[i] = draw_fresh(i, width, height);
	}
	assert_true(draw_at_rest(walk->screen, walk->surface, view, &all));
}

static void walk_done(struct walk *walk)
{
	for (size_t i = 0; i < hall_samples_n; i++) {
		cairo_surface_destroy(walk->kept[i]);
	}
	free(walk->kept);
	cairo_surface_destroy(walk->surface);
	hall_screen_free(walk->screen);
}

/* One walk takes every way from a sample to another. */
static void test_drawing_changes_equals_drawing_anew(void **state)
{
	struct walk walk;

	(void)state;
	walk_init(&walk, 320, 180);
	for (size_t i = 0; i < hall_samples_n; i++) {
		step(&walk, i);
		step(&walk, i); /* nothing has changed */
		for (size_t other = i + 1; other < hall_samples_n; other++) {
			step(&walk, other);
			step(&walk, i);
		}
	}
	walk_done(&walk);
	walk_init(&walk, 180, 320);
	for (size_t i = 0; i < hall_samples_n; i++) {
		step(&walk, (i + 1) % hall_samples_n);
	}
	walk_done(&walk);
}

static void test_a_change_touches_its_panel_only(void **state)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);
	_cleanup_free_ struct hall_view *view = make(find("normal"));
	cairo_surface_t *surface = surface_new(1280, 720);
	cairo_rectangle_int_t changed;
	struct hall_layout layout;

	(void)state;
	hall_layout_make(theme_used(), 1280, 720, 0, HALL_FORM_PANELS, &layout);
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_false(draw_at_rest(screen, surface, view, &changed));
	view->clock.minute++;
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_memory_equal(&changed, &layout.box[HALL_PANEL_CLOCK], sizeof(changed));
	view->waiting.service[0].waiting++;
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_memory_equal(&changed, &layout.box[HALL_PANEL_WAITING], sizeof(changed));
	view->main.fresh = true;
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_memory_equal(&changed, &layout.box[HALL_PANEL_MAIN], sizeof(changed));
	view->notice.index++;
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_memory_equal(&changed, &layout.box[HALL_PANEL_NOTICE], sizeof(changed));
	hall_screen_forget(screen);
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_int_equal(changed.width, 1280);
	cairo_surface_destroy(surface);
}

static long count_colour(
	cairo_surface_t *surface, const cairo_rectangle_int_t *box, uint32_t colour)
{
	long n = 0;

	for (int y = box->y; y < box->y + box->height; y++) {
		for (int x = box->x; x < box->x + box->width; x++) {
			n += pixel(surface, x, y) == colour;
		}
	}
	return n;
}

/* A call is seen in its first frame, grows for 350 ms, and then nothing moves; when its seconds are
 * over it goes to its row, as it does when the next call comes. */
static void test_a_call_moves_in_and_to_its_row(void **state)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);
	_cleanup_free_ struct hall_view *calm = make(find("normal"));
	_cleanup_free_ struct hall_view *fresh = make(find("fresh"));
	cairo_surface_t *surface = surface_new(1280, 720);
	cairo_rectangle_int_t changed;
	struct hall_layout layout;
	const cairo_rectangle_int_t *main = &layout.box[HALL_PANEL_MAIN];
	long yellow = 0, first = 0, frames = 0;
	int64_t start_ms = now_ms + 5000;

	(void)state;
	hall_layout_make(theme_used(), 1280, 720, 0, HALL_FORM_PANELS, &layout);
	assert_true(hall_screen_draw(screen, surface, calm, start_ms, &changed));
	assert_true(hall_screen_next_ms(screen) == INT64_MAX); /* a start moves nothing */
	for (int64_t at_ms = start_ms; at_ms < INT64_MAX; at_ms = hall_screen_next_ms(screen)) {
		assert_true(hall_screen_draw(screen, surface, fresh, at_ms, &changed));
		yellow = count_colour(surface, main, 0xffd23f);
		assert_true(yellow > 50000);
		first = first ? first : yellow;
		frames++;
		assert_in_range(at_ms - start_ms, 0, 400);
	}
	assert_in_range(frames, 20, 25);
	assert_true(yellow > first * 1.1);
	assert_false(hall_screen_draw(screen, surface, fresh, start_ms + 1000, &changed));
	/* Back to rest: the yellow picture goes into the list, and is gone. */
	assert_true(hall_screen_draw(screen, surface, calm, start_ms + 9000, &changed));
	assert_true(changed.x == main->x && changed.x + changed.width > main->x + main->width + 99);
	assert_true(hall_screen_draw(screen, surface, calm, start_ms + 9100, &changed));
	assert_true(pixel(surface, main->x + 20, main->y + 20) != 0xffd23f);
	picture_compare(surface, "hall-moving-1280x720", 0.01);
	assert_true(hall_screen_draw(
		screen, surface, calm, start_ms + 9000 + HALL_MOTION_MS, &changed));
	assert_int_equal(count_colour(surface, main, 0xffd23f), 0);
	assert_true(hall_screen_next_ms(screen) == INT64_MAX);
	cairo_surface_destroy(surface);
}

/* What happens while something moves is drawn, and is there when it is over. */
static void test_a_change_during_a_movement_is_not_lost(void **state)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);
	_cleanup_(hall_screen_freep) struct hall_screen *other = hall_screen_new(phrases, 0);
	_cleanup_free_ struct hall_view *view = make(find("normal"));
	cairo_surface_t *moved = surface_new(640, 360);
	cairo_surface_t *whole = surface_new(640, 360);
	cairo_rectangle_int_t changed;

	(void)state;
	assert_true(hall_screen_draw(screen, moved, view, 1000, &changed));
	hall_sample_find("fresh")->make(view);
	assert_true(hall_screen_draw(screen, moved, view, 2000, &changed));
	view->list.n--;
	view->waiting.service[0].waiting = 77;
	assert_true(hall_screen_draw(screen, moved, view, 2100, &changed));
	hall_sample_find("recall")->make(view); /* the next one, in the midst of it */
	assert_true(hall_screen_draw(screen, moved, view, 2200, &changed));
	assert_true(hall_screen_draw(screen, moved, view, 2200 + HALL_MOTION_MS, &changed));
	assert_true(hall_screen_draw(other, whole, view, 0, &changed));
	for (int y = 0; y < 360; y++) {
		for (int x = 0; x < 640; x++) {
			assert_int_equal(pixel(moved, x, y), pixel(whole, x, y));
		}
	}
	cairo_surface_destroy(moved);
	cairo_surface_destroy(whole);
}

static void check_apart(const struct hall_layout *layout, int width, int height)
{
	for (int i = 0; i < HALL_PANELS; i++) {
		const cairo_rectangle_int_t *a = &layout->box[i];

		if (a->width == 0 && (layout->wide || layout->bare)) {
			assert_true(i == HALL_PANEL_WAITING ||
				(i == HALL_PANEL_LIST && layout->wide) ||
				(i == HALL_PANEL_NOTICE && layout->form == HALL_FORM_FULL));
			continue;
		}
		assert_true(a->x >= 0 && a->y >= 0 && a->width > 0 && a->height > 0);
		assert_true(a->x + a->width <= width && a->y + a->height <= height);
		for (int j = 0; j < i; j++) {
			const cairo_rectangle_int_t *b = &layout->box[j];

			assert_true(a->x + a->width <= b->x || b->x + b->width <= a->x ||
				a->y + a->height <= b->y || b->y + b->height <= a->y);
		}
	}
}

static void test_panels_are_on_the_screen_and_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		for (enum hall_form form = 0; form <= HALL_FORM_FULL; form++) {
			struct hall_layout layout;

			hall_layout_make(theme_used(), sizes[i][0], sizes[i][1], 0, form, &layout);
			check_apart(&layout, sizes[i][0], sizes[i][1]);
			assert_true(layout.wide || hall_list_rows(&layout) >= 5);
		}
	}
}

static void test_nothing_is_cut_at_any_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		cairo_surface_t *surface = surface_new(sizes[i][0], sizes[i][1]);

		for (size_t j = 0; j < hall_samples_n; j++) {
			_cleanup_(hall_screen_freep) struct hall_screen *screen =
				hall_screen_new(phrases, 0);
			_cleanup_free_ struct hall_view *view = make(j);
			cairo_rectangle_int_t changed;

			assert_true(draw_at_rest(screen, surface, view, &changed));
			if (hall_screen_was_cut(screen)) {
				fail_msg("%s is cut at %d x %d", hall_samples[j].name, sizes[i][0],
					sizes[i][1]);
			}
		}
		cairo_surface_destroy(surface);
	}
}

/* The heights of the runs of rows in which a colour stands, within a panel. */
static int find_runs(cairo_surface_t *surface, const cairo_rectangle_int_t *box, uint32_t colour,
	int runs[], int max)
{
	int n = 0;
	bool in_run = false;

	for (int y = box->y; y < box->y + box->height; y++) {
		bool found = false;

		for (int x = box->x; x < box->x + box->width; x++) {
			found = found || pixel(surface, x, y) == colour;
		}
		if (found && !in_run && n < max) {
			runs[n++] = 0;
		}
		if (found && n > 0) {
			runs[n - 1]++;
		}
		in_run = found;
	}
	return n;
}

/* The height in mm of the number's ink and of the least digits of the list on a screen of so many
 * inches. */
static void measure(int width, int height, int inches, double *ret_number_mm, double *ret_row_mm)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, inches);
	_cleanup_free_ struct hall_view *view = make(find("normal"));
	cairo_surface_t *surface = surface_new(width, height);
	double mm = inches * 25.4 / sqrt((double)width * width + (double)height * height);
	cairo_rectangle_int_t changed, column;
	struct hall_layout layout;
	int runs[16];
	int n;

	hall_layout_make(theme_used(), width, height, inches, HALL_FORM_PANELS, &layout);
	for (int i = 0; i < view->list.n; i++) {
		view->list.call[i].times = 1;
		view->list.call[i].waited_for = true;
	}
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_false(hall_screen_was_cut(screen));
	/* THEME_NUMBER: the number, then the counter. */
	assert_int_equal(find_runs(surface, &layout.box[HALL_PANEL_MAIN], 0xffd866, runs, 16), 2);
	*ret_number_mm = runs[0] * mm;
	assert_true(runs[1] * mm >= 0.6 * *ret_number_mm);
	column = layout.box[HALL_PANEL_LIST];
	column.width = column.width * 2 / 5;
	n = find_runs(surface, &column, 0xffd866, runs, 16);
	assert_int_equal(n, MIN_OF(view->list.n, hall_list_rows(&layout)));
	*ret_row_mm = runs[0] * mm;
	cairo_surface_destroy(surface);
}

static void test_spaces_are_the_themes(void **state)
{
	struct hall_layout layout;
	int margin = theme->space[THEME_MARGIN];
	int gap = theme->space[THEME_GAP];

	(void)state;
	theme->space[THEME_MARGIN] = 50;
	theme->space[THEME_GAP] = 30;
	hall_layout_make(theme, 1600, 900, 0, HALL_FORM_PANELS, &layout);
	theme->space[THEME_MARGIN] = margin;
	theme->space[THEME_GAP] = gap;
	assert_int_equal(layout.box[HALL_PANEL_HEAD].x, 45);
	assert_int_equal(layout.box[HALL_PANEL_CLOCK].x - layout.box[HALL_PANEL_HEAD].x -
			layout.box[HALL_PANEL_HEAD].width,
		27);
	assert_true(layout.radius == theme->space[THEME_RADIUS] / 10.0);
}

/* A 43" screen, 535 mm high, has digits of 100 mm with everything else on it; smaller ones give up
 * the services, then rows. */
static void test_digits_are_as_high_as_the_theme_asks(void **state)
{
	static const struct {
		int width, height, inches;
		bool bare;
	} cases[] = {
		{1280, 720, 43, false},
		{1920, 1080, 43, false},
		{720, 1280, 43, false},
		{1080, 1920, 43, false},
		{1280, 720, 55, false},
		{1280, 720, 32, true},
		{1366, 768, 32, true},
		{1920, 1080, 28, true},
		{1080, 1920, 32, false},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct hall_layout layout;
		double number_mm, row_mm;

		hall_layout_make(theme_used(), cases[i].width, cases[i].height, cases[i].inches,
			false, &layout);
		measure(cases[i].width, cases[i].height, cases[i].inches, &number_mm, &row_mm);
		print_message("%d x %d, %d inches: number %.0f mm, %d rows of %.0f mm\n",
			cases[i].width, cases[i].height, cases[i].inches, number_mm,
			hall_list_rows(&layout), row_mm);
		assert_true(number_mm >= 100);
		assert_true(row_mm >= 23); /* 16 minutes at 5 m */
		assert_int_equal(layout.bare, cases[i].bare);
		check_apart(&layout, cases[i].width, cases[i].height);
	}
}

static void test_pages_hold_all_services(void **state)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);

	(void)state;
	assert_int_equal(hall_screen_room(screen, 0, 1920, 1080).pages, 1);
	assert_int_equal(hall_screen_room(screen, 0, 1080, 1920).pages, 1);
	assert_int_equal(hall_screen_room(screen, 8, 1920, 1080).pages, 1);
	assert_int_equal(hall_screen_room(screen, 9, 1920, 1080).pages, 2);
	assert_int_equal(hall_screen_room(screen, 32, 1920, 1080).pages, 4);
	assert_int_equal(hall_screen_room(screen, 8, 1080, 1920).pages, 1);
	assert_int_equal(hall_screen_room(screen, 32, 1080, 1920).pages, 4);
	for (int n = 1; n <= HALL_SERVICES_MAX; n++) {
		for (int portrait = 0; portrait < 2; portrait++) {
			struct hall_grid grid = hall_waiting_grid(n, portrait);

			assert_true(grid.columns * grid.rows >= MIN_OF(n, 8));
		}
	}
}

/* Texts without a place to break, and everything at its limit. */
static void test_hostile_texts_are_survived(void **state)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen = hall_screen_new(phrases, 0);
	_cleanup_free_ struct hall_view *view = make(find("busy"));
	cairo_surface_t *surface = surface_new(1280, 720);
	cairo_rectangle_int_t changed;

	(void)state;
	memset(view->notice.text.first, 'W', 500);
	memset(view->notice.text.second, 'W', 500);
	memset(view->main.service.first, 'W', HALL_NAME_SIZE - 1);
	memset(view->head.centre.first, 'W', HALL_NAME_SIZE - 1);
	memset(view->waiting.service[3].name.first, 'W', HALL_NAME_SIZE - 1);
	memset(view->main.call.number, 'W', HALL_NUMBER_SIZE - 1);
	view->waiting.service[1].waiting = 100000;
	view->waiting.page = 1000003;
	text_copy_cut(view->clock.day, sizeof(view->clock.day), "nonsense");
	view->second[0] = '\0';
	assert_true(draw_at_rest(screen, surface, view, &changed));
	assert_true(hall_screen_was_cut(screen));
	cairo_surface_destroy(surface);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks_as_kept),
		cmocka_unit_test(test_drawing_changes_equals_drawing_anew),
		cmocka_unit_test(test_a_change_touches_its_panel_only),
		cmocka_unit_test(test_a_call_moves_in_and_to_its_row),
		cmocka_unit_test(test_a_change_during_a_movement_is_not_lost),
		cmocka_unit_test(test_panels_are_on_the_screen_and_apart),
		cmocka_unit_test(test_nothing_is_cut_at_any_size),
		cmocka_unit_test(test_spaces_are_the_themes),
		cmocka_unit_test(test_digits_are_as_high_as_the_theme_asks),
		cmocka_unit_test(test_pages_hold_all_services),
		cmocka_unit_test(test_hostile_texts_are_survived),
	};

	return cmocka_run_group_tests(tests, load_phrases, free_phrases);
}
