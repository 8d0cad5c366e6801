/* SPDX-License-Identifier: Apache-2.0 */
/* Says the calls aloud, one after the other, behind the display. Runs in the owner's event loop. */
#pragma once

#include <systemd/sd-event.h>

#include "base/log.h"
#include "client/client.h"
#include "drivers/sound-settings.h"
#include "display/calls.h"

struct hall_voice;
struct phrases;

/* How the loudspeaker is, for the hub's health: "ok", "missing", "busy", "lost", "error";
 * "no_voice": it works, and nobody speaks the site's first language. */
struct hall_voice_state {
	const char *name;
	enum log_fault fault;
	const char *note;
};

/* name is the display's, whose folder keeps the centre's own clips. Loads the voices, which takes a
 * second on a small board, and opens the loudspeaker. phrases and calls are borrowed and must
 * outlive it; changed is called when the state or the error of the files is another. −errno, which
 * is logged. */
int hall_voice_open(sd_event *event, const struct sound_settings *settings, const char *name,
	const struct phrases *phrases, struct calls *calls, void (*changed)(void *userdata),
	void *userdata, struct hall_voice **ret) _warn_unused_;
/* Accepts NULL. */
void hall_voice_close(struct hall_voice *voice);
DEFINE_CLEANUP(struct hall_voice *, hall_voice_close);

/* The calls may have changed: the next one is said after the display was drawn. Accepts NULL. */
void hall_voice_work(struct hall_voice *voice);
/* Asks the hub for the centre's own clips, which are said when nothing is being said; client is
 * kept until the next call. Accepts NULL. */
void hall_voice_follow(struct hall_voice *voice, struct client *client);
struct hall_voice_state hall_voice_state(const struct hall_voice *voice);
/* 0, or the disk's −errno, for which an own clip is not kept. Accepts NULL. */
int hall_voice_files_error(const struct hall_voice *voice);
