/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-voice.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "kiosk/kiosk-display.h"
#include "kiosk/kiosk-player.h"
#include "kiosk/kiosk-speaker.h"
#include "kiosk/reading.h"

struct kiosk_voice {
	const struct kiosk_context *context;
	const struct kiosk_voice_calls *calls;
	void *userdata;
	struct listener *listener;
	struct kiosk_player *player;
	bool had_voice; /* when the state was told last */
	bool names_missing; /* some names are not spoken */
	struct kiosk_view view; /* what is read, and where its choices are */
	bool is_lookup; /* it is a page of the look-up */
	struct lookup_view lookup;
	struct kiosk_layout layout;
	sd_event_source *work; /* after the screen was drawn */
	sd_event_source *tick;
};

/* ---- the loudspeaker's side ---- */

static int volume_now(const struct kiosk_voice *voice)
{
	const struct kiosk_view *view = &voice->view;

	return listener_volume(voice->listener,
		sound_volume_at(
			&voice->context->board->kiosk_sound, *view->day ? view->minute : -1));
}

static void set_tick(struct kiosk_voice *voice)
{
	int64_t next_ms = listener_next_ms(voice->listener);

	(void)sd_event_source_set_time(voice->tick, (uint64_t)MAX_OF(next_ms, 0) * 1000);
	(void)sd_event_source_set_enabled(
		voice->tick, next_ms >= 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static void be_silent(struct kiosk_voice *voice)
{
	if (kiosk_player_is_playing(voice->player)) {
		log_debug("reading is cut off");
		kiosk_player_stop(voice->player);
	}
}

/* Says a reading instead of what is being said. Where a text of a page cannot be spoken after all,
 * who listens is told to ask; a choice has its place. */
static void play(struct kiosk_voice *voice, struct reading *reading, bool is_page)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	struct reading instead = {.says = kiosk_player_says, .userdata = voice->player};

	be_silent(voice);
	if (is_page) {
		reading_sentence(
			&instead, voice->context->phrases, voice->view.language, "speech.lookup");
	}
	kiosk_player_play(voice->player, reading, &instead, volume_now(voice));
	reading_done(&instead);
	reading_text(reading, &text);
	log_debug("reads: %s", text.size > 0 ? text.data : "");
}

/* ---- what is said ---- */

static void read_choice(const struct kiosk_voice *voice, struct reading *reading,
	struct kiosk_target target, int at, int all)
{
	const struct phrases *phrases = voice->context->phrases;

	if (target.kind == KIOSK_TARGET_LINE) {
		reading_line(reading, phrases, &voice->view, &voice->layout.elements[target.index]);
	} else if (voice->is_lookup) {
		reading_lookup_choice(
			reading, phrases, &voice->view, &voice->lookup, target, at, all);
	} else {
		reading_choice(reading, phrases, &voice->view, target, at, all);
	}
}

/* Without the keys, a finger chooses: who cannot read hears what there is to be touched; not each
 * letter of the keyboard. */
static void read_page(const struct kiosk_voice *voice, struct reading *reading)
{
	const struct listener_choices *choices = &voice->listener->choices;
	const struct phrases *phrases = voice->context->phrases;
	bool keys = voice->listener->has_keys;
	int n = keys ? choices->n_main : -1;

	if (voice->is_lookup) {
		reading_lookup_page(
			reading, phrases, &voice->view, &voice->lookup, &voice->layout, n);
	} else {
		reading_page(reading, phrases, &voice->view, n);
	}
	for (int i = 0; !keys && i < choices->n_main; i++) {
		if (choices->target[i].kind != KIOSK_TARGET_LETTER) {
			read_choice(voice, reading, choices->target[i], 0, 0);
		}
	}
}

/* What was typed, and what may be meant. */
static void read_typed(const struct kiosk_voice *voice, struct reading *reading)
{
	const struct listener_choices *choices = &voice->listener->choices;
	int suggested = 0;

	for (int i = 0; i < choices->n; i++) {
		suggested += choices->target[i].kind == KIOSK_TARGET_ENTRY;
	}
	reading_typed(reading, voice->context->phrases, &voice->view, &voice->lookup, suggested);
}

static void read_sentence(const struct kiosk_voice *voice, struct reading *reading, const char *key)
{
	reading_sentence(reading, voice->context->phrases, voice->view.language, key);
}

/* What the hall shows in turns: who sees nothing asks for help to hear it. */
static void read_notices(const struct kiosk_voice *voice, struct reading *reading)
{
	const char *language = voice->view.language, *notice;

	for (int i = 0; (notice = kiosk_data_notice(voice->context->data, (size_t)i, language));
		i++) {
		reading_notice(reading, voice->context->phrases, language, i, notice);
	}
}

static void compose(const struct kiosk_voice *voice, enum listener_say say, struct reading *reading)
{
	const struct listener *listener = voice->listener;

	switch (say) {
	case LISTENER_NOTHING:
		return;
	case LISTENER_WELCOME:
		read_sentence(voice, reading, "speech.welcome");
		read_page(voice, reading);
		if (listener->has_keys && listener->choices.n_main > 0) {
			read_sentence(voice, reading, "speech.keys");
		}
		return;
	case LISTENER_PAGE:
		read_page(voice, reading);
		return;
	case LISTENER_CHOICE:
		read_choice(voice, reading, listener->focus, listener_place(listener),
			listener->choices.n_main);
		return;
	case LISTENER_TYPED:
		read_typed(voice, reading);
		return;
	case LISTENER_HELP:
		read_sentence(voice, reading, "speech.help");
		read_page(voice, reading);
		read_notices(voice, reading);
		return;
	case LISTENER_STILL_THERE:
		read_sentence(voice, reading, "speech.still_there");
		return;
	case LISTENER_VOLUME:
		reading_count(reading, voice->context->phrases, voice->view.language,
			"speech.volume", volume_now(voice));
		return;
	case LISTENER_OVER:
		read_sentence(voice, reading, "speech.over");
		return;
	}
}

/* The view and its choices as they are now. */
static struct listener_act look(struct kiosk_voice *voice)
{
	struct kiosk_size size = voice->calls->size(voice->userdata);
	const struct lookup_view *lookup;
	struct listener_choices choices;
	struct listener_page page;

	kiosk_display_fill_view(voice->context, &voice->view);
	voice->is_lookup = kiosk_display_fill_lookup(voice->context, &voice->view, &voice->lookup);
	lookup = voice->is_lookup ? &voice->lookup : NULL;
	kiosk_layout_make_lookup(
		&voice->layout, voice->context->phrases, &voice->view, lookup, &size);
	listener_find_choices(&voice->layout, &choices);
	page = listener_page_of(&voice->view, lookup);
	return listener_show(voice->listener, &page, &choices);
}

/* Nothing is kept of what somebody looked up. */
static void forget(struct kiosk_voice *voice)
{
	memset(&voice->lookup, 0, sizeof(voice->lookup));
	kiosk_layout_done(&voice->layout);
	kiosk_player_forget(voice->player);
}

static void do_act(struct kiosk_voice *voice, const struct listener_act *act, bool was_on)
{
	struct reading reading = {.says = kiosk_player_says, .userdata = voice->player};
	struct flow_event event;

	if (act->say != LISTENER_NOTHING) {
		compose(voice, act->say, &reading);
		play(voice, &reading,
			act->say != LISTENER_CHOICE ||
				voice->listener->focus.kind == KIOSK_TARGET_LINE);
		reading_done(&reading);
	}
	if (!voice->listener->on) {
		forget(voice);
	}
	set_tick(voice);
	if (was_on != voice->listener->on) {
		event = (struct flow_event){
			.kind = act->gone ? FLOW_GONE : FLOW_LISTEN, .on = voice->listener->on};
		voice->calls->feed(&event, voice->userdata);
	}
	if (act->finished) {
		voice->calls->feed(&(struct flow_event){.kind = FLOW_DONE}, voice->userdata);
	} else if (act->chosen.kind != KIOSK_TARGET_NONE) {
		voice->calls->choose(&voice->view, voice->is_lookup ? &voice->lookup : NULL,
			act->chosen, voice->userdata);
	}
	voice->calls->show(voice->userdata);
}

void kiosk_voice_key(struct kiosk_voice *voice, enum board_speech key)
{
	struct listener_act act;
	bool was_on;

	if (!voice) {
		return;
	}
	was_on = voice->listener->on;
	be_silent(voice);
	(void)look(voice);
	act = listener_key(voice->listener, key);
	do_act(voice, &act, was_on);
}

void kiosk_voice_touch(struct kiosk_voice *voice, struct kiosk_target target)
{
	struct listener_act act;
	bool was_on;

	if (!voice) {
		return;
	}
	was_on = voice->listener->on;
	be_silent(voice);
	if (target.kind == KIOSK_TARGET_EAR) {
		(void)look(voice);
		act = listener_ear(voice->listener);
		do_act(voice, &act, was_on);
	} else if (was_on) {
		listener_touch(voice->listener, clock_mono_ms());
		set_tick(voice);
	}
}

static int on_work(sd_event_source *source, void *userdata)
{
	struct kiosk_voice *voice = userdata;
	struct listener_act act;

	(void)source;
	act = look(voice);
	if (act.say != LISTENER_NOTHING) {
		do_act(voice, &act, true);
	}
	return 0;
}

/* A voice in the site's first language that has the kiosk's words, not the hall's alone. */
static bool has_voice(const struct kiosk_voice *voice)
{
	const char *language = voice->context->flow->first_language;
	struct voice_packs *packs = kiosk_player_packs(voice->player);
	const struct voice_pack *pack = packs
		? voice_packs_find(packs,
			  *language ? language : phrases_language(voice->context->phrases, 0))
		: NULL;

	return pack && voice_pack_clip(pack, "speech.welcome-1");
}

/* What is not spoken, for whoever leads the centre; "" nothing. */
static const char *hole(const struct kiosk_voice *voice)
{
	const char *first = phrases_language(voice->context->phrases, 0); /* the catalogue's */

	if (voice->context->procedures && !kiosk_player_has_engine(voice->player, first)) {
		return "texts of the look-up are not spoken: the voice has no program that "
		       "speaks, or it is not installed";
	}
	return voice->names_missing ? "not all names of services are spoken" : "";
}

static void tell(struct kiosk_voice *voice)
{
	const struct sound *sound = kiosk_player_sound(voice->player);
	enum sound_state state = sound_state(sound);

	voice->had_voice = has_voice(voice);
	voice->listener->able = state == SOUND_OK && voice->had_voice;
	if (state != SOUND_OK) {
		voice->calls->health(
			sound_state_name(state), FAULT_DEVICE, sound_note(sound), voice->userdata);
	} else if (!voice->had_voice) {
		voice->calls->health("no_voice", FAULT_SITE, voice->context->flow->first_language,
			voice->userdata);
	} else {
		voice->calls->health("ok", FAULT_NONE, hole(voice), voice->userdata);
	}
	voice->calls->show(voice->userdata);
}

void kiosk_voice_work(struct kiosk_voice *voice)
{
	/* The site has come, or is another one, with another first language. */
	if (voice && has_voice(voice) != voice->had_voice) {
		tell(voice);
	}
	if (voice && voice->listener->on) {
		(void)sd_event_source_set_enabled(voice->work, SD_EVENT_ONESHOT);
	}
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk_voice *voice = userdata;
	bool was_on = voice->listener->on;
	struct listener_act act = listener_tick(voice->listener, clock_mono_ms());

	(void)source;
	(void)usec;
	do_act(voice, &act, was_on);
	return 0;
}

/* ---- the loudspeaker ---- */

static void on_over(void *userdata)
{
	struct kiosk_voice *voice = userdata;

	log_debug("reading is over");
	listener_heard(voice->listener, clock_mono_ms());
	set_tick(voice);
}

static void on_state(void *userdata)
{
	struct kiosk_voice *voice = userdata;

	log_notice("the loudspeaker is %s",
		sound_state_name(sound_state(kiosk_player_sound(voice->player))));
	tell(voice);
}

/* ---- life ---- */

/* The samples of what is being read may go. */
static void let_go(struct kiosk_voice *voice)
{
	if (kiosk_player_is_playing(voice->player)) {
		be_silent(voice);
		listener_heard(voice->listener, clock_mono_ms());
	}
}

void kiosk_voice_set_own(struct kiosk_voice *voice, const struct own_clips *own)
{
	struct voice_packs *packs = voice ? kiosk_player_packs(voice->player) : NULL;

	if (packs) {
		let_go(voice);
		own_clips_apply(own, voice->context->phrases, packs);
		set_tick(voice);
		tell(voice);
	}
}

void kiosk_voice_load_names(struct kiosk_voice *voice, const char *folder, bool complete)
{
	struct voice_packs *packs = voice ? kiosk_player_packs(voice->player) : NULL;
	int r;

	if (!packs) {
		return;
	}
	voice->names_missing = !complete;
	let_go(voice);
	r = voice_packs_add(packs, folder);
	if (r < 0 && r != -ENOENT) {
		log_warning(FAULT_SITE, "the names in '%s' are not said: %s", folder, strerror(-r));
	}
	set_tick(voice);
	tell(voice);
}

static int open_parts(struct kiosk_voice *voice)
{
	static const struct kiosk_player_calls player_calls = {on_over, on_state};
	sd_event *event = voice->context->event;
	int r = sd_event_add_defer(event, &voice->work, on_work, voice);

	if (r >= 0) {
		r = sd_event_source_set_priority(voice->work, SD_EVENT_PRIORITY_NORMAL + 20);
	}
	if (r >= 0) {
		r = sd_event_source_set_enabled(voice->work, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sd_event_add_time(
			event, &voice->tick, CLOCK_MONOTONIC, UINT64_MAX, 1000, on_tick, voice);
	}
	if (r >= 0) {
		r = sd_event_source_set_enabled(voice->tick, SD_EVENT_OFF);
	}
	return r < 0 ? r
		     : kiosk_player_open(event, &voice->context->board->kiosk_sound,
			       voice->context->phrases, KIOSK_SPEAKER_LATE_MS, &player_calls, voice,
			       &voice->player);
}

int kiosk_voice_open(const struct kiosk_context *context, struct listener *listener,
	const struct kiosk_voice_calls *calls, void *userdata, struct kiosk_voice **ret)
{
	_cleanup_(kiosk_voice_closep) struct kiosk_voice *voice = NULL;
	int r;

	if (!context->board->kiosk_sound.driver[0]) {
		return 0;
	}
	voice = memory_new(1, sizeof(*voice));
	voice->context = context;
	voice->listener = listener;
	listener->has_keys = *context->board->keypad.device != '\0';
	for (int i = 0; i < context->board->n_buttons; i++) {
		listener->has_keys |= context->board->buttons[i].does == BOARD_SPEECH;
	}
	voice->calls = calls;
	voice->userdata = userdata;
	r = open_parts(voice);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up the voice: %s", strerror(-r));
		return r;
	}
	tell(voice);
	*ret = TAKE_PTR(voice);
	return 0;
}

void kiosk_voice_close(struct kiosk_voice *voice)
{
	if (voice) {
		voice->work = sd_event_source_disable_unref(voice->work);
		voice->tick = sd_event_source_disable_unref(voice->tick);
		kiosk_player_close(voice->player);
		kiosk_layout_done(&voice->layout);
		free(voice);
	}
}

void kiosk_voice_check(const struct board *board)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	_cleanup_free_ char *folder = NULL;

	if (!board || !*board->kiosk_sound.driver || !board->journeys.lookup ||
		phrases_load(NULL, &phrases) < 0) {
		return;
	}
	if (voice_manifest_find(phrases_language(phrases, 0), &manifest, &folder) < 0) {
		log_warning(FAULT_SITE, "there is no voice: nothing is read aloud");
	} else if (speech_find_engine(manifest.engine, &engine) < 0) {
		log_warning(FAULT_SITE,
			"the voice in '%s' has no program that speaks, or it is not installed: "
			"texts of the look-up are not read aloud",
			folder);
	}
}
