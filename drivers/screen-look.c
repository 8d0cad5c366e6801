/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-look.h"

void screen_look_on_event(struct screen_look *look)
{
	look->soon = SCREEN_LOOK_SOON;
}

int screen_look_next_ms(const struct screen_look *look)
{
	return look->soon > 0 ? SCREEN_LOOK_SOON_MS : SCREEN_LOOK_MS;
}

enum screen_ask screen_look_begin(struct screen_look *look, bool connected)
{
	bool all = look->soon > 0 || !connected;

	if (!all && look->until_ask > 0) {
		look->until_ask--;
		return SCREEN_ASK_NOBODY;
	}
	look->soon -= look->soon > 0;
	look->until_ask = SCREEN_LOOK_ASK_EACH - 1;
	return all ? SCREEN_ASK_ALL : SCREEN_ASK_OURS;
}
