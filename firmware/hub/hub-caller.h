/* SPDX-License-Identifier: Apache-2.0 */
/* Finds out who sends a request: by its token, its cookie, its socket, or its being local. */
#pragma once

#include "hub/hub-request.h"

/* The cookie that POST /api/v1/login sets. */
#define CALLER_COOKIE "layso"

/* Sets request->caller; ROLE_NONE when nothing says who it is. −EACCES: who it says it is, it is
 * not; then request->refusal is set. */
int caller_identify(struct request *request) _warn_unused_;
