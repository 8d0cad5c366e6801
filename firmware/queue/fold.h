/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by fold.c, fold-counter.c and fold-figures.c. */
#pragma once

#include "queue/model-internal.h"

struct timestamp fold_timestamp(const struct event *event);
/* A ticket of the current day, or NULL. */
struct ticket_entry *fold_find_entry(struct model *model, int64_t id);
/* A counter that has had a session, or NULL. */
struct counter_entry *fold_find_counter(struct model *model, int number);

/* At a new boot: what was going on in the former one lasted until the last event. */
void fold_boot_ends(struct model *model);
/* Notes the first event of a session in this boot: its times go on from there. */
void fold_session_seen(struct model *model, const struct event *event);
int fold_counter_open(struct model *model, const struct event *event);
int fold_counter_services(struct model *model, const struct event *event);
int fold_counter_pause_after(struct model *model, const struct event *event);
int fold_counter_undo_pause_after(struct model *model, const struct event *event);
/* Pause, resume, close. */
int fold_counter(struct model *model, const struct event *event);

/* catalogue-change.c */
int fold_catalogue(struct model *model, const struct event *event);

/* fold-figures.c */
int fold_rate(struct model *model, const struct event *event);
int fold_portal(struct model *model, const struct event *event);
/* A complaint was entered or changed. */
int fold_complaint(struct model *model, const struct event *event);
/* The evaluation's figures of a period were imported or removed. */
int fold_evaluation(struct model *model, const struct event *event);
/* Counts of dossiers were entered or removed. */
int fold_dossier(struct model *model, const struct event *event);
/* The counts that came with a finish, and their removal when the finish is undone. */
void fold_finish_dossiers(
	struct model *model, const struct ticket *ticket, const struct event *event);
void fold_undo_dossiers(struct model *model, const struct ticket *ticket);
