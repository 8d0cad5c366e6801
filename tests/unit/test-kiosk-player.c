/* SPDX-License-Identifier: Apache-2.0 */
/* What is heard of a reading: the recording that the simulated loudspeaker makes. Clips are said at
 * once, texts as soon as they are spoken, and what cannot be spoken has other words instead. */
#include "kiosk/kiosk-player.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "check.h"
#include "voice-fixture.h"

enum {
	DEADLINE_MS = 60000,
	LATE_MS = 2000,
	HEADER = 44,
	TEXT = 800 * (SOUND_RATE / 1000), /* samples of a spoken text, about */
	LOUD = 5000, /* its samples; the clips have none so loud */
	/* Samples of the clips, which count from 0 on; each has another last one. */
	TITLE = 2000,
	INSTEAD = 3000,
};

struct fixture {
	void *voice; /* a struct voice_fixture */
	sd_event *event;
	struct phrases *phrases;
	struct sound_settings settings;
	struct kiosk_player *player;
	struct reading reading, instead;
	int overs;
	int16_t *samples; /* what was heard */
	int n;
};

static void on_over(void *userdata)
{
	struct fixture *f = userdata;

	f->overs++;
}

static void on_state(void *userdata)
{
	(void)userdata;
}

static void add(struct reading *reading, enum reading_kind kind, const char *text)
{
	struct reading_part *part = &reading->part[reading->n++];

	*part = (struct reading_part){.kind = kind, .text = text_dup(text)};
	text_copy_cut(part->language, sizeof(part->language), "qps");
	text_copy_cut(part->clip, sizeof(part->clip), kind == READING_CLIP ? text : "");
}

/* A pack with two clips and a program: a shell's script with the recording as $1, the file to write
 * as $2, the text as $3. */
static void open_player(struct fixture *f, const char *script)
{
	static const struct kiosk_player_calls calls = {on_over, on_state};
	const struct voice_fixture *voice = f->voice;
	_cleanup_free_ char *conf = text_printf("[pack]\nlanguage = qps\ngrammar = vietnamese\n"
						"speaker = nobody\nconsent = not needed\n"
						"licence = CC0\nengine = sh -c '%s' engine "
						"%s/said.flac {wav} {text}\n[phrases]\n"
						"call = {number} {counter}\n",
		script, voice->path);

	voice_fixture_put_text(f->voice, "voice/qps/pack.conf", conf);
	voice_fixture_put_clip(f->voice, "voice/qps/title.flac", 1, SOUND_RATE, TITLE);
	voice_fixture_put_clip(f->voice, "voice/qps/instead.flac", 1, SOUND_RATE, INSTEAD);
	voice_fixture_put_recording(f->voice, "said.flac", 800, 0.2, 300);
	assert_int_equal(kiosk_player_open(f->event, &f->settings, f->phrases, LATE_MS, &calls, f,
				 &f->player),
		0);
	assert_true(kiosk_player_has_engine(f->player, "qps"));
	assert_false(kiosk_player_has_engine(f->player, "other"));
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));
	const struct voice_fixture *voice;

	*state = f;
	assert_int_equal(voice_fixture_setup(&f->voice), 0);
	voice = f->voice;
	assert_int_equal(setenv("LAYSO_DATADIR", voice->path, 1), 0);
	f->phrases = phrases_none();
	f->settings = (struct sound_settings){.driver = "sim",
		.path = voice_fixture_path(f->voice, "heard.wav"),
		.volume_percent = 100,
		.at_once = true};
	add(&f->instead, READING_CLIP, "instead");
	return sd_event_new(&f->event);
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	int r;

	kiosk_player_close(f->player);
	reading_done(&f->reading);
	reading_done(&f->instead);
	sd_event_unref(f->event);
	phrases_free(f->phrases);
	r = voice_fixture_teardown(&f->voice);
	free(f->settings.path);
	free(f->samples);
	free(f);
	return r;
}

static void read_heard(struct fixture *f)
{
	_cleanup_fclose_ FILE *file = fopen(f->settings.path, "re");
	struct stat status;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	free(f->samples);
	f->n = (int)(status.st_size - HEADER) / 2;
	f->samples = memory_new((size_t)f->n + 1, 2);
	assert_int_equal(fseek(file, HEADER, SEEK_SET), 0);
	assert_int_equal(fread(f->samples, 2, (size_t)f->n, file), f->n);
}

static void play(struct fixture *f)
{
	kiosk_player_play(f->player, &f->reading, &f->instead, 100);
}

static void run_until_over(struct fixture *f, int times)
{
	int64_t until = clock_mono_ms() + DEADLINE_MS;

	while (f->overs < times) {
		assert_true(clock_mono_ms() < until);
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_false(kiosk_player_is_playing(f->player));
	read_heard(f);
}

/* What was heard, a letter each: T the title, I the words instead, S speech. */
static const char *heard(const struct fixture *f)
{
	static char letters[64];
	size_t n = 0;

	for (int i = 0, run; i < f->n && n < sizeof(letters) - 1; i += MAX_OF(run, 1)) {
		for (run = 0; i + run < f->n && f->samples[i + run] == run + 1; run++) {
		}
		if (run == TITLE - 1 || run == INSTEAD - 1) {
			letters[n++] = run == TITLE - 1 ? 'T' : 'I';
		} else if (f->samples[i] > LOUD) {
			run = TEXT;
			letters[n++] = 'S';
		}
	}
	letters[n] = '\0';
	return letters;
}

static void a_title_and_its_texts_are_heard_in_order(void **state)
{
	struct fixture *f = *state;

	open_player(f, "cp $1 $2");
	add(&f->reading, READING_CLIP, "title");
	add(&f->reading, READING_PAUSE, ".");
	add(&f->reading, READING_TEXT, "Một câu. Hai câu.");
	add(&f->reading, READING_CLIP, "title");
	add(&f->reading, READING_CLIP, "no-such-clip");
	assert_true(kiosk_player_says(&f->reading.part[2], f->player));
	play(f);
	assert_true(kiosk_player_is_playing(f->player));
	assert_false(f->reading.part[2].missing);
	assert_true(f->reading.part[4].missing);
	run_until_over(f, 1);
	assert_string_equal(heard(f), "TSST");
	play(f); /* from memory */
	run_until_over(f, 2);
	assert_string_equal(heard(f), "TSSTTSST");
}

/* Numbers come as words, and a long text in pieces, none of them lost. */
static void a_long_text_comes_in_pieces_of_words(void **state)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	struct fixture *f = *state;

	open_player(f, "case \"$3\" in *[0-9]*) exit 1;; esac; [ ${#3} -le 140 ] && cp $1 $2");
	for (int i = 0; i < 30; i++) {
		textbuf_add(&text, "Lệ phí 15.000 đồng; ");
	}
	add(&f->reading, READING_TEXT, text.data);
	play(f);
	run_until_over(f, 1);
	assert_true(strlen(heard(f)) >= 7);
	assert_null(strchr(heard(f), 'I'));
}

static void what_cannot_be_spoken_has_other_words_once(void **state)
{
	static const char *const faults[] = {"exit 1", "kill -9 $$", "echo garbage >$2",
		"exec no-such-program", "sleep 600", "exec cat /dev/zero >$2"};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(faults); i++) {
		open_player(f, faults[i]);
		add(&f->reading, READING_CLIP, "title");
		add(&f->reading, READING_TEXT, "Một câu. Hai câu.");
		add(&f->reading, READING_TEXT, "Ba câu.");
		add(&f->reading, READING_CLIP, "title");
		play(f);
		run_until_over(f, (int)i + 1);
		assert_string_equal(heard(f), "TIT");
		reading_done(&f->reading);
		kiosk_player_close(TAKE_PTR(f->player));
		assert_int_equal(unlink(f->settings.path), 0);
	}
}

/* Dies in the middle of a text: what was heard was heard, and then it is said. */
static void a_text_that_breaks_off_is_told(void **state)
{
	struct fixture *f = *state;

	open_player(f, "case \"$3\" in Một*) cp $1 $2;; *) exit 1;; esac");
	add(&f->reading, READING_TEXT, "Một câu. Hai câu. Một câu.");
	add(&f->reading, READING_CLIP, "title");
	play(f);
	run_until_over(f, 1);
	assert_string_equal(heard(f), "SIT");
}

/* Nothing of the old reading is heard after a key, and the new one does not wait for it. */
static void a_key_cuts_what_is_still_being_spoken(void **state)
{
	struct fixture *f = *state;
	int64_t begin_ms;

	open_player(f, "case \"$3\" in Một*) sleep 600;; esac; cp $1 $2");
	add(&f->reading, READING_TEXT, "Một câu.");
	play(f);
	assert_true(sd_event_run(f->event, 100000) >= 0);
	begin_ms = clock_mono_ms();
	kiosk_player_stop(f->player);
	assert_false(kiosk_player_is_playing(f->player));
	reading_done(&f->reading);
	add(&f->reading, READING_CLIP, "title");
	add(&f->reading, READING_TEXT, "Hai câu.");
	play(f);
	assert_true(clock_mono_ms() - begin_ms < LATE_MS / 2);
	run_until_over(f, 1);
	assert_string_equal(heard(f), "TS");
	assert_int_equal(f->overs, 1);
	add(&f->reading, READING_TEXT, "Một câu.");
	play(f); /* and it is closed while somebody speaks */
}

/* A voice without a program: whoever composes is told, and what comes nevertheless is left out. */
static void texts_are_left_out_where_nobody_says_them(void **state)
{
	struct fixture *f = *state;

	open_player(f, "exit 1");
	add(&f->reading, READING_TEXT, "Một câu.");
	for (int i = 0; i < 2; i++) {
		free(f->reading.part[0].text);
		f->reading.part[0].text = text_printf("câu %d", i);
		play(f);
		run_until_over(f, i + 1);
	}
	assert_string_equal(heard(f), "II");
	assert_false(kiosk_player_says(&f->reading.part[0], f->player)); /* it rests */
	play(f);
	run_until_over(f, 3);
	assert_true(f->reading.part[0].missing);
	assert_string_equal(heard(f), "II");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_FIXTURE(a_title_and_its_texts_are_heard_in_order),
		WITH_FIXTURE(a_long_text_comes_in_pieces_of_words),
		WITH_FIXTURE(what_cannot_be_spoken_has_other_words_once),
		WITH_FIXTURE(a_text_that_breaks_off_is_told),
		WITH_FIXTURE(a_key_cuts_what_is_still_being_spoken),
		WITH_FIXTURE(texts_are_left_out_where_nobody_says_them),
	};

	return cmocka_run_group_tests_name("kiosk-player", tests, NULL, NULL);
}
