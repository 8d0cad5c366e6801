/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "catalogue/catalogue-export.h"
#include "kiosk/lookup-catalogue.h"
#include "queue-fixture.h"

#define TODAY "2026-11-29"

static json_t *record(const char *code, const char *name, const char *sector, const char *checked)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s}", "code", code, "name", name, "sector", sector,
		"state", "in_force", "checked_day", checked);
}

/* What the hub gives: records in their normal form. */
static char *export(json_t *const *records, size_t n)
{
	json_t *normal[64] = {NULL};
	struct textbuf out = {0};
	struct procedure_fault fault;

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(procedure_normalise(records[i], &normal[i], &fault), 0);
	}
	catalogue_export_json(normal, n, &out);
	for (size_t i = 0; i < n; i++) {
		json_decref(records[i]);
		json_decref(normal[i]);
	}
	return out.data;
}

/* The second has no procedure; that of the third does not hold. */
static struct life_events *some_events(void)
{
	struct life_events *events = life_events_new();
	json_t *list = json_pack("[{s:{s:s, s:s}, s:s, s:[s]}, {s:{s:s}, s:[s]}, {s:{s:s}, s:[s]},"
				 " {s:{s:s}, s:[s]}]",
		"name", "vi", "Sinh con", "en", "A birth", "pictogram", "birth", "words",
		"khai sinh", /**/
		"name", "vi", "Kết hôn", "words", "kết hôn", /**/
		"name", "vi", "Đi xa", "words", "lưu động", /**/
		"name", "vi", "Giấy tờ", "sectors", "Hộ tịch");

	life_events_add(events, list);
	json_decref(list);
	return events;
}

static struct lookup_catalogue *small(void)
{
	json_t *records[] = {
		record("1.000001", "Đăng ký khai sinh", "Hộ tịch", "2026-11-01"),
		record("1.000002", "Đăng ký khai tử", "Hộ tịch", "2026-11-01"),
		record("1.000003", "Cấp bản sao từ sổ gốc", "Chứng thực", "2026-01-01"),
		record("1.000004", "Đăng ký lại khai sinh", "Hộ tịch", "2020-01-01"),
		record("1.000005", "Đăng ký khai sinh lưu động", "Hộ tịch", "2026-11-01"),
	};
	struct lookup_catalogue *catalogue = NULL;

	(void)json_object_set_new(records[4], "state", json_string("ended"));
	assert_int_equal(lookup_catalogue_new(export(records, ELEMENTS(records)),
				 search_words_new(), some_events(), TODAY, &catalogue),
		0);
	return catalogue;
}

static void what_does_not_hold_is_not_there(void **state)
{
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = small();
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;

	(void)state;
	assert_int_equal(lookup_catalogue_count(catalogue), 3); /* one is old, and valid */
	assert_int_equal(lookup_catalogue_find(catalogue, "khai sinh", found), 0);
	assert_true(found->n > 0);
	assert_string_equal(found->entries[0].name, "Đăng ký khai sinh");
	for (int i = 0; i < found->n; i++) {
		assert_null(strstr(found->entries[i].name, "lại"));
		assert_null(strstr(found->entries[i].name, "lưu động"));
	}
	assert_int_equal(lookup_catalogue_open(catalogue, "1.000004", &procedure), -ENOENT);
	assert_int_equal(lookup_catalogue_open(catalogue, found->entries[0].id, &procedure), 0);
	assert_string_equal(procedure->text[PROCEDURE_CODE], "1.000001");
}

/* By the fee online, of those that hold today. */
static void what_is_free_online_is_counted(void **state)
{
	json_t *records[] = {
		record("1.000001", "Đăng ký khai sinh", "Hộ tịch", "2026-11-01"),
		record("1.000002", "Đăng ký khai tử", "Hộ tịch", "2026-11-01"),
		record("1.000003", "Đăng ký lại khai sinh", "Hộ tịch", "2020-01-01"),
	};
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = NULL;
	json_t *json = fixture_site();
	_cleanup_(site_freep) struct site *site = NULL;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(records); i += 2) {
		(void)json_object_set_new(records[i], "ways",
			json_pack("[{s:s, s:s}]", "channel", "online", "fee", "Miễn phí"));
	}
	assert_int_equal(site_parse(json, &site, NULL), 0);
	json_decref(json);
	assert_int_equal(lookup_catalogue_new(
				 export(records, ELEMENTS(records)), NULL, NULL, TODAY, &catalogue),
		0);
	assert_int_equal(lookup_catalogue_free_online(catalogue, site, "A"), 1);
	assert_int_equal(lookup_catalogue_free_online(catalogue, site, "B"), 0);
}

static void sectors_lead_to_their_procedures(void **state)
{
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = small();
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));
	_cleanup_free_ struct lookup_entry *sectors =
		memory_new(LOOKUP_ENTRIES_MAX, sizeof(*sectors));
	int more;

	(void)state;
	assert_int_equal(lookup_catalogue_sectors(catalogue, sectors, &more), 2);
	assert_int_equal(more, 0);
	assert_string_equal(sectors[0].name, "Chứng thực");
	assert_string_equal(sectors[1].name, "Hộ tịch");
	lookup_catalogue_of_sector(catalogue, sectors[1].id, found);
	assert_int_equal(found->n, 2);
	assert_string_equal(found->entries[0].id, "1.000001");
	assert_string_equal(found->entries[1].id, "1.000002");
	lookup_catalogue_of_sector(catalogue, "none", found);
	assert_int_equal(found->n, 0);
}

static void what_a_list_has_no_room_for_is_counted(void **state)
{
	enum { SECTORS = LOOKUP_ENTRIES_MAX + 3, OF_ONE = LOOKUP_ENTRIES_MAX + 5 };
	struct textbuf text = {0};
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = NULL;
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));
	_cleanup_free_ struct lookup_entry *sectors =
		memory_new(LOOKUP_ENTRIES_MAX, sizeof(*sectors));
	int more;

	(void)state;
	textbuf_add(&text, "{\"procedures\": [\n");
	for (int i = 0; i < SECTORS + OF_ONE; i++) {
		textbuf_printf(&text,
			"%s{\"key\": \"1.%06d\", \"code\": \"1.%06d\", \"name\": \"Khai %d\", "
			"\"sector\": \"%03d\", \"state\": \"in_force\", "
			"\"checked_day\": \"2026-11-01\"}",
			i > 0 ? ",\n" : "", i, i, i, i < SECTORS ? i : 0);
	}
	textbuf_add(&text, "\n]}\n");
	assert_int_equal(
		lookup_catalogue_new(text.data, NULL, some_events(), TODAY, &catalogue), 0);
	assert_int_equal(lookup_catalogue_sectors(catalogue, sectors, &more), LOOKUP_ENTRIES_MAX);
	assert_int_equal(more, SECTORS - LOOKUP_ENTRIES_MAX);
	lookup_catalogue_of_sector(catalogue, sectors[0].id, found);
	assert_int_equal(found->n, LOOKUP_ENTRIES_MAX);
	assert_int_equal(found->more, OF_ONE + 1 - LOOKUP_ENTRIES_MAX);
}

static void life_events_lead_to_the_procedures_that_hold(void **state)
{
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = small();
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));
	_cleanup_free_ struct lookup_entry *events =
		memory_new(LOOKUP_ENTRIES_MAX, sizeof(*events));
	char birth[LOOKUP_ID_SIZE];

	(void)state;
	assert_true(lookup_catalogue_has_events(catalogue));
	assert_int_equal(lookup_catalogue_events(catalogue, "vi", events), 2);
	assert_string_equal(events[0].name, "Sinh con");
	assert_string_equal(events[1].name, "Giấy tờ");
	assert_string_equal(events[0].pictogram, "birth");
	assert_string_equal(events[1].pictogram, "");
	lookup_catalogue_of_event(catalogue, events[1].id, found);
	assert_int_equal(found->n, 2);
	memcpy(birth, events[0].id, sizeof(birth));
	/* In another language it is the same event. */
	assert_int_equal(lookup_catalogue_events(catalogue, "en", events), 2);
	assert_string_equal(events[0].name, "A birth");
	assert_string_equal(events[0].id, birth);
	lookup_catalogue_of_event(catalogue, birth, found);
	assert_int_equal(found->n, 1);
	assert_string_equal(found->entries[0].id, "1.000001");
	lookup_catalogue_of_event(catalogue, "none", found);
	assert_int_equal(found->n, 0);
}

static void what_is_cut_off_is_no_catalogue(void **state)
{
	json_t *records[] = {record("1.000001", "Đăng ký khai sinh", "Hộ tịch", "2026-11-01"),
		record("1.000002", "Đăng ký khai tử", "Hộ tịch", "2026-11-01")};
	_cleanup_free_ char *whole = export(records, ELEMENTS(records));

	(void)state;
	for (size_t size = 0; size <= strlen(whole); size++) {
		_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = NULL;
		char *text = text_printf("%.*s", (int)size, whole);
		int r = lookup_catalogue_new(text, NULL, NULL, TODAY, &catalogue);

		assert_int_equal(r, size == strlen(whole) ? 0 : -EBADMSG);
	}
}

static void a_catalogue_may_be_empty(void **state)
{
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue = NULL;
	_cleanup_free_ struct lookup_found *found = memory_new(1, sizeof(*found));

	(void)state;
	assert_int_equal(
		lookup_catalogue_new(export(NULL, 0), NULL, some_events(), TODAY, &catalogue), 0);
	assert_false(lookup_catalogue_has_events(catalogue));
	assert_int_equal(lookup_catalogue_count(catalogue), 0);
	assert_int_equal(lookup_catalogue_find(catalogue, "khai sinh", found), 0);
	assert_int_equal(found->n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_hold_is_not_there),
		cmocka_unit_test(what_is_free_online_is_counted),
		cmocka_unit_test(sectors_lead_to_their_procedures),
		cmocka_unit_test(what_a_list_has_no_room_for_is_counted),
		cmocka_unit_test(life_events_lead_to_the_procedures_that_hold),
		cmocka_unit_test(what_is_cut_off_is_no_catalogue),
		cmocka_unit_test(a_catalogue_may_be_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
