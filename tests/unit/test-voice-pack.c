/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "ui/voice/voice-phrase.h"
#include "voice-fixture.h"

static void clips_are_decoded_and_found_by_name(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack = NULL;
	const struct voice_clip *clip;

	voice_fixture_put_text(*state, "p/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(*state, "p/number-2.flac", 1, VOICE_RATE, 300);
	voice_fixture_put_clip(*state, "p/call-1.opus", 1, VOICE_RATE, 4800);
	voice_fixture_put_text(*state, "p/README", "no clip");
	pack = voice_fixture_load(*state, "p");
	clip = voice_pack_clip(pack, "number-2");
	assert_non_null(clip);
	assert_int_equal(clip->n, 300);
	for (int i = 0; i < 300; i++) {
		assert_int_equal(clip->samples[i], i);
	}
	clip = voice_pack_clip(pack, "call-1");
	assert_non_null(clip);
	assert_int_equal(clip->n, 4800);
	assert_string_equal(voice_pack_name(pack, 0), "call-1");
	assert_string_equal(voice_pack_name(pack, 1), "number-2");
	assert_null(voice_pack_name(pack, 2));
	assert_null(voice_pack_clip(pack, "number-20"));
	assert_null(voice_pack_clip(pack, "a-name-that-is-longer-than-any-clip-can-have"));
}

static void a_broken_clip_is_left_out(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack = NULL;
	_cleanup_free_ char *whole = NULL, *path = NULL;
	const struct voice_fixture *fixture = *state;
	size_t size;

	voice_fixture_put_text(fixture, "p/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(fixture, "p/good.flac", 1, VOICE_RATE, 30000);
	voice_fixture_put_clip(fixture, "p/good.opus", 1, VOICE_RATE, 4800); /* the same clip */
	voice_fixture_put_clip(fixture, "p/stereo.flac", 2, VOICE_RATE, 4800);
	voice_fixture_put_clip(fixture, "p/slow.flac", 1, 22050, 4800);
	voice_fixture_put_clip(fixture, "p/long.flac", 1, VOICE_RATE, 21 * VOICE_RATE);
	voice_fixture_put_clip(fixture, "p/bad name.flac", 1, VOICE_RATE, 4800);
	voice_fixture_put_text(fixture, "p/text.flac", "this is no sound");
	voice_fixture_put_text(fixture, "p/empty.opus", "");
	path = text_printf("%s/p/good.flac", fixture->path);
	assert_int_equal(text_read_file(path, 1 << 20, &whole, &size), 0);
	voice_fixture_put(fixture, "p/cut.flac", whole, size / 2);
	pack = voice_fixture_load(fixture, "p");
	assert_string_equal(voice_pack_name(pack, 0), "good");
	assert_null(voice_pack_name(pack, 1));
	assert_int_equal(voice_pack_clip(pack, "good")->n, 30000);
}

static void a_clip_that_vanished_since_is_not_said(void **state)
{
	_cleanup_(voice_pack_freep) struct voice_pack *pack = NULL;
	_cleanup_free_ char *path = NULL, *folder = NULL;
	const struct voice_fixture *fixture = *state;

	voice_fixture_put_text(fixture, "p/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(fixture, "p/one.flac", 1, VOICE_RATE, 100);
	voice_fixture_put_clip(fixture, "p/two.flac", 1, VOICE_RATE, 200);
	pack = voice_fixture_load(fixture, "p");
	assert_int_equal(voice_pack_clip(pack, "one")->n, 100);
	folder = voice_fixture_path(fixture, "p");
	path = voice_pack_find_file(folder, "two");
	assert_int_equal(unlink(path), 0);
	assert_null(voice_pack_find_file(folder, "two"));
	assert_int_equal(voice_pack_clip(pack, "one")->samples[99], 99); /* it was said before */
	assert_true(voice_pack_has(pack, "two"));
	assert_null(voice_pack_clip(pack, "two"));
	assert_false(voice_pack_has(pack, "three"));
}

static void packs_are_found_by_language_or_folder(void **state)
{
	static const char *const sounds =
		"[pack]\nspeaker = nobody\nconsent = not needed\nlicence = CC0\nengine = none\n";
	_cleanup_(voice_packs_freep) struct voice_packs *packs = NULL;
	const struct voice_fixture *fixture = *state;
	const struct voice_pack *pack;

	voice_fixture_put_text(fixture, "b/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_text(fixture, "c/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(fixture, "b/number-1.flac", 1, VOICE_RATE, 100);
	voice_fixture_put_text(fixture, "chime/pack.conf", sounds);
	voice_fixture_put_clip(fixture, "chime/chime.flac", 1, VOICE_RATE, 100);
	voice_fixture_put_text(fixture, "broken/pack.conf", "[pack]\nlanguage = xx\n");
	voice_fixture_put_text(fixture, "notes/README", "no pack");
	assert_int_equal(voice_packs_load(fixture->path, &packs), 0);
	pack = voice_packs_find(packs, "qps");
	assert_non_null(pack);
	assert_non_null(voice_pack_clip(pack, "number-1"));
	pack = voice_packs_find(packs, "chime");
	assert_non_null(pack);
	assert_non_null(voice_pack_clip(pack, "chime"));
	assert_null(voice_packs_find(packs, "xx"));
	assert_null(voice_packs_find(packs, "b"));
	assert_null(voice_packs_find(packs, "notes"));
}

static void a_site_adds_clips_and_packs_of_its_own(void **state)
{
	_cleanup_(voice_packs_freep) struct voice_packs *packs = NULL;
	_cleanup_free_ char *installed = voice_fixture_path(*state, "installed");
	_cleanup_free_ char *own = voice_fixture_path(*state, "own");
	_cleanup_free_ char *none = voice_fixture_path(*state, "none");
	const struct voice_pack *pack;

	voice_fixture_put_text(*state, "installed/qps/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(*state, "installed/qps/number-1.flac", 1, VOICE_RATE, 100);
	voice_fixture_put_clip(*state, "installed/qps/number-2.flac", 1, VOICE_RATE, 200);
	voice_fixture_put_clip(*state, "installed/qps/number-3.flac", 1, VOICE_RATE, 200);
	voice_fixture_put_clip(*state, "own/qps/number-2.opus", 1, VOICE_RATE, 4800);
	voice_fixture_put_clip(*state, "own/qps/service-a.flac", 1, VOICE_RATE, 300);
	voice_fixture_put_clip(*state, "own/other/number-1.flac", 1, VOICE_RATE, 100);
	assert_int_equal(voice_packs_load(installed, &packs), 0);
	assert_int_equal(voice_packs_add(packs, none), -ENOENT);
	assert_int_equal(voice_packs_add(packs, own), 0);
	pack = voice_packs_find(packs, "qps");
	assert_int_equal(voice_pack_clip(pack, "number-1")->n, 100);
	assert_int_equal(voice_pack_clip(pack, "number-2")->n, 4800);
	assert_int_equal(voice_pack_clip(pack, "service-a")->n, 300);
	assert_null(voice_packs_find(packs, "other"));
	/* A pack replaces the installed one with all its clips; to it, too, clips are added. */
	voice_fixture_put_text(*state, "own/grandmother/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(*state, "own/grandmother/number-1.flac", 1, VOICE_RATE, 111);
	assert_int_equal(voice_packs_add(packs, own), 0);
	pack = voice_packs_find(packs, "qps");
	assert_int_equal(voice_pack_clip(pack, "number-1")->n, 111);
	assert_int_equal(voice_pack_clip(pack, "number-2")->n, 4800);
	assert_int_equal(voice_pack_clip(pack, "service-a")->n, 300);
	assert_null(voice_pack_clip(pack, "number-3"));
}

/* What a test gives as the bytes of own clips: the fixture's files, by their ids. */
struct own_files {
	const struct voice_fixture *fixture;
	int n_read;
};

static int read_own(
	const struct voice_own *own, unsigned char **ret_data, size_t *ret_size, void *userdata)
{
	struct own_files *files = userdata;
	_cleanup_free_ char *path = voice_fixture_path(files->fixture, own->id);

	files->n_read++;
	return text_read_file(path, 1 << 20, (char **)ret_data, ret_size);
}

static void own_clips_are_said_instead_of_the_packs(void **state)
{
	static const struct voice_own own[] = {{"qps", "number-1", "one.opus"},
		{"qps", "number-2", "broken.opus"}, {"qps", "number-3", "none.opus"},
		{"qps", "number-4", "four.flac"}, {"other", "number-1", "one.opus"}};
	static const struct voice_own other[] = {{"qps", "number-1", "four.flac"}};
	_cleanup_(voice_packs_freep) struct voice_packs *packs = NULL;
	_cleanup_free_ char *installed = voice_fixture_path(*state, "installed");
	struct own_files files = {*state, 0};
	const struct voice_pack *pack;

	voice_fixture_put_text(*state, "installed/qps/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_clip(*state, "installed/qps/number-1.flac", 1, VOICE_RATE, 100);
	voice_fixture_put_clip(*state, "installed/qps/number-2.flac", 1, VOICE_RATE, 200);
	voice_fixture_put_clip(*state, "one.opus", 1, VOICE_RATE, 4800);
	voice_fixture_put_clip(*state, "four.flac", 1, VOICE_RATE, 400);
	voice_fixture_put_text(*state, "broken.opus", "OggS and nothing more");
	assert_int_equal(voice_packs_load(installed, &packs), 0);
	pack = voice_packs_find(packs, "qps");
	voice_packs_set_own(packs, NULL, own, ELEMENTS(own), read_own, &files);
	assert_int_equal(files.n_read, 4); /* there is no pack for the last one */
	assert_int_equal(voice_pack_clip(pack, "number-1")->n, 4800);
	assert_int_equal(voice_pack_clip(pack, "number-2")->n, 200); /* the pack's */
	assert_false(voice_pack_has(pack, "number-3")); /* no half number */
	assert_int_equal(voice_pack_clip(pack, "number-4")->n, 400); /* the pack had none */
	/* Again: only what is not there is read. */
	voice_packs_set_own(packs, NULL, own, ELEMENTS(own), read_own, &files);
	assert_int_equal(files.n_read, 4 + 2);
	assert_int_equal(voice_pack_clip(pack, "number-1")->n, 4800);
	/* Another sound of the same clip, and those that were taken back. */
	voice_packs_set_own(packs, NULL, other, ELEMENTS(other), read_own, &files);
	assert_int_equal(voice_pack_clip(pack, "number-1")->n, 400);
	assert_false(voice_pack_has(pack, "number-4"));
	voice_packs_set_own(packs, NULL, NULL, 0, read_own, &files);
	assert_int_equal(voice_pack_clip(pack, "number-1")->n, 100);
}

static void own_clips_alone_are_a_pack(void **state)
{
	static const struct voice_own own[] = {{"qpt", "call-1", "one.flac"},
		{"qpt", "number-1", "four.flac"}, {"none", "call-1", "one.flac"}};
	_cleanup_(voice_packs_freep) struct voice_packs *packs = NULL;
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	_cleanup_free_ char *installed = voice_fixture_path(*state, "installed");
	_cleanup_free_ char *strings = voice_fixture_path(*state, "strings");
	_cleanup_free_ struct voice_steps *steps = memory_new(1, sizeof(*steps));
	struct own_files files = {*state, 0};

	voice_fixture_put_text(*state, "installed/qps/pack.conf", VOICE_FIXTURE_CONF);
	voice_fixture_put_text(*state, "strings/qpt.json",
		"{\"language.name\": \"Test\", \"voice.call\": \"come {number} {counter}\"}");
	voice_fixture_put_clip(*state, "one.flac", 1, VOICE_RATE, 4800);
	voice_fixture_put_clip(*state, "four.flac", 1, VOICE_RATE, 400);
	assert_int_equal(voice_packs_load(installed, &packs), 0);
	assert_int_equal(phrases_load(strings, &phrases), 0);
	for (int round = 0; round < 2; round++) {
		const struct voice_pack *pack;

		voice_packs_set_own(packs, phrases, own, ELEMENTS(own), read_own, &files);
		pack = voice_packs_find(packs, "qpt");
		assert_int_equal(voice_pack_clip(pack, "call-1")->n, 4800);
		assert_int_equal(voice_phrase_call(pack, "1", 1, false, false, steps), 0);
		assert_int_equal(voice_phrase_call(pack, "2", 1, false, false, steps), -ENOENT);
		assert_null(voice_packs_find(packs, "none"));
		assert_int_equal(files.n_read, 2 * round + 2);
		/* All are taken back; the installed pack stays. */
		voice_packs_set_own(packs, phrases, NULL, 0, read_own, &files);
		assert_null(voice_packs_find(packs, "qpt"));
		assert_non_null(voice_packs_find(packs, "qps"));
	}
}

static void a_site_without_voices_is_told_apart(void **state)
{
	_cleanup_(voice_packs_freep) struct voice_packs *packs = NULL;
	_cleanup_free_ char *path = text_printf("%s/none", ((struct voice_fixture *)*state)->path);

	assert_int_equal(voice_packs_load(path, &packs), -ENOENT);
	assert_null(packs);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(clips_are_decoded_and_found_by_name,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(
			a_broken_clip_is_left_out, voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(a_clip_that_vanished_since_is_not_said,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(packs_are_found_by_language_or_folder,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(a_site_adds_clips_and_packs_of_its_own,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(own_clips_are_said_instead_of_the_packs,
			voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(
			own_clips_alone_are_a_pack, voice_fixture_setup, voice_fixture_teardown),
		cmocka_unit_test_setup_teardown(a_site_without_voices_is_told_apart,
			voice_fixture_setup, voice_fixture_teardown),
	};

	return cmocka_run_group_tests_name("voice-pack", tests, NULL, NULL);
}
