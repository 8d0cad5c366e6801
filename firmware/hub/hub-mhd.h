/* SPDX-License-Identifier: Apache-2.0 */
/* One of libmicrohttpd's daemons, with what all of ours are set to. */
#pragma once

#include <microhttpd.h>

#include "hub/hub.h"

/* It is handed its connections, and may suspend them; requests go to request_access. tls: NULL for
 * plain HTTP. on_connection is told of each that comes and goes. NULL: it does not start. */
struct MHD_Daemon *mhd_start(struct hub *hub, const struct tls *tls,
	MHD_NotifyConnectionCallback on_connection, void *userdata) _warn_unused_;
