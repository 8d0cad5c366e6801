/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-status.h"

#include <string.h>

#include "base/cleanup.h"

const char *print_result_name(enum print_result result)
{
	static const char *const names[] = {
		[PRINT_PRINTED] = "printed",
		[PRINT_SENT] = "sent",
		[PRINT_FAILED] = "failed",
		[PRINT_UNKNOWN] = "unknown",
	};

	return names[result];
}

const char *printer_status_name(const struct printer_status *status)
{
	const struct {
		bool is;
		const char *name;
	} words[] = {
		{!status->connected, "offline"},
		{status->cover_open, "cover_open"},
		{status->paper_out, "paper_out"},
		{status->cutter_error, "cutter_error"},
		{status->error, "error"},
		{status->offline, "offline"},
		{status->paper_low, "paper_low"},
	};

	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (words[i].is) {
			return words[i].name;
		}
	}
	return "ok";
}

bool printer_status_ready(const struct printer_status *status)
{
	return status->connected && !status->cover_open && !status->paper_out &&
		!status->cutter_error && !status->error && !status->offline;
}

const char *printer_absent_text(const char *absent)
{
	static const struct {
		const char *absent, *text;
	} texts[] = {
		{"not_found", "no printer is found: is it switched on, is its cable in?"},
		{"busy", "the printer is in use by another program"},
		{"no_permission",
			"there is no permission to open the printer: be root, or in the group lp "
			"(USB) or dialout (serial line), and have the udev rule of layso "
			"installed; a network printer has an address of the local network"},
		{"other_language",
			"the printer is not set to ESC/POS: set its switch, then write "
			"'model = generic' in the board file, or give --model generic"},
		{"no_usb", "this computer has no USB"},
		{"failed", "the printer cannot be opened"},
		{"silent",
			"nobody answers: is the printer switched on, are cable, speed, parity and "
			"flow control its own, does it serve another computer?"},
		{"garbled",
			"the answers are not those of an ESC/POS printer: are speed and parity "
			"those on its self-test slip, is it the printer's address?"},
		{"refused",
			"the connection is refused: is it the printer's address and port, does it "
			"serve another computer?"},
		{"unreachable",
			"nothing is at the address: is the printer switched on, is its network "
			"cable in?"},
		{"unknown_name", "the name has no address: write the printer's address instead"},
	};

	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		if (strcmp(texts[i].absent, absent) == 0) {
			return texts[i].text;
		}
	}
	return NULL;
}
