/* SPDX-License-Identifier: Apache-2.0 */
/* layso doctor: what is wrong, who has to act and how, also when the hub cannot be asked. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "client/client.h"
#include "ctl/ctl-table.h"
#include "ctl/ctl.h"
#include "ctl/doctor-faults.h"
#include "ctl/in-use.h"

enum { ANSWER_S = 10, HTTP_UNAUTHORIZED = 401, HTTP_FORBIDDEN = 403 };

struct doctor {
	struct ctl *ctl;
	struct phrases *phrases;
	const char *language;
};

/* What a person reads, or with --json the same for programs. */
static void say_trouble(const struct doctor *doctor, const char *status, const char *reason,
	const char *text, const char *advice)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};

	if (doctor->ctl->arguments.json) {
		json_auto_t *json = json_pack("{s:s, s:s, s:s, s:s}", "status", status, "reason",
			reason, "what", text, "advice", advice);
		_cleanup_free_ char *dump = json_dumps(json, JSON_INDENT(2));

		say("%s\n", dump);
		return;
	}
	doctor_write_text(&out, 0, text);
	if (*advice) {
		_cleanup_free_ char *line = phrases_fill(
			doctor->phrases, doctor->language, "doctor.do", "advice", advice, NULL);

		doctor_write_text(&out, 0, line);
	}
	say_more("%s", out.data);
}

/* Says why the hub did not answer: error is −errno, 0 that what answers is no hub. */
static int say_away(const struct doctor *doctor, int error)
{
	const struct doctor_absence absence = {.error = error,
		.is_local = strncmp(doctor->ctl->hub, "unix:", strlen("unix:")) == 0,
		.is_running = in_use_runs("layso-hubd")};
	const char *reason = doctor_away_reason(&absence);
	_cleanup_free_ char *key = text_printf("doctor.away.%s", reason);
	_cleanup_free_ char *advice = text_printf("doctor.away.%s_advice", reason);
	_cleanup_free_ char *seconds = text_printf("%d", ANSWER_S);
	_cleanup_free_ char *why = phrases_fill(doctor->phrases, doctor->language, key, "error",
		strerror(-error), "s", seconds, NULL);
	_cleanup_free_ char *hub = table_clean(doctor->ctl->hub);
	_cleanup_free_ char *text = phrases_fill(
		doctor->phrases, doctor->language, "doctor.away", "hub", hub, "why", why, NULL);

	say_trouble(doctor, "no_hub", reason, text,
		phrases_get(doctor->phrases, doctor->language, advice));
	return error == -EINVAL ? CTL_USAGE : CTL_AWAY;
}

static int say_unanswered(const struct doctor *doctor, int status, const char *body)
{
	json_auto_t *answer = json_loads(body, 0, NULL);
	_cleanup_free_ char *message = table_clean(json_get_text(answer, "message"));
	_cleanup_free_ char *number = text_printf("%d", status);
	_cleanup_free_ char *text = NULL;
	bool denied = status == HTTP_UNAUTHORIZED || status == HTTP_FORBIDDEN;

	if (!*json_get_text(answer, "error")) {
		return say_away(doctor, 0);
	}
	text = phrases_fill(doctor->phrases, doctor->language,
		denied ? "doctor.denied" : "doctor.unanswered", "status", number, "message",
		message, NULL);
	say_trouble(doctor, "refused", json_get_text(answer, "error"), text,
		denied ? phrases_get(doctor->phrases, doctor->language, "doctor.denied_advice")
		       : "");
	return CTL_REFUSED;
}

static int say_report(const struct doctor *doctor, const struct doctor_report *report)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};

	if (doctor->ctl->arguments.json) {
		json_auto_t *json = doctor_json(report);
		_cleanup_free_ char *dump = json_dumps(json, JSON_INDENT(2));

		say("%s\n", dump);
	} else {
		doctor_write(report, doctor->phrases, doctor->language, &out);
		say("%s", out.data);
	}
	return report->n_faults > 0 ? CTL_FAULTS : CTL_OK;
}

/* NULL: the hub does not tell, which is no fault of what was asked about. */
static json_t *ask_list(const struct doctor *doctor, const char *path)
{
	_cleanup_free_ char *body = NULL;
	int status = 0;
	int r = client_call(doctor->ctl->hub, doctor->ctl->token, "GET", path, NULL,
		ANSWER_S * 1000, &status, &body);

	return r < 0 || status != 200 ? NULL : json_loads(body, 0, NULL);
}

static bool has_admin(const json_t *staff)
{
	const json_t *one;
	size_t i;

	json_array_foreach (staff, i, one) {
		if (strcmp(json_get_text(one, "role"), "admin") == 0 &&
			json_get_bool(one, "active") && json_get_bool(one, "has_secret")) {
			return true;
		}
	}
	return false;
}

/* A hub that was just installed. One with a site is told by its sign-in page that it has no
 * administrator; a simulated board needs none. */
static void examine_contents(const struct doctor *doctor, struct doctor_report *report)
{
	json_auto_t *state = ask_list(doctor, "/api/v1/state");
	json_auto_t *staff = NULL;
	const json_t *services = json_object_get(state, "services");
	const json_t *people;

	if (!json_is_array(services) || json_array_size(services) > 0) {
		return;
	}
	staff = ask_list(doctor, "/api/v1/staff");
	people = json_object_get(staff, "staff");
	if (json_is_array(people) && !has_admin(people)) {
		doctor_add_missing(report, doctor->phrases, doctor->language, DOCTOR_NO_ADMIN);
	}
	doctor_add_missing(report, doctor->phrases, doctor->language, DOCTOR_NO_SITE);
}

static int examine(const struct doctor *doctor)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};
	_cleanup_free_ char *body = NULL;
	json_auto_t *health = NULL;
	int status = 0;
	int r = client_call(doctor->ctl->hub, doctor->ctl->token, "GET", "/api/v1/health", NULL,
		ANSWER_S * 1000, &status, &body);

	if (r < 0) {
		return say_away(doctor, r);
	}
	if (status != 200) {
		return say_unanswered(doctor, status, body);
	}
	health = json_loads(body, 0, NULL);
	if (doctor_examine(health, doctor->phrases, doctor->language, &report) < 0) {
		return say_away(doctor, 0);
	}
	examine_contents(doctor, &report);
	return say_report(doctor, &report);
}

/* As setlocale() would choose for messages. */
static const char *locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value) {
			return value;
		}
	}
	return NULL;
}

static int refuse_language(const struct phrases *phrases, const char *asked)
{
	say_wrong("there are no texts in '%s'; there are:", asked);
	for (size_t i = 0; *phrases_language(phrases, i); i++) {
		say_more(" %s", phrases_language(phrases, i));
	}
	say_more("\n");
	return CTL_USAGE;
}

int doctor_run(struct ctl *ctl)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	struct doctor doctor = {.ctl = ctl};

	if (phrases_load(NULL, &phrases) < 0) {
		say_wrong("the texts of layso cannot be read\n");
		return CTL_USAGE;
	}
	doctor.phrases = phrases;
	doctor.language = doctor_language(phrases, ctl->arguments.language, locale());
	if (!doctor.language) {
		return refuse_language(phrases, ctl->arguments.language);
	}
	return examine(&doctor);
}
