/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line. Most commands are rows of one table (ctl-commands.c): a method, a path, the
 * fields that go into the path, the query or the body, and how the answer is shown. The few that
 * are more have a function of their own.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "base/text.h"

enum ctl_exit {
	CTL_OK,
	CTL_REFUSED, /* by the hub, by the rules of a site file, or by a full disk */
	CTL_USAGE, /* wrong words, or a file that cannot be read */
	CTL_AWAY, /* no answer from the hub */
	CTL_FAULTS, /* doctor: somebody has to act */
	CTL_UNTOLD, /* board check: this computer cannot tell */
};

enum { CTL_FIELDS_MAX = 20 };

enum ctl_type {
	CTL_TEXT,
	CTL_NUMBER,
	CTL_LIST, /* words with commas between, an array in the body */
	CTL_YES_NO, /* a boolean in the body */
	CTL_FLAG, /* an option without an argument */
	CTL_TICKET, /* a number such as A001, or an id: the hub is asked for the id */
};

/* "--staff" is an option, "SERVICE" an argument by position. */
struct ctl_field {
	const char *name;
	const char *argument; /* an option's, in the help */
	enum ctl_type type;
	const char *json; /* its name in the query or the body; NULL: not there */
	bool required;
	const char *help;
};

/* How answers are shown. */
struct ctl_view {
	const char *language; /* of the names; NULL the first that there is */
	bool verbose; /* what only developers ask, too */
};

struct ctl;

struct ctl_command {
	const char *group; /* "ticket" */
	const char *verb; /* "issue", or "" */
	const char *summary;
	const char *details; /* more for its help, or NULL */
	const char *method;
	const char *path; /* "{TICKET}" stands for that field */
	const char *body; /* what the body always has, JSON, or NULL */
	const char *once; /* the field that makes a repeated request harmless, or NULL */
	const char *asked; /* the field that is asked for and never an argument, or NULL */
	const struct ctl_field *fields; /* ends with a NULL name; may be NULL */
	void (*show)(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
	int (*run)(struct ctl *ctl); /* when it is more than that one request; an enum ctl_exit */
};

/* What was asked for. All strings are borrowed from argv. */
struct ctl_arguments {
	const struct ctl_command *command; /* NULL: only help or version, see group */
	const char *group; /* whose help, when no command was named; or NULL */
	const char *values[CTL_FIELDS_MAX]; /* one a field of the command, or NULL */
	const char *hub;
	const char *token_file;
	const char *language;
	bool json;
	bool help;
	bool version;
};

struct ctl {
	struct ctl_arguments arguments;
	const char *hub;
	char *token; /* or NULL */
	struct ctl_view view;
};

/* The value of a field of the command, or NULL. */
const char *ctl_value(const struct ctl *ctl, const char *name);
/* A CTL_NUMBER's value as a number, which arguments_parse has checked; fallback for NULL. */
int64_t ctl_number(const char *value, int64_t fallback);

/* ctl-commands.c: every command, in the order of the help. Ends with a NULL group. */
extern const struct ctl_command ctl_commands[];

/* The commands that are more than one request; each returns an enum ctl_exit. */
int site_run_export(struct ctl *ctl);
int site_run_import(struct ctl *ctl);
int site_run_check(struct ctl *ctl);
int site_run_try(struct ctl *ctl);
int site_run_notices(struct ctl *ctl);
int site_run_pages(struct ctl *ctl);
int site_run_sample(struct ctl *ctl);
int device_run_picture(struct ctl *ctl);
int counter_run_show(struct ctl *ctl);
int token_run_new(struct ctl *ctl);
int report_run(struct ctl *ctl);
int events_run(struct ctl *ctl);
int board_run_check(struct ctl *ctl);
int doctor_run(struct ctl *ctl);
int backup_run(struct ctl *ctl);
int monthly_save_run(struct ctl *ctl); /* ctl-monthly.c */
int printer_run_show(struct ctl *ctl);
int printer_run_test(struct ctl *ctl);
int verify_run(struct ctl *ctl);
int guide_run(struct ctl *ctl);
int language_run_check(struct ctl *ctl);
int language_run_words(struct ctl *ctl);
int voice_run_test(struct ctl *ctl);
int voice_run_words(struct ctl *ctl);
int voice_run_check(struct ctl *ctl);
int voice_run_make(struct ctl *ctl);
int voice_run_names(struct ctl *ctl);
int training_run_ask(struct ctl *ctl);
int training_run_off(struct ctl *ctl);
int training_run_on(struct ctl *ctl);
int version_run(struct ctl *ctl);
int staff_run_add(struct ctl *ctl);
int staff_run_change(struct ctl *ctl);
int setup_run(struct ctl *ctl);
int dossier_run_import(struct ctl *ctl);
int evaluation_run_import(struct ctl *ctl);
int evaluation_run_show(struct ctl *ctl);
int catalogue_run_import(struct ctl *ctl);
int catalogue_run_undo(struct ctl *ctl);
int catalogue_run_export(struct ctl *ctl);
int catalogue_run_sheets(struct ctl *ctl);

/* An administrator, whose secret is the first line of the file, or asked for when that is "". An
 * enum ctl_exit. */
int staff_add_admin(struct ctl *ctl, const char *id, const char *secret_file);

/* What the command line says. A failed write is found once, at the end, by main. */

/* "layso: …" on standard error: what is wrong. The caller ends the line. */
void say_wrong(const char *format, ...) _printf_(1, 2);
/* On standard error too: what to do about it. */
void say_more(const char *format, ...) _printf_(1, 2);
/* The answer, on standard output. */
void say(const char *format, ...) _printf_(1, 2);
