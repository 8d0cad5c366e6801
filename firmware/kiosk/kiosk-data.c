/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-data.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "client/hub-time.h"
#include "client/storage.h"
#include "queue/complaint.h"
#include "queue/day.h"
#include "ui/dates.h"

struct service_state {
	char id[KIOSK_ID_SIZE];
	int waiting;
	enum kiosk_opening opening;
	bool limited; /* the number of tickets per day is limited */
	int free_online; /* procedures */
};

struct kiosk_data {
	char name[KIOSK_ID_SIZE]; /* this kiosk's name in the site; "" unknown */
	struct site *site; /* NULL unknown */
	bool known; /* a state has been received */
	char day[DAY_LENGTH + 1]; /* the hall's, of the last state; "" none */
	bool portal_down;
	struct hub_time time;
	bool unable; /* the hub's disk takes no writes */
	int n_services;
	struct service_state services[KIOSK_SERVICES_MAX];
};

struct kiosk_data *kiosk_data_new(void)
{
	return memory_new(1, sizeof(struct kiosk_data));
}

void kiosk_data_free(struct kiosk_data *data)
{
	if (data) {
		site_free(data->site);
		free(data);
	}
}

void kiosk_data_set_name(struct kiosk_data *data, const char *name)
{
	text_copy_cut(data->name, sizeof(data->name), name);
}

/* A text in a language, else in the first language that it has. */
static const char *words_of(const json_t *words, const char *language)
{
	const char *text = json_string_value(json_object_get(words, language));
	const char *key;
	json_t *value;

	if (text) {
		return text;
	}
	json_object_foreach ((json_t *)words, key, value) {
		if (json_is_string(value)) {
			return json_string_value(value);
		}
	}
	return "";
}

void kiosk_data_set_site(struct kiosk_data *data, struct site *site)
{
	site_free(data->site);
	data->site = site;
}

/* The value of a key in the site's JSON object; only keys that struct site keeps as JSON. */
static const json_t *site_json(const struct kiosk_data *data, const char *key)
{
	return data->site ? json_object_get(data->site->json, key) : NULL;
}

static enum kiosk_opening opening_of(const char *word)
{
	static const struct {
		const char *word;
		enum kiosk_opening opening;
	} table[] = {
		{"open", KIOSK_OPEN},
		{"limit", KIOSK_FULL},
		{"past_closing", KIOSK_PAST_CLOSING},
		{"stopped", KIOSK_STOPPED},
		{"closed_day", KIOSK_CLOSED_DAY},
	};

	for (size_t i = 0; i < ELEMENTS(table); i++) {
		if (strcmp(word, table[i].word) == 0) {
			return table[i].opening;
		}
	}
	return KIOSK_CLOSED_NOW;
}

int kiosk_data_set_state(
	struct kiosk_data *data, const json_t *answer, const struct clock_reading *now)
{
	const json_t *services = json_object_get(answer, "services");
	size_t n = json_array_size(services);

	if (!json_is_array(services)) {
		return -EBADMSG;
	}
	data->n_services = 0;
	for (size_t i = 0; i < n && i < KIOSK_SERVICES_MAX; i++) {
		const json_t *one = json_array_get(services, i);
		struct service_state *service = &data->services[data->n_services++];

		*service = (struct service_state){
			.waiting = (int)json_get_int(one, "waiting"),
			.opening = opening_of(json_get_text(one, "opening")),
			.limited = json_get_int(one, "daily_limit") > 0,
			.free_online = (int)json_get_int(one, "free_online"),
		};
		text_copy_cut(service->id, sizeof(service->id), json_get_text(one, "id"));
	}
	data->known = true;
	text_copy_cut(data->day, sizeof(data->day), json_get_text(answer, "day"));
	if (hub_time_on_state(&data->time, answer, now) < 0) {
		data->time.known = false;
	}
	data->portal_down = json_get_bool(json_object_get(answer, "portal"), "down");
	data->unable = storage_is_unable(json_get_text(answer, "storage"));
	return 0;
}

static int find_state(const struct kiosk_data *data, const char *id)
{
	for (int i = 0; i < data->n_services; i++) {
		if (strcmp(data->services[i].id, id) == 0) {
			return i;
		}
	}
	return -1;
}

static unsigned parse_waiting(struct kiosk_data *data, json_t *waiting)
{
	unsigned wants = 0;
	const char *id;
	json_t *n;

	json_object_foreach (waiting, id, n) {
		int i = find_state(data, id);

		if (i >= 0 && data->services[i].waiting != (int)json_integer_value(n)) {
			data->services[i].waiting = (int)json_integer_value(n);
			wants = KIOSK_DATA_CHANGED;
		}
	}
	return wants;
}

/* Whether the people waiting can end the day's numbers; if not, a change is seen at the next
 * minute. */
static bool stops_early(const struct kiosk_data *data)
{
	return data->site && data->site->stop_past_closing;
}

unsigned kiosk_data_on_event(struct kiosk_data *data, const char *kind, const json_t *event)
{
	unsigned wants = 0;

	if (strcmp(kind, "storage") == 0) { /* this event has no number of its own */
		data->unable = storage_is_unable(json_get_text(event, "state"));
		return KIOSK_DATA_CHANGED;
	}
	wants |= parse_waiting(data, json_object_get(event, "waiting"));
	if (strcmp(kind, "issue") == 0 || strcmp(kind, "void") == 0) {
		int i = find_state(data, json_get_text(event, "service"));

		wants |= stops_early(data) || (i >= 0 && data->services[i].limited)
			? KIOSK_DATA_WANT_STATE
			: 0;
	}
	if (strcmp(kind, "portal") == 0) {
		data->portal_down = json_get_bool(event, "down");
		wants |= KIOSK_DATA_CHANGED;
	}
	if (strcmp(kind, "day_open") == 0 || strcmp(kind, "day_close") == 0 ||
		strcmp(kind, "clock_correct") == 0 || strcmp(kind, "clock_accept") == 0) {
		wants |= KIOSK_DATA_WANT_STATE;
	}
	/* Numbers of a kiosk that was removed are no longer counted. */
	if (strncmp(kind, "device", strlen("device")) == 0 &&
		!strchr(json_get_text(event, "device"), '/')) {
		wants |= KIOSK_DATA_WANT_STATE;
	}
	return wants;
}

bool kiosk_data_has_state(const struct kiosk_data *data)
{
	return data->known;
}

int64_t kiosk_data_minute_left_ms(const struct kiosk_data *data, const struct clock_reading *now)
{
	enum { MINUTE_MS = 60000 };
	int64_t wall_ms = hub_time_wall_ms(&data->time, now);

	return MINUTE_MS - (wall_ms % MINUTE_MS + MINUTE_MS) % MINUTE_MS;
}

void kiosk_data_today(
	const struct kiosk_data *data, const struct clock_reading *now, char ret[DAY_LENGTH + 1])
{
	struct local_time local;

	if (!hub_time_local(&data->time, now, &local)) {
		zone_local(now->wall_ms, &local);
		if (strcmp(local.day, data->day) < 0) {
			memcpy(local.day, data->day, sizeof(local.day));
		}
	}
	memcpy(ret, local.day, DAY_LENGTH + 1);
}

const struct site *kiosk_data_site(const struct kiosk_data *data)
{
	return data->site;
}

const json_t *kiosk_data_site_json(const struct kiosk_data *data)
{
	return data->site ? data->site->json : NULL;
}

bool kiosk_data_has_site(const struct kiosk_data *data)
{
	return data->site != NULL;
}

bool kiosk_data_is_kept(const struct kiosk_data *data)
{
	return !data->unable;
}

/* The better of two openings: that of a place with both services. A full service ranks above a
 * closed one, and its page says that it is full; so does one with enough visitors until closing. */
static enum kiosk_opening better(enum kiosk_opening a, enum kiosk_opening b)
{
	static const int rank[] = {[KIOSK_CLOSED_DAY] = 0,
		[KIOSK_CLOSED_NOW] = 1,
		[KIOSK_STOPPED] = 2,
		[KIOSK_FULL] = 3,
		[KIOSK_PAST_CLOSING] = 4,
		[KIOSK_OPEN] = 5};

	return rank[a] > rank[b] ? a : b;
}

/* The centre's opening is that of its best service. A centre without services counts as closed. */
static enum kiosk_opening centre_opening(const struct kiosk_data *data)
{
	enum kiosk_opening best = data->n_services > 0 ? KIOSK_CLOSED_DAY : KIOSK_CLOSED_NOW;

	for (int i = 0; i < data->n_services; i++) {
		best = better(data->services[i].opening, best);
	}
	return best;
}

bool kiosk_data_is_open(const struct kiosk_data *data)
{
	enum kiosk_opening opening = centre_opening(data);

	return opening == KIOSK_OPEN || opening == KIOSK_FULL || opening == KIOSK_PAST_CLOSING;
}

const char *kiosk_data_first_language(const struct kiosk_data *data)
{
	return data->site ? data->site->languages[0] : "";
}

bool kiosk_data_has_language(const struct kiosk_data *data, const char *language)
{
	for (int i = 0; data->site && i < data->site->n_languages; i++) {
		if (strcmp(data->site->languages[i], language) == 0) {
			return true;
		}
	}
	return false;
}

bool kiosk_data_has_counter(const struct kiosk_data *data, int number)
{
	return data->site && site_find_counter(data->site, number);
}

bool kiosk_data_has_reasons(const struct kiosk_data *data)
{
	return data->site && data->site->n_reasons > 0;
}

/* The site's entry for this kiosk; NULL none. */
static const json_t *find_self(const struct kiosk_data *data)
{
	const json_t *kiosks = site_json(data, "kiosks");
	size_t i;
	json_t *kiosk;

	json_array_foreach ((json_t *)kiosks, i, kiosk) {
		if (*data->name && strcmp(json_get_text(kiosk, "name"), data->name) == 0) {
			return kiosk;
		}
	}
	return NULL;
}

bool kiosk_data_offers(const struct kiosk_data *data, const char *service)
{
	const json_t *offered = json_object_get(find_self(data), "services");
	size_t i;
	json_t *one;

	json_array_foreach ((json_t *)offered, i, one) {
		if (json_is_string(one) && strcmp(json_string_value(one), service) == 0) {
			return true;
		}
	}
	return !offered;
}

const char *kiosk_data_button(const struct kiosk_data *data, const char *button)
{
	return json_string_value(
		json_object_get(json_object_get(find_self(data), "buttons"), button));
}

bool kiosk_data_takes(const struct kiosk_data *data, const char *service)
{
	int i = find_state(data, service);

	return i >= 0 && data->services[i].opening == KIOSK_OPEN &&
		kiosk_data_offers(data, service);
}

int kiosk_data_waiting(const struct kiosk_data *data, const char *service)
{
	int i = find_state(data, service);

	return i >= 0 ? data->services[i].waiting : 0;
}

int kiosk_data_free_online(const struct kiosk_data *data, const char *service)
{
	int i = find_state(data, service);

	return i >= 0 ? data->services[i].free_online : 0;
}

static const struct site_service *find_service(const struct kiosk_data *data, const char *id)
{
	return data->site ? site_find_service(data->site, id) : NULL;
}

/* The text in a language; "" when it is missing. */
static const char *text_in(const struct site_text *text, const char *language)
{
	return text ? site_text_get(text, language) : "";
}

bool kiosk_data_knows(const struct kiosk_data *data, const char *service, const char *reason)
{
	const struct site_service *found = find_service(data, service);

	return found && found->active && (!*reason || site_find_reason(data->site, reason));
}

static const char *site_text(const struct kiosk_data *data, const char *key, const char *language)
{
	return words_of(json_object_get(site_json(data, "texts"), key), language);
}

const char *kiosk_data_notice(const struct kiosk_data *data, size_t at, const char *language)
{
	const json_t *words = json_array_get(site_json(data, "notices"), at);

	return words ? words_of(words, language) : NULL;
}

static bool is_offered(const struct kiosk_data *data, const struct site_service *service)
{
	return service && service->active && kiosk_data_offers(data, service->id);
}

bool kiosk_data_has_groups(const struct kiosk_data *data)
{
	for (int i = 0; data->site && i < data->site->n_services; i++) {
		const struct site_service *service = &data->site->services[i];

		if (*service->group && is_offered(data, service)) {
			return true;
		}
	}
	return false;
}

/* The services of a group; "" those without one; NULL all. */
static void fill_services(const struct kiosk_data *data, const char *group, struct kiosk_view *view)
{
	for (int i = 0; i < data->n_services && i < KIOSK_SERVICES_MAX; i++) {
		const struct service_state *state = &data->services[i];
		const struct site_service *site = find_service(data, state->id);
		struct kiosk_service *service = &view->services[view->n_services];

		if (!is_offered(data, site) || (group && strcmp(site->group, group) != 0)) {
			continue;
		}
		text_copy_cut(service->id, sizeof(service->id), state->id);
		text_copy_cut(service->series, sizeof(service->series), site->series);
		text_copy_cut(service->name, sizeof(service->name),
			site_text_get(&site->name, view->language));
		memcpy(service->pictogram, site->pictogram, sizeof(service->pictogram));
		service->bring = *site_text_get(&site->bring, view->language) != '\0';
		service->waiting = state->waiting;
		service->opening = state->opening;
		view->n_services++;
	}
}

/* The groups that have services here. */
static void fill_groups(const struct kiosk_data *data, struct kiosk_view *view)
{
	for (int g = 0; g < data->site->n_groups && g < KIOSK_GROUPS_MAX; g++) {
		const struct site_word *site = &data->site->groups[g];
		struct kiosk_group *group = &view->groups[view->n_groups];
		int n = 0;

		group->opening = KIOSK_CLOSED_DAY;
		for (int i = 0; i < data->n_services; i++) {
			const struct service_state *state = &data->services[i];
			const struct site_service *service = find_service(data, state->id);

			if (is_offered(data, service) && strcmp(service->group, site->id) == 0) {
				group->waiting += state->waiting;
				group->opening = better(state->opening, group->opening);
				n++;
			}
		}
		if (n == 0) {
			*group = (struct kiosk_group){0};
			continue;
		}
		text_copy_cut(group->id, sizeof(group->id), site->id);
		text_copy_cut(group->name, sizeof(group->name),
			site_text_get(&site->name, view->language));
		memcpy(group->pictogram, site->pictogram, sizeof(group->pictogram));
		view->n_groups++;
	}
}

static void fill_chosen(const struct site_service *chosen, struct kiosk_view *view)
{
	text_copy_cut(view->service, sizeof(view->service),
		text_in(chosen ? &chosen->name : NULL, view->language));
	text_copy_cut(view->bring, sizeof(view->bring),
		text_in(chosen ? &chosen->bring : NULL, view->language));
	if (chosen) {
		memcpy(view->pictogram, chosen->pictogram, sizeof(view->pictogram));
	}
}

void kiosk_data_fill_view(const struct kiosk_data *data, const char *service, const char *group,
	struct kiosk_view *view)
{
	const struct site *site = data->site;
	int state = find_state(data, service);

	text_copy_cut(view->centre, sizeof(view->centre),
		text_in(site ? &site->name : NULL, view->language));
	text_copy_cut(view->welcome, sizeof(view->welcome),
		site_text(data, "kiosk_welcome", view->language));
	text_copy_cut(
		view->advice, sizeof(view->advice), site_text(data, "slip_advice", view->language));
	for (int i = 0; site && i < site->n_languages && i < KIOSK_LANGUAGES_MAX; i++) {
		text_copy_cut(view->languages[view->n_languages++], KIOSK_LANGUAGE_SIZE,
			site->languages[i]);
	}
	for (int i = 0; site && i < site->n_reasons && i < KIOSK_REASONS_MAX; i++) {
		struct kiosk_reason *reason = &view->reasons[view->n_reasons++];

		text_copy_cut(reason->id, sizeof(reason->id), site->reasons[i].id);
		text_copy_cut(reason->name, sizeof(reason->name),
			site_text_get(&site->reasons[i].name, view->language));
		memcpy(reason->pictogram, site->reasons[i].pictogram, sizeof(reason->pictogram));
	}
	view->portal_down = data->portal_down;
	view->opening = state >= 0 ? data->services[state].opening : centre_opening(data);
	if (site && group && *group) {
		const struct site_word *found = site_find_group(site, group);

		text_copy_cut(view->group, sizeof(view->group),
			text_in(found ? &found->name : NULL, view->language));
	} else if (site && group) {
		fill_groups(data, view);
	}
	fill_services(data, group, view);
	text_copy_cut(view->service_id, sizeof(view->service_id), service);
	fill_chosen(find_service(data, service), view);
}

/* ---- complaints and suggestions ---- */

static const json_t *subjects_of(const struct kiosk_data *data)
{
	return json_object_get(site_json(data, "complaints"), "subjects");
}

bool kiosk_data_has_complaints(const struct kiosk_data *data)
{
	return json_array_size(subjects_of(data)) > 0;
}

bool kiosk_data_has_subject(const struct kiosk_data *data, const char *subject, const char *service)
{
	const char *found = complaint_subject_service(data->site, subject);

	return !*subject || (found && strcmp(found, service) == 0);
}

static void fill_subject(const struct kiosk_data *data, const json_t *from, const char *language,
	struct kiosk_subject *subject)
{
	const char *id = json_get_text(from, "service");
	const struct site_service *service = find_service(data, id);
	int state = find_state(data, id);

	text_copy_cut(subject->id, sizeof(subject->id), json_get_text(from, "id"));
	text_copy_cut(subject->name, sizeof(subject->name),
		words_of(json_object_get(from, "name"), language));
	text_copy_cut(subject->service, sizeof(subject->service), id);
	subject->bring = *text_in(service ? &service->bring : NULL, language) != '\0';
	subject->opening = state >= 0 && is_offered(data, service) ? data->services[state].opening
								   : KIOSK_NOT_HERE;
}

void kiosk_data_fill_complaints(const struct kiosk_data *data, struct kiosk_view *view)
{
	size_t i;
	json_t *subject;

	json_array_foreach ((json_t *)subjects_of(data), i, subject) {
		if (view->n_subjects < KIOSK_SUBJECTS_MAX) {
			fill_subject(
				data, subject, view->language, &view->subjects[view->n_subjects++]);
		}
	}
	(void)text_copy(view->official, sizeof(view->official),
		complaint_official_link(data->site)); /* never cut: it would lead nowhere */
	text_copy_cut(view->official_name, sizeof(view->official_name),
		complaint_official_name(data->site, view->language));
}

void kiosk_data_fill_clock(const struct kiosk_data *data, const struct clock_reading *now,
	const char *service, struct kiosk_view *view)
{
	const struct site_service *chosen = find_service(data, service);
	struct local_time local, next;

	if (!hub_time_local(&data->time, now, &local)) {
		return;
	}
	memcpy(view->day, local.day, sizeof(view->day));
	view->minute = local.minute;
	if (data->site && day_next_opening(data->site, chosen, &local, &next) == 0) {
		text_copy_cut(view->opens_day, sizeof(view->opens_day), next.day);
		view->opens_minute = next.minute;
		view->opens_today = strcmp(next.day, local.day) == 0;
	}
}

static int number_of(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? (int)json_integer_value(value) : -1;
}

int kiosk_data_read_ticket(const json_t *json, struct kiosk_ticket *ret)
{
	struct kiosk_ticket ticket = {
		.id = json_get_int(json, "id"),
		.ahead = number_of(json, "ahead"),
		.wait_s = number_of(json, "wait_estimate_s"),
		.prints = MAX_OF(number_of(json, "prints"), 0),
		.past_closing = json_get_bool(json, "past_closing"),
		.time_known = !json_is_false(json_object_get(json, "time_known")),
	};

	if (ticket.id <= 0 ||
		text_copy(ticket.number, sizeof(ticket.number), json_get_text(json, "number")) <
			0 ||
		text_copy(ticket.service, sizeof(ticket.service), json_get_text(json, "service")) <
			0 ||
		text_copy(ticket.lane, sizeof(ticket.lane), json_get_text(json, "lane")) < 0 ||
		text_copy(ticket.subject, sizeof(ticket.subject), json_get_text(json, "subject")) <
			0 ||
		text_copy(ticket.language, sizeof(ticket.language),
			json_get_text(json, "language")) < 0 ||
		text_copy(ticket.day, sizeof(ticket.day), json_get_text(json, "day")) < 0 ||
		text_copy(ticket.issued_at, sizeof(ticket.issued_at),
			json_get_text(json, "issued_at")) < 0 ||
		text_copy(ticket.token, sizeof(ticket.token), json_get_text(json, "token")) < 0 ||
		!*ticket.number) {
		return -EBADMSG;
	}
	*ret = ticket;
	return 0;
}

static bool is_regular(const struct kiosk_ticket *ticket)
{
	return strcmp(ticket->lane, "regular") == 0;
}

void kiosk_data_fill_ticket(const struct kiosk_data *data, const struct phrases *phrases,
	const struct kiosk_ticket *ticket, struct kiosk_view *view)
{
	_cleanup_free_ char *lane = text_printf("lane.%s", ticket->lane);
	_cleanup_free_ char *url = site_ticket_link(data->site, ticket->token);

	if (!is_regular(ticket)) {
		text_copy_cut(view->lane_key, sizeof(view->lane_key), lane);
		text_copy_cut(
			view->lane, sizeof(view->lane), phrases_get(phrases, view->language, lane));
	}
	(void)text_copy(view->url, sizeof(view->url),
		url ? url : ""); /* never cut: it would lead nowhere */
}

void kiosk_data_fill_slip(const struct kiosk_data *data, const struct phrases *phrases,
	const struct kiosk_ticket *ticket, enum slip_mark mark, struct slip *ret,
	struct kiosk_slip_texts *ret_texts)
{
	const char *language = kiosk_data_has_language(data, ticket->language)
		? ticket->language
		: kiosk_data_first_language(data);
	const struct site_service *service = find_service(data, ticket->service);
	_cleanup_free_ char *lane = text_printf("lane.%s", ticket->lane);
	const char *advice = site_text(data, "slip_advice", language);
	const char *subject = complaint_subject_name(data->site, ticket->subject, language);

	*ret_texts = (struct kiosk_slip_texts){
		.date = ticket->time_known ? dates_day(phrases, language, ticket->day) : NULL,
		.url = site_ticket_link(data->site, ticket->token),
	};
	(void)snprintf(ret_texts->code, sizeof(ret_texts->code), "%" PRId64, ticket->id);
	if (ticket->time_known && strlen(ticket->issued_at) >= 16) {
		/* "2026-11-23T08:01…": the hub has converted it to the site's time zone. */
		memcpy(ret_texts->time, ticket->issued_at + 11, 5);
	}
	*ret = (struct slip){
		.language = language,
		.centre = text_in(data->site ? &data->site->name : NULL, language),
		.number = ticket->number,
		.service = text_in(service ? &service->name : NULL, language),
		.lane = is_regular(ticket) ? NULL : phrases_get(phrases, language, lane),
		.date = ret_texts->date,
		.time = ret_texts->time,
		.code = ret_texts->code,
		.ahead = ticket->ahead,
		.wait_s = ticket->wait_s,
		.past_closing = ticket->past_closing,
		.url = ret_texts->url,
		.subject = *subject ? subject : NULL,
		.official = complaint_official_link(data->site),
		.official_name = complaint_official_name(data->site, language),
		.advice = *advice ? advice : NULL,
		.mark = mark,
	};
}

void kiosk_slip_texts_done(struct kiosk_slip_texts *texts)
{
	free(texts->date);
	free(texts->url);
	*texts = (struct kiosk_slip_texts){0};
}
