/* SPDX-License-Identifier: Apache-2.0 */
/* The replay: folding a log into an empty database, and comparing the result with the tables. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "queue/journal.h"
#include "queue/recover.h"
#include "queue/store-data.h"

enum {
	BATCH = 2000,
	DIFFERENCES_MAX = 20,
	STEP_S = 120, /* a batch takes no longer, on the slowest card */
};

struct replay {
	struct store *to;
	struct model *model;
	int in_batch;
	int64_t last;
	bool in_hole; /* events are lost here: their rows come behind them */
};

static int flush(struct replay *replay)
{
	int r = store_commit(replay->to, replay->model);

	daemon_takes_longer(STEP_S);
	replay->in_batch = 0;
	return r < 0 ? r : store_begin(replay->to);
}

static int append(struct replay *replay, const struct event *event)
{
	_cleanup_free_ char *data = journal_encode(event);
	int r = store_append(replay->to, event, data);

	if (r == 0) {
		replay->in_batch++;
		replay->last = event->seq;
	}
	return r;
}

/* Between the first lost event and the end of what was recovered nothing can be folded. */
static int replay_hole(struct replay *replay, const struct event *event)
{
	bool is_end = event->kind == EVENT_RECOVER && json_object_size(event->site) == 0;
	struct model *model = NULL;
	int r = append(replay, event);

	replay->in_hole = !is_end;
	if (r == 0 && event->kind == EVENT_RECOVER && !is_end) {
		r = recover_row(replay->to, event->site);
	}
	if (r == 0 && is_end) {
		r = store_load(replay->to, &model);
	}
	if (model) {
		model_free(replay->model);
		replay->model = model;
	}
	return r;
}

static int replay_event(const struct event *event, void *userdata)
{
	struct replay *replay = userdata;
	bool begins_hole = event->kind == EVENT_LOST && !replay->in_hole;
	int r;

	/* A day that ends takes its tickets out of the model: what changed must be written before.
	 */
	if (event->kind == EVENT_DAY_OPEN || event->kind == EVENT_NUMBERS ||
		event->kind == EVENT_CLOCK_CORRECT || begins_hole || replay->in_batch >= BATCH) {
		r = flush(replay);
		if (r < 0) {
			return r;
		}
	}
	if (begins_hole || replay->in_hole) {
		return replay_hole(replay, event);
	}
	r = model_fold(replay->model, event);
	return r < 0 ? r : append(replay, event);
}

int verify_replay(struct store *from, struct store *to, int64_t *ret_last)
{
	struct replay replay = {.to = to, .model = model_new()};
	int r = store_begin(to);

	if (r == 0) {
		r = store_full_events(from, 0, 0, replay_event, &replay);
	}
	if (store_is_damaged(r) || r == 0) {
		int written = store_commit(to, replay.model);

		r = written < 0 ? written : r;
	}
	store_rollback(to);
	*ret_last = replay.last;
	model_free(replay.model);
	return r;
}

struct comparison {
	struct textbuf report;
	int differences;
};

static void comparison_done(struct comparison *comparison)
{
	textbuf_done(&comparison->report);
}

static const char *cell(sqlite3_stmt *statement, int n)
{
	const char *text = (const char *)sqlite3_column_text(statement, n);

	return text ? text : "NULL";
}

static void compare_row(
	struct comparison *result, const char *table, sqlite3_stmt *log, sqlite3_stmt *kept)
{
	for (int i = 0; i < sqlite3_column_count(log); i++) {
		if (strcmp(cell(log, i), cell(kept, i)) == 0) {
			continue;
		}
		if (++result->differences <= DIFFERENCES_MAX) {
			textbuf_printf(&result->report,
				"%s %s: %s is '%.60s', by the log '%.60s'\n", table, cell(log, 0),
				sqlite3_column_name(log, i), cell(kept, i), cell(log, i));
		}
	}
}

static int compare_table(
	struct comparison *result, const char *table, struct store *log, struct store *kept)
{
	_cleanup_free_ char *sql = text_printf("SELECT * FROM %s ORDER BY 1, 2", table);
	_cleanup_(statement_finalizep) sqlite3_stmt *a = NULL;
	_cleanup_(statement_finalizep) sqlite3_stmt *b = NULL;
	int r = store_prepare(log, sql, &a);

	if (r == 0) {
		r = store_prepare(kept, sql, &b);
	}
	while (r == 0) {
		int code_a = sqlite3_step(a);
		int code_b = sqlite3_step(b);

		if (code_a != SQLITE_ROW && code_a != SQLITE_DONE) {
			return store_error(log, table);
		}
		if (code_b != SQLITE_ROW && code_b != SQLITE_DONE) {
			return store_error(kept, table);
		}
		if (code_a != code_b) {
			result->differences++;
			textbuf_printf(&result->report, "%s: a row is %s: %s\n", table,
				code_a == SQLITE_ROW ? "missing" : "too many",
				cell(code_a == SQLITE_ROW ? a : b, 0));
			return 0;
		}
		if (code_a == SQLITE_DONE) {
			return 0;
		}
		compare_row(result, table, a, b);
	}
	return r;
}

static int compare_all(struct comparison *result, struct store *log, struct store *kept)
{
	int r = 0;

	for (int i = 0; r == 0 && recover_table_names[i]; i++) {
		r = compare_table(result, recover_table_names[i], log, kept);
	}
	return r;
}

int store_verify_file(const char *path, int64_t *ret_events, char **ret_report)
{
	_cleanup_(store_closep) struct store *kept = NULL;
	_cleanup_(store_closep) struct store *scratch = NULL;
	_cleanup_(comparison_done) struct comparison result = {0};
	_cleanup_free_ char *said = NULL;
	int64_t last = 0;
	int r = store_open_file(path, &kept);

	if (r == 0) {
		r = store_open_scratch(&scratch);
	}
	if (r == 0) {
		/* One read transaction: a hub that goes on working does not disturb. */
		r = store_exec(kept, "BEGIN");
	}
	if (r < 0) {
		return r;
	}
	r = store_look_through(kept, NULL, &said);
	if (r == -EUCLEAN) {
		*ret_report = said ? TAKE_PTR(said) : text_dup("the database is damaged");
	}
	if (r < 0) {
		return r;
	}
	r = verify_replay(kept, scratch, &last);
	if (r == -EBADMSG) {
		result.differences++;
		textbuf_printf(&result.report, "event %lld does not fit what was before it\n",
			(long long)last + 1);
		r = 0;
	}
	if (r == 0) {
		r = compare_all(&result, scratch, kept);
	}
	if (r < 0) {
		return r;
	}
	*ret_events = last;
	if (result.differences > 0) {
		*ret_report = TAKE_PTR(result.report.data);
		return -EUCLEAN;
	}
	return 0;
}

int store_verify(const char *dir, int64_t *ret_events, char **ret_report)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);

	return store_verify_file(path, ret_events, ret_report);
}
