/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/sheet-posted.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"

/* "%layso-sheets 2" (how many languages), then "%layso-sheet KEY WAS NOW" for each; "-" stands
 * for no sheet. */
#define HEAD "\n%layso-sheets "
#define LINE "%layso-sheet "

char *sheet_posted_text(const json_t *sheets)
{
	struct textbuf text = {0};
	const json_t *sheet;
	size_t i;

	textbuf_add(&text, "");
	json_array_foreach (sheets, i, sheet) {
		textbuf_printf(&text, "%s\t%s\n", json_get_text(sheet, "sheet"),
			json_get_text(sheet, "hash"));
	}
	return text.data;
}

bool sheet_posted_in_both(const json_t *sheets)
{
	const json_t *sheet;
	size_t i;

	json_array_foreach (sheets, i, sheet) {
		if (json_is_true(json_object_get(sheet, "both_languages"))) {
			return true;
		}
	}
	return false;
}

/* Where a sheet stands in the site's list; its size: nowhere. */
static size_t find(const json_t *sheets, const char *key)
{
	const json_t *sheet;
	size_t i;

	json_array_foreach (sheets, i, sheet) {
		if (strcmp(json_get_text(sheet, "sheet"), key) == 0) {
			break;
		}
	}
	return i;
}

/* The hash of what hangs; "-" nothing. */
static const char *hash_of(const json_t *sheets, const char *key)
{
	const json_t *sheet = json_array_get(sheets, find(sheets, key));

	return sheet ? json_get_text(sheet, "hash") : "-";
}

/* The end of a PDF again, which tells where its table of objects is; heap, NULL: it has none. */
static char *end_of(const struct textbuf *pdf)
{
	static const char word[] = "startxref";
	const char *found = NULL;

	for (size_t i = pdf->size > 1024 ? pdf->size - 1024 : 0; i + strlen(word) < pdf->size;
		i++) {
		if (memcmp(pdf->data + i, word, strlen(word)) == 0) {
			found = pdf->data + i;
		}
	}
	return found ? text_dup(found) : NULL;
}

void sheet_posted_end_pdf(const struct sheet_plan *plan, const bool *chosen,
	const struct sheet_changes *changes, const json_t *sheets, bool both, struct textbuf *pdf)
{
	_cleanup_free_ char *end = end_of(pdf);

	textbuf_add(pdf, HEAD);
	textbuf_add(pdf, both ? "2\n" : "1\n");
	for (int i = 0; i < plan->n; i++) {
		if (chosen[i]) {
			const struct sheet *sheet = &plan->sheets[i];

			textbuf_add(pdf, LINE);
			textbuf_printf(pdf, "%s %s %s\n", sheet->key, hash_of(sheets, sheet->key),
				sheet->hash);
		}
	}
	for (int i = 0; i < changes->n_gone; i++) {
		textbuf_add(pdf, LINE);
		textbuf_printf(
			pdf, "%s %s -\n", changes->gone[i], hash_of(sheets, changes->gone[i]));
	}
	textbuf_add(pdf, end ? end : "%%EOF\n");
}

/* Changes the list as one line says. −EINVAL: it is no such line; −ESTALE: another sheet was posted
 * there since. */
static int apply_line(const char *line, bool both, json_t *sheets, char key[128])
{
	char was[SHEET_HASH_SIZE], now[SHEET_HASH_SIZE];
	const char *hangs;
	size_t place;
	json_t *sheet;

	if (sscanf(line + strlen(LINE), "%127s %16s %16s", key, was, now) != 3) {
		return -EINVAL;
	}
	hangs = hash_of(sheets, key);
	if (strcmp(hangs, now) == 0) {
		return 0;
	}
	if (strcmp(hangs, was) != 0) {
		return -ESTALE;
	}
	place = find(sheets, key);
	if (strcmp(now, "-") == 0) {
		return json_array_remove(sheets, place) < 0 ? -EINVAL : 0;
	}
	sheet = json_pack("{s:s, s:s}", "sheet", key, "hash", now);
	if (sheet && both) {
		(void)json_object_set_new(sheet, "both_languages", json_true());
	}
	if (place < json_array_size(sheets)) {
		return json_array_set_new(sheets, place, sheet) < 0 ? -EINVAL : 0;
	}
	return json_array_append_new(sheets, sheet) < 0 ? -EINVAL : 0;
}

int sheet_posted_apply(
	const char *pdf, size_t size, const json_t *sheets, json_t **ret, char **ret_error)
{
	const char *at = memmem(pdf, size, HEAD, strlen(HEAD));
	json_t *list = sheets ? json_deep_copy(sheets) : json_array();
	char key[128] = "";
	bool both;
	int r = at ? 0 : -EINVAL;

	both = at && at[strlen(HEAD)] == '2';
	at = at ? strchr(at + strlen(HEAD), '\n') : NULL;
	while (r == 0 && at && strncmp(at + 1, LINE, strlen(LINE)) == 0) {
		r = apply_line(at + 1, both, list, key);
		at = strchr(at + 1, '\n');
	}
	/* Cut within the list, it would be confirmed in part. */
	if (r == 0 && (!at || strncmp(at + 1, "startxref", strlen("startxref")) != 0)) {
		r = -EINVAL;
	}
	if (r < 0) {
		json_decref(list);
		*ret_error = r == -ESTALE
			? text_printf("sheet %s was posted or taken down since this file was "
				      "made; print anew what has changed",
				  key)
			: text_dup("it has no list of sheets: it must be the file as "
				   "\"layso catalogue sheets\" wrote it");
		return -EINVAL;
	}
	*ret = list;
	return 0;
}

json_t *sheet_posted_without(const json_t *sheets, char *const *gone, int n_gone)
{
	json_t *list = sheets ? json_deep_copy(sheets) : json_array();

	for (int i = 0; i < n_gone; i++) {
		size_t place = find(list, gone[i]);

		if (place < json_array_size(list)) {
			(void)json_array_remove(list, place);
		}
	}
	return list;
}
