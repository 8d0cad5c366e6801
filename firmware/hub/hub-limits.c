/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-limits.h"

#include <stddef.h>

const struct hub_limit hub_limits[] = {
	{"body_bytes", LIMIT_BODY},
	{"site_bytes", LIMIT_SITE_BYTES},
	{"header_bytes", LIMIT_CONNECTION_BYTES},
	{"id_bytes", LIMIT_ID},
	{"language_bytes", LIMIT_LANGUAGE},
	{"press_id_bytes", LIMIT_PRESS_ID},
	{"request_id_bytes", LIMIT_REQUEST_ID},
	{"token_bytes", LIMIT_TOKEN},
	{"note_bytes", LIMIT_NOTE},
	{"number_bytes", LIMIT_NUMBER_TEXT},
	{"services", LIMIT_SERVICES},
	{"counters", LIMIT_COUNTERS},
	{"quantity", LIMIT_QUANTITY},
	{"devices", LIMIT_DEVICES},
	{"page_tickets", LIMIT_PAGE},
	{"waiting_tickets", LIMIT_WAITING},
	{"report_days", LIMIT_REPORT_DAYS},
	{"connections", LIMIT_CONNECTIONS},
	{"connections_per_address", LIMIT_CONNECTIONS_ADDRESS},
	{"idle_seconds", LIMIT_IDLE_S},
	{"streams", LIMIT_STREAMS},
	{"stream_events", LIMIT_STREAM_EVENTS},
	{"stream_bytes", LIMIT_STREAM_BYTES},
	{"keep_alive_seconds", KEEP_ALIVE_S},
	{"gone_seconds", GONE_S},
	{"commands", LIMIT_COMMANDS},
	{"repeats", LIMIT_REPEATS},
	{"repeat_seconds", LIMIT_REPEATS_S},
	{"lookups", LIMIT_LOOKUPS},
	{"failures_per_minute", LIMIT_FAILURES_MINUTE},
	{"public_per_minute", LIMIT_PUBLIC_MINUTE},
	{NULL, 0},
};
