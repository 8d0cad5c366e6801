/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-speech.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "ui/voice/voice-clip.h"
#include "ui/voice/voice-pack.h"

enum {
	SHORTEST = VOICE_RATE / 1000 * 80,
	LONGEST = VOICE_RATE * 30, /* a slow voice says a piece in half of it */
	FULL_SCALE = 32767,
};

struct speech *speech_new(int n)
{
	struct speech *speech =
		memory_new(1, sizeof(*speech) + (size_t)n * sizeof(*speech->samples));

	speech->refs = 1;
	speech->n = n;
	return speech;
}

struct speech *speech_ref(struct speech *speech)
{
	speech->refs++;
	return speech;
}

void speech_unref(struct speech *speech)
{
	if (speech && --speech->refs == 0) {
		free(speech);
	}
}

/* Whether a program would be found by its name. */
static bool is_installed(const char *program)
{
	_cleanup_free_ char *paths = text_dup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
	char *rest = NULL;

	if (strchr(program, '/')) {
		return access(program, X_OK) == 0;
	}
	for (char *dir = strtok_r(paths, ":", &rest); dir; dir = strtok_r(NULL, ":", &rest)) {
		_cleanup_free_ char *path = text_printf("%s/%s", dir, program);

		if (access(path, X_OK) == 0) {
			return true;
		}
	}
	return false;
}

int speech_find_engine(const char *command, struct voice_engine *ret)
{
	struct voice_engine engine;

	if (!command || voice_engine_parse(command, &engine) < 0) {
		return -ENOENT;
	}
	if (!voice_engine_speaks(&engine) || !is_installed(engine.words[0])) {
		voice_engine_done(&engine);
		return -ENOENT;
	}
	*ret = engine;
	return 0;
}

static struct speech *to_samples(const struct voice_sound *sound)
{
	struct speech *speech = speech_new((int)sound->n);

	for (size_t i = 0; i < sound->n; i++) {
		float value = MIN_OF(MAX_OF(sound->samples[i], -1.0F), 1.0F);

		speech->samples[i] = (int16_t)(value * FULL_SCALE);
	}
	return speech;
}

/* What is wrong with a sound, or NULL. */
static const char *take_in(struct voice_sound *sound)
{
	if (!voice_sound_trim(sound)) {
		return "there is only silence";
	}
	if (sound->n < SHORTEST || sound->n > LONGEST) {
		return "it is too short or too long";
	}
	voice_sound_level(sound);
	return NULL;
}

int speech_make(const struct voice_engine *engine, const char *text, int timeout_ms, int cancel,
	struct speech **ret, char **ret_error)
{
	_cleanup_(voice_bytes_done) struct voice_bytes bytes = {0};
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	const char *fault = "it is no sound of at most a minute";
	int r = voice_engine_speak(engine, text, timeout_ms, cancel, &bytes, ret_error);

	if (r < 0) {
		return r;
	}
	if (voice_sound_read_bytes(&bytes, &sound) == 0) {
		fault = take_in(&sound);
	}
	if (fault) {
		*ret_error = text_printf("what %s wrote is not said: %s", engine->words[0], fault);
		return -EINVAL;
	}
	*ret = to_samples(&sound);
	return 0;
}
