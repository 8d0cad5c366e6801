/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-procedures.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/json-get.h"
#include "base/text.h"
#include "base/zone.h"
#include "catalogue/lookup-place.h"
#include "display/site-files.h"
#include "kiosk/kiosk-counts.h"
#include "kiosk/lookup-texts.h"

struct kiosk_procedures {
	const struct kiosk_context *context;
	struct kiosk_data *data;
	const struct kiosk_procedures_calls *calls;
	void *userdata;
	struct kiosk_catalogue *catalogue;
	struct kiosk_counts *counts;
	struct kiosk_print *print;
	const char *address, *token_file; /* NULL before they are known */
	bool hub; /* it answers */
	struct lookup lookup;
	bool shown;
	bool printing; /* a list, which the page waits for */
	struct procedure *procedure; /* the chosen one; NULL none */
	sd_event_source *tick;
	char today[DAY_LENGTH + 1];
};

static bool has_tickets(const struct kiosk_procedures *procedures)
{
	return procedures->context->board->journeys.tickets;
}

static void feed(struct kiosk_procedures *procedures, const struct lookup_event *event);

static void feed_bool(struct kiosk_procedures *procedures, enum lookup_event_kind kind, bool on)
{
	feed(procedures, &(struct lookup_event){.kind = kind, .on = on});
}

static struct lookup_texts texts_of(const struct kiosk_procedures *procedures)
{
	return (struct lookup_texts){procedures->context->phrases, procedures->lookup.language,
		kiosk_data_site(procedures->data), procedures->today,
		*procedures->context->board->printer.driver && !procedures->lookup.printer};
}

/* ---- effects ---- */

static void answer(struct kiosk_procedures *procedures, const struct lookup_effect *effect)
{
	struct lookup_catalogue *catalogue = kiosk_catalogue_get(procedures->catalogue);
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));
	struct lookup_event event = {
		.kind = LOOKUP_FAILED, .request = effect->request, .found = found};

	if (catalogue && (effect->kind == LOOKUP_FIND || effect->kind == LOOKUP_SUGGEST) &&
		lookup_catalogue_find(catalogue, effect->text, found) == 0) {
		event.kind = effect->kind == LOOKUP_FIND ? LOOKUP_FOUND : LOOKUP_SUGGESTED;
	} else if (catalogue && effect->kind == LOOKUP_LIST_SECTOR) {
		lookup_catalogue_of_sector(catalogue, effect->text, found);
		event.kind = LOOKUP_FOUND;
	} else if (catalogue && effect->kind == LOOKUP_LIST_EVENT) {
		lookup_catalogue_of_event(catalogue, effect->text, found);
		event.kind = LOOKUP_FOUND;
	}
	feed(procedures, &event);
}

/* The service that gives numbers for a procedure now; NULL none. */
static const struct site_service *service_of(
	const struct kiosk_procedures *procedures, const struct procedure *procedure)
{
	const struct site *site = kiosk_data_site(procedures->data);
	const struct site_service *service =
		site ? lookup_place_service(site, procedure->text[PROCEDURE_SECTOR]) : NULL;

	return service && kiosk_data_offers(procedures->data, service->id) &&
			kiosk_data_takes(procedures->data, service->id) && procedures->hub
		? service
		: NULL;
}

/* Of the chosen procedure. */
static void count(struct kiosk_procedures *procedures, enum kiosk_count kind)
{
	if (procedures->procedure) {
		kiosk_counts_add(
			procedures->counts, kind, procedures->procedure->text[PROCEDURE_KEY]);
	}
}

static void count_search(struct kiosk_procedures *procedures, const struct lookup_asked *asked)
{
	const struct lookup_catalogue *catalogue = kiosk_catalogue_get(procedures->catalogue);

	/* Where nothing is known, nothing is missed. */
	if (asked->outcome != LOOKUP_NOT_ASKED && catalogue &&
		lookup_catalogue_count(catalogue) > 0) {
		kiosk_counts_add(procedures->counts,
			asked->outcome == LOOKUP_HAS_FOUND ? KIOSK_COUNT_FOUND : KIOSK_COUNT_MISSED,
			asked->text);
	}
}

static void open_procedure(struct kiosk_procedures *procedures, const struct lookup_effect *effect)
{
	struct lookup_catalogue *catalogue = kiosk_catalogue_get(procedures->catalogue);
	struct lookup_event event = {.kind = LOOKUP_FAILED, .request = effect->request};
	const struct site_service *service;

	procedure_free(TAKE_PTR(procedures->procedure));
	if (catalogue &&
		lookup_catalogue_open(catalogue, effect->text, &procedures->procedure) == 0) {
		service = service_of(procedures, procedures->procedure);
		event.kind = LOOKUP_OPENED;
		count(procedures, KIOSK_COUNT_LOOKED_UP);
		event.record.has_papers = true; /* where to ask is on the list, too */
		text_copy_cut(event.record.service, sizeof(event.record.service),
			service ? service->id : "");
	}
	feed(procedures, &event);
}

static int print_papers(struct kiosk_procedures *procedures)
{
	_cleanup_(lookup_papers_done) struct lookup_papers papers = {0};
	struct lookup_texts texts = texts_of(procedures);
	struct bitmap *bitmap = NULL;
	int width_dots, dpi, r;

	if (!procedures->procedure) {
		return -ENOENT;
	}
	r = kiosk_print_paper(procedures->print, &width_dots, &dpi);
	if (r < 0) {
		return r;
	}
	lookup_papers_make(&texts, procedures->procedure, &papers);
	r = papers_list_render(texts.phrases, &papers.list, width_dots, dpi, &bitmap, NULL);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot lay out a list of papers: %s", strerror(-r));
		return r;
	}
	procedures->printing = true;
	return kiosk_print_list(procedures->print, bitmap);
}

/* The pages that give numbers are next, in the visitor's language if somebody is there. */
static void give_screen(struct kiosk_procedures *procedures, const char *language)
{
	struct flow_event event = {.kind = FLOW_LANGUAGE};

	procedures->shown = !has_tickets(procedures);
	if (!procedures->shown && strcmp(procedures->context->flow->language, language) != 0) {
		text_copy_cut(event.language, sizeof(event.language), language);
		procedures->calls->feed(&event, procedures->userdata);
	}
}

static void take_number(struct kiosk_procedures *procedures, const char *service)
{
	struct kiosk_view *view = memory_new(1, sizeof(*view));
	struct flow_event event = {.kind = FLOW_CHOOSE};

	kiosk_data_fill_view(procedures->data, "", NULL, view);
	for (int i = 0; i < view->n_services; i++) {
		if (strcmp(view->services[i].id, service) == 0) {
			event.opening = view->services[i].opening;
			event.bring = view->services[i].bring;
			text_copy_cut(event.wish.service, sizeof(event.wish.service), service);
		}
	}
	free(view);
	if (*event.wish.service) {
		procedures->calls->feed(&event, procedures->userdata);
	}
}

static void carry_out(struct kiosk_procedures *procedures, const struct lookup_effect *effect,
	const char *language)
{
	switch (effect->kind) {
	case LOOKUP_FIND:
	case LOOKUP_SUGGEST:
	case LOOKUP_LIST_SECTOR:
	case LOOKUP_LIST_EVENT:
		answer(procedures, effect);
		return;
	case LOOKUP_OPEN:
		open_procedure(procedures, effect);
		return;
	case LOOKUP_PRINT:
		if (print_papers(procedures) < 0) {
			kiosk_procedures_on_paper(procedures, false);
		}
		return;
	case LOOKUP_TICKET:
		procedure_free(TAKE_PTR(procedures->procedure));
		give_screen(procedures, language);
		take_number(procedures, effect->text);
		return;
	case LOOKUP_FORGET:
		procedure_free(TAKE_PTR(procedures->procedure));
		return;
	case LOOKUP_LEAVE:
		procedure_free(TAKE_PTR(procedures->procedure));
		give_screen(procedures, language);
		return;
	case LOOKUP_REPORT:
		count(procedures, KIOSK_COUNT_WRONG);
		return;
	case LOOKUP_NO_EFFECT:
		return;
	}
}

static void set_tick(struct kiosk_procedures *procedures)
{
	int64_t next_ms = lookup_next_ms(&procedures->lookup);

	if (next_ms >= 0) {
		(void)sd_event_source_set_time(procedures->tick, (uint64_t)next_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		procedures->tick, next_ms >= 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static void feed(struct kiosk_procedures *procedures, const struct lookup_event *event)
{
	struct lookup *lookup = &procedures->lookup;
	char language[KIOSK_LANGUAGE_SIZE];
	struct lookup_effect effect;

	/* Of a visitor who goes on, not of one who has left. */
	memcpy(language, event->kind == LOOKUP_TOUCH ? lookup->language : lookup->first_language,
		sizeof(language));
	lookup_take(lookup, event, clock_mono_ms(), &effect);
	count_search(procedures, &effect.over);
	carry_out(procedures, &effect, language);
	/* Paper that comes later than the page says would be nobody's. */
	if (procedures->printing &&
		(lookup->page != LOOKUP_MESSAGE || lookup->message != LOOKUP_PRINTING)) {
		procedures->printing = false;
		kiosk_print_drop_list(procedures->print);
	}
	set_tick(procedures);
	procedures->calls->show(procedures->userdata);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	feed(userdata, &(struct lookup_event){.kind = LOOKUP_TICK});
	return 0;
}

/* ---- the catalogue ---- */

static void follow(struct kiosk_procedures *procedures, bool changed)
{
	const json_t *site = kiosk_data_site_json(procedures->data);
	struct clock_reading now;
	struct kiosk_catalogue_wish wish;

	clock_now(&now);
	kiosk_data_today(procedures->data, &now, procedures->today);
	wish = (struct kiosk_catalogue_wish){
		.address = procedures->address ? procedures->address : "",
		.token_file = procedures->token_file ? procedures->token_file : "",
		.own = json_object_get(site, "catalogue"),
		.today = procedures->today,
		.hub = procedures->hub && procedures->address,
	};
	kiosk_catalogue_follow(procedures->catalogue, &wish, changed);
}

static void on_catalogue(void *userdata)
{
	struct kiosk_procedures *procedures = userdata;
	const struct kiosk_context *context = procedures->context;
	/* Nobody is told of a list of papers there: that is as whoever wrote the board file wants
	 * it. */
	const char *note = *context->board->printer.driver
		? ""
		: phrases_get(context->phrases, kiosk_data_first_language(procedures->data),
			  "lookup.without_printer");

	procedures->calls->show(procedures->userdata); /* there may be life events now, or none */
	switch (kiosk_catalogue_state(procedures->catalogue)) {
	case KIOSK_CATALOGUE_NONE:
		procedures->calls->health("no_catalogue", FAULT_SITE, "", procedures->userdata);
		return;
	case KIOSK_CATALOGUE_KEPT:
		procedures->calls->health("ok", FAULT_NONE, note, procedures->userdata);
		return;
	case KIOSK_CATALOGUE_NOT_KEPT:
		procedures->calls->health("not_kept", FAULT_DEVICE, "", procedures->userdata);
		return;
	}
}

/* ---- what happens ---- */

void kiosk_procedures_use(
	struct kiosk_procedures *procedures, const char *address, const char *token_file)
{
	if (procedures) {
		procedures->address = address;
		procedures->token_file = token_file;
	}
}

static void set_site(struct kiosk_procedures *procedures)
{
	struct lookup_event event = {.kind = LOOKUP_SITE, .on = has_tickets(procedures)};

	text_copy_cut(event.language, sizeof(event.language),
		kiosk_data_first_language(procedures->data));
	feed(procedures, &event);
	follow(procedures, false);
}

void kiosk_procedures_start(struct kiosk_procedures *procedures, struct kiosk_print *print)
{
	if (procedures) {
		procedures->print = print;
		on_catalogue(procedures);
		set_site(procedures);
	}
}

void kiosk_procedures_on_site(struct kiosk_procedures *procedures)
{
	if (procedures) {
		kiosk_catalogue_keep_site(
			procedures->catalogue, kiosk_data_site_json(procedures->data));
		set_site(procedures);
	}
}

void kiosk_procedures_on_hub(struct kiosk_procedures *procedures, bool up)
{
	if (procedures && procedures->hub != up) {
		procedures->hub = up;
		follow(procedures, false);
	}
}

void kiosk_procedures_on_change(struct kiosk_procedures *procedures)
{
	if (procedures) {
		follow(procedures, true);
	}
}

void kiosk_procedures_forget(struct kiosk_procedures *procedures)
{
	if (procedures) {
		kiosk_catalogue_forget(procedures->catalogue);
	}
}

void kiosk_procedures_use_client(struct kiosk_procedures *procedures, struct client *client)
{
	if (procedures) {
		kiosk_counts_use(procedures->counts, client);
	}
}

void kiosk_procedures_work(struct kiosk_procedures *procedures)
{
	if (procedures) {
		kiosk_counts_work(procedures->counts);
	}
}

void kiosk_procedures_on_minute(struct kiosk_procedures *procedures)
{
	if (procedures) {
		kiosk_counts_work(procedures->counts);
		follow(procedures, false);
	}
}

void kiosk_procedures_on_printer(struct kiosk_procedures *procedures, bool ready)
{
	if (procedures) {
		feed_bool(procedures, LOOKUP_PRINTER, ready);
	}
}

void kiosk_procedures_on_paper(struct kiosk_procedures *procedures, bool out)
{
	if (procedures->printing && out) {
		count(procedures, KIOSK_COUNT_PRINTED);
	}
	procedures->printing = false;
	feed_bool(procedures, LOOKUP_PAPER, out);
}

int kiosk_procedures_free_online(const struct kiosk_procedures *procedures,
	const struct kiosk_data *data, const char *service)
{
	const struct lookup_catalogue *catalogue =
		procedures ? kiosk_catalogue_get(procedures->catalogue) : NULL;
	const struct site *site = kiosk_data_site(data);

	return catalogue && site ? lookup_catalogue_free_online(catalogue, site, service)
				 : kiosk_data_free_online(data, service);
}

/* ---- the screen ---- */

bool kiosk_procedures_shown(const struct kiosk_procedures *procedures)
{
	return procedures && procedures->shown;
}

const char *kiosk_procedures_language(const struct kiosk_procedures *procedures)
{
	return procedures->lookup.language;
}

int kiosk_procedures_list_page(const struct kiosk_procedures *procedures)
{
	return procedures->lookup.list_page;
}

bool kiosk_procedures_leaving(const struct kiosk_procedures *procedures)
{
	return procedures->lookup.leaving;
}

void kiosk_procedures_fill_view(const struct kiosk_procedures *procedures, struct lookup_view *view)
{
	const struct lookup_catalogue *catalogue = kiosk_catalogue_get(procedures->catalogue);
	struct lookup_texts texts = texts_of(procedures);

	lookup_fill_view(&procedures->lookup, view);
	view->has_events = catalogue && lookup_catalogue_has_events(catalogue);
	if (view->page == LOOKUP_SECTORS && catalogue) {
		view->n_entries = lookup_catalogue_sectors(catalogue, view->entries, &view->n_more);
	} else if (view->page == LOOKUP_EVENTS && catalogue) {
		view->n_entries = lookup_catalogue_events(
			catalogue, procedures->lookup.language, view->entries);
	} else if (view->page == LOOKUP_START) {
		lookup_texts_fill_url(&texts, view); /* for a screen that has no room */
	} else if (view->page == LOOKUP_CENTRE) {
		lookup_texts_fill_centre(&texts, view);
	} else if ((view->page == LOOKUP_PROCEDURE || view->page == LOOKUP_WAYS) &&
		procedures->procedure) {
		lookup_texts_fill(&texts, procedures->procedure, view);
	}
}

bool kiosk_procedures_touch(struct kiosk_procedures *procedures, const struct kiosk_view *view,
	const struct lookup_view *lookup, struct kiosk_target target)
{
	struct lookup_event event = {.kind = LOOKUP_TOUCH, .target = target};
	struct lookup_event language = {.kind = LOOKUP_LANGUAGE};

	if (!procedures || (!lookup && target.kind != KIOSK_TARGET_ACTION)) {
		return false;
	}
	if (!lookup) { /* the key of the flow's pages that leads here */
		memcpy(language.language, view->language, sizeof(language.language));
		procedures->shown = true;
		feed(procedures, &language);
	} else if (!procedures->shown) {
		return true; /* of a page that has just gone */
	} else if (target.kind == KIOSK_TARGET_LANGUAGE) {
		memcpy(language.language, view->languages[target.index], sizeof(language.language));
		feed(procedures, &language);
		return true;
	} else if (target.kind == KIOSK_TARGET_ENTRY) {
		event.entry = lookup->entries[target.index];
	}
	feed(procedures, &event);
	return true;
}

void kiosk_procedures_on_listen(struct kiosk_procedures *procedures, const struct flow_event *event)
{
	if (procedures && event->kind != FLOW_DONE) {
		feed_bool(procedures, LOOKUP_LISTEN, event->on);
		if (event->kind == FLOW_GONE && procedures->shown) {
			feed_bool(procedures, LOOKUP_GONE, true);
		}
	}
}

void kiosk_procedures_leave(struct kiosk_procedures *procedures)
{
	if (procedures && procedures->shown && has_tickets(procedures)) {
		feed_bool(procedures, LOOKUP_GONE, true);
	}
}

/* ---- life ---- */

/* Until the hub gives one. */
static void use_kept_site(struct kiosk_procedures *procedures)
{
	json_t *json = kiosk_catalogue_site(procedures->catalogue);
	struct site *site = NULL;

	if (json && site_parse(json, &site, NULL) == 0) {
		if (zone_use(site->timezone) < 0) {
			log_warning(FAULT_SITE, "this system does not know the time zone %s",
				site->timezone);
		}
		kiosk_data_set_site(procedures->data, site);
	}
	json_decref(json);
}

int kiosk_procedures_open(const struct kiosk_context *context, struct kiosk_data *data,
	const struct kiosk_procedures_calls *calls, void *userdata, struct kiosk_procedures **ret)
{
	static const struct kiosk_catalogue_calls catalogue_calls = {on_catalogue};
	_cleanup_(kiosk_procedures_closep) struct kiosk_procedures *procedures = NULL;
	_cleanup_free_ char *files = NULL, *folder = NULL;
	int r;

	if (!context->board->journeys.lookup) {
		return 0;
	}
	files = site_files_folder(context->name);
	folder = text_printf("%s-lookup", files);
	procedures = memory_new(1, sizeof(*procedures));
	*procedures = (struct kiosk_procedures){
		.context = context,
		.data = data,
		.calls = calls,
		.userdata = userdata,
		.counts = kiosk_counts_new(),
	};
	procedures->shown = !has_tickets(procedures);
	lookup_init(&procedures->lookup, kiosk_data_first_language(data));
	r = sd_event_add_time(context->event, &procedures->tick, CLOCK_MONOTONIC, UINT64_MAX, 1000,
		on_tick, procedures);
	if (r >= 0) {
		r = kiosk_catalogue_open(context->event, folder, &catalogue_calls, procedures,
			&procedures->catalogue);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot look procedures up: %s", strerror(-r));
		return r;
	}
	use_kept_site(procedures);
	*ret = TAKE_PTR(procedures);
	return 0;
}

void kiosk_procedures_close(struct kiosk_procedures *procedures)
{
	if (procedures) {
		kiosk_catalogue_close(procedures->catalogue);
		kiosk_counts_free(procedures->counts);
		procedures->tick = sd_event_source_disable_unref(procedures->tick);
		procedure_free(procedures->procedure);
		free(procedures);
	}
}
