/* SPDX-License-Identifier: Apache-2.0 */
/* The visitor's journey, event by event, on a clock in the test's hand. */
#include "kiosk/flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "flow-fixture.h"

/* The site is another one, without something. */
static void new_site(struct stage *stage, const char *first_language, const char *without)
{
	struct flow_event event = {.kind = FLOW_SITE, .on = true};

	lacks = without;
	text_copy_cut(event.language, sizeof(event.language), first_language);
	take(stage, &event);
}

static void speak(struct stage *stage, const char *language)
{
	struct flow_event event = {.kind = FLOW_LANGUAGE};

	text_copy_cut(event.language, sizeof(event.language), language);
	take(stage, &event);
}

static void press(struct stage *stage, const char *service)
{
	struct flow_event event = {.kind = FLOW_BUTTON};

	text_copy_cut(event.wish.service, sizeof(event.wish.service), service);
	take(stage, &event);
}

static void answer(struct stage *stage, const char *press_id, int64_t id)
{
	struct flow_event event = {.kind = FLOW_ANSWER, .ticket = {.id = id, .number = "A001"}};

	text_copy_cut(event.press_id, sizeof(event.press_id), press_id);
	take(stage, &event);
}

static void printed(struct stage *stage, int64_t id, bool well)
{
	struct flow_event event = {
		.kind = well ? FLOW_PRINTED : FLOW_NOT_PRINTED, .ticket = {.id = id}};

	take(stage, &event);
}

static void failed(struct stage *stage, const char *press_id)
{
	struct flow_event event = {.kind = FLOW_NO_ANSWER};

	text_copy_cut(event.press_id, sizeof(event.press_id), press_id);
	take(stage, &event);
}

static void assert_one(const struct stage *stage, enum flow_effect_kind kind)
{
	assert_int_equal(stage->n, 1);
	assert_int_equal(stage->effects[0].kind, kind);
}

static void test_a_press_becomes_a_slip(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].press_id, "press-1");
	assert_string_equal(stage.effects[0].wish.service, "A");
	assert_int_equal(stage.flow.page, KIOSK_WORKING);
	answer(&stage, "press-1", 7);
	assert_one(&stage, FLOW_PRINT);
	assert_int_equal(stage.effects[0].ticket.id, 7);
	assert_int_equal(stage.flow.page, KIOSK_PRINTING);
	printed(&stage, 7, true);
	assert_int_equal(stage.flow.page, KIOSK_TAKE);
	pass(&stage, FLOW_TAKE_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_TAKE);
	pass(&stage, 1);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_int_equal(flow_next_ms(&stage.flow), -1); /* idle: nothing wakes it */
}

/* The press after the last one that is kept is answered, too: with a word about patience. */
static void test_too_many_presses_are_asked_to_wait(void **state)
{
	struct stage stage = ready();
	const char *const services[] = {"A", "B", "C", "D", "E", "F"};

	(void)state;
	for (int i = 0; i <= FLOW_PENDING_MAX; i++) {
		press(&stage, services[i]);
		assert_false(stage.flow.busy);
	}
	assert_int_equal(stage.flow.n_pending, FLOW_PENDING_MAX);
	press(&stage, services[FLOW_PENDING_MAX]); /* again: it is kept already */
	assert_false(stage.flow.busy);
	press(&stage, services[FLOW_PENDING_MAX + 1]);
	assert_true(stage.flow.busy);
	assert_int_equal(stage.flow.n_pending, FLOW_PENDING_MAX);
	answer(&stage, "press-1", 7);
	assert_int_equal(stage.flow.page, KIOSK_PRINTING);
	assert_false(stage.flow.busy); /* another page: it has been read */
}

static void test_touch_asks_for_the_lane(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}};
	struct flow_event lane = {
		.kind = FLOW_LANE, .wish = {.priority = true, .reason = "elderly"}};

	(void)state;
	stage.flow.has_reasons = true;
	take(&stage, &choose);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	take(&stage, &lane);
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].wish.service, "C");
	assert_true(stage.effects[0].wish.priority);
	assert_string_equal(stage.effects[0].wish.reason, "elderly");
}

/* Without lanes only what to bring is a reason to ask. */
static void test_what_to_bring_is_shown_before_the_number(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}, .bring = true};

	(void)state;
	take(&stage, &choose);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	take(&stage, &(struct flow_event){.kind = FLOW_LANE});
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].wish.service, "C");
}

/* A touch that was meant for the page before finds another one. */
static void test_a_lane_is_chosen_on_its_page_only(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}};
	struct flow_event lane = {.kind = FLOW_LANE};

	(void)state;
	stage.flow.has_reasons = true;
	take(&stage, &lane);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	take(&stage, &choose);
	take(&stage, &lane);
	assert_one(&stage, FLOW_SEND);
	take(&stage, &lane);
	take(&stage, &choose);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_WORKING);
	assert_int_equal(stage.flow.n_pending, 0);
}

static void test_the_lane_page_goes_back_by_itself(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}};

	(void)state;
	stage.flow.has_reasons = true;
	take(&stage, &choose);
	pass(&stage, FLOW_LANE_MS);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_int_equal(stage.n, 0);
	take(&stage, &choose);
	say(&stage, FLOW_BACK, false);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

static void turn(struct stage *stage, int by)
{
	struct flow_event event = {.kind = FLOW_TURN, .turn = by};

	take(stage, &event);
}

static void test_pages_of_services_go_back_by_themselves(void **state)
{
	struct stage stage = ready();

	(void)state;
	turn(&stage, -1);
	assert_int_equal(stage.flow.list_page, 0);
	turn(&stage, 1);
	turn(&stage, 1);
	assert_int_equal(stage.flow.list_page, 2);
	/* What the hub says meanwhile neither turns the page nor keeps it for ever. */
	pass(&stage, FLOW_LANE_MS - 1);
	say(&stage, FLOW_HUB, true);
	say(&stage, FLOW_CENTRE, true);
	assert_int_equal(stage.flow.list_page, 2);
	pass(&stage, 1);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_int_equal(stage.flow.list_page, 0);
	turn(&stage, 1);
	new_site(&stage, "vi", "");
	assert_int_equal(stage.flow.list_page, 0);
	/* Reasons have pages of their own. */
	turn(&stage, 1);
	take(&stage, &(struct flow_event){.kind = FLOW_CHOOSE, .wish = {.service = "C"}});
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	assert_int_equal(stage.flow.list_page, 0);
	pass(&stage, FLOW_LANE_MS - 1);
	turn(&stage, 1);
	pass(&stage, FLOW_LANE_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	assert_int_equal(stage.flow.list_page, 1);
}

/* Without slips, whoever has noted the number makes room for the next at once. */
static void test_a_noted_number_makes_room(void **state)
{
	struct stage stage = ready();

	(void)state;
	say(&stage, FLOW_DONE, true); /* there is nothing to be done with */
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	say(&stage, FLOW_PRINTER, false);
	press(&stage, "A");
	answer(&stage, "press-1", 7);
	assert_int_equal(stage.flow.page, KIOSK_NUMBER);
	press(&stage, "B");
	assert_int_equal(stage.flow.page, KIOSK_NUMBER);
	say(&stage, FLOW_DONE, true);
	assert_int_equal(stage.flow.page, KIOSK_WORKING);
	assert_string_equal(stage.flow.wish.service, "B");
	answer(&stage, "press-2", 8);
	say(&stage, FLOW_DONE, true);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

static void test_impatience_makes_no_second_ticket(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	press(&stage, "A");
	assert_int_equal(stage.n, 0);
	answer(&stage, "press-1", 7);
	press(&stage, "A");
	assert_int_equal(stage.n, 0);
	printed(&stage, 7, true);
	stage.now_ms += FLOW_DOUBLE_MS - 1;
	press(&stage, "A");
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.n_pending, 0);
	/* A new visitor, later: a new press. */
	stage.now_ms += FLOW_DOUBLE_MS;
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].press_id, "press-2");
}

static void test_another_visitor_waits_the_turn(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	press(&stage, "B");
	press(&stage, "B");
	press(&stage, "C");
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.n_pending, 2);
	answer(&stage, "press-1", 7);
	printed(&stage, 7, true);
	pass(&stage, FLOW_TAKE_SHORT_MS);
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].wish.service, "B");
	answer(&stage, "press-2", 8);
	printed(&stage, 8, true);
	pass(&stage, FLOW_TAKE_SHORT_MS);
	assert_string_equal(stage.effects[0].wish.service, "C");
}

static void test_a_lost_answer_is_asked_again_with_the_same_press(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	failed(&stage, "press-1");
	pass(&stage, FLOW_RETRY_MS - 1);
	assert_int_equal(stage.n, 0); /* a hub that is hurt is not hurried */
	pass(&stage, 1);
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].press_id, "press-1");
	answer(&stage, "press-1", 7);
	assert_one(&stage, FLOW_PRINT);
	/* The first answer arrives after all: the same ticket, nothing to do. */
	answer(&stage, "press-1", 7);
	assert_int_equal(stage.n, 0);
}

static void test_no_answer_is_said_and_a_late_ticket_is_void(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	pass(&stage, FLOW_ANSWER_MS);
	assert_one(&stage, FLOW_GIVE_UP);
	assert_string_equal(stage.effects[0].press_id, "press-1");
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_AWAY);
	pass(&stage, FLOW_REFUSED_MS);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	answer(&stage, "press-1", 7);
	assert_one(&stage, FLOW_VOID);
	assert_int_equal(stage.effects[0].ticket.id, 7);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

/* The visitor still reads that there is none. */
static void test_an_answer_that_is_just_late_is_served(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	pass(&stage, FLOW_ANSWER_MS);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	pass(&stage, FLOW_REFUSED_MS - 1);
	answer(&stage, "press-1", 7);
	assert_one(&stage, FLOW_PRINT);
	assert_int_equal(stage.flow.page, KIOSK_PRINTING);
	answer(&stage, "press-1", 7);
	assert_int_equal(stage.n, 0);
	printed(&stage, 7, true);
	assert_int_equal(stage.flow.page, KIOSK_TAKE);
}

/* One visitor who presses again has one number; another wish is another visitor's. */
static void test_the_same_wish_again_is_the_same_press(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	pass(&stage, FLOW_ANSWER_MS);
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].press_id, "press-1");
	pass(&stage, FLOW_ANSWER_MS);
	press(&stage, "B");
	assert_string_equal(stage.effects[0].press_id, "press-2");
	answer(&stage, "press-1", 7);
	assert_one(&stage, FLOW_VOID);
	answer(&stage, "press-2", 8);
	assert_one(&stage, FLOW_PRINT);
}

static void test_a_visitor_waits_as_long_as_answers_take(void **state)
{
	struct stage stage = ready();

	(void)state;
	assert_int_equal(flow_answer_ms(0), FLOW_ANSWER_MS);
	assert_int_equal(flow_answer_ms(20), FLOW_ANSWER_MS);
	assert_int_equal(flow_answer_ms(4000), 9000);
	assert_int_equal(flow_answer_ms(INT32_MAX), FLOW_ANSWER_MAX_MS);
	stage.flow.answer_ms = flow_answer_ms(4000);
	press(&stage, "A");
	pass(&stage, 4100);
	assert_int_equal(stage.flow.page, KIOSK_WORKING);
	answer(&stage, "press-1", 7);
	assert_one(&stage, FLOW_PRINT);
}

static void test_a_hub_that_is_away_is_said_at_once(void **state)
{
	struct stage stage = ready();

	(void)state;
	say(&stage, FLOW_HUB, false);
	assert_int_equal(stage.flow.page, KIOSK_AWAY);
	press(&stage, "A");
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_AWAY);
	pass(&stage, FLOW_REFUSED_MS);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_AWAY);
	/* Back: the press of before is forgotten, not carried out. */
	say(&stage, FLOW_HUB, true);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

static void test_a_hub_that_was_never_there_is_said(void **state)
{
	struct stage stage = {.now_ms = 100000};

	(void)state;
	flow_init(&stage.flow, "vi", &calls, NULL);
	say(&stage, FLOW_HUB, false);
	pass(&stage, FLOW_STARTING_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_STARTING);
	pass(&stage, 1);
	assert_int_equal(stage.flow.page, KIOSK_AWAY);
	say(&stage, FLOW_CENTRE, true);
	say(&stage, FLOW_HUB, true);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

static void test_a_hub_that_can_keep_nothing(void **state)
{
	struct stage stage = ready();

	(void)state;
	say(&stage, FLOW_CENTRE, false); /* no day could be opened */
	say(&stage, FLOW_STORAGE, false);
	assert_int_equal(stage.flow.page, KIOSK_UNABLE);
	press(&stage, "A");
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_UNABLE);
	pass(&stage, FLOW_REFUSED_MS);
	assert_int_equal(stage.flow.page, KIOSK_UNABLE);
	say(&stage, FLOW_HUB, false);
	assert_int_equal(stage.flow.page, KIOSK_AWAY);
	say(&stage, FLOW_HUB, true);
	say(&stage, FLOW_CENTRE, true);
	say(&stage, FLOW_STORAGE, true);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

/* The press was on its way when the disk got full. */
static void test_a_press_that_the_disk_refuses(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
	say(&stage, FLOW_STORAGE, false);
	assert_int_equal(stage.flow.page, KIOSK_WORKING);
	pass(&stage, FLOW_ANSWER_MS);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_UNABLE);
}

static void test_refusals_are_shown_and_end(void **state)
{
	struct stage stage = ready();
	struct flow_event refusal = {
		.kind = FLOW_ERROR, .press_id = "press-1", .error = KIOSK_ERROR_LIMIT};
	struct flow_event full = {
		.kind = FLOW_CHOOSE, .wish = {.service = "C"}, .opening = KIOSK_FULL};

	(void)state;
	press(&stage, "A");
	take(&stage, &refusal);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_LIMIT);
	pass(&stage, FLOW_REFUSED_MS);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	take(&stage, &full);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_LIMIT);
	pass(&stage, FLOW_REFUSED_MS);
	full.opening = KIOSK_PAST_CLOSING;
	take(&stage, &full);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_PAST_CLOSING);
}

static void test_a_refusal_stands_short_when_others_press(void **state)
{
	struct flow_event refusal = {.kind = FLOW_ERROR, .error = KIOSK_ERROR_LIMIT};

	(void)state;
	for (int others = 0; others <= 2; others++) {
		struct stage stage = ready();

		press(&stage, "A");
		for (int i = 0; i < others; i++) {
			press(&stage, i == 0 ? "B" : "C");
		}
		text_copy_cut(refusal.press_id, sizeof(refusal.press_id), "press-1");
		take(&stage, &refusal);
		pass(&stage, (others > 0 ? FLOW_REFUSED_SHORT_MS : FLOW_REFUSED_MS) - 1);
		assert_int_equal(stage.flow.page, KIOSK_REFUSED);
		assert_int_equal(stage.n, 0);
		pass(&stage, 1);
		assert_int_equal(stage.flow.page, others > 0 ? KIOSK_WORKING : KIOSK_SERVICES);
		assert_int_equal(stage.n, others > 0 ? 1 : 0);
	}
}

static void test_without_a_slip_the_number_is_shown_long(void **state)
{
	struct stage stage = ready();

	(void)state;
	press(&stage, "A");
	answer(&stage, "press-1", 7);
	printed(&stage, 7, false);
	assert_int_equal(stage.flow.page, KIOSK_NUMBER);
	pass(&stage, FLOW_NUMBER_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_NUMBER);
	pass(&stage, 1);
	say(&stage, FLOW_PRINTER, false);
	press(&stage, "B");
	answer(&stage, "press-2", 8);
	assert_one(&stage, FLOW_NO_SLIP);
	assert_int_equal(stage.flow.page, KIOSK_NUMBER);
	/* The next visitor does not wipe the number out at once. */
	press(&stage, "C");
	assert_int_equal(stage.n, 0);
	pass(&stage, FLOW_NUMBER_SHORT_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_NUMBER);
	pass(&stage, 1);
	assert_one(&stage, FLOW_SEND);
}

static void test_a_second_print_does_not_touch_the_screen(void **state)
{
	struct stage stage = ready();

	(void)state;
	printed(&stage, 99, true);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	press(&stage, "A");
	answer(&stage, "press-1", 7);
	printed(&stage, 99, true);
	assert_int_equal(stage.flow.page, KIOSK_PRINTING);
}

static void test_the_language_goes_back_when_nobody_is_there(void **state)
{
	struct stage stage = ready();
	struct flow_event english = {.kind = FLOW_LANGUAGE, .language = "en"};

	(void)state;
	take(&stage, &english);
	press(&stage, "A");
	assert_string_equal(stage.effects[0].language, "en");
	answer(&stage, "press-1", 7);
	printed(&stage, 7, true);
	pass(&stage, FLOW_TAKE_MS);
	assert_string_equal(stage.flow.language, "en");
	pass(&stage, FLOW_LANGUAGE_MS);
	assert_string_equal(stage.flow.language, "vi");
	assert_int_equal(flow_next_ms(&stage.flow), -1);
}

static void test_a_language_that_the_site_lacks_is_its_first(void **state)
{
	struct stage stage = ready();

	(void)state;
	lacks = "fr";
	speak(&stage, "fr");
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].language, "vi");
	/* Nor does it keep what was chosen before. */
	answer(&stage, "press-1", 7);
	printed(&stage, 7, true);
	pass(&stage, FLOW_TAKE_MS);
	speak(&stage, "en");
	speak(&stage, "fr");
	assert_string_equal(stage.flow.language, "vi");
	assert_int_equal(flow_next_ms(&stage.flow), -1);
}

static void test_what_the_site_lacks_is_refused_without_the_hub(void **state)
{
	struct stage stage = ready();
	struct flow_event priority = {
		.kind = FLOW_BUTTON, .wish = {.service = "A", .priority = true, .reason = "X"}};

	(void)state;
	lacks = "X";
	press(&stage, "X");
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	assert_int_equal(stage.flow.error, KIOSK_ERROR_OTHER);
	take(&stage, &priority);
	assert_int_equal(stage.n, 0);
	/* The other buttons go on at once. */
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
	assert_string_equal(stage.effects[0].press_id, "press-1");
	/* One that waited its turn while the site lost it is told so. */
	press(&stage, "B");
	new_site(&stage, "vi", "B");
	answer(&stage, "press-1", 7);
	printed(&stage, 7, true);
	pass(&stage, FLOW_TAKE_SHORT_MS);
	assert_int_equal(stage.n, 0);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	pass(&stage, FLOW_REFUSED_MS);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

static void test_a_language_ends_with_the_site_that_had_it(void **state)
{
	struct stage stage = ready();

	(void)state;
	speak(&stage, "en");
	new_site(&stage, "vi", "");
	assert_string_equal(stage.flow.language, "en");
	new_site(&stage, "vi", "en");
	assert_string_equal(stage.flow.language, "vi");
	assert_int_equal(flow_next_ms(&stage.flow), -1);
	/* Nobody chose the former first one. */
	new_site(&stage, "en", "");
	assert_string_equal(stage.flow.language, "en");
	/* Who chose a language keeps it when another one is first now. */
	speak(&stage, "vi");
	new_site(&stage, "km", "");
	assert_string_equal(stage.flow.language, "vi");
	pass(&stage, FLOW_LANGUAGE_MS);
	assert_string_equal(stage.flow.language, "km");
}

static void test_a_lane_page_ends_with_the_site_that_had_its_service(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}};
	struct flow_event no_reasons = {.kind = FLOW_SITE, .language = "vi", .on = false};

	(void)state;
	new_site(&stage, "vi", "");
	take(&stage, &choose);
	new_site(&stage, "vi", "B");
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	new_site(&stage, "vi", "C");
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	lacks = "";
	take(&stage, &choose);
	take(&stage, &no_reasons);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

/* The hub goes away while somebody stands at the lane page: the next visitor finds the first
 * language all the same. */
static void test_a_language_does_not_outlive_the_hub(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}};

	(void)state;
	new_site(&stage, "vi", "");
	speak(&stage, "en");
	take(&stage, &choose);
	say(&stage, FLOW_HUB, false);
	assert_int_equal(stage.flow.page, KIOSK_AWAY);
	assert_string_equal(stage.flow.language, "en");
	pass(&stage, FLOW_LANGUAGE_MS);
	assert_string_equal(stage.flow.language, "vi");
}

static void test_a_closed_centre(void **state)
{
	struct stage stage = ready();

	(void)state;
	say(&stage, FLOW_CENTRE, false);
	assert_int_equal(stage.flow.page, KIOSK_CLOSED);
	/* Not the kiosk's clock decides but the hub. */
	press(&stage, "A");
	assert_one(&stage, FLOW_SEND);
}

/* No page and no language ends by itself while somebody listens; then all is forgotten. */
static void test_who_listens_has_time(void **state)
{
	struct stage stage = ready();
	struct flow_event choose = {.kind = FLOW_CHOOSE, .wish = {.service = "C"}};

	(void)state;
	new_site(&stage, "vi", "");
	say(&stage, FLOW_LISTEN, true);
	speak(&stage, "en");
	take(&stage, &choose);
	pass(&stage, 10 * FLOW_LANE_MS);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	assert_int_equal(flow_next_ms(&stage.flow), -1);
	say(&stage, FLOW_GONE, false);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	assert_string_equal(stage.flow.language, "vi");
	/* Who sees goes on where the speech was switched off, with some time. */
	say(&stage, FLOW_LISTEN, true);
	take(&stage, &choose);
	pass(&stage, 10 * FLOW_LANE_MS);
	say(&stage, FLOW_LISTEN, false);
	pass(&stage, FLOW_REFUSED_MS - 1);
	assert_int_equal(stage.flow.page, KIOSK_LANE);
	pass(&stage, 1);
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
	/* The hub's answer is not waited for any longer than else. */
	say(&stage, FLOW_LISTEN, true);
	press(&stage, "A");
	pass(&stage, FLOW_ANSWER_MS);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	pass(&stage, 10 * FLOW_REFUSED_MS);
	assert_int_equal(stage.flow.page, KIOSK_REFUSED);
	take(&stage, &(struct flow_event){.kind = FLOW_DONE});
	assert_int_equal(stage.flow.page, KIOSK_SERVICES);
}

/* Whatever comes in whatever order: never two presses under way, and no page without an end. */
static void test_random_events(void **state)
{
	struct stage stage = ready();
	unsigned seed = 4;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		struct flow_event event = {
			.kind = (enum flow_event_kind)(rand_r(&seed) % (FLOW_TICK + 1)),
			.on = rand_r(&seed) % 4 > 0,
			.complaints = rand_r(&seed) % 2 > 0,
			.ticket = {.id = 1 + rand_r(&seed) % 50},
			.opening = (enum kiosk_opening)(rand_r(&seed) % 3),
		};

		(void)snprintf(event.wish.service, KIOSK_ID_SIZE, "%c", 'A' + rand_r(&seed) % 4);
		(void)snprintf(event.press_id, FLOW_PRESS_ID_SIZE, "press-%d",
			presses - rand_r(&seed) % 2);
		text_copy_cut(event.language, KIOSK_LANGUAGE_SIZE, rand_r(&seed) % 2 ? "vi" : "en");
		take(&stage, &event);
		assert_in_range(stage.n, 0, FLOW_EFFECTS_MAX);
		assert_int_equal(*stage.flow.press_id != '\0', stage.flow.page == KIOSK_WORKING);
		if (stage.flow.page != KIOSK_WORKING && stage.flow.listened) {
			; /* until who listens has gone */
		} else if (stage.flow.page == KIOSK_WORKING || stage.flow.page == KIOSK_TAKE ||
			stage.flow.page == KIOSK_NUMBER || stage.flow.page == KIOSK_REFUSED ||
			stage.flow.page == KIOSK_LANE || stage.flow.page == KIOSK_COMPLAINTS) {
			assert_true(flow_next_ms(&stage.flow) >= 0);
		}
		pass(&stage, rand_r(&seed) % 3000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_press_becomes_a_slip),
		cmocka_unit_test(test_too_many_presses_are_asked_to_wait),
		cmocka_unit_test(test_touch_asks_for_the_lane),
		cmocka_unit_test(test_what_to_bring_is_shown_before_the_number),
		cmocka_unit_test(test_a_lane_is_chosen_on_its_page_only),
		cmocka_unit_test(test_the_lane_page_goes_back_by_itself),
		cmocka_unit_test(test_impatience_makes_no_second_ticket),
		cmocka_unit_test(test_another_visitor_waits_the_turn),
		cmocka_unit_test(test_a_lost_answer_is_asked_again_with_the_same_press),
		cmocka_unit_test(test_no_answer_is_said_and_a_late_ticket_is_void),
		cmocka_unit_test(test_an_answer_that_is_just_late_is_served),
		cmocka_unit_test(test_the_same_wish_again_is_the_same_press),
		cmocka_unit_test(test_a_visitor_waits_as_long_as_answers_take),
		cmocka_unit_test(test_a_hub_that_is_away_is_said_at_once),
		cmocka_unit_test(test_a_hub_that_was_never_there_is_said),
		cmocka_unit_test(test_a_hub_that_can_keep_nothing),
		cmocka_unit_test(test_a_press_that_the_disk_refuses),
		cmocka_unit_test(test_refusals_are_shown_and_end),
		cmocka_unit_test(test_a_refusal_stands_short_when_others_press),
		cmocka_unit_test(test_without_a_slip_the_number_is_shown_long),
		cmocka_unit_test(test_a_second_print_does_not_touch_the_screen),
		cmocka_unit_test(test_the_language_goes_back_when_nobody_is_there),
		cmocka_unit_test(test_a_language_that_the_site_lacks_is_its_first),
		cmocka_unit_test(test_what_the_site_lacks_is_refused_without_the_hub),
		cmocka_unit_test(test_a_language_ends_with_the_site_that_had_it),
		cmocka_unit_test(test_a_lane_page_ends_with_the_site_that_had_its_service),
		cmocka_unit_test(test_a_language_does_not_outlive_the_hub),
		cmocka_unit_test(test_a_closed_centre),
		cmocka_unit_test(test_pages_of_services_go_back_by_themselves),
		cmocka_unit_test(test_a_noted_number_makes_room),
		cmocka_unit_test(test_who_listens_has_time),
		cmocka_unit_test(test_random_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
