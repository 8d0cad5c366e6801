/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso voice test: a chime and a sentence on the loudspeaker of the board file, by the hall's own
 * driver, so that what is heard is what the hall will hear. layso-halld has the device only while
 * it speaks, and needs not be stopped.
 */
#include <ctype.h>
#include <dirent.h>
#include <string.h>

#include "base/clock.h"
#include "ctl/ctl-board.h"
#include "ctl/ctl.h"
#include "drivers/sound.h"
#include "drivers/sound-card.h"
#include "ui/phrases.h"
#include "ui/voice/voice-phrase.h"

enum { PLAY_MS = 30000, TURN_US = 100000, GAP_MS = 300, PARTS_MAX = VOICE_STEPS_MAX + 2 };

/* What is played. */
struct parts {
	int n;
	struct sound_part part[PARTS_MAX];
};

struct test {
	sd_event *event;
	struct sound *sound;
	struct voice_packs *packs;
	bool over;
};

static void test_done(struct test *test)
{
	sound_close(test->sound);
	voice_packs_free(test->packs);
	sd_event_unref(test->event);
}

static void on_over(void *userdata)
{
	((struct test *)userdata)->over = true;
}

static void on_state(void *userdata)
{
	(void)userdata; /* asked for when it is needed */
}

/* ---- why nothing is heard ---- */

/* Whether one of the process's files is a sound device's playback half. */
static bool plays_sound(const char *pid)
{
	_cleanup_free_ char *folder = text_printf("/proc/%s/fd", pid);
	DIR *files = opendir(folder);
	const struct dirent *file;
	bool found = false;

	while (files && !found && (file = readdir(files))) {
		_cleanup_free_ char *path = text_printf("%s/%s", folder, file->d_name);
		char target[64];
		ssize_t n = readlink(path, target, sizeof(target) - 1);

		target[MAX_OF(n, 0)] = '\0';
		found = strncmp(target, "/dev/snd/pcm", strlen("/dev/snd/pcm")) == 0 &&
			target[n - 1] == 'p';
	}
	if (files) {
		(void)closedir(files);
	}
	return found;
}

static void say_who_plays(void)
{
	DIR *processes = opendir("/proc");
	const struct dirent *process;

	while (processes && (process = readdir(processes))) {
		_cleanup_free_ char *path = NULL;
		_cleanup_free_ char *name = NULL;
		size_t size;

		if (!isdigit((unsigned char)*process->d_name) || !plays_sound(process->d_name)) {
			continue;
		}
		path = text_printf("/proc/%s/comm", process->d_name);
		if (text_read_file(path, 256, &name, &size) == 0) {
			say_more("in use by process %s, %s", process->d_name, name);
		}
	}
	if (processes) {
		(void)closedir(processes);
	}
}

static void say_cards(void)
{
	_cleanup_(textbuf_done) struct textbuf cards = {0};

	sound_card_list(&cards);
	say_more(cards.size > 0 ? "There are:\n%s" : "This computer has no sound card.%s\n",
		cards.size > 0 ? cards.data : "");
}

static int say_why(const struct test *test, const struct sound_settings *settings)
{
	bool any = !*settings->device;

	switch (sound_state(test->sound)) {
	case SOUND_MISSING:
	case SOUND_LOST:
		if (strcmp(settings->driver, "sim") == 0) {
			say_wrong("'%s' cannot be written\n", settings->path);
			break;
		}
		say_wrong("there is no sound device%s%s%s\n", any ? "" : " '", settings->device,
			any ? "" : "'");
		say_cards();
		break;
	case SOUND_BUSY:
		say_wrong("the sound device is in use by another program\n");
		say_who_plays();
		break;
	case SOUND_ERROR:
	case SOUND_OK:
	case SOUND_STATES:
		say_wrong("the sound device does not play: %s\n", sound_note(test->sound));
		break;
	}
	return CTL_REFUSED;
}

/* ---- the test ---- */

static int load_settings(
	const struct ctl *ctl, struct board **ret_board, struct sound_settings *ret)
{
	const char *place = ctl_value(ctl, "PLACE");
	bool kiosk = place && strcmp(place, "kiosk") == 0;
	_cleanup_(board_freep) struct board *board = NULL;
	int r;

	if (place && !kiosk && strcmp(place, "hall") != 0) {
		say_wrong("'%s' is neither hall nor kiosk\n", place);
		return CTL_USAGE;
	}
	r = kiosk ? board_find(ctl, &board) : board_find_hall(ctl, &board);
	if (r != CTL_OK) {
		return r;
	}
	if (!board) {
		say_wrong("name a board: layso voice test --board NAME\n");
		return CTL_USAGE;
	}
	*ret = kiosk ? board->kiosk_sound : board->hall_sound;
	if (!*ret->driver) {
		say_wrong(
			"%s: the board has no [sound %s]\n", board->file, kiosk ? "kiosk" : "hall");
		return CTL_USAGE;
	}
	*ret_board = TAKE_PTR(board);
	return CTL_OK;
}

static void add_part(struct parts *parts, const struct voice_clip *clip, int silence_ms)
{
	parts->part[parts->n++] = clip ? (struct sound_part){clip->samples, clip->n}
				       : (struct sound_part){.n = silence_ms * (SOUND_RATE / 1000)};
}

/* A chime and the sentence, of what is there of them. */
static void compose(const struct test *test, const char *language, struct parts *ret)
{
	const struct voice_pack *chime = voice_packs_find(test->packs, "chime");
	const struct voice_pack *pack = voice_packs_find(test->packs, language);
	_cleanup_free_ struct voice_steps *steps = memory_new(1, sizeof(*steps));

	if (chime && voice_pack_has(chime, "chime")) {
		add_part(ret, voice_pack_clip(chime, "chime"), 0);
		add_part(ret, NULL, GAP_MS);
	}
	if (!pack || voice_phrase_test(pack, steps) < 0) {
		say_more("there is no voice in the language '%s'\n", language);
	}
	for (int i = 0; i < steps->n; i++) {
		add_part(ret,
			*steps->step[i].clip ? voice_pack_clip(pack, steps->step[i].clip) : NULL,
			steps->step[i].silence_ms);
	}
}

static int play(struct test *test, const struct sound_settings *settings, const struct parts *parts,
	int volume)
{
	static const struct sound_calls calls = {.over = on_over, .state = on_state};
	int64_t end_ms = clock_mono_ms() + PLAY_MS;

	if (sd_event_new(&test->event) < 0 ||
		sound_open(test->event, settings, &calls, test, &test->sound) < 0) {
		say_wrong("the sound driver cannot be started\n");
		return CTL_REFUSED;
	}
	if (sound_state(test->sound) != SOUND_OK ||
		sound_play(test->sound, parts->part, parts->n, volume) < 0) {
		return say_why(test, settings);
	}
	while (!test->over && sound_state(test->sound) == SOUND_OK) {
		if (sd_event_run(test->event, TURN_US) < 0 || clock_mono_ms() > end_ms) {
			say_wrong("the sound device does not come to an end\n");
			return CTL_REFUSED;
		}
	}
	return test->over ? CTL_OK : say_why(test, settings);
}

/* "c" is the Vietnamese yes. Without a person at the terminal nobody is asked. */
static int ask_whether_heard(void)
{
	char answer[16];

	if (!isatty(STDIN_FILENO)) {
		return CTL_OK;
	}
	say("Was it heard well in the whole hall? [y/n] ");
	(void)fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) && strchr("yYcC", *answer)) {
		return CTL_OK;
	}
	say_more("Turn the loudspeaker up at itself first, then give --volume 100. When nothing is "
		 "heard\nat all, it may be another device: write 'device' in the board file.\n");
	say_cards();
	return CTL_REFUSED;
}

int voice_run_test(struct ctl *ctl)
{
	_cleanup_(test_done) struct test test = {.over = false};
	_cleanup_(board_freep) struct board *board = NULL;
	_cleanup_free_ struct parts *parts = memory_new(1, sizeof(*parts));
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	struct sound_settings settings;
	int volume;
	int r = load_settings(ctl, &board, &settings);

	if (r != CTL_OK) {
		return r;
	}
	volume = (int)ctl_number(ctl_value(ctl, "--volume"), settings.volume_percent);
	if (volume > 100) {
		say_wrong("a volume is at most 100 percent\n");
		return CTL_USAGE;
	}
	if (voice_packs_load(NULL, &test.packs) < 0 || phrases_load(NULL, &phrases) < 0) {
		say_wrong("there are no voices: install a voice pack\n");
		return CTL_REFUSED;
	}
	compose(&test, ctl->view.language ? ctl->view.language : phrases_language(phrases, 0),
		parts);
	if (parts->n == 0) {
		say_wrong("there is nothing to play: install a voice pack\n");
		return CTL_REFUSED;
	}
	say("playing at %d percent on %s\n", volume,
		*settings.device        ? settings.device
			: settings.path ? settings.path
					: "the first sound card");
	r = play(&test, &settings, parts, volume);
	return r == CTL_OK ? ask_whether_heard() : r;
}
