/* SPDX-License-Identifier: Apache-2.0 */
/* What kioskd's parts read, for their tests: a small site, open, a flow at its services, a board
 * that the test fills. */
#pragma once

#include "kiosk/kiosk-context.h"

struct kiosk_fixture {
	sd_event *event;
	struct board board;
	struct phrases *phrases;
	struct kiosk_data *data;
	struct flow flow;
	struct kiosk_context context;
};

/* Services A and B, languages vi and en, the reason elderly, counter 1 for both services. */
void kiosk_fixture_init(struct kiosk_fixture *fixture);
void kiosk_fixture_done(struct kiosk_fixture *fixture);

/* Gives the flow an event; returns the number of effects. */
int kiosk_fixture_feed(struct kiosk_fixture *fixture, const struct flow_event *event);
/* Runs the loop until *count is at least n; fails after ten seconds. */
void kiosk_fixture_run(struct kiosk_fixture *fixture, const int *count, int n);
/* Does what the loop has to do now, and no more. */
void kiosk_fixture_run_now(struct kiosk_fixture *fixture);
