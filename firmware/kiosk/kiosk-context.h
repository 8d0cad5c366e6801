/* SPDX-License-Identifier: Apache-2.0 */
/* Data that kioskd's parts read but do not change. The owner keeps all of it alive, and at the same
 * address, longer than any part. */
#pragma once

#include <systemd/sd-event.h>

#include "boards/board.h"
#include "kiosk/flow.h"
#include "kiosk/kiosk-data.h"
#include "kiosk/listener.h"

enum { KIOSK_NAME_MAX = 31 };

struct kiosk_procedures;

struct kiosk_context {
	sd_event *event;
	const char *name; /* "kiosk-1" */
	const struct board *board;
	const struct phrases *phrases;
	const struct kiosk_data *data;
	const struct flow *flow;
	const struct listener *listener; /* NULL: the board cannot speak */
	const struct kiosk_procedures *procedures; /* NULL: nothing is looked up here */
	bool large_slip; /* in larger type */
	cairo_surface_t *slip_logo; /* NULL none */
};
