/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue of procedures: an import is previewed, then taken as what was previewed. */
#include <inttypes.h>
#include <string.h>

#include "base/json-get.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-show.h"
#include "ctl/ctl-table.h"
#include "queue/limits.h"

#define PATH_IMPORT "/api/v1/procedures/import"
#define PATH_LAST "/api/v1/procedures?limit=1"

static void say_counts(const json_t *counts)
{
	const char *name;
	json_t *count;
	bool first = true;

	json_object_foreach ((json_t *)counts, name, count) {
		if (json_is_integer(count)) {
			say("%s%" PRId64 " %s", first ? "" : ", ",
				(int64_t)json_integer_value(count), name);
			first = false;
		}
	}
	say("\n");
}

static void say_change(const json_t *change)
{
	_cleanup_free_ char *name = table_clean(json_get_text(change, "name"));
	const json_t *field;
	size_t i;

	say("%-9s %s  %s", json_get_text(change, "change"), json_get_text(change, "key"), name);
	json_array_foreach (json_object_get(change, "fields"), i, field) {
		say("%s%s", i ? ", " : "  (", json_get_text(field, "field"));
	}
	say("%s\n", i ? ")" : "");
}

static void say_doubts(const json_t *difference)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (json_object_get(difference, "doubts"), i, entry) {
		_cleanup_free_ char *message = table_clean(json_get_text(entry, "message"));

		say("look at:  %s\n", message);
	}
}

static void say_difference(const json_t *difference)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (json_object_get(difference, "changes"), i, entry) {
		say_change(entry);
	}
	say_doubts(difference);
	say_counts(json_object_get(difference, "counts"));
}

static int make_body(struct ctl *ctl, json_t *body)
{
	const char *path = ctl_value(ctl, "FILE");
	const char *slash = strrchr(path, '/');
	const char *source = ctl_value(ctl, "--source");
	const char *day = ctl_value(ctl, "--checked-day");
	_cleanup_(textbuf_done) struct textbuf text = {0};
	int r = ask_read_file(path, LIMIT_CATALOGUE_BYTES, false, &text);

	if (r != CTL_OK) {
		return r;
	}
	if (memchr(text.data, '\0', text.size) ||
		json_object_set_new(body, "text", json_stringn(text.data, text.size)) < 0) {
		say_wrong("%s is no text: in an office program save it as \"CSV UTF-8\"\n",
			ask_file_name(path));
		return CTL_USAGE;
	}
	(void)json_object_set_new(
		body, "file", json_string(slash ? slash + 1 : ask_file_name(path)));
	(void)json_object_set_new(body, "whole", json_boolean(ctl_value(ctl, "--whole") != NULL));
	if (source) {
		(void)json_object_set_new(body, "source", json_string(source));
	}
	if (day) {
		(void)json_object_set_new(body, "checked_day", json_string(day));
	}
	return CTL_OK;
}

int catalogue_run_import(struct ctl *ctl)
{
	json_auto_t *body = json_object();
	json_auto_t *difference = NULL;
	json_auto_t *answer = NULL;
	_cleanup_free_ char *seen = NULL;
	_cleanup_free_ char *taken = NULL;
	bool preview = ctl_value(ctl, "--preview") != NULL;
	int r = make_body(ctl, body);

	if (r == CTL_OK) {
		r = ask_import(ctl, PATH_IMPORT, body, &seen, &difference);
	}
	if (r != CTL_OK) {
		return r;
	}
	if (preview) {
		if (ctl->arguments.json) {
			say("%s\n", seen);
		} else {
			say_difference(difference);
		}
		return CTL_OK;
	}
	(void)json_object_set(body, "digest", json_object_get(difference, "digest"));
	(void)json_object_set(body, "catalogue", json_object_get(difference, "catalogue"));
	r = ask_import(ctl, PATH_IMPORT, body, &taken, &answer);
	if (r != CTL_OK) {
		return r;
	}
	if (ctl->arguments.json) {
		say("%s\n", taken);
	} else {
		say_doubts(difference);
		say("Imported: ");
		say_counts(json_object_get(answer, "summary"));
	}
	return CTL_OK;
}

/* ---- what is there ---- */

void show_found(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {"KEY", "NAME", "SECTOR", "FOUND BY", "VALID", NULL};
	_cleanup_(table_done) struct table table = {0};
	const json_t *row;
	size_t i;

	(void)view;
	table_init(&table, headers);
	json_array_foreach (json_object_get(answer, "hits"), i, row) {
		const json_t *why = json_object_get(row, "why");
		const char *words = json_get_text(why, "text");

		table_add(&table, json_get_text(row, "key"));
		table_add(&table, json_get_text(row, "name"));
		table_add(&table, json_get_text(row, "sector"));
		table_addf(&table, "%s%s%s", json_get_text(why, "in"), *words ? ": " : "", words);
		table_add(&table, json_get_bool(row, "valid") ? "yes" : json_get_text(row, "age"));
	}
	table_write(&table, "nothing was found", out);
	json_array_foreach (json_object_get(answer, "choices"), i, row) {
		_cleanup_free_ char *label = table_clean(json_get_text(row, "label"));

		textbuf_printf(out, "%s  %s\n", i ? "      or" : "\nasks back:", label);
	}
}

/* The record's members a line each, behind what the hub says of it. */
void show_procedure(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	json_auto_t *about = json_copy((json_t *)answer);
	json_auto_t *record = json_incref(json_object_get(answer, "record"));

	(void)json_object_del(about, "record");
	show_object(about, view, out);
	show_object(record, view, out);
}

int catalogue_run_undo(struct ctl *ctl)
{
	const int64_t no_tickets[CTL_FIELDS_MAX] = {0};
	json_auto_t *before = NULL;
	json_auto_t *body = ask_body(ctl, no_tickets);
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *answer = NULL;
	_cleanup_free_ char *file = NULL;
	const json_t *last, *summary;
	int status, r = ask_hub_json(ctl, "GET", PATH_LAST, &before);

	if (r != CTL_OK) {
		return r;
	}
	/* Nobody takes back what came meanwhile. */
	if (!json_object_get(body, "catalogue")) {
		(void)json_object_set(body, "catalogue", json_object_get(before, "catalogue"));
	}
	text = json_dumps(body, JSON_COMPACT);
	r = ask_hub(ctl, "POST", ctl->arguments.command->path, text, &status, &answer);
	if (r != CTL_OK) {
		return r;
	}
	if (ctl->arguments.json) {
		say("%s\n", answer);
		return CTL_OK;
	}
	last = json_object_get(before, "last");
	summary = json_object_get(last, "summary");
	file = table_clean(json_get_text(summary, "file"));
	say("Taken back: the import of %s by %s, %s: ", file, json_get_text(last, "by"),
		json_get_text(last, "at"));
	say_counts(summary);
	return CTL_OK;
}

int catalogue_run_export(struct ctl *ctl)
{
	_cleanup_free_ char *query = ask_query(ctl);
	_cleanup_free_ char *path = text_printf("%s%s", ctl->arguments.command->path, query);
	_cleanup_(textbuf_done) struct textbuf text = {0};
	int r = ask_fetch_text(ctl, path, "the catalogue", &text);

	if (r == CTL_OK) {
		say("%s", text.data);
	}
	return r;
}
