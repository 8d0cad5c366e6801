/* SPDX-License-Identifier: Apache-2.0 */
#include "voice-fixture.h"

#include <ftw.h>
#include <sndfile.h>
#include <string.h>
#include <sys/stat.h>

#include "check.h"

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
