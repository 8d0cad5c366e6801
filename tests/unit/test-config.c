/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"

struct settings {
	char *address;
	char *folder;
	int port;
	bool loud;
};

static const struct config_item items[] = {
	{"hub", "address", config_parse_string, offsetof(struct settings, address), "localhost"},
	{"hub", "folder", config_parse_path, offsetof(struct settings, folder), NULL},
	{"http", "port", config_parse_int, offsetof(struct settings, port), "8080"},
	{"http", "loud", config_parse_bool, offsetof(struct settings, loud), "no"},
	{NULL},
};

/* Reads text through a file over the fallbacks; the settings are the caller's to free. */
static int load(const char *text, struct settings *ret, char **ret_error)
{
	char path[] = "/tmp/layso-config-XXXXXX";
	int fd = mkstemp(path);
	int r;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)close(fd);
	*ret = (struct settings){0};
	config_set_fallbacks(items, ret);
	r = config_load(path, items, ret, ret_error);
	(void)unlink(path);
	return r;
}

static void keys_are_set_over_the_fallbacks(void **state)
{
	struct settings settings;
	char *error = NULL;

	(void)state;
	assert_int_equal(load("# a comment\n\n [ hub ]\naddress = a = b \r\n\tfolder=/var/lib\n"
			      "[http]\nloud = on",
				 &settings, &error),
		0);
	assert_null(error);
	assert_string_equal(settings.address, "a = b");
	assert_string_equal(settings.folder, "/var/lib");
	assert_int_equal(settings.port, 8080);
	assert_true(settings.loud);
	config_free_strings(items, &settings);
	assert_null(settings.address);
}

static void an_empty_file_leaves_the_fallbacks(void **state)
{
	struct settings settings;

	(void)state;
	assert_int_equal(load("", &settings, NULL), 0);
	assert_string_equal(settings.address, "localhost");
	assert_null(settings.folder);
	config_free_strings(items, &settings);
}

static void every_fault_is_named_with_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *where;
		const char *what;
	} faults[] = {
		{"[hub]\nadress = x\n", ":2: ", "unknown key 'adress' in [hub]"},
		{"[hubs]\naddress = x\n", ":1: ", "unknown section [hubs]"},
		{"[hub one]\naddress = x\n", ":1: ", "[hub] takes no name"},
		{"address = x\n", ":1: ", "before the first [section]"},
		{"\n\n[hub\n", ":3: ", "ends with ']'"},
		{"[]\n", ":1: ", "a section name has"},
		{"[hub]\naddress\n", ":2: ", "expected 'key = value'"},
		{"[hub]\n= x\n", ":2: ", "expected 'key = value'"},
		{"[http]\nport = 80a\n", ":2: ", "'80a' is not a whole number"},
		{"[http]\nport = -1\n", ":2: ", "'-1' is not a whole number"},
		{"[http]\nport =\n", ":2: ", "'' is not a whole number"},
		{"[http]\nloud = perhaps\n", ":2: ", "'perhaps' is neither yes nor no"},
		{"[hub]\nfolder = var\n", ":2: ", "'var' is not an absolute path"},
		{"[hub]\naddress = a\xff\n", ":2: ", "not clean UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(faults); i++) {
		struct settings settings;
		_cleanup_free_ char *error = NULL;

		assert_int_equal(load(faults[i].text, &settings, &error), -EINVAL);
		assert_non_null(strstr(error, "/tmp/layso-config-"));
		assert_non_null(strstr(error, faults[i].where));
		assert_non_null(strstr(error, faults[i].what));
		config_free_strings(items, &settings);
	}
}

static void a_missing_file_is_named(void **state)
{
	struct settings settings = {0};
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(config_load("/nonexistent/x.conf", items, &settings, &error), -ENOENT);
	assert_non_null(strstr(error, "/nonexistent/x.conf"));
}

static void a_file_with_a_nul_byte_is_refused(void **state)
{
	char path[] = "/tmp/layso-config-XXXXXX";
	int fd = mkstemp(path);
	struct settings settings = {0};

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "[hub]\n\0[bad", 11), 11);
	(void)close(fd);
	assert_int_equal(config_load(path, items, &settings, NULL), -EILSEQ);
	(void)unlink(path);
}

static void one_item_is_set_by_its_name(void **state)
{
	struct settings settings = {0};
	char error[CONFIG_ERROR_MAX] = "";

	(void)state;
	assert_int_equal(config_set(items, &settings, "http.port", "81", error), 0);
	assert_int_equal(settings.port, 81);
	assert_int_equal(config_set(items, &settings, "http.prt", "81", error), -ENOENT);
	assert_int_equal(config_set(items, &settings, "web.port", "81", error), -ENOENT);
	assert_int_equal(config_set(items, &settings, "port", "81", error), -EINVAL);
	assert_int_equal(config_set(items, &settings, "http.port", "x", error), -EINVAL);
	assert_int_equal(settings.port, 81);
}

static void one_key_is_found_among_what_is_not_known(void **state)
{
	char path[] = "/tmp/layso-config-XXXXXX";
	static const char text[] = "[other]\nboard = no\n[kiosk x]\ncolour = red\n"
				   "board = a\nboard = b\n";
	int fd = mkstemp(path);
	_cleanup_free_ char *value = NULL;
	_cleanup_free_ char *error = NULL;
	char *none = NULL;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(config_find(path, "kiosk", "board", &value, &error), 0);
	assert_string_equal(value, "b");
	assert_int_equal(config_find(path, "kiosk", "name", &none, &error), 0);
	assert_null(none);
	assert_int_equal(write(fd, "what", 4), 4);
	(void)close(fd);
	assert_int_equal(config_find(path, "kiosk", "board", &none, &error), -EINVAL);
	(void)unlink(path);
	assert_null(none);
	assert_memory_equal(error, path, strlen(path));
	assert_int_equal(config_find(path, "kiosk", "board", &none, NULL), -ENOENT);
}

static int collect(const struct config_line *line, void *userdata, char *error)
{
	struct textbuf *seen = userdata;

	(void)error;
	if (line->key) {
		textbuf_printf(seen, "%d %s/%s %s=%s;", line->line, line->section, line->name,
			line->key, line->value);
	} else {
		textbuf_printf(seen, "%d %s/%s;", line->line, line->section, line->name);
	}
	return 0;
}

static void named_sections_reach_the_handler(void **state)
{
	_cleanup_(textbuf_done) struct textbuf seen = {0};

	(void)state;
	assert_int_equal(config_read_text("x", "[button  3 ]\nname = A\n[led]\n[button 4]\n",
				 collect, &seen, NULL),
		0);
	assert_string_equal(seen.data, "1 button/3;2 button/3 name=A;3 led/;4 button/4;");
}

static int refuse(const struct config_line *line, void *userdata, char *error)
{
	(void)line;
	(void)userdata;
	(void)snprintf(error, CONFIG_ERROR_MAX, "not today");
	return -EINVAL;
}

static void what_a_handler_refuses_stops_the_reading(void **state)
{
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(config_read_text("x", "\n[a]\n[b]\n", refuse, NULL, &error), -EINVAL);
	assert_string_equal(error, "x:2: not today");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_set_over_the_fallbacks),
		cmocka_unit_test(an_empty_file_leaves_the_fallbacks),
		cmocka_unit_test(every_fault_is_named_with_its_line),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(a_file_with_a_nul_byte_is_refused),
		cmocka_unit_test(one_item_is_set_by_its_name),
		cmocka_unit_test(one_key_is_found_among_what_is_not_known),
		cmocka_unit_test(named_sections_reach_the_handler),
		cmocka_unit_test(what_a_handler_refuses_stops_the_reading),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
