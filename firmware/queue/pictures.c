/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/pictures.h"

#include <errno.h>

#include "base/text.h"
#include "queue/store-internal.h"

int pictures_add(struct store *store, const char *id, const char *png)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(
		store, "INSERT OR REPLACE INTO picture (id, png) VALUES (?1, ?2)", &insert);

	if (r == 0) {
		r = store_prepare(store,
			"DELETE FROM picture WHERE "
			"number NOT IN (SELECT number FROM picture ORDER BY number DESC LIMIT ?1) "
			"AND id NOT IN (SELECT coalesce(json_extract(page.value, '$.picture'), '') "
			"FROM site, json_each(site.json, '$.pages') AS page)",
			&delete);
	}
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(insert, 1, id, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 2, png, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int(delete, 1, PICTURES_SPARE);
	r = store_step(store, insert, "picture");
	return r < 0 ? r : store_step(store, delete, "picture");
}

int pictures_find(struct store *store, const char *id, char **ret_png)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT png FROM picture WHERE id = ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, id, -1, SQLITE_STATIC);
	r = store_next(store, select, "picture");
	if (r > 0) {
		*ret_png = text_dup((const char *)sqlite3_column_text(select, 0));
		return 0;
	}
	return r < 0 ? r : -ENOENT;
}

int pictures_has(struct store *store, const char *id)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT 1 FROM picture WHERE id = ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, id, -1, SQLITE_STATIC);
	r = store_next(store, select, "picture");
	return r < 0 ? r : r > 0;
}
