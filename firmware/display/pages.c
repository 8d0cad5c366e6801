/* SPDX-License-Identifier: Apache-2.0 */
#include "display/pages.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/json-get.h"
#include "base/zone.h"

static bool has_begun(const char *from, const char *time)
{
	return !*from || strcmp(time, from) >= 0; /* a day is the beginning of its first minute */
}

/* A day belongs to the page to its end; of a minute it is the beginning. */
static bool is_over(const char *to, const char *time)
{
	return *to &&
		(strlen(to) == DAY_LENGTH ? strncmp(time, to, DAY_LENGTH) > 0
					  : strcmp(time, to) >= 0);
}

static bool is_elsewhere(const char *where, enum page_place place)
{
	return strcmp(where, place == PAGE_BOARD ? "hall" : "board") == 0;
}

static bool is_empty(const json_t *page)
{
	static const char *const contents[] = {"title", "text", "picture", "table", "link"};

	for (size_t i = 0; i < ELEMENTS(contents); i++) {
		if (json_object_get(page, contents[i])) {
			return false;
		}
	}
	return true;
}

/* Whether it is for here, at whatever time. */
static bool is_wanted(const json_t *page, const struct pages_now *now)
{
	const char *picture = json_get_text(page, "picture");

	return !json_is_false(json_object_get(page, "on")) && !is_empty(page) &&
		!is_elsewhere(json_get_text(page, "where"), now->reading.place) &&
		(!*picture || now->has(picture, now->userdata));
}

static bool is_held_back(const json_t *page, const struct pages_now *now)
{
	return !*now->time && (*json_get_text(page, "from") || *json_get_text(page, "to"));
}

static bool is_shown(const json_t *page, const struct pages_now *now)
{
	return is_wanted(page, now) && !is_held_back(page, now) &&
		has_begun(json_get_text(page, "from"), now->time) &&
		!is_over(json_get_text(page, "to"), now->time);
}

bool pages_held_back(const struct pages_now *now)
{
	size_t i;
	json_t *page;

	json_array_foreach (now->pages, i, page) {
		if (is_wanted(page, now) && is_held_back(page, now)) {
			return true;
		}
	}
	return false;
}

static int64_t length_ms(const json_t *page)
{
	json_int_t seconds = json_integer_value(json_object_get(page, "seconds"));

	return (seconds > 0 ? seconds : PAGES_SECONDS) * 1000;
}

static bool any_shown(const struct pages_now *now)
{
	size_t i;
	json_t *page;

	json_array_foreach (now->pages, i, page) {
		if (is_shown(page, now)) {
			return true;
		}
	}
	return false;
}

static const json_t *page_of(const struct pages_turns *turns, const struct pages_now *now)
{
	return json_array_get(now->pages, (size_t)turns->page);
}

/* Goes on to the next page, whether it is shown or not; true: a round is over. */
static bool go_on(struct pages_turns *turns, const struct pages_now *now)
{
	turns->part = 0;
	turns->gone_ms = 0;
	turns->page++;
	if (turns->page < (int)json_array_size(now->pages)) {
		return false;
	}
	turns->page = 0;
	return true;
}

/* Goes on from what has had its time, or is not shown any more; true: a round is over. */
static bool pass(struct pages_turns *turns, const struct pages_now *now)
{
	const json_t *page = page_of(turns, now);
	bool round = false;

	if (page && is_shown(page, now)) {
		if (turns->gone_ms < length_ms(page)) {
			return false;
		}
		turns->gone_ms = 0;
		if (++turns->part < page_table_parts(page, &now->reading)) {
			return false;
		}
		round = go_on(turns, now);
	}
	while (!page_of(turns, now) || !is_shown(page_of(turns, now), now)) {
		round = go_on(turns, now) || round;
	}
	return round;
}

/* Until when the panel has what it shows without pages if none is overdue; boot_ms. */
static int64_t rest_end(const struct pages_turns *turns, const struct pages_now *now)
{
	return now->rest_ms > 0 ? MAX_OF(now->called_ms, turns->round_ms) + now->rest_ms
				: now->boot_ms;
}

/* At most 0: pages may stand. */
static int64_t rest_left(const struct pages_turns *turns, const struct pages_now *now)
{
	return MIN_OF(rest_end(turns, now), turns->due_ms) - now->boot_ms;
}

/* How long a page stands, at most: one that does so only because it is overdue is taken away when
 * it has been read. */
static int64_t stay_left(const struct pages_turns *turns, const struct pages_now *now)
{
	int64_t left_ms = length_ms(page_of(turns, now)) - turns->gone_ms;

	return rest_end(turns, now) > now->boot_ms
		? MIN_OF(left_ms, PAGES_SECONDS * 1000 - turns->read_ms)
		: left_ms;
}

static void put_off(struct pages_turns *turns, const struct pages_now *now)
{
	turns->read_ms = 0;
	turns->due_ms = now->boot_ms + PAGES_LATEST_MS;
}

/* Counts what has stood since the last step. */
static void count(struct pages_turns *turns, const struct pages_now *now)
{
	const json_t *page = page_of(turns, now);
	int64_t stood_ms = now->boot_ms - turns->seen_ms;

	turns->stands = false;
	turns->gone_ms += stood_ms;
	turns->read_ms += stood_ms;
	if (turns->read_ms >= PAGES_SECONDS * 1000 || !page || turns->gone_ms >= length_ms(page)) {
		put_off(turns, now);
	}
}

/* Whether a page that was interrupted has had nearly all of its time. */
static bool has_had_its_turn(const struct pages_turns *turns, const struct pages_now *now)
{
	return turns->gone_ms > 0 &&
		turns->gone_ms + PAGES_AGAIN_MS > length_ms(page_of(turns, now));
}

struct pages_turn pages_step(struct pages_turns *turns, const struct pages_now *now)
{
	struct pages_turn none = {.index = -1, .left_ms = INT64_MAX};
	bool stood = turns->stands;

	if (stood) {
		count(turns, now);
	}
	if (turns->due_ms == 0 || !any_shown(now)) {
		put_off(turns, now);
	}
	if (now->held || !any_shown(now)) {
		return none;
	}
	if (rest_left(turns, now) <= 0) {
		if (!stood && has_had_its_turn(turns, now)) {
			turns->gone_ms = length_ms(page_of(turns, now));
		}
		if (pass(turns, now)) {
			turns->round_ms = now->boot_ms;
		}
	}
	none.left_ms = rest_left(turns, now);
	if (none.left_ms > 0) {
		return none;
	}
	turns->stands = true;
	turns->seen_ms = now->boot_ms;
	return (struct pages_turn){turns->page,
		MIN_OF(turns->part, page_table_parts(page_of(turns, now), &now->reading) - 1),
		stay_left(turns, now)};
}
