/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-import.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/office.h"
#include "catalogue/catalogue-columns.h"
#include "catalogue/catalogue-import-internal.h"
#include "catalogue/procedure-cell.h"

/* Members of a draft that are no fields; they are merged into some when it is whole. */
#define DRAFT_BRANCH "+branch"
#define DRAFT_EXEMPT "+exempt"
#define KEY_FORMAT "%.*s~%d"
enum { DOUBLES_MAX = 9999 };

static const struct {
	const char *name;
	const char *text;
} doubts[CATALOGUE_DOUBTS] = {
#define X(id, word, sentence) [CATALOGUE_DOUBT_##id] = {word, sentence},
	CATALOGUE_DOUBT_TABLE(X)
#undef X
};

const char *catalogue_doubt_name(enum catalogue_doubt_kind kind)
{
	return doubts[kind].name;
}

/* Puts shown where the sentence has %s, or nowhere where it has %.0s. */
static void add_sentence(struct textbuf *out, const char *sentence, const char *shown)
{
	const char *mark = strchr(sentence, '%');

	textbuf_add_bytes(out, sentence, (size_t)(mark - sentence));
	if (mark[1] == 's') {
		textbuf_add(out, shown);
		textbuf_add(out, mark + 2);
	}
}

void catalogue_doubt_text(const struct catalogue_doubt *doubt, char ret[CATALOGUE_MESSAGE_MAX + 1])
{
	_cleanup_(textbuf_done) struct textbuf text = {0};

	if (doubt->row > 0) {
		textbuf_printf(&text, "row %d", doubt->row);
		textbuf_printf(&text, *doubt->key ? " (%s): " : "%s: ", doubt->key);
	}
	add_sentence(&text, doubts[doubt->kind].text, doubt->shown);
	text_copy_cut(ret, CATALOGUE_MESSAGE_MAX + 1, text.data);
}

void catalogue_fault_text(const struct catalogue_fault *fault, char ret[CATALOGUE_MESSAGE_MAX + 1])
{
	_cleanup_(textbuf_done) struct textbuf text = {0};

	if (fault->row > 0) {
		textbuf_printf(&text, "row %d", fault->row);
	}
	if (fault->column > 0) {
		textbuf_printf(&text, ", column %d", fault->column);
	}
	if (*fault->field) {
		textbuf_printf(&text, text.size > 0 ? " (%s)" : "%s", fault->field);
	}
	textbuf_add(&text, text.size > 0 ? ": " : "");
	if (*fault->shown) {
		textbuf_printf(&text, "\"%s\" ", fault->shown);
	}
	textbuf_add(&text, procedure_wrong_text(fault->wrong));
	if (fault->limit > 0) {
		textbuf_printf(&text, " (at most %zu)", fault->limit);
	}
	text_copy_cut(ret, CATALOGUE_MESSAGE_MAX + 1, text.data);
}

void importer_fault(struct importer *importer, int column, enum procedure_wrong wrong,
	const char *field, const char *shown, size_t limit)
{
	struct catalogue_faults *faults = importer->faults;
	struct catalogue_fault *fault = &faults->fault[faults->n];

	if (faults->n == CATALOGUE_FAULTS_MAX) {
		return;
	}
	faults->n++;
	*fault = (struct catalogue_fault){
		.row = importer->row, .column = column, .wrong = wrong, .limit = limit};
	text_copy_cut(fault->field, sizeof(fault->field), field ? field : "");
	text_copy_cut(fault->shown, sizeof(fault->shown), shown ? shown : "");
}

static void add_doubt(struct importer *importer, enum catalogue_doubt_kind kind, const char *key,
	const char *shown, int row)
{
	struct catalogue_import *import = importer->import;
	struct catalogue_doubt *doubt;

	import->doubts = memory_append(import->doubts, import->n_doubts, sizeof(*import->doubts));
	doubt = &import->doubts[import->n_doubts++];
	*doubt = (struct catalogue_doubt){.kind = kind, .row = row};
	text_copy_cut(doubt->key, sizeof(doubt->key), key);
	text_copy_cut(doubt->shown, sizeof(doubt->shown), shown);
}

/* Notes a doubt about the record that is being read; its key comes later. */
static void doubt(struct importer *importer, enum catalogue_doubt_kind kind, const char *shown)
{
	add_doubt(importer, kind, "", shown, importer->row);
}

void importer_leave_out(struct importer *importer, const char *heading)
{
	if (!json_object_get(importer->left_out, heading)) {
		(void)json_object_set_new(importer->left_out, heading, json_true());
		doubt(importer, CATALOGUE_DOUBT_LEFT_OUT, heading);
	}
}

static const char *text_of(const json_t *object, enum procedure_field field)
{
	const char *text =
		json_string_value(json_object_get(object, procedure_field_row(field)->name));

	return text ? text : "";
}

static void set_text(json_t *draft, enum procedure_field field, const char *text)
{
	(void)json_object_set_new(draft, procedure_field_row(field)->name, json_string(text));
}

static void append_way(json_t *draft, enum procedure_channel channel, const json_t *fee)
{
	const char *name = procedure_field_row(PROCEDURE_WAYS)->name;
	const char *text = json_string_value(fee);
	json_t *ways = json_object_get(draft, name);

	if (text && !*text) {
		return;
	}
	if (!ways) {
		ways = json_array();
		(void)json_object_set_new(draft, name, ways);
	}
	(void)json_array_append_new(ways,
		json_pack("{s:s, s:O}", "channel", procedure_channel_name(channel), "fee", fee));
}

/* Says the channels of ways in our words. */
static void mend_channels(json_t *ways)
{
	json_t *way;
	size_t i;

	json_array_foreach (ways, i, way) {
		const char *word = json_string_value(json_object_get(way, "channel"));

		if (word) {
			(void)json_object_set_new(
				way, "channel", json_string(catalogue_channel_word(word)));
		}
	}
}

/* A text as the value that its field holds. */
static json_t *value_of(enum procedure_field field, const char *text)
{
	_cleanup_free_ char *clean = procedure_clean(text, true, NULL);
	enum procedure_kind kind = procedure_field_row(field)->kind;
	char day[DAY_LENGTH + 1];
	bool flag;

	if (!*clean) {
		return NULL;
	}
	if (kind == PROCEDURE_WORD) {
		return json_string(catalogue_state_word(clean));
	}
	if (kind == PROCEDURE_FLAG && catalogue_flag_word(clean, &flag) == 0) {
		return json_boolean(flag);
	}
	if (kind == PROCEDURE_DAY && catalogue_day_word(clean, day) == 0) {
		return json_string(day);
	}
	return procedure_cell_parse(field, text);
}

static void set_field(json_t *draft, enum procedure_field field, const json_t *value)
{
	const char *name = procedure_field_row(field)->name;
	const char *text = json_string_value(value);
	json_t *mine = text ? value_of(field, text) : json_deep_copy(value);
	json_t *before = json_object_get(draft, name);

	if (!mine || json_is_null(mine)) {
		return;
	}
	if (field == PROCEDURE_WAYS) {
		mend_channels(mine);
	}
	if (json_is_array(before) && json_is_array(mine)) {
		(void)json_array_extend(before, mine); /* fees were read before */
		json_decref(mine);
		return;
	}
	(void)json_object_set_new(draft, name, mine);
}

void importer_set(struct importer *importer, json_t *draft, int column, const json_t *value)
{
	const char *text = json_string_value(value);
	uint32_t bit = column < CATALOGUE_COLUMN_IGNORED ? UINT32_C(1) << column : 0;

	importer->speaks |= bit;
	if (text && !text[strspn(text, " \t\r\n")]) {
		return;
	}
	importer->filled |= json_is_array(value) && json_array_size(value) == 0 ? 0 : bit;
	switch (column) {
	case CATALOGUE_COLUMN_BRANCH:
		(void)json_object_set_new(draft, DRAFT_BRANCH, json_deep_copy(value));
		break;
	case CATALOGUE_COLUMN_EXEMPT:
		(void)json_object_set_new(draft, DRAFT_EXEMPT, json_deep_copy(value));
		break;
	case CATALOGUE_COLUMN_FEE:
		append_way(draft, PROCEDURE_ANY, value);
		break;
	case CATALOGUE_COLUMN_FEE_DIRECT:
		append_way(draft, PROCEDURE_DIRECT, value);
		break;
	case CATALOGUE_COLUMN_FEE_ONLINE:
		append_way(draft, PROCEDURE_ONLINE, value);
		break;
	case CATALOGUE_COLUMN_FEE_POST:
		append_way(draft, PROCEDURE_POST, value);
		break;
	default:
		if (column < PROCEDURE_FIELDS) {
			set_field(draft, (enum procedure_field)column, value);
		}
		break;
	}
}

/* Puts the branch in front of the sector. */
static void merge_branch(json_t *draft)
{
	const char *branch = json_string_value(json_object_get(draft, DRAFT_BRANCH));
	const char *sector = text_of(draft, PROCEDURE_SECTOR);

	if (branch && *branch) {
		_cleanup_free_ char *whole =
			text_printf("%s%s%s", branch, *sector ? "/" : "", sector);

		set_text(draft, PROCEDURE_SECTOR, whole);
	}
	(void)json_object_del(draft, DRAFT_BRANCH);
}

/* Calls the sector as people do. */
static void name_sector(const struct importer *importer, json_t *draft)
{
	const json_t *names = importer->reading->sector_names;
	const char *sector = text_of(draft, PROCEDURE_SECTOR);
	const char *slash = strrchr(sector, '/');
	const char *name = json_string_value(json_object_get(names, sector));

	if (!name && slash) {
		name = json_string_value(json_object_get(names, slash + 1));
	}
	if (name) {
		set_text(draft, PROCEDURE_SECTOR, name);
	}
}

/* An exemption belongs to each fee of the record; without a fee it stands alone. */
static void merge_exempt(json_t *draft)
{
	const char *name = procedure_field_row(PROCEDURE_WAYS)->name;
	json_t *exempt = json_object_get(draft, DRAFT_EXEMPT);
	json_t *way;
	size_t i;

	if (exempt) {
		if (json_array_size(json_object_get(draft, name)) == 0) {
			(void)json_object_set_new(draft, name,
				json_pack("[{s:s}]", "channel",
					procedure_channel_name(PROCEDURE_ANY)));
		}
		json_array_foreach (json_object_get(draft, name), i, way) {
			if (!json_object_get(way, "exempt")) {
				(void)json_object_set(way, "exempt", exempt);
			}
		}
	}
	(void)json_object_del(draft, DRAFT_EXEMPT);
}

/* Takes the code out of the name, where lists have it after «Mã số TTHC». */
static void mend_name(struct importer *importer, json_t *draft, char code[PROCEDURE_CODE_MAX + 1])
{
	bool has_spaces;
	const char *given = text_of(draft, PROCEDURE_NAME);
	_cleanup_free_ char *name = procedure_clean(given, false, &has_spaces);
	size_t n = procedure_code_in_name(name, code);

	if (!json_is_string(json_object_get(draft, procedure_field_row(PROCEDURE_NAME)->name))) {
		return;
	}
	if (has_spaces) {
		doubt(importer, CATALOGUE_DOUBT_NAME_SPACES, name);
	}
	name[n] = '\0';
	set_text(draft, PROCEDURE_NAME, name);
}

/* Keys are whole where they are written, in an export: so what an office program made of one is
 * known, and what it made of the code beside it. */
static void mend_key(struct importer *importer, json_t *draft)
{
	char key[PROCEDURE_CODE_MAX + 1], code[PROCEDURE_CODE_MAX + 1];
	const char *given = text_of(draft, PROCEDURE_CODE);

	if (procedure_code_of_number(text_of(draft, PROCEDURE_KEY), key) < 0) {
		return;
	}
	set_text(draft, PROCEDURE_KEY, key);
	if (procedure_code_of_number(given, code) == 0 && strcmp(code, key) == 0) {
		doubt(importer, CATALOGUE_DOUBT_CODE_MENDED, given);
		set_text(draft, PROCEDURE_CODE, code);
	}
}

static void mend_code(struct importer *importer, json_t *draft)
{
	char hidden[PROCEDURE_CODE_MAX + 1] = "";
	char joined[PROCEDURE_CODE_MAX + 1] = "";
	const char *name = procedure_field_row(PROCEDURE_CODE)->name;
	_cleanup_free_ char *given = procedure_clean(text_of(draft, PROCEDURE_CODE), false, NULL);

	mend_name(importer, draft, hidden);
	if (json_object_get(draft, name) && !json_is_string(json_object_get(draft, name))) {
		return; /* no text: a fault of the record */
	}
	if (procedure_code_is_whole(given)) {
		if (*hidden && !procedure_code_same(given, hidden)) {
			doubt(importer, CATALOGUE_DOUBT_CODE_DIFFERS, hidden);
		}
		return;
	}
	procedure_code_join(given, joined);
	(void)json_object_del(draft, name);
	if (*joined) {
		doubt(importer, CATALOGUE_DOUBT_CODE_MENDED, given);
		set_text(draft, PROCEDURE_CODE, joined);
		return;
	}
	if (*given) {
		doubt(importer, CATALOGUE_DOUBT_CODE_CUT, given);
	}
	if (*hidden) {
		doubt(importer, CATALOGUE_DOUBT_CODE_FROM_NAME, hidden);
		set_text(draft, PROCEDURE_CODE, hidden);
	} else if (!*given) {
		doubt(importer, CATALOGUE_DOUBT_CODE_MISSING, "");
	}
}

static void check_future(struct importer *importer, const char *day)
{
	const char *today = importer->reading->today;

	if (today && *today && strcmp(day, today) > 0) {
		doubt(importer, CATALOGUE_DOUBT_DAY_FUTURE, day);
	}
}

/* Writes the days of decisions, "04/8/2025; 09/01/2026", as 2025-08-04; 2026-01-09. One that is
 * no day stays. */
static void mend_decision_days(struct importer *importer, json_t *draft)
{
	_cleanup_free_ char *days = text_dup(text_of(draft, PROCEDURE_DECISION_DAY));
	_cleanup_(textbuf_done) struct textbuf mended = {0};
	char *rest = days;
	char *part;

	if (!*days) {
		return;
	}
	while ((part = strsep(&rest, ";"))) {
		_cleanup_free_ char *clean = procedure_clean(part, false, NULL);
		char day[DAY_LENGTH + 1];

		textbuf_add(&mended, mended.size > 0 ? "; " : "");
		if (catalogue_day_word(clean, day) == 0) {
			textbuf_add(&mended, day);
			check_future(importer, day);
		} else {
			textbuf_add(&mended, clean);
			doubt(importer, CATALOGUE_DOUBT_DAY_ODD, clean);
		}
	}
	set_text(draft, PROCEDURE_DECISION_DAY, mended.data);
}

/* Takes the decisions out of a source such as "Quyết định số 253/QĐ-UBND-HC ngày 18/3/2025 của …",
 * where no decision is stated. */
static void find_decisions(json_t *draft)
{
	static const char marker[] = "Quyết định số ";
	static const char of_day[] = " ngày ";
	_cleanup_(textbuf_done) struct textbuf numbers = {0};
	_cleanup_(textbuf_done) struct textbuf days = {0};
	_cleanup_free_ char *source =
		procedure_clean(text_of(draft, PROCEDURE_SOURCE), false, NULL);

	if (*text_of(draft, PROCEDURE_DECISION)) {
		return;
	}
	for (const char *at = source; (at = strstr(at, marker));) {
		size_t n = strcspn(at += strlen(marker), " ,;");

		textbuf_add(&numbers, numbers.size > 0 ? "; " : "");
		textbuf_add_bytes(&numbers, at, n);
		at += n;
		if (strncmp(at, of_day, strlen(of_day)) == 0) {
			at += strlen(of_day);
			n = strspn(at, "0123456789/");
			textbuf_add(&days, days.size > 0 ? "; " : "");
			textbuf_add_bytes(&days, at, n);
		}
	}
	if (numbers.size > 0) {
		set_text(draft, PROCEDURE_DECISION, numbers.data);
	}
	if (days.size > 0 && !*text_of(draft, PROCEDURE_DECISION_DAY)) {
		set_text(draft, PROCEDURE_DECISION_DAY, days.data);
	}
}

static bool has_digit(const char *text)
{
	return text[strcspn(text, "0123456789")] != '\0';
}

/* What a record says that can hardly be so. */
static void check_odd(struct importer *importer, const json_t *record)
{
	const char *sector = text_of(record, PROCEDURE_SECTOR);
	const char *decision = text_of(record, PROCEDURE_DECISION);
	const char *for_whom = text_of(record, PROCEDURE_FOR_WHOM);
	const char *state = text_of(record, PROCEDURE_STATE);

	if (!*sector) {
		doubt(importer, CATALOGUE_DOUBT_SECTOR_MISSING, "");
	}
	if (*decision && !has_digit(decision)) {
		doubt(importer, CATALOGUE_DOUBT_DECISION_ODD, decision);
	}
	if (*for_whom && catalogue_state_word(for_whom) != for_whom) {
		doubt(importer, CATALOGUE_DOUBT_FOR_WHOM_ODD, for_whom);
	}
	if (strcmp(state, procedure_state_name(PROCEDURE_REPLACED)) == 0 &&
		!*text_of(record, PROCEDURE_REPLACED_BY)) {
		doubt(importer, CATALOGUE_DOUBT_REPLACEMENT_MISSING, "");
	}
	check_future(importer, text_of(record, PROCEDURE_CHECKED_DAY));
}

static void fill_in(json_t *draft, enum procedure_field field, const char *text)
{
	if (text && *text && !*text_of(draft, field)) {
		set_text(draft, field, text);
	}
}

/* Notes a fault of a record where the file has its field. */
static void on_record_fault(
	struct importer *importer, const json_t *draft, const struct procedure_fault *fault)
{
	size_t n = strcspn(fault->path, "[.");
	_cleanup_free_ char *name = text_printf("%.*s", (int)n, fault->path);
	_cleanup_free_ char *heading = NULL;
	enum procedure_field field;
	int column = 0;

	if (procedure_field_parse(name, &field) == 0) {
		column = importer->column_of[field];
		if (importer->heading_of[field]) {
			heading = text_printf("%s%s", importer->heading_of[field], fault->path + n);
		}
	}
	importer_fault(importer, column, fault->wrong, heading ? heading : fault->path,
		json_string_value(json_object_get(draft, name)), fault->limit);
}

/* Gives a record whose key another one has its own; false: it is that other one. */
static bool part_double(struct importer *importer, json_t *record)
{
	struct catalogue_import *import = importer->import;
	const char *given = text_of(record, PROCEDURE_KEY);
	const json_t *before = json_object_get(importer->keys, given);
	char key[PROCEDURE_KEY_MAX + 1];

	if (!before && !strchr(given, '~')) {
		return true;
	}
	if (before && json_equal(record, import->records[json_integer_value(before)])) {
		doubt(importer, CATALOGUE_DOUBT_SAME_TWICE, text_of(record, PROCEDURE_NAME));
		return false;
	}
	doubt(importer, CATALOGUE_DOUBT_CODE_TWICE, text_of(record, PROCEDURE_CODE));
	text_copy_cut(key, sizeof(key), given);
	for (int n = 2; json_object_get(importer->keys, key) && n <= DOUBLES_MAX; n++) {
		(void)snprintf(key, sizeof(key), KEY_FORMAT, (int)strcspn(given, "~"), given, n);
	}
	set_text(record, PROCEDURE_KEY, key);
	return true;
}

static void keep(struct importer *importer, json_t *record, size_t first_doubt)
{
	struct catalogue_import *import = importer->import;
	bool is_new = part_double(importer, record);
	const char *key = text_of(record, PROCEDURE_KEY);

	for (size_t i = first_doubt; i < import->n_doubts; i++) {
		text_copy_cut(import->doubts[i].key, sizeof(import->doubts[i].key), key);
	}
	if (!is_new) {
		json_decref(record);
		return;
	}
	if (import->n == CATALOGUE_RECORDS_MAX) {
		if (importer->faults->n == 0) {
			importer_fault(importer, 0, PROCEDURE_WRONG_RECORDS, NULL, NULL,
				CATALOGUE_RECORDS_MAX);
		}
		json_decref(record);
		return;
	}
	(void)json_object_set_new(importer->keys, key, json_integer((json_int_t)import->n));
	import->records = memory_append(import->records, import->n, sizeof(*import->records));
	import->rows = memory_append(import->rows, import->n, sizeof(*import->rows));
	import->speaks = memory_append(import->speaks, import->n, sizeof(*import->speaks));
	import->speaks[import->n] = importer->speaks;
	import->records[import->n] = record;
	import->rows[import->n++] = importer->row;
}

void importer_add(struct importer *importer, json_t *draft)
{
	size_t first_doubt = importer->import->n_doubts;
	struct procedure_fault fault;
	json_t *record;

	if (importer->cut_at) {
		doubt(importer, CATALOGUE_DOUBT_CUT_OFF, importer->cut_at);
	}
	if (!json_object_get(draft, procedure_field_row(PROCEDURE_STATE)->name)) {
		importer->speaks &=
			~(UINT32_C(1) << PROCEDURE_STATE); /* in force is only supposed */
	}
	merge_branch(draft);
	name_sector(importer, draft);
	merge_exempt(draft);
	mend_key(importer, draft);
	mend_code(importer, draft);
	find_decisions(draft);
	mend_decision_days(importer, draft);
	fill_in(draft, PROCEDURE_SOURCE, importer->reading->source);
	fill_in(draft, PROCEDURE_CHECKED_DAY, importer->reading->checked_day);
	if (procedure_normalise(draft, &record, &fault) < 0) {
		on_record_fault(importer, draft, &fault);
	} else {
		check_odd(importer, record);
		keep(importer, record, first_doubt);
	}
	json_decref(draft);
}

/* The records of each sector, by what stands behind its branch: {"ho-tich": {"tu-phap/ho-tich":
 * 37}}. */
static json_t *count_sectors(const struct catalogue_import *import)
{
	json_t *counts = json_object();

	for (size_t i = 0; i < import->n; i++) {
		const char *sector = text_of(import->records[i], PROCEDURE_SECTOR);
		const char *slash = strrchr(sector, '/');
		json_t *of_tail = slash ? json_object_get(counts, slash + 1) : NULL;

		if (!slash) {
			continue;
		}
		if (!of_tail) {
			of_tail = json_object();
			(void)json_object_set_new(counts, slash + 1, of_tail);
		}
		(void)json_object_set_new(of_tail, sector,
			json_integer(json_integer_value(json_object_get(of_tail, sector)) + 1));
	}
	return counts;
}

/* "tu-phap/ho-tich": what a database calls it. */
static bool is_short_name(const char *sector)
{
	return strchr(sector, '-') &&
		!sector[strspn(sector, "abcdefghijklmnopqrstuvwxyz0123456789-_/")];
}

/* Says once that sectors are not called as people call them: they stand on screens and sheets. */
static void check_sector_names(struct importer *importer)
{
	const struct catalogue_import *import = importer->import;

	for (size_t i = 0; i < import->n; i++) {
		const char *sector = text_of(import->records[i], PROCEDURE_SECTOR);

		if (is_short_name(sector)) {
			add_doubt(importer, CATALOGUE_DOUBT_SECTOR_SHORT, "", sector, 0);
			return;
		}
	}
}

/* A sector under two branches is wrong under the one with fewer records. */
static void check_sectors(struct importer *importer)
{
	const struct catalogue_import *import = importer->import;
	json_t *counts = count_sectors(import);

	for (size_t i = 0; i < import->n; i++) {
		const char *sector = text_of(import->records[i], PROCEDURE_SECTOR);
		const char *slash = strrchr(sector, '/');
		json_t *of_tail = slash ? json_object_get(counts, slash + 1) : NULL;
		json_int_t mine = json_integer_value(json_object_get(of_tail, sector));
		const char *other;
		json_t *count;

		json_object_foreach (of_tail, other, count) {
			if (strcmp(other, sector) != 0 && json_integer_value(count) >= mine) {
				add_doubt(importer, CATALOGUE_DOUBT_SECTOR_TWO,
					text_of(import->records[i], PROCEDURE_KEY), sector,
					import->rows[i]);
				break;
			}
		}
	}
	json_decref(counts);
}

int catalogue_doubt_compare(const void *a, const void *b)
{
	const struct catalogue_doubt *one = a;
	const struct catalogue_doubt *two = b;
	int kinds = (int)one->kind - (int)two->kind;

	if (one->row != two->row) {
		return one->row < two->row ? -1 : 1;
	}
	return kinds ? kinds : strcmp(one->shown, two->shown);
}

static void importer_done(struct importer *importer)
{
	json_decref(importer->keys);
	json_decref(importer->left_out);
}

void catalogue_import_free(struct catalogue_import *import)
{
	if (!import) {
		return;
	}
	for (size_t i = 0; i < import->n; i++) {
		json_decref(import->records[i]);
	}
	free(import->records);
	free(import->rows);
	free(import->speaks);
	free(import->doubts);
	free(import);
}

int catalogue_import_read(const char *bytes, size_t size, const struct catalogue_reading *reading,
	struct catalogue_import **ret, struct catalogue_faults *ret_faults)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import =
		memory_new(1, sizeof(*import));
	_cleanup_(textbuf_done) struct textbuf text = {0};
	_cleanup_(importer_done) struct importer importer = {
		.reading = reading,
		.import = import,
		.faults = ret_faults,
		.keys = json_object(),
		.left_out = json_object(),
	};
	size_t start;

	ret_faults->n = 0;
	office_decode(bytes, size, false, &text);
	textbuf_add(&text, "");
	start = strspn(text.data, " \t\r\n");
	if (text.data[start] == '{' || text.data[start] == '[') {
		catalogue_json_read(&importer, text.data, text.size);
	} else {
		catalogue_table_read(&importer, text.data, text.size);
	}
	if (import->n == 0 && ret_faults->n == 0) {
		importer.row = 0;
		importer_fault(&importer, 0, PROCEDURE_WRONG_EMPTY, NULL, NULL, 0);
	}
	if (ret_faults->n > 0) {
		return -EINVAL;
	}
	for (size_t i = 0; i < import->n; i++) {
		import->speaks[i] &= importer.filled;
	}
	check_sectors(&importer);
	check_sector_names(&importer);
	if (import->n_doubts > 0) {
		qsort(import->doubts, import->n_doubts, sizeof(*import->doubts),
			catalogue_doubt_compare);
	}
	*ret = TAKE_PTR(import);
	return 0;
}
