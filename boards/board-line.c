/* SPDX-License-Identifier: Apache-2.0 */
/* How a board file names a GPIO line: NAME, "A NAME", LABEL:OFFSET or OFFSET. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "boards/board-internal.h"

enum { OFFSET_MAX = 1023 };

/* The name between its quotes. */
static int set_quoted(struct board_line *target, const char *value, char *error)
{
	size_t size = strlen(value);
	_cleanup_free_ char *name = NULL;

	if (size < 3 || value[size - 1] != '"' || strchr(value + 1, '"') != value + size - 1) {
		return board_fail(error, "'%.60s' is not a name in quotes", value);
	}
	name = text_printf("%.*s", (int)size - 2, value + 1);
	if (text_copy(target->name, sizeof(target->name), name) < 0) {
		return board_fail(error, "a line's name has at most %d bytes", BOARD_WORD_MAX);
	}
	return 0;
}

/* The label, and the offset behind its last colon. */
static int set_offset(struct board_line *target, const char *value, const char *colon, char *error)
{
	_cleanup_free_ char *chip = text_printf("%.*s", (int)(colon - value), value);

	if (!*chip || text_copy(target->chip, sizeof(target->chip), chip) < 0) {
		return board_fail(error, "expected a line's NAME, LABEL:OFFSET or OFFSET");
	}
	return board_set_number(colon + 1, 0, OFFSET_MAX, &target->offset, error);
}

int board_set_line(struct board_line *target, const char *value, int line, char *error)
{
	const char *colon = strrchr(value, ':');

	if (target->line) {
		return board_fail(error, "the key stands here twice");
	}
	target->line = line;
	if (*value == '"') {
		return set_quoted(target, value, error);
	}
	if (colon) {
		return set_offset(target, value, colon, error);
	}
	if (*value && strspn(value, "0123456789") == strlen(value)) {
		return board_set_number(value, 0, OFFSET_MAX, &target->offset, error);
	}
	if (!*value || strpbrk(value, " \t\"") ||
		text_copy(target->name, sizeof(target->name), value) < 0) {
		return board_fail(error, "expected a line's NAME, LABEL:OFFSET or OFFSET");
	}
	return 0;
}

int board_line_complete(struct board_line *line, const char *chip)
{
	if (line->line && !*line->chip) {
		(void)text_copy(line->chip, sizeof(line->chip), chip);
		return *line->name || *chip ? 0 : -EINVAL;
	}
	return 0;
}

bool board_line_same(const struct board_line *one, const struct board_line *other)
{
	return one->line && other->line && strcmp(one->chip, other->chip) == 0 &&
		strcmp(one->name, other->name) == 0 && one->offset == other->offset;
}

void board_line_text(const struct board_line *line, char ret[BOARD_LINE_TEXT])
{
	if (*line->name) {
		(void)snprintf(ret, BOARD_LINE_TEXT, "%s", line->name);
	} else {
		(void)snprintf(ret, BOARD_LINE_TEXT, "%s:%d", line->chip, line->offset);
	}
}
