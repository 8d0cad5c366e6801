/* SPDX-License-Identifier: Apache-2.0 */
/* What a site says of its procedures: links and the sheets that hang. */
#include <errno.h>
#include <string.h>

#include "check.h"
#include "queue-fixture.h"
#include "queue/site.h"

/* What is said of the catalogue; the third is the path of the fault. */
static const char *const catalogue_faults[][3] = {
	{"catalogue", "7", "catalogue"},
	{"catalogue", "{\"links\":7}", "catalogue.links"},
	{"catalogue", "{\"sector_names\":7}", "catalogue.sector_names"},
	{"catalogue", "{\"sector_names\":{\"ho-tich\":\"\"}}", "catalogue.sector_names.ho-tich"},
	{"catalogue", "{\"events\":7}", "catalogue.events"},
	{"catalogue", "{\"events\":[7]}", "catalogue.events[0]"},
	{"catalogue", "{\"events\":[{\"name\":{}}]}", "catalogue.events[0].name"},
	{"catalogue", "{\"events\":[{\"name\":{\"vi\":\"\"}}]}", "catalogue.events[0].name.vi"},
	{"catalogue", "{\"events\":[{\"name\":{\"vi\":\"a\"},\"words\":[7]}]}",
		"catalogue.events[0].words"},
	{"catalogue", "{\"events\":[{\"name\":{\"vi\":\"a\"},\"pictogram\":\"no-such\"}]}",
		"catalogue.events[0].pictogram"},
	{"catalogue", "{\"events\":[{\"name\":{\"vi\":\"a\"},\"word\":[]}]}",
		"catalogue.events[0].word"},
	{"catalogue", "{\"links\":{\"portal\":\"https://a.vn\"}}", "catalogue.links.portal"},
	{"catalogue", "{\"links\":{\"procedure\":\"https://a.vn/\"}}", "catalogue.links.procedure"},
	{"catalogue", "{\"links\":{\"procedure\":\"ftp://a.vn/{code}\"}}",
		"catalogue.links.procedure"},
	{"catalogue", "{\"links\":{\"sector\":\"https://a.vn/{code}\"}}", "catalogue.links.sector"},
	{"catalogue", "{\"links\":{\"centre\":\"a.vn\"}}", "catalogue.links.centre"},
	{"catalogue",
		"{\"links\":{\"own\":[{\"procedure\":\"1.013313\",\"link\":\"https://a.vn/"
		"{code}\"}]}}",
		"catalogue.links.own[0].link"},
	{"catalogue", "{\"links\":{\"own\":[{\"procedure\":\"1.013313\"}]}}",
		"catalogue.links.own[0].link"},
	{"catalogue", "{\"links\":{\"own\":[{\"link\":\"https://a.vn\"}]}}",
		"catalogue.links.own[0]"},
	{"catalogue",
		"{\"links\":{\"own\":[{\"procedure\":\"a\",\"sector\":\"b\",\"link\":\"https://"
		"a.vn\"}]}}",
		"catalogue.links.own[0]"},
	{"catalogue", "{\"links\":{\"own\":[{\"sector\":\"hộ tịch\",\"link\":\"https://a.vn\"}]}}",
		"catalogue.links.own[0]"},
	/* A dash is no word, though it is no ASCII. */
	{"catalogue", "{\"words\":[{\"everyday\":\"–\",\"official\":\"a\"}]}",
		"catalogue.words[0].everyday"},
	{"catalogue", "{\"words\":[{\"everyday\":\"đẻ\",\"official\":\"a|“”\"}]}",
		"catalogue.words[0].official"},
	{"sheets", "7", "sheets"},
	{"sheets", "[\"centre\"]", "sheets[0]"},
	{"sheets", "[{\"sheet\":\"centre\",\"hash\":\"0123456789abcde\"}]", "sheets[0]"},
	{"sheets", "[{\"sheet\":\"centre\",\"hash\":\"0123456789abcdeg\"}]", "sheets[0]"},
	{"sheets", "[{\"sheet\":\"ho-tich/0\",\"hash\":\"0123456789abcdef\"}]", "sheets[0]"},
	{"sheets", "[{\"sheet\":\"ho-tich/1\",\"hash\":\"0123456789abcdef\",\"both_languages\":1}]",
		"sheets[0].both_languages"},
};

static void test_a_fault_of_the_catalogue_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(catalogue_faults); i++) {
		json_auto_t *json = fixture_site();
		json_auto_t *found = NULL;
		struct site *site = NULL;

		(void)json_object_set_new(json, catalogue_faults[i][0],
			json_loads(catalogue_faults[i][1], JSON_DECODE_ANY, NULL));
		if (site_parse_import(json, &site, &found) != -EINVAL ||
			json_array_size(found) != 1) {
			fail_msg("case %zu (%s)", i, catalogue_faults[i][1]);
		}
		assert_string_equal(
			json_string_value(json_object_get(json_array_get(found, 0), "path")),
			catalogue_faults[i][2]);
	}
}

static void test_links_and_sheets_are_taken(void **state)
{
	static const char catalogue[] =
		"{\"links\":{\"procedure\":\"https://a.vn/{code}\",\"sector\":\"\","
		"\"centre\":\"http://a.vn\",\"own\":[{\"procedure\":\"1.013313\","
		"\"link\":\"https://a.vn/1\"},{\"sector\":\"ho-tich\","
		"\"link\":\"https://a.vn/2\"}]}}";
	static const char sheets[] = "[{\"sheet\":\"centre\",\"hash\":\"0123456789abcdef\"},"
				     "{\"sheet\":\"ho-tich/12\",\"hash\":\"0123456789abcdef\","
				     "\"both_languages\":true}]";
	json_auto_t *json = fixture_site();
	_cleanup_(site_freep) struct site *site = NULL;

	(void)state;
	(void)json_object_set_new(json, "catalogue", json_loads(catalogue, 0, NULL));
	(void)json_object_set_new(json, "sheets", json_loads(sheets, 0, NULL));
	assert_int_equal(site_parse_import(json, &site, NULL), 0);
	assert_int_equal(json_array_size(json_object_get(site->json, "sheets")), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_fault_of_the_catalogue_is_named),
		cmocka_unit_test(test_links_and_sheets_are_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
