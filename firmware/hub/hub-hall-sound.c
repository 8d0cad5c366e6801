/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-hall-sound.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/text.h"
#include "display/own-clips.h"
#include "display/announce-wav.h"
#include "hub/hub-headers.h"
#include "hub/hub-worker.h"
#include "queue/clips.h"

struct file {
	char id[HALL_SOUND_ID_SIZE];
	struct MHD_Response *response;
	size_t size;
};

struct hall_sounds {
	const struct hall_sounds_calls *calls;
	void *userdata;
	bool strict;
	struct worker *worker;
	int n;
	struct file file[HALL_SOUNDS_MAX]; /* the oldest first */
	enum hall_sound_state state;
	bool busy;
	/* While it is busy, the thread's. */
	struct worker_task task;
	struct voice_packs *packs; /* NULL: not loaded, or none are installed */
	bool loaded;
	json_t *voice; /* of the site, as own is of it */
	struct voice_own *own; /* the centre's own clips */
	size_t n_own;
	bool own_changed; /* and the packs do not say them yet */
	struct announce_call call; /* ticket 0: only load */
	bool once;
	char language[LIMIT_LANGUAGE + 1];
	char *wav;
	size_t size;
	int ms;
};

static int read_own(
	const struct voice_own *own, unsigned char **ret_data, size_t *ret_size, void *userdata)
{
	_cleanup_(clip_row_freep) struct clip_row *row = NULL;
	int r = userdata ? clips_find(userdata, own->id, &row) : -ENOENT;

	if (r == 0) {
		*ret_data = base64_decode(row->sound, ret_size);
	}
	return r;
}

static void set_own(struct hall_sounds *sounds, struct store *store)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	if (sounds->n_own > 0 && phrases_load(NULL, &phrases) < 0) {
		log_warning(FAULT_OURS, "only languages with an installed voice are said");
	}
	voice_packs_set_own(sounds->packs, phrases, sounds->own, sounds->n_own, read_own, store);
	sounds->own_changed = false;
}

static int work(struct store *store, void *userdata)
{
	struct hall_sounds *sounds = userdata;
	_cleanup_free_ struct announce_parts *parts = memory_new(1, sizeof(*parts));
	int r;

	if (!sounds->loaded) {
		r = voice_packs_load(NULL, &sounds->packs);
		if (r < 0) {
			log_warning(FAULT_SITE, "there are no voices: %s", strerror(-r));
		}
		sounds->loaded = true;
		sounds->own_changed = true;
	}
	if (sounds->own_changed && sounds->packs) {
		set_own(sounds, store);
	}
	if (sounds->call.ticket == 0) {
		return 0;
	}
	r = announce_compose(
		&sounds->call, sounds->once, false, sounds->language, sounds->packs, parts);
	if (r == 0) {
		sounds->wav = announce_wav(parts, &sounds->size);
		sounds->ms = announce_ms(parts);
	}
	return r;
}

static void drop_oldest(struct hall_sounds *sounds)
{
	MHD_destroy_response(sounds->file[0].response);
	sounds->n--;
	memmove(sounds->file, sounds->file + 1, (size_t)sounds->n * sizeof(sounds->file[0]));
}

static size_t count_bytes(const struct hall_sounds *sounds)
{
	size_t bytes = 0;

	for (int i = 0; i < sounds->n; i++) {
		bytes += sounds->file[i].size;
	}
	return bytes;
}

/* Keeps what was composed. */
static const struct file *keep(struct hall_sounds *sounds)
{
	uint8_t random[(HALL_SOUND_ID_SIZE - 1) / 2];
	struct file *file;

	while (sounds->n > 0 &&
		(sounds->n == HALL_SOUNDS_MAX ||
			count_bytes(sounds) + sounds->size > HALL_SOUNDS_BYTES)) {
		drop_oldest(sounds);
	}
	file = &sounds->file[sounds->n++];
	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(file->id, sizeof(file->id), random, sizeof(random));
	file->size = sounds->size;
	file->response = MHD_create_response_from_buffer_with_free_callback(
		sounds->size, TAKE_PTR(sounds->wav), free);
	if (!file->response) {
		log_out_of_memory();
	}
	headers_add(file->response, HEADERS_DATA, "audio/wav", sounds->strict);
	return file;
}

static void on_done(int result, void *userdata)
{
	struct hall_sounds *sounds = userdata;
	bool spoken = sounds->packs && voice_packs_find(sounds->packs, sounds->language);

	sounds->busy = false;
	sounds->state = spoken ? HALL_SOUND_OK : HALL_SOUND_NO_VOICE;
	if (sounds->call.ticket == 0) {
		sounds->calls->done(-ECANCELED, "", 0, sounds->userdata);
	} else if (result < 0) {
		log_warning(FAULT_SITE, "%s is not said in browsers: %s", sounds->call.number,
			strerror(-result));
		sounds->calls->done(result, "", 0, sounds->userdata);
	} else {
		sounds->calls->done(0, keep(sounds)->id, sounds->ms, sounds->userdata);
	}
}

static int submit(struct hall_sounds *sounds, const char *language)
{
	int r;

	text_copy_cut(sounds->language, sizeof(sounds->language), language);
	sounds->task = (struct worker_task){.work = work, .done = on_done, .userdata = sounds};
	r = worker_submit(sounds->worker, &sounds->task);
	sounds->busy = r >= 0;
	return r;
}

void hall_sounds_set_own(struct hall_sounds *sounds, const json_t *site)
{
	if (sounds->busy || !own_clips_are_others(site, &sounds->voice)) {
		return;
	}
	free(sounds->own);
	sounds->n_own = own_clips_list(site, &sounds->own);
	sounds->own_changed = true;
}

int hall_sounds_compose(struct hall_sounds *sounds, const struct announce_call *call, bool once,
	const char *language)
{
	if (sounds->busy) {
		return -EBUSY;
	}
	sounds->call = *call;
	sounds->once = once;
	return submit(sounds, language);
}

void hall_sounds_load(struct hall_sounds *sounds, const char *language)
{
	if (!sounds->busy && sounds->state == HALL_SOUND_UNKNOWN && *language) {
		sounds->call.ticket = 0;
		(void)submit(sounds, language); /* the next call tries it again */
	}
}

bool hall_sounds_busy(const struct hall_sounds *sounds)
{
	return sounds->busy;
}

enum hall_sound_state hall_sounds_state(const struct hall_sounds *sounds)
{
	return sounds->state;
}

struct MHD_Response *hall_sounds_find(const struct hall_sounds *sounds, const char *id)
{
	for (int i = 0; i < sounds->n; i++) {
		if (strcmp(sounds->file[i].id, id) == 0) {
			return sounds->file[i].response;
		}
	}
	return NULL;
}

void hall_sounds_rest(struct hall_sounds *sounds)
{
	if (sounds->busy) {
		return;
	}
	while (sounds->n > 0) {
		drop_oldest(sounds);
	}
	voice_packs_free(TAKE_PTR(sounds->packs));
	sounds->loaded = false;
	sounds->state = HALL_SOUND_UNKNOWN;
}

int hall_sounds_new(sd_event *event, const char *dir, bool frozen, bool strict,
	const struct hall_sounds_calls *calls, void *userdata, struct hall_sounds **ret)
{
	struct hall_sounds *sounds = memory_new(1, sizeof(*sounds));
	int r = worker_new(event, dir, frozen, 1, &sounds->worker);

	if (r < 0) {
		free(sounds);
		return r;
	}
	sounds->strict = strict;
	sounds->calls = calls;
	sounds->userdata = userdata;
	*ret = sounds;
	return 0;
}

void hall_sounds_stop(struct hall_sounds *sounds)
{
	if (sounds) {
		worker_stop(sounds->worker);
	}
}

void hall_sounds_free(struct hall_sounds *sounds)
{
	if (sounds) {
		hall_sounds_rest(sounds);
		worker_free(sounds->worker);
		json_decref(sounds->voice);
		free(sounds->own);
		free(sounds);
	}
}
