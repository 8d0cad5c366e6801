/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure.h"

#include <errno.h>
#include <string.h>

#include "check.h"

static json_t *parse(const char *text)
{
	json_error_t error;
	json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

	if (!json) {
		fail_msg("%s: %s", text, error.text);
	}
	return json;
}

/* The normal form as text; NULL when there is a fault. */
static char *normal(const char *text, struct procedure_fault *fault)
{
	json_t *json = parse(text);
	json_t *record = NULL;
	char *written = NULL;

	if (procedure_normalise(json, &record, fault) == 0) {
		written = json_dumps(record, JSON_COMPACT);
	}
	json_decref(json);
	json_decref(record);
	return written;
}

static void check_normal(const char *text, const char *expected)
{
	struct procedure_fault fault = {0};
	char *written = normal(text, &fault);
	char *again;

	if (!written) {
		fail_msg("%s: %s %s", text, fault.path, procedure_wrong_text(fault.wrong));
	}
	assert_string_equal(written, expected);
	again = normal(written, &fault);
	assert_string_equal(again, written);
	free(again);
	free(written);
}

static void check_fault(
	const char *text, enum procedure_wrong wrong, const char *path, size_t limit)
{
	struct procedure_fault fault = {0};
	char *written = normal(text, &fault);

	if (written) {
		fail_msg("%s is taken", text);
	}
	assert_int_equal(fault.wrong, wrong);
	assert_string_equal(fault.path, path);
	assert_int_equal(fault.limit, limit);
}

static void test_the_normal_form(void **state)
{
	(void)state;
	check_normal("{\"name\":\"  A \\u00a0 b\\n c\\u0302 \",\"code\":\"1.013313.000.00.00.H56\","
		     "\"level\":\"\",\"common\":false,\"keywords\":[],\"everyday\":[\"\",\"x \"]}",
		"{\"key\":\"1.013313\",\"code\":\"1.013313.000.00.00.H56\",\"name\":\"A b "
		"c\xCC\x82\","
		"\"everyday\":[\"x\"],\"state\":\"in_force\"}");
	check_normal("{\"name\":\"A\",\"state\":\"ended\",\"result\":\" a  b \\r\\n\\n c\"}",
		"{\"key\":\"x-af63dc4c8601ec8c\",\"name\":\"A\",\"result\":\"a b\\nc\","
		"\"state\":\"ended\"}");
	check_normal("{\"name\":\"B\",\"key\":\"x-af63dc4c8601ec8c\"}",
		"{\"key\":\"x-af63dc4c8601ec8c\",\"name\":\"B\",\"state\":\"in_force\"}");
	check_normal("{\"name\":\"B\",\"code\":\"1.013313\",\"key\":\"1.013313~2\"}",
		"{\"key\":\"1.013313~2\",\"code\":\"1.013313\",\"name\":\"B\","
		"\"state\":\"in_force\"}");
	check_normal("{\"name\":\"A\",\"key\":\"x-1\",\"ways\":[{\"fee\":\" 0  VNĐ\"},"
		     "{\"channel\":\"post\",\"note\":null}],"
		     "\"papers\":[{\"copies\":0,\"originals\":1,\"name\":\"P\"}]}",
		"{\"key\":\"x-1\",\"name\":\"A\",\"ways\":[{\"channel\":\"any\",\"fee\":\"0 VNĐ\"},"
		"{\"channel\":\"post\"}],\"papers\":[{\"name\":\"P\",\"originals\":1}],"
		"\"state\":\"in_force\"}");
}

static void test_entries_lose_the_marks_of_their_source(void **state)
{
	(void)state;
	check_normal(
		"{\"name\":\"- A\",\"key\":\"x-1\","
		"\"papers\":[{\"name\":\"- Tờ khai\"},{\"name\":\"• + Ảnh -x\"},{\"name\":\"-\"},"
		"{\"name\":\"-2 bản\",\"note\":\"- n\"}],"
		"\"steps\":[\"-\\nNộp\",\"+Nhận\"]}",
		"{\"key\":\"x-1\",\"name\":\"- A\","
		"\"papers\":[{\"name\":\"Tờ khai\"},{\"name\":\"Ảnh -x\"},{\"name\":\"-\"},"
		"{\"name\":\"-2 bản\",\"note\":\"- n\"}],"
		"\"steps\":[\"Nộp\",\"Nhận\"],\"state\":\"in_force\"}");
}

static void test_faults_name_the_field(void **state)
{
	_cleanup_free_ char *blanks = memory_new(1, 1002);
	_cleanup_free_ char *longest = NULL;
	_cleanup_free_ char *too_long = NULL;
	_cleanup_(textbuf_done) struct textbuf many = {0};

	(void)state;
	check_fault("[]", PROCEDURE_WRONG_OBJECT, "", 0);
	check_fault("{\"nam\":\"A\"}", PROCEDURE_WRONG_UNKNOWN, "nam", 0);
	check_fault("{\"code\":\"1.013313\"}", PROCEDURE_WRONG_MISSING, "name", 0);
	check_fault("{\"name\":\" \\u00a0\"}", PROCEDURE_WRONG_MISSING, "name", 0);
	check_fault("{\"name\":1}", PROCEDURE_WRONG_TYPE, "name", 0);
	check_fault("{\"name\":\"a\\u0000\"}", PROCEDURE_WRONG_CHARACTERS, "name", 0);
	check_fault("{\"name\":\"a\\u0007\"}", PROCEDURE_WRONG_CHARACTERS, "name", 0);
	check_fault("{\"name\":\"A\",\"code\":\"1.0\"}", PROCEDURE_WRONG_CODE, "code", 0);
	check_fault(
		"{\"name\":\"A\",\"replaced_by\":\"x\"}", PROCEDURE_WRONG_CODE, "replaced_by", 0);
	check_fault("{\"name\":\"A\",\"state\":\"old\"}", PROCEDURE_WRONG_WORD, "state", 0);
	check_fault("{\"name\":\"A\",\"common\":1}", PROCEDURE_WRONG_TYPE, "common", 0);
	check_fault("{\"name\":\"A\",\"checked_day\":\"1/2/2026\"}", PROCEDURE_WRONG_DAY,
		"checked_day", 0);
	check_fault("{\"name\":\"A\",\"steps\":\"x\"}", PROCEDURE_WRONG_TYPE, "steps", 0);
	check_fault("{\"name\":\"A\",\"steps\":[\"x\",2]}", PROCEDURE_WRONG_TYPE, "steps[1]", 0);
	check_fault("{\"name\":\"A\",\"ways\":[{\"channel\":\"fax\"}]}", PROCEDURE_WRONG_WORD,
		"ways[0].channel", 0);
	check_fault("{\"name\":\"A\",\"ways\":[{\"fees\":\"\"}]}", PROCEDURE_WRONG_UNKNOWN,
		"ways[0].fees", 0);
	check_fault("{\"name\":\"A\",\"papers\":[{\"name\":\"P\"},{\"copies\":1}]}",
		PROCEDURE_WRONG_MISSING, "papers[1].name", 0);
	check_fault("{\"name\":\"A\",\"papers\":[{\"name\":\"P\",\"copies\":100}]}",
		PROCEDURE_WRONG_NUMBER, "papers[0].copies", 0);
	check_fault("{\"name\":\"A\",\"papers\":[\"P\"]}", PROCEDURE_WRONG_TYPE, "papers[0]", 0);
	check_fault("{\"name\":\"A\",\"key\":\"1.013313\"}", PROCEDURE_WRONG_KEY, "key", 0);
	check_fault("{\"name\":\"A\",\"code\":\"1.013313\",\"key\":\"1.013314\"}",
		PROCEDURE_WRONG_KEY, "key", 0);

	/* Characters are counted, not bytes. */
	memset(blanks, 'a', 999);
	longest = text_printf("{\"name\":\"%sđ\"}", blanks);
	too_long = text_printf("{\"name\":\"%sđđ\"}", blanks);
	free(normal(longest, &(struct procedure_fault){0}));
	check_fault(too_long, PROCEDURE_WRONG_LONG, "name", 1000);
	textbuf_add(&many, "{\"name\":\"A\",\"everyday\":[\"x\"");
	for (int i = 0; i < 30; i++) {
		textbuf_add(&many, ",\"x\"");
	}
	textbuf_add(&many, "]}");
	check_fault(many.data, PROCEDURE_WRONG_MANY, "everyday", 30);
}

static struct procedure *record(const char *text)
{
	struct procedure *procedure = NULL;
	struct procedure_fault fault;
	json_t *json = parse(text);

	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	json_decref(json);
	return procedure;
}

static void test_a_record_as_a_struct(void **state)
{
	_cleanup_(procedure_freep) struct procedure *procedure = record(
		"{\"name\":\"A\",\"code\":\"1.013313\",\"steps\":[\"one\",\"two\"],"
		"\"state\":\"replaced\",\"replaced_by\":\"1.013314\",\"common\":true,"
		"\"ways\":[{\"channel\":\"online\",\"deadline\":\"5 ngày\",\"fee\":\"0đ\","
		"\"exempt\":\"E\",\"note\":\"N\"}],"
		"\"papers\":[{\"name\":\"P\",\"originals\":1,\"copies\":2,\"note\":\"N\"}]}");

	(void)state;
	assert_string_equal(procedure->text[PROCEDURE_NAME], "A");
	assert_string_equal(procedure->text[PROCEDURE_KEY], "1.013313");
	assert_string_equal(procedure->text[PROCEDURE_LEVEL], "");
	assert_string_equal(procedure->text[PROCEDURE_STEPS], "");
	assert_int_equal(procedure->state, PROCEDURE_REPLACED);
	assert_true(procedure->is_common);
	assert_int_equal(procedure_count(procedure, PROCEDURE_STEPS), 2);
	assert_string_equal(procedure_entry(procedure, PROCEDURE_STEPS, 1), "two");
	assert_string_equal(procedure_entry(procedure, PROCEDURE_STEPS, 2), "");
	assert_int_equal(procedure_count(procedure, PROCEDURE_LEGAL), 0);
	assert_int_equal(procedure->n_ways, 1);
	assert_int_equal(procedure->ways[0].channel, PROCEDURE_ONLINE);
	assert_string_equal(procedure->ways[0].deadline, "5 ngày");
	assert_string_equal(procedure->ways[0].fee, "0đ");
	assert_string_equal(procedure->ways[0].exempt, "E");
	assert_string_equal(procedure->ways[0].note, "N");
	assert_int_equal(procedure->n_papers, 1);
	assert_string_equal(procedure->papers[0].name, "P");
	assert_int_equal(procedure->papers[0].originals, 1);
	assert_int_equal(procedure->papers[0].copies, 2);
	assert_string_equal(procedure->papers[0].note, "N");
	assert_true(procedure_is_whole(procedure));
	procedure_free(NULL);
}

static void check_free(const char *ways, bool is_free)
{
	_cleanup_free_ char *text = text_printf("{\"name\":\"A\",\"ways\":[%s]}", ways);
	_cleanup_(procedure_freep) struct procedure *procedure = record(text);

	if (procedure_is_free_online(procedure) != is_free) {
		fail_msg("%s", ways);
	}
	assert_false(procedure_is_whole(procedure)); /* without papers */
}

/* It is what the online channel says, never another one, and never a guess. */
static void test_free_online_is_computed(void **state)
{
	(void)state;
	check_free("", false);
	check_free("{\"channel\":\"online\",\"fee\":\"Phí: 0 VNĐ\"}", true);
	check_free("{\"channel\":\"online\",\"fee\":\"Miễn phí\"},"
		   "{\"channel\":\"direct\",\"fee\":\"8.000 đồng\"}",
		true);
	check_free("{\"channel\":\"direct\",\"fee\":\"Miễn phí\"}", false);
	check_free("{\"channel\":\"any\",\"fee\":\"Miễn phí\"}", false);
	check_free("{\"channel\":\"online\"}", false);
	check_free("{\"channel\":\"online\",\"fee\":\"Khác\"}", false);
	check_free("{\"channel\":\"online\",\"fee\":\"Miễn phí cho hộ nghèo\"}", false);
	check_free("{\"channel\":\"online\",\"fee\":\"Miễn phí\"},"
		   "{\"channel\":\"online\",\"fee\":\"8.000 đồng\"}",
		false);
}

static void test_words(void **state)
{
	enum procedure_field field;
	enum procedure_state parsed;
	enum procedure_channel channel;

	(void)state;
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		const char *name = procedure_field_row((enum procedure_field)i)->name;

		assert_int_equal(procedure_field_parse(name, &field), 0);
		assert_int_equal(field, i);
	}
	for (int i = 0; i < PROCEDURE_STATES; i++) {
		const char *name = procedure_state_name((enum procedure_state)i);

		assert_int_equal(procedure_state_parse(name, &parsed), 0);
		assert_int_equal(parsed, i);
	}
	for (int i = 0; i < PROCEDURE_CHANNELS; i++) {
		const char *name = procedure_channel_name((enum procedure_channel)i);

		assert_int_equal(procedure_channel_parse(name, &channel), 0);
		assert_int_equal(channel, i);
	}
	assert_int_equal(procedure_field_parse("nam", &field), -EINVAL);
	assert_string_equal(procedure_wrong_name(PROCEDURE_WRONG_LONG), "long");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_normal_form),
		cmocka_unit_test(test_entries_lose_the_marks_of_their_source),
		cmocka_unit_test(test_faults_name_the_field),
		cmocka_unit_test(test_a_record_as_a_struct),
		cmocka_unit_test(test_free_online_is_computed),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
