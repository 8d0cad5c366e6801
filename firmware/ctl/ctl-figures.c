/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-figures.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "ctl/ctl-ask.h"
#include "ctl/ctl-commands.h"
#include "ctl/ctl-say.h"
#include "ctl/ctl-show.h"
#include "ctl/ctl-value.h"
#include "queue/limits.h"

static void show_warning(const json_t *warning, struct textbuf *out)
{
	const char *what = value_text(warning, "what");

	textbuf_printf(out,
		"  ! %s: %" JSON_INTEGER_FORMAT " stated, %" JSON_INTEGER_FORMAT
		" by its parts: %" JSON_INTEGER_FORMAT " unexplained\n",
		what ? what : "-", json_integer_value(json_object_get(warning, "stated")),
		json_integer_value(json_object_get(warning, "parts")),
		json_integer_value(json_object_get(warning, "difference")));
}

static void show_source(const json_t *row, struct textbuf *out)
{
	const char *source = value_text(row, "key");
	const char *service = value_text(row, "service");
	const char *key;
	json_t *member;
	size_t i;

	if (!service) {
		service = json_is_true(json_object_get(row, "total")) ? "total" : "";
	}
	textbuf_printf(out, "%s %s\n", source ? source : "-", service);
	json_object_foreach ((json_t *)row, key, member) {
		if (json_is_integer(member)) {
			value_line_any(out, key, row, key);
		}
	}
	json_object_foreach (json_object_get(row, "percent"), key, member) {
		if (json_is_number(member)) {
			_cleanup_free_ char *text =
				text_printf("%.2f %%", json_number_value(member));

			value_line(out, key, text);
		}
	}
	json_array_foreach (json_object_get(row, "warnings"), i, member) {
		show_warning(member, out);
	}
	textbuf_add(out, "\n");
}

static void show_dossiers(const json_t *answer, struct textbuf *out)
{
	json_int_t partial = json_integer_value(json_object_get(answer, "partial"));
	const json_t *rows = json_object_get(answer, "rows");
	json_t *row;
	size_t i;

	json_array_foreach (rows, i, row) {
		show_source(row, out);
	}
	if (json_array_size(rows) == 0) {
		textbuf_add(out, "no counts of dossiers in these days\n");
	}
	if (partial > 0) {
		textbuf_printf(out,
			"%" JSON_INTEGER_FORMAT " entries reach beyond these days: left out\n",
			partial);
	}
	textbuf_add(out, "Percentages are rounded half up to two decimals.\n");
}

void show_figures(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	const char *by = value_text(answer, "by");
	const char *from = value_text(answer, "from");
	const char *to = value_text(answer, "to");
	json_auto_t *rows = NULL;

	textbuf_printf(out, "From %s to %s\n\n", from ? from : "-", to ? to : "-");
	if (by && strcmp(by, "dossiers") == 0) {
		show_dossiers(answer, out);
		return;
	}
	rows = json_pack("{s:O?}", "rows", json_object_get(answer, "rows"));
	show_rows(rows, view, out);
}

/* A file with entries is JSON: the array itself. */
static int make_body(const char *csv, const char *entries, json_t *body)
{
	const char *path = csv ? csv : entries;
	_cleanup_(textbuf_done) struct textbuf text = {0};
	json_error_t error = {.line = 1, .text = "is no text"};
	json_t *value;
	int r = ask_read_file(path, LIMIT_DOSSIER_BYTES, csv != NULL, &text);

	if (r != CTL_OK) {
		return r;
	}
	value = csv ? json_stringn(text.data, text.size)
		    : json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &error);
	if (!value) {
		say_wrong("%s, line %d: %s\n", path, error.line, error.text);
		return CTL_USAGE;
	}
	(void)json_object_set_new(body, csv ? "csv" : "entries", value);
	return CTL_OK;
}

int dossier_run_import(struct ctl *ctl)
{
	const char *csv = ctl_value(ctl, "FILE");
	const char *entries = ctl_value(ctl, "--entries");
	json_auto_t *body = json_object();
	_cleanup_free_ char *body_text = NULL;
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	int status;
	int r;

	if ((csv != NULL) == (entries != NULL)) {
		say_wrong("name one file: a CSV, or JSON after --entries\n");
		return CTL_USAGE;
	}
	r = make_body(csv, entries, body);
	if (r != CTL_OK) {
		return r;
	}
	(void)json_object_set_new(
		body, "replace", json_boolean(ctl_value(ctl, "--replace") != NULL));
	body_text = json_dumps(body, JSON_COMPACT);
	r = ask_hub(ctl, "POST", "/api/v1/dossiers/import", body_text, &status, &text);
	if (r != CTL_OK) {
		return r;
	}
	answer = json_loads(text, 0, NULL);
	if (ctl->arguments.json) {
		say("%s\n", text);
	} else {
		say("%" JSON_INTEGER_FORMAT " entries imported.\n",
			json_integer_value(json_object_get(answer, "entries")));
	}
	return CTL_OK;
}

int report_run(struct ctl *ctl)
{
	bool csv = ctl_value(ctl, "--csv") != NULL;
	_cleanup_free_ char *name = ask_escape(ctl_value(ctl, "NAME"));
	_cleanup_free_ char *query = ask_query(ctl);
	_cleanup_free_ char *path =
		text_printf("/api/v1/reports/%s.%s%s", name, csv ? "csv" : "json", query);
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	int status;
	int r = ask_hub(ctl, "GET", path, NULL, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	if (csv || ctl->arguments.json) {
		say("%s%s", text, csv ? "" : "\n");
		return CTL_OK;
	}
	answer = json_loads(text, 0, NULL);
	show_report(answer, &ctl->view, &out);
	say("%s", out.data);
	return CTL_OK;
}
