/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses of a training centre, from those of the real hub. Pure. */
#pragma once

#include "base/text.h"

enum { TRAINING_PORT = 8082, TRAINING_TLS_PORT = 8445 };

/* The port of the first address of a list such as "0.0.0.0:8080, [::1]:8080"; 0: none. */
int training_port(const char *list) _warn_unused_;
/* The same list with another port everywhere; heap. */
char *training_listen(const char *list, int port) _warn_unused_;
