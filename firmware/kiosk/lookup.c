/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/lookup.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"

enum { SUGGEST_FROM = 2 }; /* letters: one means anything */

/* One event being handled, and the effect that it may have. */
struct turn {
	struct lookup *lookup;
	const struct lookup_event *event;
	int64_t now_ms;
	struct lookup_effect *effect;
};

static const char *const page_names[] = {
	[LOOKUP_START] = "start",
	[LOOKUP_TYPING] = "typing",
	[LOOKUP_SECTORS] = "sectors",
	[LOOKUP_EVENTS] = "life events",
	[LOOKUP_ASK] = "question",
	[LOOKUP_RESULTS] = "results",
	[LOOKUP_PROCEDURE] = "procedure",
	[LOOKUP_WAYS] = "ways",
	[LOOKUP_CENTRE] = "centre",
	[LOOKUP_MESSAGE] = "message",
};

void lookup_init(struct lookup *lookup, const char *first_language)
{
	memset(lookup, 0, sizeof(*lookup));
	lookup->choice = LOOKUP_CHOICE_ALL;
	text_copy_cut(lookup->first_language, sizeof(lookup->first_language), first_language);
	text_copy_cut(lookup->language, sizeof(lookup->language), first_language);
}

static void add_effect(struct turn *turn, enum lookup_effect_kind kind, const char *text)
{
	turn->effect->kind = kind;
	text_copy_cut(turn->effect->text, sizeof(turn->effect->text), text);
	memcpy(turn->effect->language, turn->lookup->language, sizeof(turn->effect->language));
}

/* ---- what is counted ---- */

static void count_asked(struct turn *turn)
{
	struct lookup_asked *asked = &turn->lookup->asked;

	if (asked->outcome != LOOKUP_NOT_ASKED && !asked->counted) {
		turn->effect->over = *asked;
		asked->counted = true;
	}
}

static bool begins_with(const char *text, const char *beginning)
{
	return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* What is typed has an answer; what it was before was no question of its own. */
static void note_asked(struct turn *turn, bool with_key, int n)
{
	struct lookup_asked *asked = &turn->lookup->asked;
	const char *typed = turn->lookup->typed;
	bool same = strcmp(asked->text, typed) == 0;

	if (asked->outcome != LOOKUP_NOT_ASKED &&
		(same || (!with_key && begins_with(asked->text, typed)))) {
		asked->with_key |= same && with_key;
		return;
	}
	*asked = (struct lookup_asked){
		.outcome = n > 0 ? LOOKUP_HAS_FOUND : LOOKUP_HAS_MISSED, .with_key = with_key};
	memcpy(asked->text, typed, sizeof(asked->text));
}

/* What is typed is another text. A question that was asked with the key was a whole one. */
static void edit_asked(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	if (lookup->asked.with_key || !*lookup->typed) {
		count_asked(turn);
	}
	if (!*lookup->typed) {
		lookup->asked = (struct lookup_asked){0};
	}
}

/* An answer is opened: one of what is typed now, though longer texts before had none. */
static void end_asked(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	if (lookup->page == LOOKUP_TYPING && strcmp(lookup->asked.text, lookup->typed) != 0) {
		lookup->asked.outcome = LOOKUP_NOT_ASKED;
		note_asked(turn, false, 1);
	}
	count_asked(turn);
}

/* ---- pages ---- */

/* How long a page stays while nobody does anything. */
static int stay_ms(const struct lookup *lookup)
{
	switch (lookup->page) {
	case LOOKUP_START:
		return strcmp(lookup->language, lookup->first_language) == 0 && !lookup->has_tickets
			? 0
			: LOOKUP_IDLE_MS;
	case LOOKUP_PROCEDURE:
	case LOOKUP_CENTRE:
	case LOOKUP_WAYS:
		return LOOKUP_READ_MS;
	case LOOKUP_MESSAGE:
		return lookup->message == LOOKUP_WAITING     ? LOOKUP_ANSWER_MS
			: lookup->message == LOOKUP_PRINTING ? LOOKUP_PRINT_MS
			: lookup->message == LOOKUP_NOTHING || lookup->message == LOOKUP_AWAY
			? LOOKUP_IDLE_MS
			: LOOKUP_MESSAGE_MS;
	case LOOKUP_TYPING:
	case LOOKUP_SECTORS:
	case LOOKUP_EVENTS:
	case LOOKUP_ASK:
	case LOOKUP_RESULTS:
		break;
	}
	return LOOKUP_IDLE_MS;
}

/* The page is awaited or seen by somebody: its time begins. */
static void arm(struct turn *turn)
{
	int stay = stay_ms(turn->lookup);

	turn->lookup->leaving = false;
	turn->lookup->leave_ms = stay > 0 ? turn->now_ms + stay : 0;
}

static void show(struct turn *turn, enum lookup_page page)
{
	turn->lookup->page = page;
	turn->lookup->list_page = 0;
	arm(turn);
}

static void show_message(struct turn *turn, enum lookup_message message)
{
	turn->lookup->message = message;
	show(turn, LOOKUP_MESSAGE);
}

/* Keeps the present page to come back to. */
static void push(struct lookup *lookup)
{
	if (lookup->n_trail == LOOKUP_TRAIL_MAX) {
		memmove(lookup->trail, lookup->trail + 1,
			(LOOKUP_TRAIL_MAX - 1) * sizeof(lookup->trail[0]));
		lookup->n_trail--;
	}
	lookup->trail[lookup->n_trail++] =
		(struct lookup_step){lookup->page, lookup->list_page, lookup->choice};
}

static void go(struct turn *turn, enum lookup_page page)
{
	push(turn->lookup);
	show(turn, page);
}

/* What is kept afterwards has nothing to do with who was there. */
static void forget(struct turn *turn, enum lookup_effect_kind effect)
{
	struct lookup *lookup = turn->lookup;
	const struct lookup before = *lookup;

	count_asked(turn);
	lookup_init(lookup, before.first_language);
	lookup->has_tickets = before.has_tickets;
	lookup->printer = before.printer;
	lookup->listened = before.listened;
	lookup->request = before.request;
	show(turn, LOOKUP_START);
	/* Nobody is there: the pages that give numbers have the screen. */
	lookup->leave_ms = 0;
	if (turn->effect->kind == LOOKUP_NO_EFFECT) {
		add_effect(turn, effect, "");
	}
}

static void end(struct turn *turn)
{
	forget(turn, turn->lookup->has_tickets ? LOOKUP_LEAVE : LOOKUP_FORGET);
}

static bool is_end_of_message(const struct lookup *lookup)
{
	return lookup->page == LOOKUP_MESSAGE &&
		(lookup->message == LOOKUP_PRINTED || lookup->message == LOOKUP_NOT_PRINTED ||
			lookup->message == LOOKUP_NOTED);
}

static void go_back(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	struct lookup_step step;

	if (lookup->page == LOOKUP_MESSAGE && lookup->message == LOOKUP_PRINTING) {
		return; /* the paper comes whether it is looked at or not */
	}
	if (lookup->n_trail == 0) {
		end(turn);
		return;
	}
	step = lookup->trail[--lookup->n_trail];
	show(turn, step.page);
	lookup->list_page = step.list_page;
	lookup->choice = step.choice;
	if (step.page == LOOKUP_START) {
		count_asked(turn);
	}
}

/* ---- requests ---- */

static void ask(struct turn *turn, enum lookup_effect_kind kind, const char *text)
{
	push(turn->lookup);
	turn->lookup->request++;
	add_effect(turn, kind, text);
	turn->effect->request = turn->lookup->request;
	show_message(turn, LOOKUP_WAITING);
}

static bool is_awaited(const struct turn *turn)
{
	const struct lookup *lookup = turn->lookup;

	return lookup->page == LOOKUP_MESSAGE && lookup->message == LOOKUP_WAITING &&
		lookup->request == turn->event->request;
}

static void on_found(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	if (!is_awaited(turn)) {
		return;
	}
	lookup->found = *turn->event->found;
	lookup->choice = LOOKUP_CHOICE_ALL;
	if (!*lookup->group.id) {
		note_asked(turn, true, lookup->found.n);
	}
	if (lookup->found.n == 0) {
		show_message(turn, LOOKUP_NOTHING);
	} else {
		show(turn, lookup->found.n_choices > 1 ? LOOKUP_ASK : LOOKUP_RESULTS);
	}
}

/* Only for what stands there now. */
static void on_suggested(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	const struct lookup_found *found = turn->event->found;

	if (lookup->page == LOOKUP_TYPING && turn->event->request == lookup->request) {
		lookup->n_suggested = MIN_OF(found->n, LOOKUP_SUGGESTIONS);
		memcpy(lookup->suggested, found->entries,
			(size_t)lookup->n_suggested * sizeof(lookup->suggested[0]));
		note_asked(turn, false, found->n);
	}
}

static void on_opened(struct turn *turn)
{
	if (is_awaited(turn)) {
		turn->lookup->record = turn->event->record;
		turn->lookup->reported = false;
		show(turn, LOOKUP_PROCEDURE);
	}
}

/* ---- touches ---- */

static void open_procedure(struct turn *turn, const struct lookup_entry *entry)
{
	end_asked(turn);
	turn->lookup->procedure = *entry;
	ask(turn, LOOKUP_OPEN, entry->id);
}

static void choose(struct turn *turn, int index)
{
	struct lookup *lookup = turn->lookup;
	const struct lookup_choice *choice;

	if (index < 0 || index >= lookup->found.n_choices) {
		return;
	}
	choice = &lookup->found.choices[index];
	if (choice->n == 1) {
		open_procedure(turn, &lookup->found.entries[choice->entries[0]]);
		return;
	}
	push(lookup);
	lookup->choice = index;
	show(turn, LOOKUP_RESULTS);
}

static void on_entry(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	const struct lookup_entry *entry = &turn->event->entry;

	switch (lookup->page) {
	case LOOKUP_SECTORS:
	case LOOKUP_EVENTS:
		lookup->group = *entry;
		ask(turn, lookup->page == LOOKUP_SECTORS ? LOOKUP_LIST_SECTOR : LOOKUP_LIST_EVENT,
			entry->id);
		return;
	case LOOKUP_ASK:
		choose(turn, turn->event->target.index);
		return;
	case LOOKUP_RESULTS:
	case LOOKUP_TYPING:
		open_procedure(turn, entry);
		return;
	case LOOKUP_START:
	case LOOKUP_PROCEDURE:
	case LOOKUP_WAYS:
	case LOOKUP_CENTRE:
	case LOOKUP_MESSAGE:
		return;
	}
}

static void type(struct lookup *lookup, const char *letter)
{
	if (strlen(lookup->typed) + strlen(letter) < sizeof(lookup->typed)) {
		strcat(lookup->typed, letter); // NOLINT: there is room
	}
}

/* What was typed is another text: what may be meant is asked for anew. */
static void suggest(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	edit_asked(turn);
	lookup->request++;
	lookup->n_suggested = 0;
	if (strlen(lookup->typed) >= SUGGEST_FROM) {
		add_effect(turn, LOOKUP_SUGGEST, lookup->typed);
		turn->effect->request = lookup->request;
	}
}

static void on_letter(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	char letter[LETTER_SIZE];

	if (lookup->page != LOOKUP_TYPING) {
		return;
	}
	(void)letter_keys_at(lookup->letters, lookup->language, lookup->typed,
		turn->event->target.index, letter);
	if (lookup->letters == LETTERS_MARKED && *letter) {
		letter_keys_remove_last(lookup->typed); /* the same letter, with other marks */
		lookup->letters = LETTERS_PLAIN;
	}
	type(lookup, letter);
	suggest(turn);
}

static bool ends_with_space(const char *text)
{
	size_t length = strlen(text);

	return length == 0 || text[length - 1] == ' ';
}

/* The keys of the keyboard that are no letters. */
static void on_typing_action(struct turn *turn, enum lookup_action action)
{
	struct lookup *lookup = turn->lookup;
	enum letter_set other = action == LOOKUP_DO_MARKS ? LETTERS_MARKED : LETTERS_DIGITS;

	if (lookup->page != LOOKUP_TYPING) {
		return;
	}
	if (action == LOOKUP_DO_FIND) {
		if (*lookup->typed) {
			lookup->group = (struct lookup_entry){0};
			ask(turn, LOOKUP_FIND, lookup->typed);
		}
		return;
	}
	if (action == LOOKUP_DO_MARKS || action == LOOKUP_DO_DIGITS) {
		if (lookup->letters == other) {
			lookup->letters = LETTERS_PLAIN;
		} else if (action == LOOKUP_DO_DIGITS || letter_keys_has_marks(lookup->typed)) {
			lookup->letters = other;
		}
		return;
	}
	if (action == LOOKUP_DO_DELETE) {
		letter_keys_remove_last(lookup->typed);
	} else if (action == LOOKUP_DO_CLEAR) {
		lookup->typed[0] = '\0';
	} else if (!ends_with_space(lookup->typed)) {
		type(lookup, " ");
	}
	if (lookup->letters == LETTERS_MARKED) {
		lookup->letters = LETTERS_PLAIN;
	}
	suggest(turn);
}

static void on_procedure_action(struct turn *turn, enum lookup_action action)
{
	struct lookup *lookup = turn->lookup;
	char service[KIOSK_ID_SIZE];

	if (action == LOOKUP_DO_REPORT) {
		if (lookup->page == LOOKUP_WAYS && !lookup->reported) {
			lookup->reported = true;
			push(lookup);
			add_effect(turn, LOOKUP_REPORT, lookup->procedure.id);
			show_message(turn, LOOKUP_NOTED);
		}
		return;
	}
	if (lookup->page != LOOKUP_PROCEDURE) {
		return;
	}
	if (action == LOOKUP_DO_WAYS) {
		go(turn, LOOKUP_WAYS);
	} else if (action == LOOKUP_DO_PRINT && lookup->printer && lookup->record.has_papers) {
		push(lookup);
		add_effect(turn, LOOKUP_PRINT, lookup->procedure.id);
		show_message(turn, LOOKUP_PRINTING);
	} else if (action == LOOKUP_DO_TICKET && lookup->has_tickets && *lookup->record.service) {
		memcpy(service, lookup->record.service, sizeof(service));
		add_effect(turn, LOOKUP_TICKET, service);
		forget(turn, LOOKUP_FORGET);
	}
}

static bool is_start(const struct lookup *lookup)
{
	return lookup->page == LOOKUP_START ||
		(lookup->page == LOOKUP_MESSAGE && lookup->message == LOOKUP_NOTHING);
}

/* From a list that does not have everything: back is the first page, since what is found next takes
 * the list's place. */
static void leave_list(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	if (lookup->page == LOOKUP_SECTORS || lookup->page == LOOKUP_EVENTS ||
		lookup->page == LOOKUP_RESULTS) {
		lookup->n_trail = 0;
		lookup->page = LOOKUP_START;
		go(turn, LOOKUP_TYPING);
	}
}

static void on_action(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	enum lookup_action action = (enum lookup_action)turn->event->target.index;

	switch (action) {
	case LOOKUP_DO_SEARCH:
	case LOOKUP_DO_SECTORS:
	case LOOKUP_DO_EVENTS:
	case LOOKUP_DO_CENTRE:
		if (is_start(lookup)) {
			go(turn,
				action == LOOKUP_DO_SEARCH            ? LOOKUP_TYPING
					: action == LOOKUP_DO_SECTORS ? LOOKUP_SECTORS
					: action == LOOKUP_DO_EVENTS  ? LOOKUP_EVENTS
								      : LOOKUP_CENTRE);
		} else if (action == LOOKUP_DO_SEARCH) {
			leave_list(turn);
		}
		return;
	case LOOKUP_DO_TICKETS:
	case LOOKUP_DO_START:
		forget(turn,
			action == LOOKUP_DO_TICKETS && lookup->has_tickets ? LOOKUP_LEAVE
									   : LOOKUP_FORGET);
		if (action == LOOKUP_DO_START) {
			arm(turn);
		}
		return;
	case LOOKUP_DO_SPACE:
	case LOOKUP_DO_DELETE:
	case LOOKUP_DO_CLEAR:
	case LOOKUP_DO_MARKS:
	case LOOKUP_DO_DIGITS:
	case LOOKUP_DO_FIND:
		on_typing_action(turn, action);
		return;
	case LOOKUP_DO_ALL:
		if (lookup->page == LOOKUP_ASK) {
			go(turn, LOOKUP_RESULTS);
		}
		return;
	case LOOKUP_DO_PRINT:
	case LOOKUP_DO_TICKET:
	case LOOKUP_DO_WAYS:
	case LOOKUP_DO_REPORT:
		on_procedure_action(turn, action);
		return;
	}
}

static void on_touch(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	const struct kiosk_target *target = &turn->event->target;
	bool waits = lookup->page == LOOKUP_MESSAGE &&
		(lookup->message == LOOKUP_WAITING || lookup->message == LOOKUP_PRINTING);

	if (!waits) { /* an answer is not awaited longer */
		arm(turn);
	}
	if (target->kind == KIOSK_TARGET_BACK || target->kind == KIOSK_TARGET_DONE) {
		go_back(turn);
	} else if (target->kind == KIOSK_TARGET_TURN) {
		lookup->list_page = MAX_OF(lookup->list_page + target->index, 0);
	} else if (target->kind == KIOSK_TARGET_LETTER) {
		on_letter(turn);
	} else if (target->kind == KIOSK_TARGET_ENTRY) {
		on_entry(turn);
	} else if (target->kind == KIOSK_TARGET_ACTION) {
		on_action(turn);
	}
}

/* ---- everything else ---- */

/* The keys are others, what was typed stays; the catalogue's own texts are in one language. */
static void on_language(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	memcpy(lookup->language, turn->event->language, sizeof(lookup->language));
	lookup->letters = LETTERS_PLAIN;
	arm(turn);
}

static void on_site(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;
	bool chosen = strcmp(lookup->language, lookup->first_language) != 0;

	memcpy(lookup->first_language, turn->event->language, sizeof(lookup->first_language));
	lookup->has_tickets = turn->event->on;
	if (!chosen) {
		memcpy(lookup->language, lookup->first_language, sizeof(lookup->language));
	}
}

static void on_paper(struct turn *turn)
{
	if (turn->lookup->page == LOOKUP_MESSAGE && turn->lookup->message == LOOKUP_PRINTING) {
		show_message(turn, turn->event->on ? LOOKUP_PRINTED : LOOKUP_NOT_PRINTED);
	}
}

static void on_listen(struct turn *turn)
{
	turn->lookup->listened = turn->event->on;
	if (turn->lookup->leave_ms > 0) {
		arm(turn);
	}
}

/* While somebody listens only what is awaited ends. */
static bool is_held(const struct lookup *lookup)
{
	return lookup->listened &&
		!(lookup->page == LOOKUP_MESSAGE &&
			(lookup->message == LOOKUP_WAITING || lookup->message == LOOKUP_PRINTING));
}

/* Whether the page asks before it ends: it is one that somebody reads or types on. */
static bool asks_before(const struct lookup *lookup)
{
	return lookup->page != LOOKUP_START &&
		(lookup->page != LOOKUP_MESSAGE || stay_ms(lookup) == LOOKUP_IDLE_MS);
}

static void on_time(struct turn *turn)
{
	struct lookup *lookup = turn->lookup;

	if (lookup->leave_ms == 0 || is_held(lookup)) {
		return;
	}
	lookup->leaving = asks_before(lookup) && turn->now_ms >= lookup->leave_ms - LOOKUP_WARN_MS;
	if (turn->now_ms < lookup->leave_ms) {
		return;
	}
	if (lookup->page == LOOKUP_MESSAGE && lookup->message == LOOKUP_WAITING) {
		show_message(turn, LOOKUP_AWAY);
	} else if (lookup->page == LOOKUP_MESSAGE && lookup->message == LOOKUP_PRINTING) {
		show_message(turn, LOOKUP_NOT_PRINTED);
	} else if (is_end_of_message(lookup)) {
		go_back(turn);
	} else {
		end(turn);
	}
}

static void take(struct turn *turn)
{
	switch (turn->event->kind) {
	case LOOKUP_TOUCH:
		on_touch(turn);
		return;
	case LOOKUP_LANGUAGE:
		on_language(turn);
		return;
	case LOOKUP_FOUND:
		on_found(turn);
		return;
	case LOOKUP_SUGGESTED:
		on_suggested(turn);
		return;
	case LOOKUP_OPENED:
		on_opened(turn);
		return;
	case LOOKUP_FAILED:
		if (is_awaited(turn)) {
			show_message(turn, LOOKUP_AWAY);
		}
		return;
	case LOOKUP_PAPER:
		on_paper(turn);
		return;
	case LOOKUP_PRINTER:
		turn->lookup->printer = turn->event->on;
		return;
	case LOOKUP_LISTEN:
		on_listen(turn);
		return;
	case LOOKUP_GONE:
		turn->lookup->listened = false;
		end(turn);
		return;
	case LOOKUP_SITE:
		on_site(turn);
		return;
	case LOOKUP_TICK:
		on_time(turn);
		return;
	}
}

void lookup_take(struct lookup *lookup, const struct lookup_event *event, int64_t now_ms,
	struct lookup_effect *ret)
{
	struct turn turn = {lookup, event, now_ms, ret};
	enum lookup_page before = lookup->page;

	*ret = (struct lookup_effect){.kind = LOOKUP_NO_EFFECT};
	take(&turn);
	if (lookup->page != before) { /* not what was typed or chosen: that is nobody's business */
		log_debug("lookup: %s: %s", page_names[before], page_names[lookup->page]);
	}
}

int64_t lookup_next_ms(const struct lookup *lookup)
{
	if (lookup->leave_ms == 0 || is_held(lookup)) {
		return -1;
	}
	return asks_before(lookup) && !lookup->leaving ? lookup->leave_ms - LOOKUP_WARN_MS
						       : lookup->leave_ms;
}

/* ---- the view ---- */

static void fill_results(const struct lookup *lookup, struct lookup_view *view)
{
	const struct lookup_found *found = &lookup->found;
	const struct lookup_choice *choice =
		lookup->choice >= 0 ? &found->choices[lookup->choice] : NULL;

	view->n_entries = choice ? choice->n : found->n;
	for (int i = 0; i < view->n_entries; i++) {
		view->entries[i] = found->entries[choice ? choice->entries[i] : i];
	}
	view->n_more = choice ? 0 : found->more;
	text_copy_cut(view->name, sizeof(view->name), choice ? choice->label : lookup->group.name);
	text_copy_cut(view->name_language, sizeof(view->name_language),
		choice ? "" : lookup->group.language);
}

void lookup_fill_view(const struct lookup *lookup, struct lookup_view *view)
{
	view->page = lookup->page;
	view->message = lookup->message;
	view->has_tickets = lookup->has_tickets;
	view->letters = lookup->letters;
	memcpy(view->typed, lookup->typed, sizeof(view->typed));
	switch (lookup->page) {
	case LOOKUP_TYPING:
		view->n_entries = lookup->n_suggested;
		memcpy(view->entries, lookup->suggested,
			(size_t)lookup->n_suggested * sizeof(lookup->suggested[0]));
		return;
	case LOOKUP_ASK:
		view->n_entries = lookup->found.n_choices;
		for (int i = 0; i < view->n_entries; i++) {
			text_copy_cut(view->entries[i].name, sizeof(view->entries[i].name),
				lookup->found.choices[i].label);
		}
		return;
	case LOOKUP_RESULTS:
		fill_results(lookup, view);
		return;
	case LOOKUP_PROCEDURE:
	case LOOKUP_WAYS:
		memcpy(view->name, lookup->procedure.name, sizeof(view->name));
		view->can_print = lookup->printer && lookup->record.has_papers;
		view->can_ticket = lookup->has_tickets && *lookup->record.service;
		view->can_report = !lookup->reported;
		return;
	case LOOKUP_START:
	case LOOKUP_SECTORS:
	case LOOKUP_EVENTS:
	case LOOKUP_CENTRE:
	case LOOKUP_MESSAGE:
		return;
	}
}
