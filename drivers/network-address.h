/* SPDX-License-Identifier: Apache-2.0 */
/* Where a network printer is, as a board file writes it: "192.168.1.50", "printer.lan:9100",
 * "[fd00::7]:9100", "fd00::7". Pure. */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

enum { NETWORK_HOST_SIZE = 128, NETWORK_PORT = 9100 /* "raw": bytes are printed as they come */ };

struct network_address {
	char host[NETWORK_HOST_SIZE]; /* a name or a number, without brackets */
	int port; /* 1 … 65535 */
};

/* −EINVAL: it is none. */
int network_address_parse(const char *text, struct network_address *ret) _warn_unused_;
/* Whether the host is written as a number, so that nobody need be asked for it. */
bool network_address_is_numeric(const struct network_address *address);
/* As it is parsed, always with its port; ret has NETWORK_TEXT_SIZE bytes. */
enum { NETWORK_TEXT_SIZE = NETWORK_HOST_SIZE + 10 };
void network_address_text(const struct network_address *address, char ret[NETWORK_TEXT_SIZE]);
