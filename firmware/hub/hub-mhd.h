/* SPDX-License-Identifier: Apache-2.0 */
/* One of libmicrohttpd's daemons, with what all of ours are set to. */
#pragma once

#include <microhttpd.h>
#include <stdbool.h>

#include "hub/hub-tls.h"

struct mhd_calls {
	MHD_AccessHandlerCallback on_request;
	MHD_RequestCompletedCallback on_completed; /* the request */
	void *request_userdata; /* of these two */
	MHD_NotifyConnectionCallback on_connection; /* one comes or goes */
	void *connection_userdata;
};

/* It is handed its connections, and may suspend them. tls: NULL for plain HTTP. calls is only read
 * here. NULL: it does not start. */
struct MHD_Daemon *mhd_start(const struct tls *tls, const struct mhd_calls *calls) _warn_unused_;

/* A header of what was asked, the first of that name in any case; NULL: there is none. It lives as
 * long as the request. */
const char *mhd_header(struct MHD_Connection *connection, const char *name);

/* Whether the other end has closed its half: it has hung up, or reads on but asks nothing more. */
bool mhd_has_hung_up(struct MHD_Connection *connection);
