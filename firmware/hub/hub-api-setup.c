/* SPDX-License-Identifier: Apache-2.0 */
/* Passes on what a page says to "layso setup --page", which asks for a code by itself. The hub may
 * touch neither devices nor settings, and knows nothing of what is said. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/paths.h"
#include "hub/hub-api.h"

enum { WAIT_S = 3, REPLY_MAX = 512 * 1024, PIECE = 4096 };

static int connect_to(const char *hub_socket)
{
	const struct timeval limit = {.tv_sec = WAIT_S};
	const char *slash = strrchr(hub_socket, '/');
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	_cleanup_free_ char *path = text_printf(
		"%.*s/%s", slash ? (int)(slash - hub_socket) : 0, hub_socket, PATHS_SETUP_SOCKET);
	int fd;

	if (!slash || text_copy(address.sun_path, sizeof(address.sun_path), path) < 0) {
		return -ENOENT;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		return -errno;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		int r = -errno;

		(void)close(fd);
		return r;
	}
	return fd;
}

static int send_all(int fd, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t n = send(fd, text, size, MSG_NOSIGNAL);

		if (n < 0) {
			return -errno;
		}
		text += n;
		size -= (size_t)n;
	}
	return 0;
}

static int receive_all(int fd, struct textbuf *out)
{
	for (;;) {
		ssize_t n = recv(fd, textbuf_room(out, PIECE), PIECE, 0);

		if (n < 0 || out->size > REPLY_MAX) {
			return n < 0 ? -errno : -EFBIG;
		}
		if (n == 0) {
			return out->size > 0 ? 0 : -EAGAIN;
		}
		out->size += (size_t)n;
		out->data[out->size] = '\0';
	}
}

/* In the thread. */
static int pass_on(struct store *store, void *userdata)
{
	struct request *request = userdata;
	_cleanup_close_ int fd = connect_to(request->hub->settings->socket);
	int r = fd < 0 ? fd : send_all(fd, request->body.data, request->body.size);

	(void)store;
	request->file_error = r < 0 ? r : receive_all(fd, &request->out.text);
	return 0; /* of the database nothing was wanted */
}

static void refuse_code(struct request *request)
{
	if (rates_take(
		    request->hub->rates, RATE_FAILURE, &request->peer->address, clock_mono_ms())) {
		request_refuse(request, API_ERROR_UNAUTHORIZED, "code", "the code is another one");
	} else {
		request_refuse(request, API_ERROR_TOO_MANY, "code",
			"too many wrong codes from this address; try again in a minute");
	}
}

static void answer_passed(struct request *request)
{
	struct textbuf *text = &request->out.text;
	int error = request->file_error;

	if (error == -EAGAIN || error == -EWOULDBLOCK || error == -ECONNRESET) {
		request_refuse(request, API_ERROR_BUSY_HUB, NULL, "a device is being tried");
	} else if (error < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "code",
			"nobody sets this board up: sudo layso setup --page");
	} else if (strncmp(text->data, "401\n", 4) == 0) {
		refuse_code(request);
	} else if (strncmp(text->data, "200\n", 4) != 0) {
		request_refuse(request, API_ERROR_BAD_FIELD, "do", "this cannot be done");
	} else {
		textbuf_consume(text, 4);
		request_answer(request, MHD_HTTP_OK);
	}
}

void api_setup(struct request *request)
{
	char *line = json_dumps(request->json, JSON_COMPACT);

	textbuf_done(&request->body);
	request->body = (struct textbuf){.data = NULL};
	textbuf_printf(&request->body, "%s\n", line ? line : "{}");
	if (line) {
		explicit_bzero(line, strlen(line));
	}
	free(line);
	request_work_in(request, request->hub->setup, pass_on, answer_passed);
}
