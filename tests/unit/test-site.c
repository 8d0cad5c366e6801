/* SPDX-License-Identifier: Apache-2.0 */
/* A wrong site is refused as a whole, with the path of each fault. */
#include "queue/site.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

static void test_a_right_site(void **state)
{
	json_t *json = fixture_site();
	_cleanup_(site_freep) struct site *site = NULL;

	(void)state;
	assert_int_equal(site_parse(json, &site, NULL), 0);
	json_decref(json);
	assert_int_equal(site->n_services, 3);
	assert_int_equal(site->priority_in_a_row, 2);
	assert_int_equal(site->age_limit_s, 3600);
	assert_false(site->stop_past_closing);
	assert_string_equal(site->timezone, "Asia/Ho_Chi_Minh");
	assert_string_equal(site_text_get(&site->name, "en"), "Centre");
	assert_string_equal(site_text_get(&site_find_service(site, "A")->name, "en"), "Hộ tịch");
	assert_true(site_find_counter(site, 3)->in_order);
	assert_null(site_find_staff(site, "nobody"));
}

/* Each case replaces one value, given by the path where the fault must be found. */
static const struct {
	const char *path;
	const char *value; /* JSON; NULL removes it */
} faults[] = {
	{"format", "\"layso-site/9\""},
	{"name", NULL},
	{"name.vi", NULL},
	{"name.fr", "\"Centre\""},
	{"name.vi", "\"a\\u0007b\""},
	{"timezone", "\"Asia/Nowhere\""},
	{"timezone", "\"../etc/passwd\""},
	{"languages", "[]"},
	{"languages[0]", "7"},
	{"public_url", "\"ftp://x\""},
	{"hours", NULL},
	{"hours", "\"sometimes\""},
	{"hours.mon[0]", "[\"11:30\",\"07:30\"]"},
	{"hours.mon[0]", "[\"7:30\",\"11:30\"]"},
	{"hours.someday", "[]"},
	{"closed_days[0].day", "\"2026-02-30\""},
	{"day_end", "\"25:00\""},
	{"number_digits", "9"},
	{"rules.priority_in_a_row", "0"},
	{"rules.age_limit_s", "\"600\""},
	{"rules.generosity", "1"},
	{"rules.stop_past_closing", "1"},
	{"rules.stop_past_closing", "\"yes\""},
	{"services[1].id", "\"A\""},
	{"services[1].id", "\"a b\""},
	{"services[1].series", "\"A\""},
	{"services[0].series", "\"I\""},
	{"services[0].series", "\"a\""},
	{"services[0].name", "7"},
	{"services[0].daily_limit", "-1"},
	{"services[0].serving_time_s", "1.5"},
	{"services[0].active", "1"},
	{"services[0].colour", "\"red\""},
	{"counters[1].number", "1"},
	{"counters[1].number", "100"},
	{"counters[0].services[1]", "\"Z\""},
	{"staff[0].role", "\"boss\""},
	{"staff[1].id", "\"s1\""},
	{"priority_reasons[0].name", "7"},
	{"outcomes[0].id", "\"\""},
	{"services[2].name.vi", "\"\""},
	{"texts.poem", "{}"},
	{"notices[0].vi", "7"},
	{"wifi_password", "\"x\""},
};

/* What a stored site may have and an import may not. */
static const struct {
	const char *path;
	const char *value;
	const char *fault; /* its path; NULL the same */
} import_faults[] = {
	{"name.vi", "\" \"", NULL},
	{"name.vi", "\"Trung tâm\\nxã\"", NULL},
	{"name.vi", "\"Trung tâm\\u2028xã\"", NULL},
	{"services[1].name.vi", "\"\\u00a0 \\u200b\"", NULL},
	{"services[1].name.en", "\" \"", NULL},
	{"counters[0].name.vi", "\"Quầy\\n1\"", NULL},
	{"priority_reasons[0].name.vi", "\"\\n\"", NULL},
	{"outcomes[0].name.vi", "\" \"", NULL},
	{"staff[0].name", "\"\\u3000\"", NULL},
	{"staff[0].name", "\"An\\nBình\"", NULL},
	{"closed_days", "[{\"day\":\"2027-01-01\",\"name\":{\"vi\":\" \"}}]",
		"closed_days[0].name.vi"},
	{"texts.slip_advice", "{\"vi\":\"\\n \"}", "texts.slip_advice.vi"},
	{"notices[0].vi", "\" \"", NULL},
	{"public_url", "\"http://layso.local/?a=1\"", NULL},
	{"public_url", "\"http://layso.local/#a\"", NULL},
	{"public_url", "\"http://layso local\"", NULL},
	{"public_url", "\"http:///t\"", NULL},
	{"public_url", "\"https://:8080\"", NULL},
	{"day_end", "\"11:00\"", NULL},
	{"services[1].hours", "{\"sun\":[[\"08:00\",\"23:30\"]]}", "day_end"},
	{"counters[0].services", "[\"A\",\"B\",\"A\"]", "counters[0].services[2]"},
	{"priority_reasons",
		"[{\"id\":\"a\",\"name\":{\"vi\":\"a\"}},"
		"{\"id\":\"a\",\"name\":{\"vi\":\"b\"}}]",
		"priority_reasons[1].id"},
	{"outcomes",
		"[{\"id\":\"a\",\"name\":{\"vi\":\"a\"}},"
		"{\"id\":\"a\",\"name\":{\"vi\":\"b\"}}]",
		"outcomes[1].id"},
	{"closed_days", "[{\"day\":\"2027-01-01\"},{\"day\":\"2027-01-01\"}]",
		"closed_days[1].day"},
	{"languages", "[\"vi\",\"en\",\"vi\"]", "languages[2]"},
	{"kiosks", "[{\"name\":\"k\",\"services\":[\"A\",\"A\"]}]", "kiosks[0].services[1]"},
};

/* The container and key of a path; containers are made on the way. */
static void put(json_t *root, const char *path, json_t *value)
{
	_cleanup_free_ char *copy = text_dup(path);
	json_t *at = root;
	char *key = copy;

	while (true) {
		size_t length = strcspn(key, ".[");
		char end = key[length];
		bool index = key[length > 0 ? length - 1 : 0] == ']';
		json_t *next;

		key[index ? length - 1 : length] = '\0';
		if (end == '\0') {
			break;
		}
		next = index ? json_array_get(at, (size_t)atoi(key)) : json_object_get(at, key);
		if (!json_is_object(next) && !json_is_array(next)) {
			next = end == '[' ? json_array() : json_object();
			if (index) {
				json_array_append_new(at, next);
			} else {
				json_object_set_new(at, key, next);
			}
		}
		at = next;
		key += length + 1;
	}
	if (json_is_array(at)) {
		if ((size_t)atoi(key) < json_array_size(at)) {
			json_array_set_new(at, (size_t)atoi(key), value);
		} else {
			json_array_append_new(at, value);
		}
	} else if (value) {
		json_object_set_new(at, key, value);
	} else {
		json_object_del(at, key);
	}
}

static void test_each_fault_is_found_where_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(faults); i++) {
		json_t *json = fixture_site();
		json_t *found = NULL;
		struct site *site = NULL;
		const char *path;

		put(json, faults[i].path,
			faults[i].value ? json_loads(faults[i].value, JSON_DECODE_ANY, NULL)
					: NULL);
		if (site_parse(json, &site, &found) != -EINVAL) {
			fail_msg("case %zu (%s) was accepted", i, faults[i].path);
		}
		assert_null(site);
		path = json_string_value(json_object_get(json_array_get(found, 0), "path"));
		if (strcmp(path, faults[i].path) != 0) {
			fail_msg(
				"case %zu: fault at '%s' instead of '%s'", i, path, faults[i].path);
		}
		assert_true(json_string_length(
				    json_object_get(json_array_get(found, 0), "message")) > 5);
		json_decref(found);
		json_decref(json);
	}
}

/* Or an upgrade would keep a hub from starting. */
static void test_what_is_stored_is_read_and_not_taken_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(import_faults); i++) {
		const char *expected =
			import_faults[i].fault ? import_faults[i].fault : import_faults[i].path;
		json_auto_t *json = fixture_site();
		json_auto_t *found = NULL;
		_cleanup_(site_freep) struct site *site = NULL;
		struct site *none = NULL;
		const char *path;

		put(json, "day_end", json_string("23:00"));
		put(json, "hours", json_object());
		assert_int_equal(site_parse_import(json, &site, NULL), 0);
		site_free(TAKE_PTR(site));
		put(json, import_faults[i].path,
			json_loads(import_faults[i].value, JSON_DECODE_ANY, NULL));
		if (site_parse(json, &site, NULL) < 0) {
			fail_msg("case %zu (%s) is not read", i, expected);
		}
		if (site_parse_import(json, &none, &found) != -EINVAL ||
			json_array_size(found) != 1) {
			fail_msg("case %zu (%s): %zu faults", i, expected, json_array_size(found));
		}
		path = json_string_value(json_object_get(json_array_get(found, 0), "path"));
		assert_string_equal(path, expected);
	}
}

static void test_all_faults_are_listed(void **state)
{
	json_t *json = fixture_site();
	json_t *found = NULL;
	struct site *site = NULL;

	(void)state;
	put(json, "services[0].series", json_string("O"));
	put(json, "staff[0].role", json_string("boss"));
	put(json, "extra", json_true());
	assert_int_equal(site_parse(json, &site, &found), -EINVAL);
	assert_int_equal(json_array_size(found), 3);
	json_decref(found);
	json_decref(json);
}

static void test_not_an_object(void **state)
{
	json_t *json = json_array();
	json_t *found = NULL;
	struct site *site = NULL;

	(void)state;
	assert_int_equal(site_parse(json, &site, &found), -EINVAL);
	assert_int_equal(json_array_size(found), 1);
	json_decref(found);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_right_site),
		cmocka_unit_test(test_each_fault_is_found_where_it_is),
		cmocka_unit_test(test_what_is_stored_is_read_and_not_taken_again),
		cmocka_unit_test(test_all_faults_are_listed),
		cmocka_unit_test(test_not_an_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
