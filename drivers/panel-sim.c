/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated panel: text lines on a Unix socket on which the simulator listens. The simulator
 * sends "press NAME" and "release NAME". The driver sends "buttons NAME…" and, if there are lights,
 * "lights NAME…" once, and then "lamp NAME off|on|blink|flash". */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/panel-driver.h"
#include "drivers/sim-connect.h"

enum { RETRY_MS = 1000, READ_MAX = 256, LINE_MAX_BYTES = 64 };

struct sim {
	sd_event *event;
	struct panel_settings settings;
	struct panel_driver_calls calls;
	void *userdata;
	int fd; /* −1: not connected */
	sd_event_source *io;
	sd_event_source *retry;
	struct textbuf line; /* the part of a line that has arrived */
};

static void lose(struct sim *sim)
{
	sim->io = sd_event_source_disable_unref(sim->io);
	closep(&sim->fd);
	sim->fd = -1;
	sim->line.size = 0;
	(void)sd_event_source_set_time_relative(sim->retry, RETRY_MS * 1000);
	(void)sd_event_source_set_enabled(sim->retry, SD_EVENT_ONESHOT);
	sim->calls.link(false, "", sim->userdata);
}

/* A line that cannot be sent whole is lost together with the connection; the next read notices
 * that. */
static void say(struct sim *sim, const char *line)
{
	size_t size = strlen(line);

	if (send(sim->fd, line, size, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)size) {
		(void)shutdown(sim->fd, SHUT_RDWR);
	}
}

static void on_line(struct sim *sim, const char *line)
{
	bool press = strncmp(line, "press ", strlen("press ")) == 0;
	const char *name = strchr(line, ' ');

	if (name && (press || strncmp(line, "release ", strlen("release ")) == 0)) {
		for (int i = 0; i < sim->settings.n_buttons; i++) {
			if (strcmp(sim->settings.button[i], name + 1) == 0) {
				sim->calls.button(i, press, false, clock_mono_us(), sim->userdata);
				return;
			}
		}
	}
	log_warning(FAULT_DEVICE, "panel: the simulator said '%.40s'", line);
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sim *sim = userdata;
	char bytes[READ_MAX];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	char *end;

	(void)source;
	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		return 0;
	}
	if (n <= 0) {
		lose(sim);
		return 0;
	}
	textbuf_add_bytes(&sim->line, bytes, (size_t)n);
	while ((end = memchr(sim->line.data, '\n', sim->line.size))) {
		*end = '\0';
		on_line(sim, sim->line.data);
		textbuf_consume(&sim->line, (size_t)(end + 1 - sim->line.data));
	}
	if (sim->line.size > LINE_MAX_BYTES) {
		lose(sim);
	}
	return 0;
}

static int connect_socket(struct sim *sim)
{
	_cleanup_(textbuf_done) struct textbuf line = {0};
	_cleanup_close_ int fd = sim_connect(sim->settings.path);
	int r;

	if (fd < 0) {
		return fd;
	}
	r = sd_event_add_io(sim->event, &sim->io, fd, EPOLLIN, on_io, sim);
	if (r < 0) {
		return r;
	}
	sim->fd = TAKE_FD(fd);
	textbuf_add(&line, "buttons");
	for (int i = 0; i < sim->settings.n_buttons; i++) {
		textbuf_printf(&line, " %s", sim->settings.button[i]);
	}
	if (sim->settings.n_lights > 0) {
		textbuf_add(&line, "\nlights");
	}
	for (int i = 0; i < sim->settings.n_lights; i++) {
		textbuf_printf(&line, " %s", sim->settings.light[i]);
	}
	textbuf_add(&line, "\n");
	say(sim, line.data);
	return 0;
}

static int on_retry(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct sim *sim = userdata;

	(void)usec;
	if (connect_socket(sim) < 0) {
		(void)sd_event_source_set_time_relative(source, RETRY_MS * 1000);
		return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	}
	sim->calls.link(true, "", sim->userdata);
	return 0;
}

static void sim_set_lamp(void *state, int lamp, enum lamp value)
{
	static const char *const words[] = {[LAMP_OFF] = "off",
		[LAMP_ON] = "on",
		[LAMP_BLINK] = "blink",
		[LAMP_FLASH] = "flash"};
	struct sim *sim = state;
	_cleanup_free_ char *line = NULL;

	if (sim->fd >= 0) {
		line = text_printf(
			"lamp %s %s\n", panel_lamp_name(&sim->settings, lamp), words[value]);
		say(sim, line);
	}
}

static void sim_close(void *state)
{
	struct sim *sim = state;

	if (!sim) {
		return;
	}
	for (int i = 0; i < sim->settings.n_buttons + sim->settings.n_lights; i++) {
		sim_set_lamp(sim, i, LAMP_OFF);
	}
	(void)sd_event_source_disable_unref(sim->io);
	(void)sd_event_source_disable_unref(sim->retry);
	closep(&sim->fd);
	textbuf_done(&sim->line);
	sd_event_unref(sim->event);
	free(sim->settings.path);
	free(sim);
}

static int sim_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_driver_calls *calls, void *userdata, void **ret)
{
	struct sim *sim;
	int r;

	if (!settings->path) {
		return -EINVAL;
	}
	sim = memory_new(1, sizeof(*sim));
	sim->event = sd_event_ref(event);
	sim->settings = *settings;
	sim->settings.path = text_dup(settings->path);
	sim->calls = *calls;
	sim->userdata = userdata;
	sim->fd = -1;
	r = sd_event_add_time_relative(event, &sim->retry, CLOCK_MONOTONIC, 0, 1000, on_retry, sim);
	if (r < 0) {
		sim_close(sim);
		return r;
	}
	*ret = sim;
	return 0;
}

const struct panel_driver panel_driver_sim = {
	.driver = "sim",
	.open = sim_open,
	.set_lamp = sim_set_lamp,
	.close = sim_close,
};
