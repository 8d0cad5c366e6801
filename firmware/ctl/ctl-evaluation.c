/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluation's figures: a file is looked at, and then taken as what was looked at. */
#include <inttypes.h>
#include <string.h>

#include "base/json-get.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-show.h"
#include "ctl/ctl-table.h"
#include "queue/limits.h"

#define PATH_IMPORT "/api/v1/evaluations/import"

/* A whole number as text; heap; NULL when it is missing. */
static char *whole_of(const json_t *row, const char *key)
{
	const json_t *value = json_object_get(row, key);

	return json_is_integer(value) ? text_printf("%" PRId64, (int64_t)json_integer_value(value))
				      : NULL;
}

static const char *text_of(const json_t *row, const char *key)
{
	return json_string_value(json_object_get(row, key));
}

/* "import 97.40", … of the centre's own figures; heap. */
static char *own_of(const json_t *row)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	const json_t *own;
	size_t i;

	if (!text_of(row, "own")) {
		return NULL;
	}
	textbuf_add(&text, text_of(row, "own"));
	json_array_foreach (json_object_get(row, "centre"), i, own) {
		textbuf_printf(&text, "%s %s %s", i ? "," : ":", json_get_text(own, "source"),
			json_get_text(own, "ratio"));
	}
	return TAKE_PTR(text.data);
}

/* A file may name the group in each row, and have no row of the group itself. */
static void add_group(struct table *table, const char *group)
{
	table_add(table, group);
	for (size_t i = 1; i < table->columns; i++) {
		table_add(table, "");
	}
}

static void add_row(struct table *table, const json_t *row, const json_t *before)
{
	const char *name = text_of(row, "name");
	const char *group = text_of(row, "group");
	_cleanup_free_ char *shown = text_printf("%s%s", name && group ? "  " : "",
		name            ? name
			: group ? group
				: "total");
	_cleanup_free_ char *numerator = whole_of(row, "numerator");
	_cleanup_free_ char *denominator = whole_of(row, "denominator");
	_cleanup_free_ char *own = own_of(row);

	if (name && group && strcmp(group, json_get_text(before, "group")) != 0) {
		add_group(table, group);
	}
	table_add(table, shown);
	table_add(table, numerator);
	table_add(table, denominator);
	table_add(table, text_of(row, "ratio"));
	table_add(table, text_of(row, "points"));
	table_add(table, text_of(row, "points_max"));
	table_add(table, own);
}

void show_evaluation(const json_t *answer, const struct ctl_view *view, struct textbuf *out)
{
	static const char *const headers[] = {"", ">NUMERATOR", ">DENOMINATOR", ">RATIO %",
		">POINTS", ">AT MOST", "THE CENTRE'S OWN", NULL};
	_cleanup_free_ char *source = table_clean(json_get_text(answer, "source"));
	_cleanup_(table_done) struct table table = {0};
	const json_t *rows = json_object_get(answer, "rows");
	const json_t *doubt;
	const json_t *row;
	size_t i;
	size_t j;

	(void)view;
	textbuf_printf(out, "%s (%s to %s), taken %s from %s\n\n", json_get_text(answer, "period"),
		json_get_text(answer, "from"), json_get_text(answer, "to"),
		json_get_text(answer, "taken_day"), source);
	table_init(&table, headers);
	json_array_foreach (rows, i, row) {
		add_row(&table, row, i > 0 ? json_array_get(rows, i - 1) : NULL);
	}
	table_write(&table, "no rows", out);
	textbuf_add(out, "\n- is missing, which is not 0.\n");
	json_array_foreach (rows, i, row) {
		json_array_foreach (json_object_get(row, "doubts"), j, doubt) {
			_cleanup_free_ char *message = table_clean(json_get_text(doubt, "message"));

			textbuf_printf(out, "look at:  %s\n", message);
		}
	}
	json_array_foreach (json_object_get(answer, "left_out"), i, row) {
		_cleanup_free_ char *heading = table_clean(json_string_value(row));

		textbuf_printf(out, "left out: the column \"%s\", which is not known\n", heading);
	}
	if (json_get_bool(answer, "replaces")) {
		textbuf_add(out, "There are figures of this period already; these replace them.\n");
	}
}

static int make_body(struct ctl *ctl, json_t *body)
{
	static const char *const names[][2] = {
		{"--period", "period"}, {"--source", "source"}, {"--taken-day", "taken_day"}};
	const char *path = ctl_value(ctl, "FILE");
	_cleanup_(textbuf_done) struct textbuf text = {0};
	int r = ask_read_file(path, LIMIT_EVALUATION_BYTES, false, &text);

	if (r != CTL_OK) {
		return r;
	}
	if (json_object_set_new(body, "text", json_stringn(text.data, text.size)) < 0) {
		say_wrong("%s is no text: save it as UTF-8\n", ask_file_name(path));
		return CTL_USAGE;
	}
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		const char *value = ctl_value(ctl, names[i][0]);

		if (value) {
			(void)json_object_set_new(body, names[i][1], json_string(value));
		}
	}
	return CTL_OK;
}

int evaluation_run_import(struct ctl *ctl)
{
	json_auto_t *body = json_object();
	json_auto_t *preview = NULL;
	json_auto_t *answer = NULL;
	_cleanup_free_ char *seen = NULL;
	_cleanup_free_ char *taken = NULL;
	_cleanup_(textbuf_done) struct textbuf out = {0};
	int r = make_body(ctl, body);

	if (r == CTL_OK) {
		r = ask_import(ctl, PATH_IMPORT, body, &seen, &preview);
	}
	if (r != CTL_OK) {
		return r;
	}
	if (!ctl->arguments.json) {
		show_evaluation(preview, &ctl->view, &out);
		say("%s", out.data);
	}
	if (!ctl_value(ctl, "--take")) {
		say("%s\n", ctl->arguments.json ? seen : "Nothing was taken yet: add --take.");
		return CTL_OK;
	}
	(void)json_object_set(body, "digest", json_object_get(preview, "digest"));
	r = ask_import(ctl, PATH_IMPORT, body, &taken, &answer);
	if (r != CTL_OK) {
		return r;
	}
	if (ctl->arguments.json) {
		say("%s\n", taken);
	} else {
		say("%s\n", json_get_bool(answer, "changed") ? "Taken." : "Was taken already.");
	}
	return CTL_OK;
}

int evaluation_run_show(struct ctl *ctl)
{
	_cleanup_free_ char *period = ask_escape(ctl_value(ctl, "PERIOD"));
	_cleanup_free_ char *path = text_printf("/api/v1/reports/evaluation?period=%s", period);
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	int status;
	int r = ask_hub(ctl, "GET", path, NULL, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	if (ctl->arguments.json) {
		say("%s\n", text);
		return CTL_OK;
	}
	answer = json_loads(text, 0, NULL);
	show_evaluation(answer, &ctl->view, &out);
	say("%s", out.data);
	return CTL_OK;
}
