/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-spelling.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

/* How sure a correction is. */
static const double same_sound = 0.9;
static const double one_slip = 0.75;
static const double two_slips = 0.5;
static const double unfinished = 0.6;
/* What stands as a syllable may well be right, and only be a word that no procedure has. */
static const double of_a_syllable = 0.45;

int spelling_distance(const char *one, const char *two, int limit)
{
	int rows[3][VN_PLAIN_SIZE + 1];
	int m = (int)strlen(one);
	int n = (int)strlen(two);

	if (abs(m - n) > limit) {
		return limit + 1;
	}
	for (int j = 0; j <= n; j++) {
		rows[0][j] = j;
	}
	for (int i = 1; i <= m; i++) {
		int *row = rows[i % 3];
		const int *above = rows[(i + 2) % 3];
		int least = i;

		row[0] = i;
		for (int j = 1; j <= n; j++) {
			row[j] = MIN_OF(above[j], row[j - 1]) + 1;
			row[j] = MIN_OF(row[j], above[j - 1] + (one[i - 1] != two[j - 1]));
			if (i > 1 && j > 1 && one[i - 1] == two[j - 2] &&
				one[i - 2] == two[j - 1]) {
				row[j] = MIN_OF(row[j], rows[(i + 1) % 3][j - 2] + 1);
			}
			least = MIN_OF(least, row[j]);
		}
		if (least > limit) {
			return limit + 1;
		}
	}
	return MIN_OF(rows[m % 3][n], limit + 1);
}

/* A word of the vocabulary that is a part of joined ones. */
static bool is_piece(const char *text, size_t size, const struct vocabulary *vocabulary)
{
	char piece[VN_PLAIN_SIZE];

	memcpy(piece, text, size);
	piece[size] = '\0';
	return vn_fold_syllable(piece) && vocabulary_find(vocabulary, piece);
}

static void take_piece(const char *text, size_t size, struct vn_word *ret)
{
	memset(ret, 0, sizeof(*ret));
	memcpy(ret->plain, text, size);
	memcpy(ret->telex, text, size);
}

/* Two pieces that stand beside each other in some entry: the place of the cut; 0: none. */
static size_t known_pair(
	const char *text, const struct vocabulary *vocabulary, query_count_fn *count, void *context)
{
	size_t length = strlen(text);
	size_t best = 0;
	int64_t most = 0;

	for (size_t cut = 1; cut < length; cut++) {
		struct vn_word pieces[2];
		char pair[TERM_SIZE];
		int64_t found;

		if (!is_piece(text, cut, vocabulary) ||
			!is_piece(text + cut, length - cut, vocabulary)) {
			continue;
		}
		take_piece(text, cut, &pieces[0]);
		take_piece(text + cut, length - cut, &pieces[1]);
		query_pair(pieces[0].plain, pieces[1].plain, pair);
		found = count(context, pair);
		if (found > most) {
			most = found;
			best = cut;
		}
	}
	return best;
}

/* The cut into the fewest pieces: cuts[i] is where the last piece of the first i letters begins. */
static size_t fewest_pieces(
	const char *text, const struct vocabulary *vocabulary, size_t cuts[VN_PLAIN_SIZE])
{
	size_t pieces[VN_PLAIN_SIZE] = {0};
	size_t length = strlen(text);

	for (size_t end = 1; end <= length; end++) {
		pieces[end] = SPELLING_PIECES + 1;
		for (size_t start = end > 7 ? end - 7 : 0; start + 1 < end; start++) {
			if (pieces[start] + 1 < pieces[end] &&
				is_piece(text + start, end - start, vocabulary)) {
				pieces[end] = pieces[start] + 1;
				cuts[end] = start;
			}
		}
	}
	return pieces[length];
}

size_t spelling_split(const struct vn_word *word, const struct vocabulary *vocabulary,
	query_count_fn *count, void *context, struct vn_word ret[SPELLING_PIECES])
{
	size_t cuts[VN_PLAIN_SIZE] = {0};
	size_t length = strlen(word->plain);
	struct vn_word typed;
	size_t cut;
	size_t pieces;

	ret[0] = *word;
	if (length < 4 || vocabulary_find(vocabulary, word->plain) ||
		vn_fold_syllable(word->plain)) {
		return 1;
	}
	cut = known_pair(word->plain, vocabulary, count, context);
	if (cut) {
		take_piece(word->plain, cut, &ret[0]);
		take_piece(word->plain + cut, length - cut, &ret[1]);
		return 2;
	}
	if (vn_fold_typed(word, &typed) && vn_fold_syllable(typed.plain)) {
		return 1;
	}
	pieces = length < 7 ? 0 : fewest_pieces(word->plain, vocabulary, cuts);
	if (pieces < 2 || pieces > SPELLING_PIECES) {
		return 1;
	}
	for (size_t i = pieces, end = length; i-- > 0; end = cuts[end]) {
		take_piece(word->plain + cuts[end], end - cuts[end], &ret[i]);
	}
	return pieces;
}

/* How likely a word of the vocabulary was meant; 0: not. */
static double likeness(const char *plain, const char *sound, const struct vocabulary_word *word)
{
	size_t length = strlen(plain);
	int limit = length >= 6 ? 2 : 1;
	int distance;

	if (strcmp(sound, word->sound) == 0) {
		return same_sound;
	}
	if (length < 2 || strlen(word->plain) < 2) {
		return 0;
	}
	distance = spelling_distance(plain, word->plain, limit);
	if (distance <= limit) {
		/* The first letter is seldom the wrong one. */
		return (distance == 1 ? one_slip : two_slips) *
			(plain[0] == word->plain[0] ? 1 : 0.8);
	}
	return length >= 3 && strncmp(plain, word->plain, length) == 0 ? unfinished : 0;
}

/* Puts a correction where it belongs among the likeliest. */
static void add_choice(struct spelled_word *spelled, const char *plain, double factor)
{
	size_t at = spelled->count;

	while (at > 0 && spelled->factors[at - 1] < factor) {
		at--;
	}
	if (at == QUERY_CORRECTIONS) {
		return;
	}
	spelled->count = MIN_OF(spelled->count + 1, (size_t)QUERY_CORRECTIONS);
	for (size_t i = spelled->count - 1; i > at; i--) {
		spelled->choices[i] = spelled->choices[i - 1];
		spelled->factors[i] = spelled->factors[i - 1];
	}
	take_piece(plain, strlen(plain), &spelled->choices[at]);
	spelled->factors[at] = factor;
}

void spelling_correct(
	const struct vn_word *word, const struct vocabulary *vocabulary, struct spelled_word *ret)
{
	struct vn_word typed = *word;
	char sound[VN_PLAIN_SIZE];
	double trust = 1;

	memset(ret, 0, sizeof(*ret));
	if (!vocabulary_find(vocabulary, word->plain) && vn_fold_typed(word, &typed) &&
		!vn_fold_syllable(typed.plain)) {
		typed = *word;
	}
	if (vocabulary_find(vocabulary, typed.plain) || isdigit((unsigned char)typed.plain[0])) {
		ret->choices[0] = typed;
		ret->factors[0] = 1;
		ret->count = 1;
		ret->certain = true;
		return;
	}
	if (vn_fold_syllable(typed.plain)) {
		trust = of_a_syllable;
	}
	vn_fold_sound(typed.plain, sound);
	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct vocabulary_word *known = &vocabulary->words[i];
		double factor = likeness(typed.plain, sound, known);

		if (factor > 0) {
			/* Of equals, the more usual word. */
			add_choice(ret, known->plain,
				trust * factor +
					0.02 * (double)known->count /
						(double)(vocabulary->entries + 1));
		}
	}
	if (!ret->count) {
		ret->choices[0] = typed;
		ret->factors[0] = 1;
		ret->count = 1;
	}
}
