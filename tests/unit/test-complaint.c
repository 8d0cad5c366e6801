/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints: what is taken, when an answer is due, what may follow on what, that nothing is lost,
 * and the figures. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "queue-fixture.h"
#include "queue/complaint-report.h"

/* ---- texts ---- */

static const struct {
	const char *text;
	bool names;
} texts[] = {
	{"Chờ hai giờ ở quầy 3 ngày 23/11/2026", false},
	{"Giờ ghi 07:30-11:30, 13:30-17:00, cửa đóng", false},
	{"Phiếu A0012 gọi 2 lần", false},
	{"số 1234 không được gọi", false},
	{"１２３４ và ５", false},
	{"2026-11-23", false},
	{"2026-11-23 1", false},
	{"20/11/2026-25/11/2026 đóng cửa", false},
	{"20-11-2026 - 25-11-2026", false},
	{"từ 20.11.2026–25.11.2026", false},
	{"2026-11-20/2026-11-25", false},
	{"20/11-25/11/2026", false},
	{"tháng 11/2026 - 12/2026", false},
	{"các ngày 18,19,20,21,22/11", false},
	{"Nghị quyết số 123/2026/NQ-HĐND", false},
	{"quầy (1), (2), (3)", false},
	{"số 12345", true},
	{"gọi lại 0912 345 678", true},
	{"gọi lại 0912.345.678", true},
	{"gọi lại (0912) 345 678", true},
	{"gọi lại (024)3825-4321", true},
	{"gọi lại (0912)/345/678", true},
	{"0912/345/678", true},
	{"0912,345,678", true},
	{"0912_345_678", true},
	{"+84 (912) 345-678", true},
	{"0912 – 345 – 678", true},
	{"0912\u00A0345\u00A0678", true},
	{"090-123-4567", true},
	{"09 12 34 56 78", true},
	{"０９１２／３４５／６７８", true},
	{"１２３４５", true},
	{"31/12/3456/789", true}, /* no date */
	{"23/11/2026 (0912) 345 678", true},
	{"thư a@b.vn", true},
	{"thư a＠b.vn", true},
};

/* The hub refuses such a text where it is entered. */
static void test_a_text_that_names_a_person_is_known(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		struct command command = {.kind = COMMAND_COMPLAINT_ENTER,
			.actor = "s1",
			.complaint = {.subject = "waiting", .has_channel = true}};

		text_copy_cut(
			command.complaint.about, sizeof(command.complaint.about), texts[i].text);
		fixture_run(f, &command);
		if ((f->answer.error == ERROR_PERSONAL_DATA) != texts[i].names) {
			fail_msg("\"%s\": %d", texts[i].text, f->answer.error);
		}
	}
}

/* ---- days ---- */

static struct site *site_with(const char *hours, const char *closed_days, const char *complaints)
{
	json_auto_t *json = fixture_site();
	struct site *site = NULL;

	(void)json_object_set_new(json, "hours", json_loads(hours, JSON_DECODE_ANY, NULL));
	(void)json_object_set_new(json, "closed_days", json_loads(closed_days, 0, NULL));
	if (complaints) {
		(void)json_object_set_new(json, "complaints", json_loads(complaints, 0, NULL));
	} else {
		(void)json_object_del(json, "complaints");
	}
	assert_int_equal(site_parse_import(json, &site, NULL), 0);
	return site;
}

#define SUBJECTS "\"subjects\":[{\"id\":\"x\",\"name\":{\"vi\":\"X\"},\"service\":\"A\"}]"
#define SPAN "[[\"07:30\",\"17:00\"]]"
#define WEEK \
	"{\"mon\":" SPAN ",\"tue\":" SPAN ",\"wed\":" SPAN ",\"thu\":" SPAN ",\"fri\":" SPAN "}"

static void test_the_last_day_for_an_answer(void **state)
{
	/* 2026-11-23 is a Monday. */
	static const struct {
		const char *hours;
		const char *closed;
		const char *complaints;
		const char *day;
		const char *due;
	} table[] = {
		{WEEK, "[]", "{" SUBJECTS ",\"days\":1,\"count\":\"working\"}", "2026-11-23",
			"2026-11-24"},
		{WEEK, "[]", "{" SUBJECTS ",\"days\":1,\"count\":\"working\"}", "2026-11-27",
			"2026-11-30"},
		{WEEK, "[]", "{" SUBJECTS ",\"days\":1,\"count\":\"calendar\"}", "2026-11-27",
			"2026-11-28"},
		{WEEK, "[{\"day\":\"2026-11-24\"}]",
			"{" SUBJECTS ",\"days\":5,\"count\":\"working\"}", "2026-11-23",
			"2026-12-01"},
		{WEEK, "[]", "{" SUBJECTS ",\"days\":5,\"count\":\"working\"}", "2026-11-28",
			"2026-12-04"}, /* it came on a Saturday */
		{WEEK, "[]", "{" SUBJECTS ",\"days\":366,\"count\":\"calendar\"}", "2027-12-31",
			"2028-12-31"},
		{"{}", "[]", "{" SUBJECTS ",\"days\":1,\"count\":\"working\"}", "2026-11-23", ""},
		{WEEK, "[]", "{" SUBJECTS ",\"days\":1,\"count\":\"working\"}", "", ""},
		{WEEK, "[]", NULL, "2026-11-23", ""},
	};

	(void)state;
	(void)fixture_at(0, 0); /* the zone */
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_(site_freep) struct site *site =
			site_with(table[i].hours, table[i].closed, table[i].complaints);
		char due[DAY_LENGTH + 1];

		complaint_due_day(site, table[i].day, due);
		if (strcmp(due, table[i].due) != 0) {
			fail_msg("case %zu: %s", i, due);
		}
	}
}

/* ---- the site ---- */

/* What is said of complaints, and the path of the fault. */
static const char *const site_faults[][2] = {
	{"7", "complaints"},
	{"{\"days\":5,\"count\":\"working\"}", "complaints.subjects"},
	{"{\"subjects\":[],\"days\":5,\"count\":\"working\"}", "complaints.subjects"},
	{"{" SUBJECTS ",\"count\":\"working\"}", "complaints.days"},
	{"{" SUBJECTS ",\"days\":0,\"count\":\"working\"}", "complaints.days"},
	{"{" SUBJECTS ",\"days\":367,\"count\":\"working\"}", "complaints.days"},
	{"{" SUBJECTS ",\"days\":\"5\",\"count\":\"working\"}", "complaints.days"},
	{"{" SUBJECTS ",\"days\":5}", "complaints.count"},
	{"{" SUBJECTS ",\"days\":5,\"count\":\"weeks\"}", "complaints.count"},
	{"{" SUBJECTS ",\"days\":5,\"count\":\"working\",\"more\":1}", "complaints.more"},
	{"{\"subjects\":[{\"id\":\"x y\",\"name\":{\"vi\":\"X\"},\"service\":\"A\"}],"
	 "\"days\":5,\"count\":\"working\"}",
		"complaints.subjects[0].id"},
	{"{\"subjects\":[{\"id\":\"x\",\"name\":{\"en\":\"X\"},\"service\":\"A\"}],"
	 "\"days\":5,\"count\":\"working\"}",
		"complaints.subjects[0].name"},
	{"{\"subjects\":[{\"id\":\"x\",\"name\":{\"vi\":\" \"},\"service\":\"A\"}],"
	 "\"days\":5,\"count\":\"working\"}",
		"complaints.subjects[0].name.vi"},
	{"{\"subjects\":[{\"id\":\"x\",\"name\":{\"vi\":\"X\"},\"service\":\"Z\"}],"
	 "\"days\":5,\"count\":\"working\"}",
		"complaints.subjects[0].service"},
	{"{\"subjects\":[{\"id\":\"x\",\"name\":{\"vi\":\"X\"},\"service\":\"A\"},"
	 "{\"id\":\"x\",\"name\":{\"vi\":\"Y\"},\"service\":\"A\"}],"
	 "\"days\":5,\"count\":\"working\"}",
		"complaints.subjects[1].id"},
	{"{" SUBJECTS ",\"days\":5,\"count\":\"working\",\"official\":{\"link\":"
	 "\"a.vn\",\"words\":{\"vi\":\"X\"}}}",
		"complaints.official.link"},
	{"{" SUBJECTS ",\"days\":5,\"count\":\"working\",\"official\":{\"link\":"
	 "\"https://a.vn\",\"words\":{\"vi\":\"\"}}}",
		"complaints.official.words.vi"},
	{"{" SUBJECTS ",\"days\":5,\"count\":\"working\",\"official\":{\"link\":"
	 "\"https://a.vn\"}}",
		"complaints.official.words"},
};

static void test_a_fault_of_the_site_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(site_faults); i++) {
		json_auto_t *json = fixture_site();
		json_auto_t *found = NULL;
		struct site *site = NULL;
		json_t *value = json_loads(site_faults[i][0], JSON_DECODE_ANY, NULL);

		assert_non_null(value);
		(void)json_object_set_new(json, "complaints", value);
		if (site_parse_import(json, &site, &found) != -EINVAL ||
			json_array_size(found) != 1) {
			fail_msg("case %zu (%s)", i, site_faults[i][0]);
		}
		assert_string_equal(
			json_string_value(json_object_get(json_array_get(found, 0), "path")),
			site_faults[i][1]);
	}
}

static void test_the_official_channel(void **state)
{
	_cleanup_(site_freep) struct site *site = site_with("\"always\"", "[]",
		"{" SUBJECTS ",\"days\":5,\"count\":\"calendar\",\"official\":{\"link\":"
		"\"https://a.vn/x\",\"words\":{\"vi\":\"X\",\"en\":\"Y\"}}}");
	_cleanup_(site_freep) struct site *none = site_with("\"always\"", "[]", NULL);

	(void)state;
	assert_string_equal(complaint_official_link(site), "https://a.vn/x");
	assert_string_equal(complaint_official_name(site, "en"), "Y");
	assert_string_equal(complaint_official_name(site, "th"), "X");
	assert_string_equal(complaint_official_link(none), "");
	assert_string_equal(complaint_official_name(none, "vi"), "");
	assert_string_equal(complaint_official_link(NULL), "");
}

/* ---- commands ---- */

static struct command make(enum command_kind kind, int64_t entry)
{
	return (struct command){
		.kind = kind, .actor = "s1", .right = RIGHT_OWN_COUNTER, .entry = entry};
}

static struct command make_entry(const char *subject, const char *about)
{
	struct command command = make(COMMAND_COMPLAINT_ENTER, 0);

	text_copy_cut(command.complaint.subject, sizeof(command.complaint.subject), subject);
	text_copy_cut(command.complaint.about, sizeof(command.complaint.about), about);
	command.complaint.has_channel = true;
	command.complaint.channel = COMPLAINT_BY_PHONE;
	return command;
}

static struct command make_answer(int64_t id)
{
	struct command command = make(COMMAND_COMPLAINT_ANSWER, id);

	command.complaint.has_outcome = true;
	command.complaint.outcome = COMPLAINT_EXPLAINED;
	return command;
}

/* Runs it, and asserts that what is refused has written nothing. */
static const struct complaint *run(
	struct fixture *f, const struct command *command, enum command_error expected)
{
	fixture_run(f, command);
	if (f->answer.error != expected) {
		fail_msg("%s, not %s: %s", error_name(f->answer.error), error_name(expected),
			f->answer.message);
	}
	assert_int_equal(f->n_events, expected == ERROR_NONE ? 1 : 0);
	assert_int_equal(f->answer.has_complaint, expected == ERROR_NONE);
	return &f->answer.complaint;
}

static int64_t enter(struct fixture *f, const char *subject)
{
	struct command command = make_entry(subject, "Chờ lâu");
	const struct complaint *complaint = run(f, &command, ERROR_NONE);

	assert_true(f->answer.created);
	assert_int_equal(complaint->id, f->answer.seq);
	return complaint->id;
}

static void test_it_is_entered_and_answered(void **state)
{
	struct fixture *f = *state;
	int64_t id = enter(f, "waiting");
	struct command answer = make_answer(id);
	struct command other = make_answer(id);
	const struct complaint *complaint = &f->answer.complaint;

	assert_string_equal(complaint->action, "enter");
	assert_string_equal(complaint->actor, "s1");
	assert_string_equal(complaint->entered_by, "s1");
	assert_string_equal(complaint->channel, "phone");
	assert_string_equal(complaint->day, "2026-11-23");
	assert_string_equal(complaint->due_day, "2026-11-28"); /* 5 days, always open */
	assert_int_equal(complaint_state_of(complaint), COMPLAINT_OPEN);
	assert_int_equal(complaint_is_overdue(complaint, "2026-11-28"), COMPLAINT_NO);
	assert_int_equal(complaint_is_overdue(complaint, "2026-11-29"), COMPLAINT_YES);
	assert_int_equal(complaint_is_overdue(complaint, ""), COMPLAINT_UNKNOWN);

	text_copy_cut(answer.actor, sizeof(answer.actor), "s2");
	text_copy_cut(answer.complaint.note, sizeof(answer.complaint.note), "Đã mở thêm quầy");
	answer.complaint.has_note = true;
	complaint = run(f, &answer, ERROR_NONE);
	assert_false(f->answer.created);
	assert_int_equal(complaint->id, id);
	assert_string_equal(complaint->answered_by, "s2");
	assert_string_equal(complaint->answered_day, "2026-11-23");
	assert_string_equal(complaint->outcome, "explained");
	assert_string_equal(complaint->about, "Chờ lâu");
	assert_int_equal(complaint_was_in_time(complaint), COMPLAINT_YES);
	(void)run(f, &other, ERROR_NOT_ALLOWED);
	fixture_check(f);
}

static int count_version(const struct complaint *complaint, void *userdata)
{
	struct textbuf *said = userdata;

	textbuf_printf(said, "%s %s %s %s;", complaint->action, complaint->actor,
		complaint->subject, complaint->outcome);
	return 0;
}

static void test_what_was_wrong_is_corrected_and_stays_known(void **state)
{
	struct fixture *f = *state;
	_cleanup_(textbuf_done) struct textbuf said = {0};
	int64_t id = enter(f, "waiting");
	struct command correct = make(COMMAND_COMPLAINT_CORRECT, id);
	struct command answer = make_answer(id);
	struct command reopen = make(COMMAND_COMPLAINT_REOPEN, id);
	struct command withdraw = make(COMMAND_COMPLAINT_WITHDRAW, id);
	const struct complaint *complaint;

	text_copy_cut(correct.complaint.subject, sizeof(correct.complaint.subject), "conduct");
	text_copy_cut(correct.complaint.day, sizeof(correct.complaint.day), "2026-11-20");
	complaint = run(f, &correct, ERROR_NONE);
	assert_string_equal(complaint->subject, "conduct");
	assert_string_equal(complaint->due_day, "2026-11-25");
	assert_string_equal(complaint->about, "Chờ lâu");
	fixture_run(f, &correct); /* changes nothing any more */
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_true(f->answer.has_complaint);
	assert_int_equal(f->n_events, 0);

	text_copy_cut(correct.actor, sizeof(correct.actor), "s2");
	text_copy_cut(correct.complaint.subject, sizeof(correct.complaint.subject), "waiting");
	(void)run(f, &correct, ERROR_NOT_YOURS);
	correct.right = RIGHT_ALL;
	(void)run(f, &correct, ERROR_NONE);

	(void)run(f, &reopen, ERROR_NOT_ALLOWED);
	(void)run(f, &answer, ERROR_NONE);
	complaint = run(f, &reopen, ERROR_NONE);
	assert_int_equal(complaint_state_of(complaint), COMPLAINT_OPEN);
	assert_string_equal(complaint->answered_by, "");
	complaint = run(f, &withdraw, ERROR_NONE);
	assert_int_equal(complaint_state_of(complaint), COMPLAINT_WITHDRAWN);
	assert_int_equal(complaint_is_overdue(complaint, "2030-01-01"), COMPLAINT_NO);
	(void)run(f, &withdraw, ERROR_NOT_ALLOWED);
	(void)run(f, &answer, ERROR_NOT_ALLOWED);
	(void)run(f, &correct, ERROR_NOT_ALLOWED);
	fixture_check(f);
	assert_int_equal(
		store_complaint_versions(queue_store(f->queue), id, count_version, &said), 0);
	assert_string_equal(said.data,
		"enter s1 waiting ;correct s1 conduct ;correct s2 waiting ;"
		"answer s1 waiting explained;reopen s1 waiting ;withdraw s1 waiting ;");
}

static void test_what_is_wrong_is_refused(void **state)
{
	struct fixture *f = *state;
	int64_t id = enter(f, "waiting");
	struct command command = make_entry("nothing", "Chờ lâu");
	json_auto_t *without = fixture_site();

	(void)run(f, &command, ERROR_NOT_FOUND);
	assert_string_equal(f->answer.field, "subject");
	command = make_entry("waiting", "Gọi lại 0912345678");
	(void)run(f, &command, ERROR_PERSONAL_DATA);
	assert_string_equal(f->answer.field, "about");
	command = make_entry("waiting", "Chờ lâu");
	text_copy_cut(command.complaint.day, sizeof(command.complaint.day), "2026-11-24");
	(void)run(f, &command, ERROR_BAD_FIELD);
	assert_string_equal(f->answer.field, "day");
	command = make_answer(id + 1000);
	(void)run(f, &command, ERROR_NOT_FOUND);
	command = make_answer(id);
	text_copy_cut(command.complaint.note, sizeof(command.complaint.note), "a@b.vn");
	(void)run(f, &command, ERROR_PERSONAL_DATA);
	assert_string_equal(f->answer.field, "note");
	command = make_answer(id);
	text_copy_cut(command.complaint.answered_day, DAY_LENGTH + 1, "2026-11-22");
	(void)run(f, &command, ERROR_BAD_FIELD); /* before it came */
	command = make_answer(id);
	command.kind = COMMAND_COMPLAINT_CORRECT;
	(void)run(f, &command, ERROR_NOT_ALLOWED); /* no answer that could be corrected */
	(void)json_object_del(without, "complaints");
	command = (struct command){.kind = COMMAND_SITE, .site = json_incref(without)};
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	command_done(&command);
	command = make_entry("waiting", "Chờ lâu");
	(void)run(f, &command, ERROR_NOT_FOUND);
	command = make_answer(id); /* what came before is answered all the same */
	(void)run(f, &command, ERROR_NONE);
	fixture_check(f);
}

/* The same key again, also after a restart, gives the complaint as it is by then. */
static void test_twice_with_a_key_is_once(void **state)
{
	struct fixture *f = *state;
	struct command command = make_entry("waiting", "Chờ lâu");
	struct command answer;
	int64_t id;

	text_copy_cut(command.idempotency_key, sizeof(command.idempotency_key), "k1");
	id = run(f, &command, ERROR_NONE)->id;
	answer = make_answer(id);
	text_copy_cut(answer.idempotency_key, sizeof(answer.idempotency_key), "k2");
	(void)run(f, &answer, ERROR_NONE);
	for (int i = 0; i < 2; i++) {
		fixture_run(f, &command);
		assert_int_equal(f->answer.error, ERROR_NONE);
		assert_int_equal(f->n_events, 0);
		assert_true(f->answer.has_complaint && f->answer.created);
		assert_int_equal(f->answer.complaint.id, id);
		assert_string_equal(f->answer.complaint.outcome, "explained");
		fixture_run(f, &answer);
		assert_int_equal(f->answer.error, ERROR_NONE);
		assert_int_equal(f->n_events, 0);
		assert_false(f->answer.created);
		assert_int_equal(f->answer.complaint.id, id);
		fixture_reopen(f);
	}
	command.request_digest[0] = 1;
	(void)run(f, &command, ERROR_EXISTS);
}

/* A board that does not know the date takes complaints, and says that their days are not known. */
static void test_without_a_known_clock_days_are_not_known(void **state)
{
	struct fixture *f = *state;
	struct command command = make_entry("waiting", "Chờ lâu");
	struct command answer;
	const struct complaint *complaint;

	queue_close(f->queue);
	f->now.trusted = false;
	f->now.boot_id[0] = 'f';
	f->now.boot_ms = 5000;
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
	complaint = run(f, &command, ERROR_NONE);
	assert_string_equal(complaint->day, "");
	assert_string_equal(complaint->due_day, "");
	assert_int_equal(complaint_is_overdue(complaint, "2030-01-01"), COMPLAINT_UNKNOWN);
	answer = make_answer(complaint->id);
	complaint = run(f, &answer, ERROR_NONE);
	assert_string_equal(complaint->answered_day, "");
	assert_int_equal(complaint_was_in_time(complaint), COMPLAINT_UNKNOWN);
	/* Somebody says the day. */
	command = make(COMMAND_COMPLAINT_CORRECT, complaint->id);
	text_copy_cut(command.complaint.day, sizeof(command.complaint.day), "2026-11-20");
	text_copy_cut(command.complaint.answered_day, DAY_LENGTH + 1, "2026-11-26");
	complaint = run(f, &command, ERROR_NONE);
	assert_string_equal(complaint->due_day, "2026-11-25");
	assert_int_equal(complaint_was_in_time(complaint), COMPLAINT_NO);
	fixture_check(f);
}

/* ---- figures ---- */

static void add(struct complaint_report *report, const char *subject, const char *channel,
	const char *day, const char *due, const char *outcome, const char *answered)
{
	struct complaint complaint = {.action = "enter"};

	text_copy_cut(complaint.subject, sizeof(complaint.subject), subject);
	text_copy_cut(complaint.channel, sizeof(complaint.channel), channel);
	text_copy_cut(complaint.day, sizeof(complaint.day), day);
	text_copy_cut(complaint.due_day, sizeof(complaint.due_day), due);
	text_copy_cut(complaint.outcome, sizeof(complaint.outcome), outcome);
	text_copy_cut(complaint.answered_day, sizeof(complaint.answered_day), answered);
	if (strcmp(outcome, "withdrawn") == 0) {
		complaint.outcome[0] = '\0';
		text_copy_cut(complaint.action, sizeof(complaint.action), "withdraw");
	}
	complaint_report_add(report, &complaint);
}

static void test_the_figures_add_up(void **state)
{
	_cleanup_(complaint_report_freep) struct complaint_report *report =
		complaint_report_new("2026-10-01", "2026-11-30", "2026-11-23");
	static const int64_t total[COMPLAINT_COUNTS] = {7, 4, 2, 1, 1, 3, 1, 1, 1};
	struct complaint_summary summary;
	const struct complaint_row *rows;
	_cleanup_(textbuf_done) struct textbuf said = {0};
	size_t n;

	(void)state;
	add(report, "a", "phone", "2026-09-30", "2026-10-05", "", ""); /* before the period */
	add(report, "a", "phone", "2026-10-01", "2026-10-05", "explained", "2026-10-05");
	add(report, "b", "post", "2026-10-02", "2026-10-05", "explained", "2026-10-06");
	add(report, "a", "post", "2026-11-02", "2026-11-05", "remedied", "2026-11-03");
	add(report, "a", "post", "2026-11-02", "", "remedied", "2026-11-03");
	add(report, "a", "phone", "2026-11-02", "2026-11-22", "", "");
	add(report, "b", "phone", "2026-11-02", "2026-11-23", "", "");
	add(report, "b", "box", "2026-11-30", "", "", "");
	add(report, "b", "box", "2026-11-30", "", "withdrawn", "");
	add(report, "b", "box", "", "", "", "");
	n = complaint_report_rows(report, &rows, &summary);
	assert_true(summary.agrees);
	assert_int_equal(summary.undated, 1);
	assert_int_equal(summary.withdrawn, 1);
	assert_string_equal(summary.recorded_from, "2026-09-30");
	assert_memory_equal(rows[0].n, total, sizeof(total));
	for (size_t i = 0; i < n; i++) {
		textbuf_printf(&said, "%s %s %lld;", complaint_group_name(rows[i].group),
			rows[i].key, (long long)rows[i].n[COMPLAINTS_RECEIVED]);
	}
	assert_string_equal(said.data,
		"total  7;subject a 4;subject b 3;channel box 1;channel phone 3;channel post 3;"
		"month 2026-10 2;month 2026-11 5;");
}

static void test_a_period_before_all_records_is_not_zero(void **state)
{
	_cleanup_(complaint_report_freep) struct complaint_report *report =
		complaint_report_new("2026-01-01", "2026-01-31", "");
	struct complaint_summary summary;
	const struct complaint_row *rows;

	(void)state;
	(void)complaint_report_rows(report, &rows, &summary);
	assert_string_equal(summary.recorded_from, "");
	add(report, "a", "phone", "2026-02-01", "2026-02-05", "", "");
	assert_int_equal(complaint_report_rows(report, &rows, &summary), 1);
	assert_string_equal(summary.recorded_from, "");
}

static void test_without_today_nothing_is_overdue_or_not(void **state)
{
	_cleanup_(complaint_report_freep) struct complaint_report *report =
		complaint_report_new("2026-01-01", "2026-01-31", "");
	struct complaint_summary summary;
	const struct complaint_row *rows;

	(void)state;
	add(report, "a", "phone", "2026-01-01", "2026-01-05", "", "");
	(void)complaint_report_rows(report, &rows, &summary);
	assert_int_equal(rows[0].n[COMPLAINTS_OPEN_UNKNOWN], 1);
	assert_int_equal(rows[0].n[COMPLAINTS_OVERDUE], 0);
}

/* What a number was taken for goes with it, to the next counter and through a restart. */
static void test_a_number_knows_what_it_complains_of(void **state)
{
	struct fixture *f = *state;
	struct command command = {.kind = COMMAND_ISSUE,
		.service = "A",
		.lane = LANE_REGULAR,
		.complaint = {.subject = "waiting"}};
	int64_t plain = fixture_issue(f, "A", LANE_REGULAR);
	int64_t id;

	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_string_equal(f->answer.ticket.subject, "waiting");
	id = f->answer.ticket.id;
	fixture_reopen(f);
	assert_string_equal(fixture_ticket(f, id)->subject, "waiting");
	assert_string_equal(fixture_ticket(f, plain)->subject, "");
	text_copy_cut(command.complaint.subject, sizeof(command.complaint.subject), "conduct");
	fixture_run(f, &command); /* which is taken at B */
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	assert_string_equal(f->answer.field, "subject");
	text_copy_cut(command.complaint.subject, sizeof(command.complaint.subject), "weather");
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NOT_FOUND);
	assert_string_equal(f->answer.field, "subject");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_text_that_names_a_person_is_known,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test(test_the_last_day_for_an_answer),
		cmocka_unit_test(test_a_fault_of_the_site_is_named),
		cmocka_unit_test(test_the_official_channel),
		cmocka_unit_test_setup_teardown(
			test_it_is_entered_and_answered, fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(test_what_was_wrong_is_corrected_and_stays_known,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(
			test_what_is_wrong_is_refused, fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(
			test_twice_with_a_key_is_once, fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(test_without_a_known_clock_days_are_not_known,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test_setup_teardown(test_a_number_knows_what_it_complains_of,
			fixture_set_up, fixture_tear_down),
		cmocka_unit_test(test_the_figures_add_up),
		cmocka_unit_test(test_a_period_before_all_records_is_not_zero),
		cmocka_unit_test(test_without_today_nothing_is_overdue_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
