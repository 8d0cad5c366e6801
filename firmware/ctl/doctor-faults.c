/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/doctor-faults.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "base/utf8.h"
#include "client/storage.h"
#include "ctl/ctl-table.h"
#include "ui/dates.h"

enum { KEY_SIZE = 80, LINE_COLUMNS = 80, MEGABYTE = 1000000 };

struct examination {
	const json_t *health;
	const json_t *hub;
	const struct phrases *phrases;
	const char *language;
	struct doctor_report *report;
};

/* The text of a key made from words of the hub, which may be any; NULL: there is none. */
_printf_(2, 3) static const
	char *find_text(const struct examination *examination, const char *format, ...)
{
	const char *text;
	char key[KEY_SIZE];
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vsnprintf(key, sizeof(key), format, arguments);
	va_end(arguments);
	if (n < 0 || n >= (int)sizeof(key)) {
		return NULL;
	}
	text = phrases_find(examination->phrases, examination->language, key);
	return text ? text
		    : phrases_find(
			      examination->phrases, phrases_language(examination->phrases, 0), key);
}

/* "" or a new row's text; what comes from the hub is made safe for a terminal. */
static char *since_text(const struct examination *examination, const char *at)
{
	_cleanup_free_ char *date = text_dup(at);
	_cleanup_free_ char *day = NULL;
	char time[sizeof("08:01")];

	if (strlen(at) < strlen("2026-11-23T08:01") ||
		strcmp(json_get_text(examination->hub, "clock"), "ok") != 0) {
		return text_dup("");
	}
	date[strlen("2026-11-23")] = '\0';
	text_copy_cut(time, sizeof(time), at + strlen("2026-11-23T"));
	day = dates_day(examination->phrases, examination->language, date);
	return phrases_fill(examination->phrases, examination->language, "doctor.since", "time",
		time, "day", day, NULL);
}

static void add_row(const struct examination *examination, struct doctor_row row)
{
	struct doctor_report *report = examination->report;

	report->rows = memory_append(report->rows, report->n, sizeof(*report->rows));
	report->rows[report->n++] = row;
	report->n_faults += strcmp(row.fault, "none") != 0;
}

/* ---- the hub's own parts ---- */

/* As the manager's page has them: who acts there is not always who is named in the log. */
static const struct hub_part {
	const char *name; /* of its device, behind "hub/" */
	const char *fault;
	const char *command;
} hub_parts[] = {
	{"storage", "device", NULL},
	{"disk", "site", "layso files"},
	{"files", "site", "layso files"},
	{"archive", "device", NULL},
	{"reports", "device", NULL},
	{"clock", "device", "layso clock accept | layso clock set 2026-11-23 08:05"},
	{"database", "device", "layso health acknowledge"},
	{"integrity", "device", "layso backup FILE"},
	{"https", "site", "systemctl restart layso-hubd"},
	{"pictures", "site", NULL},
	{"address", "site", NULL},
	{"issuing", "device", NULL},
	{"backup", "device", NULL},
};

static const char *member(const json_t *object, const char *part, const char *key)
{
	return json_get_text(json_object_get(object, part), key);
}

static const json_t *find_device(const json_t *health, const char *name)
{
	const json_t *device;
	size_t i;

	json_array_foreach (json_object_get(health, "devices"), i, device) {
		if (strcmp(json_get_text(device, "name"), name) == 0) {
			return device;
		}
	}
	return NULL;
}

static bool is_faulty(const json_t *device)
{
	const char *fault = json_get_text(device, "fault");

	return *fault && strcmp(fault, "none") != 0;
}

static int64_t copies(const struct examination *examination)
{
	return json_get_int(json_object_get(examination->hub, "files"), "copies");
}

/* What is the matter with a part, as in the text manager.hub.WORD; "" nothing. */
static void find_word(
	const struct examination *examination, const char *part, char *ret, size_t size)
{
	const json_t *hub = examination->hub;
	const char *storage = json_get_text(hub, "storage");
	_cleanup_free_ char *device = text_printf("hub/%s", part);

	*ret = '\0';
	if (strcmp(part, "storage") == 0) {
		text_copy_cut(ret, size,
			storage_is_unable(storage)             ? "storage"
				: strcmp(storage, "slow") == 0 ? "storage_slow"
							       : "");
	} else if (strcmp(part, "disk") == 0) {
		text_copy_cut(ret, size,
			strcmp(json_get_text(hub, "disk"), "nearly_full") != 0 ? ""
				: copies(examination) > 0                      ? "disk_copies"
									       : "disk");
	} else if (strcmp(part, "clock") == 0) {
		text_copy_cut(ret, size, strcmp(json_get_text(hub, "clock"), "ok") ? "clock" : "");
	} else if (strcmp(part, "backup") == 0) {
		_cleanup_free_ char *word =
			text_printf("backup_%s", member(hub, "backup", "state"));

		text_copy_cut(ret, size,
			find_text(examination, "manager_advice.hub.%s", word) ? word : "");
	} else if (is_faulty(find_device(examination->health, device))) {
		text_copy_cut(ret, size, part);
	}
}

static void examine_part(const struct examination *examination, const struct hub_part *part)
{
	const struct phrases *phrases = examination->phrases;
	_cleanup_free_ char *advice_key = NULL;
	_cleanup_free_ char *device = text_printf("hub/%s", part->name);
	const char *why = find_text(examination, "devices.url.%s",
		json_get_text(find_device(examination->health, device), "state"));
	char word[KEY_SIZE / 2], n[24], mb[24];

	find_word(examination, part->name, word, sizeof(word));
	if (!*word) {
		return;
	}
	(void)snprintf(n, sizeof(n), "%" PRId64,
		strcmp(part->name, "backup") == 0
			? json_get_int(json_object_get(examination->hub, "backup"), "days_behind")
			: copies(examination));
	(void)snprintf(mb, sizeof(mb), "%" PRId64,
		(json_get_int(json_object_get(examination->hub, "files"), "copy_bytes") +
			MEGABYTE / 2) /
			MEGABYTE);
	advice_key = text_printf("manager_advice.hub.%s_advice", word);
	add_row(examination,
		(struct doctor_row){
			.what = text_dup(
				phrases_get(phrases, examination->language, "manager.device.hub")),
			.state = text_dup(find_text(examination, "manager_advice.hub.%s", word)),
			.since = text_dup(""),
			.note = text_dup(why ? why : ""),
			.advice = phrases_fill(
				phrases, examination->language, advice_key, "n", n, "mb", mb, NULL),
			.fault = part->fault,
			.command = part->command,
		});
}

static bool is_hub_part(const char *name)
{
	for (size_t i = 0; i < ELEMENTS(hub_parts); i++) {
		if (strncmp(name, "hub/", strlen("hub/")) == 0 &&
			strcmp(name + strlen("hub/"), hub_parts[i].name) == 0) {
			return true;
		}
	}
	return false;
}

/* ---- devices ---- */

/* One of the words for who has to act; an unknown one is who looks after devices. */
static const char *fault_word(const char *fault)
{
	static const char *const words[] = {"none", "device", "site", "ours"};

	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (strcmp(words[i], fault) == 0) {
			return words[i];
		}
	}
	return *fault ? "device" : "none";
}

/* What people call a device, else a name made from its kind and number: "kiosk-1" is kiosk 1. */
static char *owner_title(const struct examination *examination, const json_t *device)
{
	const json_t *label = json_object_get(device, "label");
	const char *given = json_get_text(label, examination->language);
	_cleanup_free_ char *id = table_clean(json_get_text(device, "name"));
	_cleanup_free_ char *key = NULL;
	char *number = id;

	if (!*given && json_is_object(label)) {
		given = json_get_text(label, phrases_language(examination->phrases, 0));
	}
	if (*given) {
		return table_clean(given);
	}
	id[strcspn(id, "/")] = '\0';
	number += strcspn(id, "-");
	key = text_printf("page.device.default.%.*s", (int)(number - id), id);
	number += *number == '-';
	if (strspn(number, "0123456789") != strlen(number) || !find_text(examination, "%s", key)) {
		return text_dup(id);
	}
	return phrases_fill(examination->phrases, examination->language, key, "n", number, NULL);
}

static char *device_title(const struct examination *examination, const json_t *device)
{
	_cleanup_free_ char *owner = owner_title(examination, device);
	_cleanup_free_ char *name = table_clean(json_get_text(device, "name"));
	const char *part = strchr(name, '/');
	_cleanup_free_ char *whole = text_printf("%s%s", owner, part ? part : "");
	_cleanup_free_ char *key = text_printf("manager.device.%s", part ? part + 1 : "");
	bool known = part && strcmp(part + 1, "hub") != 0 && strcmp(part + 1, "other") != 0 &&
		find_text(examination, "%s", key);

	return phrases_fill(examination->phrases, examination->language,
		known ? key : "manager.device.other", "name", known ? owner : whole, NULL);
}

static char *device_state(const struct examination *examination, const char *state)
{
	const char *text = find_text(examination, "manager.state.%s", state);
	_cleanup_free_ char *clean = text ? NULL : table_clean(state);

	return text ? text_dup(text)
		    : phrases_fill(examination->phrases, examination->language, "doctor.reports",
			      "state", clean, NULL);
}

/* Why there is no printer is in its kiosk's note; NULL: that is no such device. */
static const char *no_printer(const struct examination *examination, const json_t *device)
{
	const char *part = strchr(json_get_text(device, "name"), '/');
	const char *note = json_get_text(device, "note");

	if (!part || strcmp(part, "/printer") != 0 || !*note ||
		strcmp(json_get_text(device, "state"), "offline") != 0) {
		return NULL;
	}
	return find_text(examination, "manager.no_printer.%s", note);
}

static const char *device_advice(const struct examination *examination, const json_t *device)
{
	const char *fault = fault_word(json_get_text(device, "fault"));
	const char *state = json_get_text(device, "state");
	const char *text = no_printer(examination, device);

	/* Advice is named for states and for who has to act: a state called "site" is none. */
	if (!text && strcmp(state, fault_word(state)) != 0) {
		text = find_text(examination, "manager.advice.%s", state);
	}
	if (!text) {
		text = find_text(examination, "manager.advice.%s", fault);
	}
	return text ? text : "";
}

/* What becomes of the slips that a printer could not print: only what is true now. */
static char *with_slips(
	const struct examination *examination, const json_t *device, const char *advice)
{
	static const char *const words[] = {"later", "lost"};
	const json_t *slips = json_object_get(device, "slips");
	char *text = text_dup(advice);

	for (size_t i = 0; i < ELEMENTS(words); i++) {
		int64_t n = json_get_int(slips, words[i]);
		_cleanup_free_ char *key = text_printf("manager.slips.%s", words[i]);
		_cleanup_free_ char *number = text_printf("%" PRId64, n);
		_cleanup_free_ char *said = phrases_fill(
			examination->phrases, examination->language, key, "n", number, NULL);

		if (n > 0) {
			_cleanup_free_ char *before = text;

			text = text_printf("%s%s%s", before, *before ? " " : "", said);
		}
	}
	return text;
}

/* What a technician runs on the device's computer to see more. */
static const char *device_command(const char *name)
{
	static const char *const commands[][2] = {{"/printer", "layso printer show"},
		{"/panel", "layso board check"}, {"/screen", "layso board check"}};
	const char *part = strchr(name, '/');

	for (size_t i = 0; part && i < ELEMENTS(commands); i++) {
		if (strcmp(part, commands[i][0]) == 0) {
			return commands[i][1];
		}
	}
	return NULL;
}

static void examine_device(const struct examination *examination, const json_t *device)
{
	const char *name = json_get_text(device, "name");
	const char *state = json_get_text(device, "state");

	add_row(examination,
		(struct doctor_row){
			.what = device_title(examination, device),
			.state = device_state(examination, state),
			.since = since_text(examination, json_get_text(device, "since")),
			.note = no_printer(examination, device)
				? text_dup("")
				: table_clean(json_get_text(device, "note")),
			.advice =
				with_slips(examination, device, device_advice(examination, device)),
			.fault = fault_word(json_get_text(device, "fault")),
			.command = device_command(name),
			.there = true,
		});
}

static void examine_devices(const struct examination *examination, bool faulty)
{
	const json_t *device;
	size_t i;

	json_array_foreach (json_object_get(examination->health, "devices"), i, device) {
		bool mild = strcmp(json_get_text(device, "state"), "paper_low") == 0;
		bool shown = faulty ? is_faulty(device) : mild && !is_faulty(device);

		if (shown && !is_hub_part(json_get_text(device, "name"))) {
			examine_device(examination, device);
		}
	}
}

/* The hub says that there is trouble, and nothing of it is known here. */
static void examine_rest(const struct examination *examination)
{
	const char *status = json_get_text(examination->health, "status");

	if (examination->report->n_faults > 0 || strcmp(status, "ok") == 0) {
		return;
	}
	add_row(examination,
		(struct doctor_row){
			.what = text_dup(find_text(examination, "manager.device.hub")),
			.state = text_dup(find_text(examination, "doctor.trouble")),
			.since = text_dup(""),
			.note = text_dup(""),
			.advice = text_dup(find_text(examination, "doctor.trouble_advice")),
			.fault = "ours",
		});
}

int doctor_examine(const json_t *health, const struct phrases *phrases, const char *language,
	struct doctor_report *ret)
{
	const struct examination examination = {
		health, json_object_get(health, "hub"), phrases, language, ret};
	const json_t *devices = json_object_get(health, "devices");
	const json_t *device;
	size_t i;

	*ret = (struct doctor_report){0};
	if (!json_is_object(examination.hub) || !json_is_array(devices) ||
		!*json_get_text(health, "status")) {
		return -EINVAL;
	}
	json_array_foreach (devices, i, device) {
		ret->n_devices +=
			strncmp(json_get_text(device, "name"), "hub/", strlen("hub/")) != 0;
	}
	for (i = 0; i < ELEMENTS(hub_parts); i++) {
		examine_part(&examination, &hub_parts[i]);
	}
	examine_devices(&examination, true);
	examine_rest(&examination);
	examine_devices(&examination, false);
	return 0;
}

void doctor_add_missing(struct doctor_report *report, const struct phrases *phrases,
	const char *language, enum doctor_missing missing)
{
	static const char *const words[] = {
		[DOCTOR_NO_SITE] = "no_site", [DOCTOR_NO_ADMIN] = "no_admin"};
	_cleanup_free_ char *state = text_printf("doctor.%s", words[missing]);
	_cleanup_free_ char *advice = text_printf("doctor.%s_advice", words[missing]);
	struct doctor_row row = {
		.what = text_dup(phrases_get(phrases, language, "manager.device.hub")),
		.state = text_dup(phrases_get(phrases, language, state)),
		.since = text_dup(""),
		.note = text_dup(""),
		.advice = text_dup(phrases_get(phrases, language, advice)),
		.fault = "site",
		.command = "sudo layso setup",
	};

	report->rows = memory_append(report->rows, report->n, sizeof(*report->rows));
	memmove(report->rows + 1, report->rows, report->n * sizeof(*report->rows));
	report->rows[0] = row;
	report->n++;
	report->n_faults++;
}

void doctor_report_done(struct doctor_report *report)
{
	for (size_t i = 0; i < report->n; i++) {
		free(report->rows[i].what);
		free(report->rows[i].state);
		free(report->rows[i].since);
		free(report->rows[i].note);
		free(report->rows[i].advice);
	}
	free(report->rows);
	*report = (struct doctor_report){0};
}

/* ---- for people ---- */

void doctor_write_text(struct textbuf *out, int indent, const char *text)
{
	_cleanup_free_ char *copy = text_dup(text);
	char *save = NULL;
	size_t column = 0;

	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		size_t width = utf8_count(word, strlen(word));

		if (column > 0 && column + 1 + width <= LINE_COLUMNS) {
			textbuf_add(out, " ");
			column++;
		} else {
			textbuf_printf(out, "%s%*s", column > 0 ? "\n" : "", indent, "");
			column = (size_t)indent;
		}
		textbuf_add(out, word);
		column += width;
	}
	textbuf_add(out, "\n");
}

enum { ROW_INDENT = 4 };

static void write_filled(const struct phrases *phrases, const char *language, const char *key,
	const char *name, const char *value, struct textbuf *out)
{
	_cleanup_free_ char *text = phrases_fill(phrases, language, key, name, value, NULL);

	doctor_write_text(out, ROW_INDENT, text);
}

static void write_row(const struct doctor_row *row, size_t number, const struct phrases *phrases,
	const char *language, struct textbuf *out)
{
	_cleanup_free_ char *title = text_printf("%zu. %s: %s", number, row->what, row->state);
	_cleanup_free_ char *who = text_printf("%s%s",
		strcmp(row->fault, "none") == 0 ? "manager.fault_of." : "doctor.who.", row->fault);

	textbuf_add(out, "\n");
	doctor_write_text(out, 0, title);
	if (*row->since) {
		doctor_write_text(out, ROW_INDENT, row->since);
	}
	doctor_write_text(out, ROW_INDENT, phrases_get(phrases, language, who));
	write_filled(phrases, language, "doctor.do", "advice", row->advice, out);
	if (*row->note) {
		write_filled(phrases, language, "doctor.note", "note", row->note, out);
	}
	if (row->command) {
		write_filled(phrases, language,
			row->there ? "doctor.command_there" : "doctor.command", "command",
			row->command, out);
	}
}

void doctor_write(const struct doctor_report *report, const struct phrases *phrases,
	const char *language, struct textbuf *out)
{
	char n[24];

	(void)snprintf(n, sizeof(n), "%zu", report->n_faults);
	if (report->n_faults > 0) {
		_cleanup_free_ char *head =
			phrases_fill(phrases, language, "doctor.faults", "n", n, NULL);

		doctor_write_text(out, 0, head);
	} else {
		doctor_write_text(out, 0, phrases_get(phrases, language, "doctor.well"));
	}
	for (size_t i = 0; i < report->n; i++) {
		write_row(&report->rows[i], i + 1, phrases, language, out);
	}
	textbuf_add(out, "\n");
	if (report->n_devices == 0) {
		doctor_write_text(out, 0, phrases_get(phrases, language, "doctor.no_devices"));
		return;
	}
	(void)snprintf(n, sizeof(n), "%zu", report->n_devices);
	{
		_cleanup_free_ char *tail =
			phrases_fill(phrases, language, "doctor.devices", "n", n, NULL);

		doctor_write_text(out, 0, tail);
	}
}

json_t *doctor_json(const struct doctor_report *report)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < report->n; i++) {
		const struct doctor_row *row = &report->rows[i];

		(void)json_array_append_new(rows,
			json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?}", "what", row->what,
				"state", row->state, "fault", row->fault, "since", row->since,
				"note", row->note, "advice", row->advice, "command", row->command));
	}
	return json_pack(
		"{s:s, s:o}", "status", report->n_faults > 0 ? "faults" : "ok", "faults", rows);
}

/* ---- a hub that does not answer ---- */

const char *doctor_away_reason(const struct doctor_absence *absence)
{
	switch (-absence->error) {
	case 0:
	case EPROTO:
	case EMSGSIZE:
		return "no_hub";
	case EINVAL:
		return "address";
	case EACCES:
	case EPERM:
		return "no_permission";
	case EKEYREJECTED:
		return "certificate";
	case ETIMEDOUT:
		return "silent";
	case ECONNRESET:
		return "broken";
	case ENOENT:
	case ENOTDIR:
		return absence->is_running ? "no_socket" : "not_running";
	case ECONNREFUSED:
		return !absence->is_local     ? "refused"
			: absence->is_running ? "broken"
					      : "not_running";
	case EHOSTUNREACH:
	case ENETUNREACH:
		return "unreachable";
	default:
		return "failed";
	}
}

/* ---- the language ---- */

const char *doctor_language(const struct phrases *phrases, const char *asked, const char *locale)
{
	char language[16];

	if (asked) {
		return phrases_has(phrases, asked) ? asked : NULL;
	}
	text_copy_cut(language, sizeof(language), locale ? locale : "");
	language[strcspn(language, "_.@")] = '\0';
	for (size_t i = 0; *phrases_language(phrases, i); i++) {
		if (strcmp(phrases_language(phrases, i), language) == 0) {
			return phrases_language(phrases, i);
		}
	}
	return phrases_language(phrases, 0);
}
