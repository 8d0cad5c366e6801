/* SPDX-License-Identifier: Apache-2.0 */
/* The replay: folding a log into an empty database, and comparing the result with the tables. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "queue/archive.h"
#include "queue/checkpoint.h"
#include "queue/journal.h"
#include "queue/recover.h"
#include "queue/store-internal.h"

enum {
	BATCH = 2000,
	DIFFERENCES_MAX = 20,
	STEP_S = 120, /* no batch takes longer, even on the slowest card */
};

struct replay {
	struct store *to;
	struct model *model;
	int in_batch;
	int64_t last;
	int64_t until; /* events after it are not folded; 0: all are */
	bool in_hole; /* in a stretch of lost events; the recovered rows follow after it */
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

/* Between the first lost event and the end of the recovered rows nothing can be folded. */
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

	if (replay->until > 0 && event->seq > replay->until) {
		return 1;
	}

	/* A day that ends removes its tickets from the model: what changed must be written
	 * before. */
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

static int fold_events(struct replay *replay, struct store *from, int64_t until)
{
	int r;

	replay->until = until;
	r = store_full_events(from, replay->last, 0, replay_event, replay);
	return MIN_OF(r, 0);
}

/* Folds one archive and compares the result with its checkpoint. */
static int fold_archive(struct replay *replay, const char *folder,
	const struct checkpoint *checkpoint, const char *before)
{
	_cleanup_(store_closep) struct store *archive = NULL;
	int r = archive_open(folder, checkpoint, &archive);

	r = r == -ENOENT ? -EBADMSG : r; /* it existed when the replay began */
	if (r == 0) {
		r = fold_events(replay, archive, checkpoint->seq);
	}
	if (r == 0) {
		r = flush(replay);
	}
	if (r == 0 && replay->last != checkpoint->seq) {
		r = -EBADMSG;
	}
	if (r == 0) {
		r = checkpoint_compare(replay->to, checkpoint, before);
	}
	return r < 0 ? r : checkpoint_write(replay->to, checkpoint);
}

/* Folds all archives, each from the state after the one before. */
static int fold_archives(
	struct replay *replay, struct store *from, const char *folder, struct replay_done *done)
{
	char before[CHECKPOINT_HASH + 1] = "";
	int r = 0;

	while (r == 0) {
		_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};

		r = checkpoint_after(from, replay->last, &checkpoint);
		if (r == 0) {
			r = fold_archive(replay, folder, &checkpoint, before);
			if (r < 0) {
				memcpy(done->bad_file, checkpoint.file, sizeof(done->bad_file));
			}
		}
		if (r == 0) {
			memcpy(before, checkpoint.hash, sizeof(before));
			done->archives++;
		}
	}
	return r == -ENOENT ? 0 : r;
}

/* Goes on from the tables as of the newest checkpoint. −ENODATA: the events of its last day are not
 * whole; then it goes on before that day. */
static int go_on(struct replay *replay, struct store *from, bool salvage, struct replay_done *done)
{
	struct model *model = NULL;
	int64_t first = 1;
	int64_t lost = 0;
	int r = checkpoint_seed(from, replay->to, salvage, &done->whole);
	int gap = r;

	if (r == 0) {
		r = store_get_int(
			replay->to, "SELECT count(*) FROM event WHERE kind = 'lost'", &lost);
	}
	if (r == 0 || gap == -ENODATA) {
		r = checkpoint_first(replay->to, &first);
	}
	if (r == 0 && gap == 0) {
		r = store_load(replay->to, &model);
	}
	if (r < 0) {
		return r;
	}
	if (model) {
		model_free(replay->model);
		replay->model = model;
	}
	replay->in_hole = lost > 0;
	replay->last = gap < 0 ? first - 1 : model_seq(replay->model);
	done->from = replay->last + 1;
	return gap;
}

static int begin(struct replay *replay, struct store *from, const struct replay_wish *wish,
	struct replay_done *done)
{
	int64_t first = 1;
	int r = checkpoint_first(from, &first);

	if (r < 0 || first == 1) {
		return r;
	}
	return wish->archives ? fold_archives(replay, from, wish->archives, done)
			      : go_on(replay, from, wish->salvage, done);
}

int verify_replay(struct store *from, struct store *to, const struct replay_wish *wish,
	struct replay_done *ret)
{
	struct replay replay = {.to = to, .model = model_new()};
	int r = store_begin(to);

	*ret = (struct replay_done){.from = 1, .whole = true};
	if (r == 0) {
		r = begin(&replay, from, wish, ret);
		if (r < 0 && (r != -ENODATA || !wish->salvage)) {
			store_rollback(to); /* none of it can be used */
		}
	}
	if (r == 0) {
		r = fold_events(&replay, from, wish->until);
	}
	if (r == -ENODATA) {
		r = -EUCLEAN;
	}
	ret->last = replay.last;
	if (!sqlite3_get_autocommit(to->db) && (store_is_damaged(r) || r == 0)) {
		int written = store_commit(to, replay.model);

		r = written < 0 ? written : r;
	}
	store_rollback(to);
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

/* The log names the contents of records, which stand beside it. */
static int find_missing_records(struct comparison *result, struct store *kept)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(kept,
		"SELECT key FROM procedure WHERE record NOT IN (SELECT id FROM procedure_record)",
		&select);

	while (r == 0 && (r = store_next(kept, select, "the catalogue")) > 0) {
		if (++result->differences <= DIFFERENCES_MAX) {
			textbuf_printf(&result->report, "procedure %s: its record is missing\n",
				cell(select, 0));
		}
		r = 0;
	}
	return r;
}

static int compare_all(struct comparison *result, struct store *log, struct store *kept)
{
	int r = 0;

	for (int i = 0; r == 0 && recover_table_names[i]; i++) {
		r = compare_table(result, recover_table_names[i], log, kept);
	}
	return r < 0 ? r : find_missing_records(result, kept);
}

/* Finds the first missing archive, if any. */
static int look_for_archives(struct store *kept, const char *folder, struct store_verified *ret)
{
	int64_t seq = 0;
	int r = 0;

	while (r == 0) {
		_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};

		r = checkpoint_after(kept, seq, &checkpoint);
		if (r == 0 && (!folder || !archive_is_there(folder, &checkpoint))) {
			memcpy(ret->missing, checkpoint.file, sizeof(ret->missing));
			return 0;
		}
		seq = checkpoint.seq;
	}
	return r == -ENOENT ? 0 : r;
}

static int compare_with_log(struct store *kept, struct store *scratch, const char *folder,
	struct comparison *result, struct store_verified *ret)
{
	struct replay_wish wish = {0};
	struct replay_done done = {0};
	int r = look_for_archives(kept, folder, ret);

	if (r < 0) {
		return r;
	}
	wish.archives = *ret->missing ? NULL : folder;
	r = verify_replay(kept, scratch, &wish, &done);
	ret->last = done.last;
	ret->from = done.from;
	ret->archives = done.archives;
	if (r == 0) {
		return compare_all(result, scratch, kept);
	}
	if (!store_is_damaged(r)) {
		return r;
	}
	result->differences++;
	if (*done.bad_file) {
		textbuf_printf(&result->report,
			"archive %s is damaged, or does not lead to its checkpoint\n",
			done.bad_file);
	} else if (!done.whole) {
		textbuf_printf(&result->report,
			"the rows of archived days, or the events of the last of them, are not "
			"those of the newest checkpoint\n");
	} else {
		textbuf_printf(&result->report, "event %lld does not fit what was before it\n",
			(long long)done.last + 1);
	}
	return 0;
}

static int verify_file(
	const char *path, const char *folder, struct store_verified *ret, char **ret_report)
{
	_cleanup_(store_closep) struct store *kept = NULL;
	_cleanup_(store_closep) struct store *scratch = NULL;
	_cleanup_(comparison_done) struct comparison result = {0};
	_cleanup_free_ char *said = NULL;
	struct store_verified done = {0};
	int r = store_open_file(path, &kept);

	if (r == 0) {
		r = store_open_scratch(&scratch);
	}
	if (r == 0) {
		/* One read transaction: what a running hub writes meanwhile is not seen. */
		r = store_exec(kept, "BEGIN");
	}
	if (r < 0) {
		return r;
	}
	r = store_look_through(kept, NULL, &said);
	if (r == -EUCLEAN) {
		*ret_report = said ? TAKE_PTR(said) : text_dup("the database is damaged");
	}
	if (r == 0) {
		r = compare_with_log(kept, scratch, folder, &result, &done);
	}
	if (r < 0) {
		return r;
	}
	*ret = done;
	if (result.differences > 0) {
		*ret_report = TAKE_PTR(result.report.data);
		return -EUCLEAN;
	}
	return 0;
}

int store_verify_file(const char *path, int64_t *ret_events, char **ret_report)
{
	struct store_verified verified = {0};
	int r = verify_file(path, NULL, &verified, ret_report);

	*ret_events = verified.last;
	return r;
}

int store_verify_chain(const char *dir, struct store_verified *ret, char **ret_report)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *folder = text_printf("%s/" ARCHIVE_FOLDER, dir);

	return verify_file(path, folder, ret, ret_report);
}

int store_verify(const char *dir, int64_t *ret_events, char **ret_report)
{
	struct store_verified verified = {0};
	int r = store_verify_chain(dir, &verified, ret_report);

	*ret_events = verified.last;
	return r;
}
