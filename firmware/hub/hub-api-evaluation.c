/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The evaluation's figures, a period each, read in the worker's thread. An import is first looked
 * at and then taken as what was looked at: its digest is of the file's figures and of those that
 * they replace.
 */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-counts.h"
#include "hub/hub-own-figures.h"
#include "queue/dossier.h"

enum { DIGEST = 32 /* hex digits */ };

static const struct evaluation_reading as_kept = {
	.period = "", .source = "", .taken_day = "", .today = ""};

/* What a request reads, looks at or takes. */
struct evaluation_job {
	struct evaluation evaluation;
	char *left_out; /* headings, a line each */
	/* By row: the period from which its own figure is; "": none, or the file says it. */
	char (*own_from)[EVALUATION_PERIOD + 1];
	int64_t seq; /* of the period's last version; 0: there was none */
	json_t *former; /* what is kept of the period; NULL nothing */
	char digest[DIGEST + 1];
	struct listed *listed;
	size_t n_listed;
	/* of a report */
	bool is_missing;
	struct office_faults faults; /* why what is kept cannot be read */
	struct own_wish wish;
};

/* A period as the list shows it. */
struct listed {
	char period[EVALUATION_PERIOD + 1];
	struct out out;
};

static void on_completed(struct request *request)
{
	struct evaluation_job *job = TAKE_PTR(request->evaluation_job);

	for (size_t i = 0; i < job->n_listed; i++) {
		textbuf_done(&job->listed[i].out.text);
	}
	free(job->listed);
	lookup_counts_done(&job->wish.counts);
	evaluation_done(&job->evaluation);
	free(job->left_out);
	free(job->own_from);
	json_decref(job->former);
	free(job);
}

static struct evaluation_job *job_new(struct request *request)
{
	request->evaluation_job = memory_new(1, sizeof(*request->evaluation_job));
	request->completed = on_completed;
	return request->evaluation_job;
}

/* ---- what is kept ---- */

/* Reads what is kept; of what cannot be read the period alone is known, and the faults say why. */
static int read_kept(const char *period, const char *json, struct evaluation *ret,
	struct office_faults *ret_faults)
{
	char *left_out = NULL;
	int r = evaluation_read(json, strlen(json), &as_kept, ret, &left_out, ret_faults);

	if (r < 0) {
		*ret = (struct evaluation){.n = 0};
		text_copy_cut(ret->period, sizeof(ret->period), period);
	}
	free(left_out);
	return r;
}

/* Those that end later come first, then those that begin later: a month before its quarter. */
static int compare_periods(const char *one, const char *other)
{
	char from[2][DAY_LENGTH + 1];
	char to[2][DAY_LENGTH + 1];
	int ends;

	evaluation_period_days(one, from[0], to[0]);
	evaluation_period_days(other, from[1], to[1]);
	ends = strcmp(to[1], to[0]);
	return ends ? ends : strcmp(from[1], from[0]);
}

static int compare_listed(const void *a, const void *b)
{
	return compare_periods(
		((const struct listed *)a)->period, ((const struct listed *)b)->period);
}

static void put_listed(
	struct out *out, const struct evaluation *evaluation, const struct office_faults *faults)
{
	_cleanup_free_ struct evaluation_doubt *doubts = NULL;
	char text[EVALUATION_VALUE_LENGTH + 1];
	char message[OFFICE_MESSAGE_MAX + 1] = "";

	if (faults->n > 0) {
		office_fault_text(faults, 0, message);
	}
	out_open(out, '{');
	report_put_evaluation_head(out, evaluation);
	out_key_word(out, "unreadable", message);
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

static int add_listed(const char *period, const char *json, void *userdata)
{
	struct evaluation_job *job = userdata;
	_cleanup_(evaluation_done) struct evaluation evaluation = {0};
	struct office_faults faults;
	struct listed *listed;

	job->listed = memory_grow(job->listed, job->n_listed + 1, sizeof(*job->listed));
	listed = &job->listed[job->n_listed++];
	*listed = (struct listed){.period = ""};
	text_copy_cut(listed->period, sizeof(listed->period), period);
	(void)read_kept(period, json, &evaluation, &faults);
	put_listed(&listed->out, &evaluation, &faults);
	return 0;
}

static int list(struct store *store, void *userdata)
{
	struct evaluation_job *job = ((struct request *)userdata)->evaluation_job;
	int r = store_evaluations(store, add_listed, job);

	if (job->n_listed > 0) {
		qsort(job->listed, job->n_listed, sizeof(*job->listed), compare_listed);
	}
	return r;
}

static void answer_list(struct request *request)
{
	const struct evaluation_job *job = request->evaluation_job;
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_open(out, "evaluations", '[');
	for (size_t i = 0; i < job->n_listed; i++) {
		out_json(out, job->listed[i].out.text.data);
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_evaluations(struct request *request)
{
	(void)job_new(request);
	request_work(request, list, answer_list);
}

static void answer_period(struct request *request)
{
	out_open(&request->out, '{');
	out_key_text(&request->out, "period", request->input.command.period);
	out_key_bool(&request->out, "changed", request->job.answer.seq > 0);
	out_key_int(&request->out, "seq", request->job.answer.seq);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

static void refuse_missing(struct request *request)
{
	request_refuse(
		request, API_ERROR_NOT_FOUND, "period", "there are no figures of that period");
}

void api_evaluation_remove(struct request *request)
{
	struct command *command = &request->input.command;

	if (evaluation_period_parse(request->parameter, command->period) < 0) {
		refuse_missing(request);
		return;
	}
	command->kind = COMMAND_EVALUATION;
	request_command(request, answer_period);
}

/* ---- import ---- */

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
static int read_file(struct request *request, struct evaluation_job *job)
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
		    &job->evaluation, &job->left_out, &faults) < 0) {
		api_refuse_file(request, API_ERROR_BAD_FIELD, "text", &faults);
		return -EINVAL;
	}
	return 0;
}

/* Whether what stands beside a row in one period is to stand there, rather than what another period
 * has: the same period comes first, then the newer ones. */
static bool is_nearer(const struct evaluation_job *job, const char *one, const char *other)
{
	const char *own = job->evaluation.period;

	return !*other || strcmp(one, own) == 0 ||
		(strcmp(other, own) != 0 && compare_periods(one, other) < 0);
}

/* What somebody once put beside a row stays beside it, and a preview says so. */
static int keep_own(const char *period, const char *json, void *userdata)
{
	struct evaluation_job *job = userdata;
	_cleanup_(evaluation_done) struct evaluation before = {0};
	struct office_faults faults;

	(void)read_kept(period, json, &before, &faults);
	for (size_t i = 0; i < job->evaluation.n; i++) {
		struct evaluation_row *row = &job->evaluation.rows[i];
		bool is_said = row->own != OWN_NONE && !*job->own_from[i];

		for (size_t j = 0; !is_said && j < before.n; j++) {
			const struct evaluation_row *other = &before.rows[j];

			if (row->kind == other->kind && other->own != OWN_NONE &&
				strcmp(row->group, other->group) == 0 &&
				strcmp(row->name, other->name) == 0 &&
				is_nearer(job, period, job->own_from[i])) {
				row->own = other->own;
				text_copy_cut(job->own_from[i], sizeof(job->own_from[i]), period);
			}
		}
	}
	return 0;
}

/* What is kept of the period, and what stands beside the rows of all periods. */
static int compare(struct store *store, void *userdata)
{
	struct evaluation_job *job = ((struct request *)userdata)->evaluation_job;
	_cleanup_free_ char *former = NULL;
	int r = store_find_evaluation(store, job->evaluation.period, &job->seq, &former);

	if (former) {
		job->former = json_loads(former, 0, NULL);
	}
	job->own_from = memory_new(job->evaluation.n, sizeof(*job->own_from));
	return r < 0 ? r : store_evaluations(store, keep_own, job);
}

static void set_digest(struct evaluation_job *job)
{
	json_t *json = evaluation_to_json(&job->evaluation);
	_cleanup_free_ char *now = json_dumps(json, JSON_COMPACT);
	_cleanup_free_ char *former =
		job->former ? json_dumps(job->former, JSON_COMPACT) : text_dup("");
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
	(void)sodium_bin2hex(job->digest, sizeof(job->digest), hash, sizeof(hash));
}

/* Puts the centre's own figures beside the rows as somebody chose in a preview. */
static bool set_own(struct request *request, struct evaluation_job *job)
{
	const json_t *list = json_object_get(request->json, "own");
	const json_t *name;
	size_t i;

	if (!json_is_array(list)) {
		return true;
	}
	if (json_array_size(list) != job->evaluation.n) {
		request_refuse(request, API_ERROR_BAD_FIELD, "own",
			"own has an entry for each of the %zu rows", job->evaluation.n);
		return false;
	}
	json_array_foreach (list, i, name) {
		int own =
			json_is_string(name) ? own_figure_parse(json_string_value(name)) : OWN_NONE;

		if (own == OWN_NONE && !json_is_null(name)) {
			request_refuse(request, API_ERROR_BAD_FIELD, "own",
				"entry %zu of own is no figure of the centre", i + 1);
			return false;
		}
		job->evaluation.rows[i].own = own;
		job->own_from[i][0] = '\0';
	}
	return true;
}

static void put_sum(
	struct out *out, const struct evaluation_job *job, enum evaluation_number number)
{
	char text[EVALUATION_VALUE_LENGTH + 1];
	struct evaluation_value sum;
	int missing;

	sum = evaluation_sum(&job->evaluation, number, &missing);
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

static void answer_preview(struct request *request, const struct evaluation_job *job)
{
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_text(out, "digest", job->digest);
	report_put_evaluation_head(out, &job->evaluation);
	out_key_bool(out, "replaces", job->former != NULL);
	put_left_out(out, job->left_out);
	out_key_open(out, "own_from_before", '[');
	for (size_t i = 0; i < job->evaluation.n; i++) {
		if (*job->own_from[i]) {
			out_int(out, (int64_t)i);
		}
	}
	out_close(out, ']');
	put_sum(out, job, EVALUATION_POINTS);
	put_sum(out, job, EVALUATION_POINTS_MAX);
	report_put_evaluation_rows(out, &job->evaluation, NULL);
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* Whether it can be kept; else it was refused. */
static bool check_size(struct request *request, const json_t *json)
{
	_cleanup_free_ char *text = json_dumps(json, JSON_COMPACT);
	size_t size = text ? strlen(text) : 0;

	if (size <= LIMIT_EVALUATION_KEPT) {
		return true;
	}
	api_error_set(&request->api_error, API_ERROR_TOO_LARGE, "text",
		"the figures take %zu bytes to keep and may take %d: shorten the names", size,
		LIMIT_EVALUATION_KEPT);
	request->api_error.size = (int64_t)size;
	request->api_error.limit = LIMIT_EVALUATION_KEPT;
	request_answer_refusal(request);
	return false;
}

static void take(struct request *request, const struct evaluation_job *job)
{
	struct command *command = &request->input.command;
	const char *digest = json_get_text(request->json, "digest");

	command->kind = COMMAND_EVALUATION;
	command->evaluation = evaluation_to_json(&job->evaluation);
	command->evaluation_seq = job->seq;
	text_copy_cut(command->period, sizeof(command->period), job->evaluation.period);
	if (job->former && json_equal(command->evaluation, job->former)) {
		answer_period(request); /* taken already */
	} else if (strcmp(digest, job->digest) != 0) {
		api_refuse_changed(request, "digest",
			"the file or what is kept is another one than the preview's");
	} else if (check_size(request, command->evaluation)) {
		request_command(request, answer_period);
	}
}

static void answer_compared(struct request *request)
{
	struct evaluation_job *job = request->evaluation_job;

	set_digest(job);
	if (!set_own(request, job)) {
		return;
	}
	if (json_is_string(json_object_get(request->json, "digest"))) {
		take(request, job);
	} else {
		answer_preview(request, job);
	}
}

void api_evaluation_import(struct request *request)
{
	struct evaluation_job *job = job_new(request);

	if (check_members(request) && read_file(request, job) == 0) {
		request_work(request, compare, answer_compared);
	}
}

/* ---- the report ---- */

static int find_newest(const char *period, const char *json, void *userdata)
{
	char *newest = userdata;

	(void)json;
	if (!*newest || compare_periods(period, newest) < 0) {
		text_copy_cut(newest, EVALUATION_PERIOD + 1, period);
	}
	return 0;
}

static int read_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct evaluation_job *job = request->evaluation_job;
	_cleanup_free_ char *json = NULL;
	char *period = request->input.period;
	int r = *period ? 0 : store_evaluations(store, find_newest, period);

	if (r == 0) {
		r = store_find_evaluation(store, period, &job->seq, &json);
	}
	job->is_missing = !json;
	if (json) {
		(void)read_kept(period, json, &job->evaluation, &job->faults);
	}
	return r;
}

static int make_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct evaluation_job *job = request->evaluation_job;
	_cleanup_(own_figures_done) struct own_figures own = {.n = 0};
	_cleanup_(grid_done) struct grid grid = {0};
	struct report_view view = api_report_view(request, NULL);
	int r = own_figures_make(store, &job->wish, &own);

	view.from = job->wish.from;
	view.to = job->wish.to;
	if (r < 0) {
		return r;
	}
	report_fill_evaluation(&grid, &view, &job->evaluation, &own);
	if (request->input.form == REPORT_AS_JSON) {
		report_put_evaluation_json(&request->out, &grid, &job->evaluation, &own);
		return 0;
	}
	return api_put_table(store, request, &view, &grid, NULL);
}

/* Searches are counted in the hub's loop, and the worker has read those of former starts before it
 * came here; the rest is read from the database. */
static void answer_read(struct request *request)
{
	struct evaluation_job *job = request->evaluation_job;
	struct own_wish *wish = &job->wish;

	if (job->is_missing) {
		refuse_missing(request);
		return;
	}
	if (job->faults.n > 0) {
		api_refuse_file(request, API_ERROR_UNREADABLE, "period", &job->faults);
		return;
	}
	evaluation_period_days(job->evaluation.period, wish->from, wish->to);
	api_find_today(request, wish->today);
	text_copy_cut(request->input.day, sizeof(request->input.day), wish->today);
	for (size_t i = 0; i < job->evaluation.n; i++) {
		if (job->evaluation.rows[i].own != OWN_NONE) {
			wish->wanted[job->evaluation.rows[i].own] = true;
		}
	}
	hub_counts_share(request->hub->counts, &wish->counts);
	request_work(request, make_report, api_answer_report);
}

void api_report_evaluation(struct request *request)
{
	const struct input *input = &request->input;

	if (*input->from || *input->to || *input->command.service) {
		request_refuse(request, API_ERROR_BAD_FIELD, "period",
			"an evaluation is of a period and of the whole centre");
		return;
	}
	(void)job_new(request);
	request_work(request, read_report, answer_read);
}
