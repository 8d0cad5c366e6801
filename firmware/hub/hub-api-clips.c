/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clips of a centre's own voice. A recording becomes a clip in the worker's thread, by the code
 * that makes voice packs; the writer then stores it and names it in the site, from where halls and
 * kiosks hear of it.
 *
 * A path's {id} is LANGUAGE.CLIP, such as vi.call-1, or the id of one sound, which never changes.
 */
#include <errno.h>
#include <math.h>
#include <sodium.h>
#include <string.h>

#include "base/base64.h"
#include "base/json-get.h"
#include "base/text.h"
#include "base/utf8.h"
#include "hub/hub-api.h"
#include "queue/clips.h"
#include "ui/voice/voice-check.h"
#include "ui/voice/voice-pack.h"

enum { FILE_MAX = 4 * 1024 * 1024, CHECKED_AT_ONCE = 40 };

struct clip_job {
	struct request *request;
	char language[LIMIT_LANGUAGE + 1];
	char clip[LIMIT_CLIP + 1];
	char own[LIMIT_CLIP_ID + 1]; /* the sound that the site names for it; "" none */
	json_t *named; /* all that the site names in the language, a copy */
	char *sound; /* a recording in base64 */
	struct clip_row *row;
	enum voice_fault fault;
	bool keep;
	bool unknown; /* there is no such language, clip or sound */
	struct voice_measure measure;
	struct out out; /* the answer */
};

static void job_free(struct clip_job *job)
{
	json_decref(job->named);
	free(job->sound);
	clip_row_free(job->row);
	textbuf_done(&job->out.text);
	free(job);
}

static void on_completed(struct request *request)
{
	job_free(TAKE_PTR(request->clip_job));
}

static struct clip_job *job_new(struct request *request)
{
	struct clip_job *job = memory_new(1, sizeof(*job));

	job->request = request;
	request->clip_job = job;
	request->completed = on_completed;
	return job;
}

/* Reads LANGUAGE.CLIP. */
static bool parse_name(struct clip_job *job, const char *name)
{
	const char *dot = strchr(name, '.');
	_cleanup_free_ char *language = text_printf("%.*s", dot ? (int)(dot - name) : 0, name);

	return dot && text_is_id(language, LIMIT_LANGUAGE) && text_is_id(dot + 1, LIMIT_CLIP) &&
		text_copy(job->language, sizeof(job->language), language) >= 0 &&
		text_copy(job->clip, sizeof(job->clip), dot + 1) >= 0;
}

static bool read_name(struct clip_job *job)
{
	if (parse_name(job, job->request->parameter)) {
		text_copy_cut(job->own, sizeof(job->own),
			site_clip(model_site(job->request->hub->replica.model), job->language,
				job->clip));
		return true;
	}
	request_refuse(job->request, API_ERROR_NOT_FOUND, "id", "there is no such clip");
	return false;
}

/* ---- in the worker's thread: what is to be said ---- */

struct language {
	struct phrases *phrases;
	struct voice_manifest manifest; /* of the pack, else of ui/strings */
	struct voice_words words;
	char *folder; /* of the pack; NULL: none is installed */
};

static void language_done(struct language *language)
{
	voice_words_done(&language->words);
	voice_manifest_done(&language->manifest);
	phrases_free(language->phrases);
	free(language->folder);
}

static int language_load(const char *code, struct language *ret)
{
	int r = phrases_load(NULL, &ret->phrases);

	if (r < 0) {
		return r;
	}
	r = voice_manifest_find(code, &ret->manifest, &ret->folder);
	if (r < 0) {
		r = voice_words_manifest(ret->phrases, code, &ret->manifest);
	}
	if (r == 0) {
		voice_words_list(ret->phrases, &ret->manifest, &ret->words);
	}
	return r;
}

/* In the pack; NULL: there is none. */
static char *find_file(const struct language *language, const char *clip)
{
	return language->folder ? voice_pack_find_file(language->folder, clip) : NULL;
}

/* ---- the list ---- */

static void put_own(struct store *store, struct out *out, const char *id, const char *words)
{
	_cleanup_(clip_row_freep) struct clip_row *row = NULL;
	bool found = clips_find(store, id, &row) == 0;

	out_key_text(out, "state", found ? "own" : "lost");
	if (found) {
		out_key_text(out, "speaker", row->speaker);
		out_key_text(out, "licence", row->licence);
		out_key_bool(out, "other_words", strcmp(row->words, words) != 0);
	}
}

static void put_checked(struct out *out, const char *path, bool phrase)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	enum voice_fault fault = VOICE_FAULT_NO_SOUND;
	struct voice_measure measure;

	if (path && voice_sound_read(path, &sound) == 0) {
		voice_sound_measure(&sound, &measure);
		fault = voice_check_fault(&measure, phrase);
	}
	out_key_text(out, "fault", voice_fault_name(fault));
}

static void put_word(struct clip_job *job, struct store *store, const struct language *language,
	const struct voice_word *word)
{
	_cleanup_free_ char *path = find_file(language, word->clip);
	const char *own = json_get_text(job->named, word->clip);
	struct out *out = &job->out;

	out_open(out, '{');
	out_key_text(out, "clip", word->clip);
	out_key_text(out, "words", word->text);
	out_key_bool(out, "needed", word->needed);
	if (*own) {
		put_own(store, out, own, word->text);
	} else {
		out_key_text(out, "state", path ? "pack" : word->needed ? "missing" : "composed");
	}
	if (path && job->request->input.has_check) {
		put_checked(out, path, word->phrase);
	}
	out_close(out, '}');
}

static int list_words(struct store *store, void *userdata)
{
	struct clip_job *job = ((struct request *)userdata)->clip_job;
	const struct input *input = &job->request->input;
	_cleanup_(language_done) struct language language = {0};
	size_t from = input->has_check ? (size_t)input->check : 0;

	if (language_load(job->language, &language) < 0) {
		job->unknown = true;
		return 0;
	}
	out_open(&job->out, '{');
	out_key_text(&job->out, "language", job->language);
	out_key_text(&job->out, "speaker", language.folder ? language.manifest.speaker : NULL);
	out_key_int(&job->out, "all", (int64_t)language.words.n);
	out_key_open(&job->out, "clips", '[');
	for (size_t i = from; i < language.words.n; i++) {
		if (input->has_check && i >= from + CHECKED_AT_ONCE) {
			break;
		}
		put_word(job, store, &language, &language.words.words[i]);
	}
	out_close(&job->out, ']');
	out_close(&job->out, '}');
	return 0;
}

/* Answers with what the thread has written. */
static void answer_written(struct request *request)
{
	struct clip_job *job = request->clip_job;

	if (job->unknown) {
		request_refuse(request, API_ERROR_NOT_FOUND,
			strcmp(request->route->path, "/api/v1/clips") == 0 ? "language" : "id",
			"there is no such clip");
		return;
	}
	textbuf_done(&request->out.text);
	request->out = job->out;
	job->out = (struct out){0};
	request_answer(request, MHD_HTTP_OK);
}

void api_clips(struct request *request)
{
	struct clip_job *job = job_new(request);
	const struct site *site = model_site(request->hub->replica.model);

	text_copy_cut(job->language, sizeof(job->language), request->input.command.language);
	job->named = json_deep_copy(
		json_object_get(site ? json_object_get(site->json, "voice") : NULL, job->language));
	/* To measure clips takes as long as a backup does. */
	request_work_in(request,
		request->input.has_check ? request->hub->backups : request->hub->worker, list_words,
		answer_written);
}

/* ---- one sound ---- */

static char *to_base64(const void *data, size_t size)
{
	struct textbuf text = {0};

	textbuf_add(&text, ""); /* a text even of nothing */
	base64_add(&text, data, size);
	return text.data;
}

static void put_sound(struct clip_job *job, const char *sound, const char *type, const char *words,
	const char *speaker)
{
	out_open(&job->out, '{');
	out_key_text(&job->out, "sound", sound);
	out_key_text(&job->out, "type", type);
	out_key_text(&job->out, "words", words);
	out_key_text(&job->out, "speaker", speaker);
	out_close(&job->out, '}');
}

/* What the pack says. */
static void put_pack_sound(struct clip_job *job)
{
	_cleanup_(language_done) struct language language = {0};
	_cleanup_free_ char *path = NULL, *data = NULL, *sound = NULL;
	const struct voice_word *word;
	size_t size;

	if (language_load(job->language, &language) == 0) {
		path = find_file(&language, job->clip);
	}
	if (!path || text_read_file(path, FILE_MAX, &data, &size) < 0) {
		job->unknown = true;
		return;
	}
	sound = to_base64(data, size);
	word = voice_words_find(&language.words, job->clip);
	put_sound(job, sound, strcmp(strrchr(path, '.'), ".flac") == 0 ? "audio/flac" : "audio/ogg",
		word ? word->text : "", language.manifest.speaker);
}

static int find_sound(struct store *store, void *userdata)
{
	struct clip_job *job = ((struct request *)userdata)->clip_job;
	_cleanup_(clip_row_freep) struct clip_row *row = NULL;
	int r = *job->own ? clips_find(store, job->own, &row) : -ENOENT;

	if (r == 0) {
		put_sound(job, row->sound, "audio/ogg", row->words, row->speaker);
	} else if (r == -ENOENT && *job->clip) {
		put_pack_sound(job);
	} else if (r == -ENOENT) {
		job->unknown = true;
	}
	return r == -ENOENT ? 0 : r;
}

void api_clip(struct request *request)
{
	struct clip_job *job = job_new(request);

	if (clip_is_id(request->parameter)) {
		text_copy_cut(job->own, sizeof(job->own), request->parameter);
	} else if (!read_name(job)) {
		return;
	}
	request_work(request, find_sound, answer_written);
}

/* ---- a recording ---- */

/* The bytes of the recording. */
static bool decode(const char *text, struct voice_bytes *ret)
{
	size_t length = strlen(text);

	ret->data = memory_new(length / 4 * 3 + 3, 1);
	return sodium_base642bin(ret->data, length / 4 * 3 + 3, text, length, NULL, &ret->size,
		       NULL, sodium_base64_VARIANT_ORIGINAL) == 0;
}

/* The id is of all that a clip is: another speaker is another clip. */
static void set_id(struct clip_row *row)
{
	const char *const parts[] = {
		row->sound, row->words, row->speaker, row->licence, row->agreed};
	uint8_t hash[LIMIT_CLIP_ID / 2];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < ELEMENTS(parts); i++) {
		(void)crypto_generichash_update(
			&state, (const uint8_t *)parts[i], strlen(parts[i]) + 1);
	}
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(row->id, sizeof(row->id), hash, sizeof(hash));
}

static enum voice_fault make_clip(struct clip_job *job, const struct voice_word *word)
{
	_cleanup_(voice_bytes_done) struct voice_bytes recorded = {0}, made = {0};
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	enum voice_fault fault;
	int r = decode(job->sound, &recorded) ? voice_sound_read_bytes(&recorded, &sound) : -EINVAL;

	if (r < 0) {
		return r == -EFBIG ? VOICE_FAULT_TOO_LONG : VOICE_FAULT_NO_SOUND;
	}
	fault = voice_check_take(&sound, word->phrase, &job->measure);
	if (fault != VOICE_FAULT_NONE) {
		return fault;
	}
	free(sound.title);
	sound.title = text_dup(word->text);
	if (voice_sound_write_bytes(&sound, &made) < 0) {
		return VOICE_FAULT_NO_SOUND;
	}
	job->row->sound = to_base64(made.data, made.size);
	job->row->words = text_dup(word->text);
	set_id(job->row);
	return VOICE_FAULT_NONE;
}

static int take_recording(struct store *store, void *userdata)
{
	struct clip_job *job = ((struct request *)userdata)->clip_job;
	_cleanup_(language_done) struct language language = {0};
	const struct voice_word *word = NULL;

	(void)store;
	if (language_load(job->language, &language) == 0) {
		word = voice_words_find(&language.words, job->clip);
	}
	job->unknown = !word;
	job->fault = word ? make_clip(job, word) : VOICE_FAULT_NONE;
	return 0;
}

static void put_taken(struct request *request, const char *id, const char *sound)
{
	const struct clip_job *job = request->clip_job;

	out_open(&request->out, '{');
	out_key_text(&request->out, "id", id);
	out_key_int(&request->out, "length_ms", job->measure.length_ms);
	out_key_int(&request->out, "lufs", lround(job->measure.lufs));
	if (sound) {
		out_key_text(&request->out, "sound", sound);
		out_key_text(&request->out, "type", "audio/ogg");
	}
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_kept(struct request *request)
{
	put_taken(request, request->input.command.clip_row->id, NULL);
}

static void name_clip(struct clip_job *job, void (*finish)(struct request *request))
{
	struct command *command = &job->request->input.command;

	command->kind = COMMAND_CLIP;
	text_copy_cut(command->language, sizeof(command->language), job->language);
	text_copy_cut(command->clip, sizeof(command->clip), job->clip);
	command->clip_row = TAKE_PTR(job->row);
	request_command(job->request, finish);
}

static void recording_taken(struct request *request)
{
	struct clip_job *job = request->clip_job;
	_cleanup_free_ char *field = text_printf("sound.%s", voice_fault_name(job->fault));

	if (job->unknown) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "nothing like it is ever said");
	} else if (job->fault != VOICE_FAULT_NONE) {
		request_refuse(request, API_ERROR_BAD_FIELD, field,
			"it cannot be a clip (%d ms, %.0f LUFS): %s", job->measure.length_ms,
			fmax(job->measure.lufs, -99), voice_fault_name(job->fault));
	} else if (!job->keep) {
		put_taken(request, job->row->id, job->row->sound);
	} else {
		name_clip(job, answer_kept);
	}
}

/* Whether a member may be this text. */
static bool is_line(const json_t *value, size_t max)
{
	const char *text = json_string_value(value);

	return !value || (text && utf8_fits(text, max) && !strpbrk(text, "\r\n"));
}

/* The name of the member that is wrong; NULL: none. */
static const char *find_wrong(const json_t *json)
{
	static const char *const known[] = {"sound", "speaker", "licence", "consent", "keep"};
	const json_t *keep = json_object_get(json, "keep");
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)json, key, value) {
		bool is_known = false;

		for (size_t i = 0; i < ELEMENTS(known); i++) {
			is_known |= strcmp(key, known[i]) == 0;
		}
		if (!is_known) {
			return key;
		}
	}
	if (!json_is_string(json_object_get(json, "sound"))) {
		return "sound";
	}
	if (!*json_get_text(json, "speaker") ||
		!is_line(json_object_get(json, "speaker"), LIMIT_PERSON)) {
		return "speaker";
	}
	if (!is_line(json_object_get(json, "licence"), LIMIT_NOTE)) {
		return "licence";
	}
	if (!json_is_true(json_object_get(json, "consent"))) {
		return "consent";
	}
	return keep && !json_is_boolean(keep) ? "keep" : NULL;
}

void api_clip_put(struct request *request)
{
	struct clip_job *job = job_new(request);
	const json_t *json = request->json;
	const char *wrong;

	if (!read_name(job)) {
		return;
	}
	wrong = find_wrong(json);
	if (wrong) {
		request_refuse(request, API_ERROR_BAD_FIELD, wrong,
			"sound is a file in base64, speaker says who speaks, consent is true: the "
			"speaker agrees");
		return;
	}
	job->sound = text_dup(json_get_text(json, "sound"));
	job->keep = !json_is_false(json_object_get(json, "keep"));
	job->row = memory_new(1, sizeof(*job->row));
	job->row->speaker = text_dup(json_get_text(json, "speaker"));
	job->row->licence = text_dup(json_get_text(json, "licence"));
	job->row->agreed = text_dup(request->caller.name);
	request_work(request, take_recording, recording_taken);
}

static void answer_removed(struct request *request)
{
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

void api_clip_remove(struct request *request)
{
	struct clip_job *job = job_new(request);

	if (read_name(job)) {
		name_clip(job, answer_removed);
	}
}
