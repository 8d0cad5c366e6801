/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-lookup-page.h"

#include <string.h>

#include "catalogue/fee.h"
#include "ui/dates.h"

enum { PIECE_BYTES = 3000 }; /* of a long step: it may go on in another part */

/* ---- small blocks ---- */

static void put_element(const struct lookup_page *page, struct textbuf *block, const char *open,
	const char *key, const char *name, const char *value)
{
	textbuf_printf(block, "<%s>", open);
	lookup_put_phrase(page, block, key, name, value);
	textbuf_printf(block, "</%.*s>", (int)strcspn(open, " "), open);
}

static void add_phrase(struct lookup_page *page, const char *open, const char *key)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	put_element(page, &block, open, key, NULL, NULL);
	lookup_page_block(page, NULL, &block);
}

static void add_record(struct lookup_page *page, const char *element, const char *text)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (*text) {
		lookup_put_record(page, &block, element, text);
		lookup_page_block(page, NULL, &block);
	}
}

static char *day_text(const struct lookup_page *page, const char *day)
{
	return dates_day(page->phrases, page->wish->language, day);
}

static void begin(struct lookup_page *page, const char *key, bool has_form)
{
	lookup_page_begin(page, phrases_get(page->phrases, page->wish->language, key), has_form);
}

static struct lookup_wish wish_of(const struct lookup_page *page)
{
	struct lookup_wish wish = {.part = 1};

	memcpy(wish.language, page->wish->language, sizeof(wish.language));
	return wish;
}

/* ---- lists ---- */

static void add_count(struct lookup_page *page, const char *key, size_t n)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};
	char count[24];

	(void)snprintf(count, sizeof(count), "%zu", n);
	put_element(page, &block, "p class=\"count\"", key, "count", count);
	lookup_page_block(page, NULL, &block);
}

/* A link to a list: of a sector, of a life event. */
static void add_list_link(struct lookup_page *page, const struct lookup_wish *wish,
	const char *element, const char *name, size_t n)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	textbuf_add(&block, "<li><a href=\"");
	lookup_put_address(&block, wish);
	textbuf_add(&block, "\">");
	if (!*name) {
		put_element(page, &block, "span", "lookup_page.other", NULL, NULL);
	} else if (element) {
		lookup_put_record(page, &block, element, name);
	} else {
		textbuf_add(&block, "<span>");
		lookup_put_text(&block, name);
		textbuf_add(&block, "</span>");
	}
	textbuf_printf(&block, " <b>%zu</b></a></li>", n);
	lookup_page_block(page, "ul", &block);
}

static void add_sector(struct lookup_page *page, const struct lookup_sector *sector)
{
	struct lookup_wish wish = wish_of(page);

	wish.has_sector = true;
	text_copy_cut(wish.sector, sizeof(wish.sector), sector->name);
	add_list_link(page, &wish, "span", sector->name, sector->n);
}

static void add_event(struct lookup_page *page, const struct lookup_event *event)
{
	struct lookup_wish wish = wish_of(page);

	text_copy_cut(wish.event, sizeof(wish.event), event->id);
	add_list_link(page, &wish, NULL, event->name, event->n);
}

static void add_lists(struct lookup_page *page, const struct lookup_lists *lists)
{
	if (lists->n_events > 0) {
		lookup_page_heading(page, "lookup_page.events");
	}
	for (size_t i = 0; i < lists->n_events && !page->more; i++) {
		add_event(page, &lists->events[i]);
	}
	if (lists->n_sectors > 0) {
		lookup_page_heading(page, "lookup_page.sectors");
	}
	for (size_t i = 0; i < lists->n_sectors && !page->more; i++) {
		add_sector(page, &lists->sectors[i]);
	}
}

/* Where one can complain of something, or suggest it. */
static void add_official(struct lookup_page *page)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (!page->official_link || !*page->official_link) {
		return;
	}
	lookup_page_heading(page, "lookup_page.complaints");
	put_element(page, &block, "p", "lookup_page.complaints_text", NULL, NULL);
	textbuf_add(&block, "<p><a class=\"step\" rel=\"noreferrer\" href=\"");
	lookup_put_value(&block, page->official_link);
	textbuf_add(&block, "\">");
	lookup_put_text(&block, page->official_name);
	textbuf_add(&block, "</a></p>");
	put_element(page, &block, "p class=\"small\"", "lookup_page.leaves", NULL, NULL);
	lookup_page_block(page, NULL, &block);
}

void lookup_page_start(struct lookup_page *page, const struct lookup_lists *lists, bool has_any)
{
	begin(page, "lookup_page.title", has_any);
	add_phrase(page, "h1", "lookup_page.title");
	if (!has_any) {
		add_phrase(page, "p class=\"note\"", "lookup_page.none");
	}
	add_lists(page, lists);
	add_official(page);
	lookup_page_end(page);
}

/* Why a procedure is not shown as valid; NULL: it is. */
static const char *invalid_key(enum catalogue_age age)
{
	switch (age) {
	case CATALOGUE_FRESH:
	case CATALOGUE_OLD:
	case CATALOGUE_AGES:
		break;
	case CATALOGUE_EXPIRED:
	case CATALOGUE_UNDATED:
		return "lookup_page.unchecked";
	case CATALOGUE_NOT_YET:
		return "lookup_page.not_yet";
	case CATALOGUE_NO_LONGER:
		return "lookup_page.ended";
	}
	return NULL;
}

/* The words by which it was found, where its name does not show them. */
static void put_why(
	const struct lookup_page *page, struct textbuf *block, const struct search_why *why)
{
	if (why && *why->text &&
		(why->in == SEARCH_WHY_EVERYDAY || why->in == SEARCH_WHY_KEYWORDS ||
			why->in == SEARCH_WHY_WORDS)) {
		put_element(page, block, "p class=\"small\"", "lookup_page.why", "text", why->text);
	}
}

/* Why it is not to be relied on, or that it is free online. */
static void put_state(
	const struct lookup_page *page, struct textbuf *block, const struct lookup_row *row)
{
	const char *invalid = invalid_key(row->age);

	if (invalid) {
		put_element(page, block, "p class=\"bad\"", invalid, NULL, NULL);
	} else if (row->free_online) {
		put_element(page, block, "p class=\"free\"", "sheets.free", NULL, NULL);
	}
}

static void add_row(
	struct lookup_page *page, const struct lookup_row *row, const struct search_why *why)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};
	struct lookup_wish wish = wish_of(page);

	text_copy_cut(wish.key, sizeof(wish.key), row->key);
	textbuf_add(&block, "<li><a href=\"");
	lookup_put_address(&block, &wish);
	textbuf_add(&block, "\">");
	lookup_put_record(page, &block, "span", row->name);
	textbuf_add(&block, "</a>");
	put_why(page, &block, why);
	put_state(page, &block, row);
	textbuf_add(&block, "</li>");
	lookup_page_block(page, "ul", &block);
}

void lookup_page_rows(struct lookup_page *page, const struct lookup_row *const *rows, size_t n)
{
	const struct lookup_wish *wish = page->wish;
	_cleanup_(textbuf_done) struct textbuf block = {0};

	begin(page, "lookup_page.title", true);
	if (page->event) {
		textbuf_add(&block, "<h1>");
		lookup_put_text(&block, page->event);
		textbuf_add(&block, "</h1>");
		lookup_page_block(page, NULL, &block);
	} else if (*wish->sector) {
		add_record(page, "h1", wish->sector);
	} else {
		add_phrase(page, "h1", "lookup_page.other");
	}
	if (n == 0) {
		add_phrase(page, "p class=\"note\"", "lookup_page.nothing");
		add_phrase(page, "p", "lookup_page.nothing_help");
	} else {
		add_count(page, n == 1 ? "lookup_page.one" : "sheets.count", n);
	}
	for (size_t i = 0; i < n && !page->more; i++) {
		add_row(page, rows[i], NULL);
	}
	lookup_page_end(page);
}

/* ---- what was found ---- */

static void add_choice(struct lookup_page *page, const struct lookup_choice *choice)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};
	struct lookup_wish wish = wish_of(page);

	if (choice->row) {
		text_copy_cut(wish.key, sizeof(wish.key), choice->row->key);
	} else {
		wish.has_question = true;
		memcpy(wish.question, page->wish->question, sizeof(wish.question));
		wish.has_sector = true;
		text_copy_cut(wish.sector, sizeof(wish.sector), choice->sector);
	}
	textbuf_add(&block, "<li><a class=\"choice\" href=\"");
	lookup_put_address(&block, &wish);
	textbuf_add(&block, "\">");
	lookup_put_record(page, &block, "span", choice->row ? choice->row->name : choice->sector);
	if (!choice->row) {
		textbuf_printf(&block, " <b>%zu</b>", choice->n);
	}
	textbuf_add(&block, "</a>");
	if (choice->row) {
		put_state(page, &block, choice->row);
	}
	textbuf_add(&block, "</li>");
	lookup_page_block(page, "ul", &block);
}

static void add_choices(struct lookup_page *page, const struct lookup_results *results)
{
	if (results->n_choices == 0) {
		return;
	}
	lookup_page_heading(page, "lookup_page.which");
	for (size_t i = 0; i < results->n_choices; i++) {
		add_choice(page, &results->choices[i]);
	}
}

/* Whether it stands among the questions back. */
static bool is_choice(const struct lookup_results *results, const struct lookup_row *row)
{
	for (size_t i = 0; i < results->n_choices; i++) {
		if (results->choices[i].row == row) {
			return true;
		}
	}
	return false;
}

/* Those that are not asked back already. */
static void add_hits(struct lookup_page *page, const struct lookup_results *results)
{
	if (results->n_choices > 0) {
		lookup_page_heading(
			page, results->choices[0].row ? "lookup_page.others" : "lookup_page.all");
	}
	for (size_t i = 0; i < results->n && !page->more; i++) {
		if (!is_choice(results, results->hits[i].row)) {
			add_row(page, results->hits[i].row, &results->hits[i].why);
		}
	}
}

void lookup_page_results(struct lookup_page *page, const struct lookup_results *results)
{
	begin(page, "lookup_page.title", true);
	add_phrase(page, "h1", "lookup_page.results");
	if (page->wish->has_sector && *page->wish->sector) {
		add_record(page, "p", page->wish->sector);
	}
	if (results->n == 0) {
		add_phrase(page, "p class=\"note\"", "lookup_page.nothing");
		add_phrase(page, "p", "lookup_page.nothing_help");
		add_lists(page, &results->lists);
	} else if (results->hits[0].why.in == SEARCH_WHY_SIMILAR) {
		add_phrase(page, "p class=\"note\"", "lookup_page.similar");
	}
	add_choices(page, results);
	add_hits(page, results);
	lookup_page_end(page);
}

void lookup_page_message(struct lookup_page *page, const char *key)
{
	begin(page, "lookup_page.title", false);
	add_phrase(page, "h1", "lookup_page.title");
	add_phrase(page, "p class=\"note\"", key);
	lookup_page_end(page);
}

/* ---- papers ---- */

static void put_number(const struct lookup_page *page, struct textbuf *block, const char *key,
	const char *many_key, int n)
{
	char count[16];

	if (n > 0) {
		(void)snprintf(count, sizeof(count), "%d", n);
		textbuf_add(block, " ");
		put_element(page, block, "b", n == 1 ? key : many_key, "count", count);
	}
}

static void add_papers(struct lookup_page *page, const struct procedure *procedure)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	lookup_page_heading(page, "lookup_page.papers");
	if (procedure->n_papers == 0) {
		add_phrase(page, "p", "papers.ask");
	}
	for (size_t i = 0; i < procedure->n_papers && !page->more; i++) {
		const struct procedure_paper *paper = &procedure->papers[i];

		textbuf_printf(&block, "<li value=\"%zu\">", i + 1);
		lookup_put_record(page, &block, "span", paper->name);
		put_number(page, &block, "papers.original", "papers.originals", paper->originals);
		put_number(page, &block, "papers.copy", "papers.copies", paper->copies);
		textbuf_add(&block, "</li>");
		lookup_page_block(page, "ol", &block);
		add_record(page, "p class=\"small\"", paper->note);
	}
}

/* ---- fees ---- */

static const char *channel_key(enum procedure_channel channel)
{
	static const char *const keys[PROCEDURE_CHANNELS] = {
		[PROCEDURE_DIRECT] = "papers.direct",
		[PROCEDURE_ONLINE] = "papers.online",
		[PROCEDURE_POST] = "papers.post",
		[PROCEDURE_ANY] = "lookup_page.any_channel",
	};

	return keys[channel];
}

/* The fee and who pays less or nothing, in one block: they are never apart. */
static void add_fee(struct lookup_page *page, const struct procedure_way *way)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};
	struct fee fee;

	fee_read(way->fee, &fee);
	textbuf_add(&block, "<div class=\"fee\">");
	put_element(page, &block, "h3", channel_key(way->channel), NULL, NULL);
	if (fee.kind == FEE_NOT_STATED) {
		put_element(page, &block, "p", "lookup_page.fee_ask", NULL, NULL);
	} else {
		lookup_put_record(page, &block, "p class=\"lines\"", way->fee);
	}
	if (*way->exempt) {
		put_element(page, &block, "h4", "lookup_page.exempt", NULL, NULL);
		lookup_put_record(page, &block, "p class=\"lines\"", way->exempt);
	} else if (!fee.has_exemptions && fee.kind != FEE_FREE && fee.kind != FEE_NOT_STATED) {
		put_element(page, &block, "p", "papers.exempt_ask", NULL, NULL);
	}
	textbuf_add(&block, "</div>");
	lookup_page_block(page, NULL, &block);
}

/* A channel's own deadline. */
static void add_way_deadline(struct lookup_page *page, const char *text)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (*text) {
		put_element(page, &block, "h4", "papers.deadline", NULL, NULL);
		lookup_put_record(page, &block, "p class=\"lines\"", text);
		lookup_page_block(page, NULL, &block);
	}
}

static void add_fees(struct lookup_page *page, const struct procedure *procedure)
{
	lookup_page_heading(page, "papers.fee");
	if (procedure->n_ways == 0) {
		add_phrase(page, "p", "lookup_page.fee_ask");
	}
	for (size_t i = 0; i < procedure->n_ways && !page->more; i++) {
		const struct procedure_way *way = &procedure->ways[i];

		add_fee(page, way);
		add_way_deadline(page, way->deadline);
		add_record(page, "p class=\"small lines\"", way->note);
	}
}

/* ---- the other facts ---- */

static void add_fact(struct lookup_page *page, const char *key, const char *text)
{
	if (*text) {
		lookup_page_heading(page, key);
		add_record(page, "p class=\"lines\"", text);
	}
}

/* Where a text can be divided: at a space, at most PIECE_BYTES from its beginning. */
static size_t piece_of(const char *text)
{
	size_t size = strlen(text), cut = PIECE_BYTES;

	if (size <= PIECE_BYTES) {
		return size;
	}
	while (cut > PIECE_BYTES / 2 && text[cut] != ' ' && text[cut] != '\n') {
		cut--;
	}
	while (((unsigned char)text[cut] & 0xC0) == 0x80) {
		cut++; /* not inside a character */
	}
	return cut;
}

static void add_steps(struct lookup_page *page, const struct procedure *procedure)
{
	size_t n = procedure_count(procedure, PROCEDURE_STEPS);
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (n > 0) {
		lookup_page_heading(page, "lookup_page.steps");
	}
	for (size_t i = 0; i < n && !page->more; i++) {
		const char *text = procedure_entry(procedure, PROCEDURE_STEPS, i);

		for (bool is_first = true; *text; is_first = false) {
			size_t size = piece_of(text);
			_cleanup_free_ char *piece = text_printf("%.*s", (int)size, text);

			if (is_first) {
				textbuf_printf(&block, "<li value=\"%zu\">", i + 1);
			}
			lookup_put_record(page, &block,
				is_first ? "span class=\"lines\"" : "p class=\"lines\"", piece);
			textbuf_add(&block, is_first ? "</li>" : "");
			lookup_page_block(page, is_first ? "ol" : NULL, &block);
			text += size;
		}
	}
}

static void add_where(struct lookup_page *page, const struct lookup_view *view)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	lookup_page_heading(page, "papers.where");
	if (*view->service) {
		put_element(page, &block, "p", "lookup_page.number", "service", view->service);
	} else {
		add_phrase(page, "p", "lookup_page.where_ask");
	}
	if (*view->service && *view->counters) {
		textbuf_add(&block, "<p><b>");
		lookup_put_text(&block, view->counters);
		textbuf_add(&block, "</b></p>");
	}
	if (*page->contact) {
		textbuf_add(&block, "<p class=\"lines\">");
		lookup_put_text(&block, page->contact);
		textbuf_add(&block, "</p>");
	}
	lookup_page_block(page, NULL, &block);
}

static void add_legal(struct lookup_page *page, const struct procedure *procedure)
{
	size_t n = procedure_count(procedure, PROCEDURE_LEGAL);
	const char *decision = procedure->text[PROCEDURE_DECISION];
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (n > 0 || *decision) {
		lookup_page_heading(page, "lookup_page.legal");
	}
	for (size_t i = 0; i < n && !page->more; i++) {
		char element[32];

		(void)snprintf(element, sizeof(element), "li value=\"%zu\"", i + 1);
		lookup_put_record(
			page, &block, element, procedure_entry(procedure, PROCEDURE_LEGAL, i));
		lookup_page_block(page, "ol", &block);
	}
	if (*decision) {
		_cleanup_free_ char *text = text_printf("%s%s%s", decision,
			*procedure->text[PROCEDURE_DECISION_DAY] ? ", " : "",
			procedure->text[PROCEDURE_DECISION_DAY]);

		put_element(page, &block, "p", "lookup_page.decision", "text", text);
		lookup_page_block(page, NULL, &block);
	}
}

static void add_source(struct lookup_page *page, const struct lookup_view *view)
{
	const struct procedure *procedure = view->procedure;
	_cleanup_free_ char *day = day_text(page, procedure->text[PROCEDURE_CHECKED_DAY]);
	_cleanup_(textbuf_done) struct textbuf block = {0};

	lookup_page_heading(page, "lookup_page.source");
	if (*day) {
		put_element(page, &block, "p", "lookup_page.checked", "date", day);
	} else {
		put_element(page, &block, "p", "lookup_page.not_checked", NULL, NULL);
	}
	if (*procedure->text[PROCEDURE_SOURCE]) {
		lookup_put_record(page, &block, "p", procedure->text[PROCEDURE_SOURCE]);
	}
	lookup_page_block(page, NULL, &block);
	if (*view->link) {
		textbuf_add(&block, "<p><a class=\"step\" rel=\"noreferrer\" href=\"");
		lookup_put_value(&block, view->link);
		textbuf_add(&block, "\">");
		lookup_put_phrase(page, &block, "lookup_page.portal", NULL, NULL);
		textbuf_add(&block, "</a></p>");
		put_element(page, &block, "p class=\"small\"", "lookup_page.leaves", NULL, NULL);
		lookup_page_block(page, NULL, &block);
	}
}

/* Says that the procedure is wrong, and nothing else: there is no text to write. */
static void add_wrong(struct lookup_page *page, const struct lookup_view *view)
{
	_cleanup_(textbuf_done) struct textbuf block = {0};

	textbuf_printf(&block,
		"<form class=\"wrong\" method=\"post\" action=\"/tra-cuu/%s/wrong%s%s\">",
		view->procedure->text[PROCEDURE_KEY], *page->wish->language ? "?lang=" : "",
		page->wish->language);
	put_element(page, &block, "p", "lookup_page.wrong_text", NULL, NULL);
	textbuf_add(&block, "<button type=\"submit\">");
	lookup_put_phrase(page, &block, "lookup_page.wrong", NULL, NULL);
	textbuf_add(&block, "</button></form>");
	lookup_page_block(page, NULL, &block);
}

/* ---- one procedure ---- */

static void add_successor(struct lookup_page *page, const struct lookup_view *view)
{
	const char *code = view->procedure->text[PROCEDURE_REPLACED_BY];
	_cleanup_(textbuf_done) struct textbuf block = {0};
	struct lookup_wish wish = wish_of(page);

	if (!*code && !*view->successor) {
		return;
	}
	put_element(page, &block, "p", "lookup_page.replaced", NULL, NULL);
	textbuf_add(&block, "<p>");
	if (*view->successor) {
		text_copy_cut(wish.key, sizeof(wish.key), view->successor);
		textbuf_add(&block, "<a class=\"step\" href=\"");
		lookup_put_address(&block, &wish);
		textbuf_add(&block, "\">");
		lookup_put_record(page, &block, "span", view->successor_name);
		textbuf_add(&block, "</a>");
	} else {
		lookup_put_text(&block, code);
	}
	textbuf_add(&block, "</p>");
	lookup_page_block(page, NULL, &block);
}

static void add_validity(struct lookup_page *page, const struct lookup_view *view)
{
	const struct procedure *procedure = view->procedure;
	const char *invalid = invalid_key(view->age);
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (view->age == CATALOGUE_OLD) {
		_cleanup_free_ char *day = day_text(page, procedure->text[PROCEDURE_CHECKED_DAY]);

		put_element(page, &block, "p class=\"note\"", "lookup_page.old", "date", day);
		lookup_page_block(page, NULL, &block);
	} else if (invalid) {
		add_phrase(page, "p class=\"note\"", invalid);
	}
	if (view->age == CATALOGUE_NOT_YET) {
		_cleanup_free_ char *day = day_text(page, procedure->text[PROCEDURE_VALID_FROM]);

		put_element(page, &block, "p", "lookup_page.from", "date", day);
		lookup_page_block(page, NULL, &block);
	}
	if (view->age == CATALOGUE_NO_LONGER) {
		add_successor(page, view);
	}
}

static void add_head(struct lookup_page *page, const struct lookup_view *view)
{
	const struct procedure *procedure = view->procedure;
	const char *code = procedure->text[PROCEDURE_CODE];
	_cleanup_(textbuf_done) struct textbuf block = {0};

	if (page->wish->said) {
		add_phrase(page, "p class=\"note\" role=\"status\"", "lookup_page.wrong_thanks");
	}
	lookup_put_record(page, &block, "h1", procedure->text[PROCEDURE_NAME]);
	if (*code) {
		put_element(page, &block, "p class=\"small\"", "sheets.code", "code", code);
	}
	if (*page->wish->language &&
		strcmp(page->wish->language, phrases_language(page->phrases, 0)) != 0) {
		put_element(
			page, &block, "p class=\"small\"", "lookup_page.untranslated", NULL, NULL);
	}
	lookup_page_block(page, NULL, &block);
	add_validity(page, view);
	if (catalogue_age_is_valid(view->age) && procedure_is_free_online(procedure)) {
		add_phrase(page, "p class=\"free\"", "sheets.free");
	}
}

void lookup_page_procedure(struct lookup_page *page, const struct lookup_view *view)
{
	const struct procedure *procedure = view->procedure;

	lookup_page_begin(page, procedure->text[PROCEDURE_NAME], true);
	if (page->wish->part > 1) {
		/* Every part says what it is of; the first one has the whole name. */
		char name[240];
		struct textbuf *out = &page->out;

		text_copy_cut(name, sizeof(name), procedure->text[PROCEDURE_NAME]);
		lookup_put_record(page, out, "h1", name);
	}
	add_head(page, view);
	if (catalogue_age_is_valid(view->age)) {
		add_papers(page, procedure);
		add_fees(page, procedure);
		add_fact(page, "papers.deadline", procedure->text[PROCEDURE_DEADLINE]);
		add_steps(page, procedure);
		add_fact(page, "lookup_page.result", procedure->text[PROCEDURE_RESULT]);
		add_where(page, view);
		add_fact(page, "lookup_page.for_whom", procedure->text[PROCEDURE_FOR_WHOM]);
		add_legal(page, procedure);
	}
	add_source(page, view);
	if (!page->wish->said) {
		add_wrong(page, view);
	}
	lookup_page_end(page);
}
