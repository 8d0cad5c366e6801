/* SPDX-License-Identifier: Apache-2.0 */
/* layso printer show: lists what is on the USB ports, and the serial lines. It only reads; a kiosk
 * that prints is not disturbed. A printer in the network has to be named, and is asked. */
#include "ctl/ctl-printer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "ctl/ctl-board.h"
#include "ctl/ctl-known.h"
#include "ctl/ctl.h"
#include "drivers/network-address.h"
#include "drivers/printer-usb-scan.h"
#include "drivers/serial-scan.h"

/* ---- the board ---- */

static int find_address(const char *text, const char *model, struct printer_settings *ret)
{
	struct network_address address;

	*ret = (struct printer_settings){.driver = "network", .cut = -1, .feed_dots = -1};
	if (network_address_parse(text, &address) < 0 ||
		text_copy(ret->path, sizeof(ret->path), text) < 0) {
		say_wrong("'%s' is no address such as 192.168.1.50 or 192.168.1.50:9100\n", text);
		return CTL_USAGE;
	}
	if (model && text_copy(ret->model, sizeof(ret->model), model) < 0) {
		say_wrong("no printer has a --model as long as that\n");
		return CTL_USAGE;
	}
	return CTL_OK;
}

static bool is_model(const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/printers/%s.printer", paths_datadir(), name);

	return access(path, R_OK) == 0;
}

int printer_settings_find(const struct ctl *ctl, struct printer_settings *ret)
{
	const char *address = ctl_value(ctl, "--address");
	const char *path = ctl_value(ctl, "--path");
	const char *model = ctl_value(ctl, "--model");
	_cleanup_(board_freep) struct board *board = NULL;
	int r;

	if (model && !is_model(model)) {
		say_wrong("there is no printer file '%s'\n", model);
		known_say_files("Printer files", "printers", ".printer", "");
		return CTL_USAGE;
	}
	if (address) {
		return find_address(address, model, ret);
	}
	r = board_find(ctl, &board);
	if (r != CTL_OK) {
		return r;
	}
	*ret = (struct printer_settings){.driver = "usb", .cut = -1, .feed_dots = -1};
	if (board && !*board->printer.driver) {
		say_wrong("%s: the board has no [printer]\n", board->file);
		return CTL_USAGE;
	}
	if (board) {
		*ret = board->printer;
	}
	if ((path && text_copy(ret->path, sizeof(ret->path), path) < 0) ||
		(model && text_copy(ret->model, sizeof(ret->model), model) < 0)) {
		say_wrong("no printer has a --path or a --model as long as that\n");
		return CTL_USAGE;
	}
	return CTL_OK;
}

/* ---- show ---- */

static void say_printer(
	const struct usb_printer *printer, const struct printer_model *model, bool chosen)
{
	say("%s  %04x:%04x  %s%s%s%s\n", printer->path, printer->vendor, printer->product,
		printer->maker, *printer->maker ? " " : "",
		*printer->name ? printer->name : "(it has no name)",
		chosen ? "  <- the board's" : "");
	say("    serial number  %s\n", *printer->serial ? printer->serial : "none");
	say("    interface      %d%s, endpoint out %02x, in %s", printer->place.interface,
		model->vendor_class ? " (vendor class)" : "", printer->place.out,
		printer->place.in ? "" : "none: it cannot answer\n");
	if (printer->place.in) {
		say("%02x\n", printer->place.in);
	}
	say("    printer file   %s (%s)\n", model->id, model->name);
	say("    paper          %d dots at %d dots an inch, %s\n", model->width_dots, model->dpi,
		model->cut ? "cut" : "torn off");
	if (model->other_language) {
		say("    it is not set to ESC/POS and cannot be used like this\n");
	}
	for (int i = 0; i < model->n_faults; i++) {
		say("    known fault    %s: %s\n", model->faults[i].name, model->faults[i].what);
	}
}

static json_t *json_of(
	const struct usb_printer *printer, const struct printer_model *model, bool chosen)
{
	return json_pack("{s:s, s:s, s:i, s:i, s:s, s:s, s:s, s:s, s:i, s:i, s:b, s:b, s:b}",
		"link", "usb", "port", printer->path, "vendor", printer->vendor, "product",
		printer->product, "maker", printer->maker, "name", printer->name, "serial",
		printer->serial, "model", model->id, "width_dots", model->width_dots, "dpi",
		model->dpi, "cut", model->cut, "answers", printer->place.in != 0, "chosen", chosen);
}

/* list: NULL in words. */
static void say_found(const struct usb_printer *found, int n, const struct printer_models *models,
	const struct printer_settings *settings, json_t *list)
{
	bool chosen_before = strcmp(settings->driver, "usb") != 0;

	for (int i = 0; i < n; i++) {
		bool chosen = !chosen_before && usb_printer_is(&found[i], settings->path);
		const struct printer_model *named = chosen && *settings->model
			? printer_models_find(models, settings->model)
			: NULL;
		const struct printer_model *model = named ? named
			: found[i].model                  ? found[i].model
							  : printer_model_generic();

		chosen_before |= chosen;
		if (list) {
			(void)json_array_append_new(list, json_of(&found[i], model, chosen));
		} else {
			say_printer(&found[i], model, chosen);
		}
	}
	if (n == 0 && !list) {
		say("USB: no printer. Looked for devices of the printer class, and Epson's in "
		    "vendor class (04b8:0202).\n");
	}
}

static int show_usb(
	const struct printer_models *models, const struct printer_settings *settings, json_t *list)
{
	struct usb_printer found[USB_PRINTERS_MAX] = {0};
	libusb_context *context = NULL;
	int n = 0;

	if (libusb_init(&context) < 0) {
		say_wrong("%s\n", printer_absent_text("no_usb"));
		return CTL_REFUSED;
	}
	n = usb_printers_scan(context, models, found);
	if (n >= 0) {
		say_found(found, n, models, settings, list);
	} else {
		say_wrong("USB cannot be looked at: %s\n", strerror(-n));
	}
	for (int i = 0; i < n; i++) {
		usb_printer_done(&found[i]);
	}
	libusb_exit(context);
	return n < 0 ? CTL_REFUSED : CTL_OK;
}

/* Whether the board names this line, by whichever of its names. */
static bool is_chosen(const struct serial_device *device, const struct printer_settings *settings)
{
	return strcmp(settings->driver, "serial") == 0 &&
		(strcmp(settings->path, device->path) == 0 ||
			strcmp(settings->path, device->node) == 0);
}

static void say_line(const struct serial_device *device, bool chosen)
{
	say("%s  %s%s\n", device->path, *device->name ? device->name : "a socket of this computer",
		chosen ? "  <- the board's" : "");
	if (strcmp(device->path, device->node) != 0) {
		say("    now            %s\n", device->node);
	}
	if (device->console) {
		say("    the kernel writes its messages there: it is not free for a printer\n");
	}
	if (device->access < 0) {
		say("    this user may not open it: %s\n", strerror(-device->access));
	}
}

static void show_lines(const struct printer_settings *settings, json_t *list)
{
	struct serial_device found[SERIAL_DEVICES_MAX];
	int n = serial_devices_scan("", found);

	if (!list) {
		say(n > 0 ? "Serial lines, on which a printer may be:\n"
			  : "Serial lines: none. Looked for RS-232 sockets and for adapters on USB "
			    "(ttyS, ttyUSB, ttyACM …).\n");
	}
	for (int i = 0; i < n; i++) {
		bool chosen = is_chosen(&found[i], settings);

		if (list) {
			(void)json_array_append_new(list,
				json_pack("{s:s, s:s, s:s, s:s, s:b, s:b, s:b}", "link", "serial",
					"path", found[i].path, "node", found[i].node, "name",
					found[i].name, "console", found[i].console, "usable",
					found[i].access == 0, "chosen", chosen));
		} else {
			say_line(&found[i], chosen);
		}
	}
}

static int show(const struct ctl *ctl, const struct printer_settings *settings, json_t *list)
{
	_cleanup_(printer_models_freep) struct printer_models *models = NULL;
	_cleanup_free_ char *error = NULL;
	int r;

	if (ctl_value(ctl, "--address")) {
		return printer_ask(settings, list);
	}
	if (printer_models_load(NULL, &models, &error) < 0) {
		say_wrong("%s\n", error);
		return CTL_USAGE;
	}
	r = show_usb(models, settings, list);
	show_lines(settings, list);
	if (!list && strcmp(settings->driver, "network") == 0) {
		say("Network: the board's printer is at %s; with --address it is asked.\n",
			settings->path);
	} else if (!list) {
		say("Network: not looked at; a printer there is asked with --address HOST.\n");
	}
	return r;
}

int printer_run_show(struct ctl *ctl)
{
	json_t *list = ctl->arguments.json ? json_array() : NULL;
	struct printer_settings settings;
	int r = printer_settings_find(ctl, &settings);

	if (r == CTL_OK) {
		r = show(ctl, &settings, list);
	}
	if (list && r != CTL_USAGE) {
		_cleanup_free_ char *text = json_dumps(list, JSON_INDENT(2));

		say("%s\n", text);
	}
	json_decref(list);
	return r;
}
