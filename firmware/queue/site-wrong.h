/* SPDX-License-Identifier: Apache-2.0 */
/* What can be wrong with what people write, as a name that the pages have words for. */
#pragma once

/* What can be wrong. Pages say it in the words "manager_edit.fault.NAME", which lint looks for. */
#define SITE_WRONG_TABLE(X) \
	X(BEFORE, "before") \
	X(CELLS, "cells") \
	X(CHARACTERS, "characters") \
	X(CHOICE, "choice") \
	X(CODE, "code") \
	X(CODES, "codes") \
	X(DAY, "day") \
	X(DAY_END, "day_end") \
	X(GROUP, "group") \
	X(ID, "id") /* to: letters */ \
	X(IOQ, "ioq") \
	X(LANGUAGE, "language") \
	X(LINES, "lines") /* to */ \
	X(LINE_LONG, "line_long") /* to: characters */ \
	X(LONG, "long") /* to: characters */ \
	X(MANY, "many") /* to: entries */ \
	X(MISSING, "missing") \
	X(NO_SERVICE, "no_service") \
	X(ONE_LINE, "one_line") \
	X(OVERLAP, "overlap") \
	X(PAGE_EMPTY, "page_empty") \
	X(RANGE, "range") /* from, to */ \
	X(SERIES, "series") /* to: letters */ \
	X(SERIES_TWICE, "series_twice") \
	X(SERVICE, "service") \
	X(SPAN, "span") \
	X(SUBJECTS, "subjects") \
	X(TIME, "time") \
	X(TWICE, "twice") \
	X(TWO_PAGES, "two_pages") \
	X(TYPE, "type") \
	X(UNKNOWN, "unknown") \
	X(URL, "url") \
	X(URL_HOST, "url_host") \
	X(URL_LETTERS, "url_letters") \
	X(URL_LONG, "url_long") /* to: characters */ \
	X(URL_PLACEHOLDER, "url_placeholder") \
	X(URL_PLAIN, "url_plain") \
	X(URL_SAME, "url_same") \
	X(WIDE, "wide") \
	X(WORDING, "wording") /* to: words */ \
	X(ZONE, "zone")

enum site_wrong {
#define X(id, name) SITE_WRONG_##id,
	SITE_WRONG_TABLE(X)
#undef X
		SITE_WRONGS
};
const char *site_wrong_name(enum site_wrong wrong);
