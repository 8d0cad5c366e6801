/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/panel.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/panel-driver.h"
#include "drivers/panel-timing.h"

static const struct panel_driver *const panel_drivers[] = {
	&panel_driver_sim,
#if LAYSO_GPIO
	&panel_driver_gpio,
#endif
};

struct panel {
	struct panel_settings settings; /* without the path */
	struct panel_calls calls;
	void *userdata;
	const struct panel_driver *driver;
	void *state; /* the driver's */
	bool connected;
	struct panel_hold hold;
	enum lamp lamp[PANEL_LAMPS_MAX];
	sd_event_source *deadline; /* when the next button becomes stuck */
};

static void arm_deadline(struct panel *panel)
{
	int64_t deadline_ms = panel_hold_deadline(&panel->hold);

	if (deadline_ms > 0) {
		(void)sd_event_source_set_time(panel->deadline, (uint64_t)deadline_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		panel->deadline, deadline_ms > 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static void say_stuck(struct panel *panel, int button, bool stuck)
{
	log_line(stuck ? LOG_WARNING : LOG_NOTICE, FAULT_DEVICE, NULL, "panel: the button %s is %s",
		panel->settings.button[button], stuck ? "stuck" : "free again");
	panel->calls.stuck(button, stuck, panel->userdata);
}

static void take(struct panel *panel, int button, bool down, bool first)
{
	switch (panel_hold_take(&panel->hold, button, down, first, clock_mono_ms())) {
	case PANEL_NEWS_NONE:
		break;
	case PANEL_NEWS_PRESS:
		panel->calls.button(button, true, panel->userdata);
		break;
	case PANEL_NEWS_RELEASE:
		panel->calls.button(button, false, panel->userdata);
		break;
	case PANEL_NEWS_STUCK:
		say_stuck(panel, button, true);
		break;
	case PANEL_NEWS_FREE:
		say_stuck(panel, button, false);
		break;
	}
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct panel *panel = userdata;
	int button;

	(void)source;
	(void)usec;
	while ((button = panel_hold_next_stuck(&panel->hold, clock_mono_ms())) >= 0) {
		say_stuck(panel, button, true);
	}
	arm_deadline(panel);
	return 0;
}

static void on_link(bool up, const char *fault, void *userdata)
{
	struct panel *panel = userdata;

	for (int i = 0; up && i < panel->settings.n_buttons + panel->settings.n_lights; i++) {
		panel->driver->set_lamp(panel->state, i, panel->lamp[i]);
	}
	for (int i = 0; !up && i < panel->settings.n_buttons; i++) {
		take(panel, i, false, false); /* the buttons of a missing panel count as released */
	}
	arm_deadline(panel);
	panel->connected = up;
	panel->calls.link(up, fault, panel->userdata);
}

static void on_button(int button, bool down, bool first, int64_t at_us, void *userdata)
{
	struct panel *panel = userdata;

	log_debug("panel: the button %s is %s%s, noticed after %" PRId64 " us",
		panel->settings.button[button], down ? "down" : "up", first ? " already" : "",
		clock_mono_us() - at_us);
	take(panel, button, down, first);
	arm_deadline(panel);
}

static const struct panel_driver *find_driver(const char *name)
{
	for (size_t i = 0; i < ELEMENTS(panel_drivers); i++) {
		if (strcmp(panel_drivers[i]->driver, name) == 0) {
			return panel_drivers[i];
		}
	}
	return NULL;
}

int panel_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_calls *calls, void *userdata, struct panel **ret)
{
	static const struct panel_driver_calls driver_calls = {on_link, on_button};
	_cleanup_(panel_closep) struct panel *panel = memory_new(1, sizeof(*panel));
	int r;

	panel->settings = *settings;
	panel->settings.path = NULL;
	panel->calls = *calls;
	panel->userdata = userdata;
	if (settings->n_buttons > PANEL_BUTTONS_MAX || settings->n_lights > PANEL_LIGHTS_MAX) {
		return -EINVAL;
	}
	panel->driver = find_driver(settings->driver);
	if (!panel->driver) {
		return -EOPNOTSUPP;
	}
	r = sd_event_add_time(event, &panel->deadline, CLOCK_MONOTONIC, 0, 0, on_deadline, panel);
	if (r < 0) {
		return r;
	}
	arm_deadline(panel);
	r = panel->driver->open(event, settings, &driver_calls, panel, &panel->state);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(panel);
	return 0;
}

void panel_close(struct panel *panel)
{
	if (panel) {
		if (panel->state) {
			panel->driver->close(panel->state);
		}
		(void)sd_event_source_disable_unref(panel->deadline);
		free(panel);
	}
}

void panel_set_lamp(struct panel *panel, int lamp, enum lamp state)
{
	if (panel->lamp[lamp] == state) {
		return;
	}
	panel->lamp[lamp] = state;
	if (panel->connected) {
		panel->driver->set_lamp(panel->state, lamp, state);
	}
}
