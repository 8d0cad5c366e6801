/* SPDX-License-Identifier: Apache-2.0 */
/* Where a procedure is done, and its link on the portal, by the site data. */
#include "catalogue/lookup-place.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

static struct site *site_with(const char *catalogue)
{
	json_t *json = fixture_site();
	struct site *site = NULL;

	(void)json_object_set_new(json, "catalogue", json_loads(catalogue, 0, NULL));
	assert_int_equal(site_parse(json, &site, NULL), 0);
	json_decref(json);
	return site;
}

static const char *service_of(const struct site *site, const char *sector)
{
	const struct site_service *service = lookup_place_service(site, sector);

	return service ? service->id : "";
}

static void test_a_sector_has_its_service(void **state)
{
	_cleanup_(site_freep) struct site *site =
		site_with("{\"sectors\": {\"B\": [\"Nuôi con nuôi\", \"Chứng thực\"]}}");
	_cleanup_free_ char *name = text_dup(site->services[0].name.text[0]);

	(void)state;
	assert_string_equal(service_of(site, "Chứng thực"), "B");
	assert_string_equal(service_of(site, "chung  thuc"), "B");
	assert_string_equal(service_of(site, name), site->services[0].id);
	assert_string_equal(service_of(site, "Biển đảo"), "");
	assert_string_equal(service_of(site, ""), "");
	site->services[0].active = false;
	assert_string_equal(service_of(site, name), "");
}

static void test_counters_of_a_service(void **state)
{
	_cleanup_(site_freep) struct site *site = site_with("{}");
	const struct site_counter *counter = &site->counters[0];
	_cleanup_free_ char *text = lookup_place_counters(site, counter->services[0], "");
	_cleanup_free_ char *none = lookup_place_counters(site, "nothing", "");

	(void)state;
	assert_non_null(strstr(text, site_text_get(&counter->name, "")));
	assert_string_equal(none, "");
}

static void check_link(const char *links, const char *own, const char *expected)
{
	_cleanup_free_ char *catalogue = text_printf("{\"links\": {%s}}", links);
	_cleanup_(site_freep) struct site *site = site_with(catalogue);
	const struct procedure procedure = {
		.text = {[PROCEDURE_CODE] = "1.004884.000.00.00.H56", [PROCEDURE_LINK] = own}};
	_cleanup_free_ char *link = lookup_place_link(site, &procedure);

	assert_string_equal(link ? link : "", expected);
}

#define TEMPLATE "\"procedure\": \"https://portal.example.vn/?ma={short}\""

static void test_the_link_is_one_of_the_web(void **state)
{
	(void)state;
	check_link(TEMPLATE, "", "https://portal.example.vn/?ma=1.004884");
	check_link(TEMPLATE, "https://x.example/a?b=1&c=2", "https://x.example/a?b=1&c=2");
	check_link(TEMPLATE, "javascript:alert(1)", "https://portal.example.vn/?ma=1.004884");
	check_link("\"centre\": \"https://portal.example.vn/\"", "", "https://portal.example.vn/");
	check_link("", "", "");
	check_link(TEMPLATE ", \"own\": [{\"sector\": \"1.004884\", \"link\": "
			    "\"https://x.example/s\"}, {\"procedure\": \"1.004884\", "
			    "\"link\": \"https://x.example/p\"}]",
		"https://x.example/own", "https://x.example/p");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sector_has_its_service),
		cmocka_unit_test(test_counters_of_a_service),
		cmocka_unit_test(test_the_link_is_one_of_the_web),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
