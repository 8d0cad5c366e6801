/* SPDX-License-Identifier: Apache-2.0 */
/* What the doctor says of a hub's health, in both languages, and of a hub that is away. */
#include "ctl/doctor-faults.h"

#include "check.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static struct phrases *phrases;

static int load(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &phrases);
}

static int unload(void **state)
{
	(void)state;
	phrases_free(phrases);
	return 0;
}

#define WELL \
	"\"clock\":\"ok\",\"storage\":\"ok\",\"disk\":\"ok\",\"backup\":{\"state\":\"ok\"," \
	"\"days_behind\":3},\"files\":{\"copies\":2,\"copy_bytes\":1600000}"
#define DEVICE(name, state, fault, note) \
	"{\"name\":\"" name "\",\"state\":\"" state "\",\"fault\":\"" fault "\",\"note\":\"" note \
	"\",\"since\":\"2026-11-23T08:01:02.123+07:00\"}"
#define HEALTH(status, hub, devices) \
	"{\"status\":\"" status "\",\"hub\":{" hub "},\"devices\":[" devices "]}"

static void examine(const char *text, const char *language, struct doctor_report *ret)
{
	json_auto_t *health = json_loads(text, 0, NULL);

	assert_non_null(health);
	assert_int_equal(doctor_examine(health, phrases, language, ret), 0);
}

static char *said(const char *text, const char *language)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};
	struct textbuf out = {0};

	examine(text, language, &report);
	doctor_write(&report, phrases, language, &out);
	return out.data;
}

static void expect(const char *text, const char *language, const char *expected)
{
	_cleanup_free_ char *out = said(text, language);

	assert_string_equal(out, expected);
}

static void a_fault_is_said_with_who_acts_and_how(void **state)
{
	(void)state;
	expect(HEALTH("trouble", WELL,
		       DEVICE("kiosk-1/printer", "paper_out", "device", "hết") "," DEVICE(
			       "kiosk-1", "ok", "none", "")),
		"vi",
		"Lỗi cần xử lý: 1.\n"
		"\n"
		"1. Máy in của máy lấy số 1: hết giấy\n"
		"    Từ 08:01, Thứ Hai, 23/11/2026.\n"
		"    Người xử lý: người trông coi thiết bị tại trung tâm.\n"
		"    Cần làm: Thay cuộn giấy. Số của công dân không mất.\n"
		"    Ghi chú: hết\n"
		"    Lệnh, chạy trên máy của thiết bị: layso printer show\n"
		"\n"
		"Thiết bị và chương trình đã báo về máy chủ: 2.\n");
	expect(HEALTH("trouble", WELL, DEVICE("kiosk-1/printer", "offline", "device", "not_found")),
		"en",
		"Faults to act on: 1.\n"
		"\n"
		"1. Printer of kiosk 1: offline\n"
		"    Since 08:01, Monday, 23 November 2026.\n"
		"    Who acts: whoever looks after the centre's devices.\n"
		"    What to do: No printer is found: check its power and cable. When it is back\n"
		"    it is used at once, without a restart.\n"
		"    Command, on the device's computer: layso printer show\n"
		"\n"
		"Devices and programs that have reported: 1.\n");
}

static void all_is_well_with_and_without_devices(void **state)
{
	(void)state;
	expect(HEALTH("ok", WELL, DEVICE("hall-1/screen", "off", "none", "")), "en",
		"All is well.\n\nDevices and programs that have reported: 1.\n");
	expect(HEALTH("ok", WELL, ""), "en",
		"All is well.\n\n"
		"No device has reported to the hub yet: kiosk and hall display do not run, or\n"
		"have another hub's address.\n");
}

static void little_paper_is_no_fault(void **state)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};

	(void)state;
	examine(HEALTH("ok", WELL, DEVICE("kiosk-1/printer", "paper_low", "none", "")), "vi",
		&report);
	assert_int_equal(report.n, 1);
	assert_int_equal(report.n_faults, 0);
	assert_string_equal(report.rows[0].advice, "Chuẩn bị cuộn giấy mới.");
}

static void an_address_that_no_phone_reaches_is_said_with_why(void **state)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};

	(void)state;
	examine(HEALTH("trouble", WELL, DEVICE("hub/address", "local_name", "device", "")), "en",
		&report);
	assert_int_equal(report.n, 1);
	assert_string_equal(report.rows[0].fault, "site");
	assert_string_equal(
		report.rows[0].note, phrases_find(phrases, "en", "devices.url.local_name"));
	assert_non_null(strstr(
		report.rows[0].advice, phrases_find(phrases, "en", "manager_edit.f.public_url")));
}

/* That slips come by themselves is said where some do, and nowhere else. */
static void what_becomes_of_slips_is_said_when_it_is_true(void **state)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};

	(void)state;
	examine(HEALTH("trouble", WELL,
			"{\"name\":\"kiosk-1/"
			"printer\",\"state\":\"cover_open\",\"fault\":\"device\","
			"\"note\":\"\",\"since\":\"\",\"slips\":{\"later\":3,\"lost\":0}},"
			"{\"name\":\"kiosk-2/"
			"printer\",\"state\":\"cover_open\",\"fault\":\"device\","
			"\"note\":\"\",\"since\":\"\",\"slips\":{\"later\":0,\"lost\":2}}"),
		"vi", &report);
	assert_int_equal(report.n, 2);
	assert_string_equal(report.rows[0].advice,
		"Đóng nắp máy in lại. Phiếu chưa in, sẽ tự in khi máy in dùng lại được: 3.");
	assert_string_equal(report.rows[1].advice,
		"Đóng nắp máy in lại. Phiếu không tự in, phải bấm in lại: 2.");
}

static void the_hubs_own_faults_are_those_of_the_managers_page(void **state)
{
	static const struct {
		const char *health, *word, *fault;
	} rows[] = {
		{HEALTH("trouble", "\"clock\":\"behind\",\"storage\":\"ok\"", ""), "clock",
			"device"},
		{HEALTH("trouble", "\"clock\":\"ok\",\"storage\":\"full\"", ""), "storage",
			"device"},
		{HEALTH("trouble", "\"clock\":\"ok\",\"storage\":\"slow\"", ""), "storage_slow",
			"device"},
		{HEALTH("trouble", "\"clock\":\"ok\",\"disk\":\"nearly_full\"", ""), "disk",
			"site"},
		{HEALTH("trouble", "\"clock\":\"ok\",\"backup\":{\"state\":\"no_archive\"}",
			 DEVICE("hub/backup", "no_archive", "device", "")),
			"backup_no_archive", "device"},
		{HEALTH("trouble", WELL, DEVICE("hub/https", "failed", "device", "")), "https",
			"site"},
		{HEALTH("trouble", WELL, DEVICE("hub/archive", "full", "device", "")), "archive",
			"device"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		_cleanup_(doctor_report_done) struct doctor_report report = {0};
		_cleanup_free_ char *key = text_printf("manager_advice.hub.%s", rows[i].word);

		examine(rows[i].health, "en", &report);
		assert_int_equal(report.n, 1);
		assert_string_equal(report.rows[0].state, phrases_find(phrases, "en", key));
		assert_string_equal(report.rows[0].fault, rows[i].fault);
		assert_null(strchr(report.rows[0].advice, '{'));
	}
}

static void figures_stand_in_the_advice(void **state)
{
	_cleanup_free_ char *copies =
		said("{\"status\":\"trouble\",\"devices\":[],\"hub\":{\"clock\":\"ok\",\"disk\":"
		     "\"nearly_full\",\"files\":{\"copies\":2,\"copy_bytes\":1600000}}}",
			"en");
	_cleanup_free_ char *days =
		said("{\"status\":\"trouble\",\"devices\":[],\"hub\":{\"clock\":\"ok\",\"backup\":{"
		     "\"state\":\"missing\",\"days_behind\":3}}}",
			"vi");

	(void)state;
	assert_non_null(strstr(copies, "Copies of former records take 2 MB (2 of them)"));
	assert_non_null(strstr(days, "Số liệu của 3 ngày"));
}

/* The page's own table, as it stands in its source. */
static void who_acts_on_the_hub_is_as_on_the_page(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/ui/web/manager-devices.js", TEST_ROOT);
	_cleanup_free_ char *source = NULL;
	int found = 0;

	(void)state;
	assert_int_equal(text_read_file(path, 100000, &source, NULL), 0);
	for (const char *at = source; (at = strstr(at, "hubPartFails(health, '")); found++) {
		_cleanup_(doctor_report_done) struct doctor_report report = {0};
		_cleanup_free_ char *health = NULL;
		const char *add;
		char part[32], fault[32];

		at += strlen("hubPartFails(health, '");
		assert_int_equal(sscanf(at, "%31[a-z]", part), 1);
		add = strstr(at, "add('");
		assert_non_null(add);
		assert_int_equal(sscanf(add, "add('%*[a-z]', '%31[a-z]", fault), 1);
		health = text_printf(
			HEALTH("trouble", WELL, "{\"name\":\"hub/%s\",\"fault\":\"device\"}"),
			part);
		examine(health, "vi", &report);
		assert_int_equal(report.n, 1);
		assert_string_equal(report.rows[0].fault, fault);
	}
	assert_true(found >= 7);
}

static void what_is_not_known_is_said_all_the_same(void **state)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};
	_cleanup_(doctor_report_done) struct doctor_report rest = {0};

	(void)state;
	examine(HEALTH("trouble", WELL,
			DEVICE("kiosk-1/arm", "bent", "device", "a\\u001b[2J") "," DEVICE("hub/new",
				"odd", "ours",
				"") "," DEVICE("kiosk-1/other", "site", "whoever", "")),
		"en", &report);
	assert_int_equal(report.n_faults, 3);
	assert_string_equal(report.rows[0].what, "kiosk 1/arm");
	assert_string_equal(report.rows[0].state, "reports “bent”");
	assert_null(strchr(report.rows[0].note, '\033'));
	assert_string_equal(
		report.rows[0].advice, phrases_find(phrases, "en", "manager.advice.device"));
	assert_string_equal(
		report.rows[1].advice, phrases_find(phrases, "en", "manager.advice.ours"));
	assert_string_equal(report.rows[2].what, "kiosk 1/other");
	assert_string_equal(report.rows[2].fault, "device");
	examine(HEALTH("trouble", WELL, ""), "vi", &rest);
	assert_int_equal(rest.n_faults, 1);
	assert_string_equal(rest.rows[0].state, "có lỗi mà lệnh này chưa biết");
}

static void a_since_of_an_unsure_clock_is_not_said(void **state)
{
	_cleanup_(doctor_report_done) struct doctor_report report = {0};

	(void)state;
	examine(HEALTH("trouble", "\"clock\":\"unknown\"", DEVICE("hall-1", "gone", "device", "")),
		"en", &report);
	assert_int_equal(report.n, 2);
	assert_string_equal(report.rows[1].since, "");
}

static void other_answers_are_no_health(void **state)
{
	static const char *const texts[] = {"{}", "[]", "{\"status\":\"ok\",\"hub\":{}}",
		"{\"status\":\"ok\",\"hub\":[],\"devices\":[]}", "{\"hub\":{},\"devices\":[]}"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		_cleanup_(doctor_report_done) struct doctor_report report = {0};
		json_auto_t *json = json_loads(texts[i], 0, NULL);

		assert_int_equal(doctor_examine(json, phrases, "vi", &report), -EINVAL);
	}
}

static void lines_are_as_wide_as_a_terminal(void **state)
{
	_cleanup_free_ char *out =
		said(HEALTH("trouble", "\"clock\":\"no\",\"storage\":\"full\"",
			     DEVICE("a/panel", "not_in_site", "site", "") "," DEVICE("a/console",
				     "unlocked", "site",
				     "") "," DEVICE("a/printer", "offline", "device", "garbled")),
			"vi");

	(void)state;
	for (char *line = strtok(out, "\n"); line; line = strtok(NULL, "\n")) {
		assert_true(utf8_count(line, strlen(line)) <= 80);
	}
}

static void each_reason_of_silence_has_words(void **state)
{
	static const struct {
		struct doctor_absence absence;
		const char *reason;
	} rows[] = {
		{{-ENOENT, true, false}, "not_running"},
		{{-ENOENT, true, true}, "no_socket"},
		{{-ECONNREFUSED, true, false}, "not_running"},
		{{-ECONNREFUSED, true, true}, "broken"},
		{{-ECONNREFUSED, false, true}, "refused"},
		{{-EACCES, true, true}, "no_permission"},
		{{-EKEYREJECTED, false, false}, "certificate"},
		{{-ETIMEDOUT, false, false}, "silent"},
		{{-ECONNRESET, true, false}, "broken"},
		{{-EHOSTUNREACH, false, false}, "unreachable"},
		{{-ENETUNREACH, false, false}, "unreachable"},
		{{-EPROTO, false, false}, "no_hub"},
		{{0, false, false}, "no_hub"},
		{{-EINVAL, false, false}, "address"},
		{{-EIO, true, false}, "failed"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		const char *reason = doctor_away_reason(&rows[i].absence);
		_cleanup_free_ char *why = text_printf("doctor.away.%s", reason);
		_cleanup_free_ char *advice = text_printf("doctor.away.%s_advice", reason);

		assert_string_equal(reason, rows[i].reason);
		assert_non_null(phrases_find(phrases, "vi", why));
		assert_non_null(phrases_find(phrases, "en", why));
		assert_non_null(phrases_find(phrases, "vi", advice));
		assert_non_null(phrases_find(phrases, "en", advice));
	}
}

static void the_language_is_asked_for_or_the_locales_or_the_first(void **state)
{
	static const char *const rows[][3] = {{NULL, NULL, "vi"}, {NULL, "C.UTF-8", "vi"},
		{NULL, "en_GB.UTF-8", "en"}, {NULL, "en", "en"}, {NULL, "fr_FR", "vi"},
		{NULL, "vi_VN.UTF-8", "vi"}, {"en", "vi_VN.UTF-8", "en"}, {"vi", "en", "vi"}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		assert_string_equal(doctor_language(phrases, rows[i][0], rows[i][1]), rows[i][2]);
	}
	assert_null(doctor_language(phrases, "xx", "en"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_is_said_with_who_acts_and_how),
		cmocka_unit_test(all_is_well_with_and_without_devices),
		cmocka_unit_test(little_paper_is_no_fault),
		cmocka_unit_test(an_address_that_no_phone_reaches_is_said_with_why),
		cmocka_unit_test(what_becomes_of_slips_is_said_when_it_is_true),
		cmocka_unit_test(the_hubs_own_faults_are_those_of_the_managers_page),
		cmocka_unit_test(figures_stand_in_the_advice),
		cmocka_unit_test(who_acts_on_the_hub_is_as_on_the_page),
		cmocka_unit_test(what_is_not_known_is_said_all_the_same),
		cmocka_unit_test(a_since_of_an_unsure_clock_is_not_said),
		cmocka_unit_test(other_answers_are_no_health),
		cmocka_unit_test(lines_are_as_wide_as_a_terminal),
		cmocka_unit_test(each_reason_of_silence_has_words),
		cmocka_unit_test(the_language_is_asked_for_or_the_locales_or_the_first),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
