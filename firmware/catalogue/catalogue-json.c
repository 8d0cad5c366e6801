/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of procedures as JSON. Values that other programs nest are brought into the form of
 * procedure.h; what has another type than it should goes on as it is, for the check to refuse. */
#include <string.h>

#include "base/office.h"
#include "catalogue/catalogue-columns.h"
#include "catalogue/catalogue-import-internal.h"

enum { WORD_MAX = 60 };

struct member {
	const char *word; /* folded */
	const char *part; /* of procedure.h; NULL: known, and of no use */
};
static const struct member way_members[] = {
	{"channel", "channel"},
	{"hinh thuc nop", "channel"},
	{"deadline", "deadline"},
	{"thoi gian", "deadline"},
	{"fee", "fee"},
	{"phi le phi", "fee"},
	{"exempt", "exempt"},
	{"mien giam", "exempt"},
	{"note", "note"},
	{"mo ta", "note"},
	{NULL, NULL},
};
static const struct member paper_members[] = {
	{"name", "name"},
	{"ten giay to", "name"},
	{"ten", "name"},
	{"originals", "originals"},
	{"ban chinh", "originals"},
	{"copies", "copies"},
	{"ban sao", "copies"},
	{"note", "note"},
	{"ghi chu", "note"},
	{"ma tphs", NULL},
	{NULL, NULL},
};
/* Texts that make an entry of a list together. */
static const struct member text_members[] = {
	{"so ky hieu", "text"},
	{"so hieu", "text"},
	{"trich yeu", "text"},
	{"ten van ban", "text"},
	{"truong hop xu ly", "text"},
	{"mo ta chi tiet", "text"},
	{"ten ket qua", "text"},
	{"mo ta", "text"},
	{"ma ket qua", NULL},
	{NULL, NULL},
};

static const struct member *find_member(const struct member *members, const char *key)
{
	char folded[WORD_MAX + 1];

	office_fold(folded, sizeof(folded), key);
	while (members->word && strcmp(members->word, folded) != 0) {
		members++;
	}
	return members->word ? members : NULL;
}

static const json_t *find_value(const json_t *object, const char *word)
{
	char folded[WORD_MAX + 1];
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)object, key, value) {
		office_fold(folded, sizeof(folded), key);
		if (strcmp(folded, word) == 0) {
			return value;
		}
	}
	return NULL;
}

static void leave_out(struct importer *importer, const char *of, const char *key)
{
	_cleanup_free_ char *path = text_printf("%s.%s", of, key);

	importer_leave_out(importer, path);
}

/* "true" says that one is needed. */
static json_t *count_of(const json_t *value)
{
	return json_is_boolean(value) ? json_integer(json_is_true(value)) : json_deep_copy(value);
}

static json_t *read_object(struct importer *importer, const char *of, const json_t *entry,
	const struct member *members)
{
	json_t *object = json_object();
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)entry, key, value) {
		const struct member *member = find_member(members, key);

		if (!member) {
			leave_out(importer, of, key);
		} else if (member->part) {
			(void)json_object_set_new(object, member->part,
				members == paper_members ? count_of(value) : json_deep_copy(value));
		}
	}
	return object;
}

/* Joins the texts of an object: the number of a law with its title. */
static json_t *read_text(struct importer *importer, const char *of, const json_t *entry)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	const char *key;
	json_t *value;

	textbuf_add(&text, "");
	json_object_foreach ((json_t *)entry, key, value) {
		const struct member *member = find_member(text_members, key);
		const char *part = json_string_value(value);

		if (!member) {
			leave_out(importer, of, key);
		} else if (member->part && part && *part) {
			textbuf_add(&text, text.size > 0 ? " - " : "");
			textbuf_add(&text, part);
		}
	}
	return json_string(text.data);
}

/* "Nộp trực tuyến trên …": a way as a text. */
static json_t *read_way_text(const char *text)
{
	const char *channel = catalogue_channel_word(text);

	return json_pack("{s:s, s:s}", "channel",
		channel == text ? procedure_channel_name(PROCEDURE_ANY) : channel, "note", text);
}

static json_t *read_entry(
	struct importer *importer, enum procedure_field field, const char *of, const json_t *entry)
{
	if (field == PROCEDURE_WAYS && json_is_string(entry)) {
		return read_way_text(json_string_value(entry));
	}
	if (!json_is_object(entry)) {
		return json_deep_copy(entry);
	}
	if (field == PROCEDURE_WAYS || field == PROCEDURE_PAPERS) {
		return read_object(
			importer, of, entry, field == PROCEDURE_WAYS ? way_members : paper_members);
	}
	return read_text(importer, of, entry);
}

/* A list in the form of procedure.h; a field that is one text has its entries on lines. */
static json_t *read_list(
	struct importer *importer, enum procedure_field field, const char *of, const json_t *value)
{
	enum procedure_kind kind = procedure_field_row(field)->kind;
	_cleanup_(textbuf_done) struct textbuf lines = {0};
	json_t *list = json_array();
	json_t *entry;
	size_t i;

	json_array_foreach (value, i, entry) {
		json_t *mine = read_entry(importer, field, of, entry);
		const char *text = json_string_value(mine);

		textbuf_add(&lines, i > 0 ? "\n" : "");
		textbuf_add(&lines, text ? text : "");
		(void)json_array_append_new(list, mine);
	}
	if (kind == PROCEDURE_LINES && lines.size > 0) {
		json_decref(list);
		return json_string(lines.data);
	}
	return list;
}

static void set_list(struct importer *importer, json_t *draft, enum procedure_field field,
	const char *of, const json_t *value)
{
	json_t *list = json_is_array(value) ? read_list(importer, field, of, value)
					    : json_deep_copy(value);

	if (list) {
		importer_set(importer, draft, field, list);
		json_decref(list);
	}
}

/* Papers, fee, deadline and steps of one case; named in the way's note where there are several. */
static void read_case(struct importer *importer, json_t *draft, const json_t *one, bool is_only)
{
	const char *name = json_string_value(find_value(one, "ten truong hop"));
	const char *fee = json_string_value(find_value(find_value(one, "le phi"), "mo ta"));
	const char *deadline = json_string_value(find_value(find_value(one, "thoi han"), "mo ta"));
	json_t *ways = json_pack("[{s:s, s:s, s:s, s:s}]", "channel",
		procedure_channel_name(PROCEDURE_ANY), "fee", fee ? fee : "", "deadline",
		deadline ? deadline : "", "note", name && !is_only ? name : "");

	if (fee || deadline) {
		importer_set(importer, draft, PROCEDURE_WAYS, ways);
	}
	json_decref(ways);
	set_list(importer, draft, PROCEDURE_PAPERS, "thanh_phan_ho_so",
		find_value(one, "thanh phan ho so"));
	set_list(importer, draft, PROCEDURE_STEPS, "trinh_tu_thuc_hien",
		find_value(one, "trinh tu thuc hien"));
	set_list(importer, draft, PROCEDURE_WAYS, "cach_thuc_thuc_hien",
		find_value(one, "cach thuc thuc hien"));
}

static void read_member(
	struct importer *importer, json_t *draft, const char *key, const json_t *value)
{
	int column = catalogue_column_find(key);
	json_t *one;
	size_t i;

	if (json_is_null(value)) {
		return;
	}
	if (column == CATALOGUE_COLUMN_UNKNOWN) {
		importer_leave_out(importer, key);
	} else if (column == CATALOGUE_COLUMN_CASES) {
		json_array_foreach (value, i, one) {
			read_case(importer, draft, one, json_array_size(value) == 1);
		}
	} else if (column < PROCEDURE_FIELDS && json_is_array(value)) {
		importer->heading_of[column] = key;
		set_list(importer, draft, (enum procedure_field)column, key, value);
	} else {
		if (column < PROCEDURE_FIELDS) {
			importer->heading_of[column] = key;
		}
		importer_set(importer, draft, column, value);
	}
}

static void read_record(struct importer *importer, const json_t *record)
{
	json_t *draft;
	const char *key;
	json_t *value;

	importer->row++;
	importer->speaks = 0;
	memset(importer->heading_of, 0, sizeof(importer->heading_of));
	if (!json_is_object(record)) {
		importer_fault(importer, 0, PROCEDURE_WRONG_OBJECT, NULL, NULL, 0);
		return;
	}
	draft = json_object();
	json_object_foreach ((json_t *)record, key, value) {
		read_member(importer, draft, key, value);
	}
	importer_add(importer, draft);
}

/* The list of records: the file itself, or the first list in its object. */
static const json_t *find_records(const json_t *root)
{
	const char *key;
	json_t *value;

	if (json_is_array(root)) {
		return root;
	}
	json_object_foreach ((json_t *)root, key, value) {
		if (json_is_array(value)) {
			return value;
		}
	}
	return NULL;
}

void catalogue_json_read(struct importer *importer, const char *text, size_t size)
{
	json_error_t error;
	json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
	const json_t *records = find_records(root);
	json_t *record;
	size_t i;

	if (!root) {
		importer->row = error.line;
		importer_fault(importer, error.column, PROCEDURE_WRONG_JSON, NULL, NULL, 0);
	} else if (!records) {
		importer_fault(importer, 0, PROCEDURE_WRONG_NO_LIST, NULL, NULL, 0);
	}
	json_array_foreach (records, i, record) {
		if (importer->faults->n == CATALOGUE_FAULTS_MAX) {
			break;
		}
		read_record(importer, record);
	}
	memset(importer->heading_of, 0, sizeof(importer->heading_of));
	json_decref(root);
}
