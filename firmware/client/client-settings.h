/* SPDX-License-Identifier: Apache-2.0 */
/* Where a program finds its hub and with which token: [hub] of its configuration, --hub and
 * --token-file of its command line. */
#pragma once

#include "base/cleanup.h"
#include "base/config.h"
#include "base/paths.h"

struct client_settings {
	char *address; /* as for client_new */
	char *token_file; /* "": none, for the Unix socket knows who is asking */
};

/* Rows for a program's table of items; offset is where its struct client_settings is. */
#define CLIENT_ITEMS(offset) \
	{"hub", "address", config_parse_string, \
		(offset) + offsetof(struct client_settings, address), PATHS_HUB_ADDRESS}, \
		{"hub", "token_file", config_parse_string, \
			(offset) + offsetof(struct client_settings, token_file), ""}

/* Rows for its table of options. */
#define CLIENT_OPTIONS \
	{"hub", "ADDRESS", "the hub: unix:PATH or http[s]://HOST:PORT", "hub.address", NULL}, \
	{ \
		"token-file", "FILE", "the token for the hub", "hub.token_file", NULL \
	}

/* The token that a file holds, without the white space after it; path "": NULL. Blocks as reading a
 * file does. On failure *ret_error names the file, for the caller to free. −errno of the file;
 * −EINVAL when it is empty, longer than a token can be, or no token. */
int client_read_token(const char *path, char **ret, char **ret_error) _warn_unused_;

/* Whether the address can be one and the token can be read; logs what is wrong. */
int client_settings_check(const struct client_settings *settings) _warn_unused_;
