/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages for phones: what is listed is looked up in the worker's thread, what is shown is
 * written in the loop, which has the site and the words. No page needs a script, so that errors
 * are pages, too.
 */
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-catalogue.h"
#include "hub/hub-counts.h"
#include "hub/hub-lookup-page.h"
#include "catalogue/lookup-place.h"
#include "hub/hub-mhd.h"
#include "hub/hub-search.h"
#include "hub/hub-visits.h"
#include "queue/catalogue-rows.h"

struct lookup_job {
	struct hub *hub;
	struct lookup_wish wish;
	char today[DAY_LENGTH + 1];
	json_t *own_events; /* the centre's own, a copy */
	int result; /* of what was looked up; −ENOENT: no such procedure */
	struct lookup_index *index; /* a reference */
	const struct lookup_row **found;
	size_t n_found;
	size_t event; /* the wish's; n of events: there is none of that name */
	struct search_index *search; /* what a question was answered by */
	struct search_answer answer;
	struct lookup_hit hits[SEARCH_HITS]; /* the answer's that are shown */
	size_t n_hits;
	struct lookup_choice choices[SEARCH_CHOICES];
	size_t n_choices;
	struct procedure *procedure;
	struct procedure *successor; /* what replaces it; NULL not known here */
};

/* ---- what is wished for ---- */

static void read_argument(struct request *request, const char *name, char *ret, size_t size)
{
	const char *value =
		MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);

	/* What is no text, or not a person's, is nothing. */
	if (value && text_is_clean(value)) {
		text_copy_cut(ret, size, value);
	}
}

static void read_language(struct request *request, struct lookup_wish *wish)
{
	const struct phrases *phrases = request->hub->phrases;

	read_argument(request, "lang", wish->language, sizeof(wish->language));
	if (!phrases_has(phrases, wish->language) ||
		strcmp(wish->language, phrases_language(phrases, 0)) == 0) {
		wish->language[0] = '\0';
	}
}

static void read_wish(struct request *request, struct lookup_wish *wish)
{
	char part[8] = "";
	char said[8] = "";
	int64_t number;

	read_language(request, wish);
	read_argument(request, "part", part, sizeof(part));
	wish->part = text_parse_int(part, 1, LOOKUP_PARTS, &number) == 0 ? (int)number : 1;
	if (*request->parameter) {
		text_copy_cut(wish->key, sizeof(wish->key), request->parameter);
		read_argument(request, "said", said, sizeof(said));
		wish->said = strcmp(said, "wrong") == 0;
		return;
	}
	read_argument(request, "q", wish->question, sizeof(wish->question));
	wish->has_question = wish->question[strspn(wish->question, " ")] != '\0';
	wish->has_sector = MHD_lookup_connection_value(
				   request->connection, MHD_GET_ARGUMENT_KIND, "sector") != NULL;
	read_argument(request, "sector", wish->sector, sizeof(wish->sector));
	if (wish->has_question || wish->has_sector) {
		return;
	}
	read_argument(request, "event", wish->event, sizeof(wish->event));
	if (!*wish->event) {
		read_argument(request, "service", wish->service, sizeof(wish->service));
	}
}

static void on_completed(struct request *request)
{
	struct lookup_job *job = TAKE_PTR(request->lookup_job);

	lookup_index_free(job->index);
	free((void *)job->found);
	json_decref(job->own_events);
	search_index_give(job->search);
	procedure_free(job->procedure);
	procedure_free(job->successor);
	/* What people ask for does not stay in memory. */
	explicit_bzero(job, sizeof(*job));
	free(job);
}

static const struct site *site_of(const struct request *request)
{
	return model_site(request->hub->replica.model);
}

static struct lookup_job *job_new(struct request *request)
{
	struct lookup_job *job = memory_new(1, sizeof(*job));

	api_earliest_date(request, job->today);
	job->hub = request->hub;
	job->own_events = site_of(request)
		? json_deep_copy(json_object_get(
			  json_object_get(site_of(request)->json, "catalogue"), "events"))
		: NULL;
	read_wish(request, &job->wish);
	request->lookup_job = job;
	request->completed = on_completed;
	return job;
}

/* ---- a question ---- */

/* In the thread of the search. */
static int ask(struct store *store, void *userdata)
{
	struct lookup_job *job = ((struct request *)userdata)->lookup_job;

	(void)store;
	job->search = hub_search_take(job->hub->search);
	job->result = job->search ? search_index_ask(job->search, job->wish.question, &job->answer)
				  : -ENODATA;
	return 0;
}

static bool is_shown(const struct lookup_job *job, const struct lookup_row *row)
{
	/* What has ended since the search was made is not one of its answers any more. */
	return row && row->age != CATALOGUE_NO_LONGER && row->age != CATALOGUE_NOT_YET &&
		(!job->wish.has_sector || strcmp(row->sector, job->wish.sector) == 0);
}

static void add_choice(
	struct lookup_job *job, const struct search_choice *choice, const struct lookup_row **rows)
{
	const struct lookup_row *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < choice->hit_count; i++) {
		const struct lookup_row *row = rows[choice->hits[i]];

		first = first ? first : row;
		n += row != NULL;
	}
	if (first) {
		job->choices[job->n_choices++] = (struct lookup_choice){
			.row = choice->sector ? NULL : first, .sector = first->sector, .n = n};
	}
}

/* ---- looking up: in the worker's thread ---- */

static int find_procedure(struct store *store, struct lookup_job *job)
{
	int r = catalogue_record_find(store, job->wish.key, &job->procedure, NULL);
	const char *replaced = r == 0 ? job->procedure->text[PROCEDURE_REPLACED_BY] : "";

	/* What replaces it may be of another office. */
	if (*replaced &&
		catalogue_record_find(store, replaced, &job->successor, NULL) == -EUCLEAN) {
		r = -EUCLEAN;
	}
	return r;
}

/* The hits that may be shown, and the questions back that lead to some; one is no question. */
static int read_answer(struct store *store, struct lookup_job *job)
{
	const struct search_answer *answer = &job->answer;
	const struct lookup_row *rows[SEARCH_HITS] = {NULL};

	for (size_t i = 0; i < answer->hit_count; i++) {
		_cleanup_(procedure_freep) struct procedure *procedure = NULL;
		struct lookup_hit *hit = &job->hits[job->n_hits];
		int r;

		rows[i] = lookup_index_find(job->index, answer->hits[i].key);
		if (!is_shown(job, rows[i])) {
			rows[i] = NULL;
			continue;
		}
		r = catalogue_record_find(store, rows[i]->key, &procedure, NULL);
		if (r < 0) {
			return r;
		}
		hit->row = rows[i];
		search_why_find(
			job->wish.question, search_index_words(job->search), procedure, &hit->why);
		job->n_hits++;
	}
	for (size_t i = 0; i < answer->choice_count && !job->wish.has_sector; i++) {
		add_choice(job, &answer->choices[i], rows);
	}
	job->n_choices = job->n_choices > 1 ? job->n_choices : 0;
	return 0;
}

/* The wish's life event; LIFE_EVENTS_MAX: there is none of that name. */
static size_t find_event(const struct lookup_job *job)
{
	const char *first = phrases_language(job->hub->phrases, 0);
	const struct life_events *events = job->index->events;

	for (size_t i = 0; i < life_events_count(events); i++) {
		if (strcmp(life_events_name(events, i, first), job->wish.event) == 0) {
			return i;
		}
	}
	return LIFE_EVENTS_MAX;
}

static int look_up(struct store *store, void *userdata)
{
	struct lookup_job *job = ((struct request *)userdata)->lookup_job;
	const struct lookup_wish *wish = &job->wish;
	int r;

	if (*wish->key) {
		job->result = find_procedure(store, job);
		return 0;
	}
	r = lookup_index_update(store, job->today, job->own_events, &job->hub->lookup_index);
	if (r < 0) {
		job->result = r;
		return 0;
	}
	job->index = lookup_index_ref(job->hub->lookup_index);
	if (wish->has_question) {
		job->result = read_answer(store, job);
	} else if (wish->has_sector) {
		job->n_found = lookup_of_sector(job->index, wish->sector, &job->found);
	} else if (*wish->event) {
		job->event = find_event(job);
		job->n_found = lookup_of_event(job->index, job->event, &job->found);
	}
	return 0;
}

/* ---- showing: in the loop ---- */

/* With an ETag of what it shows: a phone that asks again gets it once. */
static void answer_page(struct request *request, struct lookup_page *page, int status)
{
	const char *known = mhd_header(request->connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
	uint8_t hash[crypto_generichash_BYTES];
	char tag[32];
	int64_t number;

	(void)crypto_generichash(
		hash, sizeof(hash), (const uint8_t *)page->out.data, page->out.size, NULL, 0);
	memcpy(&number, hash, sizeof(number));
	request->is_page = true;
	request->type = "text/html; charset=utf-8";
	if (status == MHD_HTTP_OK) {
		request->etag = (number & INT64_MAX) | 1;
		(void)snprintf(tag, sizeof(tag), "\"%lld\"", (long long)request->etag);
	}
	if (status == MHD_HTTP_OK && known && strstr(known, tag)) {
		textbuf_done(&page->out);
		request_answer(request, MHD_HTTP_NOT_MODIFIED);
		return;
	}
	textbuf_done(&request->out.text);
	request->out.text = page->out;
	page->out = (struct textbuf){0};
	request_answer(request, status);
}

static struct lookup_page page_of(struct request *request, const struct lookup_wish *wish)
{
	const struct site *site = site_of(request);

	return (struct lookup_page){
		.phrases = request->hub->phrases,
		.wish = wish,
		.centre = site ? site_text_get(&site->name, wish->language) : "",
		.contact = site ? site_own_text(site, "contact", wish->language) : "",
		.official_link = complaint_official_link(site),
		.official_name = complaint_official_name(site, wish->language),
	};
}

void api_lookup_error(struct request *request)
{
	struct lookup_wish wish = {.part = 1};
	int status = request->api_error.status;
	struct lookup_page page;

	read_language(request, &wish);
	page = page_of(request, &wish);
	lookup_page_message(&page,
		status == MHD_HTTP_NOT_FOUND                   ? "lookup_page.missing"
			: status == MHD_HTTP_TOO_MANY_REQUESTS ? "lookup_page.busy"
							       : "lookup_page.away");
	textbuf_done(&request->out.text);
	request->out.text = page.out;
	request->is_page = true;
	request->type = "text/html; charset=utf-8";
}

/* Whether somebody reads the page: not a robot that looks whether it is there, nor a browser that
 * fetches what may be read next. One phone makes no figures. */
static bool is_counted(struct request *request, const char *thing)
{
	const char *purpose = mhd_header(request->connection, "Sec-Purpose");

	return !request->head && !(purpose && strstr(purpose, "prefetch")) &&
		visits_take(request->hub->visits, VISIT_READ, &request->peer->address, thing,
			clock_mono_ms()) == VISIT_COUNTS;
}

static void show_procedure(struct request *request, struct lookup_page *page)
{
	struct lookup_job *job = request->lookup_job;
	const struct site *site = site_of(request);
	const struct procedure *procedure = job->procedure, *successor = job->successor;
	const struct site_service *service =
		site ? lookup_place_service(site, procedure->text[PROCEDURE_SECTOR]) : NULL;
	const char *language = job->wish.language;
	_cleanup_free_ char *link = site ? lookup_place_link(site, procedure) : NULL;
	_cleanup_free_ char *counters =
		service ? lookup_place_counters(site, service->id, language) : NULL;
	const struct lookup_view view = {
		.procedure = procedure,
		.age = catalogue_age_of(procedure, job->today, NULL),
		.service = service ? site_text_get(&service->name, language) : "",
		.counters = counters ? counters : "",
		.link = link ? link : "",
		.successor = successor ? successor->text[PROCEDURE_KEY] : "",
		.successor_name = successor ? successor->text[PROCEDURE_NAME] : "",
	};

	lookup_page_procedure(page, &view);
}

/* The valid ones, in a page's language; heap. */
static struct lookup_event *list_events(const struct lookup_job *job, size_t *ret_n)
{
	const struct lookup_index *index = job->index;
	const char *first = phrases_language(job->hub->phrases, 0);
	size_t count = life_events_count(index->events);
	struct lookup_event *events = memory_new(count + 1, sizeof(*events));

	*ret_n = 0;
	for (size_t i = 0; i < count; i++) {
		if (index->n_of_event[i] > 0) {
			events[(*ret_n)++] = (struct lookup_event){
				.id = life_events_name(index->events, i, first),
				.name = life_events_name(index->events, i,
					*job->wish.language ? job->wish.language : first),
				.n = index->n_of_event[i]};
		}
	}
	return events;
}

/* The sectors of the wish's service; heap. */
static struct lookup_sector *list_own_sectors(struct request *request, size_t *ret_n)
{
	const struct lookup_job *job = request->lookup_job;
	const struct lookup_index *index = job->index;
	const struct site *site = site_of(request);
	struct lookup_sector *own = memory_new(index->n_sectors + 1, sizeof(*own));

	*ret_n = 0;
	for (size_t i = 0; site && *job->wish.service && i < index->n_sectors; i++) {
		const struct site_service *service =
			lookup_place_service(site, index->sectors[i].name);

		if (service && strcmp(service->id, job->wish.service) == 0) {
			own[(*ret_n)++] = index->sectors[i];
		}
	}
	return own;
}

static void show_sector(struct lookup_job *job, struct lookup_page *page, const char *sector)
{
	job->wish.service[0] = '\0';
	job->wish.has_sector = true;
	text_copy_cut(job->wish.sector, sizeof(job->wish.sector), sector);
	job->n_found = lookup_of_sector(job->index, sector, &job->found);
	lookup_page_rows(page, job->found, job->n_found);
}

/* The sectors of a service, and what is in it when that is one; all of the start when it has none.
 */
static void show_start(struct request *request, struct lookup_page *page)
{
	struct lookup_job *job = request->lookup_job;
	const struct lookup_index *index = job->index;
	struct lookup_lists lists = {0};
	_cleanup_free_ struct lookup_sector *own = list_own_sectors(request, &lists.n_sectors);
	_cleanup_free_ struct lookup_event *events = NULL;

	lists.sectors = own;
	if (lists.n_sectors == 1) {
		show_sector(job, page, own[0].name);
		return;
	}
	if (lists.n_sectors == 0) {
		lists.sectors = index->sectors;
		lists.n_sectors = index->n_sectors;
		events = list_events(job, &lists.n_events);
		lists.events = events;
	}
	lookup_page_start(page, &lists, index->n > 0);
}

static void show_results(struct request *request, struct lookup_page *page)
{
	struct lookup_job *job = request->lookup_job;
	struct lookup_results results = {
		.hits = job->hits,
		.n = job->n_hits,
		.choices = job->choices,
		.n_choices = job->n_choices,
		.lists = {.sectors = job->index->sectors, .n_sectors = job->index->n_sectors},
	};
	_cleanup_free_ struct lookup_event *events = list_events(job, &results.lists.n_events);

	results.lists.events = events;
	/* A choice of what was found, or its next part, is no other search. */
	if (job->index->n > 0 && !job->wish.has_sector && job->wish.part == 1 &&
		is_counted(request, job->wish.question)) {
		hub_counts_search(request->hub->counts, LOOKUP_PHONE,
			job->n_hits == 0 ? job->wish.question : NULL);
	}
	lookup_page_results(page, &results);
}

/* The heading of a life event's list; NULL: of another one. */
static const char *event_name(const struct lookup_job *job)
{
	const char *language =
		*job->wish.language ? job->wish.language : phrases_language(job->hub->phrases, 0);

	if (!*job->wish.event) {
		return NULL;
	}
	return job->event < LIFE_EVENTS_MAX
		? life_events_name(job->index->events, job->event, language)
		: job->wish.event;
}

static void show(struct request *request)
{
	struct lookup_job *job = request->lookup_job;
	struct lookup_page page = page_of(request, &job->wish);

	if (job->result == -ENOENT) {
		job->wish.part = 1;
		lookup_page_message(&page, "lookup_page.missing");
		answer_page(request, &page, MHD_HTTP_NOT_FOUND);
		return;
	}
	if (job->result < 0) {
		log_error(FAULT_DEVICE, "the catalogue cannot be read: %s", strerror(-job->result));
		request_refuse(request, API_ERROR_STORAGE, NULL, "the catalogue cannot be read");
		return;
	}
	if (job->procedure) {
		show_procedure(request, &page);
		if (job->wish.part == 1 && !job->wish.said &&
			is_counted(request, job->procedure->text[PROCEDURE_KEY])) {
			hub_counts_look_up(request->hub->counts,
				job->procedure->text[PROCEDURE_KEY], LOOKUP_PHONE);
		}
	} else if (job->wish.has_question) {
		show_results(request, &page);
	} else if (job->wish.has_sector || *job->wish.event) {
		page.event = event_name(job);
		lookup_page_rows(&page, job->found, job->n_found);
	} else {
		show_start(request, &page);
	}
	answer_page(request, &page, MHD_HTTP_OK);
}

static void on_asked(struct request *request)
{
	if (request->lookup_job->result < 0) {
		show(request);
	} else {
		request_work(request, look_up, show);
	}
}

static bool may_look(struct request *request)
{
	bool may = rates_take(
		request->hub->rates, RATE_PUBLIC, &request->peer->address, clock_mono_ms());

	if (!may) {
		request_refuse(
			request, API_ERROR_TOO_MANY, NULL, "too many look-ups; wait a minute");
	}
	return may;
}

void api_lookup(struct request *request)
{
	if (!may_look(request)) {
		return;
	}
	if (job_new(request)->wish.has_question) {
		request_work_in(request, hub_search_worker(request->hub->search), ask, on_asked);
	} else {
		request_work(request, look_up, show);
	}
}

/* The answer leads to the procedure's page again: who reloads that says nothing twice. */
void api_lookup_wrong(struct request *request)
{
	struct lookup_wish wish = {.part = 1};

	if (may_look(request) && api_count_wrong(request, wish.key)) {
		read_language(request, &wish);
		request->location = text_printf("/tra-cuu/%s?said=wrong%s%s", wish.key,
			*wish.language ? "&lang=" : "", wish.language);
		request_answer(request, MHD_HTTP_SEE_OTHER);
	}
}
