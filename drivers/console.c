/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/console.h"

#include <errno.h>
#include <linux/kd.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/log.h"

static int get(int fd, unsigned long request, int *ret)
{
	return ioctl(fd, request, ret);
}

static int set(int fd, unsigned long request, int value)
{
	return ioctl(fd, request, (unsigned long)value);
}

static const struct console_system kernel = {get, set, tcgetsid, getpid};

/* Keys make no signals, and are not shown; needs no right. */
static void silence(struct console *console)
{
	struct termios silent;

	if (tcgetattr(console->fd, &console->termios) < 0) {
		return;
	}
	silent = console->termios;
	silent.c_lflag &= ~(tcflag_t)(ISIG | ICANON | ECHO);
	(void)tcsetattr(console->fd, TCSANOW, &silent);
}

int console_take(int fd, const struct console_system *system, struct console *ret)
{
	struct console console = {.system = system ? system : &kernel, .fd = fd};
	int r;

	*ret = (struct console){.fd = -1};
	/* A service leads the session that has the terminal; a shell does so of its own. */
	if (console.system->owner(fd) != console.system->self() ||
		console.system->get(fd, KDGKBMODE, &console.mode) < 0) {
		return -ENOTTY;
	}
	if (console.mode == K_OFF) { /* a crash has left it so */
		console.mode = K_UNICODE;
	}
	silence(&console);
	console.off = console.system->set(fd, KDSKBMODE, K_OFF) == 0;
	r = console.off ? 0 : -errno;
	*ret = console;
	if (r < 0) {
		log_warning(FAULT_SITE,
			"a keyboard can lead from this screen to another console: %s",
			strerror(-r));
	} else {
		log_info("no keyboard reaches a console here");
	}
	return r;
}

void console_give_back(struct console *console)
{
	if (!console->system || console->fd < 0) {
		return;
	}
	(void)tcflush(console->fd, TCIFLUSH);
	if (console->termios.c_cflag) {
		(void)tcsetattr(console->fd, TCSANOW, &console->termios);
	}
	if (console->off) {
		(void)console->system->set(console->fd, KDSKBMODE, console->mode);
	}
	*console = (struct console){.fd = -1};
}
