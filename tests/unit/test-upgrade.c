/* SPDX-License-Identifier: Apache-2.0 */
/* What a former version accepted and kept elsewhere: the evaluation's figures in the site data, and
 * texts that a later rule for input would refuse. All of it is there after the upgrade, and both
 * verifiers take the log as it is. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"
#include "queue-fixture.h"
#include "queue/journal.h"
#include "queue/replace.h"
#include "queue/store-internal.h"

#define GOOD \
	"{\"period\":\"%s\",\"source\":\"Cổng\",\"taken_day\":\"2026-10-02\",\"rows\":[" \
	"{\"name\":\"Đúng hạn\",\"numerator\":1843,\"denominator\":1844,\"ratio\":\"%s\"," \
	"\"own\":\"in_time\"}]}"
#define TELEPHONE "Gọi lại số (0912) 345 678"

static void remove_figures(struct fixture *f, const char *period)
{
	struct command command = {.kind = COMMAND_EVALUATION};

	text_copy_cut(command.period, sizeof(command.period), period);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
}

/* The site data with such a list. */
static json_t *site_with(const char *list)
{
	json_t *site = fixture_site();
	json_t *periods = json_loads(list, 0, NULL);

	assert_non_null(periods);
	(void)json_object_set_new(site, SITE_FORMER_EVALUATIONS, periods);
	return site;
}

/* Stores an event as a former version did, whose rules were others. */
static void append(struct fixture *f, struct event *event)
{
	struct store *store = NULL;
	struct model *model = NULL;
	_cleanup_free_ char *data = NULL;

	assert_int_equal(store_open(f->dir, true, &store), 0);
	assert_int_equal(store_load(store, &model), 0);
	event->seq = model_seq(model) + 1;
	event->at = f->now;
	event->boot = model_boot_number(model, f->now.boot_id);
	assert_int_equal(store_begin(store), 0);
	assert_int_equal(model_fold(model, event), 0);
	data = journal_encode(event);
	assert_int_equal(store_append(store, event, data), 0);
	assert_int_equal(store_commit(store, model), 0);
	model_free(model);
	store_close(store);
	event_done(event);
}

static void change_file(const struct fixture *f, const char *sql)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Closes the queue, and makes its database one of schema 11 with tickets, with these periods in its
 * site data and with a complaint that has a telephone number. */
static void make_former(struct fixture *f, const char *periods)
{
	struct event site = {.kind = EVENT_SITE, .site = site_with(periods)};
	struct event complaint = {.kind = EVENT_COMPLAINT,
		.complaint = {.action = "enter",
			.subject = "waiting",
			.channel = "phone",
			.day = "2026-11-23",
			.about = TELEPHONE}};

	fixture_open(f, 1, "s1");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_issue(f, "B", LANE_PRIORITY);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	queue_close(TAKE_PTR(f->queue));
	append(f, &site);
	append(f, &complaint);
	change_file(f,
		"ALTER TABLE counter DROP COLUMN pause_after;"
		"DROP TABLE evaluation; ALTER TABLE ticket DROP COLUMN subject;"
		"PRAGMA user_version = 11");
}

static void open_queue(struct fixture *f)
{
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
}

static int add_period(const char *period, const char *json, void *userdata)
{
	textbuf_printf(userdata, "%s %s\n", period, json);
	return 0;
}

/* "2026-Q3 {…}", a line each; heap. */
static char *periods_of(const struct fixture *f)
{
	struct textbuf text = {0};

	textbuf_add(&text, "");
	assert_int_equal(store_evaluations(queue_store(f->queue), add_period, &text), 0);
	return text.data;
}

static int lines_of(const char *text)
{
	int n = 0;

	for (; *text; text++) {
		n += *text == '\n';
	}
	return n;
}

static int compare_complaint(const struct complaint *complaint, void *userdata)
{
	(*(int *)userdata)++;
	assert_string_equal(complaint->about, TELEPHONE);
	return 0;
}

/* Everything is there, and both verifiers find nothing; the one shares no code with the hub. */
static void check_upgraded(const struct fixture *f)
{
	_cleanup_(check_report_done) struct check_report report = {0};
	const struct model *model = queue_model(f->queue);
	int complaints = 0;

	fixture_verify(f);
	assert_int_equal(check_database(f->dir, &report), 0);
	if (report.violations > 0) {
		print_error("%s", report.said.data);
	}
	assert_int_equal(report.violations, 0);
	assert_null(json_object_get(model_site(model)->json, SITE_FORMER_EVALUATIONS));
	assert_int_equal(model_find_ticket(model, 2)->state, TICKET_CALLED);
	assert_int_equal(model_find_ticket(model, 1)->state, TICKET_WAITING);
	assert_int_equal(store_complaints(queue_store(f->queue), COMPLAINTS_NEWEST_FIRST,
				 compare_complaint, &complaints),
		0);
	assert_int_equal(complaints, 1);
}

/* A month may be written as people write it. Of what cannot be read the words are kept, for the
 * report to say what is wrong; what names no period is left out. */
static void test_periods_in_former_site_data_are_taken_over(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *good = text_printf(GOOD, "2026-Q3", "99.94");
	_cleanup_free_ char *month = text_printf(GOOD, "10/2026", "99");
	_cleanup_free_ char *list = text_printf("[%s, 7, {\"period\":\"soon\"}, %s, "
						"{\"period\":\"2025\",\"rows\":\"none\"}]",
		good, month);
	_cleanup_free_ char *kept = NULL;
	_cleanup_free_ char *again = NULL;
	int64_t seq;

	make_former(f, list);
	open_queue(f);
	check_upgraded(f);
	kept = periods_of(f);
	assert_non_null(strstr(kept, "2026-Q3 {\"period\":\"2026-Q3\""));
	assert_non_null(strstr(kept, "\"ratio\":\"99.94\""));
	assert_non_null(strstr(kept, "2026-10 {\"period\":\"2026-10\""));
	assert_non_null(strstr(kept, "2025 {\"period\":\"2025\",\"rows\":\"none\"}"));
	assert_int_equal(lines_of(kept), 3);
	/* Once: a period that is removed stays away. */
	remove_figures(f, "2025");
	seq = model_seq(queue_model(f->queue));
	fixture_reopen(f);
	assert_int_equal(model_seq(queue_model(f->queue)), seq + 1); /* the start */
	again = periods_of(f);
	assert_int_equal(lines_of(again), 2);
	check_upgraded(f);
}

/* As after a damaged database: the log of the former version alone leads to the same. */
static void test_a_rebuild_of_a_former_log_gives_the_same(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *good = text_printf(GOOD, "2026-Q3", "99.94");
	_cleanup_free_ char *list = text_printf("[%s]", good);
	_cleanup_free_ char *rebuilt = NULL;

	make_former(f, list);
	assert_int_equal(replace_rebuild(f->dir), 0);
	open_queue(f);
	check_upgraded(f);
	rebuilt = periods_of(f);
	assert_non_null(strstr(rebuilt, "2026-Q3 {\"period\":\"2026-Q3\""));
	/* And once more, with the events of the upgrade in it. */
	queue_close(TAKE_PTR(f->queue));
	assert_int_equal(replace_rebuild(f->dir), 0);
	open_queue(f);
	check_upgraded(f);
	free(TAKE_PTR(rebuilt));
	rebuilt = periods_of(f);
	assert_int_equal(lines_of(rebuilt), 1);
}

static void save(struct fixture *f, const char *list)
{
	struct command command = {.kind = COMMAND_SITE, .site = site_with(list)};
	_cleanup_(site_freep) struct site *site = NULL;

	assert_int_equal(site_parse_import(command.site, &site, NULL), 0);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_null(json_object_get(f->events[0].event.site, SITE_FORMER_EVALUATIONS));
	command_done(&command);
}

/* From a file that a former version exported, or from a page that was open during the upgrade. */
static void test_a_former_site_is_saved_and_what_is_newer_stays(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *first = text_printf(GOOD, "2026-Q3", "99.94");
	_cleanup_free_ char *second = text_printf(GOOD, "2026-Q3", "12");
	_cleanup_free_ char *other = text_printf(GOOD, "2025", "98");
	_cleanup_free_ char *list = text_printf("[%s, \"\"]", first);
	_cleanup_free_ char *later = text_printf("[%s, %s]", second, other);
	_cleanup_free_ char *kept = NULL;

	save(f, "{\"no\":\"list\"}");
	assert_int_equal(f->n_events, 1);
	save(f, list);
	assert_int_equal(f->n_events, 2);
	save(f, list);
	assert_int_equal(f->n_events, 1);
	save(f, later);
	kept = periods_of(f);
	assert_non_null(strstr(kept, "99.94"));
	assert_null(strstr(kept, "\"12\""));
	assert_non_null(strstr(kept, "2025 {\"period\":\"2025\""));
	remove_figures(f, "2026-Q3");
	save(f, list);
	assert_int_equal(f->n_events, 1);
	fixture_reopen(f);
}

/* What was accepted once is no fault of the log; what is entered now is looked at. */
static void test_a_text_of_a_former_rule_is_not_taken_anew(void **state)
{
	struct fixture *f = *state;
	struct command command = {.kind = COMMAND_COMPLAINT_ENTER};

	text_copy_cut(command.complaint.subject, sizeof(command.complaint.subject), "waiting");
	text_copy_cut(command.complaint.about, sizeof(command.complaint.about), TELEPHONE);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_PERSONAL_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
		WITH_QUEUE(test_periods_in_former_site_data_are_taken_over),
		WITH_QUEUE(test_a_rebuild_of_a_former_log_gives_the_same),
		WITH_QUEUE(test_a_former_site_is_saved_and_what_is_newer_stays),
		WITH_QUEUE(test_a_text_of_a_former_rule_is_not_taken_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
