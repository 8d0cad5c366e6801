/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's answers for people. What an answer lacks is shown as "-": an older or newer hub is
 * no reason to fail. Pure. */
#pragma once

#include "ctl/ctl.h"

void show_state(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_counters(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_counter(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_ticket(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
/* The waiting list within a state. */
void show_waiting(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_tickets(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_public(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_health(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
/* Procedures that were found; one. */
void show_found(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_procedure(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
/* Visits, or other figures: ratings, pauses, slips a column for each, dossiers a block for each
 * source. */
void show_evaluation(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_report(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_certificate(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_sign_ins(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
/* The first list of objects in the answer, a column for each key. */
void show_rows(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
/* An object, a line for each key. */
void show_object(const json_t *answer, const struct ctl_view *view, struct textbuf *out);

/* One event in a line: "123  08:01:02  call  number=A001 counter=3". data is an object. */
void show_event(int64_t seq, const char *kind, const json_t *data, struct textbuf *out);
