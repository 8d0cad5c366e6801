/* SPDX-License-Identifier: Apache-2.0 */
/* What kioskd.conf says. */
#pragma once

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
