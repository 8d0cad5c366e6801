/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-vocabulary.h"

#include <math.h>
#include <string.h>

uint32_t query_hash(const char *text)
{
	uint32_t hash = 2166136261U;

	for (; *text; text++) {
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	}
	return hash;
}

void query_pair_of_sounds(const char *first, const char *second, char *ret)
{
	(void)stpcpy(stpcpy(stpcpy(ret, first), "_"), second);
}

void query_pair(const char *first, const char *second, char *ret)
{
	char sounds[2][VN_PLAIN_SIZE];

	vn_fold_sound(first, sounds[0]);
	vn_fold_sound(second, sounds[1]);
	query_pair_of_sounds(sounds[0], sounds[1], ret);
}

double query_rarity(int64_t count, int64_t entries)
{
	double all = (double)entries;
	double some = (double)count;

	return log(1 + (all - some + 0.5) / (some + 0.5)) / log(2 * all + 2);
}

const struct vocabulary_word *vocabulary_find(
	const struct vocabulary *vocabulary, const char *plain)
{
	size_t low = 0;
	size_t high = vocabulary->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(plain, vocabulary->words[middle].plain);

		if (order == 0) {
			return &vocabulary->words[middle];
		}
		if (order < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return NULL;
}
