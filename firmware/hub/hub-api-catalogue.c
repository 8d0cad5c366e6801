/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The catalogue of procedures. Everything is read in the worker's thread, because the catalogue is
 * not kept in memory; an import is then handed to the writer in pieces (catalogue-rows.h), between
 * which other commands have their turn.
 */
#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"
#include "catalogue/catalogue-counts.h"
#include "catalogue/catalogue-export.h"
#include "hub/hub-api.h"
#include "hub/hub-catalogue.h"
#include "queue/catalogue-rows.h"

struct catalogue_job {
	struct request *request;
	char today[DAY_LENGTH + 1]; /* by which records are judged */
	char known_today[DAY_LENGTH + 1]; /* what is written down; "" unknown */
	json_t *body; /* an import's */
	json_t *stated; /* what the site says of its catalogue, a copy */
	const char *wrong; /* the member of the body that is wrong; NULL none */
	bool faulty; /* the file is not taken: out says why */
	bool unknown; /* there is no such procedure */
	int64_t seq; /* of the catalogue that it was compared with */
	struct catalogue_plan plan;
	size_t next_piece;
	int listed; /* procedures */
	struct out out; /* the answer */
};

static void on_completed(struct request *request)
{
	struct catalogue_job *job = TAKE_PTR(request->catalogue_job);

	json_decref(job->body);
	json_decref(job->stated);
	catalogue_plan_done(&job->plan);
	textbuf_done(&job->out.text);
	free(job);
}

static struct catalogue_job *job_new(struct request *request)
{
	struct catalogue_job *job = memory_new(1, sizeof(*job));

	api_earliest_date(request, job->today);
	api_find_today(request, job->known_today);
	job->request = request;
	request->catalogue_job = job;
	request->completed = on_completed;
	return job;
}

static void copy_stated(struct catalogue_job *job)
{
	const struct site *site = model_site(job->request->hub->replica.model);

	job->stated = json_deep_copy(site ? json_object_get(site->json, "catalogue") : NULL);
}

static void answer_with(struct request *request, int status)
{
	struct catalogue_job *job = request->catalogue_job;

	textbuf_done(&request->out.text);
	request->out = job->out;
	job->out = (struct out){0};
	request_answer(request, status);
}

static void answer_written(struct request *request)
{
	if (request->catalogue_job->unknown) {
		request_refuse(request, API_ERROR_NOT_FOUND, "key", "there is no such procedure");
		return;
	}
	answer_with(request, MHD_HTTP_OK);
}

/* ---- procedures ---- */

static bool is_wanted(
	const struct input *input, const struct procedure *procedure, const char *today)
{
	return (!*input->sector || strcmp(input->sector, procedure->text[PROCEDURE_SECTOR]) == 0) &&
		(!input->has_age || (int)catalogue_age_of(procedure, today, NULL) == input->age);
}

static int list_one(const char *key, const char *id, const char *json, void *userdata)
{
	struct catalogue_job *job = userdata;
	const struct input *input = &job->request->input;
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	struct out *out = &job->out;
	int r = catalogue_record_parse(json, &procedure);

	(void)id;
	if (r < 0 || !is_wanted(input, procedure, job->today)) {
		return r;
	}
	if (job->listed == input->limit) {
		return 1;
	}
	job->listed++;
	out_open(out, '{');
	out_key_text(out, "key", key);
	out_key_word(out, "code", procedure->text[PROCEDURE_CODE]);
	out_key_text(out, "name", procedure->text[PROCEDURE_NAME]);
	out_key_word(out, "sector", procedure->text[PROCEDURE_SECTOR]);
	out_key_word(out, "level", procedure->text[PROCEDURE_LEVEL]);
	out_key_text(out, "state", procedure_state_name(procedure->state));
	catalogue_put_validity(out, procedure, job->today);
	out_close(out, '}');
	return 0;
}

static int put_version(struct store *store, struct out *out)
{
	struct catalogue_row last = {0};
	int r = catalogue_rows_last(store, &last);
	_cleanup_free_ char *summary = last.summary ? json_dumps(last.summary, JSON_COMPACT) : NULL;

	json_decref(last.summary);
	if (r < 0) {
		return r;
	}
	out_key_int(out, "catalogue", last.seq);
	if (last.seq > 0) {
		out_key_open(out, "last", '{');
		out_key_time(out, "at", last.wall_ms);
		out_key_text(out, "by", last.actor);
		out_key_bool(out, "undone", last.undoes > 0);
		out_key(out, "summary");
		out_json(out, summary ? summary : "{}");
		out_close(out, '}');
	} else {
		out_key_null(out, "last");
	}
	return 0;
}

static int list(struct store *store, void *userdata)
{
	struct catalogue_job *job = ((struct request *)userdata)->catalogue_job;
	int r;

	out_open(&job->out, '{');
	r = put_version(store, &job->out);
	if (r < 0) {
		return r;
	}
	out_key_open(&job->out, "procedures", '[');
	r = catalogue_rows_each(store, job->request->input.after_key, list_one, job);
	out_close(&job->out, ']');
	out_key_bool(&job->out, "more", r > 0);
	out_close(&job->out, '}');
	return MIN_OF(r, 0);
}

void api_procedures(struct request *request)
{
	(void)job_new(request);
	if (request->input.limit == 0) {
		request->input.limit = LIMIT_PAGE;
	}
	request_work(request, list, answer_written);
}

static int find(struct store *store, void *userdata)
{
	struct catalogue_job *job = ((struct request *)userdata)->catalogue_job;
	const char *name = job->request->parameter;
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	_cleanup_free_ char *json = NULL;
	int r = catalogue_record_find(store, name, &procedure, &json);

	job->unknown = r == -ENOENT;
	if (r < 0) {
		return job->unknown ? 0 : r;
	}
	out_open(&job->out, '{');
	catalogue_put_validity(&job->out, procedure, job->today);
	out_key(&job->out, "record");
	out_json(&job->out, json);
	out_close(&job->out, '}');
	return 0;
}

void api_procedure(struct request *request)
{
	(void)job_new(request);
	request_work(request, find, answer_written);
}

/* ---- export ---- */

static int export(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct catalogue_job *job = request->catalogue_job;
	_cleanup_(catalogue_kept_done) struct catalogue_kept kept = {0};
	_cleanup_free_ json_t **records = NULL;
	size_t n;
	int r = catalogue_kept_read(store, &kept);

	if (r < 0) {
		return r;
	}
	records = catalogue_kept_array(&kept, &n);
	if (request->input.format) {
		catalogue_export_csv(
			records, n, request->input.semicolon ? ';' : ',', &job->out.text);
	} else {
		catalogue_export_json(records, n, &job->out.text);
	}
	return 0;
}

static void answer_export(struct request *request)
{
	request->type = request->input.format ? "text/csv; charset=utf-8" : NULL;
	answer_with(request, MHD_HTTP_OK);
}

void api_procedures_export(struct request *request)
{
	(void)job_new(request);
	request_work(request, export, answer_export);
}

/* ---- counts ---- */

static void put_difference(struct out *out, const struct catalogue_difference *difference)
{
	out_open(out, '{');
	out_key_text(out, "difference", catalogue_difference_name(difference->kind));
	out_key_text(out, "key", difference->key);
	out_key_text(out, "name",
		difference->procedure ? difference->procedure->text[PROCEDURE_NAME] : NULL);
	out_key_text(out, "unclear",
		difference->kind == CATALOGUE_FREE_UNCLEAR
			? catalogue_unclear_name(difference->unclear)
			: NULL);
	out_close(out, '}');
}

static void put_stated(struct out *out, const char *key, int number)
{
	if (number < 0) {
		out_key_null(out, key);
	} else {
		out_key_int(out, key, number);
	}
}

static void put_counts(struct out *out, const struct catalogue_counts *counts,
	const struct catalogue_stated *stated)
{
	out_key_int(out, "posted", (int64_t)counts->posted);
	out_key_int(out, "free_online", (int64_t)counts->free_online);
	put_stated(out, "posted_stated", stated->posted);
	put_stated(out, "free_online_stated", stated->free_online);
	out_key_bool(out, "agrees", counts->agrees);
	out_key_open(out, "ages", '{');
	for (int age = 0; age < CATALOGUE_AGES; age++) {
		out_key_int(out, catalogue_age_name((enum catalogue_age)age),
			(int64_t)counts->ages[age]);
	}
	out_close(out, '}');
	out_key_open(out, "differences", '[');
	for (size_t i = 0; i < counts->n_differences; i++) {
		put_difference(out, &counts->differences[i]);
	}
	out_close(out, ']');
}

static int count(struct store *store, void *userdata)
{
	struct catalogue_job *job = ((struct request *)userdata)->catalogue_job;
	_cleanup_(catalogue_records_done) struct catalogue_records records = {0};
	_cleanup_(catalogue_counts_freep) struct catalogue_counts *counts = NULL;
	_cleanup_(catalogue_stated_done) struct catalogue_stated stated = {0};
	int r;

	catalogue_stated_read(job->stated, &stated);
	out_open(&job->out, '{');
	r = put_version(store, &job->out);
	if (r == 0) {
		r = catalogue_records_read(store, &records);
	}
	if (r < 0) {
		return r;
	}
	catalogue_counts_make(records.procedures, records.n, job->today, &stated, &counts);
	out_key_int(&job->out, "records", (int64_t)records.n);
	put_counts(&job->out, counts, &stated);
	out_close(&job->out, '}');
	return 0;
}

void api_procedures_counts(struct request *request)
{
	copy_stated(job_new(request));
	request_work(request, count, answer_written);
}

/* ---- import ---- */

static int compare(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct catalogue_job *job = request->catalogue_job;
	_cleanup_(catalogue_kept_done) struct catalogue_kept kept = {0};
	struct catalogue_wish wish = {0};
	int r;

	/* Here and not in the loop: it may be long. */
	job->body =
		json_loadb(request->body.data, request->body.size, JSON_REJECT_DUPLICATES, NULL);
	textbuf_done(&request->body);
	job->wrong = json_is_object(job->body) ? catalogue_wish_read(job->body, &wish) : "body";
	if (job->wrong) {
		return 0;
	}
	r = catalogue_kept_read(store, &kept);
	if (r < 0) {
		return r;
	}
	job->seq = kept.seq;
	wish.reading.today = job->known_today;
	wish.reading.sector_names = json_object_get(job->stated, "sector_names");
	job->faulty = catalogue_plan_make(&wish, &kept, !json_object_get(job->body, "digest"),
			      &job->plan, &job->out) < 0;
	return 0;
}

static void answer_imported(struct request *request)
{
	const struct catalogue_job *job = request->catalogue_job;
	_cleanup_free_ char *summary =
		json_dumps(json_object_get(job->plan.details, "summary"), JSON_COMPACT);
	bool changed = json_array_size(json_object_get(job->plan.details, "changes")) > 0;

	out_open(&request->out, '{');
	out_key_int(&request->out, "catalogue", changed ? request->job.answer.seq : job->seq);
	out_key(&request->out, "summary");
	out_json(&request->out, summary ? summary : "{}");
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* Adds the contents, a piece at a time, then makes the import of them. */
static void go_on(struct request *request)
{
	struct catalogue_job *job = request->catalogue_job;
	struct command *command = &request->input.command;
	json_t *piece = json_array_get(job->plan.pieces, job->next_piece++);

	json_decref(command->records);
	command->records = json_incref(piece);
	if (piece) {
		command->kind = COMMAND_RECORDS;
		request_command(request, go_on);
		return;
	}
	command->kind = COMMAND_CATALOGUE;
	command->catalogue = json_incref(job->plan.details);
	command->catalogue_seq = job->seq;
	request_command(request, answer_imported);
}

void api_refuse_changed(struct request *request, const char *field, const char *message)
{
	struct answer answer = {.error = ERROR_CHANGED};

	text_copy_cut(answer.field, sizeof(answer.field), field);
	text_copy_cut(answer.message, sizeof(answer.message), message);
	api_error_from_answer(&request->api_error, &answer);
	request_answer_refusal(request);
}

static void compared(struct request *request)
{
	struct catalogue_job *job = request->catalogue_job;
	const char *digest = json_get_text(job->body, "digest");

	if (job->wrong) {
		request_refuse(request, API_ERROR_BAD_FIELD, job->wrong,
			"a JSON object with file, its name, and text, what it holds; digest and "
			"catalogue are those of a preview");
	} else if (job->faulty) {
		answer_with(request, MHD_HTTP_BAD_REQUEST);
	} else if (!json_object_get(job->body, "digest")) {
		answer_with(request, MHD_HTTP_OK);
	} else if (strcmp(digest, job->plan.digest) != 0) {
		api_refuse_changed(request, "digest", "that is another file than the preview's");
	} else if (json_get_int(job->body, "catalogue") != job->seq) {
		api_refuse_changed(
			request, "catalogue", "the catalogue was changed since the preview");
	} else if (json_array_size(job->plan.pieces) == 0) {
		answer_imported(request);
	} else {
		go_on(request);
	}
}

void api_procedures_import(struct request *request)
{
	copy_stated(job_new(request));
	request_work(request, compare, compared);
}

static void answer_undone(struct request *request)
{
	out_open(&request->out, '{');
	out_key_int(&request->out, "catalogue", request->job.answer.seq);
	out_close(&request->out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_procedures_undo(struct request *request)
{
	request->input.command.kind = COMMAND_CATALOGUE_UNDO;
	request_command(request, answer_undone);
}
