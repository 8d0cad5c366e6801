/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-usb-find.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/text.h"

/* bInterfaceProtocol of the printer class. */
enum { UNIDIRECTIONAL = 1, BIDIRECTIONAL = 2, PACKETS_1284_4 = 3, IPP_OVER_USB = 4 };

enum { PACKET_BITS = 0x7FF }; /* of wMaxPacketSize */

static void find_endpoints(const struct libusb_interface_descriptor *setting, struct usb_place *ret)
{
	for (int i = 0; i < setting->bNumEndpoints; i++) {
		const struct libusb_endpoint_descriptor *endpoint = &setting->endpoint[i];
		uint16_t packet = endpoint->wMaxPacketSize & PACKET_BITS;

		if ((endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) !=
				LIBUSB_TRANSFER_TYPE_BULK ||
			packet == 0) {
			continue;
		}
		if (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) {
			if (!ret->in) {
				ret->in = endpoint->bEndpointAddress;
				ret->in_packet = packet;
			}
		} else if (!ret->out) {
			ret->out = endpoint->bEndpointAddress;
			ret->out_packet = packet;
		}
	}
}

/* Rates a setting; 0: not usable. A printer that answers is better than one that only receives; the
 * printer class is better than a vendor's class. */
static int judge(const struct libusb_interface_descriptor *setting, const struct usb_place *place,
	bool vendor_class)
{
	if (!place->out) {
		return 0;
	}
	if (setting->bInterfaceClass == LIBUSB_CLASS_PRINTER) {
		if (setting->bInterfaceProtocol == PACKETS_1284_4 ||
			setting->bInterfaceProtocol == IPP_OVER_USB) {
			return 0; /* raw bytes would not reach the printer */
		}
		return place->in && setting->bInterfaceProtocol == BIDIRECTIONAL ? 5
			: place->in                                              ? 4
										 : 3;
	}
	if (setting->bInterfaceClass == LIBUSB_CLASS_VENDOR_SPEC && vendor_class) {
		return place->in ? 2 : 1;
	}
	return 0;
}

bool usb_place_find(
	const struct libusb_config_descriptor *config, bool vendor_class, struct usb_place *ret)
{
	int best = 0;

	for (int i = 0; i < config->bNumInterfaces; i++) {
		const struct libusb_interface *interface = &config->interface[i];

		for (int k = 0; k < interface->num_altsetting; k++) {
			const struct libusb_interface_descriptor *setting =
				&interface->altsetting[k];
			struct usb_place place = {.interface = setting->bInterfaceNumber,
				.alternate = setting->bAlternateSetting,
				.alternates = interface->num_altsetting > 1};
			int score;

			find_endpoints(setting, &place);
			score = judge(setting, &place, vendor_class);
			if (score > best) {
				best = score;
				*ret = place;
			}
		}
	}
	return best > 0;
}

/* ---- the device id ---- */

/* Copies the printable characters of a value, without the space around it. */
static void copy_value(char ret[USB_PRINTER_NAME_SIZE], const char *value, size_t size)
{
	size_t n = 0;

	while (size > 0 && isspace((unsigned char)*value)) {
		value++;
		size--;
	}
	while (size > 0 && isspace((unsigned char)value[size - 1])) {
		size--;
	}
	for (size_t i = 0; i < size && n + 1 < USB_PRINTER_NAME_SIZE; i++) {
		if (value[i] >= 0x20 && value[i] < 0x7F) {
			ret[n++] = value[i];
		}
	}
	ret[n] = '\0';
}

static void parse_pair(const char *pair, size_t size, struct usb_device_id *ret)
{
	const struct {
		const char *name;
		char *value;
	} keys[] = {
		{"MFG", ret->maker},
		{"MANUFACTURER", ret->maker},
		{"MDL", ret->model},
		{"MODEL", ret->model},
		{"CMD", ret->commands},
		{"COMMAND SET", ret->commands},
	};
	const char *colon = memchr(pair, ':', size);
	size_t before = colon ? (size_t)(colon - pair) : 0;

	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		size_t length = strlen(keys[i].name);

		/* The length bytes in front of the first name may look like letters. */
		if (before >= length && before - length <= 3 && !*keys[i].value &&
			strncasecmp(keys[i].name, colon - length, length) == 0) {
			copy_value(keys[i].value, colon + 1, size - before - 1);
		}
	}
}

void usb_device_id_parse(const uint8_t *bytes, size_t size, struct usb_device_id *ret)
{
	const char *at = (const char *)bytes;
	const char *end = at + size;

	*ret = (struct usb_device_id){0};
	while (at < end) {
		const char *stop = memchr(at, ';', (size_t)(end - at));

		stop = stop ? stop : end;
		parse_pair(at, (size_t)(stop - at), ret);
		at = stop + 1;
	}
}

/* ---- the port status ---- */

bool usb_port_take(struct usb_port *port, uint8_t status)
{
	struct usb_port before = *port;

	if ((status & (USB_PORT_PAPER_EMPTY | USB_PORT_SELECTED | USB_PORT_NO_ERROR)) ==
		(USB_PORT_SELECTED | USB_PORT_NO_ERROR)) {
		port->believed = true;
	}
	port->paper_out = port->believed && (status & USB_PORT_PAPER_EMPTY);
	port->error = port->believed && !port->paper_out && !(status & USB_PORT_NO_ERROR);
	return port->paper_out != before.paper_out || port->error != before.error ||
		port->believed != before.believed;
}
