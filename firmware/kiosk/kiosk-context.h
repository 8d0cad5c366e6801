/* SPDX-License-Identifier: Apache-2.0 */
/* What kioskd's parts read and none of them changes. The owner keeps all of it alive, and at its
 * place, longer than any part. */
#pragma once

#include <systemd/sd-event.h>

#include "boards/board.h"
#include "kiosk/flow.h"
#include "kiosk/kiosk-data.h"

enum { KIOSK_NAME_MAX = 31 };

struct kiosk_context {
	sd_event *event;
	const char *name; /* "kiosk-1" */
	const struct board *board;
	const struct phrases *phrases;
	const struct kiosk_data *data;
	const struct flow *flow;
};
