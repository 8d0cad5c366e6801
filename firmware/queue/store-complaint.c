/* SPDX-License-Identifier: Apache-2.0 */
/* The table of complaints, which has every version of each. */
#include <errno.h>

#include "queue/store-internal.h"

int store_write_complaints(struct store *store, struct model *model)
{
	int r = 0;

	for (int i = 0; r == 0 && i < model->n_new_complaints; i++) {
		r = rows_write(store, TABLE_COMPLAINT, &model->new_complaints[i]);
	}
	model->n_new_complaints = 0;
	return r;
}

/* Calls back with the rows of a select whose one parameter is n. Ends with what the callback
 * returns unless that is 0. */
static int each_row(struct store *store, const char *tail, int64_t n, store_complaint_cb callback,
	void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_COMPLAINT, tail, &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, n);
	while ((r = store_next(store, select, "complaints")) > 0) {
		struct complaint complaint = {0};

		r = rows_read(TABLE_COMPLAINT, select, &complaint);
		if (r == 0) {
			r = callback(&complaint, userdata);
		}
		if (r != 0) {
			break;
		}
	}
	return r;
}

#define LAST_VERSIONS "WHERE id > ?1 AND seq IN (SELECT max(seq) FROM complaint GROUP BY id) "

int store_complaints(struct store *store, enum complaint_order order, store_complaint_cb callback,
	void *userdata)
{
	static const char *const tails[] = {
		[COMPLAINTS_NEWEST_FIRST] = LAST_VERSIONS "ORDER BY id DESC",
		[COMPLAINTS_DUE_FIRST] = LAST_VERSIONS "ORDER BY due_day = '', due_day, id",
	};

	return each_row(store, tails[order], 0, callback, userdata);
}

int store_complaint_versions(
	struct store *store, int64_t id, store_complaint_cb callback, void *userdata)
{
	return each_row(store, "WHERE id = ?1 ORDER BY seq", id, callback, userdata);
}

static int keep(const struct complaint *complaint, void *userdata)
{
	*(struct complaint *)userdata = *complaint;
	return 1;
}

static int find(struct store *store, const char *tail, int64_t n, struct complaint *ret)
{
	int r = each_row(store, tail, n, keep, ret);

	return r > 0 ? 0 : r == 0 ? -ENOENT : r;
}

int store_find_complaint(struct store *store, int64_t id, struct complaint *ret)
{
	return find(store, "WHERE id = ?1 ORDER BY seq DESC LIMIT 1", id, ret);
}

int store_complaint_of(struct store *store, int64_t seq, struct complaint *ret)
{
	return find(store,
		"WHERE id = (SELECT id FROM complaint WHERE seq = ?1) ORDER BY seq DESC LIMIT 1",
		seq, ret);
}
