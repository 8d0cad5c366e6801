/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-staff-page.h"

#include <string.h>

static const struct staff_page staff_pages[] = {
	{"/", "page.nav.counter", "app.js", {"counter.css"}},
	{"/complaints", "page.nav.complaints", "complaints.js", {"figures.css", "complaints.css"}},
	{"/door", "page.nav.door", "door.js", {"door.css"}},
	{"/figures", "page.nav.figures", "figures.js", {"figures.css"}},
	{"/manager", "page.nav.manager", "manager.js", {"manager.css"}},
	{"/setup", "setup_page.title", "board-setup.js", {"board-setup.css"}},
	{"/rate/{n}", "rate.title", "rate.js", {"rate.css"}},
};

const struct staff_page *staff_page_at(size_t place)
{
	return place < ELEMENTS(staff_pages) ? &staff_pages[place] : NULL;
}

/* Whether the text begins with a hole's name; *text then stands behind it. */
static bool skip(const char **text, const char *hole)
{
	size_t length = strlen(hole);

	if (strncmp(*text, hole, length) != 0) {
		return false;
	}
	*text += length;
	return true;
}

void staff_page_fill(const char *template, const struct staff_page *page, struct textbuf *out)
{
	const char *hole;

	while ((hole = strstr(template, "{{"))) {
		textbuf_add_bytes(out, template, (size_t)(hole - template));
		template = hole;
		if (skip(&template, "{{title}}")) {
			textbuf_printf(out, "{{%s}}", page->title);
		} else if (skip(&template, "{{script}}")) {
			textbuf_add(out, page->script);
		} else if (skip(&template, "{{styles}}")) {
			for (size_t i = 0; i < STAFF_PAGE_STYLES && page->styles[i]; i++) {
				textbuf_printf(out, "<link rel=\"stylesheet\" href=\"/web/%s\">\n",
					page->styles[i]);
			}
		} else {
			(void)skip(&template, "{{");
			textbuf_add(out, "{{"); /* one of the words */
		}
	}
	textbuf_add(out, template);
}
