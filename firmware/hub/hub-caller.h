/* SPDX-License-Identifier: Apache-2.0 */
/* Finds out who sends a request: by its token, its cookie, its socket, or its being local. */
#pragma once

#include <microhttpd.h>

#include "hub/hub-error.h"
#include "hub/hub.h"

/* The name of the cookie that POST /api/v1/sign-in sets. Browsers give a host's cookies to all of
 * its ports, so a training centre's has another one. */
const char *caller_cookie(const struct hub *hub);

/* A browser's request that changes something (a browser comes over TCP without an Authorization
 * header) must come from a page of the hub itself: otherwise another site's page could send it in
 * a user's name. −EACCES: rejected. */
int caller_check_site(struct MHD_Connection *connection, const char *method,
	struct api_error *ret_error) _warn_unused_;

/* Identifies the caller; ROLE_NONE when the request does not name one. −EACCES: the claimed
 * identity is wrong; then *ret_error is set. *ret_cookie (heap) is set when the browser is to
 * forget its cookie. */
int caller_identify(struct hub *hub, struct MHD_Connection *connection, struct caller *ret,
	struct api_error *ret_error, char **ret_cookie) _warn_unused_;

/* Whether the request may be a browser's: it comes over TCP without an Authorization header. */
bool caller_is_browser(struct MHD_Connection *connection);
