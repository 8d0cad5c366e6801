/* SPDX-License-Identifier: Apache-2.0 */
/* layso printer show: lists what is on the USB ports. It only reads; a kiosk that prints is not
 * disturbed. */
#include "ctl/ctl-printer.h"

#include <errno.h>
#include <string.h>

#include "ctl/ctl-board.h"
#include "ctl/ctl.h"
#include "drivers/printer-usb-scan.h"

/* ---- the board ---- */

int printer_settings_find(const struct ctl *ctl, struct printer_settings *ret)
{
	const char *path = ctl_value(ctl, "--path");
	const char *model = ctl_value(ctl, "--model");
	_cleanup_(board_freep) struct board *board = NULL;
	int r = board_find(ctl, &board);

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
	return json_pack("{s:s, s:i, s:i, s:s, s:s, s:s, s:s, s:i, s:i, s:b, s:b, s:b}", "port",
		printer->path, "vendor", printer->vendor, "product", printer->product, "maker",
		printer->maker, "name", printer->name, "serial", printer->serial, "model",
		model->id, "width_dots", model->width_dots, "dpi", model->dpi, "cut", model->cut,
		"answers", printer->place.in != 0, "chosen", chosen);
}

static void say_found(const struct ctl *ctl, const struct usb_printer *found, int n,
	const struct printer_models *models, const struct printer_settings *settings)
{
	json_t *list = json_array();
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
		(void)json_array_append_new(list, json_of(&found[i], model, chosen));
		if (!ctl->arguments.json) {
			say_printer(&found[i], model, chosen);
		}
	}
	if (ctl->arguments.json) {
		_cleanup_free_ char *text = json_dumps(list, JSON_INDENT(2));

		say("%s\n", text);
	} else if (n == 0) {
		say("no printer is found on USB\n");
	}
	json_decref(list);
}

static int scan(const struct ctl *ctl, const struct printer_models *models,
	struct printer_settings *settings)
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
		say_found(ctl, found, n, models, settings);
	} else {
		say_wrong("USB cannot be looked at: %s\n", strerror(-n));
	}
	for (int i = 0; i < n; i++) {
		usb_printer_done(&found[i]);
	}
	libusb_exit(context);
	return n < 0 ? CTL_REFUSED : CTL_OK;
}

int printer_run_show(struct ctl *ctl)
{
	_cleanup_(printer_models_freep) struct printer_models *models = NULL;
	_cleanup_free_ char *error = NULL;
	struct printer_settings settings;
	int r = printer_settings_find(ctl, &settings);

	if (r != CTL_OK) {
		return r;
	}
	if (printer_models_load(NULL, &models, &error) < 0) {
		say_wrong("%s\n", error);
		return CTL_USAGE;
	}
	return scan(ctl, models, &settings);
}
