/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's slips, at a printer that the test holds. */
#include "kiosk/kiosk-print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "check.h"
#include "drivers/printer.h"
#include "kiosk-fixture.h"

enum { WIDTH = 576 };

/* ---- the printer; printer.h's functions are the test's ---- */

struct printer {
	struct printer_calls calls;
	void *userdata;
	struct printer_status status;
	uint64_t job; /* in flight; 0 none */
	int n_jobs, n_parted;
	int height_dots; /* of the last slip */
};

static struct printer *plugged;
static int refused; /* the −errno that the next printer_open gives */

int printer_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_calls *calls, void *userdata, struct printer **ret)
{
	(void)event;
	assert_string_equal(settings->driver, "usb");
	assert_int_equal(settings->cut, 0); /* the board says so */
	assert_int_equal(settings->feed_dots, -1); /* and nothing of this */
	if (refused < 0) {
		return refused;
	}
	plugged = memory_new(1, sizeof(*plugged));
	*plugged = (struct printer){.calls = *calls, .userdata = userdata};
	*ret = plugged;
	return 0;
}

void printer_close(struct printer *printer)
{
	free(printer);
	plugged = NULL;
}

int printer_print(struct printer *printer, uint64_t job, const struct bitmap *slip)
{
	assert_int_equal(slip->width_dots, WIDTH);
	if (printer->job) {
		return -EBUSY;
	}
	printer->job = job;
	printer->height_dots = slip->height_dots;
	printer->n_jobs++;
	return 0;
}

void printer_part_paper(struct printer *printer)
{
	printer->n_parted++;
}

void printer_get_status(const struct printer *printer, struct printer_status *ret)
{
	*ret = printer->status;
}

void printer_get_paper(const struct printer *printer, struct printer_paper *ret)
{
	(void)printer;
	*ret = (struct printer_paper){WIDTH, 203};
}

void printer_get_about(const struct printer *printer, struct printer_about *ret)
{
	(void)printer;
	*ret = (struct printer_about){.name = "Test T1", .absent = "not_found"};
}

const char *printer_status_name(const struct printer_status *status)
{
	return !status->connected ? "offline" : status->paper_out ? "paper_out" : "ok";
}

bool printer_status_ready(const struct printer_status *status)
{
	return status->connected && !status->paper_out;
}

const char *print_result_name(enum print_result result)
{
	return result == PRINT_PRINTED ? "printed" : "another";
}

/* ---- the owner ---- */

struct stand {
	struct kiosk_fixture kiosk;
	struct kiosk_print *print;
	struct flow_event fed; /* the last that was not FLOW_PRINTER */
	int n_fed, n_reports, n_begun, n_late;
	int n_lists, n_out; /* told of, and out */
	bool ready;
	char state[32], note[32];
};

static void on_feed(const struct flow_event *event, void *userdata)
{
	struct stand *stand = userdata;

	if (event->kind == FLOW_PRINTER) {
		stand->ready = event->on;
	} else {
		stand->fed = *event;
		stand->n_fed++;
	}
}

static void on_report(void *userdata)
{
	struct stand *stand = userdata;

	stand->n_reports++;
}

static void on_health(const char *state, enum log_fault fault, const char *note, void *userdata)
{
	struct stand *stand = userdata;

	assert_int_equal(fault == FAULT_NONE, strcmp(state, "ok") == 0);
	text_copy_cut(stand->state, sizeof(stand->state), state);
	text_copy_cut(stand->note, sizeof(stand->note), note);
}

static void on_begins(void *userdata)
{
	struct stand *stand = userdata;

	stand->n_begun++;
}

static void on_list(bool out, void *userdata)
{
	struct stand *stand = userdata;

	stand->n_lists++;
	stand->n_out += out;
}

static void on_late(void *userdata)
{
	struct stand *stand = userdata;

	stand->n_late++;
}

static int n_free_online; /* procedures */

static int free_online(const char *service, void *userdata)
{
	(void)userdata;
	assert_true(*service);
	return n_free_online;
}

static const struct kiosk_print_calls calls = {
	on_feed, on_report, on_health, on_late, on_begins, on_list, free_online};

static void fit(struct board *board)
{
	board->printer = (struct printer_settings){.driver = "usb", .cut = 0, .feed_dots = -1};
}

static void set_status(bool connected, bool paper_out)
{
	plugged->status = (struct printer_status){.connected = connected, .paper_out = paper_out};
	plugged->calls.status(&plugged->status, plugged->userdata);
}

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	kiosk_fixture_init(&stand->kiosk);
	fit(&stand->kiosk.board);
	assert_int_equal(kiosk_print_open(&stand->kiosk.context, &calls, stand, &stand->print), 0);
	assert_string_equal(stand->state, "offline");
	set_status(true, false);
	assert_true(stand->ready);
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	kiosk_print_close(stand->print);
	assert_null(plugged);
	kiosk_fixture_done(&stand->kiosk);
	free(stand);
	return 0;
}

static struct kiosk_ticket ticket_of(int64_t id)
{
	return (struct kiosk_ticket){.id = id,
		.number = "A001",
		.service = "A",
		.lane = "regular",
		.language = "vi",
		.ahead = 1,
		.wait_s = -1};
}

static void add(struct stand *stand, int64_t id, bool second_print)
{
	struct kiosk_ticket ticket = ticket_of(id);

	kiosk_print_add(stand->print, &ticket, second_print);
}

/* The slip at the printer comes to its end. */
static void end(enum print_result result, const char *cause)
{
	uint64_t job = plugged->job;

	plugged->job = 0;
	plugged->calls.done(job, result, cause, plugged->userdata);
}

static void assert_report(struct stand *stand, int64_t ticket, enum spool_result result)
{
	const struct spool_report *report = kiosk_print_next_report(stand->print);

	assert_non_null(report);
	assert_int_equal(report->ticket, ticket);
	assert_int_equal(report->result, result);
	kiosk_print_reported(stand->print, report->number, true);
}

static void test_a_slip_from_the_press_to_the_report(void **state)
{
	struct stand *stand = *state;

	kiosk_print_listed(stand->print);
	add(stand, 7, false);
	assert_int_equal(plugged->job, 7);
	plugged->calls.first_byte(7, clock_mono_us(), plugged->userdata);
	assert_int_equal(stand->n_begun, 1);
	end(PRINT_PRINTED, "");
	assert_int_equal(stand->fed.kind, FLOW_PRINTED);
	assert_int_equal(stand->fed.ticket.id, 7);
	assert_true(stand->n_reports > 0);
	assert_report(stand, 7, SPOOL_PRINTED);
	assert_null(kiosk_print_next_report(stand->print));
}

/* Asked for at each slip: also at one that is printed long after. */
static void test_a_slip_says_what_is_free_online_now(void **state)
{
	struct stand *stand = *state;
	int plain;

	kiosk_print_listed(stand->print);
	add(stand, 7, false);
	plain = plugged->height_dots;
	end(PRINT_PRINTED, "");
	n_free_online = 12;
	add(stand, 8, false);
	assert_true(plugged->height_dots > plain);
	end(PRINT_PRINTED, "");
	n_free_online = 0;
	add(stand, 9, false);
	assert_int_equal(plugged->height_dots, plain);
}

static void test_what_each_end_is_called(void **state)
{
	static const struct {
		enum print_result result;
		enum flow_event_kind said;
		enum spool_result reported;
	} cases[] = {
		{PRINT_SENT, FLOW_PRINTED, SPOOL_UNKNOWN},
		{PRINT_FAILED, FLOW_NOT_PRINTED, SPOOL_FAILED},
		{PRINT_UNKNOWN, FLOW_NOT_PRINTED, SPOOL_UNKNOWN},
	};
	struct stand *stand = *state;

	kiosk_print_listed(stand->print);
	for (int i = 0; i < (int)ELEMENTS(cases); i++) {
		add(stand, 10 + i, false);
		plugged->calls.first_byte(plugged->job, clock_mono_us(), plugged->userdata);
		end(cases[i].result, "paper_out");
		assert_int_equal(stand->fed.kind, cases[i].said);
		assert_report(stand, 10 + i, cases[i].reported);
	}
}

static void test_one_at_a_time_and_fresh_ones_first(void **state)
{
	struct stand *stand = *state;

	kiosk_print_listed(stand->print);
	add(stand, 1, false);
	add(stand, 2, true);
	add(stand, 3, false);
	assert_int_equal(plugged->n_jobs, 1);
	end(PRINT_PRINTED, "");
	assert_int_equal(plugged->job, 3);
	end(PRINT_PRINTED, "");
	assert_int_equal(plugged->job, 2);
}

static void test_who_stands_there_does_not_wait_for_a_printer_without_paper(void **state)
{
	struct stand *stand = *state;
	struct kiosk_ticket ticket = ticket_of(4);

	kiosk_print_listed(stand->print);
	add(stand, 1, false);
	add(stand, 2, false);
	add(stand, 3, true);
	set_status(true, true);
	assert_false(stand->ready);
	assert_string_equal(stand->state, "paper_out");
	assert_string_equal(stand->note, "not_found");
	assert_int_equal(stand->n_fed, 1);
	assert_int_equal(stand->fed.ticket.id, 2);
	assert_int_equal(stand->fed.kind, FLOW_NOT_PRINTED);
	assert_report(stand, 2, SPOOL_LATER);
	kiosk_print_refuse(stand->print, &ticket);
	assert_string_equal(kiosk_print_next_report(stand->print)->cause, "paper_out");
	assert_report(stand, 4, SPOOL_LATER);
	/* A second print waits for the paper. */
	end(PRINT_PRINTED, "");
	assert_report(stand, 1, SPOOL_PRINTED);
	assert_int_equal(plugged->job, 0);
	set_status(true, false);
	assert_int_equal(plugged->job, 3);
	assert_string_equal(stand->note, "Test T1");
}

static void test_before_the_hubs_list_nothing_is_printed(void **state)
{
	struct stand *stand = *state;
	struct kiosk_ticket torn = ticket_of(5);
	struct kiosk_ticket late = ticket_of(6);

	add(stand, 7, false);
	assert_int_equal(plugged->n_jobs, 0);
	kiosk_print_recover(stand->print, &torn, true, true);
	assert_int_equal(plugged->n_parted, 1);
	assert_true(kiosk_print_is_own(stand->print, 5));
	kiosk_print_recover(stand->print, &torn, true, true); /* it is ours by now */
	assert_int_equal(plugged->n_parted, 1);
	kiosk_print_recover(stand->print, &late, true, false);
	assert_report(stand, 6, SPOOL_UNKNOWN); /* it may have come out */
	kiosk_print_listed(stand->print);
	assert_int_equal(plugged->job, 7);
	end(PRINT_PRINTED, "");
	assert_report(stand, 7, SPOOL_PRINTED);
	end(PRINT_PRINTED, "");
	assert_true(kiosk_print_next_report(stand->print)->again);
	assert_report(stand, 5, SPOOL_PRINTED);
	/* One that staff made meanwhile, and whose visitor is gone. */
	late = ticket_of(8);
	kiosk_print_recover(stand->print, &late, false, false);
	assert_report(stand, 8, SPOOL_FAILED);
	assert_int_equal(plugged->n_parted, 2);
}

static void add_late(struct stand *stand, int64_t id)
{
	struct kiosk_ticket ticket = ticket_of(id);

	kiosk_print_add_late(stand->print, &ticket);
}

static void test_what_never_began_is_printed_later(void **state)
{
	struct stand *stand = *state;
	int plain;

	kiosk_print_listed(stand->print);
	assert_int_equal(stand->n_late, 1); /* the printer could print when it was found */
	add(stand, 1, false);
	plain = plugged->height_dots;
	end(PRINT_FAILED, "offline");
	assert_int_equal(stand->fed.kind, FLOW_NOT_PRINTED);
	assert_false(kiosk_print_wants_late(stand->print)); /* the hub does not know of it yet */
	assert_report(stand, 1, SPOOL_LATER);
	assert_true(kiosk_print_wants_late(stand->print));
	set_status(true, true);
	assert_false(kiosk_print_wants_late(stand->print));
	add_late(stand, 1);
	assert_false(kiosk_print_is_own(stand->print, 1));
	set_status(true, false);
	assert_int_equal(stand->n_late, 2);
	add_late(stand, 1);
	assert_int_equal(plugged->job, 0);
	assert_report(stand, 1, SPOOL_UNKNOWN);
	assert_int_equal(plugged->job, 1);
	assert_true(plugged->height_dots > plain); /* it is marked */
	plugged->calls.first_byte(1, clock_mono_us(), plugged->userdata);
	end(PRINT_PRINTED, "");
	assert_report(stand, 1, SPOOL_PRINTED);
}

static void test_a_late_slip_that_is_not_needed(void **state)
{
	struct stand *stand = *state;

	kiosk_print_listed(stand->print);
	add_late(stand, 1);
	add_late(stand, 2);
	kiosk_print_drop_late(stand->print, 1); /* its number is called */
	kiosk_print_drop_late(stand->print, 9);
	assert_report(stand, 1, SPOOL_LATER);
	assert_report(stand, 2, SPOOL_UNKNOWN);
	assert_int_equal(plugged->job, 2);
	kiosk_print_drop_late(stand->print, 2); /* too late: it is at the printer */
	end(PRINT_FAILED, "paper_out"); /* but no byte has left */
	assert_report(stand, 2, SPOOL_LATER);
	add_late(stand, 3);
	set_status(false, false);
	assert_report(stand, 3, SPOOL_LATER);
	assert_null(kiosk_print_next_report(stand->print));
}

static void test_own_tickets(void **state)
{
	struct stand *stand = *state;

	assert_false(kiosk_print_is_own(stand->print, 5));
	kiosk_print_note_own(stand->print, 5);
	assert_true(kiosk_print_is_own(stand->print, 5));
	kiosk_print_disown(stand->print, 5);
	assert_false(kiosk_print_is_own(stand->print, 5));
	kiosk_print_note_own(stand->print, 5);
	kiosk_print_report_void(stand->print, 9);
	kiosk_print_forget_all(stand->print);
	assert_false(kiosk_print_is_own(stand->print, 5));
	assert_null(kiosk_print_next_report(stand->print));
}

static void test_a_ticket_that_is_gone_gets_no_slip(void **state)
{
	struct stand *stand = *state;

	kiosk_print_listed(stand->print);
	add(stand, 1, false);
	add(stand, 2, false);
	kiosk_print_forget(stand->print, 2);
	assert_int_equal(stand->fed.kind, FLOW_NOT_PRINTED);
	assert_int_equal(stand->fed.ticket.id, 2);
	assert_report(stand, 2, SPOOL_FAILED);
	kiosk_print_forget(stand->print, 99);
	assert_int_equal(stand->n_fed, 1);
	end(PRINT_PRINTED, "");
	assert_int_equal(plugged->n_jobs, 1);
}

static void test_without_a_printer(void **state)
{
	struct stand stand = {0};
	struct kiosk_ticket ticket = ticket_of(5);

	(void)state;
	kiosk_fixture_init(&stand.kiosk);
	assert_int_equal(kiosk_print_open(&stand.kiosk.context, &calls, &stand, &stand.print), 0);
	assert_string_equal(stand.state, "");
	kiosk_print_refuse(stand.print, &ticket);
	assert_report(&stand, 5, SPOOL_SHOWN);
	kiosk_print_recover(stand.print, &ticket, true, true);
	assert_report(&stand, 5, SPOOL_FAILED);
	kiosk_print_add(stand.print, &ticket, false);
	kiosk_print_warm_up(stand.print);
	kiosk_fixture_run_now(&stand.kiosk);
	assert_int_equal(stand.n_fed, 0);
	kiosk_print_close(stand.print);
	fit(&stand.kiosk.board);
	stand.print = NULL;
	refused = -EINVAL;
	assert_int_equal(
		kiosk_print_open(&stand.kiosk.context, &calls, &stand, &stand.print), -EINVAL);
	assert_null(stand.print);
	refused = 0;
	kiosk_fixture_done(&stand.kiosk);
}

static void test_a_list_waits_for_the_slips_and_is_printed_once(void **state)
{
	struct stand *stand = *state;
	int before = plugged->n_jobs, width, dpi;

	assert_int_equal(kiosk_print_paper(stand->print, &width, &dpi), 0);
	assert_int_equal(width, WIDTH);
	kiosk_print_listed(stand->print);
	add(stand, 1, false);
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), 0);
	add(stand, 2, false);
	assert_int_equal(plugged->job, 1);
	end(PRINT_PRINTED, "");
	assert_int_equal(plugged->job, 2);
	end(PRINT_PRINTED, "");
	assert_true(plugged->job > 2);
	add(stand, 3, false); /* waits for it */
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), -EBUSY);
	assert_int_equal(stand->n_lists, 0);
	end(PRINT_PRINTED, "");
	assert_int_equal(stand->n_lists, 1);
	assert_int_equal(stand->n_out, 1);
	assert_int_equal(plugged->job, 3);
	end(PRINT_PRINTED, "");
	assert_int_equal(plugged->job, 0);
	assert_int_equal(plugged->n_jobs, before + 4);
	/* Nothing of it is reported to the hub. */
	assert_report(stand, 1, SPOOL_PRINTED);
	assert_report(stand, 2, SPOOL_PRINTED);
	assert_report(stand, 3, SPOOL_PRINTED);
	assert_null(kiosk_print_next_report(stand->print));
}

static void test_a_list_is_not_lost_silently(void **state)
{
	struct stand *stand = *state;

	/* The printer gets no paper while it waits: it is told of, and does not come later. */
	kiosk_print_listed(stand->print);
	add(stand, 1, false);
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), 0);
	set_status(true, true);
	assert_int_equal(stand->n_lists, 1);
	assert_int_equal(stand->n_out, 0);
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), -EBUSY);
	end(PRINT_PRINTED, "");
	set_status(true, false);
	assert_int_equal(plugged->job, 0);
	/* It fails under way. */
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), 0);
	end(PRINT_FAILED, "paper_out");
	assert_int_equal(stand->n_lists, 2);
	assert_int_equal(stand->n_out, 0);
	/* Nobody waits for it any more: before its turn, and at the printer. */
	add(stand, 2, false);
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), 0);
	kiosk_print_drop_list(stand->print);
	end(PRINT_PRINTED, "");
	assert_int_equal(plugged->job, 0);
	assert_int_equal(kiosk_print_list(stand->print, bitmap_new(WIDTH, 8)), 0);
	kiosk_print_drop_list(stand->print);
	end(PRINT_PRINTED, "");
	assert_int_equal(stand->n_lists, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_slip_from_the_press_to_the_report),
		TEST(test_a_slip_says_what_is_free_online_now),
		TEST(test_what_each_end_is_called),
		TEST(test_one_at_a_time_and_fresh_ones_first),
		TEST(test_who_stands_there_does_not_wait_for_a_printer_without_paper),
		TEST(test_before_the_hubs_list_nothing_is_printed),
		TEST(test_what_never_began_is_printed_later),
		TEST(test_a_late_slip_that_is_not_needed),
		TEST(test_own_tickets),
		TEST(test_a_ticket_that_is_gone_gets_no_slip),
		TEST(test_a_list_waits_for_the_slips_and_is_printed_once),
		TEST(test_a_list_is_not_lost_silently),
		cmocka_unit_test(test_without_a_printer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
