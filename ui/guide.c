/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/guide.h"

#include <stdio.h>
#include <string.h>

static const char *const roles[] = {
	"clerk", "helper", "complaints", "manager", "director", "technician"};

const char *guide_role(size_t place)
{
	return place < ELEMENTS(roles) ? roles[place] : NULL;
}

bool guide_is_role(const char *role)
{
	for (size_t i = 0; i < ELEMENTS(roles); i++) {
		if (strcmp(role, roles[i]) == 0) {
			return true;
		}
	}
	return false;
}

void guide_key(char ret[GUIDE_KEY_SIZE], const char *role, int part, int step)
{
	if (step > 0) {
		(void)snprintf(ret, GUIDE_KEY_SIZE, "guide.%s.%d.%d", role, part, step);
	} else {
		(void)snprintf(ret, GUIDE_KEY_SIZE, "guide.%s.%d", role, part);
	}
}

bool guide_has(const struct phrases *phrases, const char *role, int part, int step)
{
	char key[GUIDE_KEY_SIZE];
	const char *text;

	guide_key(key, role, part, step);
	text = phrases_find(phrases, phrases_language(phrases, 0), key);
	return text && *text && part <= GUIDE_PARTS_MAX && step <= GUIDE_STEPS_MAX;
}

const char *guide_language(const struct phrases *phrases, const char *language)
{
	return phrases_has(phrases, language) ? language : phrases_language(phrases, 0);
}

static void put_escaped(struct textbuf *out, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		switch (text[i]) {
		case '<':
			textbuf_add(out, "&lt;");
			break;
		case '>':
			textbuf_add(out, "&gt;");
			break;
		case '&':
			textbuf_add(out, "&amp;");
			break;
		default:
			textbuf_add_bytes(out, &text[i], 1);
		}
	}
}

/* What stands between a mark and its end: a text's name, or a key, whose name may be a text. */
static void put_marked(const struct phrases *phrases, const char *language, const char *open,
	const char *close, const struct guide_tags *tags, struct textbuf *out)
{
	_cleanup_free_ char *name = text_printf("%.*s", (int)(close - open - 1), open + 1);
	bool is_text = *open == '{';
	bool is_known = is_text || phrases_find(phrases, phrases_language(phrases, 0), name);
	const char *shown = is_known ? phrases_get(phrases, language, name) : name;

	textbuf_add(out, is_text ? tags->text_open : tags->key_open);
	put_escaped(out, shown, strlen(shown));
	textbuf_add(out, is_text ? tags->text_close : tags->key_close);
}

void guide_put(const struct phrases *phrases, const char *language, const char *key,
	const struct guide_tags *tags, struct textbuf *out)
{
	const char *text = phrases_get(phrases, language, key);

	for (;;) {
		size_t plain = strcspn(text, "{[");
		const char *open = text + plain;
		const char *close = *open ? strchr(open, *open == '{' ? '}' : ']') : NULL;

		put_escaped(out, text, plain);
		if (!close) { /* a mark that nothing closes is a sign like others */
			put_escaped(out, open, strlen(open));
			return;
		}
		put_marked(phrases, language, open, close, tags, out);
		text = close + 1;
	}
}
