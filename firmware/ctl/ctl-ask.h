/* SPDX-License-Identifier: Apache-2.0 */
/* Sends requests to the hub, and prints the error when the hub rejects one or is away. */
#pragma once

#include "ctl/ctl.h"

/* Runs a command of the table; an enum ctl_exit. */
int ask_run(struct ctl *ctl);

/* One request. CTL_OK: *ret_status is 2xx and *ret_text (heap) what came. Otherwise what is wrong
 * has been written to standard error, and with --json what came to standard output. */
int ask_hub(struct ctl *ctl, const char *method, const char *path, const char *body,
	int *ret_status, char **ret_text);
/* The same for an answer that must be a JSON object; a new reference. */
int ask_hub_json(struct ctl *ctl, const char *method, const char *path, json_t **ret);
/* POST of a file to be looked at or taken. CTL_OK: *ret_text (heap) is the answer, *ret (a new
 * reference) the same read; else it has been said that nothing was changed, too. */
int ask_import(
	struct ctl *ctl, const char *path, const json_t *body, char **ret_text, json_t **ret);

/* GET of an answer of any length into a file, which is called what when something is wrong with it;
 * that has been said then. An enum ctl_exit. */
int ask_fetch(struct ctl *ctl, const char *path, const char *what, int fd);
/* The same into *ret, the caller's to free; at most 128 MB. */
int ask_fetch_text(struct ctl *ctl, const char *path, const char *what, struct textbuf *ret);

/* Prints the hub's error; returns the exit status. */
int ask_say_refused(int status, const char *text);
/* Says that the hub did not answer (error is −errno); returns the exit status. */
int ask_say_away(const struct ctl *ctl, int error);

/* Writes a site's errors to standard error, each as a line "services[2].name.vi: is missing". */
void ask_say_faults(const json_t *faults);

/* What a file is called when something is said of it; "-" is standard input. */
const char *ask_file_name(const char *path);
/* Reads a file that a command was given ("-" standard input) as office_decode does. CTL_OK, or what
 * is wrong has been said. ret is the caller's to free. */
int ask_read_file(const char *path, size_t limit, bool mend, struct textbuf *ret);
/* Reads a file of at most limit bytes, "-" standard input, as JSON without doubled keys; says where
 * it is none. *ret: the caller's. An enum ctl_exit. */
int ask_read_json(const char *path, size_t limit, json_t **ret);

/* Path or query text with everything but letters, digits and "-._~" as %XX; heap. */
char *ask_escape(const char *text) _warn_unused_;
/* The fields with a JSON name as "?name=value&…", or ""; heap. */
char *ask_query(const struct ctl *ctl) _warn_unused_;
/* The body as the table says; a new reference. tickets are resolved before. */
json_t *ask_body(const struct ctl *ctl, const int64_t tickets[CTL_FIELDS_MAX]) _warn_unused_;
/* The path with its fields in place; heap. */
char *ask_path(const struct ctl *ctl, const int64_t tickets[CTL_FIELDS_MAX]) _warn_unused_;
