/* SPDX-License-Identifier: Apache-2.0 */
/* layso voice: what the hall says. Nothing here asks the hub. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/paths.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl.h"
#include "ui/voice/voice-check.h"
#include "ui/voice/voice-make.h"

#define NOT_STATED "not stated"

static int load_phrases(struct phrases **ret)
{
	if (phrases_load(NULL, ret) < 0) {
		say_wrong("the texts of layso cannot be read\n");
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int say_unreadable(char *error)
{
	say_wrong("%s\n", error);
	return CTL_USAGE;
}

/* ---- words ---- */

static int find_words(
	const struct phrases *phrases, const char *language, struct voice_manifest *ret)
{
	_cleanup_(textbuf_done) struct textbuf known = {0};
	const char *code;

	if (voice_words_manifest(phrases, language, ret) == 0) {
		return CTL_OK;
	}
	for (size_t i = 0; *(code = phrases_language(phrases, i)); i++) {
		textbuf_printf(&known, " %s", code);
	}
	say_wrong("there are no words in the language '%s'; there are%s\n", language, known.data);
	return CTL_USAGE;
}

int voice_run_words(struct ctl *ctl)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	_cleanup_(table_done) struct table table = {0};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	int r = load_phrases(&phrases);

	r = r == CTL_OK ? find_words(phrases, ctl_value(ctl, "LANGUAGE"), &manifest) : r;
	if (r != CTL_OK) {
		return r;
	}
	voice_words_list(phrases, &manifest, &words);
	table_init(&table, (const char *const[]){"CLIP", "NEEDED", "WORDS", NULL});
	for (size_t i = 0; i < words.n; i++) {
		table_add(&table, words.words[i].clip);
		table_add(&table, words.words[i].needed ? "yes" : "better");
		table_add(&table, words.words[i].text);
	}
	table_write(&table, "", &out);
	say("%s", out.data);
	return CTL_OK;
}

/* ---- check ---- */

struct checking {
	const struct phrases *phrases;
	const char *wanted; /* a language, a folder's name, or NULL for all */
	int packs, faults;
};

/* An enum ctl_exit: CTL_OK also for a pack with faults. */
static int check_pack(struct checking *checking, const char *folder)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_(voice_report_done) struct voice_report report = {.n_faults = 0};
	_cleanup_free_ char *error = NULL;
	int r;

	checking->packs++;
	if (voice_manifest_load(folder, &manifest, &error) < 0) {
		say("%s\n", error);
		checking->faults++;
		return CTL_OK;
	}
	r = voice_check_folder(folder, &manifest, checking->phrases, &report);
	if (r < 0) {
		say_wrong("%s: %s\n", folder, strerror(-r));
		return CTL_USAGE;
	}
	say("%s", report.n_faults > 0 ? report.faults.data : "");
	say("%s (%s, %s): %d clips, %d faults", folder,
		manifest.language ? manifest.language : "sounds", manifest.speaker, report.n_clips,
		report.n_faults);
	say(report.n_composed > 0 ? "; %d numbers are put together of their words\n" : "\n",
		report.n_composed);
	checking->faults += report.n_faults;
	return CTL_OK;
}

static bool is_wanted(const struct checking *checking, const char *folder, const char *name)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_free_ char *error = NULL;

	if (!checking->wanted || strcmp(checking->wanted, name) == 0) {
		return true;
	}
	return voice_manifest_load(folder, &manifest, &error) == 0 && manifest.language &&
		strcmp(checking->wanted, manifest.language) == 0;
}

static int check_installed(struct checking *checking)
{
	_cleanup_free_ char *dir = text_printf("%s/voice", paths_datadir());
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, NULL, alphasort), r = CTL_OK;

	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *folder = text_printf("%s/%s", dir, entries[i]->d_name);
		_cleanup_free_ char *conf = text_printf("%s/pack.conf", folder);

		if (r == CTL_OK && access(conf, F_OK) == 0 &&
			is_wanted(checking, folder, entries[i]->d_name)) {
			r = check_pack(checking, folder);
		}
		free(entries[i]);
	}
	free(entries);
	if (r == CTL_OK && checking->packs == 0) {
		say_wrong("%s has no voice pack%s%s\n", dir, checking->wanted ? " for " : "",
			checking->wanted ? checking->wanted : "");
		return CTL_USAGE;
	}
	return r;
}

int voice_run_check(struct ctl *ctl)
{
	const char *pack = ctl_value(ctl, "PACK");
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	struct checking checking = {.wanted = pack};
	int r = load_phrases(&phrases);

	if (r != CTL_OK) {
		return r;
	}
	checking.phrases = phrases;
	r = pack && strchr(pack, '/') ? check_pack(&checking, pack) : check_installed(&checking);
	return r == CTL_OK && checking.faults > 0 ? CTL_REFUSED : r;
}

/* ---- make ---- */

static const char *value_or(const struct ctl *ctl, const char *name, const char *otherwise)
{
	const char *value = ctl_value(ctl, name);

	return value ? value : otherwise;
}

/* Writes the manifest of a new pack: the language's words, and what the command line says. */
static int write_manifest(
	const struct ctl *ctl, const char *folder, const struct phrases *phrases, char **ret_error)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	int r = find_words(phrases, ctl_value(ctl, "LANGUAGE"), &manifest);

	if (r != CTL_OK) {
		return r;
	}
	manifest.speaker = text_dup(value_or(ctl, "--speaker", NOT_STATED));
	manifest.consent = text_dup(value_or(ctl, "--consent", NOT_STATED));
	manifest.licence = text_dup(value_or(ctl, "--licence", NOT_STATED));
	manifest.engine = text_dup(ctl_value(ctl, "--command"));
	if (mkdir(folder, 0755) < 0 && errno != EEXIST) {
		*ret_error = text_printf("%s: %s", folder, strerror(errno));
		return CTL_USAGE;
	}
	r = voice_make_manifest(folder, &manifest);
	if (r < 0) {
		*ret_error = text_printf("%s/pack.conf: %s", folder, strerror(-r));
		return CTL_USAGE;
	}
	return CTL_OK;
}

/* The manifest of the folder, which is written first when there is none. */
static int find_manifest(const struct ctl *ctl, const char *folder, const struct phrases *phrases,
	struct voice_manifest *ret)
{
	_cleanup_free_ char *conf = text_printf("%s/pack.conf", folder), *error = NULL;
	const char *language = ctl_value(ctl, "LANGUAGE");
	int r = access(conf, F_OK) == 0 ? CTL_OK : write_manifest(ctl, folder, phrases, &error);

	if (r == CTL_OK && voice_manifest_load(folder, ret, &error) < 0) {
		r = CTL_USAGE;
	}
	if (r == CTL_OK && (!ret->language || strcmp(ret->language, language) != 0)) {
		error = text_printf("%s is the pack of another language", folder);
		r = CTL_USAGE;
	}
	return error ? say_unreadable(error) : r;
}

int voice_run_make(struct ctl *ctl)
{
	const char *folder = ctl_value(ctl, "FOLDER");
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(voice_made_done) struct voice_made made = {0};
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	int r;

	if (voice_engine_parse(ctl_value(ctl, "--command"), &engine) < 0) {
		say_wrong("the command needs {wav}, the file that it writes; its quotes must "
			  "close\n");
		return CTL_USAGE;
	}
	r = load_phrases(&phrases);
	r = r == CTL_OK ? find_manifest(ctl, folder, phrases, &manifest) : r;
	if (r != CTL_OK) {
		return r;
	}
	voice_words_list(phrases, &manifest, &words);
	r = voice_make_clips(folder, &words, &engine, &made);
	if (r < 0) {
		say_wrong("%s: %s\n", folder, strerror(-r));
		return CTL_USAGE;
	}
	say("%s", made.failed > 0 ? made.failures.data : "");
	say("%s: %d clips made, %d kept, %d failed\n", folder, made.made, made.kept, made.failed);
	return made.failed > 0 ? CTL_REFUSED : CTL_OK;
}
