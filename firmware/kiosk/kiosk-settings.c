/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-settings.h"

#include <errno.h>

#include "base/log.h"
#include "base/text.h"
#include "boards/board.h"
#include "kiosk/kiosk-context.h"
#include "ui/slip.h"

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

int kiosk_settings_load_logo(const struct kiosk_settings *settings, cairo_surface_t **ret)
{
	int r = *settings->slip_logo ? slip_load_logo(settings->slip_logo, ret) : 0;

	if (r < 0) {
		log_error(FAULT_SITE, "slip.logo: cannot use '%s': %s", settings->slip_logo,
			r == -ENOENT          ? "there is no such file"
				: r == -E2BIG ? "it has more than 2000 pixels on a side"
					      : "it is not a PNG file");
	}
	return r;
}

int kiosk_settings_check(const struct kiosk_settings *settings)
{
	_cleanup_(board_freep) struct board *board = NULL;
	cairo_surface_t *logo = NULL;
	int r;

	if (!text_is_id(settings->name, KIOSK_NAME_MAX)) {
		log_error(FAULT_SITE, "kiosk.name: '%s' is not a name of letters, digits, - _ .",
			settings->name);
		return -EINVAL;
	}
	r = kiosk_settings_load_logo(settings, &logo);
	cairo_surface_destroy(logo);
	if (r == 0) {
		r = client_settings_check(&settings->hub);
	}
	return r < 0 ? r : board_load_for(BOARD_NEEDS_KIOSK, settings->board, &board);
}
