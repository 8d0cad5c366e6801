/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-printer.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/text.h"
#include "boards/sim/sim-socket.h"

enum {
	BUFFER_BYTES = 32 * 1024, /* between an Epson's 4 KiB and a clone's 256 KiB */
	READ_MAX = 4096,
	TICK_MS = 20, /* so that the paper moves smoothly */
};

#define SOCKET_NAME "printer.sock"

struct sim_printer {
	sd_event *event;
	const char *dir;
	struct sim_printer_settings settings;
	struct sim_printer_calls calls;
	void *userdata;
	struct sim_printer_switches switches;
	struct escpos_reader *reader;
	sd_event_source *listener;
	sd_event_source *cable; /* the daemon's connection, or NULL */
	sd_event_source *motor; /* armed while the paper moves */
	bool printing;
	uint64_t answered;
};

static const char *const roll_names[] = {[ROLL_OK] = "ok", [ROLL_LOW] = "low", [ROLL_OUT] = "out"};

const char *sim_roll_name(enum sim_roll roll)
{
	return roll_names[roll];
}

int sim_roll_parse(const char *name, enum sim_roll *ret)
{
	for (size_t i = 0; i < ELEMENTS(roll_names); i++) {
		if (strcmp(name, roll_names[i]) == 0) {
			*ret = (enum sim_roll)i;
			return 0;
		}
	}
	return -EINVAL;
}

static void tell(struct sim_printer *printer)
{
	printer->calls.changed(printer->userdata);
}

static void unplug(struct sim_printer *printer)
{
	printer->cable = sd_event_source_disable_unref(printer->cable);
	tell(printer);
}

static void on_answer(const uint8_t *bytes, size_t size, void *userdata)
{
	struct sim_printer *printer = userdata;

	if (!printer->cable || !printer->switches.answers) {
		return;
	}
	/* Bytes that nobody reads are lost, as on a full bulk-IN pipe. */
	if (send(sd_event_source_get_io_fd(printer->cable), bytes, size,
		    MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)size) {
		printer->answered += size;
	}
}

static void on_slip(const struct paper_slip *slip, void *userdata)
{
	struct sim_printer *printer = userdata;

	printer->calls.slip(slip, printer->userdata);
}

static void set_printing(struct sim_printer *printer, bool printing)
{
	if (printer->printing != printing) {
		printer->printing = printing;
		tell(printer);
	}
}

/* Reads from the cable only when the buffer has room. */
static void watch_cable(struct sim_printer *printer)
{
	bool take = printer->switches.reads && escpos_reader_room(printer->reader) > 0;

	if (printer->cable) {
		(void)sd_event_source_set_io_events(printer->cable, take ? EPOLLIN : 0);
	}
}

/* Lets the printer work: everything at once, or for one tick of its motor. */
static void work(struct sim_printer *printer)
{
	int speed = printer->settings.dots_per_s;
	int enabled = SD_EVENT_OFF;
	uint64_t wait_us;
	int moved;

	(void)sd_event_source_get_enabled(printer->motor, &enabled);
	if (enabled != SD_EVENT_OFF) {
		return; /* the motor is running already */
	}
	moved = escpos_reader_run(
		printer->reader, speed > 0 ? MAX_OF(1, speed * TICK_MS / 1000) : INT_MAX);
	if (speed > 0 && moved > 0) {
		wait_us = (uint64_t)moved * 1000000U / (uint64_t)speed;
		(void)sd_event_source_set_time_relative(printer->motor, wait_us);
		(void)sd_event_source_set_enabled(printer->motor, SD_EVENT_ONESHOT);
		set_printing(printer, true);
	} else {
		set_printing(printer, false);
	}
	watch_cable(printer);
}

static int on_motor(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	work(userdata);
	return 0;
}

static int on_bytes(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sim_printer *printer = userdata;
	size_t room = MIN_OF(escpos_reader_room(printer->reader), (size_t)READ_MAX);
	bool wanted = printer->switches.reads && room > 0;
	uint8_t bytes[READ_MAX];
	ssize_t n;

	(void)source;
	if (!wanted) {
		/* Always reported: the other side hung up. Bytes that nobody has read are lost. */
		if (revents & (EPOLLHUP | EPOLLERR)) {
			unplug(printer);
		}
		return 0;
	}
	n = read(fd, bytes, room);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		return 0;
	}
	if (n <= 0) {
		unplug(printer);
		return 0;
	}
	escpos_reader_receive(printer->reader, bytes, (size_t)n);
	work(printer);
	return 0;
}

/* A daemon opens the printer, which resets the port first, as over USB. The newest connection wins,
 * because the earlier daemon may have died without its connection being noticed yet. */
static int on_connect(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sim_printer *printer = userdata;
	int accepted = sim_socket_accept(fd);
	int r;

	(void)source;
	(void)revents;
	if (accepted < 0) {
		return 0;
	}
	printer->cable = sd_event_source_disable_unref(printer->cable);
	r = sd_event_add_io(printer->event, &printer->cable, accepted, EPOLLIN, on_bytes, printer);
	if (r < 0) {
		(void)close(accepted);
		return 0;
	}
	(void)sd_event_source_set_io_fd_own(printer->cable, true);
	escpos_reader_reset(printer->reader);
	watch_cable(printer);
	tell(printer);
	return 0;
}

static int listen_again(struct sim_printer *printer)
{
	return sim_socket_listen(
		printer->event, printer->dir, SOCKET_NAME, on_connect, printer, &printer->listener);
}

int sim_printer_open(sd_event *event, const char *dir, const struct sim_printer_settings *settings,
	const struct sim_printer_calls *calls, void *userdata, struct sim_printer **ret)
{
	const struct escpos_reader_settings reader = {
		.width_dots = settings->width_dots,
		.blade_dots = settings->blade_dots,
		.buffer_bytes = BUFFER_BYTES,
	};
	const struct escpos_reader_calls reader_calls = {on_answer, on_slip};
	_cleanup_(sim_printer_closep) struct sim_printer *printer = memory_new(1, sizeof(*printer));
	int r;

	printer->event = event;
	printer->dir = dir;
	printer->settings = *settings;
	printer->calls = *calls;
	printer->userdata = userdata;
	printer->switches =
		(struct sim_printer_switches){.plugged = true, .reads = true, .answers = true};
	printer->reader = escpos_reader_new(&reader, &reader_calls, printer);
	r = sd_event_add_time_relative(
		event, &printer->motor, CLOCK_MONOTONIC, 0, 1000, on_motor, printer);
	if (r < 0) {
		return r;
	}
	(void)sd_event_source_set_enabled(printer->motor, SD_EVENT_OFF);
	r = listen_again(printer);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(printer);
	return 0;
}

void sim_printer_close(struct sim_printer *printer)
{
	if (printer) {
		printer->listener = sim_socket_end(printer->listener, printer->dir, SOCKET_NAME);
		printer->cable = sd_event_source_disable_unref(printer->cable);
		printer->motor = sd_event_source_disable_unref(printer->motor);
		escpos_reader_free(printer->reader);
		free(printer);
	}
}

void sim_printer_get(const struct sim_printer *printer, struct sim_printer_state *ret)
{
	*ret = (struct sim_printer_state){
		.switches = printer->switches,
		.connected = printer->cable != NULL,
		.online = escpos_reader_online(printer->reader),
		.printing = printer->printing,
		.answered = printer->answered,
	};
	escpos_reader_get_counts(printer->reader, &ret->counts);
}

int sim_printer_set(struct sim_printer *printer, const struct sim_printer_switches *switches)
{
	const struct escpos_sensors sensors = {
		.paper_low = switches->roll == ROLL_LOW,
		.paper_out = switches->roll == ROLL_OUT,
		.cover_open = switches->cover_open,
		.cutter_jam = switches->cutter_jam,
	};
	bool refilled = printer->switches.roll == ROLL_OUT && switches->roll != ROLL_OUT;
	int r = 0;

	printer->switches = *switches;
	if (refilled) {
		escpos_reader_new_roll(printer->reader);
	}
	escpos_reader_set_sensors(printer->reader, &sensors);
	if (!switches->plugged && printer->listener) {
		printer->listener = sim_socket_end(printer->listener, printer->dir, SOCKET_NAME);
		printer->cable = sd_event_source_disable_unref(printer->cable);
	} else if (switches->plugged && !printer->listener) {
		r = listen_again(printer);
	}
	work(printer);
	watch_cable(printer);
	tell(printer);
	return r;
}

void sim_printer_tear(struct sim_printer *printer)
{
	escpos_reader_tear(printer->reader);
}

void sim_printer_set_speed(struct sim_printer *printer, int dots_per_s)
{
	printer->settings.dots_per_s = dots_per_s;
	tell(printer);
}
