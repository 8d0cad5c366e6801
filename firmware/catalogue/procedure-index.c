/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure-index.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"

struct procedure_index {
	sqlite3 *db;
	struct search_words *words;
	struct search *search;
};

void procedure_index_free(struct procedure_index *index)
{
	if (index) {
		search_close(index->search);
		(void)sqlite3_close(index->db);
		search_words_free(index->words);
		free(index);
	}
}

static int run(struct procedure_index *index, const char *sql)
{
	return sqlite3_exec(index->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -EIO;
}

int procedure_index_open(struct search_words *words, struct procedure_index **ret)
{
	_cleanup_(procedure_index_freep) struct procedure_index *index =
		memory_new(1, sizeof(*index));
	int r;

	index->words = words;
	if (sqlite3_open_v2(":memory:", &index->db,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
		    NULL) != SQLITE_OK) {
		return -EIO;
	}
	r = search_open(index->db, index->words, &index->search);
	if (r == 0) {
		r = run(index, "BEGIN");
	}
	if (r == 0) {
		*ret = TAKE_PTR(index);
	}
	return r;
}

int procedure_index_add(struct procedure_index *index, const struct procedure *procedure)
{
	return search_add(index->search, procedure);
}

int procedure_index_finish(struct procedure_index *index)
{
	_cleanup_free_ struct search_answer *answer = memory_new(1, sizeof(*answer));
	int r = run(index, "COMMIT");

	/* Reads the words. */
	return r < 0 ? r : search_find(index->search, "", answer);
}

int procedure_index_ask(
	struct procedure_index *index, const char *question, struct search_answer *ret)
{
	return search_find(index->search, question, ret);
}

const struct search_words *procedure_index_words(const struct procedure_index *index)
{
	return index->words;
}
