/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-settings.h"

#define AT(member) offsetof(struct kiosk_settings, member)

static const char *const slip_types[] = {"normal", "large", NULL};

const struct config_item kiosk_settings_items[] = {
	CLIENT_ITEMS(AT(hub)),
	/* For a panel with a counter's keys, which act as staff. */
	{"hub", "staff_token_file", config_parse_string, AT(staff_token_file), ""},
	{"kiosk", "name", config_parse_string, AT(name), "kiosk-1"},
	{"kiosk", "board", config_parse_string, AT(board), "sim", true},
	{"kiosk", "theme", config_parse_string, AT(theme), "default", true},
	/* How long who listens may do nothing. */
	{"kiosk", "listen_seconds", config_parse_int, AT(listen_seconds), "60", true, .min = 4,
		.max = 600},
	/* The folder of the spoken names: that of systemd's CacheDirectory, else none. */
	{"kiosk", "names", config_parse_string, AT(names), "", true},
	{"slip", "type", config_parse_flag, AT(large_slip), "normal", true, .words = slip_types},
	{"slip", "logo", config_parse_string, AT(slip_logo), "", true},
	{NULL},
};
