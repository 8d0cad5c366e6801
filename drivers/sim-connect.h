/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated devices are Unix sockets on which the simulator listens. */
#pragma once

#include "base/cleanup.h"

/* Returns a connected non-blocking stream socket, for the caller to close, or −errno. Does not
 * wait. */
int sim_connect(const char *path) _warn_unused_;
