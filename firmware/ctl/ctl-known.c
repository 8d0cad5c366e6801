/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-known.h"

#include <glob.h>
#include <string.h>

#include "base/json-get.h"
#include "base/paths.h"
#include "client/client.h"
#include "ctl/ctl-table.h"

enum { WAIT_MS = 5000, HTTP_OK = 200, SAID_MAX = 60 };

static const struct known {
	const char *under; /* the paths that it is about */
	const char *field; /* what the hub did not find */
	const char *path, *list, *member;
	const char *what;
} lists[] = {
	{"/api/v1/devices/", "name", "/api/v1/health", "devices", "name", "Devices"},
	{"/api/v1/screens/", "name", "/api/v1/screens", "screens", "name", "Screens"},
	{"/api/v1/tokens/", "name", "/api/v1/tokens", "tokens", "name", "Tokens"},
	{"/api/v1/staff/", "id", "/api/v1/staff", "staff", "id", "Staff"},
	{"/api/v1/counters/", "staff", "/api/v1/staff", "staff", "id", "Staff"},
	{"/api/v1/counters/", "counter", "/api/v1/state", "counters", "number", "Counters"},
	{"/api/v1/", "service", "/api/v1/state", "services", "id", "Services"},
	{"/api/v1/", "services", "/api/v1/state", "services", "id", "Services"},
};

void known_say_list(const char *what, const json_t *list, const char *member)
{
	const json_t *one;
	int said = 0;
	size_t i;

	json_array_foreach (list, i, one) {
		const json_t *value = json_object_get(one, member);
		_cleanup_free_ char *text = json_is_integer(value)
			? text_printf("%d", (int)json_integer_value(value))
			: table_clean(json_get_text(one, member));

		if (*text && strncmp(text, "hub/", strlen("hub/")) != 0 && said < SAID_MAX) {
			say_more("%s %s", said++ == 0 ? what : "", text);
		}
	}
	if (said > 0) {
		say_more("%s\n", json_array_size(list) > SAID_MAX ? " …" : "");
	}
}

static const struct known *find(const char *path, const char *field)
{
	for (size_t i = 0; i < ELEMENTS(lists); i++) {
		if (strncmp(path, lists[i].under, strlen(lists[i].under)) == 0 &&
			strcmp(field, lists[i].field) == 0) {
			return &lists[i];
		}
	}
	return NULL;
}

void known_say(const struct ctl *ctl, const char *path, const char *body)
{
	json_auto_t *refusal = json_loads(body, 0, NULL);
	const struct known *known = find(path, json_get_text(refusal, "field"));
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *what = NULL;
	json_auto_t *answer = NULL;
	int status = 0;

	if (!known || strcmp(json_get_text(refusal, "error"), "not_found") != 0 ||
		client_call(ctl->hub, ctl->token, "GET", known->path, NULL, WAIT_MS, &status,
			&text) < 0 ||
		status != HTTP_OK) {
		return;
	}
	answer = json_loads(text, 0, NULL);
	what = text_printf("%s:", known->what);
	known_say_list(what, json_object_get(answer, known->list), known->member);
}

void known_say_files(const char *what, const char *folder, const char *end, const char *more)
{
	_cleanup_free_ char *pattern = text_printf("%s/%s/*%s", paths_datadir(), folder, end);
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0) {
		say_more("%s:", what);
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *name = strrchr(found.gl_pathv[i], '/') + 1;

			say_more(" %.*s", (int)(strlen(name) - strlen(end)), name);
		}
		say_more("%s\n", more);
		globfree(&found);
	}
}
