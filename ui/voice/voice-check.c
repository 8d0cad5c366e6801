/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-check.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "ui/voice/voice-pack.h"

/* What is heard as another volume is 3 LU away. What lasts longer than this is a recording that
 * nobody has cut. */
enum {
	SHORTEST_MS = 80,
	WORD_MS_MAX = 3000,
	PHRASE_MS_MAX = 12000,
	LEAD_MS_MAX = 100,
	TAIL_MS_MAX = 200,
};

#define LEVEL_TOLERANCE 2.0

const char *voice_fault_name(enum voice_fault fault)
{
	static const char *const names[VOICE_FAULTS] = {
		[VOICE_FAULT_NONE] = "none",
		[VOICE_FAULT_NO_SOUND] = "no_sound",
		[VOICE_FAULT_SILENT] = "silent",
		[VOICE_FAULT_CLIPPED] = "clipped",
		[VOICE_FAULT_TOO_SHORT] = "too_short",
		[VOICE_FAULT_TOO_LONG] = "too_long",
		[VOICE_FAULT_ENDS] = "ends",
		[VOICE_FAULT_TOO_QUIET] = "too_quiet",
		[VOICE_FAULT_TOO_LOUD] = "too_loud",
	};

	return names[fault];
}

static int longest_ms(bool phrase)
{
	return phrase ? PHRASE_MS_MAX : WORD_MS_MAX;
}

enum voice_fault voice_check_fault(const struct voice_measure *measure, bool phrase)
{
	if (measure->length_ms < SHORTEST_MS) {
		return VOICE_FAULT_TOO_SHORT;
	}
	if (measure->length_ms > longest_ms(phrase)) {
		return VOICE_FAULT_TOO_LONG;
	}
	if (measure->clipped) {
		return VOICE_FAULT_CLIPPED;
	}
	if (measure->lead_ms > LEAD_MS_MAX || measure->tail_ms > TAIL_MS_MAX) {
		return VOICE_FAULT_ENDS;
	}
	if (measure->lufs < VOICE_LEVEL_LUFS - LEVEL_TOLERANCE) {
		return VOICE_FAULT_TOO_QUIET;
	}
	return measure->lufs > VOICE_LEVEL_LUFS + LEVEL_TOLERANCE ? VOICE_FAULT_TOO_LOUD
								  : VOICE_FAULT_NONE;
}

static char *fault_text(enum voice_fault fault, const struct voice_measure *measure, bool phrase)
{
	switch (fault) {
	case VOICE_FAULT_NONE:
	case VOICE_FAULTS:
		break;
	case VOICE_FAULT_NO_SOUND:
		return text_dup("no sound of at most a minute");
	case VOICE_FAULT_SILENT:
		return text_dup("there is only silence");
	case VOICE_FAULT_CLIPPED:
		return text_dup("clipped: recorded too loud");
	case VOICE_FAULT_TOO_SHORT:
		return text_printf("too short: %d ms", measure->length_ms);
	case VOICE_FAULT_TOO_LONG:
		return text_printf(
			"too long: %d ms, at most %d", measure->length_ms, longest_ms(phrase));
	case VOICE_FAULT_ENDS:
		return text_printf("silence at its ends: %d ms before, %d ms behind",
			measure->lead_ms, measure->tail_ms);
	case VOICE_FAULT_TOO_QUIET:
		return text_printf(
			"too quiet: %.1f LUFS, %.0f wanted", measure->lufs, VOICE_LEVEL_LUFS);
	case VOICE_FAULT_TOO_LOUD:
		return text_printf(
			"too loud: %.1f LUFS, %.0f wanted", measure->lufs, VOICE_LEVEL_LUFS);
	}
	return NULL;
}

char *voice_check_measure(const struct voice_measure *measure, bool phrase)
{
	return fault_text(voice_check_fault(measure, phrase), measure, phrase);
}

enum voice_fault voice_check_take(struct voice_sound *sound, bool phrase, struct voice_measure *ret)
{
	*ret = (struct voice_measure){0};
	if (!voice_sound_trim(sound)) {
		return VOICE_FAULT_SILENT;
	}
	voice_sound_measure(sound, ret);
	if (ret->clipped) {
		return VOICE_FAULT_CLIPPED;
	}
	voice_sound_level(sound);
	voice_sound_measure(sound, ret);
	return voice_check_fault(ret, phrase);
}

char *voice_check_take_text(struct voice_sound *sound, bool phrase)
{
	struct voice_measure measure;
	enum voice_fault fault = voice_check_take(sound, phrase, &measure);

	return fault_text(fault, &measure, phrase);
}

void voice_report_done(struct voice_report *report)
{
	textbuf_done(&report->faults);
}

static void add_fault(struct voice_report *report, const char *clip, const char *fault)
{
	textbuf_printf(&report->faults, "%s: %s\n", clip, fault);
	report->n_faults++;
}

/* What is wrong with a file, heap; NULL: nothing. word: what should be said in it, or NULL. */
static char *judge(const char *path, const struct voice_word *word)
{
	_cleanup_(voice_sound_done) struct voice_sound sound = {0};
	struct voice_measure measure;
	int r = voice_sound_read(path, &sound);

	if (r < 0) {
		return text_printf("cannot be used: %s",
			r == -EFBIG ? "longer than a minute" : "damaged, or no sound file");
	}
	if (sound.converted) {
		return text_dup("cannot be used: not one channel at 48 kHz");
	}
	if (word && *sound.title && strcmp(sound.title, word->text) != 0) {
		return text_printf(
			"made of other words: \"%s\", not \"%s\"", sound.title, word->text);
	}
	voice_sound_measure(&sound, &measure);
	return voice_check_measure(&measure, !word || word->phrase);
}

static void check_file(const char *folder, const char *file, const struct voice_words *words,
	struct voice_report *report)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder, file);
	_cleanup_free_ char *clip = text_printf("%.*s", (int)voice_pack_name_length(file), file);
	_cleanup_free_ char *fault = judge(path, voice_words_find(words, clip));

	report->n_clips++;
	if (fault) {
		add_fault(report, clip, fault);
	}
}

/* Whether the folder's files have a clip. */
static bool has(struct dirent *const *files, int n, const char *clip)
{
	for (int i = 0; i < n; i++) {
		size_t length = voice_pack_name_length(files[i]->d_name);

		if (length == strlen(clip) && strncmp(files[i]->d_name, clip, length) == 0) {
			return true;
		}
	}
	return false;
}

static int is_clip(const struct dirent *entry)
{
	return voice_pack_name_length(entry->d_name) > 0;
}

int voice_check_folder(const char *folder, const struct voice_manifest *manifest,
	const struct phrases *phrases, struct voice_report *ret)
{
	_cleanup_(voice_words_done) struct voice_words words = {0};
	struct voice_report report = {.n_faults = 0};
	struct dirent **files;
	int n = scandir(folder, &files, is_clip, alphasort);

	if (n < 0) {
		return -errno;
	}
	voice_words_list(phrases, manifest, &words);
	for (size_t i = 0; i < words.n; i++) {
		const struct voice_word *word = &words.words[i];
		bool missing = !has(files, n, word->clip);

		if (missing && word->needed) {
			_cleanup_free_ char *fault = text_printf("missing: \"%s\"", word->text);

			add_fault(&report, word->clip, fault);
		}
		report.n_composed += missing && !word->needed;
	}
	for (int i = 0; i < n; i++) {
		check_file(folder, files[i]->d_name, &words, &report);
		free(files[i]);
	}
	free(files);
	*ret = report;
	return 0;
}
