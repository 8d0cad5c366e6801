/* SPDX-License-Identifier: Apache-2.0 */
/* Five keys and a clock: what has the focus, what is read, and when somebody has gone. */
#include "kiosk/listener.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "ui/samples/lookup-samples.h"

enum { LIMIT_MS = 60000, WARNED_MS = LIMIT_MS - LISTENER_WARN_MS };

static struct kiosk_view view_of(enum kiosk_page page, int services)
{
	struct kiosk_view view = {.page = page,
		.n_services = services,
		.n_reasons = 4,
		.n_languages = 2,
		.languages = {"vi", "en"},
		.language = "vi",
		.number = "A001",
		.ahead = 1,
		.wait_s = -1,
		.ear = true};

	for (int i = 0; i < view.n_services; i++) {
		(void)snprintf(view.services[i].id, sizeof(view.services[i].id), "S%d", i);
	}
	for (int i = 0; i < view.n_reasons; i++) {
		(void)snprintf(view.reasons[i].id, sizeof(view.reasons[i].id), "reason-%d", i);
	}
	return view;
}

static struct listener_act show_lookup(
	struct listener *listener, const struct kiosk_view *view, const struct lookup_view *lookup)
{
	struct kiosk_size size = kiosk_size_of(1280, 800, 0, 0);
	struct phrases *none = phrases_none();
	struct kiosk_layout layout = {0};
	struct listener_choices choices;

	struct listener_page page = listener_page_of(view, lookup);

	kiosk_layout_make_lookup(&layout, none, view, lookup, &size);
	listener_find_choices(&layout, &choices);
	assert_true(choices.n < LISTENER_TARGETS_MAX); /* there was room for all */
	kiosk_layout_done(&layout);
	phrases_free(none);
	return listener_show(listener, &page, &choices);
}

static struct listener_act show(struct listener *listener, const struct kiosk_view *view)
{
	return show_lookup(listener, view, NULL);
}

/* Somebody has just begun to listen on a page. */
static struct listener begin(const struct kiosk_view *view)
{
	struct listener listener;

	listener_init(&listener, LIMIT_MS);
	assert_int_equal(show(&listener, view).say, LISTENER_NOTHING);
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_CHOOSE).say, LISTENER_WELCOME);
	assert_true(listener.on);
	assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
	return listener;
}

static void test_any_key_begins_and_chooses_nothing(void **state)
{
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);

	(void)state;
	for (int key = 0; key < BOARD_SPEECH_KEYS; key++) {
		struct listener listener;
		struct listener_act act;

		listener_init(&listener, LIMIT_MS);
		(void)show(&listener, &view);
		act = listener_key(&listener, (enum board_speech)key);
		assert_int_equal(act.say, LISTENER_WELCOME);
		assert_int_equal(act.chosen.kind, KIOSK_TARGET_NONE);
		assert_int_equal(listener_ear(&listener).say, LISTENER_OVER);
		assert_false(listener.on);
	}
}

/* Forward and back go round everything that a finger could touch, on every page: no trap. */
static void test_the_focus_goes_round_everything(void **state)
{
	static const int services[] = {1, 7, 30};

	(void)state;
	for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
		for (size_t s = 0; s < ELEMENTS(services); s++) {
			struct kiosk_view view = view_of((enum kiosk_page)page, services[s]);
			struct listener listener = begin(&view);
			int n = listener.choices.n;

			assert_true(n >= 2 && n < LISTENER_TARGETS_MAX); /* a language, the ear */
			for (int i = 0; i < n; i++) {
				assert_int_equal(listener_key(&listener, BOARD_SPEECH_FORWARD).say,
					LISTENER_CHOICE);
				assert_true(kiosk_layout_same_target(
					&listener.focus, &listener.choices.target[i]));
			}
			for (int i = n - 2; i >= -1; i--) {
				(void)listener_key(&listener, BOARD_SPEECH_BACK);
				assert_true(kiosk_layout_same_target(
					&listener.focus, &listener.choices.target[(i + n) % n]));
			}
			listener.focus = (struct kiosk_target){0};
			(void)listener_key(&listener, BOARD_SPEECH_BACK);
			assert_int_equal(listener.focus.kind, KIOSK_TARGET_EAR);
			assert_int_equal(listener_place(&listener), 0);
		}
	}
}

/* A list of several pages: with the keys alone each of thirty services gets the focus once. */
static void test_thirty_services_are_reached_by_keys(void **state)
{
	struct kiosk_view view = view_of(KIOSK_SERVICES, 30);
	struct listener listener = begin(&view);
	uint64_t seen = 0;
	bool more = true;

	(void)state;
	while (more) {
		struct listener_act act = {0};

		more = false;
		for (int i = 0; i < listener.choices.n && !more; i++) {
			(void)listener_key(&listener, BOARD_SPEECH_FORWARD);
			if (listener.focus.kind == KIOSK_TARGET_SERVICE) {
				assert_false(seen & (1ULL << listener.focus.index));
				seen |= 1ULL << listener.focus.index;
			}
			more = listener.focus.kind == KIOSK_TARGET_TURN && listener.focus.index > 0;
		}
		if (more) {
			act = listener_key(&listener, BOARD_SPEECH_CHOOSE);
			assert_int_equal(act.chosen.kind, KIOSK_TARGET_TURN);
			view.list_page += act.chosen.index;
			assert_int_equal(show(&listener, &view).say, LISTENER_PAGE);
			assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
		}
	}
	assert_true(view.list_page > 0);
	assert_true(seen == (1ULL << 30) - 1);
}

static void test_keys_do_what_they_are_called(void **state)
{
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);
	struct listener listener = begin(&view);

	(void)state;
	/* Nothing has the focus yet. */
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_CHOOSE).say, LISTENER_PAGE);
	(void)listener_key(&listener, BOARD_SPEECH_FORWARD);
	(void)listener_key(&listener, BOARD_SPEECH_FORWARD);
	assert_int_equal(listener_place(&listener), 2);
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_REPEAT).say, LISTENER_CHOICE);
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_HELP).say, LISTENER_HELP);
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_REPEAT).say, LISTENER_HELP);
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_CHOOSE).chosen.index, 1);
	/* More people wait: nothing is said for that. Another page is read. */
	view.services[0].waiting++;
	assert_int_equal(show(&listener, &view).say, LISTENER_NOTHING);
	assert_int_equal(listener_place(&listener), 2);
	view.page = KIOSK_LANE;
	assert_int_equal(show(&listener, &view).say, LISTENER_PAGE);
	assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
}

static void test_a_page_that_was_heard_ends(void **state)
{
	struct kiosk_view view = view_of(KIOSK_REFUSED, 5);
	struct listener listener = begin(&view);

	(void)state;
	assert_true(listener_key(&listener, BOARD_SPEECH_CHOOSE).finished);
	assert_true(listener.on); /* for another try */
	view.page = KIOSK_TAKE;
	(void)show(&listener, &view);
	assert_true(listener_key(&listener, BOARD_SPEECH_CHOOSE).finished);
	assert_false(listener.on);
}

/* Goes round with one key; returns how many targets of a kind got the focus, each once. */
static int go_round(struct listener *listener, enum kiosk_target_kind kind)
{
	int found = 0;

	for (int i = 0; i < listener->choices.n; i++) {
		assert_int_equal(listener_key(listener, BOARD_SPEECH_FORWARD).say, LISTENER_CHOICE);
		assert_true(
			kiosk_layout_same_target(&listener->focus, &listener->choices.target[i]));
		found += listener->focus.kind == kind;
	}
	return found;
}

/* On a small screen the look-up is a code to scan, which is nothing to hear; complaints are, behind
 * what the page is for. */
static void test_a_code_is_no_choice(void **state)
{
	static struct kiosk_layout layout;
	struct kiosk_size size = kiosk_size_of(1024, 600, 7, 0);
	struct kiosk_view view = view_of(KIOSK_SERVICES, 1);
	struct phrases *none = phrases_none();
	struct listener_choices choices;
	int drawn = 0;

	(void)state;
	view.lookup = view.complaints = true;
	kiosk_layout_make(&layout, none, &view, &size);
	for (int i = 0; i < layout.n; i++) {
		drawn += layout.elements[i].target.kind == KIOSK_TARGET_ACTION;
	}
	assert_int_equal(drawn, 1);
	listener_find_choices(&layout, &choices);
	assert_int_equal(choices.n_main, 2);
	assert_int_equal(choices.target[0].kind, KIOSK_TARGET_SERVICE);
	assert_int_equal(choices.target[1].kind, KIOSK_TARGET_COMPLAINTS);
	kiosk_layout_done(&layout);
	phrases_free(none);
}

/* Every page of the look-up, and every page of its lists and records. */
static void test_the_focus_goes_round_the_look_up(void **state)
{
	static struct lookup_view lookup;
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);

	(void)state;
	for (size_t i = 0; i < lookup_samples_n; i++) {
		struct listener listener = begin(&view);
		int page = 0, entries = 0;
		bool more = true;

		lookup_samples[i].make(&lookup, &page);
		for (view.list_page = 0; more; view.list_page++) {
			assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_PAGE);
			assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
			entries += go_round(&listener, KIOSK_TARGET_ENTRY);
			assert_int_equal(listener.focus.kind, KIOSK_TARGET_EAR);
			more = false;
			for (int t = 0; t < listener.choices.n; t++) {
				const struct kiosk_target *target = &listener.choices.target[t];

				more |= target->kind == KIOSK_TARGET_TURN && target->index > 0;
			}
		}
		view.list_page = 0;
		if (lookup.page != LOOKUP_TYPING) {
			assert_int_equal(entries, lookup.n_entries);
		}
	}
}

/* Each line of a record is heard by itself, behind the choices; none is pressed. */
static void test_a_records_lines_are_gone_through(void **state)
{
	static struct lookup_view lookup;
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);
	struct listener listener = begin(&view);
	int lines = 0, n;

	(void)state;
	memset(&lookup, 0, sizeof(lookup));
	lookup.page = LOOKUP_PROCEDURE;
	for (int i = 0; i < 3; i++) {
		struct lookup_paragraph *line = &lookup.paragraphs[lookup.n_paragraphs++];

		(void)snprintf(line->text, sizeof(line->text), "Dòng %d", i);
	}
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_PAGE);
	n = listener.choices.n_main;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		(void)listener_key(&listener, BOARD_SPEECH_FORWARD);
		assert_int_equal(listener_place(&listener), i + 1);
	}
	for (;; lines++) {
		assert_int_equal(
			listener_key(&listener, BOARD_SPEECH_FORWARD).say, LISTENER_CHOICE);
		if (listener.focus.kind != KIOSK_TARGET_LINE) {
			break;
		}
		assert_int_equal(listener_place(&listener), 0);
		assert_int_equal(listener_key(&listener, BOARD_SPEECH_CHOOSE).say, LISTENER_CHOICE);
	}
	assert_int_equal(lines, lookup.n_paragraphs);
	assert_int_equal(listener.focus.kind, KIOSK_TARGET_LANGUAGE);
}

static void test_the_focus_stays_while_somebody_types(void **state)
{
	static const struct kiosk_target letter = {KIOSK_TARGET_LETTER, 4};
	static struct lookup_view lookup;
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);
	struct listener listener = begin(&view);

	(void)state;
	memset(&lookup, 0, sizeof(lookup));
	lookup.page = LOOKUP_TYPING;
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_PAGE);
	listener.focus = letter;
	text_copy_cut(lookup.typed, sizeof(lookup.typed), "Đ");
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_TYPED);
	assert_true(kiosk_layout_same_target(&listener.focus, &letter));
	assert_int_equal(listener_key(&listener, BOARD_SPEECH_REPEAT).say, LISTENER_TYPED);
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_NOTHING);
	/* What may be meant comes later, and says nothing by itself. */
	lookup.n_entries = 1;
	text_copy_cut(lookup.entries[0].name, LOOKUP_NAME_SIZE, "Đăng ký khai sinh");
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_NOTHING);
	assert_true(kiosk_layout_same_target(&listener.focus, &letter));
	/* It is another one when more is typed: nobody presses what was not read. */
	listener.focus = (struct kiosk_target){KIOSK_TARGET_ENTRY, 0};
	text_copy_cut(lookup.typed, sizeof(lookup.typed), "ĐA");
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_TYPED);
	assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
	/* The same key is another letter. */
	listener.focus = letter;
	lookup.letters = LETTERS_DIGITS;
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_PAGE);
	assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
	listener.focus = letter;
	text_copy_cut(view.language, sizeof(view.language), "en");
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_PAGE);
	assert_int_equal(listener.focus.kind, KIOSK_TARGET_NONE);
}

/* A page of a record has the same keys as the next one; a list of as many other entries, too. */
static void test_another_page_of_the_same_keys_is_read(void **state)
{
	static struct lookup_view lookup;
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);
	struct listener listener = begin(&view);
	struct listener_choices same;
	struct listener_page page;

	(void)state;
	memset(&lookup, 0, sizeof(lookup));
	lookup.page = LOOKUP_PROCEDURE;
	(void)show_lookup(&listener, &view, &lookup);
	same = listener.choices;
	view.list_page = 1;
	page = listener_page_of(&view, &lookup);
	assert_int_equal(listener_show(&listener, &page, &same).say, LISTENER_PAGE);
	lookup.page = LOOKUP_RESULTS;
	lookup.n_entries = 1;
	text_copy_cut(lookup.entries[0].id, LOOKUP_ID_SIZE, "1.000001");
	(void)show_lookup(&listener, &view, &lookup);
	text_copy_cut(lookup.entries[0].id, LOOKUP_ID_SIZE, "1.000002");
	assert_int_equal(show_lookup(&listener, &view, &lookup).say, LISTENER_PAGE);
	/* A page of the look-up ends nothing, and has a page of numbers behind it. */
	lookup.page = (enum lookup_page)KIOSK_TAKE;
	(void)show_lookup(&listener, &view, &lookup);
	assert_false(listener_key(&listener, BOARD_SPEECH_CHOOSE).finished);
	view.list_page = 0;
	assert_int_equal(show(&listener, &view).say, LISTENER_PAGE);
}

static void test_time_is_asked_for_and_given(void **state)
{
	struct kiosk_view view = view_of(KIOSK_LANE, 5);
	struct listener listener = begin(&view);
	struct listener_act act;

	(void)state;
	assert_int_equal(listener_next_ms(&listener), -1); /* it is being read */
	listener_heard(&listener, 1000);
	assert_int_equal(listener_next_ms(&listener), 1000 + WARNED_MS);
	assert_int_equal(listener_tick(&listener, 1000 + WARNED_MS - 1).say, LISTENER_NOTHING);
	assert_int_equal(listener_tick(&listener, 1000 + WARNED_MS).say, LISTENER_STILL_THERE);
	assert_true(listener.leaving);
	/* Any key, or a touch, gives all the time anew. */
	(void)listener_key(&listener, BOARD_SPEECH_REPEAT);
	assert_false(listener.leaving);
	listener_heard(&listener, 50000);
	assert_int_equal(listener_tick(&listener, 50000 + WARNED_MS).say, LISTENER_STILL_THERE);
	listener_touch(&listener, 100000);
	assert_false(listener.leaving);
	assert_int_equal(listener_tick(&listener, 100000 + WARNED_MS).say, LISTENER_STILL_THERE);
	/* The question itself gives no time more. */
	listener_heard(&listener, 100000 + WARNED_MS + 5000);
	act = listener_tick(&listener, 100000 + LIMIT_MS - 1);
	assert_false(act.gone);
	act = listener_tick(&listener, 100000 + LIMIT_MS);
	assert_true(act.gone);
	assert_int_equal(act.say, LISTENER_OVER);
	assert_false(listener.on);
	assert_int_equal(listener_next_ms(&listener), -1);
}

static void test_each_start_has_the_boards_volume(void **state)
{
	struct kiosk_view view = view_of(KIOSK_SERVICES, 5);
	struct listener listener = begin(&view);

	(void)state;
	for (int i = 0; i < 20; i++) {
		assert_int_equal(listener_key(&listener, BOARD_SPEECH_LOUDER).say, LISTENER_VOLUME);
	}
	assert_int_equal(listener_volume(&listener, 70), 100);
	for (int i = 0; i < 40; i++) {
		(void)listener_key(&listener, BOARD_SPEECH_QUIETER);
	}
	assert_int_equal(listener_volume(&listener, 70), LISTENER_QUIETEST_PERCENT);
	assert_int_equal(listener_volume(&listener, 10), 10);
	assert_int_equal(listener_volume(&listener, 0), 0); /* the board is silent */
	(void)listener_ear(&listener);
	(void)listener_ear(&listener);
	assert_int_equal(listener_volume(&listener, 70), 70);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_key_begins_and_chooses_nothing),
		cmocka_unit_test(test_the_focus_goes_round_everything),
		cmocka_unit_test(test_thirty_services_are_reached_by_keys),
		cmocka_unit_test(test_keys_do_what_they_are_called),
		cmocka_unit_test(test_a_page_that_was_heard_ends),
		cmocka_unit_test(test_a_code_is_no_choice),
		cmocka_unit_test(test_the_focus_goes_round_the_look_up),
		cmocka_unit_test(test_a_records_lines_are_gone_through),
		cmocka_unit_test(test_the_focus_stays_while_somebody_types),
		cmocka_unit_test(test_another_page_of_the_same_keys_is_read),
		cmocka_unit_test(test_time_is_asked_for_and_given),
		cmocka_unit_test(test_each_start_has_the_boards_volume),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
