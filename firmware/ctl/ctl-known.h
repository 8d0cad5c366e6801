/* SPDX-License-Identifier: Apache-2.0 */
/* For who named something that is not there: what there is. */
#pragma once

#include <jansson.h>

#include "ctl/ctl.h"

/* Behind the hub's refusal of a request to path: body is its answer. Asks the hub once more; says
 * nothing where there is no list, or when the hub does not tell. */
void known_say(const struct ctl *ctl, const char *path, const char *body);
/* "Counters: 1 2 3", from a list of objects and their member. Says nothing of an empty list. */
void known_say_list(const char *what, const json_t *list, const char *member);
/* "Boards: a b; or the path of a file.": the files of a folder of the data folder, by their kind.
 */
void known_say_files(const char *what, const char *folder, const char *end, const char *more);
