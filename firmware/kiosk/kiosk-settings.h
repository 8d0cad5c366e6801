/* SPDX-License-Identifier: Apache-2.0 */
/* What kioskd.conf says. */
#pragma once

#include <cairo.h>

#include "client/client-settings.h"

struct kiosk_settings {
	struct client_settings hub;
	char *staff_token_file;
	char *name;
	char *theme;
	char *board;
	bool large_slip;
	char *slip_logo;
	int listen_seconds;
	char *names;
};

/* For daemon_run, which reads them into a struct kiosk_settings and frees it. */
extern const struct config_item kiosk_settings_items[];

/* The centre's logo for slips, if there is one: *ret is then the caller's. Logs its errors. */
int kiosk_settings_load_logo(
	const struct kiosk_settings *settings, cairo_surface_t **ret) _warn_unused_;
/* Whether a kiosk can be started with these. Logs its errors. */
int kiosk_settings_check(const struct kiosk_settings *settings) _warn_unused_;
