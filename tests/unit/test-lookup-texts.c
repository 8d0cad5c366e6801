/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "kiosk/lookup-texts.h"

static struct phrases *phrases;

static int load(void **state)
{
	_cleanup_free_ char *strings = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(strings, &phrases);
}

static int done(void **state)
{
	(void)state;
	phrases_free(phrases);
	return 0;
}

static struct procedure *parse(const char *json)
{
	json_t *record = json_loads(json, 0, NULL);
	struct procedure *procedure = NULL;
	struct procedure_fault fault;

	assert_int_equal(procedure_from_json(record, &procedure, &fault), 0);
	json_decref(record);
	return procedure;
}

static struct procedure *birth(void)
{
	return parse("{\"code\": \"1.001193\", \"name\": \"Đăng ký khai sinh\", "
		     "\"sector\": \"Hộ tịch\", \"deadline\": \"Trong ngày\", "
		     "\"checked_day\": \"2026-11-01\", "
		     "\"ways\": [{\"channel\": \"direct\", \"fee\": \"8.000 đồng\", "
		     "\"exempt\": \"Người khuyết tật\"}, "
		     "{\"channel\": \"online\", \"fee\": \"Miễn phí\"}, "
		     "{\"channel\": \"post\", \"fee\": \"8.000 đồng\"}], "
		     "\"papers\": [{\"name\": \"Tờ khai\", \"originals\": 1, \"copies\": 2}, "
		     "{\"name\": \"Giấy chứng sinh\", \"originals\": 2}], "
		     "\"steps\": [\"Nộp giấy tờ\", \"Nhận kết quả\"]}");
}

static struct lookup_texts texts(const char *language)
{
	return (struct lookup_texts){phrases, language, NULL, "2026-11-29"};
}

/* The place of a paragraph; −1: it is not there. */
static int place(const struct lookup_view *view, const char *text)
{
	for (int i = 0; i < view->n_paragraphs; i++) {
		if (strcmp(view->paragraphs[i].text, text) == 0) {
			return i;
		}
	}
	return -1;
}

static void a_page_says_what_to_bring_and_to_pay(void **state)
{
	_cleanup_(procedure_freep) struct procedure *procedure = birth();
	_cleanup_free_ struct lookup_view *view = memory_new(1, sizeof(*view));
	struct lookup_texts vi = texts("vi");
	int at;

	(void)state;
	lookup_texts_fill(&vi, procedure, view);
	assert_int_equal(place(view, "Đăng ký khai sinh"), 0);
	assert_true(place(view, "• Tờ khai: 1 bản chính, 2 bản sao") > 0);
	assert_true(place(view, "• Giấy chứng sinh: 2 bản chính") > 0);
	at = place(view, "Nộp trực tiếp: 8.000 đồng");
	assert_true(at > 0);
	assert_string_equal(view->paragraphs[at + 1].text, "Được miễn, giảm: Người khuyết tật");
	assert_string_equal(view->paragraphs[at + 2].text, "Nộp trực tuyến: Miễn phí");
	/* Nobody says who pays less: it is to be asked for. */
	at = place(view, "Nộp qua bưu điện: 8.000 đồng");
	assert_string_equal(view->paragraphs[at + 1].text, "Ai được miễn, giảm: xin hỏi tại quầy");
	assert_true(place(view, "2. Nhận kết quả") > 0);
	assert_true(view->free_online);
}

/* What the catalogue says in a paragraph, which another voice than the page's may say. */
static void assert_data(
	const struct lookup_paragraph *paragraphs, int n, const char *text, const char *data)
{
	for (int i = 0; i < n; i++) {
		const struct lookup_paragraph *one = &paragraphs[i];
		_cleanup_free_ char *found = text_printf(
			"%.*s", one->data_to - one->data_from, one->text + one->data_from);

		if (strcmp(one->text, text) == 0) {
			assert_string_equal(found, data);
			return;
		}
	}
	fail_msg("no paragraph says '%s'", text);
}

static void what_the_catalogue_says_is_known_apart(void **state)
{
	static const char *const paragraphs[][2] = {
		{"Đăng ký khai sinh", "Đăng ký khai sinh"},
		{"Papers to bring", ""},
		{"• Tờ khai: 1 original, 2 copies", "• Tờ khai"},
		{"In person: 8.000 đồng", "8.000 đồng"},
		{"Free or reduced for: Người khuyết tật", "Người khuyết tật"},
		{"Trong ngày", "Trong ngày"},
		{"2. Nhận kết quả", "2. Nhận kết quả"},
	};
	_cleanup_(procedure_freep) struct procedure *procedure = birth();
	_cleanup_free_ struct lookup_view *view = memory_new(1, sizeof(*view));
	struct lookup_texts en = texts("en");

	(void)state;
	lookup_texts_fill(&en, procedure, view);
	for (size_t i = 0; i < ELEMENTS(paragraphs); i++) {
		assert_data(
			view->paragraphs, view->n_paragraphs, paragraphs[i][0], paragraphs[i][1]);
	}
	assert_data(view->summary, view->n_summary, "Takes: Trong ngày", "Trong ngày");
}

static void assert_line(const char *ways, const char *line)
{
	_cleanup_free_ char *json =
		text_printf("{\"code\": \"1.001193\", \"name\": \"Tên\", \"ways\": [%s]}", ways);
	_cleanup_(procedure_freep) struct procedure *procedure = parse(json);
	_cleanup_free_ struct lookup_view *view = memory_new(1, sizeof(*view));
	struct lookup_texts vi = texts("vi");

	lookup_texts_fill(&vi, procedure, view);
	assert_true(view->n_summary > 0);
	assert_string_equal(view->summary[view->n_summary - 1].text, line);
}

static void what_is_said_first_has_no_fee_without_who_need_not_pay(void **state)
{
	_cleanup_(procedure_freep) struct procedure *procedure = birth();
	_cleanup_free_ struct lookup_view *view = memory_new(1, sizeof(*view));
	struct lookup_texts vi = texts("vi");

	(void)state;
	lookup_texts_fill(&vi, procedure, view);
	assert_int_equal(view->n_summary, 2);
	assert_string_equal(view->summary[0].text, "Thời hạn: Trong ngày");
	assert_string_equal(view->summary[1].text, "Phí: 8.000 đồng (có người được miễn, giảm)");
	procedure_free(TAKE_PTR(procedure));
	procedure = parse("{\"code\": \"1.001193\", \"name\": \"Tên\", "
			  "\"deadline\": \"20 ngày; nhận sau 15 giờ: hôm sau\"}");
	memset(view, 0, sizeof(*view));
	lookup_texts_fill(&vi, procedure, view);
	assert_string_equal(view->summary[0].text, "Thời hạn: 20 ngày…");
	assert_line("", "Phí: xin hỏi tại quầy");
	assert_line("{\"channel\": \"direct\", \"fee\": \"Miễn phí\"}", "Phí: không thu");
	assert_line("{\"channel\": \"post\", \"fee\": \"9.000 đồng\"}",
		"Phí: 9.000 đồng (ai được miễn, giảm: xin hỏi)");
	assert_line("{\"channel\": \"direct\", \"fee\": \"Nhà: 10.000 đồng; đất: 20.000 đồng\"}",
		"Phí và miễn, giảm: xem trang sau");
	assert_line("{\"channel\": \"direct\", \"fee\": \"Theo mức thu của tỉnh\"}",
		"Phí và miễn, giảm: xem trang sau");
}

static void a_fee_without_room_is_asked_for(void **state)
{
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	_cleanup_free_ struct lookup_view *view = memory_new(1, sizeof(*view));
	_cleanup_(textbuf_done) struct textbuf json = {0};
	struct lookup_texts vi = texts("vi");
	int fees;

	(void)state;
	textbuf_add(&json, "{\"code\": \"1.001193\", \"name\": \"Dài\", \"ways\": [");
	for (int i = 0; i < 24; i++) {
		textbuf_printf(&json,
			"%s{\"channel\": \"direct\", \"fee\": \"%d.000 đồng\", \"exempt\": \"",
			i ? ", " : "", i + 1);
		for (int n = 0; n < 100; n++) {
			textbuf_add(&json, "Người khuyết tật nặng ");
		}
		textbuf_add(&json, "\"}");
	}
	textbuf_add(&json, "], \"steps\": [");
	for (int i = 0; i < 60; i++) {
		textbuf_printf(&json, "%s\"Bước %d\"", i ? ", " : "", i + 1);
	}
	textbuf_add(&json, "], \"papers\": [");
	for (int i = 0; i < 100; i++) {
		textbuf_printf(&json, "%s{\"name\": \"Giấy %d\"}", i ? ", " : "", i + 1);
	}
	textbuf_add(&json, "]}");
	procedure = parse(json.data);
	lookup_texts_fill(&vi, procedure, view);
	assert_true(view->n_paragraphs <= LOOKUP_PARAGRAPHS_MAX);
	fees = place(view, "Chưa có mức phí. Xin hỏi tại quầy.");
	assert_true(fees > 0);
	for (int i = 0; i < view->n_paragraphs; i++) {
		assert_null(strstr(view->paragraphs[i].text, "đồng"));
	}
	/* What else was cut says so, once behind the papers and once at the end. */
	assert_true(place(view, "CÒN NỮA: xin hỏi tại quầy") > fees);
	assert_true(place(view, "CÒN NỮA: xin hỏi tại quầy") < place(view, "Các bước"));
	assert_string_equal(
		view->paragraphs[view->n_paragraphs - 1].text, "CÒN NỮA: xin hỏi tại quầy");
}

static void a_list_has_each_channel_once(void **state)
{
	_cleanup_(procedure_freep) struct procedure *procedure = birth();
	_cleanup_(procedure_freep) struct procedure *cases =
		parse("{\"code\": \"1.001193\", \"name\": \"Nhà, đất\", \"ways\": ["
		      "{\"channel\": \"direct\", \"fee\": \"Nhà: 10.000 đồng\"}, "
		      "{\"channel\": \"any\", \"fee\": \"Đất: 20.000 đồng\", \"exempt\": \"Hộ "
		      "nghèo\"}]}");
	_cleanup_(lookup_papers_done) struct lookup_papers one = {0}, two = {0};
	struct bitmap *bitmap = NULL;
	struct lookup_texts vi = texts("vi");

	(void)state;
	lookup_papers_make(&vi, procedure, &one);
	assert_int_equal(one.list.n_fees, 3);
	assert_string_equal(one.fees[0].fee, "8.000 đồng");
	assert_string_equal(one.fees[0].exempt, "Người khuyết tật");
	assert_true(one.fees[1].free_of_charge && one.fees[1].channel == PAPERS_ONLINE);
	assert_null(one.fees[2].exempt);
	assert_int_equal(papers_list_render(phrases, &one.list, 576, 203, &bitmap, NULL), 0);
	bitmap_free(bitmap);

	lookup_papers_make(&vi, cases, &two);
	assert_int_equal(two.list.n_fees, 1);
	assert_string_equal(two.fees[0].fee, "Nhà: 10.000 đồng; Đất: 20.000 đồng");
	assert_string_equal(two.fees[0].exempt, "Hộ nghèo");
	assert_false(two.fees[0].free_of_charge);
}

/* In the page's language, else in the site's first one; nothing where the site says nothing. */
static void the_centre_says_where_it_is(void **state)
{
	_cleanup_free_ char *sample = text_printf("%s/firmware/queue/site-sample.json", TEST_ROOT);
	json_t *json = json_load_file(sample, 0, NULL);
	_cleanup_(site_freep) struct site *site = NULL;
	struct lookup_texts en = texts("en");
	struct lookup_view *view = memory_new(1, sizeof(*view));
	int without;

	(void)state;
	assert_int_equal(site_parse(json, &site, NULL), 0);
	en.site = site;
	lookup_texts_fill_centre(&en, view);
	without = view->n_paragraphs;
	json_object_set_new(json_object_get(site->json, "texts"), "contact",
		json_pack("{s:s}", "vi", "Bản Mẫu\n0123 456 789"));
	lookup_texts_fill_centre(&en, view);
	assert_int_equal(view->n_paragraphs, without + 2);
	assert_int_equal(place(view, "Bản Mẫu"), 1);
	assert_int_equal(place(view, "0123 456 789"), 2);
	json_object_set_new(json_object_get(json_object_get(site->json, "texts"), "contact"), "en",
		json_string("Mau village"));
	lookup_texts_fill_centre(&en, view);
	assert_int_equal(place(view, "Mau village"), 1);
	assert_int_equal(place(view, "Bản Mẫu"), -1);
	free(view);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_says_what_to_bring_and_to_pay),
		cmocka_unit_test(what_the_catalogue_says_is_known_apart),
		cmocka_unit_test(what_is_said_first_has_no_fee_without_who_need_not_pay),
		cmocka_unit_test(a_fee_without_room_is_asked_for),
		cmocka_unit_test(a_list_has_each_channel_once),
		cmocka_unit_test(the_centre_says_where_it_is),
	};

	return cmocka_run_group_tests(tests, load, done);
}
