/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-data.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "check.h"

static const struct clock_reading now = {.boot_ms = 5000};

static json_t *load(const char *text)
{
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	return json;
}

/* Takes json over. */
static void set_site(struct kiosk_data *data, json_t *json)
{
	struct site *site;

	assert_int_equal(site_parse(json, &site, NULL), 0);
	assert_int_equal(zone_use(site->timezone), 0);
	kiosk_data_set_site(data, site);
	json_decref(json);
}

static json_t *site_of_known(void)
{
	return load("{\"format\":\"layso-site/"
		    "1\",\"hours\":\"always\",\"counters\":[],\"name\":{\"vi\":\"Trung "
		    "tâm\",\"en\":\"Centre\"},"
		    "\"timezone\":\"Asia/Ho_Chi_Minh\",\"languages\":[\"vi\",\"en\"],"
		    "\"public_url\":\"http://hall.example/\",\"services\":["
		    "{\"id\":\"A\",\"series\":\"A\",\"name\":{\"vi\":\"Hộ tịch\",\"en\":"
		    "\"Civil status\"}},"
		    "{\"id\":\"B\",\"series\":\"B\",\"name\":{\"vi\":\"Chứng thực\"}},"
		    "{\"id\":\"C\",\"series\":\"C\",\"name\":{\"vi\":\"Cũ\"},\"active\":false}],"
		    "\"priority_reasons\":[{\"id\":\"elderly\",\"name\":{\"vi\":\"Cao tuổi\"}}],"
		    "\"texts\":{\"slip_advice\":{\"vi\":\"Giữ phiếu\"}}}");
}

static struct kiosk_data *known(void)
{
	struct kiosk_data *data = kiosk_data_new();
	json_t *state = load("{\"seq\":10,\"site_seq\":5,\"services\":["
			     "{\"id\":\"A\",\"waiting\":3,\"opening\":\"open\",\"free_online\":12},"
			     "{\"id\":\"B\",\"waiting\":0,\"opening\":\"limit\"},"
			     "{\"id\":\"C\",\"waiting\":0,\"opening\":\"open\"}]}");

	set_site(data, site_of_known());
	assert_int_equal(kiosk_data_set_state(data, state, &now), 0);
	json_decref(state);
	return data;
}

static unsigned event(struct kiosk_data *data, const char *kind, const char *text)
{
	json_t *json = load(text);
	unsigned wants = kiosk_data_on_event(data, kind, json);

	json_decref(json);
	return wants;
}

static void test_the_hub_says_how_many_are_free_online(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();

	(void)state;
	assert_int_equal(kiosk_data_free_online(data, "A"), 12);
	assert_int_equal(kiosk_data_free_online(data, "B"), 0); /* of a hub that does not say */
	assert_int_equal(kiosk_data_free_online(data, "none"), 0);
}

static void test_the_screen_gets_groups_and_what_to_bring(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	json_t *site = site_of_known();
	json_t *first = json_array_get(json_object_get(site, "services"), 0);
	struct kiosk_view groups = {.language = "vi"}, one = {.language = "vi"};

	(void)state;
	assert_false(kiosk_data_has_groups(data));
	json_object_set_new(site, "groups",
		load("[{\"id\":\"none\",\"name\":{\"vi\":\"Trống\"}},"
		     "{\"id\":\"home\",\"name\":{\"vi\":\"Nhà\"},\"pictogram\":\"house\"}]"));
	json_object_set_new(first, "group", json_string("home"));
	json_object_set_new(first, "pictogram", json_string("civil"));
	json_object_set_new(first, "bring", load("{\"vi\":\"Căn cước\\nẢnh\"}"));
	set_site(data, site);
	assert_true(kiosk_data_has_groups(data));
	kiosk_data_fill_view(data, "", "", &groups);
	assert_int_equal(groups.n_groups, 1); /* none has no services */
	assert_string_equal(groups.groups[0].id, "home");
	assert_string_equal(groups.groups[0].pictogram, "house");
	assert_int_equal(groups.groups[0].waiting, 3);
	assert_int_equal(groups.groups[0].opening, KIOSK_OPEN);
	assert_int_equal(groups.n_services, 1);
	assert_string_equal(groups.services[0].id, "B");
	kiosk_data_fill_view(data, "A", "home", &one);
	assert_int_equal(one.n_groups, 0);
	assert_string_equal(one.group, "Nhà");
	assert_int_equal(one.n_services, 1);
	assert_string_equal(one.services[0].pictogram, "civil");
	assert_string_equal(one.pictogram, "civil");
	assert_string_equal(one.bring, "Căn cước\nẢnh");
	assert_true(one.services[0].bring);
}

static json_t *complaints(void)
{
	return load("{\"days\":10,\"count\":\"working\",\"subjects\":["
		    "{\"id\":\"fees\",\"name\":{\"vi\":\"Phí\",\"en\":\"Fees\"},"
		    "\"service\":\"A\"},"
		    "{\"id\":\"time\",\"name\":{\"vi\":\"Thời hạn\"},\"service\":\"B\"},"
		    "{\"id\":\"old\",\"name\":{\"vi\":\"Cũ\"},\"service\":\"C\"}],"
		    "\"official\":{\"link\":\"https://pakn.example.vn/\","
		    "\"words\":{\"vi\":\"Cổng\"}}}");
}

/* What nobody takes here is shown, and says so; no other site has any. */
static void test_the_screen_gets_what_complaints_are_about(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	json_t *site = site_of_known();
	struct kiosk_view view = {.language = "en"};

	(void)state;
	assert_false(kiosk_data_has_complaints(data));
	assert_true(kiosk_data_has_subject(data, "", "A"));
	assert_false(kiosk_data_has_subject(data, "fees", "A"));
	json_object_set_new(site, "complaints", complaints());
	set_site(data, site);
	assert_true(kiosk_data_has_complaints(data));
	assert_true(kiosk_data_has_subject(data, "fees", "A"));
	assert_false(kiosk_data_has_subject(data, "fees", "B")); /* another one's by now */
	kiosk_data_fill_complaints(data, &view);
	assert_int_equal(view.n_subjects, 3);
	assert_string_equal(view.subjects[0].name, "Fees");
	assert_string_equal(view.subjects[0].service, "A");
	assert_int_equal(view.subjects[0].opening, KIOSK_OPEN);
	assert_string_equal(view.subjects[1].name, "Thời hạn");
	assert_int_equal(view.subjects[1].opening, KIOSK_FULL);
	assert_int_equal(view.subjects[2].opening, KIOSK_NOT_HERE); /* not active */
	assert_string_equal(view.official, "https://pakn.example.vn/");
	assert_string_equal(view.official_name, "Cổng");
}

static void test_the_screen_gets_active_services_in_its_language(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	struct kiosk_view view = {.language = "en"};

	(void)state;
	kiosk_data_fill_view(data, "A", NULL, &view);
	assert_int_equal(view.n_services, 2);
	assert_string_equal(view.services[0].name, "Civil status");
	assert_int_equal(view.services[0].waiting, 3);
	assert_string_equal(view.services[1].name, "Chứng thực"); /* has no English name */
	assert_int_equal(view.services[1].opening, KIOSK_FULL);
	assert_string_equal(view.service, "Civil status");
	assert_string_equal(view.centre, "Centre");
	assert_int_equal(view.n_languages, 2);
	assert_int_equal(view.n_reasons, 1);
}

/* Of the centre: what most can be had of it; of a chosen service: its own. */
static void test_the_screen_is_told_why_no_numbers_are_given(void **state)
{
	static const struct {
		const char *first;
		const char *second;
		enum kiosk_opening centre;
		enum kiosk_opening service; /* the second */
	} cases[] = {
		{"stopped", "closed_now", KIOSK_STOPPED, KIOSK_CLOSED_NOW},
		{"closed_day", "stopped", KIOSK_STOPPED, KIOSK_STOPPED},
		{"closed_now", "closed_day", KIOSK_CLOSED_NOW, KIOSK_CLOSED_DAY},
		{"closed_day", "closed_day", KIOSK_CLOSED_DAY, KIOSK_CLOSED_DAY},
		{"stopped", "limit", KIOSK_FULL, KIOSK_FULL},
		{"open", "stopped", KIOSK_OPEN, KIOSK_STOPPED},
		{"limit", "past_closing", KIOSK_PAST_CLOSING, KIOSK_PAST_CLOSING},
		{"open", "past_closing", KIOSK_OPEN, KIOSK_PAST_CLOSING},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
		_cleanup_free_ char *text = text_printf("{\"seq\":11,\"site_seq\":5,\"services\":[{"
							"\"id\":\"A\",\"opening\":\"%s\"},"
							"{\"id\":\"B\",\"opening\":\"%s\"},{\"id\":"
							"\"C\",\"opening\":\"closed_day\"}]}",
			cases[i].first, cases[i].second);
		struct kiosk_view centre = {.language = "vi"};
		struct kiosk_view chosen = {.language = "vi"};
		json_t *json = load(text);

		assert_int_equal(kiosk_data_set_state(data, json, &now), 0);
		kiosk_data_fill_view(data, "", NULL, &centre);
		kiosk_data_fill_view(data, "B", NULL, &chosen);
		assert_int_equal(centre.opening, cases[i].centre);
		assert_int_equal(chosen.opening, cases[i].service);
		assert_int_equal(kiosk_data_is_open(data),
			centre.opening == KIOSK_OPEN || centre.opening == KIOSK_FULL ||
				centre.opening == KIOSK_PAST_CLOSING);
		json_decref(json);
	}
}

static void test_events_keep_it_current(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	struct kiosk_view view = {.language = "vi"};

	(void)state;
	assert_int_equal(event(data, "issue", "{\"waiting\":{\"A\":4}}"), KIOSK_DATA_CHANGED);
	assert_int_equal(event(data, "appear", "{\"waiting\":{\"A\":4}}"), 0);
	assert_int_equal(event(data, "issue", "{\"waiting\":{\"Z\":4}}"), 0);
	kiosk_data_fill_view(data, "", NULL, &view);
	assert_int_equal(view.services[0].waiting, 4);
	assert_int_equal(event(data, "day_close", "{}"), KIOSK_DATA_WANT_STATE);
	assert_int_equal(
		event(data, "device", "{\"device\":\"kiosk-2/printer\",\"state\":\"ok\"}"), 0);
	assert_int_equal(event(data, "device", "{\"device\":\"kiosk-2\",\"state\":\"gone\"}"),
		KIOSK_DATA_WANT_STATE);
}

/* Where a full day stops the kiosks, each number may be the last of it. */
static void test_a_site_that_stops_early_is_asked_after_each_number(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	json_t *site =
		load("{\"format\":\"layso-site/"
		     "1\",\"hours\":\"always\",\"name\":{\"vi\":\"x\"},\"languages\":[\"vi\"],"
		     "\"counters\":[],\"services\":[],\"rules\":{\"stop_past_closing\":true}}");

	(void)state;
	assert_int_equal(event(data, "issue", "{\"service\":\"A\"}"), 0);
	set_site(data, site);
	assert_int_equal(event(data, "issue", "{\"service\":\"A\"}"), KIOSK_DATA_WANT_STATE);
	assert_int_equal(event(data, "void", "{\"service\":\"Z\"}"), KIOSK_DATA_WANT_STATE);
	assert_int_equal(event(data, "appear", "{\"service\":\"A\"}"), 0);
}

static void test_the_portal_is_down_and_up_again(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	struct kiosk_view view = {.language = "vi"};

	(void)state;
	assert_int_equal(event(data, "portal", "{\"down\":true}"), KIOSK_DATA_CHANGED);
	kiosk_data_fill_view(data, "", NULL, &view);
	assert_true(view.portal_down);
	assert_int_equal(event(data, "portal", "{\"down\":false}"), KIOSK_DATA_CHANGED);
	view = (struct kiosk_view){.language = "vi"};
	kiosk_data_fill_view(data, "", NULL, &view);
	assert_false(view.portal_down);
}

static struct kiosk_view clock_after(struct kiosk_data *data, const char *clock, int64_t later_ms)
{
	const struct clock_reading then = {.boot_ms = now.boot_ms + later_ms};
	struct kiosk_view view = {.language = "vi"};
	_cleanup_free_ char *text = text_printf("{\"seq\":12,\"site_seq\":5,\"services\":[],"
						"\"time\":\"2026-11-23T08:01:02.123+07:00\","
						"\"clock\":\"%s\"}",
		clock);
	json_t *state = load(text);

	assert_int_equal(kiosk_data_set_state(data, state, &now), 0);
	json_decref(state);
	kiosk_data_fill_clock(data, &then, "", &view);
	return view;
}

static void test_when_it_opens_is_said(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	struct kiosk_view view = {.language = "vi"};

	(void)state;
	set_site(data,
		load("{\"format\":\"layso-site/1\",\"name\":{\"vi\":\"x\"},\"languages\":[\"vi\"],"
		     "\"hours\":{\"mon\":[[\"07:30\",\"11:30\"],[\"13:30\",\"17:00\"]]},"
		     "\"counters\":[],\"services\":[{\"id\":\"C\",\"series\":\"C\",\"name\":{"
		     "\"vi\":"
		     "\"c\"},\"hours\":{\"tue\":[[\"09:00\",\"10:00\"]]}}]}"));
	view = clock_after(data, "ok", 12 * 3600 * 1000); /* Monday, 20:01 */
	assert_string_equal(view.opens_day, "2026-11-30");
	assert_int_equal(view.opens_minute, 7 * 60 + 30);
	assert_false(view.opens_today);
	view = clock_after(data, "ok", 4 * 3600 * 1000); /* 12:01 */
	assert_string_equal(view.opens_day, "2026-11-23");
	assert_int_equal(view.opens_minute, 13 * 60 + 30);
	assert_true(view.opens_today);
	memset(&view, 0, sizeof(view));
	kiosk_data_fill_clock(data, &now, "C", &view);
	assert_string_equal(view.opens_day, "2026-11-24");
	assert_int_equal(view.opens_minute, 9 * 60);
	view = clock_after(data, "unset", 0);
	assert_string_equal(view.opens_day, "");
}

static void test_a_ticket_has_its_lane_and_its_address(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	struct kiosk_ticket ticket = {.lane = "priority", .token = "abc"};
	struct kiosk_view view = {.language = "vi"};
	struct phrases *none = phrases_none();

	(void)state;
	kiosk_data_fill_ticket(data, none, &ticket, &view);
	assert_string_equal(view.lane, "lane.priority");
	assert_non_null(strstr(view.url, "/t/abc"));
	ticket = (struct kiosk_ticket){.lane = "regular"};
	view = (struct kiosk_view){.language = "vi"};
	kiosk_data_fill_ticket(data, none, &ticket, &view);
	assert_string_equal(view.lane, "");
	assert_string_equal(view.url, "");
	phrases_free(none);
}

static void test_the_clock_is_the_hubs_and_only_when_that_knows_it(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = kiosk_data_new();
	struct kiosk_view view = {.language = "vi"};

	(void)state;
	kiosk_data_fill_clock(data, &now, "", &view);
	assert_string_equal(view.day, ""); /* nothing was heard yet */
	view = clock_after(data, "ok", 3600000);
	assert_string_equal(view.day, "2026-11-23");
	assert_int_equal(view.minute, 9 * 60 + 1);
	assert_int_equal(kiosk_data_minute_left_ms(data, &now), 60000 - 2123);
	assert_string_equal(clock_after(data, "untrusted", 0).day, "");
	assert_string_equal(clock_after(data, "behind", 0).day, "");
	assert_string_equal(clock_after(data, "ok", 0).day, "2026-11-23");
	assert_int_equal(event(data, "clock_correct", "{}"), KIOSK_DATA_WANT_STATE);
	assert_int_equal(event(data, "clock_accept", "{}"), KIOSK_DATA_WANT_STATE);
}

static void test_wrong_answers_change_nothing(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	json_t *wrong = load("{\"error\":\"unauthorized\"}");

	(void)state;
	assert_int_equal(kiosk_data_set_state(data, wrong, &now), -EBADMSG);
	assert_true(kiosk_data_has_site(data));
	assert_true(kiosk_data_is_open(data));
	json_decref(wrong);
}

static void test_a_ticket_becomes_a_slip(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	struct kiosk_slip_texts texts;
	struct kiosk_ticket ticket;
	struct slip slip;
	json_t *json =
		load("{\"id\":7,\"number\":\"A001\",\"service\":\"A\",\"lane\":\"priority\","
		     "\"language\":\"vi\",\"day\":\"2026-11-23\",\"issued_at\":"
		     "\"2026-11-23T08:01:02.123+07:00\",\"ahead\":4,\"wait_estimate_s\":null,"
		     "\"token\":\"7-abc\"}");

	(void)state;
	assert_int_equal(phrases_load(dir, &phrases), 0);
	assert_int_equal(kiosk_data_read_ticket(json, &ticket), 0);
	assert_int_equal(ticket.wait_s, -1);
	kiosk_data_fill_slip(data, phrases, &ticket, SLIP_SECOND_PRINT, &slip, &texts);
	assert_string_equal(slip.number, "A001");
	assert_string_equal(slip.service, "Hộ tịch");
	assert_string_equal(slip.lane, "Ưu tiên");
	assert_string_equal(slip.date, "Thứ Hai, 23/11/2026");
	assert_string_equal(slip.time, "08:01");
	assert_string_equal(slip.url, "http://hall.example/t/7-abc");
	assert_string_equal(slip.advice, "Giữ phiếu");
	assert_int_equal(slip.mark, SLIP_SECOND_PRINT);
	assert_false(slip.past_closing);
	kiosk_slip_texts_done(&texts);
	(void)json_object_set_new(json, "past_closing", json_true());
	assert_int_equal(kiosk_data_read_ticket(json, &ticket), 0);
	assert_true(ticket.past_closing);
	kiosk_data_fill_slip(data, phrases, &ticket, SLIP_SECOND_PRINT, &slip, &texts);
	assert_true(slip.past_closing);
	kiosk_slip_texts_done(&texts);
	(void)json_object_set_new(json, "time_known", json_false());
	assert_int_equal(kiosk_data_read_ticket(json, &ticket), 0);
	kiosk_data_fill_slip(data, phrases, &ticket, SLIP_UNMARKED, &slip, &texts);
	assert_null(slip.date);
	assert_string_equal(slip.time, "");
	assert_string_equal(slip.code, "7");
	kiosk_slip_texts_done(&texts);
	json_decref(json);
	json = load("{\"id\":7,\"number\":\"A0000000001\"}");
	assert_int_equal(kiosk_data_read_ticket(json, &ticket), -EBADMSG);
	json_decref(json);
}

/* As the hub keeps it: also for a second print, and after a restart. A subject that the site has no
 * more is not said. */
static void test_a_slip_says_what_a_complaint_is_about(void **state)
{
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	struct kiosk_slip_texts texts;
	struct kiosk_ticket ticket;
	struct slip slip;
	json_t *site = site_of_known();
	json_t *json = load("{\"id\":7,\"number\":\"A001\",\"service\":\"A\",\"language\":\"en\","
			    "\"subject\":\"fees\"}");

	(void)state;
	assert_int_equal(phrases_load(dir, &phrases), 0);
	assert_int_equal(kiosk_data_read_ticket(json, &ticket), 0);
	assert_string_equal(ticket.subject, "fees");
	kiosk_data_fill_slip(data, phrases, &ticket, SLIP_UNMARKED, &slip, &texts);
	assert_null(slip.subject);
	kiosk_slip_texts_done(&texts);
	json_object_set_new(site, "complaints", complaints());
	set_site(data, site);
	kiosk_data_fill_slip(data, phrases, &ticket, SLIP_SECOND_PRINT, &slip, &texts);
	assert_string_equal(slip.subject, "Fees");
	assert_string_equal(slip.official, "https://pakn.example.vn/");
	assert_string_equal(slip.official_name, "Cổng");
	kiosk_slip_texts_done(&texts);
	(void)json_object_set_new(json, "subject", json_null());
	assert_int_equal(kiosk_data_read_ticket(json, &ticket), 0);
	kiosk_data_fill_slip(data, phrases, &ticket, SLIP_SECOND_PRINT, &slip, &texts);
	assert_null(slip.subject);
	kiosk_slip_texts_done(&texts);
	json_decref(json);
}

static void test_an_answer_without_a_ticket_is_none(void **state)
{
	static const char *const wrong[] = {
		"{\"id\":0,\"number\":\"A001\"}",
		"{\"id\":-1,\"number\":\"A001\"}",
		"{\"number\":\"A001\"}",
		"{\"id\":\"7\",\"number\":\"A001\"}",
		"{\"id\":7,\"number\":\"\"}",
		"{\"id\":7}",
	};
	struct kiosk_ticket ticket = {.id = 77};
	json_t *least = load("{\"id\":1,\"number\":\"A001\"}");

	(void)state;
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		json_t *json = load(wrong[i]);

		assert_int_equal(kiosk_data_read_ticket(json, &ticket), -EBADMSG);
		assert_int_equal(ticket.id, 77);
		json_decref(json);
	}
	assert_int_equal(kiosk_data_read_ticket(least, &ticket), 0);
	assert_int_equal(ticket.id, 1);
	assert_int_equal(ticket.ahead, -1);
	assert_int_equal(ticket.prints, 0);
	assert_true(ticket.time_known);
	json_decref(least);
}

/* The hour stands in the first 16 characters; what is shorter has none. */
/* A board without a clock starts in the past: what had ended must not begin again. */
static void test_the_day_is_not_before_the_halls(void **state)
{
	struct kiosk_data *data = known();
	json_t *answer = load("{\"services\":[],\"clock\":\"behind\",\"day\":\"2026-11-30\","
			      "\"time\":\"1970-01-01T07:00:00.000+07:00\"}");
	struct clock_reading later = {.boot_ms = 5000, .wall_ms = 1800000000000};
	char day[DAY_LENGTH + 1];

	(void)state;
	kiosk_data_today(data, &now, day);
	assert_string_equal(day, "1970-01-01");
	assert_int_equal(kiosk_data_set_state(data, answer, &now), 0);
	kiosk_data_today(data, &now, day);
	assert_string_equal(day, "2026-11-30");
	kiosk_data_today(data, &later, day);
	assert_string_equal(day, "2027-01-15");
	json_decref(answer);
	kiosk_data_free(data);
}

static void test_a_slip_has_the_time_of_its_ticket(void **state)
{
	static const struct {
		const char *issued_at, *time;
	} cases[] = {
		{"2026-11-23T08:01", "08:01"},
		{"2026-11-23T23:59:59+07:00", "23:59"},
		{"2026-11-23T08:0", ""},
		{"2026-11-23", ""},
		{"", ""},
	};
	_cleanup_(kiosk_data_freep) struct kiosk_data *data = known();
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	(void)state;
	assert_int_equal(phrases_load(dir, &phrases), 0);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct kiosk_slip_texts texts;
		struct kiosk_ticket ticket;
		struct slip slip;
		json_t *json = load("{\"id\":7,\"number\":\"A001\",\"lane\":\"regular\"}");

		(void)json_object_set_new(json, "issued_at", json_string(cases[i].issued_at));
		assert_int_equal(kiosk_data_read_ticket(json, &ticket), 0);
		kiosk_data_fill_slip(data, phrases, &ticket, SLIP_UNMARKED, &slip, &texts);
		assert_string_equal(slip.time, cases[i].time);
		assert_null(slip.lane);
		assert_null(slip.url);
		assert_string_equal(slip.language, "vi"); /* it says none: the site's first */
		kiosk_slip_texts_done(&texts);
		json_decref(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_hub_says_how_many_are_free_online),
		cmocka_unit_test(test_the_screen_gets_groups_and_what_to_bring),
		cmocka_unit_test(test_the_screen_gets_what_complaints_are_about),
		cmocka_unit_test(test_the_screen_gets_active_services_in_its_language),
		cmocka_unit_test(test_the_screen_is_told_why_no_numbers_are_given),
		cmocka_unit_test(test_events_keep_it_current),
		cmocka_unit_test(test_a_site_that_stops_early_is_asked_after_each_number),
		cmocka_unit_test(test_the_portal_is_down_and_up_again),
		cmocka_unit_test(test_when_it_opens_is_said),
		cmocka_unit_test(test_a_ticket_has_its_lane_and_its_address),
		cmocka_unit_test(test_the_clock_is_the_hubs_and_only_when_that_knows_it),
		cmocka_unit_test(test_the_day_is_not_before_the_halls),
		cmocka_unit_test(test_wrong_answers_change_nothing),
		cmocka_unit_test(test_a_ticket_becomes_a_slip),
		cmocka_unit_test(test_a_slip_says_what_a_complaint_is_about),
		cmocka_unit_test(test_an_answer_without_a_ticket_is_none),
		cmocka_unit_test(test_a_slip_has_the_time_of_its_ticket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
