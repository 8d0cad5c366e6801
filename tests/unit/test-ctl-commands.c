/* SPDX-License-Identifier: Apache-2.0 */
/* The command line does what the API does: each operation of the OpenAPI file is a command, and
 * each of its fields an argument or option. */
#include "ctl/ctl.h"

#include "check.h"
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* For browsers: cookies, the view and voice of a television that is only a browser, a page's
 * preview, pictures, which the manager's page scales before it sends them, and clips, which it
 * records: who has files makes a pack of them. Pages are theirs too; a tag says so. And what the
 * screens themselves send. */
static const char *const not_for_us[] = {"GET /api/v1/public/{token}/qr", "POST /api/v1/sign-in",
	"PUT /api/v1/sign-in", "DELETE /api/v1/sign-in", "GET /api/v1/hall",
	"GET /api/v1/announcements/{id}", "POST /api/v1/pages/preview", "POST /api/v1/pictures",
	"GET /api/v1/pictures/{id}", "GET /api/v1/clips", "GET /api/v1/clips/{id}",
	"PUT /api/v1/clips/{id}", "DELETE /api/v1/clips/{id}", "POST /api/v1/screens",
	"POST /api/v1/procedures/searched", "POST /api/v1/procedures/{key}/looked-up",
	"POST /api/v1/procedures/{key}/wrong", "GET /api/v1/training/copy"};

static json_t *description;

static int load(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/firmware/hub/openapi.json", TEST_BUILD);

	(void)state;
	description = json_load_file(path, 0, NULL);
	return description ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	json_decref(description);
	return 0;
}

/* "/api/v1/tickets/{id}/void" and "/api/v1/tickets/{TICKET}/void" are the same path. */
static bool same_path(const char *one, const char *other)
{
	while (*one && *other) {
		if (*one == '{' && *other == '{') {
			one += strcspn(one, "}");
			other += strcspn(other, "}");
		}
		if (*one != *other) {
			return false;
		}
		one++;
		other++;
	}
	return *one == *other;
}

static const struct ctl_command *find(const char *method, const char *path)
{
	for (const struct ctl_command *c = ctl_commands; c->group; c++) {
		if (c->method && strcasecmp(c->method, method) == 0 && same_path(c->path, path)) {
			return c;
		}
	}
	return NULL;
}

static bool is_for_browsers(const char *method, const char *path, const json_t *operation)
{
	const json_t *tag = json_array_get(json_object_get(operation, "tags"), 0);

	for (size_t i = 0; i < ELEMENTS(not_for_us); i++) {
		const char *space = strchr(not_for_us[i], ' ');

		if (strncasecmp(not_for_us[i], method, (size_t)(space - not_for_us[i])) == 0 &&
			strcmp(space + 1, path) == 0) {
			return true;
		}
	}
	return tag && strcmp(json_string_value(tag), "pages") == 0;
}

static bool takes_field(const struct ctl_command *command, const char *name)
{
	json_auto_t *always = command->body ? json_loads(command->body, 0, NULL) : NULL;

	/* A ticket's number is looked up and becomes its id. */
	if (strcmp(command->verb, "call") == 0 && strcmp(name, "number") == 0) {
		return true;
	}
	if (json_object_get(always, name) || (command->once && strcmp(command->once, name) == 0)) {
		return true;
	}
	/* The file's name, and what the hub has answered to a preview. */
	if (strcmp(command->group, "catalogue") == 0 && strcmp(command->verb, "import") == 0 &&
		(strcmp(name, "file") == 0 || strcmp(name, "digest") == 0 ||
			strcmp(name, "catalogue") == 0)) {
		return true;
	}
	/* What the hub has answered to a preview, and what is chosen in one on a page. */
	if (strcmp(command->group, "evaluation") == 0 && strcmp(command->verb, "import") == 0 &&
		(strcmp(name, "digest") == 0 || strcmp(name, "own") == 0)) {
		return true;
	}
	/* What the file says that was posted. */
	if (strcmp(command->path, "/api/v1/sheets") == 0 && strcmp(name, "sheets") == 0) {
		return true;
	}
	if (strcmp(name, "alive") == 0) {
		return true; /* for browsers, which hide comments from pages */
	}
	if (command->asked && strcmp(command->asked, name) == 0) {
		return true;
	}
	for (int i = 0; command->fields && command->fields[i].name; i++) {
		if (command->fields[i].json && strcmp(command->fields[i].json, name) == 0) {
			return true;
		}
	}
	return false;
}

/* One of the commands for the same operation. */
static bool is_taken(const struct ctl_command *first, const char *name)
{
	for (const struct ctl_command *c = first; c->group; c++) {
		if (c->method && strcmp(c->method, first->method) == 0 &&
			same_path(c->path, first->path) && takes_field(c, name)) {
			return true;
		}
	}
	return false;
}

static const json_t *resolve(const json_t *json)
{
	const char *name = json_string_value(json_object_get(json, "$ref"));

	if (!name) {
		return json;
	}
	json = json_object_get(description, "components");
	name += strlen("#/components/");
	json = json_object_get(json, strncmp(name, "schemas/", 8) == 0 ? "schemas" : "parameters");
	return json_object_get(json, strchr(name, '/') + 1);
}

/* The fields of a site are the site file's. */
static const json_t *body_fields(const json_t *operation)
{
	const json_t *json = resolve(json_object_get(operation, "requestBody"));

	json = json_object_get(json_object_get(json, "content"), "application/json");
	json = resolve(json_object_get(json, "schema"));
	json = json_object_get(json, "properties");
	return json_object_get(json, "format") ? NULL : json;
}

/* How much of the operation no command can ask for; each thing is named. */
static int check_operation(const char *method, const char *path, const json_t *operation)
{
	const struct ctl_command *command = find(method, path);
	const char *name;
	json_t *member;
	size_t i;
	int lacks = 0;

	if (!command) {
		print_error("no command for %s %s\n", method, path);
		return 1;
	}
	json_object_foreach ((json_t *)body_fields(operation), name, member) {
		if (!is_taken(command, name)) {
			print_error("\"%s %s\" lacks the field %s of %s %s\n", command->group,
				command->verb, name, method, path);
			lacks++;
		}
	}
	json_array_foreach (json_object_get(operation, "parameters"), i, member) {
		const json_t *parameter = resolve(member);
		const char *in = json_string_value(json_object_get(parameter, "in"));

		name = json_string_value(json_object_get(parameter, "name"));
		if (in && strcmp(in, "query") == 0 && !takes_field(command, name)) {
			print_error("\"%s %s\" lacks the parameter %s of %s %s\n", command->group,
				command->verb, name, method, path);
			lacks++;
		}
	}
	return lacks;
}

static void every_operation_is_a_command(void **state)
{
	const char *path;
	json_t *item;
	int n = 0;
	int lacks = 0;

	(void)state;
	json_object_foreach (json_object_get(description, "paths"), path, item) {
		const char *method;
		json_t *operation;

		json_object_foreach (item, method, operation) {
			if (!json_is_object(operation) ||
				is_for_browsers(method, path, operation)) {
				continue;
			}
			lacks += check_operation(method, path, operation);
			n++;
		}
	}
	assert_true(n > 30);
	assert_int_equal(lacks, 0);
}

static void every_command_is_an_operation(void **state)
{
	const json_t *paths = json_object_get(description, "paths");

	(void)state;
	for (const struct ctl_command *c = ctl_commands; c->group; c++) {
		bool found = !c->path;
		const char *path;
		json_t *item;

		json_object_foreach ((json_t *)paths, path, item) {
			const char *method;
			json_t *operation;

			json_object_foreach (item, method, operation) {
				found = found ||
					(strcasecmp(c->method, method) == 0 &&
						same_path(c->path, path));
			}
		}
		if (!found) {
			fail_msg("%s %s is not described", c->method, c->path);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_is_a_command),
		cmocka_unit_test(every_command_is_an_operation),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
