/* SPDX-License-Identifier: Apache-2.0 */
/* Computes from the known calls what is shown at a given time. */
#include <stdio.h>
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"
#include "display/calls-internal.h"
#include "queue/day.h"

enum { MINUTE_MS = 60000, TIME_SIZE = 40 };

static const char *first_language(const struct calls *calls)
{
	return calls->site->languages[0];
}

static const char *second_language(const struct calls *calls)
{
	return calls->site->n_languages > 1 ? calls->site->languages[1] : "";
}

static void put_name(const struct calls *calls, const struct site_text *text, struct hall_name *ret)
{
	text_copy_cut(ret->first, sizeof(ret->first), site_text_get(text, first_language(calls)));
	for (int i = 0; i < text->n; i++) {
		if (strcmp(text->language[i], second_language(calls)) == 0) {
			text_copy_cut(ret->second, sizeof(ret->second), text->text[i]);
		}
	}
}

/* A text of the site's object: {code: text}. */
static void put_text(const struct calls *calls, const json_t *json, struct hall_text *ret)
{
	const char *first = json_string_value(json_object_get(json, first_language(calls)));
	const char *second = json_string_value(json_object_get(json, second_language(calls)));

	text_copy_cut(ret->first, sizeof(ret->first), first ? first : "");
	text_copy_cut(ret->second, sizeof(ret->second), second ? second : "");
}

/* Opening. */

struct opening {
	bool open; /* the centre works now, by all that is known */
	bool stopped; /* not because of the hour: somebody has closed the day */
	bool known; /* when it opens next */
	struct local_time at;
	bool today;
};

/* While the hub is away it is unknown whether the day was opened or closed meanwhile; while the
 * time is unknown, the hours cannot be used. */
static void find_opening(
	const struct calls *calls, const struct clock_reading *now, bool away, struct opening *ret)
{
	struct local_time local;
	bool timed = hub_time_local(&calls->time, now, &local);
	bool hours = !timed || day_opening(calls->site, NULL, &local) == OPENING_OPEN;

	/* No day can be opened on a disk that accepts no writes: that is not "closed". */
	*ret = (struct opening){.open = hours && (calls->day_open || calls->unable || away)};
	ret->stopped = hours && !ret->open;
	if (!ret->open && timed) {
		ret->known = day_next_opening(calls->site, NULL, &local, &ret->at) == 0;
		ret->today = ret->known && strcmp(ret->at.day, local.day) == 0;
	}
}

/* Panels. */

static void view_clock(
	const struct calls *calls, const struct clock_reading *now, struct hall_clock *ret)
{
	struct local_time local;

	if (hub_time_local(&calls->time, now, &local)) {
		text_copy_cut(ret->day, sizeof(ret->day), local.day);
		ret->minute = local.minute;
	}
}

static bool takes_tickets(const struct calls *calls, const struct site_service *service,
	const struct service_count *count, const struct clock_reading *now)
{
	struct local_time local;
	bool hours = !hub_time_local(&calls->time, now, &local) ||
		day_opening(calls->site, service, &local) == OPENING_OPEN;

	bool full = service->daily_limit > 0 &&
		(count->limited || count->issued >= service->daily_limit);

	return service->active && calls->day_open && !calls->unable && !full && hours;
}

static void view_waiting(const struct calls *calls, const struct clock_reading *now, int page,
	struct hall_waiting *ret)
{
	for (int i = 0; i < calls->site->n_services && ret->n < HALL_SERVICES_MAX; i++) {
		const struct site_service *service = &calls->site->services[i];
		int at = calls_service_at(calls, service->id);
		const struct service_count none = {.waiting = 0};
		const struct service_count *count = at < 0 ? &none : &calls->service[at];

		if (service->active || count->waiting > 0) {
			struct hall_service *shown = &ret->service[ret->n++];

			put_name(calls, &service->name, &shown->name);
			shown->waiting = count->waiting;
			shown->taking = takes_tickets(calls, service, count, now);
		}
	}
	ret->page = page;
}

int calls_services(const struct calls *calls)
{
	int n = 0;

	for (int i = 0; calls->site && i < calls->site->n_services; i++) {
		const struct site_service *service = &calls->site->services[i];
		int at = calls_service_at(calls, service->id);

		n += service->active || (at >= 0 && calls->service[at].waiting > 0);
	}
	return MIN_OF(n, HALL_SERVICES_MAX);
}

static size_t count_notices(const struct calls *calls)
{
	return json_array_size(json_object_get(calls->site->json, "notices"));
}

static void view_notice(const struct calls *calls, int64_t turn, struct hall_notice *ret)
{
	const json_t *notices = json_object_get(calls->site->json, "notices");
	size_t n = count_notices(calls);

	/* Nobody should wait for what cannot be filed now: other notices wait instead. */
	ret->portal = calls->portal_down;
	ret->unable = calls->unable;
	if (n > 0 && !ret->portal && !ret->unable && !calls->board) {
		size_t index = (size_t)turn % n;

		put_text(calls, json_array_get(notices, index), &ret->text);
		ret->index = (int)index;
		ret->n = (int)n;
	}
}

static void put_call(const struct called *called, struct hall_call *ret)
{
	text_copy_cut(ret->number, sizeof(ret->number), called->number);
	ret->counter = called->counter;
	ret->times = called->calls;
	ret->waited_for = called->stage == CALL_OPEN;
}

/* What the list has to show, and how it is divided into pages: the first `fixed` have their rows on
 * each page, the others take turns in the rest. */
struct rows {
	int n;
	const struct called *called[CALLS_LISTED];
	int fixed, a_page, pages;
};

static void add_rows(const struct calls *calls, enum call_stage stage, struct rows *rows)
{
	for (int i = 0; i < calls->n_listed; i++) {
		if (calls->listed[i].stage == stage) {
			rows->called[rows->n++] = &calls->listed[i];
		}
	}
}

static void find_rows(const struct calls *calls, const struct hall_room *room, struct rows *ret)
{
	int most = MIN_OF(MAX_OF(room->rows, 1), HALL_CALLS_MAX);

	*ret = (struct rows){.n = 0};
	add_rows(calls, CALL_OPEN, ret);
	ret->fixed = ret->n < most ? ret->n : 0;
	add_rows(calls, CALL_SERVED, ret);
	ret->a_page = most - ret->fixed;
	ret->pages = MAX_OF(1, (ret->n - ret->fixed + ret->a_page - 1) / ret->a_page);
}

static void view_list(const struct calls *calls, const struct clock_reading *now,
	const struct hall_room *room, struct hall_list *ret)
{
	struct rows rows;
	int from;

	find_rows(calls, room, &rows);
	ret->pages = rows.pages;
	ret->page = (int)((now->boot_ms - calls->paged_ms) / CALLS_TURN_MS % rows.pages);
	from = rows.fixed + ret->page * rows.a_page;
	for (int i = 0; i < rows.n; i++) {
		if (i >= rows.fixed && (i < from || i >= from + rows.a_page)) {
			ret->more++;
			continue;
		}
		if (calls->n_announcing > 0 && rows.called[i]->ticket == calls->announcing[0]) {
			ret->announced = ret->n;
		}
		put_call(rows.called[i], &ret->call[ret->n++]);
	}
}

static void view_call(const struct calls *calls, const struct called *called, struct hall_main *ret)
{
	const struct site_service *service = site_find_service(calls->site, called->service);

	ret->kind = HALL_CALL;
	put_call(called, &ret->call);
	if (service) {
		put_name(calls, &service->name, &ret->service);
	}
}

static bool anybody_there(const struct calls *calls)
{
	for (int i = 0; i < calls->n_services; i++) {
		if (calls->service[i].waiting > 0) {
			return true;
		}
	}
	for (int i = 0; i < calls->n_listed; i++) {
		if (calls->listed[i].stage == CALL_OPEN) {
			return true;
		}
	}
	return false;
}

/* Whom the main panel shows when nobody is announced; NULL nobody. */
static const struct called *find_last(const struct calls *calls)
{
	for (enum call_stage stage = CALL_OPEN; stage <= CALL_SERVED; stage++) {
		for (int i = 0; i < calls->n_listed; i++) {
			if (calls->listed[i].stage == stage) {
				return &calls->listed[i];
			}
		}
	}
	return NULL;
}

static void view_main(const struct calls *calls, const struct clock_reading *now, bool away,
	struct hall_main *ret)
{
	const json_t *texts = json_object_get(calls->site->json, "texts");
	const struct called *last = find_last(calls);
	struct opening opening;

	int at = calls->n_announcing > 0 && !calls->board
		? calls_listed_at(calls, calls->announcing[0])
		: -1;

	if (at >= 0) {
		int64_t step = (now->boot_ms - calls->shown_ms) / CALLS_FRAME_MS;

		view_call(calls, &calls->listed[at], ret);
		ret->fresh = true;
		ret->frame = step < CALLS_FRAME_STEPS && step % 2 == 0;
		return;
	}
	find_opening(calls, now, away, &opening);
	if (last && !calls->board && (calls->counter > 0 || opening.open || anybody_there(calls))) {
		view_call(calls, last, ret);
		return;
	}
	put_text(calls, json_object_get(texts, "hall_welcome"), &ret->welcome);
	if (calls->counter > 0) {
		ret->kind = HALL_COUNTER;
		ret->counter_open = calls->counter_open && !away;
		return;
	}
	if (opening.open) {
		ret->kind = HALL_WELCOME;
		ret->take = !away && !calls->unable && !calls->board;
		return;
	}
	ret->kind = HALL_CLOSED;
	ret->stopped = opening.stopped;
	if (opening.known) {
		text_copy_cut(ret->opens_day, sizeof(ret->opens_day), opening.at.day);
		ret->opens_minute = opening.at.minute;
		ret->opens_today = opening.today;
	}
}

static struct page_reading reading_of(const struct calls *calls)
{
	return (struct page_reading){calls->board ? PAGE_BOARD : PAGE_HALL, first_language(calls),
		second_language(calls)};
}

/* False: no pages are shown here. time is the buffer of ret's. */
static bool find_pages(const struct calls *calls, const struct clock_reading *now,
	char time[TIME_SIZE], struct pages_now *ret)
{
	struct local_time local;

	if (!calls->has_picture || !calls->site || calls->counter > 0) {
		return false;
	}
	time[0] = '\0';
	if (hub_time_local(&calls->time, now, &local)) {
		(void)snprintf(time, TIME_SIZE, "%.10sT%02d:%02d", local.day, local.minute / 60,
			local.minute % 60);
	}
	*ret = (struct pages_now){
		.pages = json_object_get(calls->site->json, "pages"),
		.reading = reading_of(calls),
		.time = time,
		.boot_ms = now->boot_ms,
		.held = calls->n_announcing > 0 && !calls->board,
		.rest_ms = calls->known && !calls->board ? PAGES_REST_MS : 0,
		.called_ms = calls->paged_ms,
		.has = calls->has_picture,
		.userdata = calls->pictures,
	};
	return true;
}

/* Goes on with the turns of the pages. */
static struct pages_turn step_pages(
	const struct calls *calls, struct pages_turns *turns, const struct clock_reading *now)
{
	struct pages_now pages;
	char time[TIME_SIZE];

	if (!find_pages(calls, now, time, &pages)) {
		return (struct pages_turn){.index = -1, .left_ms = INT64_MAX};
	}
	return pages_step(turns, &pages);
}

static bool holds_pages_back(const struct calls *calls, const struct clock_reading *now)
{
	struct pages_now pages;
	char time[TIME_SIZE];

	return find_pages(calls, now, time, &pages) && pages_held_back(&pages);
}

static void put_page(
	const struct calls *calls, const json_t *page, int part, struct hall_main *main)
{
	const struct page_reading reading = reading_of(calls);
	const json_t *link = json_object_get(page, "link");
	struct hall_text words;

	memset(main, 0, sizeof(*main));
	main->kind = HALL_PAGE;
	put_text(calls, json_object_get(page, "title"), &main->title);
	put_text(calls, json_object_get(page, "text"), &main->text);
	text_copy_cut(main->ends, sizeof(main->ends), json_get_text(page, "to"));
	text_copy_cut(main->picture, sizeof(main->picture), json_get_text(page, "picture"));
	page_table_get(page, &reading, part, &main->table);
	text_copy_cut(main->link, sizeof(main->link), json_get_text(link, "url"));
	put_text(calls, json_object_get(link, "words"), &words);
	text_copy_cut(main->link_words.first, sizeof(main->link_words.first), words.first);
	text_copy_cut(main->link_words.second, sizeof(main->link_words.second), words.second);
}

/* Puts a page in the main panel's place, if it is a page's turn. */
static void view_page(struct calls *calls, const struct clock_reading *now, struct hall_main *main)
{
	struct pages_turn turn = step_pages(calls, &calls->turns, now);

	if (turn.index >= 0) {
		put_page(calls,
			json_array_get(
				json_object_get(calls->site->json, "pages"), (size_t)turn.index),
			turn.part, main);
	}
}

/* The first announcement gets its seconds; it ends when they are over. */
static void turn_announcements(struct calls *calls, int64_t now_ms)
{
	while (calls->n_announcing > 0 && calls->shown_ms >= 0 &&
		now_ms - calls->shown_ms >= CALLS_SHOW_MS) {
		calls->n_announcing--;
		memmove(calls->announcing, calls->announcing + 1,
			(size_t)calls->n_announcing * sizeof(calls->announcing[0]));
		calls->shown_ms = -1;
	}
	if (calls->n_announcing > 0 && calls->shown_ms < 0) {
		calls->shown_ms = now_ms;
	}
}

/* Whether calls may be missing: a stream that is back proves nothing before the state has come. */
static bool is_behind(const struct calls *calls)
{
	return calls->known && (!calls->connected || calls->catching_up);
}

void calls_need(const struct calls *calls, const struct clock_reading *now, struct screen_need *ret)
{
	struct local_time local;

	*ret = (struct screen_need){
		.timed = calls->site && calls->known && hub_time_local(&calls->time, now, &local),
		.awaited = !calls->board && (calls->n_announcing > 0 || anybody_there(calls)),
		.reached = calls->known && !is_behind(calls),
	};
	if (ret->timed) {
		ret->weekday = local.weekday;
		ret->minute = local.minute;
		/* Whether or not somebody has opened the day: who comes reads that it is closed. */
		ret->open = day_anything_open(calls->site, &local);
	}
}

static bool is_away(const struct calls *calls, const struct clock_reading *now)
{
	if (!calls->known) {
		return now->boot_ms - calls->began_ms >= CALLS_STARTING_MS;
	}
	return is_behind(calls) && now->boot_ms - calls->lost_ms >= CALLS_AWAY_MS;
}

void calls_view(struct calls *calls, const struct clock_reading *now, const struct hall_room *room,
	struct hall_view *ret)
{
	int64_t turn = now->boot_ms / CALLS_TURN_MS;

	memset(ret, 0, sizeof(*ret));
	ret->list.announced = -1;
	ret->board = calls->board;
	if (calls->began_ms == 0) {
		calls->began_ms = now->boot_ms;
	}
	turn_announcements(calls, now->boot_ms);
	ret->notice.away = is_away(calls, now);
	ret->main.unreached = !calls->known && ret->notice.away; /* HALL_STARTING */
	if (!calls->site) {
		return;
	}
	text_copy_cut(ret->language, sizeof(ret->language), first_language(calls));
	text_copy_cut(ret->second, sizeof(ret->second), second_language(calls));
	put_name(calls, &calls->site->name, &ret->head.centre);
	if (!calls->known) {
		view_page(calls, now, &ret->main);
		return;
	}
	view_clock(calls, now, &ret->clock);
	view_main(calls, now, ret->notice.away, &ret->main);
	ret->main.counter = calls->counter;
	view_notice(calls, turn, &ret->notice);
	ret->notice.undated = calls->board && holds_pages_back(calls, now);
	if (calls->counter > 0) {
		return;
	}
	if (ret->main.kind != HALL_CLOSED && !calls->board) {
		view_list(calls, now, room, &ret->list);
		ret->list.unsure = ret->notice.away && ret->list.n == 0;
	}
	if (!calls->board) {
		view_waiting(calls, now, (int)(turn % MAX_OF(room->pages, 1)), &ret->waiting);
	}
	view_page(calls, now, &ret->main);
}

void calls_view_page(struct calls *calls, const struct clock_reading *now,
	const struct hall_room *room, int part, struct hall_view *ret)
{
	calls_view(calls, now, room, ret);
	put_page(calls, json_array_get(json_object_get(calls->site->json, "pages"), 0), part,
		&ret->main);
	for (int i = 0; i < ret->waiting.n; i++) {
		ret->waiting.service[i].taking = true;
	}
}

/* The end of the period that contains now. */
static int64_t next_period(int64_t now_ms, int64_t period_ms)
{
	return (now_ms / period_ms + 1) * period_ms;
}

static int64_t next_announcement(const struct calls *calls, int64_t now_ms)
{
	int64_t shown_ms = calls->shown_ms < 0 ? now_ms : calls->shown_ms;
	int64_t step = (now_ms - shown_ms) / CALLS_FRAME_MS + 1;
	int64_t end_ms = shown_ms + CALLS_SHOW_MS;

	if (step < CALLS_FRAME_STEPS) {
		end_ms = MIN_OF(end_ms, shown_ms + step * CALLS_FRAME_MS);
	}
	return MAX_OF(end_ms, now_ms + 1);
}

/* When the list's next page comes; INT64_MAX it has one. */
static int64_t next_page(const struct calls *calls, int64_t now_ms, const struct hall_room *room)
{
	struct rows rows;

	find_rows(calls, room, &rows);
	return rows.pages < 2
		? INT64_MAX
		: calls->paged_ms + next_period(now_ms - calls->paged_ms, CALLS_TURN_MS);
}

int64_t calls_next_ms(
	const struct calls *calls, const struct clock_reading *now, const struct hall_room *room)
{
	int64_t hub_ms = hub_time_wall_ms(&calls->time, now);
	int64_t next_ms = now->boot_ms + next_period(hub_ms, MINUTE_MS) - hub_ms;
	struct pages_turns turns = calls->turns;
	int64_t page_ms = step_pages(calls, &turns, now).left_ms;

	if (calls->n_announcing > 0) {
		next_ms = MIN_OF(next_ms, next_announcement(calls, now->boot_ms));
	}
	if (calls->site && calls->known && (room->pages > 1 || count_notices(calls) > 1)) {
		next_ms = MIN_OF(next_ms, next_period(now->boot_ms, CALLS_TURN_MS));
	}
	next_ms = page_ms < INT64_MAX ? MIN_OF(next_ms, now->boot_ms + page_ms) : next_ms;
	next_ms = MIN_OF(next_ms, next_page(calls, now->boot_ms, room));
	if (is_behind(calls) && !is_away(calls, now)) {
		next_ms = MIN_OF(next_ms, calls->lost_ms + CALLS_AWAY_MS);
	}
	if (!calls->known && !is_away(calls, now)) {
		next_ms = MIN_OF(next_ms, calls->began_ms + CALLS_STARTING_MS);
	}
	return MAX_OF(next_ms, now->boot_ms + 1);
}
