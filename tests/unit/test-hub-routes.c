/* SPDX-License-Identifier: Apache-2.0 */
/* The API's description and the API say the same: paths, methods, roles, fields, limits, errors. */
#include "check.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-limits.h"

static json_t *api;

static int load(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/firmware/hub/openapi.json", TEST_ROOT);
	json_error_t error;

	(void)state;
	api = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!api) {
		print_error("%s:%d: %s\n", path, error.line, error.text);
	}
	return api ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	json_decref(api);
	return 0;
}

static json_t *get(json_t *object, const char *first, const char *second)
{
	return json_object_get(json_object_get(object, first), second);
}

static json_t *operation_of(const struct route *route)
{
	char method[16] = "";

	for (size_t i = 0; route->method[i] && i + 1 < sizeof(method); i++) {
		method[i] = (char)tolower(route->method[i]);
	}
	return json_object_get(get(api, "paths", route->path), method);
}

static void test_every_route_is_described(void **state)
{
	(void)state;
	for (const struct route *route = routes; route->method; route++) {
		if (!operation_of(route)) {
			fail_msg("openapi.json has no %s %s", route->method, route->path);
		}
	}
}

static bool is_served(const char *path, const char *method)
{
	for (const struct route *route = routes; route->method; route++) {
		if (strcmp(route->path, path) == 0 && strcasecmp(route->method, method) == 0) {
			return true;
		}
	}
	return false;
}

static void test_everything_described_is_served(void **state)
{
	const char *path;
	const char *method;
	json_t *item;
	json_t *operation;

	(void)state;
	json_object_foreach (json_object_get(api, "paths"), path, item) {
		json_object_foreach (item, method, operation) {
			if (!is_served(path, method)) {
				fail_msg("nothing serves %s %s", method, path);
			}
		}
	}
}

static void test_roles_agree(void **state)
{
	(void)state;
	for (const struct route *route = routes; route->method; route++) {
		json_t *roles = json_object_get(operation_of(route), "x-roles");
		int described = 0;

		for (size_t i = 0; i < json_array_size(roles); i++) {
			const char *word = json_string_value(json_array_get(roles, i));
			enum role role = ROLE_NONE;

			if (strcmp(word, role_name(ROLE_NONE)) != 0) {
				assert_int_equal(role_parse(word, &role), 0);
			}
			described |= 1 << role;
		}
		if (described != route->roles) {
			fail_msg("roles of %s %s differ", route->method, route->path);
		}
	}
}

/* What the description says of a field, and whether it is required. */
static json_t *described_field(json_t *operation, const char *name, bool is_query, bool *required)
{
	json_t *schema = json_object_get(
		get(json_object_get(operation, "requestBody"), "content", "application/json"),
		"schema");
	json_t *parameters = json_object_get(operation, "parameters");
	json_t *names = json_object_get(schema, "required");

	if (!is_query) {
		for (size_t i = 0; i < json_array_size(names); i++) {
			*required |= strcmp(json_string_value(json_array_get(names, i)), name) == 0;
		}
		return get(schema, "properties", name);
	}
	for (size_t i = 0; i < json_array_size(parameters); i++) {
		json_t *parameter = json_array_get(parameters, i);

		if (strcmp(json_string_value(json_object_get(parameter, "name")), name) == 0 &&
			strcmp(json_string_value(json_object_get(parameter, "in")), "query") == 0) {
			*required = json_is_true(json_object_get(parameter, "required"));
			return json_object_get(parameter, "schema");
		}
	}
	return NULL;
}

static void check_number(json_t *schema, const char *key, int64_t expected)
{
	assert_true(json_is_integer(json_object_get(schema, key)));
	assert_int_equal(json_integer_value(json_object_get(schema, key)), expected);
}

static void check_words(json_t *schema, const struct field_word *words)
{
	json_t *list = json_object_get(schema, "enum");
	size_t n = 0;

	for (; words[n].word; n++) {
		bool found = false;

		for (size_t i = 0; i < json_array_size(list); i++) {
			const char *word = json_string_value(json_array_get(list, i));

			found |= word && strcmp(word, words[n].word) == 0;
		}
		assert_true(found);
	}
	/* An optional word may be null, too. */
	assert_int_equal(json_array_size(list) - json_is_null(json_array_get(list, n)), n);
}

/* Optional fields of a body may be null, which counts as absent. */
static void check_type_word(json_t *type, const char *expected, bool may_be_null)
{
	if (may_be_null) {
		assert_string_equal(json_string_value(json_array_get(type, 1)), "null");
		type = json_array_get(type, 0);
	}
	assert_string_equal(json_string_value(type), expected);
}

static void check_type(const struct field *field, json_t *schema, bool may_be_null)
{
	static const char *const types[] = {
		[FIELD_ID] = "string",
		[FIELD_TEXT] = "string",
		[FIELD_SECRET] = "string",
		[FIELD_DAY] = "string",
		[FIELD_WORD] = "string",
		[FIELD_INT] = "integer",
		[FIELD_LONG] = "integer",
		[FIELD_BOOL] = "boolean",
		[FIELD_IDS] = "array",
	};

	check_type_word(json_object_get(schema, "type"), types[field->type], may_be_null);
	switch (field->type) {
	case FIELD_ID:
	case FIELD_SECRET:
		check_number(schema, "minLength", 1);
		check_number(schema, "maxLength", field->max);
		break;
	case FIELD_TEXT:
		check_number(schema, "maxLength", field->max);
		break;
	case FIELD_DAY:
		assert_string_equal(json_string_value(json_object_get(schema, "format")), "date");
		break;
	case FIELD_WORD:
		check_words(schema, field->words);
		break;
	case FIELD_INT:
	case FIELD_LONG:
		check_number(schema, "minimum", field->min);
		check_number(schema, "maximum", field->max);
		break;
	case FIELD_IDS:
		check_number(schema, "maxItems", field->max);
		break;
	case FIELD_BOOL:
	case FIELD_END:
		break;
	}
}

static size_t count_described(json_t *operation, bool is_query)
{
	json_t *schema = json_object_get(
		get(json_object_get(operation, "requestBody"), "content", "application/json"),
		"schema");
	json_t *parameters = json_object_get(operation, "parameters");
	size_t n = 0;

	if (!is_query) {
		return json_object_size(json_object_get(schema, "properties"));
	}
	for (size_t i = 0; i < json_array_size(parameters); i++) {
		n += strcmp(json_string_value(json_object_get(json_array_get(parameters, i), "in")),
			     "query") == 0;
	}
	return n;
}

static void test_fields_agree(void **state)
{
	(void)state;
	for (const struct route *route = routes; route->method; route++) {
		bool is_query = strcmp(route->method, "GET") == 0;
		json_t *operation = operation_of(route);
		size_t n = 0;

		for (; !route->free_input && route->fields[n].type != FIELD_END; n++) {
			const struct field *field = &route->fields[n];
			bool required = false;
			json_t *schema =
				described_field(operation, field->name, is_query, &required);

			print_message("# %s %s %s\n", route->method, route->path, field->name);
			assert_non_null(schema);
			assert_int_equal(required, field->required);
			check_type(field, schema, !is_query && !field->required);
		}
		assert_int_equal(count_described(operation, is_query), n);
	}
}

static void test_limits_agree(void **state)
{
	json_t *limits = json_object_get(api, "x-limits");
	size_t n = 0;

	(void)state;
	for (; hub_limits[n].name; n++) {
		print_message("# %s\n", hub_limits[n].name);
		check_number(limits, hub_limits[n].name, hub_limits[n].value);
	}
	assert_int_equal(json_object_size(limits), n);
}

static bool is_described_error(json_t *list, const char *name)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (strcmp(json_string_value(json_array_get(list, i)), name) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_error(const char *name)
{
	for (int i = REFUSAL_NONE + 1; i < REFUSAL_KINDS; i++) {
		if (strcmp(refusal_name((enum refusal_kind)i), name) == 0) {
			return true;
		}
	}
	for (int i = PROBLEM_NONE + 1; i < PROBLEMS; i++) {
		if (strcmp(problem_name((enum problem)i), name) == 0) {
			return true;
		}
	}
	return false;
}

static void test_errors_agree(void **state)
{
	json_t *error = json_object_get(
		get(json_object_get(api, "components"), "schemas", "Error"), "properties");
	json_t *list = get(error, "error", "enum");

	(void)state;
	for (int i = REFUSAL_NONE + 1; i < REFUSAL_KINDS; i++) {
		assert_true(is_described_error(list, refusal_name((enum refusal_kind)i)));
	}
	for (int i = PROBLEM_NONE + 1; i < PROBLEMS; i++) {
		assert_true(is_described_error(list, problem_name((enum problem)i)));
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		assert_true(is_error(json_string_value(json_array_get(list, i))));
	}
}

/* Finding */

static const struct route *find(const char *method, const char *path, char *parameter, char *allow)
{
	return route_find(method, path, parameter, allow, 32);
}

static void test_paths_are_found_with_their_parameter(void **state)
{
	char parameter[PARAMETER_MAX + 1];
	char allow[32];
	const struct route *route = find("POST", "/api/v1/tickets/17/void", parameter, allow);

	(void)state;
	assert_non_null(route);
	assert_string_equal(route->path, "/api/v1/tickets/{id}/void");
	assert_string_equal(parameter, "17");
	route = find("GET", "/web/fonts/one.woff2", parameter, allow);
	assert_non_null(route);
	assert_string_equal(parameter, "fonts/one.woff2");
	route = find("HEAD", "/api/v1/state", parameter, allow);
	assert_non_null(route);
	assert_string_equal(route->method, "GET");
}

static void test_unknown_paths_are_not_found(void **state)
{
	static const char *const paths[] = {
		"",
		"/api/v1",
		"/api/v1/",
		"/api/v1/state/",
		"/api/v1/tickets/",
		"/api/v1/tickets//void",
		"/api/v1/tickets/1/2/void",
		"/api/v1/tickets/1/voids",
		"/api/v2/state",
		"/web/",
		"/t/",
		"/t/a/b",
	};
	char parameter[PARAMETER_MAX + 1];
	char allow[32];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(paths); i++) {
		assert_null(find("GET", paths[i], parameter, allow));
		assert_string_equal(allow, "");
	}
}

static void test_a_wrong_method_says_which_are_right(void **state)
{
	char parameter[PARAMETER_MAX + 1];
	char allow[32];

	(void)state;
	assert_null(find("DELETE", "/api/v1/tickets", parameter, allow));
	assert_string_equal(allow, "POST, GET, HEAD");
	assert_null(find("GET", "/api/v1/counters/1/open", parameter, allow));
	assert_string_equal(allow, "POST");
}

static void test_a_parameter_is_bounded(void **state)
{
	char path[PARAMETER_MAX + 32] = "/api/v1/public/";
	char parameter[PARAMETER_MAX + 1];
	char allow[32];
	size_t start = strlen(path);

	(void)state;
	memset(path + start, 'a', PARAMETER_MAX);
	path[start + PARAMETER_MAX] = '\0';
	assert_non_null(find("GET", path, parameter, allow));
	path[start + PARAMETER_MAX] = 'a';
	path[start + PARAMETER_MAX + 1] = '\0';
	assert_null(find("GET", path, parameter, allow));
}

/* What needs no token must be a deliberate list. */
static void test_only_these_need_no_token(void **state)
{
	static const char *const open[] = {
		"/api/v1/login",
		"/api/v1/public/{token}",
		"/api/v1/public/{token}/rate",
		"/api/v1/certificate",
		"/api/v1/openapi.json",
		"/",
		"/door",
		"/figures",
		"/rate/{n}",
		"/manager",
		"/web/{file}",
		"/t/{token}",
	};

	(void)state;
	for (const struct route *route = routes; route->method; route++) {
		bool listed = false;

		for (size_t i = 0; i < ELEMENTS(open); i++) {
			listed |= strcmp(open[i], route->path) == 0;
		}
		if (route->roles & MAY_ANYBODY) {
			assert_true(listed);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_route_is_described),
		cmocka_unit_test(test_everything_described_is_served),
		cmocka_unit_test(test_roles_agree),
		cmocka_unit_test(test_fields_agree),
		cmocka_unit_test(test_limits_agree),
		cmocka_unit_test(test_errors_agree),
		cmocka_unit_test(test_paths_are_found_with_their_parameter),
		cmocka_unit_test(test_unknown_paths_are_not_found),
		cmocka_unit_test(test_a_wrong_method_says_which_are_right),
		cmocka_unit_test(test_a_parameter_is_bounded),
		cmocka_unit_test(test_only_these_need_no_token),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
