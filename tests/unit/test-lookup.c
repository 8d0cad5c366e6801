/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody looks a procedure up, on a clock in the test's hand. */
#include "kiosk/lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

static struct lookup lookup;
static struct lookup_effect effect;
static int64_t now_ms;

static void take(const struct lookup_event *event)
{
	lookup_take(&lookup, event, now_ms, &effect);
}

static void touch(enum kiosk_target_kind kind, int index)
{
	take(&(struct lookup_event){.kind = LOOKUP_TOUCH, .target = {kind, index}});
}

static void act(enum lookup_action action)
{
	touch(KIOSK_TARGET_ACTION, (int)action);
}

/* Touches what the view has at a place of its list. */
static void touch_entry(int index, const char *id, const char *name)
{
	struct lookup_event event = {.kind = LOOKUP_TOUCH, .target = {KIOSK_TARGET_ENTRY, index}};

	text_copy_cut(event.entry.id, sizeof(event.entry.id), id);
	text_copy_cut(event.entry.name, sizeof(event.entry.name), name);
	take(&event);
}

/* Touches the key of a letter, which is on the keyboard. */
static void type(const char *wanted)
{
	char letter[LETTER_SIZE] = "";
	int at = -1, n;

	do {
		n = letter_keys_at(lookup.letters, lookup.language, lookup.typed, ++at, letter);
	} while (at < n && strcmp(letter, wanted) != 0);
	assert_true(at < n);
	touch(KIOSK_TARGET_LETTER, at);
}

static void tell(enum lookup_event_kind kind, bool on)
{
	take(&(struct lookup_event){.kind = kind, .on = on});
}

static void pass(int64_t ms)
{
	int64_t until = now_ms + ms;

	for (int64_t next = lookup_next_ms(&lookup); next >= 0 && next <= until;
		next = lookup_next_ms(&lookup)) {
		now_ms = MAX_OF(next, now_ms);
		tell(LOOKUP_TICK, false);
		if (effect.kind != LOOKUP_NO_EFFECT) {
			break;
		}
	}
	now_ms = until;
}

/* Procedures P0 … of which the first choice has two, the second one, and so on. */
static struct lookup_found found_of(int n, int choices)
{
	struct lookup_found found = {.n = n, .n_choices = choices};

	for (int i = 0; i < n; i++) {
		(void)snprintf(found.entries[i].id, LOOKUP_ID_SIZE, "P%d", i);
		(void)snprintf(found.entries[i].name, LOOKUP_NAME_SIZE, "Procedure %d", i);
	}
	for (int i = 0; i < choices; i++) {
		(void)snprintf(found.choices[i].label, LOOKUP_NAME_SIZE, "Choice %d", i);
		found.choices[i].n = i == 0 ? 2 : 1;
		found.choices[i].entries[0] = i == 0 ? 0 : i + 1;
		found.choices[i].entries[1] = 1;
	}
	return found;
}

static void answer(unsigned request, int n, int choices)
{
	struct lookup_found found = found_of(n, choices);

	take(&(struct lookup_event){.kind = LOOKUP_FOUND, .request = request, .found = &found});
}

static void opened(unsigned request, const char *service)
{
	struct lookup_event event = {
		.kind = LOOKUP_OPENED, .request = request, .record = {.has_papers = true}};

	text_copy_cut(event.record.service, sizeof(event.record.service), service);
	take(&event);
}

static void assert_page(enum lookup_page page)
{
	assert_int_equal(lookup.page, page);
}

static void assert_message(enum lookup_message message)
{
	assert_page(LOOKUP_MESSAGE);
	assert_int_equal(lookup.message, message);
}

static struct lookup_view view_now(void)
{
	struct lookup_view view;

	memset(&view, 0, sizeof(view));
	lookup_fill_view(&lookup, &view);
	return view;
}

/* A kiosk that gives numbers and looks up, with a printer; somebody is there. */
static int begin(void **state)
{
	(void)state;
	now_ms = 1000000;
	lookup_init(&lookup, "vi");
	take(&(struct lookup_event){.kind = LOOKUP_SITE, .language = "vi", .on = true});
	tell(LOOKUP_PRINTER, true);
	touch(KIOSK_TARGET_NONE, 0);
	assert_page(LOOKUP_START);
	return 0;
}

/* … has searched, and has so many answers. */
static void search(int n, int choices)
{
	act(LOOKUP_DO_SEARCH);
	type("C");
	type("O");
	type("N");
	act(LOOKUP_DO_FIND);
	assert_int_equal(effect.kind, LOOKUP_FIND);
	assert_string_equal(effect.text, "CON");
	assert_message(LOOKUP_WAITING);
	answer(effect.request, n, choices);
}

/* … has opened the first of them. */
static void open_first(void)
{
	search(3, 0);
	touch_entry(0, "P0", "Procedure 0");
	assert_int_equal(effect.kind, LOOKUP_OPEN);
	assert_string_equal(effect.text, "P0");
	opened(effect.request, "A");
	assert_page(LOOKUP_PROCEDURE);
}

static void test_a_search_leads_to_a_procedure_and_back(void **state)
{
	struct lookup_view view;

	(void)state;
	search(3, 0);
	assert_page(LOOKUP_RESULTS);
	touch(KIOSK_TARGET_TURN, 1);
	view = view_now();
	assert_int_equal(view.n_entries, 3);
	assert_string_equal(view.entries[2].id, "P2");
	touch_entry(2, "P2", "Procedure 2");
	opened(effect.request, "A");
	view = view_now();
	assert_string_equal(view.name, "Procedure 2");
	assert_true(view.can_print && view.can_ticket && view.can_report);
	/* Each page is as it was. */
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_RESULTS);
	assert_int_equal(lookup.list_page, 1);
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_TYPING);
	assert_string_equal(lookup.typed, "CON");
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_START);
	touch(KIOSK_TARGET_BACK, 0);
	assert_int_equal(effect.kind, LOOKUP_LEAVE);
}

static void test_letters_are_typed_marked_and_removed(void **state)
{
	(void)state;
	act(LOOKUP_DO_SEARCH);
	act(LOOKUP_DO_FIND); /* of nothing */
	assert_page(LOOKUP_TYPING);
	act(LOOKUP_DO_SPACE);
	act(LOOKUP_DO_MARKS);
	assert_int_equal(lookup.letters, LETTERS_PLAIN);
	type("H");
	type("O");
	act(LOOKUP_DO_MARKS);
	type("Ộ");
	assert_string_equal(lookup.typed, "HỘ");
	assert_int_equal(lookup.letters, LETTERS_PLAIN);
	act(LOOKUP_DO_SPACE);
	act(LOOKUP_DO_SPACE);
	act(LOOKUP_DO_DIGITS);
	type("2");
	type("0");
	assert_string_equal(lookup.typed, "HỘ 20");
	act(LOOKUP_DO_DIGITS);
	act(LOOKUP_DO_DELETE);
	act(LOOKUP_DO_DELETE);
	act(LOOKUP_DO_DELETE);
	act(LOOKUP_DO_MARKS);
	act(LOOKUP_DO_DELETE);
	assert_string_equal(lookup.typed, "H");
	assert_int_equal(lookup.letters, LETTERS_PLAIN);
	touch(KIOSK_TARGET_LETTER, LETTERS_MAX); /* no such key */
	assert_string_equal(lookup.typed, "H");
	for (int i = 0; i < LOOKUP_TYPED_SIZE; i++) {
		type("Đ");
	}
	assert_int_equal(strlen(lookup.typed), LOOKUP_TYPED_SIZE - 2); /* whole letters */
}

static void suggested(unsigned request, int n)
{
	struct lookup_found found = found_of(n, 0);

	take(&(struct lookup_event){.kind = LOOKUP_SUGGESTED, .request = request, .found = &found});
}

static void test_what_may_be_meant_is_shown_while_somebody_types(void **state)
{
	unsigned former;

	(void)state;
	act(LOOKUP_DO_SEARCH);
	type("C");
	assert_int_equal(effect.kind, LOOKUP_NO_EFFECT); /* means anything */
	type("O");
	assert_int_equal(effect.kind, LOOKUP_SUGGEST);
	assert_string_equal(effect.text, "CO");
	former = effect.request;
	type("N");
	suggested(former, 5); /* what is no longer there */
	assert_int_equal(view_now().n_entries, 0);
	suggested(lookup.request, 5);
	assert_int_equal(view_now().n_entries, LOOKUP_SUGGESTIONS);
	touch_entry(1, "P1", "Procedure 1");
	assert_int_equal(effect.kind, LOOKUP_OPEN);
	assert_string_equal(effect.text, "P1");
	suggested(lookup.request, 2); /* the page is another */
	opened(lookup.request, "A");
	assert_page(LOOKUP_PROCEDURE);
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_TYPING);
	assert_int_equal(view_now().n_entries, LOOKUP_SUGGESTIONS);
	/* Without an answer, those of another text do not stay. */
	act(LOOKUP_DO_DELETE);
	assert_int_equal(effect.kind, LOOKUP_SUGGEST);
	assert_string_equal(effect.text, "CO");
	assert_int_equal(view_now().n_entries, 0);
	suggested(lookup.request, 1);
	act(LOOKUP_DO_CLEAR);
	assert_string_equal(lookup.typed, "");
	assert_int_equal(view_now().n_entries, 0);
	assert_page(LOOKUP_TYPING);
}

static void assert_over(enum lookup_outcome outcome, const char *text)
{
	assert_int_equal(effect.over.outcome, outcome);
	assert_string_equal(effect.over.text, text);
}

/* … types "CO" with so many suggestions after each letter but the first. */
static void type_co(int n)
{
	act(LOOKUP_DO_SEARCH);
	type("C");
	type("O");
	assert_over(LOOKUP_NOT_ASKED, "");
	suggested(lookup.request, n);
	assert_over(LOOKUP_NOT_ASKED, "");
}

static void test_a_search_is_counted_once_when_an_answer_is_opened(void **state)
{
	(void)state;
	type_co(2);
	touch_entry(0, "P0", "Procedure 0");
	assert_int_equal(effect.kind, LOOKUP_OPEN);
	assert_over(LOOKUP_HAS_FOUND, "CO");
	opened(lookup.request, "A");
	/* Another answer of the same search; the key that finds; and leaving. */
	touch(KIOSK_TARGET_BACK, 0);
	touch_entry(1, "P1", "Procedure 1");
	assert_over(LOOKUP_NOT_ASKED, "");
	opened(lookup.request, "A");
	touch(KIOSK_TARGET_BACK, 0);
	act(LOOKUP_DO_FIND);
	answer(effect.request, 2, 0);
	touch_entry(1, "P1", "Procedure 1");
	assert_over(LOOKUP_NOT_ASKED, "");
	act(LOOKUP_DO_START);
	assert_over(LOOKUP_NOT_ASKED, "");
}

static void test_what_is_left_or_cleared_is_a_search(void **state)
{
	(void)state;
	type_co(0);
	act(LOOKUP_DO_CLEAR);
	assert_over(LOOKUP_HAS_MISSED, "CO");
	type("C");
	type("O");
	suggested(lookup.request, 3);
	touch(KIOSK_TARGET_BACK, 0); /* to the first page */
	assert_over(LOOKUP_HAS_FOUND, "CO");
	touch(KIOSK_TARGET_BACK, 0);
	assert_over(LOOKUP_NOT_ASKED, "");
	/* Letters taken back one by one are no searches, though they have answers. */
	type_co(0);
	act(LOOKUP_DO_DELETE);
	assert_over(LOOKUP_NOT_ASKED, "");
	act(LOOKUP_DO_DELETE);
	assert_over(LOOKUP_HAS_MISSED, "CO");
	/* Nobody is there any more. */
	type("C");
	type("O");
	suggested(lookup.request, 0);
	pass(LOOKUP_IDLE_MS);
	assert_page(LOOKUP_START);
	assert_over(LOOKUP_HAS_MISSED, "CO");
}

static void test_a_question_with_the_key_is_over_when_it_is_changed(void **state)
{
	(void)state;
	search(0, 0);
	assert_message(LOOKUP_NOTHING);
	assert_over(LOOKUP_NOT_ASKED, "");
	touch(KIOSK_TARGET_BACK, 0);
	act(LOOKUP_DO_FIND); /* once more the same */
	answer(effect.request, 0, 0);
	touch(KIOSK_TARGET_BACK, 0);
	act(LOOKUP_DO_DELETE);
	assert_over(LOOKUP_HAS_MISSED, "CON");
	assert_int_equal(effect.kind, LOOKUP_SUGGEST);
	suggested(effect.request, 2);
	/* What was left is another one, which has an answer. */
	touch_entry(0, "P0", "Procedure 0");
	assert_over(LOOKUP_HAS_FOUND, "CO");
}

static void test_lists_are_no_searches(void **state)
{
	(void)state;
	act(LOOKUP_DO_SECTORS);
	touch_entry(1, "land", "Đất đai");
	answer(effect.request, 0, 0);
	assert_message(LOOKUP_NOTHING);
	act(LOOKUP_DO_START);
	assert_over(LOOKUP_NOT_ASKED, "");
	/* No answer is no miss. */
	act(LOOKUP_DO_SEARCH);
	type("C");
	act(LOOKUP_DO_FIND);
	take(&(struct lookup_event){.kind = LOOKUP_FAILED, .request = effect.request});
	act(LOOKUP_DO_START);
	assert_over(LOOKUP_NOT_ASKED, "");
}

static void test_a_list_with_more_leads_to_the_keyboard(void **state)
{
	struct lookup_found found = found_of(4, 0);

	(void)state;
	found.more = 7;
	act(LOOKUP_DO_SECTORS);
	touch_entry(1, "land", "Đất đai");
	take(&(struct lookup_event){
		.kind = LOOKUP_FOUND, .request = effect.request, .found = &found});
	assert_int_equal(view_now().n_more, 7);
	act(LOOKUP_DO_SEARCH);
	assert_page(LOOKUP_TYPING);
	type("C");
	type("O");
	act(LOOKUP_DO_FIND);
	answer(effect.request, 2, 0);
	assert_int_equal(view_now().n_more, 0);
	/* What was found has the place of the sector's list: back does not lead there. */
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_TYPING);
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_START);
}

static void test_a_question_back_narrows_what_was_found(void **state)
{
	struct lookup_view view;

	(void)state;
	search(4, 3);
	assert_page(LOOKUP_ASK);
	view = view_now();
	assert_int_equal(view.n_entries, 3);
	assert_string_equal(view.entries[1].name, "Choice 1");
	touch_entry(0, "", "Choice 0"); /* two procedures */
	assert_page(LOOKUP_RESULTS);
	view = view_now();
	assert_int_equal(view.n_entries, 2);
	assert_string_equal(view.entries[1].id, "P1");
	assert_string_equal(view.name, "Choice 0");
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_ASK);
	act(LOOKUP_DO_ALL); /* none of them */
	assert_page(LOOKUP_RESULTS);
	assert_int_equal(view_now().n_entries, 4);
	touch(KIOSK_TARGET_BACK, 0);
	touch_entry(9, "", ""); /* no such choice */
	assert_page(LOOKUP_ASK);
	touch_entry(2, "", "Choice 2"); /* one procedure */
	assert_int_equal(effect.kind, LOOKUP_OPEN);
	assert_string_equal(effect.text, "P3");
	assert_string_equal(lookup.procedure.name, "Procedure 3");
	opened(effect.request, "");
	assert_false(view_now().can_ticket);
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_ASK);
}

static void test_sectors_and_life_events_list_their_procedures(void **state)
{
	static const struct {
		enum lookup_action action;
		enum lookup_page page;
		enum lookup_effect_kind effect;
	} cases[] = {
		{LOOKUP_DO_SECTORS, LOOKUP_SECTORS, LOOKUP_LIST_SECTOR},
		{LOOKUP_DO_EVENTS, LOOKUP_EVENTS, LOOKUP_LIST_EVENT},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		act(cases[i].action);
		assert_page(cases[i].page);
		touch_entry(1, "birth", "Sinh con");
		assert_int_equal(effect.kind, cases[i].effect);
		assert_string_equal(effect.text, "birth");
		answer(effect.request, 5, 0);
		assert_page(LOOKUP_RESULTS);
		assert_string_equal(view_now().name, "Sinh con");
		act(LOOKUP_DO_START);
		assert_page(LOOKUP_START);
		assert_int_equal(effect.kind, LOOKUP_FORGET);
	}
	act(LOOKUP_DO_CENTRE);
	assert_page(LOOKUP_CENTRE);
	act(LOOKUP_DO_SECTORS); /* no key of this page */
	assert_page(LOOKUP_CENTRE);
}

static void test_nothing_found_leads_on(void **state)
{
	(void)state;
	search(0, 0);
	assert_message(LOOKUP_NOTHING);
	act(LOOKUP_DO_SECTORS);
	assert_page(LOOKUP_SECTORS);
	touch(KIOSK_TARGET_BACK, 0);
	assert_message(LOOKUP_NOTHING);
	touch(KIOSK_TARGET_BACK, 0);
	assert_page(LOOKUP_TYPING);
	assert_string_equal(lookup.typed, "CON");
}

static void test_no_answer_is_told_and_comes_too_late(void **state)
{
	unsigned late;

	(void)state;
	act(LOOKUP_DO_SEARCH);
	type("A");
	act(LOOKUP_DO_FIND);
	late = effect.request;
	touch(KIOSK_TARGET_NONE, 0); /* impatience gives no more time */
	pass(LOOKUP_ANSWER_MS);
	assert_message(LOOKUP_AWAY);
	answer(late, 3, 0);
	assert_message(LOOKUP_AWAY);
	touch(KIOSK_TARGET_BACK, 0);
	act(LOOKUP_DO_FIND);
	answer(late, 3, 0); /* of the former search */
	assert_message(LOOKUP_WAITING);
	take(&(struct lookup_event){.kind = LOOKUP_FAILED, .request = late});
	assert_message(LOOKUP_WAITING);
	take(&(struct lookup_event){.kind = LOOKUP_FAILED, .request = lookup.request});
	assert_message(LOOKUP_AWAY);
	opened(lookup.request, "A");
	assert_message(LOOKUP_AWAY);
	/* Who goes back does not get the page that was asked for. */
	touch(KIOSK_TARGET_BACK, 0);
	act(LOOKUP_DO_FIND);
	late = effect.request;
	touch(KIOSK_TARGET_BACK, 0);
	answer(late, 3, 0);
	assert_page(LOOKUP_TYPING);
}

static void test_the_list_of_papers_is_printed_once(void **state)
{
	(void)state;
	open_first();
	act(LOOKUP_DO_PRINT);
	assert_int_equal(effect.kind, LOOKUP_PRINT);
	assert_string_equal(effect.text, "P0");
	assert_message(LOOKUP_PRINTING);
	act(LOOKUP_DO_PRINT);
	assert_int_equal(effect.kind, LOOKUP_NO_EFFECT);
	touch(KIOSK_TARGET_BACK, 0);
	assert_message(LOOKUP_PRINTING);
	tell(LOOKUP_PAPER, true);
	assert_message(LOOKUP_PRINTED);
	pass(LOOKUP_MESSAGE_MS);
	assert_page(LOOKUP_PROCEDURE);
	act(LOOKUP_DO_PRINT);
	tell(LOOKUP_PAPER, false);
	assert_message(LOOKUP_NOT_PRINTED);
	touch(KIOSK_TARGET_DONE, 0);
	act(LOOKUP_DO_PRINT);
	pass(LOOKUP_PRINT_MS);
	assert_message(LOOKUP_NOT_PRINTED);
	touch(KIOSK_TARGET_DONE, 0);
	tell(LOOKUP_PAPER, true); /* too late to be said */
	assert_page(LOOKUP_PROCEDURE);
	tell(LOOKUP_PRINTER, false);
	assert_false(view_now().can_print);
	act(LOOKUP_DO_PRINT);
	assert_int_equal(effect.kind, LOOKUP_NO_EFFECT);
}

static void test_a_number_for_this_leaves_nothing_behind(void **state)
{
	(void)state;
	open_first();
	act(LOOKUP_DO_TICKET);
	assert_int_equal(effect.kind, LOOKUP_TICKET);
	assert_string_equal(effect.text, "A");
	assert_string_equal(effect.language, "vi");
	assert_page(LOOKUP_START);
	assert_string_equal(lookup.typed, "");
	assert_string_equal(lookup.procedure.id, "");
	assert_int_equal(lookup.found.n, 0);
	assert_int_equal(lookup_next_ms(&lookup), -1);
}

static void test_a_wrong_record_is_reported_once(void **state)
{
	(void)state;
	open_first();
	act(LOOKUP_DO_REPORT); /* its key is on the next page */
	assert_int_equal(effect.kind, LOOKUP_NO_EFFECT);
	act(LOOKUP_DO_WAYS);
	assert_page(LOOKUP_WAYS);
	act(LOOKUP_DO_REPORT);
	assert_int_equal(effect.kind, LOOKUP_REPORT);
	assert_string_equal(effect.text, "P0");
	assert_message(LOOKUP_NOTED);
	touch(KIOSK_TARGET_DONE, 0);
	assert_page(LOOKUP_WAYS);
	assert_false(view_now().can_report);
	act(LOOKUP_DO_REPORT);
	assert_int_equal(effect.kind, LOOKUP_NO_EFFECT);
}

/* From each page: first a question, then the start, and nothing is left of who was there. */
static void test_idle_returns_and_forgets(void **state)
{
	static const enum lookup_page pages[] = {LOOKUP_TYPING, LOOKUP_RESULTS, LOOKUP_PROCEDURE,
		LOOKUP_WAYS, LOOKUP_ASK, LOOKUP_START};

	for (size_t i = 0; i < ELEMENTS(pages); i++) {
		struct lookup fresh;
		bool reads = pages[i] == LOOKUP_PROCEDURE || pages[i] == LOOKUP_WAYS;
		int stay = reads ? LOOKUP_READ_MS : LOOKUP_IDLE_MS;

		(void)begin(state);
		take(&(struct lookup_event){.kind = LOOKUP_LANGUAGE, .language = "en"});
		if (reads) {
			open_first();
		} else if (pages[i] == LOOKUP_TYPING) {
			act(LOOKUP_DO_SEARCH);
			type("A");
		} else if (pages[i] != LOOKUP_START) {
			search(4, pages[i] == LOOKUP_ASK ? 3 : 0);
		}
		if (pages[i] == LOOKUP_WAYS) {
			act(LOOKUP_DO_WAYS);
		}
		assert_page(pages[i]);
		pass(stay - LOOKUP_WARN_MS);
		assert_int_equal(lookup.leaving, pages[i] != LOOKUP_START);
		touch(KIOSK_TARGET_NONE, 0); /* somebody is there */
		assert_false(lookup.leaving);
		pass(stay - 1);
		assert_page(pages[i]);
		pass(1);
		assert_page(LOOKUP_START);
		assert_int_equal(effect.kind, LOOKUP_LEAVE);
		lookup_init(&fresh, "vi");
		fresh.has_tickets = true;
		fresh.printer = true;
		fresh.request = lookup.request;
		assert_memory_equal(&lookup, &fresh, sizeof(fresh));
		assert_int_equal(lookup_next_ms(&lookup), -1);
	}
}

/* A machine for look-up alone has no other pages to go to. */
static void test_look_up_alone_stays(void **state)
{
	(void)state;
	take(&(struct lookup_event){.kind = LOOKUP_SITE, .language = "vi"});
	touch(KIOSK_TARGET_NONE, 0);
	assert_int_equal(lookup_next_ms(&lookup), -1);
	open_first();
	assert_false(view_now().can_ticket);
	act(LOOKUP_DO_TICKET);
	assert_page(LOOKUP_PROCEDURE);
	pass(LOOKUP_READ_MS);
	assert_page(LOOKUP_START);
	assert_int_equal(effect.kind, LOOKUP_FORGET);
	take(&(struct lookup_event){.kind = LOOKUP_LANGUAGE, .language = "en"});
	pass(LOOKUP_IDLE_MS);
	assert_string_equal(lookup.language, "vi");
	take(&(struct lookup_event){.kind = LOOKUP_SITE, .language = "en"});
	assert_string_equal(lookup.language, "en");
}

static void test_who_listens_has_time(void **state)
{
	(void)state;
	search(4, 0);
	tell(LOOKUP_LISTEN, true);
	assert_int_equal(lookup_next_ms(&lookup), -1);
	now_ms += 10L * LOOKUP_IDLE_MS;
	tell(LOOKUP_TICK, false);
	assert_page(LOOKUP_RESULTS);
	/* What is awaited is not awaited longer. */
	touch_entry(1, "P1", "Procedure 1");
	pass(LOOKUP_ANSWER_MS);
	assert_message(LOOKUP_AWAY);
	tell(LOOKUP_LISTEN, false);
	assert_true(lookup_next_ms(&lookup) > now_ms);
	tell(LOOKUP_LISTEN, true);
	tell(LOOKUP_GONE, false);
	assert_page(LOOKUP_START);
	assert_int_equal(effect.kind, LOOKUP_LEAVE);
	assert_false(lookup.listened);
}

/* Any touches in any order: pages are pages, the trail stays in its bounds, and there is a way
 * back. */
static void test_any_touches(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		unsigned dice = (seed = seed * 1103515245U + 12345U) >> 16;

		switch (dice % 8) {
		case 0:
			touch(KIOSK_TARGET_BACK, 0);
			break;
		case 1:
			touch_entry((int)(dice / 8 % 6), "X", "X");
			break;
		case 2:
			answer(lookup.request, (int)(dice / 8 % 6), dice / 8 % 6 > 3 ? 3 : 0);
			break;
		case 3:
			opened(lookup.request, "A");
			break;
		case 4:
			tell(LOOKUP_PAPER, dice & 8);
			break;
		case 5:
			touch(KIOSK_TARGET_LETTER, (int)(dice / 8 % 30));
			break;
		default:
			act((enum lookup_action)(dice / 8 % (LOOKUP_DO_CLEAR + 1)));
			break;
		}
		assert_in_range(lookup.page, LOOKUP_START, LOOKUP_MESSAGE);
		assert_in_range(lookup.n_trail, 0, LOOKUP_TRAIL_MAX);
		assert_true(lookup.page != LOOKUP_START || lookup.n_trail == 0);
		assert_true(lookup.page == LOOKUP_START || lookup_next_ms(&lookup) > 0);
		assert_true(view_now().n_entries <= LOOKUP_ENTRIES_MAX);
	}
	pass(LOOKUP_READ_MS + LOOKUP_PRINT_MS);
	pass(LOOKUP_READ_MS);
	assert_page(LOOKUP_START);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_a_search_leads_to_a_procedure_and_back, begin),
		cmocka_unit_test_setup(test_letters_are_typed_marked_and_removed, begin),
		cmocka_unit_test_setup(test_what_may_be_meant_is_shown_while_somebody_types, begin),
		cmocka_unit_test_setup(
			test_a_search_is_counted_once_when_an_answer_is_opened, begin),
		cmocka_unit_test_setup(test_what_is_left_or_cleared_is_a_search, begin),
		cmocka_unit_test_setup(
			test_a_question_with_the_key_is_over_when_it_is_changed, begin),
		cmocka_unit_test_setup(test_lists_are_no_searches, begin),
		cmocka_unit_test_setup(test_a_list_with_more_leads_to_the_keyboard, begin),
		cmocka_unit_test_setup(test_a_question_back_narrows_what_was_found, begin),
		cmocka_unit_test_setup(test_sectors_and_life_events_list_their_procedures, begin),
		cmocka_unit_test_setup(test_nothing_found_leads_on, begin),
		cmocka_unit_test_setup(test_no_answer_is_told_and_comes_too_late, begin),
		cmocka_unit_test_setup(test_the_list_of_papers_is_printed_once, begin),
		cmocka_unit_test_setup(test_a_number_for_this_leaves_nothing_behind, begin),
		cmocka_unit_test_setup(test_a_wrong_record_is_reported_once, begin),
		cmocka_unit_test_setup(test_idle_returns_and_forgets, begin),
		cmocka_unit_test_setup(test_look_up_alone_stays, begin),
		cmocka_unit_test_setup(test_who_listens_has_time, begin),
		cmocka_unit_test_setup(test_any_touches, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
