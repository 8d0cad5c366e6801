/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-commands.h"

#include "ctl/ctl-show.h"

#define FIELD_N {"N", NULL, CTL_NUMBER, NULL, true, "the counter's number"}
#define FIELD_TICKET \
	{"TICKET", NULL, CTL_TICKET, NULL, true, "the ticket's number of today (A001), or its id"}
#define FIELD_NOTE(help) {"--note", "TEXT", CTL_TEXT, "note", false, (help)}

static const struct ctl_field issue_fields[] = {
	{"SERVICE", NULL, CTL_TEXT, "service", true, "the service's id, as \"layso state\" shows"},
	{"--lane", "LANE", CTL_TEXT, "lane", false, "regular (default) or priority"},
	{"--reason", "ID", CTL_TEXT, "reason", false, "why priority, such as elderly"},
	{"--language", "LANG", CTL_TEXT, "language", false, "the slip's language, such as vi"},
	{"--print", NULL, CTL_FLAG, "print", false, "print a slip"},
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "the kiosk that prints it"},
	{"--press-id", "ID", CTL_TEXT, "press_id", false,
		"the press; the same again gives the same ticket"},
	{0},
};

static const struct ctl_field ticket_fields[] = {FIELD_TICKET, {0}};

static const struct ctl_field list_fields[] = {
	{"--day", "YYYY-MM-DD", CTL_TEXT, "day", false, "of this day; default the service day"},
	{"--state", "STATE", CTL_TEXT, "state", false, "such as WAITING, CALLED, FINISHED"},
	{"--service", "ID", CTL_TEXT, "service", false, "of this service"},
	{"--paper", "PAPER", CTL_TEXT, "paper", false, "such as QUEUED, FAILED, UNKNOWN"},
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "printed by this kiosk"},
	{"--press", "ID", CTL_TEXT, "press_id", false, "made by this press of a kiosk"},
	{"--number", "NUMBER", CTL_TEXT, "number", false, "with this number"},
	{"--after", "ID", CTL_NUMBER, "after", false, "with a greater id: the next page"},
	{"--limit", "COUNT", CTL_NUMBER, "limit", false, "at most so many"},
	{0},
};

static const struct ctl_field leave_fields[] = {
	FIELD_TICKET, FIELD_NOTE("why, in your own words"), {0}};

static const struct ctl_field reprint_fields[] = {
	FIELD_TICKET,
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "the kiosk that prints it"},
	{0},
};

static const struct ctl_field paper_fields[] = {
	FIELD_TICKET,
	{"STATE", NULL, CTL_TEXT, "state", true, "PRINTED, FAILED or UNKNOWN"},
	{"--cause", "WORD", CTL_TEXT, "cause", false, "such as paper_out"},
	{0},
};

static const struct ctl_field public_fields[] = {
	{"TOKEN", NULL, CTL_TEXT, NULL, true, "the token from the slip's QR code"}, {0}};

static const struct ctl_field show_fields[] = {
	{"N", NULL, CTL_NUMBER, NULL, false, "the counter's number; all without it"}, {0}};

static const struct ctl_field counter_fields[] = {FIELD_N, {0}};

static const struct ctl_field open_fields[] = {
	FIELD_N,
	{"--staff", "ID", CTL_TEXT, "staff", false,
		"who works there: an id of the site data; default you, when your token is theirs"},
	{"--services", "A,B", CTL_LIST, "services", false,
		"what is served; default the counter's usual ones"},
	{0},
};

static const struct ctl_field pause_fields[] = {FIELD_N, FIELD_NOTE("why, in your own words"), {0}};

static const struct ctl_field resume_fields[] = {
	FIELD_N,
	{"TICKET", NULL, CTL_TICKET, "ticket", false,
		"a held ticket to go on with; without it the paused counter goes on"},
	{0},
};

static const struct ctl_field close_fields[] = {
	FIELD_N,
	{"--hand-over", NULL, CTL_FLAG, "hand_over", false,
		"let the open ticket wait again instead of refusing"},
	{0},
};

static const struct ctl_field call_fields[] = {FIELD_N,
	{"TICKET", NULL, CTL_TICKET, "ticket", true,
		"the ticket's number of today (A001), or its id"},
	{0}};

static const struct ctl_field hold_fields[] = {FIELD_N, FIELD_NOTE("what it waits for"), {0}};

static const struct ctl_field transfer_fields[] = {
	FIELD_N,
	{"--service", "ID", CTL_TEXT, "service", false, "to this service"},
	{"--counter", "N", CTL_NUMBER, "counter", false, "to this counter"},
	FIELD_NOTE("for the colleague there"),
	{0},
};

static const struct ctl_field add_service_fields[] = {
	FIELD_N, {"SERVICE", NULL, CTL_TEXT, "service", true, "the service that comes next"}, {0}};

static const struct ctl_field supplement_fields[] = {
	FIELD_N, FIELD_NOTE("which papers are missing"), {0}};

static const struct ctl_field finish_fields[] = {
	FIELD_N,
	{"--outcome", "ID", CTL_TEXT, "outcome", false, "an outcome of the site data"},
	{"--quantity", "COUNT", CTL_NUMBER, "quantity", false, "how many dossiers"},
	{0},
};

static const struct ctl_field export_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, false, "where to; default standard output"}, {0}};

static const struct ctl_field import_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "the site file; \"-\" is standard input"},
	{"--hours", "always", CTL_TEXT, NULL, false,
		"for trials: always open, whatever the file says"},
	{"--public-url", "URL", CTL_TEXT, NULL, false,
		"where citizens' phones reach the hub, instead of the file's"},
	{0},
};

static const struct ctl_field check_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "the site file; \"-\" is standard input"}, {0}};

static const struct ctl_field token_new_fields[] = {
	{"NAME", NULL, CTL_TEXT, "name", true, "whose token, such as kiosk-1 or quay-3"},
	{"--role", "ROLE", CTL_TEXT, "role", true, "viewer, hall, kiosk, staff or admin"},
	{"--save", "FILE", CTL_TEXT, NULL, false, "write it there, readable by its owner only"},
	{0},
};

static const struct ctl_field token_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "whose token"}, {0}};

static const struct ctl_field health_report_fields[] = {
	{"NAME", NULL, CTL_TEXT, "name", true, "the device, such as printer"},
	{"STATE", NULL, CTL_TEXT, "state", true, "such as ok or paper_out"},
	{"--fault", "WHOSE", CTL_TEXT, "fault", false, "none, device, site or ours"},
	FIELD_NOTE("more about it"),
	{0},
};

static const struct ctl_field report_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "days, services, counters, hours or lanes"},
	{"--from", "YYYY-MM-DD", CTL_TEXT, "from", false, "the first day"},
	{"--to", "YYYY-MM-DD", CTL_TEXT, "to", false, "the last day"},
	{"--csv", NULL, CTL_FLAG, NULL, false, "as a table for a spreadsheet"},
	{0},
};

static const struct ctl_field events_fields[] = {
	{"--after", "SEQ", CTL_NUMBER, "after", false,
		"begin after this event; 0 is the whole log; default from now on"},
	{"--count", "COUNT", CTL_NUMBER, NULL, false, "end after so many"},
	{0},
};

/* A move of a counter: one POST, harmless when repeated. */
#define COUNTER(word, field_table, text, more) \
	{.group = "counter", \
		.verb = (word), \
		.summary = (text), \
		.details = (more), \
		.method = "POST", \
		.path = "/api/v1/counters/{N}/" word, \
		.once = "request_id", \
		.fields = (field_table), \
		.show = show_counter}
/* A move of a ticket. */
#define TICKET(word, field_table, text, more) \
	{.group = "ticket", \
		.verb = (word), \
		.summary = (text), \
		.details = (more), \
		.method = "POST", \
		.path = "/api/v1/tickets/{TICKET}/" word, \
		.fields = (field_table), \
		.show = show_ticket}

const struct ctl_command ctl_commands[] = {
	{.group = "state",
		.verb = "",
		.summary = "services, counters, calls and who is waiting",
		.method = "GET",
		.path = "/api/v1/state",
		.show = show_state},

	{.group = "ticket",
		.verb = "issue",
		.summary = "give a new ticket",
		.method = "POST",
		.path = "/api/v1/tickets",
		.once = "press_id",
		.fields = issue_fields,
		.show = show_ticket,
		.details = "Example: layso ticket issue A --lane priority --reason elderly"},
	{.group = "ticket",
		.verb = "show",
		.summary = "one ticket",
		.method = "GET",
		.path = "/api/v1/tickets/{TICKET}",
		.fields = ticket_fields,
		.show = show_ticket},
	{.group = "ticket",
		.verb = "list",
		.summary = "the tickets of a day",
		.method = "GET",
		.path = "/api/v1/tickets",
		.fields = list_fields,
		.show = show_tickets,
		.details = "Example: layso ticket list --state WAITING --service A"},
	TICKET("void", ticket_fields, "cancel a ticket that was a mistake",
		"For a double press or a misprint. Its number is not used again that day."),
	TICKET("leave", leave_fields, "the citizen has gone", NULL),
	TICKET("revive", ticket_fields, "a no-show is here after all",
		"The ticket waits in the return lane, by its first arrival."),
	TICKET("return", ticket_fields, "a held or supplemented ticket waits again", NULL),
	TICKET("reprint", reprint_fields, "print the slip again, with the same number", NULL),
	TICKET("paper", paper_fields, "say what became of the slip (a kiosk's report)", NULL),
	{.group = "ticket",
		.verb = "public",
		.summary = "what a citizen's phone sees",
		.method = "GET",
		.path = "/api/v1/public/{TOKEN}",
		.fields = public_fields,
		.show = show_public},

	{.group = "counter",
		.verb = "",
		.summary = "the counters, or one of them",
		.fields = show_fields,
		.run = counter_run_show},
	COUNTER("open", open_fields, "begin to work there",
		"Example: layso counter 3 open --staff quay-3"),
	COUNTER("pause", pause_fields, "stop calling for a while", NULL),
	COUNTER("resume", resume_fields, "go on, or take a held ticket back", NULL),
	COUNTER("close", close_fields, "end the work there", NULL),
	COUNTER("call-next", counter_fields, "call whoever is next",
		"The hub chooses. When nobody waits, it says so and nothing changes."),
	COUNTER("call", call_fields, "call a certain ticket", NULL),
	COUNTER("recall", counter_fields, "call the same number again", NULL),
	COUNTER("appear", counter_fields, "the citizen is here", NULL),
	COUNTER("undo-call", counter_fields, "the call was a mistake: the ticket waits again",
		NULL),
	COUNTER("absent", counter_fields, "the citizen did not come",
		"The ticket goes behind the next few; after the last attempt it is a no-show."),
	COUNTER("hold", hold_fields, "set the ticket aside and be free for the next", NULL),
	COUNTER("transfer", transfer_fields, "send the ticket to another service or counter",
		"The number and the place by arrival stay."),
	COUNTER("add-service", add_service_fields, "go on with another service, same ticket", NULL),
	COUNTER("supplement", supplement_fields, "papers are missing; may come back today", NULL),
	COUNTER("finish", finish_fields, "done", NULL),
	COUNTER("undo-finish", counter_fields, "not done after all (for some seconds)", NULL),

	{.group = "site",
		.verb = "export",
		.summary = "write the site data to a file",
		.method = "GET",
		.path = "/api/v1/site",
		.fields = export_fields,
		.run = site_run_export},
	{.group = "site",
		.verb = "import",
		.summary = "replace the site data",
		.method = "PUT",
		.path = "/api/v1/site",
		.fields = import_fields,
		.run = site_run_import,
		.details =
			"A wrong file is refused as a whole; each fault is named with its place."},
	{.group = "site",
		.verb = "check",
		.summary = "look for faults in a site file, without the hub",
		.fields = check_fields,
		.run = site_run_check},
	{.group = "site",
		.verb = "sample",
		.summary = "write a sample site file to begin with",
		.run = site_run_sample,
		.details = "Example: layso site sample > centre.json"},

	{.group = "token",
		.verb = "new",
		.summary = "make a token for a device or a person",
		.method = "POST",
		.path = "/api/v1/tokens",
		.fields = token_new_fields,
		.run = token_run_new,
		.details = "The token is shown once; the hub keeps only a fingerprint of it."},
	{.group = "token",
		.verb = "list",
		.summary = "who has a token",
		.method = "GET",
		.path = "/api/v1/tokens",
		.show = show_rows},
	{.group = "token",
		.verb = "remove",
		.summary = "withdraw a token",
		.method = "DELETE",
		.path = "/api/v1/tokens/{NAME}",
		.fields = token_fields,
		.show = show_object},

	{.group = "day",
		.verb = "open",
		.summary = "open the service day by hand",
		.method = "POST",
		.path = "/api/v1/day",
		.body = "{\"move\":\"open\"}",
		.show = show_object},
	{.group = "day",
		.verb = "close",
		.summary = "close the service day: waiting tickets expire",
		.method = "POST",
		.path = "/api/v1/day",
		.body = "{\"move\":\"close\"}",
		.show = show_object},
	{.group = "clock",
		.verb = "accept",
		.summary = "the clock is right although it is behind the log",
		.method = "POST",
		.path = "/api/v1/clock",
		.body = "{\"accept\":true}",
		.show = show_object,
		.details = "Look at the date and time first: \"layso state\" shows them."},

	{.group = "health",
		.verb = "",
		.summary = "each device and program: its state, whose fault",
		.method = "GET",
		.path = "/api/v1/health",
		.show = show_health},
	{.group = "health",
		.verb = "report",
		.summary = "report a device's state (what a device does)",
		.method = "POST",
		.path = "/api/v1/health",
		.fields = health_report_fields,
		.show = show_object},
	{.group = "report",
		.verb = "",
		.summary = "figures",
		.method = "GET",
		.path = "/api/v1/reports/{NAME}",
		.fields = report_fields,
		.run = report_run,
		.details = "Example: layso report services --from 2026-11-01 --to 2026-11-30"},
	{.group = "events",
		.verb = "",
		.summary = "follow what happens, a line each",
		.method = "GET",
		.path = "/api/v1/events",
		.fields = events_fields,
		.run = events_run},
	{.group = "whoami",
		.verb = "",
		.summary = "as whom the hub sees you, and your role",
		.method = "GET",
		.path = "/api/v1/login",
		.show = show_object},
	{.group = "version",
		.verb = "",
		.summary = "the version of this program",
		.run = version_run},
	{0},
};
