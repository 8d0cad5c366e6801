/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheet-changes.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

void sheet_changes_put_list(const struct sheet_plan *plan, struct textbuf *out)
{
	textbuf_add(out, "");
	for (int i = 0; i < plan->n; i++) {
		textbuf_printf(out, "%s\t%s\n", plan->sheets[i].key, plan->sheets[i].hash);
	}
}

static bool is_hash(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (!isxdigit((unsigned char)text[i])) {
			return false;
		}
	}
	return size == SHEET_HASH_SIZE - 1;
}

static int find_sheet(const struct sheet_plan *plan, const char *key, size_t size)
{
	for (int i = 0; i < plan->n; i++) {
		if (strncmp(plan->sheets[i].key, key, size) == 0 && !plan->sheets[i].key[size]) {
			return i;
		}
	}
	return -1;
}

static void compare(const struct sheet_plan *plan, const char *key, size_t size, const char *hash,
	struct sheet_changes *changes)
{
	int i = find_sheet(plan, key, size);

	if (i < 0) {
		changes->gone = memory_grow(
			changes->gone, (size_t)changes->n_gone + 1, sizeof(*changes->gone));
		changes->gone[changes->n_gone++] = text_printf("%.*s", (int)size, key);
	} else {
		bool same = strncmp(plan->sheets[i].hash, hash, SHEET_HASH_SIZE - 1) == 0;

		changes->sheets[i] = same ? SHEET_SAME : SHEET_CHANGED;
	}
}

int sheet_changes_find(const struct sheet_plan *plan, const char *list, struct sheet_changes *ret,
	char **ret_error)
{
	struct sheet_changes changes = {0};
	int line = 0;

	changes.sheets = memory_new((size_t)plan->n + 1, sizeof(*changes.sheets));
	for (int i = 0; i < plan->n; i++) {
		changes.sheets[i] = SHEET_NEW;
	}
	for (const char *at = list, *end; *at; at = end + (*end == '\n')) {
		size_t key = strcspn(at, "\t\n");

		line++;
		end = at + strcspn(at, "\n");
		if (key == 0 || at[key] != '\t' ||
			!is_hash(at + key + 1, (size_t)(end - at) - key - 1)) {
			sheet_changes_done(&changes);
			*ret_error = text_printf("line %d is not a sheet and its hash", line);
			return -EINVAL;
		}
		compare(plan, at, key, at + key + 1, &changes);
	}
	for (int i = 0; i < plan->n; i++) {
		changes.n_changed += changes.sheets[i] == SHEET_CHANGED;
		changes.n_new += changes.sheets[i] == SHEET_NEW;
	}
	*ret = changes;
	return 0;
}

void sheet_changes_done(struct sheet_changes *changes)
{
	for (int i = 0; i < changes->n_gone; i++) {
		free(changes->gone[i]);
	}
	free(changes->gone);
	free(changes->sheets);
	*changes = (struct sheet_changes){0};
}
