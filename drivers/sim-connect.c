/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/sim-connect.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/text.h"

int sim_connect(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int r = text_copy(address.sun_path, sizeof(address.sun_path), path);

	if (r < 0) {
		return r;
	}
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		return -errno;
	}
	return TAKE_FD(fd);
}
