/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/listener.h"

#include <string.h>

#include "base/text.h"

enum { STEPS_MAX = 8 };

static const struct kiosk_target nothing = {.kind = KIOSK_TARGET_NONE};

void listener_init(struct listener *listener, int limit_ms)
{
	*listener = (struct listener){.limit_ms = limit_ms};
}

/* ---- choices ---- */

static uint32_t add_text(uint32_t sum, const char *text)
{
	for (; *text; text++) { /* FNV-1a */
		sum = (sum ^ (unsigned char)*text) * 16777619U;
	}
	return (sum ^ 0xFF) * 16777619U; /* no byte of a text */
}

struct listener_page listener_page_of(
	const struct kiosk_view *view, const struct lookup_view *lookup)
{
	struct listener_page page = {.page = (int)view->page};

	if (!lookup) {
		return page;
	}
	page = (struct listener_page){.lookup = true,
		.page = (int)lookup->page,
		.message = lookup->message,
		.part = view->list_page,
		.letters = lookup->letters,
		.text = add_text(2166136261U, lookup->typed)};
	for (int i = 0; i < lookup->n_entries && lookup->page != LOOKUP_TYPING; i++) {
		page.text = add_text(page.text, lookup->entries[i].id);
		page.text = add_text(page.text, lookup->entries[i].name);
	}
	memcpy(page.language, view->language, sizeof(page.language));
	return page;
}

/* Languages and the ear are the same on every page, so they come last; a line is no choice. */
static bool is_main(enum kiosk_target_kind kind)
{
	return kind != KIOSK_TARGET_LANGUAGE && kind != KIOSK_TARGET_EAR &&
		kind != KIOSK_TARGET_LINE;
}

/* Those that lead elsewhere come behind those that the page is for. */
static int rank_of(const struct kiosk_target *target)
{
	switch (target->kind) {
	case KIOSK_TARGET_TURN:
	case KIOSK_TARGET_BRING:
	case KIOSK_TARGET_COMPLAINTS:
		return 1;
	case KIOSK_TARGET_BACK:
		return 2;
	case KIOSK_TARGET_LINE:
		return 3;
	case KIOSK_TARGET_LANGUAGE:
		return 4;
	case KIOSK_TARGET_EAR:
		return 5;
	case KIOSK_TARGET_NONE:
	case KIOSK_TARGET_SERVICE:
	case KIOSK_TARGET_GROUP:
	case KIOSK_TARGET_SUBJECT:
	case KIOSK_TARGET_REGULAR:
	case KIOSK_TARGET_PRIORITY:
	case KIOSK_TARGET_REASON:
	case KIOSK_TARGET_DONE:
	case KIOSK_TARGET_ENTRY:
	case KIOSK_TARGET_LETTER:
		break;
	case KIOSK_TARGET_ACTION:
		return target->index == LOOKUP_DO_START ? 1 : 0; /* from the flow's pages */
	}
	return 0;
}

/* What an element is for who listens: not the way to a look-up that is only a code to scan. */
static struct kiosk_target target_of(const struct kiosk_layout *layout, int at)
{
	const struct kiosk_element *element = &layout->elements[at];
	bool code = element->target.kind == KIOSK_TARGET_ACTION &&
		!kiosk_layout_has_lookup(&layout->size);

	return element->told ? (struct kiosk_target){KIOSK_TARGET_LINE, at}
		: code       ? nothing
			     : element->target;
}

void listener_find_choices(const struct kiosk_layout *layout, struct listener_choices *ret)
{
	enum { RANKS = 6 };
	int lines = 0;

	memset(ret, 0, sizeof(*ret)); /* choices are compared as bytes */
	for (int rank = 0; rank < RANKS; rank++) {
		for (int i = 0; i < layout->n && ret->n < LISTENER_TARGETS_MAX; i++) {
			const struct kiosk_target target = target_of(layout, i);
			bool line = target.kind == KIOSK_TARGET_LINE;

			if (target.kind != KIOSK_TARGET_NONE && rank_of(&target) == rank &&
				(!line || lines++ < LISTENER_LINES_MAX)) {
				ret->target[ret->n++] = target;
				ret->n_main += is_main(target.kind);
			}
		}
	}
}

static int find(const struct listener *listener)
{
	int at = 0;

	while (at < listener->choices.n &&
		!kiosk_layout_same_target(&listener->choices.target[at], &listener->focus)) {
		at++;
	}
	return at < listener->choices.n ? at : -1;
}

int listener_place(const struct listener *listener)
{
	int at = find(listener);

	return at < listener->choices.n_main ? at + 1 : 0;
}

/* ---- events ---- */

static struct listener_act say(struct listener *listener, enum listener_say what)
{
	if (what == LISTENER_WELCOME || what == LISTENER_PAGE || what == LISTENER_CHOICE ||
		what == LISTENER_TYPED || what == LISTENER_HELP) {
		listener->said = what == LISTENER_WELCOME ? LISTENER_PAGE : what;
	}
	listener->since_ms = 0;
	return (struct listener_act){.say = what};
}

static struct listener_act start(struct listener *listener)
{
	listener->on = true;
	listener->leaving = false;
	listener->focus = nothing;
	listener->steps = 0;
	return say(listener, LISTENER_WELCOME);
}

static struct listener_act stop(struct listener *listener)
{
	listener->on = false;
	listener->leaving = false;
	listener->focus = nothing;
	listener->steps = 0;
	return say(listener, LISTENER_OVER);
}

static bool is_typing(const struct listener_page *page)
{
	return page->lookup && page->page == LOOKUP_TYPING;
}

/* Whether it is the same page, apart from its choices and what was typed. */
static bool is_same_page(const struct listener_page *one, const struct listener_page *other)
{
	return one->lookup == other->lookup && one->page == other->page &&
		one->message == other->message && one->part == other->part &&
		one->letters == other->letters && strcmp(one->language, other->language) == 0;
}

/* The same keys, and what may be meant beside them; no other entry gets the focus by that. */
static struct listener_act go_on_typing(struct listener *listener, bool typed)
{
	if (typed && (listener->focus.kind == KIOSK_TARGET_ENTRY || find(listener) < 0)) {
		listener->focus = nothing;
	}
	return typed ? say(listener, LISTENER_TYPED)
		     : (struct listener_act){.say = LISTENER_NOTHING};
}

struct listener_act listener_show(struct listener *listener, const struct listener_page *page,
	const struct listener_choices *choices)
{
	bool same = is_same_page(page, &listener->page), text = page->text != listener->page.text;
	bool keys = memcmp(choices, &listener->choices, sizeof(*choices)) != 0;

	listener->page = *page;
	listener->choices = *choices;
	if ((same && !text && !keys) || !listener->on) {
		return (struct listener_act){.say = LISTENER_NOTHING};
	}
	listener->leaving = false;
	if (same && is_typing(page)) {
		return go_on_typing(listener, text);
	}
	listener->focus = nothing;
	return say(listener, LISTENER_PAGE);
}

static struct listener_act move(struct listener *listener, int by)
{
	int n = listener->choices.n, at = find(listener);

	if (n == 0) {
		return say(listener, LISTENER_PAGE);
	}
	/* From no focus, forward is the first and back the last. */
	at = at < 0 && by < 0 ? n - 1 : (at + by + n) % n;
	listener->focus = listener->choices.target[at];
	return say(listener, LISTENER_CHOICE);
}

static bool is_at(const struct listener *listener, enum kiosk_page page)
{
	return !listener->page.lookup && listener->page.page == (int)page;
}

static struct listener_act choose(struct listener *listener)
{
	struct listener_act act = {.say = LISTENER_NOTHING};

	if (listener->focus.kind == KIOSK_TARGET_EAR) {
		return stop(listener);
	}
	if (listener->focus.kind == KIOSK_TARGET_LINE) {
		return say(listener, LISTENER_CHOICE);
	}
	if (listener->focus.kind != KIOSK_TARGET_NONE) {
		act.chosen = listener->focus;
		return act;
	}
	if (is_at(listener, KIOSK_TAKE) || is_at(listener, KIOSK_REFUSED)) {
		act = is_at(listener, KIOSK_TAKE) ? stop(listener) : act;
		act.finished = true;
		return act;
	}
	return say(listener, LISTENER_PAGE);
}

struct listener_act listener_key(struct listener *listener, enum board_speech key)
{
	if (!listener->on) {
		return start(listener);
	}
	listener->leaving = false;
	switch (key) {
	case BOARD_SPEECH_BACK:
		return move(listener, -1);
	case BOARD_SPEECH_FORWARD:
		return move(listener, 1);
	case BOARD_SPEECH_CHOOSE:
		return choose(listener);
	case BOARD_SPEECH_REPEAT:
		return say(listener, listener->said);
	case BOARD_SPEECH_HELP:
		return say(listener, LISTENER_HELP);
	case BOARD_SPEECH_LOUDER:
		listener->steps = MIN_OF(listener->steps + 1, STEPS_MAX);
		return say(listener, LISTENER_VOLUME);
	case BOARD_SPEECH_QUIETER:
		listener->steps = MAX_OF(listener->steps - 1, -STEPS_MAX);
		return say(listener, LISTENER_VOLUME);
	case BOARD_SPEECH_KEYS:
		break;
	}
	return (struct listener_act){.say = LISTENER_NOTHING};
}

struct listener_act listener_ear(struct listener *listener)
{
	return listener->on ? stop(listener) : start(listener);
}

void listener_touch(struct listener *listener, int64_t now_ms)
{
	listener->leaving = false;
	listener->since_ms = now_ms;
}

void listener_heard(struct listener *listener, int64_t now_ms)
{
	if (!listener->leaving) { /* the question gives no time more */
		listener->since_ms = now_ms;
	}
}

static int warn_ms(const struct listener *listener)
{
	return MIN_OF(LISTENER_WARN_MS, listener->limit_ms / 2);
}

int64_t listener_next_ms(const struct listener *listener)
{
	if (!listener->on || (!listener->leaving && listener->since_ms == 0)) {
		return -1;
	}
	return listener->leaving ? listener->end_ms
				 : listener->since_ms + listener->limit_ms - warn_ms(listener);
}

struct listener_act listener_tick(struct listener *listener, int64_t now_ms)
{
	int64_t next_ms = listener_next_ms(listener);
	struct listener_act act = {.say = LISTENER_NOTHING};

	if (next_ms < 0 || now_ms < next_ms) {
		return act;
	}
	if (listener->leaving) {
		act = stop(listener);
		act.gone = true;
		return act;
	}
	listener->leaving = true;
	listener->end_ms = now_ms + warn_ms(listener);
	return say(listener, LISTENER_STILL_THERE);
}

int listener_volume(const struct listener *listener, int percent)
{
	/* A board that is silent stays so. */
	return percent == 0 ? 0
			    : MIN_OF(100,
				      MAX_OF(percent + listener->steps * LISTENER_STEP_PERCENT,
					      MIN_OF(percent, LISTENER_QUIETEST_PERCENT)));
}
