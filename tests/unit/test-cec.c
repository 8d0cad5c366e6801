/* SPDX-License-Identifier: Apache-2.0 */
/* What is said to a television, before a kernel that the test plays. */
#include "check.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/cec.h"

enum { DEADLINE_MS = 10000, WAIT_MS = 20, CARD = 1, CONNECTOR = 77, HEARD_MAX = 16 };

static struct {
	int devices; /* how many /dev/cecN there are */
	uint32_t connector[2]; /* of each; 0 it does not say */
	int opened, fd; /* which one is asked now */
	bool asked; /* for a logical address … */
	bool addressed; /* … which it has … */
	bool addresses; /* … or takes when asked */
	bool asleep; /* acknowledges nothing */
	struct cec_msg heard[HEARD_MAX];
	int n_heard;
	uint8_t to_tell; /* the status of the last message; 0: nothing is to be told */
	int changes;
} tv;

static int fake_open(int number)
{
	if (number >= tv.devices) {
		return -ENOENT;
	}
	tv.opened = number;
	tv.fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	return tv.fd;
}

static void wake(void)
{
	assert_int_equal(eventfd_write(tv.fd, 1), 0);
}

static int transmit(struct cec_msg *message)
{
	assert_in_range(tv.n_heard, 0, HEARD_MAX - 1);
	tv.heard[tv.n_heard++] = *message;
	message->sequence = (uint32_t)tv.n_heard;
	tv.to_tell = tv.asleep ? CEC_TX_STATUS_NACK | CEC_TX_STATUS_MAX_RETRIES : CEC_TX_STATUS_OK;
	wake();
	return 0;
}

static int receive(struct cec_msg *message)
{
	eventfd_t count;

	(void)eventfd_read(tv.fd, &count);
	if (!tv.to_tell) {
		return -EAGAIN;
	}
	*message = (struct cec_msg){.sequence = (uint32_t)tv.n_heard, .tx_status = tv.to_tell};
	tv.to_tell = 0;
	return 0;
}

static int fake_ioctl(int fd, unsigned long request, void *data)
{
	struct cec_connector_info *info = data;
	struct cec_log_addrs *addresses = data;

	(void)fd;
	if (request == CEC_ADAP_G_CONNECTOR_INFO) {
		info->type = tv.connector[tv.opened] ? CEC_CONNECTOR_TYPE_DRM : 0;
		info->drm.card_no = CARD;
		info->drm.connector_id = tv.connector[tv.opened];
	} else if (request == CEC_ADAP_G_LOG_ADDRS) {
		addresses->num_log_addrs = tv.asked;
		addresses->log_addr_mask = tv.addressed ? 1 << 4 : 0;
		addresses->log_addr[0] = 4;
	} else if (request == CEC_ADAP_S_LOG_ADDRS) {
		assert_int_equal(addresses->log_addr_type[0], CEC_LOG_ADDR_TYPE_PLAYBACK);
		tv.asked = true;
		tv.addressed = tv.addresses;
		wake();
	} else if (request == CEC_ADAP_G_PHYS_ADDR) {
		*(uint16_t *)data = 0x2100;
	} else if (request == CEC_TRANSMIT) {
		return transmit(data);
	} else if (request == CEC_RECEIVE) {
		return receive(data);
	} else {
		return -EAGAIN; /* CEC_DQEVENT */
	}
	return 0;
}

static const struct cec_kernel kernel = {fake_open, fake_ioctl, WAIT_MS};

struct fixture {
	sd_event *event;
	struct cec *cec;
};

static void on_changed(void *userdata)
{
	(void)userdata;
	tv.changes++;
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	memset(&tv, 0, sizeof(tv));
	tv.devices = 1;
	tv.addresses = true;
	tv.connector[0] = CONNECTOR;
	assert_int_equal(sd_event_new(&f->event), 0);
	assert_int_equal(cec_new(f->event, &kernel, on_changed, f, &f->cec), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	cec_free(f->cec);
	sd_event_unref(f->event);
	free(f);
	return 0;
}

/* Until it has heard so much, and the note has changed so often. */
static void run(struct fixture *f, int heard, int changes)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (tv.n_heard < heard || tv.changes < changes) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(f->event, 10000) >= 0);
	}
	while (sd_event_run(f->event, 0) > 0) {
	}
}

static void test_the_messages(void **state)
{
	struct cec_msg message;

	(void)state;
	assert_true(cec_message(false, 0, 4, 0x1000, &message));
	assert_int_equal(message.len, 2);
	assert_memory_equal(message.msg, "\x40\x36", 2);
	assert_false(cec_message(false, 1, 4, 0x1000, &message));
	assert_true(cec_message(true, 0, 4, 0x1000, &message));
	assert_memory_equal(message.msg, "\x40\x04", 2);
	assert_true(cec_message(true, 1, 4, 0x1234, &message));
	assert_int_equal(message.len, 4);
	assert_memory_equal(message.msg, "\x4f\x82\x12\x34", 4);
	assert_false(cec_message(true, 2, 4, 0x1000, &message));
	/* Without an address nobody can be shown. */
	assert_false(cec_message(true, 1, 4, 0xffff, &message));
	assert_true(cec_message(true, 0, 15, 0xffff, &message));
	assert_memory_equal(message.msg, "\xf0\x04", 2);
	assert_false(cec_message(true, 1, 15, 0x1000, &message));
}

static void test_an_address_is_taken_and_both_messages_are_sent(void **state)
{
	struct fixture *f = *state;

	cec_say(f->cec, true, CARD, CONNECTOR);
	run(f, 2, 0);
	assert_int_equal(tv.n_heard, 2);
	assert_memory_equal(tv.heard[0].msg, "\x40\x04", 2);
	assert_memory_equal(tv.heard[1].msg, "\x4f\x82\x21\x00", 4);
	assert_string_equal(cec_note(f->cec), "");
	cec_say(f->cec, false, CARD, CONNECTOR);
	run(f, 3, 0);
	assert_int_equal(tv.n_heard, 3);
	assert_memory_equal(tv.heard[2].msg, "\x40\x36", 2);
	assert_int_equal(tv.changes, 0);
}

static void test_a_television_that_hears_nothing_is_noted_once(void **state)
{
	struct fixture *f = *state;

	tv.asleep = true;
	cec_say(f->cec, true, CARD, CONNECTOR);
	run(f, 0, 1);
	assert_int_equal(tv.n_heard, 3);
	assert_non_null(strstr(cec_note(f->cec), "CEC is not heard"));
	tv.asleep = false;
	cec_say(f->cec, false, CARD, CONNECTOR);
	run(f, 4, 2);
	assert_string_equal(cec_note(f->cec), "");
}

/* A machine that was slow for longer than an answer may take has not lost the answer. */
static void test_an_answer_that_is_there_is_heard_before_the_time_is_over(void **state)
{
	struct fixture *f = *state;
	int64_t begun_ms;

	cec_say(f->cec, true, CARD, CONNECTOR);
	while (tv.n_heard < 2) {
		begun_ms = clock_mono_ms();
		assert_true(sd_event_run(f->event, 10000) >= 0);
		while (tv.asked && clock_mono_ms() <= begun_ms + 2 * WAIT_MS) {
		}
	}
	run(f, 2, 0);
	assert_int_equal(tv.n_heard, 2);
	assert_memory_equal(tv.heard[0].msg, "\x40\x04", 2);
	assert_memory_equal(tv.heard[1].msg, "\x4f\x82\x21\x00", 4);
}

/* The cable of a television that sleeps may carry no address. */
static void test_without_an_address_it_is_woken_all_the_same(void **state)
{
	struct fixture *f = *state;

	tv.addresses = false;
	cec_say(f->cec, true, CARD, CONNECTOR);
	run(f, 1, 0);
	assert_memory_equal(tv.heard[0].msg, "\xf0\x04", 2);
	assert_string_equal(cec_note(f->cec), "");
}

static void test_the_device_of_another_socket_is_left_alone(void **state)
{
	struct fixture *f = *state;

	tv.connector[0] = CONNECTOR + 1;
	cec_say(f->cec, false, CARD, CONNECTOR);
	run(f, 0, 1);
	assert_int_equal(tv.n_heard, 0);
	assert_non_null(strstr(cec_note(f->cec), "no CEC device"));
	tv.devices = 2;
	tv.connector[1] = CONNECTOR;
	cec_say(f->cec, false, CARD, CONNECTOR);
	run(f, 1, 2);
	assert_int_equal(tv.opened, 1);
	tv.connector[1] = 0; /* a USB device does not know where it is */
	cec_say(f->cec, false, CARD, CONNECTOR);
	run(f, 2, 2);
	assert_int_equal(tv.opened, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_messages),
		cmocka_unit_test_setup_teardown(
			test_an_address_is_taken_and_both_messages_are_sent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_television_that_hears_nothing_is_noted_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_an_answer_that_is_there_is_heard_before_the_time_is_over, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_without_an_address_it_is_woken_all_the_same, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_the_device_of_another_socket_is_left_alone, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
