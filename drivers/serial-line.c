/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/serial-line.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>

enum { MARK = 0xFF, DAMAGED = 0x00 };

static speed_t speed_of(int baud)
{
	static const struct {
		int baud;
		speed_t speed;
	} speeds[] = {{2400, B2400}, {4800, B4800}, {9600, B9600}, {19200, B19200}, {38400, B38400},
		{57600, B57600}, {115200, B115200}, {230400, B230400}};

	for (size_t i = 0; i < ELEMENTS(speeds); i++) {
		if (speeds[i].baud == baud) {
			return speeds[i].speed;
		}
	}
	return B0;
}

bool serial_line_has_speed(int baud)
{
	return speed_of(baud) != B0;
}

/* HUPCL is off: a printer that sees the line drop at each closing would stop sending. */
static void fill(const struct serial_line *line, struct termios *tio)
{
	cfmakeraw(tio);
	tio->c_iflag &= ~(tcflag_t)(IGNBRK | IGNPAR | IXOFF | IXANY);
	tio->c_iflag |= INPCK | PARMRK;
	tio->c_cflag &= ~(tcflag_t)(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS | HUPCL);
	tio->c_cflag |= CS8 | CREAD | CLOCAL;
	if (line->flow == PRINTER_FLOW_XON_XOFF) {
		tio->c_iflag |= IXON;
	}
	if (line->flow == PRINTER_FLOW_RTS_CTS) {
		tio->c_cflag |= CRTSCTS;
	}
	if (line->parity != PRINTER_PARITY_NONE) {
		tio->c_cflag |= line->parity == PRINTER_PARITY_ODD ? PARENB | PARODD : PARENB;
	}
	tio->c_cc[VMIN] = 1;
	tio->c_cc[VTIME] = 0;
	(void)cfsetispeed(tio, speed_of(line->baud));
	(void)cfsetospeed(tio, speed_of(line->baud));
}

/* The kernel leaves out in silence what the device cannot do. */
static int set_up(int fd, const struct serial_line *line)
{
	struct termios tio;

	if (tcgetattr(fd, &tio) < 0) {
		return -errno;
	}
	/* A "stop" of before ends when the terminal obeys none. */
	tio.c_iflag &= ~(tcflag_t)IXON;
	if (tcsetattr(fd, TCSANOW, &tio) < 0) {
		return -errno;
	}
	fill(line, &tio);
	if (tcsetattr(fd, TCSANOW, &tio) < 0 || tcgetattr(fd, &tio) < 0) {
		return -errno;
	}
	if (cfgetospeed(&tio) != speed_of(line->baud) ||
		(line->flow == PRINTER_FLOW_RTS_CTS && !(tio.c_cflag & CRTSCTS))) {
		return -EINVAL;
	}
	(void)tcflush(fd, TCIOFLUSH);
	return 0;
}

int serial_line_open(const char *path, const struct serial_line *line)
{
	_cleanup_close_ int fd = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int r;

	if (fd < 0) {
		return -errno;
	}
	if (!isatty(fd)) {
		return -ENOTTY;
	}
	/* TIOCEXCL is for programs that know of no lock; root is not kept out by it. */
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	}
	(void)ioctl(fd, TIOCEXCL);
	r = set_up(fd, line);
	return r < 0 ? r : TAKE_FD(fd);
}

void serial_line_close(int fd)
{
	if (fd >= 0) {
		(void)tcflush(fd, TCIOFLUSH);
		(void)ioctl(fd, TIOCNXCL);
		(void)close(fd);
	}
}

size_t serial_marks_remove(
	struct serial_marks *marks, uint8_t *bytes, size_t size, size_t *ret_damaged)
{
	size_t n = 0;

	*ret_damaged = 0;
	for (size_t i = 0; i < size; i++) {
		uint8_t byte = bytes[i];

		if (marks->n == 2) {
			++*ret_damaged;
			marks->n = 0;
		} else if (marks->n == 1 && byte == DAMAGED) {
			marks->n = 2;
		} else if (marks->n == 0 && byte == MARK) {
			marks->n = 1;
		} else {
			bytes[n++] = byte;
			marks->n = 0;
		}
	}
	return n;
}
