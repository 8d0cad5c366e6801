/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/reading.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ui/dates.h"
#include "ui/kiosk-message.h"
#include "ui/lookup-words.h"
#include "ui/voice/spoken-text.h"

struct reader {
	struct reading *reading;
	const struct phrases *phrases;
	const char *language;
};

/* What stands for a placeholder. */
struct value {
	const char *name;
	int number;
};

static struct reading_part *add(
	const struct reader *reader, enum reading_kind kind, const char *language, char *text)
{
	struct reading *reading = reader->reading;
	/* The last place is overwritten rather than anything else: no page has so much to say. */
	int at = MIN_OF(reading->n, READING_MAX - 1);
	struct reading_part *part = &reading->part[at];

	free(part->text);
	*part = (struct reading_part){.kind = kind, .text = text};
	text_copy_cut(part->language, sizeof(part->language), language);
	reading->n = at + 1;
	return part;
}

static void end_sentence(const struct reader *reader)
{
	(void)add(reader, READING_PAUSE, reader->language, text_dup("."));
}

static bool is_value(const struct voice_part *part, const struct value *value)
{
	return strlen(value->name) == (size_t)part->length &&
		strncmp(part->text, value->name, (size_t)part->length) == 0;
}

/* A phrase with numbers in it; its texts are the clips KEY-1, KEY-2 … */
static void add_phrase(const struct reader *reader, const char *language, const char *key,
	const struct value *values, int n)
{
	const char *phrase = phrases_get(reader->phrases, language, key);
	struct voice_part part;
	int texts = 0;

	while (voice_manifest_part(&phrase, &part)) {
		if (!part.placeholder) {
			struct reading_part *clip = add(reader, READING_CLIP, language,
				text_printf("%.*s", part.length, part.text));

			(void)snprintf(clip->clip, sizeof(clip->clip), "%s-%d", key, ++texts);
		}
		for (int i = 0; part.placeholder && i < n; i++) {
			if (is_value(&part, &values[i])) {
				(void)add(reader, READING_NUMBER, language,
					text_printf("%d", values[i].number));
			}
		}
	}
}

/* Removes what was added since, if no voice says all of it. */
static bool take_back(struct reading *reading, int before)
{
	bool said = true;

	for (int i = before; i < reading->n && said && reading->says; i++) {
		said = reading->says(&reading->part[i], reading->userdata);
	}
	while (!said && reading->n > before) {
		reading->n--;
		free(TAKE_PTR(reading->part[reading->n].text));
	}
	return !said;
}

/* Where a language or its voice has a hole, in the first one, as on the screen. */
static void say_in(const struct reader *reader, const char *language, const char *key,
	const struct value *values, int n)
{
	const int before = reader->reading->n;

	if (phrases_find(reader->phrases, language, key)) {
		add_phrase(reader, language, key, values, n);
	}
	if (reader->reading->n == before || take_back(reader->reading, before)) {
		add_phrase(reader, phrases_language(reader->phrases, 0), key, values, n);
	}
}

static void say(const struct reader *reader, const char *key)
{
	say_in(reader, reader->language, key, NULL, 0);
}

static void say_number(const struct reader *reader, const char *key, const char *name, int number)
{
	say_in(reader, reader->language, key, &(struct value){name, number}, 1);
}

/* A name that people gave, which the site's own clips say. */
static void say_name(
	const struct reader *reader, const char *kind, const char *id, const char *name)
{
	if (*id && *name) {
		struct reading_part *part =
			add(reader, READING_CLIP, reader->language, text_dup(name));

		(void)snprintf(part->clip, sizeof(part->clip), "%s-%s", kind, id);
		end_sentence(reader);
	}
}

/* A text that the centre wrote; returns whether its clips say it. */
static bool say_text(const struct reader *reader, const char *id, const char *text)
{
	const int before = reader->reading->n;

	say_name(reader, "text", id, text);
	return reader->reading->n > before && !take_back(reader->reading, before);
}

static void sentence(const struct reader *reader, const char *key)
{
	say(reader, key);
	end_sentence(reader);
}

void reading_sentence(struct reading *reading, const struct phrases *phrases, const char *language,
	const char *key)
{
	const struct reader reader = {reading, phrases, language};

	sentence(&reader, key);
}

void reading_count(struct reading *reading, const struct phrases *phrases, const char *language,
	const char *key, int count)
{
	const struct reader reader = {reading, phrases, language};

	say_number(&reader, key, "count", count);
	end_sentence(&reader);
}

void reading_notice(struct reading *reading, const struct phrases *phrases, const char *language,
	int at, const char *text)
{
	const struct reader reader = {reading, phrases, language};
	char id[12];

	(void)snprintf(id, sizeof(id), "%d", at);
	say_name(&reader, "notice", id, text);
}

/* ---- pages ---- */

static void say_wait(const struct reader *reader, const struct kiosk_view *view)
{
	struct dates_wait wait;

	if (view->ahead == 0) {
		sentence(reader, "kiosk.ahead_none");
	} else if (view->ahead == 1) {
		sentence(reader, "kiosk.ahead_one");
	} else if (view->ahead > 0) {
		say_number(reader, "kiosk.ahead", "ahead", view->ahead);
		end_sentence(reader);
	}
	if (kiosk_says_wait(view)) {
		const struct value values[] = {
			{"hours", dates_wait_words(view->wait_s, &wait)->hours},
			{"minutes", wait.minutes}};

		say_in(reader, reader->language, wait.key, values, 2);
		end_sentence(reader);
	}
	if (view->past_closing) {
		sentence(reader, "wait.past_closing");
	}
}

static void say_ticket(const struct reader *reader, const struct kiosk_view *view)
{
	int before;

	say(reader, "kiosk.number");
	before = reader->reading->n;
	(void)add(reader, READING_TICKET, reader->language, text_dup(view->number));
	if (take_back(reader->reading, before)) {
		(void)add(reader, READING_TICKET, phrases_language(reader->phrases, 0),
			text_dup(view->number));
	}
	end_sentence(reader);
	say_name(reader, "service", view->service_id, view->service);
	if (*view->lane) {
		sentence(reader, view->lane_key);
	}
	say_wait(reader, view);
	(void)say_text(reader, "slip_advice", view->advice);
}

static void say_opens(const struct reader *reader, const struct kiosk_view *view)
{
	struct dates_day day;
	char key[32];

	if (!*view->opens_day || !dates_read(view->opens_day, &day)) {
		return;
	}
	say_number(reader, "speech.opens_hour", "hour", view->opens_minute / 60);
	if (view->opens_minute % 60 > 0) {
		say_number(reader, "speech.opens_minute", "minute", view->opens_minute % 60);
	}
	if (view->opens_today) {
		say(reader, "speech.today");
	} else {
		(void)snprintf(key, sizeof(key), "date.weekday.%d", day.weekday);
		say(reader, key);
		say_number(reader, "speech.day", "day", day.day);
		(void)snprintf(key, sizeof(key), "date.month.%d", day.month);
		say(reader, key);
	}
	end_sentence(reader);
}

static void say_message(const struct reader *reader, const struct kiosk_view *view)
{
	struct kiosk_message message = kiosk_message_of(view);

	if (message.about) {
		say_name(reader, "service", view->service_id, view->service);
	}
	sentence(reader, message.title);
	if (message.text) {
		sentence(reader, message.text);
	}
	if (message.opens) {
		say_opens(reader, view);
	}
}

static void say_bring(const struct reader *reader, const struct kiosk_view *view)
{
	if (*view->bring) {
		sentence(reader, "kiosk.bring_title");
		say_name(reader, "bring", view->service_id, view->bring);
	}
}

static void say_services(const struct reader *reader, const struct kiosk_view *view)
{
	if (view->buttons_only) {
		sentence(reader, "kiosk.choose_buttons");
	} else if (*view->group || !say_text(reader, "kiosk_welcome", view->welcome)) {
		sentence(reader, "kiosk.choose");
	}
	if (view->no_slips) {
		sentence(reader, "kiosk.no_slips");
	}
	if (view->portal_down) {
		sentence(reader, "kiosk.portal");
	}
}

static void say_choices(const struct reader *reader, int choices)
{
	if (choices == 1) {
		sentence(reader, "speech.choices_one");
	} else if (choices > 1) {
		say_number(reader, "speech.choices", "count", choices);
		end_sentence(reader);
	}
}

void reading_page(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, int choices)
{
	const struct reader reader = {reading, phrases, view->language};

	switch (view->page) {
	case KIOSK_GROUPS:
	case KIOSK_SERVICES:
		say_services(&reader, view);
		break;
	case KIOSK_COMPLAINTS:
		sentence(&reader, "kiosk.complaints_title");
		break;
	case KIOSK_BRING:
		say_bring(&reader, view);
		break;
	case KIOSK_LANE:
		say_name(&reader, "service", view->service_id, view->service);
		say_bring(&reader, view);
		if (view->n_reasons > 0) {
			sentence(&reader, "speech.lane");
		}
		break;
	case KIOSK_PRINTING:
		sentence(&reader, "kiosk.printing");
		return;
	case KIOSK_TAKE:
		sentence(&reader, "kiosk.take");
		say_ticket(&reader, view);
		break;
	case KIOSK_NUMBER:
		sentence(&reader, "kiosk.number_note");
		say_ticket(&reader, view);
		break;
	case KIOSK_WORKING:
	case KIOSK_STARTING:
	case KIOSK_REFUSED:
	case KIOSK_AWAY:
	case KIOSK_UNABLE:
	case KIOSK_CLOSED:
		say_message(&reader, view);
		break;
	}
	say_choices(&reader, choices);
	if (choices >= 0 && (view->page == KIOSK_TAKE || view->page == KIOSK_REFUSED)) {
		sentence(&reader, "speech.finish");
	}
}

/* ---- choices ---- */

static void say_entry(const struct reader *reader, const char *kind, const char *id,
	const char *name, enum kiosk_opening opening, int waiting)
{
	const char *key = kiosk_opening_note(opening, waiting);

	say_name(reader, kind, id, name);
	if (key) {
		sentence(reader, key);
	} else {
		say_number(reader, "kiosk.waiting", "waiting", waiting);
		end_sentence(reader);
	}
}

/* Nobody is counted by what the complaint is about. */
static void say_subject(const struct reader *reader, const struct kiosk_subject *subject)
{
	say_name(reader, "subject", subject->id, subject->name);
	if (subject->opening != KIOSK_OPEN) {
		sentence(reader, kiosk_opening_note(subject->opening, 0));
	}
}

/* Not in the first language: its name is another's. */
static void say_language(const struct reader *reader, const char *language)
{
	add_phrase(reader, language, "language.name", NULL, 0);
	end_sentence(reader);
}

static void say_priority(
	const struct reader *reader, const struct kiosk_view *view, struct kiosk_target target)
{
	sentence(reader, "lane.priority");
	if (target.kind == KIOSK_TARGET_REASON) {
		say_name(reader, "reason", view->reasons[target.index].id,
			view->reasons[target.index].name);
	}
}

static void say_choice(
	const struct reader *reader, const struct kiosk_view *view, struct kiosk_target target)
{
	const struct kiosk_service *service =
		&view->services[target.kind == KIOSK_TARGET_SERVICE ? target.index : 0];
	const struct kiosk_group *group =
		&view->groups[target.kind == KIOSK_TARGET_GROUP ? target.index : 0];

	switch (target.kind) {
	case KIOSK_TARGET_SERVICE:
		say_entry(reader, "service", service->id, service->name, service->opening,
			service->waiting);
		return;
	case KIOSK_TARGET_GROUP:
		say_entry(reader, "group", group->id, group->name, group->opening, group->waiting);
		return;
	case KIOSK_TARGET_COMPLAINTS:
		sentence(reader, "kiosk.complaints");
		return;
	case KIOSK_TARGET_SUBJECT:
		say_subject(reader, &view->subjects[target.index]);
		return;
	case KIOSK_TARGET_BRING:
		sentence(reader, "kiosk.bring_key");
		return;
	case KIOSK_TARGET_REGULAR:
		sentence(reader, "kiosk.regular");
		return;
	case KIOSK_TARGET_PRIORITY:
	case KIOSK_TARGET_REASON:
		say_priority(reader, view, target);
		return;
	case KIOSK_TARGET_LANGUAGE:
		say_language(reader, view->languages[target.index]);
		return;
	case KIOSK_TARGET_BACK:
		sentence(reader, "kiosk.back");
		return;
	case KIOSK_TARGET_TURN:
		sentence(reader, target.index > 0 ? "kiosk.more" : "kiosk.previous");
		return;
	case KIOSK_TARGET_DONE:
		sentence(reader, "kiosk.done");
		return;
	case KIOSK_TARGET_EAR:
		sentence(reader, "speech.off");
		return;
	case KIOSK_TARGET_ACTION: /* the one that leads to the look-up */
		sentence(reader, "kiosk.lookup");
		return;
	case KIOSK_TARGET_ENTRY: /* the look-up's */
	case KIOSK_TARGET_LETTER:
	case KIOSK_TARGET_LINE:
	case KIOSK_TARGET_NONE:
		return;
	}
}

static void say_place(const struct reader *reader, int at, int all)
{
	const struct value values[] = {{"at", at}, {"all", all}};

	if (at > 0) {
		say_in(reader, reader->language, "speech.choice", values, 2);
		end_sentence(reader);
	}
}

void reading_choice(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, struct kiosk_target target, int at, int all)
{
	const struct reader reader = {reading, phrases, view->language};

	say_choice(&reader, view, target);
	say_place(&reader, at, all);
}

/* ---- the look-up ---- */

/* A text that has no clip; "": the catalogue's language, the first one. */
static void say_data(const struct reader *reader, const char *language, const char *text)
{
	if (*text) {
		(void)add(reader, READING_TEXT,
			*language ? language : phrases_language(reader->phrases, 0),
			text_dup(text));
		end_sentence(reader);
	}
}

static bool has_words(const char *text, int size)
{
	for (int i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (isalnum(byte) || (byte >= 0xC3 && byte != 0xE2)) { /* E2: dashes, bullets */
			return true;
		}
	}
	return false;
}

/* Some bytes of a text; marks alone are not said. */
static void add_words(
	const struct reader *reader, const char *language, const char *text, int from, int to)
{
	while (from < to && strchr(" :,", text[from])) {
		from++;
	}
	while (from < to && text[to - 1] == ' ') {
		to--;
	}
	if (from < to && has_words(text + from, to - from)) {
		(void)add(reader, READING_TEXT, language,
			text_printf("%.*s", to - from, text + from));
	}
}

/* What stands on a record's page: what the catalogue says in it, and what the page does, each in
 * its own voice. */
static void say_told(const struct reader *reader, const struct kiosk_element *element)
{
	const char *first = phrases_language(reader->phrases, 0), *text = element->text;
	int size = (int)strlen(text);

	if (strcmp(reader->language, first) == 0) {
		add_words(reader, first, text, 0, size);
	} else {
		add_words(reader, reader->language, text, 0, element->data_from);
		add_words(reader, first, text, element->data_from, element->data_to);
		add_words(reader, reader->language, text, element->data_to, size);
	}
	end_sentence(reader);
}

/* A letter; most have a clip for tickets' numbers. */
static void say_plain(const struct reader *reader, const char *plain)
{
	const int before = reader->reading->n;
	const char *languages[] = {reader->language, phrases_language(reader->phrases, 0)};
	char key[SPOKEN_KEY_SIZE];

	spoken_letter_key(plain, key);
	if (strncmp(key, "voice.", strlen("voice.")) != 0) {
		say(reader, key);
		return;
	}
	for (size_t i = 0; i < ELEMENTS(languages) && reader->reading->n == before; i++) {
		const char *letter = strrchr(key, '.') + 1;
		const char *text = phrases_find(reader->phrases, languages[i], key);

		(void)snprintf(
			add(reader, READING_CLIP, languages[i], text_dup(text ? text : letter))
				->clip,
			VOICE_NAME_SIZE, "letter-%s", letter);
		(void)(i == 0 && take_back(reader->reading, before));
	}
}

/* A key of the keyboard, or a letter that was typed: "a", "a mũ sắc", "7". */
static void say_letter(const struct reader *reader, const char *letter)
{
	static const char *const shapes[] = {[LETTER_OWN_SHAPE] = NULL,
		[LETTER_BREVE] = "speech.shape.breve",
		[LETTER_HAT] = "speech.shape.hat",
		[LETTER_HORN] = "speech.shape.horn"};
	static const char *const tones[] = {[LETTER_LEVEL] = NULL,
		[LETTER_RISING] = "speech.tone.rising",
		[LETTER_FALLING] = "speech.tone.falling",
		[LETTER_ASKING] = "speech.tone.asking",
		[LETTER_TUMBLING] = "speech.tone.tumbling",
		[LETTER_HEAVY] = "speech.tone.heavy"};
	struct letter_spelling spelling;

	if (*letter >= '0' && *letter <= '9') {
		(void)add(reader, READING_NUMBER, reader->language, text_dup(letter));
		return;
	}
	letter_keys_spell(letter, &spelling);
	say_plain(reader, spelling.plain);
	if (shapes[spelling.shape]) {
		say(reader, shapes[spelling.shape]);
	}
	if (tones[spelling.tone]) {
		say(reader, tones[spelling.tone]);
	}
}

static void say_typed(const struct reader *reader, const char *typed)
{
	char letter[LETTER_SIZE];
	size_t size;

	say(reader, *typed ? "speech.typed" : "speech.typed_none");
	while ((size = letter_keys_next(typed, letter)) > 0) {
		say_letter(reader, letter);
		typed += size;
	}
	end_sentence(reader);
}

void reading_typed(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup, int suggested)
{
	const struct reader reader = {reading, phrases, view->language};

	say_typed(&reader, lookup->typed);
	if (suggested == 1) {
		sentence(&reader, "speech.suggested_one");
	} else if (suggested > 1) {
		reading_count(reading, phrases, view->language, "speech.suggested", suggested);
	}
}

/* The page's own texts; they stand for nothing else, so what nobody says is told. */
static void say_record(const struct reader *reader, const struct lookup_view *lookup,
	const struct kiosk_layout *layout)
{
	const int before = reader->reading->n;

	if (lookup->page == LOOKUP_WAYS) {
		say_data(reader, "", lookup->name);
	}
	for (int i = 0; i < layout->n; i++) {
		if (layout->elements[i].told) {
			say_told(reader, &layout->elements[i]);
		}
	}
	if (take_back(reader->reading, before) && lookup->page != LOOKUP_WAYS) {
		sentence(reader, "speech.lookup");
	}
}

void reading_lookup_page(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup,
	const struct kiosk_layout *layout, int choices)
{
	const struct reader reader = {reading, phrases, view->language};
	const char *title = lookup_words_title(lookup), *text = lookup_words_text(lookup);

	if (!kiosk_layout_has_lookup(&layout->size)) {
		sentence(&reader, "lookup.too_small");
		say_choices(&reader, choices);
		return;
	}
	if (title) {
		sentence(&reader, title);
	}
	if (lookup->page == LOOKUP_RESULTS) {
		say_data(&reader, lookup->name_language, lookup->name);
	} else if (lookup->page == LOOKUP_TYPING) {
		say_typed(&reader, lookup->typed);
	} else if (lookup->page == LOOKUP_PROCEDURE || lookup->page == LOOKUP_WAYS ||
		lookup->page == LOOKUP_CENTRE) {
		say_record(&reader, lookup, layout);
	}
	if (lookup->page == LOOKUP_WAYS && lookup->free_online) {
		sentence(&reader, "lookup.free_online");
	}
	if (text) {
		sentence(&reader, text);
	}
	say_choices(&reader, choices);
}

void reading_line(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct kiosk_element *line)
{
	const struct reader reader = {reading, phrases, view->language};

	say_told(&reader, line);
	if (take_back(reading, 0)) {
		sentence(&reader, "speech.lookup");
	}
}

static void say_action(
	const struct reader *reader, const struct lookup_view *lookup, enum lookup_action action)
{
	const char *key = lookup_words_action(lookup, action);
	/* What is short on a key. */
	static const char *const spoken[][2] = {{"lookup.letters", "speech.letters"},
		{"lookup.digits", "speech.digits"}, {"lookup.marks", "speech.marks"},
		{"lookup.delete", "speech.delete"}};

	for (size_t i = 0; i < ELEMENTS(spoken); i++) {
		key = strcmp(key, spoken[i][0]) == 0 ? spoken[i][1] : key;
	}
	if (action == LOOKUP_DO_SEARCH && lookup->n_more > 0) {
		say_number(reader, "lookup.more", "count", lookup->n_more);
		end_sentence(reader);
	} else {
		sentence(reader, key);
	}
}

void reading_lookup_choice(struct reading *reading, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup, struct kiosk_target target,
	int at, int all)
{
	const struct reader reader = {reading, phrases, view->language};
	char letter[LETTER_SIZE];

	if (target.kind == KIOSK_TARGET_ENTRY) {
		say_data(&reader, lookup->entries[target.index].language,
			lookup->entries[target.index].name);
	} else if (target.kind == KIOSK_TARGET_LETTER) {
		(void)letter_keys_at(
			lookup->letters, view->language, lookup->typed, target.index, letter);
		say_letter(&reader, letter);
		end_sentence(&reader);
		return; /* its place in the alphabet is known */
	} else if (target.kind == KIOSK_TARGET_ACTION) {
		say_action(&reader, lookup, (enum lookup_action)target.index);
	} else {
		say_choice(&reader, view, target);
	}
	say_place(&reader, at, all);
}

/* ---- the text ---- */

void reading_text(const struct reading *reading, struct textbuf *out)
{
	for (int i = 0; i < reading->n; i++) {
		const struct reading_part *part = &reading->part[i];
		const char *last = out->size > 0 ? out->data + out->size - 1 : "";

		if (part->kind == READING_PAUSE) {
			textbuf_printf(out, "%s", !*last || strchr(".?!:,", *last) ? "" : ".");
		} else if (!part->missing) {
			textbuf_printf(out, "%s%s", out->size > 0 ? " " : "", part->text);
		}
	}
}

void reading_done(struct reading *reading)
{
	for (int i = 0; i < reading->n; i++) {
		free(reading->part[i].text);
	}
	*reading = (struct reading){0};
}
