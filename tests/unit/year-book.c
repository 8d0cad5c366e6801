/* SPDX-License-Identifier: Apache-2.0 */
#include "year-book.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"
#include "queue/archive.h"
#include "queue/files.h"
#include "queue/replace.h"

enum { PAGE = 4096 };

void book_init(struct book *book, struct fixture *f)
{
	*book = (struct book){
		.f = f, .tickets = memory_new(BOOK_TICKETS, sizeof(struct book_ticket))};
}

static void forget_backup(struct book_backup *backup)
{
	if (backup->path) {
		(void)unlink(backup->path);
	}
	free(TAKE_PTR(backup->path));
	free(TAKE_PTR(backup->gone));
}

void book_done(struct book *book)
{
	for (int i = 0; i < BOOK_BACKUPS; i++) {
		forget_backup(&book->backups[i]);
	}
	free(TAKE_PTR(book->tickets));
}

void book_add(struct book *book, const struct ticket *ticket)
{
	struct book_ticket *row = &book->tickets[book->n];

	assert_true(book->n < BOOK_TICKETS);
	assert_true(book->n == 0 || ticket->id > row[-1].id);
	row->id = ticket->id;
	row->number = ticket->number;
	text_copy_cut(row->text, sizeof(row->text), ticket->text);
	text_copy_cut(row->series, sizeof(row->series), ticket->series);
	book->n++;
}

int64_t book_recent(const struct book *book, int back)
{
	int64_t id = 0;

	for (int i = book->n - 1; i >= 0 && back >= 0; i--) {
		if (!book->tickets[i].gone) {
			id = book->tickets[i].id;
			back--;
		}
	}
	return id;
}

/* ---- what must hold ---- */

static void check_log(const struct book *book)
{
	_cleanup_free_ char *report = NULL;
	struct store_verified verified = {0};
	int r = store_verify_chain(book->f->dir, &verified, &report);

	if (r < 0) {
		print_error("%s\n", report ? report : "?");
	}
	assert_int_equal(r, 0);
	assert_int_equal(verified.last, model_seq(queue_model(book->f->queue)));
	assert_string_equal(verified.missing, "");
	assert_int_equal(verified.from, 1);
}

static void check_tables(const struct book *book)
{
	_cleanup_(check_report_done) struct check_report report = {0};
	int64_t tickets = 0;

	assert_int_equal(check_database(book->f->dir, &report), 0);
	if (report.violations > 0) {
		print_error("%s\n", report.said.data);
	}
	assert_int_equal(report.violations, 0);
	assert_int_equal(report.unseen, 0);
	assert_int_equal(
		store_get_int(queue_store(book->f->queue), "SELECT count(*) FROM ticket", &tickets),
		0);
	assert_int_equal(tickets, book->n - book->n_gone);
	/* Without a page of the log the checker cannot replay it. */
	assert_true(report.lost > 0 || report.tickets == tickets);
	assert_true(report.lost == 0 || book->lost_log);
}

/* A slip of before a restore opens nobody's ticket, and nobody waits for its number. */
static void check_gone(struct store *store, const struct book_ticket *row)
{
	_cleanup_free_ char *sql = text_printf(
		"SELECT count(*) FROM ticket WHERE day = '%s' AND series = '%s' AND number = %d",
		row->day, row->series, row->number);
	struct ticket ticket;
	int64_t n = 0;

	assert_int_equal(store_ticket(store, row->id, &ticket), -ENOENT);
	assert_int_equal(store_get_int(store, sql, &n), 0);
	if (n > 0) {
		print_error("%s of %s was given again after a restore\n", row->text, row->day);
	}
	assert_int_equal(n, 0);
}

void book_check(const struct book *book, int stride)
{
	struct store *store = queue_store(book->f->queue);

	check_log(book);
	check_tables(book);
	for (int i = 0; i < book->n; i++) {
		const struct book_ticket *row = &book->tickets[i];
		struct ticket ticket = {0};

		if (row->gone) {
			check_gone(store, row);
		} else if (i % stride == 0) {
			assert_int_equal(store_ticket(store, row->id, &ticket), 0);
			assert_string_equal(ticket.text, row->text);
		}
	}
}

/* ---- backups ---- */

void book_back_up(struct book *book)
{
	struct book_backup *backup = &book->backups[book->made % BOOK_BACKUPS];
	struct store_facts facts;

	forget_backup(backup);
	backup->path = text_printf("%s/backup-%d", book->f->dir, book->made++);
	backup->n = book->n;
	backup->gone = memory_new((size_t)book->n + 1, sizeof(bool));
	for (int i = 0; i < book->n; i++) {
		backup->gone[i] = book->tickets[i].gone;
	}
	assert_int_equal(store_backup(queue_store(book->f->queue), backup->path, NULL, &facts), 0);
	assert_int_equal(facts.seq, model_seq(queue_model(book->f->queue)));
}

static void reopen(struct book *book)
{
	struct fixture *f = book->f;

	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
}

/* What the backup does not know is gone; what was gone when it was made, too, and no more. */
static void turn_back(struct book *book, const struct book_backup *backup)
{
	struct store *store = queue_store(book->f->queue);

	book->n_gone = 0;
	for (int i = 0; i < book->n; i++) {
		struct book_ticket *row = &book->tickets[i];
		bool gone = i >= backup->n || backup->gone[i];
		struct ticket ticket = {0};

		if (gone && !row->gone) {
			assert_int_equal(store_ticket(store, row->id, &ticket), 0);
			memcpy(row->day, ticket.day, sizeof(row->day));
		}
		row->gone = gone;
		book->n_gone += gone;
	}
}

void book_restore(struct book *book, int which)
{
	const struct book_backup *backup = &book->backups[which % BOOK_BACKUPS];
	struct fixture *f = book->f;
	struct restore_options options = {.volatile_ok = true, .now = f->now};
	struct store_restored done = {0};

	if (!backup->path) {
		return;
	}
	turn_back(book, backup);
	queue_close(TAKE_PTR(f->queue));
	assert_int_equal(store_restore(f->dir, backup->path, &options, &done), 0);
	assert_non_null(done.aside);
	(void)unlink(done.aside);
	store_restored_done(&done);
	reopen(book);
	book->restores++;
	book_check(book, 1);
}

/* ---- the years before ---- */

/* How many events the log lacks, of damage that nothing could read. */
static int64_t lost_events(struct book *book)
{
	_cleanup_(check_report_done) struct check_report report = {0};

	assert_int_equal(check_database(book->f->dir, &report), 0);
	return report.lost;
}

void book_archive(struct book *book, int pieces)
{
	struct store *store = queue_store(book->f->queue);
	_cleanup_(checkpoint_done) struct checkpoint made = {0};
	struct archive_due due;
	bool more = false;
	int r = archive_find_due(store, ARCHIVE_DAYS_LEAST, &due);

	if (r == 0) {
		r = archive_make(store, book->f->dir, &due, NULL, &made);
		if (r == -EBADMSG && book->lost_log && lost_events(book) > 0) {
			return; /* what a log with a gap does not prove stays where it is */
		}
		assert_int_equal(r, 0);
		assert_int_equal(archive_cut_piece(store, &made, &more), 0);
		book->archives++;
	} else {
		assert_int_equal(r, -ENOENT);
		more = true; /* the power may have gone in the middle */
	}
	while (more && pieces-- > 0) {
		assert_int_equal(archive_cut_piece(store, NULL, &more), 0);
	}
}

/* ---- damage ---- */

/* The which-th of the pages that are in use, 1 …. */
static int64_t choose_page(const char *path, unsigned which, bool log_too)
{
	_cleanup_free_ char *pages =
		text_printf("FROM dbstat WHERE name <> '%s'", log_too ? "" : "event");
	_cleanup_free_ char *count = text_printf("SELECT count(*) %s", pages);
	_cleanup_(store_closep) struct store *store = NULL;
	_cleanup_free_ char *sql = NULL;
	int64_t n = 0;
	int64_t page = 0;

	assert_int_equal(store_open_file(path, &store), 0);
	assert_int_equal(store_get_int(store, count, &n), 0);
	assert_true(n > 1);
	sql = text_printf("SELECT pageno %s ORDER BY pageno LIMIT 1 OFFSET %lld", pages,
		(long long)(which % n));
	assert_int_equal(store_get_int(store, sql, &page), 0);
	return page;
}

static void zero_page(const char *path, int64_t page)
{
	static const char zeros[PAGE];
	_cleanup_fclose_ FILE *file = fopen(path, "r+e");

	assert_non_null(file);
	assert_int_equal(fseek(file, (long)(page - 1) * PAGE, SEEK_SET), 0);
	assert_int_equal(fwrite(zeros, sizeof(zeros), 1, file), 1);
}

void book_lose_page(struct book *book, unsigned which, bool log_too)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", book->f->dir);
	_cleanup_free_ char *mark = text_printf("%s/" STORE_REBUILT, book->f->dir);
	_cleanup_free_ char *aside = text_printf("%s." FILES_DAMAGED "-1", path);

	queue_close(TAKE_PTR(book->f->queue));
	zero_page(path, choose_page(path, which, log_too));
	book->lost_log |= log_too;
	book->lost++;
	assert_int_equal(store_mark_suspect(book->f->dir), 0);
	reopen(book);
	book->rebuilds += unlink(mark) == 0;
	(void)unlink(aside); /* each is as large as the database */
	book_check(book, 1);
}
