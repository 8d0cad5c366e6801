/* SPDX-License-Identifier: Apache-2.0 */
/* The files beside the database: a list, and the removal of a former one. In a thread, for the disk
 * may be slow. */
#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-tidy.h"

enum { YEAR_2020_S = 1577836800 }; /* a clock before that was not set */

static void put_file(struct out *out, const struct file_entry *entry)
{
	const char *why = files_why_name(entry->why);

	out_open(out, '{');
	out_key_text(out, "name", entry->name);
	out_key_text(out, "kind", files_kind_name(entry->kind));
	out_key_int(out, "bytes", entry->bytes);
	out_key(out, "written");
	if (entry->written_s >= YEAR_2020_S) {
		out_time(out, entry->written_s * 1000);
	} else {
		out_null(out);
	}
	out_key_word(out, "stays", why ? why : "");
	out_close(out, '}');
}

static int list_files(struct store *store, void *userdata)
{
	struct request *request = userdata;
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));
	const struct hub_settings *settings = request->hub->settings;
	const struct files_limits limits = tidy_limits(settings);
	struct out *out = &request->out;
	int r = files_read(settings->data, &limits, files);

	(void)store;
	if (r < 0) {
		return r;
	}
	out_open(out, '{');
	out_key_text(out, "folder", settings->data);
	out_key_int(out, "copies", files->copies);
	out_key_int(out, "copies_kept", limits.copies);
	out_key_int(out, "copy_bytes", files->copy_bytes);
	out_key_int(out, "copy_bytes_kept", limits.bytes);
	out_key_open(out, "files", '[');
	for (int i = 0; i < files->n; i++) {
		put_file(out, &files->entry[i]);
	}
	out_close(out, ']');
	out_close(out, '}');
	return 0;
}

static void answer_list(struct request *request)
{
	request_answer(request, MHD_HTTP_OK);
}

void api_files(struct request *request)
{
	request_work(request, list_files, answer_list);
}

static int remove_file(struct store *store, void *userdata)
{
	struct request *request = userdata;

	(void)store;
	request->file_error = files_remove(request->hub->settings->data, request->parameter);
	return 0;
}

static void refuse_removal(struct request *request, const char *format)
{
	struct answer answer = {.error = ERROR_NOT_ALLOWED};

	text_copy_cut(answer.field, sizeof(answer.field), "name");
	text_copy_cut(answer.message, sizeof(answer.message), format);
	api_error_from_answer(&request->api_error, &answer);
	request_answer_refusal(request);
}

static void answer_removal(struct request *request)
{
	switch (request->file_error) {
	case 0:
		log_notice("%s removed the former database %s", request->caller.name,
			request->parameter);
		tidy_look(request->hub->tidy);
		request_answer(request, MHD_HTTP_NO_CONTENT);
		break;
	case -ENOENT:
		request_refuse(request, API_ERROR_NOT_FOUND, "name", "there is no such file");
		break;
	case -EPERM:
		refuse_removal(request, "only copies of former databases are removed this way");
		break;
	case -EBUSY:
		refuse_removal(request, "it is the last trace of a database that was replaced");
		break;
	default:
		request_refuse(request, API_ERROR_STORAGE, NULL, "it cannot be removed: %s",
			strerror(-request->file_error));
		break;
	}
}

void api_file_remove(struct request *request)
{
	request_work(request, remove_file, answer_removal);
}
