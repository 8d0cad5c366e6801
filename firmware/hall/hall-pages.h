/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages' pictures on this display's board: asks the hub for those that the site names and keeps
 * them, and the site, in the folder layso-NAME of $XDG_CACHE_HOME, so that a display that starts
 * without the hub shows its pages. Runs in the owner's event loop. Blocks on the disk: at the
 * start, and when another site or picture comes or a page with a picture is shown.
 */
#pragma once

#include <cairo.h>

#include "client/client.h"
#include "display/calls.h"

struct hall_pages;
/* The folder layso-NAME of $XDG_CACHE_HOME, which it makes; heap. NULL, which is logged: there is
 * none to write to. */
char *hall_pages_folder(const char *name);

/* Gives calls the kept site, and tells it which pictures are here (calls_set_pages). Without a
 * folder that can be written, which is logged, pages with pictures are not shown. calls is
 * borrowed; changed is called when a picture has come. */
void hall_pages_open(const char *name, struct calls *calls, void (*changed)(void *userdata),
	void *userdata, struct hall_pages **ret);
/* Before calls is freed. Accepts NULL. */
void hall_pages_close(struct hall_pages *pages);

/* After calls may have another site, or the hub answers again: keeps the site and asks for what is
 * missing. client is borrowed for the call, and calls back later; NULL none. */
void hall_pages_follow(struct hall_pages *pages, struct client *client);

/* A page's picture; borrowed until the next call. NULL: "", or it cannot be read. */
cairo_surface_t *hall_pages_picture(struct hall_pages *pages, const char *picture);
