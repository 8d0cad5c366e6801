/* SPDX-License-Identifier: Apache-2.0 */
/* The look-up's pages on every screen: what they have to offer can be read and reached, on few
 * pages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "layout-fixture.h"
#include "ui/samples/kiosk-samples.h"
#include "ui/samples/lookup-samples.h"

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
		kiosk_layout_make_lookup(&layout, layout_phrases, view, lookup, size);
		layout_check(&layout);
		layout_check_ear(&layout, view->ear);
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
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t s = 0; s < layout_screens_n; s++) {
		struct kiosk_size size =
			kiosk_size_of(layout_screens[s].width, layout_screens[s].height,
				layout_screens[s].diagonal_inch, layout_screens[s].top_mm);

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
	layout_assert_no_faults();
	assert_true(layout_counts.pages > 0);
}

/* Lays out all pages of a list, counts them, and the entries on the fullest one. */
static int count_pages(struct kiosk_view *view, const struct lookup_view *lookup,
	const struct kiosk_size *size, int *ret_most)
{
	static struct kiosk_layout layout;
	int pages = 0;
	bool more = true;

	*ret_most = 0;
	for (view->list_page = 0; more; view->list_page++) {
		int entries = 0;

		kiosk_layout_make_lookup(&layout, layout_phrases, view, lookup, size);
		layout_check(&layout);
		more = false;
		for (int i = 0; i < layout.n; i++) {
			const struct kiosk_target *target = &layout.elements[i].target;

			more = more || (target->kind == KIOSK_TARGET_TURN && target->index > 0);
			entries += target->kind == KIOSK_TARGET_ENTRY;
		}
		pages++;
		*ret_most = MAX_OF(*ret_most, entries);
	}
	kiosk_layout_done(&layout);
	return pages;
}

/* The texts on a page's keys for entries, each once. */
static void assert_names_differ(const struct kiosk_view *view, const struct lookup_view *lookup,
	const struct kiosk_size *size)
{
	static struct kiosk_layout layout;
	const char *names[LOOKUP_CHOICES_MAX];
	int n = 0;

	kiosk_layout_make_lookup(&layout, layout_phrases, view, lookup, size);
	for (int i = 0; i + 1 < layout.n; i++) {
		if (layout.elements[i].target.kind == KIOSK_TARGET_ENTRY) {
			names[n++] = layout.elements[i + 1].text;
		}
	}
	for (int i = 0; i < n; i++) {
		for (int j = 0; j < i; j++) {
			assert_string_not_equal(names[i], names[j]);
		}
	}
	kiosk_layout_done(&layout);
}

/* What may have been meant is seen at once: nobody chooses among what is on another page. Names
 * that begin alike still differ on the keys. */
static void test_all_choices_are_on_one_page(void **state)
{
	static const char *const ends[] = {"có yếu tố nước ngoài tại khu vực biên giới", "lưu động",
		"kết hợp nhận cha, mẹ, con", "cho người đã có hồ sơ, giấy tờ cá nhân",
		"đối với trẻ em bị bỏ rơi, trẻ em chưa xác định được cha, mẹ"};
	static struct kiosk_view view;
	static struct lookup_view lookup;
	int most;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t i = 0; i < layout_screens_n * 2 * LOOKUP_CHOICES_MAX; i++) {
		const struct layout_screen *screen = &layout_screens[i / 2 / LOOKUP_CHOICES_MAX];
		struct kiosk_size size = kiosk_size_of(
			screen->width, screen->height, screen->diagonal_inch, screen->top_mm);
		int choices = 1 + (int)(i % LOOKUP_CHOICES_MAX);

		if (choices < 2 || !kiosk_layout_has_lookup(&size)) {
			continue;
		}
		memset(&lookup, 0, sizeof(lookup));
		lookup.page = LOOKUP_ASK;
		for (int c = 0; c < choices; c++) {
			struct lookup_entry *entry = &lookup.entries[lookup.n_entries++];

			(void)snprintf(entry->id, sizeof(entry->id), "c%d", c);
			(void)snprintf(entry->name, sizeof(entry->name),
				"Thủ tục đăng ký khai sinh, đăng ký lại khai sinh %s", ends[c]);
		}
		kiosk_sample_page(&view, KIOSK_SERVICES);
		view.ear = true;
		kiosk_sample_turn(&view, i / LOOKUP_CHOICES_MAX % 2 ? "en" : "vi");
		if (count_pages(&view, &lookup, &size, &most) != 1 || most != choices) {
			fail_msg("%d choices on %dx%d, %.1f inches: several pages", choices,
				screen->width, screen->height, screen->diagonal_inch);
		}
		view.list_page = 0;
		assert_names_differ(&view, &lookup, &size);
	}
	layout_assert_no_faults();
}

static void make_sample(
	struct kiosk_view *view, struct lookup_view *lookup, const char *name, const char *language)
{
	size_t s = 0;

	while (strcmp(lookup_samples[s].name, name) != 0) {
		s++;
		assert_true(s < lookup_samples_n);
	}
	kiosk_sample_page(view, KIOSK_SERVICES);
	view->ear = true;
	lookup_samples[s].make(lookup, &view->list_page);
	kiosk_sample_turn(view, language);
}

/* A screen of 10 inches has few lines of letters that can be read: no page is wasted. */
static void test_ten_inches_need_few_pages(void **state)
{
	static const struct {
		const char *sample;
		int pages, entries; /* at most; at least on a page */
	} cases[] = {
		{"lookup-events", 1, 6},
		{"lookup-sectors", 2, 6},
		{"lookup-results", 5, 4},
		{"lookup-results-long", 1, 4},
		{"lookup-procedure", 5, 0},
		{"lookup-procedure-old", 6, 0},
		{"lookup-centre", 2, 0},
	};
	static struct kiosk_view view;
	static struct lookup_view lookup;
	struct kiosk_size size = kiosk_size_of(1280, 800, 10.1, 0);

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t i = 0; i < ELEMENTS(cases) * 2; i++) {
		int most, pages;

		make_sample(&view, &lookup, cases[i / 2].sample, i % 2 ? "en" : "vi");
		pages = count_pages(&view, &lookup, &size, &most);
		if (pages > cases[i / 2].pages || most < cases[i / 2].entries) {
			fail_msg("%s: %d pages, %d on one", cases[i / 2].sample, pages, most);
		}
	}
	layout_assert_no_faults();
}

static const struct kiosk_element *find_text(const struct kiosk_layout *layout, const char *text)
{
	for (int i = 0; i < layout->n; i++) {
		if (layout->elements[i].kind == KIOSK_ELEMENT_TEXT &&
			strcmp(layout->elements[i].text, text) == 0) {
			return &layout->elements[i];
		}
	}
	fail_msg("nothing says %s", text);
	return NULL;
}

/* Few words in small type would be lost on large keys, and a key at the side of words in the
 * middle. */
static void test_a_large_screen_is_used(void **state)
{
	static const struct {
		const char *sample, *text;
	} lists[] = {{"lookup-start", "Gõ tên việc cần làm"}, {"lookup-events", "Kết hôn"},
		{"lookup-sectors", "Đất đai"}};
	struct kiosk_size size = kiosk_size_of(1080, 1920, 32, 0);
	static struct kiosk_view view;
	static struct lookup_view lookup;
	static struct kiosk_layout layout;
	cairo_rectangle_int_t done;
	double smallest;

	(void)state;
	make_sample(&view, &lookup, "lookup-noted", "vi");
	kiosk_layout_make_lookup(&layout, layout_phrases, &view, &lookup, &size);
	done = kiosk_layout_place(&layout, (struct kiosk_target){KIOSK_TARGET_DONE, 0});
	assert_true(done.width > 0 && abs(2 * done.x + done.width - size.width) < 4);
	make_sample(&view, &lookup, "lookup-results", "vi"); /* in pages, in the smallest type */
	kiosk_layout_make_lookup(&layout, layout_phrases, &view, &lookup, &size);
	smallest = find_text(&layout, "Đăng ký khai sinh")->size_px;
	for (size_t i = 0; i < ELEMENTS(lists); i++) {
		make_sample(&view, &lookup, lists[i].sample, "vi");
		kiosk_layout_make_lookup(&layout, layout_phrases, &view, &lookup, &size);
		assert_true(find_text(&layout, lists[i].text)->size_px > 1.3 * smallest);
	}
	kiosk_layout_done(&layout);
}

/* Where something is on another page, words say so: "Page 1 of 3". */
static void test_every_page_says_which_of_how_many_it_is(void **state)
{
	static const char *const samples[] = {
		"lookup-sectors-thirty", "lookup-results", "lookup-procedure-old"};
	static struct kiosk_view view;
	static struct lookup_view lookup;
	static struct kiosk_layout layout;

	(void)state;
	for (size_t i = 0; i < layout_screens_n * ELEMENTS(samples) * 2; i++) {
		const struct layout_screen *screen = &layout_screens[i / 2 / ELEMENTS(samples)];
		struct kiosk_size size = kiosk_size_of(
			screen->width, screen->height, screen->diagonal_inch, screen->top_mm);
		const char *language = i % 2 ? "en" : "vi";
		bool said = false, turns = false;
		int most, pages;

		if (!kiosk_layout_has_lookup(&size)) {
			continue;
		}
		make_sample(&view, &lookup, samples[i / 2 % ELEMENTS(samples)], language);
		pages = count_pages(&view, &lookup, &size, &most);
		for (view.list_page = 0; view.list_page < pages; view.list_page++) {
			_cleanup_free_ char *at = text_printf("%d", view.list_page + 1);
			_cleanup_free_ char *of = text_printf("%d", pages);
			_cleanup_free_ char *words = phrases_fill(layout_phrases, language,
				"kiosk.page_of", "page", at, "pages", of, (char *)NULL);

			kiosk_layout_make_lookup(&layout, layout_phrases, &view, &lookup, &size);
			said = turns = false;
			for (int e = 0; e < layout.n; e++) {
				const struct kiosk_element *element = &layout.elements[e];

				turns = turns || element->target.kind == KIOSK_TARGET_TURN;
				said = said ||
					(element->kind == KIOSK_ELEMENT_TEXT &&
						strcmp(element->text, words) == 0);
			}
			assert_int_equal(said, turns);
			assert_int_equal(turns, pages > 1);
		}
	}
	kiosk_layout_done(&layout);
}

static bool shows(const struct kiosk_view *view, const struct lookup_view *lookup, const char *key)
{
	static struct kiosk_layout layout;
	struct kiosk_size size = kiosk_size_of(1920, 1080, 32, 0);
	const char *text = phrases_get(layout_phrases, view->language, key);
	bool found = false;

	kiosk_layout_make_lookup(&layout, layout_phrases, view, lookup, &size);
	for (int i = 0; i < layout.n; i++) {
		found = found ||
			(layout.elements[i].text && strcmp(layout.elements[i].text, text) == 0);
	}
	kiosk_layout_done(&layout);
	return found;
}

static void test_examples_stand_until_something_is_typed(void **state)
{
	static struct kiosk_view view;
	static struct lookup_view lookup;

	(void)state;
	make_sample(&view, &lookup, "lookup-typing", "vi");
	assert_true(shows(&view, &lookup, "lookup.examples"));
	text_copy_cut(lookup.typed, sizeof(lookup.typed), "K");
	assert_false(shows(&view, &lookup, "lookup.examples"));
}

/* Codes that a phone can read, and keys that lead back. */
static void count_elements(const struct kiosk_layout *layout, int *ret_codes, int *ret_backs)
{
	enum { CODE_MM = 35 };

	*ret_codes = *ret_backs = 0;
	for (int i = 0; i < layout->n; i++) {
		assert_int_not_equal(layout->elements[i].target.kind, KIOSK_TARGET_ACTION);
		*ret_codes += layout->elements[i].kind == KIOSK_ELEMENT_QR &&
			layout->elements[i].box.width >= CODE_MM * layout->size.mm;
		*ret_backs += layout->elements[i].target.kind == KIOSK_TARGET_BACK;
	}
}

/* A screen without room for the look-up leads to a phone, with a code that it can read, and back to
 * the numbers, if it gives any. */
static void test_a_small_screen_leads_to_a_phone(void **state)
{
	static struct kiosk_layout layout;
	static struct kiosk_view view;
	static struct lookup_view lookup;
	int codes, backs;

	(void)state;
	memset(&layout_counts, 0, sizeof(layout_counts));
	for (size_t i = 0; i < layout_screens_n * 4; i++) {
		const struct layout_screen *screen = &layout_screens[i / 4];
		struct kiosk_size size = kiosk_size_of(
			screen->width, screen->height, screen->diagonal_inch, screen->top_mm);

		if (kiosk_layout_has_lookup(&size)) {
			continue;
		}
		make_sample(&view, &lookup, "lookup-start", i % 2 ? "en" : "vi");
		view.leaving = i % 4 > 1;
		for (int tickets = 0; tickets < 2; tickets++) {
			lookup.has_tickets = tickets;
			kiosk_layout_make_lookup(&layout, layout_phrases, &view, &lookup, &size);
			layout_check(&layout);
			layout_check_ear(&layout, true);
			count_elements(&layout, &codes, &backs);
			assert_int_equal(codes, 1);
			assert_int_equal(backs, tickets);
		}
		lookup.url[0] = '\0';
		kiosk_layout_make_lookup(&layout, layout_phrases, &view, &lookup, &size);
		layout_check(&layout);
		count_elements(&layout, &codes, &backs);
		assert_int_equal(codes, 0);
	}
	kiosk_layout_done(&layout);
	layout_assert_no_faults();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look_up_on_every_screen),
		cmocka_unit_test(test_all_choices_are_on_one_page),
		cmocka_unit_test(test_ten_inches_need_few_pages),
		cmocka_unit_test(test_a_large_screen_is_used),
		cmocka_unit_test(test_every_page_says_which_of_how_many_it_is),
		cmocka_unit_test(test_examples_stand_until_something_is_typed),
		cmocka_unit_test(test_a_small_screen_leads_to_a_phone),
	};

	return cmocka_run_group_tests(tests, layout_load, layout_unload);
}
