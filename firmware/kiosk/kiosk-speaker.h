/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Has texts of the catalogue spoken by the program that made a pack: one after the other, each in a
 * process of its own behind a thread, so that no key waits for it. One that is late is ended, and
 * the next text starts anew; a program that fails again and again rests. What was spoken is kept in
 * memory while somebody listens; nothing of it is logged.
 */
#pragma once

#include <systemd/sd-event.h>

#include "ui/voice/voice-manifest.h"
#include "ui/voice/voice-speech.h"

enum {
	KIOSK_SPEAKER_LATE_MS = 5000, /* for a piece of some seconds */
	KIOSK_SPEAKER_FAILURES = 2, /* in a row, and it rests */
	KIOSK_SPEAKER_REST_MS = 30000,
};

struct kiosk_speaker;

/* spoken: a text was spoken, or was not; ask again. From the event loop. */
int kiosk_speaker_new(sd_event *event, int late_ms, void (*spoken)(void *userdata), void *userdata,
	struct kiosk_speaker **ret) _warn_unused_;
/* Ends what is being spoken: blocks some milliseconds for that. Accepts NULL. */
void kiosk_speaker_free(struct kiosk_speaker *speaker);
DEFINE_CLEANUP(struct kiosk_speaker *, kiosk_speaker_free);

/* Whether a pack's program can be asked to speak. */
bool kiosk_speaker_can(struct kiosk_speaker *speaker, const struct voice_manifest *manifest);
/* A text in the pack's language, with a reference for the caller. −EAGAIN: it is being spoken, or
 * another one is before it, and spoken() tells when to ask again; else −errno: it cannot be spoken,
 * and asking again for the same text says so, too. Does not block. */
int kiosk_speaker_get(struct kiosk_speaker *speaker, const struct voice_manifest *manifest,
	const char *text, struct speech **ret) _warn_unused_;
/* Nobody wants what is being spoken. */
void kiosk_speaker_cancel(struct kiosk_speaker *speaker);
/* The same, and nothing of what was spoken is kept. */
void kiosk_speaker_forget(struct kiosk_speaker *speaker);
