/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kiosk's screen as a picture: plain data in, Cairo drawing out, and what a touch means. For
 * people who use it for the first time: few words, large targets, nothing that hurries.
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "ui/phrases.h"

enum {
	KIOSK_ID_SIZE = 32,
	KIOSK_NAME_SIZE = 201,
	KIOSK_TEXT_SIZE = 501,
	KIOSK_NUMBER_SIZE = 9,
	KIOSK_LANGUAGE_SIZE = 9,
	KIOSK_DAY_SIZE = 11,
	KIOSK_SERVICES_MAX = 32,
	KIOSK_REASONS_MAX = 16,
	KIOSK_LANGUAGES_MAX = 4,
};

enum kiosk_page {
	KIOSK_STARTING, /* the hub has not answered yet */
	KIOSK_SERVICES, /* ready: which service? */
	KIOSK_LANE, /* regular, or priority with a reason? */
	KIOSK_WORKING, /* the press is on its way */
	KIOSK_PRINTING, /* committed: the number, while the slip prints */
	KIOSK_TAKE, /* the slip is out */
	KIOSK_NUMBER, /* no slip: the number to note down */
	KIOSK_REFUSED, /* no ticket; refusal says why */
	KIOSK_AWAY, /* the hub does not answer: no tickets now */
	KIOSK_UNABLE, /* the hub's disk takes no writes: no tickets now */
	KIOSK_CLOSED, /* no service gives numbers; opening says why */
};

enum kiosk_error {
	KIOSK_ERROR_OTHER, /* ask the staff */
	KIOSK_ERROR_CLOSED, /* not now; opening says why */
	KIOSK_ERROR_LIMIT, /* no more tickets for it today */
	KIOSK_ERROR_PAST_CLOSING, /* those who wait take it beyond the hours */
	KIOSK_ERROR_BUSY, /* somebody else's ticket is being made: a moment */
	KIOSK_ERROR_OFTEN, /* more in a short time than a hall can want: in some seconds again */
	KIOSK_ERROR_AWAY, /* the hub did not answer in time: no ticket was made */
	KIOSK_ERROR_UNABLE, /* the hub's disk takes no writes: ask the staff */
};

/* Whether numbers are given, and why not. */
enum kiosk_opening {
	KIOSK_OPEN,
	KIOSK_CLOSED_NOW, /* outside the hours */
	KIOSK_CLOSED_DAY, /* nobody works on this day */
	KIOSK_STOPPED, /* somebody has closed the day */
	KIOSK_FULL, /* all numbers of today are given */
	KIOSK_PAST_CLOSING, /* those who wait take it beyond today's hours */
};

struct kiosk_service {
	char id[KIOSK_ID_SIZE];
	char series[4]; /* the letters of its numbers */
	char name[KIOSK_NAME_SIZE]; /* in the view's language */
	int waiting;
	enum kiosk_opening opening;
};

struct kiosk_reason {
	char id[KIOSK_ID_SIZE];
	char name[KIOSK_NAME_SIZE];
};

/* Fill with zeros first: views are compared as bytes. */
struct kiosk_view {
	enum kiosk_page page;
	char language[KIOSK_LANGUAGE_SIZE];
	int n_languages;
	char languages[KIOSK_LANGUAGES_MAX][KIOSK_LANGUAGE_SIZE];
	char centre[KIOSK_NAME_SIZE];
	char welcome[KIOSK_TEXT_SIZE]; /* the centre's own words on KIOSK_SERVICES; "" ours */
	char day[KIOSK_DAY_SIZE]; /* "2026-11-23"; "" unknown: no clock */
	int minute; /* of the day */
	int n_services;
	struct kiosk_service services[KIOSK_SERVICES_MAX];
	int n_reasons; /* 0: no priority lane */
	struct kiosk_reason reasons[KIOSK_REASONS_MAX];
	char service[KIOSK_NAME_SIZE]; /* chosen: its name */
	char number[KIOSK_NUMBER_SIZE]; /* "A001" */
	int ahead; /* −1 unknown */
	int wait_s; /* −1 unknown */
	bool past_closing; /* it may not be called within today's hours: said so */
	enum kiosk_error error;
	enum kiosk_opening opening; /* of the chosen service, or on KIOSK_CLOSED of the centre */
	bool portal_down; /* the national portal is out of order: said on KIOSK_SERVICES */
	bool no_slips; /* the printer is in trouble: said on KIOSK_SERVICES */
	bool buttons_only; /* no touch: services are shown as what the panel's buttons say */
	int pressed; /* index + 1 of the service under the finger; 0 none */
};

enum kiosk_target_kind {
	KIOSK_TARGET_NONE,
	KIOSK_TARGET_SERVICE, /* index into services; also when closed or full */
	KIOSK_TARGET_REGULAR,
	KIOSK_TARGET_REASON, /* index into reasons */
	KIOSK_TARGET_LANGUAGE, /* index into languages */
	KIOSK_TARGET_BACK, /* to the services */
};
struct kiosk_target {
	enum kiosk_target_kind kind;
	int index;
};

/* Draws the whole view on a surface of width × height pixels, 640x480 or larger, in either
 * orientation. */
void kiosk_screen_draw(cairo_t *cr, const struct phrases *phrases, const struct kiosk_view *view,
	int width, int height);

/* What is at x, y. */
struct kiosk_target kiosk_screen_hit(
	const struct kiosk_view *view, int width, int height, int x, int y);
/* Where a target is, for tests and for showing a press; empty when it is not on the page. */
cairo_rectangle_int_t kiosk_screen_place(
	const struct kiosk_view *view, int width, int height, struct kiosk_target target);
