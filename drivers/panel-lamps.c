/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/panel-lamps.h"

static int period_ms(enum lamp lamp)
{
	switch (lamp) {
	case LAMP_BLINK:
		return LAMP_BLINK_MS;
	case LAMP_FLASH:
		return LAMP_FLASH_MS;
	case LAMP_OFF:
	case LAMP_ON:
		break;
	}
	return 0;
}

bool panel_lamp_lit(enum lamp lamp, int64_t now_ms)
{
	int period = period_ms(lamp);

	return period == 0 ? lamp == LAMP_ON : now_ms / period % 2 == 0;
}

int64_t panel_lamps_next_ms(const enum lamp *lamps, int n, int64_t now_ms)
{
	int64_t next_ms = -1;

	for (int i = 0; i < n; i++) {
		int period = period_ms(lamps[i]);
		int64_t at_ms = period ? (now_ms / period + 1) * period : -1;

		if (at_ms >= 0 && (next_ms < 0 || at_ms < next_ms)) {
			next_ms = at_ms;
		}
	}
	return next_ms;
}
