/* SPDX-License-Identifier: Apache-2.0 */
#include "base/config-edit.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* A line of the text, without its line feed. */
struct line {
	const char *start;
	size_t size;
	bool within; /* belongs to the section; its header does, too */
	bool is_header;
};

struct lines {
	int n;
	struct line *line; /* heap */
};

static void lines_done(struct lines *lines)
{
	free(lines->line);
}

static struct line trim(struct line line)
{
	while (line.size > 0 && isspace((unsigned char)*line.start)) {
		line.start++;
		line.size--;
	}
	while (line.size > 0 && isspace((unsigned char)line.start[line.size - 1])) {
		line.size--;
	}
	return line;
}

static bool is_blank(const struct line *line)
{
	return trim(*line).size == 0;
}

static bool is_comment(const struct line *line)
{
	struct line bare = trim(*line);

	return bare.size > 0 && *bare.start == '#';
}

static bool is_header_of(struct line line, const char *section)
{
	struct line name = line;

	name.start++;
	name.size = name.size >= 2 ? name.size - 2 : 0;
	name = trim(name);
	return name.size == strlen(section) && memcmp(name.start, section, name.size) == 0;
}

/* Comments right above a header are the header's, not the section's before it. */
static void leave_comments(struct lines *lines, int header)
{
	for (int i = header - 1; i >= 0 && is_comment(&lines->line[i]); i--) {
		lines->line[i].within = lines->line[header].within;
	}
}

static void split(const char *text, const char *section, struct lines *ret)
{
	bool within = false;

	while (*text) {
		struct line line = {.start = text, .size = strcspn(text, "\n")};
		struct line bare = trim(line);

		line.is_header = bare.size > 0 && *bare.start == '[';
		within = line.is_header ? is_header_of(bare, section) : within;
		line.within = within;
		ret->line = memory_append(ret->line, (size_t)ret->n, sizeof(*ret->line));
		ret->line[ret->n++] = line;
		text += line.size;
		text += *text == '\n';
	}
	for (int i = 0; i < ret->n; i++) {
		if (ret->line[i].is_header) {
			leave_comments(ret, i);
		}
	}
}

/* Whether the line sets the key, or with comment shows how. */
static bool names(const struct line *line, const char *key, bool comment)
{
	struct line bare = trim(*line);
	size_t size = strlen(key);

	if (comment) {
		if (bare.size == 0 || *bare.start != '#') {
			return false;
		}
		bare.start++;
		bare.size--;
		bare = trim(bare);
	}
	if (bare.size <= size || memcmp(bare.start, key, size) != 0) {
		return false;
	}
	bare.start += size;
	bare.size -= size;
	bare = trim(bare);
	return bare.size > 0 && *bare.start == '=';
}

static int find_key(const struct lines *lines, const char *key, bool comment)
{
	for (int i = 0; i < lines->n; i++) {
		if (lines->line[i].within && names(&lines->line[i], key, comment)) {
			return i;
		}
	}
	return -1;
}

/* The last line of the section that says something; −1: there is no such section. */
static int find_end(const struct lines *lines)
{
	int end = -1;

	for (int i = 0; i < lines->n; i++) {
		const struct line *line = &lines->line[i];

		if (line->within && !is_blank(line) && (end >= 0 || line->is_header)) {
			end = i;
		}
	}
	return end;
}

static void add_line(struct textbuf *out, const struct line *line)
{
	textbuf_add_bytes(out, line->start, line->size);
	textbuf_add(out, "\n");
}

char *config_edit_set(const char *text, const char *section, const char *key, const char *value)
{
	_cleanup_(lines_done) struct lines lines = {0};
	struct textbuf out = {0};
	int at;
	int behind = -1;

	split(text, section, &lines);
	at = find_key(&lines, key, false);
	if (at < 0) {
		behind = find_key(&lines, key, true);
		behind = behind < 0 ? find_end(&lines) : behind;
	}
	textbuf_add(&out, "");
	for (int i = 0; i < lines.n; i++) {
		if (i != at) {
			add_line(&out, &lines.line[i]);
		}
		if (value && (i == at || i == behind)) {
			textbuf_printf(&out, "%s = %s\n", key, value);
		}
	}
	if (value && at < 0 && behind < 0) {
		textbuf_printf(
			&out, "%s[%s]\n%s = %s\n", lines.n > 0 ? "\n" : "", section, key, value);
	}
	return out.data;
}

char *config_edit_drop(const char *text, const char *section)
{
	_cleanup_(lines_done) struct lines lines = {0};
	struct textbuf out = {0};

	split(text, section, &lines);
	textbuf_add(&out, "");
	for (int i = 0; i < lines.n; i++) {
		if (!lines.line[i].within) {
			add_line(&out, &lines.line[i]);
		}
	}
	return out.data;
}
