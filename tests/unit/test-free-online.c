/* SPDX-License-Identifier: Apache-2.0 */
/* How many procedures of a service are free online: by the fee of that channel, by the day, and by
 * what the site says of sectors. */
#include "catalogue/free-online.h"

#include "check.h"
#include "queue-fixture.h"

#define TODAY "2026-11-29"

static void add(struct free_online *list, const char *sector, const char *fee, const char *checked,
	const char *valid_to)
{
	json_t *record = json_pack("{s:s, s:s, s:s, s:s, s:[{s:s, s:s}, {s:s, s:s}]}", "code",
		"1.000001", "name", "Mẫu", "sector", sector, "checked_day", checked, "ways",
		"channel", "direct", "fee", "8.000 đồng", "channel", "online", "fee", fee);
	struct procedure *procedure = NULL;
	struct procedure_fault fault;
	json_t *normal = NULL;

	if (*valid_to) {
		(void)json_object_set_new(record, "valid_to", json_string(valid_to));
	}
	assert_int_equal(procedure_normalise(record, &normal, &fault), 0);
	assert_int_equal(procedure_from_json(normal, &procedure, &fault), 0);
	free_online_add(list, procedure);
	procedure_free(procedure);
	json_decref(normal);
	json_decref(record);
}

static struct site *site_with(const char *catalogue)
{
	json_t *json = fixture_site();
	struct site *site = NULL;

	(void)json_object_set_new(json, "catalogue", json_loads(catalogue, 0, NULL));
	assert_int_equal(site_parse(json, &site, NULL), 0);
	json_decref(json);
	return site;
}

static void what_costs_nothing_online_is_counted(void **state)
{
	_cleanup_(free_online_freep) struct free_online *list = free_online_new();
	_cleanup_(site_freep) struct site *site = site_with("{}");

	(void)state;
	assert_int_equal(free_online_of_service(list, site, TODAY, "A"), 0);
	add(list, "Hộ tịch", "Miễn phí", "2026-11-01", "");
	add(list, "Hộ tịch", "0 đồng", "2026-11-01", "");
	add(list, "Hộ tịch", "4.000 đồng", "2026-11-01", "");
	add(list, "Hộ tịch", "Theo quy định", "2026-11-01", "");
	add(list, "Chứng thực", "Miễn phí", "2026-11-01", "");
	add(list, "Biển đảo", "Miễn phí", "2026-11-01", "");
	assert_int_equal(free_online_of_service(list, site, TODAY, "A"), 2);
	assert_int_equal(free_online_of_service(list, site, TODAY, "B"), 1);
	assert_int_equal(free_online_of_service(list, site, TODAY, "C"), 0);
	assert_int_equal(free_online_of_service(list, site, TODAY, "nothing"), 0);
}

static void what_no_longer_holds_is_not_counted(void **state)
{
	_cleanup_(free_online_freep) struct free_online *list = free_online_new();
	_cleanup_(site_freep) struct site *site = site_with("{}");

	(void)state;
	add(list, "Hộ tịch", "Miễn phí", "2020-01-01", ""); /* expired */
	add(list, "Hộ tịch", "Miễn phí", "2026-11-01", "2026-11-29"); /* its last day */
	add(list, "Hộ tịch", "Miễn phí", "2026-11-01", "");
	assert_int_equal(free_online_of_service(list, site, TODAY, "A"), 2);
	assert_int_equal(free_online_of_service(list, site, "2026-11-30", "A"), 1);
	assert_int_equal(free_online_of_service(list, site, "2030-01-01", "A"), 0);
}

static void the_site_says_whose_sectors_they_are(void **state)
{
	_cleanup_(free_online_freep) struct free_online *list = free_online_new();
	_cleanup_(site_freep) struct site *site =
		site_with("{\"sectors\": {\"B\": [\"Hộ tịch\", \"Chứng thực\"]}}");
	int counts[LIMIT_SERVICES] = {0};

	(void)state;
	add(list, "Hộ tịch", "Miễn phí", "2026-11-01", "");
	add(list, "Chứng thực", "Miễn phí", "2026-11-01", "");
	free_online_count(list, site, TODAY, counts);
	assert_int_equal(counts[0], 0);
	assert_int_equal(counts[1], 2);
	assert_int_equal(counts[2], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_costs_nothing_online_is_counted),
		cmocka_unit_test(what_no_longer_holds_is_not_counted),
		cmocka_unit_test(the_site_says_whose_sectors_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
