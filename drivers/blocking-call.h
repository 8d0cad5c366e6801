/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that may block for seconds (a name is looked up, a device that fails is opened), on a
 * thread of its own, so that the event loop goes on. Nobody waits for it: who is no longer
 * interested leaves it to itself.
 */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct blocking_call;

/* Begins run(data) on a thread; then done(data, userdata) on the loop, then release(data). From now
 * on the call owns data: the thread may use it until run returns, done from then on. ret is valid
 * until done is called. −errno: data is released, and nothing is called. */
int blocking_call_start(sd_event *event, void (*run)(void *data),
	void (*done)(void *data, void *userdata), void (*release)(void *data), void *data,
	void *userdata, struct blocking_call **ret) _warn_unused_;
/* done is not called; release is, when run has returned. Does not wait. Accepts NULL. */
void blocking_call_abandon(struct blocking_call *call);
