/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/vn-vowel.h"

static void assert_vowel(unsigned point, char letter, char shape, int tone, bool is_upper)
{
	struct vn_vowel vowel;

	assert_true(vn_vowel_find(point, &vowel));
	assert_int_equal(vowel.letter, letter);
	assert_int_equal(vowel.shape, shape);
	assert_int_equal(vowel.tone, tone);
	assert_int_equal(vowel.is_upper, is_upper);
}

static void a_vowel_is_taken_apart(void **state)
{
	struct vn_vowel vowel;

	(void)state;
	assert_vowel('a', 'a', 0, 0, false);
	assert_vowel(0xC1, 'a', 0, 2, true); /* Á */
	assert_vowel(0x1EC7, 'e', VN_ROOF, 5, false); /* ệ */
	assert_vowel(0x1EB4, 'a', VN_HORN, 4, true); /* Ẵ */
	assert_vowel(0x1AF, 'u', VN_HORN, 0, true); /* Ư */
	assert_false(vn_vowel_find(0xE4, &vowel)); /* ä */
	assert_false(vn_vowel_find(0x111, &vowel)); /* đ */
	assert_false(vn_vowel_find('b', &vowel));
	assert_false(vn_vowel_find(0, &vowel));
}

/* Twelve vowels, six tones, two cases. */
static void each_vowel_is_put_together_again(void **state)
{
	int n = 0;

	(void)state;
	for (unsigned point = 0; point < 0x2000; point++) {
		struct vn_vowel vowel;

		if (vn_vowel_find(point, &vowel)) {
			assert_int_equal(vn_vowel_point(&vowel), point);
			n++;
		}
	}
	assert_int_equal(n, 12 * VN_TONES * 2);
}

static void combining_marks_are_tones_or_shapes(void **state)
{
	(void)state;
	assert_int_equal(vn_vowel_tone(0x300), 1);
	assert_int_equal(vn_vowel_tone(0x323), 5);
	assert_int_equal(vn_vowel_tone(0x302), 0);
	assert_int_equal(vn_vowel_tone(0), 0);
	assert_int_equal(vn_vowel_shape(0x302, 'o'), VN_ROOF);
	assert_int_equal(vn_vowel_shape(0x31B, 'o'), VN_HORN);
	assert_int_equal(vn_vowel_shape(0x306, 'a'), VN_HORN);
	assert_int_equal(vn_vowel_shape(0x31B, 'a'), 0);
	assert_int_equal(vn_vowel_shape(0x302, 'u'), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_vowel_is_taken_apart),
		cmocka_unit_test(each_vowel_is_put_together_again),
		cmocka_unit_test(combining_marks_are_tones_or_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
