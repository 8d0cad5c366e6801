/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-why.h"

#include <string.h>

#include "base/text.h"

enum { WORDS = 48, CODE_DIGITS_MIN = 4 };

static const char *const names[SEARCH_WHYS] = {
	[SEARCH_WHY_CODE] = "code",
	[SEARCH_WHY_EVERYDAY] = "everyday",
	[SEARCH_WHY_KEYWORDS] = "keywords",
	[SEARCH_WHY_NAME] = "name",
	[SEARCH_WHY_SECTOR] = "sector",
	[SEARCH_WHY_WORDS] = "words",
	[SEARCH_WHY_SIMILAR] = "similar",
};

/* A text's words, and where each begins and ends in it. */
struct folded {
	struct vn_word word[WORDS];
	const char *from[WORDS];
	const char *to[WORDS];
	bool is_filler[WORDS];
	size_t n;
};

struct looking {
	struct folded question;
	size_t best; /* words in a row */
	struct search_why *why;
};

const char *search_why_name(enum search_why_in in)
{
	return names[in];
}

static void fold(const char *text, struct folded *ret)
{
	const char *from = text;

	ret->n = 0;
	while (ret->n < WORDS && vn_fold_next(&text, &ret->word[ret->n])) {
		ret->from[ret->n] = from + strspn(from, " ,.;:()/-\"'\n");
		ret->to[ret->n] = text;
		ret->is_filler[ret->n++] = false;
		from = text;
	}
}

static void mark_fillers(struct folded *question, const struct search_words *words)
{
	for (size_t r = 0; words && r < words->count; r++) {
		const struct search_rule *rule = &words->rules[r];

		for (size_t i = 0;
			rule->official.count == 0 && rule->everyday.count == 1 && i < question->n;
			i++) {
			question->is_filler[i] |=
				strcmp(rule->everyday.words[0].plain, question->word[i].plain) == 0;
		}
	}
}

static bool is_same(const struct vn_word *a, const struct vn_word *b)
{
	return strcmp(a->plain, b->plain) == 0;
}

static void take(struct looking *looking, enum search_why_in in, const struct folded *text,
	size_t at, size_t n)
{
	char *to = looking->why->text;
	size_t size = (size_t)(text->to[at + n - 1] - text->from[at]);
	size = MIN_OF(size, sizeof(looking->why->text) - 1);
	while (size > 0 && ((unsigned char)text->from[at][size] & 0xC0) == 0x80) {
		size--;
	}
	memcpy(to, text->from[at], size);
	to[size] = '\0';
	looking->why->in = in;
	looking->best = n;
}

/* The words of the question from i on that stand in the text from j on. */
static size_t count_run(
	const struct folded *question, size_t i, const struct folded *text, size_t j)
{
	size_t n = 0;

	while (i + n < question->n && j + n < text->n &&
		is_same(&question->word[i + n], &text->word[j + n])) {
		n++;
	}
	while (n > 0 && question->is_filler[i + n - 1]) {
		n--;
	}
	return n;
}

static void look_in(struct looking *looking, enum search_why_in in, const char *text)
{
	const struct folded *question = &looking->question;
	struct folded folded;

	fold(text, &folded);
	for (size_t i = 0; i < question->n; i++) {
		for (size_t j = 0; j < folded.n && !question->is_filler[i]; j++) {
			size_t n = count_run(question, i, &folded, j);

			if (n > looking->best) {
				take(looking, in, &folded, j, n);
			}
		}
	}
}

static bool has_phrase(
	const struct folded *text, const struct search_phrase *phrase, size_t *ret_at)
{
	for (size_t at = 0; phrase->count > 0 && at + phrase->count <= text->n; at++) {
		size_t n = 0;

		while (n < phrase->count && is_same(&text->word[at + n], &phrase->words[n])) {
			n++;
		}
		if (n == phrase->count) {
			*ret_at = at;
			return true;
		}
	}
	return false;
}

/* Rules whose everyday words are asked for, and whose official ones stand in the text. */
static void look_by_rules(
	struct looking *looking, const struct search_words *words, const char *text)
{
	struct folded folded;
	size_t at;

	fold(text, &folded);
	for (size_t r = 0; words && r < words->count; r++) {
		const struct search_rule *rule = &words->rules[r];
		size_t asked;

		if (rule->official.count > looking->best &&
			has_phrase(&looking->question, &rule->everyday, &asked) &&
			has_phrase(&folded, &rule->official, &at)) {
			take(looking, SEARCH_WHY_WORDS, &folded, at, rule->official.count);
		}
	}
}

static bool is_code(const char *question, const char *code)
{
	size_t n = 0;

	question += strcspn(question, "0123456789");
	for (; *question && *code; code++) {
		if (*code == '.') {
			continue;
		}
		question += strspn(question, ". ");
		if (*question != *code) {
			break;
		}
		question++;
		n++;
	}
	return n >= CODE_DIGITS_MIN;
}

void search_why_find(const char *question, const struct search_words *words,
	const struct procedure *procedure, struct search_why *ret)
{
	static const struct {
		enum search_why_in in;
		enum procedure_field field;
	} lists[] = {
		{SEARCH_WHY_EVERYDAY, PROCEDURE_EVERYDAY},
		{SEARCH_WHY_KEYWORDS, PROCEDURE_KEYWORDS},
	};
	struct looking looking = {.why = ret};

	*ret = (struct search_why){.in = SEARCH_WHY_SIMILAR};
	if (is_code(question, procedure->text[PROCEDURE_CODE])) {
		ret->in = SEARCH_WHY_CODE;
		text_copy_cut(ret->text, sizeof(ret->text), procedure->text[PROCEDURE_CODE]);
		return;
	}
	fold(question, &looking.question);
	mark_fillers(&looking.question, words);
	for (size_t l = 0; l < ELEMENTS(lists); l++) {
		for (size_t i = 0; i < procedure_count(procedure, lists[l].field); i++) {
			look_in(&looking, lists[l].in,
				procedure_entry(procedure, lists[l].field, i));
		}
	}
	look_in(&looking, SEARCH_WHY_NAME, procedure->text[PROCEDURE_NAME]);
	look_in(&looking, SEARCH_WHY_SECTOR, procedure->text[PROCEDURE_SECTOR]);
	if (looking.best == 0) {
		look_by_rules(&looking, words, procedure->text[PROCEDURE_NAME]);
		look_by_rules(&looking, words, procedure->text[PROCEDURE_SECTOR]);
	}
}
