/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/office.h"
#include "base/utf8.h"
#include "catalogue/fee.h"

enum { COUNT_MAX = 99 };

static const struct procedure_field_row rows[PROCEDURE_FIELDS] = {
#define X(id, text, type, most, list) [PROCEDURE_##id] = {text, PROCEDURE_##type, most, list},
	PROCEDURE_FIELD_TABLE(X)
#undef X
};

/* The members of the objects in a list. */
enum part_kind { PART_TEXT, PART_NAME, PART_CHANNEL, PART_COUNT };
struct part {
	const char *name;
	enum part_kind kind;
};
static const struct part way_parts[] = {
	{"channel", PART_CHANNEL},
	{"deadline", PART_TEXT},
	{"fee", PART_TEXT},
	{"exempt", PART_TEXT},
	{"note", PART_TEXT},
	{NULL, PART_TEXT},
};
static const struct part paper_parts[] = {
	{"name", PART_NAME},
	{"originals", PART_COUNT},
	{"copies", PART_COUNT},
	{"note", PART_TEXT},
	{NULL, PART_TEXT},
};

static const char *const states[PROCEDURE_STATES] = {
	[PROCEDURE_IN_FORCE] = "in_force",
	[PROCEDURE_ENDED] = "ended",
	[PROCEDURE_REPLACED] = "replaced",
};
static const char *const channels[PROCEDURE_CHANNELS] = {
	[PROCEDURE_DIRECT] = "direct",
	[PROCEDURE_ONLINE] = "online",
	[PROCEDURE_POST] = "post",
	[PROCEDURE_ANY] = "any",
};
static const struct {
	const char *name;
	const char *text;
} wrongs[] = {
#define X(id, word, sentence) [PROCEDURE_WRONG_##id] = {word, sentence},
	PROCEDURE_WRONG_TABLE(X)
#undef X
};

const struct procedure_field_row *procedure_field_row(enum procedure_field field)
{
	return &rows[field];
}

static int find_word(const char *const words[], int n, const char *word)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(words[i], word) == 0) {
			return i;
		}
	}
	return -EINVAL;
}

int procedure_field_parse(const char *name, enum procedure_field *ret)
{
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		if (strcmp(rows[i].name, name) == 0) {
			*ret = (enum procedure_field)i;
			return 0;
		}
	}
	return -EINVAL;
}

const char *procedure_state_name(enum procedure_state state)
{
	return states[state];
}

int procedure_state_parse(const char *word, enum procedure_state *ret)
{
	int i = find_word(states, PROCEDURE_STATES, word);

	if (i < 0) {
		return i;
	}
	*ret = (enum procedure_state)i;
	return 0;
}

const char *procedure_channel_name(enum procedure_channel channel)
{
	return channels[channel];
}

int procedure_channel_parse(const char *word, enum procedure_channel *ret)
{
	int i = find_word(channels, PROCEDURE_CHANNELS, word);

	if (i < 0) {
		return i;
	}
	*ret = (enum procedure_channel)i;
	return 0;
}

const char *procedure_wrong_name(enum procedure_wrong wrong)
{
	return wrongs[wrong].name;
}

const char *procedure_wrong_text(enum procedure_wrong wrong)
{
	return wrongs[wrong].text;
}

/* The length in bytes of the space that text begins with, and whether it ends a line. */
static size_t space_length(const char *text, bool *ret_is_line)
{
	static const char *const spaces[] = {
		"\n", "\r", " ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x8B", "\xEF\xBB\xBF"};

	for (size_t i = 0; i < ELEMENTS(spaces); i++) {
		if (strncmp(text, spaces[i], strlen(spaces[i])) == 0) {
			*ret_is_line = i <= 1;
			return strlen(spaces[i]);
		}
	}
	return 0;
}

char *procedure_clean(const char *text, bool lines, bool *ret_spaces)
{
	char *clean = text_dup(text);
	char *out = clean;
	bool doubled = false;

	for (const char *at = text; *at;) {
		size_t n = 0;
		bool breaks = false;
		bool is_line = false;
		const char *start = at;
		size_t length;

		while ((length = space_length(at, &is_line)) > 0) {
			breaks = breaks || is_line;
			at += length;
			n++;
		}
		if (n > 0 && *at && out > clean) {
			doubled = doubled || (n > 1 && !breaks);
			*out++ = breaks && lines ? '\n' : ' ';
		}
		if (at == start) {
			*out++ = *at++;
		}
	}
	*out = '\0';
	office_compose(clean);
	if (ret_spaces) {
		*ret_spaces = doubled;
	}
	return clean;
}

/* The length of the mark ("- ", "+", "•") that begins an entry of a list in its source; layso draws
 * its own. A number's sign is no such mark. */
static size_t list_mark_length(const char *text)
{
	static const char *const marks[] = {"-", "+", "*", "–", "—", "•", "·"};

	for (size_t i = 0; i < ELEMENTS(marks); i++) {
		size_t length = strlen(marks[i]);

		if (strncmp(text, marks[i], length) == 0 && !isdigit((unsigned char)text[length])) {
			return length + strspn(text + length, " \n");
		}
	}
	return 0;
}

/* An entry's text without such marks, as far as anything else is left. Takes over *text, which may
 * be NULL. */
static void drop_list_marks(json_t **text)
{
	const char *whole = json_string_value(*text);
	const char *rest = whole;

	while (rest && list_mark_length(rest) > 0) {
		rest += list_mark_length(rest);
	}
	if (rest != whole && *rest) {
		json_t *clean = json_string(rest);

		json_decref(*text);
		*text = clean;
	}
}

/* Where a record is being checked. */
struct check {
	struct procedure_fault *fault;
	const char *field; /* NULL: the record as a whole */
	int index; /* of a list's entry; −1 none */
	const char *part;
};

static int fail(const struct check *check, enum procedure_wrong wrong, size_t limit)
{
	struct procedure_fault *fault = check->fault;
	_cleanup_free_ char *path = check->index < 0
		? text_dup(check->field ? check->field : "")
		: text_printf("%s[%d]%s%s", check->field, check->index, check->part ? "." : "",
			  check->part ? check->part : "");

	*fault = (struct procedure_fault){.wrong = wrong, .limit = limit};
	text_copy_cut(fault->path, sizeof(fault->path), path);
	return -EINVAL;
}

/* A text in its normal form; NULL for an empty one. */
static int check_text(
	const struct check *check, const json_t *json, size_t most, bool lines, json_t **ret)
{
	const char *text = json_string_value(json);
	_cleanup_free_ char *clean = NULL;

	*ret = NULL;
	if (!json || json_is_null(json)) {
		return 0;
	}
	if (!text) {
		return fail(check, PROCEDURE_WRONG_TYPE, 0);
	}
	if (strlen(text) != json_string_length(json)) {
		return fail(check, PROCEDURE_WRONG_CHARACTERS, 0);
	}
	clean = procedure_clean(text, lines, NULL);
	if (!text_is_clean(clean) || strstr(clean, "\xEF\xBF\xBD")) {
		return fail(check, PROCEDURE_WRONG_CHARACTERS, 0);
	}
	if (utf8_count(clean, strlen(clean)) > most) {
		return fail(check, PROCEDURE_WRONG_LONG, most);
	}
	*ret = *clean ? json_string(clean) : NULL;
	return 0;
}

static int check_count(const struct check *check, const json_t *json, json_t **ret)
{
	json_int_t count = json_integer_value(json);

	*ret = NULL;
	if (!json || json_is_null(json)) {
		return 0;
	}
	if (!json_is_integer(json) || count < 0 || count > COUNT_MAX) {
		return fail(check, PROCEDURE_WRONG_NUMBER, 0);
	}
	*ret = count > 0 ? json_integer(count) : NULL;
	return 0;
}

static int check_part(
	struct check *check, const struct part *part, const json_t *json, size_t most, json_t **ret)
{
	enum procedure_channel channel = PROCEDURE_ANY;
	int result;

	check->part = part->name;
	if (part->kind == PART_COUNT) {
		return check_count(check, json, ret);
	}
	result = check_text(check, json, most, part->kind == PART_TEXT, ret);
	if (result < 0) {
		return result;
	}
	if (part->kind == PART_NAME && !*ret) {
		return fail(check, PROCEDURE_WRONG_MISSING, 0);
	}
	if (part->kind == PART_NAME) {
		drop_list_marks(ret);
	}
	if (part->kind == PART_CHANNEL && *ret &&
		procedure_channel_parse(json_string_value(*ret), &channel) < 0) {
		json_decref(*ret);
		return fail(check, PROCEDURE_WRONG_WORD, 0);
	}
	if (part->kind == PART_CHANNEL && !*ret) {
		*ret = json_string(channels[channel]);
	}
	return 0;
}

static const char *unknown_part(const json_t *json, const struct part *parts)
{
	const char *key;
	json_t *value;

	/* jansson's iteration takes no const, and changes nothing. */
	json_object_foreach ((json_t *)json, key, value) {
		const struct part *part = parts;

		while (part->name && strcmp(part->name, key) != 0) {
			part++;
		}
		if (!part->name) {
			return key;
		}
	}
	return NULL;
}

static int check_object(struct check *check, const json_t *json, size_t most,
	const struct part *parts, json_t *list)
{
	json_t *object;

	check->part = NULL;
	if (!json_is_object(json)) {
		return fail(check, PROCEDURE_WRONG_TYPE, 0);
	}
	if ((check->part = unknown_part(json, parts))) {
		return fail(check, PROCEDURE_WRONG_UNKNOWN, 0);
	}
	object = json_object();
	(void)json_array_append_new(list, object);
	for (const struct part *part = parts; part->name; part++) {
		json_t *value;
		int result =
			check_part(check, part, json_object_get(json, part->name), most, &value);

		if (result < 0) {
			return result;
		}
		if (value) {
			(void)json_object_set_new(object, part->name, value);
		}
	}
	return 0;
}

static int check_entries(struct check *check, const struct procedure_field_row *row,
	const json_t *json, json_t *list)
{
	const struct part *parts = row == &rows[PROCEDURE_WAYS] ? way_parts : paper_parts;
	json_t *entry;
	size_t i;

	json_array_foreach (json, i, entry) {
		json_t *text = NULL;
		int result;

		check->index = (int)i;
		check->part = NULL;
		result = row->kind == PROCEDURE_LIST
			? check_text(check, entry, row->characters, true, &text)
			: check_object(check, entry, row->characters, parts, list);
		if (result < 0) {
			return result;
		}
		if (text) {
			drop_list_marks(&text);
			(void)json_array_append_new(list, text);
		}
	}
	return 0;
}

/* A list in its normal form; NULL for an empty one. */
static int check_list(struct check *check, const struct procedure_field_row *row,
	const json_t *json, json_t **ret)
{
	json_t *list;
	int result;

	*ret = NULL;
	if (!json || json_is_null(json)) {
		return 0;
	}
	if (!json_is_array(json)) {
		return fail(check, PROCEDURE_WRONG_TYPE, 0);
	}
	if (json_array_size(json) > row->entries) {
		return fail(check, PROCEDURE_WRONG_MANY, row->entries);
	}
	list = json_array();
	result = check_entries(check, row, json, list);
	if (result < 0 || json_array_size(list) == 0) {
		json_decref(list);
		return result;
	}
	*ret = list;
	return 0;
}

static int check_flag(const struct check *check, const json_t *json, json_t **ret)
{
	*ret = json_is_true(json) ? json_true() : NULL;
	return !json || json_is_null(json) || json_is_boolean(json)
		? 0
		: fail(check, PROCEDURE_WRONG_TYPE, 0);
}

/* What a text has to be beside a text. */
static int check_meaning(
	const struct check *check, const struct procedure_field_row *row, const char *text)
{
	enum procedure_state state;
	enum procedure_field field = (enum procedure_field)(row - rows);

	if (row->kind == PROCEDURE_DAY && !zone_day_valid(text)) {
		return fail(check, PROCEDURE_WRONG_DAY, 0);
	}
	if (row->kind == PROCEDURE_WORD && procedure_state_parse(text, &state) < 0) {
		return fail(check, PROCEDURE_WRONG_WORD, 0);
	}
	if ((field == PROCEDURE_CODE || field == PROCEDURE_REPLACED_BY) &&
		!procedure_code_is_whole(text)) {
		return fail(check, PROCEDURE_WRONG_CODE, 0);
	}
	return 0;
}

static int check_field(struct check *check, const struct procedure_field_row *row,
	const json_t *json, json_t **ret)
{
	int result;

	check->field = row->name;
	check->index = -1;
	if (row->kind == PROCEDURE_FLAG) {
		return check_flag(check, json, ret);
	}
	if (row->kind == PROCEDURE_LIST || row->kind == PROCEDURE_ENTRIES) {
		return check_list(check, row, json, ret);
	}
	result = check_text(check, json, row->characters, row->kind == PROCEDURE_LINES, ret);
	if (result == 0 && *ret) {
		result = check_meaning(check, row, json_string_value(*ret));
	}
	if (result < 0) {
		json_decref(*ret);
		*ret = NULL;
	}
	return result;
}

/* Whether a key is its base, or that with "~2" behind it. */
static bool is_key_of(const char *key, const char *base)
{
	size_t n = strlen(base);
	size_t digits = strlen(key) > n ? strspn(key + n + 1, "0123456789") : 0;

	return strncmp(key, base, n) == 0 &&
		(!key[n] || (key[n] == '~' && digits > 0 && digits <= 4 && !key[n + 1 + digits]));
}

/* The key is the code without a province's part. A record without a code keeps the key that it
 * has; else it is made from the name. */
static int check_key(struct check *check, json_t *record)
{
	const char *given = json_string_value(json_object_get(record, "key"));
	const char *code = json_string_value(json_object_get(record, "code"));
	char key[PROCEDURE_KEY_MAX + 1] = "";

	check->field = "key";
	check->index = -1;
	if (code) {
		char base[PROCEDURE_CODE_BASE + 1];

		if (procedure_code_base(code, base) < 0 || (given && !is_key_of(given, base))) {
			return fail(check, PROCEDURE_WRONG_KEY, 0);
		}
		text_copy_cut(key, sizeof(key), base);
	} else if (given && (strncmp(given, "x-", 2) != 0 || strchr(given, ' '))) {
		return fail(check, PROCEDURE_WRONG_KEY, 0);
	} else if (!given) {
		procedure_code_own_key(json_string_value(json_object_get(record, "name")), key);
	}
	if (!given) {
		(void)json_object_set_new(record, "key", json_string(key));
	}
	return 0;
}

static int check_record(struct check *check, const json_t *json, json_t *record)
{
	const char *key;
	json_t *value;
	enum procedure_field field;

	if (!json_is_object(json)) {
		return fail(check, PROCEDURE_WRONG_OBJECT, 0);
	}
	json_object_foreach ((json_t *)json, key, value) {
		if (procedure_field_parse(key, &field) < 0) {
			check->field = key;
			return fail(check, PROCEDURE_WRONG_UNKNOWN, 0);
		}
	}
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		int result =
			check_field(check, &rows[i], json_object_get(json, rows[i].name), &value);

		if (result < 0) {
			return result;
		}
		if (i == PROCEDURE_KEY && !value) {
			value = json_null(); /* keeps the first place for check_key */
		}
		if (i == PROCEDURE_NAME && !value) {
			return fail(check, PROCEDURE_WRONG_MISSING, 0);
		}
		if (i == PROCEDURE_STATE && !value) {
			value = json_string(states[PROCEDURE_IN_FORCE]);
		}
		if (value) {
			(void)json_object_set_new(record, rows[i].name, value);
		}
	}
	return check_key(check, record);
}

int procedure_normalise(const json_t *json, json_t **ret, struct procedure_fault *ret_fault)
{
	json_t *record = json_object();
	struct check check = {.fault = ret_fault, .index = -1};
	int result = check_record(&check, json, record);

	if (result < 0) {
		json_decref(record);
		return result;
	}
	*ret = record;
	return 0;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void view_entries(struct procedure *procedure)
{
	const json_t *ways = json_object_get(procedure->json, rows[PROCEDURE_WAYS].name);
	const json_t *papers = json_object_get(procedure->json, rows[PROCEDURE_PAPERS].name);
	json_t *entry;
	size_t i;

	procedure->n_ways = json_array_size(ways);
	procedure->ways = memory_new(procedure->n_ways + 1, sizeof(*procedure->ways));
	json_array_foreach (ways, i, entry) {
		procedure->ways[i] = (struct procedure_way){
			.channel = PROCEDURE_ANY,
			.deadline = text_of(entry, "deadline"),
			.fee = text_of(entry, "fee"),
			.exempt = text_of(entry, "exempt"),
			.note = text_of(entry, "note"),
		};
		(void)procedure_channel_parse(
			text_of(entry, "channel"), &procedure->ways[i].channel);
	}
	procedure->n_papers = json_array_size(papers);
	procedure->papers = memory_new(procedure->n_papers + 1, sizeof(*procedure->papers));
	json_array_foreach (papers, i, entry) {
		procedure->papers[i] = (struct procedure_paper){
			.name = text_of(entry, "name"),
			.originals = (int)json_integer_value(json_object_get(entry, "originals")),
			.copies = (int)json_integer_value(json_object_get(entry, "copies")),
			.note = text_of(entry, "note"),
		};
	}
}

int procedure_from_json(
	const json_t *json, struct procedure **ret, struct procedure_fault *ret_fault)
{
	json_t *record;
	struct procedure *procedure;
	int result = procedure_normalise(json, &record, ret_fault);

	if (result < 0) {
		return result;
	}
	procedure = memory_new(1, sizeof(*procedure));
	procedure->json = record;
	for (int i = 0; i < PROCEDURE_FIELDS; i++) {
		procedure->text[i] = text_of(record, rows[i].name);
	}
	(void)procedure_state_parse(procedure->text[PROCEDURE_STATE], &procedure->state);
	procedure->is_common = json_is_true(json_object_get(record, rows[PROCEDURE_COMMON].name));
	view_entries(procedure);
	*ret = procedure;
	return 0;
}

void procedure_free(struct procedure *procedure)
{
	if (!procedure) {
		return;
	}
	json_decref(procedure->json);
	free(procedure->ways);
	free(procedure->papers);
	free(procedure);
}

size_t procedure_count(const struct procedure *procedure, enum procedure_field field)
{
	return json_array_size(json_object_get(procedure->json, rows[field].name));
}

const char *procedure_entry(
	const struct procedure *procedure, enum procedure_field field, size_t index)
{
	const json_t *list = json_object_get(procedure->json, rows[field].name);
	const char *text = json_string_value(json_array_get(list, index));

	return text ? text : "";
}

bool procedure_is_whole(const struct procedure *procedure)
{
	for (size_t i = 0; i < procedure->n_ways; i++) {
		if (*procedure->ways[i].fee) {
			return procedure->n_papers > 0;
		}
	}
	return false;
}

bool procedure_is_free_online(const struct procedure *procedure)
{
	bool is_free = false;

	for (size_t i = 0; i < procedure->n_ways; i++) {
		const struct procedure_way *way = &procedure->ways[i];
		struct fee fee;

		if (way->channel != PROCEDURE_ONLINE) {
			continue;
		}
		fee_read(way->fee, &fee);
		if (fee.kind != FEE_FREE) {
			return false;
		}
		is_free = true;
	}
	return is_free;
}
