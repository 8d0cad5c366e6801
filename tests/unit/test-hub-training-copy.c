/* SPDX-License-Identifier: Apache-2.0 */
/* What a training centre takes of the real one, and what it leaves. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-training-copy.h"
#include "queue-fixture.h"
#include "queue/site.h"

static struct person persons[] = {
	{.row = {.id = "an", .name = "Lò Thị An", .role = "clerk", .active = true, .secret = "$h"}},
	{.row = {.id = "xa", .name = "Đã nghỉ", .role = "helper", .valid_day = "2026-11-23"}},
};
static const struct people people = {.persons = persons, .n_persons = ELEMENTS(persons)};

static struct phrases *phrases;

static json_t *real_site(void)
{
	json_t *site = fixture_site();
	json_t *service = json_array_get(json_object_get(site, "services"), 0);

	(void)json_object_set_new(site, "public_url", json_string("http://192.0.2.1:8080"));
	(void)json_object_set_new(site, "hours", json_pack("{s:[[ss]]}", "mon", "07:30", "11:30"));
	(void)json_object_set_new(service, "hours", json_object());
	return site;
}

/* The text of a copy with one member of it replaced; NULL: none. */
static char *copy_text(const char *key, json_t *value)
{
	json_t *site = real_site();
	json_t *copy = training_copy_make(site, &people);
	char *text;

	if (key) {
		(void)json_object_set_new(copy, key, value);
	}
	text = json_dumps(copy, 0);
	json_decref(copy);
	json_decref(site);
	return text;
}

static void test_people_come_with_their_secrets(void **state)
{
	_cleanup_free_ char *text = copy_text(NULL, NULL);
	struct training_copy copy = {0};
	const char *why = NULL;

	(void)state;
	assert_int_equal(training_copy_read(text, strlen(text), phrases, &copy, &why), 0);
	assert_int_equal(copy.n_staff, 2);
	assert_string_equal(copy.staff[0].name, "Lò Thị An");
	assert_string_equal(copy.staff[0].secret, "$h");
	assert_true(copy.staff[0].active);
	assert_false(copy.staff[1].active);
	assert_string_equal(copy.staff[1].valid_day, "2026-11-23");
	training_copy_done(&copy);
}

static void test_the_site_is_always_open_and_reaches_nobody(void **state)
{
	json_t *real = real_site();
	json_t *before = json_deep_copy(real);
	json_t *made = training_copy_site(real, phrases);
	struct site *site = NULL;

	(void)state;
	assert_true(json_equal(real, before));
	assert_int_equal(site_parse(made, &site, NULL), 0);
	for (int day = 0; day < 7; day++) {
		assert_int_equal(site->hours.n[day], 1);
		assert_int_equal(
			site->hours.span[day][0].to_minute - site->hours.span[day][0].from_minute,
			24 * 60);
	}
	assert_false(site->services[0].has_hours);
	assert_string_equal(site->public_url, "");
	assert_memory_equal(site->name.text[0], "training.mark ", strlen("training.mark "));
	assert_null(json_object_get(made, "pages"));
	assert_null(json_object_get(made, "voice"));
	site_free(site);
	json_decref(made);
	json_decref(before);
	json_decref(real);
}

static void test_what_is_not_a_copy_is_refused(void **state)
{
	char *texts[] = {text_dup(""), text_dup("[]"), text_dup("{\"site\":{"),
		copy_text("site", json_object()), copy_text("site", json_null()),
		copy_text("staff", json_object()),
		copy_text("staff", json_pack("[{s:s}]", "id", "an")),
		copy_text("staff", json_pack("[n]"))};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		struct training_copy copy = {.n_staff = 77};
		const char *why = NULL;

		assert_int_equal(
			training_copy_read(texts[i], strlen(texts[i]), phrases, &copy, &why),
			-EBADMSG);
		assert_non_null(why);
		assert_int_equal(copy.n_staff, 77);
		free(texts[i]);
	}
}

int main(void)
{
	int r;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people_come_with_their_secrets),
		cmocka_unit_test(test_the_site_is_always_open_and_reaches_nobody),
		cmocka_unit_test(test_what_is_not_a_copy_is_refused),
	};

	phrases = phrases_none();
	r = cmocka_run_group_tests(tests, NULL, NULL);
	phrases_free(phrases);
	return r;
}
