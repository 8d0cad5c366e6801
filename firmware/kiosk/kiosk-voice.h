/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the screen aloud to who listens: connects the listener (listener.h) with the loudspeaker,
 * the flow and the look-up. Runs in the owner's event loop; a reading takes some milliseconds to
 * put together. */
#pragma once

#include "base/log.h"
#include "display/own-clips.h"
#include "kiosk/kiosk-context.h"

struct kiosk_voice;

struct kiosk_voice_calls {
	/* FLOW_LISTEN or FLOW_GONE: somebody listens, or no longer; FLOW_DONE: a page was heard. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* Who listens pressed a key of the page, as for kiosk_display_calls.choose. */
	void (*choose)(const struct kiosk_view *view, const struct lookup_view *lookup,
		struct kiosk_target target, void *userdata);
	/* What the screen shows has changed: the focus, the ear. */
	void (*show)(void *userdata);
	/* How large the screen is. */
	struct kiosk_size (*size)(void *userdata);
	/* The loudspeaker's state: "ok", "missing", "busy", "lost", "error", "no_voice". */
	void (*health)(const char *state, enum log_fault fault, const char *note, void *userdata);
};

/* Loads the voices, which takes a second or two on a small board, and opens the loudspeaker; *ret
 * stays NULL when the board has none. listener is the one of the context, initialised. Logs its
 * errors. */
int kiosk_voice_open(const struct kiosk_context *context, struct listener *listener,
	const struct kiosk_voice_calls *calls, void *userdata,
	struct kiosk_voice **ret) _warn_unused_;
void kiosk_voice_close(struct kiosk_voice *voice);
DEFINE_CLEANUP(struct kiosk_voice *, kiosk_voice_close);

/* Says in the log when the installed voice has no program that speaks the texts which the board
 * looks up and reads aloud. Accepts NULL. */
void kiosk_voice_check(const struct board *board);

/* These accept NULL. The view may have changed: another page is read after it was drawn. */
void kiosk_voice_work(struct kiosk_voice *voice);
void kiosk_voice_key(struct kiosk_voice *voice, enum board_speech key);
/* Something was touched: silence at once. */
void kiosk_voice_touch(struct kiosk_voice *voice, struct kiosk_target target);
/* Reads the site's own clips again, its names, from folder. complete: there is one for every name;
 * else the state's note says so. */
void kiosk_voice_load_names(struct kiosk_voice *voice, const char *folder, bool complete);
/* Says the centre's own clips; what is being read is cut off. */
void kiosk_voice_set_own(struct kiosk_voice *voice, const struct own_clips *own);
