/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-socket.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/log.h"
#include "base/text.h"

static int name_address(const char *dir, const char *name, struct sockaddr_un *ret)
{
	_cleanup_free_ char *path = text_printf("%s/%s", dir, name);

	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	return text_copy(ret->sun_path, sizeof(ret->sun_path), path);
}

static bool somebody_listens(const struct sockaddr_un *address)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd >= 0 &&
		(connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 ||
			errno == EAGAIN);
}

int sim_socket_listen(sd_event *event, const char *dir, const char *name,
	sd_event_io_handler_t handler, void *userdata, sd_event_source **ret)
{
	struct sockaddr_un address;
	_cleanup_close_ int fd = -1;
	int r = name_address(dir, name, &address);

	if (r < 0) {
		log_error(FAULT_SITE, "%s/%s is too long for a socket's path", dir, name);
		return r;
	}
	if (somebody_listens(&address)) {
		log_error(FAULT_SITE, "another simulator serves %s", dir);
		return -EADDRINUSE;
	}
	(void)unlink(address.sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(fd, 8) < 0) {
		r = -errno;
		log_error(FAULT_SITE, "cannot listen on %s: %s", address.sun_path, strerror(-r));
		return r;
	}
	r = sd_event_add_io(event, ret, fd, EPOLLIN, handler, userdata);
	if (r < 0) {
		return r;
	}
	(void)sd_event_source_set_io_fd_own(*ret, true);
	(void)TAKE_FD(fd);
	return 0;
}

sd_event_source *sim_socket_end(sd_event_source *source, const char *dir, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s", dir, name);

	if (source) {
		(void)unlink(path);
	}
	return sd_event_source_disable_unref(source);
}

int sim_socket_accept(int fd)
{
	int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	return accepted < 0 ? -errno : accepted;
}

int sim_socket_say(int fd, const char *line)
{
	size_t length = strlen(line);
	ssize_t n = send(fd, line, length, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n < 0) {
		return -errno;
	}
	/* Lines are short and the socket's buffer is large: a partial write means that nobody
	 * reads. */
	return (size_t)n == length ? 0 : -EPIPE;
}
