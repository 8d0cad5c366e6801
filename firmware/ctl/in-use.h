/* SPDX-License-Identifier: Apache-2.0 */
/* Which programs run, and which one has a device open, by /proc. Root sees all of them, others
 * their own. Opens no device. */
#pragma once

#include <stdbool.h>

enum { IN_USE_SIZE = 48 };

/* The first program but this one that has the character device (also by another name) open, as
 * "minicom (1234)" in ret. 0 none, 1 found; −EACCES: none that this user may look at; −errno when
 * there is no such device, −ENOTTY when it is no character device. */
int in_use_find(const char *device, char ret[IN_USE_SIZE]);

/* Whether a program of this name (of at most 15 bytes, as in /proc/PID/comm) runs. */
bool in_use_runs(const char *program);
