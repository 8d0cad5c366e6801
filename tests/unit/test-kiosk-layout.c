/* SPDX-License-Identifier: Apache-2.0 */
/* Every page of the kiosk on every screen in every language: nothing lies over anything else,
 * nothing is cut, keys and type are large enough in millimetres, and all services can be reached.
 */
#include "ui/kiosk-layout.h"

#include <stdio.h>
#include <string.h>

#include "base/pictograms.h"
#include "base/text.h"
#include "check.h"
#include "layout-fixture.h"
#include "ui/samples/kiosk-samples.h"

static void add_subjects(struct kiosk_view *view, int n)
{
	for (int i = 0; i < n; i++) {
		struct kiosk_subject *subject = &view->subjects[view->n_subjects++];

		(void)snprintf(subject->id, sizeof(subject->id), "c%d", i);
		/* A long one; a site may have 120 characters. */
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
	for (; *phrases_language(layout_phrases, (size_t)view->n_languages); view->n_languages++) {
		text_copy_cut(view->languages[view->n_languages], KIOSK_LANGUAGE_SIZE,
			phrases_language(layout_phrases, (size_t)view->n_languages));
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
	text_copy_cut(view->lane, sizeof(view->lane),
		phrases_get(layout_phrases, language, "lane.priority"));
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

/* All pages of a view's list. Returns which of the services, subjects or reasons, and behind them
 * groups, there were, as bits. */
static uint64_t walk(struct kiosk_view *view, const struct kiosk_size *size)
{
	struct kiosk_layout layout = {0};
	uint64_t seen = 0;
	bool more = true;

	for (view->list_page = 0; more && view->list_page < KIOSK_LIST_MAX; view->list_page++) {
		kiosk_layout_make(&layout, layout_phrases, view, size);
		layout_check(&layout);
		layout_check_ear(&layout, view->ear);
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

static int count_keys(
	const struct kiosk_view *view, const struct kiosk_size *size, enum kiosk_target_kind kind)
{
	struct kiosk_layout layout = {0};
	int n = 0;

	kiosk_layout_make(&layout, layout_phrases, view, size);
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
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n; s++) {
		const struct layout_screen *one = &layout_screens[s];
		struct kiosk_size size =
			kiosk_size_of(one->width, one->height, one->diagonal_inch, one->top_mm);

		for (size_t l = 0; *phrases_language(layout_phrases, l); l++) {
			for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
				for (size_t n = 0; n < ELEMENTS(services); n++) {
					int many = services[n];
					uint64_t seen;

					make(&view, (enum kiosk_page)page,
						phrases_language(layout_phrases, l), many);
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
	layout_assert_no_faults();
}

/* The pages as people see them most, which lack less than those above: in one of two languages,
 * which is the other one on the next screen. */
static void test_every_sample_on_every_screen(void **state)
{
	static struct kiosk_layout layout;
	struct kiosk_view view;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n; s++) {
		const struct layout_screen *one = &layout_screens[s];
		struct kiosk_size size =
			kiosk_size_of(one->width, one->height, one->diagonal_inch, one->top_mm);

		for (size_t i = 0; i < kiosk_samples_n; i++) {
			kiosk_samples[i].make(&view);
			kiosk_sample_turn(&view, (s + i) % 2 ? "en" : "vi");
			kiosk_layout_make(&layout, layout_phrases, &view, &size);
			layout_check(&layout);
		}
	}
	kiosk_layout_done(&layout);
	layout_assert_no_faults();
}

static bool has_key(
	const struct kiosk_view *view, const struct kiosk_size *size, enum kiosk_target_kind kind)
{
	struct kiosk_layout layout = {0};
	bool found;

	kiosk_layout_make(&layout, layout_phrases, view, size);
	found = kiosk_layout_place(&layout, (struct kiosk_target){kind, 0}).width > 0;
	kiosk_layout_done(&layout);
	return found;
}

static bool says(const struct kiosk_view *view, const struct kiosk_size *size, const char *text)
{
	struct kiosk_layout layout = {0};
	bool found = false;

	kiosk_layout_make(&layout, layout_phrases, view, size);
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

/* With everything that a bar can have, the clock stands whole in it, and on a lying screen a name
 * of usual length on two lines: a third would take a page the height of half a key. */
static void test_the_bar_has_room_for_its_clock_and_a_name(void **state)
{
	static const struct {
		const char *centre;
		int lines;
	} names[] = {
		{"Trung tâm Phục vụ hành chính công xã Mường Bú", 2},
		{"Trung tâm Phục vụ hành chính công xã Nguyên Bình Khánh Vĩnh Trường", 3},
	};
	static struct kiosk_layout layout;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t i = 0; i < layout_screens_n * ELEMENTS(names) * 4; i++) {
		const struct layout_screen *screen = &layout_screens[i / 4 / ELEMENTS(names)];
		struct kiosk_size size = kiosk_size_of(
			screen->width, screen->height, screen->diagonal_inch, screen->top_mm);
		const char *centre = names[i / 4 % ELEMENTS(names)].centre;
		int lines =
			screen->width < screen->height ? 4 : names[i / 4 % ELEMENTS(names)].lines;
		double line, bar = 0, clock = 0;
		struct kiosk_view view;

		make(&view, KIOSK_SERVICES, i % 2 ? "en" : "vi", 7);
		view.ear = true;
		view.leaving = i % 4 > 1;
		text_copy_cut(view.centre, sizeof(view.centre), centre);
		kiosk_layout_make(&layout, layout_phrases, &view, &size);
		layout_check(&layout);
		for (int e = 0; e < layout.n; e++) {
			const struct kiosk_element *element = &layout.elements[e];
			const char *text = element->text ? element->text : "";

			if (element->kind == KIOSK_ELEMENT_RULE) {
				bar = element->box.y;
			} else if (strcmp(text, "08:01") == 0) {
				clock = element->box.y + element->box.height;
			} else if (strcmp(text, centre) == 0) {
				line = element->size_px * 1.45;
				if (element->height_px > line * lines) {
					fail_msg("%dx%d, %.1f inches: a name on too many lines",
						screen->width, screen->height,
						screen->diagonal_inch);
				}
			}
		}
		assert_true(bar == 0 || (clock > 0 && clock <= bar + 1)); /* or no bar */
	}
	kiosk_layout_done(&layout);
	layout_assert_no_faults();
}

static void test_groups_on_every_screen(void **state)
{
	static const int services[] = {1, 7, 30};

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n; s++) {
		struct kiosk_size size =
			kiosk_size_of(layout_screens[s].width, layout_screens[s].height,
				layout_screens[s].diagonal_inch, layout_screens[s].top_mm);

		for (size_t l = 0; *phrases_language(layout_phrases, l); l++) {
			for (size_t n = 0; n < ELEMENTS(services); n++) {
				check_groups(&size, phrases_language(layout_phrases, l),
					services[n], (int)(2 + 5 * n));
			}
		}
	}
	layout_assert_no_faults();
}

static void test_every_refusal_on_every_screen(void **state)
{
	struct kiosk_view view;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n; s++) {
		struct kiosk_size size =
			kiosk_size_of(layout_screens[s].width, layout_screens[s].height,
				layout_screens[s].diagonal_inch, layout_screens[s].top_mm);

		for (size_t l = 0; *phrases_language(layout_phrases, l); l++) {
			for (int error = 0; error <= KIOSK_ERROR_UNABLE; error++) {
				for (int opening = 0; opening <= KIOSK_PAST_CLOSING; opening++) {
					make(&view, KIOSK_REFUSED,
						phrases_language(layout_phrases, l), 7);
					view.error = (enum kiosk_error)error;
					view.opening = (enum kiosk_opening)opening;
					view.ear = true;
					(void)walk(&view, &size);
				}
			}
		}
	}
	assert_int_equal(layout_counts.overlaps + layout_counts.cut + layout_counts.small_type +
			layout_counts.out,
		0);
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
		assert_int_equal(says(&view, &size,
					 phrases_get(layout_phrases, language, "kiosk.bring_key")),
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
	kiosk_layout_make(&layout, layout_phrases, &view, &size);
	for (int i = 0; i < KIOSK_GRIDS; i++) {
		keys[i] = layout.grids[i].key;
		assert_non_null(keys[i]);
	}
	kiosk_layout_make(&layout, layout_phrases, &view, &size);
	for (int i = 0; i < KIOSK_GRIDS; i++) {
		assert_ptr_equal(layout.grids[i].key, keys[i]);
	}
	kiosk_layout_done(&layout);
}

/* A screen that hangs too high for its height says how far it has to come down. */
static void test_keys_out_of_reach_are_told(void **state)
{
	static const struct {
		struct layout_screen screen;
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
		const struct layout_screen *screen = &cases[i].screen;
		struct kiosk_size size = kiosk_size_of(
			screen->width, screen->height, screen->diagonal_inch, screen->top_mm);

		make(&view, KIOSK_SERVICES, "vi", 7);
		view.ear = true;
		kiosk_layout_make(&layout, layout_phrases, &view, &size);
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
		kiosk_layout_make(&layout, layout_phrases, &view, &size);
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

static void test_a_finger_hits_what_it_meant(void **state)
{
	struct kiosk_size size = kiosk_size_of(1280, 800, 13.3, 0);
	struct kiosk_layout layout = {0};
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_SERVICES, "vi", 7);
	kiosk_layout_make(&layout, layout_phrases, &view, &size);
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
	kiosk_layout_make(&layout, layout_phrases, &view, &size);
	for (int x = 0; x < size.width; x += 40) {
		for (int y = 0; y < size.height; y += 40) {
			assert_int_equal(kiosk_layout_hit(&layout, x, y).kind, KIOSK_TARGET_NONE);
		}
	}
	kiosk_layout_done(&layout);
}

static bool shows_code(const struct kiosk_layout *layout, const char *text)
{
	for (int i = 0; i < layout->n; i++) {
		if (layout->elements[i].kind == KIOSK_ELEMENT_QR &&
			strcmp(layout->elements[i].text, text) == 0) {
			return true;
		}
	}
	return false;
}

/* The official channel on the page of complaints, on every screen. */
static void test_the_official_channel_is_shown_on_every_screen(void **state)
{
	(void)state;
	for (size_t s = 0; s < layout_screens_n * 2; s++) {
		const struct layout_screen *one = &layout_screens[s / 2];
		struct kiosk_size size =
			kiosk_size_of(one->width, one->height, one->diagonal_inch, one->top_mm);
		struct kiosk_layout layout = {0};
		struct kiosk_view view;
		bool code = false;

		make(&view, KIOSK_COMPLAINTS, s % 2 ? "en" : "vi", 7);
		view.ear = true;
		for (int page = 0; page < KIOSK_LIST_MAX && !code; page++) {
			view.list_page = page;
			kiosk_layout_make(&layout, layout_phrases, &view, &size);
			code = shows_code(&layout, view.official);
		}
		kiosk_layout_done(&layout);
		if (!code) {
			fail_msg("%d x %d, %.1f inches: no code", one->width, one->height,
				one->diagonal_inch);
		}
	}
}

/* On how many pages of a view's list there are the keys that lead elsewhere. */
struct ways_seen {
	int lookup, complaints, pages;
};

static struct ways_seen see_ways(struct kiosk_view *view, const struct kiosk_size *size)
{
	static const struct kiosk_target to_lookup = {KIOSK_TARGET_ACTION, LOOKUP_DO_START};
	static const struct kiosk_target to_complaints = {KIOSK_TARGET_COMPLAINTS, 0};
	struct kiosk_layout layout = {0};
	struct ways_seen seen = {0};
	bool more = true;

	for (; more; seen.pages++) {
		view->list_page = seen.pages;
		kiosk_layout_make(&layout, layout_phrases, view, size);
		layout_check(&layout);
		seen.lookup += kiosk_layout_place(&layout, to_lookup).width > 0;
		seen.complaints += kiosk_layout_place(&layout, to_complaints).width > 0;
		more = false;
		for (int i = 0; i < layout.n; i++) {
			const struct kiosk_target *target = &layout.elements[i].target;

			more = more || (target->kind == KIOSK_TARGET_TURN && target->index > 0);
		}
	}
	kiosk_layout_done(&layout);
	view->list_page = 0;
	return seen;
}

static void test_a_key_leads_to_the_look_up_while_nobody_is_served(void **state)
{
	static const bool has[] = {[KIOSK_STARTING] = true,
		[KIOSK_GROUPS] = true,
		[KIOSK_SERVICES] = true,
		[KIOSK_AWAY] = true,
		[KIOSK_UNABLE] = true,
		[KIOSK_CLOSED] = true};
	struct kiosk_view view;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n * 2; s++) {
		const struct layout_screen *one = &layout_screens[s / 2];
		struct kiosk_size size =
			kiosk_size_of(one->width, one->height, one->diagonal_inch, one->top_mm);

		for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
			make(&view, (enum kiosk_page)page, s % 2 ? "en" : "vi", 7);
			view.ear = view.lookup = true;
			if ((see_ways(&view, &size).lookup > 0) != has[page]) {
				fail_msg("%d x %d, %.1f inches: page %d", one->width, one->height,
					one->diagonal_inch, page);
			}
			view.lookup = false;
			assert_int_equal(see_ways(&view, &size).lookup, 0);
		}
	}
	layout_assert_no_faults();
}

/* A centre and services with names as long as people give them. */
static void lengthen(struct kiosk_view *view)
{
	static const char name[] =
		"Đăng ký biến động đất đai, tài sản gắn liền với đất, cấp lại giấy chứng nhận do "
		"bị mất, rách, hư hỏng";

	text_copy_cut(view->centre, sizeof(view->centre),
		"Trung tâm Phục vụ hành chính công xã Nguyên Bình Khánh Vĩnh Trường, khu vực biên "
		"giới phía Tây");
	for (int i = 0; i < view->n_services; i++) {
		text_copy_cut(view->services[i].name, KIOSK_NAME_SIZE,
			i % 3 ? name : view->services[i].name);
	}
}

enum { KIND_GROUPS = 1, KIND_MANY = 2, KIND_LONG = 4, KINDS = 8 };

/* Returns whether a key is missing. */
static bool misses_ways(const struct layout_screen *one, const char *language, int kind)
{
	struct kiosk_size size =
		kiosk_size_of(one->width, one->height, one->diagonal_inch, one->top_mm);
	bool small = !kiosk_layout_has_lookup(&size), groups = kind & KIND_GROUPS;
	struct ways_seen both, alone;
	struct kiosk_view view;

	make(&view, groups ? KIOSK_GROUPS : KIOSK_SERVICES, language, kind & KIND_MANY ? 30 : 7);
	group(&view, groups ? 3 : 0);
	if (kind & KIND_LONG) {
		lengthen(&view);
	}
	view.no_slips = view.portal_down = kind & KIND_MANY;
	view.ear = view.lookup = view.complaints = view.leaving = true;
	both = see_ways(&view, &size);
	view.lookup = false;
	alone = see_ways(&view, &size);
	if (both.lookup == (small ? 1 : both.pages) && both.complaints == both.lookup &&
		alone.complaints == (small ? 1 : alone.pages)) {
		return false;
	}
	print_error("%d x %d, %.1f inches, %d mm, %s, %d: look-up on %d, complaints on %d of %d "
		    "pages\n",
		one->width, one->height, one->diagonal_inch, one->top_mm, language, kind,
		both.lookup, both.complaints, both.pages);
	return true;
}

/* With everything that a page can show, on each of the list's pages; on the smallest screens once
 * in the list. */
static void test_look_up_and_complaints_are_within_reach_of_every_screen(void **state)
{
	int missing = 0;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n; s++) {
		for (size_t l = 0; *phrases_language(layout_phrases, l); l++) {
			for (int kind = 0; kind < KINDS; kind++) {
				missing += misses_ways(&layout_screens[s],
					phrases_language(layout_phrases, l), kind);
			}
		}
	}
	assert_int_equal(missing, 0);
	layout_assert_no_faults();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_page_on_every_screen),
		cmocka_unit_test(test_every_sample_on_every_screen),
		cmocka_unit_test(test_the_official_channel_is_shown_on_every_screen),
		cmocka_unit_test(test_look_up_and_complaints_are_within_reach_of_every_screen),
		cmocka_unit_test(test_the_bar_has_room_for_its_clock_and_a_name),
		cmocka_unit_test(test_groups_on_every_screen),
		cmocka_unit_test(test_every_refusal_on_every_screen),
		cmocka_unit_test(test_five_reasons_need_one_page),
		cmocka_unit_test(test_each_trial_keeps_its_grid),
		cmocka_unit_test(test_keys_out_of_reach_are_told),
		cmocka_unit_test(test_a_small_screen_parts_the_lane),
		cmocka_unit_test(test_one_key_leads_through_all_pages_and_back),
		cmocka_unit_test(test_a_key_leads_to_the_look_up_while_nobody_is_served),
		cmocka_unit_test(test_a_finger_hits_what_it_meant),
	};

	return cmocka_run_group_tests(tests, layout_load, layout_unload);
}
