/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"

struct settings {
	char *address;
	char *folder;
	int port;
	bool loud;
	int colour;
	bool fast;
	char id[8];
	int n_doors;
	struct door {
		char name[8];
		int line;
		char *label;
		int width;
	} doors[2];
};

static const struct config_item items[] = {
	{"hub", "address", config_parse_string, offsetof(struct settings, address), "localhost"},
	{"hub", "folder", config_parse_path, offsetof(struct settings, folder), NULL},
	{"http", "port", config_parse_int, offsetof(struct settings, port), "8080"},
	{"http", "loud", config_parse_bool, offsetof(struct settings, loud), "no"},
	{"look", "colour", config_parse_word, offsetof(struct settings, colour), "green",
		.words = (const char *const[]){"red", "green", "blue", NULL}},
	{"look", "speed", config_parse_flag, offsetof(struct settings, fast),
		.words = (const char *const[]){"slow", "fast", NULL}},
	{"look", "id", config_parse_id, offsetof(struct settings, id), .max = 7,
		.need = CONFIG_WITH_SECTION},
	{"door *", "", config_parse_text, offsetof(struct door, name), .min = 1, .max = 7},
	{"door *", "", config_parse_line, offsetof(struct door, line)},
	{"door *", "label", config_parse_string, offsetof(struct door, label), .min = 1, .max = 5,
		.need = CONFIG_WITH_SECTION},
	{"door *", "width", config_parse_int, offsetof(struct door, width), .min = 70, .max = 90},
	{NULL},
};

static const struct config_list lists[] = {
	{"door *", offsetof(struct settings, doors), sizeof(struct door),
		offsetof(struct settings, n_doors), 2},
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
	r = config_load(path, items, lists, ret, ret_error);
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
	config_free_strings(items, lists, &settings);
	assert_null(settings.address);
}

static void an_empty_file_leaves_the_fallbacks(void **state)
{
	struct settings settings;

	(void)state;
	assert_int_equal(load("", &settings, NULL), 0);
	assert_string_equal(settings.address, "localhost");
	assert_null(settings.folder);
	config_free_strings(items, lists, &settings);
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
		{"[hub one]\naddress = x\n", ":1: ",
			"unknown section [hub one]; there is [hub], [http], [look], [door *]"},
		{"[look]\nspeed = fast\n[hub]\n", ":1: ", "[look] has no 'id'"},
		{"\n[look]\nspeed = fast\n", ":2: ", "[look] has no 'id'"},
		{"[look]\nid = a\nid = a\n", ":3: ", "the key 'id' stands here twice"},
		{"[look]\nid = a\n[look]\nid = b\n", ":4: ", "the key 'id' stands here twice"},
		{"[look]\nid = a b\n", ":2: ", "'a b' is not a name of 1 to 7 letters"},
		{"[look]\nid = 12345678\n", ":2: ", "'12345678' is not a name of 1 to 7"},
		{"[look]\ncolour = pink\n", ":2: ", "'pink' is none of red, green, blue"},
		{"[look]\nspeed = high\n", ":2: ", "'high' is none of slow, fast"},
		{"[look]\nsize = 1\n",
			":2: ", "unknown key 'size' in [look]; there is colour, speed, id"},
		{"[door]\n", ":1: ", "the value is empty"},
		{"[door 12345678]\n", ":1: ", "'12345678' is longer than 7 bytes"},
		{"[door *]\n\n[door a]\n", ":1: ", "[door *] has no 'label'"},
		{"[door a]\nlabel = x\n[door a]\n", ":3: ", "[door a] stands here twice"},
		{"[door a]\nlabel = x\nlabel = y\n", ":3: ", "the key 'label' stands here twice"},
		{"[door a]\nlabel =\n", ":2: ", "the value is empty"},
		{"[door a]\nlabel = 123456\n", ":2: ", "'123456' is longer than 5 bytes"},
		{"[door a]\nwidth = 69\n", ":2: ", "'69' is not a whole number from 70 to 90"},
		{"[door a]\nwidth = 91\n", ":2: ", "'91' is not a whole number from 70 to 90"},
		{"[door a]\ncolour = red\n",
			":2: ", "unknown key 'colour' in [door a]; there is label, width"},
		{"[door a]\n[door b]\nlabel = x\n", ":1: ", "[door a] has no 'label'"},
		{"[door a]\nlabel=x\n[door b]\nlabel=x\n[door c]\nlabel=x\n",
			":5: ", "there can be at most 2 of [door *]"},
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
		config_free_strings(items, lists, &settings);
	}
}

static void a_missing_file_is_named(void **state)
{
	struct settings settings = {0};
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(
		config_load("/nonexistent/x.conf", items, lists, &settings, &error), -ENOENT);
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
	assert_int_equal(config_load(path, items, NULL, &settings, NULL), -EILSEQ);
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
	static const char text[] = "[other]\nboard = no\n[kiosk x]\nboard = a\n[kiosk]\n"
				   "colour = red\nboard = b\n";
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

static void sections_with_names_are_a_list(void **state)
{
	struct settings settings;
	_cleanup_free_ char *error = NULL;

	(void)state;
	assert_int_equal(load("[door  left ]\nlabel = L\n[look]\nid = x\nspeed = fast\n"
			      "colour = blue\n[door r *]\nwidth = 70\nlabel = R\n",
				 &settings, &error),
		0);
	assert_int_equal(settings.n_doors, 2);
	assert_string_equal(settings.doors[0].name, "left");
	assert_string_equal(settings.doors[0].label, "L");
	assert_int_equal(settings.doors[0].line, 1);
	assert_int_equal(settings.doors[0].width, 0);
	assert_string_equal(settings.doors[1].name, "r *");
	assert_string_equal(settings.doors[1].label, "R");
	assert_int_equal(settings.doors[1].line, 7);
	assert_int_equal(settings.doors[1].width, 70);
	assert_int_equal(settings.colour, 2);
	assert_true(settings.fast);
	assert_string_equal(settings.id, "x");
	config_free_strings(items, lists, &settings);
	assert_null(settings.doors[1].label);
}

static void what_is_always_needed_is_missed_without_its_section(void **state)
{
	static const struct config_item needed[] = {
		{"hub", "port", config_parse_int, offsetof(struct settings, port),
			.need = CONFIG_ALWAYS},
		{"look", "id", config_parse_id, offsetof(struct settings, id), .max = 7},
		{NULL},
	};
	static const struct {
		const char *text;
		const char *error;
	} files[] = {
		{"[look]\nid = a\n", ":1: [hub] has no 'port'"},
		{"\n[hub]\n[look]\n", ":2: [hub] has no 'port'"},
		{"[hub]\nport = 5\n", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		char path[] = "/tmp/layso-config-XXXXXX";
		struct settings settings = {0};
		_cleanup_free_ char *error = NULL;
		int fd = mkstemp(path);

		assert_true(fd >= 0);
		assert_int_equal(
			write(fd, files[i].text, strlen(files[i].text)), strlen(files[i].text));
		(void)close(fd);
		assert_int_equal(config_load(path, needed, NULL, &settings, &error),
			files[i].error ? -EINVAL : 0);
		(void)unlink(path);
		assert_true(!files[i].error || strstr(error, files[i].error));
	}
}

static void a_number_without_bounds_goes_as_far_as_an_int(void **state)
{
	struct settings settings = {0};
	char error[CONFIG_ERROR_MAX] = "";

	(void)state;
	assert_int_equal(config_set(items, &settings, "http.port", "2147483647", error), 0);
	assert_int_equal(settings.port, INT_MAX);
	assert_int_equal(config_set(items, &settings, "http.port", "2147483648", error), -EINVAL);
	assert_non_null(strstr(error, "from 0 to 2147483647"));
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
		cmocka_unit_test(sections_with_names_are_a_list),
		cmocka_unit_test(what_is_always_needed_is_missed_without_its_section),
		cmocka_unit_test(a_number_without_bounds_goes_as_far_as_an_int),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
