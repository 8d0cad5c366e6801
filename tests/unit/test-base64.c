/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"

/* RFC 4648, section 10. */
static const char *const vectors[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
	{"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};

static void test_the_standards_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(vectors); i++) {
		const char *bytes = vectors[i][0], *digits = vectors[i][1];
		struct textbuf text = {0};
		size_t size = 99;
		_cleanup_free_ unsigned char *back = base64_decode(digits, &size);

		base64_add(&text, bytes, strlen(bytes));
		assert_string_equal(text.data ? text.data : "", digits);
		assert_int_equal(size, strlen(bytes));
		assert_memory_equal(back, bytes, size);
		textbuf_done(&text);
	}
}

static void test_every_byte_comes_back(void **state)
{
	unsigned char bytes[256];
	struct textbuf text = {0};
	_cleanup_free_ unsigned char *back = NULL;
	size_t size;

	(void)state;
	for (int i = 0; i < 256; i++) {
		bytes[i] = (unsigned char)(i * 181);
	}
	base64_add(&text, bytes, sizeof(bytes));
	back = base64_decode(text.data, &size);
	assert_int_equal(size, sizeof(bytes));
	assert_memory_equal(back, bytes, sizeof(bytes));
	textbuf_done(&text);
}

static void test_what_is_no_digit_ends_it(void **state)
{
	size_t size;
	_cleanup_free_ unsigned char *back = base64_decode("Zm9v!Zm9v", &size);

	(void)state;
	assert_int_equal(size, 3);
	assert_memory_equal(back, "foo", 3);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_standards_examples),
		cmocka_unit_test(test_every_byte_comes_back),
		cmocka_unit_test(test_what_is_no_digit_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
