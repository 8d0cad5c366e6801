/* SPDX-License-Identifier: Apache-2.0 */
#include "base/config.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

int config_fail(char *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(error, CONFIG_ERROR_MAX, format, arguments);
	va_end(arguments);
	return -EINVAL;
}

/* ---- values ---- */

static int check_text(const struct config_value *value, char *error)
{
	const struct config_item *item = value->item;
	size_t size = strlen(value->text);

	if (!text_is_clean(value->text)) {
		return config_fail(error, "the value is not clean UTF-8 text");
	}
	if (size < (size_t)item->min || (item->max > 0 && size > (size_t)item->max)) {
		return size == 0 ? config_fail(error, "the value is empty")
				 : config_fail(error, "'%.60s' is longer than %d bytes",
					   value->text, item->max);
	}
	return 0;
}

int config_parse_string(const struct config_value *value, void *target, char *error)
{
	char **string = target;
	int r = check_text(value, error);

	if (r == 0) {
		free(*string);
		*string = text_dup(value->text);
	}
	return r;
}

int config_parse_path(const struct config_value *value, void *target, char *error)
{
	if (*value->text != '/') {
		return config_fail(error, "'%.80s' is not an absolute path", value->text);
	}
	return config_parse_string(value, target, error);
}

int config_parse_text(const struct config_value *value, void *target, char *error)
{
	int r = check_text(value, error);

	return r < 0 ? r : text_copy(target, (size_t)value->item->max + 1, value->text);
}

int config_parse_id(const struct config_value *value, void *target, char *error)
{
	if (!text_is_id(value->text, (size_t)value->item->max)) {
		return config_fail(error,
			"'%.60s' is not a name of 1 to %d letters, digits, '-', '_', '.'",
			value->text, value->item->max);
	}
	return text_copy(target, (size_t)value->item->max + 1, value->text);
}

int config_number(const char *text, int min, int max, int *ret, char *error)
{
	int64_t number;

	if (text_parse_int(text, min, max, &number) < 0) {
		return config_fail(
			error, "'%.80s' is not a whole number from %d to %d", text, min, max);
	}
	*ret = (int)number;
	return 0;
}

int config_parse_int(const struct config_value *value, void *target, char *error)
{
	const struct config_item *item = value->item;

	return config_number(
		value->text, item->min, item->max > 0 ? item->max : INT_MAX, target, error);
}

int config_parse_tenths(const struct config_value *value, void *target, char *error)
{
	static const char digits[] = "0123456789";
	enum { DIGITS_MAX = 9 }; /* of a whole number that an int holds */
	const struct config_item *item = value->item;
	size_t n = strspn(value->text, digits);
	const char *point = value->text + n;
	bool tenth = *point == '.' && strspn(point + 1, digits) == 1 && !point[2];
	double number = 0;

	for (size_t i = 0; i < n && n <= DIGITS_MAX; i++) {
		number = 10 * number + value->text[i] - '0';
	}
	number += tenth ? (point[1] - '0') / 10.0 : 0;
	if (n == 0 || n > DIGITS_MAX || (*point && !tenth) || number < item->min ||
		(item->max > 0 && number > item->max)) {
		return config_fail(error,
			"'%.80s' is not a number from %d to %d, such as 10 or 10.1", value->text,
			item->min, item->max > 0 ? item->max : INT_MAX);
	}
	*(double *)target = number;
	return 0;
}

int config_parse_bool(const struct config_value *value, void *target, char *error)
{
	return text_parse_bool(value->text, target) == 0
		? 0
		: config_fail(error, "'%.80s' is neither yes nor no", value->text);
}

/* The index of the value in the item's words; −1 if it is none of them, which parse_value
 * rejects. */
static int find_word(const struct config_value *value)
{
	const char *const *words = value->item->words;

	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], value->text) == 0) {
			return i;
		}
	}
	return -1;
}

int config_parse_word(const struct config_value *value, void *target, char *error)
{
	(void)error;
	*(int *)target = find_word(value);
	return 0;
}

int config_parse_flag(const struct config_value *value, void *target, char *error)
{
	(void)error;
	*(bool *)target = find_word(value) == 1;
	return 0;
}

int config_parse_line(const struct config_value *value, void *target, char *error)
{
	(void)error;
	*(int *)target = value->line;
	return 0;
}

static int parse_value(const struct config_value *value, void *settings, char *error)
{
	const struct config_item *item = value->item;

	if (item->words && find_word(value) < 0) {
		_cleanup_(textbuf_done) struct textbuf words = {0};

		for (int i = 0; item->words[i]; i++) {
			textbuf_printf(&words, "%s%s", i > 0 ? ", " : "", item->words[i]);
		}
		return config_fail(error, "'%.60s' is none of %s", value->text, words.data);
	}
	return item->parse(value, (char *)settings + item->offset, error);
}

void config_set_fallbacks(const struct config_item *items, void *settings)
{
	char error[CONFIG_ERROR_MAX] = "";

	for (const struct config_item *item = items; item->section; item++) {
		const struct config_value value = {item->fallback, 0, item};

		if (item->fallback && parse_value(&value, settings, error) < 0) {
			log_error(FAULT_OURS, "fallback of %s.%s: %s", item->section, item->key,
				error);
			abort();
		}
	}
}

/* ---- a file ---- */

struct reader {
	const struct config_item *items;
	const struct config_list *lists; /* or NULL */
	void *settings;
	bool lenient; /* sections and keys that the table does not know are skipped */
	int line;
	int header; /* the line where the current section begins; 0: none yet */
	char section[130]; /* the current section as in its header: "button 3" */
	char rows[70]; /* the same as in the table: "button *"; "" when not in the table */
	void *target; /* where values go: the settings, or the list's element */
	struct textbuf seen; /* each "\nsection\n" and "\nsection] key\n" so far */
	char error[CONFIG_ERROR_MAX];
};

static char *strip(char *text)
{
	size_t length;

	text += strspn(text, " \t\r");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r", text[length - 1])) {
		text[--length] = '\0';
	}
	return text;
}

static bool was_seen(const struct reader *reader, const char *section, const char *key)
{
	_cleanup_free_ char *what = text_printf("\n%s%s%s\n", section, *key ? "] " : "", key);

	return reader->seen.data && strstr(reader->seen.data, what);
}

static void note_seen(struct reader *reader, const char *key)
{
	textbuf_printf(&reader->seen, "\n%s%s%s\n", reader->section, *key ? "] " : "", key);
}

/* For messages: the sections that the table knows, or the keys of one section. */
static char *list_known(const struct reader *reader, const char *section)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	const char *last = "";

	for (const struct config_item *item = reader->items; item->section; item++) {
		const char *word = section ? item->key : item->section;

		if ((!section || strcmp(item->section, section) == 0) && *word &&
			strcmp(word, last) != 0) {
			textbuf_printf(
				&out, section ? "%s%s" : "%s[%s]", out.size > 0 ? ", " : "", word);
			last = word;
		}
	}
	textbuf_add(&out, "");
	return TAKE_PTR(out.data);
}

/* The item of a key in a section (key NULL: any item of that section); NULL: there is none. */
static const struct config_item *find_item(
	const struct config_item *items, const char *section, const char *key)
{
	for (const struct config_item *item = items; item->section; item++) {
		if (strcmp(item->section, section) == 0 && (!key || strcmp(item->key, key) == 0)) {
			return item;
		}
	}
	return NULL;
}

/* At the end of a section: checks that no required key is missing. */
static int end_section(struct reader *reader)
{
	for (const struct config_item *item = reader->items; item->section; item++) {
		if (reader->header && item->need != CONFIG_OPTIONAL &&
			strcmp(item->section, reader->rows) == 0 &&
			!was_seen(reader, reader->section, item->key)) {
			reader->line = reader->header;
			return config_fail(
				reader->error, "[%.60s] has no '%s'", reader->section, item->key);
		}
	}
	return 0;
}

static int end_file(struct reader *reader)
{
	int r = end_section(reader);

	for (const struct config_item *item = reader->items; r == 0 && item->section; item++) {
		if (item->need == CONFIG_ALWAYS && !was_seen(reader, item->section, item->key)) {
			reader->line = 1;
			r = config_fail(
				reader->error, "[%s] has no '%s'", item->section, item->key);
		}
	}
	return r;
}

/* Adds an element to a list and reads the name in its header. */
static int begin_element(struct reader *reader, const struct config_list *list, const char *name)
{
	int *count = (int *)((char *)reader->settings + list->count);

	(void)text_copy(reader->rows, sizeof(reader->rows), list->section);
	if (*count == list->max) {
		return config_fail(
			reader->error, "there can be at most %d of [%s]", list->max, list->section);
	}
	reader->target = (char *)reader->settings + list->offset + (size_t)*count * list->size;
	++*count;
	for (const struct config_item *item = reader->items; item->section; item++) {
		const struct config_value value = {name, reader->line, item};
		int r = *item->key || strcmp(item->section, list->section) != 0
			? 0
			: parse_value(&value, reader->target, reader->error);

		if (r < 0) {
			return r;
		}
	}
	return 0;
}

static int begin_section(struct reader *reader, const char *section, const char *name)
{
	reader->header = reader->line;
	reader->target = reader->settings;
	(void)snprintf(reader->section, sizeof(reader->section), "%s%s%s", section,
		*name ? " " : "", name);
	for (const struct config_list *list = reader->lists; list && list->section; list++) {
		if (strncmp(list->section, section, strlen(section)) == 0 &&
			strcmp(list->section + strlen(section), " *") == 0) {
			if (was_seen(reader, reader->section, "")) {
				return config_fail(reader->error, "[%.60s] stands here twice",
					reader->section);
			}
			note_seen(reader, "");
			return begin_element(reader, list, name);
		}
	}
	if (find_item(reader->items, reader->section, NULL)) {
		note_seen(reader, "");
		return text_copy(reader->rows, sizeof(reader->rows), reader->section);
	}
	*reader->rows = '\0';
	if (!reader->lenient) {
		_cleanup_free_ char *known = list_known(reader, NULL);

		return config_fail(reader->error, "unknown section [%.60s]; there is %s",
			reader->section, known);
	}
	return 0;
}

static int read_header(struct reader *reader, char *text)
{
	size_t length = strlen(text);
	char *name;
	int r = end_section(reader);

	if (r < 0) {
		return r;
	}
	if (text[length - 1] != ']') {
		return config_fail(reader->error, "a section header ends with ']'");
	}
	text[length - 1] = '\0';
	text = strip(text + 1);
	name = strpbrk(text, " \t");
	if (name) {
		*name++ = '\0';
		name = strip(name);
	}
	if (!*text || strlen(text) > 63 || (name && strlen(name) > 63)) {
		return config_fail(reader->error, "a section name has 1 to 63 characters");
	}
	return begin_section(reader, text, name ? name : "");
}

static int read_key(struct reader *reader, const char *key, const char *text)
{
	const struct config_item *item = *key ? find_item(reader->items, reader->rows, key) : NULL;
	const struct config_value value = {text, reader->line, item};

	if (!item && reader->lenient) {
		return 0;
	}
	if (!item) {
		_cleanup_free_ char *known = list_known(reader, reader->rows);

		return config_fail(reader->error, "unknown key '%.60s' in [%.60s]; there is %s",
			key, reader->section, known);
	}
	if (was_seen(reader, reader->section, key)) {
		return config_fail(reader->error, "the key '%s' stands here twice", key);
	}
	note_seen(reader, key);
	return parse_value(&value, reader->target, reader->error);
}

static int read_line(struct reader *reader, char *text)
{
	char *equals;

	text = strip(text);
	if (!*text || *text == '#') {
		return 0;
	}
	if (*text == '[') {
		return read_header(reader, text);
	}
	equals = strchr(text, '=');
	if (!equals || equals == text) {
		return config_fail(reader->error, "expected 'key = value' or '[section]'");
	}
	if (!reader->header) {
		return config_fail(reader->error, "a key stands before the first [section]");
	}
	*equals = '\0';
	return read_key(reader, strip(text), strip(equals + 1));
}

/* Reads a file by the table in reader. */
static int read_file(const char *path, struct reader *reader, char **ret_error)
{
	_cleanup_free_ char *text = NULL;
	char *rest;
	char *line;
	size_t size;
	int r = text_read_file(path, CONFIG_FILE_MAX, &text, &size);

	if (r == 0 && strlen(text) != size) {
		r = -EILSEQ;
	}
	rest = text;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		reader->line++;
		r = read_line(reader, line);
	}
	if (r == 0) {
		r = end_file(reader);
	}
	textbuf_done(&reader->seen);
	if (r < 0 && ret_error) {
		*ret_error = *reader->error
			? text_printf("%s:%d: %s", path, reader->line, reader->error)
			: text_printf("%s: %s", path, strerror(-r));
	}
	return r;
}

int config_load(const char *path, const struct config_item *items, const struct config_list *lists,
	void *settings, char **ret_error)
{
	struct reader reader = {.items = items, .lists = lists, .settings = settings};

	return read_file(path, &reader, ret_error);
}

int config_find(
	const char *path, const char *section, const char *key, char **ret, char **ret_error)
{
	const struct config_item items[] = {{section, key, config_parse_string, 0}, {NULL}};
	char *value = NULL;
	struct reader reader = {.items = items, .settings = &value, .lenient = true};
	int r = read_file(path, &reader, ret_error);

	if (r < 0) {
		free(value);
		return r;
	}
	*ret = value;
	return 0;
}

int config_set(const struct config_item *items, void *settings, const char *name, const char *text,
	char *error)
{
	_cleanup_free_ char *section = text_dup(name);
	char *dot = strchr(section, '.');
	struct config_value value = {.text = text};

	if (!dot) {
		return config_fail(error, "'%.60s' is not section.key", name);
	}
	*dot = '\0';
	value.item = find_item(items, section, dot + 1);
	if (!value.item) {
		(void)config_fail(error, "unknown key '%.60s' in [%.60s]", dot + 1, section);
		return -ENOENT;
	}
	return parse_value(&value, settings, error);
}

/* ---- settings in memory ---- */

static bool is_text(const struct config_item *item)
{
	return item->parse == config_parse_string || item->parse == config_parse_path;
}

/* Gives fresh the item of present. Returns whether the two differed. */
static bool keep_item(const struct config_item *item, void *present, void *fresh)
{
	void *from = (char *)present + item->offset;
	void *to = (char *)fresh + item->offset;
	size_t size = item->parse == config_parse_bool ? sizeof(bool) : sizeof(int);
	bool changed;

	if (is_text(item)) {
		char **text = from;
		char **target = to;
		char *other = *target;

		*target = *text;
		*text = other;
		return strcmp(*target, other) != 0;
	}
	changed = memcmp(from, to, size) != 0;
	memcpy(to, from, size);
	return changed;
}

void config_keep_fixed(const struct config_item *items, void *present, void *fresh)
{
	for (const struct config_item *item = items; item->section; item++) {
		if (item->fixed && keep_item(item, present, fresh)) {
			log_warning(FAULT_SITE,
				"%s.%s is another now: that takes a restart; going on with that of "
				"before",
				item->section, item->key);
		}
	}
}

static void free_rows(const struct config_item *items, const char *section, void *target)
{
	for (const struct config_item *item = items; item->section; item++) {
		bool listed = strstr(item->section, " *");

		if (is_text(item) && (section ? strcmp(item->section, section) == 0 : !listed)) {
			char **string = (char **)((char *)target + item->offset);

			free(*string);
			*string = NULL;
		}
	}
}

void config_free_strings(
	const struct config_item *items, const struct config_list *lists, void *settings)
{
	free_rows(items, NULL, settings);
	for (const struct config_list *list = lists; list && list->section; list++) {
		int count = *(int *)((char *)settings + list->count);

		for (int i = 0; i < count; i++) {
			free_rows(items, list->section,
				(char *)settings + list->offset + (size_t)i * list->size);
		}
	}
}
