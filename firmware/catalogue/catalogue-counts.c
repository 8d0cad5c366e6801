/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-counts.h"

#include <string.h>

#include "catalogue/fee.h"

static const char *const unclears[CATALOGUE_UNCLEARS] = {
	[CATALOGUE_CLEAR] = "clear",
	[CATALOGUE_ONLINE_UNREAD] = "online_unread",
	[CATALOGUE_ONLINE_NOT_STATED] = "online_not_stated",
	[CATALOGUE_ONLINE_EXEMPT] = "online_exempt",
	[CATALOGUE_CHANNEL_NOT_STATED] = "channel_not_stated",
};
static const char *const kinds[CATALOGUE_DIFFERENCE_KINDS] = {
	[CATALOGUE_NOT_POSTED] = "not_posted",
	[CATALOGUE_NOT_HERE] = "not_here",
	[CATALOGUE_FREE_NOT_STATED] = "free_not_stated",
	[CATALOGUE_FREE_NOT_HERE] = "free_not_here",
	[CATALOGUE_FREE_UNCLEAR] = "free_unclear",
};

const char *catalogue_unclear_name(enum catalogue_unclear unclear)
{
	return unclears[unclear];
}

const char *catalogue_difference_name(enum catalogue_difference_kind kind)
{
	return kinds[kind];
}

enum catalogue_unclear catalogue_unclear_of(const struct procedure *procedure)
{
	enum catalogue_unclear unclear = CATALOGUE_CLEAR;

	if (procedure_is_free_online(procedure)) {
		return CATALOGUE_CLEAR;
	}
	for (size_t i = 0; i < procedure->n_ways; i++) {
		const struct procedure_way *way = &procedure->ways[i];
		struct fee fee;

		fee_read(way->fee, &fee);
		if (way->channel == PROCEDURE_ANY && fee.kind == FEE_FREE) {
			unclear = CATALOGUE_CHANNEL_NOT_STATED;
		}
		if (way->channel != PROCEDURE_ONLINE) {
			continue;
		}
		if (fee.has_exemptions || *way->exempt) {
			return CATALOGUE_ONLINE_EXEMPT;
		}
		if (fee.kind == FEE_TEXT) {
			return CATALOGUE_ONLINE_UNREAD;
		}
		if (fee.kind == FEE_NOT_STATED) {
			unclear = CATALOGUE_ONLINE_NOT_STATED;
		}
	}
	return unclear;
}

/* What is posted: in force, of whatever age. */
static bool is_posted(const struct procedure *procedure, const char *today)
{
	enum catalogue_age age = catalogue_age_of(procedure, today, NULL);

	return age != CATALOGUE_NO_LONGER && age != CATALOGUE_NOT_YET;
}

static void add_difference(struct catalogue_counts *counts, enum catalogue_difference_kind kind,
	const char *key, const struct procedure *procedure)
{
	struct catalogue_difference *difference;

	counts->differences = memory_grow(
		counts->differences, counts->n_differences + 1, sizeof(*counts->differences));
	difference = &counts->differences[counts->n_differences++];
	*difference = (struct catalogue_difference){.kind = kind, .procedure = procedure};
	difference->unclear = procedure ? catalogue_unclear_of(procedure) : CATALOGUE_CLEAR;
	text_copy_cut(difference->key, sizeof(difference->key), key);
}

/* The key that a code of the centre's list has here. */
static void key_of(const char *code, char ret[PROCEDURE_KEY_MAX + 1])
{
	char base[PROCEDURE_CODE_BASE + 1];

	text_copy_cut(
		ret, PROCEDURE_KEY_MAX + 1, procedure_code_base(code, base) == 0 ? base : code);
}

/* One of the centre's two lists, compared with the records. */
struct listing {
	const char *const *codes;
	size_t n;
	enum catalogue_difference_kind not_there; /* only here */
	enum catalogue_difference_kind not_here; /* only there */
	bool only_free;
};

static bool is_listed_here(
	const struct procedure *procedure, const char *today, const struct listing *listing)
{
	return is_posted(procedure, today) &&
		(!listing->only_free || procedure_is_free_online(procedure));
}

static void compare_list(struct catalogue_counts *counts, struct procedure *const *procedures,
	size_t n, const char *today, const struct listing *listing)
{
	json_t *theirs = json_object(); /* key → whether a record was found */
	const char *key;
	json_t *found;

	for (size_t i = 0; i < listing->n; i++) {
		char base[PROCEDURE_KEY_MAX + 1];

		key_of(listing->codes[i], base);
		(void)json_object_set_new(theirs, base, json_false());
	}
	for (size_t i = 0; i < n; i++) {
		bool is_here = is_listed_here(procedures[i], today, listing);

		key = procedures[i]->text[PROCEDURE_KEY];
		found = json_object_get(theirs, key);
		if (is_here != !!found) {
			add_difference(counts, is_here ? listing->not_there : listing->not_here,
				key, procedures[i]);
		}
		if (found) {
			(void)json_object_set_new(theirs, key, json_true());
		}
	}
	json_object_foreach (theirs, key, found) {
		if (!json_is_true(found)) {
			add_difference(counts, listing->not_here, key, NULL);
		}
	}
	json_decref(theirs);
}

static bool is_count_wrong(int stated, size_t counted)
{
	return stated >= 0 && (size_t)stated != counted;
}

static void compare(struct catalogue_counts *counts, struct procedure *const *procedures, size_t n,
	const char *today, const struct catalogue_stated *stated)
{
	const struct listing posted = {stated->posted_codes, stated->n_posted_codes,
		CATALOGUE_NOT_POSTED, CATALOGUE_NOT_HERE, false};
	const struct listing free_online = {stated->free_codes, stated->n_free_codes,
		CATALOGUE_FREE_NOT_STATED, CATALOGUE_FREE_NOT_HERE, true};
	bool is_free_wrong = is_count_wrong(stated->free_online, counts->free_online);

	if (posted.codes) {
		compare_list(counts, procedures, n, today, &posted);
	}
	if (free_online.codes) {
		compare_list(counts, procedures, n, today, &free_online);
	}
	counts->agrees = counts->n_differences == 0 && !is_free_wrong &&
		!is_count_wrong(stated->posted, counts->posted);
	for (size_t i = 0; is_free_wrong && !free_online.codes && i < n; i++) {
		if (is_posted(procedures[i], today) &&
			catalogue_unclear_of(procedures[i]) != CATALOGUE_CLEAR) {
			add_difference(counts, CATALOGUE_FREE_UNCLEAR,
				procedures[i]->text[PROCEDURE_KEY], procedures[i]);
		}
	}
}

static int compare_differences(const void *a, const void *b)
{
	const struct catalogue_difference *one = a;
	const struct catalogue_difference *two = b;

	return one->kind != two->kind ? (int)one->kind - (int)two->kind
				      : strcmp(one->key, two->key);
}

void catalogue_counts_make(struct procedure *const *procedures, size_t n, const char *today,
	const struct catalogue_stated *stated, struct catalogue_counts **ret)
{
	struct catalogue_counts *counts = memory_new(1, sizeof(*counts));

	counts->agrees = true;
	for (size_t i = 0; i < n; i++) {
		counts->ages[catalogue_age_of(procedures[i], today, NULL)]++;
		if (is_posted(procedures[i], today)) {
			counts->posted++;
			counts->free_online += procedure_is_free_online(procedures[i]);
		}
	}
	if (stated) {
		compare(counts, procedures, n, today, stated);
	}
	if (counts->n_differences > 0) {
		qsort(counts->differences, counts->n_differences, sizeof(*counts->differences),
			compare_differences);
	}
	*ret = counts;
}

void catalogue_counts_free(struct catalogue_counts *counts)
{
	if (!counts) {
		return;
	}
	free(counts->differences);
	free(counts);
}
