/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-voice.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "display/own-clips.h"
#include "drivers/sound.h"
#include "display/announce.h"
#include "display/site-files.h"

struct hall_voice {
	struct calls *calls;
	const struct phrases *phrases;
	void (*changed)(void *userdata);
	void *userdata;
	struct sound_settings settings; /* its path is not used here */
	struct voice_packs *packs; /* NULL: none were installed */
	struct own_clips *own;
	struct client *client; /* that it asks; NULL before there is one */
	bool own_changed; /* and the packs do not say them yet */
	bool had_voice; /* when the state was told last */
	struct sound *sound;
	sd_event_source *next; /* after the display was drawn */
	struct announce_parts parts; /* what is being played */
	struct announce_call saying; /* of which call; ticket 0: nothing is being said */
};

static void say(struct hall_voice *voice, const struct announce_call *call, bool once)
{
	struct clock_reading now;
	int volume;
	int r = announce_compose(call, once, voice->settings.digits, calls_language(voice->calls),
		voice->packs, &voice->parts);

	if (r < 0) {
		log_warning(FAULT_SITE, "%s is not said: %s", call->number, strerror(-r));
		return;
	}
	clock_now(&now);
	volume = sound_volume_at(&voice->settings, calls_minute(voice->calls, &now));
	r = sound_play(voice->sound, voice->parts.part, voice->parts.n, volume);
	if (r < 0) {
		log_warning(FAULT_DEVICE, "%s is not said yet: the loudspeaker is %s", call->number,
			sound_state_name(sound_state(voice->sound)));
		announce_put_back(calls_voice(voice->calls), call);
		return;
	}
	voice->saying = *call;
	log_debug("%s: said%s, %lld ms after the call", call->number, once ? " once" : "",
		(long long)(now.boot_ms - call->called_ms));
}

static bool has_voice(const struct hall_voice *voice)
{
	const char *language = calls_language(voice->calls);
	const struct voice_pack *pack =
		voice->packs && *language ? voice_packs_find(voice->packs, language) : NULL;

	return voice->packs && (!*language || (pack && voice_pack_has(pack, "call-1")));
}

static int on_next(sd_event_source *source, void *userdata)
{
	struct hall_voice *voice = userdata;
	struct announce_call call;
	bool once;

	(void)source;
	if (voice->own_changed && !sound_is_playing(voice->sound)) {
		voice->own_changed = false;
		own_clips_apply(voice->own, voice->phrases, voice->packs);
	}
	/* A loudspeaker that does not play leaves the calls where they are: it may come back. */
	while (!sound_is_playing(voice->sound) && sound_state(voice->sound) == SOUND_OK &&
		announce_take(calls_voice(voice->calls), &call, &once)) {
		say(voice, &call, once);
	}
	if (has_voice(voice) != voice->had_voice) { /* the site has come, or is another one */
		voice->had_voice = has_voice(voice);
		voice->changed(voice->userdata);
	}
	return 0;
}

void hall_voice_work(struct hall_voice *voice)
{
	if (voice) {
		(void)sd_event_source_set_enabled(voice->next, SD_EVENT_ONESHOT);
	}
}

void hall_voice_follow(struct hall_voice *voice, struct client *client)
{
	if (!voice || !voice->packs) {
		return;
	}
	voice->client = client;
	if (own_clips_follow(voice->own, calls_site_json(voice->calls), client)) {
		voice->own_changed = true;
		hall_voice_work(voice);
	}
}

static void on_clip(void *userdata)
{
	struct hall_voice *voice = userdata;

	hall_voice_follow(voice, voice->client);
	voice->changed(voice->userdata);
}

static void on_over(void *userdata)
{
	struct hall_voice *voice = userdata;

	voice->saying.ticket = 0;
	hall_voice_work(voice);
}

/* Half a call is none: it is said anew when the loudspeaker is back, if it still holds then. */
static void put_back(struct hall_voice *voice)
{
	struct announce_call *call = &voice->saying;

	if (call->ticket && calls_is_called(voice->calls, call->ticket, call->counter)) {
		announce_put_back(calls_voice(voice->calls), call);
	}
	call->ticket = 0;
}

static void on_state(void *userdata)
{
	struct hall_voice *voice = userdata;
	enum sound_state state = sound_state(voice->sound);
	struct clock_reading now;

	if (state == SOUND_OK) {
		log_notice("the loudspeaker plays again");
		clock_now(&now);
		announce_remove_old(calls_voice(voice->calls), now.boot_ms - CALLS_OLD_MS);
	} else {
		log_warning(FAULT_DEVICE, "the loudspeaker is %s: %s", sound_state_name(state),
			sound_note(voice->sound));
		put_back(voice);
	}
	hall_voice_work(voice);
	voice->changed(voice->userdata);
}

struct hall_voice_state hall_voice_state(const struct hall_voice *voice)
{
	enum sound_state state = sound_state(voice->sound);

	if (state != SOUND_OK) {
		return (struct hall_voice_state){
			sound_state_name(state), FAULT_DEVICE, sound_note(voice->sound)};
	}
	if (!has_voice(voice)) {
		return (struct hall_voice_state){
			"no_voice", FAULT_SITE, calls_language(voice->calls)};
	}
	return (struct hall_voice_state){"ok", FAULT_NONE, ""};
}

int hall_voice_files_error(const struct hall_voice *voice)
{
	return voice ? own_clips_error(voice->own) : 0;
}

int hall_voice_open(sd_event *event, const struct sound_settings *settings, const char *name,
	const struct phrases *phrases, struct calls *calls, void (*changed)(void *userdata),
	void *userdata, struct hall_voice **ret)
{
	static const struct sound_calls sound_calls = {.over = on_over, .state = on_state};
	_cleanup_(hall_voice_closep) struct hall_voice *voice = memory_new(1, sizeof(*voice));
	_cleanup_free_ char *folder = site_files_folder(name);
	int r;

	voice->calls = calls;
	voice->phrases = phrases;
	voice->changed = changed;
	voice->userdata = userdata;
	voice->settings = *settings;
	r = voice_packs_load(NULL, &voice->packs);
	if (r < 0) {
		log_warning(FAULT_SITE, "there are no voices: %s", strerror(-r));
	}
	voice->had_voice = has_voice(voice);
	r = own_clips_open(event, folder, on_clip, voice, &voice->own);
	if (r >= 0) {
		r = sd_event_add_defer(event, &voice->next, on_next, voice);
	}
	if (r >= 0) {
		r = sd_event_source_set_priority(voice->next, SD_EVENT_PRIORITY_NORMAL + 20);
	}
	if (r >= 0) {
		r = sd_event_source_set_enabled(voice->next, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sound_open(event, settings, &sound_calls, voice, &voice->sound);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up the voice: %s", strerror(-r));
		return r;
	}
	*ret = TAKE_PTR(voice);
	return 0;
}

void hall_voice_close(struct hall_voice *voice)
{
	if (!voice) {
		return;
	}
	voice->next = sd_event_source_disable_unref(voice->next);
	sound_close(voice->sound);
	own_clips_close(voice->own);
	voice_packs_free(voice->packs);
	free(voice);
}
