/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by fold.c and fold-counter.c. */
#pragma once

#include "queue/model-data.h"

struct stamp fold_stamp(const struct event *event);
/* A ticket of the current day, or NULL. */
struct held_ticket *fold_find_held(struct model *model, int64_t id);
/* A counter that has had a session, or NULL. */
struct counter_entry *fold_find_counter(struct model *model, int number);

int fold_counter_open(struct model *model, const struct event *event);
/* Pause, resume, close. */
int fold_counter(struct model *model, const struct event *event);
