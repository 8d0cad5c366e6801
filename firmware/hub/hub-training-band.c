/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-training-band.h"

#include <string.h>

static void put_links(const struct training_band *band, struct textbuf *out)
{
	textbuf_printf(
		out, " data-training=\"%s\" data-training-tls=\"%s\"", band->link, band->tls_link);
}

static void put_band(const struct training_band *band, bool staff, struct textbuf *out)
{
	textbuf_add(out, "\n<aside id=\"training\" class=\"training\"");
	put_links(band, out);
	textbuf_add(out, "><p>");
	phrases_put_html(band->phrases, "{{each training.band}}", out);
	if (band->former) {
		textbuf_add(out, "</p><p class=\"training-former\">");
		phrases_put_html(band->phrases, "{{each training.former}}", out);
	}
	textbuf_add(out, staff ? "</p><p id=\"training-keys\"></p></aside>" : "</p></aside>");
}

void training_band_put(
	const struct training_band *band, const char *html, bool staff, struct textbuf *out)
{
	const char *head = strstr(html, "</head>");
	const char *body = head ? strstr(head, "<body") : NULL;
	const char *end = body ? strchr(body, '>') : NULL;

	if (!end || (!band->training && !*band->link && !*band->tls_link)) {
		textbuf_add(out, html);
		return;
	}
	textbuf_add_bytes(out, html, (size_t)(head - html));
	if (band->training) {
		textbuf_add(out, "<link rel=\"stylesheet\" href=\"/web/training.css\">\n");
		if (staff) {
			textbuf_add(out,
				"<script src=\"/web/training.js\" type=\"module\"></script>\n");
		}
	}
	textbuf_add_bytes(out, head, (size_t)(end - head));
	if (band->training) {
		textbuf_add(out, ">");
		put_band(band, staff, out);
	} else {
		put_links(band, out);
		textbuf_add(out, ">");
	}
	textbuf_add(out, end + 1);
}
