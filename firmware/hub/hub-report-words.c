/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-report-words.h"

#include <string.h>

#include "base/text.h"

static bool is_none(const char *language)
{
	return strcmp(language, REPORT_LANGUAGE_NONE) == 0;
}

bool report_language_is_known(const struct phrases *phrases, const char *language, char **ret_known)
{
	_cleanup_(textbuf_done) struct textbuf known = {0};

	if (!*language || is_none(language) || phrases_has(phrases, language)) {
		return true;
	}
	for (size_t place = 0; *phrases_language(phrases, place); place++) {
		textbuf_printf(&known, "%s ", phrases_language(phrases, place));
	}
	textbuf_add(&known, REPORT_LANGUAGE_NONE);
	*ret_known = TAKE_PTR(known.data);
	return false;
}

static const char *find(const struct report_words *words, const char *key)
{
	const struct phrases *phrases = words->phrases;
	const char *word = phrases_find(phrases, words->language, key);

	return word ? word : phrases_find(phrases, phrases_language(phrases, 0), key);
}

const char *report_word(const struct report_words *words, const char *name)
{
	_cleanup_free_ char *key = text_printf("report.%s", name);
	const char *word;

	if (is_none(words->language)) {
		return name;
	}
	word = find(words, key);
	return word ? word : name;
}

const char *report_find_phrase(const struct report_words *words, const char *key)
{
	const char *text = find(words, key);

	return text ? text : key;
}

const char *report_language(const struct report_words *words)
{
	return *words->language && !is_none(words->language) ? words->language
							     : phrases_language(words->phrases, 0);
}

const char *report_label(const struct report_words *words, const char *name)
{
	_cleanup_free_ char *key = text_printf("figures.col.%s", name);
	const char *label = is_none(words->language) ? NULL : find(words, key);

	return label ? label : report_word(words, name);
}

/* The one character of a text that is among those that can be meant. */
static char character_of(const char *text, const char *possible, char otherwise)
{
	return text && *text && !text[1] && strchr(possible, *text) ? *text : otherwise;
}

struct csv_style report_csv_style(const struct report_words *words)
{
	bool none = is_none(words->language);
	const char *separator = none ? NULL : find(words, "report.separator");
	const char *decimal = none ? NULL : find(words, "number.decimal");

	return (struct csv_style){
		.separator = character_of(separator, ",;\t", ','),
		.decimal = character_of(decimal, ".,", '.'),
	};
}

struct word_list {
	const struct phrases *phrases;
	struct dossier_word *words;
	size_t n;
};

static void add_word(struct word_list *list, const char *language, int kind, const char *prefix)
{
	_cleanup_free_ char *key = text_printf("%s%s", prefix, dossier_word_name(kind));
	const char *text = phrases_find(list->phrases, language, key);

	if (text) {
		list->words = memory_grow(list->words, list->n + 1, sizeof(*list->words));
		list->words[list->n++] = (struct dossier_word){.kind = kind, .text = text};
	}
}

size_t report_import_words(const struct phrases *phrases, struct dossier_word **ret)
{
	struct word_list list = {.phrases = phrases};

	for (size_t place = 0; *phrases_language(phrases, place); place++) {
		const char *language = phrases_language(phrases, place);

		for (int kind = 0; kind <= DOSSIER_WORD_NOTE; kind++) {
			add_word(&list, language, kind, "report.");
			add_word(&list, language, kind, "import.heading.");
		}
		add_word(&list, language, DOSSIER_WORD_HALF_DAY, "import.");
	}
	*ret = list.words;
	return list.n;
}

static void add_evaluation_word(const struct phrases *phrases, const char *key,
	const char *language, int kind, struct evaluation_word **words, size_t *n)
{
	const char *text = phrases_find(phrases, language, key);

	if (text) {
		*words = memory_grow(*words, *n + 1, sizeof(**words));
		(*words)[(*n)++] = (struct evaluation_word){.kind = kind, .text = text};
	}
}

size_t report_evaluation_words(const struct phrases *phrases, struct evaluation_word **ret)
{
	struct evaluation_word *words = NULL;
	size_t n = 0;

	for (size_t place = 0; *phrases_language(phrases, place); place++) {
		const char *language = phrases_language(phrases, place);

		for (int kind = 0; kind < EVALUATION_WORDS; kind++) {
			const char *name = evaluation_word_name(kind);
			_cleanup_free_ char *key = text_printf("report.%s", name);
			_cleanup_free_ char *other = text_printf("import.evaluation.%s", name);

			add_evaluation_word(phrases, key, language, kind, &words, &n);
			add_evaluation_word(phrases, other, language, kind, &words, &n);
		}
		for (int own = 0; own < OWN_FIGURES; own++) {
			_cleanup_free_ char *key = text_printf(
				"report.%s_percent", own_figure_name((enum own_figure)own));

			add_evaluation_word(
				phrases, key, language, EVALUATION_WORDS + own, &words, &n);
		}
	}
	*ret = words;
	return n;
}
