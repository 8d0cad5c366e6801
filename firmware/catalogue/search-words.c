/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"

struct search_words *search_words_new(void)
{
	return memory_new(1, sizeof(struct search_words));
}

void search_words_free(struct search_words *words)
{
	if (!words) {
		return;
	}
	for (size_t i = 0; i < words->count; i++) {
		free(words->rules[i].everyday.words);
		free(words->rules[i].official.words);
	}
	for (size_t i = 0; i < words->special_count; i++) {
		free(words->special[i].words);
	}
	free(words->rules);
	free(words->special);
	free(words);
}

/* The words of one side. −EINVAL: none or too many. */
static int parse_phrase(const char *text, struct search_phrase *ret)
{
	struct vn_word words[SEARCH_PHRASE_MAX + 1];
	size_t count = 0;

	while (count <= SEARCH_PHRASE_MAX && vn_fold_next(&text, &words[count])) {
		count++;
	}
	if (count < 1 || count > SEARCH_PHRASE_MAX) {
		return -EINVAL;
	}
	ret->words = memory_new(count, sizeof(*words));
	memcpy(ret->words, words, count * sizeof(*words));
	ret->count = count;
	return 0;
}

/* One rule of one official choice, "-" for filler. */
static int add_rule(
	struct search_words *words, const char *everyday, const char *official, bool hint)
{
	struct search_rule rule = {.hint = hint};
	bool filler = strcmp(official, "-") == 0;
	int r = parse_phrase(everyday, &rule.everyday);

	if (r == 0 && !filler) {
		r = parse_phrase(official, &rule.official);
	}
	if (r == 0 && words->count == SEARCH_RULES_MAX) {
		r = -ENOSPC;
	}
	if (r < 0) {
		free(rule.everyday.words);
		free(rule.official.words);
		return r;
	}
	words->rules = memory_grow(words->rules, words->count + 1, sizeof(*words->rules));
	words->rules[words->count++] = rule;
	return 0;
}

static int add_special(struct search_words *words, const char *text)
{
	struct search_phrase phrase;
	int r = words->special_count < SEARCH_SPECIAL_MAX ? parse_phrase(text, &phrase) : -ENOSPC;

	if (r < 0) {
		return r;
	}
	words->special =
		memory_grow(words->special, words->special_count + 1, sizeof(*words->special));
	words->special[words->special_count++] = phrase;
	return 0;
}

/* Takes back the last rules and special phrases, down to so many. */
static void drop_rules(struct search_words *words, size_t count, size_t special_count)
{
	while (words->special_count > special_count) {
		words->special_count--;
		free(words->special[words->special_count].words);
	}
	while (words->count > count) {
		words->count--;
		free(words->rules[words->count].everyday.words);
		free(words->rules[words->count].official.words);
	}
}

static char *trim(char *text)
{
	size_t size;

	text += strspn(text, " \t\r");
	for (size = strlen(text); size && strchr(" \t\r", text[size - 1]); size--) {
		text[size - 1] = '\0';
	}
	return text;
}

/* The rules of one wording for each official choice. */
static int add_choices(
	struct search_words *words, const char *everyday, const char *official, bool hint)
{
	_cleanup_free_ char *copy = text_dup(official);
	char *rest = copy;
	char *choice;
	int r = 0;

	if (strcmp(trim(copy), "!") == 0) {
		return add_special(words, everyday);
	}
	while (r == 0 && (choice = strsep(&rest, "|"))) {
		r = add_rule(words, everyday, trim(choice), hint);
	}
	return r;
}

int search_words_add(
	struct search_words *words, const char *everyday, const char *official, bool hint)
{
	_cleanup_free_ char *copy = text_dup(everyday);
	size_t before = words->count;
	size_t special_before = words->special_count;
	char *rest = copy;
	char *wording;
	int r = 0;

	while (r == 0 && (wording = strsep(&rest, "|"))) {
		r = add_choices(words, wording, official, hint);
	}
	if (r < 0) {
		drop_rules(words, before, special_before);
	}
	return r;
}

int search_words_parse(struct search_words *words, const char *text, int *ret_line)
{
	_cleanup_free_ char *copy = text_dup(text);
	char *rest = copy;
	char *line;

	for (int number = 1; (line = strsep(&rest, "\n")); number++) {
		char *official;
		bool hint;
		int r;

		line[strcspn(line, "#")] = '\0';
		line = trim(line);
		if (!*line) {
			continue;
		}
		official = strpbrk(line, "=~");
		hint = official && *official == '~';
		if (official) {
			*official++ = '\0';
		}
		r = official ? search_words_add(words, line, official, hint) : -EINVAL;
		if (r < 0) {
			*ret_line = number;
			return r;
		}
	}
	return 0;
}

int search_words_load(struct search_words *words, const char *path, int *ret_line)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	int r = text_read_file(path, SEARCH_LIST_BYTES, &text, &size);

	*ret_line = 0;
	return r < 0 ? r : search_words_parse(words, text, ret_line);
}

struct search_words *search_words_read(const json_t *own)
{
	_cleanup_free_ char *path = text_printf("%s/everyday-words.txt", paths_datadir());
	struct search_words *words = search_words_new();
	int line = 0, r = search_words_load(words, path, &line);
	json_t *rule;
	size_t i;

	if (r < 0) {
		log_warning(FAULT_SITE, "the everyday words cannot be read from %s, line %d: %s",
			path, line, strerror(-r));
	}
	json_array_foreach ((json_t *)own, i, rule) {
		if (search_words_add(words, json_get_text(rule, "everyday"),
			    json_get_text(rule, "official"), json_get_bool(rule, "hint")) < 0) {
			log_warning(
				FAULT_SITE, "catalogue.words[%zu] has no words and is left out", i);
		}
	}
	return words;
}
