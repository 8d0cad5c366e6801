/* SPDX-License-Identifier: Apache-2.0 */
/* The listening sockets and libmicrohttpd, served from the program's loop: every function is called
 * from its thread, and none blocks but http_drain. */
#pragma once

#include <microhttpd.h>

#include "hub/hub-peer.h"
#include "hub/hub.h"

struct http;

/* Opens every address of the settings. Logs what is wrong. The callbacks, whose cls is the hub,
 * are libmicrohttpd's: a request comes in pieces, and is over. */
int http_new(struct hub *hub, MHD_AccessHandlerCallback on_request,
	MHD_RequestCompletedCallback on_completed, struct http **ret) _warn_unused_;
/* New connections get this certificate; open ones keep theirs. −EBUSY: too many former
 * certificates are still in use. After an error nothing is changed. */
int http_renew(struct http *http, const struct tls *tls) _warn_unused_;
/* Frees what is kept for former certificates that no connection uses any more. */
void http_forget_retired(struct http *http);
/* Accepts no new connections; open ones continue. */
void http_quiesce(struct http *http);
/* Serves what is left; blocks until that has gone out, at most for ms milliseconds. */
void http_drain(struct http *http, int ms);
void http_free(struct http *http);

/* Resumes a suspended connection; http_run then serves it. */
void http_resume(struct http *http, struct MHD_Connection *connection);
/* Serves what was resumed now, without waiting for the sockets. */
void http_run(struct http *http);

/* Who is at the other end. */
const struct peer *http_peer(struct MHD_Connection *connection);
/* NULL, or why each request is rejected, in English: the connection is one too many. */
const char *http_refused(struct MHD_Connection *connection);

/* gone is called from the loop when the other end hangs up; NULL: nobody wants to know any more.
 * False: it has closed its half already, and gone is not called. */
bool http_watch(struct MHD_Connection *connection, void (*gone)(void *userdata), void *userdata);

/* What a connection is busy with: its request's head has come and says who asks, the request is
 * whole, its answer goes out, and has gone. */
void http_head(struct MHD_Connection *connection, const struct caller *caller);
void http_waits(struct MHD_Connection *connection);
void http_sends(struct MHD_Connection *connection);
void http_answered(struct MHD_Connection *connection);
