/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-guide.h"

#include <errno.h>
#include <string.h>

static const struct guide_tags tags = {"<b>", "</b>", "<kbd>", "</kbd>"};
static const struct guide_tags plain = {"", "", "", ""}; /* for a title and an attribute */

int guide_parse(const char *file, struct guide_wish *ret)
{
	static const char *const kinds[] = {"", ".png", ".pdf"};
	const char *point = strchrnul(file, '.');
	struct guide_wish wish = {{0}, NULL};

	if (text_copy(wish.role, sizeof(wish.role), file) < 0) {
		return -ENOENT;
	}
	wish.role[point - file] = '\0';
	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		wish.kind = strcmp(point, kinds[i]) == 0 ? kinds[i] : wish.kind;
	}
	if (!wish.kind || !guide_is_role(wish.role)) {
		return -ENOENT;
	}
	*ret = wish;
	return 0;
}

static void put_key(const struct guide_page *page, const struct guide_tags *with, const char *key,
	struct textbuf *out)
{
	guide_put(page->phrases, page->language, key, with, out);
}

static void put_title(const struct guide_page *page, const char *role, struct textbuf *out)
{
	_cleanup_free_ char *key = text_printf("guide.%s.title", role);

	put_key(page, &plain, key, out);
}

static void put_head(const struct guide_page *page, struct textbuf *out)
{
	textbuf_printf(out,
		"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		page->language);
	put_title(page, page->role, out);
	textbuf_add(out,
		"</title>\n"
		"<link rel=\"icon\" href=\"/web/favicon.svg\" type=\"image/svg+xml\">\n"
		"<link rel=\"stylesheet\" href=\"/web/theme.css\">\n"
		"<link rel=\"stylesheet\" href=\"/web/guide.css\">\n"
		"</head>\n<body class=\"guide-page\">\n");
}

static void put_picture(const struct guide_page *page, struct textbuf *out)
{
	textbuf_printf(
		out, "<img src=\"/guide/%s.png?lang=%s\" alt=\"", page->role, page->language);
	put_key(page, &plain, "guide.picture", out);
	textbuf_add(out, "\">\n");
}

static void put_part(const struct guide_page *page, int part, struct textbuf *out)
{
	char key[GUIDE_KEY_SIZE];

	guide_key(key, page->role, part, 0);
	textbuf_printf(out, "<section>\n<h2><span class=\"guide-number\">%d</span> ", part);
	put_key(page, &tags, key, out);
	textbuf_add(out, "</h2>\n<ul>\n");
	for (int step = 1; guide_has(page->phrases, page->role, part, step); step++) {
		guide_key(key, page->role, part, step);
		textbuf_add(out, "<li>");
		put_key(page, &tags, key, out);
		textbuf_add(out, "</li>\n");
	}
	textbuf_add(out, "</ul>\n</section>\n");
}

/* To the sheet, the other guides, and this one in the other languages. */
static void put_ways(const struct guide_page *page, struct textbuf *out)
{
	const char *language;

	textbuf_add(out, "<nav>\n");
	if (page->has_sheet) {
		textbuf_printf(out, "<a href=\"/guide/%s.pdf?lang=%s\" download=\"%s-%s.pdf\">",
			page->role, page->language, page->role, page->language);
		put_key(page, &plain, "guide.sheet", out);
		textbuf_add(out, "</a>\n");
	}
	for (size_t i = 0; guide_role(i); i++) {
		if (strcmp(guide_role(i), page->role) != 0) {
			textbuf_printf(out, "<a href=\"/guide/%s?lang=%s\">", guide_role(i),
				page->language);
			put_title(page, guide_role(i), out);
			textbuf_add(out, "</a>\n");
		}
	}
	for (size_t i = 0; *(language = phrases_language(page->phrases, i)); i++) {
		if (strcmp(language, page->language) != 0) {
			textbuf_printf(out, "<a lang=\"%s\" href=\"/guide/%s?lang=%s\">", language,
				page->role, language);
			guide_put(page->phrases, language, "language.name", &plain, out);
			textbuf_add(out, "</a>\n");
		}
	}
	textbuf_add(out, "</nav>\n");
}

void guide_page_put(const struct guide_page *page, struct textbuf *out)
{
	_cleanup_free_ char *lead = text_printf("guide.%s.lead", page->role);

	put_head(page, out);
	textbuf_printf(out, "<main class=\"guide\" lang=\"%s\">\n<h1>", page->language);
	put_title(page, page->role, out);
	textbuf_add(out, "</h1>\n<p>");
	put_key(page, &tags, lead, out);
	textbuf_add(out, "</p>\n");
	if (page->has_picture) {
		put_picture(page, out);
	}
	textbuf_add(out, "<div class=\"guide-parts\">\n");
	for (int part = 1; guide_has(page->phrases, page->role, part, 0); part++) {
		put_part(page, part, out);
	}
	textbuf_add(out, "</div>\n");
	put_ways(page, out);
	textbuf_add(out, "</main>\n</body>\n</html>\n");
}
