/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-make.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "ui/voice/voice-check.h"
#include "ui/voice/voice-clip.h"
#include "ui/voice/voice-pack.h"

enum { ENGINE_MS_MAX = 120000 };

static void put(struct textbuf *out, const char *key, const char *value)
{
	if (value) {
		textbuf_printf(out, "%s = %s\n", key, value);
	}
}

int voice_make_manifest(const char *folder, const struct voice_manifest *manifest)
{
	const char *const values[] = {manifest->speaker, manifest->consent, manifest->licence,
		manifest->engine, manifest->call, manifest->recall, manifest->test};
	_cleanup_free_ char *path = text_printf("%s/pack.conf", folder);
	_cleanup_(textbuf_done) struct textbuf text = {0};

	for (size_t i = 0; i < ELEMENTS(values); i++) {
		if (values[i] && strchr(values[i], '\n')) {
			return -EINVAL;
		}
	}
	textbuf_add(&text, "[pack]\n");
	put(&text, "language", manifest->language);
	put(&text, "grammar", spoken_grammar_name(manifest->grammar));
	put(&text, "speaker", manifest->speaker);
	put(&text, "consent", manifest->consent);
	put(&text, "licence", manifest->licence);
	put(&text, "engine", manifest->engine);
	textbuf_add(&text, "\n[phrases]\n");
	put(&text, "call", manifest->call);
	put(&text, "recall", manifest->recall);
	put(&text, "test", manifest->test);
	return text_write_file(path, text.data, text.size, 0644);
}

void voice_made_done(struct voice_made *made)
{
	textbuf_done(&made->failures);
}

static bool is_made(const char *path, const char *text)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};

	return voice_sound_read(path, &sound) == 0 && strcmp(sound.title, text) == 0;
}

/* A recording becomes the clip; what is wrong, heap, or NULL. */
static char *take_in(const char *wav, const char *path, const struct voice_word *word)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	char *fault;
	int r = voice_sound_read(wav, &sound);

	if (r == -ENOENT) {
		return text_dup("no file was written");
	}
	if (r < 0) {
		return text_dup("what was written is no sound of at most a minute");
	}
	fault = voice_check_take_text(&sound, word->phrase);
	if (fault) {
		return fault;
	}
	free(sound.title);
	sound.title = text_dup(word->text);
	r = voice_sound_write(&sound, path);
	return r < 0 ? text_printf("%s cannot be written: %s", path, strerror(-r)) : NULL;
}

static char *make_clip(
	const char *path, const struct voice_word *word, const struct voice_engine *engine)
{
	_cleanup_free_ char *wav = text_printf("%s.wav", path), *error = NULL;
	const struct voice_job job = {.text = word->text, .wav = wav, .clip = word->clip};
	char *fault;

	(void)unlink(wav); /* of a run that was cut off */
	fault = voice_engine_run(engine, &job, ENGINE_MS_MAX, &error) < 0
		? TAKE_PTR(error)
		: take_in(wav, path, word);
	(void)unlink(wav);
	return fault;
}

int voice_make_clips(const char *folder, const struct voice_words *words,
	const struct voice_engine *engine, struct voice_made *ret)
{
	struct voice_made made = {0};

	if (access(folder, W_OK | X_OK) < 0) {
		return -errno;
	}
	for (size_t i = 0; i < words->n; i++) {
		const struct voice_word *word = &words->words[i];
		_cleanup_free_ char *path = text_printf("%s/%s.flac", folder, word->clip);
		_cleanup_free_ char *opus = text_printf("%s/%s.opus", folder, word->clip);
		_cleanup_free_ char *fault = NULL;

		if (is_made(path, word->text) || is_made(opus, word->text)) {
			made.kept++;
			continue;
		}
		fault = make_clip(path, word, engine);
		if (fault) {
			textbuf_printf(&made.failures, "%s: %s\n", word->clip, fault);
			made.failed++;
		} else {
			(void)unlink(opus); /* of other words */
			made.made++;
		}
	}
	*ret = made;
	return 0;
}

int voice_make_remove_others(const char *folder, const struct voice_words *words)
{
	struct dirent **files;
	int n = scandir(folder, &files, NULL, alphasort), removed = 0;

	for (int i = 0; i < n; i++) {
		const char *file = files[i]->d_name;
		int length = (int)voice_pack_name_length(file);
		_cleanup_free_ char *clip = text_printf("%.*s", length, file);
		_cleanup_free_ char *path = text_printf("%s/%s", folder, file);

		removed += length > 0 && !voice_words_find(words, clip) && unlink(path) == 0;
		free(files[i]);
	}
	if (n >= 0) {
		free(files);
	}
	return removed;
}
