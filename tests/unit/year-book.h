/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a simulated year (test-year.c) knows beside the hub: each ticket that was acknowledged, and
 * what each backup knew of them. A restore takes the later ones away, as it must, and nothing else.
 * Here, too, is what befalls the database on its disk: backups, restores, archives, damage.
 * Asserts.
 */
#pragma once

#include "queue-fixture.h"

enum { BOOK_TICKETS = 1 << 17, BOOK_BACKUPS = 4 };

struct book_ticket {
	int64_t id;
	char text[LIMIT_NUMBER_TEXT + 1];
	char series[LIMIT_SERIES + 1];
	int number;
	bool gone; /* a restored backup did not know it */
	char day[DAY_LENGTH + 1]; /* of those that are gone: their date then */
};

struct book_backup {
	char *path; /* heap; NULL: none yet */
	int n; /* the tickets that were acknowledged until then … */
	bool *gone; /* … and which of them were gone; heap */
};

struct book {
	struct fixture *f; /* borrowed */
	struct book_ticket *tickets; /* heap; ids ascend */
	int n;
	int n_gone;
	struct book_backup backups[BOOK_BACKUPS];
	int made; /* backups in all */
	bool lost_log; /* a page of the log may have been lost */
	int restores, lost, rebuilds, archives;
};

void book_init(struct book *book, struct fixture *f);
void book_done(struct book *book);

/* A ticket is acknowledged: its id was never given before. */
void book_add(struct book *book, const struct ticket *ticket);
/* One of the last tickets that are not gone; back 0 is the last. 0 none. */
int64_t book_recent(const struct book *book, int back);

/* Everything that must hold: the log's replay with its archives gives the tables, the independent
 * checker finds nothing, the acknowledged tickets are there under their numbers, and no ticket has
 * the id, nor the number on its date, of one that is gone. stride n: looks at every n-th ticket. */
void book_check(const struct book *book, int stride);

/* A copy takes the place of the oldest one that is kept. */
void book_back_up(struct book *book);
/* The hub ends, the which-th of the kept backups is restored, the hub starts. */
void book_restore(struct book *book, int which);
/* Archives the oldest year that is due, if one is, and cuts at most so many pieces off the log. */
void book_archive(struct book *book, int pieces);
/* The hub ends, the which-th page (of as many as there are) is lost, the hub starts. What a page of
 * the log had can be told by the tables alone, and from then on the checkers replay no more. */
void book_lose_page(struct book *book, unsigned which, bool log_too);
