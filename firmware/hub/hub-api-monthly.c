/* SPDX-License-Identifier: Apache-2.0 */
/* The reports of past months, as they were made and kept. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-monthly.h"

static int list_reports(struct store *store, void *userdata)
{
	struct request *request = userdata;
	_cleanup_free_ struct monthly_entry *list = memory_new(MONTHLY_MAX, sizeof(*list));
	struct out *out = &request->out;
	int n;
	int r = monthly_list(request->hub->settings->data, list, &n);

	(void)store;
	if (r < 0) {
		return r;
	}
	out_open(out, '{');
	out_key_int(out, "keep_months", request->hub->settings->report_keep_months);
	out_key_open(out, "reports", '[');
	for (int i = 0; i < n; i++) {
		if (list[i].pdf > 0 && list[i].xlsx > 0) {
			out_open(out, '{');
			out_key_text(out, "month", list[i].month);
			out_key_int(out, "pdf_bytes", list[i].pdf);
			out_key_int(out, "xlsx_bytes", list[i].xlsx);
			out_close(out, '}');
		}
	}
	out_close(out, ']');
	out_close(out, '}');
	return 0;
}

static void answer_list(struct request *request)
{
	request_answer(request, MHD_HTTP_OK);
}

void api_monthly(struct request *request)
{
	request_work(request, list_reports, answer_list);
}

static int read_report(struct store *store, void *userdata)
{
	struct request *request = userdata;
	_cleanup_free_ char *path = monthly_path(request->hub->settings->data, request->parameter);
	_cleanup_free_ char *text = NULL;
	size_t size = 0;

	(void)store;
	request->file_error =
		path ? text_read_file(path, MONTHLY_BYTES_MAX, &text, &size) : -ENOENT;
	if (request->file_error == 0) {
		textbuf_add_bytes(&request->out.text, text, size);
	}
	return 0;
}

static void answer_report(struct request *request)
{
	if (request->file_error == -ENOENT) {
		request_refuse(request, API_ERROR_NOT_FOUND, "name", "there is no such report");
		return;
	}
	if (request->file_error < 0) {
		request_refuse(request, API_ERROR_STORAGE, NULL, "it cannot be read: %s",
			strerror(-request->file_error));
		return;
	}
	request->type = api_report_type(strchr(request->parameter, '.'));
	request_answer(request, MHD_HTTP_OK);
}

void api_monthly_report(struct request *request)
{
	request_work(request, read_report, answer_report);
}
