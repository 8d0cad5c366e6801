/* SPDX-License-Identifier: Apache-2.0 */
/* Groups, pictograms and what to bring, in a site. */
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/site.h"

static json_t *service_of(json_t *site, size_t index)
{
	return json_array_get(json_object_get(site, "services"), index);
}

/* The site whose second service brings a text, and has a group, a pictogram, and a reason with one
 * beside it; NULL when it is refused. */
static struct site *parse_with(const char *pictogram, const char *bring, bool import)
{
	json_auto_t *json = fixture_site();
	json_t *reason = json_array_get(json_object_get(json, "priority_reasons"), 0);
	struct site *site = NULL;

	json_object_set_new(json, "groups",
		json_pack("[{s:s, s:{s:s}, s:s}]", "id", "home", "name", "vi", "Nhà đất",
			"pictogram", "house"));
	json_object_set_new(service_of(json, 1), "group", json_string("home"));
	json_object_set_new(service_of(json, 1), "pictogram", json_string(pictogram));
	json_object_set_new(service_of(json, 1), "bring", json_pack("{s:s}", "vi", bring));
	json_object_set_new(reason, "pictogram", json_string("elderly"));
	return (import ? site_parse_import : site_parse)(json, &site, NULL) < 0 ? NULL : site;
}

static void test_services_have_groups_pictograms_and_what_to_bring(void **state)
{
	_cleanup_(site_freep) struct site *site = parse_with("land", "Căn cước\nSổ đỏ", true);

	(void)state;
	assert_non_null(site);
	assert_int_equal(site->n_groups, 1);
	assert_string_equal(site_find_group(site, "home")->pictogram, "house");
	assert_string_equal(site->services[1].group, "home");
	assert_string_equal(site->services[1].pictogram, "land");
	assert_string_equal(site_text_get(&site->services[1].bring, "en"), "Căn cước\nSổ đỏ");
	assert_string_equal(site->services[0].group, "");
	assert_string_equal(site_text_get(&site->services[0].bring, "vi"), "");
	assert_string_equal(site->reasons[0].pictogram, "elderly");
}

static void test_a_later_versions_pictogram_is_left_out(void **state)
{
	_cleanup_(site_freep) struct site *site = parse_with("rocket", "Sổ đỏ", false);

	(void)state;
	assert_non_null(site);
	assert_string_equal(site->services[1].pictogram, "");
	assert_null(parse_with("rocket", "Sổ đỏ", true));
}

/* Letters with their tones: 60 of them are 180 bytes. */
static void test_a_line_to_bring_is_counted_in_characters(void **state)
{
	(void)state;
	for (int n = LIMIT_BRING; n <= LIMIT_BRING + 1; n++) {
		_cleanup_(textbuf_done) struct textbuf text = {0};
		_cleanup_(site_freep) struct site *site = NULL;

		for (int i = 0; i < n; i++) {
			textbuf_printf(&text, "ế");
		}
		site = parse_with("land", text.data, true);
		assert_int_equal(site != NULL, n == LIMIT_BRING);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_services_have_groups_pictograms_and_what_to_bring),
		cmocka_unit_test(test_a_later_versions_pictogram_is_left_out),
		cmocka_unit_test(test_a_line_to_bring_is_counted_in_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
