/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "ui/phrases.h"

/* A folder of texts for one test. */
struct folder {
	char path[64];
};

static int setup(void **state)
{
	struct folder *folder = memory_new(1, sizeof(*folder));

	(void)text_copy(folder->path, sizeof(folder->path), "/tmp/test-phrases-XXXXXX");
	*state = folder;
	return mkdtemp(folder->path) ? 0 : -1;
}

static int teardown(void **state)
{
	struct folder *folder = *state;
	static const char *const names[] = {"vi.json", "en.json", "qps.json", "README"};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", folder->path, names[i]);

		(void)unlink(path);
	}
	(void)rmdir(folder->path);
	free(folder);
	return 0;
}

static void put(const struct folder *folder, const char *name, const char *content)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder->path, name);

	assert_int_equal(text_write_file(path, content, strlen(content), 0644), 0);
}

static void test_the_language_then_the_first_then_the_key(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	put(*state, "vi.json", "{\"a\": \"một\", \"b\": \"hai\", \"language.order\": \"2\"}");
	put(*state, "en.json", "{\"a\": \"one\", \"language.order\": \"10\"}");
	put(*state, "README", "not a language");
	assert_int_equal(phrases_load(((struct folder *)*state)->path, &phrases), 0);
	assert_string_equal(phrases_get(phrases, "en", "a"), "one");
	assert_string_equal(phrases_get(phrases, "en", "b"), "hai");
	assert_string_equal(phrases_get(phrases, "xx", "a"), "một");
	assert_string_equal(phrases_get(phrases, "vi", "c"), "c");
	assert_string_equal(phrases_get(phrases, "", "a"), "một");
	assert_string_equal(phrases_language(phrases, 0), "vi"); /* 2 comes before 10 */
	assert_string_equal(phrases_language(phrases, 1), "en");
	assert_string_equal(phrases_language(phrases, 2), "");
	assert_true(phrases_has(phrases, "en"));
	assert_false(phrases_has(phrases, "xx"));
}

/* A language that local people write: the first fills its holes, and it changes single texts of an
 * installed one. */
static void test_a_centre_has_texts_of_its_own(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	const struct folder *folder = *state;
	_cleanup_free_ char *strings = text_printf("%s/strings", folder->path);
	_cleanup_free_ char *file = text_printf("%s/qps.json", strings);
	_cleanup_free_ char *own = text_printf("%s/en.json", strings);
	_cleanup_free_ char *data = text_printf("%s/ui", TEST_ROOT);
	static const char *const pack = "{\"#lane.priority\": \"Ưu tiên\", \"lane.priority\": "
					"\"ꪀꪱ\", \"lane.regular\": \"\"}";
	static const char *const change = "{\"lane.priority\": \"First\", \"language.name\": \"\"}";

	assert_int_equal(mkdir(strings, 0700), 0);
	assert_int_equal(text_write_file(file, pack, strlen(pack), 0644), 0);
	assert_int_equal(text_write_file(own, change, strlen(change), 0644), 0);
	(void)setenv("LAYSO_DATADIR", data, 1);
	(void)setenv("LAYSO_ETCDIR", folder->path, 1);
	assert_int_equal(phrases_load(NULL, &phrases), 0);
	(void)unsetenv("LAYSO_DATADIR");
	(void)unsetenv("LAYSO_ETCDIR");
	(void)unlink(file);
	(void)unlink(own);
	(void)rmdir(strings);
	assert_string_equal(phrases_language(phrases, 2), "qps");
	assert_string_equal(phrases_get(phrases, "qps", "lane.priority"), "ꪀꪱ");
	assert_string_equal(phrases_get(phrases, "qps", "lane.regular"),
		phrases_get(phrases, "vi", "lane.regular"));
	assert_null(phrases_find(phrases, "qps", "#lane.priority"));
	assert_string_equal(phrases_get(phrases, "en", "lane.priority"), "First");
	assert_string_equal(phrases_get(phrases, "en", "language.name"), "English");
}

static void test_without_a_language_a_text_is_its_key(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();

	(void)state;
	assert_string_equal(phrases_get(phrases, "vi", "a"), "a");
	assert_string_equal(phrases_get(phrases, "", "a"), "a");
	assert_string_equal(phrases_language(phrases, 0), "");
	assert_false(phrases_has(phrases, ""));
}

static void assert_filled(const struct phrases *phrases, const char *key, const char *wanted)
{
	_cleanup_free_ char *got =
		phrases_fill(phrases, "vi", key, "n", "4", "name", "{n}", "empty", "", NULL);

	assert_string_equal(got, wanted);
}

static void test_placeholders(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	put(*state, "vi.json",
		"{\"one\": \"Còn {n} người\", \"twice\": \"{n}{n}\", \"value\": \"<{name}>\","
		" \"unknown\": \"{x} {n}\", \"open\": \"{n\", \"plain\": \"a\", \"empty\": \"\","
		" \"none\": \"{empty}\"}");
	assert_int_equal(phrases_load(((struct folder *)*state)->path, &phrases), 0);
	assert_filled(phrases, "one", "Còn 4 người");
	assert_filled(phrases, "twice", "44");
	assert_filled(phrases, "value", "<{n}>");
	assert_filled(phrases, "unknown", "{x} 4");
	assert_filled(phrases, "open", "{n");
	assert_filled(phrases, "plain", "a");
	assert_filled(phrases, "empty", "");
	assert_filled(phrases, "none", "");
}

static void test_one_language_must_be_there_and_right(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	const char *path = ((struct folder *)*state)->path;

	assert_int_equal(phrases_load("/nonexistent", &phrases), -ENOENT);
	assert_int_equal(phrases_load(path, &phrases), -ENOENT);
	put(*state, "vi.json", "{\"a\": 1}");
	assert_int_equal(phrases_load(path, &phrases), -EINVAL);
	put(*state, "vi.json", "[]");
	assert_int_equal(phrases_load(path, &phrases), -EINVAL);
	put(*state, "vi.json", "{\"a\": \"b\", \"a\": \"c\"}");
	assert_int_equal(phrases_load(path, &phrases), -EINVAL);
	assert_null(phrases);
}

static void test_another_language_that_is_broken_is_left_out(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	put(*state, "vi.json", "{\"a\": \"một\"}");
	put(*state, "en.json", "{\"a\": ");
	assert_int_equal(phrases_load(((struct folder *)*state)->path, &phrases), 0);
	assert_false(phrases_has(phrases, "en"));
	assert_string_equal(phrases_get(phrases, "en", "a"), "một");
}

/* As the pages have it; a text cannot end the script that it stands in. */
static void test_a_section_for_browsers(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	_cleanup_(textbuf_done) struct textbuf page = {0}, none = {0};

	put(*state, "vi.json",
		"{\"page.a\": \"\\\"một\\\" </script>\", \"pages.b\": \"x\", \"page.c.d\": "
		"\"\\u2028'\","
		" \"language.name\": \"Tiếng Việt\", \"language.order\": \"1\", \"page\": \"y\"}");
	put(*state, "en.json", "{\"page.a\": \"one\"}");
	assert_int_equal(phrases_load(((struct folder *)*state)->path, &phrases), 0);
	phrases_put_script(phrases, "page", &page);
	assert_string_equal(page.data,
		"{\"vi\":{\"language.name\":\"Tiếng Việt\",\"a\":\"\\\"một\\\" \\u003c/script>\","
		"\"c.d\":\"\\u2028'\"},\"en\":{\"a\":\"one\"}}");
	phrases_put_script(phrases, "nothing", &none);
	assert_string_equal(none.data, "{\"vi\":{\"language.name\":\"Tiếng Việt\"},\"en\":{}}");
}

static void test_a_page_in_the_first_language(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL, *none = phrases_none();
	_cleanup_(textbuf_done) struct textbuf page = {0}, bare = {0};

	put(*state, "vi.json", "{\"a\": \"<một> & \\\"hai\\\"\", \"language.order\": \"1\"}");
	put(*state, "en.json", "{\"a\": \"one\"}");
	assert_int_equal(phrases_load(((struct folder *)*state)->path, &phrases), 0);
	phrases_put_html(phrases, "<p lang=\"{{language}}\">{{a}}</p>{{each a}} {{open", &page);
	assert_string_equal(page.data,
		"<p lang=\"vi\">&lt;một> &amp; &quot;hai&quot;</p>"
		"<span lang=\"vi\">&lt;một> &amp; &quot;hai&quot;</span> "
		"<span lang=\"en\">one</span> {{open");
	phrases_put_html(none, "<p lang=\"{{language}}\">{{a}}{{each a}}", &bare);
	assert_string_equal(bare.data, "<p lang=\"\">a");
}

/* Each placeholder of the first text is somewhere in the second. */
static void assert_same_placeholders(const char *key, const char *first, const char *second)
{
	for (const char *open = first; (open = strchr(open, '{')); open++) {
		const char *close = strchr(open, '}');
		_cleanup_free_ char *name = NULL;

		if (!close) {
			fail_msg("%s: a brace is not closed", key);
		}
		name = text_printf("%.*s", (int)(close - open + 1), open);
		/* Dates are put together differently, and not every language has a plural. */
		if (!strstr(second, name) && !strstr(key, "date.") && !strchr(name, '|')) {
			fail_msg("%s: %s is in one language only", key, name);
		}
	}
}

static json_t *load_shipped(const char *language)
{
	_cleanup_free_ char *path = text_printf("%s/ui/strings/%s.json", TEST_ROOT, language);
	json_t *texts = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);

	assert_true(json_is_object(texts));
	return texts;
}

/* A third language is one more file: each word of it is said, and it comes last. */
static void test_a_language_is_one_file(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	json_t *vi = load_shipped("vi"), *en = load_shipped("en"), *marked = json_object();
	static const char *const names[] = {"vi.json", "en.json", "qps.json"};
	json_t *const files[] = {vi, en, marked};
	const char *key;
	json_t *text;

	json_object_foreach (en, key, text) {
		json_object_set_new(marked, key, json_sprintf("[%s]", json_string_value(text)));
	}
	json_object_set_new(marked, "language.order", json_string("3"));
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *content = json_dumps(files[i], 0);

		put(*state, names[i], content);
	}
	assert_int_equal(phrases_load(((struct folder *)*state)->path, &phrases), 0);
	assert_string_equal(phrases_language(phrases, 2), "qps");
	assert_string_equal(phrases_get(phrases, "qps", "language.name"), "[English]");
	json_object_foreach (marked, key, text) {
		assert_string_equal(phrases_get(phrases, "qps", key), json_string_value(text));
	}
	json_decref(vi);
	json_decref(en);
	json_decref(marked);
}

static void test_shipped_languages_have_the_same_keys(void **state)
{
	json_t *vi = load_shipped("vi"), *en = load_shipped("en");
	const char *key;
	json_t *text;

	(void)state;
	json_object_foreach (vi, key, text) {
		const char *other = json_string_value(json_object_get(en, key));

		if (!other) {
			fail_msg("%s is missing in English", key);
		}
		assert_same_placeholders(key, json_string_value(text), other);
		assert_same_placeholders(key, other, json_string_value(text));
	}
	assert_int_equal(json_object_size(vi), json_object_size(en));
	json_decref(vi);
	json_decref(en);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_the_language_then_the_first_then_the_key, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_a_centre_has_texts_of_its_own, setup, teardown),
		cmocka_unit_test(test_without_a_language_a_text_is_its_key),
		cmocka_unit_test_setup_teardown(test_placeholders, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_one_language_must_be_there_and_right, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_another_language_that_is_broken_is_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_section_for_browsers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_page_in_the_first_language, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_language_is_one_file, setup, teardown),
		cmocka_unit_test(test_shipped_languages_have_the_same_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
