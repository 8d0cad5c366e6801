/* SPDX-License-Identifier: Apache-2.0 */
/* The table of the evaluation's figures, which has every version of each period. */
#include <string.h>

#include "base/text.h"
#include "queue/store-internal.h"

#define LAST \
	"SELECT seq, period, json FROM evaluation WHERE seq IN " \
	"(SELECT max(seq) FROM evaluation GROUP BY period)"

static int write_version(struct store *store, const struct evaluation_version *version)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	_cleanup_free_ char *json =
		version->json ? json_dumps(version->json, JSON_COMPACT) : text_dup("");
	int r = store_prepare(store, "INSERT INTO evaluation VALUES (?1, ?2, ?3)", &insert);

	if (r < 0 || !json) {
		return r < 0 ? r : -EBADMSG;
	}
	(void)sqlite3_bind_int64(insert, 1, version->seq);
	(void)sqlite3_bind_text(insert, 2, version->period, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 3, json, -1, SQLITE_STATIC);
	return store_step(store, insert, "an evaluation");
}

int store_write_evaluations(struct store *store, struct model *model)
{
	int r = 0;

	for (int i = 0; r == 0 && i < model->n_new_evaluations; i++) {
		r = write_version(store, &model->new_evaluations[i]);
	}
	if (r == 0) {
		model_clear_evaluations(model);
	}
	return r;
}

int store_evaluations(struct store *store, store_evaluation_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, LAST " AND json <> '' ORDER BY period", &select);

	while (r == 0 && (r = store_next(store, select, "evaluations")) > 0) {
		r = callback((const char *)sqlite3_column_text(select, 1),
			(const char *)sqlite3_column_text(select, 2), userdata);
	}
	return r;
}

int store_find_evaluation(struct store *store, const char *period, int64_t *ret_seq, char **ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, LAST " AND period = ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, period, -1, SQLITE_STATIC);
	r = store_next(store, select, "an evaluation");
	if (r < 0) {
		return r;
	}
	*ret_seq = r > 0 ? sqlite3_column_int64(select, 0) : 0;
	*ret = r > 0 && sqlite3_column_bytes(select, 2) > 0
		? text_dup((const char *)sqlite3_column_text(select, 2))
		: NULL;
	return 0;
}

int store_count_evaluations(struct store *store, int64_t *ret)
{
	return store_get_int(store, "SELECT count(*) FROM (" LAST " AND json <> '')", ret);
}
