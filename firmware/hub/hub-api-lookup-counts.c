/* SPDX-License-Identifier: Apache-2.0 */
/* How often procedures were looked up: counted for kiosks and staff, and told to who leads. */
#include <errno.h>

#include "base/csv.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-lookup-counts.h"
#include "queue/catalogue-rows.h"

void api_procedure_looked_up(struct request *request)
{
	_cleanup_free_ char *json = NULL;
	int r = catalogue_rows_find(request->hub->reader, request->parameter, &json);

	if (r == -ENOENT) {
		request_refuse(request, API_ERROR_NOT_FOUND, "key", "there is no such procedure");
		return;
	}
	if (r < 0) {
		request_refuse(
			request, API_ERROR_STORAGE, NULL, "the procedures cannot be read now");
		return;
	}
	hub_lookups_add(
		request->hub->lookups, request->parameter, (enum lookup_place)request->input.place);
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

/* ---- a month of them ---- */

static void put_count(
	struct request *request, const char *key, const char *place, int hour, uint32_t count)
{
	struct out *out = &request->out;
	char separator = request->input.semicolon ? ';' : ',';

	if (request->input.format) {
		csv_add(&out->text, separator, key);
		textbuf_printf(&out->text, "%c%s%c%d%c%u\r\n", separator, place, separator, hour,
			separator, count);
		return;
	}
	out_open(out, '{');
	out_key_text(out, "key", key);
	out_key_text(out, "place", place);
	out_key_int(out, "hour", hour);
	out_key_int(out, "count", count);
	out_close(out, '}');
}

static void put_month(struct request *request, const struct lookup_month *month)
{
	for (size_t i = 0; month && i < month->n; i++) {
		for (int cell = 0; cell < LOOKUP_PLACES * LOOKUP_HOURS; cell++) {
			enum lookup_place place = (enum lookup_place)(cell / LOOKUP_HOURS);
			int hour = cell % LOOKUP_HOURS;
			uint32_t count = month->rows[i].count[place][hour];

			if (count > 0) {
				put_count(request, month->rows[i].key, lookup_place_name(place),
					hour, count);
			}
		}
	}
}

/* The one that is asked for, else the present one. */
static void name_month(const struct request *request, char ret[LOOKUP_MONTH_LENGTH + 1])
{
	const char *day = request->input.day;
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	text_copy_cut(ret, LOOKUP_MONTH_LENGTH + 1, *day ? day : local.day);
}

void api_procedures_lookups(struct request *request)
{
	struct out *out = &request->out;
	char separator = request->input.semicolon ? ';' : ',';
	char name[LOOKUP_MONTH_LENGTH + 1];

	name_month(request, name);
	if (request->input.format) {
		textbuf_printf(&out->text, "\xEF\xBB\xBFkey%cplace%chour%ccount\r\n", separator,
			separator, separator);
		put_month(request, hub_lookups_find(request->hub->lookups, name));
		request->type = "text/csv; charset=utf-8";
	} else {
		out_open(out, '{');
		out_key_text(out, "month", name);
		out_key_open(out, "lookups", '[');
		put_month(request, hub_lookups_find(request->hub->lookups, name));
		out_close(out, ']');
		out_close(out, '}');
	}
	request_answer(request, MHD_HTTP_OK);
}
