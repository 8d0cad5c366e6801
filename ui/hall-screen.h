/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hall display as a picture: plain data in, Cairo drawing out. The screen is divided into
 * panels; each draws one part of the data and is drawn again only when that part has changed.
 *
 *     landscape                                  portrait
 *     +-----------------------+-------+          +-------------+-----+
 *     | head                  | clock |          | head        |clock|
 *     +------------------+----+-------+          +-------------+-----+
 *     | main: the call   | list: last |          | main              |
 *     |                  | calls      |          +-------------------+
 *     +------------------+------------+          | list              |
 *     | waiting, a cell a service     |          +-------------------+
 *     +-------------------------------+          | waiting           |
 *     | notice                        |          +-------------------+
 *     +-------------------------------+          | notice            |
 *                                                +-------------------+
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "ui/phrases.h"

enum {
	HALL_NUMBER_SIZE = 9, /* "A001", bytes with the NUL */
	HALL_LANGUAGE_SIZE = 9,
	HALL_DAY_SIZE = 11, /* "2026-11-23" */
	HALL_NAME_SIZE = 201,
	HALL_TEXT_SIZE = 501,
	HALL_CALLS_MAX = 12,
	HALL_SERVICES_MAX = 32,
};

/* A text in the first language, and small in the second; second "" when there is none. */
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
	bool waited_for; /* not yet at the counter */
};

enum hall_main_kind {
	HALL_STARTING, /* nothing is known yet */
	HALL_WELCOME, /* open, nobody called yet */
	HALL_CLOSED, /* has the whole screen when there is nothing to list */
	HALL_CALL, /* the last call */
};

/* Each of these is one panel's data. Fill with zeros first: they are compared as bytes. */
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
	struct hall_name service; /* HALL_CALL: what it was called for */
	bool fresh; /* HALL_CALL: being announced, so unmistakable */
	bool frame; /* HALL_CALL, fresh: with its frame, which comes and goes */
	struct hall_text welcome; /* HALL_WELCOME, HALL_CLOSED: the centre's own words, or "" */
	bool unreached; /* HALL_STARTING: for too long */
	bool take; /* HALL_WELCOME: numbers can be taken, as far as is known */
	bool stopped; /* HALL_CLOSED: by somebody, not by the hours */
	char opens_day[HALL_DAY_SIZE]; /* HALL_CLOSED: when it opens; "" unknown */
	bool opens_today;
	int opens_minute;
};
struct hall_list {
	int n; /* newest first */
	struct hall_call call[HALL_CALLS_MAX];
	int announced; /* the one in the main panel while it is announced; −1 none */
	bool unsure; /* the hub is away: that there is no call cannot be said */
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
	bool away; /* the hub is away, on HALL_STARTING too long: the neutral sentence instead */
	bool unable; /* the hub's disk takes no writes: this instead of text */
	bool portal; /* the national portal is out of order: this instead of text */
	struct hall_text text;
	int index, n; /* which of how many */
};

struct hall_view {
	/* Codes of ui/strings; the second "" when the centre has one language only. Both "" while
	 * the site is not known. */
	char language[HALL_LANGUAGE_SIZE];
	char second[HALL_LANGUAGE_SIZE];
	struct hall_head head;
	struct hall_clock clock;
	struct hall_main main;
	struct hall_list list;
	struct hall_waiting waiting;
	struct hall_notice notice;
};

struct hall_screen;
/* phrases is borrowed and must outlive it. */
struct hall_screen *hall_screen_new(const struct phrases *phrases) _warn_unused_;
void hall_screen_free(struct hall_screen *screen);
DEFINE_CLEANUP(struct hall_screen *, hall_screen_free);

/* The next drawing draws everything: the surface is another one, or its content was lost. */
void hall_screen_forget(struct hall_screen *screen);

/* Draws what differs from the last drawing on a surface of 1280 × 720 … 3840 × 2160 pixels in
 * either orientation (smaller ones get smaller text). False: nothing had changed; else
 * *ret_changed holds all that was drawn on. */
bool hall_screen_draw(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, cairo_rectangle_int_t *ret_changed);

/* Whether the last drawing had a text that did not fit even at its smallest, and was cut. */
bool hall_screen_was_cut(const struct hall_screen *screen);

/* How many pages n services take on a surface of this size: at least 1. */
int hall_screen_pages(int n_services, int width, int height);
