/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages' pictures on this display's board, kept as site files (display/site-files.h, which
 * gives thread and blocking), and beside them the site, so that a display that starts without the
 * hub shows its pages. Blocks on the disk also at the start, when another site comes, and when a
 * page with a picture is shown.
 */
#pragma once

#include <cairo.h>

#include "client/client.h"
#include "display/calls.h"

struct hall_pages;

/* Gives calls the kept site, and tells it which pictures are here (calls_set_pages). calls is
 * borrowed; changed is called when a picture has come or could not be kept: the owner follows
 * again. −errno of the loop. */
int hall_pages_open(sd_event *event, const char *name, struct calls *calls,
	void (*changed)(void *userdata), void *userdata, struct hall_pages **ret) _warn_unused_;
/* Before calls is freed. Accepts NULL. */
void hall_pages_close(struct hall_pages *pages);

/* After calls may have another site, or the hub answers again: keeps the site and asks for what is
 * missing. client is borrowed for the call, and calls back later; NULL none. */
void hall_pages_follow(struct hall_pages *pages, struct client *client);

/* A page's picture; borrowed until the next call. NULL: "", or it cannot be read. */
cairo_surface_t *hall_pages_picture(struct hall_pages *pages, const char *picture);
/* 0, or the disk's −errno, for which the site or a picture is not kept. */
int hall_pages_error(const struct hall_pages *pages);
