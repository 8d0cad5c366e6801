/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of a page: read from the site's object, and divided into parts that take turns when it
 * has more rows than can be read at once. How many parts there are depends on the page alone, not
 * on the screen, so that all screens of a kind turn at the same time. Pure.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "ui/hall-view.h"

enum page_place {
	PAGE_HALL, /* in the main panel of a hall's screen */
	PAGE_BOARD, /* on a screen of its own */
};

/* How a page is read: the texts of first, and beside them those of second, "" none. */
struct page_reading {
	enum page_place place;
	const char *first, *second;
};

/* How many parts a page has: 1 without a table. */
int page_table_parts(const json_t *page, const struct page_reading *reading);
/* A part of the page's table, from 0; zeros where there is no table. */
void page_table_get(
	const json_t *page, const struct page_reading *reading, int part, struct hall_table *ret);
