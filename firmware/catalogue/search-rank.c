/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-rank.h"

#include <math.h>
#include <string.h>

/* What a word is worth where it stands. */
static const double in_everyday = 0.95;
static const double in_keywords = 0.7;
static const double in_sector = 0.4;
/* Of the first words of a name; those of a long name's end say less. */
static const size_t head_words = 14;
static const double in_tail = 0.75;
/* What other marks than those typed leave of a word. */
static const double no_mark_typed = 0.85;
static const double other_mark = 0.65;
/* How much it costs that a name says more than was asked. */
static const double unasked = 0.35;
/* In brackets, where a name says what else it holds for ("… (gồm cả …)"). */
static const double unasked_in_brackets = 0.3;
/* Behind the first word that was asked for; those before it say what is done ("hủy bỏ …"). */
static const double unasked_behind = 0.5;
static const double common_bonus = 1.03;
/* Of a special case that was not asked for. */
static const double unasked_case = 0.96;
/* A hit this near to the best is meant as well. */
static const double near_best = 0.82;

enum { NAME_WORDS = 60 }; /* that are looked at for special cases */

struct matching {
	const struct query *query;
	double found[QUERY_TERMS];
	uint32_t hashes[QUERY_TERMS];
	char name[NAME_WORDS][VN_PLAIN_SIZE];
	bool asked[NAME_WORDS];
	size_t name_words;
};

static double mark_worth(
	const struct query *query, const struct query_term *term, const struct vn_word *word)
{
	if (!query->marked || !term->telex[0] || strcmp(term->telex, word->telex) == 0) {
		return 1;
	}
	return strcmp(term->telex, term->text) == 0 ? no_mark_typed : other_mark;
}

/* Notes where a word or a pair is asked for. Whether it is. */
static bool match(
	struct matching *matching, const char *text, const struct vn_word *word, double worth)
{
	uint32_t hash = query_hash(text);
	bool any = false;

	for (size_t i = 0; i < matching->query->term_count; i++) {
		const struct query_term *term = &matching->query->terms[i];

		if (matching->hashes[i] == hash && strcmp(term->text, text) == 0) {
			double value = worth * (word ? mark_worth(matching->query, term, word) : 1);

			matching->found[i] = fmax(matching->found[i], value);
			any = true;
		}
	}
	return any;
}

/* How many brackets are open where a word ends. */
static int count_brackets(int open, const char *from, const char *to)
{
	for (; from < to; from++) {
		open += (*from == '(') - (*from == ')' && open > 0);
	}
	return open;
}

/* Notes what one text of an entry has of the question. *missed and *matched (may be NULL) grow by
 * what its words are worth that are not asked for, and that are. */
static void match_text(struct matching *matching, const char *text, double worth,
	const struct vocabulary *vocabulary, double *missed, double *matched)
{
	char sounds[2][VN_PLAIN_SIZE]; /* of this word and the one before, in turns */
	const char *from = text;
	struct vn_word word;
	int brackets = 0;

	for (size_t at = 0; text && vn_fold_next(&text, &word); at++) {
		double here = at < head_words ? worth : worth * in_tail;
		bool asked = match(matching, word.plain, &word, here);
		char pair[TERM_SIZE];

		vn_fold_sound(word.plain, sounds[at % 2]);
		if (at) {
			query_pair_of_sounds(sounds[(at - 1) % 2], sounds[at % 2], pair);
			(void)match(matching, pair, NULL, here);
		}
		if (missed && at < NAME_WORDS) {
			memcpy(matching->name[at], word.plain, sizeof(word.plain));
			matching->asked[at] = asked;
			matching->name_words = at + 1;
		}
		if (missed) {
			const struct vocabulary_word *known =
				vocabulary_find(vocabulary, word.plain);
			double rarity =
				known ? known->rarity : query_rarity(0, vocabulary->entries);

			brackets = count_brackets(brackets, from, text);
			from = text;
			if (brackets > 0 && !asked) {
				rarity *= unasked_in_brackets;
			}
			if (asked) {
				*matched += rarity;
			} else {
				*missed += *matched > 0 ? rarity * unasked_behind : rarity;
			}
		}
	}
}

/* What the best alternative of a concept gives. */
static double concept_score(const struct matching *matching, const struct query_concept *concept)
{
	const struct query *query = matching->query;
	double best = 0;

	for (size_t a = concept->first; a < concept->first + concept->count; a++) {
		const struct query_alternative *alternative = &query->alternatives[a];
		double sum = 0;
		double part;

		for (size_t u = alternative->first; u < alternative->first + alternative->count;
			u++) {
			sum += matching->found[query->uses[u]] *
				query->terms[query->uses[u]].rarity;
		}
		part = sum / alternative->total;
		best = fmax(best, alternative->factor * part * sqrt(part));
	}
	return best * concept->weight;
}

/* Whether a phrase stands at a place of the name, and not all of it is asked for. */
static bool is_unasked_at(
	const struct matching *matching, const struct search_phrase *phrase, size_t at)
{
	bool asked = true;

	for (size_t i = 0; i < phrase->count; i++) {
		if (strcmp(matching->name[at + i], phrase->words[i].plain) != 0) {
			return false;
		}
		asked = asked && matching->asked[at + i];
	}
	return !asked;
}

/* Whether the name is of a special case that is not asked for. */
static bool is_special(const struct matching *matching, const struct search_words *words)
{
	for (size_t i = 0; words && i < words->special_count; i++) {
		const struct search_phrase *phrase = &words->special[i];

		for (size_t at = 0; at + phrase->count <= matching->name_words; at++) {
			if (is_unasked_at(matching, phrase, at)) {
				return true;
			}
		}
	}
	return false;
}

double rank_score_max(double most)
{
	return most * common_bonus;
}

double rank_score(const struct query *query, const struct search_entry *entry,
	const struct vocabulary *vocabulary, const struct search_words *words)
{
	struct matching matching = {.query = query};
	double missed = 0;
	double matched = 0;
	double score = 0;

	for (size_t i = 0; i < query->term_count; i++) {
		matching.hashes[i] = query->terms[i].hash;
	}
	match_text(&matching, entry->name, 1, vocabulary, &missed, &matched);
	match_text(&matching, entry->everyday, in_everyday, vocabulary, NULL, NULL);
	match_text(&matching, entry->keywords, in_keywords, vocabulary, NULL, NULL);
	match_text(&matching, entry->sector, in_sector, vocabulary, NULL, NULL);
	for (size_t i = 0; i < query->concept_count; i++) {
		score += concept_score(&matching, &query->concepts[i]);
	}
	if (missed > 0) {
		score *= 1 - unasked * missed / (missed + matched + 1);
	}
	if (is_special(&matching, words)) {
		score *= unasked_case;
	}
	return entry->common ? score * common_bonus : score;
}

/* The choice of a sector that a hit belongs to; a new one when there is none and room. */
static struct search_choice *sector_choice(struct search_answer *answer, const char *sector)
{
	struct search_choice *choice;

	for (size_t i = 0; i < answer->choice_count; i++) {
		if (strcmp(answer->choices[i].label, sector) == 0) {
			return &answer->choices[i];
		}
	}
	if (answer->choice_count == SEARCH_CHOICES) {
		return NULL;
	}
	choice = &answer->choices[answer->choice_count++];
	*choice = (struct search_choice){.label = sector, .sector = true};
	return choice;
}

/* Whether the first count hits stand in two sectors to SEARCH_CHOICES, with a name each. */
static bool group_by_sector(struct search_answer *answer, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct search_hit *hit = &answer->hits[i];
		struct search_choice *choice =
			hit->sector[0] ? sector_choice(answer, hit->sector) : NULL;

		if (!choice) {
			return false;
		}
		choice->hits[choice->hit_count++] = i;
	}
	return answer->choice_count > 1;
}

void rank_choices(struct search_answer *answer)
{
	size_t near = 0;

	answer->choice_count = 0;
	while (near < answer->hit_count &&
		answer->hits[near].score >= near_best * answer->hits[0].score) {
		near++;
	}
	if (near < 2 || (near > SEARCH_CHOICES && group_by_sector(answer, near))) {
		return;
	}
	answer->choice_count = MIN_OF(near, (size_t)SEARCH_CHOICES);
	for (size_t i = 0; i < answer->choice_count; i++) {
		answer->choices[i] =
			(struct search_choice){.label = answer->hits[i].name, .hit_count = 1};
		answer->choices[i].hits[0] = i;
	}
}
