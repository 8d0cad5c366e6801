/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>

#include "drivers/serial-line.h"

static void a_line_is_set_as_it_is_asked_for(void **state)
{
	const struct serial_line line = {19200, PRINTER_PARITY_NONE, PRINTER_FLOW_XON_XOFF};
	const struct serial_line wired = {115200, PRINTER_PARITY_NONE, PRINTER_FLOW_RTS_CTS};
	_cleanup_close_ int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct termios tio;
	char name[64];
	int fd, kept;

	(void)state;
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	assert_int_equal(ptsname_r(master, name, sizeof(name)), 0);
	fd = serial_line_open(name, &line);
	assert_true(fd >= 0);
	assert_int_equal(tcgetattr(fd, &tio), 0);
	assert_int_equal(cfgetospeed(&tio), B19200);
	assert_true(tio.c_iflag & IXON);
	assert_true(tio.c_iflag & PARMRK);
	assert_false(tio.c_iflag & (IXOFF | ICRNL | ISTRIP));
	assert_false(tio.c_cflag & (CRTSCTS | HUPCL | CSTOPB));
	assert_true(tio.c_cflag & CLOCAL);
	assert_int_equal(tio.c_cflag & CSIZE, CS8);
	assert_false(tio.c_oflag & OPOST);
	assert_false(tio.c_lflag & (ECHO | ICANON | ISIG));
	serial_line_close(fd);
	/* A "stop" of before does not hold, though somebody else keeps the line open. */
	kept = serial_line_open(name, &line);
	assert_int_equal(write(master, "\x13", 1), 1);
	while (write(kept, "x", 1) == 1) {
	}
	fd = dup(kept);
	serial_line_close(kept);
	kept = fd;
	assert_int_equal(flock(kept, LOCK_UN), 0);
	fd = serial_line_open(name, &line);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	serial_line_close(fd);
	(void)close(kept);
	fd = serial_line_open(name, &wired);
	assert_true(fd >= 0);
	assert_int_equal(tcgetattr(fd, &tio), 0);
	assert_true(tio.c_cflag & CRTSCTS);
	assert_false(tio.c_iflag & IXON);
	serial_line_close(fd);
	serial_line_close(-1);
}

static void speeds_that_no_printer_has_are_known(void **state)
{
	(void)state;
	assert_true(serial_line_has_speed(9600));
	assert_true(serial_line_has_speed(115200));
	assert_false(serial_line_has_speed(0));
	assert_false(serial_line_has_speed(9601));
}

/* Marks may be parted anywhere. */
static void damaged_bytes_are_taken_out(void **state)
{
	static const uint8_t bytes[] = {
		0x12, 0xFF, 0xFF, 0x10, 0xFF, 0x00, 0x55, 0xFF, 0x00, 0x00, 7};
	static const uint8_t good[] = {0x12, 0xFF, 0x10, 7};

	(void)state;
	for (size_t part = 1; part <= sizeof(bytes); part++) {
		struct serial_marks marks = {0};
		uint8_t ret[sizeof(bytes)];
		size_t n = 0, damaged = 0;

		for (size_t at = 0; at < sizeof(bytes); at += part) {
			size_t size = MIN_OF(part, sizeof(bytes) - at);
			size_t more;

			memcpy(ret + n, bytes + at, size);
			n += serial_marks_remove(&marks, ret + n, size, &more);
			damaged += more;
		}
		assert_int_equal(n, sizeof(good));
		assert_memory_equal(ret, good, sizeof(good));
		assert_int_equal(damaged, 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_set_as_it_is_asked_for),
		cmocka_unit_test(speeds_that_no_printer_has_are_known),
		cmocka_unit_test(damaged_bytes_are_taken_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
