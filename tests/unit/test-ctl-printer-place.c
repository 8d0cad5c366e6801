/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "ctl/ctl-printer-place.h"

static struct printer_place check(const char *driver, const char *path, const char *root)
{
	struct printer_settings printer = {
		.baud = 19200, .parity = PRINTER_PARITY_EVEN, .flow = PRINTER_FLOW_RTS_CTS};
	struct printer_place place;

	text_copy_cut(printer.driver, sizeof(printer.driver), driver);
	text_copy_cut(printer.path, sizeof(printer.path), path);
	printer_place_check(&printer, root, &place);
	return place;
}

static void a_serial_line_is_looked_at(void **state)
{
	static const char *const folders[] = {"/dev", "/sys", "/sys/class", "/sys/class/tty",
		"/sys/class/tty/ttyUSB0", "/sys/class/tty/ttyS0", "/sys/class/tty/console"};
	static const char *const files[][2] = {{"/dev/ttyUSB0", ""}, {"/dev/ttyS0", ""},
		{"/dev/other", ""}, {"/sys/class/tty/console/active", "tty0 ttyS0\n"}};
	static const char *const rows[][2] = {{"/dev/ttyUSB0", "ok"}, {"/dev/ttyUSB1", "missing"},
		{"/dev/other", "wrong"}, {"/dev/ttyS0", "busy"}};
	char root[] = "/tmp/layso-place-XXXXXX";
	_cleanup_free_ char *command = NULL;

	(void)state;
	assert_non_null(mkdtemp(root));
	for (size_t i = 0; i < ELEMENTS(folders); i++) {
		_cleanup_free_ char *folder = text_printf("%s%s", root, folders[i]);

		assert_int_equal(mkdir(folder, 0700), 0);
	}
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *file = text_printf("%s%s", root, files[i][0]);

		assert_int_equal(text_write_file(file, files[i][1], strlen(files[i][1]), 0600), 0);
	}
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		assert_string_equal(check("serial", rows[i][0], root).verdict, rows[i][1]);
	}
	assert_string_equal(check("serial", "/dev/ttyUSB0", root).more,
		"19200 8E1, rts-cts; a slip takes about 27 s");
	command = text_printf("rm -r %s", root);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): of this test's own folder */
}

static void an_address_is_looked_at(void **state)
{
	static const char *const rows[][2] = {{"192.168.1.50", "ok"}, {"127.0.0.1:9101", "ok"},
		{"localhost", "ok"}, {"8.8.8.8", "refused"}, {"2001:db8::1", "refused"},
		{"fd00::7", "ok"}, {"1.2.3", "wrong"}, {"printer.invalid", "missing"}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		assert_string_equal(check("network", rows[i][0], "").verdict, rows[i][1]);
	}
	assert_non_null(
		strstr(check("network", "192.168.1.50", "").more, "192.168.1.50 port 9100"));
}

static void other_printers_are_not_for_it(void **state)
{
	(void)state;
	assert_string_equal(check("usb", "", "").verdict, "");
	assert_string_equal(check("", "", "").verdict, "");
}

static void local_networks_are_known(void **state)
{
	static const char *const yes[] = {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1",
		"169.254.1.1", "127.0.0.1", "::1", "fe80::1", "fc00::1", "fd12::1"};
	static const char *const no[] = {
		"172.32.0.1", "192.169.0.1", "11.0.0.1", "8.8.8.8", "2001:db8::1", "printer", ""};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(yes); i++) {
		assert_true(printer_place_is_local(yes[i]));
	}
	for (size_t i = 0; i < ELEMENTS(no); i++) {
		assert_false(printer_place_is_local(no[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_serial_line_is_looked_at),
		cmocka_unit_test(an_address_is_looked_at),
		cmocka_unit_test(other_printers_are_not_for_it),
		cmocka_unit_test(local_networks_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
