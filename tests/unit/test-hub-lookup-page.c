/* SPDX-License-Identifier: Apache-2.0 */
/* The pages for phones: what they say of a record, what they do not, and that none is large. */
#include "hub/hub-lookup-page.h"

#include <string.h>

#include "check.h"

#define TODAY "2026-11-29"
#define WAYS \
	"\"ways\":[{\"channel\":\"direct\",\"fee\":\"8.000 đồng/bản\"," \
	"\"exempt\":\"Trẻ em dưới 6 tuổi\",\"deadline\":\"3 ngày\",\"note\":\"Tại quầy\"}," \
	"{\"channel\":\"online\",\"fee\":\"0 đồng\"},{\"channel\":\"post\"}],"
#define PAPERS \
	"\"papers\":[{\"name\":\"Tờ khai\",\"originals\":1},{\"name\":\"Căn cước\",\"copies\":2," \
	"\"note\":\"Mang bản chính để so\"}],"
#define CHECKED "\"checked_day\":\"2026-11-01\","

static struct phrases *words;

static int set_up(void **state)
{
	_cleanup_free_ char *folder = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(folder, &words);
}

static int tear_down(void **state)
{
	(void)state;
	phrases_free(TAKE_PTR(words));
	return 0;
}

static struct procedure *record_of(const char *members)
{
	_cleanup_free_ char *text = text_printf(
		"{\"code\":\"1.004884\",\"sector\":\"Hộ tịch\",%s\"level\":\"\"}", members);
	json_t *json = json_loads(text, 0, NULL);
	struct procedure *procedure = NULL;
	struct procedure_fault fault;

	assert_non_null(json);
	assert_int_equal(procedure_from_json(json, &procedure, &fault), 0);
	json_decref(json);
	return procedure;
}

static struct lookup_page page_of(const struct lookup_wish *wish)
{
	return (struct lookup_page){.phrases = words,
		.wish = wish,
		.centre = "Trung tâm <Xã> & \"Mẫu\"",
		.contact = "Bản <Mẫu>\n0123 456"};
}

/* The page of a record; heap. */
static char *show(const char *members, const struct lookup_wish *wish, struct lookup_view view)
{
	_cleanup_(procedure_freep) struct procedure *procedure = record_of(members);
	struct lookup_page page = page_of(wish);

	view.procedure = procedure;
	view.age = catalogue_age_of(procedure, TODAY, NULL);
	view.service = view.service ? view.service : "";
	view.counters = view.counters ? view.counters : "";
	view.link = view.link ? view.link : "";
	view.successor = view.successor ? view.successor : "";
	view.successor_name = view.successor_name ? view.successor_name : "";
	lookup_page_procedure(&page, &view);
	return page.out.data;
}

/* Each text stands behind the one before. */
static void assert_in_order(const char *html, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *found = strstr(html, texts[i]);

		if (!found) {
			fail_msg("'%s' is missing, or not in its place, in: %s", texts[i], html);
		}
		html = found + strlen(texts[i]);
	}
}

static const struct lookup_wish one = {.key = "1.004884", .part = 1};

static void test_a_procedure_in_plain_steps(void **state)
{
	static const char *const texts[] = {
		"<html lang=\"vi\">",
		"<title>Cấp bản sao</title>",
		"Trung tâm &lt;Xã&gt; &amp; \"Mẫu\"",
		"<form action=\"/tra-cuu\" method=\"get\"",
		"<h1>Cấp bản sao</h1>",
		"1.004884",
		"Miễn phí khi nộp trực tuyến",
		"Giấy tờ cần mang</h2>",
		"<li value=\"1\"><span>Tờ khai</span> <b>1 bản chính</b></li>",
		"<li value=\"2\"><span>Căn cước</span> <b>2 bản sao</b></li>",
		"Mang bản chính để so",
		"Phí, lệ phí</h2>",
		"Nộp trực tiếp</h3>",
		"8.000 đồng/bản",
		"Được miễn, giảm</h4>",
		"Trẻ em dưới 6 tuổi",
		"3 ngày",
		"Tại quầy",
		"Nộp trực tuyến</h3>",
		"0 đồng",
		"Nộp qua bưu điện</h3>",
		"Chưa có mức phí",
		"Thời hạn giải quyết</h2>",
		"Trong ngày",
		"Các bước</h2>",
		"<li value=\"1\"><span class=\"lines\">Nộp hồ sơ</span></li>",
		"Kết quả nhận được</h2>",
		"Bản sao",
		"Nơi nộp</h2>",
		"Lấy số cho: Hộ tịch",
		"Quầy 1, Quầy 2",
		"<p class=\"lines\">Bản &lt;Mẫu&gt;\n0123 456</p>",
		"Căn cứ pháp lý</h2>",
		"Luật Hộ tịch",
		"Quyết định công bố: 12/QĐ, 1/2/2026",
		"Kiểm tra lần cuối: Chủ Nhật, 01/11/2026",
		"Danh sách của xã",
		"href=\"https://portal.example.vn/?a=1&amp;b=2\"",
		"rời khỏi trang của Trung tâm",
		"href=\"/tra-cuu\" class=\"step\"",
	};
	_cleanup_free_ char *html =
		show("\"name\":\"Cấp bản sao\"," WAYS PAPERS CHECKED
		     "\"deadline\":\"Trong ngày\",\"steps\":[\"Nộp hồ sơ\",\"Nhận kết quả\"],"
		     "\"result\":\"Bản sao\",\"legal\":[\"Luật Hộ tịch\"],\"decision\":\"12/QĐ\","
		     "\"decision_day\":\"1/2/2026\",\"source\":\"Danh sách của xã\",",
			&one,
			(struct lookup_view){.service = "Hộ tịch",
				.counters = "Quầy 1, Quầy 2",
				.link = "https://portal.example.vn/?a=1&b=2"});

	(void)state;
	assert_in_order(html, texts, ELEMENTS(texts));
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, " style="));
}

static void test_a_fee_is_never_without_its_exemptions(void **state)
{
	static const char *const unknown[] = {"10.000 đồng", "Ai được miễn, giảm: xin hỏi"};
	static const char *const in_text[] = {"5.000 đồng", "Miễn lệ phí cho trẻ em"};
	_cleanup_free_ char *html =
		show("\"name\":\"A\"," CHECKED
		     "\"ways\":[{\"channel\":\"direct\",\"fee\":\"10.000 đồng\"}],",
			&one, (struct lookup_view){0});
	_cleanup_free_ char *said = show(
		"\"name\":\"A\"," CHECKED
		"\"ways\":[{\"channel\":\"any\",\"fee\":\"5.000 đồng. Miễn lệ phí cho trẻ em\"}],",
		&one, (struct lookup_view){0});

	(void)state;
	assert_in_order(html, unknown, ELEMENTS(unknown));
	assert_in_order(said, in_text, ELEMENTS(in_text));
	assert_null(strstr(said, "Ai được miễn"));
	assert_non_null(strstr(html, "Chưa có danh sách giấy tờ"));
}

static void test_what_does_not_hold_is_not_shown_as_valid(void **state)
{
	static const struct {
		const char *members;
		const char *said;
	} cases[] = {
		{CHECKED "\"state\":\"ended\",", "đã hết hiệu lực"},
		{CHECKED "\"valid_to\":\"2026-11-28\",", "đã hết hiệu lực"},
		{CHECKED "\"valid_from\":\"2026-12-01\",", "Có hiệu lực từ: Thứ Ba, 01/12/2026"},
		{"\"checked_day\":\"2025-01-01\",", "Đã lâu chưa có ai kiểm tra"},
		{"", "Đã lâu chưa có ai kiểm tra"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *members =
			text_printf("\"name\":\"A\"," WAYS PAPERS "%s", cases[i].members);
		_cleanup_free_ char *html = show(members, &one, (struct lookup_view){0});

		assert_non_null(strstr(html, cases[i].said));
		assert_null(strstr(html, "8.000"));
		assert_null(strstr(html, "Tờ khai"));
		assert_null(strstr(html, "Miễn phí khi nộp"));
	}
}

static void test_what_replaces_a_procedure_is_said(void **state)
{
	static const char *const known[] = {"Thủ tục thay thế:",
		"href=\"/tra-cuu/2.000635?lang=en\"", "<span lang=\"vi\">Mới &amp; hơn</span>"};
	const struct lookup_wish english = {.key = "1.004884", .part = 1, .language = "en"};
	_cleanup_free_ char *html = show("\"name\":\"A\",\"state\":\"replaced\","
					 "\"replaced_by\":\"2.000635\",",
		&english,
		(struct lookup_view){.successor = "2.000635", .successor_name = "Mới & hơn"});
	_cleanup_free_ char *unknown = show("\"name\":\"A\",\"state\":\"replaced\","
					    "\"replaced_by\":\"2.000635\",",
		&one, (struct lookup_view){0});

	(void)state;
	assert_in_order(html, known + 1, ELEMENTS(known) - 1);
	assert_non_null(strstr(html, "Replaced by:"));
	assert_in_order(unknown, known, 1);
	assert_non_null(strstr(unknown, "2.000635</p>"));
}

static void test_an_old_record_says_so(void **state)
{
	_cleanup_free_ char *html =
		show("\"name\":\"A\"," WAYS PAPERS "\"checked_day\":\"2026-07-01\",", &one,
			(struct lookup_view){0});

	(void)state;
	assert_non_null(strstr(html, "kiểm tra lần cuối ngày Thứ Tư, 01/07/2026"));
	assert_non_null(strstr(html, "8.000"));
}

static void test_texts_of_others_are_only_texts(void **state)
{
	const struct lookup_wish wish = {
		.has_question = true, .question = "\"><script>x</script>", .part = 1};
	struct lookup_row row = {.key = (char *)"x-1'\"&",
		.name = (char *)"<script>alert(1)</script>",
		.code = (char *)"",
		.sector = (char *)"",
		.order = (char *)"",
		.age = CATALOGUE_NO_LONGER};
	const struct lookup_hit hit = {
		.row = &row, .why = {.in = SEARCH_WHY_KEYWORDS, .text = "<script>k</script>"}};
	struct lookup_page page = page_of(&wish);
	_cleanup_free_ char *html = show("\"name\":\"<script>alert(1)</script>\"," CHECKED
					 "\"papers\":[{\"name\":\"<img src=x onerror=y>\"}],",
		&one, (struct lookup_view){.service = "<b>", .counters = "<i>"});

	(void)state;
	lookup_page_results(&page, &(struct lookup_results){.hits = &hit, .n = 1});
	assert_non_null(strstr(page.out.data, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_non_null(strstr(page.out.data, "/tra-cuu/x-1%27%22%26"));
	assert_non_null(strstr(page.out.data, "value=\"&quot;&gt;&lt;script&gt;"));
	assert_non_null(strstr(page.out.data, "đã hết hiệu lực"));
	assert_non_null(strstr(page.out.data, "Tìm thấy theo: &lt;script&gt;k"));
	assert_null(strstr(page.out.data, "<script"));
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "<img"));
	assert_null(strstr(html, "<i>"));
	textbuf_done(&page.out);
}

static void test_sectors_and_their_counts(void **state)
{
	static const char *const texts[] = {"Chọn theo sự việc</h2>",
		"<li><a href=\"/tra-cuu?event=Sinh%20con\"><span>A &lt;birth&gt;</span> <b>3</b>",
		"Chọn theo lĩnh vực</h2>",
		"?sector=H%E1%BB%99%20t%E1%BB%8Bch\"><span>Hộ tịch</span> <b>12</b></a></li>",
		"<a href=\"/tra-cuu?sector=\"><span>Lĩnh vực khác</span> <b>1</b></a>",
		"Phản ánh, kiến nghị</h2>",
		"href=\"https://pakn.example.vn/?a=1&amp;b=2\">Kênh &lt;X&gt;</a>"};
	const struct lookup_sector sectors[] = {{"Hộ tịch", 12}, {"", 1}};
	const struct lookup_event events[] = {{"Sinh con", "A <birth>", 3}};
	const struct lookup_wish wish = {.part = 1};
	struct lookup_page page = page_of(&wish), none = page_of(&wish);

	(void)state;
	page.official_link = "https://pakn.example.vn/?a=1&b=2";
	page.official_name = "Kênh <X>";
	lookup_page_start(&page,
		&(struct lookup_lists){sectors, ELEMENTS(sectors), events, ELEMENTS(events)}, true);
	lookup_page_start(&none, &(struct lookup_lists){0}, false);
	assert_in_order(page.out.data, texts, ELEMENTS(texts));
	assert_non_null(strstr(page.out.data, "hreflang=\"en\">English</a>"));
	assert_non_null(strstr(none.out.data, "Trung tâm chưa đưa thủ tục"));
	assert_null(strstr(none.out.data, "<form"));
	assert_null(strstr(none.out.data, "Phản ánh"));
	textbuf_done(&page.out);
	textbuf_done(&none.out);
}

static void test_nothing_found_is_said(void **state)
{
	const struct lookup_wish wish = {
		.has_question = true, .question = "sao hoả", .part = 1, .language = "en"};
	const struct lookup_sector sector = {"Hộ tịch", 12};
	struct lookup_page page = page_of(&wish);

	(void)state;
	lookup_page_results(
		&page, &(struct lookup_results){.lists = {.sectors = &sector, .n_sectors = 1}});
	assert_non_null(strstr(page.out.data, "No procedure was found."));
	assert_non_null(strstr(page.out.data, "Choose a sector</h2>"));
	assert_non_null(strstr(page.out.data, "value=\"sao hoả\""));
	assert_non_null(strstr(page.out.data, "name=\"lang\" value=\"en\""));
	textbuf_done(&page.out);
}

static void test_what_may_be_meant_is_asked(void **state)
{
	static const char *const texts[] = {"Ông/bà cần việc nào?</h2>",
		"class=\"choice\" href=\"/tra-cuu/1.000001\">", "Miễn phí khi nộp trực tuyến",
		"href=\"/tra-cuu?q=a&amp;sector=B%26\"><span>B&amp;</span> <b>2</b>",
		"Kết quả khác</h2>", "href=\"/tra-cuu/1.000002\""};
	struct lookup_row rows[] = {
		{.key = (char *)"1.000001",
			.name = (char *)"A",
			.code = (char *)"",
			.sector = (char *)"",
			.order = (char *)"",
			.free_online = true},
		{.key = (char *)"1.000002",
			.name = (char *)"B",
			.code = (char *)"",
			.sector = (char *)"",
			.order = (char *)""},
	};
	const struct lookup_hit hits[] = {{.row = &rows[0], .why = {.in = SEARCH_WHY_SIMILAR}},
		{.row = &rows[1], .why = {.in = SEARCH_WHY_SIMILAR}}};
	const struct lookup_choice choices[] = {
		{.row = &rows[0], .n = 1}, {.sector = "B&", .n = 2}};
	const struct lookup_wish wish = {.has_question = true, .question = "a", .part = 1};
	struct lookup_page page = page_of(&wish);
	const char *first;

	(void)state;
	lookup_page_results(&page,
		&(struct lookup_results){
			.hits = hits, .n = 2, .choices = choices, .n_choices = ELEMENTS(choices)});
	assert_in_order(page.out.data, texts, ELEMENTS(texts));
	first = strstr(page.out.data, "/tra-cuu/1.000001\"");
	assert_null(strstr(first + 1, "/tra-cuu/1.000001\"")); /* not listed twice */
	assert_non_null(strstr(page.out.data, "gần giống"));
	textbuf_done(&page.out);
}

/* What was found is not listed twice where the questions back are all of it. */
static void test_choices_that_are_all_are_listed_once(void **state)
{
	struct lookup_row rows[] = {
		{.key = (char *)"1.000001",
			.name = (char *)"A",
			.code = (char *)"",
			.sector = (char *)"",
			.order = (char *)""},
		{.key = (char *)"1.000002",
			.name = (char *)"B",
			.code = (char *)"",
			.sector = (char *)"",
			.order = (char *)""},
	};
	const struct lookup_hit hits[] = {{.row = &rows[0]}, {.row = &rows[1]}};
	const struct lookup_choice choices[] = {
		{.row = &rows[0], .n = 1}, {.row = &rows[1], .n = 1}};
	const struct lookup_wish wish = {.has_question = true, .question = "a", .part = 1};
	struct lookup_page page = page_of(&wish);
	const char *first;

	(void)state;
	lookup_page_results(&page,
		&(struct lookup_results){
			.hits = hits, .n = 2, .choices = choices, .n_choices = ELEMENTS(choices)});
	first = strstr(page.out.data, "/tra-cuu/1.000001\"");
	assert_non_null(first);
	assert_null(strstr(first + 1, "/tra-cuu/1.000001\""));
	assert_non_null(strstr(page.out.data, "/tra-cuu/1.000002\""));
	assert_null(strstr(page.out.data, "Kết quả khác"));
	textbuf_done(&page.out);
}

/* ---- size ---- */

static size_t style_size(void)
{
	_cleanup_free_ char *path = text_printf("%s/ui/web/lookup.css", TEST_ROOT);
	_cleanup_free_ char *text = NULL;
	size_t size = 0;

	assert_int_equal(text_read_file(path, LOOKUP_BYTES, &text, &size), 0);
	return size;
}

static char *many(const char *unit, size_t n)
{
	struct textbuf text = {0};

	for (size_t i = 0; i < n; i++) {
		textbuf_add(&text, unit);
	}
	return text.data;
}

enum { ENTRIES = 4 };

static json_t *longest_list(enum procedure_field field, const char *const *names)
{
	const struct procedure_field_row *row = procedure_field_row(field);
	_cleanup_free_ char *text = many("&", row->characters);
	json_t *list = json_array();

	for (size_t i = 0; i < ENTRIES; i++) {
		json_t *entry = names ? json_object() : json_string(text);

		for (size_t n = 0; names && names[n]; n++) {
			(void)json_object_set_new(entry, names[n], json_string(text));
		}
		if (field == PROCEDURE_WAYS) {
			(void)json_object_set_new(entry, "channel", json_string("direct"));
		}
		(void)json_array_append_new(list, entry);
	}
	return list;
}

/* The longest texts that there can be, of the character that HTML makes longest. More entries would
 * only make more parts. */
static struct procedure *longest(void)
{
	static const char *const papers[] = {"name", "note", NULL};
	static const char *const ways[] = {"deadline", "fee", "exempt", "note", NULL};
	json_t *json = json_pack("{s:s, s:s, s:s}", "code", "1.004884", "state", "in_force",
		"checked_day", "2026-11-01");
	struct procedure *procedure = NULL;
	struct procedure_fault fault = {0};

	for (enum procedure_field field = 0; field < PROCEDURE_FIELDS; field++) {
		const struct procedure_field_row *row = procedure_field_row(field);
		_cleanup_free_ char *text = many("&", row->characters);

		if (json_object_get(json, row->name)) {
			continue;
		}
		if (row->kind == PROCEDURE_LIST) {
			(void)json_object_set_new(json, row->name, longest_list(field, NULL));
		} else if (row->kind == PROCEDURE_ENTRIES) {
			(void)json_object_set_new(json, row->name,
				longest_list(field, field == PROCEDURE_WAYS ? ways : papers));
		} else if (row->kind <= PROCEDURE_LINES && field != PROCEDURE_KEY &&
			field != PROCEDURE_REPLACED_BY) {
			(void)json_object_set_new(json, row->name, json_string(text));
		}
	}
	if (procedure_from_json(json, &procedure, &fault) < 0) {
		fail_msg("%s %s", fault.path, procedure_wrong_text(fault.wrong));
	}
	json_decref(json);
	return procedure;
}

static void test_the_longest_record_comes_in_small_parts(void **state)
{
	_cleanup_(procedure_freep) struct procedure *procedure = longest();
	_cleanup_free_ char *text = many("&", LIMIT_TEXT);
	const struct lookup_view view = {
		procedure, CATALOGUE_FRESH, text, text, "https://x.example", "", ""};
	struct lookup_wish wish = {.key = "1.004884", .part = 1, .language = "en"};
	size_t style = style_size(), papers = 0, fees = 0;
	bool more = true;

	(void)state;
	while (more) {
		struct lookup_page page = page_of(&wish);

		page.centre = text;
		lookup_page_procedure(&page, &view);
		assert_in_range(page.out.size, 1000, LOOKUP_BYTES - style);
		assert_non_null(strstr(page.out.data, "<h1"));
		for (const char *at = page.out.data; (at = strstr(at, "<li value=")); at++) {
			papers++;
		}
		for (const char *at = page.out.data; (at = strstr(at, "class=\"fee\"")); at++) {
			fees++;
			/* With its exemptions, on the same part. */
			assert_non_null(strstr(at, "Free or reduced for</h4>"));
		}
		more = page.more;
		textbuf_done(&page.out);
		wish.part++;
	}
	assert_int_equal(fees, procedure->n_ways);
	assert_int_equal(papers,
		procedure->n_papers + procedure_count(procedure, PROCEDURE_STEPS) +
			procedure_count(procedure, PROCEDURE_LEGAL));
}

static void test_the_longest_lists_come_in_small_parts(void **state)
{
	_cleanup_free_ char *name = many("&", 1000), *sector = many("\xf0\x9f\x98\x80", 200);
	struct lookup_row row = {.key = (char *)"1.004884",
		.name = name,
		.code = (char *)"",
		.sector = sector,
		.order = (char *)""};
	const struct lookup_row *rows[60];
	struct lookup_wish wish = {.has_sector = true, .part = 1, .language = "en"};
	size_t style = style_size(), n = 0;
	bool more = true;

	(void)state;
	text_copy_cut(wish.sector, sizeof(wish.sector), sector);
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		rows[i] = &row;
	}
	while (more) {
		struct lookup_page page = page_of(&wish);

		page.centre = name;
		lookup_page_rows(&page, rows, ELEMENTS(rows));
		assert_in_range(page.out.size, 1000, LOOKUP_BYTES - style);
		for (const char *at = page.out.data; (at = strstr(at, "<li>")); at++) {
			n++;
		}
		more = page.more;
		textbuf_done(&page.out);
		wish.part++;
	}
	assert_int_equal(n, ELEMENTS(rows));
}

static void test_parts_are_walked(void **state)
{
	struct lookup_row row = {.key = (char *)"1.004884",
		.name = (char *)"A",
		.code = (char *)"",
		.sector = (char *)"",
		.order = (char *)""};
	const struct lookup_row *rows[LOOKUP_PART_ROWS + 1];
	struct lookup_wish wish = {.has_sector = true, .sector = "a b", .part = 1};
	struct lookup_page first = page_of(&wish), last, beyond;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		rows[i] = &row;
	}
	lookup_page_rows(&first, rows, ELEMENTS(rows));
	assert_non_null(strstr(first.out.data, "href=\"/tra-cuu?sector=a%20b&amp;part=2\""));
	assert_null(strstr(first.out.data, "Phần trước"));
	wish.part = 2;
	last = page_of(&wish);
	lookup_page_rows(&last, rows, ELEMENTS(rows));
	assert_non_null(
		strstr(last.out.data, "href=\"/tra-cuu?sector=a%20b\" class=\"step\">Phần"));
	assert_null(strstr(last.out.data, "Xem tiếp"));
	wish.part = LOOKUP_PARTS;
	beyond = page_of(&wish);
	lookup_page_rows(&beyond, rows, ELEMENTS(rows));
	assert_non_null(strstr(beyond.out.data, "href=\"/tra-cuu?sector=a%20b&amp;part=2\""));
	textbuf_done(&first.out);
	textbuf_done(&last.out);
	textbuf_done(&beyond.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_procedure_in_plain_steps),
		cmocka_unit_test(test_a_fee_is_never_without_its_exemptions),
		cmocka_unit_test(test_what_does_not_hold_is_not_shown_as_valid),
		cmocka_unit_test(test_what_replaces_a_procedure_is_said),
		cmocka_unit_test(test_an_old_record_says_so),
		cmocka_unit_test(test_texts_of_others_are_only_texts),
		cmocka_unit_test(test_sectors_and_their_counts),
		cmocka_unit_test(test_nothing_found_is_said),
		cmocka_unit_test(test_choices_that_are_all_are_listed_once),
		cmocka_unit_test(test_what_may_be_meant_is_asked),
		cmocka_unit_test(test_the_longest_record_comes_in_small_parts),
		cmocka_unit_test(test_the_longest_lists_come_in_small_parts),
		cmocka_unit_test(test_parts_are_walked),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
