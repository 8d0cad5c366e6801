/* SPDX-License-Identifier: Apache-2.0 */
/* Which of a graphics card's sockets a screen uses, in which mode, and which of the card's pipes
 * (CRTCs) feeds it. Pure, on what libdrm has read. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <xf86drmMode.h>

enum { SCREEN_OUTPUTS_MAX = 16 };

/* A socket of the card. */
struct screen_output {
	char name[32]; /* "HDMI-A-1", as in /sys/class/drm */
	uint32_t connector; /* the kernel's number of it */
	uint32_t crtc; /* that feeds it now; 0: none */
	uint32_t possible_crtcs; /* bit i: the card's CRTC i can */
	bool connected; /* a display with modes is there */
	bool taken; /* by another program of ours */
};

/* The socket to use, −1 none. wanted: its name, "" any. Any: the one that is used now (−1 none)
 * while it is connected, else the first that is connected and not taken, from the last on if
 * from_last is set; else that which is used now. */
int screen_plan_output(
	const struct screen_output *outputs, int n, const char *wanted, bool from_last, int now);

/* Whether the CRTC that feeds outputs[which] also feeds another socket that is connected. */
bool screen_plan_is_shared(const struct screen_output *outputs, int n, int which);

/* The CRTC for outputs[which], 0 none: that which feeds it now, unless it also feeds another socket
 * that is connected; else one that feeds no such socket; else any that can. */
uint32_t screen_plan_crtc(
	const uint32_t *crtcs, int n_crtcs, const struct screen_output *outputs, int n, int which);

/* The mode of this size, the display's own choice among several of it; 0 × 0 or a size that it does
 * not have: the display's own choice. NULL: it has no mode. */
const drmModeModeInfo *screen_plan_mode(const drmModeModeInfo *modes, int n, int width, int height);
/* Whether two modes are the same signal. */
bool screen_plan_same_mode(const drmModeModeInfo *first, const drmModeModeInfo *second);
