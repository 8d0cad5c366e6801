/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/gpio-request.h"

#include <errno.h>
#include <fcntl.h>

#include "base/log.h"

enum {
	EVENT_BUFFER = 256, /* the kernel keeps so many for us, then throws the oldest away */
	ENOTSUPP_KERNEL = 524, /* what a driver without bias answers; no errno of user space */
};

DEFINE_CLEANUP(struct gpiod_chip *, gpiod_chip_close);
DEFINE_CLEANUP(struct gpiod_line_config *, gpiod_line_config_free);
DEFINE_CLEANUP(struct gpiod_line_settings *, gpiod_line_settings_free);
DEFINE_CLEANUP(struct gpiod_request_config *, gpiod_request_config_free);

/* One setting for all lines of the group. */
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

int gpio_request_buttons(const struct panel_group *group, const struct panel_settings *settings,
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

int gpio_request_lamps(const struct panel_group *group, const struct panel_settings *settings,
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
