/* SPDX-License-Identifier: Apache-2.0 */
/* How often procedures were looked up, and said to be wrong: counted for kiosks and staff, and told
 * to who looks after them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-catalogue.h"
#include "hub/hub-counts.h"
#include "hub/hub-visits.h"

/* ---- counting ---- */

/* The procedure that a request is about; NULL: it was refused. */
static struct procedure *find_procedure(struct request *request)
{
	struct procedure *procedure = NULL;
	int r = catalogue_record_find(request->hub->reader, request->parameter, &procedure, NULL);

	if (r == -ENOENT) {
		request_refuse(request, API_ERROR_NOT_FOUND, "key", "there is no such procedure");
	} else if (r < 0) {
		request_refuse(
			request, API_ERROR_STORAGE, NULL, "the procedures cannot be read now");
	}
	return procedure;
}

static void refuse_more(struct request *request)
{
	request_refuse(request, API_ERROR_TOO_MANY, NULL, "this was told too often; wait");
}

static bool may_count(struct request *request)
{
	bool may = rates_take(
		request->hub->rates, RATE_COUNT, &request->peer->address, clock_mono_ms());

	if (!may) {
		refuse_more(request);
	}
	return may;
}

void api_procedure_looked_up(struct request *request)
{
	const enum lookup_place place = (enum lookup_place)request->input.place;
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	const char *key;

	if (!may_count(request)) {
		return;
	}
	procedure = find_procedure(request);
	if (!procedure) {
		return;
	}
	key = procedure->text[PROCEDURE_KEY];
	if (request->input.printed) {
		hub_counts_print(request->hub->counts, key, place);
	} else {
		hub_counts_look_up(request->hub->counts, key, place);
	}
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

/* A search that a device made itself. */
void api_procedures_searched(struct request *request)
{
	const enum lookup_place place = (enum lookup_place)request->input.place;

	if (may_count(request)) {
		hub_counts_search(request->hub->counts, place,
			request->input.found ? NULL : request->input.question);
		request_answer(request, MHD_HTTP_NO_CONTENT);
	}
}

/* One that is noted already is as good as counted, to who says it. */
bool api_count_wrong(struct request *request, char ret_key[PROCEDURE_KEY_MAX + 1])
{
	_cleanup_(procedure_freep) struct procedure *procedure = find_procedure(request);

	if (!procedure) {
		return false;
	}
	text_copy_cut(ret_key, PROCEDURE_KEY_MAX + 1, procedure->text[PROCEDURE_KEY]);
	switch (visits_take(request->hub->visits, VISIT_WRONG, &request->peer->address, ret_key,
		clock_mono_ms())) {
	case VISIT_COUNTS:
		hub_counts_wrong(request->hub->counts, ret_key);
		return true;
	case VISIT_AGAIN:
		return true;
	case VISIT_TOO_MANY:
		break;
	}
	refuse_more(request);
	return false;
}

void api_procedure_wrong(struct request *request)
{
	char key[PROCEDURE_KEY_MAX + 1];

	if (may_count(request) && api_count_wrong(request, key)) {
		request_answer(request, MHD_HTTP_NO_CONTENT);
	}
}

/* ---- what is said to be wrong ---- */

/* What the worker's thread writes of, and writes. */
struct counts_job {
	struct wrong_reports wrong; /* a copy, the most frequent first */
	struct lookup_counts lookups; /* a share of one month, or none */
	char month[LOOKUP_MONTH_LENGTH + 1];
	struct out out;
};

static void on_completed(struct request *request)
{
	struct counts_job *job = TAKE_PTR(request->counts_job);

	lookup_counts_done(&job->lookups);
	textbuf_done(&job->out.text);
	free(job);
}

static struct counts_job *counts_job_new(struct request *request)
{
	request->counts_job = memory_new(1, sizeof(*request->counts_job));
	request->completed = on_completed;
	return request->counts_job;
}

static int by_count(const void *a, const void *b)
{
	const struct wrong_report *x = a;
	const struct wrong_report *y = b;

	return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->key, y->key);
}

static int put_wrong(struct store *store, struct out *out, const struct wrong_report *report)
{
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	int r = catalogue_record_find(store, report->key, &procedure, NULL);

	if (r < 0 && r != -ENOENT) {
		return r;
	}
	out_open(out, '{');
	out_key_text(out, "key", report->key);
	/* One that was taken out of the catalogue since has no name any more. */
	out_key_word(out, "code", procedure ? procedure->text[PROCEDURE_CODE] : "");
	out_key_word(out, "name", procedure ? procedure->text[PROCEDURE_NAME] : "");
	out_key_text(out, "month", report->month);
	out_key_int(out, "count", report->count);
	out_key_int(out, "until", wrong_report_until(report));
	out_close(out, '}');
	return 0;
}

static int list_wrong(struct store *store, void *userdata)
{
	struct counts_job *job = ((struct request *)userdata)->counts_job;
	int r = 0;

	out_open(&job->out, '{');
	out_key_open(&job->out, "wrong", '[');
	for (size_t i = 0; r == 0 && i < job->wrong.n; i++) {
		r = put_wrong(store, &job->out, &job->wrong.report[i]);
	}
	out_close(&job->out, ']');
	out_close(&job->out, '}');
	return r;
}

static void answer_listed(struct request *request)
{
	textbuf_done(&request->out.text);
	request->out = request->counts_job->out;
	request->counts_job->out = (struct out){0};
	request_answer(request, MHD_HTTP_OK);
}

void api_procedures_wrong(struct request *request)
{
	struct counts_job *job = counts_job_new(request);

	job->wrong = *hub_counts_wrong_list(request->hub->counts);
	qsort(job->wrong.report, job->wrong.n, sizeof(job->wrong.report[0]), by_count);
	request_work(request, list_wrong, answer_listed);
}

/* Also of a procedure that is not in the catalogue any more, and of one of which nothing is said.
 */
void api_procedure_wrong_seen(struct request *request)
{
	hub_counts_wrong_seen(request->hub->counts, request->parameter, request->input.after);
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

/* ---- a month of them ---- */

static int wait_for_turn(struct store *store, void *request)
{
	(void)store;
	(void)request;
	return 0;
}

void api_when_counted(struct request *request, void (*go_on)(struct request *request))
{
	if (hub_counts_are_read(request->hub->counts)) {
		go_on(request);
	} else {
		request_work(request, wait_for_turn, go_on); /* the worker reads them first */
	}
}

static void put_count(struct out *out, const struct input *input, const char *key,
	const char *place, int hour, uint32_t count)
{
	char separator = input->semicolon ? ';' : ',';

	if (input->format) {
		csv_add(&out->text, separator, key);
		textbuf_printf(&out->text, "%c%s%c%d%c%u\r\n", separator, place, separator, hour,
			separator, count);
		return;
	}
	out_open(out, '{');
	out_key_text(out, "key", key);
	out_key_text(out, "place", place);
	out_key_int(out, "hour", hour);
	out_key_int(out, "count", count);
	out_close(out, '}');
}

static void put_month(struct counts_job *job, const struct input *input)
{
	const struct lookup_month *month = lookup_counts_find(&job->lookups, job->month);

	for (size_t i = 0; month && i < month->n; i++) {
		for (int cell = 0; cell < LOOKUP_PLACES * LOOKUP_HOURS; cell++) {
			enum lookup_place place = (enum lookup_place)(cell / LOOKUP_HOURS);
			int hour = cell % LOOKUP_HOURS;
			uint32_t count = month->rows[i].count[place][hour];

			if (count > 0) {
				put_count(&job->out, input, month->rows[i].key,
					lookup_place_name(place), hour, count);
			}
		}
	}
}

static int list_lookups(struct store *store, void *userdata)
{
	const struct input *input = &((struct request *)userdata)->input;
	struct counts_job *job = ((struct request *)userdata)->counts_job;
	char separator = input->semicolon ? ';' : ',';

	(void)store;
	if (input->format) {
		textbuf_printf(&job->out.text, "\xEF\xBB\xBFkey%cplace%chour%ccount\r\n", separator,
			separator, separator);
		put_month(job, input);
		return 0;
	}
	out_open(&job->out, '{');
	out_key_text(&job->out, "month", job->month);
	out_key_open(&job->out, "lookups", '[');
	put_month(job, input);
	out_close(&job->out, ']');
	out_close(&job->out, '}');
	return 0;
}

/* Of the month that is asked for, else the present one. */
static void begin_lookups(struct request *request)
{
	struct counts_job *job = counts_job_new(request);
	const char *day = request->input.day;
	char today[DAY_LENGTH + 1];

	api_today(today);
	text_copy_cut(job->month, sizeof(job->month), *day ? day : today);
	hub_counts_share_month(request->hub->counts, job->month, &job->lookups);
	request->type = request->input.format ? "text/csv; charset=utf-8" : NULL;
	request_work(request, list_lookups, answer_listed);
}

void api_procedures_lookups(struct request *request)
{
	api_when_counted(request, begin_lookups);
}
