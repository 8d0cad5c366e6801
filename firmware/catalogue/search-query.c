/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-query.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/search-spelling.h"

/* What the parts of a question are worth beside a rare word, which is worth 1. */
static const double pair_worth = 0.8;
static const double filler_worth = 0.1;
static const double rule_worth = 1.2;
static const double hint_worth = 0.5;
/* Of a rule of one word with marks, for a question without any: "mo" is not always "mộ". */
static const double guessed_worth = 0.6;
static const double rule_word_worth = 0.25; /* for each further word of a rule */

struct parsing {
	struct query *query;
	const struct vocabulary *vocabulary;
	const struct search_words *rules;
	query_count_fn *count;
	void *context;
	struct spelled_word words[QUERY_WORDS];
	size_t word_count;
	size_t filler[QUERY_WORDS]; /* words of the filler that it is part of; 0: it says something
				     */
	struct {
		size_t at;
		size_t count;
	} spans[QUERY_CONCEPTS]; /* where rules apply; they may overlap */
	size_t span_count;
};

/* The place of a term that stands in the index; −1: it does not, or there is no room. */
static int find_or_add_term(struct parsing *p, const char *text, const char *telex, bool pair)
{
	struct query *query = p->query;
	uint32_t hash = query_hash(text);
	struct query_term *term;
	int64_t count;

	for (size_t i = 0; i < query->term_count; i++) {
		if (query->terms[i].hash == hash && strcmp(query->terms[i].text, text) == 0 &&
			strcmp(query->terms[i].telex, telex) == 0) {
			return query->terms[i].count ? (int)i : -1;
		}
	}
	if (query->term_count == QUERY_TERMS) {
		return -1;
	}
	if (pair) {
		count = p->count(p->context, text);
	} else {
		const struct vocabulary_word *word = vocabulary_find(p->vocabulary, text);

		count = word ? word->count : 0;
	}
	term = &query->terms[query->term_count++];
	*term = (struct query_term){.hash = hash, .count = count, .pair = pair};
	(void)text_copy(term->text, sizeof(term->text), text);
	(void)text_copy(term->telex, sizeof(term->telex), telex);
	term->rarity = query_rarity(count, p->vocabulary->entries);
	return count ? (int)query->term_count - 1 : -1;
}

static void add_use(struct query *query, int term)
{
	struct query_alternative *alternative = &query->alternatives[query->alternative_count - 1];

	if (term >= 0 && query->use_count < QUERY_USES) {
		query->uses[query->use_count++] = (uint16_t)term;
		alternative->count++;
		alternative->total += query->terms[term].rarity;
	}
}

/* Begins an alternative of the last concept; what add_use adds goes there. */
static bool begin_alternative(struct query *query, double factor)
{
	if (query->alternative_count == QUERY_ALTERNATIVES) {
		return false;
	}
	query->alternatives[query->alternative_count++] =
		(struct query_alternative){.first = query->use_count, .factor = factor};
	query->concepts[query->concept_count - 1].count++;
	return true;
}

static void drop_alternative(struct query *query)
{
	query->alternative_count--;
	query->use_count = query->alternatives[query->alternative_count].first;
	query->concepts[query->concept_count - 1].count--;
}

static bool begin_concept(struct query *query)
{
	if (query->concept_count == QUERY_CONCEPTS) {
		return false;
	}
	query->concepts[query->concept_count++] =
		(struct query_concept){.first = query->alternative_count};
	return true;
}

/* Ends the last concept; without an alternative it goes. What it is worth is noted at its terms. */
static void end_concept(struct query *query)
{
	const struct query_concept *concept = &query->concepts[query->concept_count - 1];

	if (!concept->count || concept->weight <= 0) {
		query->alternative_count = concept->first;
		query->concept_count--;
		return;
	}
	for (size_t a = concept->first; a < concept->first + concept->count; a++) {
		const struct query_alternative *alternative = &query->alternatives[a];

		for (size_t u = alternative->first; u < alternative->first + alternative->count;
			u++) {
			struct query_term *term = &query->terms[query->uses[u]];
			double weight = concept->weight * alternative->factor * term->rarity /
				alternative->total;

			term->weight = fmax(term->weight, weight);
			if (term->concept != query->concept_count) {
				term->concept = query->concept_count;
				term->most_before = term->most;
			}
			term->most = fmax(term->most, term->most_before + weight);
		}
	}
}

/* Adds the words and the pairs of a phrase to the last alternative. Returns what its words are
 * worth; *ret_missing counts those that the index does not have. */
static double add_phrase(
	struct parsing *p, const struct vn_word *words, size_t count, size_t *ret_missing)
{
	double worth = 0;

	*ret_missing = 0;
	for (size_t i = 0; i < count; i++) {
		int term = find_or_add_term(p, words[i].plain, words[i].telex, false);
		char pair[TERM_SIZE];

		add_use(p->query, term);
		if (term < 0) {
			*ret_missing += 1;
		} else {
			worth += p->query->terms[term].rarity;
		}
		if (i + 1 < count) {
			query_pair(words[i].plain, words[i + 1].plain, pair);
			add_use(p->query, find_or_add_term(p, pair, "", true));
		}
	}
	return worth;
}

/* Whether a rule's everyday words stand at a place of the question. Marks tell single words apart
 * ("mộ" is not "mô"); in several words a slip of a mark is likelier than another meaning. */
static bool rule_matches(const struct parsing *p, const struct search_rule *rule, size_t at)
{
	if (at + rule->everyday.count > p->word_count) {
		return false;
	}
	for (size_t i = 0; i < rule->everyday.count; i++) {
		const struct vn_word *wanted = &rule->everyday.words[i];
		const struct spelled_word *word = &p->words[at + i];
		bool found = false;

		for (size_t c = 0; c < word->count && !found; c++) {
			const struct vn_word *choice = &word->choices[c];

			found = strcmp(choice->plain, wanted->plain) == 0 &&
				(rule->everyday.count > 1 || !word->certain || !p->query->marked ||
					strcmp(choice->telex, wanted->telex) == 0);
		}
		if (!found) {
			return false;
		}
	}
	return true;
}

/* The concept of the words [at, at + count), for which there are rules. */
static void add_rule_concept(struct parsing *p, size_t at, size_t count)
{
	struct query *query = p->query;
	struct vn_word typed[SEARCH_PHRASE_MAX];
	double own_worth = 0;
	double worth = 0;
	bool all_hints = true;
	bool guessed = true;
	size_t missing;

	if (!begin_concept(query)) {
		return;
	}
	for (size_t i = 0; i < count; i++) {
		typed[i] = p->words[at + i].choices[0];
	}
	if (begin_alternative(query, 1)) {
		own_worth = add_phrase(p, typed, count, &missing);
		if (own_worth <= 0) {
			drop_alternative(query);
		}
	}
	for (size_t i = 0; i < p->rules->count; i++) {
		const struct search_rule *rule = &p->rules->rules[i];
		double phrase_worth;

		if (rule->everyday.count != count || !rule->official.count ||
			!rule_matches(p, rule, at) || !begin_alternative(query, 1)) {
			continue;
		}
		phrase_worth = add_phrase(p, rule->official.words, rule->official.count, &missing) *
			(rule->hint ? hint_worth : 1);
		if (missing * 2 > rule->official.count || phrase_worth <= 0) {
			drop_alternative(query);
		} else {
			worth = fmax(worth, phrase_worth);
			all_hints &= rule->hint;
			guessed &= vn_fold_marked(&rule->everyday.words[0]);
		}
	}
	worth = fmin(worth,
		(rule_worth + rule_word_worth * (double)(count - 1)) *
			(all_hints ? hint_worth : 1));
	if (count == 1 && !p->query->marked && guessed) {
		worth *= guessed_worth;
	}
	query->concepts[query->concept_count - 1].weight = fmax(worth, own_worth);
	end_concept(query);
}

/* Whether the words stand inside of what a rule explains. */
static bool is_explained(const struct parsing *p, size_t at, size_t count)
{
	for (size_t i = 0; i < p->span_count; i++) {
		if (at >= p->spans[i].at && at + count <= p->spans[i].at + p->spans[i].count) {
			return true;
		}
	}
	return false;
}

/* Whether rules of that many words apply there; *ret_filler: none that says something. */
static bool find_rule(const struct parsing *p, size_t at, size_t count, bool *ret_filler)
{
	bool found = false;

	*ret_filler = true;
	for (size_t i = 0; i < p->rules->count; i++) {
		const struct search_rule *rule = &p->rules->rules[i];

		if (rule->everyday.count == count && rule_matches(p, rule, at)) {
			found = true;
			*ret_filler &= rule->official.count == 0;
		}
	}
	return found;
}

static void fill(struct parsing *p, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++) {
		p->filler[i] = MAX_OF(p->filler[i], count);
	}
}

/* Whether the words are parts of longer fillers: the "to" of "giay to" is not "tố". */
static bool is_filled(const struct parsing *p, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++) {
		if (p->filler[i] <= count) {
			return false;
		}
	}
	return true;
}

/* Finds where rules apply. A longer one holds instead of those inside it. */
static void apply_rules(struct parsing *p)
{
	for (size_t count = SEARCH_PHRASE_MAX; p->rules && count > 0; count--) {
		for (size_t at = 0; at + count <= p->word_count; at++) {
			bool filler;

			if (is_explained(p, at, count) || is_filled(p, at, count) ||
				!find_rule(p, at, count, &filler)) {
				continue;
			}
			if (filler) {
				fill(p, at, count);
			} else if (p->span_count < QUERY_CONCEPTS) {
				add_rule_concept(p, at, count);
				p->spans[p->span_count].at = at;
				p->spans[p->span_count++].count = count;
			}
		}
	}
}

static void add_word_concept(struct parsing *p, size_t at)
{
	struct query *query = p->query;
	const struct spelled_word *word = &p->words[at];
	double weight = 0;

	if (!begin_concept(query)) {
		return;
	}
	for (size_t i = 0; i < word->count; i++) {
		int term = find_or_add_term(p, word->choices[i].plain,
			word->certain ? word->choices[i].telex : "", false);

		if (term >= 0 && begin_alternative(query, word->factors[i])) {
			add_use(query, term);
			weight = fmax(weight, query->terms[term].rarity);
		}
	}
	query->concepts[query->concept_count - 1].weight =
		weight * (p->filler[at] ? filler_worth : 1);
	end_concept(query);
}

/* Two neighbours, in each of their spellings. */
static void add_pair_concept(struct parsing *p, size_t at)
{
	struct query *query = p->query;
	const struct spelled_word *first = &p->words[at];
	const struct spelled_word *second = &p->words[at + 1];
	double weight = 0;

	if (!begin_concept(query)) {
		return;
	}
	for (size_t i = 0; i < first->count * second->count; i++) {
		size_t one = i / second->count;
		size_t two = i % second->count;
		char pair[TERM_SIZE];
		int term;

		query_pair(first->choices[one].plain, second->choices[two].plain, pair);
		term = find_or_add_term(p, pair, "", true);
		if (term >= 0 &&
			begin_alternative(query, first->factors[one] * second->factors[two])) {
			add_use(query, term);
			weight = fmax(weight, query->terms[term].rarity);
		}
	}
	if (p->filler[at] || p->filler[at + 1]) {
		weight *= filler_worth;
	}
	query->concepts[query->concept_count - 1].weight = weight * pair_worth;
	end_concept(query);
}

/* The words of a question, with joined ones taken apart. */
static void read_words(struct parsing *p, const char *question)
{
	struct vn_word word;

	while (p->word_count < QUERY_WORDS && vn_fold_next(&question, &word)) {
		struct vn_word pieces[SPELLING_PIECES];
		size_t count = spelling_split(&word, p->vocabulary, p->count, p->context, pieces);

		p->query->marked |= vn_fold_marked(&word);
		for (size_t i = 0; i < count && p->word_count < QUERY_WORDS; i++) {
			spelling_correct(&pieces[i], p->vocabulary, &p->words[p->word_count++]);
		}
	}
}

void query_parse(struct query *query, const char *question, const struct vocabulary *vocabulary,
	const struct search_words *rules, query_count_fn *count, void *context)
{
	struct parsing p = {.query = query,
		.vocabulary = vocabulary,
		.rules = rules,
		.count = count,
		.context = context};

	memset(query, 0, sizeof(*query));
	read_words(&p, question);
	apply_rules(&p);
	for (size_t i = 0; i < p.word_count; i++) {
		if (!is_explained(&p, i, 1)) {
			add_word_concept(&p, i);
		}
		if (i + 1 < p.word_count && !is_explained(&p, i, 2)) {
			add_pair_concept(&p, i);
		}
	}
}
