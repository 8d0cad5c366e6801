/* SPDX-License-Identifier: Apache-2.0 */
/* layso voice names: people edit the names of services and reasons, so no pack that was recorded
 * has them. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/paths.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl.h"
#include "ui/voice/voice-make.h"

/* What is not said in the language is left out. */
static void add_text(struct voice_words *words, const char *kind, const char *id,
	const json_t *texts, const char *language)
{
	const char *text = json_string_value(json_object_get(texts, language));
	_cleanup_free_ char *clip = text_printf("%s-%s", kind, id);

	if (text && *text && strlen(clip) < VOICE_NAME_SIZE) {
		voice_words_add(words, clip, text);
	}
}

/* A text of each entry of a list of the site in a language; what has none there is left out. */
static void list_texts(const json_t *list, const char *field, const char *kind,
	const char *language, struct voice_words *words)
{
	const json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		const char *id = json_string_value(json_object_get(item, "id"));

		if (id) {
			add_text(words, kind, id, json_object_get(item, field), language);
		}
	}
}

/* The program: what the command line says, else what made the pack. */
static int find_engine(const struct ctl *ctl, const char *pack,
	const struct voice_manifest *manifest, struct voice_engine *ret)
{
	const char *command = ctl_value(ctl, "--command");

	if (voice_engine_parse(command ? command : manifest->engine, ret) < 0) {
		say_wrong("'%s' of %s is no program that speaks; say one with --command\n",
			command ? command : manifest->engine, command ? "--command" : pack);
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int make_folder(const char *folder)
{
	if (mkdir(folder, 0755) < 0 && errno != EEXIST) {
		say_wrong("%s: %s\n", folder, strerror(errno));
		return CTL_USAGE;
	}
	return CTL_OK;
}

/* The texts of a site that have a clip, and how its name begins (ui/voice/voice-manifest.h). */
static const struct {
	const char *list, *field, *kind;
} spoken[] = {
	{"groups", "name", "group"},
	{"services", "name", "service"},
	{"services", "bring", "bring"},
	{"priority_reasons", "name", "reason"},
};

/* The texts and notices that the centre wrote, as far as a kiosk reads them. */
static void list_own_texts(const json_t *site, const char *language, struct voice_words *words)
{
	static const char *const read[] = {"kiosk_welcome", "slip_advice"};
	const json_t *texts = json_object_get(site, "texts");
	const json_t *notice;
	char place[12];
	size_t i;

	for (i = 0; i < ELEMENTS(read); i++) {
		add_text(words, "text", read[i], json_object_get(texts, read[i]), language);
	}
	json_array_foreach (json_object_get(site, "notices"), i, notice) {
		(void)snprintf(place, sizeof(place), "%d", (int)i);
		add_text(words, "notice", place, notice, language);
	}
}

/* Speaks the names in the language of an installed pack. */
static int speak_names(struct ctl *ctl, const json_t *site, const char *pack)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_(voice_engine_done) struct voice_engine engine = {.n = 0};
	_cleanup_(voice_words_done) struct voice_words words = {0};
	_cleanup_(voice_made_done) struct voice_made made = {0};
	_cleanup_free_ char *error = NULL, *folder = NULL;
	int removed, r;

	if (voice_manifest_load(pack, &manifest, &error) < 0) {
		say_wrong("%s\n", error);
		return CTL_USAGE;
	}
	if (!manifest.language) {
		return CTL_OK; /* sounds */
	}
	folder = text_printf("%s/%s", ctl_value(ctl, "FOLDER"), manifest.language);
	r = find_engine(ctl, pack, &manifest, &engine);
	r = r == CTL_OK ? make_folder(ctl_value(ctl, "FOLDER")) : r;
	r = r == CTL_OK ? make_folder(folder) : r;
	if (r != CTL_OK) {
		return r;
	}
	for (size_t i = 0; i < ELEMENTS(spoken); i++) {
		list_texts(json_object_get(site, spoken[i].list), spoken[i].field, spoken[i].kind,
			manifest.language, &words);
	}
	list_texts(json_object_get(json_object_get(site, "complaints"), "subjects"), "name",
		"subject", manifest.language, &words);
	list_own_texts(site, manifest.language, &words);
	r = voice_make_clips(folder, &words, &engine, &made);
	if (r < 0) {
		say_wrong("%s: %s\n", folder, strerror(-r));
		return CTL_USAGE;
	}
	removed = voice_make_remove_others(folder, &words);
	say("%s%s: %d names spoken, %d kept, %d removed, %d failed\n",
		made.failed > 0 ? made.failures.data : "", folder, made.made, made.kept, removed,
		made.failed);
	return made.failed > 0 ? CTL_REFUSED : CTL_OK;
}

int voice_run_names(struct ctl *ctl)
{
	_cleanup_free_ char *dir = text_printf("%s/voice", paths_datadir());
	struct dirent **entries;
	json_auto_t *answer = NULL;
	int r = ask_hub_json(ctl, "GET", "/api/v1/site", &answer);
	int n;

	if (r != CTL_OK) {
		return r;
	}
	n = scandir(dir, &entries, NULL, alphasort);
	if (n < 0) {
		say_wrong("%s: %s\n", dir, strerror(errno));
		return CTL_USAGE;
	}
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *pack = text_printf("%s/%s", dir, entries[i]->d_name);
		_cleanup_free_ char *conf = text_printf("%s/pack.conf", pack);
		int one = access(conf, F_OK) == 0
			? speak_names(ctl, json_object_get(answer, "site"), pack)
			: CTL_OK;

		r = r == CTL_OK ? one : r;
		free(entries[i]);
	}
	free(entries);
	return r;
}
