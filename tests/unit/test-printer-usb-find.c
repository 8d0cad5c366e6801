/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

#include "base/cleanup.h"
#include "drivers/printer-usb-find.h"

/* A setting of an interface: its class, protocol, and the endpoints' addresses in the order of the
 * descriptor, 0 none; an address of INTERRUPT is an interrupt endpoint. */
enum { SETTINGS_MAX = 4, INTERRUPT = 0x8F, VENDOR = 0xFF, PRINTER = 7 };
struct shape {
	uint8_t interface, alternate, class, protocol;
	uint8_t endpoints[3];
};

static bool find(const struct shape *shapes, int n, bool vendor_class, struct usb_place *ret)
{
	struct libusb_endpoint_descriptor endpoints[SETTINGS_MAX][3] = {0};
	struct libusb_interface_descriptor settings[SETTINGS_MAX] = {0};
	struct libusb_interface interfaces[SETTINGS_MAX] = {0};
	struct libusb_config_descriptor config = {.interface = interfaces};

	for (int i = 0; i < n; i++) {
		struct libusb_interface *interface;

		for (int k = 0; k < 3 && shapes[i].endpoints[k]; k++) {
			endpoints[i][k] = (struct libusb_endpoint_descriptor){
				.bEndpointAddress = shapes[i].endpoints[k],
				.bmAttributes = shapes[i].endpoints[k] == INTERRUPT ? 3 : 2,
				.wMaxPacketSize = 64};
			settings[i].bNumEndpoints++;
		}
		settings[i].bInterfaceNumber = shapes[i].interface;
		settings[i].bAlternateSetting = shapes[i].alternate;
		settings[i].bInterfaceClass = shapes[i].class;
		settings[i].bInterfaceProtocol = shapes[i].protocol;
		settings[i].endpoint = endpoints[i];
		interface = &interfaces[shapes[i].interface];
		if (interface->num_altsetting == 0) {
			interface->altsetting = &settings[i];
		}
		interface->num_altsetting++;
		config.bNumInterfaces = (uint8_t)(shapes[i].interface + 1);
	}
	*ret = (struct usb_place){0};
	return usb_place_find(&config, vendor_class, ret);
}

static void endpoints_are_those_of_the_descriptor(void **state)
{
	static const uint8_t field[][2] = {
		{0x01, 0x82}, {0x01, 0x81}, {0x03, 0x81}, {0x03, 0x84}, {0x02, 0x81}};
	struct usb_place place;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(field); i++) {
		const struct shape out_first = {0, 0, PRINTER, 2, {field[i][0], field[i][1], 0}};
		const struct shape in_first = {
			0, 0, PRINTER, 2, {INTERRUPT, field[i][1], field[i][0]}};

		assert_true(find(&out_first, 1, false, &place));
		assert_int_equal(place.out, field[i][0]);
		assert_int_equal(place.in, field[i][1]);
		assert_int_equal(place.out_packet, 64);
		assert_false(place.alternates);
		assert_true(find(&in_first, 1, false, &place));
		assert_int_equal(place.out, field[i][0]);
		assert_int_equal(place.in, field[i][1]);
	}
}

static void the_setting_that_answers_is_best(void **state)
{
	static const struct shape shapes[] = {
		{0, 0, PRINTER, 1, {0x01, 0, 0}},
		{0, 1, PRINTER, 2, {0x01, 0x82, 0}},
		{0, 2, PRINTER, 3, {0x01, 0x82, 0}},
		{0, 3, PRINTER, 4, {0x01, 0x82, 0}},
	};
	struct usb_place place;

	(void)state;
	assert_true(find(shapes, 4, false, &place));
	assert_int_equal(place.alternate, 1);
	assert_true(place.alternates);
	assert_true(find(shapes, 1, false, &place));
	assert_int_equal(place.in, 0);
	/* IEEE 1284.4 and IPP wrap what they carry. */
	assert_false(find(shapes + 2, 2, false, &place));
}

static void another_interface_of_the_same_device_is_left_alone(void **state)
{
	static const struct shape shapes[] = {
		{0, 0, 3, 0, {INTERRUPT, 0, 0}},
		{1, 0, VENDOR, 0, {0x05, 0x86, 0}},
		{2, 0, PRINTER, 2, {0x02, 0x81, 0}},
	};
	struct usb_place place;

	(void)state;
	assert_true(find(shapes, 3, false, &place));
	assert_int_equal(place.interface, 2);
	assert_true(find(shapes, 3, true, &place));
	assert_int_equal(place.interface, 2);
	assert_false(find(shapes, 2, false, &place));
	assert_true(find(shapes, 2, true, &place));
	assert_int_equal(place.interface, 1);
}

static void nothing_to_write_to_is_no_printer(void **state)
{
	static const struct shape only_in = {0, 0, PRINTER, 2, {0x82, 0, 0}};
	static const struct shape no_endpoints = {0, 0, PRINTER, 2, {0, 0, 0}};
	struct usb_place place;

	(void)state;
	assert_false(find(&only_in, 1, true, &place));
	assert_false(find(&no_endpoints, 1, true, &place));
	assert_false(find(NULL, 0, true, &place));
}

#define PARSE(text, ret) usb_device_id_parse((const uint8_t *)(text), sizeof(text) - 1, (ret))

static void the_device_id_is_read_leniently(void **state)
{
	struct usb_device_id id;

	(void)state;
	PARSE("\x00\x31MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;", &id);
	assert_string_equal(id.maker, "EPSON");
	assert_string_equal(id.model, "TM-T20III");
	assert_string_equal(id.commands, "ESC/POS");
	/* Long names, small letters, space, a length that counts wrongly, a value twice. */
	PARSE("\x00\x05 manufacturer: Acme Inc ;MODEL:P 80\r\n;model:other;", &id);
	assert_string_equal(id.maker, "Acme Inc");
	assert_string_equal(id.model, "P 80");
	/* A length that is letters itself, and an end without a semicolon. */
	PARSE("\x41\x42MFG:A;MDL:B", &id);
	assert_string_equal(id.maker, "A");
	assert_string_equal(id.model, "B");
	PARSE("", &id);
	assert_string_equal(id.maker, "");
	PARSE("\x00", &id);
	PARSE("\x00\x02", &id);
	PARSE("\x00\x06;;:;::", &id);
	assert_string_equal(id.model, "");
}

static void a_long_device_id_is_cut(void **state)
{
	struct usb_device_id id;
	char text[600];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "\x02\x58MDL:", 6);
	text[100] = '\x01'; /* not printable: left out */
	usb_device_id_parse((const uint8_t *)text, sizeof(text), &id);
	assert_int_equal(strlen(id.model), USB_PRINTER_NAME_SIZE - 1);
}

static void a_port_that_always_says_the_same_is_not_believed(void **state)
{
	struct usb_port port = {0};

	(void)state;
	assert_false(usb_port_take(&port, 0x38)); /* never was well: paper empty means nothing */
	assert_false(usb_port_take(&port, 0x00));
	assert_false(port.paper_out || port.error);
	assert_true(usb_port_take(&port, 0x18));
	assert_false(usb_port_take(&port, 0x18));
	assert_true(usb_port_take(&port, 0x30));
	assert_true(port.paper_out && !port.error);
	assert_true(usb_port_take(&port, 0x10));
	assert_true(port.error && !port.paper_out);
	assert_true(usb_port_take(&port, 0x18));
	assert_false(port.paper_out || port.error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(endpoints_are_those_of_the_descriptor),
		cmocka_unit_test(the_setting_that_answers_is_best),
		cmocka_unit_test(another_interface_of_the_same_device_is_left_alone),
		cmocka_unit_test(nothing_to_write_to_is_no_printer),
		cmocka_unit_test(the_device_id_is_read_leniently),
		cmocka_unit_test(a_long_device_id_is_cut),
		cmocka_unit_test(a_port_that_always_says_the_same_is_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
