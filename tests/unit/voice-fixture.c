/* SPDX-License-Identifier: Apache-2.0 */
#include "voice-fixture.h"

#include <ftw.h>
#include <math.h>
#include <sndfile.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"

enum { MS = VOICE_RATE / 1000 };

int voice_fixture_setup(void **state)
{
	struct voice_fixture *fixture = memory_new(1, sizeof(*fixture));

	(void)text_copy(fixture->path, sizeof(fixture->path), "/tmp/test-voice-XXXXXX");
	*state = fixture;
	return mkdtemp(fixture->path) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(path);
}

int voice_fixture_teardown(void **state)
{
	struct voice_fixture *fixture = *state;
	int r = nftw(fixture->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);

	free(fixture);
	return r;
}

char *voice_fixture_path(const struct voice_fixture *fixture, const char *name)
{
	return text_printf("%s/%s", fixture->path, name);
}

static char *make_path(const struct voice_fixture *fixture, const char *name)
{
	char *path = voice_fixture_path(fixture, name);

	for (char *slash = path + strlen(fixture->path) + 1; (slash = strchr(slash, '/'));
		slash++) {
		*slash = '\0';
		(void)mkdir(path, 0755);
		*slash = '/';
	}
	return path;
}

void voice_fixture_put(
	const struct voice_fixture *fixture, const char *name, const void *data, size_t size)
{
	_cleanup_free_ char *path = make_path(fixture, name);

	assert_int_equal(text_write_file(path, data, size, 0644), 0);
}

void voice_fixture_put_text(const struct voice_fixture *fixture, const char *name, const char *text)
{
	voice_fixture_put(fixture, name, text, strlen(text));
}

void voice_fixture_put_clip(
	const struct voice_fixture *fixture, const char *name, int channels, int rate, int samples)
{
	_cleanup_free_ char *path = make_path(fixture, name);
	_cleanup_free_ int16_t *data = memory_new((size_t)samples * channels + 1, sizeof(*data));
	bool opus = strstr(name, ".opus");
	SF_INFO info = {.samplerate = rate,
		.channels = channels,
		.format =
			opus ? SF_FORMAT_OGG | SF_FORMAT_OPUS : SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
	SNDFILE *file = sf_open(path, SFM_WRITE, &info);

	assert_non_null(file);
	for (int i = 0; i < samples * channels; i++) {
		data[i] = (int16_t)i;
	}
	assert_int_equal(sf_writef_short(file, data, samples), samples);
	assert_int_equal(sf_close(file), 0);
}

struct voice_pack *voice_fixture_load(const struct voice_fixture *fixture, const char *name)
{
	_cleanup_free_ char *path = voice_fixture_path(fixture, name), *error = NULL;
	struct voice_pack *pack = NULL;

	if (voice_pack_load(path, &pack, &error) < 0) {
		fail_msg("%s", error);
	}
	return pack;
}

void voice_fixture_put_recording(const struct voice_fixture *fixture, const char *name, int tone_ms,
	double level, int silence_ms)
{
	_cleanup_free_ char *path = voice_fixture_path(fixture, name);
	_cleanup_(voice_sound_done) struct voice_sound sound = {
		.n = (size_t)(tone_ms + 2 * silence_ms) * MS};

	sound.samples = memory_new(sound.n, sizeof(*sound.samples));
	for (size_t i = 0; i < (size_t)tone_ms * MS; i++) {
		sound.samples[i + (size_t)silence_ms * MS] = (float)fmin(
			1, fmax(-1, level * sin((double)i * 2 * M_PI * 400 / VOICE_RATE)));
	}
	assert_int_equal(voice_sound_write(&sound, path), 0);
}

struct voice_manifest voice_fixture_manifest(void)
{
	return (struct voice_manifest){.language = text_dup("qps"),
		.speaker = text_dup("Bà Hà"),
		.consent = text_dup("in writing"),
		.licence = text_dup("CC0"),
		.engine = text_dup("cp {wav}"),
		.call = text_dup("Mời {number} {counter}"),
		.grammar = spoken_grammar_find("digits")};
}

struct voice_report voice_fixture_check(const struct voice_fixture *fixture)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = voice_fixture_manifest();
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	struct voice_report report = {.n_faults = 0};

	assert_int_equal(voice_check_folder(fixture->path, &manifest, phrases, &report), 0);
	return report;
}
