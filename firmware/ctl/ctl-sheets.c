/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso catalogue sheets: what is to hang on the notice board, as one file to print. A file is
 * written whole or not at all, after each of its codes was read again; what hangs changes only when
 * somebody says that it was posted.
 */
#include <errno.h>
#include <libgen.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json-get.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"
#include "ctl/sheet-posted.h"
#include "ctl/sheet-records.h"
#include "ui/dates.h"
#include "ui/sheet-check.h"

enum { PDF_BYTES_MAX = 128 * 1024 * 1024 };

/* All that sheets are made of, as the hub has it. */
struct job {
	struct ctl *ctl;
	struct phrases *phrases;
	json_t *site; /* with "seq" beside it */
	json_t *records;
	char *today;
	char *version;
	struct procedure **procedures;
	size_t n_procedures;
	struct link_rules rules;
	struct sheet_records made;
	char *centre_link;
	struct sheet_set set;
	struct sheet_plan plan;
	struct sheet_changes changes;
	bool *chosen;
	int n_chosen;
};

static void job_done(struct job *job)
{
	free(job->chosen);
	sheet_changes_done(&job->changes);
	sheet_plan_done(&job->plan);
	sheet_records_done(&job->made);
	for (size_t i = 0; i < job->n_procedures; i++) {
		procedure_free(job->procedures[i]);
	}
	free((void *)job->procedures);
	link_rules_done(&job->rules);
	free(job->centre_link);
	free(job->today);
	free(job->version);
	json_decref(job->records);
	json_decref(job->site);
	phrases_free(job->phrases);
}

static const json_t *site_of(const struct job *job)
{
	return json_object_get(job->site, "site");
}

static const json_t *sheets_of(const struct job *job)
{
	return json_object_get(site_of(job), "sheets");
}

static const char *first_language(const struct job *job)
{
	return phrases_language(job->phrases, 0);
}

/* ---- what the hub has ---- */

static int fetch_site(struct job *job)
{
	int r = ask_hub_json(job->ctl, "GET", "/api/v1/site", &job->site);

	if (r == CTL_OK && !json_is_object(site_of(job))) {
		say_wrong("the hub has no site data yet (layso site import)\n");
		r = CTL_REFUSED;
	}
	return r;
}

/* The day now, and the one on which the catalogue was changed last. */
static int fetch_days(struct job *job)
{
	json_auto_t *clock = NULL;
	json_auto_t *list = NULL;
	const json_t *last;
	_cleanup_free_ char *changed = NULL;
	_cleanup_free_ char *day = NULL;
	int r = ask_hub_json(job->ctl, "GET", "/api/v1/clock", &clock);

	if (r == CTL_OK) {
		r = ask_hub_json(job->ctl, "GET", "/api/v1/procedures?limit=1", &list);
	}
	if (r != CTL_OK) {
		return r;
	}
	last = json_object_get(list, "last");
	if (json_array_size(json_object_get(list, "procedures")) == 0) {
		say_wrong("there are no procedures yet (layso catalogue import)\n");
		return CTL_REFUSED;
	}
	if (strcmp(json_get_text(clock, "clock"), "ok") != 0) {
		say_wrong("the hub does not know what day it is, which sheets say and depend on "
			  "(layso clock set)\n");
		return CTL_REFUSED;
	}
	job->today = text_printf("%.10s", json_get_text(clock, "time"));
	changed = text_printf("%.10s", json_get_text(last, "at"));
	day = dates_day(job->phrases, first_language(job), changed);
	job->version = phrases_fill(
		job->phrases, first_language(job), "sheets.catalogue", "date", day, (char *)NULL);
	return CTL_OK;
}

static int fetch_records(struct job *job)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	const json_t *list, *record;
	size_t i;
	int r = ask_fetch_text(job->ctl, "/api/v1/procedures/export", "the catalogue", &text);

	if (r != CTL_OK) {
		return r;
	}
	job->records = json_loadb(text.data, text.size, 0, NULL);
	list = json_is_array(job->records) ? job->records
					   : json_object_get(job->records, "procedures");
	job->procedures = memory_new(json_array_size(list) + 1, sizeof(*job->procedures));
	json_array_foreach (list, i, record) {
		struct procedure_fault fault;

		if (procedure_from_json(record, &job->procedures[i], &fault) < 0) {
			say_wrong("the hub's record %zu is not one that this version knows\n", i);
			return CTL_REFUSED;
		}
		job->n_procedures = i + 1;
	}
	return CTL_OK;
}

/* ---- links ---- */

/* Says what is wrong; frees it. */
static int refuse(char *error)
{
	say_wrong("%s%s", error, error[strlen(error) - 1] == '\n' ? "" : "\n");
	say_more("Nothing was written.\n");
	free(error);
	return CTL_REFUSED;
}

static int make_records(struct job *job)
{
	char *error = NULL;
	int with_link = 0;

	link_rules_read(
		json_object_get(json_object_get(site_of(job), "catalogue"), "links"), &job->rules);
	if (link_check(&job->rules, &error) < 0) {
		return refuse(error);
	}
	if (sheet_records_make(job->procedures, job->n_procedures, job->today, &job->rules,
		    phrases_get(job->phrases, first_language(job), "sheets.other"), &job->made,
		    &error) < 0) {
		return refuse(error);
	}
	if (*job->made.left_out) {
		say_more(
			"Left out, because they cannot be shown as valid:\n%s", job->made.left_out);
	}
	if (*job->made.too_long) {
		say_more(
			"These sectors have no sheet, because their link is longer than %d bytes:\n"
			"%s",
			LINK_BYTES_MAX, job->made.too_long);
	}
	for (int i = 0; i < job->made.n_entries; i++) {
		with_link += job->made.entries[i].link != NULL;
	}
	if (job->made.n_entries == 0) {
		return refuse(text_dup("no procedure is valid today"));
	}
	if (with_link == 0) {
		return refuse(text_dup("no procedure has a link: set catalogue.links.procedure in "
				       "the site data, such as https://example.vn/?ma={code}"));
	}
	if (with_link < job->made.n_entries) {
		say_more("%d of %d procedures have no link and so no code.\n",
			job->made.n_entries - with_link, job->made.n_entries);
	}
	return CTL_OK;
}

/* ---- sheets ---- */

/* Whether a sheet, by its key, is of the sector that was asked for. */
static bool is_wanted(const char *key, const char *sector)
{
	size_t size = strcspn(key, "/");

	return !sector || (strncmp(key, sector, size) == 0 && !sector[size]);
}

/* Leaves what is not of the sector as it is. */
static void keep_sector(struct sheet_changes *changes, const char *sector)
{
	int n = 0;

	for (int i = 0; i < changes->n_gone; i++) {
		if (is_wanted(changes->gone[i], sector)) {
			changes->gone[n++] = changes->gone[i];
		} else {
			free(changes->gone[i]);
		}
	}
	changes->n_gone = n;
}

static int choose(struct job *job)
{
	const char *name = ctl_value(job->ctl, "--sector");
	_cleanup_free_ char *sector = name ? sheet_sector_id(name) : NULL;
	bool only_changed = ctl_value(job->ctl, "--changed") || ctl_value(job->ctl, "--posted");
	int n_of_sector = 0;

	keep_sector(&job->changes, sector);
	job->chosen = memory_new((size_t)job->plan.n + 1, sizeof(*job->chosen));
	for (int i = 0; i < job->plan.n; i++) {
		bool wanted = is_wanted(job->plan.sheets[i].key, sector);

		n_of_sector += wanted;
		job->chosen[i] = wanted && (!only_changed || job->changes.sheets[i] != SHEET_SAME);
		job->n_chosen += job->chosen[i];
	}
	if (n_of_sector == 0 && job->changes.n_gone == 0) {
		say_wrong("no valid procedure is of the sector '%s'\n", name);
		return CTL_REFUSED;
	}
	return CTL_OK;
}

static int plan(struct job *job)
{
	const json_t *names = json_object_get(site_of(job), "name");
	const char *name = value_text(names, first_language(job));
	_cleanup_free_ char *list = sheet_posted_text(sheets_of(job));
	bool part = ctl_value(job->ctl, "--changed") || ctl_value(job->ctl, "--sector") ||
		ctl_value(job->ctl, "--posted");
	char *error = NULL;

	(void)!link_make(&job->rules, LINK_CENTRE, "", NULL, &job->centre_link);
	job->set = (struct sheet_set){
		.centre = name ? name : value_name(names, &job->ctl->view),
		.link = job->centre_link,
		.date = job->today,
		.version = job->version,
		/* A part is printed as the rest that hangs. */
		.second_language = ctl_value(job->ctl, "--both-languages") != NULL ||
			(part && sheet_posted_in_both(sheets_of(job))),
		.sectors = job->made.sectors,
		.n_sectors = job->made.n_sectors,
	};
	if (sheets_plan(job->phrases, &job->set, &job->plan, &error) < 0 ||
		sheet_changes_find(&job->plan, list, &job->changes, &error) < 0) {
		return refuse(error);
	}
	return choose(job);
}

static int prepare(struct job *job)
{
	int (*const steps[])(struct job *) = {fetch_days, fetch_records, make_records, plan};
	int r = CTL_OK;

	for (size_t i = 0; i < ELEMENTS(steps) && r == CTL_OK; i++) {
		r = steps[i](job);
	}
	return r;
}

static const char *change_name(enum sheet_change change)
{
	return change == SHEET_SAME ? "same" : change == SHEET_NEW ? "new" : "changed";
}

static void say_sheets(const struct job *job)
{
	for (int i = 0; i < job->plan.n; i++) {
		const struct sheet *sheet = &job->plan.sheets[i];

		if (job->chosen[i]) {
			_cleanup_free_ char *name = table_clean(sheet->kind == SHEET_CENTRE
					? job->set.centre
					: job->set.sectors[sheet->sector].name);

			say("%-9s %-20s %3d  %s\n", change_name(job->changes.sheets[i]), sheet->key,
				sheet->n, name);
		}
	}
	for (int i = 0; i < job->changes.n_gone; i++) {
		say("%-9s %s\n", "take down", job->changes.gone[i]);
	}
}

/* On a terminal only: a large catalogue takes minutes on a board. */
static void say_progress(int n)
{
	if (n % 10 == 0 && isatty(STDERR_FILENO)) {
		say_more("\r%d sheets read again ", n);
	}
}

/* Whether a file can be given the name, said before the work is done: a device would be replaced by
 * the file. */
static int check_path(const char *path)
{
	_cleanup_free_ char *folder = text_dup(path);
	struct stat found;

	if (stat(path, &found) == 0 && !S_ISREG(found.st_mode)) {
		say_wrong("%s is no file\n", path);
		return CTL_USAGE;
	}
	if (access(dirname(folder), W_OK | X_OK) < 0) {
		say_wrong("%s cannot be written: %s\n", path, strerror(errno));
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int write_file(struct job *job, const char *path)
{
	_cleanup_(textbuf_done) struct textbuf pdf = {0};
	char *error = NULL;
	int r;

	if (sheets_check(job->phrases, &job->set, &job->plan, job->chosen, say_progress, &error) <
		0) {
		return refuse(error);
	}
	r = sheets_write_pdf(job->phrases, &job->set, &job->plan, job->chosen, &pdf);
	if (r == 0) {
		sheet_posted_end_pdf(&job->plan, job->chosen, &job->changes, sheets_of(job),
			job->set.second_language, &pdf);
		r = text_write_file(path, pdf.data, pdf.size, 0644);
	}
	if (r < 0) {
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		return r == -ENOSPC || r == -EDQUOT || r == -EIO ? CTL_REFUSED : CTL_USAGE;
	}
	say("%d sheets are in %s, each code read again. Post them, then: layso catalogue sheets "
	    "--posted --out %s\n",
		job->n_chosen, path, path);
	return CTL_OK;
}

static int print(struct job *job)
{
	const char *path = ctl_value(job->ctl, "--out");
	int r = prepare(job);

	if (r != CTL_OK) {
		return r;
	}
	say_sheets(job);
	if (job->n_chosen == 0) {
		say("No sheet has to be printed.\n");
		if (job->changes.n_gone > 0) {
			say("When the others are taken down: layso catalogue sheets --posted\n");
		}
		return CTL_OK;
	}
	return path ? write_file(job, path) : CTL_OK;
}

/* ---- what hangs ---- */

static int put_sheets(struct job *job, json_t *sheets)
{
	json_auto_t *body = json_pack("{s:O}", "sheets", sheets);
	_cleanup_free_ char *text = json_dumps(body, JSON_COMPACT);
	_cleanup_free_ char *answer = NULL;
	int status, r = CTL_OK;

	if (!json_equal(sheets, sheets_of(job))) {
		r = ask_hub(job->ctl, "PUT", "/api/v1/sheets", text, &status, &answer);
	}
	if (r == CTL_OK) {
		say("%zu sheets hang.\n", json_array_size(sheets));
	} else {
		say_more("Nothing was changed.\n");
	}
	return r;
}

static int confirm_file(struct job *job, const char *path)
{
	_cleanup_free_ char *pdf = NULL;
	_cleanup_free_ char *error = NULL;
	json_auto_t *sheets = NULL;
	size_t size;
	int r = text_read_file(path, PDF_BYTES_MAX, &pdf, &size);

	if (r < 0) {
		say_wrong("%s cannot be read: %s\n", path, strerror(-r));
		return CTL_USAGE;
	}
	if (sheet_posted_apply(pdf, size, sheets_of(job), &sheets, &error) < 0) {
		say_wrong("%s: %s\n", path, error);
		say_more("Nothing was changed.\n");
		return CTL_REFUSED;
	}
	return put_sheets(job, sheets);
}

/* Without a file: only sheets that were to be taken down. */
static int confirm_gone(struct job *job)
{
	json_auto_t *sheets = NULL;
	int r = prepare(job);

	if (r != CTL_OK) {
		return r;
	}
	if (job->n_chosen > 0) {
		say_wrong("%d sheets are to be printed first: name the file that was posted with "
			  "--out\n",
			job->n_chosen);
		say_sheets(job);
		return CTL_REFUSED;
	}
	sheets = sheet_posted_without(sheets_of(job), job->changes.gone, job->changes.n_gone);
	return put_sheets(job, sheets);
}

int catalogue_run_sheets(struct ctl *ctl)
{
	_cleanup_(job_done) struct job job = {.ctl = ctl};
	const char *path = ctl_value(ctl, "--out");
	int r;

	if (phrases_load(NULL, &job.phrases) < 0) {
		say_wrong("the words of the sheets cannot be read\n");
		return CTL_REFUSED;
	}
	r = fetch_site(&job);
	if (r != CTL_OK) {
		return r;
	}
	if (!ctl_value(ctl, "--posted")) {
		r = path ? check_path(path) : CTL_OK;
		return r == CTL_OK ? print(&job) : r;
	}
	return path ? confirm_file(&job, path) : confirm_gone(&job);
}
