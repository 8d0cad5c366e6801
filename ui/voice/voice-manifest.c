/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-manifest.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/config.h"
#include "base/paths.h"

/* What parts texts and is not said. */
static bool is_separator(char c)
{
	return c && strchr(" \n,;:.!?", c);
}

bool voice_manifest_part(const char **rest, struct voice_part *ret)
{
	const char *text = *rest, *end;

	while (is_separator(*text)) {
		text++;
	}
	if (!*text) {
		return false;
	}
	ret->placeholder = *text == '{';
	text += ret->placeholder;
	end = strchrnul(text, ret->placeholder ? '}' : '{');
	*rest = *end == '}' ? end + 1 : end;
	while (end > text && end[-1] == ' ') {
		end--;
	}
	ret->text = text;
	ret->length = (int)(end - text);
	return true;
}

enum { CONF_TEXT_MAX = 300 };

static int parse_grammar(const struct config_value *value, void *target, char *error)
{
	const struct spoken_grammar **grammar = target;

	*grammar = spoken_grammar_find(value->text);
	return *grammar ? 0 : config_fail(error, "'%.60s' is no grammar", value->text);
}

/* A phrase whose only placeholders are those in its item's words. */
static int parse_phrase(const struct config_value *value, void *target, char *error)
{
	const char *rest = value->text;
	struct voice_part part;

	while (voice_manifest_part(&rest, &part)) {
		const char *known = part.length == (int)strlen("counter") ? "counter" : "number";

		if (part.placeholder &&
			(part.length != (int)strlen(known) || rest[-1] != '}' ||
				strncmp(part.text, known, strlen(known)) != 0)) {
			return config_fail(error, "only {number} and {counter} can be in braces");
		}
	}
	return config_parse_string(value, target, error);
}

#define AT(field) offsetof(struct voice_manifest, field)
#define TEXT(section, key, parse, need) \
	{section, #key, parse, AT(key), NULL, false, need, NULL, 1, CONF_TEXT_MAX}

static const struct config_item items[] = {
	{"pack", "language", config_parse_string, AT(language), NULL, false, CONFIG_OPTIONAL, NULL,
		2, VOICE_NAME_SIZE - 1},
	{"pack", "grammar", parse_grammar, AT(grammar)},
	TEXT("pack", speaker, config_parse_string, CONFIG_ALWAYS),
	TEXT("pack", consent, config_parse_string, CONFIG_ALWAYS),
	TEXT("pack", licence, config_parse_string, CONFIG_ALWAYS),
	TEXT("pack", engine, config_parse_string, CONFIG_ALWAYS),
	TEXT("phrases", call, parse_phrase, CONFIG_WITH_SECTION),
	TEXT("phrases", recall, parse_phrase, CONFIG_OPTIONAL),
	TEXT("phrases", test, parse_phrase, CONFIG_OPTIONAL),
	{NULL},
};

void voice_manifest_done(struct voice_manifest *manifest)
{
	config_free_strings(items, NULL, manifest);
	free(manifest->call);
	free(manifest->recall);
	free(manifest->test);
	*manifest = (struct voice_manifest){0};
}

int voice_manifest_load(const char *folder, struct voice_manifest *ret, char **ret_error)
{
	_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
	_cleanup_free_ char *path = text_printf("%s/pack.conf", folder);
	int r = config_load(path, items, NULL, &manifest, ret_error);

	if (r < 0) {
		return r;
	}
	if (manifest.language && (!manifest.grammar || !manifest.call)) {
		*ret_error =
			text_printf("%s: a pack with a language has a grammar and a call", path);
		return -EINVAL;
	}
	*ret = manifest;
	manifest = (struct voice_manifest){0};
	return 0;
}

int voice_manifest_find(const char *language, struct voice_manifest *ret, char **ret_folder)
{
	_cleanup_free_ char *dir = text_printf("%s/voice", paths_datadir());
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, NULL, alphasort), r = -ENOENT;

	for (int i = 0; i < n; i++) {
		_cleanup_(voice_manifest_done) struct voice_manifest manifest = {0};
		_cleanup_free_ char *folder = text_printf("%s/%s", dir, entries[i]->d_name);
		_cleanup_free_ char *error = NULL;

		if (r < 0 && voice_manifest_load(folder, &manifest, &error) == 0 &&
			manifest.language && strcmp(manifest.language, language) == 0) {
			*ret = manifest;
			manifest = (struct voice_manifest){0};
			*ret_folder = TAKE_PTR(folder);
			r = 0;
		}
		free(entries[i]);
	}
	free(entries);
	return r;
}
