/* SPDX-License-Identifier: Apache-2.0 */
/* Single values out of the hub's JSON, as people read them. All accept NULL. Pure. */
#pragma once

#include "ctl/ctl.h"
#include "ctl/ctl-table.h"

/* A member's text; NULL when it is missing, null or empty. */
const char *value_text(const json_t *object, const char *key);
/* Any value as text, heap: texts as they are, lists joined with spaces, objects as "key:value". */
char *value_any(const json_t *json) _warn_unused_;
/* A name per language: the view's, else the first; NULL when there is none. */
const char *value_name(const json_t *names, const struct ctl_view *view);
/* The wanted part of an ISO time, heap: "08:01:02"; NULL for none. */
char *value_clock(const json_t *object, const char *key) _warn_unused_;
/* Seconds as "45 s", "14 min" or "2 h 05 min", heap; NULL for none. */
char *value_duration(const json_t *object, const char *key) _warn_unused_;

/* The next cell of a table, from a member. */
void value_cell(struct table *table, const json_t *object, const char *key);
void value_cell_clock(struct table *table, const json_t *object, const char *key);
void value_cell_duration(struct table *table, const json_t *object, const char *key);

/* A line "  name         value"; prints nothing when there is no value. */
void value_line(struct textbuf *out, const char *name, const char *value);
void value_line_any(struct textbuf *out, const char *name, const json_t *object, const char *key);
