/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "client/client-settings.h"
#include "client/client.h"

#define HEAD "the token file "

/* Reads bytes as a token file; *ret_error is what stands behind its name. */
static int read_bytes(const char *bytes, size_t size, char **ret, char **ret_error)
{
	char path[] = "/tmp/layso-token-XXXXXX";
	_cleanup_free_ char *error = NULL;
	int fd = mkstemp(path);
	int r;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, size), size);
	(void)close(fd);
	r = client_read_token(path, ret, &error);
	(void)unlink(path);
	assert_true((r < 0) == (error != NULL));
	if (error) {
		assert_memory_equal(error, HEAD, strlen(HEAD));
		assert_memory_equal(error + strlen(HEAD), path, strlen(path));
		*ret_error = text_dup(error + strlen(HEAD) + strlen(path));
	}
	return r;
}

static void a_token_ends_before_its_line_does(void **state)
{
	static const char *const files[] = {"abc", "abc\n", "abc\r\n", "abc \t\r\n\n"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *token = NULL;
		_cleanup_free_ char *error = NULL;

		assert_int_equal(read_bytes(files[i], strlen(files[i]), &token, &error), 0);
		assert_string_equal(token, "abc");
	}
}

static void no_file_is_no_token(void **state)
{
	char *token = (char *)"before";
	char *error = NULL;

	(void)state;
	assert_int_equal(client_read_token("", &token, &error), 0);
	assert_null(token);
	assert_null(error);
}

static void a_token_has_a_greatest_length(void **state)
{
	_cleanup_free_ char *token = NULL;
	_cleanup_free_ char *other = NULL;
	_cleanup_free_ char *error = NULL;
	char text[CLIENT_TOKEN_MAX + 3];

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text + CLIENT_TOKEN_MAX, "\r\n", 2);
	assert_int_equal(read_bytes(text, CLIENT_TOKEN_MAX + 2, &token, &error), 0);
	assert_int_equal(strlen(token), CLIENT_TOKEN_MAX);
	text[CLIENT_TOKEN_MAX] = 'x';
	assert_int_equal(read_bytes(text, CLIENT_TOKEN_MAX + 2, &other, &error), -EINVAL);
	assert_non_null(strstr(error, " holds no token: 1 to 128 ASCII"));
	assert_null(other);
}

static void what_is_no_token_is_named_with_its_file(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *what;
	} files[] = {
		{"", 0, " is empty"},
		{" \r\n", 3, " is empty"},
		{"a b", 3, " holds no token"},
		{"abc\nabc\n", 8, " holds no token"},
		{"s\xe1\xbb\x91", 4, " holds no token"},
		{"ab\0c", 4, " holds no token"},
	};
	_cleanup_free_ char *huge = memory_new(1, 5000);

	(void)state;
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		char *token = NULL;
		_cleanup_free_ char *error = NULL;

		assert_int_equal(
			read_bytes(files[i].bytes, files[i].size, &token, &error), -EINVAL);
		assert_null(token);
		assert_memory_equal(error, files[i].what, strlen(files[i].what));
	}
	memset(huge, 'x', 5000);
	{
		char *token = NULL;
		_cleanup_free_ char *error = NULL;

		assert_int_equal(read_bytes(huge, 5000, &token, &error), -EINVAL);
		assert_null(token);
		assert_non_null(strstr(error, " holds no token"));
	}
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
	static const struct {
		const char *path;
		int r;
		const char *error;
	} files[] = {
		{"/nonexistent/token", -ENOENT,
			HEAD "/nonexistent/token: No such file or directory"},
		{"/tmp", -EISDIR, HEAD "/tmp: Is a directory"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		char *token = NULL;
		_cleanup_free_ char *error = NULL;

		assert_int_equal(client_read_token(files[i].path, &token, &error), files[i].r);
		assert_null(token);
		assert_string_equal(error, files[i].error);
	}
}

static void a_wrong_address_or_token_file_is_refused(void **state)
{
	static const struct {
		const char *address;
		const char *token_file;
		int r;
	} settings[] = {
		{PATHS_HUB_ADDRESS, "", 0},
		{"http://10.0.0.5:8080", "", 0},
		{"https://hub.example:8443", "", 0},
		{"10.0.0.5:8080", "", -EINVAL},
		{"unix:hub.sock", "", -EINVAL},
		{"http://10.0.0.5/path", "", -EINVAL},
		{"", "", -EINVAL},
		{PATHS_HUB_ADDRESS, "/nonexistent/token", -ENOENT},
		{PATHS_HUB_ADDRESS, "/dev/null", -EINVAL},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(settings); i++) {
		const struct client_settings hub = {
			(char *)settings[i].address, (char *)settings[i].token_file};

		assert_int_equal(client_settings_check(&hub), settings[i].r);
	}
}

/* The rows for a program's tables go where its own struct has them. */
static void the_rows_fill_the_settings_of_a_program(void **state)
{
	struct program {
		int before;
		struct client_settings hub;
	} program = {.before = 1};
	static const struct config_item items[] = {
		CLIENT_ITEMS(offsetof(struct program, hub)), {NULL}};
	char error[CONFIG_ERROR_MAX];

	(void)state;
	config_set_fallbacks(items, &program);
	assert_string_equal(program.hub.address, "unix:/run/layso/hub.sock");
	assert_string_equal(program.hub.token_file, "");
	assert_int_equal(config_set(items, &program, "hub.token_file", "/t", error), 0);
	assert_string_equal(program.hub.token_file, "/t");
	config_free_strings(items, NULL, &program);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_ends_before_its_line_does),
		cmocka_unit_test(no_file_is_no_token),
		cmocka_unit_test(a_token_has_a_greatest_length),
		cmocka_unit_test(what_is_no_token_is_named_with_its_file),
		cmocka_unit_test(a_file_that_cannot_be_read_is_named),
		cmocka_unit_test(a_wrong_address_or_token_file_is_refused),
		cmocka_unit_test(the_rows_fill_the_settings_of_a_program),
	};

	return cmocka_run_group_tests_name("client-settings", tests, NULL, NULL);
}
