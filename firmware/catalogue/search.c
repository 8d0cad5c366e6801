/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/search-query.h"
#include "catalogue/search-rank.h"

enum {
	COMPARED = 120, /* rows that are compared word by word */
	POSTINGS_MAX = 12000, /* rows that are read of the index for one question */
	CODE_DIGITS = 7, /* of "1.004884" */
	CODE_DIGITS_MIN = 4,
};

/* The columns of the table; what FTS5 indexes is the first. Only ASCII stands in it. */
static const char make_tables[] =
	"CREATE VIRTUAL TABLE IF NOT EXISTS procedure_search USING fts5("
	"terms, key UNINDEXED, name UNINDEXED, everyday UNINDEXED, keywords UNINDEXED, "
	"sector UNINDEXED, common UNINDEXED, tokenize = \"ascii tokenchars '_'\");"
	"CREATE VIRTUAL TABLE IF NOT EXISTS procedure_search_terms "
	"USING fts5vocab(procedure_search, row);";

enum statement {
	ADD,
	REMOVE,
	COUNT_TERM,
	COUNT_ENTRIES,
	ALL_TERMS,
	ROWS_OF,
	ENTRY,
	LAST_ROW,
	STATEMENTS,
};

static const char *const statement_texts[STATEMENTS] = {
	[ADD] = "INSERT INTO procedure_search VALUES (?, ?, ?, ?, ?, ?, ?)",
	[REMOVE] = "DELETE FROM procedure_search WHERE key = ?",
	[COUNT_TERM] = "SELECT doc FROM procedure_search_terms WHERE term = ?",
	[COUNT_ENTRIES] = "SELECT count(*) FROM procedure_search",
	[ALL_TERMS] = "SELECT term, doc FROM procedure_search_terms",
	[ROWS_OF] = "SELECT rowid FROM procedure_search WHERE procedure_search MATCH ?",
	[ENTRY] = ("SELECT key, name, everyday, keywords, sector, common "
		   "FROM procedure_search WHERE rowid = ?"),
	[LAST_ROW] = "SELECT max(rowid) FROM procedure_search",
};

struct search {
	sqlite3 *db;
	const struct search_words *words;
	sqlite3_stmt *statements[STATEMENTS];
	struct vocabulary vocabulary;
	bool vocabulary_stale;
	struct query query; /* large; kept for its room alone, emptied after each question */
};

struct row {
	sqlite3_int64 id;
	double score;
	double most; /* that comparing it can give */
};

/* Of what a row has of the question's terms. */
struct row_sum {
	double weight;
	double most;
};

static int prepare_all(struct search *search)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		if (sqlite3_prepare_v3(search->db, statement_texts[i], -1,
			    SQLITE_PREPARE_PERSISTENT, &search->statements[i], NULL) != SQLITE_OK) {
			return -EIO;
		}
	}
	return 0;
}

int search_open(sqlite3 *db, const struct search_words *words, struct search **ret)
{
	_cleanup_(search_closep) struct search *search = memory_new(1, sizeof(*search));
	int r;

	search->db = db;
	search->words = words;
	search->vocabulary_stale = true;
	if (!sqlite3_compileoption_used("ENABLE_FTS5")) {
		return -ENOTSUP;
	}
	if (sqlite3_exec(db, make_tables, NULL, NULL, NULL) != SQLITE_OK) {
		return -EIO;
	}
	r = prepare_all(search);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(search);
	return 0;
}

void search_close(struct search *search)
{
	if (!search) {
		return;
	}
	for (size_t i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(search->statements[i]);
	}
	free(search->vocabulary.words);
	free(search);
}

/* Words and pairs of a text, for the index. */
static void add_terms(struct textbuf *terms, const char *text)
{
	const char *start = text;
	struct vn_word word;
	struct vn_word before = {0};

	while (text && text - start < SEARCH_TEXT_MAX && vn_fold_next(&text, &word)) {
		char pair[TERM_SIZE];

		textbuf_printf(terms, "%s ", word.plain);
		if (before.plain[0]) {
			query_pair(before.plain, word.plain, pair);
			textbuf_printf(terms, "%s ", pair);
		}
		before = word;
	}
}

/* The digits of a code without the province's part; how many. */
static size_t code_digits(const char *text, char ret[CODE_DIGITS + 1])
{
	size_t n = 0;

	for (; text && *text && n < CODE_DIGITS; text++) {
		if (isdigit((unsigned char)*text)) {
			ret[n++] = *text;
		} else if (*text != '.' && *text != ' ') {
			break;
		}
	}
	ret[n] = '\0';
	return n;
}

static int bind_text(struct search *search, enum statement which, int at, const char *text)
{
	return sqlite3_bind_text(
		search->statements[which], at, text ? text : "", -1, SQLITE_STATIC);
}

/* Runs a statement that gives no rows, and lets go of what was bound. */
static int run(struct search *search, enum statement which)
{
	sqlite3_stmt *statement = search->statements[which];
	int r = sqlite3_step(statement) == SQLITE_DONE ? 0 : -EIO;

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	search->vocabulary_stale = true;
	return r;
}

/* The texts of a list, a line each. */
static void join_list(
	const struct procedure *procedure, enum procedure_field field, struct textbuf *out)
{
	textbuf_add(out, "");
	for (size_t i = 0; i < procedure_count(procedure, field); i++) {
		textbuf_printf(out, "%s\n", procedure_entry(procedure, field, i));
	}
}

int search_add(struct search *search, const struct procedure *procedure)
{
	_cleanup_(textbuf_done) struct textbuf terms = {0};
	_cleanup_(textbuf_done) struct textbuf everyday = {0};
	_cleanup_(textbuf_done) struct textbuf keywords = {0};
	const char *texts[] = {
		procedure->text[PROCEDURE_NAME], "", "", procedure->text[PROCEDURE_SECTOR]};
	char digits[CODE_DIGITS + 1];

	join_list(procedure, PROCEDURE_EVERYDAY, &everyday);
	join_list(procedure, PROCEDURE_KEYWORDS, &keywords);
	texts[1] = everyday.data;
	texts[2] = keywords.data;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		add_terms(&terms, texts[i]);
		(void)bind_text(search, ADD, (int)i + 3, texts[i]);
	}
	if (code_digits(procedure->text[PROCEDURE_CODE], digits) >= CODE_DIGITS_MIN) {
		textbuf_printf(&terms, "code_%s", digits);
	}
	(void)bind_text(search, ADD, 1, terms.data);
	(void)bind_text(search, ADD, 2, procedure->text[PROCEDURE_KEY]);
	(void)sqlite3_bind_int(search->statements[ADD], 7, procedure->is_common);
	return run(search, ADD);
}

int search_remove(struct search *search, const char *key)
{
	(void)bind_text(search, REMOVE, 1, key);
	return run(search, REMOVE);
}

int search_clear(struct search *search)
{
	search->vocabulary_stale = true;
	return sqlite3_exec(search->db, "DELETE FROM procedure_search", NULL, NULL, NULL) ==
			SQLITE_OK
		? 0
		: -EIO;
}

void search_words_changed(struct search *search)
{
	search->vocabulary_stale = true;
}

static int64_t get_number(struct search *search, enum statement which)
{
	sqlite3_stmt *statement = search->statements[which];
	int64_t number =
		sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

	sqlite3_reset(statement);
	return number;
}

static int64_t count_term(void *context, const char *term)
{
	struct search *search = context;

	(void)bind_text(search, COUNT_TERM, 1, term);
	return get_number(search, COUNT_TERM);
}

static void add_vocabulary(struct vocabulary *vocabulary, const char *plain, int64_t count)
{
	struct vocabulary_word *word;

	if (strlen(plain) >= VN_PLAIN_SIZE || strchr(plain, '_')) {
		return;
	}
	if (vocabulary->count % 1024 == 0) {
		vocabulary->words = memory_grow(
			vocabulary->words, vocabulary->count + 1024, sizeof(*vocabulary->words));
	}
	word = &vocabulary->words[vocabulary->count++];
	(void)text_copy(word->plain, sizeof(word->plain), plain);
	vn_fold_sound(plain, word->sound);
	word->count = count;
}

/* By plain; of equals the most counted first. */
static int compare_words(const void *one, const void *two)
{
	const struct vocabulary_word *a = one;
	const struct vocabulary_word *b = two;
	int order = strcmp(a->plain, b->plain);

	return order ? order : (a->count < b->count) - (a->count > b->count);
}

/* Reads which words there are: those of the index and those of the rules. */
static void load_vocabulary(struct search *search)
{
	struct vocabulary *vocabulary = &search->vocabulary;
	sqlite3_stmt *statement = search->statements[ALL_TERMS];
	size_t kept = 0;

	free(vocabulary->words);
	*vocabulary = (struct vocabulary){.entries = get_number(search, COUNT_ENTRIES)};
	while (sqlite3_step(statement) == SQLITE_ROW) {
		add_vocabulary(vocabulary, (const char *)sqlite3_column_text(statement, 0),
			sqlite3_column_int64(statement, 1));
	}
	sqlite3_reset(statement);
	for (size_t i = 0; search->words && i < search->words->count; i++) {
		const struct search_phrase *phrase = &search->words->rules[i].everyday;

		for (size_t w = 0; w < phrase->count; w++) {
			add_vocabulary(vocabulary, phrase->words[w].plain, 0);
		}
	}
	if (vocabulary->count) {
		qsort(vocabulary->words, vocabulary->count, sizeof(*vocabulary->words),
			compare_words);
	}
	for (size_t i = 0; i < vocabulary->count; i++) {
		if (!kept ||
			strcmp(vocabulary->words[kept - 1].plain, vocabulary->words[i].plain) !=
				0) {
			vocabulary->words[kept++] = vocabulary->words[i];
		}
	}
	vocabulary->count = kept;
	for (size_t i = 0; i < kept; i++) {
		vocabulary->words[i].rarity =
			query_rarity(vocabulary->words[i].count, vocabulary->entries);
	}
	search->vocabulary_stale = false;
}

/* The rarest terms first. */
static int by_count(const void *one, const void *two)
{
	const struct query_term *const *a = one;
	const struct query_term *const *b = two;

	return ((*a)->count > (*b)->count) - ((*a)->count < (*b)->count);
}

/* Adds to each row that has the term. */
static int add_rows_of(
	struct search *search, const char *match, const struct row_sum *more, struct row_sum *sums)
{
	sqlite3_stmt *statement = search->statements[ROWS_OF];
	int r;

	(void)bind_text(search, ROWS_OF, 1, match);
	while ((r = sqlite3_step(statement)) == SQLITE_ROW) {
		struct row_sum *sum = &sums[sqlite3_column_int64(statement, 0)];

		sum->weight += more->weight;
		sum->most += more->most;
	}
	r = r == SQLITE_DONE ? 0 : -EIO;
	sqlite3_reset(statement);
	return r;
}

/* Sums up, for each row, the terms that it has; the rarest terms, as many as may be read. Any row
 * may have those that were not read: *ret_unread is the most that they can give. */
static int sum_rows(struct search *search, struct row_sum *sums, double *ret_unread)
{
	struct query *query = &search->query;
	const struct query_term *terms[QUERY_TERMS];
	int64_t postings = 0;

	for (size_t i = 0; i < query->term_count; i++) {
		terms[i] = &query->terms[i];
	}
	qsort(terms, query->term_count, sizeof(terms[0]), by_count);
	for (size_t i = 0; i < query->term_count; i++) {
		char match[TERM_SIZE + 2];
		int r;

		const struct row_sum more = {terms[i]->weight, terms[i]->most};

		if (!terms[i]->count || terms[i]->weight <= 0) {
			continue;
		}
		postings += terms[i]->count;
		if (postings > POSTINGS_MAX) {
			*ret_unread += terms[i]->most;
			continue;
		}
		stpcpy(stpcpy(stpcpy(match, "\""), terms[i]->text), "\"");
		r = add_rows_of(search, match, &more, sums);
		if (r < 0) {
			return r;
		}
	}
	return 0;
}

/* Puts a hit where it belongs among the best. */
static void add_hit(struct search_answer *answer, const struct search_entry *entry, double score)
{
	size_t at = answer->hit_count;
	struct search_hit *hit;

	while (at > 0 && answer->hits[at - 1].score < score) {
		at--;
	}
	if (at == SEARCH_HITS || score <= 0) {
		return;
	}
	answer->hit_count = MIN_OF(answer->hit_count + 1, (size_t)SEARCH_HITS);
	memmove(&answer->hits[at + 1], &answer->hits[at],
		(answer->hit_count - 1 - at) * sizeof(answer->hits[0]));
	hit = &answer->hits[at];
	text_copy_cut(hit->key, sizeof(hit->key), entry->key);
	text_copy_cut(hit->name, sizeof(hit->name), entry->name);
	text_copy_cut(hit->sector, sizeof(hit->sector), entry->sector);
	hit->score = score;
}

/* Compares one row with the question; score > 0 is taken as it is. */
static int compare_row(
	struct search *search, sqlite3_int64 id, double score, struct search_answer *answer)
{
	sqlite3_stmt *statement = search->statements[ENTRY];
	int r = 0;

	(void)sqlite3_bind_int64(statement, 1, id);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		struct search_entry entry = {
			.key = (const char *)sqlite3_column_text(statement, 0),
			.name = (const char *)sqlite3_column_text(statement, 1),
			.everyday = (const char *)sqlite3_column_text(statement, 2),
			.keywords = (const char *)sqlite3_column_text(statement, 3),
			.sector = (const char *)sqlite3_column_text(statement, 4),
			.common = sqlite3_column_int(statement, 5),
		};

		add_hit(answer, &entry,
			score > 0 ? score
				  : rank_score(&search->query, &entry, &search->vocabulary,
					    search->words));
	} else {
		r = -EIO;
	}
	sqlite3_reset(statement);
	return r;
}

/* The rows that a code, or its beginning, names. Whether the question is one. */
static int find_code(struct search *search, const char *question, struct row_sum *sums, bool *ret)
{
	static const struct row_sum whole = {1, 1};
	char digits[CODE_DIGITS + 1];
	char match[CODE_DIGITS + 16];

	question += strcspn(question, "0123456789");
	*ret = code_digits(question, digits) >= CODE_DIGITS_MIN;
	if (!*ret) {
		return 0;
	}
	stpcpy(stpcpy(stpcpy(match, "\"code_"), digits), "\" *");
	return add_rows_of(search, match, &whole, sums);
}

/* Whether a row cannot come among the hits any more, whatever comparing it gives. */
static bool is_beaten(const struct search_answer *answer, double most)
{
	return answer->hit_count == SEARCH_HITS &&
		rank_score_max(most) < answer->hits[SEARCH_HITS - 1].score;
}

/* The rows with the greatest sums, the first of equals first. How many. */
static size_t choose_rows(
	const struct row_sum *sums, size_t size, double unread, struct row rows[COMPARED])
{
	size_t n = 0;

	for (size_t id = 0; id < size; id++) {
		size_t at = n;

		if (sums[id].weight <= 0) {
			continue;
		}
		while (at > 0 && rows[at - 1].score < sums[id].weight) {
			at--;
		}
		if (at < COMPARED) {
			n = MIN_OF(n + 1, (size_t)COMPARED);
			memmove(&rows[at + 1], &rows[at], (n - 1 - at) * sizeof(rows[0]));
			rows[at] = (struct row){
				(sqlite3_int64)id, sums[id].weight, sums[id].most + unread};
		}
	}
	return n;
}

/* The chosen rows, compared; those of a code are taken as they are. */
static int compare_rows(struct search *search, const struct row_sum *sums, size_t size,
	double unread, bool code, struct search_answer *ret)
{
	struct row rows[COMPARED];
	size_t count = choose_rows(sums, size, unread, rows);
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		if (code || !is_beaten(ret, rows[i].most)) {
			r = compare_row(search, rows[i].id, code ? 1 : 0, ret);
		}
	}
	return r;
}

int search_find(struct search *search, const char *question, struct search_answer *ret)
{
	char read[SEARCH_QUERY_MAX + 1];
	_cleanup_free_ struct row_sum *sums = NULL;
	double unread = 0;
	size_t size;
	bool code;
	int r;

	memset(ret, 0, sizeof(*ret));
	text_copy_cut(read, sizeof(read), question);
	if (search->vocabulary_stale) {
		load_vocabulary(search);
	}
	size = (size_t)get_number(search, LAST_ROW) + 1;
	sums = memory_new(size, sizeof(*sums));
	r = find_code(search, read, sums, &code);
	if (r == 0 && !code) {
		query_parse(&search->query, read, &search->vocabulary, search->words, count_term,
			search);
		r = sum_rows(search, sums, &unread);
	}
	if (r == 0) {
		r = compare_rows(search, sums, size, unread, code, ret);
	}
	memset(&search->query, 0, sizeof(search->query));
	explicit_bzero(read, sizeof(read));
	if (r == 0) {
		rank_choices(ret);
	}
	return r;
}
