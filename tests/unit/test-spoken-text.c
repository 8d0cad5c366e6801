/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of a catalogue as they are said. */
#include "check.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/voice/spoken-text.h"

static struct phrases *phrases;

static int load(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	return phrases_load(dir, &phrases);
}

static int unload(void **state)
{
	(void)state;
	phrases_free(phrases);
	return 0;
}

struct sample {
	const char *text, *said;
};

static void check(const char *language, const char *grammar, const struct sample *samples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *said = spoken_text(
			phrases, language, spoken_grammar_find(grammar), samples[i].text);

		assert_string_equal(said, samples[i].said);
	}
}

static void test_vietnamese_is_said_as_people_do(void **state)
{
	static const struct sample samples[] = {
		{"", ""},
		{"• Tờ khai theo mẫu: 1 bản chính, 15 bản sao",
			"Tờ khai theo mẫu: một bản chính, mười lăm bản sao"},
		{"Nộp trực tiếp: 15.000 đồng", "Nộp trực tiếp: mười lăm nghìn đồng"},
		{"8.000đ/bản sao", "tám nghìn đồng trên bản sao"},
		{"400.000 đồng/trường hợp", "bốn trăm nghìn đồng trên trường hợp"},
		{"0 VNĐ", "không đồng"},
		{"Ông/bà chờ, mời ông/bà", "Ông bà chờ, mời ông bà"},
		{"4.500.000 đồng", "bốn triệu năm trăm nghìn đồng"},
		{"1.005.015", "một triệu không trăm linh năm nghìn không trăm mười lăm"},
		{"1,5%", "một phẩy năm phần trăm"},
		{"80 m², 2km", "tám mươi mét vuông, hai ki lô mét"},
		{"ngày 26/01/2026",
			"ngày hai mươi sáu tháng một năm hai nghìn không trăm hai mươi sáu"},
		{"28/7/2025;",
			"ngày hai mươi tám tháng bảy năm hai nghìn không trăm hai mươi lăm;"},
		{"trước ngày 05/4", "trước ngày năm tháng tư"},
		{"từ 01/2026", "từ tháng một năm hai nghìn không trăm hai mươi sáu"},
		{"1/2 diện tích", "một, hai diện tích"},
		{"Thứ Hai – Thứ Sáu: 7:30 – 11:30, 13h00 – 17h",
			"Thứ Hai, Thứ Sáu: bảy giờ ba mươi đến mười một giờ ba mươi, "
			"mười ba giờ đến mười bảy giờ"},
		{"02 tháng, 08 ngày", "hai tháng, tám ngày"},
		{"lần thứ 1, thứ 4", "lần thứ nhất, thứ tư"},
		{"mã 1.000656", "mã một chấm không không không sáu năm sáu"},
		{"1.000.00.00.H41",
			"một chấm không không không chấm không không chấm không không "
			"H bốn mươi mốt"},
		{"ĐT: 0210 3 123", "đê tê: không hai một không ba một hai ba"},
		{"Quyết định 253/QĐ-UBND",
			"Quyết định hai trăm năm mươi ba, quyết định ủy ban nhân dân"},
		{"Nghị định số 24/2021/NĐ-CP",
			"Nghị định số hai mươi tư, hai nghìn không trăm hai mươi mốt, "
			"nghị định Chính phủ"},
		{"CCCD hoặc hộ chiếu (bản gốc).", "căn cước công dân hoặc hộ chiếu, bản gốc."},
		{"khí LPG cấp III", "khí e lờ pê giê cấp ba"},
		{"HÀNH VI VI PHẠM", "HÀNH VI VI PHẠM"},
		{"UBND cấp xã, TP.Hồ Chí Minh", "ủy ban nhân dân cấp xã, thành phố Hồ Chí Minh"},
		{"dichvucong.gov.vn", "dichvucong chấm gov chấm vn"},
		{"một\nhai", "một. hai"},
		{"và/hoặc “khác” …", "và, hoặc khác,"},
		{"1 2 3", "một hai ba"},
		{"12345678901234", "một hai ba bốn năm sáu bảy tám chín không một hai ba bốn"},
		{"999.999.999.999",
			"chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu "
			"chín trăm chín mươi chín nghìn chín trăm chín mươi chín"},
	};

	(void)state;
	check("vi", "vietnamese", samples, ELEMENTS(samples));
}

static void test_english_is_said_as_people_do(void **state)
{
	static const struct sample samples[] = {
		{"At the counter: 15,000 dong", "At the counter: fifteen thousand dong"},
		{"1 original, 2 copies", "one original, two copies"},
		{"26/01/2026", "twenty six January two thousand and twenty six"},
		{"1,000,005", "one million and five"},
		{"7:30 – 11:00", "seven thirty to eleven zero"},
	};

	(void)state;
	check("en", "english", samples, ELEMENTS(samples));
}

/* A language whose numbers nobody has written down: its program may know them. */
static void test_digits_stay(void **state)
{
	static const struct sample samples[] = {{"• 15.000 (x) 1/2", "15.000, x, 1/2"}};

	(void)state;
	check("qps", "digits", samples, ELEMENTS(samples));
}

/* Each piece is short, ends between words, and nothing is lost. */
static void check_pieces(const char *words, int n)
{
	_cleanup_(textbuf_done) struct textbuf all = {0};
	const char *at = words;
	size_t size;
	int found = 0;

	while ((size = spoken_text_piece(at)) > 0) {
		assert_true(size <= SPOKEN_PIECE_MAX);
		assert_true(utf8_clean_length((const unsigned char *)at) > 0);
		textbuf_add_bytes(&all, at, size);
		at += size;
		found++;
	}
	assert_string_equal(all.data, words);
	assert_int_equal(found, n);
}

static void test_a_long_text_is_said_in_pieces(void **state)
{
	_cleanup_(textbuf_done) struct textbuf letters = {0}, words = {0};

	(void)state;
	assert_int_equal(spoken_text_piece(""), 0);
	check_pieces("Một câu.", 1);
	check_pieces("Một câu. Hai câu? Ba", 3);
	assert_int_equal(spoken_text_piece("Một câu. Hai"), strlen("Một câu."));
	for (int i = 0; i < 100; i++) {
		textbuf_add(&letters, "ă");
		textbuf_add(&words, i == 3 ? "chữ, " : "chữ ");
	}
	check_pieces(letters.data, 2);
	assert_int_equal(spoken_text_piece(words.data), strlen("chữ chữ chữ chữ,"));
	check_pieces(words.data, 6);
}

/* No input makes it read beyond the end, or loop. */
static void test_garbage_ends(void **state)
{
	static const char *const garbage[] = {"\xFF\xC3", "1.", "1/", "1/2/", "0", "99h", "7:", "-",
		"–", "…", "\xE2\x80", "1.000.", "1,", "%", "//", "đ", "1đ", "II/", "VII."};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(garbage); i++) {
		free(spoken_text(phrases, "vi", spoken_grammar_find("vietnamese"), garbage[i]));
		free(spoken_text(phrases, "en", spoken_grammar_find("english"), garbage[i]));
		free(spoken_text(phrases, "qps", spoken_grammar_find("digits"), garbage[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vietnamese_is_said_as_people_do),
		cmocka_unit_test(test_english_is_said_as_people_do),
		cmocka_unit_test(test_digits_stay),
		cmocka_unit_test(test_a_long_text_is_said_in_pieces),
		cmocka_unit_test(test_garbage_ends),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
