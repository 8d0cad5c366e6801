/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame of the pages for phones, and what is long in parts: a page with its style has at most
 * LOOKUP_BYTES, however long a record is. What goes into a page comes in blocks, which are not
 * divided; those that do not fit are on the next part, under the same heading. Everything that is
 * not ours is escaped here. Pure.
 */
#pragma once

#include "base/text.h"
#include "catalogue/procedure-code.h"
#include "queue/limits.h"
#include "ui/phrases.h"

enum {
	LOOKUP_BYTES = 50000,
	LOOKUP_PART_BYTES = 41000, /* of the blocks; the rest is for the frame and the style */
	LOOKUP_LIST_BYTES = 26000, /* the same of a list, whose links are longer */
	LOOKUP_PART_ROWS = 25,
	LOOKUP_PARTS = 9999,
	LOOKUP_QUESTION = 200, /* bytes */
	LOOKUP_SECTOR = 800,
	LOOKUP_EVENT = 800,
};

/* What somebody asks for; also what a link leads to. */
struct lookup_wish {
	char language[LIMIT_LANGUAGE + 1]; /* "" the first */
	char key[PROCEDURE_KEY_MAX + 1]; /* of a procedure; "" none */
	bool has_question;
	char question[LOOKUP_QUESTION + 1];
	bool has_sector; /* with a question: what was found of that sector alone */
	char sector[LOOKUP_SECTOR + 1];
	/* The name of a life event in the first language; "" none. */
	char event[LOOKUP_EVENT + 1];
	char service[LIMIT_ID + 1]; /* "" none */
	int part; /* 1 … LOOKUP_PARTS */
	bool said; /* that the procedure is wrong; in no link */
};

struct lookup_page {
	const struct phrases *phrases;
	const struct lookup_wish *wish;
	const char *centre; /* its name */
	const char *contact; /* its address and telephone, in lines; "" not known */
	const char *official_link; /* of the channel for complaints; "" or NULL none */
	const char *official_name;
	const char *event; /* the wish's life event, in the page's language; NULL none */
	struct textbuf out; /* the HTML so far; the caller's to free */

	/* The part that is being filled; only the one that is wished for is written. */
	int part;
	size_t used;
	int rows;
	bool more; /* there is a part behind the one that is wished for */
	const char *heading; /* a phrase; NULL none */
	bool has_begun; /* blocks stand under the heading */
	bool is_shown; /* it stands on this part */
	const char *list; /* "ol" or "ul", which is open; NULL none */
};

/* ---- pieces ---- */

/* Between tags; for a value between quotation marks of a tag. */
void lookup_put_text(struct textbuf *out, const char *text);
void lookup_put_value(struct textbuf *out, const char *text);
/* A phrase of ui/strings, escaped; with a placeholder filled where name is not NULL. */
void lookup_put_phrase(const struct lookup_page *page, struct textbuf *out, const char *key,
	const char *name, const char *value);
/* A text of the catalogue, which is in the centre's first language: the element says so. */
void lookup_put_record(
	const struct lookup_page *page, struct textbuf *out, const char *element, const char *text);
/* The address of what is wished for, as a tag's value. */
void lookup_put_address(struct textbuf *out, const struct lookup_wish *wish);

/* ---- a page ---- */

/* Writes all to the blocks. title: of the window, and what is cut of it. */
void lookup_page_begin(struct lookup_page *page, const char *title, bool has_form);
/* What follows stands under a heading, a phrase. */
void lookup_page_heading(struct lookup_page *page, const char *key);
/* Adds a block and empties it; list: it is an element <li> of one of that kind. */
void lookup_page_block(struct lookup_page *page, const char *list, struct textbuf *block);
void lookup_page_end(struct lookup_page *page);
