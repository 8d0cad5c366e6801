/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/site-reader.h"

#include <stdio.h>
#include <string.h>

#include "base/pictograms.h"
#include "base/text.h"
#include "base/utf8.h"

enum {
	FAULTS_MAX = 100,
	PATH_BYTES = 160,
	MESSAGE_BYTES = 256,
	CHARACTER_BYTES = 4, /* the longest in UTF-8; texts are cut between characters */
};

static size_t path_write(const struct site_at *at, char *ret, size_t size)
{
	size_t n = at->above ? path_write(at->above, ret, size) : 0;
	int more = 0;

	if (n >= size) {
		return n;
	}
	if (at->key) {
		more = snprintf(ret + n, size - n, "%s%s", n ? "." : "", at->key);
	} else if (at->above) {
		more = snprintf(ret + n, size - n, "[%zu]", at->index);
	}
	return n + (size_t)MAX_OF(more, 0);
}

const char *site_wrong_name(enum site_wrong wrong)
{
	static const char *const names[SITE_WRONGS] = {
#define X(id, name) [SITE_WRONG_##id] = (name),
		SITE_WRONG_TABLE(X)
#undef X
	};

	return names[wrong];
}

/* NULL: there are as many already as are told. */
static json_t *note_fault(
	const struct site_at *at, enum site_wrong wrong, const char *format, va_list arguments)
{
	char whole[MESSAGE_BYTES + CHARACTER_BYTES] = "";
	char path[PATH_BYTES];
	char message[MESSAGE_BYTES];
	json_t *fault;

	if (json_array_size(at->faults) >= FAULTS_MAX) {
		return NULL;
	}
	(void)vsnprintf(whole, sizeof(whole), format, arguments);
	text_copy_cut(message, sizeof(message), whole);
	whole[0] = '\0';
	(void)path_write(at, whole, sizeof(whole));
	text_copy_cut(path, sizeof(path), whole);
	fault = json_pack("{s:s, s:s, s:s}", "path", path, "fault", site_wrong_name(wrong),
		"message", message);
	(void)json_array_append_new(at->faults, fault);
	return fault;
}

_printf_(3, 4) void site_fault(
	const struct site_at *at, enum site_wrong wrong, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)note_fault(at, wrong, format, arguments);
	va_end(arguments);
}

_printf_(5, 6) void site_fault_limits(
	const struct site_at *at, enum site_wrong wrong, int from, int to, const char *format, ...)
{
	va_list arguments;
	json_t *fault;

	va_start(arguments, format);
	fault = note_fault(at, wrong, format, arguments);
	va_end(arguments);
	(void)json_object_set_new(fault, "from", json_integer(from));
	(void)json_object_set_new(fault, "to", json_integer(to));
}

void site_import_fault(const struct site_at *at, enum site_wrong wrong, const char *message)
{
	if (at->strict) {
		site_fault(at, wrong, "%s", message);
	}
}

void site_check_link(
	const struct site_at *at, enum link_kind kind, const char *link, bool is_template)
{
	static const enum site_wrong wrongs[LINK_WRONGS] = {
		[LINK_WRONG_SCHEME] = SITE_WRONG_URL,
		[LINK_WRONG_HOST] = SITE_WRONG_URL_HOST,
		[LINK_WRONG_LONG] = SITE_WRONG_URL_LONG,
		[LINK_WRONG_PLACEHOLDER] = SITE_WRONG_URL_PLACEHOLDER,
		[LINK_WRONG_CHARACTER] = SITE_WRONG_URL_LETTERS,
		[LINK_WRONG_SAME] = SITE_WRONG_URL_SAME,
	};
	enum link_wrong wrong = LINK_WRONGS;
	_cleanup_free_ char *error =
		*link ? link_find_fault(kind, link, is_template, &wrong) : NULL;

	if (error) {
		site_fault_limits(at, wrongs[wrong], 0, LINK_BYTES_MAX, "%s", error);
	}
}

/* The length in bytes of the space that text begins with; 0: it begins with another character. */
static size_t space_length(const char *text)
{
	static const char *const spaces[] = {
		" ", "\n", "\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80", "\xEF\xBB\xBF"};

	for (size_t i = 0; i < ELEMENTS(spaces); i++) {
		if (strncmp(text, spaces[i], strlen(spaces[i])) == 0) {
			return strlen(spaces[i]);
		}
	}
	return 0;
}

void site_check_name(const struct site_at *at, const char *text, bool one_line)
{
	static const char *const breaks[] = {"\n", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
	const char *rest = text;

	while (space_length(rest) > 0) {
		rest += space_length(rest);
	}
	if (*text && !*rest) {
		site_import_fault(at, SITE_WRONG_MISSING, "must not be blank");
		return;
	}
	for (size_t i = 0; one_line && i < ELEMENTS(breaks); i++) {
		if (strstr(text, breaks[i])) {
			site_import_fault(at, SITE_WRONG_ONE_LINE, "must be on one line");
			return;
		}
	}
}

bool site_is_doubled(const json_t *list, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (json_equal(json_array_get(list, i), json_array_get(list, index))) {
			return true;
		}
	}
	return false;
}

struct site_at site_below(const struct site_at *at, const char *key)
{
	struct site_at below = *at;

	below.above = at;
	below.key = key;
	return below;
}

struct site_at site_element(const struct site_at *at, size_t index)
{
	struct site_at below = site_below(at, NULL);

	below.index = index;
	return below;
}

bool site_is_object(const struct site_at *at, const json_t *json)
{
	if (!json_is_object(json)) {
		site_fault(at, SITE_WRONG_TYPE, "must be an object");
		return false;
	}
	return true;
}

void site_refuse_unknown(const struct site_at *at, json_t *object, const char *const known[])
{
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value) {
		struct site_at here = site_below(at, key);
		size_t i = 0;

		while (known[i] && strcmp(known[i], key) != 0) {
			i++;
		}
		if (!known[i]) {
			site_import_fault(&here, SITE_WRONG_UNKNOWN, "is not a known key");
		}
	}
}

size_t site_array_size(const struct site_at *at, const json_t *json, size_t max)
{
	if (!json) {
		return 0;
	}
	if (!json_is_array(json)) {
		site_fault(at, SITE_WRONG_TYPE, "must be a list");
		return 0;
	}
	if (json_array_size(json) > max) {
		site_fault_limits(at, SITE_WRONG_MANY, 0, (int)max,
			"has %zu entries; at most %zu are allowed", json_array_size(json), max);
		return max;
	}
	return json_array_size(json);
}

bool site_check_text(const struct site_at *at, const json_t *json, int max)
{
	const char *text = json_string_value(json);

	if (!text) {
		site_fault(at, SITE_WRONG_TYPE, "must be text");
		return false;
	}
	if (strlen(text) != json_string_length(json) || !text_is_clean(text)) {
		site_fault(at, SITE_WRONG_CHARACTERS, "has control characters");
		return false;
	}
	if (!utf8_fits(text, (size_t)max)) {
		site_fault_limits(at, SITE_WRONG_LONG, 0, max, "has more than %d characters", max);
		return false;
	}
	return true;
}

const char *site_get_text(const struct site_at *at, json_t *object, const char *key, bool required)
{
	struct site_at here = site_below(at, key);
	json_t *json = json_object_get(object, key);
	const char *text = json_string_value(json);

	if (!json && !required) {
		return "";
	}
	if (!json) {
		site_fault(&here, SITE_WRONG_MISSING, "is missing");
		return "";
	}
	if (!site_check_text(&here, json, LIMIT_TEXT)) {
		return "";
	}
	if (required && !*text) {
		site_fault(&here, SITE_WRONG_MISSING, "must not be empty");
	}
	return text;
}

void site_get_pictogram(const struct site_at *at, json_t *object, char ret[LIMIT_ID + 1])
{
	struct site_at here = site_below(at, "pictogram");
	const char *name = site_get_text(at, object, "pictogram", false);

	if (*name && !pictograms_find(name)) {
		site_import_fault(&here, SITE_WRONG_CHOICE, "is not the name of a pictogram");
		return;
	}
	text_copy_cut(ret, LIMIT_ID + 1, name);
}

void site_check_lines(const struct site_at *at, const char *text)
{
	int lines = 0;

	while (text) {
		size_t length = strcspn(text, "\n");

		lines++;
		if (utf8_count(text, length) > LIMIT_BRING) {
			site_fault_limits(at, SITE_WRONG_LINE_LONG, 0, LIMIT_BRING,
				"has a line of more than %d characters", LIMIT_BRING);
			return;
		}
		text = text[length] ? text + length + 1 : NULL;
	}
	if (lines > LIMIT_BRING_LINES) {
		site_fault_limits(at, SITE_WRONG_LINES, 0, LIMIT_BRING_LINES,
			"has %d lines; at most %d are allowed", lines, LIMIT_BRING_LINES);
	}
}

void site_get_id(const struct site_at *at, json_t *object, const char *key, char ret[LIMIT_ID + 1])
{
	struct site_at here = site_below(at, key);
	const char *text = site_get_text(at, object, key, true);

	if (*text && !text_is_id(text, LIMIT_ID)) {
		site_fault_limits(&here, SITE_WRONG_ID, 1, LIMIT_ID,
			"must be 1 to %d letters, digits, '-', '_' or '.'", LIMIT_ID);
		return;
	}
	(void)text_copy(ret, LIMIT_ID + 1, text);
}

void site_get_int(const struct site_at *at, json_t *object, const char *key, int min, int max,
	int fallback, int *ret)
{
	struct site_at here = site_below(at, key);
	json_t *json = json_object_get(object, key);

	*ret = fallback;
	if (!json) {
		return;
	}
	if (!json_is_integer(json) || json_integer_value(json) < min ||
		json_integer_value(json) > max) {
		site_fault_limits(&here, SITE_WRONG_RANGE, min, max,
			"must be a whole number from %d to %d", min, max);
		return;
	}
	*ret = (int)json_integer_value(json);
}

void site_get_bool(
	const struct site_at *at, json_t *object, const char *key, bool fallback, bool *ret)
{
	struct site_at here = site_below(at, key);
	json_t *json = json_object_get(object, key);

	*ret = json ? json_is_true(json) : fallback;
	if (json && !json_is_boolean(json)) {
		site_fault(&here, SITE_WRONG_TYPE, "must be true or false");
	}
}
