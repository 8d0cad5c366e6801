/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The evaluation's figures. They stand in the site data, a period each. An import is first looked
 * at and then taken as what was looked at: its digest is of the file's figures and of those that
 * they replace.
 */
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-report-out.h"
#include "queue/dossier.h"

#define LIST "evaluations"
enum { DIGEST = 32 /* hex digits */ };

static const struct evaluation_reading as_kept = {
	.period = "", .source = "", .taken_day = "", .today = ""};

/* ---- what is kept ---- */

static json_t *kept_list(const struct site *site)
{
	return site ? json_object_get(site->json, LIST) : NULL;
}

/* A site file may say "10/2026", too. */
static bool is_of_period(const json_t *kept, const char *period)
{
	const char *said = json_get_text(kept, "period");
	char own[EVALUATION_PERIOD + 1];

	return strcmp(said, period) == 0 ||
		(evaluation_period_parse(said, own) == 0 && strcmp(own, period) == 0);
}

/* The place of a period in the list, or its end. */
static size_t find_kept(const json_t *list, const char *period)
{
	size_t n = json_array_size(list);
	size_t i = 0;

	while (i < n && !is_of_period(json_array_get(list, i), period)) {
		i++;
	}
	return i;
}

/* Those that end later come first, then those that begin later: a month before its quarter. */
static bool comes_before(const char *one, const char *other)
{
	char from[2][DAY_LENGTH + 1];
	char to[2][DAY_LENGTH + 1];
	int ends;

	evaluation_period_days(one, from[0], to[0]);
	evaluation_period_days(other, from[1], to[1]);
	ends = strcmp(to[0], to[1]);
	return ends > 0 || (ends == 0 && strcmp(from[0], from[1]) > 0);
}

/* A new list with one more period, or with a new one in the place of the former. */
static json_t *list_with(const json_t *list, const char *period, json_t *kept)
{
	json_t *changed = list ? json_copy((json_t *)list) : json_array();
	size_t i = find_kept(changed, period);

	if (i < json_array_size(changed)) {
		(void)json_array_set(changed, i, kept);
		return changed;
	}
	for (i = 0; i < json_array_size(changed); i++) {
		const char *other = json_get_text(json_array_get(changed, i), "period");
		char whole[EVALUATION_PERIOD + 1];

		if (evaluation_period_parse(other, whole) == 0 && comes_before(period, whole)) {
			break;
		}
	}
	(void)json_array_insert(changed, i, kept);
	return changed;
}

static void put_listed(struct out *out, const struct evaluation *evaluation)
{
	_cleanup_free_ struct evaluation_doubt *doubts = NULL;
	char text[EVALUATION_VALUE_LENGTH + 1];

	out_open(out, '{');
	report_put_evaluation_head(out, evaluation);
	out_key_int(out, "rows", (int64_t)evaluation->n);
	out_key_int(out, "doubts", (int64_t)evaluation_check(evaluation, &doubts));
	for (int number = EVALUATION_POINTS; number <= EVALUATION_POINTS_MAX; number++) {
		struct evaluation_value stated = {.has = false};

		for (size_t i = 0; i < evaluation->n; i++) {
			if (evaluation->rows[i].kind == EVALUATION_TOTAL) {
				stated = evaluation->rows[i].numbers[number];
			}
		}
		evaluation_value_write(&stated, text);
		out_key_word(out, evaluation_number_name((enum evaluation_number)number), text);
	}
	out_close(out, '}');
}

void api_evaluations(struct request *request)
{
	const json_t *list = kept_list(model_site(request->hub->replica.model));
	struct out *out = &request->out;
	const json_t *kept;
	size_t i;

	out_open(out, '{');
	out_key_open(out, LIST, '[');
	json_array_foreach (list, i, kept) {
		struct evaluation evaluation = {0};
		struct office_faults faults;

		if (evaluation_from_json(kept, &as_kept, &evaluation, &faults) == 0) {
			put_listed(out, &evaluation);
		}
		evaluation_done(&evaluation);
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void answer_period(struct request *request)
{
	out_open(&request->out, '{');
	out_key_text(&request->out, "period", request->input.period);
	out_key_bool(&request->out, "changed", request->job.answer.seq > 0);
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_evaluation_remove(struct request *request)
{
	const json_t *list = kept_list(model_site(request->hub->replica.model));
	size_t i = find_kept(list, request->parameter);
	json_t *changed;

	if (i == json_array_size(list)) {
		request_refuse(request, API_ERROR_NOT_FOUND, "period",
			"there are no figures of that period");
		return;
	}
	text_copy_cut(request->input.period, sizeof(request->input.period), request->parameter);
	changed = json_copy((json_t *)list);
	(void)json_array_remove(changed, i);
	api_replace_list(request, LIST, changed, answer_period);
	json_decref(changed);
}

/* ---- import ---- */

/* An import that is looked at or taken. */
struct import {
	struct evaluation evaluation;
	char *left_out; /* headings, a line each */
	bool *is_from_before; /* by row: its own figure is one that an earlier period had */
	json_t *former; /* of the same period; NULL none */
	char digest[DIGEST + 1];
};

static void import_done(struct import *import)
{
	evaluation_done(&import->evaluation);
	free(import->left_out);
	free(import->is_from_before);
}

/* Refuses a body whose members are not what they should be. */
static bool check_members(struct request *request)
{
	static const char *const texts[] = {"text", "period", "source", "taken_day", "digest"};
	const char *key;
	json_t *value;

	json_object_foreach (request->json, key, value) {
		bool is_right = strcmp(key, "own") == 0 && json_is_array(value);

		for (size_t i = 0; i < ELEMENTS(texts); i++) {
			is_right |= strcmp(key, texts[i]) == 0 && json_is_string(value) &&
				(i == 0 || text_is_clean(json_string_value(value)));
		}
		if (!is_right && !json_is_null(value)) {
			request_refuse(request, API_ERROR_BAD_FIELD, key,
				"an import has text, period, source, taken_day and digest, which "
				"are texts, and own, a list");
			return false;
		}
	}
	if (!json_is_string(json_object_get(request->json, "text"))) {
		request_refuse(request, API_ERROR_BAD_FIELD, "text", "text is what the file holds");
		return false;
	}
	return true;
}

/* Reads the file. −EINVAL: it was refused. */
static int read_file(struct request *request, struct import *import)
{
	const json_t *text = json_object_get(request->json, "text");
	_cleanup_free_ struct evaluation_word *words = NULL;
	struct office_faults faults;
	char today[DAY_LENGTH + 1];
	struct evaluation_reading reading = {
		.period = json_get_text(request->json, "period"),
		.source = json_get_text(request->json, "source"),
		.taken_day = json_get_text(request->json, "taken_day"),
		.today = today,
		.n_words = report_evaluation_words(request->hub->phrases, &words),
	};

	api_find_today(request, today);
	reading.words = words;
	if (evaluation_read(json_string_value(text), json_string_length(text), &reading,
		    &import->evaluation, &import->left_out, &faults) < 0) {
		api_refuse_file(request, "text", &faults);
		return -EINVAL;
	}
	return 0;
}

/* The centre's own figure that an earlier import has beside the same row; EVALUATION_OWN_NONE. */
static int own_before(const json_t *list, const struct evaluation_row *row)
{
	const json_t *kept;
	const json_t *other;
	size_t i;
	size_t j;

	json_array_foreach (list, i, kept) {
		json_array_foreach (json_object_get(kept, "rows"), j, other) {
			const char *own = json_get_text(other, "own");

			if (!*own || strcmp(json_get_text(other, "group"), row->group) != 0 ||
				strcmp(json_get_text(other, "name"), row->name) != 0) {
				continue;
			}
			for (int ratio = 0; ratio < DOSSIER_RATIOS; ratio++) {
				if (strcmp(own, dossier_ratio_name((enum dossier_ratio)ratio)) ==
					0) {
					return ratio;
				}
			}
		}
	}
	return EVALUATION_OWN_NONE;
}

/* What somebody once put beside a row stays beside it, and a preview says so. */
static void keep_own(struct import *import, const json_t *list)
{
	import->is_from_before = memory_new(import->evaluation.n, sizeof(bool));
	for (size_t i = 0; i < import->evaluation.n; i++) {
		struct evaluation_row *row = &import->evaluation.rows[i];

		if (row->own == EVALUATION_OWN_NONE && row->kind != EVALUATION_TOTAL) {
			row->own = own_before(list, row);
			import->is_from_before[i] = row->own != EVALUATION_OWN_NONE;
		}
	}
}

static void set_digest(struct import *import)
{
	json_t *json = evaluation_to_json(&import->evaluation);
	_cleanup_free_ char *now = json_dumps(json, JSON_COMPACT);
	_cleanup_free_ char *former =
		import->former ? json_dumps(import->former, JSON_COMPACT) : text_dup("");
	crypto_generichash_state state;
	uint8_t hash[DIGEST / 2];

	json_decref(json);
	if (!now || !former) {
		log_out_of_memory();
	}
	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(&state, (const uint8_t *)now, strlen(now) + 1);
	(void)crypto_generichash_update(&state, (const uint8_t *)former, strlen(former) + 1);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(import->digest, sizeof(import->digest), hash, sizeof(hash));
}

/* Puts the centre's own figures beside the rows as somebody chose in a preview. */
static bool set_own(struct request *request, struct import *import)
{
	const json_t *list = json_object_get(request->json, "own");
	const json_t *name;
	size_t i;

	if (!json_is_array(list)) {
		return true;
	}
	if (json_array_size(list) != import->evaluation.n) {
		request_refuse(request, API_ERROR_BAD_FIELD, "own",
			"own has an entry for each of the %zu rows", import->evaluation.n);
		return false;
	}
	json_array_foreach (list, i, name) {
		int own = EVALUATION_OWN_NONE;

		for (int ratio = 0; json_is_string(name) && ratio < DOSSIER_RATIOS; ratio++) {
			if (strcmp(json_string_value(name),
				    dossier_ratio_name((enum dossier_ratio)ratio)) == 0) {
				own = ratio;
			}
		}
		if (own == EVALUATION_OWN_NONE && !json_is_null(name)) {
			request_refuse(request, API_ERROR_BAD_FIELD, "own",
				"entry %zu of own is no figure of the centre", i + 1);
			return false;
		}
		import->evaluation.rows[i].own = own;
		import->is_from_before[i] = false;
	}
	return true;
}

static void put_sum(struct out *out, const struct import *import, enum evaluation_number number)
{
	char text[EVALUATION_VALUE_LENGTH + 1];
	struct evaluation_value sum;
	int missing;

	sum = evaluation_sum(&import->evaluation, number, &missing);
	evaluation_value_write(&sum, text);
	out_key_open(out, evaluation_number_name(number), '{');
	out_key_word(out, "sum", text);
	out_key_int(out, "missing", missing);
	out_close(out, '}');
}

static void put_left_out(struct out *out, const char *left_out)
{
	_cleanup_free_ char *copy = text_dup(left_out);
	char *rest = copy;
	const char *heading;

	out_key_open(out, "left_out", '[');
	while ((heading = strsep(&rest, "\n"))) {
		if (*heading) {
			out_text(out, heading);
		}
	}
	out_close(out, ']');
}

static void answer_preview(struct request *request, const struct import *import)
{
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_text(out, "digest", import->digest);
	report_put_evaluation_head(out, &import->evaluation);
	out_key_bool(out, "replaces", import->former != NULL);
	put_left_out(out, import->left_out);
	out_key_open(out, "own_from_before", '[');
	for (size_t i = 0; i < import->evaluation.n; i++) {
		if (import->is_from_before[i]) {
			out_int(out, (int64_t)i);
		}
	}
	out_close(out, ']');
	put_sum(out, import, EVALUATION_POINTS);
	put_sum(out, import, EVALUATION_POINTS_MAX);
	report_put_evaluation_rows(out, &import->evaluation, NULL);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* Whether the list can be kept; else it was refused. */
static bool check_room(struct request *request, const json_t *list)
{
	_cleanup_free_ char *text = json_dumps(list, JSON_COMPACT);

	if (json_array_size(list) <= LIMIT_EVALUATIONS && text &&
		strlen(text) <= LIMIT_EVALUATIONS_BYTES) {
		return true;
	}
	request_refuse(request, API_ERROR_TOO_LARGE, "text",
		"the figures of at most %d periods are kept, %d bytes in all: remove an old period",
		LIMIT_EVALUATIONS, LIMIT_EVALUATIONS_BYTES);
	return false;
}

static void take(struct request *request, const struct import *import, const json_t *list)
{
	json_t *json = evaluation_to_json(&import->evaluation);
	const char *digest = json_get_text(request->json, "digest");
	json_t *changed = list_with(list, import->evaluation.period, json);

	text_copy_cut(
		request->input.period, sizeof(request->input.period), import->evaluation.period);
	if (import->former && json_equal(json, import->former)) {
		answer_period(request); /* taken already */
	} else if (strcmp(digest, import->digest) != 0) {
		api_refuse_changed(request, "digest",
			"the file or what is kept is another one than the preview's");
	} else if (check_room(request, changed)) {
		api_replace_list(request, LIST, changed, answer_period);
	}
	json_decref(changed);
	json_decref(json);
}

void api_evaluation_import(struct request *request)
{
	const json_t *list = kept_list(model_site(request->hub->replica.model));
	_cleanup_(import_done) struct import import = {.left_out = NULL};

	if (!check_members(request) || read_file(request, &import) < 0) {
		return;
	}
	import.former = json_array_get(list, find_kept(list, import.evaluation.period));
	keep_own(&import, list);
	set_digest(&import);
	if (!set_own(request, &import)) {
		return;
	}
	if (json_is_string(json_object_get(request->json, "digest"))) {
		take(request, &import, list);
	} else {
		answer_preview(request, &import);
	}
}

/* ---- the report ---- */

static int add_dossiers(const struct dossier_entry *entry, void *userdata)
{
	dossier_report_add(userdata, entry);
	return 0;
}

/* Leaves the answer empty when there is no such period. */
static int make_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	const char *period = request->input.period;
	_cleanup_(site_freep) struct site *site = NULL;
	_cleanup_(evaluation_done) struct evaluation evaluation = {0};
	_cleanup_(dossier_report_freep) struct dossier_report *own = NULL;
	struct office_faults faults;
	struct report_view view = api_report_view(request, NULL);
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];
	const json_t *kept;
	int r = store_site(store, &site);

	if (r < 0) {
		return r == -ENOENT ? 0 : r;
	}
	kept = json_array_get(kept_list(site), *period ? find_kept(kept_list(site), period) : 0);
	if (!kept || evaluation_from_json(kept, &as_kept, &evaluation, &faults) < 0) {
		return 0;
	}
	evaluation_period_days(evaluation.period, from, to);
	own = dossier_report_new(from, to);
	r = store_dossiers(store, from, to, add_dossiers, own);
	if (r < 0) {
		return r;
	}
	if (request->input.csv) {
		report_put_evaluation_csv(&request->out.text, &view, &evaluation, own);
	} else {
		report_put_evaluation_json(&request->out, &evaluation, own);
	}
	return 0;
}

static void answer_report(struct request *request)
{
	if (request->out.text.size == 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "period",
			"there are no figures of that period");
	} else {
		api_answer_report(request);
	}
}

void api_report_evaluation(struct request *request)
{
	const struct input *input = &request->input;

	if (*input->from || *input->to || *input->command.service) {
		request_refuse(request, API_ERROR_BAD_FIELD, "period",
			"an evaluation is of a period and of the whole centre");
		return;
	}
	request_work(request, make_report, answer_report);
}
