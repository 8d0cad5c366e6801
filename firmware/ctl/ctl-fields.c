/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-fields.h"

#define FIELD_N {"N", NULL, CTL_NUMBER, NULL, true, "the counter's number"}
#define FIELD_TICKET \
	{"TICKET", NULL, CTL_TICKET, NULL, true, "the ticket's number of today (A001), or its id"}
#define DOSSIERS(option, json, help) {(option), "COUNT", CTL_NUMBER, (json), false, (help)}
#define FIELD_EXPECT \
	{"--expect", "ID", CTL_NUMBER, "expect", false, \
		"refuse when the counter has another ticket"}
#define FIELD_NOTE(help) {"--note", "TEXT", CTL_TEXT, "note", false, (help)}

const struct ctl_field issue_fields[] = {
	{"SERVICE", NULL, CTL_TEXT, "service", true, "the service's id, as \"layso state\" shows"},
	{"--lane", "LANE", CTL_TEXT, "lane", false, "regular (default) or priority"},
	{"--reason", "ID", CTL_TEXT, "reason", false, "why priority, such as elderly"},
	{"--subject", "ID", CTL_TEXT, "subject", false, "of the complaint it is for"},
	{"--language", "LANG", CTL_TEXT, "language", false,
		"the slip's language, one of the site's"},
	{"--print", NULL, CTL_FLAG, "print", false, "print a slip"},
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "the kiosk that prints it"},
	{"--press-id", "ID", CTL_TEXT, "press_id", false,
		"the press; the same again gives the same ticket"},
	{0},
};

const struct ctl_field clock_set_fields[] = {
	{"DAY", NULL, CTL_TEXT, "day", true, "the date of now, such as 2026-11-23"},
	{"TIME", NULL, CTL_TEXT, "time", true, "the local time of now, such as 08:05"},
	{0},
};

const struct ctl_field ticket_plain[] = {FIELD_TICKET, {0}};

const struct ctl_field list_fields[] = {
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

const struct ctl_field ticket_note[] = {FIELD_TICKET, FIELD_NOTE("why, in your own words"), {0}};

const struct ctl_field ticket_reprint[] = {
	FIELD_TICKET,
	{"--kiosk", "NAME", CTL_TEXT, "kiosk", false, "the kiosk that prints it"},
	{0},
};

const struct ctl_field ticket_paper[] = {
	FIELD_TICKET,
	{"STATE", NULL, CTL_TEXT, "state", true, "PRINTED, FAILED or UNKNOWN"},
	{"--cause", "WORD", CTL_TEXT, "cause", false, "such as paper_out"},
	{"--again", NULL, CTL_FLAG, "again", false, "one slip more than the hub has counted"},
	{0},
};

const struct ctl_field public_fields[] = {
	{"TOKEN", NULL, CTL_TEXT, NULL, true, "the token from the slip's QR code"}, {0}};

const struct ctl_field show_fields[] = {
	{"N", NULL, CTL_NUMBER, NULL, false, "the counter's number; all without it"}, {0}};

const struct ctl_field counter_plain[] = {FIELD_N, {0}};

const struct ctl_field counter_expect[] = {FIELD_N, FIELD_EXPECT, {0}};

const struct ctl_field counter_open[] = {
	FIELD_N,
	{"--staff", "ID", CTL_TEXT, "staff", false,
		"who works there: an id of the site data; default you, when your token is theirs"},
	{"--services", "A,B", CTL_LIST, "services", false,
		"what is served; default the counter's usual ones"},
	{0},
};

const struct ctl_field counter_services[] = {
	FIELD_N,
	{"--services", "A,B", CTL_LIST, "services", false,
		"what is served from now on; default the counter's usual ones"},
	{0},
};

const struct ctl_field counter_note[] = {FIELD_N, FIELD_NOTE("why, in your own words"), {0}};

const struct ctl_field counter_resume[] = {
	FIELD_N,
	{"TICKET", NULL, CTL_TICKET, "ticket", false,
		"a held ticket to go on with; without it the paused counter goes on"},
	{0},
};

const struct ctl_field counter_close[] = {
	FIELD_N,
	{"--hand-over", NULL, CTL_FLAG, "hand_over", false,
		"let the open ticket wait again instead of refusing"},
	{0},
};

const struct ctl_field counter_call[] = {FIELD_N,
	{"TICKET", NULL, CTL_TICKET, "ticket", true,
		"the ticket's number of today (A001), or its id"},
	{0}};

const struct ctl_field counter_expect_note[] = {
	FIELD_N, FIELD_EXPECT, FIELD_NOTE("what it waits for, or which papers are missing"), {0}};

const struct ctl_field counter_transfer[] = {
	FIELD_N,
	FIELD_EXPECT,
	{"--service", "ID", CTL_TEXT, "service", false, "to this service"},
	{"--counter", "N", CTL_NUMBER, "counter", false, "to this counter"},
	FIELD_NOTE("for the colleague there"),
	{0},
};

const struct ctl_field counter_service[] = {FIELD_N, FIELD_EXPECT,
	{"SERVICE", NULL, CTL_TEXT, "service", true, "the service that comes next"}, {0}};

const struct ctl_field counter_finish[] = {
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

const struct ctl_field rate_fields[] = {
	FIELD_N,
	{"SCORE", NULL, CTL_NUMBER, "score", true, "1 (worst) to 5 (best)"},
	{"--ticket", "ID", CTL_NUMBER, "ticket", false, "refuse when it is not this ticket"},
	{0},
};

const struct ctl_field public_rate_fields[] = {
	{"TOKEN", NULL, CTL_TEXT, NULL, true, "the token from the slip's QR code"},
	{"SCORE", NULL, CTL_NUMBER, "score", true, "1 (worst) to 5 (best)"},
	{0},
};

const struct ctl_field portal_down_fields[] = {FIELD_NOTE("for staff and for the figures"), {0}};

const struct ctl_field dossier_add_fields[] = {
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

const struct ctl_field dossier_list_fields[] = {
	{"--from", "YYYY-MM-DD", CTL_TEXT, "from", false, "the first day; default today"},
	{"--to", "YYYY-MM-DD", CTL_TEXT, "to", false, "the last day"},
	{"--after", "ID", CTL_NUMBER, "after", false, "with a greater id: the next page"},
	{"--limit", "COUNT", CTL_NUMBER, "limit", false, "at most so many"},
	{0},
};

const struct ctl_field dossier_import_fields[] = {
	{"FILE", NULL, CTL_TEXT, "csv", false, "the CSV file; \"-\" is standard input"},
	{"--entries", "FILE", CTL_TEXT, "entries", false, "the same as a JSON array"},
	{"--replace", NULL, CTL_FLAG, "replace", false,
		"an import of the same days and service gives way"},
	{0},
};

const struct ctl_field dossier_remove_fields[] = {
	{"ID", NULL, CTL_NUMBER, NULL, true, "which counts, as \"layso dossier list\" shows"},
	{0},
};

#define FIELD_COMPLAINT \
	{"ID", NULL, CTL_NUMBER, NULL, true, "which one, as \"layso complaint list\" shows"}
#define CHANNELS "kiosk, counter, phone, post, online, box or other"
#define OUTCOMES "remedied, explained, unfounded or forwarded"

const struct ctl_field complaint_add_fields[] = {
	{"SUBJECT", NULL, CTL_TEXT, "subject", true, "of the site data's complaints"},
	{"CHANNEL", NULL, CTL_TEXT, "channel", true, CHANNELS},
	{"ABOUT", NULL, CTL_TEXT, "about", true, "what it is about; nothing of who said it"},
	{"--day", "YYYY-MM-DD", CTL_TEXT, "day", false, "received then; default today"},
	{0},
};

const struct ctl_field complaint_list_fields[] = {
	{"--state", "STATE", CTL_TEXT, "state", false, "open, answered or withdrawn"},
	{"--overdue", NULL, CTL_FLAG, "overdue", false, "only those that are"},
	{"--subject", "ID", CTL_TEXT, "subject", false, "of this subject alone"},
	{"--from", "YYYY-MM-DD", CTL_TEXT, "from", false, "received from this day on"},
	{"--to", "YYYY-MM-DD", CTL_TEXT, "to", false, "received until this day"},
	{"--after", "ID", CTL_NUMBER, "after", false, "with a greater id: the next page"},
	{"--limit", "COUNT", CTL_NUMBER, "limit", false, "at most so many"},
	{0},
};

const struct ctl_field complaint_fields[] = {FIELD_COMPLAINT, {0}};

const struct ctl_field complaint_answer_fields[] = {
	FIELD_COMPLAINT,
	{"OUTCOME", NULL, CTL_TEXT, "outcome", true, OUTCOMES},
	{"--day", "YYYY-MM-DD", CTL_TEXT, "answered", false, "answered then; default today"},
	FIELD_NOTE("what was answered"),
	{0},
};

const struct ctl_field complaint_correct_fields[] = {
	FIELD_COMPLAINT,
	{"--subject", "ID", CTL_TEXT, "subject", false, "another subject"},
	{"--channel", "CHANNEL", CTL_TEXT, "channel", false, CHANNELS},
	{"--day", "YYYY-MM-DD", CTL_TEXT, "day", false, "when it was received"},
	{"--about", "TEXT", CTL_TEXT, "about", false, "what it is about"},
	{"--outcome", "OUTCOME", CTL_TEXT, "outcome", false, OUTCOMES},
	{"--answered", "YYYY-MM-DD", CTL_TEXT, "answered", false, "when it was answered"},
	FIELD_NOTE("what was answered"),
	{0},
};

const struct ctl_field complaint_withdraw_fields[] = {FIELD_COMPLAINT, FIELD_NOTE("why"), {0}};

const struct ctl_field export_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, false, "where to; default standard output"}, {0}};

const struct ctl_field import_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "the site file; \"-\" is standard input"},
	{"--hours", "always", CTL_TEXT, NULL, false,
		"for trials: always open, whatever the file says"},
	{"--public-url", "URL", CTL_TEXT, NULL, false,
		"where citizens' phones reach the hub, instead of the file's"},
	{0},
};

const struct ctl_field check_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "the site file; \"-\" is standard input"}, {0}};

#define FIELD_PERSON {"ID", NULL, CTL_TEXT, NULL, true, "the person's id"}
#define FIELD_DAY \
	{"--day", "YYYY-MM-DD", CTL_TEXT, "valid_day", false, "a helper's one day; default today"}

const struct ctl_field staff_add_fields[] = {
	{"ID", NULL, CTL_TEXT, "id", true, "a short name without blanks, such as an or quay-3"},
	{"--role", "ROLE", CTL_TEXT, "role", true, "helper, clerk, supervisor, director or admin"},
	{"--name", "NAME", CTL_TEXT, "name", false, "the person's name; default the id"},
	FIELD_DAY,
	{"--active", "yes|no", CTL_YES_NO, "active", false, "no: for later; default yes"},
	{"--no-secret", NULL, CTL_FLAG, NULL, false, "ask for none: cannot sign in yet"},
	{0},
};

const struct ctl_field staff_change_fields[] = {
	FIELD_PERSON,
	{"--role", "ROLE", CTL_TEXT, "role", false, "helper, clerk, supervisor, director or admin"},
	{"--name", "NAME", CTL_TEXT, "name", false, "the person's name"},
	FIELD_DAY,
	{"--active", "yes|no", CTL_YES_NO, "active", false, "no: works here no longer"},
	{"--secret", NULL, CTL_FLAG, NULL, false, "ask for a new PIN or password"},
	{0},
};

const struct ctl_field staff_fields[] = {FIELD_PERSON, {0}};

const struct ctl_field board_fields[] = {
	{"BOARD", NULL, CTL_TEXT, NULL, false,
		"the board's name, or its file; default this computer's kiosk's"},
	{"--board", "NAME", CTL_TEXT, NULL, false, "the same as an option"},
	{"--lines", NULL, CTL_FLAG, NULL, false, "show every GPIO line"},
	{0},
};

const struct ctl_field notices_fields[] = {
	{"FILE", NULL, CTL_TEXT, "notices", true, "the notices; \"-\" is standard input"}, {0}};

const struct ctl_field pages_fields[] = {
	{"FILE", NULL, CTL_TEXT, "pages", true, "the pages; \"-\" is standard input"}, {0}};

const struct ctl_field guide_fields[] = {
	{"ROLE", NULL, CTL_TEXT, NULL, true,
		"clerk, helper, complaints, manager, director or technician"},
	{"--out", "FILE", CTL_TEXT, NULL, true, "write the sheet there, as PDF of one A4 page"},
	{0},
};

const struct ctl_field language_check_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "the texts; \"-\" is standard input"}, {0}};

const struct ctl_field voice_words_fields[] = {
	{"LANGUAGE", NULL, CTL_TEXT, NULL, true, "the language's code"}, {0}};

const struct ctl_field voice_check_fields[] = {
	{"PACK", NULL, CTL_TEXT, NULL, false,
		"a language, or a folder with a \"/\"; default all that are installed"},
	{0},
};

const struct ctl_field voice_names_fields[] = {
	{"FOLDER", NULL, CTL_TEXT, NULL, true, "where to"},
	{"--command", "COMMAND", CTL_TEXT, NULL, false,
		"the program, with {text} and {wav}; default the one that made the pack"},
	{0},
};

const struct ctl_field voice_make_fields[] = {
	{"LANGUAGE", NULL, CTL_TEXT, NULL, true, "the language's code"},
	{"FOLDER", NULL, CTL_TEXT, NULL, true, "where to; its pack.conf is kept, else written"},
	{"--command", "COMMAND", CTL_TEXT, NULL, true, "the program, with {text} and {wav}"},
	{"--speaker", "NAME", CTL_TEXT, NULL, false, "whose voice it is"},
	{"--consent", "TEXT", CTL_TEXT, NULL, false, "that they agree, and where it is written"},
	{"--licence", "TEXT", CTL_TEXT, NULL, false, "what may be done with it"},
	{0},
};

const struct ctl_field voice_test_fields[] = {
	{"PLACE", NULL, CTL_TEXT, NULL, false, "hall or kiosk; default hall"},
	{"--board", "NAME", CTL_TEXT, NULL, false, "the board, or its file"},
	{"--volume", "PERCENT", CTL_NUMBER, NULL, false, "instead of the board file's"},
	{0},
};

const struct ctl_field token_new_fields[] = {
	{"NAME", NULL, CTL_TEXT, "name", true, "whose token, such as kiosk-1 or quay-3"},
	{"--role", "ROLE", CTL_TEXT, "role", true,
		"viewer, hall, kiosk, or a person's role such as clerk"},
	{"--save", "FILE", CTL_TEXT, NULL, false, "write it there, readable by its owner only"},
	{0},
};

const struct ctl_field token_fields[] = {{"NAME", NULL, CTL_TEXT, NULL, true, "whose token"}, {0}};

const struct ctl_field device_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "the device, such as kiosk-3"}, {0}};

const struct ctl_field picture_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "a hall display or kiosk, such as hall-1"},
	{"FILE", NULL, CTL_TEXT, NULL, true, "where to, such as hall-1.png"},
	{0},
};

const struct ctl_field day_reopen_fields[] = {
	{"DAY", NULL, CTL_TEXT, "day", true, "the day that is meant, such as 2026-11-23"}, {0}};

const struct ctl_field health_fields[] = {
	{"--verbose", NULL, CTL_FLAG, NULL, false, "the hub's own figures, too"}, {0}};

const struct ctl_field health_report_fields[] = {
	{"NAME", NULL, CTL_TEXT, "name", true, "the device, such as printer"},
	{"STATE", NULL, CTL_TEXT, "state", true, "such as ok or paper_out"},
	{"--fault", "WHOSE", CTL_TEXT, "fault", false, "none, device, site or ours"},
	FIELD_NOTE("more about it"),
	{0},
};

const struct ctl_field file_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "as \"layso files\" lists it"}, {0}};

const struct ctl_field backup_fields[] = {
	{"FILE", NULL, CTL_TEXT, NULL, true, "where to; replaced only by a good one"}, {0}};

const struct ctl_field verify_fields[] = {{"PATH", NULL, CTL_TEXT, NULL, false,
						  "the hub's folder or a backup "
						  "(/var/lib/layso)"},
	{0}};

const struct ctl_field monthly_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "month and kind, such as 2026-10.pdf"},
	{"FILE", NULL, CTL_TEXT, NULL, true, "where to"}, {0}};

const struct ctl_field report_fields[] = {
	{"NAME", NULL, CTL_TEXT, NULL, true, "what the rows are, such as days"},
	{"--from", "YYYY-MM-DD", CTL_TEXT, "from", false, "the first day"},
	{"--to", "YYYY-MM-DD", CTL_TEXT, "to", false, "the last day"},
	{"--service", "ID", CTL_TEXT, "service", false, "tickets issued for it alone"},
	{"--period", "PERIOD", CTL_TEXT, "period", false,
		"of the evaluation: 2026-10, 2026-Q3, 2026"},
	{"--csv", NULL, CTL_FLAG, NULL, false, "as a table for a spreadsheet"},
	{"--separator", "WORD", CTL_TEXT, "separator", false,
		"of the CSV: comma, or semicolon with decimal commas"},
	{"--previous", NULL, CTL_FLAG, "previous", false,
		"the period before beside this one, in a PDF or a workbook of ticket figures"},
	{"--columns", "NAMES", CTL_TEXT, "columns", false,
		"of the CSV: those that are wanted, such as day,issued,served"},
	{"--language", "WORD", CTL_TEXT, "language", false,
		"of the CSV's headings, or none for the API's names"},
	{0},
};

#define FIELDS_PRINTER \
	{"--board", "NAME", CTL_TEXT, NULL, false, "the board, or its file; default the kiosk's"}, \
		{"--path", "PORT", CTL_TEXT, NULL, false, \
			"the printer at this USB port, or with this serial number"}, \
		{"--address", "HOST", CTL_TEXT, NULL, false, \
			"the network printer there, HOST or HOST:PORT; without a port 9100"}, \
		{"--model", "NAME", CTL_TEXT, NULL, false, \
			"the printer file, instead of the one of its ids"}
const struct ctl_field printer_fields[] = {FIELDS_PRINTER, {0}};
const struct ctl_field printer_test_fields[] = {
	FIELDS_PRINTER,
	{"--stop", NULL, CTL_FLAG, NULL, false, "stop layso-kioskd for the while"},
	{0},
};

const struct ctl_field setup_fields[] = {
	{"--answers", "FILE", CTL_TEXT, NULL, false,
		"answer from this file, for the second board of a kind; ask nobody"},
	{"--page", NULL, CTL_FLAG, NULL, false,
		"ask on a page of this board's hub, which a phone can open with the code shown"},
	{0},
};

const struct ctl_field events_fields[] = {
	{"--after", "SEQ", CTL_NUMBER, "after", false,
		"begin after this event; 0 is the whole log; default from now on"},
	{"--epoch", "EPOCH", CTL_TEXT, "epoch", false,
		"end when the event is one of another database; the state says it"},
	{"--count", "COUNT", CTL_NUMBER, NULL, false, "end after so many"},
	{0},
};

const struct ctl_field catalogue_list_fields[] = {
	{"--sector", "NAME", CTL_TEXT, "sector", false, "of this sector"},
	{"--age", "AGE", CTL_TEXT, "age", false,
		"fresh, old, expired, undated, not_yet or no_longer"},
	{"--after", "KEY", CTL_TEXT, "after", false, "behind this key: the next page"},
	{"--limit", "COUNT", CTL_NUMBER, "limit", false, "at most so many"},
	{0},
};

const struct ctl_field catalogue_search_fields[] = {
	{"QUESTION", NULL, CTL_TEXT, "q", true, "what somebody asks for, such as \"con mới đẻ\""},
	{"--limit", "COUNT", CTL_NUMBER, "limit", false, "at most so many"},
	{"--typing", NULL, CTL_FLAG, "typing", false, "do not count it where nothing is found"},
	{0},
};

const struct ctl_field catalogue_lookups_fields[] = {
	{"--day", "DAY", CTL_TEXT, "day", false, "a day of the month, as 2026-11-30; else today"},
	{"--format", "FORMAT", CTL_TEXT, "format", false, "json (default) or csv"},
	{"--separator", "WORD", CTL_TEXT, "separator", false,
		"of CSV: comma (default) or semicolon"},
	{0},
};

const struct ctl_field catalogue_wrong_seen_fields[] = {
	{"KEY", NULL, CTL_TEXT, NULL, true, "the procedure's, as the list has it"},
	{"UNTIL", NULL, CTL_NUMBER, "until", true, "as the list has it"},
	{0},
};

const struct ctl_field catalogue_show_fields[] = {
	{"CODE", NULL, CTL_TEXT, NULL, true, "its code, such as 1.013313, or its key"}, {0}};

const struct ctl_field evaluation_import_fields[] = {
	{"FILE", NULL, CTL_TEXT, "text", true, "a table or JSON; \"-\" is standard input"},
	{"--take", NULL, CTL_FLAG, NULL, false, "take it; otherwise it is only looked at"},
	{"--period", "PERIOD", CTL_TEXT, "period", false,
		"2026-10, 2026-Q3 or 2026, if it does not say"},
	{"--source", "TEXT", CTL_TEXT, "source", false, "where it comes from, if it does not say"},
	{"--taken-day", "YYYY-MM-DD", CTL_TEXT, "taken_day", false,
		"when the figures were taken from there"},
	{0},
};

const struct ctl_field evaluation_fields[] = {
	{"PERIOD", NULL, CTL_TEXT, NULL, true, "as \"layso evaluation list\" shows"}, {0}};

const struct ctl_field catalogue_import_fields[] = {
	{"FILE", NULL, CTL_TEXT, "text", true, "a table or JSON; \"-\" is standard input"},
	{"--preview", NULL, CTL_FLAG, NULL, false, "only say what it would change"},
	{"--whole", NULL, CTL_FLAG, "whole", false,
		"the file lists all procedures: what is missing in it has ended"},
	{"--source", "TEXT", CTL_TEXT, "source", false, "where it comes from, if it does not say"},
	{"--checked-day", "YYYY-MM-DD", CTL_TEXT, "checked_day", false,
		"when somebody checked it, if it does not say"},
	{0},
};

const struct ctl_field catalogue_undo_fields[] = {
	{"--catalogue", "EVENT", CTL_NUMBER, "catalogue", false,
		"refuse when the last import was another one"},
	{0},
};

const struct ctl_field catalogue_export_fields[] = {
	{"--format", "FORMAT", CTL_TEXT, "format", false, "json (default) or csv"},
	{"--separator", "WORD", CTL_TEXT, "separator", false,
		"of CSV: comma (default) or semicolon"},
	{0},
};

const struct ctl_field catalogue_sheets_fields[] = {
	{"--out", "FILE", CTL_TEXT, NULL, false, "write the sheets there, as PDF of A4 pages"},
	{"--sector", "NAME", CTL_TEXT, NULL, false, "of this sector, such as ho-tich"},
	{"--changed", NULL, CTL_FLAG, NULL, false, "only those that do not hang as they are now"},
	{"--both-languages", NULL, CTL_FLAG, NULL, false, "labels in the second language, too"},
	{"--posted", NULL, CTL_FLAG, NULL, false, "the sheets of --out hang now"},
	{0},
};
