/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-report-file.h"

#include <stdarg.h>
#include <string.h>

#include "base/zone.h"

enum { SHEET_NAME = 31 /* bytes, and characters, of a workbook's sheet */ };

/* ---- words ---- */

static char *replace(const char *text, const char *name, const char *value)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *place = text_printf("{%s}", name);
	const char *at;

	textbuf_add(&out, "");
	while ((at = strstr(text, place))) {
		textbuf_add_bytes(&out, text, (size_t)(at - text));
		textbuf_add(&out, value);
		text = at + strlen(place);
	}
	textbuf_add(&out, text);
	return TAKE_PTR(out.data);
}

char *report_phrase(const struct report_words *words, const char *key, ...)
{
	char *text = text_dup(report_find_phrase(words, key));
	const char *name;
	va_list pairs;

	va_start(pairs, key);
	while ((name = va_arg(pairs, const char *))) {
		char *filled = replace(text, name, va_arg(pairs, const char *));

		free(text);
		text = filled;
	}
	va_end(pairs);
	return text;
}

char *report_day_text(const char *day)
{
	return strlen(day) == DAY_LENGTH ? text_printf("%.2s/%.2s/%.4s", day + 8, day + 5, day)
					 : text_dup(day);
}

static char *time_text(int64_t wall_ms)
{
	char iso[ISO_LENGTH + 1]; /* "2026-11-23T08:01:02…" */

	zone_format(wall_ms, iso);
	return text_printf("%.5s, %.2s/%.2s/%.4s", iso + 11, iso + 8, iso + 5, iso);
}

static char *by_text(const struct report_view *view)
{
	_cleanup_free_ char *key = text_printf("figures.by.%s", report_name(view->by));

	return text_dup(report_find_phrase(&view->words, key));
}

/* ---- the description ---- */

static void put_title(struct report_file *file)
{
	const struct report_view *view = file->view;
	const struct site_service *service =
		view->site && *view->service ? site_find_service(view->site, view->service) : NULL;
	_cleanup_free_ char *from = report_day_text(view->from);
	_cleanup_free_ char *to = report_day_text(view->to);
	_cleanup_free_ char *days =
		report_phrase(&view->words, "figures.title", "from", from, "to", to, NULL);
	_cleanup_free_ char *title = text_printf("%s%s%s", days, *view->service ? " · " : "",
		service ? site_text_get(&service->name, report_language(&view->words))
			: view->service);

	out_key_text(&file->out, "title", title);
}

static void put_made(struct report_file *file)
{
	_cleanup_free_ char *when = NULL;
	_cleanup_free_ char *made = NULL;

	if (file->now_wall_ms > 0) {
		when = time_text(file->now_wall_ms);
		made = report_phrase(&file->view->words, "figures.taken_at", "when", when, NULL);
	}
	out_key_text(&file->out, "made", made ? made : "");
}

void report_file_begin(struct report_file *file)
{
	const struct report_words *words = &file->view->words;
	const char *decimal = report_find_phrase(words, "number.decimal");
	bool comma = strcmp(decimal, ",") == 0;

	out_open(&file->out, '{');
	out_key_text(&file->out, "centre", file->centre);
	put_title(file);
	put_made(file);
	out_key_text(&file->out, "page", report_find_phrase(words, "sheets.page"));
	out_key_text(&file->out, "charts", report_find_phrase(words, "figures.charts"));
	out_key_text(&file->out, "decimal", comma ? "," : ".");
	out_key_text(&file->out, "thousands", comma ? "." : ",");
	out_key_open(&file->out, "tables", '[');
}

void report_file_add(struct report_file *file, const struct report_table *table)
{
	_cleanup_free_ char *by = by_text(file->view);
	const char *title = table->title ? table->title : by;
	char sheet[SHEET_NAME + 1];

	text_copy_cut(sheet, sizeof(sheet), table->sheet ? table->sheet : title);
	out_open(&file->out, '{');
	out_key_text(&file->out, "title", title);
	out_key_text(&file->out, "sheet", sheet);
	out_key_text(&file->out, "nothing", table->nothing);
	out_key(&file->out, "charts");
	out_json(&file->out, table->charts && !table->nothing ? table->charts : "[]");
	grid_put_json(table->grid, &file->out);
	out_close(&file->out, '}');
}

static void put_portal(struct report_file *file, const struct report_portal *portal)
{
	_cleanup_free_ char *from = time_text(portal->down_wall_ms);
	_cleanup_free_ char *to = time_text(portal->up_wall_ms);
	_cleanup_free_ char *text = report_phrase(&file->view->words,
		portal->up_wall_ms ? "figures.note.portal" : "figures.note.portal_now", "from",
		from, "to", to, NULL);
	_cleanup_free_ char *whole =
		*portal->note ? text_printf("%s (%s)", text, portal->note) : text_dup(text);

	out_text(&file->out, whole);
}

void report_file_end(
	struct report_file *file, const struct report_portal *portals, size_t n_portals)
{
	const struct report_words *words = &file->view->words;
	int groups = report_groups(file->view->by);

	out_close(&file->out, ']');
	out_key_open(&file->out, "notes", '[');
	for (size_t i = 0; i < n_portals; i++) {
		put_portal(file, &portals[i]);
	}
	out_text(&file->out, report_find_phrase(words, "report.note_none"));
	if (groups & (REPORT_TIMES | REPORT_SESSIONS | REPORT_PORTAL)) {
		out_text(&file->out, report_find_phrase(words, "report.note_duration"));
	}
	if (groups & REPORT_TIMES) {
		out_text(&file->out, report_find_phrase(words, "figures.note.target"));
	}
	if (groups & REPORT_RATING) {
		out_text(&file->out, report_find_phrase(words, "figures.note.rated"));
	}
	out_close(&file->out, ']');
	out_close(&file->out, '}');
}
