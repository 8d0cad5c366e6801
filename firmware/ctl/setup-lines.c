/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-lines.h"

#include <errno.h>
#include <poll.h>

#include "base/text.h"

#if LAYSO_GPIO
#include <gpiod.h>

enum { WATCHED_MAX = 256, DEBOUNCE_US = 20000, BLINKS = 3, BLINK_MS = 300, EVENTS = 16 };

#define CONSUMER "layso-setup"

DEFINE_CLEANUP(struct gpiod_chip *, gpiod_chip_close);
DEFINE_CLEANUP(struct gpiod_line_info *, gpiod_line_info_free);
DEFINE_CLEANUP(struct gpiod_line_config *, gpiod_line_config_free);
DEFINE_CLEANUP(struct gpiod_line_settings *, gpiod_line_settings_free);
DEFINE_CLEANUP(struct gpiod_line_request *, gpiod_line_request_release);
DEFINE_CLEANUP(struct gpiod_request_config *, gpiod_request_config_free);
DEFINE_CLEANUP(struct gpiod_edge_event_buffer *, gpiod_edge_event_buffer_free);

struct watched {
	struct gpiod_line_request *request;
	int chip, offset;
};

struct setup_lines {
	int n;
	struct watched watched[WATCHED_MAX];
	struct gpiod_edge_event_buffer *events;
};

/* NULL with errno: it cannot be had. */
static struct gpiod_line_request *request(
	struct gpiod_chip *chip, unsigned offset, struct gpiod_line_settings *settings)
{
	_cleanup_(gpiod_line_config_freep) struct gpiod_line_config *lines =
		gpiod_line_config_new();
	_cleanup_(gpiod_request_config_freep) struct gpiod_request_config *config =
		gpiod_request_config_new();

	if (!lines || !config ||
		gpiod_line_config_add_line_settings(lines, &offset, 1, settings) < 0) {
		return NULL;
	}
	gpiod_request_config_set_consumer(config, CONSUMER);
	return gpiod_chip_request_lines(chip, config, lines);
}

static struct gpiod_line_request *request_input(
	struct gpiod_chip *chip, unsigned offset, enum gpiod_line_bias bias)
{
	_cleanup_(gpiod_line_settings_freep) struct gpiod_line_settings *settings =
		gpiod_line_settings_new();

	if (!settings || gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) ||
		gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_FALLING) ||
		gpiod_line_settings_set_bias(settings, bias)) {
		return NULL;
	}
	gpiod_line_settings_set_debounce_period_us(settings, DEBOUNCE_US);
	return request(chip, offset, settings);
}

static bool drives(struct gpiod_chip *chip, unsigned offset)
{
	_cleanup_(gpiod_line_info_freep) struct gpiod_line_info *info =
		gpiod_chip_get_line_info(chip, offset);

	return !info || gpiod_line_info_is_used(info) ||
		gpiod_line_info_get_direction(info) == GPIOD_LINE_DIRECTION_OUTPUT;
}

static void watch_line(struct setup_lines *lines, struct gpiod_chip *chip, int number, int offset)
{
	struct gpiod_line_request *made;

	if (lines->n == WATCHED_MAX || drives(chip, (unsigned)offset)) {
		return;
	}
	made = request_input(chip, (unsigned)offset, GPIOD_LINE_BIAS_PULL_UP);
	if (!made) {
		made = request_input(chip, (unsigned)offset, GPIOD_LINE_BIAS_AS_IS);
	}
	if (made) {
		lines->watched[lines->n++] = (struct watched){made, number, offset};
	}
}

struct setup_lines *setup_lines_open(const struct gpio_facts *gpio)
{
	struct setup_lines *lines = memory_new(1, sizeof(*lines));

	lines->events = gpiod_edge_event_buffer_new(EVENTS);
	for (int i = 0; gpio && i < gpio->n_chips; i++) {
		_cleanup_(gpiod_chip_closep) struct gpiod_chip *chip =
			gpiod_chip_open(gpio->chips[i].path);

		for (int offset = 0; chip && offset < gpio->chips[i].n_lines; offset++) {
			watch_line(lines, chip, i, offset);
		}
	}
	return lines;
}

void setup_lines_close(struct setup_lines *lines)
{
	if (!lines) {
		return;
	}
	for (int i = 0; i < lines->n; i++) {
		gpiod_line_request_release(lines->watched[i].request);
	}
	gpiod_edge_event_buffer_free(lines->events);
	free(lines);
}

int setup_lines_count(const struct setup_lines *lines)
{
	return lines->n;
}

static bool has_fallen(struct setup_lines *lines, struct watched *watched)
{
	bool fell = false;

	while (gpiod_line_request_wait_edge_events(watched->request, 0) == 1 &&
		gpiod_line_request_read_edge_events(watched->request, lines->events, EVENTS) > 0) {
		fell = true;
	}
	return fell;
}

bool setup_lines_pressed(struct setup_lines *lines, int *ret_chip, int *ret_offset)
{
	for (int i = 0; i < lines->n; i++) {
		if (has_fallen(lines, &lines->watched[i])) {
			*ret_chip = lines->watched[i].chip;
			*ret_offset = lines->watched[i].offset;
			return true;
		}
	}
	return false;
}

void setup_lines_forget(struct setup_lines *lines)
{
	for (int i = 0; i < lines->n; i++) {
		(void)has_fallen(lines, &lines->watched[i]);
	}
}

/* The line may have been pulled up when buttons were looked for, which would light the lamp. */
static void leave_dark(struct gpiod_chip *chip, unsigned offset, bool lit_low)
{
	_cleanup_(gpiod_line_request_releasep) struct gpiod_line_request *made = request_input(
		chip, offset, lit_low ? GPIOD_LINE_BIAS_PULL_UP : GPIOD_LINE_BIAS_PULL_DOWN);

	(void)made; /* a chip that cannot pull did not pull it up either */
}

int setup_lines_blink(const struct gpio_facts *gpio, int chip, int offset, bool lit_low)
{
	_cleanup_(gpiod_chip_closep) struct gpiod_chip *open =
		gpiod_chip_open(gpio->chips[chip].path);
	_cleanup_(gpiod_line_settings_freep) struct gpiod_line_settings *settings =
		gpiod_line_settings_new();
	_cleanup_(gpiod_line_request_releasep) struct gpiod_line_request *made = NULL;

	if (!open || !settings ||
		gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) < 0) {
		return -errno;
	}
	gpiod_line_settings_set_active_low(settings, lit_low);
	made = request(open, (unsigned)offset, settings);
	if (!made) {
		return -errno;
	}
	for (int i = 0; i < 2 * BLINKS; i++) {
		if (gpiod_line_request_set_value(made, (unsigned)offset,
			    i % 2 == 0 ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE) < 0) {
			return -errno;
		}
		(void)poll(NULL, 0, BLINK_MS);
	}
	gpiod_line_request_release(TAKE_PTR(made));
	leave_dark(open, (unsigned)offset, lit_low);
	return 0;
}

#else

struct setup_lines {
	int n;
};

struct setup_lines *setup_lines_open(const struct gpio_facts *gpio)
{
	(void)gpio;
	return memory_new(1, sizeof(struct setup_lines));
}

void setup_lines_close(struct setup_lines *lines)
{
	free(lines);
}

int setup_lines_count(const struct setup_lines *lines)
{
	return lines->n;
}

void setup_lines_forget(struct setup_lines *lines)
{
	(void)lines;
}

bool setup_lines_pressed(struct setup_lines *lines, int *ret_chip, int *ret_offset)
{
	(void)lines;
	(void)ret_chip;
	(void)ret_offset;
	return false;
}

int setup_lines_blink(const struct gpio_facts *gpio, int chip, int offset, bool lit_low)
{
	(void)gpio;
	(void)chip;
	(void)offset;
	(void)lit_low;
	return -EOPNOTSUPP;
}

#endif
