/* SPDX-License-Identifier: Apache-2.0 */
/* layso verify: the independent checker on the database of this machine's hub, or on a copy. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "check/check-database.h"
#include "ctl/ctl.h"
#include "ctl/ctl-value.h"

#define DATA_DEFAULT "/var/lib/layso"

static void show_json(const struct check_report *report)
{
	json_auto_t *json = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
		"events", (json_int_t)report->events, "tickets", (json_int_t)report->tickets,
		"calls", (json_int_t)report->calls, "sessions", (json_int_t)report->sessions,
		"days", (json_int_t)report->days, "boots", (json_int_t)report->boots,
		"beyond_bound", (json_int_t)report->beyond_bound, "private_notes",
		(json_int_t)report->private_notes, "archives", (json_int_t)report->archives,
		"unseen", (json_int_t)report->unseen, "violations", (json_int_t)report->violations);
	_cleanup_free_ char *text = json_dumps(json, JSON_COMPACT);

	say("%s\n", text ? text : "{}");
}

static void show(const struct check_report *report)
{
	say("%" PRId64 " events, %" PRId64 " tickets, %" PRId64 " calls, %" PRId64
	    " sessions, %" PRId64 " days, %" PRId64 " boots: %" PRId64 " violations\n",
		report->events, report->tickets, report->calls, report->sessions, report->days,
		report->boots, report->violations);
	if (report->beyond_bound > 0) {
		say_more("%" PRId64 " calls came from priority or return beyond the bound while "
			 "others waited: only a call by number does that\n",
			report->beyond_bound);
	}
	if (report->lost > 0) {
		say_more("%" PRId64
			 " events were lost by a damaged database: its tables were kept, "
			 "and the log goes on behind the gap\n",
			report->lost);
	}
	if (report->archives > 0) {
		say_more("with %" PRId64 " archives of past years\n", report->archives);
	}
	if (report->unseen > 0) {
		say_more("only the events from %" PRId64 " on were looked at: the archive of those "
			 "before is not in the folder archive beside the database\n",
			report->unseen + 1);
	}
	if (report->private_notes > 0) {
		say_more("%" PRId64 " notes hold nine digits or more: a telephone or identity "
			 "number has no place there\n",
			report->private_notes);
	}
}

int verify_run(struct ctl *ctl)
{
	const char *given = ctl_value(ctl, "PATH");
	const char *path = given ? given : DATA_DEFAULT;
	struct check_report report = {0};
	int r = check_database(path, &report);
	int status = CTL_OK;

	if (report.said.data) {
		say_more("%s", report.said.data);
	}
	if (r < 0 && r != -EUCLEAN) {
		say_wrong("%s cannot be read: %s\n", path, strerror(-r));
		status = CTL_USAGE;
	} else if (r < 0) {
		say_wrong("%s is damaged\n", path);
		status = CTL_REFUSED;
	} else {
		if (ctl->arguments.json) {
			show_json(&report);
		} else {
			show(&report);
		}
		status = report.violations > 0 ? CTL_REFUSED : CTL_OK;
	}
	check_report_done(&report);
	return status;
}
