/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso setup --page: the same questions on a page of this board's hub.
 *
 *     browser ── HTTP ── hub ── Unix socket ── layso setup --page (root)
 *
 * The hub only passes on what comes to it; this program alone may touch devices and settings, and
 * it runs only while somebody who is root on this board lets it. What comes has to know the code
 * that is shown in the terminal; who guesses ends it.
 */
#pragma once

#include "ctl/setup-talk.h"

/* Serves the page until Ctrl-C, or until nobody has used it for a quarter of an hour. An enum
 * ctl_exit. */
int setup_page_run(struct setup_talk *talk);
