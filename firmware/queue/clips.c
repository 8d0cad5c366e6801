/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/clips.h"

#include <errno.h>

#include "base/text.h"
#include "queue/store-internal.h"

int clips_add(struct store *store, const struct clip_row *row)
{
	const char *const values[] = {
		row->id, row->sound, row->words, row->speaker, row->licence, row->agreed};
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store,
		"INSERT OR REPLACE INTO clip (id, sound, words, speaker, licence, agreed) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		&insert);

	if (r == 0) {
		r = store_prepare(store,
			"DELETE FROM clip WHERE "
			"number NOT IN (SELECT number FROM clip ORDER BY number DESC LIMIT ?1) "
			"AND id NOT IN (SELECT named.value "
			"FROM site, json_tree(site.json, '$.voice') AS named "
			"WHERE named.type = 'text')",
			&delete);
	}
	if (r < 0) {
		return r;
	}
	for (size_t i = 0; i < ELEMENTS(values); i++) {
		(void)sqlite3_bind_text(insert, (int)i + 1, values[i], -1, SQLITE_STATIC);
	}
	(void)sqlite3_bind_int(delete, 1, CLIPS_SPARE);
	r = store_step(store, insert, "clip");
	return r < 0 ? r : store_step(store, delete, "clip");
}

int clips_remove(struct store *store, const char *id)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store, "DELETE FROM clip WHERE id = ?1", &delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(delete, 1, id, -1, SQLITE_STATIC);
	return store_step(store, delete, "clip");
}

static char *dup_column(sqlite3_stmt *select, int column)
{
	const char *text = (const char *)sqlite3_column_text(select, column);

	return text_dup(text ? text : "");
}

int clips_find(struct store *store, const char *id, struct clip_row **ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	struct clip_row *row;
	int r = store_prepare(store,
		"SELECT sound, words, speaker, licence, agreed FROM clip WHERE id = ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, id, -1, SQLITE_STATIC);
	r = store_next(store, select, "clip");
	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	row = memory_new(1, sizeof(*row));
	text_copy_cut(row->id, sizeof(row->id), id);
	row->sound = dup_column(select, 0);
	row->words = dup_column(select, 1);
	row->speaker = dup_column(select, 2);
	row->licence = dup_column(select, 3);
	row->agreed = dup_column(select, 4);
	*ret = row;
	return 0;
}
