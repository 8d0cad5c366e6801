/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A graphics card as the kernel shows it (DRM, with memory as "dumb buffers"): no GPU, no GL.
 *
 * The kernel lets one program at a time set modes and flip pages: its master. A program that is
 * alone stays master. Two programs of ours on one card take turns: each is master for the length of
 * one request and holds a lock meanwhile; which socket belongs to which is a lock, too. The kernel
 * (5.8 and later) lets a program be master again without a privilege when it was master before:
 * who opens the card while nobody is, is. Locks are on folders in /sys/class/drm: they need no
 * permission and go with their holder.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "drivers/screen-look.h"
#include "drivers/screen-plan.h"
#include "drivers/screen-turn.h"

struct drm_card {
	char name[16]; /* "card0" */
	int number;
	int fd; /* −1: none is open */
	int turn_fd; /* −1: the card is not shared */
};

/* What a card has. */
struct drm_outputs {
	int n, n_crtcs;
	struct screen_output outputs[SCREEN_OUTPUTS_MAX];
	uint32_t crtcs[SCREEN_OUTPUTS_MAX];
};

/* Memory that the card can show. */
struct drm_buffer {
	uint32_t handle, id; /* 0: none */
	size_t size;
	struct screen_pixels to;
};

/* Fills in *card without opening anything but the lock. shared: another program of ours shows
 * pictures on the same card. */
int drm_card_init(struct drm_card *card, bool shared) _warn_unused_;
void drm_card_done(struct drm_card *card);

/* Becomes master, if need be: −EAGAIN it is the other program's turn, for some milliseconds;
 * another error: a foreign program holds the card. Does not block. */
int drm_card_take_turn(struct drm_card *card) _warn_unused_;
void drm_card_give_turn(struct drm_card *card);

/* Opens /dev/dri/cardN, to be called in turn. −ENOENT: there is none of this number or it shows no
 * pictures; −EBUSY a foreign program holds it. */
int drm_card_open(struct drm_card *card, int number) _warn_unused_;
void drm_card_close(struct drm_card *card);

/* Reads the card's sockets; displays that are asked (in turn only; some ten milliseconds for each
 * socket) tell what is so, the others what was last known of them. ours: the number of our socket.
 */
int drm_card_read_outputs(const struct drm_card *card, enum screen_ask ask, uint32_t ours,
	struct drm_outputs *ret) _warn_unused_;
/* Keeps a socket for this program until the descriptor is closed. −EBUSY: another one has it. */
int drm_card_claim(const char *card, const char *output, int *ret_fd) _warn_unused_;

/* Memory for a picture of this size, black. */
int drm_buffer_make(
	const struct drm_card *card, int width, int height, struct drm_buffer *ret) _warn_unused_;
void drm_buffer_free(const struct drm_card *card, struct drm_buffer *buffer);
