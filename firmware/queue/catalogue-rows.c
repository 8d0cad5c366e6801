/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/catalogue-rows.h"

#include <errno.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/store-internal.h"

enum { REMOVED_LEAST = 16 }; /* contents of no use that one piece removes */

int catalogue_rows_last(struct store *store, struct catalogue_row *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT seq, undoes, wall_ms, actor, summary FROM catalogue "
		"ORDER BY seq DESC LIMIT 1",
		&select);

	if (r < 0) {
		return r;
	}
	*ret = (struct catalogue_row){0};
	r = store_next(store, select, "catalogue");
	if (r <= 0) {
		return r;
	}
	ret->seq = sqlite3_column_int64(select, 0);
	ret->undoes = sqlite3_column_int64(select, 1);
	ret->wall_ms = sqlite3_column_int64(select, 2);
	text_copy_cut(ret->actor, sizeof(ret->actor), (const char *)sqlite3_column_text(select, 3));
	ret->summary = json_loads((const char *)sqlite3_column_text(select, 4), 0, NULL);
	return ret->summary ? 0 : -EUCLEAN;
}

/* ---- contents ---- */

static int remove_useless(struct store *store, int64_t base, int max)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store,
		"DELETE FROM procedure_record WHERE number IN ("
		"SELECT number FROM procedure_record WHERE base < ?1 "
		"AND id NOT IN (SELECT record FROM procedure) "
		"AND id NOT IN (SELECT record FROM procedure_former) LIMIT ?2)",
		&delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(delete, 1, base);
	(void)sqlite3_bind_int(delete, 2, max);
	return store_step(store, delete, "contents of records");
}

int catalogue_rows_add(struct store *store, const json_t *records, int64_t base)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	const char *id;
	json_t *json;
	int r = store_prepare(store,
		"INSERT INTO procedure_record (id, base, json) VALUES (?1, ?2, ?3) "
		"ON CONFLICT (id) DO UPDATE SET base = ?2 WHERE base < ?2",
		&insert);

	json_object_foreach ((json_t *)records, id, json) {
		if (r < 0) {
			break;
		}
		(void)sqlite3_bind_text(insert, 1, id, -1, SQLITE_STATIC);
		(void)sqlite3_bind_int64(insert, 2, base);
		(void)sqlite3_bind_text(insert, 3, json_string_value(json),
			(int)json_string_length(json), SQLITE_STATIC);
		r = store_step(store, insert, "a record's content");
	}
	return r < 0 ? r
		     : remove_useless(store, base,
			       MAX_OF(2 * (int)json_object_size(records), REMOVED_LEAST));
}

/* ---- changes ---- */

/* Runs a statement over changes as JSON, its ?1, without reading rows. */
static int run_over(struct store *store, const char *changes, const char *sql)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *statement = NULL;
	int r = store_prepare(store, sql, &statement);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(statement, 1, changes, -1, SQLITE_STATIC);
	return store_step(store, statement, "the catalogue");
}

static char *dump(const json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT);

	if (!text) {
		log_out_of_memory();
	}
	return text;
}

int catalogue_rows_lack(struct store *store, const json_t *changes, bool *ret)
{
	_cleanup_free_ char *text = dump(changes);
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT 1 FROM json_each(?1) AS change WHERE change.value ->> 1 <> '' AND "
		"NOT EXISTS (SELECT 1 FROM procedure_record WHERE id = change.value ->> 1)",
		&select);

	if (r == 0) {
		(void)sqlite3_bind_text(select, 1, text, -1, SQLITE_STATIC);
		r = store_next(store, select, "contents of records");
	}
	*ret = r > 0;
	return MIN_OF(r, 0);
}

int catalogue_rows_formers(struct store *store, json_t **ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	json_t *changes = json_array();
	int r = store_prepare(store,
		"SELECT key, former.record, coalesce(now.record, '') FROM procedure_former AS "
		"former LEFT JOIN procedure AS now USING (key) ORDER BY key",
		&select);

	while (r == 0 && (r = store_next(store, select, "the former catalogue")) > 0) {
		json_t *change = json_array();

		for (int i = 0; i < 3; i++) {
			(void)json_array_append_new(
				change, json_string((const char *)sqlite3_column_text(select, i)));
		}
		r = json_array_append_new(changes, change);
	}
	if (r < 0) {
		json_decref(changes);
		return r;
	}
	*ret = changes;
	return 0;
}

static int write_rows(struct store *store, const char *changes, bool is_import)
{
	int r = store_exec(store, "DELETE FROM procedure_former");

	if (r == 0 && is_import) {
		r = run_over(store, changes,
			"INSERT OR REPLACE INTO procedure_former (key, record) "
			"SELECT value ->> 0, value ->> 2 FROM json_each(?1)");
	}
	if (r == 0) {
		r = run_over(store, changes,
			"DELETE FROM procedure WHERE key IN "
			"(SELECT value ->> 0 FROM json_each(?1) WHERE value ->> 1 = '')");
	}
	return r < 0 ? r
		     : run_over(store, changes,
			       "INSERT OR REPLACE INTO procedure (key, record) "
			       "SELECT value ->> 0, value ->> 1 FROM json_each(?1) "
			       "WHERE value ->> 1 <> ''");
}

int catalogue_rows_write(struct store *store, const struct catalogue_event *change)
{
	const json_t *changes = json_object_get(change->details, "changes");
	_cleanup_free_ char *text = dump(changes);
	_cleanup_free_ char *summary = dump(json_object_get(change->details, "summary"));
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = write_rows(store, text, change->undoes == 0);

	if (r == 0) {
		r = store_prepare(store,
			"INSERT INTO catalogue (seq, undoes, changes, actor, wall_ms, summary) "
			"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			&insert);
	}
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(insert, 1, change->seq);
	(void)sqlite3_bind_int64(insert, 2, change->undoes);
	(void)sqlite3_bind_int64(insert, 3, (int64_t)json_array_size(changes));
	(void)sqlite3_bind_text(insert, 4, change->actor, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(insert, 5, change->wall_ms);
	(void)sqlite3_bind_text(insert, 6, summary, -1, SQLITE_STATIC);
	return store_step(store, insert, "an import");
}

int store_write_catalogue(struct store *store, struct model *model)
{
	int r = 0;

	for (int i = 0; r == 0 && i < model->n_catalogue_changes; i++) {
		r = catalogue_rows_write(store, &model->catalogue_changes[i]);
	}
	if (r == 0) {
		model_clear_catalogue(model);
	}
	return r;
}

/* ---- records ---- */

int catalogue_rows_each(
	struct store *store, const char *after, catalogue_rows_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT key, record, json FROM procedure "
		"LEFT JOIN procedure_record ON id = record WHERE key > ?1 ORDER BY key",
		&select);

	if (r == 0) {
		(void)sqlite3_bind_text(select, 1, after, -1, SQLITE_STATIC);
	}
	while (r == 0 && (r = store_next(store, select, "the catalogue")) > 0) {
		const char *json = (const char *)sqlite3_column_text(select, 2);

		if (!json) {
			log_error(FAULT_DEVICE, "the record of the procedure %s is missing",
				(const char *)sqlite3_column_text(select, 0));
			return -EUCLEAN;
		}
		r = callback((const char *)sqlite3_column_text(select, 0),
			(const char *)sqlite3_column_text(select, 1), json, userdata);
	}
	return r;
}

int catalogue_rows_find(struct store *store, const char *key, char **ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT json FROM procedure JOIN procedure_record ON id = record WHERE key = ?1",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, key, -1, SQLITE_STATIC);
	r = store_next(store, select, "the catalogue");
	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	*ret = text_dup((const char *)sqlite3_column_text(select, 0));
	return 0;
}
