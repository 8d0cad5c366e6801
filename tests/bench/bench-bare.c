/* SPDX-License-Identifier: Apache-2.0 */
/* The measure for all the rest: one row, one transaction, on the same disk. Prints JSON. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "bench/bench-http.h"

static void run_sql(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		bench_fail("%s: %s", sql, message);
	}
}

static sqlite3 *open_database(const char *path)
{
	sqlite3 *db = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK) {
		bench_fail("%s: %s", path, sqlite3_errmsg(db));
	}
	run_sql(db, "PRAGMA journal_mode = WAL");
	run_sql(db, "PRAGMA synchronous = FULL");
	run_sql(db,
		"CREATE TABLE IF NOT EXISTS ticket (id INTEGER PRIMARY KEY, number TEXT NOT "
		"NULL, service TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL) STRICT");
	return db;
}

static void insert(sqlite3 *db, sqlite3_stmt *statement, int64_t at_us)
{
	static const char data[] = "{\"at\":\"2026-11-23T08:01:02.123+07:00\",\"number\":\"A001\","
				   "\"service\":\"A\",\"lane\":\"regular\",\"state\":\"WAITING\","
				   "\"language\":\"vi\",\"ahead\":4,\"wait_estimate_s\":840}";

	sqlite3_bind_text(statement, 1, "A001", -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, "A", -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, at_us);
	sqlite3_bind_text(statement, 4, data, -1, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_DONE) {
		bench_fail("insert: %s", sqlite3_errmsg(db));
	}
	sqlite3_reset(statement);
}

int main(int argc, char *argv[])
{
	sqlite3_stmt *statement = NULL;
	int64_t count = 0;
	int64_t began_us;
	int64_t *us;
	double seconds;
	sqlite3 *db;

	if (argc != 3 || text_parse_int(argv[2], 1, 10000000, &count) < 0) {
		bench_fail("usage: bench-bare FILE COUNT");
	}
	db = open_database(argv[1]);
	us = memory_new((size_t)count, sizeof(*us));
	if (sqlite3_prepare_v2(db,
		    "INSERT INTO ticket (number, service, at, data) VALUES (?, ?, ?, ?)", -1,
		    &statement, NULL) != SQLITE_OK) {
		bench_fail("prepare: %s", sqlite3_errmsg(db));
	}
	began_us = clock_mono_us();
	for (int64_t i = 0; i < count; i++) {
		int64_t start_us = clock_mono_us();

		insert(db, statement, start_us);
		us[i] = clock_mono_us() - start_us;
	}
	seconds = (double)(clock_mono_us() - began_us) / 1e6;
	times_sort(us, (size_t)count);
	printf("{\"rate\": %.1f, \"median_us\": %.1f, \"seconds\": %.3f}\n",
		(double)count / seconds, times_at(us, (size_t)count, 0.5), seconds);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	free(us);
	return 0;
}
