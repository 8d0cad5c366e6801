/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What "layso doctor" says: each fault of the hub's health in people's words, with who has to act
 * and how, or why the hub cannot be asked. The words are those of the manager's page
 * (ui/web/manager-devices.js): a state that has words of its own there has them here. Pure.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "ui/phrases.h"

struct doctor_row {
	char *what; /* "Máy in của kiosk-1" */
	char *state; /* "hết giấy" */
	char *since; /* "" not known */
	char *note; /* "" none */
	char *advice;
	const char *fault; /* who has to act: "device", "site", "ours"; "none" only to be known */
	const char *command; /* that helps; NULL none */
	bool there; /* the command is run where the device is */
};

struct doctor_report {
	struct doctor_row *rows; /* faults first */
	size_t n;
	size_t n_faults; /* rows that somebody has to act on */
	size_t n_devices; /* that have reported */
};

/* Free *ret with doctor_report_done, also on failure. −EINVAL: that is no health of a hub. */
int doctor_examine(const json_t *health, const struct phrases *phrases, const char *language,
	struct doctor_report *ret) _warn_unused_;
/* What a hub lacks that was just installed, and health does not tell: without it nobody gets a
 * number, or nobody can change anything. */
enum doctor_missing { DOCTOR_NO_SITE, DOCTOR_NO_ADMIN };
/* Adds it as the first row. */
void doctor_add_missing(struct doctor_report *report, const struct phrases *phrases,
	const char *language, enum doctor_missing missing);
void doctor_report_done(struct doctor_report *report);

/* For people, in lines of at most 80 columns. */
void doctor_write(const struct doctor_report *report, const struct phrases *phrases,
	const char *language, struct textbuf *out);
/* For programs; a new reference. */
json_t *doctor_json(const struct doctor_report *report) _warn_unused_;

/* What is known about a hub that did not answer. */
struct doctor_absence {
	int error; /* −errno, of client_call; 0: what answers is no hub */
	bool is_local; /* it is asked through a Unix socket */
	bool is_running; /* a layso-hubd runs on this computer */
};
/* The reason, as in the texts doctor.away.REASON and doctor.away.REASON_advice. */
const char *doctor_away_reason(const struct doctor_absence *absence);

/* One text at the beginning of a line, wrapped and indented. */
void doctor_write_text(struct textbuf *out, int indent, const char *text);

/* The language to speak: the one asked for (NULL none), else the locale's ("en_US.UTF-8"; NULL
 * none), else the first. NULL: the one asked for has no texts. */
const char *doctor_language(const struct phrases *phrases, const char *asked, const char *locale);
