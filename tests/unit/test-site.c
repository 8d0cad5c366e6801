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
	assert_false(site_find_counter(site, 2)->in_order);
	assert_null(site_find_counter(site, 4));
	assert_int_equal(site_find_counter(site, 1)->n_services, 2);
	assert_string_equal(site_find_counter(site, 1)->services[0], "A");
	assert_string_equal(site_find_counter(site, 1)->services[1], "B");
	assert_true(site_find_service(site, "A")->active);
	assert_true(site_find_staff(site, "s3")->active);
	assert_false(site_find_staff(site, "s4")->active);
	assert_string_equal(site_find_staff(site, "s4")->role, "clerk");
	assert_null(site_find_staff(site, "nobody"));
	assert_string_equal(
		site_text_get(&site_find_reason(site, "elderly")->name, "vi"), "Người cao tuổi");
	assert_string_equal(site_text_get(&site_find_outcome(site, "done")->name, "vi"), "Xong");
	assert_null(site_find_outcome(site, "elderly"));
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
	{"closed_days[0]", "\"2027-01-01\""},
	{"closed_days[0].day", "\"2026-02-30\""},
	{"day_end", "\"25:00\""},
	{"number_digits", "9"},
	{"rules.priority_in_a_row", "0"},
	{"rules.age_limit_s", "\"600\""},
	{"rules", "7"},
	{"rules.stop_past_closing", "1"},
	{"rules.stop_past_closing", "\"yes\""},
	{"services[0]", "\"A\""},
	{"services[1].id", "\"A\""},
	{"services[1].id", "\"a b\""},
	{"services[1].series", "\"A\""},
	{"services[0].series", "\"I\""},
	{"services[0].series", "\"a\""},
	{"services[0].name", "7"},
	{"services[0].daily_limit", "-1"},
	{"services[0].serving_time_s", "1.5"},
	{"services[0].active", "1"},
	{"counters[0]", "1"},
	{"counters[0].number", NULL},
	{"counters[1].number", "1"},
	{"counters[1].number", "100"},
	{"counters[0].services[1]", "\"Z\""},
	{"staff[0]", "\"s1\""},
	{"staff[0].active", "1"},
	{"staff[0].role", "\"boss\""},
	{"staff[1].id", "\"s1\""},
	{"priority_reasons[0]", "7"},
	{"priority_reasons[0].name", "7"},
	{"outcomes[0]", "7"},
	{"outcomes[0].id", "\"\""},
	{"services[2].name.vi", "\"\""},
	{"texts", "7"},
	{"notices[0].vi", "7"},
	{"services[0].pictogram", "7"},
	{"services[0].group", "\"nowhere\""},
	{"services[0].bring", "\"CCCD\""},
	{"services[0].bring.vi", "7"},
	{"services[0].bring.fr", "\"Passeport\""},
	{"services[0].bring.vi", "\"1\\n2\\n3\\n4\\n5\\n6\\n7\""},
	{"groups[0]", "7"},
	{"groups[0].id", "\"\""},
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
	{"texts.contact", "{\"vi\":\" \"}", "texts.contact.vi"},
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
	{"rules.generosity", "1", NULL},
	{"services[0].colour", "\"red\"", NULL},
	{"counters[0].colour", "\"red\"", NULL},
	{"staff[0].colour", "\"red\"", NULL},
	{"priority_reasons[0].colour", "\"red\"", NULL},
	{"texts.poem", "{\"vi\":\"x\"}", NULL},
	{"hours.someday", "[]", NULL},
	{"wifi_password", "\"x\"", NULL},
	{"closed_days", "[{\"day\":\"2027-01-01\",\"reason\":\"Tết\"}]", "closed_days[0].reason"},
	{"kiosks", "[{\"name\":\"k\",\"printer\":1}]", "kiosks[0].printer"},
	{"services[0].pictogram", "\"rocket\"", NULL},
	{"priority_reasons[0].pictogram", "\"rocket\"", NULL},
	{"outcomes[0].pictogram", "\"info\"", NULL},
	{"groups", "[{\"id\":\"g\",\"name\":{\"vi\":\"a\"},\"pictogram\":\"rocket\"}]",
		"groups[0].pictogram"},
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

/* Or every text of the site would be a fault. */
static void test_missing_languages_are_the_only_fault(void **state)
{
	json_t *json = fixture_site();
	json_t *found = NULL;
	struct site *site = NULL;

	(void)state;
	put(json, "languages", json_array());
	assert_int_equal(site_parse(json, &site, &found), -EINVAL);
	assert_int_equal(json_array_size(found), 1);
	json_decref(found);
	json_decref(json);
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
		assert_non_null(json_object_get(json_array_get(found, 0), "fault"));
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

/* Whole numbers: what holds where one is not given, and both ends of what is taken. */
static const struct {
	const char *path;
	int min, max, fallback;
	size_t offset; /* in struct site */
} numbers[] = {
	{"number_digits", 2, 4, 3, offsetof(struct site, number_digits)},
	{"rules.priority_in_a_row", 1, 20, 2, offsetof(struct site, priority_in_a_row)},
	{"rules.age_limit_s", 0, 86400, 3600, offsetof(struct site, age_limit_s)},
	{"rules.call_attempts", 1, 20, 3, offsetof(struct site, call_attempts)},
	{"rules.absent_behind", 0, 50, 3, offsetof(struct site, absent_behind)},
	{"rules.recall_interval_s", 0, 120, 5, offsetof(struct site, recall_interval_s)},
	{"rules.undo_finish_s", 0, 3600, 30, offsetof(struct site, undo_finish_s)},
	{"rules.take_back_s", 0, 86400, 600, offsetof(struct site, take_back_s)},
	{"rules.wait_target_s", 0, 86400, 1800, offsetof(struct site, wait_target_s)},
	{"rules.rate_counter_s", 0, 3600, 300, offsetof(struct site, rate_counter_s)},
	{"rules.rate_phone_s", 0, 86400, 10800, offsetof(struct site, rate_phone_s)},
};

/* The same of a service and a counter; those of services[0] and counters[0]. */
static const struct {
	const char *path;
	int min, max, fallback;
	size_t offset; /* in struct site_service, site_counter */
} numbers_of_service[] = {
	{"services[0].daily_limit", 0, 9999, 0, offsetof(struct site_service, daily_limit)},
	{"services[0].serving_time_s", 10, 14400, 600,
		offsetof(struct site_service, serving_time_s)},
	{"services[0].wait_target_s", 0, 86400, 1800, /* the centre's */
		offsetof(struct site_service, wait_target_s)},
};

static int int_at(const void *base, size_t offset)
{
	return *(const int *)((const char *)base + offset);
}

/* The site with a value in one place; NULL when it is refused. */
static struct site *parse_with(const char *path, json_t *value, json_t **ret_faults)
{
	json_auto_t *json = fixture_site();
	struct site *site = NULL;

	put(json, path, value);
	if (site_parse(json, &site, ret_faults) < 0) {
		assert_null(site);
	}
	return site;
}

/* Refused in this one place, with words that name the bounds. */
static void assert_out_of_range(const char *path, int value, int min, int max)
{
	_cleanup_free_ char *expected =
		text_printf("must be a whole number from %d to %d", min, max);
	json_auto_t *found = NULL;
	const json_t *fault;

	if (parse_with(path, json_integer(value), &found)) {
		fail_msg("%s takes %d", path, value);
	}
	assert_int_equal(json_array_size(found), 1);
	fault = json_array_get(found, 0);
	assert_string_equal(json_string_value(json_object_get(fault, "path")), path);
	assert_string_equal(json_string_value(json_object_get(fault, "message")), expected);
}

static void test_numbers_have_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(numbers); i++) {
		const int given[] = {numbers[i].min, numbers[i].max};
		struct site *site = parse_with("public_url", json_string(""), NULL);

		assert_int_equal(int_at(site, numbers[i].offset), numbers[i].fallback);
		site_free(site);
		for (size_t j = 0; j < ELEMENTS(given); j++) {
			site = parse_with(numbers[i].path, json_integer(given[j]), NULL);
			if (!site || int_at(site, numbers[i].offset) != given[j]) {
				fail_msg("%s does not take %d", numbers[i].path, given[j]);
			}
			site_free(site);
		}
		assert_out_of_range(
			numbers[i].path, numbers[i].min - 1, numbers[i].min, numbers[i].max);
		assert_out_of_range(
			numbers[i].path, numbers[i].max + 1, numbers[i].min, numbers[i].max);
	}
}

static void test_numbers_of_a_service_have_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(numbers_of_service); i++) {
		const char *path = numbers_of_service[i].path;
		const int min = numbers_of_service[i].min;
		const int max = numbers_of_service[i].max;
		const size_t offset = numbers_of_service[i].offset;
		const int given[] = {min, max};
		struct site *site = parse_with("public_url", json_string(""), NULL);

		assert_int_equal(
			int_at(&site->services[0], offset), numbers_of_service[i].fallback);
		site_free(site);
		for (size_t j = 0; j < ELEMENTS(given); j++) {
			site = parse_with(path, json_integer(given[j]), NULL);
			if (!site || int_at(&site->services[0], offset) != given[j]) {
				fail_msg("%s does not take %d", path, given[j]);
			}
			site_free(site);
		}
		assert_out_of_range(path, min - 1, min, max);
		assert_out_of_range(path, max + 1, min, max);
	}
	assert_out_of_range("counters[0].number", 0, 1, LIMIT_COUNTERS);
	assert_out_of_range("counters[0].number", LIMIT_COUNTERS + 1, 1, LIMIT_COUNTERS);
}

static void test_a_service_waits_as_the_centre_does(void **state)
{
	json_auto_t *json = fixture_site();
	_cleanup_(site_freep) struct site *site = NULL;

	(void)state;
	fixture_rule(json, "wait_target_s", 1200);
	put(json, "services[1].wait_target_s", json_integer(300));
	assert_int_equal(site_parse(json, &site, NULL), 0);
	assert_int_equal(site->services[0].wait_target_s, 1200);
	assert_int_equal(site->services[1].wait_target_s, 300);
}

/* Each is a copy of one; key is what must differ. */
static json_t *make_list(const char *one, const char *key, size_t n)
{
	json_auto_t *first = json_loads(one, JSON_DECODE_ANY, NULL);
	json_t *list = json_array();

	assert_non_null(first);
	for (size_t i = 0; i < n; i++) {
		const char series[] = {(char)('A' + i / 5), (char)('A' + i % 5), '\0'};
		json_t *copy = json_deep_copy(first);

		if (strcmp(key, "number") == 0) {
			json_object_set_new(copy, key, json_integer((json_int_t)i + 1));
		} else if (strcmp(key, "series") == 0) {
			json_object_set_new(copy, key, json_string(series));
			json_object_set_new(copy, "id", json_string(series));
		} else if (*key) {
			json_object_set_new(copy, key, json_sprintf("x%zu", i));
		}
		json_array_append_new(list, copy);
	}
	return list;
}

static json_t *smallest_site(void)
{
	return json_pack("{s:s, s:{s:s}, s:[s], s:s}", "format", "layso-site/1", "name", "vi", "Xã",
		"languages", "vi", "hours", "always");
}

/* As many of each as limits.h says, and not one more. */
static void test_lists_have_bounds(void **state)
{
	static const struct {
		const char *path;
		const char *one; /* JSON */
		const char *key;
		size_t max;
	} table[] = {
		{"languages", "\"vi\"", "", LIMIT_LANGUAGES},
		{"closed_days", "{\"day\":\"2027-01-01\"}", "", LIMIT_CLOSED_DAYS},
		{"services", "{\"name\":{\"vi\":\"x\"}}", "series", LIMIT_SERVICES},
		{"counters", "{\"name\":{\"vi\":\"x\"}}", "number", LIMIT_COUNTERS},
		{"staff", "{\"name\":\"x\",\"role\":\"clerk\"}", "id", LIMIT_STAFF},
		{"priority_reasons", "{\"name\":{\"vi\":\"x\"}}", "id", LIMIT_REASONS},
		{"outcomes", "{\"name\":{\"vi\":\"x\"}}", "id", LIMIT_OUTCOMES},
		{"groups", "{\"name\":{\"vi\":\"x\"}}", "id", LIMIT_GROUPS},
		{"notices", "{\"vi\":\"x\"}", "", LIMIT_NOTICES},
		{"kiosks", "{}", "name", LIMIT_KIOSKS},
		{"devices", "{\"name\":{\"vi\":\"x\"}}", "id", LIMIT_DEVICES},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		_cleanup_free_ char *expected = text_printf(
			"has %zu entries; at most %zu are allowed", table[i].max + 1, table[i].max);
		json_auto_t *json = smallest_site();
		json_auto_t *found = NULL;
		_cleanup_(site_freep) struct site *site = NULL;
		struct site *none = NULL;
		const json_t *fault;

		put(json, table[i].path, make_list(table[i].one, table[i].key, table[i].max));
		if (site_parse(json, &site, NULL) < 0) {
			fail_msg("%zu %s are refused", table[i].max, table[i].path);
		}
		put(json, table[i].path, make_list(table[i].one, table[i].key, table[i].max + 1));
		assert_int_equal(site_parse(json, &none, &found), -EINVAL);
		assert_int_equal(json_array_size(found), 1);
		fault = json_array_get(found, 0);
		assert_string_equal(
			json_string_value(json_object_get(fault, "path")), table[i].path);
		assert_string_equal(json_string_value(json_object_get(fault, "message")), expected);
	}
}

/* The longest text that is taken, and one character more; texts of people in letters of three
 * bytes. */
static void test_texts_have_bounds(void **state)
{
	static const struct {
		const char *path;
		const char *begin;
		const char *rest;
		size_t max;
	} table[] = {
		{"name.vi", "", "ệ", LIMIT_TEXT},
		{"staff[0].name", "", "ệ", LIMIT_TEXT},
		{"notices[0].vi", "", "ệ", LIMIT_TEXT},
		{"texts.contact.vi", "", "ệ", LIMIT_TEXT},
		{"public_url", "http://", "x", LIMIT_PUBLIC_URL},
		{"languages[2]", "", "x", LIMIT_LANGUAGE},
		{"services[2].id", "", "x", LIMIT_ID},
		{"services[2].series", "", "X", LIMIT_SERIES},
		{"staff[3].id", "", "x", LIMIT_ID},
		{"priority_reasons[0].id", "", "x", LIMIT_ID},
		{"outcomes[0].id", "", "x", LIMIT_ID},
		{"kiosks[0].name", "", "x", LIMIT_ID},
		{"services[0].bring.vi", "1\n2\n", "ệ", LIMIT_BRING + strlen("1\n2\n")},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		for (size_t more = 0; more < 2; more++) {
			size_t size = table[i].max + more;
			json_auto_t *found = NULL;
			_cleanup_(site_freep) struct site *site = NULL;
			_cleanup_(textbuf_done) struct textbuf text = {0};

			textbuf_add(&text, table[i].begin);
			for (size_t n = strlen(table[i].begin); n < size; n++) {
				textbuf_add(&text, table[i].rest);
			}
			site = parse_with(table[i].path, json_string(text.data), &found);
			if (!site != (more == 1)) {
				fail_msg("%s with %zu characters", table[i].path, size);
			}
			if (more == 1) {
				assert_string_equal(json_string_value(json_object_get(
							    json_array_get(found, 0), "path")),
					table[i].path);
			}
		}
	}
	/* What is behind a zero byte would be lost. */
	assert_null(parse_with("staff[0].name", json_stringn("a\0b", 3), NULL));
}

static void test_so_many_faults_are_listed(void **state)
{
	json_auto_t *json = smallest_site();
	json_auto_t *found = NULL;
	struct site *site = NULL;

	(void)state;
	for (int i = 0; i < 150; i++) {
		_cleanup_free_ char *key = text_printf("key-%d", i);

		json_object_set_new(json, key, json_null());
	}
	assert_int_equal(site_parse_import(json, &site, &found), -EINVAL);
	assert_int_equal(json_array_size(found), 100);
}

/* A place that is too long to be named is cut, and stays a fault. */
static void test_a_long_place_is_cut(void **state)
{
	char key[300] = "";
	json_auto_t *found = NULL;

	(void)state;
	memset(key, 'x', sizeof(key) - 1);
	assert_null(parse_with("texts", json_pack("{s:{s:s}}", key, "fr", "x"), &found));
	assert_int_equal(json_array_size(found), 2); /* fr, and vi is missing */
	for (size_t i = 0; i < 2; i++) {
		const char *path =
			json_string_value(json_object_get(json_array_get(found, i), "path"));

		assert_memory_equal(path, "texts.xxx", 9);
		assert_int_equal(strlen(path), 159);
	}
}

/* Cut between two characters: half of one is no text, and the fault would be lost. */
static void test_a_long_place_is_cut_between_characters(void **state)
{
	static const char *const letters[] = {"ă", "ệ"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(letters); i++) {
		for (size_t before = 0; before < 3; before++) {
			_cleanup_(textbuf_done) struct textbuf key = {0};
			json_auto_t *found = NULL;

			textbuf_printf(&key, "%.*s", (int)before, "xx");
			for (int n = 0; n < 300; n++) {
				textbuf_add(&key, letters[i]);
			}
			assert_null(parse_with(
				"texts", json_pack("{s:{s:s}}", key.data, "fr", "x"), &found));
			assert_int_equal(json_array_size(found), 2);
		}
	}
}

static void test_hours(void **state)
{
	static const struct {
		const char *hours;
		const char *fault; /* its path; NULL right */
	} table[] = {
		{"{\"mon\":[[\"07:30\",\"11:30\"],[\"11:30\",\"17:00\"]]}", NULL},
		{"{\"sun\":[[\"00:00\",\"24:00\"]]}", NULL},
		{"{\"mon\":[]}", NULL},
		{"{\"mon\":[[\"07:30\",\"11:30\"],[\"11:29\",\"17:00\"]]}", "hours.mon[1]"},
		{"{\"tue\":[[\"13:00\",\"17:00\"],[\"07:30\",\"11:30\"]]}", "hours.tue[1]"},
		{"{\"wed\":[[\"07:30\",\"07:30\"]]}", "hours.wed[0]"},
		{"{\"thu\":[[\"07:30\"]]}", "hours.thu[0]"},
		{"{\"fri\":[[\"07:30\",\"11:30\",\"17:00\"]]}", "hours.fri[0]"},
		{"{\"sat\":[[\"07:30\",\"24:01\"]]}", "hours.sat[0]"},
		{"{\"sun\":[[7,11]]}", "hours.sun[0]"},
		{"{\"sun\":[[\"07:00\",11]]}", "hours.sun[0]"},
		{"{\"sun\":[[7,\"11:00\"]]}", "hours.sun[0]"},
		{"{\"sun\":[\"always\"]}", "hours.sun[0]"},
		{"{\"sun\":\"always\"}", "hours.sun"},
		{"{\"mon\":[[\"01:00\",\"02:00\"],[\"02:00\",\"03:00\"],[\"03:00\",\"04:00\"],"
		 "[\"04:00\",\"05:00\"]]}",
			NULL},
		{"{\"mon\":[[\"01:00\",\"02:00\"],[\"02:00\",\"03:00\"],[\"03:00\",\"04:00\"],"
		 "[\"04:00\",\"05:00\"],[\"05:00\",\"06:00\"]]}",
			"hours.mon"},
		{"7", "hours"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		json_auto_t *found = NULL;
		_cleanup_(site_freep) struct site *site = parse_with(
			"hours", json_loads(table[i].hours, JSON_DECODE_ANY, NULL), &found);
		const char *path =
			json_string_value(json_object_get(json_array_get(found, 0), "path"));

		if (!site != (table[i].fault != NULL) ||
			(path && strcmp(path, table[i].fault) != 0)) {
			fail_msg("case %zu: fault at %s", i, path ? path : "none");
		}
	}
}

/* The days of a week one after the other, each with its own hours. */
static void test_each_weekday_has_its_hours(void **state)
{
	static const char text[] =
		"{\"mon\":[[\"07:01\",\"08:00\"]],\"tue\":[[\"07:02\",\"08:00\"]],"
		"\"wed\":[[\"07:03\",\"08:00\"]],\"thu\":[[\"07:04\",\"08:00\"]],"
		"\"fri\":[[\"07:05\",\"08:00\"]],\"sat\":[[\"07:06\",\"08:00\"]],"
		"\"sun\":[[\"07:07\",\"08:00\"],[\"09:00\",\"10:30\"]]}";
	_cleanup_(site_freep) struct site *site =
		parse_with("hours", json_loads(text, 0, NULL), NULL);
	_cleanup_(site_freep) struct site *always =
		parse_with("hours", json_string("always"), NULL);

	(void)state;
	for (int day = 0; day < 7; day++) {
		assert_int_equal(site->hours.n[day], day == 6 ? 2 : 1);
		assert_int_equal(site->hours.span[day][0].from_minute, 7 * 60 + day + 1);
		assert_int_equal(site->hours.span[day][0].to_minute, 8 * 60);
		assert_int_equal(always->hours.n[day], 1);
		assert_int_equal(always->hours.span[day][0].from_minute, 0);
		assert_int_equal(always->hours.span[day][0].to_minute, 1440);
	}
	assert_int_equal(site->hours.span[6][1].to_minute, 10 * 60 + 30);
	assert_false(site->services[0].has_hours);
	assert_true(site->services[2].has_hours);
	assert_int_equal(site->services[2].hours.span[0][0].to_minute, 11 * 60 + 30);
}

static void test_what_a_centre_states_is_kept(void **state)
{
	json_auto_t *json = fixture_site();
	_cleanup_(site_freep) struct site *site = NULL;

	(void)state;
	put(json, "languages[2]", json_string("zh-Hant1"));
	put(json, "name.zh-Hant1", json_string("Zhongxin"));
	put(json, "closed_days[0].day", json_string("2027-01-01"));
	put(json, "closed_days[1].day", json_string("2027-02-06"));
	put(json, "closed_days[1].name.vi", json_string("Tết"));
	put(json, "outcomes[1]", json_pack("{s:s, s:{s:s}}", "id", "later", "name", "vi", "Hẹn"));
	put(json, "public_url", json_string("http://10.0.0.1:8080"));
	assert_int_equal(site_parse_import(json, &site, NULL), 0);
	assert_string_equal(site->public_url, "http://10.0.0.1:8080");
	assert_string_equal(site_text_get(&site_find_outcome(site, "later")->name, "en"), "Hẹn");
	assert_int_equal(site->n_closed_days, 2);
	assert_string_equal(site->closed_days[0].day, "2027-01-01");
	assert_string_equal(site->closed_days[1].day, "2027-02-06");
	assert_string_equal(site_text_get(&site->closed_days[1].name, "en"), "Tết");
	assert_string_equal(site->languages[2], "zh-Hant1");
	assert_string_equal(site_text_get(&site->name, "zh-Hant1"), "Zhongxin");
}

static void test_the_roles_of_staff(void **state)
{
	static const char *const roles[] = {
		"helper", "clerk", "supervisor", "director", "admin", "administrator"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(roles); i++) {
		_cleanup_(site_freep) struct site *site =
			parse_with("staff[0].role", json_string(roles[i]), NULL);

		assert_string_equal(site_find_staff(site, "s1")->role, roles[i]);
	}
}

static void test_each_notice_is_read(void **state)
{
	json_auto_t *found = NULL;

	(void)state;
	assert_null(parse_with("notices", json_pack("[{s:s}, {s:i}]", "vi", "x", "vi", 7), &found));
	assert_string_equal(json_string_value(json_object_get(json_array_get(found, 0), "path")),
		"notices[1].vi");
}

/* The day may end with the last hours, of the centre or of a service, and not before. */
static void test_the_day_ends_after_the_hours(void **state)
{
	static const struct {
		const char *end;
		const char *centre; /* Monday's last minute, of its second span */
		bool imported;
		int minute; /* −1 refused wherever */
		const char *service; /* Sunday's last minute, of the first service; NULL none */
	} table[] = {
		{"11:30", "11:00", true, 690}, /* service C until then */
		{"11:29", "11:00", false, 689},
		{"17:00", "17:00", true, 1020},
		{"16:59", "17:00", false, 1019},
		{"24:00", "24:00", true, 1440},
		{"", "24:00", true, 1440}, /* the default */
		{"20:00", "17:00", true, 1200, "20:00"},
		{"19:59", "17:00", false, 1199, "20:00"},
		{"00:00", "17:00", false, -1},
		{"24:01", "17:00", false, -1},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		json_auto_t *json = fixture_site();
		_cleanup_(site_freep) struct site *stored = NULL;
		_cleanup_(site_freep) struct site *imported = NULL;

		put(json, "day_end", json_string(table[i].end));
		put(json, "hours",
			json_pack("{s:[[s,s],[s,s]]}", "mon", "07:00", "08:00", "08:00",
				table[i].centre));
		if (table[i].service) {
			put(json, "services[0].hours",
				json_pack("{s:[[s,s]]}", "sun", "08:00", table[i].service));
		}
		assert_int_equal(
			site_parse(json, &stored, NULL), table[i].minute < 0 ? -EINVAL : 0);
		if (stored) {
			assert_int_equal(stored->day_end_minute, table[i].minute);
		}
		assert_int_equal(
			site_parse_import(json, &imported, NULL), table[i].imported ? 0 : -EINVAL);
	}
}

/* What the centre says of its kiosks: the first fault, and where it is. */
static void test_kiosks(void **state)
{
	static const struct {
		const char *kiosks;
		const char *fault; /* its path; NULL right */
		const char *message;
	} table[] = {
		{"[]", NULL, NULL},
		{"[{\"name\":\"k\"},{\"name\":\"l\"}]", NULL, NULL},
		{"[{\"name\":\"k\",\"services\":[\"A\",\"C\"],"
		 "\"buttons\":{\"left\":\"A\",\"right\":\"A\"}}]",
			NULL, NULL},
		{"{}", "kiosks", "must be a list"},
		{"[\"k\"]", "kiosks[0]", "must be an object"},
		{"[{}]", "kiosks[0].name", "is missing"},
		{"[{\"name\":\"a b\"}]", "kiosks[0].name",
			"must be 1 to 31 letters, digits, '-', '_' or '.'"},
		{"[{\"name\":\"l\"},{\"name\":\"k\"},{\"name\":\"k\"}]", "kiosks[2].name",
			"is used twice"},
		{"[{\"name\":\"k\",\"services\":[]}]", "kiosks[0].services",
			"must name a service; leave it out for all of them"},
		{"[{\"name\":\"k\",\"services\":[\"A\",\"Z\"]}]", "kiosks[0].services[1]",
			"is not the id of a service"},
		{"[{\"name\":\"k\"},{\"name\":\"l\",\"services\":[7]}]", "kiosks[1].services[0]",
			"is not the id of a service"},
		{"[{\"name\":\"k\",\"services\":\"A\"}]", "kiosks[0].services", "must be a list"},
		{"[{\"name\":\"k\",\"buttons\":\"A\"}]", "kiosks[0].buttons", "must be an object"},
		{"[{\"name\":\"k\",\"buttons\":{\"left\":\"A\",\"right\":\"Z\"}}]",
			"kiosks[0].buttons.right", "is not the id of a service"},
		{"[{\"name\":\"k\",\"buttons\":{\"left\":7}}]", "kiosks[0].buttons.left",
			"is not the id of a service"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		json_auto_t *found = NULL;
		_cleanup_(site_freep) struct site *site =
			parse_with("kiosks", json_loads(table[i].kiosks, 0, NULL), &found);
		const json_t *fault = json_array_get(found, 0);

		if (!site != (table[i].fault != NULL)) {
			fail_msg("case %zu was %s", i, site ? "taken" : "refused");
		}
		if (table[i].fault) {
			assert_string_equal(
				json_string_value(json_object_get(fault, "path")), table[i].fault);
			assert_string_equal(json_string_value(json_object_get(fault, "message")),
				table[i].message);
		}
	}
}

static void test_a_kiosks_buttons_have_bounds(void **state)
{
	(void)state;
	for (int n = LIMIT_KIOSK_BUTTONS; n <= LIMIT_KIOSK_BUTTONS + 1; n++) {
		json_t *buttons = json_object();
		json_auto_t *found = NULL;
		_cleanup_(site_freep) struct site *site = NULL;

		for (int i = 0; i < n; i++) {
			_cleanup_free_ char *name = text_printf("b%d", i);

			json_object_set_new(buttons, name, json_string("A"));
		}
		site = parse_with("kiosks",
			json_pack("[{s:s, s:o}]", "name", "k", "buttons", buttons), &found);
		assert_int_equal(site != NULL, n == LIMIT_KIOSK_BUTTONS);
		if (!site) {
			assert_string_equal(json_string_value(json_object_get(
						    json_array_get(found, 0), "path")),
				"kiosks[0].buttons");
		}
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
	assert_int_equal(site_parse_import(json, &site, &found), -EINVAL);
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
		cmocka_unit_test(test_missing_languages_are_the_only_fault),
		cmocka_unit_test(test_each_fault_is_found_where_it_is),
		cmocka_unit_test(test_what_is_stored_is_read_and_not_taken_again),
		cmocka_unit_test(test_all_faults_are_listed),
		cmocka_unit_test(test_not_an_object),
		cmocka_unit_test(test_numbers_have_bounds),
		cmocka_unit_test(test_numbers_of_a_service_have_bounds),
		cmocka_unit_test(test_a_service_waits_as_the_centre_does),
		cmocka_unit_test(test_lists_have_bounds),
		cmocka_unit_test(test_texts_have_bounds),
		cmocka_unit_test(test_so_many_faults_are_listed),
		cmocka_unit_test(test_a_long_place_is_cut),
		cmocka_unit_test(test_a_long_place_is_cut_between_characters),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_each_weekday_has_its_hours),
		cmocka_unit_test(test_what_a_centre_states_is_kept),
		cmocka_unit_test(test_the_roles_of_staff),
		cmocka_unit_test(test_each_notice_is_read),
		cmocka_unit_test(test_the_day_ends_after_the_hours),
		cmocka_unit_test(test_kiosks),
		cmocka_unit_test(test_a_kiosks_buttons_have_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
