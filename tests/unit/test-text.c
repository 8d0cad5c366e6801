/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/utf8.h"

static void whole_numbers_and_nothing_else_are_parsed(void **state)
{
	static const char *const bad[] = {"", "-", "+1", " 1", "1 ", "1a", "0x1", "1.0", "--1"};
	int64_t number = 77;

	(void)state;
	assert_int_equal(text_parse_int("0", 0, 9, &number), 0);
	assert_int_equal(number, 0);
	assert_int_equal(text_parse_int("-12", -12, 9, &number), 0);
	assert_int_equal(number, -12);
	assert_int_equal(text_parse_int("007", 0, 9, &number), 0);
	assert_int_equal(number, 7);
	assert_int_equal(text_parse_int("9223372036854775807", INT64_MIN, INT64_MAX, &number), 0);
	assert_true(number == INT64_MAX);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		number = 77;
		assert_int_equal(text_parse_int(bad[i], -100, 100, &number), -EINVAL);
		assert_int_equal(number, 77);
	}
}

static void numbers_outside_the_range_are_refused(void **state)
{
	int64_t number = 77;

	(void)state;
	assert_int_equal(text_parse_int("10", 0, 9, &number), -ERANGE);
	assert_int_equal(text_parse_int("-1", 0, 9, &number), -ERANGE);
	assert_int_equal(
		text_parse_int("9223372036854775808", INT64_MIN, INT64_MAX, &number), -ERANGE);
	assert_int_equal(number, 77);
}

static void yes_and_no_have_four_words_each(void **state)
{
	static const char *const yes[] = {"yes", "true", "on", "1", "YES"};
	static const char *const no[] = {"no", "false", "off", "0", "Off"};
	static const char *const bad[] = {"", "y", "2", "yes ", "maybe"};
	bool value = false;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(yes); i++) {
		value = false;
		assert_int_equal(text_parse_bool(yes[i], &value), 0);
		assert_true(value);
		assert_int_equal(text_parse_bool(no[i], &value), 0);
		assert_false(value);
		value = true;
		assert_int_equal(text_parse_bool(bad[i], &value), -EINVAL);
		assert_true(value);
	}
}

static void a_minute_of_the_day_is_two_digits_colon_two_digits(void **state)
{
	static const struct {
		const char *text;
		int minute;
	} good[] = {{"00:00", 0}, {"07:30", 450}, {"23:59", 1439}, {"24:00", 1440}};
	static const char *const bad[] = {"", "7:30", "07:60", "24:01", "25:00", "07-30", "07:3",
		"07:300", "ab:cd", "07:3x", "-7:30"};
	int minute = -5;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		assert_int_equal(text_parse_minute(good[i].text, &minute), 0);
		assert_int_equal(minute, good[i].minute);
	}
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		minute = -5;
		assert_int_equal(text_parse_minute(bad[i], &minute), -EINVAL);
		assert_int_equal(minute, -5);
	}
}

static void a_copy_is_whole_or_empty(void **state)
{
	char small[5] = "old";

	(void)state;
	assert_int_equal(text_copy(small, sizeof(small), "abcd"), 0);
	assert_string_equal(small, "abcd");
	assert_int_equal(text_copy(small, sizeof(small), "abcde"), -ENAMETOOLONG);
	assert_string_equal(small, "");
	assert_int_equal(text_copy(small, sizeof(small), ""), 0);
	assert_string_equal(small, "");
}

static void a_cut_copy_ends_at_a_character(void **state)
{
	char small[8];

	(void)state;
	text_copy_cut(small, sizeof(small), "quầy");
	assert_string_equal(small, "quầy");
	/* "số thứ" is 9 bytes; the seventh byte stands within "ứ". */
	text_copy_cut(small, sizeof(small), "số thứ");
	assert_string_equal(small, "số th");
	text_copy_cut(small, 2, "ạ");
	assert_string_equal(small, "");
	text_copy_cut(small, 1, "a");
	assert_string_equal(small, "");
}

static void identifiers_have_a_small_alphabet(void **state)
{
	(void)state;
	assert_true(text_is_id("A", 31));
	assert_true(text_is_id("kiosk-1_b.C", 31));
	assert_true(text_is_id("abc", 3));
	assert_false(text_is_id("abcd", 3));
	assert_false(text_is_id("", 31));
	assert_false(text_is_id("a b", 31));
	assert_false(text_is_id("a/b", 31));
	assert_false(text_is_id("quầy", 31));
	assert_true(text_is_hex("09af", 4));
	assert_false(text_is_hex("09af", 5));
	assert_false(text_is_hex("09af0", 4));
	assert_false(text_is_hex("09AF", 4));
	assert_false(text_is_hex("09ag", 4));
	assert_false(text_is_hex(NULL, 4));
}

static void clean_text_is_utf8_without_control_characters(void **state)
{
	static const char *const clean[] = {"", "a", "Lấy số\nở đây", "\xf0\x9f\x8e\xab",
		"\xc2\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"};
	static const char *const unclean[] = {"\t", "\r", "\x7f", "\x01", "\x80", "\xc0\xaf",
		"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xe1\xba", "\xe1\xba\x20", "\xf0\x8f\xbf\xbf", "a\xff"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(clean); i++) {
		assert_true(text_is_clean(clean[i]));
	}
	for (size_t i = 0; i < ELEMENTS(unclean); i++) {
		assert_false(text_is_clean(unclean[i]));
	}
	assert_int_equal(utf8_count("đường", 9), 5);
	assert_int_equal(utf8_count("đường", 4), 2);
}

static void what_is_no_text_becomes_question_marks(void **state)
{
	char text[] = "số\t1\n\x82 \xE1\xBB \x1B[31m \xC3";

	(void)state;
	utf8_make_clean(text);
	assert_string_equal(text, "số\t1\n? ?? ?[31m ?");
}

static void a_buffer_grows_and_is_consumed_from_the_front(void **state)
{
	_cleanup_(textbuf_done) struct textbuf buffer = {0};

	(void)state;
	textbuf_add(&buffer, "");
	assert_string_equal(buffer.data, "");
	for (int i = 0; i < 1000; i++) {
		textbuf_printf(&buffer, "%04d", i);
	}
	assert_int_equal(buffer.size, 4000);
	assert_memory_equal(buffer.data + 3996, "0999", 5);
	textbuf_consume(&buffer, 3996);
	assert_string_equal(buffer.data, "0999");
	textbuf_add_bytes(&buffer, "\0x", 2);
	assert_int_equal(buffer.size, 6);
	textbuf_consume(&buffer, 100);
	assert_int_equal(buffer.size, 0);
	assert_string_equal(buffer.data, "");
}

static void a_list_has_room_for_one_more_and_keeps_what_is_in_it(void **state)
{
	enum { MEMBERS = 1000 };
	int *list = NULL;
	int moves = 0;

	(void)state;
	for (int i = 0; i < MEMBERS; i++) {
		int *longer = memory_append(list, (size_t)i, sizeof(*list));

		moves += i == 0 || longer != list;
		list = longer;
		list[i] = i; /* the address sanitizer watches */
	}
	for (int i = 0; i < MEMBERS; i++) {
		assert_int_equal(list[i], i);
	}
	assert_in_range(moves, 1, 11);
	free(list);
}

static void consuming_an_untouched_buffer_does_nothing(void **state)
{
	struct textbuf buffer = {0};

	(void)state;
	textbuf_consume(&buffer, 3);
	assert_null(buffer.data);
	textbuf_done(&buffer);
}

/* A folder of this test's own under /tmp; *ret_file is a path in it. */
static void make_folder(char folder[64], char file[96])
{
	(void)strcpy(folder, "/tmp/layso-text-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)snprintf(file, 96, "%s/file", folder);
}

static void a_file_is_written_whole_with_its_mode_and_read_back(void **state)
{
	char folder[64];
	char file[96];
	_cleanup_free_ char *read_back = NULL;
	size_t size = 0;
	struct stat st;

	(void)state;
	make_folder(folder, file);
	assert_int_equal(text_write_file(file, "old, and longer", 15, 0644), 0);
	assert_int_equal(text_write_file(file, "a\0b", 3, 0600), 0);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(text_read_file(file, 3, &read_back, &size), 0);
	assert_int_equal(size, 3);
	assert_memory_equal(read_back, "a\0b", 4);
	assert_int_equal(unlink(file), 0);
	/* Nothing else was left beside it. */
	assert_int_equal(rmdir(folder), 0);
}

static void files_that_cannot_be_read_or_are_too_large_are_refused(void **state)
{
	char folder[64];
	char file[96];
	char *text = NULL;

	(void)state;
	make_folder(folder, file);
	assert_int_equal(text_read_file(file, 100, &text, NULL), -ENOENT);
	assert_int_equal(text_read_file(folder, 100, &text, NULL), -EISDIR);
	assert_int_equal(text_write_file(file, "abcd", 4, 0644), 0);
	assert_int_equal(text_read_file(file, 3, &text, NULL), -EFBIG);
	assert_null(text);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(text_write_file(file, "abcd", 4, 0644), -ENOENT);
}

static void a_file_that_cannot_be_replaced_stays_and_leaves_no_neighbour(void **state)
{
	char folder[64];
	char file[96];

	(void)state;
	make_folder(folder, file);
	assert_int_equal(mkdir(file, 0700), 0);
	assert_int_equal(text_write_file(file, "abcd", 4, 0644), -EISDIR);
	assert_int_equal(rmdir(file), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_numbers_and_nothing_else_are_parsed),
		cmocka_unit_test(numbers_outside_the_range_are_refused),
		cmocka_unit_test(yes_and_no_have_four_words_each),
		cmocka_unit_test(a_minute_of_the_day_is_two_digits_colon_two_digits),
		cmocka_unit_test(a_copy_is_whole_or_empty),
		cmocka_unit_test(a_cut_copy_ends_at_a_character),
		cmocka_unit_test(identifiers_have_a_small_alphabet),
		cmocka_unit_test(clean_text_is_utf8_without_control_characters),
		cmocka_unit_test(what_is_no_text_becomes_question_marks),
		cmocka_unit_test(a_buffer_grows_and_is_consumed_from_the_front),
		cmocka_unit_test(a_list_has_room_for_one_more_and_keeps_what_is_in_it),
		cmocka_unit_test(consuming_an_untouched_buffer_does_nothing),
		cmocka_unit_test(a_file_is_written_whole_with_its_mode_and_read_back),
		cmocka_unit_test(files_that_cannot_be_read_or_are_too_large_are_refused),
		cmocka_unit_test(a_file_that_cannot_be_replaced_stays_and_leaves_no_neighbour),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
