/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-lookup-index.h"

#include <errno.h>
#include <string.h>

#include "base/office.h"
#include "base/text.h"
#include "catalogue/vn-fold.h"
#include "queue/catalogue-rows.h"

enum { QUESTION_WORDS = 24, SORT_BYTES = 64 };

struct lookup_index *lookup_index_new(int64_t seq, const char *today)
{
	struct lookup_index *index = memory_new(1, sizeof(*index));

	index->seq = seq;
	text_copy_cut(index->today, sizeof(index->today), today);
	return index;
}

struct lookup_index *lookup_index_ref(struct lookup_index *index)
{
	atomic_fetch_add(&index->more_refs, 1);
	return index;
}

void lookup_index_free(struct lookup_index *index)
{
	if (!index || atomic_fetch_sub(&index->more_refs, 1) > 0) {
		return;
	}
	for (size_t i = 0; i < index->n; i++) {
		free(index->rows[i].key);
		free(index->rows[i].code);
		free(index->rows[i].name);
		free(index->rows[i].sector);
		free(index->rows[i].words);
	}
	free(index->rows);
	free(index->sectors);
	free(index);
}

/* ---- making it ---- */

static void add_words(struct textbuf *words, const char *text)
{
	struct vn_word word;

	while (vn_fold_next(&text, &word)) {
		textbuf_add(words, word.plain);
		textbuf_add(words, " ");
	}
}

static char *words_of(const struct procedure *procedure)
{
	static const enum procedure_field lists[] = {PROCEDURE_EVERYDAY, PROCEDURE_KEYWORDS};
	struct textbuf words = {0};

	textbuf_add(&words, " ");
	add_words(&words, procedure->text[PROCEDURE_NAME]);
	add_words(&words, procedure->text[PROCEDURE_CODE]);
	add_words(&words, procedure->text[PROCEDURE_SECTOR]);
	for (size_t i = 0; i < ELEMENTS(lists); i++) {
		for (size_t n = 0; n < procedure_count(procedure, lists[i]); n++) {
			add_words(&words, procedure_entry(procedure, lists[i], n));
		}
	}
	return words.data;
}

void lookup_index_add(struct lookup_index *index, const struct procedure *procedure)
{
	index->rows = memory_grow(index->rows, index->n + 1, sizeof(*index->rows));
	index->rows[index->n++] = (struct lookup_row){
		.key = text_dup(procedure->text[PROCEDURE_KEY]),
		.code = text_dup(procedure->text[PROCEDURE_CODE]),
		.name = text_dup(procedure->text[PROCEDURE_NAME]),
		.sector = text_dup(procedure->text[PROCEDURE_SECTOR]),
		.words = words_of(procedure),
		.age = catalogue_age_of(procedure, index->today, NULL),
		.free_online = procedure_is_free_online(procedure),
	};
}

static int compare_rows(const void *a, const void *b)
{
	const struct lookup_row *row_a = a, *row_b = b;
	int order = strcmp(row_a->words, row_b->words);

	return order ? order : strcmp(row_a->key, row_b->key);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_sectors(const void *a, const void *b)
{
	const struct lookup_sector *sector_a = a, *sector_b = b;
	char fold_a[SORT_BYTES], fold_b[SORT_BYTES];
	int order;

	office_fold(fold_a, sizeof(fold_a), sector_a->name);
	office_fold(fold_b, sizeof(fold_b), sector_b->name);
	order = strcmp(fold_a, fold_b);
	return order ? order : strcmp(sector_a->name, sector_b->name);
}

void lookup_index_finish(struct lookup_index *index)
{
	_cleanup_free_ const char **names = memory_new(index->n + 1, sizeof(*names));
	size_t n = 0;

	if (index->n == 0) {
		return;
	}
	qsort(index->rows, index->n, sizeof(*index->rows), compare_rows);
	for (size_t i = 0; i < index->n; i++) {
		if (catalogue_age_is_valid(index->rows[i].age)) {
			names[n++] = index->rows[i].sector;
		}
	}
	qsort((void *)names, n, sizeof(*names), compare_names);
	index->sectors = memory_new(n + 1, sizeof(*index->sectors));
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0) {
			index->sectors[index->n_sectors++].name = names[i];
		}
		index->sectors[index->n_sectors - 1].n++;
	}
	qsort(index->sectors, index->n_sectors, sizeof(*index->sectors), compare_sectors);
}

/* ---- from the database ---- */

static int add_record(const char *key, const char *id, const char *json, void *userdata)
{
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	struct procedure_fault fault;
	json_t *record = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
	int r = record ? procedure_from_json(record, &procedure, &fault) : -EUCLEAN;

	(void)key;
	(void)id;
	json_decref(record);
	if (r < 0) {
		return -EUCLEAN;
	}
	lookup_index_add(userdata, procedure);
	return 0;
}

int lookup_index_update(struct store *store, const char *today, struct lookup_index **index)
{
	_cleanup_(lookup_index_freep) struct lookup_index *made = NULL;
	struct catalogue_row last = {0};
	/* The version first: what comes meanwhile makes the index an old one. */
	int r = catalogue_rows_last(store, &last);

	json_decref(last.summary);
	if (r < 0) {
		return r;
	}
	if (*index && (*index)->seq == last.seq && strcmp((*index)->today, today) == 0) {
		return 0;
	}
	made = lookup_index_new(last.seq, today);
	r = catalogue_rows_each(store, "", add_record, made);
	if (r < 0) {
		return r;
	}
	lookup_index_finish(made);
	lookup_index_free(*index);
	*index = TAKE_PTR(made);
	return 0;
}

/* ---- finding ---- */

/* Adds the words as they stand in a row's: " khai ", the last one without its end, since it may
 * still be typed. Returns how many there are. */
static size_t read_question(const char *question, char ret[QUESTION_WORDS][VN_PLAIN_SIZE + 2])
{
	struct vn_word word;
	size_t n = 0;

	while (n < QUESTION_WORDS && vn_fold_next(&question, &word)) {
		(void)snprintf(ret[n++], VN_PLAIN_SIZE + 2, " %s ", word.plain);
	}
	if (n > 0) {
		ret[n - 1][strlen(ret[n - 1]) - 1] = '\0';
	}
	return n;
}

/* Valid ones first, then those that say little else. */
static int compare_found(const void *a, const void *b)
{
	const struct lookup_row *row_a = *(const struct lookup_row *const *)a;
	const struct lookup_row *row_b = *(const struct lookup_row *const *)b;
	int valid = catalogue_age_is_valid(row_b->age) - catalogue_age_is_valid(row_a->age);
	size_t size_a = strlen(row_a->words), size_b = strlen(row_b->words);

	return valid               ? valid
		: size_a != size_b ? (size_a < size_b ? -1 : 1)
				   : compare_rows(row_a, row_b);
}

size_t lookup_find(
	const struct lookup_index *index, const char *question, const struct lookup_row ***ret)
{
	char words[QUESTION_WORDS][VN_PLAIN_SIZE + 2];
	size_t n_words = read_question(question, words), n = 0;

	*ret = memory_new(index->n + 1, sizeof(**ret));
	for (size_t i = 0; n_words > 0 && i < index->n; i++) {
		size_t found = 0;

		while (found < n_words && strstr(index->rows[i].words, words[found])) {
			found++;
		}
		if (found == n_words) {
			(*ret)[n++] = &index->rows[i];
		}
	}
	qsort((void *)*ret, n, sizeof(**ret), compare_found);
	return n;
}

size_t lookup_of_sector(
	const struct lookup_index *index, const char *sector, const struct lookup_row ***ret)
{
	size_t n = 0;

	*ret = memory_new(index->n + 1, sizeof(**ret));
	for (size_t i = 0; i < index->n; i++) {
		if (strcmp(index->rows[i].sector, sector) == 0 &&
			catalogue_age_is_valid(index->rows[i].age)) {
			(*ret)[n++] = &index->rows[i];
		}
	}
	return n;
}
