/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "boards/machine.h"

static char sys[32]; /* a folder that looks as sysfs does */

/* Makes a file and the folders above it. */
static void put(const char *name, const char *text)
{
	_cleanup_free_ char *path = text_printf("%s/%s", sys, name);

	for (char *slash = strchr(path + strlen(sys) + 1, '/'); slash;
		slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(path, 0755);
		*slash = '/';
	}
	assert_int_equal(text_write_file(path, text, strlen(text), 0644), 0);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
	(void)status;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int set_up(void **state)
{
	(void)state;
	(void)text_copy(sys, sizeof(sys), "/tmp/layso-machine-XXXXXX");
	assert_non_null(mkdtemp(sys));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return nftw(sys, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void put_usb(const char *port, const char *vendor, const char *product, const char *class)
{
	_cleanup_free_ char *id_vendor = text_printf("bus/usb/devices/%s/idVendor", port);
	_cleanup_free_ char *id_product = text_printf("bus/usb/devices/%s/idProduct", port);
	_cleanup_free_ char *interface =
		text_printf("bus/usb/devices/%s:1.0/bInterfaceClass", port);

	put(id_vendor, vendor);
	put(id_product, product);
	put(interface, class);
}

static void printers_are_known_by_their_interface(void **state)
{
	struct machine machine;

	(void)state;
	put_usb("1-1.3", "04b8\n", "0e15\n", "07\n");
	put("bus/usb/devices/1-1.3/manufacturer", "EPSON\n");
	put("bus/usb/devices/1-1.3/product", "TM-T20II\n");
	put("bus/usb/devices/1-1.3:1.1/bInterfaceClass", "07\n");
	put_usb("1-2", "046d\n", "c31c\n", "03\n");
	put_usb("2-1", "04b8\n", "0202\n", "ff\n");
	put_usb("2-2", "1234\n", "0202\n", "ff\n");
	machine_scan(sys, &machine);
	assert_int_equal(machine.n_printers, 2);
	assert_string_equal(machine.printers[0].port, "1-1.3");
	assert_string_equal(machine.printers[0].id, "04b8:0e15");
	assert_string_equal(machine.printers[0].name, "EPSON TM-T20II");
	assert_string_equal(machine.printers[1].id, "04b8:0202");
	assert_string_equal(machine.printers[1].name, "");
}

static void screens_are_connected_or_not(void **state)
{
	struct machine machine;

	(void)state;
	put("class/drm/card0/dev", "226:0\n");
	put("class/drm/card0-HDMI-A-1/status", "connected\n");
	put("class/drm/card0-HDMI-A-2/status", "disconnected\n");
	put("class/drm/card0-Writeback-1/status", "unknown\n");
	machine_scan(sys, &machine);
	assert_int_equal(machine.n_screens, 3);
	assert_string_equal(machine.screens[0].name, "card0-HDMI-A-1");
	assert_true(machine.screens[0].connected);
	assert_false(machine.screens[1].connected || machine.screens[2].connected);
}

/* A mask of words of 64 bits, as a kernel writes it for programs of this machine. */
static char *mask_here(const char *wide)
{
	char *mask = text_dup("");
	const char *at = wide;
	char *end;

	for (; *at != '\n' && *at != '\0'; at = end) {
		unsigned long long word = strtoull(at, &end, 16);
		unsigned long high = (unsigned long)(word >> 32);
		char *longer = NULL;

		if (sizeof(long) == 8) {
			longer = text_printf("%s%llx ", mask, word);
		} else if (high || mask[0] != '\0') {
			longer = text_printf(
				"%s%lx %lx ", mask, high, (unsigned long)(uint32_t)word);
		} else {
			longer = text_printf("%lx ", (unsigned long)(uint32_t)word);
		}
		free(mask);
		mask = longer;
	}
	return mask;
}

static void put_input(const char *event, const char *name, const char *properties, const char *keys,
	const char *abs, const char *rel)
{
	const struct {
		const char *file;
		const char *text;
	} files[] = {{"name", name}, {"properties", properties}, {"capabilities/key", keys},
		{"capabilities/abs", abs}, {"capabilities/rel", rel}};

	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *path =
			text_printf("class/input/%s/device/%s", event, files[i].file);
		_cleanup_free_ char *text =
			i == 0 ? text_dup(files[i].text) : mask_here(files[i].text);

		put(path, text);
	}
}

/* The masks are those of real devices. */
static void what_people_touch_is_told_apart(void **state)
{
	static const enum machine_input_kind expected[] = {
		MACHINE_KEYBOARD, MACHINE_TABLET, MACHINE_TOUCH, MACHINE_MOUSE, MACHINE_OTHER};
	struct machine machine;

	(void)state;
	put_input("event0", "AT Keyboard\n", "0\n",
		"402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe\n", "0\n", "0\n");
	put_input("event1", "QEMU USB Tablet\n", "0\n", "1f0000 0 0 0 0\n", "3\n", "100\n");
	put_input("event2", "ILITEK\n", "2\n", "400 0 0 0 0 0\n", "2608000 3\n", "0\n");
	put_input("event3", "USB Mouse\n", "0\n", "ff0000 0 0 0 0\n", "0\n", "903\n");
	put_input("event4", "Power Button\n", "0\n", "10000000000000 0\n", "0\n", "0\n");
	machine_scan(sys, &machine);
	assert_int_equal(machine.n_inputs, 5);
	assert_string_equal(machine.inputs[1].name, "QEMU USB Tablet");
	for (int i = 0; i < machine.n_inputs; i++) {
		assert_int_equal(machine.inputs[i].kind, expected[i]);
	}
}

static void a_machine_without_anything_has_nothing(void **state)
{
	struct machine machine;

	(void)state;
	machine_scan(sys, &machine);
	assert_int_equal(machine.n_printers + machine.n_screens + machine.n_inputs, 0);
}

#define machine_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(printers_are_known_by_their_interface),
		machine_test(screens_are_connected_or_not),
		machine_test(what_people_touch_is_told_apart),
		machine_test(a_machine_without_anything_has_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
