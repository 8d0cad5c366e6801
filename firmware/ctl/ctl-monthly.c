/* SPDX-License-Identifier: Apache-2.0 */
/* layso monthly save NAME FILE: the report of a month, whole or not at all. */
#include <string.h>

#include "base/text.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-value.h"
#include "ctl/ctl.h"

int monthly_save_run(struct ctl *ctl)
{
	const char *file = ctl_value(ctl, "FILE");
	_cleanup_free_ char *name = ask_escape(ctl_value(ctl, "NAME"));
	_cleanup_free_ char *path = text_printf("/api/v1/monthly-reports/%s", name);
	_cleanup_(textbuf_done) struct textbuf report = {0};
	int r = ask_fetch_text(ctl, path, "the report", &report);

	if (r != CTL_OK) {
		return r;
	}
	r = text_write_file(file, report.data, report.size, 0644);
	if (r < 0) {
		say_wrong("%s cannot be written: %s\n", file, strerror(-r));
		return CTL_USAGE;
	}
	if (!ctl->arguments.json) {
		say("The report is in %s.\n", file);
	}
	return CTL_OK;
}
