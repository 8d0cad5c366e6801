/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-usb-scan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "drivers/usb-loop.h"

enum { DEPTH_MAX = 7, ATTRIBUTE_MAX = 512 };

/* The kernel's name of the port, "1-1.2": the bus, then the ports from the root hub on. */
static bool path_of(libusb_device *device, char ret[USB_PRINTER_PATH_SIZE])
{
	uint8_t ports[DEPTH_MAX];
	int n = libusb_get_port_numbers(device, ports, DEPTH_MAX);
	int at;

	if (n <= 0) {
		return false; /* a root hub */
	}
	at = snprintf(ret, USB_PRINTER_PATH_SIZE, "%d", libusb_get_bus_number(device));
	for (int i = 0; i < n; i++) {
		at += snprintf(ret + at, USB_PRINTER_PATH_SIZE - (size_t)at, "%c%d",
			i == 0 ? '-' : '.', ports[i]);
	}
	return true;
}

/* Reads a string that the kernel has read from the device; "" if there is none. */
static void read_attribute(const char *path, const char *name, char ret[USB_PRINTER_NAME_SIZE])
{
	_cleanup_free_ char *file = text_printf("/sys/bus/usb/devices/%s/%s", path, name);
	_cleanup_free_ char *text = NULL;
	size_t size;

	*ret = '\0';
	if (text_read_file(file, ATTRIBUTE_MAX, &text, &size) == 0) {
		text[strcspn(text, "\n")] = '\0';
		if (text_is_clean(text)) {
			text_copy_cut(ret, USB_PRINTER_NAME_SIZE, text);
		}
	}
}

/* Fills in ret if the device is a printer. */
static bool examine(
	libusb_device *device, const struct printer_models *models, struct usb_printer *ret)
{
	struct libusb_device_descriptor descriptor;
	struct libusb_config_descriptor *config = NULL;
	struct usb_printer found = {.device = device};
	bool is;

	if (libusb_get_device_descriptor(device, &descriptor) < 0 ||
		descriptor.bDeviceClass == LIBUSB_CLASS_HUB || !path_of(device, found.path) ||
		libusb_get_active_config_descriptor(device, &config) < 0) {
		return false;
	}
	found.vendor = descriptor.idVendor;
	found.product = descriptor.idProduct;
	found.model = printer_models_find_usb(models, found.vendor, found.product);
	is = usb_place_find(config, found.model && found.model->vendor_class, &found.place);
	libusb_free_config_descriptor(config);
	if (!is) {
		return false;
	}
	read_attribute(found.path, "serial", found.serial);
	read_attribute(found.path, "manufacturer", found.maker);
	read_attribute(found.path, "product", found.name);
	(void)libusb_ref_device(device);
	*ret = found;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct usb_printer *first = a, *second = b;

	return strverscmp(first->path, second->path);
}

int usb_printers_scan(libusb_context *context, const struct printer_models *models,
	struct usb_printer ret[USB_PRINTERS_MAX])
{
	libusb_device **devices = NULL;
	ssize_t n_devices = libusb_get_device_list(context, &devices);
	int n = 0;

	if (n_devices < 0) {
		return usb_errno((int)n_devices);
	}
	for (ssize_t i = 0; i < n_devices && n < USB_PRINTERS_MAX; i++) {
		n += examine(devices[i], models, &ret[n]);
	}
	libusb_free_device_list(devices, 1);
	qsort(ret, (size_t)n, sizeof(*ret), compare);
	return n;
}

void usb_printer_done(struct usb_printer *printer)
{
	if (printer->device) {
		libusb_unref_device(printer->device);
	}
	*printer = (struct usb_printer){0};
}

bool usb_printer_is(const struct usb_printer *printer, const char *path)
{
	return !path || !*path || strcmp(printer->path, path) == 0 ||
		(*printer->serial && strcmp(printer->serial, path) == 0);
}

/* ---- opening ---- */

/* Takes the interface from usblp; it is given back on closing. */
static int claim(struct usb_search *search)
{
	const struct usb_place *place = &search->printer.place;
	int r = libusb_open(search->printer.device, &search->handle);

	if (r < 0) {
		search->handle = NULL;
		return usb_errno(r);
	}
	(void)libusb_set_auto_detach_kernel_driver(search->handle, 1);
	r = libusb_claim_interface(search->handle, place->interface);
	if (r == 0 && place->alternates) {
		r = libusb_set_interface_alt_setting(
			search->handle, place->interface, place->alternate);
	}
	return usb_errno(r);
}

void usb_printer_close(libusb_device_handle **handle, struct usb_printer *printer)
{
	if (*handle) {
		(void)libusb_release_interface(*handle, printer->place.interface);
		libusb_close(TAKE_PTR(*handle));
	}
	if (printer->device) {
		libusb_unref_device(TAKE_PTR(printer->device));
	}
}

static void open_printer(struct usb_search *search)
{
	int r = claim(search);

	if (r < 0) {
		usb_printer_close(&search->handle, &search->printer);
		search->absent = r == -EBUSY ? "busy"
			: r == -EACCES       ? "no_permission"
			: r == -ENODEV       ? "not_found"
					     : "failed";
	}
}

static void choose(struct usb_printer *found, int n, const char *path, bool any_language,
	struct usb_search *search)
{
	int chosen = 0;

	while (chosen < n && !usb_printer_is(&found[chosen], path)) {
		chosen++;
	}
	if (chosen == n) {
		search->absent = "not_found";
		return;
	}
	for (int i = 0; i < n && !path; i++) {
		if (i != chosen) {
			textbuf_printf(&search->others, " %s", found[i].path);
		}
	}
	if (found[chosen].model && found[chosen].model->other_language && !any_language) {
		search->absent = "other_language";
		return;
	}
	search->printer = found[chosen];
	found[chosen].device = NULL; /* search owns its reference now */
	open_printer(search);
}

void usb_printer_open(libusb_context *context, const struct printer_models *models,
	const char *path, bool any_language, struct usb_search *ret)
{
	struct usb_printer found[USB_PRINTERS_MAX] = {0};
	int n = usb_printers_scan(context, models, found);

	*ret = (struct usb_search){.absent = n < 0 ? "failed" : ""};
	if (n >= 0) {
		choose(found, n, path, any_language, ret);
	}
	for (int i = 0; i < n; i++) {
		usb_printer_done(&found[i]);
	}
}
