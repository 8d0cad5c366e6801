/* SPDX-License-Identifier: Apache-2.0 */
/* The search among the procedures. Whether a found one may be shown as what holds is read from its
 * record at the time of the question, because it depends on the day. */
#include <errno.h>
#include <string.h>

#include "catalogue/catalogue-age.h"
#include "catalogue/search-why.h"
#include "hub/hub-api.h"
#include "hub/hub-catalogue.h"
#include "hub/hub-counts.h"
#include "hub/hub-search.h"
#include "hub/hub-visits.h"
#include "queue/catalogue-rows.h"

enum { SEARCH_SHOWN = 10 }; /* hits, where the caller does not say how many */

struct search_job {
	char today[DAY_LENGTH + 1];
	struct search_answer answer;
	bool shown[SEARCH_HITS]; /* hits that hold, or did */
	int n_shown;
	bool counts; /* a whole question, and there are procedures */
	struct out out;
};

static void on_completed(struct request *request)
{
	struct search_job *job = TAKE_PTR(request->search_job);

	textbuf_done(&job->out.text);
	explicit_bzero(job, sizeof(*job));
	free(job);
}

static void put_hit(struct search_job *job, const char *question, const struct search_words *words,
	const struct procedure *procedure)
{
	struct out *out = &job->out;
	struct search_why why;

	search_why_find(question, words, procedure, &why);
	out_open(out, '{');
	out_key_text(out, "key", procedure->text[PROCEDURE_KEY]);
	out_key_word(out, "code", procedure->text[PROCEDURE_CODE]);
	out_key_text(out, "name", procedure->text[PROCEDURE_NAME]);
	out_key_word(out, "sector", procedure->text[PROCEDURE_SECTOR]);
	catalogue_put_validity(out, procedure, job->today);
	out_key_open(out, "why", '{');
	out_key_text(out, "in", search_why_name(why.in));
	out_key_word(out, "text", why.text);
	out_close(out, '}');
	out_close(out, '}');
}

/* A hit whose record has gone or ended since the index was made is left out. */
static int read_hit(struct store *store, const struct search_hit *hit, const char *today,
	struct procedure **ret)
{
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	_cleanup_free_ char *json = NULL;
	enum catalogue_age age;
	int r = catalogue_rows_find(store, hit->key, &json);

	if (r == 0) {
		r = catalogue_record_parse(json, &procedure);
	}
	if (r < 0) {
		return r == -ENOENT ? 0 : r;
	}
	age = catalogue_age_of(procedure, today, NULL);
	if (age != CATALOGUE_NO_LONGER && age != CATALOGUE_NOT_YET) {
		*ret = TAKE_PTR(procedure);
	}
	return 0;
}

static int put_hits(struct store *store, struct request *request, const struct search_words *words)
{
	struct search_job *job = request->search_job;
	int limit = request->input.limit > 0 ? request->input.limit : SEARCH_SHOWN;
	int r = 0;

	out_key_open(&job->out, "hits", '[');
	for (size_t i = 0; r == 0 && i < job->answer.hit_count && job->n_shown < limit; i++) {
		_cleanup_(procedure_freep) struct procedure *procedure = NULL;

		r = read_hit(store, &job->answer.hits[i], job->today, &procedure);
		if (procedure) {
			put_hit(job, request->input.question, words, procedure);
			job->shown[i] = true;
			job->n_shown++;
		}
	}
	out_close(&job->out, ']');
	return r;
}

static bool is_shown(const struct search_job *job, const struct search_choice *choice)
{
	for (size_t i = 0; i < choice->hit_count; i++) {
		if (job->shown[choice->hits[i]]) {
			return true;
		}
	}
	return false;
}

/* The choices with hits that are shown; a single one is no question. */
static void put_choices(struct search_job *job)
{
	const struct search_answer *answer = &job->answer;
	size_t n = 0;

	for (size_t i = 0; i < answer->choice_count; i++) {
		n += is_shown(job, &answer->choices[i]);
	}
	out_key_open(&job->out, "choices", '[');
	for (size_t i = 0; n > 1 && i < answer->choice_count; i++) {
		const struct search_choice *choice = &answer->choices[i];

		if (!is_shown(job, choice)) {
			continue;
		}
		out_open(&job->out, '{');
		out_key_text(&job->out, "label", choice->label);
		out_key_bool(&job->out, "sector", choice->sector);
		out_key_open(&job->out, "keys", '[');
		for (size_t h = 0; h < choice->hit_count; h++) {
			if (job->shown[choice->hits[h]]) {
				out_text(&job->out, answer->hits[choice->hits[h]].key);
			}
		}
		out_close(&job->out, ']');
		out_close(&job->out, '}');
	}
	out_close(&job->out, ']');
}

static int ask(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct search_job *job = request->search_job;
	_cleanup_(search_index_givep) struct search_index *index =
		hub_search_take(request->hub->search);
	int r = index ? search_index_ask(index, request->input.question, &job->answer) : -ENODATA;

	if (r < 0) {
		return r;
	}
	out_open(&job->out, '{');
	out_key_int(&job->out, "catalogue", search_index_seq(index));
	r = put_hits(store, request, search_index_words(index));
	put_choices(job);
	out_close(&job->out, '}');
	job->counts = search_index_seq(index) > 0 && !request->input.typing;
	return r;
}

static enum lookup_place place_of(const struct request *request)
{
	if (request->caller.role == ROLE_NONE) {
		return LOOKUP_PHONE;
	}
	return request->caller.role == ROLE_KIOSK ? LOOKUP_KIOSK : LOOKUP_STAFF;
}

static void answer(struct request *request)
{
	struct search_job *job = request->search_job;
	const enum lookup_place place = place_of(request);

	if (job->counts &&
		(place != LOOKUP_PHONE ||
			visits_take(request->hub->visits, VISIT_READ, &request->peer->address,
				request->input.question, clock_mono_ms()) == VISIT_COUNTS)) {
		hub_counts_search(request->hub->counts, place,
			job->n_shown == 0 ? request->input.question : NULL);
	}
	textbuf_done(&request->out.text);
	request->out = job->out;
	job->out = (struct out){0};
	request_answer(request, MHD_HTTP_OK);
}

void api_procedures_search(struct request *request)
{
	struct search_job *job;

	if (request->caller.role == ROLE_NONE &&
		!rates_take(request->hub->rates, RATE_PUBLIC, &request->peer->address,
			clock_mono_ms())) {
		request_refuse(
			request, API_ERROR_TOO_MANY, NULL, "too many look-ups; wait a minute");
		return;
	}
	job = memory_new(1, sizeof(*job));
	api_earliest_date(request, job->today);
	request->search_job = job;
	request->completed = on_completed;
	request_work_in(request, hub_search_worker(request->hub->search), ask, answer);
}

/* ---- what was not found ---- */

static int by_count(const void *a, const void *b)
{
	const struct search_miss *const *x = a;
	const struct search_miss *const *y = b;

	return (*x)->count != (*y)->count ? ((*x)->count < (*y)->count ? 1 : -1)
					  : strcmp((*x)->text, (*y)->text);
}

void api_procedures_misses(struct request *request)
{
	const struct search_misses *misses = hub_counts_misses(request->hub->counts);
	const struct search_miss *sorted[MISSES_MAX];
	struct out *out = &request->out;

	for (size_t i = 0; i < misses->n; i++) {
		sorted[i] = &misses->miss[i];
	}
	qsort(sorted, misses->n, sizeof(sorted[0]), by_count);
	out_open(out, '{');
	out_key_open(out, "misses", '[');
	for (size_t i = 0; i < misses->n; i++) {
		out_open(out, '{');
		out_key_text(out, "text", sorted[i]->text);
		out_key_int(out, "count", sorted[i]->count);
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}
