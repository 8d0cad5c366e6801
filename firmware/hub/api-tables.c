/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the API's tables as JSON: what openapi.py describes the API from, when layso is built. */
#include <stdio.h>
#include <string.h>

#include "hub/hub-api.h"
#include "hub/hub-limits.h"

#define HELP_MOVE(name, event, word, from, to, fields, place, roles, body, help, ...) \
	HELP_AT_##place(name, help)
#define HELP_ACT(name, event, word, fields, place, roles, body, help, ...) \
	HELP_AT_##place(name, help)
#define HELP_ASK(name, word, place, roles, body, help, ...) HELP_AT_##place(name, help)
#define HELP_AT_NOWHERE(...)
#define HELP_AT_COUNTER_TOO(...)
#define HELP_AT_TICKET(name, help) {COMMAND_##name, (help)},
#define HELP_AT_COUNTER(name, help) {COMMAND_##name, (help)},

static const char *help_of(enum command_kind command)
{
	static const struct {
		enum command_kind command;
		const char *help;
	} moves[] = {
		/* clang-format off */
		MOVES(HELP_MOVE, HELP_ACT, HELP_ASK)
		/* clang-format on */
	};

	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		if (moves[i].command == command) {
			return moves[i].help;
		}
	}
	return NULL;
}

static json_t *words_of(const struct field *field)
{
	json_t *list = json_array();

	for (size_t i = 0; i < field->n_words; i++) {
		(void)json_array_append_new(list, json_string(field->words[i].word));
	}
	return list;
}

static json_t *fields_of(const struct route *route)
{
	static const char *const types[] = {
		[FIELD_ID] = "id",
		[FIELD_TEXT] = "text",
		[FIELD_SECRET] = "secret",
		[FIELD_DAY] = "day",
		[FIELD_INT] = "int",
		[FIELD_LONG] = "long",
		[FIELD_BOOL] = "bool",
		[FIELD_WORD] = "word",
		[FIELD_IDS] = "ids",
	};
	json_t *list = json_array();

	for (size_t i = 0; i < route->fields.n; i++) {
		const struct field *field = &route->fields.list[i];

		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:b, s:I, s:I, s:o}", "name", field->name, "type",
				types[field->type], "required", field->required, "min",
				(json_int_t)field->min, "max", (json_int_t)field->max, "words",
				words_of(field)));
	}
	return list;
}

static json_t *roles_of(int roles)
{
	json_t *list = json_array();

	for (int role = 0; role < ROLES; role++) {
		if (roles & 1 << role) {
			(void)json_array_append_new(list, json_string(role_name((enum role)role)));
		}
	}
	return list;
}

static json_t *all_routes(void)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n_routes; i++) {
		const struct route *route = &routes[i];

		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:o, s:b, s:o, s:s?}", "method", route->method,
				"path", route->path, "roles", roles_of(route->roles), "free",
				route->free_input, "fields", fields_of(route), "help",
				help_of(route->command)));
	}
	return list;
}

static json_t *all_limits(void)
{
	json_t *limits = json_object();

	for (size_t i = 0; hub_limits[i].name; i++) {
		(void)json_object_set_new(
			limits, hub_limits[i].name, json_integer(hub_limits[i].value));
	}
	return limits;
}

static json_t *all_errors(void)
{
	json_t *list = json_array();

	for (int i = API_ERROR_NONE + 1; i < API_ERROR_KINDS; i++) {
		(void)json_array_append_new(
			list, json_string(api_error_name((enum api_error_kind)i)));
	}
	for (int i = ERROR_NONE + 1; i < ERRORS; i++) {
		(void)json_array_append_new(list, json_string(error_name((enum command_error)i)));
	}
	return list;
}

int main(void)
{
	json_t *tables = json_pack("{s:o, s:o, s:o}", "routes", all_routes(), "limits",
		all_limits(), "errors", all_errors());
	bool printed =
		tables && json_dumpf(tables, stdout, JSON_INDENT(1)) == 0 && fflush(stdout) == 0;

	json_decref(tables);
	return printed ? 0 : 1;
}
