/* SPDX-License-Identifier: Apache-2.0 */
/* The words of printer-job.h for the log. */
#include "drivers/printer-job.h"

const char *printer_job_state_name(enum printer_job_state state)
{
	static const char *const names[PRINTER_JOB_STATES] = {
		[PRINTER_JOB_AWAY] = "away",
		[PRINTER_JOB_ASKING] = "asking",
		[PRINTER_JOB_CLEARING] = "clearing",
		[PRINTER_JOB_PROBING] = "probing",
		[PRINTER_JOB_READY] = "ready",
		[PRINTER_JOB_CHECKING] = "checking",
		[PRINTER_JOB_CAUSE] = "cause",
		[PRINTER_JOB_SENDING] = "sending",
		[PRINTER_JOB_CONFIRMING] = "confirming",
		[PRINTER_JOB_VERIFYING] = "verifying",
		[PRINTER_JOB_FAULT] = "trouble",
		[PRINTER_JOB_ABANDONING] = "abandoning",
	};

	return state < PRINTER_JOB_STATES ? names[state] : "?";
}

const char *printer_job_event_name(enum printer_job_event_kind kind)
{
	static const char *const names[PRINTER_JOB_EVENT_KINDS] = {
		[PRINTER_JOB_LINK_UP] = "link up",
		[PRINTER_JOB_LINK_DOWN] = "link down",
		[PRINTER_JOB_WANTED] = "job",
		[PRINTER_JOB_SENT] = "sent",
		[PRINTER_JOB_MAYBE_SENT] = "maybe sent",
		[PRINTER_JOB_ANSWER] = "answer",
		[PRINTER_JOB_PORT] = "port",
		[PRINTER_JOB_TORN] = "torn",
		[PRINTER_JOB_TIME] = "time",
	};

	return kind < PRINTER_JOB_EVENT_KINDS ? names[kind] : "?";
}
