/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/fee.h"

#include <string.h>

#include "check.h"

static const struct {
	const char *text;
	enum fee_kind kind;
	int n;
	int64_t dong[3];
	const char *exemptions; /* what they begin with; NULL none */
} cases[] = {
	{"", FEE_NOT_STATED, 0, {0}, NULL},
	{" . ", FEE_NOT_STATED, 0, {0}, NULL},
	{"Phí: 0 VNĐ", FEE_FREE, 1, {0}, NULL},
	{"Phí : 0 đồng; Lệ phí: 0 đồng", FEE_FREE, 1, {0}, NULL},
	{"Miễn phí", FEE_FREE, 0, {0}, NULL},
	{"MIỄN PHÍ.", FEE_FREE, 0, {0}, NULL},
	{"Lệ phí: Không", FEE_FREE, 0, {0}, NULL},
	{"Phí, lệ phí: Không thu phí", FEE_FREE, 0, {0}, NULL},
	{"Không thu", FEE_FREE, 0, {0}, NULL},
	{"mien phi", FEE_FREE, 0, {0}, NULL},
	{"0", FEE_FREE, 0, {0}, NULL},
	{"25.000 đồng", FEE_AMOUNT, 1, {25000}, NULL},
	{"Lệ phí: 25,000 VND/lần", FEE_AMOUNT, 1, {25000}, NULL},
	{"4.500.000 đồng (Lệ phí đăng ký nuôi con nuôi)", FEE_AMOUNT, 1, {4500000}, NULL},
	{"8000đ", FEE_AMOUNT, 1, {8000}, NULL},
	{"8 000 đ/bản", FEE_AMOUNT, 1, {8000}, NULL},
	{"50 nghìn đồng", FEE_AMOUNT, 1, {50000}, NULL},
	{"1 triệu", FEE_AMOUNT, 1, {1000000}, NULL},
	{"5k", FEE_AMOUNT, 1, {5000}, NULL},
	{"400.000 Đồng (Mức thu lệ phí: 400.000đ/trường hợp. Miễn lệ phí cho hộ nghèo; người có "
	 "công)",
		FEE_AMOUNT, 1, {400000}, "Miễn lệ phí cho hộ nghèo; người có công)"},
	{"Phí: 10.000 đồng; Lệ phí: 5.000 đồng", FEE_SEVERAL, 2, {10000, 5000}, NULL},
	{"Phí: 0 VNĐ; Lệ phí: 8.000 đồng", FEE_SEVERAL, 2, {0, 8000}, NULL},
	{"Miễn phí; 8.000 đồng/bản sao", FEE_SEVERAL, 1, {8000}, NULL},
	/* Nothing of these is free for everybody. */
	{"Khác", FEE_TEXT, 0, {0}, NULL},
	{"Phí: Khác", FEE_TEXT, 0, {0}, NULL},
	{"Phí: 0 VNĐ; Lệ phí: theo quy định", FEE_TEXT, 1, {0}, NULL},
	{"Phí: 8.000 VNĐ; Lệ phí: Khác", FEE_TEXT, 1, {8000}, NULL},
	{"Không quy định", FEE_TEXT, 0, {0}, NULL},
	{"Miễn phí cho hộ nghèo", FEE_TEXT, 0, {0}, "Miễn phí cho hộ nghèo"},
	{"Phí: 0 VNĐ (miễn lệ phí cho trẻ em)", FEE_TEXT, 1, {0}, "miễn lệ phí cho trẻ em)"},
	{"Giảm 50% khi nộp trực tuyến", FEE_TEXT, 0, {0}, "Giảm 50%"},
	{"Theo Thông tư số 281/2016/TT-BTC", FEE_TEXT, 0, {0}, NULL},
	{"Miền núi: 5.000 đồng", FEE_AMOUNT, 1, {5000}, NULL},
	{"9999999999999999999 đồng", FEE_TEXT, 0, {0}, NULL},
	{"1.000.000.000.000.000 đồng", FEE_TEXT, 0, {0}, NULL},
	{"999999999999 triệu", FEE_TEXT, 0, {0}, NULL},
	{"10000.000 đồng", FEE_TEXT, 0, {0}, NULL},
};

static void test_what_a_text_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const char *text = cases[i].text;
		struct fee fee;

		fee_read(text, &fee);
		if (fee.kind != cases[i].kind || fee.n_amounts != cases[i].n ||
			fee.has_exemptions != !!cases[i].exemptions) {
			print_error("%s: kind %d, %d amounts\n", text, fee.kind, fee.n_amounts);
		}
		assert_int_equal(fee.kind, cases[i].kind);
		assert_int_equal(fee.n_amounts, cases[i].n);
		for (int at = 0; at < fee.n_amounts; at++) {
			assert_int_equal(fee.dong[at], cases[i].dong[at]);
		}
		assert_int_equal(fee.has_exemptions, !!cases[i].exemptions);
		if (fee.has_exemptions) {
			assert_memory_equal(text + fee.exemptions_at, cases[i].exemptions,
				strlen(cases[i].exemptions));
		}
	}
}

/* No half of a bracket stands alone, and nothing to pay is among the exemptions. */
static void test_amount_and_exemptions_are_whole(void **state)
{
	static const struct {
		const char *text, *amount, *exemptions;
	} splits[] = {
		{"25.000 đồng", "25.000 đồng", NULL},
		{"Lệ phí: 4.000 đồng (miễn cho hộ nghèo).", "Lệ phí: 4.000 đồng",
			"miễn cho hộ nghèo"},
		{"4.000 đồng; miễn cho trẻ em (dưới 6 tuổi)", "4.000 đồng",
			"miễn cho trẻ em (dưới 6 tuổi)"},
		{"4.000 đồng (miễn cho trẻ em (dưới 6 tuổi))", "4.000 đồng",
			"miễn cho trẻ em (dưới 6 tuổi)"},
		{"4.000 đồng (lần đầu). Miễn cho hộ nghèo", "4.000 đồng (lần đầu)",
			"Miễn cho hộ nghèo"},
		{"4.000 Đồng (Mức thu: 4.000đ/lần. Miễn cho hộ nghèo; người có công)",
			"4.000 Đồng (Mức thu: 4.000đ/lần)", "Miễn cho hộ nghèo; người có công"},
		{"4.000 đồng (miễn cho hộ nghèo", "4.000 đồng", "miễn cho hộ nghèo"},
		{"Miễn phí cho hộ nghèo", "", "Miễn phí cho hộ nghèo"},
		{"Phí: 5.000 đồng (miễn cho trẻ em); Lệ phí: 8.000 đồng",
			"Phí: 5.000 đồng (miễn cho trẻ em); Lệ phí: 8.000 đồng", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(splits); i++) {
		_cleanup_free_ char *amount = NULL;
		_cleanup_free_ char *exemptions = NULL;
		struct fee fee;

		fee_read(splits[i].text, &fee);
		fee_split(splits[i].text, &fee, &amount, &exemptions);
		assert_string_equal(amount, splits[i].amount);
		assert_int_equal(!exemptions, !splits[i].exemptions);
		if (exemptions) {
			assert_string_equal(exemptions, splits[i].exemptions);
		}
	}
}

/* The first ones are kept; a text with more is still no single amount. */
static void test_many_amounts(void **state)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	struct fee fee;

	(void)state;
	for (int i = 1; i <= FEE_AMOUNTS_MAX + 3; i++) {
		textbuf_printf(&text, "%d.000 đồng; ", i);
	}
	fee_read(text.data, &fee);
	assert_int_equal(fee.kind, FEE_SEVERAL);
	assert_int_equal(fee.n_amounts, FEE_AMOUNTS_MAX);
	assert_int_equal(fee.dong[FEE_AMOUNTS_MAX - 1], 8000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_text_says),
		cmocka_unit_test(test_amount_and_exemptions_are_whole),
		cmocka_unit_test(test_many_amounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
