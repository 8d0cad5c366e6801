/* SPDX-License-Identifier: Apache-2.0 */
/* The pages for phones: the start, lists, one procedure. Pure. */
#pragma once

#include "catalogue/search-why.h"
#include "hub/hub-lookup-html.h"
#include "hub/hub-lookup-index.h"

/* A life event with valid procedures. */
struct lookup_event {
	const char *id; /* its name in the first language */
	const char *name; /* in the page's */
	size_t n;
};

/* Where one can begin: sectors with counts, and life events. */
struct lookup_lists {
	const struct lookup_sector *sectors;
	size_t n_sectors;
	const struct lookup_event *events;
	size_t n_events;
};

/* The start, or what there is of a service. has_any: there are procedures at all. */
void lookup_page_start(struct lookup_page *page, const struct lookup_lists *lists, bool has_any);

/* The procedures of a sector or of a life event. */
void lookup_page_rows(struct lookup_page *page, const struct lookup_row *const *rows, size_t n);

/* What was found, the best first. */
struct lookup_hit {
	const struct lookup_row *row;
	struct search_why why;
};
/* One of the questions back: a procedure, or n hits of a sector. */
struct lookup_choice {
	const struct lookup_row *row; /* NULL: a sector */
	const char *sector;
	size_t n;
};
struct lookup_results {
	const struct lookup_hit *hits;
	size_t n;
	const struct lookup_choice *choices; /* none, or at least two */
	size_t n_choices;
	struct lookup_lists lists; /* shown when nothing was found */
};
void lookup_page_results(struct lookup_page *page, const struct lookup_results *results);

/* One procedure; texts are "" where nothing is known. */
struct lookup_view {
	const struct procedure *procedure;
	enum catalogue_age age; /* only a valid one's papers and fees are shown */
	const char *service; /* the name of the one that does it */
	const char *counters; /* "Quầy 1, Quầy 2" */
	const char *link; /* on the portal */
	const char *successor; /* the key of what replaces it */
	const char *successor_name;
};
void lookup_page_procedure(struct lookup_page *page, const struct lookup_view *view);

/* A page that only says something: a phrase. */
void lookup_page_message(struct lookup_page *page, const char *key);
