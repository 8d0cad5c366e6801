/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A panel on GPIO lines: per chip, one request for its buttons and one for its lamps.
 *
 *   look ── all lines requested ──────────► watched; nothing polls
 *     ▲  └─ some missing, busy, ambiguous ─► the others work; looked for again every LOOK_MS
 *     └──── a chip goes (its descriptor hangs up, its file is removed, a lamp cannot be set): its
 *           lines are looked for; kernels before 6.6 do not wake us, so /dev is watched
 *
 * A request is made anew only when the lines of its chip that can be taken have changed: a button
 * held then counts as held since the start. When a chip is removed, its buttons count as released.
 */
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/gpio-scan.h"
#include "drivers/panel-driver.h"
#include "drivers/panel-plan.h"
#include "drivers/panel-timing.h"

/* ---- requesting a group's lines from the kernel ---- */

enum {
	EVENT_BUFFER = 256, /* the kernel stores this many events, then drops the oldest */
	ENOTSUPP_KERNEL = 524, /* from drivers without bias settings; not in errno.h */
};

DEFINE_CLEANUP(struct gpiod_chip *, gpiod_chip_close);
DEFINE_CLEANUP(struct gpiod_line_config *, gpiod_line_config_free);
DEFINE_CLEANUP(struct gpiod_line_settings *, gpiod_line_settings_free);
DEFINE_CLEANUP(struct gpiod_request_config *, gpiod_request_config_free);

/* Requests all lines of the group with the same settings. */
static int request(const struct panel_group *group, struct gpiod_line_settings *line,
	const char *consumer, struct gpiod_line_request **ret)
{
	_cleanup_(gpiod_chip_closep) struct gpiod_chip *chip = gpiod_chip_open(group->path);
	_cleanup_(gpiod_line_config_freep) struct gpiod_line_config *lines =
		gpiod_line_config_new();
	_cleanup_(gpiod_request_config_freep) struct gpiod_request_config *config =
		gpiod_request_config_new();

	if (!chip || !lines || !config ||
		gpiod_line_config_add_line_settings(lines, group->offset, (size_t)group->n, line) <
			0) {
		return -errno;
	}
	gpiod_request_config_set_consumer(config, consumer);
	gpiod_request_config_set_event_buffer_size(config, EVENT_BUFFER);
	*ret = gpiod_chip_request_lines(chip, config, lines);
	return *ret ? 0 : -errno;
}

static enum gpiod_line_bias bias_of(enum panel_bias bias)
{
	switch (bias) {
	case PANEL_PULL_UP:
		return GPIOD_LINE_BIAS_PULL_UP;
	case PANEL_PULL_DOWN:
		return GPIOD_LINE_BIAS_PULL_DOWN;
	case PANEL_NO_PULL:
		return GPIOD_LINE_BIAS_DISABLED;
	case PANEL_AS_IS:
		break;
	}
	return GPIOD_LINE_BIAS_AS_IS;
}

static int set_input(struct gpiod_line_settings *line, const struct panel_settings *settings,
	enum gpiod_line_bias bias)
{
	gpiod_line_settings_set_active_low(line, !settings->pressed_high);
	gpiod_line_settings_set_debounce_period_us(
		line, (unsigned long)settings->debounce_ms * 1000);
	if (gpiod_line_settings_set_direction(line, GPIOD_LINE_DIRECTION_INPUT) < 0 ||
		gpiod_line_settings_set_edge_detection(line, GPIOD_LINE_EDGE_BOTH) < 0 ||
		gpiod_line_settings_set_event_clock(line, GPIOD_LINE_CLOCK_MONOTONIC) < 0 ||
		gpiod_line_settings_set_bias(line, bias) < 0) {
		return -errno;
	}
	return 0;
}

/* −EBUSY when another program has one of the lines, −ENODEV when the chip is gone. Reading from the
 * request does not wait. When a chip has no pull-up or pull-down, the request is made without. */
static int request_buttons(const struct panel_group *group, const struct panel_settings *settings,
	const char *consumer, struct gpiod_line_request **ret)
{
	_cleanup_(gpiod_line_settings_freep) struct gpiod_line_settings *line =
		gpiod_line_settings_new();
	enum gpiod_line_bias bias = bias_of(settings->bias);
	struct gpiod_line_request *made = NULL;
	int fd;
	int r = line ? set_input(line, settings, bias) : -ENOMEM;

	if (r == 0) {
		r = request(group, line, consumer, &made);
	}
	if ((r == -EOPNOTSUPP || r == -ENOTSUPP_KERNEL) && bias != GPIOD_LINE_BIAS_AS_IS) {
		log_warning(FAULT_DEVICE,
			"panel: %s cannot pull its lines: the buttons need resistors of their own",
			group->label);
		r = set_input(line, settings, GPIOD_LINE_BIAS_AS_IS);
		r = r < 0 ? r : request(group, line, consumer, &made);
	}
	if (r < 0) {
		return r;
	}
	fd = gpiod_line_request_get_fd(made);
	(void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	*ret = made;
	return 0;
}

/* All lamps start dark. */
static int request_lamps(const struct panel_group *group, const struct panel_settings *settings,
	const char *consumer, struct gpiod_line_request **ret)
{
	_cleanup_(gpiod_line_settings_freep) struct gpiod_line_settings *line =
		gpiod_line_settings_new();

	if (!line) {
		return -ENOMEM;
	}
	gpiod_line_settings_set_active_low(line, settings->lit_low);
	if (gpiod_line_settings_set_direction(line, GPIOD_LINE_DIRECTION_OUTPUT) < 0 ||
		gpiod_line_settings_set_output_value(line, GPIOD_LINE_VALUE_INACTIVE) < 0) {
		return -errno;
	}
	return request(group, line, consumer, ret);
}

/* ---- a panel ---- */

enum {
	LOOK_MS = 2000,
	OWNER_WAIT_MS = 200, /* udev sets the owner of a new chip's file within this time */
	EVENTS_AT_ONCE = 64,
};

#define DEV "/dev"

struct gpio;

/* The buttons of one chip. */
struct input {
	struct gpio *gpio;
	struct panel_group group;
	struct gpiod_line_request *request; /* NULL: the lines are not requested */
	struct panel_edges edges;
	sd_event_source *io;
};

/* The lamps of one chip. */
struct output {
	struct panel_group group;
	struct gpiod_line_request *request;
};

struct gpio {
	sd_event *event;
	struct panel_settings settings; /* without the path */
	struct panel_driver_calls calls;
	void *userdata;
	char consumer[PANEL_NAME_SIZE]; /* the user of our lines, as other programs see it */
	bool up;
	struct textbuf faults; /* as last reported */
	struct input inputs[PANEL_CHIPS_MAX];
	struct output outputs[PANEL_CHIPS_MAX];
	struct gpiod_edge_event_buffer *events;
	enum lamp lamps[PANEL_LAMPS_MAX];
	bool lit[PANEL_LAMPS_MAX]; /* as last written */
	sd_event_source *look; /* repeats the search for missing lines */
	sd_event_source *dev; /* watches /dev for chips that come and go */
	sd_event_source *blink;
};

static void look_in(struct gpio *gpio, uint64_t ms)
{
	(void)sd_event_source_set_time_relative(gpio->look, ms * 1000);
	(void)sd_event_source_set_enabled(gpio->look, SD_EVENT_ONESHOT);
}

/* ---- lamps ---- */

static void close_output(struct output *output)
{
	if (output->request) {
		gpiod_line_request_release(output->request);
		output->request = NULL;
	}
}

/* A chip that rejects a value is gone; the next look finds that out. */
static void write_lamp(struct gpio *gpio, struct output *output, int i, bool lit)
{
	int lamp = output->group.index[i];

	if (gpiod_line_request_set_value(output->request, output->group.offset[i],
		    lit ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE) < 0) {
		log_warning(FAULT_DEVICE, "panel: the lamps on %s: %s", output->group.label,
			strerror(errno));
		close_output(output);
		look_in(gpio, 0);
		return;
	}
	gpio->lit[lamp] = lit;
}

static void show_lamps(struct gpio *gpio)
{
	int64_t now_ms = clock_mono_ms();
	int n = gpio->settings.n_buttons + gpio->settings.n_lights;
	int64_t next_ms = panel_lamps_next_ms(gpio->lamps, n, now_ms);

	for (int c = 0; c < PANEL_CHIPS_MAX; c++) {
		struct output *output = &gpio->outputs[c];

		for (int i = 0; output->request && i < output->group.n; i++) {
			int lamp = output->group.index[i];
			bool lit = panel_lamp_lit(gpio->lamps[lamp], now_ms);

			if (lit != gpio->lit[lamp]) {
				write_lamp(gpio, output, i, lit);
			}
		}
	}
	if (next_ms >= 0) {
		(void)sd_event_source_set_time(gpio->blink, (uint64_t)next_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		gpio->blink, next_ms >= 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static int on_blink(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	show_lamps(userdata);
	return 0;
}

/* ---- buttons ---- */

static void close_input(struct input *input)
{
	input->io = sd_event_source_disable_unref(input->io);
	if (input->request) {
		gpiod_line_request_release(input->request);
		input->request = NULL;
	}
}

/* The buttons of a missing chip count as released. */
static void lose_input(struct input *input)
{
	struct gpio *gpio = input->gpio;
	bool was_there = input->request != NULL;

	close_input(input);
	for (int i = 0; was_there && i < input->group.n; i++) {
		gpio->calls.button(
			input->group.index[i], false, false, clock_mono_us(), gpio->userdata);
	}
}

/* Reads the buttons' current positions. */
static int read_values(struct input *input, bool first)
{
	struct gpio *gpio = input->gpio;
	enum gpiod_line_value values[PANEL_LAMPS_MAX];

	if (gpiod_line_request_get_values(input->request, values) < 0) {
		return -errno;
	}
	for (int i = 0; i < input->group.n; i++) {
		gpio->calls.button(input->group.index[i], values[i] == GPIOD_LINE_VALUE_ACTIVE,
			first, clock_mono_us(), gpio->userdata);
	}
	return 0;
}

static void on_edge(struct input *input, struct gpiod_edge_event *event)
{
	struct gpio *gpio = input->gpio;
	unsigned offset = gpiod_edge_event_get_line_offset(event);
	bool down = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
	int64_t at_us = panel_edges_time_us(
		&input->edges, gpiod_edge_event_get_timestamp_ns(event), clock_mono_us());

	for (int i = 0; i < input->group.n; i++) {
		if (input->group.offset[i] == offset) {
			gpio->calls.button(
				input->group.index[i], down, false, at_us, gpio->userdata);
			return;
		}
	}
}

/* Reads all waiting events. */
static int read_events(struct input *input, uint64_t *ret_missing)
{
	struct gpio *gpio = input->gpio;
	int n;

	do {
		n = gpiod_line_request_read_edge_events(
			input->request, gpio->events, EVENTS_AT_ONCE);
		for (int i = 0; i < n; i++) {
			struct gpiod_edge_event *event =
				gpiod_edge_event_buffer_get_event(gpio->events, (unsigned long)i);

			*ret_missing += panel_edges_take(
				&input->edges, gpiod_edge_event_get_global_seqno(event));
			on_edge(input, event);
		}
	} while (n == EVENTS_AT_ONCE);
	return n < 0 && errno != EAGAIN && errno != EINTR ? -errno : 0;
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct input *input = userdata;
	uint64_t missing = 0;
	int r = revents & EPOLLIN ? read_events(input, &missing) : 0;

	(void)source;
	(void)fd;
	if (r == 0 && revents & (EPOLLHUP | EPOLLERR)) {
		r = -ENODEV;
	}
	if (r == 0 && missing > 0) {
		log_warning(FAULT_DEVICE, "panel: %llu moves of the buttons on %s were missed",
			(unsigned long long)missing, input->group.label);
		r = read_values(input, false);
	}
	if (r < 0) {
		log_warning(FAULT_DEVICE, "panel: the buttons on %s: %s", input->group.label,
			strerror(-r));
		lose_input(input);
		look_in(input->gpio, 0);
	}
	return 0;
}

/* ---- looking for the lines ---- */

static void add_fault(
	struct textbuf *faults, const char *what, const struct panel_group *group, int error)
{
	textbuf_printf(faults, "%s%s on %s: %s", faults->size > 0 ? "; " : "", what, group->label,
		error == -EBUSY ? "a line is in use by another program" : strerror(-error));
}

static int open_input(struct gpio *gpio, struct input *input, const struct panel_group *group)
{
	int r;

	input->gpio = gpio;
	input->group = *group;
	input->edges = (struct panel_edges){.debounce_ms = gpio->settings.debounce_ms};
	r = request_buttons(group, &gpio->settings, gpio->consumer, &input->request);
	if (r == 0) {
		r = sd_event_add_io(gpio->event, &input->io,
			gpiod_line_request_get_fd(input->request), EPOLLIN, on_io, input);
	}
	if (r >= 0) {
		r = read_values(input, true);
	}
	if (r < 0) {
		close_input(input);
	}
	return r;
}

static int open_output(struct gpio *gpio, struct output *output, const struct panel_group *group)
{
	int r;

	output->group = *group;
	r = request_lamps(group, &gpio->settings, gpio->consumer, &output->request);
	for (int i = 0; r == 0 && i < group->n; i++) {
		gpio->lit[group->index[i]] = false;
	}
	return r;
}

/* Whether the plan still contains this group, which is already requested. */
static bool plan_has(const struct panel_plan *plan, const struct panel_group *group)
{
	for (int i = 0; i < plan->n; i++) {
		if (panel_group_same(&plan->groups[i], group)) {
			return true;
		}
	}
	return false;
}

/* Makes the inputs match the plan. Closes the others first, because a line may have moved from one
 * input to another. */
static void follow_inputs(struct gpio *gpio, const struct panel_plan *plan, struct textbuf *faults)
{
	bool taken[PANEL_CHIPS_MAX] = {false};

	for (int c = 0; c < PANEL_CHIPS_MAX; c++) {
		struct input *input = &gpio->inputs[c];

		if (input->request && !plan_has(plan, &input->group)) {
			lose_input(input);
		}
		for (int p = 0; input->request && p < plan->n; p++) {
			taken[p] |= panel_group_same(&plan->groups[p], &input->group);
		}
	}
	for (int p = 0; p < plan->n; p++) {
		int c = 0;
		int r;

		while (!taken[p] && gpio->inputs[c].request) {
			c++;
		}
		r = taken[p] ? 0 : open_input(gpio, &gpio->inputs[c], &plan->groups[p]);
		if (r < 0) {
			add_fault(faults, "the buttons", &plan->groups[p], r);
		}
	}
}

static void follow_outputs(struct gpio *gpio, const struct panel_plan *plan, struct textbuf *faults)
{
	bool taken[PANEL_CHIPS_MAX] = {false};

	for (int c = 0; c < PANEL_CHIPS_MAX; c++) {
		struct output *output = &gpio->outputs[c];

		if (output->request && !plan_has(plan, &output->group)) {
			close_output(output);
		}
		for (int p = 0; output->request && p < plan->n; p++) {
			taken[p] |= panel_group_same(&plan->groups[p], &output->group);
		}
	}
	for (int p = 0; p < plan->n; p++) {
		int c = 0;
		int r;

		while (!taken[p] && gpio->outputs[c].request) {
			c++;
		}
		r = taken[p] ? 0 : open_output(gpio, &gpio->outputs[c], &plan->groups[p]);
		if (r < 0) {
			add_fault(faults, "the lamps", &plan->groups[p], r);
		}
	}
}

static bool is_up(const struct gpio *gpio)
{
	for (int c = 0; c < PANEL_CHIPS_MAX; c++) {
		if (gpio->inputs[c].request || gpio->outputs[c].request) {
			return true;
		}
	}
	return false;
}

/* Calls link when the state or the faults have changed. */
static void report(struct gpio *gpio, const struct textbuf *faults)
{
	const char *now = faults->size > 0 ? faults->data : "";
	const char *before = gpio->faults.size > 0 ? gpio->faults.data : "";
	bool up = is_up(gpio);

	if (up != gpio->up || strcmp(now, before) != 0) {
		gpio->up = up;
		textbuf_consume(&gpio->faults, gpio->faults.size);
		textbuf_add(&gpio->faults, now);
		gpio->calls.link(up, now, gpio->userdata);
	}
}

static void look(struct gpio *gpio)
{
	_cleanup_(textbuf_done) struct textbuf faults = {0};
	_cleanup_(gpio_facts_done) struct gpio_facts facts;
	struct panel_plan plan;
	int r = gpio_scan(&facts);

	if (r < 0) {
		textbuf_printf(&faults, "/dev: %s", strerror(-r));
	}
	panel_plan_make(&facts, &gpio->settings, false, gpio->consumer, &plan, &faults);
	follow_inputs(gpio, &plan, &faults);
	panel_plan_make(&facts, &gpio->settings, true, gpio->consumer, &plan, &faults);
	follow_outputs(gpio, &plan, &faults);
	if (faults.size > 0) {
		look_in(gpio, LOOK_MS);
	}
	report(gpio, &faults);
	show_lamps(gpio);
}

static int on_look(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	look(userdata);
	return 0;
}

/* Closes what was requested from a chip that is gone. A chip that returns at once has the same
 * name. */
static void lose_chip(struct gpio *gpio, const char *path)
{
	for (int c = 0; c < PANEL_CHIPS_MAX; c++) {
		if (gpio->inputs[c].request && strcmp(gpio->inputs[c].group.path, path) == 0) {
			lose_input(&gpio->inputs[c]);
		}
		if (gpio->outputs[c].request && strcmp(gpio->outputs[c].group.path, path) == 0) {
			close_output(&gpio->outputs[c]);
		}
	}
}

static int on_dev(sd_event_source *source, const struct inotify_event *event, void *userdata)
{
	struct gpio *gpio = userdata;
	const char *name = event->len > 0 ? event->name : "";
	_cleanup_free_ char *path = text_printf(DEV "/%s", name);

	(void)source;
	if (strncmp(name, "gpiochip", strlen("gpiochip")) != 0) {
		return 0;
	}
	if (event->mask & IN_DELETE) {
		lose_chip(gpio, path);
	}
	look_in(gpio, event->mask & IN_DELETE ? 0 : OWNER_WAIT_MS);
	return 0;
}

/* ---- life ---- */

static void gpio_set_lamp(void *state, int lamp, enum lamp value)
{
	struct gpio *gpio = state;

	gpio->lamps[lamp] = value;
	show_lamps(gpio);
}

/* Some kernels keep the level of a released line, so the lamps are switched off first. */
static void gpio_close(void *state)
{
	struct gpio *gpio = state;

	if (!gpio) {
		return;
	}
	memset(gpio->lamps, 0, sizeof(gpio->lamps));
	if (gpio->blink) {
		show_lamps(gpio);
	}
	for (int c = 0; c < PANEL_CHIPS_MAX; c++) {
		close_input(&gpio->inputs[c]);
		close_output(&gpio->outputs[c]);
	}
	(void)sd_event_source_disable_unref(gpio->look);
	(void)sd_event_source_disable_unref(gpio->dev);
	(void)sd_event_source_disable_unref(gpio->blink);
	if (gpio->events) {
		gpiod_edge_event_buffer_free(gpio->events);
	}
	textbuf_done(&gpio->faults);
	sd_event_unref(gpio->event);
	free(gpio);
}

static int gpio_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_driver_calls *calls, void *userdata, void **ret)
{
	struct gpio *gpio = memory_new(1, sizeof(*gpio));
	int r;

	gpio->event = sd_event_ref(event);
	gpio->settings = *settings;
	gpio->settings.path = NULL;
	gpio->calls = *calls;
	gpio->userdata = userdata;
	(void)snprintf(
		gpio->consumer, sizeof(gpio->consumer), "layso-panel %lld", (long long)getpid());
	gpio->events = gpiod_edge_event_buffer_new(EVENTS_AT_ONCE);
	r = gpio->events ? 0 : -ENOMEM;
	if (r == 0) {
		r = sd_event_add_time(
			event, &gpio->blink, CLOCK_MONOTONIC, UINT64_MAX, 1000, on_blink, gpio);
	}
	if (r >= 0) {
		r = sd_event_add_time_relative(
			event, &gpio->look, CLOCK_MONOTONIC, 0, 0, on_look, gpio);
	}
	if (r >= 0 &&
		sd_event_add_inotify(event, &gpio->dev, DEV, IN_CREATE | IN_DELETE | IN_ATTRIB,
			on_dev, gpio) < 0) {
		log_warning(FAULT_SITE,
			"panel: cannot watch " DEV ": a chip that goes is noticed late");
	}
	if (r < 0) {
		gpio_close(gpio);
		return r;
	}
	*ret = gpio;
	return 0;
}

const struct panel_driver panel_driver_gpio = {
	.driver = "gpio",
	.open = gpio_open,
	.set_lamp = gpio_set_lamp,
	.close = gpio_close,
};
