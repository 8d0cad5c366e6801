/* SPDX-License-Identifier: Apache-2.0 */
/* Finds out who sends a request: by its token, its cookie, its socket, or its being local. */
#pragma once

#include "hub/hub-request.h"

/* The cookie that POST /api/v1/login sets. */
#define CALLER_COOKIE "layso"

/* A request that changes something, of a browser (which is known by its cookie or by being local),
 * must come from a page of the hub itself: no page elsewhere can have it sent in somebody's name.
 * −EACCES: refused. */
int caller_check_site(struct request *request) _warn_unused_;

/* Sets request->caller; ROLE_NONE when nothing says who it is. −EACCES: who it says it is, it is
 * not; then request->refusal is set. */
int caller_identify(struct request *request) _warn_unused_;

/* Whether the request says nothing of itself but what a browser adds: it may be a browser's. */
bool caller_is_browser(const struct request *request);
