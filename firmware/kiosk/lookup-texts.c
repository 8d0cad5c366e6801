/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/lookup-texts.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue-age.h"
#include "catalogue/fee.h"
#include "catalogue/lookup-place.h"
#include "ui/dates.h"

enum {
	FEES_MAX = LOOKUP_PARAGRAPHS_MAX / 3, /* paragraphs; more are asked for at a counter */
	DEADLINES_MAX = LOOKUP_PARAGRAPHS_MAX / 8,
	REST = LOOKUP_PARAGRAPHS_MAX / 4, /* what the papers leave to the steps */
	LINE_BYTES = 120, /* of what is said in a line; more is on the next page */
};

/* Paragraphs being written, up to limit; beyond it they are cut. */
struct sheet {
	const struct lookup_texts *texts;
	struct lookup_paragraph *paragraphs;
	int n, limit;
	bool cut;
};

static const char *phrase(const struct lookup_texts *texts, const char *key)
{
	return phrases_get(texts->phrases, texts->language, key);
}

/* How many bytes of a line have room in a paragraph: up to a space, if there is one. */
static size_t fitting(const char *line, size_t size)
{
	size_t cut = LOOKUP_TEXT_SIZE - 1;

	if (size <= cut) {
		return size;
	}
	while (cut > LOOKUP_TEXT_SIZE / 2 && line[cut] != ' ') {
		cut--;
	}
	while (((unsigned char)line[cut] & 0xC0) == 0x80) {
		cut--; /* not inside a character */
	}
	return cut;
}

/* A part of a text: its bytes. */
struct span {
	size_t from, to;
};

static void set_data(struct lookup_paragraph *paragraph, size_t at, size_t size, struct span data)
{
	paragraph->data_from = (int)(MIN_OF(MAX_OF(data.from, at), at + size) - at);
	paragraph->data_to = (int)(MIN_OF(MAX_OF(data.to, at), at + size) - at);
}

/* Each line is a paragraph; a long one is several. data: what the catalogue says in it. */
static void add(struct sheet *sheet, bool is_title, const char *text, struct span data)
{
	const char *begin = text;

	while (*text) {
		size_t line = strcspn(text, "\n"), size = fitting(text, line);
		struct lookup_paragraph *paragraph;

		if (sheet->n == sheet->limit) {
			sheet->cut = true;
			return;
		}
		if (size > 0) {
			paragraph = &sheet->paragraphs[sheet->n++];
			*paragraph = (struct lookup_paragraph){.is_title = is_title};
			memcpy(paragraph->text, text, size);
			set_data(paragraph, (size_t)(text - begin), size, data);
		}
		text += size;
		text += strspn(text, " \n");
	}
}

/* What the page says in its language. */
static void add_words(struct sheet *sheet, const char *text)
{
	add(sheet, false, text, (struct span){0, 0});
}

static void add_phrase(struct sheet *sheet, const char *key)
{
	add_words(sheet, phrase(sheet->texts, key));
}

/* What the catalogue says. */
static void add_data(struct sheet *sheet, const char *text)
{
	add(sheet, false, text, (struct span){0, strlen(text)});
}

/* "Nộp trực tiếp: 8.000 đồng". */
static void add_labelled(struct sheet *sheet, const char *label, const char *text)
{
	_cleanup_free_ char *line = text_printf("%s: %s", label, text);

	add(sheet, false, line, (struct span){strlen(label) + strlen(": "), strlen(line)});
}

static void add_title(struct sheet *sheet, const char *key)
{
	add(sheet, true, phrase(sheet->texts, key), (struct span){0, 0});
}

/* Where a value stands in a text that it was filled into. */
static struct span find_value(const char *text, const char *value)
{
	const char *found = *value ? strstr(text, value) : NULL;
	size_t from = found ? (size_t)(found - text) : 0;

	return (struct span){from, found ? from + strlen(value) : 0};
}

static void add_filled(
	struct sheet *sheet, const char *key, const char *name, const char *value, bool is_data)
{
	_cleanup_free_ char *text = phrases_fill(
		sheet->texts->phrases, sheet->texts->language, key, name, value, (char *)NULL);

	add(sheet, false, text, is_data ? find_value(text, value) : (struct span){0, 0});
}

/* ---- papers ---- */

static void add_number(const struct lookup_texts *texts, struct textbuf *out, const char *one,
	const char *many, int n)
{
	_cleanup_free_ char *count = text_printf("%d", n);
	_cleanup_free_ char *text = phrases_fill(
		texts->phrases, texts->language, n == 1 ? one : many, "count", count, (char *)NULL);

	if (n > 0) {
		textbuf_printf(out, "%s%s", out->size > 0 ? ", " : ": ", text);
	}
}

static void add_paper(struct sheet *sheet, const struct procedure_paper *paper)
{
	_cleanup_(textbuf_done) struct textbuf numbers = {0};
	_cleanup_free_ char *text = NULL;

	textbuf_add(&numbers, "");
	add_number(sheet->texts, &numbers, "papers.original", "papers.originals", paper->originals);
	add_number(sheet->texts, &numbers, "papers.copy", "papers.copies", paper->copies);
	text = text_printf("• %s%s", paper->name, numbers.data);
	add(sheet, false, text, (struct span){0, strlen(text) - numbers.size});
	add_data(sheet, paper->note);
}

static void add_papers(struct sheet *sheet, const struct procedure *procedure)
{
	add_title(sheet, "lookup_page.papers");
	if (procedure->n_papers == 0) {
		add_phrase(sheet, "papers.ask");
	}
	for (size_t i = 0; i < procedure->n_papers; i++) {
		add_paper(sheet, &procedure->papers[i]);
	}
}

/* ---- fees ---- */

static const char *const channel_keys[PROCEDURE_CHANNELS] = {
	[PROCEDURE_DIRECT] = "papers.direct",
	[PROCEDURE_ONLINE] = "papers.online",
	[PROCEDURE_POST] = "papers.post",
	[PROCEDURE_ANY] = "lookup_page.any_channel",
};

/* Who pays less or nothing stands in the fee's text, or beside it, or has to be asked for. */
static void add_fee(struct sheet *sheet, const struct procedure_way *way)
{
	const char *channel = phrase(sheet->texts, channel_keys[way->channel]);
	struct fee fee;

	fee_read(way->fee, &fee);
	if (fee.kind == FEE_NOT_STATED) {
		_cleanup_free_ char *text =
			text_printf("%s: %s", channel, phrase(sheet->texts, "papers.fee_ask"));

		add_words(sheet, text);
	} else {
		add_labelled(sheet, channel, way->fee);
	}
	if (*way->exempt) {
		add_filled(sheet, "papers.exempt", "text", way->exempt, true);
	} else if (!fee.has_exemptions && fee.kind != FEE_FREE && fee.kind != FEE_NOT_STATED) {
		add_phrase(sheet, "papers.exempt_ask");
	}
}

static void add_fees(struct sheet *sheet, const struct procedure *procedure)
{
	add_title(sheet, "papers.fee");
	for (size_t i = 0; i < procedure->n_ways; i++) {
		add_fee(sheet, &procedure->ways[i]);
	}
	if (sheet->cut || procedure->n_ways == 0) {
		/* A part of the fees could be the one without its exemptions. */
		sheet->n = 0;
		add_title(sheet, "papers.fee");
		add_phrase(sheet, "lookup_page.fee_ask");
	}
}

/* ---- the rest ---- */

static void add_deadlines(struct sheet *sheet, const struct procedure *procedure)
{
	const char *own = procedure->text[PROCEDURE_DEADLINE];
	bool is_titled = *own != '\0';

	if (is_titled) {
		add_title(sheet, "papers.deadline");
		add_data(sheet, own);
	}
	for (size_t i = 0; i < procedure->n_ways; i++) {
		const struct procedure_way *way = &procedure->ways[i];

		if (!*way->deadline) {
			continue;
		}
		if (!is_titled) {
			add_title(sheet, "papers.deadline");
			is_titled = true;
		}
		add_labelled(
			sheet, phrase(sheet->texts, channel_keys[way->channel]), way->deadline);
	}
}

static const struct site_service *service_of(
	const struct lookup_texts *texts, const struct procedure *procedure)
{
	return texts->site ? lookup_place_service(texts->site, procedure->text[PROCEDURE_SECTOR])
			   : NULL;
}

/* "Hộ tịch (Quầy 1, Quầy 2)"; NULL: nobody says. Heap. */
static char *place_of(const struct lookup_texts *texts, const struct procedure *procedure)
{
	const struct site_service *service = service_of(texts, procedure);
	_cleanup_free_ char *counters =
		service ? lookup_place_counters(texts->site, service->id, texts->language) : NULL;

	if (!service) {
		return NULL;
	}
	return text_printf(*counters ? "%s (%s)" : "%s",
		site_text_get(&service->name, texts->language), counters);
}

static void add_where(struct sheet *sheet, const struct procedure *procedure)
{
	_cleanup_free_ char *place = place_of(sheet->texts, procedure);

	add_title(sheet, "papers.where");
	add_words(sheet, place ? place : phrase(sheet->texts, "lookup_page.where_ask"));
}

static void add_steps(struct sheet *sheet, const struct procedure *procedure)
{
	size_t n = procedure_count(procedure, PROCEDURE_STEPS);

	if (n > 0) {
		add_title(sheet, "lookup_page.steps");
	}
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *text = text_printf(
			"%zu. %s", i + 1, procedure_entry(procedure, PROCEDURE_STEPS, i));

		add_data(sheet, text);
	}
	if (*procedure->text[PROCEDURE_RESULT]) {
		add_title(sheet, "lookup_page.result");
		add_data(sheet, procedure->text[PROCEDURE_RESULT]);
	}
}

/* How old it is: what is old says so first. */
static void add_age(struct sheet *sheet, const struct procedure *procedure, bool is_old)
{
	_cleanup_free_ char *day = dates_day(sheet->texts->phrases, sheet->texts->language,
		procedure->text[PROCEDURE_CHECKED_DAY]);

	if (*day) {
		add_filled(sheet, is_old ? "lookup_page.old" : "lookup_page.checked", "date", day,
			false);
	}
}

/* What was cut off is asked for. */
static void end(struct sheet *sheet)
{
	if (sheet->cut) {
		sheet->limit++;
		add_phrase(sheet, "papers.more_ask");
		sheet->cut = false;
	}
}

/* The centre's own page of it, else the portal's; NULL none. Heap. */
static char *url_of(const struct lookup_texts *texts, const struct procedure *procedure, bool own)
{
	const char *base = texts->site ? texts->site->public_url : "";
	size_t length = strlen(base);

	while (length > 0 && base[length - 1] == '/') {
		length--;
	}
	if (own && length > 0) {
		return text_printf(
			"%.*s/tra-cuu/%s", (int)length, base, procedure->text[PROCEDURE_KEY]);
	}
	return texts->site ? lookup_place_link(texts->site, procedure) : NULL;
}

/* ---- in short ---- */

/* A line of the summary; is_data: the catalogue says the value. */
static void add_line(const struct lookup_texts *texts, struct lookup_view *view, const char *key,
	const char *name, const char *value, bool is_data)
{
	_cleanup_free_ char *text =
		phrases_fill(texts->phrases, texts->language, key, name, value, (char *)NULL);
	struct lookup_paragraph *line = &view->summary[view->n_summary];

	if (view->n_summary < LOOKUP_SUMMARY_MAX && strlen(text) < LINE_BYTES) {
		view->n_summary++;
		text_copy_cut(line->text, LOOKUP_TEXT_SIZE, text);
		set_data(line, 0, strlen(text),
			is_data ? find_value(text, value) : (struct span){0, 0});
	}
}

/* The way most people take: at the counter. NULL none. */
static const struct procedure_way *main_way(const struct procedure *procedure)
{
	for (size_t i = 0; i < procedure->n_ways; i++) {
		if (procedure->ways[i].channel == PROCEDURE_DIRECT) {
			return &procedure->ways[i];
		}
	}
	return procedure->n_ways > 0 ? &procedure->ways[0] : NULL;
}

/* One amount, and that some pay less or nothing, or that this is to be asked for; what is not so
 * simple is on the next page. */
static void add_fee_line(const struct lookup_texts *texts, const struct procedure *procedure,
	struct lookup_view *view)
{
	const struct procedure_way *way = main_way(procedure);
	_cleanup_free_ char *amount = NULL;
	_cleanup_free_ char *exemptions = NULL;
	struct fee fee = {0};
	bool known;

	fee_read(way ? way->fee : "", &fee);
	if (!way || fee.kind == FEE_NOT_STATED) {
		add_line(texts, view, "lookup.fee_asked", "", "", false);
		return;
	}
	if (fee.kind == FEE_FREE) {
		add_line(texts, view, "lookup.fee_none", "", "", false);
		return;
	}
	known = *way->exempt || fee.has_exemptions;
	fee_split(way->fee, &fee, &amount, &exemptions);
	if (fee.kind != FEE_AMOUNT || !*amount || strlen(amount) > LINE_BYTES / 3) {
		add_line(texts, view, "lookup.fee_next", "", "", false);
	} else {
		add_line(texts, view, known ? "lookup.fee_line" : "lookup.fee_line_ask", "fee",
			amount, true);
	}
}

static void add_summary(const struct lookup_texts *texts, const struct procedure *procedure,
	bool is_old, struct lookup_view *view)
{
	const struct procedure_way *way = main_way(procedure);
	const char *own = procedure->text[PROCEDURE_DEADLINE];
	const char *deadline = *own || !way ? own : way->deadline;
	_cleanup_free_ char *text = NULL;
	size_t first; /* bytes of the first clause */
	_cleanup_free_ char *day =
		dates_day(texts->phrases, texts->language, procedure->text[PROCEDURE_CHECKED_DAY]);

	if (is_old && *day) {
		add_line(texts, view, "lookup_page.checked", "date", day, false);
	}
	if (*deadline) {
		first = strcspn(deadline, ";.\n");
		text = text_printf("%.*s%s", (int)first, deadline, deadline[first] ? "…" : "");
		add_line(texts, view, "lookup.deadline_line", "text", text, true);
	}
	add_fee_line(texts, procedure, view);
}

void lookup_texts_fill(const struct lookup_texts *texts, const struct procedure *procedure,
	struct lookup_view *view)
{
	struct lookup_paragraph *fees = memory_new(FEES_MAX, sizeof(*fees));
	struct sheet fee_sheet = {texts, fees, 0, FEES_MAX, false};
	struct sheet sheet = {texts, view->paragraphs, 0, DEADLINES_MAX, false};
	bool is_old =
		*texts->today && catalogue_age_of(procedure, texts->today, NULL) != CATALOGUE_FRESH;
	_cleanup_free_ char *url = url_of(texts, procedure, false);

	add(&sheet, true, procedure->text[PROCEDURE_NAME],
		(struct span){0, strlen(procedure->text[PROCEDURE_NAME])});
	if (texts->no_printer) {
		add_phrase(&sheet, "lookup.no_printer");
	}
	if (is_old) {
		add_age(&sheet, procedure, true);
	}
	add_deadlines(&sheet, procedure);
	end(&sheet);
	add_fees(&fee_sheet, procedure);
	memcpy(sheet.paragraphs + sheet.n, fees, (size_t)fee_sheet.n * sizeof(*fees));
	sheet.n += fee_sheet.n;
	sheet.limit = LOOKUP_PARAGRAPHS_MAX - REST;
	add_papers(&sheet, procedure);
	end(&sheet);
	sheet.limit = LOOKUP_PARAGRAPHS_MAX - 1;
	add_where(&sheet, procedure);
	add_steps(&sheet, procedure);
	if (!is_old) {
		add_age(&sheet, procedure, false);
	}
	end(&sheet);
	view->n_paragraphs = sheet.n;
	add_summary(texts, procedure, is_old, view);
	view->free_online = procedure_is_free_online(procedure);
	(void)text_copy(view->url, sizeof(view->url), url ? url : ""); /* never cut */
	free(fees);
}

/* ---- the centre ---- */

static char *hours_of(const struct site_hours *hours, int weekday)
{
	struct textbuf text = {0};

	textbuf_add(&text, "");
	for (int i = 0; i < hours->n[weekday]; i++) {
		const struct site_span *span = &hours->span[weekday][i];
		_cleanup_free_ char *from = dates_minute(span->from_minute);
		_cleanup_free_ char *to = dates_minute(span->to_minute);

		textbuf_printf(&text, "%s%s – %s", i > 0 ? ", " : "", from, to);
	}
	return text.data;
}

/* Days one after the other with the same hours are one line; days without any are left out. */
static void add_hours(struct sheet *sheet, const struct site_hours *hours)
{
	for (int day = 0, last; day < 7; day = last + 1) {
		_cleanup_free_ char *text = hours_of(hours, day);
		_cleanup_free_ char *line = NULL;
		char first_key[32], last_key[32];

		for (last = day; last < 6; last++) {
			_cleanup_free_ char *next = hours_of(hours, last + 1);

			if (strcmp(next, text) != 0) {
				break;
			}
		}
		(void)snprintf(first_key, sizeof(first_key), "date.weekday.%d", day + 1);
		(void)snprintf(last_key, sizeof(last_key), "date.weekday.%d", last + 1);
		line = last > day ? text_printf("%s – %s: %s", phrase(sheet->texts, first_key),
					    phrase(sheet->texts, last_key), text)
				  : text_printf("%s: %s", phrase(sheet->texts, first_key), text);
		add_words(sheet, *text ? line : "");
	}
}

void lookup_texts_fill_url(const struct lookup_texts *texts, struct lookup_view *view)
{
	const struct site *site = texts->site;
	size_t length = site ? strlen(site->public_url) : 0;
	_cleanup_free_ char *url = NULL;

	while (length > 0 && site->public_url[length - 1] == '/') {
		length--;
	}
	url = text_printf("%.*s/tra-cuu", (int)length, length > 0 ? site->public_url : "");
	(void)text_copy(view->url, sizeof(view->url), length > 0 ? url : "");
}

void lookup_texts_fill_centre(const struct lookup_texts *texts, struct lookup_view *view)
{
	struct sheet sheet = {texts, view->paragraphs, 0, LOOKUP_PARAGRAPHS_MAX, false};
	const struct site *site = texts->site;

	if (!site) {
		return;
	}
	lookup_texts_fill_url(texts, view);
	add(&sheet, true, site_text_get(&site->name, texts->language), (struct span){0, 0});
	add_words(&sheet, site_own_text(site, "contact", texts->language));
	add_title(&sheet, "lookup.hours");
	add_hours(&sheet, &site->hours);
	view->n_paragraphs = sheet.n;
}

/* ---- the list of papers ---- */

static enum papers_channel channel_of(enum procedure_channel channel)
{
	return channel == PROCEDURE_ONLINE  ? PAPERS_ONLINE
		: channel == PROCEDURE_POST ? PAPERS_POST
					    : PAPERS_DIRECT;
}

/* Adds to a heap text; NULL is none yet. */
static void append(char **text, const char *more)
{
	char *former = *text;

	*text = former ? text_printf("%s; %s", former, more) : text_dup(more);
	free(former);
}

/* The ways of one channel as one fee. Exemptions that stand inside a text stay there, where it is
 * one case of several. */
static void set_fee(struct lookup_papers *papers, const struct procedure *procedure,
	enum papers_channel channel)
{
	struct papers_fee *to = &papers->fees[papers->list.n_fees];
	char **text = &papers->fee[channel], **exempt = &papers->exempt[channel];
	struct fee fee = {0};
	int n = 0;

	*to = (struct papers_fee){.channel = channel, .free_of_charge = true};
	for (size_t i = 0; i < procedure->n_ways; i++) {
		const struct procedure_way *way = &procedure->ways[i];

		if (channel_of(way->channel) != channel) {
			continue;
		}
		n++;
		fee_read(way->fee, &fee);
		to->free_of_charge = to->free_of_charge && fee.kind == FEE_FREE;
		if (fee.kind != FEE_NOT_STATED) {
			append(text, way->fee);
		}
		if (*way->exempt) {
			append(exempt, way->exempt);
		}
	}
	if (n == 1 && *text && fee.has_exemptions && !*exempt && fee.exemptions_at > 0) {
		_cleanup_free_ char *whole = *text;

		fee_split(whole, &fee, text, exempt);
	}
	to->fee = *text;
	to->exempt = *exempt;
	papers->list.n_fees += n > 0;
}

void lookup_papers_make(const struct lookup_texts *texts, const struct procedure *procedure,
	struct lookup_papers *ret)
{
	const char *deadline = procedure->text[PROCEDURE_DEADLINE];

	*ret = (struct lookup_papers){
		.papers = memory_new(procedure->n_papers + 1, sizeof(*ret->papers)),
		.deadline = *deadline ? text_dup(deadline) : NULL,
		.where = place_of(texts, procedure),
		.date = *texts->today ? dates_day(texts->phrases, texts->language, texts->today)
				      : text_dup(""),
		.url = url_of(texts, procedure, true),
	};
	for (enum papers_channel channel = 0; channel < PAPERS_CHANNELS; channel++) {
		set_fee(ret, procedure, channel);
	}
	for (size_t i = 0; i < procedure->n_papers; i++) {
		ret->papers[i] = (struct papers_paper){procedure->papers[i].name,
			procedure->papers[i].originals, procedure->papers[i].copies};
	}
	ret->list.language = texts->language;
	ret->list.centre = texts->site ? site_text_get(&texts->site->name, texts->language) : "";
	ret->list.name = procedure->text[PROCEDURE_NAME];
	ret->list.code = procedure->text[PROCEDURE_CODE];
	ret->list.papers = ret->papers;
	ret->list.n_papers = (int)procedure->n_papers;
	ret->list.fees = ret->fees;
	ret->list.deadline = ret->deadline;
	ret->list.where = ret->where;
	ret->list.date = ret->date;
	ret->list.free_online = procedure_is_free_online(procedure);
	ret->list.url = ret->url;
}

void lookup_papers_done(struct lookup_papers *papers)
{
	for (int i = 0; i < PAPERS_CHANNELS; i++) {
		free(papers->fee[i]);
		free(papers->exempt[i]);
	}
	free(papers->papers);
	free(papers->deadline);
	free(papers->where);
	free(papers->date);
	free(papers->url);
}
