/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's parts, held together: everything here belongs to the loop's thread. */
#pragma once

#include <systemd/sd-event.h>

#include "hub/hub-auth.h"
#include "hub/hub-replica.h"
#include "queue/queue.h"

struct hub_settings {
	char *data; /* the database's folder */
	bool volatile_ok;
	char *listen; /* "127.0.0.1:8080, [::1]:8080"; "" none */
	char *socket; /* path of the Unix socket; "" none */
	char *loopback_role; /* of a local request without a token */
};

struct hub {
	sd_event *event;
	const struct hub_settings *settings;
	enum role loopback_role;
	bool ending;
	int requests; /* that have come whole and are not completed */
	struct moment started;

	struct writer *writer;
	struct lookups *lookups;
	struct store *reader; /* the loop's own connection, for short reads */
	struct replica replica;
	struct auth auth;
	uint8_t secret[AUTH_HASH_SIZE]; /* of the citizens' ticket tokens */
	struct repeats *repeats;
	struct rates *rates;
	struct streams *streams;
	struct pages *pages;
	struct health *health;
	struct snapshot *snapshot;
	struct http *http;
};
