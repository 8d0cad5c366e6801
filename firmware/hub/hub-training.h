/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The training centre: a second hub on the board of the real one, where people press every key and
 * nothing happens to anybody.
 *
 *   real hub ──GET /training/copy (Unix socket, its user alone)──► DATA/copy.json ──► DATA/layso.db
 *
 * It is a program, a user, a folder, a socket, a port and a cookie of its own, so that nothing that
 * goes wrong here can reach the real one, which only answers one question. Devices and tokens are
 * refused, so no display shows and no printer prints what happens here; backups, reports of months
 * and archives are not begun.
 *
 * Each start is a new beginning: the copy is fetched, put in the place of the former one whole or
 * not at all, and an empty hall is made from it. "Begin again" is therefore the end of the program
 * and its next start (DAEMON_AGAIN). A start that is killed has left at most half a hall, which the
 * next start does not look at. When the real hub does not answer, the former copy is used, and the
 * pages say how old it is.
 *
 * DATA/copy.json also says whose folder it is: a hub with a copy beside its database is no real
 * one, and a folder with a database and no copy is not emptied.
 */
#pragma once

#include "hub/hub-training-band.h"
#include "hub/hub.h"

struct training;

/* For every hub before it opens its database, with its words loaded. In a training centre it makes
 * the hall anew, *ret is the caller's; otherwise *ret is NULL, and −EMEDIUMTYPE: the folder is a
 * training centre's. −EBUSY: another one runs; −EPERM: the folder holds another hall; −ENODATA:
 * there is no copy and none to be had. Logs. Blocks for some seconds. */
int training_new(struct hub *hub, struct training **ret) _warn_unused_;
/* Lets visitors come, and a new day begin again, once the hub serves. −errno. */
int training_start(struct training *training) _warn_unused_;
/* Accepts NULL. */
void training_free(struct training *training);

/* Ends the program so that it begins again, once what is under way is answered. */
void training_begin_again(struct training *training);

/* To the other one of the two, as its setting says; "" none. Pure. */
const char *training_link(const struct hub_settings *settings, bool tls);

/* When the copy was made, wall time; whether the start had a new one. */
int64_t training_copied_ms(const struct training *training);
bool training_is_fresh(const struct training *training);

/* What the pages of this hub say of training; borrows from the hub. */
struct training_band training_band(const struct hub *hub);

/* Whether the folder is a training centre's. */
bool training_owns(const char *dir);
