/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/phrases.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <string.h>

#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"

enum { FILE_MAX = 256 * 1024 };

struct phrases {
	int refs; /* in addition to the first */
	json_t *languages; /* {code: {key: text}} */
	const char **codes; /* the codes of languages, in the order that the files give */
	size_t n_codes;
	json_t *warned; /* keys that were asked for but are in no file */
};

DEFINE_CLEANUP(DIR *, closedir);

void phrases_free(struct phrases *phrases)
{
	if (phrases && phrases->refs-- == 0) {
		free(phrases->codes);
		json_decref(phrases->languages);
		json_decref(phrases->warned);
		free(phrases);
	}
}

static int check_texts(const char *path, json_t *texts)
{
	const char *key;
	json_t *text;

	if (!json_is_object(texts)) {
		log_error(FAULT_SITE, "%s: is not an object of texts", path);
		return -EINVAL;
	}
	json_object_foreach (texts, key, text) {
		if (!json_is_string(text) || !text_is_clean(json_string_value(text))) {
			log_error(FAULT_SITE, "%s: %s is not a text", path, key);
			return -EINVAL;
		}
	}
	return 0;
}

/* Notes for those who write a language (language-pack.h), and what is not written yet. */
static void remove_holes(json_t *texts, bool unwritten)
{
	const char *key;
	json_t *text;
	void *next;

	json_object_foreach_safe (texts, next, key, text) {
		if (*key == '#' || (unwritten && json_string_length(text) == 0)) {
			(void)json_object_del(texts, key);
		}
	}
}

static int load_file(struct phrases *phrases, const char *path, const char *language)
{
	_cleanup_(json_decrefp) json_t *texts = NULL;
	_cleanup_free_ char *content = NULL;
	json_error_t error;
	json_t *known;
	size_t size;
	int r;

	r = text_read_file(path, FILE_MAX, &content, &size);
	if (r < 0) {
		log_error(FAULT_SITE, "%s: cannot read: %s", path, strerror(-r));
		return r;
	}
	texts = json_loadb(content, size, JSON_REJECT_DUPLICATES, &error);
	if (!texts) {
		log_error(FAULT_SITE, "%s:%d: %s", path, error.line, error.text);
		return -EINVAL;
	}
	r = check_texts(path, texts);
	if (r < 0) {
		return r;
	}
	known = json_object_get(phrases->languages, language);
	remove_holes(texts, known);
	/* A text that the centre has of its own stands before the installed one. */
	r = known ? json_object_update(known, texts)
		  : json_object_set(phrases->languages, language, texts);
	return r < 0 ? -EINVAL : 0;
}

struct phrases *phrases_ref(struct phrases *phrases)
{
	phrases->refs++;
	return phrases;
}

const char *phrases_find(const struct phrases *phrases, const char *language, const char *key)
{
	return json_string_value(
		json_object_get(json_object_get(phrases->languages, language), key));
}

/* By "language.order", then by code; languages without an order come last. */
static int compare_codes(const void *a, const void *b, void *phrases)
{
	const char *code_a = *(const char *const *)a, *code_b = *(const char *const *)b;
	const char *order_a = phrases_find(phrases, code_a, "language.order");
	const char *order_b = phrases_find(phrases, code_b, "language.order");
	int order = order_a && order_b ? strverscmp(order_a, order_b) : !order_a - !order_b;

	return order ? order : strcmp(code_a, code_b);
}

static void order_languages(struct phrases *phrases)
{
	const char *code;
	json_t *texts;

	phrases->codes = memory_new(json_object_size(phrases->languages), sizeof(*phrases->codes));
	json_object_foreach (phrases->languages, code, texts) {
		phrases->codes[phrases->n_codes++] = code;
	}
	qsort_r(phrases->codes, phrases->n_codes, sizeof(*phrases->codes), compare_codes, phrases);
	for (size_t i = 1; i < phrases->n_codes; i++) {
		remove_holes(json_object_get(phrases->languages, phrases->codes[i]), true);
	}
}

/* Loads the languages of a folder. A file that cannot be read is left out. Returns the last
 * fault. */
static int load_dir(struct phrases *phrases, const char *dir, bool optional)
{
	_cleanup_(closedirp) DIR *stream = opendir(dir);
	const struct dirent *entry;
	int r, fault = -ENOENT;

	if (!stream) {
		r = -errno;
		if (r != -ENOENT || !optional) {
			log_error(FAULT_SITE, "%s: cannot open: %s", dir, strerror(-r));
		}
		return r;
	}
	while ((entry = readdir(stream))) {
		_cleanup_free_ char *path = NULL, *language = NULL;
		size_t length = strlen(entry->d_name);

		if (length <= 5 || strcmp(entry->d_name + length - 5, ".json") != 0 ||
			entry->d_name[0] == '.') {
			continue;
		}
		path = text_printf("%s/%s", dir, entry->d_name);
		language = text_printf("%.*s", (int)(length - 5), entry->d_name);
		r = load_file(phrases, path, language);
		fault = r < 0 ? r : fault;
	}
	return fault;
}

struct phrases *phrases_none(void)
{
	struct phrases *phrases = memory_new(1, sizeof(*phrases));

	phrases->languages = json_object();
	phrases->warned = json_object();
	return phrases;
}

int phrases_load(const char *dir, struct phrases **ret)
{
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	_cleanup_free_ char *path =
		dir ? text_dup(dir) : text_printf("%s/strings", paths_datadir());
	int r = load_dir(phrases, path, false);

	if (json_object_size(phrases->languages) == 0) {
		log_error(FAULT_SITE, "%s: there are no texts", path);
		return r;
	}
	if (!dir) {
		_cleanup_free_ char *own = text_printf("%s/strings", paths_etcdir());

		(void)load_dir(phrases, own, true);
	}
	order_languages(phrases);
	*ret = TAKE_PTR(phrases);
	return 0;
}

const char *phrases_language(const struct phrases *phrases, size_t place)
{
	return place < phrases->n_codes ? phrases->codes[place] : "";
}

bool phrases_has(const struct phrases *phrases, const char *language)
{
	return json_object_get(phrases->languages, language) != NULL;
}

const char *phrases_get(const struct phrases *phrases, const char *language, const char *key)
{
	const char *text = phrases_find(phrases, language, key);

	if (!text && phrases->n_codes > 0) {
		text = phrases_find(phrases, phrases->codes[0], key);
	}
	if (!text) {
		if (!json_object_get(phrases->warned, key)) {
			log_warning(FAULT_OURS, "no text for %s", key);
			json_object_set_new(phrases->warned, key, json_true());
		}
		return key;
	}
	return text;
}

/* The value of a name among the pairs; NULL when it is missing. */
static const char *find_value(va_list pairs, const char *name, size_t length)
{
	const char *given, *value = NULL;
	va_list walk;

	va_copy(walk, pairs);
	while (!value && (given = va_arg(walk, const char *))) {
		const char *candidate = va_arg(walk, const char *);

		if (strlen(given) == length && strncmp(given, name, length) == 0) {
			value = candidate;
		}
	}
	va_end(walk);
	return value;
}

static char *fill(const char *text, va_list pairs)
{
	struct textbuf out = {0};
	const char *open;

	while ((open = strchr(text, '{'))) {
		const char *close = strchr(open, '}');
		const char *value =
			close ? find_value(pairs, open + 1, (size_t)(close - open - 1)) : NULL;

		/* A brace that starts no known placeholder is kept. */
		textbuf_add_bytes(&out, text, (size_t)(open - text) + !value);
		textbuf_add(&out, value ? value : "");
		text = value ? close + 1 : open + 1;
	}
	textbuf_add(&out, text);
	return out.data;
}

char *phrases_fill(const struct phrases *phrases, const char *language, const char *key, ...)
{
	va_list pairs;
	char *text;

	va_start(pairs, key);
	text = fill(phrases_get(phrases, language, key), pairs);
	va_end(pairs);
	return text;
}

static json_t *section_of(const struct phrases *phrases, const char *language, const char *section)
{
	json_t *texts = json_object_get(phrases->languages, language), *chosen = json_object();
	size_t length = strlen(section);
	const char *key;
	json_t *text;

	json_object_set(chosen, "language.name", json_object_get(texts, "language.name"));
	json_object_foreach (texts, key, text) {
		if (strncmp(key, section, length) == 0 && key[length] == '.') {
			json_object_set(chosen, key + length + 1, text);
		}
	}
	return chosen;
}

/* Writes JSON so that it is safe in a page's script: it cannot end the script, and old browsers
 * accept its line separators. */
static void put_script_safe(struct textbuf *out, const char *json)
{
	static const char *const unsafe[][2] = {
		{"<", "\\u003c"}, {"\u2028", "\\u2028"}, {"\u2029", "\\u2029"}};

	while (*json) {
		size_t i = 0;

		while (i < ELEMENTS(unsafe) &&
			strncmp(json, unsafe[i][0], strlen(unsafe[i][0])) != 0) {
			i++;
		}
		if (i < ELEMENTS(unsafe)) {
			textbuf_add(out, unsafe[i][1]);
			json += strlen(unsafe[i][0]);
		} else {
			textbuf_add_bytes(out, json++, 1);
		}
	}
}

void phrases_put_script(const struct phrases *phrases, const char *section, struct textbuf *out)
{
	_cleanup_(json_decrefp) json_t *object = json_object();
	_cleanup_free_ char *json = NULL;

	for (size_t i = 0; i < phrases->n_codes; i++) {
		json_object_set_new(
			object, phrases->codes[i], section_of(phrases, phrases->codes[i], section));
	}
	json = json_dumps(object, JSON_COMPACT);
	if (!json) {
		log_out_of_memory();
	}
	put_script_safe(out, json);
}

static void put_escaped(struct textbuf *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<':
			textbuf_add(out, "&lt;");
			break;
		case '&':
			textbuf_add(out, "&amp;");
			break;
		case '"':
			textbuf_add(out, "&quot;");
			break;
		default:
			textbuf_add_bytes(out, text, 1);
		}
	}
}

/* Fills in what is between double braces. */
static void put_placeholder(const struct phrases *phrases, const char *name, struct textbuf *out)
{
	bool each = strncmp(name, "each ", strlen("each ")) == 0;

	if (strcmp(name, "language") == 0) {
		put_escaped(out, phrases_language(phrases, 0));
		return;
	}
	if (!each) {
		put_escaped(out, phrases_get(phrases, "", name));
		return;
	}
	for (size_t i = 0; i < phrases->n_codes; i++) {
		textbuf_add(out, i > 0 ? " <span lang=\"" : "<span lang=\"");
		put_escaped(out, phrases->codes[i]);
		textbuf_add(out, "\">");
		put_escaped(out, phrases_get(phrases, phrases->codes[i], name + strlen("each ")));
		textbuf_add(out, "</span>");
	}
}

void phrases_put_html(const struct phrases *phrases, const char *html, struct textbuf *out)
{
	const char *open, *close;

	while ((open = strstr(html, "{{")) && (close = strstr(open, "}}"))) {
		_cleanup_free_ char *name = text_printf("%.*s", (int)(close - open - 2), open + 2);

		textbuf_add_bytes(out, html, (size_t)(open - html));
		put_placeholder(phrases, name, out);
		html = close + 2;
	}
	textbuf_add(out, html);
}
