/* SPDX-License-Identifier: Apache-2.0 */
/* Which procedures go with what happens in people's lives. */
#include "catalogue/life-events.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

#define OWN \
	"[{\"name\":{\"vi\":\"Sinh con\",\"en\":\"A birth\"},\"words\":[\"khai sinh\"]}," \
	"{\"name\":{\"vi\":\"Đất\"},\"sectors\":[\"Đất đai\"],\"procedures\":[\"2.000001\"," \
	"\"x-1\"]},{\"name\":{}},{\"name\":{\"vi\":1}},5,{\"name\":{\"vi\":\"Gì\"}," \
	"\"words\":[\"?\", 7]}]"

static struct life_events *events_of(const char *first, const char *second)
{
	struct life_events *events = life_events_new();
	json_t *list = json_loads(first, 0, NULL), *more = json_loads(second, 0, NULL);

	life_events_add(events, list);
	life_events_add(events, more);
	json_decref(list);
	json_decref(more);
	return events;
}

static uint64_t found(const struct life_events *events, const char *members)
{
	_cleanup_free_ char *text = text_printf("{%s,\"level\":\"\"}", members);
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	json_t *json = json_loads(text, 0, NULL);
	struct procedure_fault fault;

	assert_non_null(json);
	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	json_decref(json);
	return life_events_of(events, procedure);
}

static void test_words_of_a_name_lead_to_its_event(void **state)
{
	_cleanup_(life_events_freep) struct life_events *events = events_of(OWN, "[]");

	(void)state;
	assert_int_equal(life_events_count(events), 3);
	assert_int_equal(found(events, "\"name\":\"Thủ tục ĐĂNG KÝ KHAI SINH lưu động\""), 1);
	assert_int_equal(found(events, "\"name\":\"Việc\",\"everyday\":[\"khai\",\"sinh\"]"), 0);
	assert_int_equal(found(events, "\"name\":\"Việc\",\"everyday\":[\"làm khai sinh\"]"), 1);
	/* Whole words, with their marks, in a row. */
	assert_int_equal(found(events, "\"name\":\"Khai sinhh\""), 0);
	assert_int_equal(found(events, "\"name\":\"Khái sinh\""), 0);
	assert_int_equal(found(events, "\"name\":\"Khai tử, sinh\""), 0);
}

static void test_a_sector_or_a_code_leads_to_it(void **state)
{
	_cleanup_(life_events_freep) struct life_events *events = events_of(OWN, "[]");

	(void)state;
	assert_int_equal(found(events, "\"name\":\"Tách thửa\",\"sector\":\"Đất  đai\""), 2);
	assert_int_equal(found(events, "\"name\":\"Tách thửa\",\"sector\":\"Đất đai khác\""), 0);
	assert_int_equal(found(events, "\"name\":\"Việc\",\"code\":\"2.000001.000.00.00.H56\""), 2);
	assert_int_equal(found(events, "\"name\":\"Khai sinh\",\"sector\":\"Đất đai\""), 3);
}

static void test_a_centre_mends_an_event(void **state)
{
	_cleanup_(life_events_freep) struct life_events *events = events_of(OWN,
		"[{\"name\":{\"en\":\"A birth\",\"vi\":\"Có em bé\"},\"words\":[\"Tách thửa\"]},"
		"{\"name\":{\"vi\":\"Mới\"}}]");

	(void)state;
	assert_int_equal(life_events_count(events), 4);
	assert_string_equal(life_events_name(events, 0, "vi"), "Có em bé");
	assert_string_equal(life_events_name(events, 0, "en"), "A birth");
	assert_string_equal(life_events_name(events, 3, "en"), "Mới");
	assert_int_equal(found(events, "\"name\":\"Tách thửa\""), 1);
	assert_int_equal(found(events, "\"name\":\"Khai sinh\""), 0);
}

static void test_a_pictogram_is_one_and_stays(void **state)
{
	_cleanup_(life_events_freep) struct life_events *events = events_of(
		"[{\"name\":{\"vi\":\"Sinh con\"},\"pictogram\":\"birth\"},"
		"{\"name\":{\"vi\":\"Đi xa\"},\"pictogram\":\"no-such\"},"
		"{\"name\":{\"vi\":\"Nhà\"},\"pictogram\":\"house\"},{\"name\":{\"vi\":\"Gì\"}}]",
		"[{\"name\":{\"vi\":\"Sinh con\"},\"words\":[\"sinh\"]},"
		"{\"name\":{\"vi\":\"Nhà\"},\"pictogram\":\"land\"}]");

	(void)state;
	assert_string_equal(life_events_pictogram(events, 0), "birth");
	assert_string_equal(life_events_pictogram(events, 1), "");
	assert_string_equal(life_events_pictogram(events, 2), "land");
	assert_string_equal(life_events_pictogram(events, 3), "");
}

static void test_there_is_a_bit_for_each(void **state)
{
	_cleanup_(life_events_freep) struct life_events *events = life_events_new();
	json_t *list = json_array();

	(void)state;
	for (int i = 0; i <= LIFE_EVENTS_MAX; i++) {
		_cleanup_free_ char *name = text_printf("Việc %d", i);

		(void)json_array_append_new(
			list, json_pack("{s:{s:s}, s:[s]}", "name", "vi", name, "words", name));
	}
	life_events_add(events, list);
	json_decref(list);
	assert_int_equal(life_events_count(events), LIFE_EVENTS_MAX);
	assert_true(found(events, "\"name\":\"việc 63\"") == UINT64_C(1) << 63);
}

static void test_the_installed_list_is_one(void **state)
{
	_cleanup_free_ char *path =
		text_printf("%s/firmware/catalogue/life-events.json", TEST_ROOT);
	_cleanup_free_ char *text = text_printf("%s/LICENSE", TEST_ROOT);
	_cleanup_(life_events_freep) struct life_events *events = life_events_new();

	(void)state;
	assert_int_equal(life_events_load(events, path), 0);
	assert_in_range(life_events_count(events), 10, 40);
	for (size_t i = 0; i < life_events_count(events); i++) {
		/* Each has a name in either language. */
		assert_string_not_equal(
			life_events_name(events, i, "vi"), life_events_name(events, i, "en"));
		/* And a pictogram, for those who do not read. */
		assert_string_not_equal(life_events_pictogram(events, i), "");
	}
	assert_int_equal(found(events, "\"name\":\"Thủ tục đăng ký khai sinh\""), 1);
	assert_int_equal(life_events_load(events, text), -EINVAL);
	assert_int_equal(life_events_load(events, "/nothing/there"), -ENOENT);
}

static void test_a_centres_own_join_the_installed_ones(void **state)
{
	_cleanup_free_ char *data = text_printf("%s/firmware/catalogue", TEST_ROOT);
	_cleanup_(life_events_freep) struct life_events *installed = NULL, *events = NULL;
	json_t *own = json_pack("[{s:{s:s}, s:[s]}]", "name", "vi", "Nuôi ong", "words", "ong mật");

	(void)state;
	(void)setenv("LAYSO_DATADIR", data, 1);
	installed = life_events_read(NULL);
	events = life_events_read(own);
	(void)unsetenv("LAYSO_DATADIR");
	json_decref(own);
	assert_in_range(life_events_count(installed), 10, 40);
	assert_int_equal(life_events_count(events), life_events_count(installed) + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_of_a_name_lead_to_its_event),
		cmocka_unit_test(test_a_sector_or_a_code_leads_to_it),
		cmocka_unit_test(test_a_centre_mends_an_event),
		cmocka_unit_test(test_a_pictogram_is_one_and_stays),
		cmocka_unit_test(test_there_is_a_bit_for_each),
		cmocka_unit_test(test_the_installed_list_is_one),
		cmocka_unit_test(test_a_centres_own_join_the_installed_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
