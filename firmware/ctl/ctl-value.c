/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-value.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"

const char *value_text(const json_t *object, const char *key)
{
	const char *text = json_get_text(object, key);

	return *text ? text : NULL;
}

static void add_any(struct textbuf *text, const json_t *json);

static void add_list(struct textbuf *text, const json_t *list)
{
	size_t i;
	json_t *element;

	json_array_foreach (list, i, element) {
		textbuf_add(text, i ? " " : "");
		add_any(text, element);
	}
}

static void add_members(struct textbuf *text, const json_t *object)
{
	const char *key;
	json_t *member;
	bool first = true;

	json_object_foreach ((json_t *)object, key, member) {
		textbuf_printf(text, "%s%s:", first ? "" : " ", key);
		add_any(text, member);
		first = false;
	}
}

static void add_any(struct textbuf *text, const json_t *json)
{
	if (!json || json_is_null(json)) {
		textbuf_add(text, "-");
		return;
	}
	switch (json_typeof(json)) {
	case JSON_OBJECT:
		add_members(text, json);
		return;
	case JSON_ARRAY:
		add_list(text, json);
		return;
	case JSON_STRING:
		textbuf_add(text, json_string_value(json));
		return;
	case JSON_INTEGER:
		textbuf_printf(text, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
		return;
	case JSON_REAL:
		textbuf_printf(text, "%g", json_real_value(json));
		return;
	case JSON_TRUE:
		textbuf_add(text, "yes");
		return;
	case JSON_FALSE:
		textbuf_add(text, "no");
		return;
	case JSON_NULL:
		return;
	}
}

char *value_any(const json_t *json)
{
	struct textbuf text = {0};

	textbuf_add(&text, "");
	add_any(&text, json);
	return text.data;
}

const char *value_name(const json_t *names, const struct ctl_view *view)
{
	const char *language;
	json_t *name;

	if (view->language && value_text(names, view->language)) {
		return value_text(names, view->language);
	}
	json_object_foreach ((json_t *)names, language, name) {
		return json_string_value(name);
	}
	return NULL;
}

char *value_clock(const json_t *object, const char *key)
{
	const char *iso = value_text(object, key);

	if (!iso) {
		return NULL;
	}
	/* "2026-11-23T08:01:02.123+07:00" */
	return strlen(iso) >= 19 && iso[10] == 'T' ? text_printf("%.8s", iso + 11) : text_dup(iso);
}

char *value_duration(const json_t *object, const char *key)
{
	const json_t *json = json_object_get(object, key);
	json_int_t seconds = json_integer_value(json);

	if (!json_is_integer(json) || seconds < 0) {
		return NULL;
	}
	if (seconds < 90) {
		return text_printf("%" JSON_INTEGER_FORMAT " s", seconds);
	}
	if (seconds < 90 * 60) {
		return text_printf("%" JSON_INTEGER_FORMAT " min", (seconds + 30) / 60);
	}
	return text_printf(
		"%" JSON_INTEGER_FORMAT " h %02d min", seconds / 3600, (int)(seconds % 3600 / 60));
}

void value_cell(struct table *table, const json_t *object, const char *key)
{
	const json_t *json = json_object_get(object, key);
	_cleanup_free_ char *text = json ? value_any(json) : NULL;

	table_add(table, text);
}

void value_cell_clock(struct table *table, const json_t *object, const char *key)
{
	_cleanup_free_ char *text = value_clock(object, key);

	table_add(table, text);
}

void value_cell_duration(struct table *table, const json_t *object, const char *key)
{
	_cleanup_free_ char *text = value_duration(object, key);

	table_add(table, text);
}

/* A line "Name:     value", left out when there is no value. */
void value_line(struct textbuf *out, const char *name, const char *value)
{
	_cleanup_free_ char *clean = value ? table_clean(value) : NULL;

	if (clean && *clean) {
		textbuf_printf(out, "  %-12s %s\n", name, clean);
	}
}

void value_line_any(struct textbuf *out, const char *name, const json_t *object, const char *key)
{
	const json_t *json = json_object_get(object, key);
	_cleanup_free_ char *text = json && !json_is_null(json) ? value_any(json) : NULL;

	value_line(out, name, text);
}
