/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/sound.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/sound-driver.h"

enum { GAIN_ONE = 65536 };

static const struct sound_driver *const drivers[] = {&sound_alsa, &sound_sim};

const char *sound_state_name(enum sound_state state)
{
	static const char *const names[SOUND_STATES] = {
		[SOUND_OK] = "ok",
		[SOUND_MISSING] = "missing",
		[SOUND_BUSY] = "busy",
		[SOUND_LOST] = "lost",
		[SOUND_ERROR] = "error",
	};

	return names[state];
}

enum sound_state sound_state(const struct sound *sound)
{
	return sound->known;
}

const char *sound_note(const struct sound *sound)
{
	return sound->note;
}

bool sound_is_playing(const struct sound *sound)
{
	return sound->parts != NULL;
}

int sound_volume_at(const struct sound_settings *settings, int minute)
{
	/* Before the day's first entry the last one counts, from the evening before. */
	const struct sound_volume *at = &settings->volume[MAX_OF(settings->n_volumes, 1) - 1];

	if (settings->n_volumes == 0 || minute < 0) {
		return settings->volume_percent;
	}
	for (int i = 0; i < settings->n_volumes && settings->volume[i].minute <= minute; i++) {
		at = &settings->volume[i];
	}
	return at->percent;
}

/* State. */

static enum sound_state state_of(const struct sound *sound, int error)
{
	switch (-error) {
	case 0:
		return SOUND_OK;
	case EBUSY:
	case EAGAIN:
		return SOUND_BUSY;
	case ENOENT:
	case ENODEV:
	case ENXIO:
	case ENOTDIR:
		return sound->was_there ? SOUND_LOST : SOUND_MISSING;
	default:
		return SOUND_ERROR;
	}
}

static const char *note_of(const struct sound *sound, int error)
{
	if (sound->known == SOUND_ERROR) {
		return strerror(-error);
	}
	return sound->known == SOUND_OK ? "" : sound->settings.device;
}

static void forget_parts(struct sound *sound)
{
	free(sound->parts);
	sound->parts = NULL;
	sound->n_parts = 0;
}

static void stop_driver(struct sound *sound)
{
	sound->started = false;
	sound->driver->stop(sound);
}

/* Notes the outcome of a try, and looks again later after a failure. */
static void set_state(struct sound *sound, int error)
{
	enum sound_state before = sound->known;

	sound->was_there = sound->was_there || error == 0;
	sound->known = state_of(sound, error);
	text_copy_cut(sound->note, sizeof(sound->note), note_of(sound, error));
	if (error < 0) {
		(void)sd_event_source_set_time_relative(sound->retry, SOUND_RETRY_MS * 1000ULL);
		(void)sd_event_source_set_enabled(sound->retry, SD_EVENT_ONESHOT);
	}
	if (sound->known != before) {
		sound->calls.state(sound->userdata);
	}
}

void sound_fail(struct sound *sound, int error)
{
	stop_driver(sound);
	forget_parts(sound);
	set_state(sound, error);
}

void sound_look(struct sound *sound)
{
	if (!sound->started) {
		set_state(sound, sound->driver->probe(sound));
	}
}

static int on_retry(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	sound_look(userdata);
	return 0;
}

/* Playing. */

void sound_stop(struct sound *sound)
{
	forget_parts(sound);
	if (sound->started) {
		stop_driver(sound);
	}
}

/* Half of 100 percent sounds about half as loud: −12 dB. */
static int gain_of(int percent)
{
	int64_t part = MIN_OF(MAX_OF(percent, 0), 100);

	return (int)(GAIN_ONE * part * part / 10000);
}

int sound_play(struct sound *sound, const struct sound_part *parts, int n, int volume_percent)
{
	int r = 0;

	if (sound->parts) {
		sound_stop(sound);
	}
	if (!sound->started) {
		sound->filled = 0;
		r = sound->driver->start(sound);
		sound->started = r == 0;
		set_state(sound, r);
	}
	if (r < 0) {
		return r;
	}
	sound->parts = memory_new((size_t)MAX_OF(n, 1), sizeof(*parts));
	memcpy(sound->parts, parts, (size_t)n * sizeof(*parts));
	sound->n_parts = n;
	sound->part = 0;
	sound->offset = 0;
	sound->end = -1;
	sound->gain = gain_of(volume_percent);
	return 0;
}

static void copy_scaled(int16_t *to, const int16_t *from, int n, int gain)
{
	for (int i = 0; i < n; i++) {
		to[i] = (int16_t)((int64_t)from[i] * gain / GAIN_ONE);
	}
}

/* Samples of the parts; returns how many there were. */
static int fill_parts(struct sound *sound, int16_t *ret, int n)
{
	int done = 0;

	while (done < n && sound->part < sound->n_parts) {
		const struct sound_part *part = &sound->parts[sound->part];
		int count = MIN_OF(n - done, part->n - sound->offset);

		if (part->samples) {
			copy_scaled(ret + done, part->samples + sound->offset, count, sound->gain);
		} else {
			memset(ret + done, 0, (size_t)count * sizeof(*ret));
		}
		done += count;
		sound->offset += count;
		if (sound->offset >= part->n) {
			sound->part++;
			sound->offset = 0;
		}
	}
	return done;
}

void sound_fill(struct sound *sound, int16_t *ret, int n)
{
	int prime = SOUND_PRIME_MS * (SOUND_RATE / 1000) - (int)MIN_OF(sound->filled, SOUND_RATE);
	int done = MIN_OF(MAX_OF(prime, 0), n);

	memset(ret, 0, (size_t)done * sizeof(*ret));
	if (sound->parts) {
		done += fill_parts(sound, ret + done, n - done);
		if (sound->part == sound->n_parts && sound->end < 0) {
			sound->end = sound->filled + done;
		}
	}
	memset(ret + done, 0, (size_t)(n - done) * sizeof(*ret));
	sound->filled += n;
}

bool sound_played(struct sound *sound, int64_t samples)
{
	if (sound->parts && sound->end >= 0 && samples >= sound->end) {
		sound->quiet_since = samples;
		forget_parts(sound);
		sound->calls.over(sound->userdata);
	}
	if (sound->started && !sound->parts &&
		samples - sound->quiet_since >= SOUND_LINGER_MS * (SOUND_RATE / 1000)) {
		stop_driver(sound);
	}
	return sound->started;
}

/* Life. */

int sound_open(sd_event *event, const struct sound_settings *settings,
	const struct sound_calls *calls, void *userdata, struct sound **ret)
{
	_cleanup_(sound_closep) struct sound *sound = NULL;
	const struct sound_driver *driver = NULL;
	int r;

	for (size_t i = 0; i < ELEMENTS(drivers); i++) {
		if (strcmp(drivers[i]->name, settings->driver) == 0) {
			driver = drivers[i];
		}
	}
	if (!driver) {
		return -EINVAL;
	}
	sound = memory_new(1, sizeof(*sound));
	sound->driver = driver;
	sound->event = sd_event_ref(event);
	sound->settings = *settings;
	sound->settings.path = settings->path ? text_dup(settings->path) : NULL;
	sound->userdata = userdata;
	sound->calls = *calls;
	r = sd_event_add_time_relative(
		event, &sound->retry, CLOCK_MONOTONIC, 0, 0, on_retry, sound);
	if (r >= 0) {
		r = sd_event_source_set_enabled(sound->retry, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = driver->open(sound);
	}
	if (r < 0) {
		return r;
	}
	r = driver->probe(sound);
	sound->known = state_of(sound, r); /* for the caller to ask: nothing has changed yet */
	set_state(sound, r);
	*ret = TAKE_PTR(sound);
	return 0;
}

void sound_close(struct sound *sound)
{
	if (!sound) {
		return;
	}
	sound_stop(sound);
	sound->driver->close(sound);
	sound->retry = sd_event_source_disable_unref(sound->retry);
	sd_event_unref(sound->event);
	free(sound->settings.path);
	free(sound);
}
