/* SPDX-License-Identifier: Apache-2.0 */
/* Which pictures of the site's pages are in the database: a page whose picture is not is left out
 * by halls, and health says so as the device "hub/pictures". Looked up in the worker's thread;
 * every function belongs to the loop's. */
#pragma once

#include "hub/hub.h"

struct hub_pictures;

/* changed is called after each look. Before the worker begins to work; freed after it has ended. */
void hub_pictures_new(struct hub *hub, void (*changed)(struct hub *hub), struct hub_pictures **ret);
void hub_pictures_free(struct hub_pictures *pictures);

/* Looks again: the site or the pictures are others. */
void hub_pictures_look(struct hub_pictures *pictures);
/* An event was committed. */
void hub_pictures_on_event(struct hub_pictures *pictures, const struct event *event);

/* False also while the first look is under way. */
bool hub_pictures_has(const struct hub_pictures *pictures, const char *id);
