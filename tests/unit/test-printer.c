/* SPDX-License-Identifier: Apache-2.0 */
/* The whole driver against a printer written from the manuals alone, over a real socket. */
#include "check.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/clock.h"
#include "base/text.h"
#include "boards/sim/escpos-reader.h"
#include "drivers/printer.h"

enum { WIDTH = 576, BLADE = 120, HEIGHT = 480, BUFFER = 16 * 1024, DEADLINE_MS = 20000 };

struct fixture {
	sd_event *event;
	char folder[32];
	char path[64];
	struct printer *printer;
	/* The device. */
	int listener;
	int cable;
	sd_event_source *listener_source, *cable_source;
	struct escpos_reader *reader;
	bool mute;
	bool plain; /* it keeps what it has when the port is opened, and knows no order to forget */
	int dots_left; /* how far the paper may still move */
	int slips;
	struct bitmap *slip; /* the last one */
	size_t text_bytes;
	int most_tops; /* of slips, on one piece of paper */
	/* What the owner was told. */
	int statuses;
	struct printer_status status;
	int done;
	uint64_t job;
	enum print_result result;
	char cause[32];
	int first_bytes;
	bool inside; /* a call to the driver is under way */
};

static struct bitmap *picture(void)
{
	struct bitmap *bitmap = bitmap_new(WIDTH, HEIGHT);

	/* Many dots that a real-time command could hide in, and a pattern that shows shifts. */
	for (int y = 0; y < HEIGHT; y++) {
		for (size_t x = 0; x < bitmap->stride; x++) {
			bitmap->bits[(size_t)y * bitmap->stride + x] =
				(uint8_t)(x == (size_t)(y % 72) ? 0xFF : (x * 7 + (size_t)y) % 29);
		}
	}
	return bitmap;
}

/* How many slips begin on a piece of paper. */
static int count_tops(const struct bitmap *paper)
{
	struct bitmap *bitmap = picture();
	int tops = 0;

	for (int y = 0; y < paper->height_dots; y++) {
		int wrong = 0;

		for (size_t x = 0; x < paper->stride; x++) {
			wrong += __builtin_popcount(
				paper->bits[(size_t)y * paper->stride + x] ^ bitmap->bits[x]);
		}
		tops += wrong < 4;
	}
	bitmap_free(bitmap);
	return tops;
}

/* ---- the device ---- */

static void work(struct fixture *fixture)
{
	if (fixture->dots_left > 0) {
		fixture->dots_left -= escpos_reader_run(fixture->reader, fixture->dots_left);
	}
	if (fixture->cable_source) {
		(void)sd_event_source_set_io_events(fixture->cable_source,
			escpos_reader_room(fixture->reader) > 0 ? EPOLLIN : 0);
	}
}

static void on_device_answer(const uint8_t *bytes, size_t size, void *userdata)
{
	struct fixture *fixture = userdata;

	if (!fixture->mute && fixture->cable >= 0) {
		(void)send(fixture->cable, bytes, size, MSG_NOSIGNAL);
	}
}

static void on_device_slip(const struct paper_slip *slip, void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->slips++;
	fixture->most_tops = MAX_OF(fixture->most_tops, count_tops(slip->picture));
	fixture->text_bytes += slip->line_bytes;
	bitmap_free(fixture->slip);
	fixture->slip = bitmap_new(slip->picture->width_dots, slip->picture->height_dots);
	memcpy(fixture->slip->bits, slip->picture->bits,
		slip->picture->stride * (size_t)slip->picture->height_dots);
}

static void unplug(struct fixture *fixture)
{
	fixture->cable_source = sd_event_source_disable_unref(fixture->cable_source);
	closep(&fixture->cable);
	fixture->cable = -1;
}

static int on_device_bytes(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct fixture *fixture = userdata;
	uint8_t bytes[4096];
	ssize_t n = read(fd, bytes, MIN_OF(sizeof(bytes), escpos_reader_room(fixture->reader)));

	(void)source;
	(void)revents;
	if (n <= 0) {
		unplug(fixture);
		return 0;
	}
	escpos_reader_receive(fixture->reader, bytes, (size_t)n);
	work(fixture);
	return 0;
}

static int on_device_connect(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct fixture *fixture = userdata;

	(void)source;
	(void)revents;
	unplug(fixture);
	fixture->cable = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	assert_true(fixture->cable >= 0);
	if (!fixture->plain) {
		escpos_reader_reset(fixture->reader);
	}
	assert_true(sd_event_add_io(fixture->event, &fixture->cable_source, fixture->cable, EPOLLIN,
			    on_device_bytes, fixture) >= 0);
	return 0;
}

static void plug_in(struct fixture *fixture)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	assert_int_equal(text_copy(address.sun_path, sizeof(address.sun_path), fixture->path), 0);
	(void)unlink(fixture->path);
	fixture->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(fixture->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fixture->listener, 1), 0);
	assert_true(sd_event_add_io(fixture->event, &fixture->listener_source, fixture->listener,
			    EPOLLIN, on_device_connect, fixture) >= 0);
}

static void pull_out(struct fixture *fixture)
{
	fixture->listener_source = sd_event_source_disable_unref(fixture->listener_source);
	closep(&fixture->listener);
	fixture->listener = -1;
	(void)unlink(fixture->path);
	unplug(fixture);
}

static void set_paper(struct fixture *fixture, bool out)
{
	const struct escpos_sensors sensors = {.paper_out = out};

	if (!out) {
		escpos_reader_new_roll(fixture->reader);
	}
	escpos_reader_set_sensors(fixture->reader, &sensors);
	work(fixture);
}

/* ---- the owner ---- */

static void on_status(const struct printer_status *status, void *userdata)
{
	struct fixture *fixture = userdata;

	assert_false(fixture->inside);
	fixture->statuses++;
	fixture->status = *status;
}

static void on_done(uint64_t job, enum print_result result, const char *cause, void *userdata)
{
	struct fixture *fixture = userdata;

	assert_false(fixture->inside);
	fixture->done++;
	fixture->job = job;
	fixture->result = result;
	(void)text_copy(fixture->cause, sizeof(fixture->cause), cause);
}

static void on_first_byte(uint64_t job, int64_t mono_us, void *userdata)
{
	struct fixture *fixture = userdata;

	(void)job;
	assert_true(mono_us > 0);
	fixture->first_bytes++;
}

static void make_reader(struct fixture *fixture)
{
	const struct escpos_reader_settings reader = {WIDTH, BLADE, BUFFER, fixture->plain};
	const struct escpos_reader_calls calls = {on_device_answer, on_device_slip};

	escpos_reader_free(fixture->reader);
	fixture->reader = escpos_reader_new(&reader, &calls, fixture);
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	*state = fixture;
	(void)text_copy(fixture->folder, sizeof(fixture->folder), "/tmp/layso-printer-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/printer.sock", fixture->folder);
	assert_true(sd_event_new(&fixture->event) >= 0);
	fixture->listener = -1;
	fixture->cable = -1;
	fixture->dots_left = INT_MAX;
	make_reader(fixture);
	return 0;
}

static void open_printer(struct fixture *fixture)
{
	static const struct printer_calls calls = {on_status, on_done, on_first_byte};
	struct printer_settings settings = {
		.driver = "sim", .width_dots = WIDTH, .dpi = 203, .cut = true, .feed_dots = BLADE};

	text_copy_cut(settings.path, sizeof(settings.path), fixture->path);
	fixture->inside = true;
	assert_int_equal(
		printer_open(fixture->event, &settings, &calls, fixture, &fixture->printer), 0);
	fixture->inside = false;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	printer_close(fixture->printer);
	pull_out(fixture);
	escpos_reader_free(fixture->reader);
	bitmap_free(fixture->slip);
	(void)rmdir(fixture->folder);
	sd_event_unref(fixture->event);
	free(fixture);
	return 0;
}

#define run_until(fixture, condition) \
	do { \
		int64_t end_ = clock_mono_ms() + DEADLINE_MS; \
		while (!(condition)) { \
			assert_true(clock_mono_ms() < end_); \
			assert_true(sd_event_run((fixture)->event, 50000) >= 0); \
		} \
	} while (0)

static int print(struct fixture *fixture, uint64_t job)
{
	struct bitmap *bitmap = picture();
	int r;

	fixture->inside = true;
	r = printer_print(fixture->printer, job, bitmap);
	fixture->inside = false;
	bitmap_free(bitmap);
	return r;
}

static bool is_ready(struct fixture *fixture)
{
	return printer_status_ready(&fixture->status) && fixture->status.answers;
}

static void start(struct fixture *fixture)
{
	plug_in(fixture);
	open_printer(fixture);
	run_until(fixture, is_ready(fixture));
}

/* How many dots of the slip are not those of the picture. */
static int count_wrong_dots(const struct fixture *fixture)
{
	struct bitmap *bitmap = picture();
	size_t size = bitmap->stride * (size_t)HEIGHT;
	const uint8_t *dots = fixture->slip->bits;
	int wrong = 0;
	int top = 0; /* the paper between head and blade comes first */

	while (dots[(size_t)top * bitmap->stride] == 0) {
		top++;
		assert_true(top <= BLADE);
	}
	assert_true(fixture->slip->height_dots >= top + HEIGHT);
	for (size_t i = 0; i < size; i++) {
		wrong += __builtin_popcount(
			dots[(size_t)top * bitmap->stride + i] ^ bitmap->bits[i]);
	}
	bitmap_free(bitmap);
	return wrong;
}

static void a_slip_comes_out_as_it_was_drawn(void **state)
{
	struct fixture *fixture = *state;
	struct escpos_reader_counts before, counts;

	start(fixture);
	assert_int_equal(print(fixture, 10), 0);
	run_until(fixture, fixture->done == 1);
	escpos_reader_get_counts(fixture->reader, &before);
	assert_int_equal(print(fixture, 11), 0);
	run_until(fixture, fixture->done == 2);
	assert_int_equal(fixture->result, PRINT_PRINTED);
	assert_int_equal(fixture->job, 11);
	assert_int_equal(fixture->first_bytes, 2);
	assert_int_equal(fixture->slips, 2);
	assert_true(count_wrong_dots(fixture) < 20); /* the defused ones */
	assert_int_equal(fixture->text_bytes, 0);
	escpos_reader_get_counts(fixture->reader, &counts);
	assert_int_equal(counts.unknown, 0);
	assert_int_equal(counts.dropped, before.dropped);
}

static void slips_follow_each_other(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	for (int i = 1; i <= 5; i++) {
		assert_int_equal(print(fixture, (uint64_t)i), 0);
		assert_int_equal(print(fixture, 99), -EBUSY);
		run_until(fixture, fixture->done == i);
		assert_int_equal(fixture->result, PRINT_PRINTED);
		assert_int_equal(fixture->job, i);
	}
	assert_int_equal(fixture->slips, 5);
}

static void a_printer_may_come_later(void **state)
{
	struct fixture *fixture = *state;

	open_printer(fixture);
	assert_int_equal(print(fixture, 1), 0);
	run_until(fixture, fixture->done == 1);
	assert_int_equal(fixture->result, PRINT_FAILED);
	assert_string_equal(fixture->cause, "offline");
	plug_in(fixture);
	run_until(fixture, is_ready(fixture));
	assert_int_equal(print(fixture, 2), 0);
	run_until(fixture, fixture->done == 2);
	assert_int_equal(fixture->result, PRINT_PRINTED);
}

static void without_paper_nothing_comes_out_then_or_later(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	set_paper(fixture, true);
	run_until(fixture, fixture->status.paper_out);
	assert_int_equal(print(fixture, 1), 0);
	run_until(fixture, fixture->done == 1);
	assert_int_equal(fixture->result, PRINT_FAILED);
	assert_string_equal(fixture->cause, "paper_out");
	set_paper(fixture, false);
	run_until(fixture, is_ready(fixture));
	assert_int_equal(fixture->slips, 0);
	assert_int_equal(print(fixture, 2), 0);
	run_until(fixture, fixture->done == 2);
	assert_int_equal(fixture->result, PRINT_PRINTED);
	assert_true(count_wrong_dots(fixture) < 20);
}

/* Prints a slip, and stops the motor in its middle. */
static void print_half(struct fixture *fixture)
{
	fixture->dots_left = HEIGHT / 2;
	assert_int_equal(print(fixture, 1), 0);
	run_until(fixture, fixture->dots_left == 0);
}

static void paper_that_ends_amid_a_slip_leaves_nothing_to_follow(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	print_half(fixture);
	set_paper(fixture, true);
	run_until(fixture, fixture->done == 1);
	/* Its buffer is full of the slip and takes no order to forget it: nobody can say. */
	assert_int_equal(fixture->result, PRINT_UNKNOWN);
	assert_string_equal(fixture->cause, "paper_out");
	run_until(fixture, fixture->status.connected && fixture->status.paper_out);
	fixture->dots_left = INT_MAX;
	set_paper(fixture, false);
	run_until(fixture, is_ready(fixture));
	assert_int_equal(print(fixture, 2), 0);
	run_until(fixture, fixture->done == 2);
	assert_int_equal(fixture->result, PRINT_PRINTED);
	assert_int_equal(fixture->most_tops, 1);
	assert_true(count_wrong_dots(fixture) < 20);
	assert_int_equal(fixture->text_bytes, 0);
}

static void the_cable_pulled_amid_a_slip_leaves_it_unknown(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	print_half(fixture);
	pull_out(fixture);
	run_until(fixture, fixture->done == 1);
	assert_int_equal(fixture->result, PRINT_UNKNOWN);
	run_until(fixture, !fixture->status.connected);
	fixture->dots_left = INT_MAX;
	plug_in(fixture);
	run_until(fixture, is_ready(fixture));
	assert_int_equal(print(fixture, 2), 0);
	run_until(fixture, fixture->done == 2);
	assert_int_equal(fixture->result, PRINT_PRINTED);
}

/* The owner is killed amid a slip, and its next process opens the printer. */
static void kill_owner(struct fixture *fixture)
{
	printer_close(fixture->printer);
	fixture->status = (struct printer_status){0};
	fixture->dots_left = INT_MAX;
	work(fixture);
	open_printer(fixture);
	printer_part_paper(fixture->printer);
}

static void pull_and_plug(struct fixture *fixture)
{
	pull_out(fixture);
	run_until(fixture, fixture->done == 1 && !fixture->status.connected);
	assert_int_equal(fixture->result, PRINT_UNKNOWN);
	fixture->dots_left = INT_MAX;
	plug_in(fixture);
}

static void change_the_roll(struct fixture *fixture)
{
	set_paper(fixture, true);
	run_until(fixture, fixture->done == 1);
	assert_int_equal(fixture->result, PRINT_UNKNOWN);
	fixture->dots_left = INT_MAX;
	set_paper(fixture, false);
}

/* Also by a printer that goes on where it was: what it is sent next it would take for dots. */
static void two_slips_are_never_on_one_piece_of_paper(void **state)
{
	static void (*const ends[])(struct fixture *fixture) = {
		kill_owner, pull_and_plug, change_the_roll};

	(void)tear_down(state);
	for (size_t i = 0; i < 2 * ELEMENTS(ends); i++) {
		struct fixture *fixture;
		int done;

		(void)set_up(state);
		fixture = *state;
		fixture->plain = i >= ELEMENTS(ends);
		make_reader(fixture);
		start(fixture);
		print_half(fixture);
		ends[i % ELEMENTS(ends)](fixture);
		run_until(fixture, is_ready(fixture));
		done = fixture->done;
		assert_int_equal(print(fixture, 2), 0);
		run_until(fixture, fixture->done == done + 1);
		assert_int_equal(fixture->result, PRINT_PRINTED);
		assert_int_equal(fixture->most_tops, 1);
		assert_true(count_wrong_dots(fixture) < 20);
		assert_int_equal(fixture->text_bytes, 0);
		(void)tear_down(state);
	}
	(void)set_up(state);
}

static void a_mute_printer_still_prints(void **state)
{
	struct fixture *fixture = *state;

	fixture->mute = true;
	plug_in(fixture);
	open_printer(fixture);
	run_until(fixture, fixture->status.connected);
	assert_false(fixture->status.answers);
	assert_int_equal(print(fixture, 1), 0);
	run_until(fixture, fixture->done == 1 && fixture->slips == 1);
	assert_int_equal(fixture->result, PRINT_SENT);
	assert_true(count_wrong_dots(fixture) < 20);
}

static void closing_amid_a_slip_calls_nobody(void **state)
{
	struct fixture *fixture = *state;

	start(fixture);
	print_half(fixture);
	printer_close(fixture->printer);
	fixture->printer = NULL;
	fixture->done = 0;
	run_until(fixture, fixture->cable < 0);
	assert_int_equal(fixture->done, 0);
}

static void what_cannot_be_a_printer_is_refused(void **state)
{
	struct fixture *fixture = *state;
	const struct printer_settings settings = {.driver = "lpt"};
	const struct printer_settings pathless = {.driver = "sim"};
	static const struct printer_calls calls = {on_status, on_done, NULL};
	struct printer *printer;

	assert_int_equal(printer_open(fixture->event, &settings, &calls, NULL, &printer), -ENODEV);
	assert_int_equal(printer_open(fixture->event, &pathless, &calls, NULL, &printer), -EINVAL);
}

#define printer_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		printer_test(a_slip_comes_out_as_it_was_drawn),
		printer_test(slips_follow_each_other),
		printer_test(a_printer_may_come_later),
		printer_test(without_paper_nothing_comes_out_then_or_later),
		printer_test(paper_that_ends_amid_a_slip_leaves_nothing_to_follow),
		printer_test(the_cable_pulled_amid_a_slip_leaves_it_unknown),
		printer_test(two_slips_are_never_on_one_piece_of_paper),
		printer_test(a_mute_printer_still_prints),
		printer_test(closing_amid_a_slip_calls_nobody),
		printer_test(what_cannot_be_a_printer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
