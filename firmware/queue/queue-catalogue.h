/* SPDX-License-Identifier: Apache-2.0 */
/* The commands on the catalogue, which is in the database and not in the model. */
#pragma once

#include "queue/decide.h"

bool queue_catalogue_is(enum command_kind kind);
/* Runs one in the transaction that has begun. The answer has the result or the error; −errno of the
 * disk. */
int queue_catalogue_run(struct decision *decision, struct store *store) _warn_unused_;
