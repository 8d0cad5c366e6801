/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub takes from outside is bounded by this table, beside queue/limits.h. The OpenAPI
 * file states the same numbers; a test compares the two. */
#pragma once

#include <stdint.h>

#include "queue/limits.h"

enum {
	LIMIT_BODY = 8 * 1024, /* bytes of a request's body; the site has LIMIT_SITE_BYTES */
	LIMIT_TOKEN = 64, /* bytes of a token */
	LIMIT_LOCAL_NAMES = 4, /* device names that one local user may use */
	LIMIT_SECRET = 64, /* bytes of a PIN or password */
	LIMIT_CONNECTIONS = 512, /* at once, of one listening address */
	LIMIT_CONNECTIONS_ADDRESS = 64, /* of one address but loopback, of one local user */
	LIMIT_CONNECTIONS_NETWORK = 128, /* of one network of IPv6, a /64 */
	LIMIT_CONNECTION_BYTES = 16 * 1024, /* a request's header lines take less */
	LIMIT_REQUEST_S = 10, /* for a request, from its first byte to its last */
	LIMIT_ENDED_S = 1, /* for the rest of one, after the other end has hung up */
	LIMIT_IDLE_S = 30, /* a connection without progress is closed */
	LIMIT_SENT_BYTES = 32 * 1024, /* that are taken in LIMIT_IDLE_S, or all: less is none */
	LIMIT_SOCKET = 128 * 1024, /* bytes that the kernel keeps for one that reads slowly */
	LIMIT_TOLD = 16, /* at once beyond all limits, over TLS: only to tell them so */
	LIMIT_TOLD_ADDRESS = 4,
	REFUSED_RETRY_S = 5, /* who finds no place is told to come back after this */
	/* What is held for a while: all, kept back for devices and the Unix socket, of one caller,
	 * of one address. hub-shares.h has them as a table. */
	LIMIT_STREAMS = 400, /* event streams */
	LIMIT_STREAMS_RESERVE = 64,
	LIMIT_STREAMS_CALLER = 64, /* the tablets of a hall may share a token */
	LIMIT_STREAMS_ADDRESS = 48, /* the rest of its connections is for requests */
	LIMIT_STREAM_EVENTS = 1024, /* a stream further behind the newest event is closed… */
	LIMIT_STREAM_BYTES = 1024 * 1024, /* …or this many bytes; it may resume */
	LIMIT_ANSWERS = 64, /* answers of more than LIMIT_ANSWER_SMALL going out */
	LIMIT_ANSWERS_RESERVE = 16,
	LIMIT_ANSWERS_CALLER = 16,
	LIMIT_ANSWER_SMALL = 32 * 1024, /* bytes */
	LIMIT_COMMANDS = 1024, /* commands under way */
	LIMIT_COMMANDS_RESERVE = 256,
	LIMIT_COMMANDS_CALLER = 128,
	LIMIT_BATCH = 256, /* commands in one transaction */
	LIMIT_COMMIT_MS = 1000, /* a slower transaction is reported as a fault of the disk */
	LIMIT_STORAGE_S = 5, /* without an answer from the disk new commands are rejected… */
	STORAGE_HANGS_S = 30, /* …and after this the hub asks to be started anew */
	LIMIT_IDEMPOTENCY = 512, /* answers kept for repeated idempotency keys… */
	LIMIT_IDEMPOTENCY_S = 600, /* …and for how long */
	LIMIT_LOOKUPS = 32, /* reports and lists of older tickets waiting for their turn */
	LIMIT_LOOKUPS_RESERVE = 8,
	LIMIT_LOOKUPS_CALLER = 8,
	LIMIT_SETUPS = 4, /* requests to "layso setup --page" at once */
	LIMIT_SECRETS = 256, /* sign-ins and new secrets waiting for theirs */
	LIMIT_SECRETS_RESERVE = 32,
	LIMIT_SECRETS_CALLER = 16,
	LIMIT_SECRETS_ADDRESS = 64,
	LIMIT_COLUMNS = 1024, /* bytes of the names of a report's columns */
	LIMIT_ISSUE_MINUTE_MAX = 6000, /* tickets a minute of one caller, as a setting */
	LIMIT_REPORTS_MINUTE = 60, /* changes of its devices that one caller reports */
	LIMIT_SCREENS = 32, /* whose pictures are kept, while they are looked at */
	LIMIT_SCREEN_PIXELS = 480, /* of such a picture, each way */
	LIMIT_SCREEN_BYTES = 82 * 1024, /* of the request that brings it: 60 KB in base64 */
	LIMIT_LOOKS_MINUTE = 600, /* requests of one caller for what screens show */
	LIMIT_FAILURES_MINUTE = 30, /* wrong tokens a minute from one address */
	LIMIT_PUBLIC_MINUTE = 600, /* citizens' look-ups of a ticket a minute from one address */
	LIMIT_COUNTS_MINUTE = 120, /* look-ups of procedures that one address tells */
	/* What visitors do that is counted in an hour, of one address: the same thing, all things,
	 * and from everywhere. hub-visits.h. */
	LIMIT_VISITOR_THING_HOUR = 20,
	LIMIT_VISITOR_HOUR = 1200, /* look-ups and searches */
	LIMIT_VISITORS_HOUR = 6000,
	LIMIT_WRONG_THING_HOUR = 3,
	LIMIT_WRONG_HOUR = 60, /* times that a procedure is said to be wrong */
	LIMIT_WRONG_ALL_HOUR = 600,
	LIMIT_WAITING = 200, /* waiting tickets in the state */
	HALL_CALL_ID_SIZE = 32, /* "123-2": the second call of ticket 123 */
	LIMIT_SCREEN_PX = 16384, /* a side of a hall's screen in a browser */
	LIMIT_HALL_TAG = 16, /* bytes of a tag of a hall's view */
	LIMIT_PAGE_FILES = 160, /* files of the web pages */
	LIMIT_PAGE_BYTES = 2 * 1024 * 1024, /* one of them */
	KEEP_ALIVE_S = 2, /* between comment lines on a silent stream; clients count on it */
	GONE_S = 4, /* without a stream a device is gone: within 15 s of its last word */
	BACK_S = 15, /* the same after the hub has started: all of them come back at once */
};

struct hub_limit {
	const char *name;
	int64_t value;
};

/* The table as the OpenAPI file has it ("x-limits"); ends with a NULL name. */
extern const struct hub_limit hub_limits[];
/* What people write on pages, which say it before they send it: constants of web/limits.js. The
 * last one has no name. */
extern const struct hub_limit page_limits[];
