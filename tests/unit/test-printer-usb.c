/* SPDX-License-Identifier: Apache-2.0 */
/* The USB link on a fake bus: which printer it takes, and where each byte goes. */
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/printer-link.h"
#include "fake-usb.h"

enum { DEADLINE_MS = 20000, PACKET = 64, SLIP = 20000 };

struct fixture {
	sd_event *event;
	struct printer_models *models;
	void *link;
	int ups, downs;
	size_t sent;
	bool sent_after_down;
	uint8_t said[64];
	size_t n_said;
	int ports;
	int absents;
	bool paper_out;
	const char *writes_when_sent; /* from within the call */
	bool resets_when_sent;
	uint8_t slip[SLIP];
};

static void on_up(void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->ups++;
	fixture->sent = 0;
}

static void on_down(void *userdata)
{
	((struct fixture *)userdata)->downs++;
}

static void on_sent(size_t size, void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->sent += size;
	fixture->sent_after_down |= fixture->downs >= fixture->ups;
	if (fixture->writes_when_sent) {
		(void)printer_link_usb.write(fixture->link, fixture->writes_when_sent, 1);
		fixture->writes_when_sent = NULL;
	}
	if (fixture->resets_when_sent) {
		fixture->resets_when_sent = false;
		printer_link_usb.reset(fixture->link);
	}
}

static void on_bytes(const uint8_t *bytes, size_t size, void *userdata)
{
	struct fixture *fixture = userdata;

	assert_true(fixture->n_said + size <= sizeof(fixture->said));
	memcpy(fixture->said + fixture->n_said, bytes, size);
	fixture->n_said += size;
}

static void on_port(bool paper_out, bool error, void *userdata)
{
	struct fixture *fixture = userdata;

	assert_false(error);
	fixture->ports++;
	fixture->paper_out = paper_out;
}

static void on_absent(void *userdata)
{
	((struct fixture *)userdata)->absents++;
}

static int set_up(void **state)
{
	_cleanup_free_ char *folder = text_printf("%s/drivers/printers", TEST_ROOT);
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	*state = fixture;
	fake_usb_reset();
	assert_true(sd_event_new(&fixture->event) >= 0);
	assert_int_equal(printer_models_load(folder, &fixture->models, NULL), 0);
	for (size_t i = 0; i < SLIP; i++) {
		fixture->slip[i] = (uint8_t)(i * 31 + i / 251);
	}
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	printer_link_usb.close(fixture->link);
	printer_models_free(fixture->models);
	sd_event_unref(fixture->event);
	free(fixture);
	return 0;
}

static void open_link(struct fixture *fixture, const char *path, const char *model)
{
	static const struct printer_link_calls calls = {
		on_up, on_down, on_sent, NULL, on_bytes, on_port, on_absent};
	struct printer_settings settings = {.driver = "usb"};

	text_copy_cut(settings.path, sizeof(settings.path), path);
	text_copy_cut(settings.model, sizeof(settings.model), model);
	assert_int_equal(printer_link_usb.open(fixture->event, &settings, fixture->models, &calls,
				 fixture, &fixture->link),
		0);
}

#define run_until(fixture, condition) \
	do { \
		int64_t end_ = clock_mono_ms() + DEADLINE_MS; \
		while (!(condition)) { \
			assert_true(clock_mono_ms() < end_); \
			assert_true(sd_event_run((fixture)->event, 50000) >= 0); \
		} \
	} while (0)

static void start(struct fixture *fixture)
{
	fake_usb_plug(0);
	open_link(fixture, "", "");
	run_until(fixture, fixture->ups == 1);
}

static void write_slip(struct fixture *fixture)
{
	assert_int_equal(printer_link_usb.write(fixture->link, fixture->slip, SLIP), 0);
}

static struct printer_about about(struct fixture *fixture)
{
	struct printer_about about = {0};

	printer_link_usb.about(fixture->link, &about);
	return about;
}

/* ---- which printer ---- */

static void a_printer_is_found_by_its_interface(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	assert_int_equal(fake_usb.devices[0].opens, 1);
	assert_int_equal(fake_usb.devices[0].claims, 1);
	assert_int_equal(fake_usb.devices[0].alternate, -1);
	assert_true(fake_usb.devices[0].listened_to);
	assert_string_equal(about(fixture).name, "Model 1");
	assert_string_equal(about(fixture).maker, "Maker");
	assert_string_equal(about(fixture).place, "9-1");
	assert_string_equal(about(fixture).model, "generic");
	assert_string_equal(about(fixture).absent, "");
}

static void what_is_no_printer_is_left_alone(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].class = LIBUSB_CLASS_HID;
	fake_usb.devices[1].class = LIBUSB_CLASS_VENDOR_SPEC;
	fake_usb_plug(0);
	fake_usb_plug(1);
	open_link(fixture, "", "");
	run_until(fixture, strcmp(about(fixture).absent, "not_found") == 0);
	assert_int_equal(fake_usb.devices[0].opens + fake_usb.devices[1].opens, 0);
	fake_usb_plug(2);
	run_until(fixture, fixture->ups == 1);
	assert_string_equal(about(fixture).place, "9-3");
}

static void a_known_one_that_hides_its_class_is_found(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].class = LIBUSB_CLASS_VENDOR_SPEC;
	fake_usb.devices[0].vendor = 0x04b8;
	fake_usb.devices[0].product = 0x0202;
	start(fixture);
	assert_string_equal(about(fixture).model, "epson-vendor-class");
}

static void the_board_file_chooses_among_several(void **state)
{
	struct fixture *fixture = *state;

	fake_usb_plug(0);
	fake_usb_plug(1);
	fake_usb_plug(2);
	open_link(fixture, "9-2", "");
	run_until(fixture, fixture->ups == 1);
	assert_int_equal(fake_usb.devices[1].opens, 1);
	assert_int_equal(fake_usb.devices[0].opens + fake_usb.devices[2].opens, 0);
}

static void without_a_choice_the_first_port_is_taken(void **state)
{
	struct fixture *fixture = *state;

	fake_usb_plug(2);
	fake_usb_plug(1);
	open_link(fixture, "", "");
	run_until(fixture, fixture->ups == 1);
	assert_int_equal(fake_usb.devices[1].opens, 1);
}

static void the_setting_that_answers_is_set(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].alternates = 1;
	start(fixture);
	assert_int_equal(fake_usb.devices[0].alternate, 1);
}

static void one_that_speaks_another_language_is_not_used_unless_it_is_named(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].vendor = 0x0519;
	fake_usb_plug(0);
	open_link(fixture, "", "");
	run_until(fixture, strcmp(about(fixture).absent, "other_language") == 0);
	assert_int_equal(fake_usb.devices[0].opens, 0);
	printer_link_usb.close(fixture->link);
	open_link(fixture, "", "generic");
	run_until(fixture, fixture->ups == 1);
}

static void why_there_is_none_is_known(void **state)
{
	static const struct {
		int open_error, claim_error;
		const char *absent;
	} cases[] = {
		{LIBUSB_ERROR_ACCESS, 0, "no_permission"},
		{0, LIBUSB_ERROR_BUSY, "busy"},
		{LIBUSB_ERROR_NO_DEVICE, 0, "not_found"},
		{LIBUSB_ERROR_IO, 0, "failed"},
	};
	struct fixture *fixture = *state;

	fake_usb_plug(0);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		fake_usb.devices[0].open_error = cases[i].open_error;
		fake_usb.devices[0].claim_error = cases[i].claim_error;
		open_link(fixture, "", "");
		run_until(fixture, strcmp(about(fixture).absent, cases[i].absent) == 0);
		printer_link_usb.close(TAKE_PTR(fixture->link));
	}
	fake_usb.absent = true;
	open_link(fixture, "", "");
	run_until(fixture, strcmp(about(fixture).absent, "no_usb") == 0);
	assert_int_equal(fixture->ups, 0);
	assert_int_equal(fixture->absents, ELEMENTS(cases) + 1); /* each is told once */
}

static void one_without_an_id_prints_all_the_same(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].no_id = true;
	start(fixture);
	assert_string_equal(about(fixture).name, "ESC/POS printer");
}

/* ---- bytes ---- */

static void every_byte_leaves_once_and_in_order(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	write_slip(fixture);
	fixture->writes_when_sent = "!";
	run_until(fixture, fixture->sent == SLIP + 1);
	assert_int_equal(fake_usb.devices[0].n_received, SLIP + 1);
	assert_memory_equal(fake_usb.devices[0].received, fixture->slip, SLIP);
	assert_int_equal(fake_usb.devices[0].received[SLIP], '!');
	/* Whether any of it has left is known from the first packet. */
	assert_int_equal(fake_usb.devices[0].first_size, PACKET);
}

static void what_is_sent_ends_with_a_packet_that_is_not_full(void **state)
{
	static const size_t sizes[] = {1, PACKET, 2 * PACKET, 64 * PACKET, 8192 + PACKET, 12345};
	struct fixture *fixture = *state;

	start(fixture);
	for (size_t i = 0; i < ELEMENTS(sizes); i++) {
		fixture->sent = 0;
		fake_usb.devices[0].n_received = 0;
		(void)printer_link_usb.write(fixture->link, fixture->slip, sizes[i]);
		run_until(fixture, fixture->sent == sizes[i]);
		assert_true(fake_usb.devices[0].last_size % PACKET != 0);
		assert_int_equal(fake_usb.devices[0].n_received, sizes[i]);
		assert_memory_equal(fake_usb.devices[0].received, fixture->slip, sizes[i]);
	}
}

static void what_a_stall_cut_short_goes_on_where_it_stopped(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fake_usb.devices[0].stalls_at = 5000;
	fixture->writes_when_sent = "!";
	write_slip(fixture);
	run_until(fixture, fixture->sent == SLIP + 1);
	assert_int_equal(fake_usb.devices[0].halts_cleared, 1);
	assert_int_equal(fake_usb.devices[0].n_received, SLIP + 1);
	assert_memory_equal(fake_usb.devices[0].received, fixture->slip, SLIP);
	assert_int_equal(fixture->downs, 0);
}

static void a_printer_that_stops_reading_is_told_apart_byte_by_byte(void **state)
{
	struct fixture *fixture = *state;
	size_t dropped;

	start(fixture);
	fake_usb.devices[0].takes = 10;
	write_slip(fixture);
	assert_int_equal(fake_usb.devices[0].n_received, 0); /* not even a packet */
	fake_usb_take(0, 3000);
	run_until(fixture, fixture->sent == PACKET);
	dropped = printer_link_usb.drop(fixture->link);
	assert_int_equal(dropped, SLIP - PACKET - 8192);
	assert_int_equal(printer_link_usb.drop(fixture->link), 0);
	fake_usb_take(0, SIZE_MAX);
	run_until(fixture, fixture->sent == SLIP - dropped);
	assert_int_equal(fake_usb.devices[0].n_received, SLIP - dropped);
	assert_memory_equal(fake_usb.devices[0].received, fixture->slip, SLIP - dropped);
}

static void what_it_says_is_heard_at_any_time(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fake_usb_say(0, "\x12", 1);
	run_until(fixture, fixture->n_said == 1 && fake_usb.devices[0].listened_to);
	fake_usb_say(0, "", 0); /* nothing to say: it is not asked in a tight loop */
	run_until(fixture, fake_usb.devices[0].listened_to);
	fake_usb_fail_in(0, LIBUSB_TRANSFER_STALL);
	run_until(fixture, fake_usb.devices[0].listened_to);
	assert_int_equal(fake_usb.devices[0].halts_cleared, 1);
	fake_usb_say(0, "\x10\x00\x00\x00", 4);
	run_until(fixture, fixture->n_said == 5);
	assert_memory_equal(fixture->said, "\x12\x10\x00\x00\x00", 5);
	assert_int_equal(fixture->downs, 0);
}

/* ---- coming and going ---- */

static void a_pulled_cable_tells_what_had_left_and_then_that_it_is_gone(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fake_usb.devices[0].takes = 3000;
	write_slip(fixture);
	run_until(fixture, fixture->sent == PACKET);
	fake_usb_unplug(0);
	run_until(fixture, fixture->downs == 1);
	assert_int_equal(fixture->sent, fake_usb.devices[0].n_received);
	assert_false(fixture->sent_after_down);
	assert_int_equal(printer_link_usb.write(fixture->link, "x", 1), 0);
	fake_usb.devices[0].takes = SIZE_MAX;
	fake_usb.devices[0].n_received = 0;
	fake_usb_plug(0);
	run_until(fixture, fixture->ups == 2);
	assert_int_equal(fake_usb.devices[0].n_received, 0); /* the rest of the slip is gone */
	assert_int_equal(fake_usb.devices[0].claims, 2); /* usblp is put out again */
}

/* Pulls and plugs at every instant of a slip's way, that is after any number of the loop's turns;
 * the sanitizers and the fake bus see what is used after its end. */
static void a_cable_may_be_pulled_at_any_instant(void **state)
{
	enum { TURNS = 40 };
	struct fixture *fixture = *state;

	start(fixture);
	for (int turns = 0; turns < TURNS; turns++) {
		int ups = fixture->ups, downs = fixture->downs;

		fake_usb.devices[0].n_received = 0;
		fake_usb.devices[0].takes = turns % 2 ? SIZE_MAX : (size_t)turns * 500;
		write_slip(fixture);
		for (int i = 0; i < turns / 4; i++) {
			assert_true(sd_event_run(fixture->event, 0) >= 0);
		}
		fake_usb_unplug(0);
		if (turns % 4 < 3) {
			run_until(fixture, fixture->downs == downs + 1);
			assert_false(fixture->sent_after_down);
		}
		fake_usb_plug(0);
		run_until(fixture, fixture->ups == ups + 1);
		assert_int_equal(fixture->downs, downs + 1);
	}
	fake_usb.devices[0].n_received = 0;
	fake_usb_take(0, SIZE_MAX);
	write_slip(fixture);
	run_until(fixture, fixture->sent == SLIP);
	assert_memory_equal(fake_usb.devices[0].received, fixture->slip, SLIP);
}

static void a_replug_that_nobody_tells_of_is_found_by_looking(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.deaf = true;
	start(fixture);
	fake_usb_unplug(0);
	run_until(fixture, fixture->downs == 1);
	run_until(fixture, strcmp(about(fixture).absent, "not_found") == 0);
	fake_usb_plug(0);
	run_until(fixture, fixture->ups == 2);
	assert_true(fake_usb.contexts > 1);
}

static void babble_makes_the_link_anew(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fake_usb_fail_in(0, LIBUSB_TRANSFER_OVERFLOW);
	run_until(fixture, fixture->ups == 2);
	assert_int_equal(fixture->downs, 1);
	assert_int_equal(fake_usb.devices[0].opens, 2);
}

static void a_reset_tells_the_printer_to_forget_and_comes_back_by_itself(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fake_usb.devices[0].refuses_forget = true;
	fake_usb.devices[0].takes = 3000;
	write_slip(fixture);
	run_until(fixture, fixture->sent == PACKET);
	printer_link_usb.reset(fixture->link);
	assert_int_equal(printer_link_usb.write(fixture->link, "x", 1), 0);
	run_until(fixture, fixture->ups == 2);
	assert_int_equal(fixture->downs, 0);
	assert_int_equal(fake_usb.devices[0].n_forgot, 2);
	assert_memory_equal(fake_usb.devices[0].forgot_by, "\x21\x23", 2);
	fake_usb.devices[0].n_received = 0;
	fake_usb_take(0, SIZE_MAX);
	(void)printer_link_usb.write(fixture->link, "new", 3);
	run_until(fixture, fixture->sent == 3);
	assert_memory_equal(fake_usb.devices[0].received, "new", 3);
}

static void a_reset_of_a_printer_that_goes_ends_well(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fixture->resets_when_sent = true;
	write_slip(fixture);
	fake_usb_unplug(0);
	run_until(fixture, strcmp(about(fixture).absent, "not_found") == 0);
	assert_int_equal(fixture->downs, 0); /* a reset takes it away without a word */
	fake_usb_plug(0);
	run_until(fixture, fixture->ups == 2);
}

/* ---- calls that wait ---- */

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)usec;
	++*(int *)userdata;
	(void)sd_event_source_set_time_relative(source, 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

/* While a call waits the loop goes on, as does whatever else lives in it. */
static void loop_goes_on_while_held(struct fixture *fixture)
{
	sd_event_source *ticker = NULL;
	int ticks = 0;

	run_until(fixture, fake_usb_holds());
	assert_true(sd_event_add_time_relative(fixture->event, &ticker, CLOCK_MONOTONIC, 0, 1000,
			    on_tick, &ticks) >= 0);
	run_until(fixture, ticks >= 20);
	assert_true(fake_usb_holds());
	sd_event_source_disable_unref(ticker);
}

static void no_call_that_waits_holds_the_loop_up(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].alternates = 1;
	for (enum fake_usb_call call = FAKE_USB_INIT; call < FAKE_USB_CALLS; call++) {
		bool late = call >= FAKE_USB_CLEAR_HALT;

		fixture->ups = 0;
		fixture->downs = 0;
		fake_usb.devices[0].n_received = 0;
		if (!late) {
			fake_usb_hold(call);
			fake_usb_plug(0);
			open_link(fixture, "", "");
			loop_goes_on_while_held(fixture);
			assert_int_equal(fixture->ups, 0);
			fake_usb_let_go();
			run_until(fixture, fixture->ups == 1);
		} else {
			start(fixture);
			fake_usb_hold(call);
			if (call == FAKE_USB_CLEAR_HALT) {
				fake_usb.devices[0].stalls_at = 5000;
				write_slip(fixture);
			} else {
				fake_usb_unplug(0);
			}
			loop_goes_on_while_held(fixture);
			if (call == FAKE_USB_CLEAR_HALT) {
				/* What is written meanwhile follows. */
				(void)printer_link_usb.write(fixture->link, "!", 1);
				fake_usb_let_go();
				run_until(fixture, fixture->sent == SLIP + 1);
				assert_memory_equal(
					fake_usb.devices[0].received, fixture->slip, SLIP);
			} else {
				assert_int_equal(fixture->downs, 1); /* told at once */
				fake_usb_plug(0);
				fake_usb_let_go();
				run_until(fixture, fixture->ups == 2);
			}
		}
		assert_int_equal(fake_usb.waited_on_loop, 0);
		printer_link_usb.close(TAKE_PTR(fixture->link));
		fake_usb.waited_on_loop = 0; /* closing for good may wait */
		fake_usb_unplug(0);
	}
}

static void a_printer_may_go_while_it_is_opened(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].alternates = 1;
	for (enum fake_usb_call call = FAKE_USB_LIST; call <= FAKE_USB_SET; call++) {
		fixture->ups = 0;
		fake_usb_hold(call);
		fake_usb_plug(0);
		open_link(fixture, "", "");
		run_until(fixture, fake_usb_holds());
		fake_usb_unplug(0);
		fake_usb_let_go();
		run_until(fixture, strcmp(about(fixture).absent, "not_found") == 0);
		assert_int_equal(fixture->ups, 0);
		fake_usb_plug(0);
		run_until(fixture, fixture->ups == 1);
		printer_link_usb.close(TAKE_PTR(fixture->link));
		fake_usb_unplug(0);
	}
}

static void a_reset_while_a_halt_is_cleared_makes_the_link_anew(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	fake_usb_hold(FAKE_USB_CLEAR_HALT);
	fake_usb.devices[0].stalls_at = 5000;
	write_slip(fixture);
	run_until(fixture, fake_usb_holds());
	printer_link_usb.reset(fixture->link);
	fake_usb_let_go();
	run_until(fixture, fixture->ups == 2);
	assert_int_equal(fixture->downs, 0);
	assert_int_equal(fake_usb.devices[0].n_forgot, 1);
	fake_usb.devices[0].n_received = 0;
	write_slip(fixture);
	run_until(fixture, fixture->sent == SLIP);
	assert_memory_equal(fake_usb.devices[0].received, fixture->slip, SLIP);
}

static void *let_go_soon(void *unused)
{
	while (!fake_usb_holds()) {
		(void)sched_yield();
	}
	fake_usb_let_go();
	return unused;
}

/* Whatever call is under way: it is waited for, and what it opened is closed. */
static void the_link_may_be_closed_while_a_call_waits(void **state)
{
	struct fixture *fixture = *state;

	fake_usb.devices[0].alternates = 1;
	for (enum fake_usb_call call = FAKE_USB_INIT; call < FAKE_USB_CALLS; call++) {
		pthread_t thread;

		fixture->ups = 0;
		if (call >= FAKE_USB_CLEAR_HALT) {
			start(fixture);
		}
		fake_usb_hold(call);
		if (call == FAKE_USB_CLEAR_HALT) {
			fake_usb.devices[0].stalls_at = 5000;
			fake_usb.devices[0].n_received = 0;
			write_slip(fixture);
		} else if (call > FAKE_USB_CLEAR_HALT) {
			fake_usb_unplug(0);
		} else {
			fake_usb_plug(0);
			open_link(fixture, "", "");
		}
		run_until(fixture, fake_usb_holds());
		assert_int_equal(pthread_create(&thread, NULL, let_go_soon, NULL), 0);
		printer_link_usb.close(TAKE_PTR(fixture->link));
		assert_int_equal(pthread_join(thread, NULL), 0);
		fake_usb_unplug(0);
	}
}

/* ---- the port ---- */

static void the_port_is_believed_when_it_has_been_well_once(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	run_until(fixture, fixture->ports == 1);
	assert_false(fixture->paper_out);
	fake_usb.devices[0].port_status = 0x38;
	run_until(fixture, fixture->ports == 2);
	assert_true(fixture->paper_out);
}

static void the_port_is_silent_when_the_printer_speaks(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	run_until(fixture, fixture->ports == 1);
	fake_usb_say(0, "\x12", 1);
	run_until(fixture, fixture->n_said == 1);
	fake_usb.devices[0].port_status = 0x38;
	fake_usb_unplug(0);
	run_until(fixture, fixture->downs == 1);
	assert_int_equal(fixture->ports, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_printer_is_found_by_its_interface),
		TEST(what_is_no_printer_is_left_alone),
		TEST(a_known_one_that_hides_its_class_is_found),
		TEST(the_board_file_chooses_among_several),
		TEST(without_a_choice_the_first_port_is_taken),
		TEST(the_setting_that_answers_is_set),
		TEST(one_that_speaks_another_language_is_not_used_unless_it_is_named),
		TEST(why_there_is_none_is_known),
		TEST(one_without_an_id_prints_all_the_same),
		TEST(every_byte_leaves_once_and_in_order),
		TEST(what_is_sent_ends_with_a_packet_that_is_not_full),
		TEST(what_a_stall_cut_short_goes_on_where_it_stopped),
		TEST(a_printer_that_stops_reading_is_told_apart_byte_by_byte),
		TEST(what_it_says_is_heard_at_any_time),
		TEST(a_pulled_cable_tells_what_had_left_and_then_that_it_is_gone),
		TEST(a_cable_may_be_pulled_at_any_instant),
		TEST(a_replug_that_nobody_tells_of_is_found_by_looking),
		TEST(babble_makes_the_link_anew),
		TEST(a_reset_tells_the_printer_to_forget_and_comes_back_by_itself),
		TEST(a_reset_of_a_printer_that_goes_ends_well),
		TEST(no_call_that_waits_holds_the_loop_up),
		TEST(a_printer_may_go_while_it_is_opened),
		TEST(a_reset_while_a_halt_is_cleared_makes_the_link_anew),
		TEST(the_link_may_be_closed_while_a_call_waits),
		TEST(the_port_is_believed_when_it_has_been_well_once),
		TEST(the_port_is_silent_when_the_printer_speaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
