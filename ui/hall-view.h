/* SPDX-License-Identifier: Apache-2.0 */
/* What a hall display shows: plain data, filled in by the hall and drawn by hall-screen. */
#pragma once

#include <stdbool.h>

enum {
	HALL_NUMBER_SIZE = 9, /* "A001", bytes with the NUL */
	HALL_LANGUAGE_SIZE = 9,
	HALL_DAY_SIZE = 11, /* "2026-11-23" */
	HALL_WHEN_SIZE = 17, /* "2026-11-23T08:00" */
	HALL_NAME_SIZE = 201,
	HALL_TEXT_SIZE = 2001, /* 500 characters of UTF-8 */
	HALL_PICTURE_SIZE = 33,
	HALL_CALLS_MAX = 12, /* rows of the list */
	HALL_SERVICES_MAX = 32,
	HALL_LINK_SIZE = 201,
	HALL_CELL_SIZE = 241, /* 60 characters */
	HALL_COLUMNS_MAX = 5,
	HALL_ROWS_MAX = 10, /* of a table at once */
};

/* A text in the first language, and in the second, which is drawn smaller; second "" when there is
 * none. */
struct hall_text {
	char first[HALL_TEXT_SIZE];
	char second[HALL_TEXT_SIZE];
};
struct hall_name {
	char first[HALL_NAME_SIZE];
	char second[HALL_NAME_SIZE];
};

struct hall_call {
	char number[HALL_NUMBER_SIZE];
	int counter; /* 1 … 99 */
	int times; /* 1 the first call; more: called again */
	bool waited_for; /* the visitor is not yet at the counter; else being served there */
};

enum hall_main_kind {
	HALL_STARTING, /* nothing is known yet */
	HALL_WELCOME, /* open, nobody is called or being served */
	HALL_CLOSED, /* fills the whole screen when there is nothing to list */
	HALL_COUNTER, /* a display over one counter, where nobody is called or served */
	HALL_PAGE, /* a page of the media area, when it is its turn */
	HALL_CALL, /* the last call that is waited for, else the last that is being served */
};

/* A cell's text, and the second language's where it is another one, else "". */
struct hall_cell {
	char first[HALL_CELL_SIZE];
	char second[HALL_CELL_SIZE];
};
/* A page's table, or the part of it that stands now. */
struct hall_table {
	int columns, rows; /* 0: the page has none; rows are counted without the heading */
	int share[HALL_COLUMNS_MAX]; /* of the width, in thousandths */
	int part, parts; /* from 0 */
	struct hall_cell heading[HALL_COLUMNS_MAX];
	struct hall_cell cell[HALL_ROWS_MAX][HALL_COLUMNS_MAX];
};

/* Each of these is one panel's data. Fill with zeros first, because they are compared as bytes. */
struct hall_head {
	struct hall_name centre;
};
struct hall_clock {
	char day[HALL_DAY_SIZE]; /* "" unknown: no clock is shown */
	int minute; /* of the day */
};
struct hall_main {
	enum hall_main_kind kind;
	struct hall_call call; /* HALL_CALL */
	struct hall_name service; /* HALL_CALL: the service of the call */
	bool fresh; /* HALL_CALL: being announced, so drawn conspicuously */
	bool frame; /* HALL_CALL, fresh: the frame is drawn; it blinks */
	struct hall_text welcome; /* HALL_WELCOME, HALL_CLOSED: the centre's own text, or "" */
	bool unreached; /* HALL_STARTING: it takes too long */
	struct hall_text title, text; /* HALL_PAGE; each "" when there is none */
	char ends[HALL_WHEN_SIZE]; /* HALL_PAGE: from when on it is not true any more, a day from
				    * its end on; "" always true */
	char picture[HALL_PICTURE_SIZE]; /* HALL_PAGE: which one; "" none */
	struct hall_table table; /* HALL_PAGE */
	char link[HALL_LINK_SIZE]; /* HALL_PAGE: what its QR code holds; "" none */
	struct hall_name link_words; /* the page's own words at the code, or "" */
	int counter; /* the display over this counter shows it alone; 0 the whole hall */
	bool counter_open; /* HALL_COUNTER: somebody works there, without a pause */
	bool take; /* HALL_WELCOME: tickets can be taken, as far as is known */
	bool stopped; /* HALL_CLOSED: closed by a person, not by the hours */
	char opens_day[HALL_DAY_SIZE]; /* HALL_CLOSED: when it opens; "" unknown */
	bool opens_today;
	int opens_minute;
};
struct hall_list {
	int n; /* those waited for, newest first, then those being served, newest first */
	struct hall_call call[HALL_CALLS_MAX];
	int more; /* have no row now: the rows take turns in pages */
	int page, pages; /* from 0 */
	int announced; /* the one in the main panel while it is announced; −1 none */
	bool unsure; /* no connection to the hub: "no calls" cannot be said */
};
struct hall_service {
	struct hall_name name;
	int waiting;
	bool taking; /* takes tickets now */
};
struct hall_waiting {
	int n;
	struct hall_service service[HALL_SERVICES_MAX];
	int page; /* from 0; modulo the number of pages */
};
struct hall_notice {
	bool away; /* no connection to the hub, or starting too long: a neutral sentence */
	bool unable; /* the hub's disk takes no writes: this instead of text */
	bool portal; /* the national portal is out of order: this instead of text */
	bool undated; /* a notice board that holds pages back, because the date is not known */
	struct hall_text text;
	int index, n; /* this notice's index, of n notices */
};

/* How much a screen has room for. */
struct hall_room {
	int rows; /* of the list of calls, 1 … HALL_CALLS_MAX */
	int pages; /* that the services need, from 1 */
};

struct hall_view {
	/* Language codes of ui/strings; second "" when the centre has one language only. Both ""
	 * while the site is not known. */
	char language[HALL_LANGUAGE_SIZE];
	char second[HALL_LANGUAGE_SIZE];
	bool board; /* a notice board: pages alone, without list, waiting and the usual notices */
	struct hall_head head;
	struct hall_clock clock;
	struct hall_main main;
	struct hall_list list;
	struct hall_waiting waiting;
	struct hall_notice notice;
};
