/* SPDX-License-Identifier: Apache-2.0 */
/* The sample site: without faults, whole in both languages, and open always when it is told to. */
#include "queue/site.h"

#include "check.h"
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ctl/ctl-site.h"
#include "queue/day.h"

static json_t *load(void)
{
	_cleanup_free_ char *path = text_printf("%s/firmware/queue/site-sample.json", TEST_ROOT);
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (!json) {
		fail_msg("%s:%d: %s", path, error.line, error.text);
	}
	return json;
}

static struct site *parse(json_t *json)
{
	struct site *site = NULL;
	json_t *faults = NULL;

	if (site_parse_import(json, &site, &faults) < 0) {
		_cleanup_free_ char *text = json_dumps(faults, JSON_INDENT(2));

		fail_msg("faults: %s", text);
	}
	json_decref(json);
	return site;
}

static void it_has_no_faults(void **state)
{
	_cleanup_(site_freep) struct site *site = parse(load());

	(void)state;
	assert_int_equal(site->n_services, 7);
	assert_in_range(site->n_counters, 4, 5);
	assert_int_equal(site->n_reasons, 5);
	assert_non_null(site_find_reason(site, "elderly"));
	assert_non_null(site_find_outcome(site, "done"));
}

static void every_service_is_served_somewhere(void **state)
{
	_cleanup_(site_freep) struct site *site = parse(load());

	(void)state;
	for (int i = 0; i < site->n_services; i++) {
		bool served = false;

		for (int j = 0; j < site->n_counters; j++) {
			for (int k = 0; k < site->counters[j].n_services; k++) {
				served = served ||
					strcmp(site->counters[j].services[k],
						site->services[i].id) == 0;
			}
		}
		assert_true(served);
	}
}

static void expect_whole(const json_t *json, const char *path)
{
	const char *key;
	json_t *member;
	size_t i;

	if (json_object_get(json, "vi")) {
		const char *english = json_string_value(json_object_get(json, "en"));

		if (!english || !*english) {
			fail_msg("%s has no English text", path);
		}
	}
	json_object_foreach ((json_t *)json, key, member) {
		_cleanup_free_ char *below = text_printf("%s.%s", path, key);

		expect_whole(member, below);
	}
	json_array_foreach (json, i, member) {
		_cleanup_free_ char *below = text_printf("%s[%zu]", path, i);

		expect_whole(member, below);
	}
}

static void every_text_is_in_both_languages(void **state)
{
	json_t *json = load();

	(void)state;
	expect_whole(json, "site");
	json_decref(json);
}

static void it_can_be_opened_always(void **state)
{
	/* A Sunday, and the closed day of the sample. */
	static const struct local_time moments[] = {
		{.day = "2026-11-29", .weekday = 6, .minute = 3 * 60},
		{.day = "2027-01-01", .weekday = 4, .minute = 1439},
	};
	_cleanup_(site_freep) struct site *as_is = parse(load());
	_cleanup_(site_freep) struct site *always = NULL;
	json_t *json = load();

	(void)state;
	site_open_always(json);
	always = parse(json);
	for (size_t i = 0; i < ELEMENTS(moments); i++) {
		assert_int_not_equal(day_opening(as_is, NULL, &moments[i]), OPENING_OPEN);
		assert_int_equal(day_opening(always, NULL, &moments[i]), OPENING_OPEN);
		for (int j = 0; j < always->n_services; j++) {
			assert_int_equal(day_opening(always, &always->services[j], &moments[i]),
				OPENING_OPEN);
		}
	}
}

static void opening_always_survives_a_wrong_file(void **state)
{
	json_t *json = json_pack("{s:[n, i]}", "services", 3);

	(void)state;
	site_open_always(json);
	assert_string_equal(json_string_value(json_object_get(json, "hours")), "always");
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_no_faults),
		cmocka_unit_test(every_service_is_served_somewhere),
		cmocka_unit_test(every_text_is_in_both_languages),
		cmocka_unit_test(it_can_be_opened_always),
		cmocka_unit_test(opening_always_survives_a_wrong_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
