/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-ask.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/office.h"
#include "base/text.h"
#include "base/version.h"
#include "client/client.h"
#include "ctl/ctl-known.h"
#include "ctl/ctl.h"
#include "ctl/ctl-show.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl-value.h"
#include "queue/limits.h"

enum { ASK_TIMEOUT_MS = 30000 }; /* a report over a year takes long */
enum { ASK_LONG_MAX = 128 * 1024 * 1024 }; /* 10,000 long records are a quarter of it */

void say_wrong(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)fputs("layso: ", stderr);
	(void)vfprintf(stderr, format, arguments);
	va_end(arguments);
}

void say_more(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vfprintf(stderr, format, arguments);
	va_end(arguments);
}

void say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vprintf(format, arguments);
	va_end(arguments);
}

const char *ctl_value(const struct ctl *ctl, const char *name)
{
	const struct ctl_field *fields = ctl->arguments.command->fields;

	for (int i = 0; fields && fields[i].name; i++) {
		if (strcmp(fields[i].name, name) == 0) {
			return ctl->arguments.values[i];
		}
	}
	return NULL;
}

int64_t ctl_number(const char *value, int64_t fallback)
{
	int64_t number;

	return value && text_parse_int(value, 0, INT64_MAX, &number) == 0 ? number : fallback;
}

char *ask_escape(const char *text)
{
	struct textbuf escaped = {0};

	textbuf_add(&escaped, "");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			strchr("-._~", c)) {
			textbuf_add_bytes(&escaped, text, 1);
		} else {
			textbuf_printf(&escaped, "%%%02X", c);
		}
	}
	return escaped.data;
}

/* Numbers are typed as they are said: "a001" is A001. */
static char *capitals(const char *text)
{
	char *copy = text_dup(text);

	for (char *c = copy; *c; c++) {
		if (*c >= 'a' && *c <= 'z') {
			*c = (char)(*c - 'a' + 'A');
		}
	}
	return copy;
}

static bool is_number_field(const struct ctl_field *field)
{
	return field->json && strcmp(field->json, "number") == 0;
}

char *ask_query(const struct ctl *ctl)
{
	const struct ctl_field *fields = ctl->arguments.command->fields;
	struct textbuf query = {0};

	textbuf_add(&query, "");
	for (int i = 0; fields && fields[i].name; i++) {
		const char *value = ctl->arguments.values[i];
		_cleanup_free_ char *text = NULL;
		_cleanup_free_ char *escaped = NULL;

		if (!value || !fields[i].json) {
			continue;
		}
		text = is_number_field(&fields[i]) ? capitals(value) : text_dup(value);
		escaped = ask_escape(text);
		textbuf_printf(&query, "%s%s=%s", query.size ? "&" : "?", fields[i].json, escaped);
	}
	return query.data;
}

static json_t *list_of(const char *text)
{
	json_t *list = json_array();
	_cleanup_free_ char *copy = text_dup(text);
	char *save = NULL;

	for (char *word = strtok_r(copy, ", ", &save); word; word = strtok_r(NULL, ", ", &save)) {
		(void)json_array_append_new(list, json_string(word));
	}
	return list;
}

static json_t *field_value(const struct ctl_field *field, const char *value, int64_t ticket)
{
	_cleanup_free_ char *text = NULL;
	bool yes = false;

	switch (field->type) {
	case CTL_TEXT:
		text = is_number_field(field) ? capitals(value) : text_dup(value);
		return json_string(text);
	case CTL_NUMBER:
		return json_integer(ctl_number(value, 0));
	case CTL_LIST:
		return list_of(value);
	case CTL_YES_NO:
		/* ctl-arguments.c has rejected all other values. */
		return text_parse_bool(value, &yes) == 0 ? json_boolean(yes) : NULL;
	case CTL_FLAG:
		return json_true();
	case CTL_TICKET:
		return json_integer(ticket);
	}
	return NULL;
}

/* A name for this request that no other has. */
static json_t *fresh_id(void)
{
	uint64_t random[2] = {0};

	if (getrandom(random, sizeof(random), 0) != sizeof(random)) {
		abort(); /* a name that another has would make one request of two */
	}
	return json_sprintf("ctl-%016" PRIx64 "%016" PRIx64, random[0], random[1]);
}

json_t *ask_body(const struct ctl *ctl, const int64_t tickets[CTL_FIELDS_MAX])
{
	const struct ctl_command *command = ctl->arguments.command;
	const struct ctl_field *fields = command->fields;
	json_t *body = command->body ? json_loads(command->body, 0, NULL) : json_object();

	for (int i = 0; fields && fields[i].name; i++) {
		const char *value = ctl->arguments.values[i];

		if (value && fields[i].json) {
			/* Text that is not UTF-8 has no place in JSON: null makes the hub name it.
			 */
			json_t *json = field_value(&fields[i], value, tickets[i]);

			(void)json_object_set_new(body, fields[i].json, json ? json : json_null());
		}
	}
	if (command->once && !json_object_get(body, command->once)) {
		(void)json_object_set_new(body, command->once, fresh_id());
	}
	return body;
}

char *ask_path(const struct ctl *ctl, const int64_t tickets[CTL_FIELDS_MAX])
{
	const struct ctl_command *command = ctl->arguments.command;
	const char *open = strchr(command->path, '{');
	const char *close = open ? strchr(open, '}') : NULL;

	if (!open) {
		return text_dup(command->path);
	}
	for (int i = 0; command->fields[i].name; i++) {
		const struct ctl_field *field = &command->fields[i];
		_cleanup_free_ char *value = NULL;

		if (strncmp(field->name, open + 1, (size_t)(close - open - 1)) != 0) {
			continue;
		}
		value = field->type == CTL_TICKET ? text_printf("%" PRId64, tickets[i])
						  : ask_escape(ctl->arguments.values[i]);
		return text_printf(
			"%.*s%s%s", (int)(open - command->path), command->path, value, close + 1);
	}
	abort(); /* a path with a field that is not there is our mistake */
}

int ask_say_away(const struct ctl *ctl, int error)
{
	say_wrong("no answer from the hub at %s: %s\n", ctl->hub, strerror(-error));
	if (error == -EACCES) {
		say_more("This user may not ask it. Use a token (--token-file FILE), or sudo.\n");
	} else if (error == -EKEYREJECTED) {
		say_more("Its certificate is not the expected one. On the hub's board, \"layso "
			 "certificate\"\ntells the pin to write behind the address: "
			 "--hub https://HOST:8443#sha256//...\n");
	} else if (error == -ETIMEDOUT) {
		say_more("It is there but does not answer in time: look at its log "
			 "(journalctl -u layso-hubd).\n");
	} else {
		say_more("Is it running? systemctl status layso-hubd\n"
			 "Is it elsewhere? --hub http://HOST:8080, or set LAYSO_HUB\n");
	}
	return CTL_AWAY;
}

void ask_say_faults(const json_t *faults)
{
	const json_t *fault;
	size_t i;

	json_array_foreach (faults, i, fault) {
		const char *path = value_text(fault, "path");
		const char *message = value_text(fault, "message");
		_cleanup_free_ char *clean_path = table_clean(path ? path : "");
		_cleanup_free_ char *clean_message = table_clean(message ? message : "is wrong");

		say_more("  %s%s%s\n", clean_path, *clean_path ? ": " : "", clean_message);
	}
}

int ask_say_refused(int status, const char *text)
{
	json_auto_t *answer = json_loads(text, 0, NULL);
	const json_t *faults = json_object_get(answer, "faults");
	const char *message = value_text(answer, "message");
	const char *error = value_text(answer, "error");
	const char *field = value_text(answer, "field");
	_cleanup_free_ char *clean = table_clean(message ? message : "without a reason");

	if (json_array_size(faults) > 0) {
		say_wrong("refused because of %zu faults:\n", json_array_size(faults));
		ask_say_faults(faults);
	} else {
		say_wrong("refused: %s (%s%s%s, HTTP %d)\n", clean, error ? error : "?",
			field ? ", field " : "", field ? field : "", status);
	}
	if (status == 401) {
		say_more("Give a token (--token-file FILE, or set LAYSO_TOKEN_FILE), or use "
			 "sudo.\n");
	}
	return CTL_REFUSED;
}

int ask_hub(struct ctl *ctl, const char *method, const char *path, const char *body,
	int *ret_status, char **ret_text)
{
	bool repeatable = strcmp(method, "GET") == 0 || ctl->arguments.command->once;
	_cleanup_free_ char *text = NULL;
	int status = 0;
	int r = client_call(
		ctl->hub, ctl->token, method, path, body, ASK_TIMEOUT_MS, &status, &text);

	if (r == -ECONNRESET && repeatable) {
		/* The hub went away in the middle: it knows this request if it has done it. */
		r = client_call(
			ctl->hub, ctl->token, method, path, body, ASK_TIMEOUT_MS, &status, &text);
	}
	if (r == -EINVAL) {
		say_wrong("\"%s\" is no address of a hub, or the token cannot be one\n", ctl->hub);
		return CTL_USAGE;
	}
	if (r < 0) {
		return ask_say_away(ctl, r);
	}
	if (status < 200 || status > 299) {
		if (ctl->arguments.json) {
			say("%s\n", text);
		}
		(void)ask_say_refused(status, text);
		known_say(ctl, path, text);
		return CTL_REFUSED;
	}
	*ret_status = status;
	*ret_text = TAKE_PTR(text);
	return CTL_OK;
}

int ask_hub_json(struct ctl *ctl, const char *method, const char *path, json_t **ret)
{
	_cleanup_free_ char *text = NULL;
	int status;
	int r = ask_hub(ctl, method, path, NULL, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	*ret = json_loads(text, 0, NULL);
	if (!json_is_object(*ret)) {
		json_decref(*ret);
		say_wrong("what answers at %s is no hub\n", ctl->hub);
		return CTL_REFUSED;
	}
	return CTL_OK;
}

static int find_ticket(struct ctl *ctl, const char *word, int64_t *ret)
{
	_cleanup_free_ char *number = capitals(word);
	_cleanup_free_ char *escaped = ask_escape(number);
	_cleanup_free_ char *path = text_printf("/api/v1/tickets?number=%s", escaped);
	json_t *answer;
	const json_t *ticket;
	int r;

	if (text_parse_int(word, 0, INT64_MAX, ret) == 0) {
		return CTL_OK;
	}
	r = ask_hub_json(ctl, "GET", path, &answer);
	if (r != CTL_OK) {
		return r;
	}
	ticket = json_array_get(json_object_get(answer, "tickets"), 0);
	if (ticket) {
		*ret = json_get_int(ticket, "id");
	} else {
		say_wrong("there is no ticket %s today\n", number);
		r = CTL_REFUSED;
	}
	json_decref(answer);
	return r;
}

static int find_tickets(struct ctl *ctl, int64_t ret[CTL_FIELDS_MAX])
{
	const struct ctl_field *fields = ctl->arguments.command->fields;
	int r = CTL_OK;

	for (int i = 0; r == CTL_OK && fields && fields[i].name; i++) {
		if (fields[i].type == CTL_TICKET && ctl->arguments.values[i]) {
			r = find_ticket(ctl, ctl->arguments.values[i], &ret[i]);
		}
	}
	return r;
}

static void show_answer(const struct ctl *ctl, int status, const char *text)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_auto_t *answer = json_loads(text, 0, NULL);

	if (ctl->arguments.json) {
		if (*text) {
			say("%s\n", text);
		}
	} else if (status == 204) {
		say("%s\n",
			strstr(ctl->arguments.command->path, "call-next") ? "nobody is waiting"
									  : "done");
	} else if (json_is_object(answer)) {
		ctl->arguments.command->show(answer, &ctl->view, &out);
		say("%s", out.data ? out.data : "done\n");
	} else {
		say("done\n");
	}
}

int ask_run(struct ctl *ctl)
{
	const struct ctl_command *command = ctl->arguments.command;
	int64_t tickets[CTL_FIELDS_MAX] = {0};
	_cleanup_free_ char *path = NULL;
	_cleanup_free_ char *body_text = NULL;
	_cleanup_free_ char *text = NULL;
	int status;
	int r = find_tickets(ctl, tickets);

	if (r != CTL_OK) {
		return r;
	}
	path = ask_path(ctl, tickets);
	if (strcmp(command->method, "GET") == 0) {
		_cleanup_free_ char *query = ask_query(ctl);
		_cleanup_free_ char *whole = text_printf("%s%s", path, query);

		r = ask_hub(ctl, command->method, whole, NULL, &status, &text);
	} else {
		json_t *body = ask_body(ctl, tickets);

		body_text = json_dumps(body, JSON_COMPACT);
		json_decref(body);
		r = ask_hub(ctl, command->method, path, body_text, &status, &text);
	}
	if (r == CTL_OK) {
		show_answer(ctl, status, text);
	}
	return r;
}

const char *ask_file_name(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

int ask_read_file(const char *path, size_t limit, bool mend, struct textbuf *ret)
{
	_cleanup_free_ char *bytes = NULL;
	size_t size;
	int r = text_read_file(strcmp(path, "-") == 0 ? "/dev/stdin" : path, limit, &bytes, &size);

	if (r == -EFBIG) {
		say_wrong("%s has more than %zu bytes\n", ask_file_name(path), limit);
		return CTL_USAGE;
	}
	if (r < 0) {
		say_wrong("%s cannot be read: %s\n", ask_file_name(path), strerror(-r));
		return CTL_USAGE;
	}
	office_decode(bytes, size, mend, ret);
	return CTL_OK;
}

int ask_read_json(const char *path, size_t limit, json_t **ret)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	json_error_t error;
	int r = ask_read_file(path, limit, false, &text);

	if (r != CTL_OK) {
		return r;
	}
	*ret = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &error);
	if (!*ret) {
		say_wrong("%s, line %d, column %d: %s\n", ask_file_name(path), error.line,
			error.column, error.text);
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int print_json(const json_t *json)
{
	_cleanup_free_ char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);

	say("%s\n", text ? text : "null");
	return CTL_OK;
}

static const json_t *find_counter(const json_t *state, int64_t number)
{
	const json_t *counter;
	size_t i;

	json_array_foreach (json_object_get(state, "counters"), i, counter) {
		if (json_get_int(counter, "number") == number) {
			return counter;
		}
	}
	return NULL;
}

int counter_run_show(struct ctl *ctl)
{
	const char *word = ctl_value(ctl, "N");
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_auto_t *state = NULL;
	const json_t *counter = NULL;
	int r = ask_hub_json(ctl, "GET", "/api/v1/state", &state);

	if (r != CTL_OK) {
		return r;
	}
	if (word) {
		counter = find_counter(state, ctl_number(word, 0));
		if (!counter) {
			say_wrong("there is no counter %s\n", word);
			known_say_list("Counters:", json_object_get(state, "counters"), "number");
			return CTL_REFUSED;
		}
	}
	if (ctl->arguments.json) {
		return print_json(counter ? counter : json_object_get(state, "counters"));
	}
	if (counter) {
		show_counter(counter, &ctl->view, &out);
	} else {
		show_counters(state, &ctl->view, &out);
	}
	say("%s", out.data);
	return CTL_OK;
}

struct follower {
	const struct ctl *ctl;
	int64_t left; /* events still to show; −1 without end */
};

static int print_event(int64_t seq, const char *kind, const char *data, void *userdata)
{
	struct follower *follower = userdata;
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_auto_t *json = json_loads(data, 0, NULL);

	if (follower->ctl->arguments.json) {
		/* The kind is one of the hub's words and the data is JSON already. */
		textbuf_printf(&out, "{\"seq\":%" PRId64 ",\"event\":\"%s\",\"data\":%s}\n", seq,
			kind, data);
	} else {
		show_event(seq, kind, json, &out);
	}
	if (fputs(out.data, stdout) < 0 || fflush(stdout) != 0) {
		return -EPIPE;
	}
	if (follower->left > 0) {
		follower->left--;
	}
	return follower->left == 0 ? 1 : 0;
}

int events_run(struct ctl *ctl)
{
	const char *after = ctl_value(ctl, "--after");
	const char *epoch = ctl_value(ctl, "--epoch");
	const char *count = ctl_value(ctl, "--count");
	struct follower follower = {.ctl = ctl, .left = ctl_number(count, -1)};
	int r;

	if (follower.left == 0) {
		return CTL_OK;
	}
	r = client_watch(ctl->hub, ctl->token, epoch ? epoch : "", ctl_number(after, -1),
		print_event, &follower);
	if (r == 1 || r == -EPIPE) {
		return CTL_OK;
	}
	if (r == -ESTALE) {
		say_wrong("the hub cannot go on after that event: its log is another or "
			  "shorter\n");
		return CTL_REFUSED;
	}
	if (r == -EINVAL) {
		say_wrong("\"%s\" is no address of a hub, or the token cannot be one\n", ctl->hub);
		return CTL_USAGE;
	}
	return ask_say_away(ctl, r);
}

/* A file with entries is JSON: the array itself. */
static int make_body(const char *csv, const char *entries, json_t *body)
{
	const char *path = csv ? csv : entries;
	_cleanup_(textbuf_done) struct textbuf text = {0};
	json_error_t error = {.line = 1, .text = "is no text"};
	json_t *value;
	int r = ask_read_file(path, LIMIT_DOSSIER_BYTES, csv != NULL, &text);

	if (r != CTL_OK) {
		return r;
	}
	value = csv ? json_stringn(text.data, text.size)
		    : json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &error);
	if (!value) {
		say_wrong("%s, line %d: %s\n", path, error.line, error.text);
		return CTL_USAGE;
	}
	(void)json_object_set_new(body, csv ? "csv" : "entries", value);
	return CTL_OK;
}

int dossier_run_import(struct ctl *ctl)
{
	const char *csv = ctl_value(ctl, "FILE");
	const char *entries = ctl_value(ctl, "--entries");
	json_auto_t *body = json_object();
	_cleanup_free_ char *body_text = NULL;
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	int status;
	int r;

	if ((csv != NULL) == (entries != NULL)) {
		say_wrong("name one file: a CSV, or JSON after --entries\n");
		return CTL_USAGE;
	}
	r = make_body(csv, entries, body);
	if (r != CTL_OK) {
		return r;
	}
	(void)json_object_set_new(
		body, "replace", json_boolean(ctl_value(ctl, "--replace") != NULL));
	body_text = json_dumps(body, JSON_COMPACT);
	r = ask_hub(ctl, "POST", "/api/v1/dossiers/import", body_text, &status, &text);
	if (r != CTL_OK) {
		return r;
	}
	answer = json_loads(text, 0, NULL);
	if (ctl->arguments.json) {
		say("%s\n", text);
	} else {
		say("%" PRId64 " entries imported.\n", json_get_int(answer, "entries"));
	}
	return CTL_OK;
}

int report_run(struct ctl *ctl)
{
	bool csv = ctl_value(ctl, "--csv") != NULL;
	_cleanup_free_ char *name = ask_escape(ctl_value(ctl, "NAME"));
	_cleanup_free_ char *query = ask_query(ctl);
	_cleanup_free_ char *path =
		text_printf("/api/v1/reports/%s.%s%s", name, csv ? "csv" : "json", query);
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	int status;
	int r = ask_hub(ctl, "GET", path, NULL, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	if (csv || ctl->arguments.json) {
		say("%s%s", text, csv ? "" : "\n");
		return CTL_OK;
	}
	answer = json_loads(text, 0, NULL);
	show_report(answer, &ctl->view, &out);
	say("%s", out.data);
	return CTL_OK;
}

int version_run(struct ctl *ctl)
{
	if (ctl->arguments.json) {
		say("{\"version\":\"%s\"}\n", LAYSO_VERSION);
	} else {
		say("layso %s\n", LAYSO_VERSION);
	}
	return CTL_OK;
}

int ask_fetch(struct ctl *ctl, const char *path, const char *what, int fd)
{
	_cleanup_free_ char *refusal = NULL;
	int status = 0;
	int r = client_fetch(ctl->hub, ctl->token, path, fd, &status, &refusal);

	if (r == -EINVAL) {
		say_wrong("\"%s\" is no address of a hub, or the token cannot be one\n", ctl->hub);
		return CTL_USAGE;
	}
	if (r == -EPERM) { /* as sealed below */
		say_wrong("%s is longer than %d MB\n", what, ASK_LONG_MAX / 1024 / 1024);
		return CTL_REFUSED;
	}
	if (r == -ENOSPC || r == -EIO || r == -EDQUOT) {
		say_wrong("%s cannot be written: %s\n", what, strerror(-r));
		return CTL_REFUSED;
	}
	if (r < 0) {
		return ask_say_away(ctl, r);
	}
	if (status == 200) {
		return CTL_OK;
	}
	if (ctl->arguments.json) {
		say("%s\n", refusal ? refusal : "");
	}
	return ask_say_refused(status, refusal ? refusal : "");
}

int ask_fetch_text(struct ctl *ctl, const char *path, const char *what, struct textbuf *ret)
{
	_cleanup_close_ int fd = memfd_create("layso", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	char block[65536];
	ssize_t n;
	off_t size;
	int r;

	if (fd < 0 || ftruncate(fd, ASK_LONG_MAX) < 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_GROW) < 0) {
		say_wrong("there is no memory for %s: %s\n", what, strerror(errno));
		return CTL_REFUSED;
	}
	r = ask_fetch(ctl, path, what, fd);
	size = lseek(fd, 0, SEEK_CUR); /* what came; the rest is empty */
	if (r != CTL_OK) {
		return r;
	}
	textbuf_add(ret, "");
	for (off_t at = 0; at < size; at += n) {
		n = pread(fd, block, (size_t)MIN_OF((off_t)sizeof(block), size - at), at);
		if (n <= 0) {
			say_wrong("%s cannot be read\n", what);
			return CTL_REFUSED;
		}
		textbuf_add_bytes(ret, block, (size_t)n);
	}
	return CTL_OK;
}

int ask_import(struct ctl *ctl, const char *path, const json_t *body, char **ret_text, json_t **ret)
{
	_cleanup_free_ char *text = json_dumps(body, JSON_COMPACT);
	int status;
	int r = ask_hub(ctl, "POST", path, text, &status, ret_text);

	if (r == CTL_AWAY && json_object_get(body, "digest")) {
		say_more("Whether the file was taken is not known. Import it again: that says "
			 "what is still different.\n");
		return r;
	}
	if (r != CTL_OK) {
		say_more("Nothing was changed.\n");
		return r;
	}
	*ret = json_loads(*ret_text, 0, NULL);
	return CTL_OK;
}
