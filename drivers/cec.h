/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells a television through its HDMI cable (CEC) to sleep or to wake up and show this board.
 *
 * Never trusted: many televisions do not listen, some answer and do nothing. The signal that stops
 * and comes back is what counts; this only helps those that do not watch it. Nothing blocks: the
 * device is open while something is being said, and answers come through the event loop.
 */
#pragma once

#include <linux/cec.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct cec;

/* The kernel, for tests to stand in for. Both return −errno. */
struct cec_kernel {
	int (*open)(int number); /* /dev/cecN, not blocking */
	int (*ioctl)(int fd, unsigned long request, void *data);
	int wait_ms; /* for an answer, and before another try */
};

/* kernel: NULL the real one; else borrowed. changed is called when cec_note is another, not from
 * within cec_say. −errno when the loop takes no timer. */
int cec_new(sd_event *event, const struct cec_kernel *kernel, void (*changed)(void *userdata),
	void *userdata, struct cec **ret) _warn_unused_;
/* Accepts NULL. */
void cec_free(struct cec *cec);
DEFINE_CLEANUP(struct cec *, cec_free);

/* Says to the display on this connector of this DRM card that it is on or off from now on, a few
 * times if need be; what was being said is given up. */
void cec_say(struct cec *cec, bool on, int card, uint32_t connector);
/* "" all that was said was heard, or nothing was said; else what is wrong, in English. */
const char *cec_note(const struct cec *cec);

/* The n-th message of those that say it, from a logical and a physical address (CEC 1.4 section
 * 13.1, 13.3): false when there is none. Pure. */
bool cec_message(bool on, int n, uint8_t from, uint16_t physical, struct cec_msg *ret);
