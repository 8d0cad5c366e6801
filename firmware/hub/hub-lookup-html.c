/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-lookup-html.h"

#include <ctype.h>
#include <string.h>

enum { TITLE_BYTES = 120, CENTRE_BYTES = 200 };

/* ---- pieces ---- */

static void put_escaped(struct textbuf *out, const char *text, bool is_value)
{
	while (*text) {
		size_t length = strcspn(text, is_value ? "&<>\"" : "&<>");

		textbuf_add_bytes(out, text, length);
		text += length;
		if (*text) {
			textbuf_add(out,
				*text == '&'           ? "&amp;"
					: *text == '<' ? "&lt;"
					: *text == '>' ? "&gt;"
						       : "&quot;");
			text++;
		}
	}
}

void lookup_put_text(struct textbuf *out, const char *text)
{
	put_escaped(out, text, false);
}

void lookup_put_value(struct textbuf *out, const char *text)
{
	put_escaped(out, text, true);
}

static const char *language_of(const struct lookup_page *page)
{
	return *page->wish->language ? page->wish->language : phrases_language(page->phrases, 0);
}

void lookup_put_phrase(const struct lookup_page *page, struct textbuf *out, const char *key,
	const char *name, const char *value)
{
	_cleanup_free_ char *text = NULL;

	if (name) {
		text = phrases_fill(page->phrases, language_of(page), key, name, value, NULL);
		lookup_put_text(out, text);
	} else {
		lookup_put_text(out, phrases_get(page->phrases, language_of(page), key));
	}
}

void lookup_put_record(
	const struct lookup_page *page, struct textbuf *out, const char *element, const char *text)
{
	const char *first = phrases_language(page->phrases, 0);

	textbuf_printf(out, "<%s", element);
	if (strcmp(language_of(page), first) != 0) {
		textbuf_printf(out, " lang=\"%s\"", first);
	}
	textbuf_add(out, ">");
	lookup_put_text(out, text);
	textbuf_printf(out, "</%.*s>", (int)strcspn(element, " "), element);
}

/* What RFC 3986 calls unreserved as it is, each other byte as %XX. */
static void put_encoded(struct textbuf *out, const char *text)
{
	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || strchr("-._~", *text)) {
			textbuf_add_bytes(out, text, 1);
		} else {
			textbuf_printf(out, "%%%02X", (unsigned char)*text);
		}
	}
}

static void put_argument(struct textbuf *out, const char **mark, const char *name, const char *text)
{
	textbuf_printf(out, "%s%s=", *mark, name);
	put_encoded(out, text);
	*mark = "&amp;";
}

void lookup_put_address(struct textbuf *out, const struct lookup_wish *wish)
{
	const char *mark = "?";

	textbuf_add(out, "/tra-cuu");
	if (*wish->key) {
		textbuf_add(out, "/");
		put_encoded(out, wish->key);
	}
	if (wish->has_question) {
		put_argument(out, &mark, "q", wish->question);
	}
	if (wish->has_sector) {
		put_argument(out, &mark, "sector", wish->sector);
	}
	if (*wish->event) {
		put_argument(out, &mark, "event", wish->event);
	}
	if (*wish->service) {
		put_argument(out, &mark, "service", wish->service);
	}
	if (wish->part > 1) {
		textbuf_printf(out, "%spart=%d", mark, wish->part);
		mark = "&amp;";
	}
	if (*wish->language) {
		put_argument(out, &mark, "lang", wish->language);
	}
}

/* ---- the frame ---- */

static void put_link(struct lookup_page *page, const struct lookup_wish *wish, const char *more)
{
	textbuf_add(&page->out, "<a href=\"");
	lookup_put_address(&page->out, wish);
	textbuf_printf(&page->out, "\"%s>", more);
}

static struct lookup_wish start_of(const struct lookup_page *page)
{
	struct lookup_wish start = {0};

	memcpy(start.language, page->wish->language, sizeof(start.language));
	return start;
}

static void put_languages(struct lookup_page *page)
{
	struct lookup_wish wish = *page->wish;
	const char *code;

	textbuf_add(&page->out, "<p id=\"languages\">");
	for (size_t i = 0; *(code = phrases_language(page->phrases, i)); i++) {
		const char *name = phrases_get(page->phrases, code, "language.name");

		if (strcmp(code, language_of(page)) == 0) {
			textbuf_printf(&page->out, "<b lang=\"%s\">%s</b> ", code, name);
			continue;
		}
		text_copy_cut(wish.language, sizeof(wish.language), code);
		textbuf_add(&page->out, "<a href=\"");
		lookup_put_address(&page->out, &wish);
		textbuf_printf(
			&page->out, "\" lang=\"%s\" hreflang=\"%s\">%s</a> ", code, code, name);
	}
	textbuf_add(&page->out, "</p>");
}

static void put_form(struct lookup_page *page)
{
	struct textbuf *out = &page->out;

	textbuf_add(
		out, "<form action=\"/tra-cuu\" method=\"get\" role=\"search\"><label for=\"q\">");
	lookup_put_phrase(page, out, "lookup_page.ask", NULL, NULL);
	textbuf_add(out,
		"</label><input id=\"q\" name=\"q\" type=\"search\" maxlength=\"100\" value=\"");
	lookup_put_value(out, page->wish->question);
	textbuf_add(out, "\">");
	if (*page->wish->language) {
		textbuf_printf(out, "<input type=\"hidden\" name=\"lang\" value=\"%s\">",
			page->wish->language);
	}
	textbuf_add(out, "<button type=\"submit\">");
	lookup_put_phrase(page, out, "lookup_page.find", NULL, NULL);
	textbuf_add(out, "</button></form>\n");
}

void lookup_page_begin(struct lookup_page *page, const char *title, bool has_form)
{
	const struct lookup_wish start = start_of(page);
	char cut[TITLE_BYTES], centre[CENTRE_BYTES];
	struct textbuf *out = &page->out;

	text_copy_cut(cut, sizeof(cut), title);
	text_copy_cut(centre, sizeof(centre), page->centre);
	page->part = 1;
	textbuf_printf(out,
		"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		language_of(page));
	textbuf_add(out,
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"robots\" content=\"noindex\">\n"
		/* Else a form would come from nowhere, as one of another site does. */
		"<meta name=\"referrer\" content=\"same-origin\">\n<title>");
	lookup_put_text(out, cut);
	textbuf_add(out,
		"</title>\n<link rel=\"icon\" href=\"/web/favicon.svg\" type=\"image/svg+xml\">\n"
		"<link rel=\"stylesheet\" href=\"/web/lookup.css\">\n</head>\n<body>\n"
		"<header id=\"top\"><p id=\"centre\">");
	put_link(page, &start, "");
	lookup_put_text(out, *centre ? centre : cut);
	textbuf_add(out, "</a></p>");
	put_languages(page);
	textbuf_add(out, "</header>\n<main>\n");
	if (has_form) {
		put_form(page);
	}
}

/* ---- blocks ---- */

static void close_list(struct lookup_page *page)
{
	if (page->list) {
		textbuf_printf(&page->out, "</%s>\n", page->list);
	}
	page->list = NULL;
}

void lookup_page_heading(struct lookup_page *page, const char *key)
{
	close_list(page);
	page->heading = key;
	page->has_begun = false;
	page->is_shown = false;
}

static void put_heading(struct lookup_page *page)
{
	close_list(page);
	textbuf_add(&page->out, "<h2>");
	lookup_put_phrase(page, &page->out, page->heading, NULL, NULL);
	if (page->has_begun) {
		textbuf_add(&page->out, " ");
		lookup_put_phrase(page, &page->out, "lookup_page.continued", NULL, NULL);
	}
	textbuf_add(&page->out, "</h2>\n");
}

static void put_block(struct lookup_page *page, const char *list, const struct textbuf *block)
{
	if (page->heading && !page->is_shown) {
		put_heading(page);
	}
	if (!list || !page->list || strcmp(list, page->list) != 0) {
		close_list(page);
		if (list) {
			textbuf_printf(&page->out, "<%s>\n", list);
			page->list = list;
		}
	}
	textbuf_add_bytes(&page->out, block->data, block->size);
	textbuf_add(&page->out, "\n");
}

void lookup_page_block(struct lookup_page *page, const char *list, struct textbuf *block)
{
	/* A heading and the tags of a list are small: they count as a part of the frame. */
	size_t max = *page->wish->key ? LOOKUP_PART_BYTES : LOOKUP_LIST_BYTES;
	bool is_full = page->used > 0 &&
		(page->used + block->size > max || page->rows == LOOKUP_PART_ROWS);

	if (is_full) {
		page->part++;
		page->used = 0;
		page->rows = 0;
		page->is_shown = false;
	}
	page->used += block->size;
	page->rows += list && strcmp(list, "ul") == 0;
	if (page->part == page->wish->part) {
		put_block(page, list, block);
	} else if (page->part > page->wish->part) {
		page->more = true;
	}
	page->is_shown = true;
	page->has_begun = true;
	block->size = 0;
}

/* ---- the end ---- */

static void put_part_link(struct lookup_page *page, int part, const char *key)
{
	struct lookup_wish wish = *page->wish;

	wish.part = part;
	put_link(page, &wish, " class=\"step\"");
	lookup_put_phrase(page, &page->out, key, NULL, NULL);
	textbuf_add(&page->out, "</a> ");
}

void lookup_page_end(struct lookup_page *page)
{
	const struct lookup_wish start = start_of(page);
	const struct lookup_wish *wish = page->wish;

	close_list(page);
	if (page->more || wish->part > 1) {
		textbuf_add(&page->out, "<p id=\"parts\">");
		if (wish->part > 1) {
			put_part_link(
				page, MIN_OF(wish->part - 1, page->part), "lookup_page.previous");
		}
		if (page->more) {
			put_part_link(page, wish->part + 1, "lookup_page.next");
		}
		textbuf_add(&page->out, "</p>\n");
	}
	textbuf_add(&page->out, "</main>\n<footer>");
	if (*wish->key || wish->has_question || wish->has_sector || *wish->event ||
		*wish->service) {
		put_link(page, &start, " class=\"step\"");
		lookup_put_phrase(page, &page->out, "lookup_page.start", NULL, NULL);
		textbuf_add(&page->out, "</a>");
	}
	textbuf_add(&page->out, "</footer>\n</body>\n</html>\n");
}
