/* SPDX-License-Identifier: Apache-2.0 */
/* A ticket as the kiosk knows it: enough for the screen and the slip. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct kiosk_ticket {
	int64_t id;
	char number[9]; /* "A001" */
	char service[32]; /* the service's id */
	char lane[16]; /* "regular", "priority", "return" */
	char subject[32]; /* of the complaint it was taken for, an id; "" none */
	char language[9];
	char day[11]; /* "2026-11-23" */
	char issued_at[40]; /* as the hub gives it, ISO 8601 */
	bool time_known; /* day and issued_at are known */
	char token[64]; /* for the ticket's page; "" unknown */
	int ahead; /* −1 unknown */
	int wait_s; /* −1 unknown */
	int prints; /* how many slips the hub has counted */
	bool past_closing; /* it may not be called before closing today */
};
