/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: figures of the stored tickets, made in the worker's thread a day after the other, so
 * that neither the hub's loop nor its memory feels how many there are. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-catalogue.h"
#include "hub/hub-counts.h"
#include "hub/hub-figures.h"
#include "hub/hub-report-file.h"
#include "queue/staff.h"

static const struct {
	const char *ending;
	const char *type; /* NULL: JSON */
} forms[REPORT_FORMS] = {
	[REPORT_AS_JSON] = {".json", NULL},
	[REPORT_AS_CSV] = {".csv", "text/csv; charset=utf-8"},
	[REPORT_AS_XLSX] = {".xlsx",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	[REPORT_AS_PDF] = {".pdf", "application/pdf"},
};

/* A report under way, in the worker's thread. */
struct making {
	const struct input *input;
	struct store *store;
	struct report *report;
	struct site *site; /* NULL: there is none yet */
	struct report_portal *portals; /* with their notes */
	size_t n_portals;
	int64_t from_wall_ms;
	int64_t to_wall_ms;
	struct boots boots;
	struct timestamp now;
};

static void making_done(struct making *making)
{
	report_free(making->report);
	site_free(making->site);
	for (size_t i = 0; i < making->n_portals; i++) {
		free((void *)making->portals[i].note);
	}
	free(making->portals);
	boots_done(&making->boots);
}

static int add_portal(const struct portal *portal, void *userdata)
{
	struct making *making = userdata;
	int64_t up = portal->up_wall_ms ? portal->up_wall_ms : making->now.wall_ms;

	making->portals =
		memory_grow(making->portals, making->n_portals + 1, sizeof(*making->portals));
	making->portals[making->n_portals++] = (struct report_portal){
		.down_wall_ms = portal->down_wall_ms,
		.up_wall_ms = portal->up_wall_ms,
		.note = text_dup(portal->note),
	};
	report_add_portal(making->report, MAX_OF(portal->down_wall_ms, making->from_wall_ms),
		MIN_OF(up, making->to_wall_ms));
	return 0;
}

static bool is_wanted(const struct making *making, const char *service)
{
	const char *wanted = making->input->command.service;

	return !*wanted || strcmp(wanted, service) == 0;
}

static int add_visit(const struct visit *visit, void *userdata)
{
	struct making *making = userdata;

	if (is_wanted(making, visit->ticket.issued_for)) {
		report_add_visit(making->report, &visit->ticket, visit->staff, visit->segments,
			visit->n_segments);
	}
	return 0;
}

static int add_session(const struct session *session, void *userdata)
{
	struct making *making = userdata;

	report_add_session(making->report, session, &making->now);
	return 0;
}

static int add_day(const char *day_text, void *userdata)
{
	struct making *making = userdata;
	char day[DAY_LENGTH + 1];
	int r;

	text_copy_cut(day, sizeof(day), day_text);
	report_begin_day(making->report, day);
	r = store_visits(making->store, day, add_visit, making);
	return r < 0 ? r : store_sessions(making->store, day, add_session, making);
}

static void copy_targets(struct making *making)
{
	const struct site *site = making->site;

	report_set_target(making->report, site ? site->wait_target_s : 0);
	for (int i = 0; site && i < site->n_services; i++) {
		report_add_target(
			making->report, site->services[i].id, site->services[i].wait_target_s);
	}
}

struct report_view api_report_view(const struct request *request, const struct site *site)
{
	const struct input *input = &request->input;
	struct report_words words = {
		.phrases = request->phrases, .language = input->command.language};

	return (struct report_view){
		.by = input->report,
		.from = input->from,
		.to = input->to,
		.service = input->command.service,
		.site = site,
		.words = words,
	};
}

/* Who has office programs of another place than the language's says so. */
static struct csv_style style_of(const struct input *input, const struct report_words *words)
{
	if (!input->has_separator) {
		return report_csv_style(words);
	}
	return input->semicolon ? (struct csv_style){.separator = ';', .decimal = ','}
				: (struct csv_style){.separator = ',', .decimal = '.'};
}

static void add_previous(struct report_file *file, const struct grid *grid,
	const struct report_comparison *comparison)
{
	const struct report_words *words = &file->view->words;
	_cleanup_free_ char *title = report_previous_title(file->view, comparison);
	_cleanup_(grid_done) struct grid totals = {0};

	report_fill_previous(&totals, file->view, grid, comparison);
	report_file_add(file,
		&(struct report_table){
			.grid = &totals,
			.title = title,
			.sheet = report_find_phrase(words, "figures.previous"),
			.nothing = comparison->before
				? NULL
				: report_find_phrase(words, "figures.previous_none"),
		});
}

/* The file that layso-figures makes. Blocks until it has. */
static void put_file(struct store *store, struct request *request, const struct report_view *view,
	const struct grid *grid, const struct report_extra *extra)
{
	_cleanup_(site_freep) struct site *site = NULL;
	struct report_view named = *view;
	static const struct report_extra none = {.nothing = NULL};
	struct report_file file = {.view = &named};
	struct report_table table = {.grid = grid};
	struct clock_reading now;

	if (!named.site && store_site(store, &site) == 0) {
		named.site = site;
	}
	file.centre =
		named.site ? site_text_get(&named.site->name, report_language(&view->words)) : "";
	clock_now(&now);
	if (*request->input.day) { /* today is known */
		file.now_wall_ms = now.wall_ms;
	}
	extra = extra ? extra : &none;
	table.charts = extra->charts;
	table.nothing = extra->nothing;
	report_file_begin(&file);
	report_file_add(&file, &table);
	if (extra->comparison) {
		add_previous(&file, grid, extra->comparison);
	}
	report_file_end(&file, extra->portals, extra->n_portals);
	request->report_error = figures_run(forms[request->input.form].ending + 1, &file.out.text,
		&request->hub->backup_stop, &request->out.text);
	textbuf_done(&file.out.text);
}

int api_put_table(struct store *store, struct request *request, const struct report_view *view,
	struct grid *grid, const struct report_extra *extra)
{
	const struct input *input = &request->input;
	struct csv_style style = style_of(input, &view->words);

	if (*input->columns && grid_choose(grid, input->columns, &request->unknown_column) < 0) {
		return 0; /* refused by api_answer_report */
	}
	if (input->form == REPORT_AS_CSV) {
		grid_put_csv(grid, &style, &request->out.text);
	} else {
		grid_leave_out_blank(grid);
		put_file(store, request, view, grid, extra);
	}
	return 0;
}

/* People are called as their accounts are now. Of an account that was removed the site may still
 * have the name that it came with. */
static int on_staff_name(const struct staff_row *row, void *userdata)
{
	struct site *site = userdata;
	struct site_staff *staff = (struct site_staff *)site_find_staff(site, row->id);

	if (!staff) {
		site->staff =
			memory_grow(site->staff, (size_t)site->n_staff + 1, sizeof(*site->staff));
		staff = &site->staff[site->n_staff++];
		*staff = (struct site_staff){.active = row->active};
		memcpy(staff->id, row->id, sizeof(staff->id));
	}
	free(staff->name);
	staff->name = text_dup(row->name);
	return 0;
}

static int begin_making(struct making *making, const struct input *input, struct store *store)
{
	struct clock_reading now;
	int r;

	clock_now(&now);
	*making = (struct making){
		.input = input,
		.store = store,
		.report = report_new(input->report, &making->boots),
	};
	r = store_boots(store, &making->boots);
	if (r < 0) {
		return r;
	}
	making->now = boots_timestamp(&making->boots, &now);
	r = store_site(store, &making->site);
	if (r == 0 && input->report == REPORT_STAFF) {
		r = staff_list(store, on_staff_name, making->site);
	}
	if (r == 0 || r == -ENOENT) {
		copy_targets(making);
		r = zone_instant(input->from, 0, &making->from_wall_ms);
	}
	return r < 0 ? r : zone_instant(input->to, 24 * 60, &making->to_wall_ms);
}

/* An array; free it with textbuf_done. */
static void make_charts(const struct report_view *view, const struct report_row *rows, size_t n,
	struct textbuf *ret)
{
	struct out out = {.text = {0}};

	out_open(&out, '[');
	report_put_charts(&out, view, rows, n);
	out_close(&out, ']');
	*ret = out.text;
}

static const char *nothing_phrase(const struct report_words *words, bool nothing, const char *key)
{
	return nothing ? report_find_phrase(words, key) : NULL;
}

static int read_tickets(struct store *store, struct making *making)
{
	const struct input *input = making->input;
	int r = store_portals(store, making->from_wall_ms, making->to_wall_ms, add_portal, making);

	return r < 0 ? r : store_days(store, input->from, input->to, add_day, making);
}

/* Whether the period before has any figures (1), and its totals. */
static int read_previous(struct store *store, const struct input *now,
	struct report_comparison *ret, struct report_row *ret_row)
{
	_cleanup_free_ struct input *input = memory_new(1, sizeof(*input));
	_cleanup_(making_done) struct making making;
	const struct report_row *rows;
	size_t n;
	int r;

	*input = *now;
	report_previous_days(now->from, now->to, input->from, input->to);
	memcpy(ret->from, input->from, sizeof(ret->from));
	memcpy(ret->to, input->to, sizeof(ret->to));
	r = begin_making(&making, input, store);
	if (r == 0) {
		r = read_tickets(store, &making);
	}
	if (r < 0) {
		return r;
	}
	n = report_rows(making.report, &rows);
	*ret_row = rows[n - 1];
	return !report_is_nothing(rows, n);
}

static int put_tickets(struct store *store, struct request *request, const struct report_view *view,
	struct grid *grid, const struct making *making)
{
	_cleanup_(textbuf_done) struct textbuf charts = {0};
	const struct report_row *rows;
	size_t n = report_rows(making->report, &rows);
	struct report_row before;
	struct report_comparison comparison = {.now = &rows[n - 1]};
	struct report_extra extra = {
		.portals = making->portals,
		.n_portals = making->n_portals,
		.nothing =
			nothing_phrase(&view->words, report_is_nothing(rows, n), "figures.nothing"),
	};

	if (request->input.previous) {
		int r = read_previous(store, &request->input, &comparison, &before);

		if (r < 0) {
			return r;
		}
		comparison.before = r > 0 ? &before : NULL;
		extra.comparison = &comparison;
	}
	make_charts(view, rows, n, &charts);
	extra.charts = charts.data;
	return api_put_table(store, request, view, grid, &extra);
}

static int make_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	const struct input *input = &request->input;
	_cleanup_(making_done) struct making making;
	int r = begin_making(&making, input, store);
	struct report_view view = api_report_view(request, making.site);
	_cleanup_(grid_done) struct grid grid = {0};
	const struct report_row *rows;
	size_t n;

	if (r == 0) {
		r = read_tickets(store, &making);
	}
	if (r < 0) {
		return r;
	}
	n = report_rows(making.report, &rows);
	report_fill(&grid, &view, rows, n);
	if (input->form == REPORT_AS_JSON) {
		report_put_json(
			&request->out, &view, &grid, rows, n, making.portals, making.n_portals);
		return 0;
	}
	return put_tickets(store, request, &view, &grid, &making);
}

static int note_first_day(const char *day, void *userdata)
{
	text_copy_cut(userdata, DAY_LENGTH + 1, day);
	return 1;
}

int api_report_total(struct store *store, const char *from, const char *to, struct report_row *ret,
	char ret_first[DAY_LENGTH + 1])
{
	_cleanup_free_ struct input *input = memory_new(1, sizeof(*input));
	_cleanup_(making_done) struct making making;
	const struct report_row *rows;
	size_t n;
	int r;

	input->report = REPORT_MONTHS;
	text_copy_cut(input->from, sizeof(input->from), from);
	text_copy_cut(input->to, sizeof(input->to), to);
	r = begin_making(&making, input, store);
	ret_first[0] = '\0';
	if (r == 0) {
		r = store_days(store, from, to, note_first_day, ret_first);
	}
	if (r >= 0) {
		r = store_days(store, from, to, add_day, &making);
	}
	if (r < 0) {
		return r;
	}
	n = report_rows(making.report, &rows);
	*ret = rows[n - 1];
	return 0;
}

int api_report_add(struct store *store, struct report_file *file, const char *columns)
{
	_cleanup_free_ struct input *input = memory_new(1, sizeof(*input));
	_cleanup_free_ char *unknown = NULL;
	_cleanup_(textbuf_done) struct textbuf charts = {0};
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_(making_done) struct making making;
	const struct report_row *rows;
	size_t n;
	int r;

	input->report = file->view->by;
	text_copy_cut(input->from, sizeof(input->from), file->view->from);
	text_copy_cut(input->to, sizeof(input->to), file->view->to);
	r = begin_making(&making, input, store);
	if (r == 0) {
		r = store_days(store, input->from, input->to, add_day, &making);
	}
	if (r < 0) {
		return r;
	}
	n = report_rows(making.report, &rows);
	report_fill(&grid, file->view, rows, n);
	make_charts(file->view, rows, n, &charts);
	r = grid_choose(&grid, columns, &unknown);
	grid_leave_out_blank(&grid);
	report_file_add(file,
		&(struct report_table){
			.grid = &grid,
			.charts = charts.data,
			.nothing = nothing_phrase(
				&file->view->words, report_is_nothing(rows, n), "figures.nothing"),
		});
	return r;
}

int api_report_add_previous(struct store *store, struct report_file *file, const char *columns)
{
	const struct report_view *view = file->view;
	_cleanup_free_ struct input *input = memory_new(1, sizeof(*input));
	_cleanup_free_ char *unknown = NULL;
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_(making_done) struct making making;
	struct report_comparison comparison = {.before = NULL};
	struct report_row before;
	const struct report_row *rows;
	size_t n;
	int r;

	input->report = view->by;
	text_copy_cut(input->from, sizeof(input->from), view->from);
	text_copy_cut(input->to, sizeof(input->to), view->to);
	r = begin_making(&making, input, store);
	if (r == 0) {
		r = store_days(store, input->from, input->to, add_day, &making);
	}
	if (r >= 0) {
		r = read_previous(store, input, &comparison, &before);
	}
	if (r < 0) {
		return r;
	}
	comparison.before = r > 0 ? &before : NULL;
	n = report_rows(making.report, &rows);
	comparison.now = &rows[n - 1];
	report_fill(&grid, view, rows, n);
	r = grid_choose(&grid, columns, &unknown);
	add_previous(file, &grid, &comparison);
	return r;
}

struct adding {
	const struct input *input;
	struct dossier_report *report;
};

static int add_dossiers(const struct dossier_entry *entry, void *userdata)
{
	struct adding *adding = userdata;
	const char *wanted = adding->input->command.service;

	if (!*wanted || strcmp(wanted, entry->service) == 0) {
		dossier_report_add(adding->report, entry);
	}
	return 0;
}

static int make_dossier_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	const struct input *input = &request->input;
	_cleanup_(dossier_report_freep) struct dossier_report *report =
		dossier_report_new(input->from, input->to);
	struct adding adding = {.input = input, .report = report};
	struct report_view view = api_report_view(request, NULL);
	_cleanup_(grid_done) struct grid grid = {0};
	int r = store_dossiers(store, input->from, input->to, add_dossiers, &adding);

	if (r < 0) {
		return r;
	}
	report_fill_dossiers(&grid, &view, report);
	if (input->form == REPORT_AS_JSON) {
		report_put_dossiers_json(&request->out, &view, &grid, report);
		return 0;
	}
	return api_put_table(store, request, &view, &grid,
		&(struct report_extra){.nothing = nothing_phrase(&view.words, grid.n_cells == 0,
					       "figures.dossiers.none")});
}

static int add_complaint(const struct complaint *complaint, void *userdata)
{
	complaint_report_add(userdata, complaint);
	return 0;
}

static int make_complaint_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	const struct input *input = &request->input;
	_cleanup_(complaint_report_freep) struct complaint_report *report =
		complaint_report_new(input->from, input->to, input->day);
	_cleanup_(site_freep) struct site *site = NULL;
	int r = store_site(store, &site);
	struct report_view view = api_report_view(request, site);
	_cleanup_(grid_done) struct grid grid = {0};

	if (r == 0 || r == -ENOENT) {
		r = store_complaints(store, COMPLAINTS_NEWEST_FIRST, add_complaint, report);
	}
	if (r < 0) {
		return r;
	}
	report_fill_complaints(&grid, &view, report, input->day);
	if (input->form == REPORT_AS_JSON) {
		report_put_complaints_json(&request->out, &view, &grid, report, input->day);
		return 0;
	}
	return api_put_table(store, request, &view, &grid, NULL);
}

/* Made in the worker's thread, of a share of what the loop counts. */
struct lookup_figures {
	struct lookup_counts counts;
	struct lookup_report report;
	char **names; /* of its rows; NULL where there is none */
};

static void on_lookups_completed(struct request *request)
{
	struct lookup_figures *figures = TAKE_PTR(request->lookup_figures);

	for (size_t i = 0; figures->names && i < figures->report.n; i++) {
		free(figures->names[i]);
	}
	free((void *)figures->names);
	lookup_report_done(&figures->report);
	lookup_counts_done(&figures->counts);
	free(figures);
}

static int read_names(struct store *store, struct lookup_figures *figures)
{
	for (size_t i = 0; i < figures->report.n; i++) {
		const struct lookup_report_row *row = &figures->report.rows[i];
		_cleanup_(procedure_freep) struct procedure *procedure = NULL;
		int r = row->group == LOOKUP_BY_PROCEDURE
			? catalogue_record_find(store, row->key, &procedure, NULL)
			: 0;

		/* One that was taken out of the catalogue since has no name any more. */
		if (r < 0 && r != -ENOENT) {
			return r;
		}
		if (procedure) {
			figures->names[i] = text_dup(procedure->text[PROCEDURE_NAME]);
		}
	}
	return 0;
}

static int make_lookup_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct lookup_figures *figures = request->lookup_figures;
	struct report_view view = api_report_view(request, NULL);
	_cleanup_(grid_done) struct grid grid = {0};
	struct out charts = {.text = {0}};
	int r;

	lookup_report_make(
		&figures->counts, request->input.from, request->input.to, &figures->report);
	figures->names = memory_new(figures->report.n, sizeof(*figures->names));
	r = read_names(store, figures);
	if (r < 0) {
		return r;
	}
	report_fill_lookups(&grid, &view, &figures->report, figures->names);
	if (request->input.form == REPORT_AS_JSON) {
		report_put_lookups_json(
			&request->out, &view, &grid, &figures->report, figures->names);
		return 0;
	}
	out_open(&charts, '[');
	report_put_lookup_charts(&charts, &view, &figures->report);
	out_close(&charts, ']');
	r = api_put_table(store, request, &view, &grid,
		&(struct report_extra){
			.charts = charts.text.data,
			.nothing = nothing_phrase(
				&view.words, figures->report.counted == 0, "figures.lookups.none"),
		});
	textbuf_done(&charts.text);
	return r;
}

void api_answer_report(struct request *request)
{
	_cleanup_free_ char *unknown = TAKE_PTR(request->unknown_column);

	if (unknown) {
		request_refuse(request, API_ERROR_BAD_FIELD, "columns",
			"this report has no column '%s'", unknown);
		return;
	}
	if (request->report_error < 0) {
		log_error(FAULT_OURS, "no file of figures can be made: %s",
			strerror(-request->report_error));
		request_refuse(request, API_ERROR_BUSY_HUB, NULL, "the file cannot be made");
		return;
	}
	request->type = forms[request->input.form].type;
	request_answer(request, MHD_HTTP_OK);
}

static int parse_form(const char *ending, enum report_form *ret)
{
	for (int i = 0; i < REPORT_FORMS; i++) {
		if (strcmp(ending, forms[i].ending) == 0) {
			*ret = (enum report_form)i;
			return 0;
		}
	}
	return -EINVAL;
}

const char *api_report_type(const char *ending)
{
	enum report_form form;

	return ending && parse_form(ending, &form) == 0 ? forms[form].type : NULL;
}

/* "days", "days.json", "days.csv", "days.pdf" … */
static int parse_name(struct request *request)
{
	char word[LIMIT_ID + 1];
	char *dot;

	text_copy_cut(word, sizeof(word), request->parameter);
	dot = strchr(word, '.');
	if (dot) {
		if (parse_form(dot, &request->input.form) < 0) {
			return -EINVAL;
		}
		*dot = '\0';
	}
	return report_parse(word, &request->input.report);
}

/* Days of valid dates since 1970, at noon so that neither zone nor daylight saving matters. */
static int64_t day_number(const char *day)
{
	int64_t wall_ms = 0;

	if (zone_instant(day, 12 * 60, &wall_ms) < 0) {
		return 0;
	}
	return wall_ms / (24 * 60 * 60 * 1000LL);
}

int api_read_days(struct request *request)
{
	struct input *input = &request->input;
	char today[DAY_LENGTH + 1];

	api_today(today);
	if (!*input->to) {
		text_copy_cut(input->to, sizeof(input->to), *input->from ? input->from : today);
	}
	if (!*input->from) {
		text_copy_cut(input->from, sizeof(input->from), input->to);
	}
	if (strcmp(input->from, input->to) > 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, "from", "from is later than to");
		return -EINVAL;
	}
	if (day_number(input->to) - day_number(input->from) >= LIMIT_REPORT_DAYS) {
		request_refuse(request, API_ERROR_BAD_FIELD, "to",
			"a report covers at most %d days", LIMIT_REPORT_DAYS);
		return -EINVAL;
	}
	return 0;
}

static bool is_for_people(enum report_form form)
{
	return form == REPORT_AS_PDF || form == REPORT_AS_XLSX;
}

static bool check_language(struct request *request)
{
	_cleanup_free_ char *known = NULL;

	if (report_language_is_known(request->phrases, request->input.command.language, &known)) {
		return true;
	}
	request_refuse(request, API_ERROR_BAD_FIELD, "language", "language is none of: %s", known);
	return false;
}

static void begin_lookups(struct request *request)
{
	struct lookup_figures *figures = memory_new(1, sizeof(*figures));

	hub_counts_share(request->hub->counts, &figures->counts);
	request->lookup_figures = figures;
	request->completed = on_lookups_completed;
	request_work(request, make_lookup_report, api_answer_report);
}

void api_report(struct request *request)
{
	struct input *input = &request->input;

	request->phrases = phrases_ref(request->hub->phrases);

	if (parse_name(request) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "name", "there is no such report");
		return;
	}
	if (input->report == REPORT_STAFF && !(MAY_STAFF_FIGURES & 1 << request->caller.role)) {
		request_refuse(request, API_ERROR_FORBIDDEN, "name",
			"figures of single persons are for the director");
		return;
	}
	if (*input->columns && input->form == REPORT_AS_JSON) {
		request_refuse(request, API_ERROR_BAD_FIELD, "columns",
			"columns are a table's; JSON has all of them");
		return;
	}
	if (input->previous && (report_groups(input->report) == 0 || !is_for_people(input->form))) {
		request_refuse(request, API_ERROR_BAD_FIELD, "previous",
			"the period before stands in PDFs and workbooks of tickets alone");
		return;
	}
	if (!check_language(request)) {
		return;
	}
	if (input->report == REPORT_EVALUATION) {
		api_report_evaluation(request);
		return;
	}
	if (*input->period) {
		request_refuse(request, API_ERROR_BAD_FIELD, "period",
			"a period is the evaluation's; other reports have from and to");
		return;
	}
	if (api_read_days(request) < 0) {
		return;
	}
	api_find_today(request, input->day);
	if (input->report == REPORT_LOOKUPS) {
		api_when_counted(request, begin_lookups);
		return;
	}
	request_work(request,
		input->report == REPORT_DOSSIERS             ? make_dossier_report
			: input->report == REPORT_COMPLAINTS ? make_complaint_report
							     : make_report,
		api_answer_report);
}
