/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-diff.h"

#include <stdio.h>
#include <string.h>

#include "catalogue/catalogue-merge.h"

static const char *const changes[CATALOGUE_CHANGES] = {
	[CATALOGUE_NEW] = "new",
	[CATALOGUE_CHANGED] = "changed",
	[CATALOGUE_CONFIRMED] = "confirmed",
	[CATALOGUE_ENDED] = "ended",
	[CATALOGUE_SAME] = "same",
};

_Static_assert(PROCEDURE_FIELDS <= 32, "a bit for each field");

struct making {
	struct catalogue_diff *diff;
	const struct catalogue_import *import;
	json_t *const *kept;
	size_t n;
	bool is_whole;
	json_t *kept_keys; /* key → index */
	json_t *kept_names; /* key that the name would give → index, −1 where several have it */
	json_t *doubts; /* key → number of doubts */
	bool *found; /* the kept records that the import has */
};

const char *catalogue_change_name(enum catalogue_change change)
{
	return changes[change];
}

static const json_t *get(const json_t *record, enum procedure_field field)
{
	return json_object_get(record, procedure_field_row(field)->name);
}

static const char *text_of(const json_t *record, enum procedure_field field)
{
	const char *text = json_string_value(get(record, field));

	return text ? text : "";
}

static bool is_same_value(const json_t *a, const json_t *b)
{
	return (!a && !b) || json_equal(a, b); /* NULL equals nothing there */
}

static void index_kept(struct making *making)
{
	making->kept_keys = json_object();
	making->kept_names = json_object();
	making->found = memory_new(making->n + 1, sizeof(*making->found));
	for (size_t i = 0; i < making->n; i++) {
		char name[PROCEDURE_KEY_MAX + 1];

		procedure_code_own_key(text_of(making->kept[i], PROCEDURE_NAME), name);
		(void)json_object_set_new(making->kept_keys,
			text_of(making->kept[i], PROCEDURE_KEY), json_integer((json_int_t)i));
		(void)json_object_set_new(making->kept_names, name,
			json_integer(
				json_object_get(making->kept_names, name) ? -1 : (json_int_t)i));
	}
}

static void add_doubt(struct making *making, const struct catalogue_doubt *doubt)
{
	struct catalogue_diff *diff = making->diff;
	json_int_t n = json_integer_value(json_object_get(making->doubts, doubt->key));

	diff->doubts = memory_append(diff->doubts, diff->n_doubts, sizeof(*diff->doubts));
	diff->doubts[diff->n_doubts++] = *doubt;
	(void)json_object_set_new(making->doubts, doubt->key, json_integer(n + 1));
}

static void copy_doubts(struct making *making)
{
	making->doubts = json_object();
	for (size_t i = 0; i < making->import->n_doubts; i++) {
		add_doubt(making, &making->import->doubts[i]);
	}
}

/* The kept record of the same name, where one of the two has no code; −1: none. */
static json_int_t find_by_name(const struct making *making, const json_t *record)
{
	char name[PROCEDURE_KEY_MAX + 1];
	const json_t *found;
	json_int_t at;

	procedure_code_own_key(text_of(record, PROCEDURE_NAME), name);
	found = json_object_get(making->kept_names, name);
	at = found ? json_integer_value(found) : -1;
	if (at < 0 || making->found[at]) {
		return -1;
	}
	return !get(record, PROCEDURE_CODE) || !get(making->kept[at], PROCEDURE_CODE) ? at : -1;
}

static json_int_t find_kept(const struct making *making, const json_t *record)
{
	const json_t *found = json_object_get(making->kept_keys, text_of(record, PROCEDURE_KEY));

	return found ? json_integer_value(found) : find_by_name(making, record);
}

/* Notes a doubt about the i-th imported record. */
static void doubt(
	struct making *making, size_t i, enum catalogue_doubt_kind kind, const char *shown)
{
	struct catalogue_doubt doubt = {.kind = kind, .row = making->import->rows[i]};

	text_copy_cut(
		doubt.key, sizeof(doubt.key), text_of(making->import->records[i], PROCEDURE_KEY));
	text_copy_cut(doubt.shown, sizeof(doubt.shown), shown);
	add_doubt(making, &doubt);
}

/* The record to keep: the i-th imported one with what only the kept one has. */
static json_t *merge(struct making *making, size_t i, const json_t *before)
{
	struct catalogue_merged merged;

	catalogue_merge(before, making->import->records[i], making->import->speaks[i],
		making->is_whole, &merged);
	for (int field = 0; field < PROCEDURE_FIELDS; field++) {
		if (merged.emptied & UINT32_C(1) << field) {
			doubt(making, i, CATALOGUE_DOUBT_EMPTIED,
				procedure_field_row((enum procedure_field)field)->name);
		}
	}
	if (merged.coarse) {
		doubt(making, i, CATALOGUE_DOUBT_COARSE, merged.coarse);
	}
	if (merged.had_ended) {
		doubt(making, i, CATALOGUE_DOUBT_HAD_ENDED, "");
	}
	return merged.record;
}

static struct catalogue_diff_entry *add_entry(
	struct making *making, enum catalogue_change change, const json_t *before, json_t *after)
{
	struct catalogue_diff *diff = making->diff;
	struct catalogue_diff_entry *entry;

	diff->entries = memory_append(diff->entries, diff->n, sizeof(*diff->entries));
	entry = &diff->entries[diff->n++];
	*entry = (struct catalogue_diff_entry){.change = change, .before = before, .after = after};
	(void)json_array_append_new(diff->owned, after);
	text_copy_cut(entry->key, sizeof(entry->key), text_of(after, PROCEDURE_KEY));
	if (before && strcmp(entry->key, text_of(before, PROCEDURE_KEY)) != 0) {
		text_copy_cut(
			entry->old_key, sizeof(entry->old_key), text_of(before, PROCEDURE_KEY));
	}
	return entry;
}

static void compare(struct catalogue_diff_entry *entry)
{
	const uint32_t day_and_source = 1U << PROCEDURE_CHECKED_DAY | 1U << PROCEDURE_SOURCE;

	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		enum procedure_field field = (enum procedure_field)i;

		if (!is_same_value(get(entry->before, field), get(entry->after, field))) {
			entry->fields |= 1U << i;
		}
	}
	entry->change = !entry->fields              ? CATALOGUE_SAME
		: (entry->fields & ~day_and_source) ? CATALOGUE_CHANGED
						    : CATALOGUE_CONFIRMED;
}

static void add_imported(struct making *making, size_t i)
{
	json_t *record = making->import->records[i];
	json_int_t at = find_kept(making, record);
	struct catalogue_diff_entry *entry;

	if (at < 0) {
		entry = add_entry(making, CATALOGUE_NEW, NULL, json_incref(record));
	} else {
		making->found[at] = true;
		entry = add_entry(making, CATALOGUE_SAME, making->kept[at],
			merge(making, i, making->kept[at]));
		compare(entry);
	}
	entry->n_doubts = (size_t)json_integer_value(
		json_object_get(making->doubts, text_of(record, PROCEDURE_KEY)));
}

/* A record in force that a whole list does not have has ended. */
static void add_ended(struct making *making, const json_t *record, const char *today)
{
	const char *in_force = procedure_state_name(PROCEDURE_IN_FORCE);
	json_t *after;

	if (strcmp(text_of(record, PROCEDURE_STATE), in_force) != 0) {
		return;
	}
	after = json_copy((json_t *)record);
	(void)json_object_set_new(after, procedure_field_row(PROCEDURE_STATE)->name,
		json_string(procedure_state_name(PROCEDURE_ENDED)));
	if (zone_day_valid(today)) {
		(void)json_object_set_new(
			after, procedure_field_row(PROCEDURE_VALID_TO)->name, json_string(today));
	}
	add_entry(making, CATALOGUE_ENDED, record, after)->fields =
		1U << PROCEDURE_STATE | 1U << PROCEDURE_VALID_TO;
}

/* Says how many records will be there of which nobody knows how old they are. */
static void doubt_undated(struct making *making)
{
	const struct catalogue_diff *diff = making->diff;
	struct catalogue_doubt doubt = {.kind = CATALOGUE_DOUBT_UNDATED};
	size_t n = 0;

	for (size_t i = 0; i < diff->n; i++) {
		n += diff->entries[i].change != CATALOGUE_ENDED &&
			!get(diff->entries[i].after, PROCEDURE_CHECKED_DAY);
	}
	if (n > 0) {
		(void)snprintf(doubt.shown, sizeof(doubt.shown), "%zu", n);
		add_doubt(making, &doubt);
	}
}

static int compare_entries(const void *a, const void *b)
{
	const struct catalogue_diff_entry *one = a;
	const struct catalogue_diff_entry *two = b;

	return strcmp(one->key, two->key);
}

void catalogue_diff_make(json_t *const *kept, size_t n, const struct catalogue_import *import,
	bool is_whole, const char *today, struct catalogue_diff **ret)
{
	struct catalogue_diff *diff = memory_new(1, sizeof(*diff));
	struct making making = {
		.diff = diff, .import = import, .kept = kept, .n = n, .is_whole = is_whole};

	diff->owned = json_array();
	index_kept(&making);
	copy_doubts(&making);
	for (size_t i = 0; i < import->n; i++) {
		add_imported(&making, i);
	}
	for (size_t i = 0; is_whole && i < n; i++) {
		if (!making.found[i]) {
			add_ended(&making, kept[i], today);
		}
	}
	doubt_undated(&making);
	if (diff->n > 0) {
		qsort(diff->entries, diff->n, sizeof(*diff->entries), compare_entries);
	}
	if (diff->n_doubts > 0) {
		qsort(diff->doubts, diff->n_doubts, sizeof(*diff->doubts), catalogue_doubt_compare);
	}
	for (size_t i = 0; i < diff->n; i++) {
		diff->count[diff->entries[i].change]++;
		diff->n_suspicious += diff->entries[i].n_doubts > 0;
	}
	json_decref(making.kept_keys);
	json_decref(making.kept_names);
	json_decref(making.doubts);
	free(making.found);
	*ret = diff;
}

void catalogue_diff_free(struct catalogue_diff *diff)
{
	if (!diff) {
		return;
	}
	json_decref(diff->owned);
	free(diff->entries);
	free(diff->doubts);
	free(diff);
}

void catalogue_diff_fields(const struct catalogue_diff_entry *entry, struct textbuf *out)
{
	const char *comma = "";

	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		if (entry->fields & (1U << i)) {
			textbuf_printf(out, "%s%s", comma,
				procedure_field_row((enum procedure_field)i)->name);
			comma = ", ";
		}
	}
}
