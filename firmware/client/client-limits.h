/* SPDX-License-Identifier: Apache-2.0 */
/* How long and how large a talk with the hub may be. */
#pragma once

enum {
	CLIENT_TIMEOUT_MS = 10000, /* when a caller has no reason for another */
	CLIENT_CONNECT_TIMEOUT_MS = 8000,
	CLIENT_ANSWER_MAX = 8 * 1024 * 1024, /* bytes; a longer answer is −EMSGSIZE */
	CLIENT_REQUESTS_MAX = 64, /* under way at once */
	CLIENT_TOKEN_MAX = 128, /* bytes */
};
