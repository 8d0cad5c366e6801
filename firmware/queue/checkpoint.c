/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/checkpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/recover.h"
#include "queue/store-internal.h"

enum { READ_BYTES = 1 << 16 };

#define COLUMNS "seq, first, boot, ticket, session, state, hash, file, file_hash"

/* The tables that keep the rows of past days, which are not changed any more: which ids those are,
 * and in which order they are hashed. */
static const struct frozen {
	const char *table;
	const char *where;
	const char *order;
	size_t last; /* offset of the id in struct checkpoint */
} frozen[] = {
	{"boot", "number < %" PRId64, "number", offsetof(struct checkpoint, boot)},
	{"day", "opened_seq <= %" PRId64, "opened_seq", offsetof(struct checkpoint, seq)},
	{"ticket", "id <= %" PRId64, "id", offsetof(struct checkpoint, ticket)},
	{"segment", "ticket <= %" PRId64, "ticket, number", offsetof(struct checkpoint, ticket)},
	{"session", "id <= %" PRId64, "id", offsetof(struct checkpoint, session)},
	{"evaluation", "seq <= %" PRId64, "seq", offsetof(struct checkpoint, seq)},
};

static const struct frozen *find_frozen(const char *table)
{
	for (size_t i = 0; i < ELEMENTS(frozen); i++) {
		if (strcmp(frozen[i].table, table) == 0) {
			return &frozen[i];
		}
	}
	return NULL;
}

static char *rows_of(const struct frozen *table, const struct checkpoint *checkpoint)
{
	int64_t last;

	memcpy(&last, (const char *)checkpoint + table->last, sizeof(last));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	return text_printf(table->where, last);
#pragma GCC diagnostic pop
}

void checkpoint_done(struct checkpoint *checkpoint)
{
	free(checkpoint->state);
	checkpoint->state = NULL;
}

/* ---- the table ---- */

static int has_table(struct store *store, bool *ret)
{
	int64_t n = 0;
	int r = store_get_int(
		store, "SELECT count(*) FROM sqlite_schema WHERE name = 'checkpoint'", &n);

	*ret = n > 0;
	return r;
}

static int read_text(sqlite3_stmt *row, int column, char *ret, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	return text_copy(ret, size, text ? text : "") < 0 ? -EBADMSG : 0;
}

static int read_checkpoint(sqlite3_stmt *row, struct checkpoint *ret)
{
	struct checkpoint checkpoint = {
		.seq = sqlite3_column_int64(row, 0),
		.first = sqlite3_column_int64(row, 1),
		.boot = sqlite3_column_int64(row, 2),
		.ticket = sqlite3_column_int64(row, 3),
		.session = sqlite3_column_int64(row, 4),
	};
	const char *state = (const char *)sqlite3_column_text(row, 5);
	int r = read_text(row, 6, checkpoint.hash, sizeof(checkpoint.hash));

	if (r == 0) {
		r = read_text(row, 7, checkpoint.file, sizeof(checkpoint.file));
	}
	if (r == 0) {
		r = read_text(row, 8, checkpoint.file_hash, sizeof(checkpoint.file_hash));
	}
	if (r < 0 || !state || strlen(checkpoint.hash) != CHECKPOINT_HASH || !*checkpoint.file ||
		strchr(checkpoint.file, '/')) {
		return -EBADMSG;
	}
	checkpoint.state = text_dup(state);
	*ret = checkpoint;
	return 0;
}

static int find(struct store *store, const char *where, int64_t seq, struct checkpoint *ret)
{
	_cleanup_free_ char *sql = text_printf("SELECT " COLUMNS " FROM checkpoint %s", where);
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	bool there = false;
	int r = has_table(store, &there);

	if (r < 0 || !there) {
		return r < 0 ? r : -ENOENT;
	}
	r = store_prepare(store, sql, &select);
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, seq);
	r = store_next(store, select, "the checkpoints");
	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	return read_checkpoint(select, ret);
}

int checkpoint_last(struct store *store, struct checkpoint *ret)
{
	return find(store, "ORDER BY seq DESC LIMIT 1", 0, ret);
}

int checkpoint_after(struct store *store, int64_t seq, struct checkpoint *ret)
{
	return find(store, "WHERE seq > ?1 ORDER BY seq LIMIT 1", seq, ret);
}

int checkpoint_first(struct store *store, int64_t *ret)
{
	_cleanup_(checkpoint_done) struct checkpoint last = {0};
	int r = checkpoint_last(store, &last);

	if (r < 0 && r != -ENOENT) {
		return r;
	}
	*ret = r == 0 ? last.first : 1;
	return 0;
}

int checkpoint_of_event(struct store *store, int64_t seq, struct checkpoint *ret)
{
	int64_t first = 1;
	int r = checkpoint_first(store, &first);

	if (r < 0) {
		return r;
	}
	return seq < first ? checkpoint_after(store, seq - 1, ret) : -ENOENT;
}

int checkpoint_write(struct store *store, const struct checkpoint *checkpoint)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = store_prepare(store,
		"INSERT OR REPLACE INTO checkpoint (" COLUMNS ") "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		&insert);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(insert, 1, checkpoint->seq);
	(void)sqlite3_bind_int64(insert, 2, checkpoint->first);
	(void)sqlite3_bind_int64(insert, 3, checkpoint->boot);
	(void)sqlite3_bind_int64(insert, 4, checkpoint->ticket);
	(void)sqlite3_bind_int64(insert, 5, checkpoint->session);
	(void)sqlite3_bind_text(insert, 6, checkpoint->state, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 7, checkpoint->hash, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 8, checkpoint->file, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 9, checkpoint->file_hash, -1, SQLITE_STATIC);
	return store_step(store, insert, "a checkpoint");
}

/* ---- damaged checkpoints ---- */

static int read_all(struct store *store)
{
	int64_t seq = 0;
	int r = 0;

	while (r == 0) {
		_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};
		json_t *state;

		r = checkpoint_after(store, seq, &checkpoint);
		seq = checkpoint.seq;
		if (r == 0) {
			state = json_loads(checkpoint.state, 0, NULL);
			r = state ? 0 : -EBADMSG;
			json_decref(state);
		}
	}
	return r == -ENOENT ? 0 : r;
}

int checkpoint_use_copies(struct store *store)
{
	int r = read_all(store);

	if (!store_is_damaged(r)) {
		return r;
	}
	r = store_exec(
		store, "CREATE TEMP TABLE checkpoint AS SELECT " COLUMNS " FROM checkpoint_copy");
	return r < 0 ? -EUCLEAN : read_all(store);
}

void checkpoint_mend(struct store *store)
{
	int r = read_all(store);

	if (r == 0) {
		return;
	}
	r = checkpoint_use_copies(store);
	if (r == 0) {
		r = store_exec(store,
			"INSERT OR REPLACE INTO main.checkpoint SELECT * FROM temp.checkpoint; "
			"DROP TABLE temp.checkpoint");
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "the checkpoints of the archives are damaged: %s",
			strerror(-r));
	} else {
		log_notice("the checkpoints of the archives were damaged; they are mended");
	}
}

/* ---- what is hashed ---- */

static json_t *list_columns(struct store *store, const char *table)
{
	_cleanup_free_ char *sql = text_printf("SELECT name FROM pragma_table_info('%s')", table);
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	json_t *columns = json_array();
	int r = store_prepare(store, sql, &select);

	while (r == 0 && (r = store_next(store, select, "the columns")) > 0) {
		const char *name = (const char *)sqlite3_column_text(select, 0);

		r = json_array_append_new(columns, json_string(name));
	}
	if (r < 0) {
		json_decref(columns);
		return NULL;
	}
	return columns;
}

/* Sorts by writing as text and reading back, so that the order is the same as when the state is
 * read. */
static json_t *sorted(json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	json_t *again = text ? json_loads(text, 0, NULL) : NULL;

	free(text);
	json_decref(object);
	return again;
}

/* The columns of every table that follows from the log, except dossier. What a later schema adds is
 * not in an older state. */
static json_t *all_columns(struct store *store)
{
	json_t *all = json_object();

	for (int i = 0; recover_table_names[i]; i++) {
		const char *table = recover_table_names[i];
		json_t *columns =
			strcmp(table, "dossier") == 0 ? json_null() : list_columns(store, table);

		if (!columns) {
			json_decref(all);
			return NULL;
		}
		if (json_is_null(columns)) {
			continue;
		}
		(void)json_object_set_new(all, table, columns);
	}
	return sorted(all);
}

static bool is_name(const char *name)
{
	return name && *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

/* "SELECT a, b FROM table". −EBADMSG when a name is not valid. */
static int select_columns(const char *table, const json_t *columns, struct textbuf *sql)
{
	size_t i;
	json_t *column;

	if (!is_name(table) || json_array_size(columns) == 0) {
		return -EBADMSG;
	}
	textbuf_printf(sql, "SELECT ");
	json_array_foreach (columns, i, column) {
		if (!is_name(json_string_value(column))) {
			return -EBADMSG;
		}
		textbuf_printf(sql, "%s%s", i ? ", " : "", json_string_value(column));
	}
	textbuf_printf(sql, " FROM %s NOT INDEXED", table);
	return 0;
}

/* The rows of a small table, in the form that recover_row reads; of boot only the last row, which
 * still changes. */
static int capture_table(
	struct store *store, const char *table, const json_t *columns, json_t *rows)
{
	_cleanup_(textbuf_done) struct textbuf sql = {0};
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = select_columns(table, columns, &sql);

	textbuf_printf(&sql, "%s ORDER BY 1",
		find_frozen(table) ? " WHERE number = (SELECT max(number) FROM boot)" : "");
	if (r == 0) {
		r = store_prepare(store, sql.data, &select);
	}
	while (r == 0 && (r = store_next(store, select, table)) > 0) {
		json_t *change = recover_change(select, table, false);

		r = change ? json_array_append_new(rows, change) : -EBADMSG;
	}
	return r;
}

/* The current state of the tables as JSON text, heap; NULL when it fails. Takes a reference to
 * columns. */
static char *capture(struct store *store, json_t *columns)
{
	json_t *rows = json_array();
	json_t *state = json_pack("{s:O, s:o}", "columns", columns, "rows", rows);
	const char *table;
	json_t *names;
	char *text = NULL;
	int r = 0;

	json_object_foreach (columns, table, names) {
		if (r == 0 && (!find_frozen(table) || strcmp(table, "boot") == 0)) {
			r = capture_table(store, table, names, rows);
		}
	}
	if (r == 0) {
		text = json_dumps(state, JSON_COMPACT | JSON_SORT_KEYS);
	}
	json_decref(state);
	return text;
}

static void hash_text(crypto_hash_sha256_state *hash, const char *text, size_t size)
{
	uint64_t length = size; /* without the length, "ab", "c" would hash like "a", "bc" */
	unsigned char bytes[sizeof(length)];

	for (size_t i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (unsigned char)(length >> (8 * i));
	}
	(void)crypto_hash_sha256_update(hash, bytes, sizeof(bytes));
	(void)crypto_hash_sha256_update(hash, (const unsigned char *)text, size);
}

static int hash_rows(struct store *store, const struct frozen *table, const json_t *columns,
	const struct checkpoint *checkpoint, crypto_hash_sha256_state *hash)
{
	_cleanup_free_ char *where = rows_of(table, checkpoint);
	_cleanup_(textbuf_done) struct textbuf sql = {0};
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = columns ? select_columns(table->table, columns, &sql) : 0;

	if (!columns) {
		return 0; /* the table came with a later schema */
	}
	textbuf_printf(&sql, " WHERE %s ORDER BY %s", where, table->order);
	if (r == 0) {
		r = store_prepare(store, sql.data, &select);
	}
	hash_text(hash, table->table, strlen(table->table));
	while (r == 0 && (r = store_next(store, select, table->table)) > 0) {
		for (int i = 0; i < sqlite3_column_count(select); i++) {
			const char *text = (const char *)sqlite3_column_text(select, i);

			hash_text(hash, text ? text : "", (size_t)sqlite3_column_bytes(select, i));
		}
		r = 0;
	}
	return r;
}

static void hash_end(crypto_hash_sha256_state *hash, char ret[CHECKPOINT_HASH + 1])
{
	unsigned char bytes[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256_final(hash, bytes);
	(void)sodium_bin2hex(ret, CHECKPOINT_HASH + 1, bytes, sizeof(bytes));
}

int checkpoint_hash(struct store *store, const struct checkpoint *checkpoint, const char *before,
	char ret[CHECKPOINT_HASH + 1])
{
	json_t *state = json_loads(checkpoint->state, JSON_REJECT_DUPLICATES, NULL);
	json_t *columns = json_object_get(state, "columns");
	_cleanup_free_ char *numbers = text_printf(
		"%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, checkpoint->seq,
		checkpoint->first, checkpoint->boot, checkpoint->ticket, checkpoint->session);
	crypto_hash_sha256_state hash;
	int r = columns ? 0 : -EBADMSG;

	(void)crypto_hash_sha256_init(&hash);
	hash_text(&hash, before, strlen(before));
	hash_text(&hash, numbers, strlen(numbers));
	hash_text(&hash, checkpoint->state, strlen(checkpoint->state));
	for (size_t i = 0; r == 0 && i < ELEMENTS(frozen); i++) {
		r = hash_rows(store, &frozen[i], json_object_get(columns, frozen[i].table),
			checkpoint, &hash);
	}
	if (r == 0) {
		hash_end(&hash, ret);
	}
	json_decref(state);
	return r;
}

int checkpoint_take(struct store *store, const char *before, struct checkpoint *ret)
{
	json_t *columns = all_columns(store);
	int r = columns ? 0 : -EIO;

	if (r == 0) {
		ret->state = capture(store, columns);
		r = ret->state ? 0 : -EBADMSG;
	}
	json_decref(columns);
	if (r == 0) {
		r = store_get_int(store, "SELECT coalesce(max(number), 0) FROM boot", &ret->boot);
	}
	if (r == 0) {
		r = store_get_int(store, "SELECT coalesce(max(id), 0) FROM ticket", &ret->ticket);
	}
	if (r == 0) {
		r = store_get_int(store, "SELECT coalesce(max(id), 0) FROM session", &ret->session);
	}
	if (r == 0) {
		r = store_get_int(store, "SELECT max(opened_seq) FROM day", &ret->first);
	}
	return r < 0 ? r : checkpoint_hash(store, ret, before, ret->hash);
}

int checkpoint_compare(struct store *store, const struct checkpoint *checkpoint, const char *before)
{
	json_t *state = json_loads(checkpoint->state, JSON_REJECT_DUPLICATES, NULL);
	json_t *columns = json_object_get(state, "columns");
	_cleanup_free_ char *now = columns ? capture(store, columns) : NULL;
	char hash[CHECKPOINT_HASH + 1] = "";
	int r = now && strcmp(now, checkpoint->state) == 0 ? 0 : -EBADMSG;

	json_decref(state);
	if (r == 0) {
		r = checkpoint_hash(store, checkpoint, before, hash);
	}
	return r == 0 && strcmp(hash, checkpoint->hash) != 0 ? -EBADMSG : r;
}

/* ---- going on from a checkpoint ---- */

/* 1: all rows; 0: some of them; −errno. */
static int copy(
	struct store *from, struct store *to, const char *table, const char *where, bool salvage)
{
	int r = store_copy_rows(from, to, table, where, "");

	if (r == 0 && salvage) {
		r = store_copy_rows(from, to, table, where, "DESC");
		r = MIN_OF(r, 0);
	}
	return r;
}

static int copy_frozen(struct store *from, struct store *to, const struct checkpoint *checkpoint,
	bool salvage, bool *whole)
{
	_cleanup_free_ char *dossiers = text_printf("WHERE id <= %" PRId64, checkpoint->seq);
	int r = copy(from, to, "dossier", dossiers, salvage);

	*whole = *whole && r > 0;
	for (size_t i = 0; r >= 0 && i < ELEMENTS(frozen); i++) {
		_cleanup_free_ char *rows = rows_of(&frozen[i], checkpoint);
		_cleanup_free_ char *where = text_printf("WHERE %s", rows);

		r = copy(from, to, frozen[i].table, where, salvage);
		*whole = *whole && r > 0;
	}
	return MIN_OF(r, 0);
}

static int put_state(struct store *to, const struct checkpoint *checkpoint)
{
	json_t *state = json_loads(checkpoint->state, JSON_REJECT_DUPLICATES, NULL);
	json_t *change;
	size_t i;
	int r = state ? 0 : -EBADMSG;

	json_array_foreach (json_object_get(state, "rows"), i, change) {
		if (r == 0) {
			r = recover_row(to, change);
		}
	}
	json_decref(state);
	return r;
}

/* The hash of the checkpoint before; "" when there is none. */
static int hash_before(
	struct store *store, const struct checkpoint *checkpoint, char ret[CHECKPOINT_HASH + 1])
{
	_cleanup_(checkpoint_done) struct checkpoint before = {0};
	int r = find(store, "WHERE seq < ?1 ORDER BY seq DESC LIMIT 1", checkpoint->seq, &before);

	memcpy(ret, before.hash, sizeof(before.hash));
	return r == -ENOENT ? 0 : r;
}

/* Fills in what the following log relies on where its rows are lost: boots, the day, and ids. */
static int fill_gaps(struct store *to, const struct checkpoint *last)
{
	_cleanup_free_ char *sql = text_printf(
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %" PRId64
		") INSERT OR IGNORE INTO boot (number, boot_id) SELECT i, printf('%%032x', i) FROM "
		"n;"
		"INSERT OR IGNORE INTO day SELECT seq, data ->> '$.day', %" PRId64 ", 0, %" PRId64
		" FROM event WHERE seq = %" PRId64 " AND kind = 'day_open';"
		"INSERT OR IGNORE INTO session (id, counter, staff, day, opened_wall_ms, "
		"opened_boot, opened_boot_ms, closed_wall_ms, closed_boot, closed_boot_ms, pauses, "
		"paused_ms) SELECT %" PRId64 ", 0, '', '', 0, 0, 0, 0, 1, 0, 0, 0 WHERE %" PRId64
		" > 0;"
		"INSERT OR IGNORE INTO ticket_gap SELECT id + 1, next - 1 FROM (SELECT id, "
		"lead(id, "
		"1, %" PRId64 ") OVER (ORDER BY id) AS next FROM ticket) WHERE next > id + 1;"
		"INSERT OR IGNORE INTO ticket_gap SELECT first_ticket, coalesce((SELECT min(id) "
		"FROM "
		"ticket WHERE id > first_ticket), %" PRId64
		") - 1 FROM day WHERE first_ticket <= %" PRId64
		" AND first_ticket NOT IN (SELECT id FROM ticket)",
		last->boot, last->ticket + 1, last->seq, last->first, last->session, last->session,
		last->ticket + 1, last->ticket + 1, last->ticket);

	return store_exec(to, sql);
}

/* Makes the rows that could be read the state that the log goes on from. */
static int keep_rest(struct store *to, const char *before, struct checkpoint *last)
{
	json_t *state = json_loads(last->state, JSON_REJECT_DUPLICATES, NULL);
	json_t *columns = json_object_get(state, "columns");
	char *rest = NULL;
	int r = fill_gaps(to, last);

	if (r == 0) {
		rest = capture(to, columns);
		r = rest ? 0 : -EBADMSG;
	}
	json_decref(state);
	if (r < 0) {
		return r;
	}
	free(last->state);
	last->state = rest;
	r = checkpoint_hash(to, last, before, last->hash);
	return r < 0 ? r : checkpoint_write(to, last);
}

/* Compares what was copied with the checkpoint's hash. */
static int check_seed(struct store *to, struct checkpoint *last, bool salvage, bool *whole)
{
	char before[CHECKPOINT_HASH + 1];
	char hash[CHECKPOINT_HASH + 1] = "";
	int r = hash_before(to, last, before);

	if (r == 0) {
		r = checkpoint_hash(to, last, before, hash);
	}
	if (r < 0) {
		return r;
	}
	*whole = *whole && strcmp(hash, last->hash) == 0;
	if (*whole) {
		return 0;
	}
	return salvage ? keep_rest(to, before, last) : -EUCLEAN;
}

/* Copies all events of the last archived day, or none (−EUCLEAN): the rebuild reports what is
 * lost. */
static int copy_day(struct store *from, struct store *to, const struct checkpoint *last)
{
	_cleanup_free_ char *where =
		text_printf("WHERE seq BETWEEN %" PRId64 " AND %" PRId64, last->first, last->seq);
	_cleanup_free_ char *count = text_printf(
		"SELECT count(*) - %" PRId64 " FROM event", last->seq - last->first + 1);
	int64_t missing = 0;
	int r = store_exec(to, "SAVEPOINT day");

	if (r == 0) {
		r = store_copy_rows(from, to, "event", where, "");
	}
	if (r >= 0) {
		r = store_get_int(to, count, &missing);
	}
	if (r == 0 && missing != 0) {
		r = store_exec(to, "ROLLBACK TO day");
		r = r < 0 ? r : -EUCLEAN;
	}
	return store_exec(to, "RELEASE day") < 0 ? -EIO : r;
}

int checkpoint_seed(struct store *from, struct store *to, bool salvage, bool *ret_whole)
{
	_cleanup_(checkpoint_done) struct checkpoint last = {0};
	bool whole = true;
	int gap = 0;
	int r = checkpoint_last(from, &last);

	*ret_whole = false;
	if (r == 0) {
		r = store_copy_rows(from, to, "checkpoint", "", "");
		r = r == 0 ? -EUCLEAN : MIN_OF(r, 0);
	}
	if (r == 0) {
		r = copy_frozen(from, to, &last, salvage, &whole);
	}
	if (r == 0 && !whole && !salvage) {
		r = -EUCLEAN;
	}
	if (r == 0) {
		r = put_state(to, &last);
	}
	if (r == 0) {
		gap = copy_day(from, to, &last);
		r = gap == -EUCLEAN ? 0 : gap;
	}
	if (r == 0) {
		r = check_seed(to, &last, salvage, &whole);
	}
	*ret_whole = r == 0 && whole && gap == 0;
	return r == 0 && gap < 0 ? -ENODATA : r;
}

int checkpoint_hash_file(const char *path, const atomic_bool *stop, char ret[CHECKPOINT_HASH + 1])
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	_cleanup_free_ unsigned char *bytes = memory_new(READ_BYTES, 1);
	crypto_hash_sha256_state hash;
	ssize_t n;

	if (fd < 0) {
		return -errno;
	}
	(void)crypto_hash_sha256_init(&hash);
	while ((n = read(fd, bytes, READ_BYTES)) > 0) {
		(void)crypto_hash_sha256_update(&hash, bytes, (unsigned long long)n);
		if (stop && atomic_load(stop)) {
			return -ECANCELED;
		}
	}
	if (n < 0) {
		return -errno;
	}
	hash_end(&hash, ret);
	return 0;
}
