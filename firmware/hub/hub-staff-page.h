/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of those who work here, and the one where citizens rate: one template, filled with each
 * one's title, style sheets and script. Pure. */
#pragma once

#include "base/text.h"

/* The template's file in web/; it is not served itself. */
#define STAFF_PAGE_TEMPLATE "web/staff-page.html"

enum { STAFF_PAGE_STYLES = 2 };

struct staff_page {
	const char *path; /* the route's, "/rate/{n}" */
	const char *title; /* a key of the words */
	const char *script; /* in web/ */
	const char *styles[STAFF_PAGE_STYLES]; /* the same; NULL: fewer */
};

/* The page at a place, from 0; NULL after the last. */
const struct staff_page *staff_page_at(size_t place);

/* Appends the template with the page's own parts; its words are left as they are, for
 * phrases_put_html. */
void staff_page_fill(const char *template, const struct staff_page *page, struct textbuf *out);
