/* SPDX-License-Identifier: Apache-2.0 */
/* Loudspeakers: what is played is heard whole and in order, and a device comes and goes. That a
 * sound card plays is shown by the virtual board. */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/sound.h"

enum {
	HEADER = 44,
	DEADLINE_MS = 20000,
	LOUD = 16000,
	PRIME = SOUND_PRIME_MS * (SOUND_RATE / 1000)
};

struct fixture {
	sd_event *event;
	char folder[40];
	char *file;
	struct sound_settings settings;
	struct sound *sound;
	int overs;
	int states;
	int16_t *samples; /* as the file has them */
	int n;
};

static void on_over(void *userdata)
{
	struct fixture *f = userdata;

	f->overs++;
}

static void on_state(void *userdata)
{
	struct fixture *f = userdata;

	f->states++;
}

static const struct sound_calls calls = {.over = on_over, .state = on_state};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_int_equal(sd_event_new(&f->event), 0);
	(void)strcpy(f->folder, "/tmp/layso-sound-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	f->file = text_printf("%s/hall.wav", f->folder);
	f->settings = (struct sound_settings){
		.driver = "sim", .path = f->file, .volume_percent = 100, .at_once = true};
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *command = text_printf("rm -rf %s", f->folder);

	sound_close(f->sound);
	sd_event_unref(f->event);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
	free(f->samples);
	free(f->file);
	free(f);
	return 0;
}

static void open_sound(struct fixture *f)
{
	assert_int_equal(sound_open(f->event, &f->settings, &calls, f, &f->sound), 0);
}

static void run_until(struct fixture *f, const int *counter, int value)
{
	int64_t until = clock_mono_ms() + DEADLINE_MS;

	while (*counter < value) {
		assert_true(clock_mono_ms() < until);
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
}

static void read_file(struct fixture *f)
{
	_cleanup_fclose_ FILE *file = fopen(f->file, "re");
	struct stat status;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	free(f->samples);
	f->n = (int)(status.st_size - HEADER) / 2;
	f->samples = calloc((size_t)f->n, 2);
	assert_int_equal(fseek(file, HEADER, SEEK_SET), 0);
	assert_int_equal(fread(f->samples, 2, (size_t)f->n, file), f->n);
}

/* From a place on, so many samples have this value. */
static void assert_run(const struct fixture *f, int from, int count, int value)
{
	assert_true(from + count <= f->n);
	for (int i = from; i < from + count; i++) {
		assert_int_equal(f->samples[i], value);
	}
}

/* A loud part, a silence and a loud part of odd lengths: none is a multiple of a driver's chunk. */
enum { FIRST = 5003, GAP = 1234, SECOND = 701 };

static void play_three(struct fixture *f, int volume)
{
	static int16_t loud[FIRST];
	const struct sound_part parts[] = {{loud, FIRST}, {NULL, GAP}, {loud, SECOND}};

	for (int i = 0; i < FIRST; i++) {
		loud[i] = LOUD;
	}
	assert_int_equal(sound_play(f->sound, parts, 3, volume), 0);
	assert_true(sound_is_playing(f->sound));
}

static void assert_three(const struct fixture *f, int from, int value)
{
	assert_run(f, from, FIRST, value);
	assert_run(f, from + FIRST, GAP, 0);
	assert_run(f, from + FIRST + GAP, SECOND, value);
	assert_run(f, from + FIRST + GAP + SECOND, 100, 0);
}

static void what_is_played_is_heard_whole_after_a_short_silence(void **state)
{
	struct fixture *f = *state;

	open_sound(f);
	assert_int_equal(sound_state(f->sound), SOUND_OK);
	play_three(f, 100);
	run_until(f, &f->overs, 1);
	assert_false(sound_is_playing(f->sound));
	read_file(f);
	assert_run(f, 0, PRIME, 0);
	assert_three(f, PRIME, LOUD);
}

static void a_lower_volume_is_a_lower_level(void **state)
{
	struct fixture *f = *state;

	open_sound(f);
	play_three(f, 50);
	run_until(f, &f->overs, 1);
	read_file(f);
	assert_three(f, PRIME, LOUD / 4);
}

static void it_closes_when_idle_and_plays_again(void **state)
{
	struct fixture *f = *state;

	open_sound(f);
	play_three(f, 100);
	run_until(f, &f->overs, 1);
	for (int i = 0; i < 20; i++) { /* the silence after it is over at once as well */
		assert_true(sd_event_run(f->event, 1000) >= 0);
	}
	play_three(f, 100);
	run_until(f, &f->overs, 2);
	read_file(f);
	assert_three(f, PRIME, LOUD);
	assert_true(f->n > 2 * PRIME + 2 * (FIRST + GAP + SECOND));
	assert_int_equal(f->states, 0);
}

static void another_sound_cuts_the_present_one(void **state)
{
	struct fixture *f = *state;

	open_sound(f);
	play_three(f, 100);
	play_three(f, 100);
	run_until(f, &f->overs, 1);
	play_three(f, 100);
	sound_stop(f->sound);
	assert_false(sound_is_playing(f->sound));
	assert_true(sd_event_run(f->event, 100000) >= 0);
	assert_int_equal(f->overs, 1);
}

static void a_device_that_is_missing_is_used_when_it_comes(void **state)
{
	struct fixture *f = *state;
	const struct sound_part part = {NULL, 100};
	_cleanup_free_ char *there = text_printf("%s/later", f->folder);

	free(f->file);
	f->file = text_printf("%s/later/hall.wav", f->folder);
	f->settings.path = f->file;
	open_sound(f);
	assert_int_equal(sound_state(f->sound), SOUND_MISSING);
	assert_int_equal(sound_play(f->sound, &part, 1, 100), -ENOENT);
	assert_int_equal(f->states, 0);
	assert_int_equal(mkdir(there, 0700), 0);
	run_until(f, &f->states, 1); /* without being asked */
	assert_int_equal(sound_state(f->sound), SOUND_OK);
	play_three(f, 100);
	run_until(f, &f->overs, 1);
}

static void a_device_that_goes_is_lost(void **state)
{
	struct fixture *f = *state;
	const struct sound_part part = {NULL, 100};
	_cleanup_free_ char *away = text_printf("%s.away", f->folder);

	open_sound(f);
	assert_int_equal(rename(f->folder, away), 0);
	assert_int_equal(sound_play(f->sound, &part, 1, 100), -ENOENT);
	assert_int_equal(sound_state(f->sound), SOUND_LOST);
	assert_string_equal(sound_state_name(SOUND_LOST), "lost");
	assert_int_equal(rename(away, f->folder), 0);
	run_until(f, &f->states, 2);
	assert_int_equal(sound_state(f->sound), SOUND_OK);
}

static void a_card_that_is_not_there_is_missing(void **state)
{
	struct fixture *f = *state;
	const struct sound_part part = {NULL, 100};

	text_copy_cut(f->settings.driver, sizeof(f->settings.driver), "alsa");
	text_copy_cut(f->settings.device, sizeof(f->settings.device), "no-such-card");
	open_sound(f);
	assert_int_equal(sound_state(f->sound), SOUND_MISSING);
	assert_string_equal(sound_note(f->sound), "no-such-card");
	assert_int_equal(sound_play(f->sound, &part, 1, 100), -ENODEV);
}

static void the_volume_follows_the_time_of_day(void **state)
{
	const struct sound_settings one = {.volume_percent = 70};
	const struct sound_settings day = {
		.volume_percent = 70, .n_volumes = 2, .volume = {{390, 60}, {690, 30}}};

	(void)state;
	assert_int_equal(sound_volume_at(&one, 600), 70);
	assert_int_equal(sound_volume_at(&day, -1), 70);
	assert_int_equal(sound_volume_at(&day, 389), 30); /* as the evening before */
	assert_int_equal(sound_volume_at(&day, 390), 60);
	assert_int_equal(sound_volume_at(&day, 689), 60);
	assert_int_equal(sound_volume_at(&day, 690), 30);
}

#define SIM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIM(what_is_played_is_heard_whole_after_a_short_silence),
		SIM(a_lower_volume_is_a_lower_level),
		SIM(it_closes_when_idle_and_plays_again),
		SIM(another_sound_cuts_the_present_one),
		SIM(a_device_that_is_missing_is_used_when_it_comes),
		SIM(a_device_that_goes_is_lost),
		SIM(a_card_that_is_not_there_is_missing),
		cmocka_unit_test(the_volume_follows_the_time_of_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
