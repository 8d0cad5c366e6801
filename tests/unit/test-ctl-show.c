/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-show.h"

#include "check.h"
#include <string.h>

#include "ctl/ctl.h"
#include "ctl/ctl-value.h"

static const struct ctl_view vietnamese = {.language = "vi"};
static const struct ctl_view english = {.language = "en"};
static const struct ctl_view any = {0};

#define TICKET \
	"{\"id\":123,\"number\":\"A001\",\"service\":\"A\",\"lane\":\"priority\"," \
	"\"reason\":\"elderly\",\"state\":\"CALLED\",\"day\":\"2026-11-23\"," \
	"\"issued_at\":\"2026-11-23T08:01:02.123+07:00\",\"ahead\":4,\"wait_estimate_s\":840," \
	"\"paper\":\"PRINTED\",\"language\":\"vi\",\"kiosk\":\"kiosk-1\",\"counter\":3," \
	"\"calls\":1,\"prints\":1,\"since\":\"2026-11-23T08:15:00.000+07:00\"," \
	"\"called_at\":\"2026-11-23T08:15:00.000+07:00\",\"note\":\"\"," \
	"\"wanted_counter\":null,\"outcome\":null,\"quantity\":0}"
#define COUNTER \
	"{\"number\":3,\"name\":{\"vi\":\"Quầy 3\",\"en\":\"Counter 3\"},\"state\":\"OPEN\"," \
	"\"session\":17,\"staff\":\"quay-3\",\"services\":[\"A\",\"B\"]," \
	"\"since\":\"2026-11-23T07:30:00.000+07:00\",\"note\":\"\",\"ticket\":" TICKET "," \
	"\"held\":[{\"number\":\"A002\"},{\"number\":\"B001\"}]}"
#define STATE \
	"{\"seq\":99,\"day\":\"2026-11-23\",\"day_open\":true," \
	"\"time\":\"2026-11-23T08:20:00.000+07:00\",\"clock\":\"ok\",\"services\":[" \
	"{\"id\":\"A\",\"series\":\"A\",\"name\":{\"vi\":\"Hộ tịch\",\"en\":\"Civil status\"}," \
	"\"open\":true,\"opening\":\"open\",\"waiting\":3,\"uncertain\":2,\"lanes\":{\"regular\":" \
	"2," \
	"\"priority\":1,\"return\":0},\"longest_wait_s\":600,\"wait_estimate_s\":null," \
	"\"issued\":12,\"daily_limit\":0}],\"counters\":[" COUNTER "],\"calls\":[" \
	"{\"ticket\":123,\"number\":\"A001\",\"service\":\"A\",\"lane\":\"regular\"," \
	"\"counter\":3,\"state\":\"CALLED\",\"calls\":1," \
	"\"at\":\"2026-11-23T08:15:00.000+07:00\"}],\"waiting\":[" TICKET "]}"

typedef void (*show_function)(
	const json_t *answer, const struct ctl_view *view, struct textbuf *out);

static char *shown(show_function show, const char *text, const struct ctl_view *view)
{
	struct textbuf out = {0};
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	textbuf_add(&out, "");
	show(json, view, &out);
	json_decref(json);
	return out.data;
}

static void expect(
	show_function show, const char *json, const struct ctl_view *view, const char *expected)
{
	_cleanup_free_ char *text = shown(show, json, view);

	assert_string_equal(text, expected);
}

static void a_state_is_four_tables(void **state)
{
	(void)state;
	expect(show_state, STATE, &vietnamese,
		"Day 2026-11-23 (open), time 08:20:00, clock ok, event 99\n"
		"\n"
		"SERVICE  NAME     OPENING  WAITING  UNCERTAIN  PRIORITY  RETURN  REGULAR  LONGEST "
		" "
		"ESTIMATE  ISSUED  LIMIT\n"
		"A        Hộ tịch  open           3          2         1       0        2   10 min "
		" "
		"       -      12      -\n"
		"\n"
		"COUNTER  NAME    STATE  STAFF   SERVICES  TICKET  ITS STATE  HELD       SINCE     "
		"NOTE\n"
		"      3  Quầy 3  OPEN   quay-3  A B       A001    CALLED     A002 B001  07:30:00  "
		"-\n"
		"\n"
		"CALL  COUNTER  STATE   CALLS  AT\n"
		"A001        3  CALLED      1  08:15:00\n"
		"\n"
		"NUMBER   ID  SERVICE  LANE      REASON   STATE   COUNTER  PAPER    ISSUED    AHEAD"
		"  ESTIMATE  NOTE\n"
		"A001    123  A        priority  elderly  CALLED        3  PRINTED  08:01:02      4"
		"    14 min  -\n");
}

static void a_time_that_is_not_known_is_not_shown(void **state)
{
	(void)state;
	expect(show_ticket,
		"{\"number\":\"A001\",\"day\":\"2026-11-23\",\"time_known\":false,"
		"\"issued_at\":\"2026-11-23T08:01:02.123+07:00\","
		"\"since\":\"2026-11-23T08:01:02.123+07:00\"}",
		&any,
		"A001\n"
		"  day, guessed 2026-11-23\n"
		"  issued       not known\n");
}

static void names_come_in_the_wanted_language(void **state)
{
	_cleanup_free_ char *text = shown(show_counters, STATE, &english);
	_cleanup_free_ char *first = shown(show_counters, STATE, &any);

	(void)state;
	assert_non_null(strstr(text, "Counter 3"));
	assert_non_null(strstr(first, "Quầy 3"));
}

static void a_ticket_leaves_out_what_it_has_not(void **state)
{
	(void)state;
	expect(show_ticket, TICKET, &any,
		"A001\n"
		"  id           123\n"
		"  state        CALLED\n"
		"  since        08:15:00\n"
		"  service      A\n"
		"  lane         priority\n"
		"  reason       elderly\n"
		"  day          2026-11-23\n"
		"  issued       08:01:02\n"
		"  called       08:15:00\n"
		"  calls        1\n"
		"  counter      3\n"
		"  ahead        4\n"
		"  estimate     14 min\n"
		"  paper        PRINTED\n"
		"  kiosk        kiosk-1\n"
		"  prints       1\n"
		"  language     vi\n");
}

static void a_wait_past_closing_is_said(void **state)
{
	(void)state;
	expect(show_public,
		"{\"number\":\"A041\",\"ahead\":9,\"wait_estimate_s\":5400,\"past_closing\":true}",
		&any,
		"A041\n"
		"  ahead        9\n"
		"  estimate     1 h 30 min\n"
		"  closing      may come before its turn\n");
}

static void a_counter_shows_its_ticket(void **state)
{
	(void)state;
	expect(show_counter, COUNTER, &vietnamese,
		"Counter 3\n"
		"  name         Quầy 3\n"
		"  state        OPEN\n"
		"  since        07:30:00\n"
		"  staff        quay-3\n"
		"  services     A B\n"
		"  held         A002 B001\n"
		"  ticket       A001\n"
		"    state      CALLED\n"
		"    service    A\n"
		"    lane       priority\n"
		"    reason     elderly\n"
		"    calls      1\n");
	expect(show_counter, "{\"number\":4,\"state\":\"OFF\",\"ticket\":null}", &any,
		"Counter 4\n"
		"  state        OFF\n");
	expect(show_counter,
		"{\"number\":4,\"state\":\"OPEN\",\"pause_after\":true,\"note\":\"a\"}", &any,
		"Counter 4\n"
		"  state        OPEN, then PAUSED\n"
		"  note         a\n");
}

static void a_clock_behind_says_what_to_do(void **state)
{
	_cleanup_free_ char *text =
		shown(show_state, "{\"seq\":1,\"day\":null,\"clock\":\"behind\"}", &any);

	(void)state;
	assert_non_null(strstr(text, "layso clock accept"));
	assert_non_null(strstr(text, "Day - (not open)"));
	assert_non_null(strstr(text, "layso site import"));
}

static void a_page_names_the_next_one(void **state)
{
	_cleanup_free_ char *text =
		shown(show_tickets, "{\"tickets\":[" TICKET "],\"next\":123}", &any);
	_cleanup_free_ char *none = shown(show_tickets, "{\"tickets\":[],\"next\":null}", &any);

	(void)state;
	assert_non_null(strstr(text, "--after 123\n"));
	assert_string_equal(none, "no such tickets\n");
}

static void health_names_the_fault(void **state)
{
	(void)state;
	expect(show_health,
		"{\"status\":\"trouble\",\"hub\":{\"version\":\"1\"},\"devices\":[{\"name\":"
		"\"kiosk-1/printer\",\"state\":\"paper_out\",\"since\":\"2026-11-23T08:01:02.123+"
		"07:00\",\"fault\":\"device\",\"note\":\"\"}]}",
		&any,
		"trouble\n"
		"  version      1\n"
		"\n"
		"DEVICE           STATE      FAULT   SINCE                          NOTE\n"
		"kiosk-1/printer  paper_out  device  2026-11-23T08:01:02.123+07:00  -\n"
		"\n"
		"What to do: layso doctor\n");
}

static void health_has_developers_figures_when_asked(void **state)
{
	static const struct ctl_view verbose = {.verbose = true};
	static const char health[] =
		"{\"status\":\"ok\",\"hub\":{\"version\":\"1\",\"seq\":7,\"clock\":\"ok\","
		"\"storage\":\"ok\",\"commit_us\":90,\"disk_free_bytes\":12340000000,\"disk\":"
		"\"ok\",\"streams\":2,\"backup\":{\"state\":\"ok\",\"kept\":3,\"age_h\":50},"
		"\"integrity\":{\"state\":\"ok\"},\"files\":{\"state\":\"ok\"}},\"devices\":[]}";
	_cleanup_free_ char *text = shown(show_health, health, &verbose);

	(void)state;
	expect(show_health, health, &any,
		"ok\n"
		"  version      1\n"
		"  clock        ok\n"
		"  storage      ok\n"
		"  disk         ok, 12.3 GB free\n"
		"  backup       ok, the newest 50 h old\n"
		"  integrity    ok\n"
		"  old files    ok\n"
		"\n"
		"no device has reported yet\n");
	assert_non_null(strstr(text, "commit_us        90\n"));
}

static void a_report_shows_times_for_people(void **state)
{
	_cleanup_free_ char *text = shown(show_report,
		"{\"by\":\"days\",\"from\":\"2026-11-01\",\"to\":\"2026-11-30\",\"rows\":[{\"key\":"
		"\"total\",\"issued\":10,\"served\":8,\"no_show\":1,\"left\":1,\"voided\":0,"
		"\"expired\":0,\"unconfirmed\":0,\"open\":0,\"wait_median_s\":840,\"wait_p90_s\":"
		"7500,\"serve_median_s\":45,\"serve_p90_s\":null}]}",
		&any);

	(void)state;
	assert_int_equal(strncmp(text, "From 2026-11-01 to 2026-11-30\n", 30), 0);
	assert_non_null(strstr(text, "14 min  2 h 05 min     45 s     -\n"));
}

static void rows_have_a_column_a_key(void **state)
{
	(void)state;
	expect(show_rows,
		"{\"tokens\":[{\"name\":\"kiosk-1\",\"role\":\"kiosk\",\"uses\":7},{\"name\":"
		"\"a\",\"role\":\"staff\",\"uses\":null}]}",
		&any,
		"NAME     ROLE   USES\n"
		"kiosk-1  kiosk     7\n"
		"a        staff     -\n");
	expect(show_rows, "{\"tokens\":[]}", &any, "nothing\n");
	expect(show_rows, "{}", &any, "nothing\n");
}

static void an_event_is_one_line(void **state)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_t *data = json_loads("{\"at\":\"2026-11-23T08:01:02.123+07:00\",\"number\":\"A001\","
				  "\"counter\":3,\"waiting\":{\"A\":3},\"note\":\"a\\nb\"}",
		0, NULL);

	(void)state;
	show_event(12, "call", data, &out);
	show_event(13, "strange\033kind", NULL, &out);
	assert_string_equal(out.data,
		"     12  08:01:02  call            number=A001  counter=3  waiting=A:3  note=a b\n"
		"     13  --:--:--  strange?kind\n");
	json_decref(data);
}

static void an_answer_of_the_wrong_kind_breaks_nothing(void **state)
{
	static const char *const answers[] = {"{}", "[]", "{\"services\":3,\"counters\":{}}",
		"{\"services\":[null,3],\"counters\":[[]],\"tickets\":[7],\"calls\":\"x\"}",
		"{\"tickets\":{},\"rows\":[1,2],\"devices\":[null],\"hub\":3,\"held\":[0]}"};

	(void)state;
	for (const struct ctl_command *c = ctl_commands; c->group; c++) {
		for (size_t i = 0; c->show && i < ELEMENTS(answers); i++) {
			free(shown(c->show, answers[i], &vietnamese));
		}
	}
	for (size_t i = 0; i < ELEMENTS(answers); i++) {
		free(shown(show_report, answers[i], &any));
		free(shown(show_counters, answers[i], &any));
	}
}

static void expect_duration(int seconds, const char *expected)
{
	json_t *object = json_pack("{s:i}", "s", seconds);
	_cleanup_free_ char *text = value_duration(object, "s");

	if (expected) {
		assert_string_equal(text, expected);
	} else {
		assert_null(text);
	}
	json_decref(object);
}

static void durations_are_rounded_for_people(void **state)
{
	(void)state;
	expect_duration(-1, NULL);
	expect_duration(0, "0 s");
	expect_duration(89, "89 s");
	expect_duration(90, "2 min");
	expect_duration(840, "14 min");
	expect_duration(5399, "90 min");
	expect_duration(5400, "1 h 30 min");
	expect_duration(7500, "2 h 05 min");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_is_four_tables),
		cmocka_unit_test(a_time_that_is_not_known_is_not_shown),
		cmocka_unit_test(names_come_in_the_wanted_language),
		cmocka_unit_test(a_ticket_leaves_out_what_it_has_not),
		cmocka_unit_test(a_wait_past_closing_is_said),
		cmocka_unit_test(a_counter_shows_its_ticket),
		cmocka_unit_test(a_clock_behind_says_what_to_do),
		cmocka_unit_test(a_page_names_the_next_one),
		cmocka_unit_test(health_names_the_fault),
		cmocka_unit_test(health_has_developers_figures_when_asked),
		cmocka_unit_test(a_report_shows_times_for_people),
		cmocka_unit_test(rows_have_a_column_a_key),
		cmocka_unit_test(an_event_is_one_line),
		cmocka_unit_test(an_answer_of_the_wrong_kind_breaks_nothing),
		cmocka_unit_test(durations_are_rounded_for_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
