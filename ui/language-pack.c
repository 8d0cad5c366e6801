/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/language-pack.h"

#include <string.h>

/* A text this much longer, in characters, has no place on some screen or slip. */
enum { LONGER_PERCENT = 180, LONGER_MORE = 12 };

/* Not a text: the pack's place among the languages, which only the installed ones state. */
#define ORDER "language.order"

/* Dates are put together of other parts in each language. */
#define DATE "date."

/* Bases and marks above or below them are one character each; close enough for a length. */
static size_t count_characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++) {
		n += ((unsigned char)*text & 0xC0) != 0x80;
	}
	return n;
}

/* The next placeholder's name from *at on, {n|place|places} is n; 0: there is none. */
static size_t next_placeholder(const char **at, const char **ret_name)
{
	const char *open = strchr(*at, '{');
	const char *close = open ? strchr(open, '}') : NULL;

	if (!close) {
		return 0;
	}
	*at = close + 1;
	*ret_name = open + 1;
	return strcspn(open + 1, "|}");
}

/* A placeholder of one text that the other does not have; 0: none. */
static size_t find_odd_placeholder(const char *text, const char *other, const char **ret_name)
{
	const char *name, *candidate;
	size_t length, size;

	while ((length = next_placeholder(&text, &name)) > 0) {
		const char *at = other;
		bool found = false;

		while (!found && (size = next_placeholder(&at, &candidate)) > 0) {
			found = size == length && strncmp(name, candidate, size) == 0;
		}
		if (!found) {
			*ret_name = name;
			return length;
		}
	}
	return 0;
}

static bool is_hole(const json_t *text)
{
	return !text || (json_is_string(text) && json_string_length(text) == 0);
}

static void check_text(
	const char *key, const char *first, const json_t *json, struct language_report *report)
{
	const char *text = json_string_value(json), *name = NULL;
	size_t length, most = count_characters(first) * LONGER_PERCENT / 100 + LONGER_MORE;
	struct textbuf *lines = &report->lines;
	size_t before = lines->size;
	bool date = strstr(key, DATE);

	if (!text || !text_is_clean(text)) {
		textbuf_printf(lines, "%s: is not a text\n", key);
	} else if (!date && (length = find_odd_placeholder(first, text, &name)) > 0) {
		textbuf_printf(lines, "%s: {%.*s} is missing\n", key, (int)length, name);
	} else if (!date && (length = find_odd_placeholder(text, first, &name)) > 0) {
		textbuf_printf(lines, "%s: {%.*s} means nothing here\n", key, (int)length, name);
	} else if (!date && count_characters(text) > most) {
		textbuf_printf(lines, "%s: has %zu characters, and room is for about %zu\n", key,
			count_characters(text), most);
	}
	report->faults += lines->size > before;
}

void language_check(const json_t *first, const json_t *pack, struct language_report *ret)
{
	const char *key;
	json_t *text;

	*ret = (struct language_report){0};
	json_object_foreach ((json_t *)pack, key, text) {
		const char *said = json_string_value(json_object_get(first, key));

		if (*key == '#' || strcmp(key, ORDER) == 0) {
			continue;
		}
		if (!said) {
			ret->faults++;
			textbuf_printf(&ret->lines, "%s: no program asks for this\n", key);
		} else if (!is_hole(text)) {
			ret->filled++;
			check_text(key, said, text, ret);
		}
	}
	json_object_foreach ((json_t *)first, key, text) {
		if (strcmp(key, ORDER) != 0) {
			ret->texts++;
			if (is_hole(json_object_get(pack, key))) {
				textbuf_printf(&ret->lines, "%s: is not written yet: %s\n", key,
					json_string_value(text));
			}
		}
	}
}

void language_report_done(struct language_report *report)
{
	textbuf_done(&report->lines);
}

static void put_pair(const char *mark, const char *key, const json_t *text, struct textbuf *out)
{
	_cleanup_free_ char *value = json_dumps(text, JSON_ENCODE_ANY);

	textbuf_printf(out, "\t\"%s%s\": %s", mark, key, value);
}

void language_put_words(const json_t *first, const json_t *pack, struct textbuf *out)
{
	json_t *hole = json_string("");
	const char *key, *end = "";
	json_t *text;

	textbuf_add(out, "{\n");
	json_object_foreach ((json_t *)first, key, text) {
		const json_t *written = json_object_get(pack, key);

		if (strcmp(key, ORDER) == 0) {
			continue;
		}
		textbuf_add(out, end);
		put_pair("#", key, text, out);
		textbuf_add(out, ",\n");
		put_pair("", key, written ? written : hole, out);
		end = ",\n";
	}
	textbuf_add(out, "\n}\n");
	json_decref(hole);
}
