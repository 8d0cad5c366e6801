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
