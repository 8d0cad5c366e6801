/* SPDX-License-Identifier: Apache-2.0 */
#include "base/config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

struct reader {
	struct config_line line;
	char section[64];
	char name[64];
	config_handler handler;
	void *userdata;
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

static int fail(struct reader *reader, const char *what)
{
	(void)snprintf(reader->error, sizeof(reader->error), "%s", what);
	return -EINVAL;
}

static int read_header(struct reader *reader, char *text)
{
	size_t length = strlen(text);
	char *name;

	if (text[length - 1] != ']') {
		return fail(reader, "a section header ends with ']'");
	}
	text[length - 1] = '\0';
	text = strip(text + 1);
	name = strpbrk(text, " \t");
	if (name) {
		*name++ = '\0';
		name = strip(name);
	}
	if (!*text || text_copy(reader->section, sizeof(reader->section), text) < 0 ||
		text_copy(reader->name, sizeof(reader->name), name ? name : "") < 0) {
		return fail(reader, "a section name has 1 to 63 characters");
	}
	reader->line.section = reader->section;
	reader->line.name = reader->name;
	reader->line.key = NULL;
	reader->line.value = NULL;
	return reader->handler(&reader->line, reader->userdata, reader->error);
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
		return fail(reader, "expected 'key = value' or '[section]'");
	}
	if (!reader->line.section) {
		return fail(reader, "a key stands before the first [section]");
	}
	*equals = '\0';
	reader->line.key = strip(text);
	reader->line.value = strip(equals + 1);
	return reader->handler(&reader->line, reader->userdata, reader->error);
}

int config_read_text(const char *name, const char *text, config_handler handler, void *userdata,
	char **ret_error)
{
	_cleanup_free_ char *copy = text_dup(text);
	struct reader reader = {
		.line = {.file = name},
		.handler = handler,
		.userdata = userdata,
	};
	char *rest = copy;
	char *line;
	int r;

	while ((line = strsep(&rest, "\n"))) {
		reader.line.line++;
		r = read_line(&reader, line);
		if (r < 0) {
			if (ret_error) {
				*ret_error = text_printf("%s:%d: %s", name, reader.line.line,
					reader.error[0] ? reader.error : strerror(-r));
			}
			return r;
		}
	}
	return 0;
}

int config_read(const char *path, config_handler handler, void *userdata, char **ret_error)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	int r = text_read_file(path, CONFIG_FILE_MAX, &text, &size);

	if (r == 0 && strlen(text) != size) {
		r = -EILSEQ;
	}
	if (r < 0) {
		if (ret_error) {
			*ret_error = text_printf("%s: %s", path, strerror(-r));
		}
		return r;
	}
	return config_read_text(path, text, handler, userdata, ret_error);
}

int config_parse_string(const char *value, void *target, char *error)
{
	char **string = target;

	if (!text_is_clean(value)) {
		(void)snprintf(error, CONFIG_ERROR_MAX, "the value is not clean UTF-8 text");
		return -EINVAL;
	}
	free(*string);
	*string = text_dup(value);
	return 0;
}

int config_parse_path(const char *value, void *target, char *error)
{
	if (*value != '/') {
		(void)snprintf(error, CONFIG_ERROR_MAX, "'%.80s' is not an absolute path", value);
		return -EINVAL;
	}
	return config_parse_string(value, target, error);
}

int config_parse_int(const char *value, void *target, char *error)
{
	int64_t number = 0;
	int r = text_parse_int(value, 0, INT_MAX, &number);

	if (r < 0) {
		(void)snprintf(error, CONFIG_ERROR_MAX,
			"'%.80s' is not a whole number from 0 to %d", value, INT_MAX);
		return -EINVAL;
	}
	*(int *)target = (int)number;
	return 0;
}

int config_parse_bool(const char *value, void *target, char *error)
{
	if (text_parse_bool(value, target) < 0) {
		(void)snprintf(error, CONFIG_ERROR_MAX, "'%.80s' is neither yes nor no", value);
		return -EINVAL;
	}
	return 0;
}

void config_set_fallbacks(const struct config_item *items, void *settings)
{
	char error[CONFIG_ERROR_MAX] = "";

	for (const struct config_item *item = items; item->section; item++) {
		if (item->fallback &&
			item->parse(item->fallback, (char *)settings + item->offset, error) < 0) {
			log_error(FAULT_OURS, "fallback of %s.%s: %s", item->section, item->key,
				error);
			abort();
		}
	}
}

struct table {
	const struct config_item *items;
	void *settings;
};

static int set_in(const struct table *table, const char *section, const char *key,
	const char *value, char *error)
{
	bool section_known = false;

	for (const struct config_item *item = table->items; item->section; item++) {
		if (strcmp(item->section, section) != 0) {
			continue;
		}
		section_known = true;
		if (!key) {
			return 0;
		}
		if (strcmp(item->key, key) == 0) {
			return item->parse(value, (char *)table->settings + item->offset, error);
		}
	}
	if (section_known) {
		(void)snprintf(
			error, CONFIG_ERROR_MAX, "unknown key '%.60s' in [%.60s]", key, section);
	} else {
		(void)snprintf(error, CONFIG_ERROR_MAX, "unknown section [%.60s]", section);
	}
	return -ENOENT;
}

static int table_handler(const struct config_line *line, void *userdata, char *error)
{
	int r;

	if (*line->name) {
		(void)snprintf(error, CONFIG_ERROR_MAX, "[%.60s] takes no name", line->section);
		return -EINVAL;
	}
	r = set_in(userdata, line->section, line->key, line->value, error);
	return r == -ENOENT ? -EINVAL : r;
}

int config_load(const char *path, const struct config_item *items, void *settings, char **ret_error)
{
	struct table table = {items, settings};

	return config_read(path, table_handler, &table, ret_error);
}

struct wanted {
	const char *section;
	const char *key;
	char *value;
};

static int on_any_line(const struct config_line *line, void *userdata, char *error)
{
	struct wanted *wanted = userdata;

	(void)error;
	if (line->key && strcmp(line->section, wanted->section) == 0 &&
		strcmp(line->key, wanted->key) == 0) {
		free(wanted->value);
		wanted->value = text_dup(line->value);
	}
	return 0;
}

int config_find(
	const char *path, const char *section, const char *key, char **ret, char **ret_error)
{
	struct wanted wanted = {section, key, NULL};
	int r = config_read(path, on_any_line, &wanted, ret_error);

	if (r < 0) {
		free(wanted.value);
		return r;
	}
	*ret = wanted.value;
	return 0;
}

int config_set(const struct config_item *items, void *settings, const char *name, const char *value,
	char *error)
{
	struct table table = {items, settings};
	_cleanup_free_ char *section = text_dup(name);
	char *dot = strchr(section, '.');

	if (!dot) {
		(void)snprintf(error, CONFIG_ERROR_MAX, "'%.60s' is not section.key", name);
		return -EINVAL;
	}
	*dot = '\0';
	return set_in(&table, section, dot + 1, value, error);
}

static bool is_text(const struct config_item *item)
{
	return item->parse == config_parse_string || item->parse == config_parse_path;
}

/* Whether the item was another; it is that of present now. */
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

void config_free_strings(const struct config_item *items, void *settings)
{
	for (const struct config_item *item = items; item->section; item++) {
		if (is_text(item)) {
			char **string = (char **)((char *)settings + item->offset);

			free(*string);
			*string = NULL;
		}
	}
}
