/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-own-figures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue/catalogue-counts.h"
#include "hub/hub-api.h"
#include "hub/hub-catalogue.h"
#include "queue/catalogue-rows.h"
#include "queue/complaint-report.h"
#include "queue/ratio.h"

struct making {
	struct store *store;
	const struct own_wish *wish;
	struct own_figures *own;
	char to[DAY_LENGTH + 1]; /* the last day of the period that has been */
};

const char *own_missing_name(enum own_missing missing)
{
	static const char *const names[] = {
		[OWN_THERE] = "there",
		[OWN_NOT_RECORDED] = "not_recorded",
		[OWN_NOTHING] = "nothing",
		[OWN_NOT_STATED] = "not_stated",
		[OWN_CHANGED_SINCE] = "changed_since",
		[OWN_NO_TODAY] = "no_today",
	};

	return names[missing];
}

void own_figures_done(struct own_figures *own)
{
	free(own->values);
	*own = (struct own_figures){.n = 0};
}

static bool is_wanted(const struct making *making, enum own_figure first, enum own_figure last)
{
	for (enum own_figure figure = first; figure <= last; figure++) {
		if (making->wish->wanted[figure]) {
			return true;
		}
	}
	return false;
}

static void miss(struct making *making, enum own_figure first, enum own_figure last,
	enum own_missing missing)
{
	for (enum own_figure figure = first; figure <= last; figure++) {
		making->own->missing[figure] = missing;
	}
}

/* Where nothing is counted there is no share, and no 0 either. */
static void add(struct making *making, struct own_value value)
{
	struct own_figures *own = making->own;

	value.ratio = ratio_percent(value.numerator, value.denominator);
	if (!making->wish->wanted[value.figure] || value.ratio == RATIO_NONE) {
		own->missing[value.figure] = OWN_NOTHING;
		return;
	}
	own->missing[value.figure] = OWN_THERE;
	own->values = memory_grow(own->values, own->n + 1, sizeof(*own->values));
	own->values[own->n++] = value;
}

/* The later of two days. */
static void set_from(struct own_value *value, const char *one, const char *other)
{
	memcpy(value->from, strcmp(one, other) > 0 ? one : other, sizeof(value->from));
}

/* ---- dossiers ---- */

static const char *const dossier_sources[] = {
	DOSSIER_SOURCE_IMPORT, DOSSIER_SOURCE_CLERK, DOSSIER_SOURCE_FINISH};

struct counting {
	const struct own_wish *wish;
	struct dossier_report *report;
	struct own_value span[ELEMENTS(dossier_sources)]; /* the days of a source's counts */
};

static int count_dossiers(const struct dossier_entry *entry, void *userdata)
{
	struct counting *counting = userdata;

	dossier_report_add(counting->report, entry);
	for (size_t i = 0; i < ELEMENTS(dossier_sources); i++) {
		struct own_value *span = &counting->span[i];

		if (strcmp(entry->source, dossier_sources[i]) != 0 ||
			strcmp(entry->from_day, counting->wish->from) < 0 ||
			strcmp(entry->to_day, counting->wish->to) > 0) {
			continue;
		}
		if (!*span->from || strcmp(entry->from_day, span->from) < 0) {
			memcpy(span->from, entry->from_day, sizeof(span->from));
		}
		if (strcmp(entry->to_day, span->to) > 0) {
			memcpy(span->to, entry->to_day, sizeof(span->to));
		}
	}
	return 0;
}

/* What a source says of all services together; NULL: nothing. */
static const struct dossier_row_sum *find_source(struct dossier_report *report, const char *source)
{
	const struct dossier_row_sum *found = NULL;
	const struct dossier_row_sum *rows;
	size_t n = dossier_report_rows(report, &rows);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].source, source) == 0 && (!found || rows[i].is_total)) {
			found = &rows[i];
		}
	}
	return found;
}

static void add_dossiers(struct making *making, struct counting *counting, int ratio)
{
	for (size_t i = 0; i < ELEMENTS(dossier_sources); i++) {
		const struct dossier_row_sum *row =
			find_source(counting->report, dossier_sources[i]);
		struct own_value value = counting->span[i];

		if (row && row->ratio[ratio] != RATIO_NONE) {
			value.figure = (enum own_figure)ratio;
			value.source = dossier_sources[i];
			value.numerator = row->part[ratio];
			value.denominator =
				row->sum[dossier_ratio_whole((enum dossier_ratio)ratio)].total;
			add(making, value);
		}
	}
}

static int make_dossiers(struct making *making)
{
	const struct own_wish *wish = making->wish;
	_cleanup_(dossier_report_freep) struct dossier_report *report =
		dossier_report_new(wish->from, wish->to);
	struct counting counting = {.wish = wish, .report = report};
	int r = store_dossiers(making->store, wish->from, wish->to, count_dossiers, &counting);

	for (int ratio = 0; r == 0 && ratio < OWN_DOSSIERS; ratio++) {
		making->own->missing[ratio] = OWN_NOT_RECORDED;
		add_dossiers(making, &counting, ratio);
	}
	making->own->partial = dossier_report_partial(report);
	return r;
}

/* ---- the catalogue ---- */

/* Whether the catalogue is as it was on the period's last day. */
static int check_unchanged(struct making *making, bool *ret)
{
	struct catalogue_row last = {0};
	struct local_time changed;
	int r = catalogue_rows_last(making->store, &last);

	json_decref(last.summary);
	zone_local(last.wall_ms, &changed);
	*ret = r == 0 && last.seq > 0 && strcmp(changed.day, making->to) <= 0;
	if (r == 0 && !*ret) {
		miss(making, OWN_POSTED, OWN_FREE_ONLINE,
			last.seq == 0 ? OWN_NOT_RECORDED : OWN_CHANGED_SINCE);
	}
	return r;
}

static bool is_posted(const struct procedure *procedure, const char *day)
{
	enum catalogue_age age = catalogue_age_of(procedure, day, NULL);

	return age != CATALOGUE_NO_LONGER && age != CATALOGUE_NOT_YET;
}

static struct own_value of_catalogue(
	const struct making *making, enum own_figure figure, size_t numerator, size_t denominator)
{
	struct own_value value = {.figure = figure,
		.source = "catalogue",
		.numerator = (int64_t)numerator,
		.denominator = (int64_t)denominator};

	memcpy(value.from, making->to, sizeof(value.from));
	memcpy(value.to, making->to, sizeof(value.to));
	return value;
}

/* Where the centre lists what it must post, those of the list count, and else their number. */
static void add_posted(struct making *making, const struct catalogue_counts *counts,
	const struct catalogue_stated *stated)
{
	size_t missing = 0;

	if (stated->posted < 0 && !stated->posted_codes) {
		making->own->missing[OWN_POSTED] = OWN_NOT_STATED;
		return;
	}
	for (size_t i = 0; i < counts->n_differences; i++) {
		missing += counts->differences[i].kind == CATALOGUE_NOT_HERE;
	}
	add(making,
		stated->posted_codes
			? of_catalogue(making, OWN_POSTED, stated->n_posted_codes - missing,
				  stated->n_posted_codes)
			: of_catalogue(making, OWN_POSTED, counts->posted, (size_t)stated->posted));
}

static void add_catalogue(struct making *making, const struct catalogue_records *records,
	const struct catalogue_stated *stated)
{
	_cleanup_(catalogue_counts_freep) struct catalogue_counts *counts = NULL;
	size_t complete = 0;

	catalogue_counts_make(records->procedures, records->n, making->to, stated, &counts);
	for (size_t i = 0; i < records->n; i++) {
		complete += is_posted(records->procedures[i], making->to) &&
			procedure_is_whole(records->procedures[i]);
	}
	add_posted(making, counts, stated);
	add(making, of_catalogue(making, OWN_COMPLETE, complete, counts->posted));
	add(making, of_catalogue(making, OWN_FRESH, counts->ages[CATALOGUE_FRESH], counts->posted));
	add(making, of_catalogue(making, OWN_FREE_ONLINE, counts->free_online, counts->posted));
}

static int make_catalogue(struct making *making)
{
	_cleanup_(site_freep) struct site *site = NULL;
	_cleanup_(catalogue_records_done) struct catalogue_records records = {0};
	_cleanup_(catalogue_stated_done) struct catalogue_stated stated = {0};
	bool is_unchanged = false;
	int r = check_unchanged(making, &is_unchanged);

	if (r < 0 || !is_unchanged) {
		return r;
	}
	r = store_site(making->store, &site);
	if (r == 0 || r == -ENOENT) {
		r = catalogue_records_read(making->store, &records);
	}
	if (r == 0) {
		catalogue_stated_read(
			site ? json_object_get(site->json, "catalogue") : NULL, &stated);
		add_catalogue(making, &records, &stated);
	}
	return r;
}

/* ---- complaints ---- */

static int count_complaint(const struct complaint *complaint, void *userdata)
{
	complaint_report_add(userdata, complaint);
	return 0;
}

static int make_complaints(struct making *making)
{
	const struct own_wish *wish = making->wish;
	_cleanup_(complaint_report_freep) struct complaint_report *report =
		complaint_report_new(wish->from, making->to, wish->today);
	struct own_value value = {.source = "complaints"};
	struct complaint_summary summary;
	const struct complaint_row *rows;
	const int64_t *n;
	int r = store_complaints(making->store, 0, count_complaint, report);

	if (r < 0) {
		return r;
	}
	(void)complaint_report_rows(report, &rows, &summary);
	if (!*summary.recorded_from) {
		miss(making, OWN_COMPLAINTS_ANSWERED, OWN_COMPLAINTS_IN_TIME, OWN_NOT_RECORDED);
		return 0;
	}
	n = rows[0].n;
	set_from(&value, wish->from, summary.recorded_from);
	memcpy(value.to, making->to, sizeof(value.to));
	value.figure = OWN_COMPLAINTS_ANSWERED;
	value.numerator = n[COMPLAINTS_ANSWERED];
	value.denominator = n[COMPLAINTS_RECEIVED];
	add(making, value);
	value.figure = OWN_COMPLAINTS_IN_TIME;
	value.numerator = n[COMPLAINTS_IN_TIME];
	value.denominator = n[COMPLAINTS_IN_TIME] + n[COMPLAINTS_LATE] + n[COMPLAINTS_OVERDUE];
	add(making, value);
	return 0;
}

/* ---- visits, searches ---- */

static int make_visits(struct making *making)
{
	struct own_value value = {.source = "tickets"};
	struct report_row total = {.key = ""};
	int r = api_report_total(making->store, making->wish->from, making->to, &total, value.from);

	if (r < 0) {
		return r;
	}
	if (!*value.from) {
		miss(making, OWN_SATISFIED, OWN_WAITED, OWN_NOT_RECORDED);
		return 0;
	}
	memcpy(value.to, making->to, sizeof(value.to));
	value.figure = OWN_SATISFIED;
	value.numerator = total.rated_4 + total.rated_5;
	value.denominator = total.rated;
	add(making, value);
	value.figure = OWN_WAITED;
	value.numerator = total.within_target;
	value.denominator = total.called - total.wait_unknown;
	add(making, value);
	return 0;
}

/* Counts are by the month, and so are periods. */
static void make_searches(struct making *making)
{
	_cleanup_(lookup_report_done) struct lookup_report report = {.n = 0};
	struct own_value value = {.figure = OWN_FOUND, .source = "searches"};

	making->own->missing[OWN_FOUND] = OWN_NOT_RECORDED;
	lookup_report_make(&making->wish->counts, making->wish->from, making->wish->to, &report);
	for (size_t i = 0; i < report.n && report.searches_counted > 0; i++) {
		const struct lookup_report_row *row = &report.rows[i];

		if (row->group == LOOKUP_TOTAL) {
			value.numerator = row->searches - row->unanswered;
			value.denominator = row->searches;
		} else if (row->group == LOOKUP_BY_MONTH && row->searches != LOOKUP_UNKNOWN &&
			!*value.from) {
			(void)snprintf(value.from, sizeof(value.from), "%.7s-01", row->key);
		}
	}
	if (report.searches_counted > 0) {
		memcpy(value.to, making->to, sizeof(value.to));
		add(making, value);
	}
}

int own_figures_make(struct store *store, const struct own_wish *wish, struct own_figures *ret)
{
	static const struct {
		enum own_figure first;
		enum own_figure last;
		int (*make)(struct making *making);
	} parts[] = {
		{OWN_POSTED, OWN_FREE_ONLINE, make_catalogue},
		{OWN_COMPLAINTS_ANSWERED, OWN_COMPLAINTS_IN_TIME, make_complaints},
		{OWN_SATISFIED, OWN_WAITED, make_visits},
	};
	struct making making = {.store = store, .wish = wish, .own = ret};
	int r;

	*ret = (struct own_figures){.n = 0};
	memcpy(making.to,
		*wish->today && strcmp(wish->today, wish->to) < 0 ? wish->today : wish->to,
		sizeof(making.to));
	r = make_dossiers(&making);
	for (size_t i = 0; r == 0 && i < ELEMENTS(parts); i++) {
		if (!*wish->today) {
			miss(&making, parts[i].first, parts[i].last, OWN_NO_TODAY);
		} else if (is_wanted(&making, parts[i].first, parts[i].last)) {
			r = parts[i].make(&making);
		}
	}
	make_searches(&making);
	return r;
}
