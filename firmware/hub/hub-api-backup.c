/* SPDX-License-Identifier: Apache-2.0 */
/* Sends a backup while the hub runs: a separate thread makes and checks it, then it is sent as a
 * file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-headers.h"

enum { NAME_MAX_BYTES = 80, SEQ_MAX_BYTES = 24 };

/* In the thread. The file has no name any more once it is open: whatever ends the hub, none is left
 * lying about. */
static int make_backup(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct hub *hub = request->hub;
	_cleanup_free_ char *path = text_printf("%s/" STORE_PARTIAL, hub->settings->data);
	int r;

	(void)unlink(path); /* of a hub that was killed meanwhile */
	r = store_backup(store, path, &hub->backup_stop, &request->backup);
	if (r == 0) {
		request->backup_fd = open(path, O_RDONLY | O_CLOEXEC);
		r = request->backup_fd < 0 ? -errno : 0;
	}
	(void)unlink(path);
	/* Not the database's fault, but the answer's to tell. */
	request->backup_error = r;
	return 0;
}

static void refuse_backup(struct request *request)
{
	if (request->backup_error == -ECANCELED) {
		request_refuse(request, API_ERROR_BUSY_HUB, NULL, "the hub is ending");
		return;
	}
	log_error(FAULT_DEVICE, "no backup: %s", strerror(-request->backup_error));
	request_refuse(request, API_ERROR_STORAGE, NULL, "there is no backup: %s",
		request->backup_error == -ENOSPC ? "the hub's disk has no room for one"
						 : strerror(-request->backup_error));
}

static void add_names(struct request *request, struct MHD_Response *response)
{
	char name[NAME_MAX_BYTES];
	char seq[SEQ_MAX_BYTES];
	struct local_time local;
	struct clock_reading now;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	(void)snprintf(name, sizeof(name), "attachment; filename=\"layso-%s-%02d%02d.db\"",
		local.day, local.minute / 60, local.minute % 60);
	(void)snprintf(seq, sizeof(seq), "%lld", (long long)request->backup.seq);
	(void)MHD_add_response_header(response, "Content-Disposition", name);
	(void)MHD_add_response_header(response, "X-Layso-Seq", seq);
	headers_add(
		response, HEADERS_DATA, "application/vnd.sqlite3", request->hub->strict_transport);
}

static void answer_backup(struct request *request)
{
	struct MHD_Response *response;
	struct stat st;

	if (request->backup_error < 0) {
		refuse_backup(request);
		return;
	}
	if (fstat(request->backup_fd, &st) < 0) {
		request->backup_error = -errno;
		refuse_backup(request);
		return;
	}
	response = MHD_create_response_from_fd64((uint64_t)st.st_size, request->backup_fd);
	if (!response) {
		log_out_of_memory();
	}
	request->backup_fd = -1; /* the response's now */
	log_notice("a backup up to event %lld was given to %s", (long long)request->backup.seq,
		request->caller.name);
	add_names(request, response);
	request_answer_with(request, response, MHD_HTTP_OK, false);
}

void api_backup(struct request *request)
{
	struct hub *hub = request->hub;

	if (worker_busy(hub->backups)) {
		request_refuse(request, API_ERROR_BUSY_HUB, NULL,
			"a backup is being made; try again soon");
		return;
	}
	request_work_in(request, hub->backups, make_backup, answer_backup);
}
