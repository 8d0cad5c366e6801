/* SPDX-License-Identifier: Apache-2.0 */
/* The guides that there are: whole in each language, and of words that pages have. */
#include "ui/guide.h"

#include <errno.h>
#include <string.h>

#include "check.h"
#include "hub/hub-guide.h"
#include "ui/guide-sheet.h"
#include "ui/image.h"

static const struct guide_tags tags = {"<b>", "</b>", "<kbd>", "</kbd>"};

static struct phrases *phrases;

static int begin(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &phrases);
}

static int end(void **state)
{
	(void)state;
	phrases_free(phrases);
	return 0;
}

/* What a text refers to, one a line, in its order; heap. */
static char *references_of(const char *text)
{
	struct textbuf list = {0};
	const char *open, *close;

	textbuf_add(&list, "");
	while ((open = strpbrk(text, "{[")) && (close = strpbrk(open, "}]"))) {
		textbuf_add_bytes(&list, open, (size_t)(close - open));
		textbuf_add(&list, "\n");
		text = close + 1;
	}
	return list.data;
}

/* Each {name} is a text of this language, and one without a hole that nobody would fill. */
static void check_references(const char *language, const char *key)
{
	const char *text = phrases_find(phrases, language, key);
	const char *open, *close;

	for (; (open = strchr(text, '{')); text = close) {
		_cleanup_free_ char *name = NULL;
		const char *named;

		close = strchr(open, '}');
		assert_non_null(close);
		name = text_printf("%.*s", (int)(close - open - 1), open + 1);
		named = phrases_find(phrases, language, name);
		if (!named || strchr(named, '{')) {
			fail_msg("%s (%s): {%s} is no text to refer to", key, language, name);
		}
	}
}

static void check_text(const char *key)
{
	const char *first = phrases_find(phrases, phrases_language(phrases, 0), key);
	_cleanup_free_ char *references = NULL;
	const char *language;

	assert_non_null(first);
	references = references_of(first);
	for (size_t i = 0; *(language = phrases_language(phrases, i)); i++) {
		const char *text = phrases_find(phrases, language, key);
		_cleanup_free_ char *others = NULL;

		if (!text) {
			fail_msg("%s has no %s", language, key);
		}
		others = references_of(text);
		check_references(language, key);
		if (strlen(others) != strlen(references)) {
			fail_msg("%s refers to other things in %s", key, language);
		}
	}
}

static void each_guide_is_whole_and_of_the_pages_words(void **state)
{
	(void)state;
	for (size_t i = 0; guide_role(i); i++) {
		_cleanup_free_ char *title = text_printf("guide.%s.title", guide_role(i));
		_cleanup_free_ char *lead = text_printf("guide.%s.lead", guide_role(i));
		int part = 1;

		check_text(title);
		check_text(lead);
		for (; guide_has(phrases, guide_role(i), part, 0); part++) {
			char key[GUIDE_KEY_SIZE];
			int step = 1;

			guide_key(key, guide_role(i), part, 0);
			check_text(key);
			for (; guide_has(phrases, guide_role(i), part, step); step++) {
				guide_key(key, guide_role(i), part, step);
				check_text(key);
			}
			assert_true(step > 1);
		}
		assert_true(part > 4);
	}
}

/* Words of a guide's own, as a centre may write them. */
static struct phrases *own(const char *texts)
{
	char dir[] = "/tmp/test-guide-XXXXXX";
	_cleanup_free_ char *path = NULL;
	struct phrases *ret = NULL;

	assert_non_null(mkdtemp(dir));
	path = text_printf("%s/vi.json", dir);
	assert_int_equal(text_write_file(path, texts, strlen(texts), 0644), 0);
	assert_int_equal(phrases_load(dir, &ret), 0);
	(void)unlink(path);
	(void)rmdir(dir);
	return ret;
}

static void a_text_names_keys_and_is_escaped(void **state)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct phrases *few =
		own("{\"a\": \"[F] {b} & [c.d]. < [\", \"b\": \"X<Y\", \"c.d\": \"Cách\"}");

	(void)state;
	guide_put(few, "vi", "a", &tags, &out);
	assert_string_equal(out.data, "<kbd>F</kbd> <b>X&lt;Y</b> &amp; <kbd>Cách</kbd>. &lt; [");
	phrases_free(few);
}

static void files_of_a_guide_are_its_page_picture_and_sheet(void **state)
{
	struct guide_wish wish;

	(void)state;
	assert_int_equal(guide_parse("clerk", &wish), 0);
	assert_string_equal(wish.kind, "");
	assert_int_equal(guide_parse("director.pdf", &wish), 0);
	assert_string_equal(wish.role, "director");
	assert_string_equal(wish.kind, ".pdf");
	assert_int_equal(guide_parse("nobody", &wish), -ENOENT);
	assert_int_equal(guide_parse("clerk.exe", &wish), -ENOENT);
	assert_int_equal(guide_parse("../clerk", &wish), -ENOENT);
	assert_int_equal(guide_parse("clerk/../../x.pdf", &wish), -ENOENT);
	assert_int_equal(guide_parse(".pdf", &wish), -ENOENT);
	assert_int_equal(
		guide_parse("clerkclerkclerkclerkclerkclerkclerkclerkclerkclerk", &wish), -ENOENT);
}

static void a_page_leads_to_the_other_guides_and_languages(void **state)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	const struct guide_page page = {
		.phrases = phrases,
		.language = phrases_language(phrases, 1),
		.role = "clerk",
		.has_sheet = true,
	};

	(void)state;
	guide_page_put(&page, &out);
	assert_non_null(strstr(out.data, "<main class=\"guide\" lang=\"en\">"));
	assert_non_null(strstr(out.data, "<kbd>F</kbd> <b>Finish</b>"));
	assert_non_null(strstr(out.data, "href=\"/guide/clerk.pdf?lang=en\""));
	assert_non_null(strstr(out.data, "href=\"/guide/director?lang=en\""));
	assert_non_null(
		strstr(out.data, "<a lang=\"vi\" href=\"/guide/clerk?lang=vi\">Tiếng Việt</a>"));
	assert_null(strstr(out.data, "<img"));
}

/* ---- sheets ---- */

static cairo_surface_t *picture_of(const char *role, const char *language)
{
	static const struct image_bounds bounds = {4000, 4000, 1024 * 1024};
	_cleanup_free_ char *path = text_printf("%s/ui/guide/%s-%s.png", TEST_ROOT, role, language);
	cairo_surface_t *picture = NULL;

	(void)!image_load(path, &bounds, &picture, NULL);
	return picture;
}

static void each_guide_fits_on_a_sheet_in_large_type(void **state)
{
	const char *language;

	(void)state;
	for (size_t i = 0; guide_role(i); i++) {
		for (size_t j = 0; *(language = phrases_language(phrases, j)); j++) {
			const struct guide_sheet sheet = {phrases, language, guide_role(i),
				picture_of(guide_role(i), language)};
			cairo_surface_t *surface =
				cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
			cairo_t *cr = cairo_create(surface);
			double type = 0;

			assert_int_equal(guide_sheet_draw(cr, &sheet, &type), 0);
			if (type < 12) {
				fail_msg("%s in %s is in type of %g points", guide_role(i),
					language, type);
			}
			cairo_destroy(cr);
			cairo_surface_destroy(surface);
			cairo_surface_destroy(sheet.picture);
		}
	}
}

static void the_same_guide_makes_the_same_bytes(void **state)
{
	_cleanup_(textbuf_done) struct textbuf one = {0};
	_cleanup_(textbuf_done) struct textbuf two = {0};
	const struct guide_sheet sheet = {phrases, phrases_language(phrases, 0), "helper", NULL};

	(void)state;
	assert_int_equal(guide_sheet_write_pdf(&sheet, &one), 0);
	assert_int_equal(guide_sheet_write_pdf(&sheet, &two), 0);
	assert_int_equal(one.size, two.size);
	assert_memory_equal(one.data, two.data, one.size);
	assert_memory_equal(one.data, "%PDF-", 5);
}

static void what_does_not_fit_is_said(void **state)
{
	_cleanup_(textbuf_done) struct textbuf texts = {0};
	_cleanup_(textbuf_done) struct textbuf pdf = {0};
	struct guide_sheet sheet = {.language = "vi", .role = "clerk"};
	struct phrases *long_ones;

	(void)state;
	textbuf_add(&texts, "{\"guide.clerk.1\": \"A\"");
	for (int step = 1; step <= GUIDE_STEPS_MAX; step++) {
		textbuf_printf(&texts, ", \"guide.clerk.1.%d\": \"", step);
		for (int i = 0; i < 200; i++) {
			textbuf_add(&texts, "dài dài ");
		}
		textbuf_add(&texts, "\"");
	}
	textbuf_add(&texts, "}");
	long_ones = own(texts.data);
	sheet.phrases = long_ones;
	assert_int_equal(guide_sheet_write_pdf(&sheet, &pdf), -EMSGSIZE);
	phrases_free(long_ones);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_guide_is_whole_and_of_the_pages_words),
		cmocka_unit_test(a_text_names_keys_and_is_escaped),
		cmocka_unit_test(files_of_a_guide_are_its_page_picture_and_sheet),
		cmocka_unit_test(a_page_leads_to_the_other_guides_and_languages),
		cmocka_unit_test(each_guide_fits_on_a_sheet_in_large_type),
		cmocka_unit_test(the_same_guide_makes_the_same_bytes),
		cmocka_unit_test(what_does_not_fit_is_said),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
