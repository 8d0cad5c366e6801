/* SPDX-License-Identifier: Apache-2.0 */
/* Takes the lines of a group from the kernel: buttons as inputs with edge events, lamps as outputs.
 * What is returned is released with gpiod_line_request_release. */
#pragma once

#include <gpiod.h>

#include "drivers/panel-plan.h"

/* −EBUSY when somebody else has one of the lines, −ENODEV when the chip is gone. Reading from the
 * request does not wait. A chip that cannot pull its lines up or down is used without. */
int gpio_request_buttons(const struct panel_group *group, const struct panel_settings *settings,
	const char *consumer, struct gpiod_line_request **ret) _warn_unused_;
/* All dark. */
int gpio_request_lamps(const struct panel_group *group, const struct panel_settings *settings,
	const char *consumer, struct gpiod_line_request **ret) _warn_unused_;
