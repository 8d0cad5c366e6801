/* SPDX-License-Identifier: Apache-2.0 */
/* The pages for phones: the start, lists, one procedure. Pure. */
#pragma once

#include "hub/hub-lookup-html.h"
#include "hub/hub-lookup-index.h"

/* Sectors with counts: of the start, or of a service. has_any: there are procedures at all. */
void lookup_page_sectors(
	struct lookup_page *page, const struct lookup_sector *sectors, size_t n, bool has_any);

/* The procedures of a sector, or what was found. */
void lookup_page_rows(struct lookup_page *page, const struct lookup_row *const *rows, size_t n);

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
