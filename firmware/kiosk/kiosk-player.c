/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-player.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk-speaker.h"
#include "ui/voice/spoken-text.h"
#include "ui/voice/voice-phrase.h"

enum {
	ITEMS_MAX = 8 * READING_MAX,
	AHEAD = 3, /* pieces that are spoken before they are played */
	CHUNK_SAMPLES = 30 * SOUND_RATE, /* handed to the loudspeaker at once */
};

/* Samples, a silence (samples and text are NULL), or a piece of a text. */
struct item {
	const int16_t *samples;
	int n;
	char *text; /* heap */
	const struct voice_pack *pack; /* that says it */
	struct speech *speech; /* NULL: it is not spoken yet */
};

struct items {
	int n;
	struct item *item; /* heap */
};

struct kiosk_player {
	const struct phrases *phrases;
	const struct kiosk_player_calls *calls;
	void *userdata;
	struct sound *sound;
	struct voice_packs *packs; /* NULL: none were installed */
	struct kiosk_speaker *speaker;
	int volume_percent;
	int64_t asked_ms; /* when the reading was to begin; 0: it has begun */
	struct items items, instead;
	bool playing, refused; /* refused: the texts are left out */
	int first, next; /* of items: what is being played, and what comes then */
};

/* ---- from a reading to samples ---- */

static void items_done(struct items *items)
{
	for (int i = 0; i < items->n; i++) {
		free(items->item[i].text);
		speech_unref(items->item[i].speech);
	}
	free(items->item);
	*items = (struct items){0};
}

static struct item *add(struct items *items)
{
	if (items->n == ITEMS_MAX) {
		return NULL;
	}
	items->item = memory_append(items->item, (size_t)items->n, sizeof(*items->item));
	items->item[items->n] = (struct item){.n = 0};
	return &items->item[items->n++];
}

static void add_samples(struct items *items, const int16_t *samples, int n)
{
	struct item *item = add(items);

	if (item) {
		item->samples = samples;
		item->n = n;
	}
}

static void add_silence(struct items *items, int ms)
{
	add_samples(items, NULL, ms * (SOUND_RATE / 1000));
}

/* The clips of one part; −ENOENT: this voice lacks one. */
static int find_steps(
	const struct voice_pack *pack, const struct reading_part *part, struct voice_steps *ret)
{
	int64_t number;

	switch (part->kind) {
	case READING_CLIP:
		return voice_steps_add(ret, pack, part->clip);
	case READING_NUMBER:
		return text_parse_int(part->text, 0, SPOKEN_MAX, &number) < 0
			? -EINVAL
			: voice_phrase_number(pack, (int)number, ret);
	case READING_TICKET:
		return voice_phrase_ticket(pack, part->text, false, ret);
	case READING_TEXT:
		return -ENOENT;
	case READING_PAUSE:
		break;
	}
	return 0;
}

static const struct voice_pack *find_pack(const struct kiosk_player *player, const char *language)
{
	return player->packs ? voice_packs_find(player->packs, language) : NULL;
}

bool kiosk_player_says(const struct reading_part *part, void *userdata)
{
	_cleanup_free_ struct voice_steps *steps = memory_new(1, sizeof(*steps));
	const struct kiosk_player *player = userdata;
	const struct voice_pack *pack = find_pack(player, part->language);

	if (pack && part->kind == READING_TEXT) {
		return kiosk_speaker_can(player->speaker, voice_pack_manifest(pack));
	}
	return pack && find_steps(pack, part, steps) == 0;
}

bool kiosk_player_has_engine(const struct kiosk_player *player, const char *language)
{
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	const struct voice_pack *pack = find_pack(player, language);

	return pack && speech_find_engine(voice_pack_manifest(pack)->engine, &engine) == 0;
}

/* A text as its pieces. */
static void add_text(const struct kiosk_player *player, struct items *items,
	const struct voice_pack *pack, const struct reading_part *part)
{
	_cleanup_free_ char *words = spoken_text(
		player->phrases, part->language, voice_pack_manifest(pack)->grammar, part->text);
	const char *at = words;
	size_t size;

	while ((size = spoken_text_piece(at)) > 0) {
		struct item *item = add(items);

		if (item) {
			item->text = text_printf("%.*s", (int)size, at);
			item->pack = pack;
		}
		at += size;
		at += strspn(at, " ");
	}
}

static void add_steps(
	struct items *items, const struct voice_pack *pack, const struct voice_steps *steps)
{
	for (int i = 0; i < steps->n; i++) {
		const struct voice_step *step = &steps->step[i];
		const struct voice_clip *clip =
			*step->clip ? voice_pack_clip(pack, step->clip) : NULL;

		if (clip) {
			add_samples(items, clip->samples, clip->n);
		} else {
			add_silence(items, step->silence_ms);
		}
	}
	add_silence(items, VOICE_JOIN_MS);
}

/* Adds a part; false: nobody says it. */
static bool add_part(
	const struct kiosk_player *player, struct items *items, const struct reading_part *part)
{
	_cleanup_free_ struct voice_steps *steps = memory_new(1, sizeof(*steps));
	const struct voice_pack *pack = find_pack(player, part->language);

	if (part->kind == READING_PAUSE) {
		add_silence(items, READING_PAUSE_MS);
		return true;
	}
	if (part->kind == READING_TEXT) {
		if (!kiosk_player_says(part, (void *)player)) {
			return false;
		}
		add_text(player, items, pack, part);
		return true;
	}
	if (!pack || find_steps(pack, part, steps) < 0) {
		return false;
	}
	add_steps(items, pack, steps);
	return true;
}

/* ---- playing ---- */

/* A piece as it was spoken. −EAGAIN: not yet; else −errno: it will not be. */
static int get_speech(struct kiosk_player *player, struct item *item)
{
	return item->speech ? 0
			    : kiosk_speaker_get(player->speaker, voice_pack_manifest(item->pack),
				      item->text, &item->speech);
}

/* Has the next pieces spoken. */
static void speak_ahead(struct kiosk_player *player)
{
	int ahead = 0, r = 0;

	for (int i = player->next; i < player->items.n && ahead < AHEAD && r == 0; i++) {
		if (player->items.item[i].text && !player->refused) {
			r = get_speech(player, &player->items.item[i]);
			ahead++;
		}
	}
}

/* What is handed to the loudspeaker at once. */
struct chunk {
	int n, samples;
	struct sound_part *part; /* heap */
};

static void add_to_chunk(struct chunk *chunk, const struct item *item)
{
	const struct sound_part part = item->speech
		? (struct sound_part){item->speech->samples, item->speech->n}
		: (struct sound_part){item->samples, item->n};

	chunk->part = memory_append(chunk->part, (size_t)chunk->n, sizeof(part));
	chunk->part[chunk->n++] = part;
	chunk->samples += part.n;
}

/* A text cannot be spoken: what is said instead, once. */
static void refuse(struct kiosk_player *player, struct chunk *chunk)
{
	player->refused = true;
	for (int i = 0; i < player->instead.n; i++) {
		add_to_chunk(chunk, &player->instead.item[i]);
	}
}

/* Everything that is there, up to a piece that is not. */
static void gather(struct kiosk_player *player, struct chunk *chunk)
{
	for (; player->next < player->items.n && chunk->samples < CHUNK_SAMPLES; player->next++) {
		struct item *item = &player->items.item[player->next];
		int r = item->text && !player->refused ? get_speech(player, item) : 0;

		if (r == -EAGAIN) {
			return;
		}
		if (r < 0) {
			refuse(player, chunk);
		} else if (!item->text || item->speech) {
			add_to_chunk(chunk, item);
		}
	}
}

static void forget_items(struct kiosk_player *player)
{
	items_done(&player->items);
	items_done(&player->instead);
	player->playing = false;
}

static void end(struct kiosk_player *player)
{
	forget_items(player);
	player->calls->over(player->userdata);
}

static void note_begin(struct kiosk_player *player)
{
	if (player->asked_ms > 0) {
		log_debug("is heard after %d ms", (int)(clock_mono_ms() - player->asked_ms));
	}
	player->asked_ms = 0;
}

/* Plays what comes next, or waits for it. Not while something is heard. */
static void go_on(struct kiosk_player *player)
{
	struct chunk chunk = {0};
	int r = 0;

	/* What was heard is not needed any more; it may be in the cache. */
	for (; player->first < player->next; player->first++) {
		struct item *item = &player->items.item[player->first];

		speech_unref(TAKE_PTR(item->speech));
	}
	gather(player, &chunk);
	if (chunk.n > 0) {
		r = sound_play(player->sound, chunk.part, chunk.n, player->volume_percent);
		note_begin(player);
	}
	free(chunk.part);
	if (!player->playing) {
		return; /* the loudspeaker has failed meanwhile */
	}
	if (r < 0 || (chunk.n == 0 && player->next == player->items.n)) {
		end(player);
	} else {
		speak_ahead(player);
	}
}

void kiosk_player_play(struct kiosk_player *player, struct reading *reading,
	const struct reading *instead, int volume_percent)
{
	kiosk_player_stop(player);
	for (int i = 0; i < reading->n; i++) {
		reading->part[i].missing = !add_part(player, &player->items, &reading->part[i]);
	}
	for (int i = 0; i < instead->n; i++) {
		(void)add_part(player, &player->instead, &instead->part[i]);
	}
	player->volume_percent = volume_percent;
	player->asked_ms = clock_mono_ms();
	player->playing = true;
	player->refused = false;
	player->first = player->next = 0;
	go_on(player);
}

void kiosk_player_stop(struct kiosk_player *player)
{
	sound_stop(player->sound);
	kiosk_speaker_cancel(player->speaker);
	forget_items(player);
}

bool kiosk_player_is_playing(const struct kiosk_player *player)
{
	return player->playing;
}

void kiosk_player_forget(struct kiosk_player *player)
{
	kiosk_speaker_forget(player->speaker);
}

/* ---- what happens ---- */

static void on_spoken(void *userdata)
{
	struct kiosk_player *player = userdata;

	if (player->playing && !sound_is_playing(player->sound)) {
		go_on(player);
	} else if (player->playing) {
		speak_ahead(player);
	}
}

static void on_over(void *userdata)
{
	struct kiosk_player *player = userdata;

	if (player->playing) {
		go_on(player);
	}
}

static void on_state(void *userdata)
{
	struct kiosk_player *player = userdata;

	if (player->playing && sound_state(player->sound) != SOUND_OK) {
		kiosk_speaker_cancel(player->speaker);
		end(player);
	}
	player->calls->state(player->userdata);
}

/* ---- life ---- */

int kiosk_player_open(sd_event *event, const struct sound_settings *settings,
	const struct phrases *phrases, int late_ms, const struct kiosk_player_calls *calls,
	void *userdata, struct kiosk_player **ret)
{
	static const struct sound_calls sound_calls = {.over = on_over, .state = on_state};
	_cleanup_(kiosk_player_closep) struct kiosk_player *player = memory_new(1, sizeof(*player));
	int r;

	player->phrases = phrases;
	player->calls = calls;
	player->userdata = userdata;
	r = voice_packs_load(NULL, &player->packs);
	if (r < 0) {
		log_warning(FAULT_SITE, "there are no voices: %s", strerror(-r));
	}
	r = kiosk_speaker_new(event, late_ms, on_spoken, player, &player->speaker);
	if (r >= 0) {
		r = sound_open(event, settings, &sound_calls, player, &player->sound);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(player);
	return 0;
}

void kiosk_player_close(struct kiosk_player *player)
{
	if (player) {
		sound_close(player->sound);
		forget_items(player);
		kiosk_speaker_free(player->speaker);
		voice_packs_free(player->packs);
		free(player);
	}
}

const struct sound *kiosk_player_sound(const struct kiosk_player *player)
{
	return player->sound;
}

struct voice_packs *kiosk_player_packs(const struct kiosk_player *player)
{
	return player->packs;
}
