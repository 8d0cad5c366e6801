/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-fields.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"

static int refuse(struct api_error *api_error, const struct field *field, enum site_wrong wrong,
	const char *what)
{
	api_error_set(api_error, API_ERROR_BAD_FIELD, field->name, "%s %s", field->name, what);
	api_error_set_fault(api_error, wrong, 0, 0);
	return -EINVAL;
}

/* The key that jansson names in "duplicate object key near '"service"'". */
static void duplicate_key(const char *message, char *ret, size_t size)
{
	const char *from = strchr(message, '"');
	const char *to = from ? strchr(from + 1, '"') : NULL;

	(void)snprintf(ret, size, "%.*s", to ? (int)(to - from - 1) : 0, to ? from + 1 : "");
}

static int refuse_json(const json_error_t *error, struct api_error *api_error)
{
	char key[API_ERROR_FIELD_MAX + 1];

	if (json_error_code(error) == json_error_duplicate_key) {
		duplicate_key(error->text, key, sizeof(key));
		api_error_set(api_error, API_ERROR_BAD_FIELD, key, "%s is given twice", key);
	} else {
		api_error_set(api_error, API_ERROR_BAD_JSON, NULL, "line %d, column %d: %s",
			error->line, error->column, error->text);
	}
	return -EINVAL;
}

int fields_parse(const char *text, size_t size, json_t **ret, struct api_error *api_error)
{
	json_error_t error;
	const size_t mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	json_t *body;

	if (size == 0) {
		*ret = json_object();
		return 0;
	}
	body = json_loadb(
		text + mark, size - mark, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (!body) {
		return refuse_json(&error, api_error);
	}
	if (!json_is_object(body)) {
		json_decref(body);
		api_error_set(api_error, API_ERROR_BAD_JSON, NULL, "the body is not a JSON object");
		return -EINVAL;
	}
	*ret = body;
	return 0;
}

static int set_string(
	const struct field *field, const char *text, char *target, struct api_error *api_error)
{
	if (field->type == FIELD_TEXT && !text_is_clean(text)) {
		return refuse(api_error, field, SITE_WRONG_CHARACTERS, "has control characters");
	}
	if (!utf8_fits(text, (size_t)field->max)) {
		api_error_set(api_error, API_ERROR_BAD_FIELD, field->name,
			"%s has more than %d characters", field->name, (int)field->max);
		api_error_set_fault(api_error, SITE_WRONG_LONG, 0, field->max);
		return -EINVAL;
	}
	if (field->type == FIELD_ID && !text_is_id(text, (size_t)field->max)) {
		(void)refuse(api_error, field, SITE_WRONG_ID,
			"is empty or has characters other than A-Z a-z 0-9 - _ .");
		api_error_set_fault(api_error, SITE_WRONG_ID, 1, field->max);
		return -EINVAL;
	}
	if (field->type == FIELD_SECRET) {
		for (const char *c = text; *c || c == text; c++) {
			if (*c <= 0x20 || *c >= 0x7F) {
				return refuse(api_error, field, SITE_WRONG_CHARACTERS,
					"is empty or not printable ASCII");
			}
		}
	}
	if (field->type == FIELD_DAY && !zone_day_valid(text)) {
		return refuse(api_error, field, SITE_WRONG_DAY, "is not a date as YYYY-MM-DD");
	}
	memcpy(target, text, strlen(text) + 1);
	return 0;
}

static int set_word(
	const struct field *field, const char *text, int *target, struct api_error *api_error)
{
	char list[128] = "";

	for (size_t i = 0; i < field->n_words; i++) {
		const struct field_word *w = &field->words[i];

		if (strcmp(w->word, text) == 0) {
			*target = w->value;
			return 0;
		}
	}
	for (size_t i = 0; i < field->n_words; i++) {
		size_t used = strlen(list);

		(void)snprintf(list + used, sizeof(list) - used, " %s", field->words[i].word);
	}
	api_error_set(
		api_error, API_ERROR_BAD_FIELD, field->name, "%s is none of:%s", field->name, list);
	api_error_set_fault(api_error, SITE_WRONG_CHOICE, 0, 0);
	return -EINVAL;
}

static int set_number(
	const struct field *field, int64_t value, void *target, struct api_error *api_error)
{
	if (value < field->min || value > field->max) {
		api_error_set(api_error, API_ERROR_BAD_FIELD, field->name, "%s is not %lld to %lld",
			field->name, (long long)field->min, (long long)field->max);
		return -EINVAL;
	}
	if (field->type == FIELD_INT) {
		*(int *)target = (int)value;
	} else {
		*(int64_t *)target = value;
	}
	return 0;
}

static int set_ids(
	const struct field *field, json_t *value, char *base, struct api_error *api_error)
{
	char(*ids)[LIMIT_ID + 1] = (void *)(base + field->offset);
	size_t n = json_array_size(value);

	if (!json_is_array(value) || (int64_t)n > field->max) {
		return refuse(api_error, field, SITE_WRONG_TYPE, "is not a list, or too long");
	}
	for (size_t i = 0; i < n; i++) {
		const char *id = json_string_value(json_array_get(value, i));

		if (!id || !text_is_id(id, LIMIT_ID)) {
			return refuse(api_error, field, SITE_WRONG_TYPE,
				"has an element that is not an id");
		}
		for (size_t j = 0; j < i; j++) {
			if (strcmp(ids[j], id) == 0) {
				return refuse(
					api_error, field, SITE_WRONG_TWICE, "has an element twice");
			}
		}
		memcpy(ids[i], id, strlen(id) + 1);
	}
	*(int *)(base + field->given) = (int)n;
	return 0;
}

static void mark_given(const struct field *field, char *base)
{
	if (field->given > 0 && field->type != FIELD_IDS) {
		*(bool *)(base + field->given) = true;
	}
}

static int set_json(
	const struct field *field, json_t *value, char *base, struct api_error *api_error)
{
	void *target = base + field->offset;

	switch (field->type) {
	case FIELD_ID:
	case FIELD_TEXT:
	case FIELD_SECRET:
	case FIELD_DAY:
		return json_is_string(value)
			? set_string(field, json_string_value(value), target, api_error)
			: refuse(api_error, field, SITE_WRONG_TYPE, "is not a string");
	case FIELD_WORD:
		return json_is_string(value)
			? set_word(field, json_string_value(value), target, api_error)
			: refuse(api_error, field, SITE_WRONG_TYPE, "is not a string");
	case FIELD_INT:
	case FIELD_LONG:
		return json_is_integer(value)
			? set_number(field, json_integer_value(value), target, api_error)
			: refuse(api_error, field, SITE_WRONG_TYPE, "is not a whole number");
	case FIELD_BOOL:
		if (!json_is_boolean(value)) {
			return refuse(
				api_error, field, SITE_WRONG_TYPE, "is neither true nor false");
		}
		*(bool *)target = json_is_true(value);
		return 0;
	case FIELD_IDS:
		return set_ids(field, value, base, api_error);
	}
	return -EINVAL;
}

static int set_argument(
	const struct field *field, const char *value, char *base, struct api_error *api_error)
{
	void *target = base + field->offset;
	int64_t number;

	switch (field->type) {
	case FIELD_ID:
	case FIELD_TEXT:
	case FIELD_SECRET:
	case FIELD_DAY:
		return set_string(field, value, target, api_error);
	case FIELD_WORD:
		return set_word(field, value, target, api_error);
	case FIELD_INT:
	case FIELD_LONG:
		if (text_parse_int(value, INT64_MIN, INT64_MAX, &number) < 0) {
			return refuse(api_error, field, SITE_WRONG_TYPE, "is not a whole number");
		}
		return set_number(field, number, target, api_error);
	case FIELD_BOOL:
		if (text_parse_bool(value, target) < 0) {
			return refuse(
				api_error, field, SITE_WRONG_TYPE, "is neither true nor false");
		}
		return 0;
	case FIELD_IDS: /* not in query strings */
		break;
	}
	return -EINVAL;
}

static const struct field *find_field(const struct fields *fields, const char *name, int *ret_index)
{
	for (size_t i = 0; i < fields->n; i++) {
		if (strcmp(fields->list[i].name, name) == 0) {
			*ret_index = (int)i;
			return &fields->list[i];
		}
	}
	return NULL;
}

static int check_required(const struct fields *fields, uint64_t seen, struct api_error *api_error)
{
	for (size_t i = 0; i < fields->n; i++) {
		if (fields->list[i].required && !(seen & UINT64_C(1) << i)) {
			return refuse(
				api_error, &fields->list[i], SITE_WRONG_MISSING, "is missing");
		}
	}
	return 0;
}

int fields_read(
	const struct fields *fields, json_t *body, void *target, struct api_error *api_error)
{
	const char *key;
	json_t *value;
	uint64_t seen = 0;

	json_object_foreach (body, key, value) {
		int index = 0;
		const struct field *field = find_field(fields, key, &index);

		if (!field) {
			api_error_set(
				api_error, API_ERROR_BAD_FIELD, key, "there is no such field");
			return -EINVAL;
		}
		if (json_is_null(value) && !field->required) {
			continue;
		}
		if (set_json(field, value, target, api_error) < 0) {
			return -EINVAL;
		}
		mark_given(field, target);
		seen |= UINT64_C(1) << index;
	}
	return check_required(fields, seen, api_error);
}

/* Plain bodies */

/* What is left of the text; it ends with a NUL. */
struct plain {
	char *at;
	struct api_error refused; /* whoever reads it the long way says it again */
};

static void skip_space(struct plain *plain)
{
	while (*plain->at == ' ' || *plain->at == '\t' || *plain->at == '\n' ||
		*plain->at == '\r') {
		plain->at++;
	}
}

static bool take(struct plain *plain, char c)
{
	skip_space(plain);
	if (*plain->at != c) {
		return false;
	}
	plain->at++;
	return true;
}

/* Steps over text of printable ASCII without escapes. Its end, where the quote stands; or NULL. */
static char *parse_string(struct plain *plain)
{
	while (*plain->at >= 0x20 && *plain->at < 0x7F && *plain->at != '"' && *plain->at != '\\') {
		plain->at++;
	}
	return *plain->at == '"' ? plain->at++ : NULL;
}

static bool parse_word(struct plain *plain, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(plain->at, word, length) != 0) {
		return false;
	}
	plain->at += length;
	return true;
}

/* A whole number of at most 18 digits. */
static bool parse_number(struct plain *plain, int64_t *ret)
{
	bool minus = parse_word(plain, "-");
	const char *from = plain->at;
	int64_t value = 0;

	while (*plain->at >= '0' && *plain->at <= '9' && plain->at - from < 18) {
		value = value * 10 + (*plain->at++ - '0');
	}
	if (plain->at == from || (*from == '0' && plain->at - from > 1)) {
		return false;
	}
	*ret = minus ? -value : value;
	return true;
}

static bool read_plain_string(const struct field *field, struct plain *plain, char *base)
{
	char *text = ++plain->at;
	char *end = parse_string(plain);
	int r = -EINVAL;

	if (!end) {
		return false;
	}
	*end = '\0';
	if (field->type == FIELD_WORD) {
		r = set_word(field, text, (int *)(base + field->offset), &plain->refused);
	} else if (field->type == FIELD_ID || field->type == FIELD_TEXT ||
		field->type == FIELD_SECRET || field->type == FIELD_DAY) {
		r = set_string(field, text, base + field->offset, &plain->refused);
	}
	*end = '"';
	return r == 0;
}

/* *ret_given: it was not null. */
static bool read_plain_value(
	const struct field *field, struct plain *plain, char *base, bool *ret_given)
{
	bool *flag = (bool *)(base + field->offset);
	int64_t number;

	*ret_given = true;
	if (*plain->at == '"') {
		return read_plain_string(field, plain, base);
	}
	if (field->type == FIELD_INT || field->type == FIELD_LONG) {
		return parse_number(plain, &number) &&
			set_number(field, number, base + field->offset, &plain->refused) == 0;
	}
	if (field->type == FIELD_BOOL && parse_word(plain, "true")) {
		*flag = true;
		return true;
	}
	if (field->type == FIELD_BOOL && parse_word(plain, "false")) {
		*flag = false;
		return true;
	}
	*ret_given = false;
	return !field->required && parse_word(plain, "null");
}

/* One key with its value. *keys: which were there; *seen: which were not null. */
static bool read_plain_field(const struct fields *fields, struct plain *plain, char *base,
	uint64_t *keys, uint64_t *seen)
{
	const struct field *field;
	bool given;
	char *name;
	char *end;
	int index = 0;

	if (!take(plain, '"')) {
		return false;
	}
	name = plain->at;
	end = parse_string(plain);
	if (!end || !take(plain, ':')) {
		return false;
	}
	*end = '\0';
	field = find_field(fields, name, &index);
	*end = '"';
	if (!field || *keys & UINT64_C(1) << index) {
		return false;
	}
	*keys |= UINT64_C(1) << index;
	skip_space(plain);
	if (!read_plain_value(field, plain, base, &given)) {
		return false;
	}
	if (given) {
		mark_given(field, base);
		*seen |= UINT64_C(1) << index;
	}
	return true;
}

bool fields_read_plain(const struct fields *fields, char *text, void *target)
{
	struct plain plain = {.at = text};
	uint64_t keys = 0;
	uint64_t seen = 0;

	if (!take(&plain, '{')) {
		return false;
	}
	do {
		if (!read_plain_field(fields, &plain, target, &keys, &seen)) {
			return false;
		}
	} while (take(&plain, ','));
	if (!take(&plain, '}')) {
		return false;
	}
	skip_space(&plain);
	return *plain.at == '\0' && check_required(fields, seen, &plain.refused) == 0;
}

int fields_read_query(const struct fields *fields, const struct field_pair *pairs, size_t n,
	void *target, struct api_error *api_error)
{
	uint64_t seen = 0;

	for (size_t i = 0; i < n; i++) {
		int index = 0;
		const struct field *field = find_field(fields, pairs[i].name, &index);

		if (!field) {
			api_error_set(api_error, API_ERROR_BAD_FIELD, pairs[i].name,
				"there is no such parameter");
			return -EINVAL;
		}
		if (seen & UINT64_C(1) << index) {
			return refuse(api_error, field, SITE_WRONG_TWICE, "is given twice");
		}
		if (!pairs[i].value) {
			return refuse(api_error, field, SITE_WRONG_MISSING, "has no value");
		}
		if (set_argument(field, pairs[i].value, target, api_error) < 0) {
			return -EINVAL;
		}
		mark_given(field, target);
		seen |= UINT64_C(1) << index;
	}
	return check_required(fields, seen, api_error);
}
