/* SPDX-License-Identifier: Apache-2.0 */
/* The commands about people and their sign-ins. They are decided against the store, since people
 * are not in the model. For queue.c alone. */
#pragma once

#include "queue/decide.h"
#include "queue/store.h"

/* Whether the command is one of these. */
bool queue_staff_is(enum command_kind kind);
/* Decides and writes. *ret_wrote: something was written, even if there was no event. */
int queue_staff_run(struct decision *decision, struct store *store, bool *ret_wrote) _warn_unused_;
