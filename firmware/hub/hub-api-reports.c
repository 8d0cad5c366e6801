/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: figures of the stored tickets, made in the look-up thread. */
#include <errno.h>
#include <string.h>

#include "hub/hub-api.h"

/* The figures of a row after its key, as they are called in JSON and in CSV. */
struct figure {
	const char *name;
	size_t offset;
	bool is_long; /* int64_t, −1 none; otherwise int */
};

#define COUNT(member) {#member, offsetof(struct report_row, member), false}
#define SECONDS(member) {#member, offsetof(struct report_row, member), true}
static const struct figure figures[] = {
	COUNT(issued),
	COUNT(served),
	COUNT(no_show),
	COUNT(left),
	COUNT(voided),
	COUNT(expired),
	COUNT(unconfirmed),
	COUNT(open),
	COUNT(printed),
	COUNT(failed),
	COUNT(reprinted),
	SECONDS(wait_mean_s),
	SECONDS(wait_median_s),
	SECONDS(wait_p90_s),
	SECONDS(serve_mean_s),
	SECONDS(serve_median_s),
	SECONDS(serve_p90_s),
};

/* −1: nothing to measure. */
static int64_t value_of(const struct report_row *row, const struct figure *figure)
{
	const char *at = (const char *)row + figure->offset;

	return figure->is_long ? *(const int64_t *)at : *(const int *)at;
}

static void write_json(struct request *request, const struct report_row *rows, size_t n)
{
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_text(out, "by", report_name(request->input.report));
	out_key_text(out, "from", request->input.from);
	out_key_text(out, "to", request->input.to);
	out_key(out, "rows");
	out_open(out, '[');
	for (size_t i = 0; i < n; i++) {
		out_open(out, '{');
		out_key_text(out, "key", rows[i].key);
		for (size_t j = 0; j < ELEMENTS(figures); j++) {
			int64_t value = value_of(&rows[i], &figures[j]);

			out_key(out, figures[j].name);
			if (figures[j].is_long && value < 0) {
				out_null(out);
			} else {
				out_int(out, value);
			}
		}
		out_close(out, '}');
	}
	out_close(out, ']');
	out_close(out, '}');
}

/* RFC 4180. Keys are ids, days and hours: nothing to quote. */
static void write_csv(struct request *request, const struct report_row *rows, size_t n)
{
	struct textbuf *text = &request->out.text;

	textbuf_add(text, "key");
	for (size_t j = 0; j < ELEMENTS(figures); j++) {
		textbuf_printf(text, ",%s", figures[j].name);
	}
	textbuf_add(text, "\r\n");
	for (size_t i = 0; i < n; i++) {
		textbuf_add(text, rows[i].key);
		for (size_t j = 0; j < ELEMENTS(figures); j++) {
			int64_t value = value_of(&rows[i], &figures[j]);

			if (figures[j].is_long && value < 0) {
				textbuf_add(text, ",");
			} else {
				textbuf_printf(text, ",%lld", (long long)value);
			}
		}
		textbuf_add(text, "\r\n");
	}
}

static int add_ticket(const struct ticket *ticket, void *report)
{
	report_add_ticket(report, ticket);
	return 0;
}

static int add_segment(const struct segment *segment, void *report)
{
	report_add_segment(report, segment);
	return 0;
}

static int make_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	const struct input *input = &request->input;
	_cleanup_(report_freep) struct report *report = report_new(input->report);
	const struct report_row *rows;
	size_t n;
	int r = store_tickets(store, input->from, input->to, 0, INT32_MAX, add_ticket, report);

	if (r == 0) {
		r = store_segments(store, input->from, input->to, add_segment, report);
	}
	if (r < 0) {
		return r;
	}
	n = report_rows(report, &rows);
	if (input->csv) {
		write_csv(request, rows, n);
	} else {
		write_json(request, rows, n);
	}
	return 0;
}

static void answer_report(struct request *request)
{
	request->type = request->input.csv ? "text/csv; charset=utf-8" : NULL;
	request_answer(request, MHD_HTTP_OK);
}

/* "days", "days.json" or "days.csv". */
static int parse_name(struct request *request)
{
	char word[LIMIT_ID + 1];
	char *dot;

	text_copy_cut(word, sizeof(word), request->parameter);
	dot = strchr(word, '.');
	if (dot) {
		request->input.csv = strcmp(dot, ".csv") == 0;
		if (!request->input.csv && strcmp(dot, ".json") != 0) {
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

void api_report(struct request *request)
{
	struct input *input = &request->input;
	struct local_time today;
	struct moment now;

	if (parse_name(request) < 0) {
		request_refuse(request, REFUSAL_NOT_FOUND, "name", "there is no such report");
		return;
	}
	clock_now(&now);
	zone_local(now.wall_ms, &today);
	if (!*input->to) {
		text_copy_cut(input->to, sizeof(input->to), *input->from ? input->from : today.day);
	}
	if (!*input->from) {
		text_copy_cut(input->from, sizeof(input->from), input->to);
	}
	if (strcmp(input->from, input->to) > 0) {
		request_refuse(request, REFUSAL_BAD_FIELD, "from", "from is later than to");
		return;
	}
	if (day_number(input->to) - day_number(input->from) >= LIMIT_REPORT_DAYS) {
		request_refuse(request, REFUSAL_BAD_FIELD, "to", "a report covers at most %d days",
			LIMIT_REPORT_DAYS);
		return;
	}
	request_lookup(request, make_report, answer_report);
}
