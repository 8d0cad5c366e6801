/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-catalogue.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "base/utf8.h"
#include "catalogue/catalogue-age.h"
#include "hub/hub-error.h"
#include "queue/catalogue-rows.h"

/* ---- what was sent ---- */

static bool is_line(const json_t *value, size_t max)
{
	const char *text = json_string_value(value);

	return !value || (text && utf8_fits(text, max) && !strpbrk(text, "\r\n"));
}

const char *catalogue_wish_read(const json_t *body, struct catalogue_wish *ret)
{
	static const char *const known[] = {
		"file", "text", "whole", "source", "checked_day", "digest", "catalogue"};
	const json_t *whole = json_object_get(body, "whole");
	const char *day = json_get_text(body, "checked_day");
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)body, key, value) {
		bool is_known = false;

		for (size_t i = 0; i < ELEMENTS(known); i++) {
			is_known |= strcmp(key, known[i]) == 0;
		}
		if (!is_known) {
			return key;
		}
	}
	if (!json_is_string(json_object_get(body, "text"))) {
		return "text";
	}
	if (!*json_get_text(body, "file") || !is_line(json_object_get(body, "file"), LIMIT_NOTE)) {
		return "file";
	}
	if (!is_line(json_object_get(body, "source"), LIMIT_TEXT)) {
		return "source";
	}
	if (*day && !zone_day_valid(day)) {
		return "checked_day";
	}
	if (whole && !json_is_boolean(whole)) {
		return "whole";
	}
	*ret = (struct catalogue_wish){
		.file = json_get_text(body, "file"),
		.text = json_get_text(body, "text"),
		.is_whole = json_is_true(whole),
		.reading = {.source = json_get_text(body, "source"), .checked_day = day},
	};
	return NULL;
}

static void hash_text(crypto_generichash_state *state, const char *text)
{
	(void)crypto_generichash_update(state, (const uint8_t *)text, strlen(text) + 1);
}

static void set_digest(const struct catalogue_wish *wish, char ret[CATALOGUE_DIGEST + 1])
{
	_cleanup_free_ char *names =
		json_dumps(wish->reading.sector_names, JSON_COMPACT | JSON_SORT_KEYS);
	uint8_t hash[CATALOGUE_DIGEST / 2];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	hash_text(&state, wish->text);
	hash_text(&state, wish->reading.source);
	hash_text(&state, wish->reading.checked_day);
	hash_text(&state, wish->is_whole ? "whole" : "");
	hash_text(&state, names ? names : "");
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(ret, CATALOGUE_DIGEST + 1, hash, sizeof(hash));
}

/* ---- what is kept ---- */

static int add_kept(const char *key, const char *id, const char *json, void *userdata)
{
	struct catalogue_kept *kept = userdata;
	json_t *record = json_loads(json, JSON_REJECT_DUPLICATES, NULL);

	if (!record || json_array_append_new(kept->list, record) < 0) {
		log_error(FAULT_DEVICE, "the record of the procedure %s cannot be read", key);
		return -EUCLEAN;
	}
	return json_object_set_new(kept->ids, key, json_string(id));
}

int catalogue_kept_read(struct store *store, struct catalogue_kept *ret)
{
	struct catalogue_kept kept = {.list = json_array(), .ids = json_object()};
	struct catalogue_row last = {0};
	/* The version first: what comes meanwhile makes it an old one, and nothing is taken. */
	int r = catalogue_rows_last(store, &last);

	kept.seq = last.seq;
	json_decref(last.summary);
	if (r == 0) {
		r = catalogue_rows_each(store, "", add_kept, &kept);
	}
	if (r < 0) {
		catalogue_kept_done(&kept);
		return r;
	}
	*ret = kept;
	return 0;
}

void catalogue_kept_done(struct catalogue_kept *kept)
{
	json_decref(kept->list);
	json_decref(kept->ids);
	*kept = (struct catalogue_kept){0};
}

json_t **catalogue_kept_array(const struct catalogue_kept *kept, size_t *ret_n)
{
	size_t n = json_array_size(kept->list);
	json_t **records = memory_new(n + 1, sizeof(json_t *));

	for (size_t i = 0; i < n; i++) {
		records[i] = json_array_get(kept->list, i);
	}
	*ret_n = n;
	return records;
}

/* ---- a record ---- */

static int add_record(const char *key, const char *id, const char *json, void *userdata)
{
	struct catalogue_records *records = userdata;

	(void)key;
	(void)id;
	records->procedures =
		memory_grow(records->procedures, records->n + 1, sizeof(*records->procedures));
	records->procedures[records->n] = NULL;
	return catalogue_record_parse(json, &records->procedures[records->n++]);
}

int catalogue_records_read(struct store *store, struct catalogue_records *ret)
{
	return catalogue_rows_each(store, "", add_record, ret);
}

void catalogue_records_done(struct catalogue_records *records)
{
	for (size_t i = 0; i < records->n; i++) {
		procedure_free(records->procedures[i]);
	}
	free((void *)records->procedures);
}

static int stated_number(const json_t *stated, const char *key)
{
	const json_t *value = json_object_get(stated, key);

	return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

/* Heap, with borrowed codes; NULL: the centre says nothing. */
static const char **stated_codes(const json_t *stated, const char *key, size_t *ret_n)
{
	const json_t *list = json_object_get(stated, key);
	size_t n = json_array_size(list);
	const char **codes;

	*ret_n = n;
	if (!list) {
		return NULL;
	}
	codes = memory_new(n + 1, sizeof(*codes));
	for (size_t i = 0; i < n; i++) {
		codes[i] = json_string_value(json_array_get(list, i));
	}
	return codes;
}

void catalogue_stated_read(const json_t *catalogue, struct catalogue_stated *ret)
{
	*ret = (struct catalogue_stated){
		.posted = stated_number(catalogue, "posted"),
		.free_online = stated_number(catalogue, "free_online"),
	};
	ret->posted_codes = stated_codes(catalogue, "posted_codes", &ret->n_posted_codes);
	ret->free_codes = stated_codes(catalogue, "free_codes", &ret->n_free_codes);
}

void catalogue_stated_done(struct catalogue_stated *stated)
{
	free((void *)stated->posted_codes);
	free((void *)stated->free_codes);
}

void catalogue_put_validity(struct out *out, const struct procedure *procedure, const char *today)
{
	int days = -1;
	enum catalogue_age age = catalogue_age_of(procedure, today, &days);

	out_key_text(out, "age", catalogue_age_name(age));
	if (days >= 0) {
		out_key_int(out, "days", days);
	} else {
		out_key_null(out, "days");
	}
	out_key_bool(out, "valid", catalogue_age_is_valid(age));
	out_key_bool(out, "whole", procedure_is_whole(procedure));
	out_key_bool(out, "free_online", procedure_is_free_online(procedure));
}

int catalogue_record_parse(const char *json, struct procedure **ret)
{
	json_t *record = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	struct procedure_fault fault;
	int r = record ? procedure_from_json(record, ret, &fault) : -EUCLEAN;

	json_decref(record);
	return r < 0 ? -EUCLEAN : 0;
}

int catalogue_record_find(
	struct store *store, const char *name, struct procedure **ret, char **ret_json)
{
	_cleanup_free_ char *json = NULL;
	char base[PROCEDURE_CODE_BASE + 1];
	int r = catalogue_rows_find(store, name, &json);

	/* A code with a province's part is the same procedure. */
	if (r == -ENOENT && procedure_code_base(name, base) == 0) {
		r = catalogue_rows_find(store, base, &json);
	}
	if (r == 0) {
		r = catalogue_record_parse(json, ret);
	}
	if (r == 0 && ret_json) {
		*ret_json = TAKE_PTR(json);
	}
	return r;
}

/* ---- the difference as JSON ---- */

static void put_text_of(struct out *out, const char *key, const json_t *value)
{
	_cleanup_free_ char *text =
		value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;

	out_key(out, key);
	out_json(out, text ? text : "null");
}

static void put_fields(struct out *out, const struct catalogue_diff_entry *entry)
{
	out_key_open(out, "fields", '[');
	for (int field = 0; field < PROCEDURE_FIELDS; field++) {
		const char *name = procedure_field_row((enum procedure_field)field)->name;

		if (!(entry->fields & UINT32_C(1) << field)) {
			continue;
		}
		out_open(out, '{');
		out_key_text(out, "field", name);
		if (out->text.size < CATALOGUE_SHOWN_BYTES) {
			put_text_of(out, "before", json_object_get(entry->before, name));
			put_text_of(out, "after", json_object_get(entry->after, name));
		}
		out_close(out, '}');
	}
	out_close(out, ']');
}

static void put_entry(struct out *out, const struct catalogue_diff_entry *entry)
{
	out_open(out, '{');
	out_key_text(out, "change", catalogue_change_name(entry->change));
	out_key_text(out, "key", entry->key);
	out_key_word(out, "old_key", entry->old_key);
	out_key_text(out, "name", json_get_text(entry->after, "name"));
	out_key_int(out, "doubts", (int64_t)entry->n_doubts);
	if (entry->change == CATALOGUE_CHANGED) {
		put_fields(out, entry);
	}
	out_close(out, '}');
}

static void put_counts(struct out *out, const struct catalogue_diff *diff)
{
	out_key_open(out, "counts", '{');
	for (int change = 0; change < CATALOGUE_CHANGES; change++) {
		out_key_int(out, catalogue_change_name((enum catalogue_change)change),
			(int64_t)diff->count[change]);
	}
	out_key_int(out, "suspicious", (int64_t)diff->n_suspicious);
	out_close(out, '}');
}

static void put_doubts(struct out *out, const struct catalogue_diff *diff)
{
	out_key_open(out, "doubts", '[');
	for (size_t i = 0; i < diff->n_doubts; i++) {
		const struct catalogue_doubt *doubt = &diff->doubts[i];
		char message[CATALOGUE_MESSAGE_MAX + 1];

		catalogue_doubt_text(doubt, message);
		out_open(out, '{');
		out_key_text(out, "doubt", catalogue_doubt_name(doubt->kind));
		out_key_int(out, "row", doubt->row);
		out_key_word(out, "key", doubt->key);
		out_key_word(out, "shown", doubt->shown);
		out_key_text(out, "message", message);
		out_close(out, '}');
	}
	out_close(out, ']');
}

static void put_difference(struct out *out, const struct catalogue_kept *kept,
	const struct catalogue_import *import, const struct catalogue_diff *diff,
	const char *digest)
{
	out_open(out, '{');
	out_key_int(out, "catalogue", kept->seq);
	out_key_text(out, "digest", digest);
	out_key_int(out, "records", (int64_t)import->n);
	put_counts(out, diff);
	out_key_open(out, "changes", '[');
	for (size_t i = 0; i < diff->n; i++) {
		if (diff->entries[i].change != CATALOGUE_SAME) {
			put_entry(out, &diff->entries[i]);
		}
	}
	out_close(out, ']');
	put_doubts(out, diff);
	out_close(out, '}');
}

static void put_faults(struct out *out, const struct catalogue_faults *faults)
{
	char message[CATALOGUE_MESSAGE_MAX + 1];

	out_open(out, '{');
	out_key_text(out, "error", api_error_name(API_ERROR_BAD_FIELD));
	catalogue_fault_text(&faults->fault[0], message);
	out_key_text(out, "message", message);
	out_key_text(out, "field", "text");
	out_key_open(out, "faults", '[');
	for (size_t i = 0; i < faults->n; i++) {
		const struct catalogue_fault *fault = &faults->fault[i];

		catalogue_fault_text(fault, message);
		out_open(out, '{');
		out_key_text(out, "fault", procedure_wrong_name(fault->wrong));
		out_key_int(out, "row", fault->row);
		out_key_int(out, "column", fault->column);
		out_key_word(out, "field", fault->field);
		out_key_word(out, "shown", fault->shown);
		out_key_int(out, "limit", (int64_t)fault->limit);
		out_key_text(out, "message", message);
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
}

/* ---- the plan ---- */

struct planning {
	const struct catalogue_kept *kept;
	json_t *changes;
	json_t *pieces;
	size_t piece_bytes; /* of the last one */
};

static void add_change(struct planning *planning, const char *key, const char *id)
{
	(void)json_array_append_new(planning->changes,
		json_pack("[s, s, s]", key, id, json_get_text(planning->kept->ids, key)));
}

/* Adds a record's content to the last piece, or begins another one. */
static void add_content(struct planning *planning, const json_t *record, char *ret_id)
{
	_cleanup_free_ char *text = json_dumps(record, JSON_COMPACT);
	size_t size = text ? strlen(text) : 0;
	size_t n = json_array_size(planning->pieces);
	uint8_t hash[LIMIT_RECORD_ID / 2];

	if (!text) {
		log_out_of_memory();
	}
	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)text, size, NULL, 0);
	(void)sodium_bin2hex(ret_id, LIMIT_RECORD_ID + 1, hash, sizeof(hash));
	if (n == 0 || planning->piece_bytes + size > CATALOGUE_PIECE_BYTES) {
		(void)json_array_append_new(planning->pieces, json_object());
		planning->piece_bytes = 0;
		n++;
	}
	planning->piece_bytes += size;
	(void)json_object_set_new(
		json_array_get(planning->pieces, n - 1), ret_id, json_string(text));
}

static json_t *make_summary(const struct catalogue_wish *wish, const struct catalogue_diff *diff)
{
	json_t *summary = json_pack("{s:s, s:b, s:s}", "file", wish->file, "whole",
		(int)wish->is_whole, "source", wish->reading.source);

	for (int change = 0; change < CATALOGUE_CHANGES; change++) {
		(void)json_object_set_new(summary,
			catalogue_change_name((enum catalogue_change)change),
			json_integer((json_int_t)diff->count[change]));
	}
	(void)json_object_set_new(
		summary, "suspicious", json_integer((json_int_t)diff->n_suspicious));
	return summary;
}

static void plan(const struct catalogue_wish *wish, const struct catalogue_kept *kept,
	const struct catalogue_diff *diff, struct catalogue_plan *ret)
{
	struct planning planning = {.kept = kept, .changes = json_array(), .pieces = json_array()};

	for (size_t i = 0; i < diff->n; i++) {
		const struct catalogue_diff_entry *entry = &diff->entries[i];
		char id[LIMIT_RECORD_ID + 1];

		if (entry->change == CATALOGUE_SAME) {
			continue;
		}
		if (*entry->old_key && strcmp(entry->old_key, entry->key) != 0) {
			add_change(&planning, entry->old_key, "");
		}
		add_content(&planning, entry->after, id);
		add_change(&planning, entry->key, id);
	}
	ret->pieces = planning.pieces;
	ret->details = json_pack(
		"{s:o, s:o}", "changes", planning.changes, "summary", make_summary(wish, diff));
}

void catalogue_plan_done(struct catalogue_plan *plan)
{
	json_decref(plan->details);
	json_decref(plan->pieces);
	*plan = (struct catalogue_plan){0};
}

int catalogue_plan_make(const struct catalogue_wish *wish, const struct catalogue_kept *kept,
	bool preview, struct catalogue_plan *ret_plan, struct out *out)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = NULL;
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	_cleanup_free_ json_t **records = NULL;
	struct catalogue_faults faults;
	size_t n;
	int r = catalogue_import_read(
		wish->text, strlen(wish->text), &wish->reading, &import, &faults);

	if (r < 0) {
		put_faults(out, &faults);
		return r;
	}
	records = catalogue_kept_array(kept, &n);
	catalogue_diff_make(records, n, import, wish->is_whole, wish->reading.today, &diff);
	set_digest(wish, ret_plan->digest);
	if (preview) {
		put_difference(out, kept, import, diff, ret_plan->digest);
	} else {
		plan(wish, kept, diff, ret_plan);
	}
	return 0;
}
