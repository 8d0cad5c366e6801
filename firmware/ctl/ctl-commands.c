/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl.h"

#include "ctl/ctl-show.h"
#include "queue/moves.h"

/* What the commands are told: the fields of each. */

#define FIELD_N {"N", NULL, CTL_NUMBER, NULL, true, "the counter's number"}
#define FIELD_TICKET \
	{"TICKET", NULL, CTL_TICKET, NULL, true, "the ticket's number of today (A001), or its id"}
#define DOSSIERS(option, json, help) {(option), "COUNT", CTL_NUMBER, (json), false, (help)}
#define FIELD_EXPECT \
	{"--expect", "ID", CTL_NUMBER, "expect", false, \
		"refuse when the counter has another ticket"}
#define FIELD_NOTE(help) {"--note", "TEXT", CTL_TEXT, "note", false, (help)}

static const struct ctl_field issue_fields[] = {
	{"SERVICE", NULL, CTL_TEXT, "service", true, "the service's id, as \"layso state\" shows"},
	{"--lane", "LANE", CTL_TEXT, "lane", false, "regular (default) or priority"},
	{"--reason", "ID", CTL_TEXT, "reason", false, "why priority, such as elderly"},
	{"--language", "LANG", CTL_TEXT, "language", false,
		"the slip's language, one of the site's"},
	{"--print", NULL, CTL_FLAG, "print", false, "print a slip"},
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "the kiosk that prints it"},
	{"--press-id", "ID", CTL_TEXT, "press_id", false,
		"the press; the same again gives the same ticket"},
	{0},
};

static const struct ctl_field clock_set_fields[] = {
	{"DAY", NULL, CTL_TEXT, "day", true, "the date of now, such as 2026-11-23"},
	{"TIME", NULL, CTL_TEXT, "time", true, "the local time of now, such as 08:05"},
	{0},
};

static const struct ctl_field ticket_plain[] = {FIELD_TICKET, {0}};

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

static const struct ctl_field ticket_note[] = {
	FIELD_TICKET, FIELD_NOTE("why, in your own words"), {0}};

static const struct ctl_field ticket_reprint[] = {
	FIELD_TICKET,
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "the kiosk that prints it"},
	{0},
};

static const struct ctl_field ticket_paper[] = {
	FIELD_TICKET,
	{"STATE", NULL, CTL_TEXT, "state", true, "PRINTED, FAILED or UNKNOWN"},
	{"--cause", "WORD", CTL_TEXT, "cause", false, "such as paper_out"},
	{"--again", NULL, CTL_FLAG, "again", false, "one slip more than the hub has counted"},
	{0},
};

static const struct ctl_field public_fields[] = {
	{"TOKEN", NULL, CTL_TEXT, NULL, true, "the token from the slip's QR code"}, {0}};

static const struct ctl_field show_fields[] = {
	{"N", NULL, CTL_NUMBER, NULL, false, "the counter's number; all without it"}, {0}};

static const struct ctl_field counter_plain[] = {FIELD_N, {0}};

static const struct ctl_field counter_expect[] = {FIELD_N, FIELD_EXPECT, {0}};

static const struct ctl_field counter_open[] = {
	FIELD_N,
	{"--staff", "ID", CTL_TEXT, "staff", false,
		"who works there: an id of the site data; default you, when your token is theirs"},
	{"--services", "A,B", CTL_LIST, "services", false,
		"what is served; default the counter's usual ones"},
	{0},
};

static const struct ctl_field counter_services[] = {
	FIELD_N,
	{"--services", "A,B", CTL_LIST, "services", false,
		"what is served from now on; default the counter's usual ones"},
	{0},
};

static const struct ctl_field counter_note[] = {FIELD_N, FIELD_NOTE("why, in your own words"), {0}};

static const struct ctl_field counter_resume[] = {
	FIELD_N,
	{"TICKET", NULL, CTL_TICKET, "ticket", false,
		"a held ticket to go on with; without it the paused counter goes on"},
	{0},
};

static const struct ctl_field counter_close[] = {
	FIELD_N,
	{"--hand-over", NULL, CTL_FLAG, "hand_over", false,
		"let the open ticket wait again instead of refusing"},
	{0},
};

static const struct ctl_field counter_call[] = {FIELD_N,
	{"TICKET", NULL, CTL_TICKET, "ticket", true,
		"the ticket's number of today (A001), or its id"},
	{0}};

static const struct ctl_field counter_expect_note[] = {
	FIELD_N, FIELD_EXPECT, FIELD_NOTE("what it waits for, or which papers are missing"), {0}};

static const struct ctl_field counter_transfer[] = {
	FIELD_N,
	FIELD_EXPECT,
	{"--service", "ID", CTL_TEXT, "service", false, "to this service"},
	{"--counter", "N", CTL_NUMBER, "counter", false, "to this counter"},
	FIELD_NOTE("for the colleague there"),
	{0},
};

static const struct ctl_field counter_service[] = {FIELD_N, FIELD_EXPECT,
	{"SERVICE", NULL, CTL_TEXT, "service", true, "the service that comes next"}, {0}};

static const struct ctl_field counter_finish[] = {
	FIELD_N,
	FIELD_EXPECT,
	{"--outcome", "ID", CTL_TEXT, "outcome", false, "an outcome of the site data"},
	{"--quantity", "COUNT", CTL_NUMBER, "quantity", false, "how many dossiers"},
	DOSSIERS("--received-online", "received_online", "received through the portal"),
	DOSSIERS("--received-counter", "received_counter", "received at the counter"),
	DOSSIERS("--received-post", "received_post", "received by post"),
	DOSSIERS("--resolved-early", "resolved_early", "resolved before they were due"),
	DOSSIERS("--resolved-on-time", "resolved_on_time", "resolved when they were due"),
	DOSSIERS("--resolved-late", "resolved_late", "resolved after they were due"),
	{0},
};

static const struct ctl_field rate_fields[] = {
	FIELD_N,
	{"SCORE", NULL, CTL_NUMBER, "score", true, "1 (worst) to 5 (best)"},
	{"--ticket", "ID", CTL_NUMBER, "ticket", false, "refuse when it is not this ticket"},
	{0},
};

static const struct ctl_field public_rate_fields[] = {
	{"TOKEN", NULL, CTL_TEXT, NULL, true, "the token from the slip's QR code"},
	{"SCORE", NULL, CTL_NUMBER, "score", true, "1 (worst) to 5 (best)"},
	{0},
};

static const struct ctl_field portal_down_fields[] = {
	FIELD_NOTE("for staff and for the figures"), {0}};

static const struct ctl_field dossier_add_fields[] = {
	{"--day", "YYYY-MM-DD", CTL_TEXT, "day", false, "of this day; default today"},
	{"--service", "ID", CTL_TEXT, "service", false, "of this service; default all together"},
	FIELD_NOTE("where they are from"),
	DOSSIERS("--received", "received", "received in all, when it is stated"),
	DOSSIERS("--received-online", "received_online", "received through the portal"),
	DOSSIERS("--received-counter", "received_counter", "received at the counter"),
	DOSSIERS("--received-post", "received_post", "received by post"),
	DOSSIERS("--received-offline", "received_offline", "at the counter or by post together"),
	DOSSIERS("--resolved", "resolved", "resolved in all, when it is stated"),
	DOSSIERS("--resolved-early", "resolved_early", "resolved before they were due"),
	DOSSIERS("--resolved-on-time", "resolved_on_time", "resolved when they were due"),
	DOSSIERS("--resolved-late", "resolved_late", "resolved after they were due"),
	DOSSIERS("--carried-over", "carried_over", "in progress before the day"),
	DOSSIERS("--in-progress", "in_progress", "in progress after the day, in all"),
	DOSSIERS("--in-progress-in-time", "in_progress_in_time", "in progress, not overdue"),
	DOSSIERS("--in-progress-overdue", "in_progress_overdue", "in progress, overdue"),
	{0},
};

static const struct ctl_field dossier_list_fields[] = {
	{"--from", "YYYY-MM-DD", CTL_TEXT, "from", false, "the first day; default today"},
	{"--to", "YYYY-MM-DD", CTL_TEXT, "to", false, "the last day"},
	{"--after", "ID", CTL_NUMBER, "after", false, "with a greater id: the next page"},
	{"--limit", "COUNT", CTL_NUMBER, "limit", false, "at most so many"},
	{0},
};

static const struct ctl_field dossier_import_fields[] = {
	{"FILE", NULL, CTL_TEXT, "csv", false, "the CSV file; \"-\" is standard input"},
	{"--entries", "FILE", CTL_TEXT, "entries", false, "the same as a JSON array"},
	{"--replace", NULL, CTL_FLAG, "replace", false,
		"an import of the same days and service gives way"},
	{0},
};

static const struct ctl_field dossier_remove_fields[] = {
	{"ID", NULL, CTL_NUMBER, NULL, true, "which counts, as \"layso dossier list\" shows"},
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

#define FIELD_PERSON {"ID", NULL, CTL_TEXT, NULL, true, "the person's id"}
#define FIELD_DAY \
	{"--day", "YYYY-MM-DD", CTL_TEXT, "valid_day", false, "a helper's one day; default today"}

static const struct ctl_field staff_add_fields[] = {
	{"ID", NULL, CTL_TEXT, "id", true, "a short name without blanks, such as an or quay-3"},
	{"--role", "ROLE", CTL_TEXT, "role", true, "helper, clerk, supervisor, director or admin"},
	{"--name", "NAME", CTL_TEXT, "name", false, "the person's name; default the id"},
	FIELD_DAY,
	{"--active", "yes|no", CTL_YES_NO, "active", false, "no: for later; default yes"},
	{"--no-secret", NULL, CTL_FLAG, NULL, false, "ask for none: cannot sign in yet"},
	{0},
};

static const struct ctl_field staff_change_fields[] = {
	FIELD_PERSON,
	{"--role", "ROLE", CTL_TEXT, "role", false, "helper, clerk, supervisor, director or admin"},
	{"--name", "NAME", CTL_TEXT, "name", false, "the person's name"},
	FIELD_DAY,
	{"--active", "yes|no", CTL_YES_NO, "active", false, "no: works here no longer"},
	{"--secret", NULL, CTL_FLAG, NULL, false, "ask for a new PIN or password"},
	{0},
};

static const struct ctl_field staff_fields[] = {FIELD_PERSON, {0}};

static const struct ctl_field board_fields[] = {
	{"--board", "NAME", CTL_TEXT, NULL, false,
		"the board's name, or its file; default this computer's kiosk's"},
	{"--lines", NULL, CTL_FLAG, NULL, false, "show every GPIO line"},
	{0},
};

static const struct ctl_field notices_fields[] = {
	{"FILE", NULL, CTL_TEXT, "notices", true, "the notices; \"-\" is standard input"}, {0}};

static const struct ctl_field pages_fields[] = {
	{"FILE", NULL, CTL_TEXT, "pages", true, "the pages; \"-\" is standard input"}, {0}};

static const struct ctl_field language_check_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "the texts; \"-\" is standard input"}, {0}};

static const struct ctl_field voice_words_fields[] = {
	{"LANGUAGE", NULL, CTL_TEXT, NULL, true, "the language's code"}, {0}};

static const struct ctl_field voice_check_fields[] = {
	{"PACK", NULL, CTL_TEXT, NULL, false,
		"a language, or a folder with a \"/\"; default all that are installed"},
	{0},
};

static const struct ctl_field voice_names_fields[] = {
	{"FOLDER", NULL, CTL_TEXT, NULL, true, "where to"},
	{"--command", "COMMAND", CTL_TEXT, NULL, false,
		"the program, with {text} and {wav}; default the one that made the pack"},
	{0},
};

static const struct ctl_field voice_make_fields[] = {
	{"LANGUAGE", NULL, CTL_TEXT, NULL, true, "the language's code"},
	{"FOLDER", NULL, CTL_TEXT, NULL, true, "where to; its pack.conf is kept, else written"},
	{"--command", "COMMAND", CTL_TEXT, NULL, true, "the program, with {text} and {wav}"},
	{"--speaker", "NAME", CTL_TEXT, NULL, false, "whose voice it is"},
	{"--consent", "TEXT", CTL_TEXT, NULL, false, "that they agree, and where it is written"},
	{"--licence", "TEXT", CTL_TEXT, NULL, false, "what may be done with it"},
	{0},
};

static const struct ctl_field voice_test_fields[] = {
	{"PLACE", NULL, CTL_TEXT, NULL, false, "hall or kiosk; default hall"},
	{"--board", "NAME", CTL_TEXT, NULL, false, "the board, or its file"},
	{"--volume", "PERCENT", CTL_NUMBER, NULL, false, "instead of the board file's"},
	{0},
};

static const struct ctl_field token_new_fields[] = {
	{"NAME", NULL, CTL_TEXT, "name", true, "whose token, such as kiosk-1 or quay-3"},
	{"--role", "ROLE", CTL_TEXT, "role", true,
		"viewer, hall, kiosk, or a person's role such as clerk"},
	{"--save", "FILE", CTL_TEXT, NULL, false, "write it there, readable by its owner only"},
	{0},
};

static const struct ctl_field token_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "whose token"}, {0}};

static const struct ctl_field device_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "the device, such as kiosk-3"}, {0}};

static const struct ctl_field picture_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "a hall display or kiosk, such as hall-1"},
	{"FILE", NULL, CTL_TEXT, NULL, true, "where to, such as hall-1.png"},
	{0},
};

static const struct ctl_field day_reopen_fields[] = {
	{"DAY", NULL, CTL_TEXT, "day", true, "the day that is meant, such as 2026-11-23"}, {0}};

static const struct ctl_field health_report_fields[] = {
	{"NAME", NULL, CTL_TEXT, "name", true, "the device, such as printer"},
	{"STATE", NULL, CTL_TEXT, "state", true, "such as ok or paper_out"},
	{"--fault", "WHOSE", CTL_TEXT, "fault", false, "none, device, site or ours"},
	FIELD_NOTE("more about it"),
	{0},
};

static const struct ctl_field file_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "as \"layso files\" lists it"}, {0}};

static const struct ctl_field backup_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "where to; replaced only by a good one"}, {0}};

static const struct ctl_field verify_fields[] = {{"PATH", NULL, CTL_TEXT, NULL, false,
							 "the hub's folder or a backup "
							 "(/var/lib/layso)"},
	{0}};

static const struct ctl_field report_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "what the rows are, such as days"},
	{"--from", "YYYY-MM-DD", CTL_TEXT, "from", false, "the first day"},
	{"--to", "YYYY-MM-DD", CTL_TEXT, "to", false, "the last day"},
	{"--service", "ID", CTL_TEXT, "service", false, "tickets issued for it alone"},
	{"--csv", NULL, CTL_FLAG, NULL, false, "as a table for a spreadsheet"},
	{"--separator", "WORD", CTL_TEXT, "separator", false,
		"of the CSV: comma, or semicolon with decimal commas"},
	{"--language", "WORD", CTL_TEXT, "language", false,
		"of the CSV's headings, or none for the API's names"},
	{0},
};

#define FIELDS_PRINTER \
	{"--board", "NAME", CTL_TEXT, NULL, false, "the board, or its file; default the kiosk's"}, \
		{"--path", "PORT", CTL_TEXT, NULL, false, \
			"the printer at this USB port, or with this serial number"}, \
		{"--model", "NAME", CTL_TEXT, NULL, false, \
			"the printer file, instead of the one of its ids"}
static const struct ctl_field printer_fields[] = {FIELDS_PRINTER, {0}};
static const struct ctl_field printer_test_fields[] = {
	FIELDS_PRINTER,
	{"--stop", NULL, CTL_FLAG, NULL, false, "stop layso-kioskd for the while"},
	{0},
};

static const struct ctl_field events_fields[] = {
	{"--after", "SEQ", CTL_NUMBER, "after", false,
		"begin after this event; 0 is the whole log; default from now on"},
	{"--epoch", "EPOCH", CTL_TEXT, "epoch", false,
		"end when the event is one of another database; the state says it"},
	{"--count", "COUNT", CTL_NUMBER, NULL, false, "end after so many"},
	{0},
};

/* The rows of moves.h: one POST each, harmless when repeated. */
#define ROW_AT_NOWHERE(...)
#define ROW_AT_COUNTER_TOO(...)
#define ROW_AT_TICKET(word, body, text, more) \
	{.group = "ticket", \
		.verb = (word), \
		.summary = (text), \
		.details = (more), \
		.method = "POST", \
		.path = "/api/v1/tickets/{TICKET}/" word, \
		.once = "idempotency_key", \
		.fields = ticket_##body, \
		.show = show_ticket},
#define ROW_AT_COUNTER(word, body, text, more) \
	{.group = "counter", \
		.verb = (word), \
		.summary = (text), \
		.details = (more), \
		.method = "POST", \
		.path = "/api/v1/counters/{N}/" word, \
		.once = "idempotency_key", \
		.fields = counter_##body, \
		.show = show_counter},
#define MOVE_ROW(name, event, word, from, to, fields, place, roles, body, help, details) \
	ROW_AT_##place(word, body, help, details)
#define ACT_ROW(name, event, word, fields, place, roles, body, help, details) \
	ROW_AT_##place(word, body, help, details)
#define ASK_ROW(name, word, place, roles, body, help, details) \
	ROW_AT_##place(word, body, help, details)

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
		.fields = ticket_plain,
		.show = show_ticket},
	{.group = "ticket",
		.verb = "history",
		.summary = "what happened to a ticket",
		.method = "GET",
		.path = "/api/v1/tickets/{TICKET}/history",
		.fields = ticket_plain,
		.show = show_rows},
	{.group = "ticket",
		.verb = "list",
		.summary = "the tickets of a day",
		.method = "GET",
		.path = "/api/v1/tickets",
		.fields = list_fields,
		.show = show_tickets,
		.details = "Example: layso ticket list --state WAITING --service A"},
	{.group = "ticket",
		.verb = "public",
		.summary = "what a citizen's phone sees",
		.method = "GET",
		.path = "/api/v1/public/{TOKEN}",
		.fields = public_fields,
		.show = show_public},

	{.group = "ticket",
		.verb = "rate",
		.summary = "rate a finished visit, as its citizen's phone does",
		.method = "POST",
		.path = "/api/v1/public/{TOKEN}/rate",
		.fields = public_rate_fields,
		.show = show_object},

	/* clang-format off */
	MOVES(MOVE_ROW, ACT_ROW, ASK_ROW) /* of tickets, then at counters */
	/* clang-format on */

	{.group = "counter",
		.verb = "",
		.summary = "the counters, or one of them",
		.fields = show_fields,
		.run = counter_run_show},
	{.group = "counter",
		.verb = "rate",
		.summary = "a citizen rates the visit that was finished last",
		.method = "POST",
		.path = "/api/v1/counters/{N}/rate",
		.once = "idempotency_key",
		.fields = rate_fields,
		.show = show_object},

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
		.verb = "try",
		.summary = "ask the hub whether it would take a site file",
		.method = "POST",
		.path = "/api/v1/site/check",
		.fields = check_fields,
		.run = site_run_try,
		.details = "Nothing is changed. Also finds what is still in use today."},
	{.group = "site",
		.verb = "notices",
		.summary = "replace the notices on the hall display",
		.method = "PUT",
		.path = "/api/v1/notices",
		.fields = notices_fields,
		.run = site_run_notices,
		.details = "The file is a list of objects: each has a notice's text by language."},
	{.group = "site",
		.verb = "pages",
		.summary = "replace the pages of the halls' media area",
		.method = "PUT",
		.path = "/api/v1/pages",
		.fields = pages_fields,
		.run = site_run_pages,
		.details = "The file is a list, as that of \"pages\" in an exported site. Pictures "
			   "are\n"
			   "added on the manager's page."},
	{.group = "site",
		.verb = "sample",
		.summary = "write a sample site file to begin with",
		.run = site_run_sample,
		.details = "Example: layso site sample > centre.json"},

	{.group = "staff",
		.verb = "list",
		.summary = "who works here, and in which role",
		.method = "GET",
		.path = "/api/v1/staff",
		.show = show_rows},
	{.group = "staff",
		.verb = "show",
		.summary = "one account",
		.method = "GET",
		.path = "/api/v1/staff/{ID}",
		.fields = staff_fields,
		.show = show_object},
	{.group = "staff",
		.verb = "add",
		.summary = "make an account, with a PIN or password",
		.method = "POST",
		.path = "/api/v1/staff",
		.asked = "secret",
		.fields = staff_add_fields,
		.run = staff_run_add,
		.details = "The first administrator: sudo layso staff add chi --role admin. The "
			   "secret\n"
			   "is asked for, or read from standard input; it is never an argument."},
	{.group = "staff",
		.verb = "change",
		.summary = "change an account; its sign-ins end",
		.method = "PUT",
		.path = "/api/v1/staff/{ID}",
		.asked = "secret",
		.fields = staff_change_fields,
		.run = staff_run_change},
	{.group = "staff",
		.verb = "remove",
		.summary = "remove an account that was a mistake",
		.method = "DELETE",
		.path = "/api/v1/staff/{ID}",
		.fields = staff_fields,
		.show = show_object,
		.details =
			"Who has left: layso staff change ID --active no. Figures keep the name."},
	{.group = "staff",
		.verb = "sign-out",
		.summary = "end a person's sign-ins, on every computer",
		.method = "DELETE",
		.path = "/api/v1/staff/{ID}/sign-ins",
		.fields = staff_fields,
		.show = show_object},
	{.group = "staff",
		.verb = "log",
		.summary = "who is signed in, and the last attempts",
		.method = "GET",
		.path = "/api/v1/sign-ins",
		.show = show_sign_ins},

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

	{.group = "device",
		.verb = "remove",
		.summary = "forget a device that reports no more, and its parts",
		.method = "DELETE",
		.path = "/api/v1/devices/{NAME}",
		.fields = device_fields,
		.show = show_object,
		.details = "Withdrawing its token does the same."},
	{.group = "device",
		.verb = "picture",
		.summary = "save what a screen shows now, as a small PNG",
		.method = "GET",
		.path = "/api/v1/screens/{NAME}",
		.fields = picture_fields,
		.run = device_run_picture,
		.details = "For supervisors, directors and administrators. The device sends a\n"
			   "picture only when it is asked for one, which takes some seconds."},
	{.group = "device",
		.verb = "screens",
		.summary = "which screens there are",
		.method = "GET",
		.path = "/api/v1/screens",
		.show = show_rows},

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
	{.group = "day",
		.verb = "reopen",
		.summary = "open a closed day again, with its tickets",
		.method = "POST",
		.path = "/api/v1/day",
		.body = "{\"move\":\"reopen\"}",
		.fields = day_reopen_fields,
		.show = show_object,
		.details = "\"layso state\" says which day, and how many wait again.\n"
			   "The counters stay closed, and numbers go on."},
	{.group = "clock",
		.verb = "show",
		.summary = "the hub's time, and whether it is known to be right",
		.method = "GET",
		.path = "/api/v1/clock",
		.show = show_object},
	{.group = "clock",
		.verb = "set",
		.summary = "say what time it is, on a board whose clock nobody sets",
		.method = "POST",
		.path = "/api/v1/clock",
		.fields = clock_set_fields,
		.show = show_object,
		.details = "It holds until the clock is synchronised or the board starts anew.\n"
			   "Example: layso clock set 2026-11-23 08:05"},
	{.group = "clock",
		.verb = "accept",
		.summary = "the clock is right, although nothing has confirmed it",
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
	{.group = "health",
		.verb = "acknowledge",
		.summary = "you have seen that the database was rebuilt",
		.method = "POST",
		.path = "/api/v1/health/acknowledge",
		.body = "{}",
		.show = show_object,
		.details = "Who said so is in the log; health need not say it any more."},
	{.group = "backup",
		.verb = "",
		.summary = "write the whole database to a file, while the hub runs",
		.method = "GET",
		.path = "/api/v1/backup",
		.fields = backup_fields,
		.run = backup_run,
		.details = "It holds secrets, so only its owner may read it.\n"
			   "To restore: layso-hubd --restore FILE, with the hub stopped."},
	{.group = "files",
		.verb = "",
		.summary = "what lies beside the database, and why it stays",
		.method = "GET",
		.path = "/api/v1/files",
		.show = show_rows,
		.details = "Copies of former databases are limited by [files] in hubd.conf; the\n"
			   "newest of a restore and of a rebuild stay in any case."},
	{.group = "files",
		.verb = "remove",
		.summary = "remove the copy of a former database",
		.method = "DELETE",
		.path = "/api/v1/files/{NAME}",
		.fields = file_fields,
		.show = show_object,
		.details = "Example: layso files remove layso.db.before-restore-3"},
	{.group = "verify",
		.verb = "",
		.summary = "check the database against its rules",
		.fields = verify_fields,
		.run = verify_run,
		.details = "Reads the file itself, of a running hub too, without the hub's code.\n"
			   "Says what is wrong, line by line; exit status 1 when anything is."},
	{.group = "report",
		.verb = "",
		.summary = "figures",
		.method = "GET",
		.path = "/api/v1/reports/{NAME}",
		.fields = report_fields,
		.run = report_run,
		.details = "NAME is days, weeks, months, services, counters, hours, lanes,\n"
			   "staff (for directors), ratings, pauses, slips or dossiers.\n"
			   "Example: layso report services --from 2026-11-01 --to 2026-11-30"},
	{.group = "dossier",
		.verb = "add",
		.summary = "enter a day's counts of dossiers",
		.method = "POST",
		.path = "/api/v1/dossiers",
		.once = "idempotency_key",
		.fields = dossier_add_fields,
		.show = show_object,
		.details = "Example: layso dossier add --received-online 12 --resolved-early 9"},
	{.group = "dossier",
		.verb = "list",
		.summary = "the counts of dossiers that have a day within",
		.method = "GET",
		.path = "/api/v1/dossiers",
		.fields = dossier_list_fields,
		.show = show_rows},
	{.group = "dossier",
		.verb = "import",
		.summary = "take counts of periods from another system",
		.method = "POST",
		.path = "/api/v1/dossiers/import",
		.fields = dossier_import_fields,
		.run = dossier_run_import,
		.details =
			"As Excel saves it; the first row names the columns, also in Vietnamese:\n"
			"from, to, service, received_online and so on.\n"
			"All of the file is taken, or nothing; what cannot be read is named."},
	{.group = "dossier",
		.verb = "remove",
		.summary = "take counts back",
		.method = "DELETE",
		.path = "/api/v1/dossiers/{ID}",
		.fields = dossier_remove_fields,
		.show = show_object},
	{.group = "portal",
		.verb = "down",
		.summary = "the national portal is out of order: displays say so",
		.method = "POST",
		.path = "/api/v1/portal",
		.body = "{\"down\":true}",
		.fields = portal_down_fields,
		.show = show_object},
	{.group = "portal",
		.verb = "up",
		.summary = "the national portal works again",
		.method = "POST",
		.path = "/api/v1/portal",
		.body = "{\"down\":false}",
		.show = show_object},
	{.group = "events",
		.verb = "",
		.summary = "follow what happens, a line each",
		.method = "GET",
		.path = "/api/v1/events",
		.fields = events_fields,
		.run = events_run},
	{.group = "certificate",
		.verb = "",
		.summary = "the hub's TLS certificate: fingerprint and pin",
		.method = "GET",
		.path = "/api/v1/certificate",
		.show = show_certificate,
		.details = "Compare the fingerprint with what the browser shows. The pin goes "
			   "behind the\n"
			   "hub's address of a kiosk or display: https://HOST:8443#sha256//..."},
	{.group = "printer",
		.verb = "show",
		.summary = "the slip printers on this computer's USB",
		.fields = printer_fields,
		.run = printer_run_show},
	{.group = "printer",
		.verb = "test",
		.summary = "print a test card, and say what the printer answers",
		.fields = printer_test_fields,
		.run = printer_run_test,
		.details = "The kiosk's program holds the printer while it runs: stop it, or give\n"
			   "--stop."},
	{.group = "whoami",
		.verb = "",
		.summary = "as whom the hub sees you, and your role",
		.method = "GET",
		.path = "/api/v1/sign-in",
		.show = show_object},
	{.group = "board",
		.verb = "check",
		.summary = "what this computer has, against its board file",
		.fields = board_fields,
		.run = board_run_check,
		.details = "Example: layso board check --board raspberry-pi-4. Without the hub."},
	{.group = "language",
		.verb = "words",
		.summary = "a file to write another language in",
		.fields = voice_words_fields,
		.run = language_run_words,
		.details = "The first language stands beside each text, and what is written "
			   "already is kept.\n"
			   "Example: layso language words blt >/etc/layso/strings/blt.json"},
	{.group = "language",
		.verb = "check",
		.summary = "what a language's file lacks",
		.fields = language_check_fields,
		.run = language_run_check,
		.details = "Texts that are not written yet are said in the first language; exit "
			   "status 1\n"
			   "for faults: unknown keys, placeholders that differ, texts that are too "
			   "long."},
	{.group = "voice",
		.verb = "words",
		.summary = "what a voice pack has to say, clip by clip",
		.fields = voice_words_fields,
		.run = voice_run_words,
		.details = "For whoever lends the voice. Without the clips that are only "
			   "\"better\" a\n"
			   "number is put together of its words."},
	{.group = "voice",
		.verb = "check",
		.summary = "what is wrong with the voice packs",
		.fields = voice_check_fields,
		.run = voice_run_check,
		.details = "Clips that are missing, damaged, too quiet, too loud, too long or "
			   "clipped,\n"
			   "or have silence at their ends; exit status 1 when there are any."},
	{.group = "voice",
		.verb = "make",
		.summary = "make a voice pack with a program that speaks",
		.fields = voice_make_fields,
		.run = voice_run_make,
		.details = "The program is run once a clip, without a shell; {text} is what it "
			   "speaks,\n"
			   "{wav} the file that it writes, {clip} the clip's name. Silence is cut "
			   "off\n"
			   "and the level made the same. Run again, it makes what is missing.\n"
			   "Example: layso voice make LANGUAGE /srv/voice/anh \\\n"
			   "             --command 'espeak-ng -v VOICE -a 50 -w {wav} -- {text}'\n"
			   "Recordings are taken in with --command 'cp /srv/recorded/{clip}.wav "
			   "{wav}'."},
	{.group = "voice",
		.verb = "names",
		.summary = "have the names of the site's services spoken",
		.method = "GET",
		.path = "/api/v1/site",
		.fields = voice_names_fields,
		.run = voice_run_names,
		.details =
			"A clip for each service, reason and language with a voice, as\n"
			"FOLDER/LANGUAGE/service-ID, by the program that made the pack, or "
			"another.\n"
			"Names that have not changed are kept; run it again when the site's have."},
	{.group = "voice",
		.verb = "test",
		.summary = "play a sentence, and ask whether it was heard",
		.fields = voice_test_fields,
		.run = voice_run_test,
		.details =
			"On the loudspeaker of the board file. Exit status 1 when nothing was "
			"played\n"
			"or heard; then it says which devices there are, and who uses this one."},
	{.group = "version",
		.verb = "",
		.summary = "the version of this program",
		.run = version_run},
	{0},
};
