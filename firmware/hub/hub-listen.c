/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "hub/hub-peer.h"

enum { BACKLOG = 512 };
/* A caller whose cable was pulled: what is sent to it is given up after the time-out, and one that
 * is sent nothing is asked after IDLE_S, then each INTERVAL_S. tcp(7): the time-out also ends the
 * asking. Without these the kernel goes on for a quarter of an hour. */
enum { DEAD_MS = 6000, IDLE_S = 5, INTERVAL_S = 2, PROBES = 3 };

int listen_parse(const char *text, struct listen_address *ret)
{
	const char *colon = strrchr(text, ':');
	struct sockaddr_in *in = (void *)&ret->address;
	struct sockaddr_in6 *in6 = (void *)&ret->address;
	struct peer peer;
	char host[64];
	int64_t port;
	size_t length = colon ? (size_t)(colon - text) : 0;

	if (length == 0 || length >= sizeof(host) ||
		text_parse_int(colon + 1, 0, UINT16_MAX, &port) < 0) {
		return -EINVAL;
	}
	memcpy(host, text, length);
	host[length] = '\0';
	*ret = (struct listen_address){0};
	if (host[0] == '[' && host[length - 1] == ']') {
		host[length - 1] = '\0';
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons((uint16_t)port);
		ret->size = sizeof(*in6);
		if (inet_pton(AF_INET6, host + 1, &in6->sin6_addr) != 1) {
			return -EINVAL;
		}
	} else {
		in->sin_family = AF_INET;
		in->sin_port = htons((uint16_t)port);
		ret->size = sizeof(*in);
		if (inet_pton(AF_INET, host, &in->sin_addr) != 1) {
			return -EINVAL;
		}
	}
	peer_from_address((struct sockaddr *)&ret->address, &peer);
	ret->loopback = peer.loopback;
	return 0;
}

bool listen_next(const char **text, char *ret, size_t size)
{
	size_t length;

	*text += strspn(*text, ", \t");
	length = strcspn(*text, ", \t");
	if (length == 0) {
		return false;
	}
	(void)snprintf(ret, size, "%.*s", (int)length, *text);
	*text += length;
	return true;
}

/* Accepted sockets inherit these. */
int listen_ports(const char *text, uint16_t *ret, int max)
{
	struct listen_address address;
	char word[80];
	int n = 0;

	while (n < max && listen_next(&text, word, sizeof(word))) {
		const struct sockaddr_in *in = (const void *)&address.address;

		if (listen_parse(word, &address) == 0 && !address.loopback) {
			/* IPv6 has its port at the same place. */
			ret[n++] = ntohs(in->sin_port);
		}
	}
	return n;
}

static void set_dead_peer(int fd)
{
	static const struct {
		int level;
		int name;
		int value;
	} options[] = {
		{SOL_SOCKET, SO_KEEPALIVE, 1},
		{IPPROTO_TCP, TCP_KEEPIDLE, IDLE_S},
		{IPPROTO_TCP, TCP_KEEPINTVL, INTERVAL_S},
		{IPPROTO_TCP, TCP_KEEPCNT, PROBES},
		{IPPROTO_TCP, TCP_USER_TIMEOUT, DEAD_MS},
	};

	for (size_t i = 0; i < ELEMENTS(options); i++) {
		(void)setsockopt(fd, options[i].level, options[i].name, &options[i].value,
			sizeof(options[i].value));
	}
}

int listen_open(const struct listen_address *address, int *ret_fd)
{
	_cleanup_close_ int fd =
		socket(address->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	const int on = 1;

	if (fd < 0) {
		return -errno;
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* Accepted sockets inherit it: answers are small and must not wait for each other. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	set_dead_peer(fd);
	if (address->address.ss_family == AF_INET6) {
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	}
	if (bind(fd, (const struct sockaddr *)&address->address, address->size) < 0 ||
		listen(fd, BACKLOG) < 0) {
		return -errno;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* Removes a socket file that no process listens on. */
static int remove_stale(const struct sockaddr_un *address)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;

	if (fd < 0) {
		return -errno;
	}
	if (lstat(address->sun_path, &st) < 0) {
		return errno == ENOENT ? 0 : -errno;
	}
	if (!S_ISSOCK(st.st_mode)) {
		return -EEXIST;
	}
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0) {
		return -EADDRINUSE;
	}
	if (errno != ECONNREFUSED) {
		return -errno;
	}
	return unlink(address->sun_path) < 0 ? -errno : 0;
}

int listen_open_unix(const char *path, int *ret_fd)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	_cleanup_close_ int fd = -1;
	int r = text_copy(address.sun_path, sizeof(address.sun_path), path);

	if (r == 0) {
		r = remove_stale(&address);
	}
	if (r < 0) {
		return r;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
		chmod(path, 0666) < 0 || listen(fd, BACKLOG) < 0) {
		return -errno;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}
