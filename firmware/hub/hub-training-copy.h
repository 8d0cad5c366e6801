/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a training centre has of the real one: its site data and the accounts of its people, with
 * the hashes of their secrets, so that everybody practises under the name and secret they have. No
 * tokens, no sign-ins, no tickets, no pictures and no voice of its own. Pure.
 */
#pragma once

#include <jansson.h>

#include "hub/hub-people.h"
#include "queue/staff.h"
#include "ui/phrases.h"

enum { TRAINING_COPY_BYTES = 4 << 20 };

/* {"site": …, "staff": [{"id", "name", "role", "active", "valid_day", "secret"}]}; the caller's.
 * site is the site's JSON as it is stored. */
json_t *training_copy_make(json_t *site, const struct people *people);

struct training_copy {
	json_t *site; /* as the training centre has it */
	struct staff_row *staff;
	size_t n_staff;
};

/* Reads what training_copy_make made and checks it, in words of phrases. −EBADMSG: it is no such
 * thing, or its site is one that this hub would not take; *ret_why (borrowed, static) says what is
 * wrong. */
int training_copy_read(const char *text, size_t size, const struct phrases *phrases,
	struct training_copy *ret, const char **ret_why) _warn_unused_;
void training_copy_done(struct training_copy *copy);

/* A site for practising: always open, without what reaches a display, and without the address that
 * phones find the real centre by, where the tickets of this one are not known. Its name says what
 * it is, so that each report, table and file of it does. A new object. */
json_t *training_copy_site(json_t *real, const struct phrases *phrases);
