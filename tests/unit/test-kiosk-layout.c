/* SPDX-License-Identifier: Apache-2.0 */
/* Every page of the kiosk on every screen in every language: nothing lies over anything else,
 * nothing is cut, keys and type are large enough in millimetres, and all services can be reached.
 */
#include "ui/kiosk-layout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pictograms.h"
#include "base/text.h"
#include "check.h"
#include "ui/samples/kiosk-samples.h"
#include "ui/samples/lookup-samples.h"

static struct phrases *phrases;
static struct {
	int pages, overlaps, cut, small_keys, small_type, out;
} counts;

static const struct screen {
	int width, height;
	double diagonal_inch;
	int top_mm;
} screens[] = {
	{800, 480, 10.1, 0},
	{1024, 600, 10.1, 0},
	{1280, 800, 10.1, 0},
	{1280, 800, 15.6, 0},
	{1366, 768, 15.6, 0},
	{1920, 1080, 21.5, 0},
	{1920, 1080, 32, 0},
	{800, 1280, 10.1, 0},
	{768, 1366, 15.6, 0},
	{1080, 1920, 32, 0},
	{1080, 1920, 43, 1700},
	{1920, 1080, 32, 1300},
	{1280, 800, 0, 0},
	/* Panels of 154 by 86 mm, whose pixels are not square: as their height has it. */
	{800, 480, 6.6, 0},
	{480, 800, 6.6, 0},
	{1024, 600, 6.75, 0},
	{600, 1024, 7, 0},
	{600, 1024, 7, 1120},
	{480, 800, 6.6, 1108},
};

static int load(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &phrases);
}

static int unload(void **state)
{
	(void)state;
	phrases_free(phrases);
	printf("pages laid out: %d; overlaps: %d; cut texts: %d; small keys: %d; small type: %d; "
	       "outside the screen: %d\n",
		counts.pages, counts.overlaps, counts.cut, counts.small_keys, counts.small_type,
		counts.out);
	return 0;
}

static void add_subjects(struct kiosk_view *view, int n)
{
	for (int i = 0; i < n; i++) {
		struct kiosk_subject *subject = &view->subjects[view->n_subjects++];

		(void)snprintf(subject->id, sizeof(subject->id), "c%d", i);
		/* The longest that a site can have is 120 bytes. */
		text_copy_cut(subject->name, sizeof(subject->name),
			i == 3 ? "Hướng dẫn không đúng, yêu cầu thêm giấy tờ ngoài quy định, trả "
				 "hồ sơ chậm, thu phí sai"
			       : "Thái độ, cách phục vụ");
		subject->opening = (enum kiosk_opening)(i % (KIOSK_NOT_HERE + 1));
	}
	text_copy_cut(view->official, sizeof(view->official), "https://pakn.example.vn/");
	text_copy_cut(view->official_name, sizeof(view->official_name),
		"Complaints and suggestions on the National Public Service Portal");
}

/* A site of so many services, with short and long names. */
static void make(struct kiosk_view *view, enum kiosk_page page, const char *language, int services)
{
	static const char *const names[] = {"Hộ tịch", "Chứng thực", "Đất đai",
		"Lao động – người có công – xã hội", "Đăng ký hộ kinh doanh",
		"Hỗ trợ nộp hồ sơ trực tuyến", "Tiếp nhận phản ánh, kiến nghị",
		"Lao động, Thương binh và Xã hội, Bảo trợ xã hội",
		"Certification of copies and signatures",
		"Labour, people of merit and social affairs"};
	static const char *const reasons[] = {"Người cao tuổi", "Người khuyết tật",
		"Phụ nữ mang thai", "Người đi cùng trẻ nhỏ", "Người có công với cách mạng",
		"People of merit to the revolution"};

	memset(view, 0, sizeof(*view));
	view->page = page;
	text_copy_cut(view->language, sizeof(view->language), language);
	for (; *phrases_language(phrases, (size_t)view->n_languages); view->n_languages++) {
		text_copy_cut(view->languages[view->n_languages], KIOSK_LANGUAGE_SIZE,
			phrases_language(phrases, (size_t)view->n_languages));
	}
	text_copy_cut(
		view->centre, sizeof(view->centre), "Trung tâm Phục vụ hành chính công xã Mẫu");
	text_copy_cut(view->day, sizeof(view->day), "2026-11-23");
	text_copy_cut(view->opens_day, sizeof(view->opens_day), "2026-11-24");
	view->opens_minute = 450;
	view->minute = 8 * 60 + 1;
	for (int i = 0; i < services; i++) {
		struct kiosk_service *service = &view->services[view->n_services++];

		(void)snprintf(service->id, sizeof(service->id), "S%d", i);
		(void)snprintf(service->series, sizeof(service->series), "%c", 'A' + i % 26);
		text_copy_cut(
			service->name, sizeof(service->name), names[(size_t)i % ELEMENTS(names)]);
		service->waiting = i * 7;
		service->opening = (enum kiosk_opening)(i % (KIOSK_PAST_CLOSING + 1));
	}
	for (size_t i = 0; i < ELEMENTS(reasons); i++) {
		text_copy_cut(view->reasons[i].name, KIOSK_NAME_SIZE, reasons[i]);
		(void)snprintf(view->reasons[i].id, KIOSK_ID_SIZE, "r%zu", i);
	}
	view->n_reasons = ELEMENTS(reasons);
	add_subjects(view, MIN_OF(services, KIOSK_SUBJECTS_MAX));
	text_copy_cut(view->service, sizeof(view->service), names[7]);
	text_copy_cut(view->number, sizeof(view->number), "LD128");
	text_copy_cut(
		view->lane, sizeof(view->lane), phrases_get(phrases, language, "lane.priority"));
	text_copy_cut(view->url, sizeof(view->url),
		"http://192.168.1.10:8080/t/3f-abcdefghijklmnopqrstuvwxyz");
	view->ahead = 12;
	view->wait_s = 5100;
	view->past_closing = true;
	view->no_slips = true;
	view->portal_down = true;
}

/* The same site with everything in groups but its last service: with pictograms, and much to bring
 * for the chosen one. */
static void group(struct kiosk_view *view, int groups)
{
	static const char *const names[] = {"Hộ tịch, cư trú", "Đất đai, xây dựng, môi trường",
		"Labour, health and social affairs"};

	for (int i = 0; i < groups; i++) {
		struct kiosk_group *one = &view->groups[view->n_groups++];

		(void)snprintf(one->id, sizeof(one->id), "g%d", i);
		text_copy_cut(one->name, sizeof(one->name), names[(size_t)i % ELEMENTS(names)]);
		text_copy_cut(one->pictogram, sizeof(one->pictogram),
			i % 2 ? "" : pictograms_name((size_t)i));
		one->waiting = i * 30;
	}
	for (int i = 0; i < view->n_services; i++) {
		text_copy_cut(
			view->services[i].pictogram, KIOSK_ID_SIZE, pictograms_name((size_t)i));
	}
	for (int i = 0; i < view->n_reasons; i++) {
		text_copy_cut(view->reasons[i].pictogram, KIOSK_ID_SIZE, "elderly");
	}
	text_copy_cut(view->pictogram, sizeof(view->pictogram), "land");
	text_copy_cut(view->bring, sizeof(view->bring),
		"Căn cước hoặc hộ chiếu\nGiấy chứng nhận quyền sử dụng đất\n"
		"Bản chính và bản sao hợp đồng có công chứng hoặc chứng thực\nTờ khai\nẢnh\nPhí");
}

/* What of a box is covered: of a text its lines, in the middle. */
static struct kiosk_box ink_of(const struct kiosk_element *element)
{
	struct kiosk_box box = element->box;

	if (element->kind == KIOSK_ELEMENT_TEXT) {
		box.y += (box.height - element->height_px) / 2;
		box.height = element->height_px;
	}
	return box;
}

static bool overlap(const struct kiosk_box *a, const struct kiosk_box *b)
{
	return a->x + 1 < b->x + b->width && b->x + 1 < a->x + a->width &&
		a->y + 1 < b->y + b->height && b->y + 1 < a->y + a->height;
}

static bool inside(const struct kiosk_box *inner, const struct kiosk_box *outer)
{
	return inner->x >= outer->x - 1 && inner->y >= outer->y - 1 &&
		inner->x + inner->width <= outer->x + outer->width + 1 &&
		inner->y + inner->height <= outer->y + outer->height + 1;
}

static bool is_ground(const struct kiosk_element *element)
{
	return element->kind == KIOSK_ELEMENT_KEY || element->kind == KIOSK_ELEMENT_BAND;
}

static void report(const struct kiosk_layout *layout, const char *what,
	const struct kiosk_element *a, const struct kiosk_element *b)
{
	printf("%dx%d, %.1f px/mm: %s: '%s' %.0f,%.0f %.0fx%.0f; '%s' %.0f,%.0f %.0fx%.0f\n",
		layout->size.width, layout->size.height, layout->size.mm, what,
		a->text ? a->text : "", a->box.x, a->box.y, a->box.width, a->box.height,
		b->text ? b->text : "", b->box.x, b->box.y, b->box.width, b->box.height);
}

static void check_overlaps(const struct kiosk_layout *layout)
{
	for (int i = 0; i < layout->n; i++) {
		for (int j = 0; j < i; j++) {
			const struct kiosk_element *a = &layout->elements[j];
			const struct kiosk_element *b = &layout->elements[i];
			struct kiosk_box ink_a = ink_of(a), ink_b = ink_of(b);

			if (overlap(&ink_a, &ink_b) && !(is_ground(a) && inside(&ink_b, &ink_a))) {
				report(layout, "overlap", a, b);
				counts.overlaps++;
			}
		}
	}
}

static void check_element(const struct kiosk_layout *layout, const struct kiosk_element *element)
{
	struct kiosk_box screen = {0, 0, layout->size.width, layout->size.height};
	double mm = layout->size.mm;
	bool wrong = false;

	if (element->kind == KIOSK_ELEMENT_TEXT) {
		wrong = element->cut;
		counts.cut += element->cut;
		if (element->size_px * KIOSK_CAPITALS_EM < KIOSK_CAPITALS_MM * mm - 0.5) {
			counts.small_type++;
			wrong = true;
		}
	}
	if (element->target.kind != KIOSK_TARGET_NONE &&
		(element->box.width < KIOSK_TARGET_MM * mm - 1 ||
			element->box.height < KIOSK_TARGET_MM * mm - 1 ||
			element->box.y < layout->size.reach_px - 1)) {
		counts.small_keys++;
		wrong = true;
	}
	if (element->kind == KIOSK_ELEMENT_NUMBER && element->box.height < 15 * mm) {
		counts.small_type++;
		wrong = true;
	}
	if (!inside(&element->box, &screen)) {
		counts.out++;
		wrong = true;
	}
	if (wrong) {
		report(layout, element->cut ? "cut" : "too small, too high or outside", element,
			element);
	}
}

/* A page that has the key with the ear has it in the corner where it was before, on this screen. */
static void check_ear(const struct kiosk_layout *layout, bool wanted)
{
	static struct kiosk_size size;
	static cairo_rectangle_int_t before;
	cairo_rectangle_int_t place =
		kiosk_layout_place(layout, (struct kiosk_target){KIOSK_TARGET_EAR, 0});

	assert_int_equal(place.width > 0, wanted);
	if (wanted) {
		if (size.width == layout->size.width && size.height == layout->size.height &&
			size.reach_px == layout->size.reach_px &&
			fabs(size.mm - layout->size.mm) < 1e-6) {
			assert_memory_equal(&place, &before, sizeof(place));
		}
		size = layout->size;
		before = place;
	}
}

static void check_layout(const struct kiosk_layout *layout)
{
	counts.pages++;
	check_overlaps(layout);
	for (int i = 0; i < layout->n; i++) {
		check_element(layout, &layout->elements[i]);
	}
}

/* All pages of a view's list. Returns which of the services, subjects or reasons, and behind them
 * groups, there were, as bits. */
static uint64_t walk(struct kiosk_view *view, const struct kiosk_size *size)
{
	struct kiosk_layout layout = {0};
	uint64_t seen = 0;
	bool more = true;

	for (view->list_page = 0; more && view->list_page < KIOSK_LIST_MAX; view->list_page++) {
		kiosk_layout_make(&layout, phrases, view, size);
		check_layout(&layout);
		check_ear(&layout, view->ear);
		more = false;
		for (int i = 0; i < layout.n; i++) {
			const struct kiosk_target *target = &layout.elements[i].target;
			bool listed = target->kind == KIOSK_TARGET_SERVICE ||
				target->kind == KIOSK_TARGET_SUBJECT ||
				target->kind == KIOSK_TARGET_REASON ||
				target->kind == KIOSK_TARGET_GROUP;
			int bit = target->index +
				(target->kind == KIOSK_TARGET_GROUP ? KIOSK_SERVICES_MAX : 0);

			more = more || target->kind == KIOSK_TARGET_PRIORITY ||
				(target->kind == KIOSK_TARGET_TURN && target->index > 0);
			if (listed) {
				assert_false(seen & (1ULL << bit)); /* only once */
				seen |= 1ULL << bit;
			}
		}
	}
	kiosk_layout_done(&layout);
	return seen;
}

static void assert_no_faults(void)
{
	assert_int_equal(counts.overlaps, 0);
	assert_int_equal(counts.cut, 0);
	assert_int_equal(counts.small_keys, 0);
	assert_int_equal(counts.small_type, 0);
	assert_int_equal(counts.out, 0);
}

static int count_keys(
	const struct kiosk_view *view, const struct kiosk_size *size, enum kiosk_target_kind kind)
{
	struct kiosk_layout layout = {0};
	int n = 0;

	kiosk_layout_make(&layout, phrases, view, size);
	for (int i = 0; i < layout.n; i++) {
		n += layout.elements[i].target.kind == kind;
	}
	kiosk_layout_done(&layout);
	return n;
}

static void test_every_page_on_every_screen(void **state)
{
	static const int services[] = {1, 7, 30};
	struct kiosk_view view;

	(void)state;
	memset(&counts, 0, sizeof(counts));
	for (size_t s = 0; s < ELEMENTS(screens); s++) {
		const struct screen *one = &screens[s];
		struct kiosk_size size =
			kiosk_size_of(one->width, one->height, one->diagonal_inch, one->top_mm);

		for (size_t l = 0; *phrases_language(phrases, l); l++) {
			for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
				for (size_t n = 0; n < ELEMENTS(services); n++) {
					int many = services[n];
					uint64_t seen;

					if (page == KIOSK_COMPLAINTS &&
						!kiosk_layout_has_lookup(&size)) {
						continue; /* no key leads there */
					}

					make(&view, (enum kiosk_page)page,
						phrases_language(phrases, l), many);
					view.ear = n != 1;
					view.leaving = n == 2;
					view.lookup = n > 0;
					view.complaints = n != 1;
					seen = walk(&view, &size);
					if (page == KIOSK_SERVICES) {
						assert_true(seen == (1ULL << many) - 1);
					} else if (page == KIOSK_COMPLAINTS) {
						assert_true(seen == (1ULL << view.n_subjects) - 1);
						assert_true(count_keys(&view, &size,
								    KIOSK_TARGET_BACK) == 1);
					} else if (page == KIOSK_LANE) {
						assert_true(seen == (1ULL << view.n_reasons) - 1);
					}
				}
			}
		}
	}
	assert_no_faults();
}

static bool has_key(
	const struct kiosk_view *view, const struct kiosk_size *size, enum kiosk_target_kind kind)
{
	struct kiosk_layout layout = {0};
	bool found;

	kiosk_layout_make(&layout, phrases, view, size);
	found = kiosk_layout_place(&layout, (struct kiosk_target){kind, 0}).width > 0;
	kiosk_layout_done(&layout);
	return found;
}

static bool says(const struct kiosk_view *view, const struct kiosk_size *size, const char *text)
{
	struct kiosk_layout layout = {0};
	bool found = false;

	kiosk_layout_make(&layout, phrases, view, size);
	for (int i = 0; i < layout.n; i++) {
		found = found || (layout.elements[i].text && strstr(layout.elements[i].text, text));
	}
	kiosk_layout_done(&layout);
	return found;
}

/* Groups, the services of one, and what to bring: all of it can be read or reached. */
static void check_groups(
	const struct kiosk_size *size, const char *language, int services, int groups)
{
	struct kiosk_view view;

	make(&view, KIOSK_GROUPS, language, MAX_OF(services - 2, 0));
	group(&view, groups);
	assert_true(walk(&view, size) ==
		(((1ULL << view.n_services) - 1) | ((1ULL << groups) - 1) << KIOSK_SERVICES_MAX));
	assert_false(has_key(&view, size, KIOSK_TARGET_BACK));
	make(&view, KIOSK_SERVICES, language, services);
	group(&view, 0);
	text_copy_cut(view.group, sizeof(view.group), "Đất đai, xây dựng, môi trường");
	assert_true(walk(&view, size) == (1ULL << services) - 1);
	assert_true(has_key(&view, size, KIOSK_TARGET_BACK));
	make(&view, KIOSK_LANE, language, services);
	group(&view, 0);
	(void)walk(&view, size);
	view.list_page = 0;
	assert_true(says(&view, size, "Tờ khai") || has_key(&view, size, KIOSK_TARGET_BRING));
	view.n_reasons = 0;
	(void)walk(&view, size);
	view.list_page = 0;
	assert_true(says(&view, size, "Tờ khai") || has_key(&view, size, KIOSK_TARGET_BRING));
	text_copy_cut(view.bring, sizeof(view.bring), "");
	assert_false(has_key(&view, size, KIOSK_TARGET_BRING));
	make(&view, KIOSK_BRING, language, services);
	group(&view, 0);
	(void)walk(&view, size);
	view.list_page = 0;
	assert_true(has_key(&view, size, KIOSK_TARGET_BACK));
}

static void test_groups_on_every_screen(void **state)
{
	static const int services[] = {1, 7, 30};

	(void)state;
	memset(&counts, 0, sizeof(counts));
	for (size_t s = 0; s < ELEMENTS(screens); s++) {
		struct kiosk_size size = kiosk_size_of(screens[s].width, screens[s].height,
			screens[s].diagonal_inch, screens[s].top_mm);

		for (size_t l = 0; *phrases_language(phrases, l); l++) {
			for (size_t n = 0; n < ELEMENTS(services); n++) {
				check_groups(&size, phrases_language(phrases, l), services[n],
					(int)(2 + 5 * n));
			}
		}
	}
	assert_no_faults();
}

static void test_every_refusal_on_every_screen(void **state)
{
	struct kiosk_view view;

	(void)state;
	memset(&counts, 0, sizeof(counts));
	for (size_t s = 0; s < ELEMENTS(screens); s++) {
		struct kiosk_size size = kiosk_size_of(screens[s].width, screens[s].height,
			screens[s].diagonal_inch, screens[s].top_mm);

		for (size_t l = 0; *phrases_language(phrases, l); l++) {
			for (int error = 0; error <= KIOSK_ERROR_UNABLE; error++) {
				for (int opening = 0; opening <= KIOSK_PAST_CLOSING; opening++) {
					make(&view, KIOSK_REFUSED, phrases_language(phrases, l), 7);
					view.error = (enum kiosk_error)error;
					view.opening = (enum kiosk_opening)opening;
					view.ear = true;
					(void)walk(&view, &size);
				}
			}
		}
	}
	assert_int_equal(counts.overlaps + counts.cut + counts.small_type + counts.out, 0);
}

/* What to bring gives way to them: it is behind a key that says so, unless there is room for it. */
static void test_five_reasons_need_one_page(void **state)
{
	static const double inches[] = {0, 13.3, 15.6};
	struct kiosk_view view;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(inches) * 2; i++) {
		struct kiosk_size size = kiosk_size_of(1280, 800, inches[i / 2], 0);
		bool room = inches[i / 2] > 14;
		const char *language = i % 2 ? "en" : "vi";

		make(&view, KIOSK_LANE, language, 7);
		group(&view, 0);
		view.n_reasons = 5;
		assert_int_equal(count_keys(&view, &size, KIOSK_TARGET_REASON), 5);
		assert_int_equal(says(&view, &size, "Tờ khai"), room);
		assert_int_equal(has_key(&view, &size, KIOSK_TARGET_BRING), !room);
		assert_int_equal(
			says(&view, &size, phrases_get(phrases, language, "kiosk.bring_key")),
			!room);
	}
}

/* Measuring is slow: a page that was tried twice finds both divisions when it is drawn again. */
static void test_each_trial_keeps_its_grid(void **state)
{
	struct kiosk_size size = kiosk_size_of(1280, 800, 13.3, 0);
	struct kiosk_layout layout = {0};
	const char *keys[KIOSK_GRIDS];
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_LANE, "vi", 7);
	group(&view, 0);
	kiosk_layout_make(&layout, phrases, &view, &size);
	for (int i = 0; i < KIOSK_GRIDS; i++) {
		keys[i] = layout.grids[i].key;
		assert_non_null(keys[i]);
	}
	kiosk_layout_make(&layout, phrases, &view, &size);
	for (int i = 0; i < KIOSK_GRIDS; i++) {
		assert_ptr_equal(layout.grids[i].key, keys[i]);
	}
	kiosk_layout_done(&layout);
}

/* A screen that hangs too high for its height says how far it has to come down. */
static void test_keys_out_of_reach_are_told(void **state)
{
	static const struct {
		struct screen screen;
		int above_mm;
	} cases[] = {
		{{1920, 1080, 32, 0}, 0},
		{{1920, 1080, 32, 1300}, 0},
		{{800, 480, 6.6, 1100}, 0},
		{{800, 480, 6.6, 1110}, 8},
		{{800, 480, 6.6, 1200}, 98},
		{{1280, 800, 10.1, 1300}, 156},
	};
	struct kiosk_layout layout = {0};
	struct kiosk_view view;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const struct screen *screen = &cases[i].screen;
		struct kiosk_size size = kiosk_size_of(
			screen->width, screen->height, screen->diagonal_inch, screen->top_mm);

		make(&view, KIOSK_SERVICES, "vi", 7);
		view.ear = true;
		kiosk_layout_make(&layout, phrases, &view, &size);
		assert_int_equal(kiosk_layout_above_mm(&layout), cases[i].above_mm);
	}
	kiosk_layout_done(&layout);
}

/* A small screen asks for the lane with two keys, and has no bar; a larger one has all on a page.
 */
static void test_a_small_screen_parts_the_lane(void **state)
{
	struct kiosk_view view;

	(void)state;
	for (int inches = 7; inches <= 10; inches += 3) {
		struct kiosk_size size = kiosk_size_of(1024, 600, inches, 0);
		bool small = inches == 7;

		make(&view, KIOSK_LANE, "vi", 7);
		assert_true(has_key(&view, &size, KIOSK_TARGET_REGULAR));
		assert_int_equal(has_key(&view, &size, KIOSK_TARGET_PRIORITY), small);
		assert_int_equal(has_key(&view, &size, KIOSK_TARGET_REASON), !small);
		assert_int_equal(says(&view, &size, view.centre), !small);
		view.list_page = 1;
		assert_int_equal(has_key(&view, &size, KIOSK_TARGET_REASON), small);
		assert_true(has_key(&view, &size, KIOSK_TARGET_BACK));
	}
}

/* In the column of a small screen one key turns the pages: on, and from the last to the first. */
static void test_one_key_leads_through_all_pages_and_back(void **state)
{
	struct kiosk_size size = kiosk_size_of(800, 480, 7, 0);
	struct kiosk_layout layout = {0};
	struct kiosk_view view;
	int turn;

	(void)state;
	make(&view, KIOSK_SERVICES, "vi", 7);
	do {
		int keys = 0;

		turn = 0;
		kiosk_layout_make(&layout, phrases, &view, &size);
		for (int i = 0; i < layout.n; i++) {
			if (layout.elements[i].target.kind == KIOSK_TARGET_TURN) {
				turn = layout.elements[i].target.index;
				keys++;
			}
		}
		assert_int_equal(keys, 1);
		assert_true(turn == 1 || (turn < 0 && turn == -view.list_page));
		view.list_page += turn;
	} while (turn > 0);
	assert_int_equal(view.list_page, 0);
	kiosk_layout_done(&layout);
}

/* No title is on the page before what it is of; but the name of a procedure may need all of one.
 * Returns which paragraphs stand whole on a page, as bits. */
static uint64_t check_paragraphs(
	const struct kiosk_layout *layout, const struct lookup_view *lookup)
{
	uint64_t whole = 0;
	int last = -1;

	for (int i = 0; i < layout->n; i++) {
		const struct kiosk_element *element = &layout->elements[i];
		const char *text = element->kind == KIOSK_ELEMENT_TEXT ? element->text : "";

		for (int p = 0; *text && p < lookup->n_paragraphs; p++) {
			const char *found = strstr(lookup->paragraphs[p].text, text);

			if (found && strcmp(lookup->paragraphs[p].text, text) == 0) {
				whole |= 1ULL << p;
				last = p;
			} else if (found && p > last && !element->bold) {
				last = p;
			}
		}
	}
	assert_false(last > 0 && lookup->paragraphs[last].is_title);
	return whole;
}

/* Nobody reads a fee without who need not pay it. */
static void check_fees(const struct lookup_view *lookup, uint64_t whole)
{
	for (int p = 0; p < lookup->n_paragraphs && lookup->page == LOOKUP_PROCEDURE; p++) {
		if (strstr(lookup->paragraphs[p].text, " đồng. Miễn")) {
			assert_true(whole & (1ULL << p));
		}
	}
}

/* Everything that a page of the look-up has to offer, on all its pages, as bits. */
static uint64_t walk_lookup(
	struct kiosk_view *view, const struct lookup_view *lookup, const struct kiosk_size *size)
{
	static struct kiosk_layout layout;
	uint64_t entries = 0, actions = 0, letters = 0, whole = 0;
	char none[LETTER_SIZE];
	bool more = true;

	for (view->list_page = 0; more && view->list_page < LOOKUP_ENTRIES_MAX; view->list_page++) {
		kiosk_layout_make_lookup(&layout, phrases, view, lookup, size);
		check_layout(&layout);
		check_ear(&layout, view->ear);
		whole |= check_paragraphs(&layout, lookup);
		more = false;
		for (int i = 0; i < layout.n; i++) {
			const struct kiosk_target *target = &layout.elements[i].target;

			more = more || (target->kind == KIOSK_TARGET_TURN && target->index > 0);
			actions |= target->kind == KIOSK_TARGET_ACTION ? 1ULL << target->index : 0;
			letters |= target->kind == KIOSK_TARGET_LETTER ? 1ULL << target->index : 0;
			if (target->kind == KIOSK_TARGET_ENTRY) {
				assert_false(entries & (1ULL << target->index)); /* only once */
				entries |= 1ULL << target->index;
			}
		}
	}
	kiosk_layout_done(&layout);
	if (lookup->page == LOOKUP_TYPING) { /* as many as have room, the first ones */
		assert_true((entries & (entries + 1)) == 0);
	} else {
		assert_true(entries == (1ULL << lookup->n_entries) - 1);
	}
	check_fees(lookup, whole);
	if (lookup->page == LOOKUP_TYPING) {
		assert_true(letters ==
			(1ULL << letter_keys_at(lookup->letters, view->language, lookup->typed,
				 LETTERS_MAX, none)) -
				1);
	}
	return actions;
}

static uint64_t bit(enum lookup_action action)
{
	return 1ULL << (unsigned)action;
}

/* The keys that a page must have, whatever the screen. */
static uint64_t actions_of(const struct lookup_view *lookup, const char *language)
{
	switch (lookup->page) {
	case LOOKUP_START:
		return bit(LOOKUP_DO_SEARCH) | bit(LOOKUP_DO_SECTORS) | bit(LOOKUP_DO_EVENTS) |
			bit(LOOKUP_DO_CENTRE) | bit(LOOKUP_DO_TICKETS);
	case LOOKUP_TYPING:
		return bit(LOOKUP_DO_SPACE) | bit(LOOKUP_DO_DELETE) | bit(LOOKUP_DO_DIGITS) |
			bit(LOOKUP_DO_FIND) | bit(LOOKUP_DO_CLEAR) |
			(strcmp(language, "vi") == 0 ? bit(LOOKUP_DO_MARKS) : 0);
	case LOOKUP_ASK:
		return bit(LOOKUP_DO_ALL);
	case LOOKUP_PROCEDURE:
		return (lookup->can_print ? bit(LOOKUP_DO_PRINT) : 0) |
			(lookup->can_ticket ? bit(LOOKUP_DO_TICKET) : 0) | bit(LOOKUP_DO_WAYS);
	case LOOKUP_WAYS:
		return lookup->can_report ? bit(LOOKUP_DO_REPORT) : 0;
	case LOOKUP_MESSAGE:
		return lookup->message == LOOKUP_NOTHING ? bit(LOOKUP_DO_SECTORS) : 0;
	case LOOKUP_SECTORS:
	case LOOKUP_EVENTS:
	case LOOKUP_RESULTS:
		return lookup->n_more > 0 ? bit(LOOKUP_DO_SEARCH) : 0;
	case LOOKUP_CENTRE:
		break;
	}
	return 0;
}

/* Each page of the look-up on every screen that has room for it: there in one of two languages,
 * which is the other one on the next screen, because all of them take long under an emulator.
 * LAYSO_TEST_WHOLE=1 has both. */
static void test_look_up_on_every_screen(void **state)
{
	static struct kiosk_view view;
	static struct lookup_view lookup;
	bool whole = getenv("LAYSO_TEST_WHOLE");
	size_t turn = 0;

	(void)state;
	memset(&counts, 0, sizeof(counts));
	for (size_t s = 0; s < ELEMENTS(screens); s++) {
		struct kiosk_size size = kiosk_size_of(screens[s].width, screens[s].height,
			screens[s].diagonal_inch, screens[s].top_mm);

		turn += kiosk_layout_has_lookup(&size);
		for (size_t i = 0; i < 2 * lookup_samples_n; i++) {
			const char *language = i % 2 ? "en" : "vi";
			int page = 0;

			if (!kiosk_layout_has_lookup(&size) ||
				(!whole && (i / 2 + turn) % 2 != i % 2)) {
				continue;
			}
			kiosk_sample_page(&view, KIOSK_SERVICES);
			view.ear = true;
			view.leaving = i % 3 == 0;
			lookup_samples[i / 2].make(&lookup, &page);
			kiosk_sample_turn(&view, language);
			if (walk_lookup(&view, &lookup, &size) != actions_of(&lookup, language)) {
				fail_msg("%s, %dx%d: a key is missing, or one too many",
					lookup_samples[i / 2].name, size.width, size.height);
			}
		}
	}
	assert_no_faults();
	assert_true(counts.pages > 0);
}

static void test_a_key_leads_to_the_look_up_while_nobody_is_served(void **state)
{
	static const bool has[] = {[KIOSK_STARTING] = true,
		[KIOSK_GROUPS] = true,
		[KIOSK_SERVICES] = true,
		[KIOSK_AWAY] = true,
		[KIOSK_UNABLE] = true,
		[KIOSK_CLOSED] = true};
	static const struct kiosk_target key = {KIOSK_TARGET_ACTION, LOOKUP_DO_START};
	static struct kiosk_layout layout;
	struct kiosk_view view;

	(void)state;
	for (size_t s = 0; s < ELEMENTS(screens); s++) {
		struct kiosk_size size = kiosk_size_of(screens[s].width, screens[s].height,
			screens[s].diagonal_inch, screens[s].top_mm);

		for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
			make(&view, (enum kiosk_page)page, "vi", 7);
			view.lookup = true;
			kiosk_layout_make(&layout, phrases, &view, &size);
			assert_true((kiosk_layout_place(&layout, key).width > 0) ==
				(has[page] && kiosk_layout_has_lookup(&size) &&
					size.height / size.mm > 134)); /* has room for it */
			view.lookup = false;
			kiosk_layout_make(&layout, phrases, &view, &size);
			assert_int_equal(kiosk_layout_place(&layout, key).width, 0);
		}
	}
	kiosk_layout_done(&layout);
}

static void test_a_small_screen_has_no_look_up(void **state)
{
	static struct kiosk_layout layout;
	static struct kiosk_view view;
	static struct lookup_view lookup;
	struct kiosk_size small = kiosk_size_of(1024, 600, 7, 0);
	struct kiosk_size large = kiosk_size_of(1024, 600, 10.1, 0);
	int page = 0;

	(void)state;
	memset(&counts, 0, sizeof(counts));
	assert_false(kiosk_layout_has_lookup(&small));
	assert_true(kiosk_layout_has_lookup(&large));
	kiosk_sample_page(&view, KIOSK_SERVICES);
	lookup_samples[0].make(&lookup, &page);
	kiosk_layout_make_lookup(&layout, phrases, &view, &lookup, &small);
	check_layout(&layout);
	for (int i = 0; i < layout.n; i++) {
		assert_int_not_equal(layout.elements[i].target.kind, KIOSK_TARGET_ACTION);
	}
	kiosk_layout_done(&layout);
	assert_no_faults();
}

static void test_a_finger_hits_what_it_meant(void **state)
{
	struct kiosk_size size = kiosk_size_of(1280, 800, 13.3, 0);
	struct kiosk_layout layout = {0};
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_SERVICES, "vi", 7);
	kiosk_layout_make(&layout, phrases, &view, &size);
	for (int i = 0; i < layout.n; i++) {
		const struct kiosk_box *box = &layout.elements[i].box;
		struct kiosk_target target = layout.elements[i].target, hit;

		if (target.kind == KIOSK_TARGET_NONE) {
			continue;
		}
		/* The middle, and a little beside its edges. */
		for (int side = 0; side < 3; side++) {
			int x = (int)(box->x + box->width * side / 2) + side - 1;

			hit = kiosk_layout_hit(&layout, x, (int)(box->y + box->height / 2));
			assert_int_equal(hit.kind, target.kind);
			assert_int_equal(hit.index, target.index);
		}
		hit = kiosk_layout_hit(
			&layout, (int)(box->x + 5), (int)(box->y + box->height + size.mm));
		assert_int_equal(hit.kind, target.kind);
	}
	view.buttons_only = true;
	kiosk_layout_make(&layout, phrases, &view, &size);
	for (int x = 0; x < size.width; x += 40) {
		for (int y = 0; y < size.height; y += 40) {
			assert_int_equal(kiosk_layout_hit(&layout, x, y).kind, KIOSK_TARGET_NONE);
		}
	}
	kiosk_layout_done(&layout);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_page_on_every_screen),
		cmocka_unit_test(test_groups_on_every_screen),
		cmocka_unit_test(test_every_refusal_on_every_screen),
		cmocka_unit_test(test_five_reasons_need_one_page),
		cmocka_unit_test(test_each_trial_keeps_its_grid),
		cmocka_unit_test(test_keys_out_of_reach_are_told),
		cmocka_unit_test(test_a_small_screen_parts_the_lane),
		cmocka_unit_test(test_one_key_leads_through_all_pages_and_back),
		cmocka_unit_test(test_look_up_on_every_screen),
		cmocka_unit_test(test_a_key_leads_to_the_look_up_while_nobody_is_served),
		cmocka_unit_test(test_a_small_screen_has_no_look_up),
		cmocka_unit_test(test_a_finger_hits_what_it_meant),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
