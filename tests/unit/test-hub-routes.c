/* SPDX-License-Identifier: Apache-2.0 */
/* The API's routes: which one a request's path and method mean. */
#include "check.h"

#include <string.h>

#include "hub/hub-api.h"

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
		"/api/v1/sign-in",
		"/api/v1/public/{token}",
		"/api/v1/public/{token}/qr",
		"/api/v1/public/{token}/rate",
		"/api/v1/certificate",
		"/api/v1/openapi.json",
		"/api/v1/announcements/{id}",
		"/api/v1/procedures/search",
		"/api/v1/setup", /* "layso setup --page" asks for its code by itself */
		"/api/v1/training/copy", /* looks who is at the other end of the socket */
		"/guide/{file}",
		"/hall",
		"/",
		"/complaints",
		"/door",
		"/figures",
		"/rate/{n}",
		"/setup",
		"/manager",
		"/web/{file}",
		"/t/{token}",
		"/tra-cuu",
		"/tra-cuu/{key}",
		"/tra-cuu/{key}/wrong",
	};

	(void)state;
	for (size_t r = 0; r < n_routes; r++) {
		const struct route *route = &routes[r];

		bool listed = false;

		for (size_t i = 0; i < ELEMENTS(open); i++) {
			listed |= strcmp(open[i], route->path) == 0;
		}
		if (route->roles & MAY_ANYBODY) {
			assert_true(listed);
		}
	}
}

/* fields_read() has a bit for each. */
static void test_tables_of_fields_are_small(void **state)
{
	(void)state;
	for (size_t r = 0; r < n_routes; r++) {
		assert_in_range(routes[r].fields.n, 0, FIELDS_MAX);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths_are_found_with_their_parameter),
		cmocka_unit_test(test_unknown_paths_are_not_found),
		cmocka_unit_test(test_a_wrong_method_says_which_are_right),
		cmocka_unit_test(test_a_parameter_is_bounded),
		cmocka_unit_test(test_only_these_need_no_token),
		cmocka_unit_test(test_tables_of_fields_are_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
