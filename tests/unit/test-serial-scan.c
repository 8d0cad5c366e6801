/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "drivers/serial-scan.h"

#define BY_ID "/dev/serial/by-id/usb-Prolific_USB-Serial_Controller-if00-port0"

/* A computer in a folder: what is there is removed with it. */
static void make(const char *root, const char *path, const char *text)
{
	_cleanup_free_ char *file = text_printf("%s%s", root, path);

	for (char *slash = strchr(file + strlen(root) + 1, '/'); slash;
		slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		assert_true(mkdir(file, 0700) == 0 || errno == EEXIST);
		*slash = '/';
	}
	if (*text == '>') {
		assert_int_equal(symlink(text + 1, file), 0);
	} else {
		assert_int_equal(text_write_file(file, text, strlen(text), 0600), 0);
	}
}

static int set_up(void **state)
{
	static const char *const files[][2] = {
		{"/sys/class/tty/console/active", "tty0 ttyS0\n"},
		/* A socket, and one that only the kernel lists. */
		{"/sys/devices/pnp/00:01/resources", ""},
		{"/sys/class/tty/ttyS0/type", "4\n"},
		{"/sys/class/tty/ttyS0/device", ">../../../devices/pnp/00:01"},
		{"/sys/class/tty/ttyS1/type", "0\n"},
		{"/sys/class/tty/ttyS1/device", ">../../../devices/pnp/00:01"},
		/* An adapter, and a printer that looks like one. */
		{"/sys/devices/usb1/1-2/idVendor", "067b\n"},
		{"/sys/devices/usb1/1-2/manufacturer", "Prolific\n"},
		{"/sys/devices/usb1/1-2/product", "USB-Serial Controller\n"},
		{"/sys/devices/usb1/1-2/1-2:1.0/ttyUSB0/port_number", "0\n"},
		{"/sys/class/tty/ttyUSB0/device", ">../../../devices/usb1/1-2/1-2:1.0/ttyUSB0"},
		{"/sys/devices/usb1/1-3/idVendor", "0483\n"},
		{"/sys/devices/usb1/1-3/product", "Printer\n"},
		{"/sys/devices/usb1/1-3/1-3:1.0/x", ""},
		{"/sys/class/tty/ttyACM0/device", ">../../../devices/usb1/1-3/1-3:1.0"},
		{"/sys/class/tty/tty7/dev", "4:7\n"}, /* a console of the keyboard's */
		{"/dev/ttyS0", ""},
		{"/dev/ttyUSB0", ""},
		{"/dev/null-device", ""},
		{BY_ID, ">../../ttyUSB0"},
	};
	char *root = text_dup("/tmp/layso-serial-XXXXXX");

	assert_non_null(mkdtemp(root));
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		make(root, files[i][0], files[i][1]);
	}
	*state = root;
	return 0;
}

static int tear_down(void **state)
{
	_cleanup_free_ char *root = *state;
	_cleanup_free_ char *command = text_printf("rm -r %s", root);

	return system(command); /* NOLINT(cert-env33-c): of this test's own folder */
}

static void the_lines_that_are_there_are_listed(void **state)
{
	struct serial_device found[SERIAL_DEVICES_MAX];

	assert_int_equal(serial_devices_scan(*state, found), 3);
	assert_string_equal(found[0].node, "/dev/ttyACM0");
	assert_string_equal(found[0].path, "/dev/ttyACM0");
	assert_string_equal(found[0].name, "Printer");
	assert_int_equal(found[0].access, -ENOENT);
	assert_string_equal(found[1].node, "/dev/ttyS0");
	assert_string_equal(found[1].name, "");
	assert_true(found[1].console);
	assert_int_equal(found[1].access, 0);
	assert_string_equal(found[2].node, "/dev/ttyUSB0");
	assert_string_equal(found[2].path, BY_ID);
	assert_string_equal(found[2].name, "Prolific USB-Serial Controller");
	assert_false(found[2].console);
}

static void a_line_of_a_board_file_is_checked(void **state)
{
	static const struct {
		const char *path;
		int result;
		bool console;
	} rows[] = {
		{BY_ID, 0, false},
		{"/dev/ttyS0", 0, true},
		{"/dev/ttyUSB1", -ENOENT, false},
		{"/dev/null-device", -ENOTTY, false},
	};

	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		bool console = false;

		assert_int_equal(
			serial_device_check(*state, rows[i].path, &console), rows[i].result);
		assert_int_equal(console, rows[i].console);
	}
}

static void this_computer_can_be_looked_at(void **state)
{
	struct serial_device found[SERIAL_DEVICES_MAX];
	int n = serial_devices_scan("", found);

	(void)state;
	assert_true(n >= 0 && n <= SERIAL_DEVICES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_lines_that_are_there_are_listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_line_of_a_board_file_is_checked, set_up, tear_down),
		cmocka_unit_test(this_computer_can_be_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
