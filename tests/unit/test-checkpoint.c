/* SPDX-License-Identifier: Apache-2.0 */
/* A checkpoint by itself: it knows its rows, chains with the one before, and a database that goes
 * on from it has them or says that it has not. Archives as a whole: test-archive.c. */
#include "queue/checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/store-internal.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void exec(struct fixture *f, const char *sql)
{
	assert_int_equal(store_exec(queue_store(f->queue), sql), 0);
}

/* Two tickets, one of them served, and a count of dossiers. */
static void live(struct fixture *f)
{
	struct command finish = {
		.kind = COMMAND_FINISH, .counter = 1, .dossiers = {.has = {true}, .n = {2}}};

	fixture_open(f, 1, "s1");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_issue(f, "B", LANE_PRIORITY);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	fixture_pass_s(f, 60);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 60);
	fixture_run(f, &finish);
	assert_int_equal(f->answer.error, ERROR_NONE);
}

static struct checkpoint take(struct fixture *f, const char *before)
{
	struct checkpoint checkpoint = {
		.seq = model_seq(queue_model(f->queue)), .file = "a.db", .file_hash = HASH};

	assert_int_equal(checkpoint_take(queue_store(f->queue), before, &checkpoint), 0);
	assert_int_equal(strlen(checkpoint.hash), CHECKPOINT_HASH);
	return checkpoint;
}

static void test_it_knows_the_rows_that_it_was_taken_of(void **state)
{
	static const struct {
		const char *sql;
		int expected;
	} cases[] = {
		{"UPDATE ticket SET note = 'x' WHERE id = 1", -EBADMSG},
		{"UPDATE segment SET staff = 's2'", -EBADMSG},
		{"UPDATE session SET pauses = 3", -EBADMSG}, {"UPDATE day SET floor = 9", -EBADMSG},
		{"DELETE FROM segment", -EBADMSG},
		{"UPDATE clock SET day_guessed = 1", -EBADMSG}, /* of the state beside them */
		{"INSERT INTO device VALUES ('x', 'ok', 'none', '', 0, 0, 0)", -EBADMSG},
		{"UPDATE dossier SET note = 'x'", 0}, /* they may be taken back at any time */
	};
	struct fixture *f = *state;
	_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};

	live(f);
	checkpoint = take(f, "");
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		assert_int_equal(store_begin(queue_store(f->queue)), 0);
		exec(f, cases[i].sql);
		if (checkpoint_compare(queue_store(f->queue), &checkpoint, "") !=
			cases[i].expected) {
			fail_msg("after %s", cases[i].sql);
		}
		store_rollback(queue_store(f->queue));
		assert_int_equal(checkpoint_compare(queue_store(f->queue), &checkpoint, ""), 0);
	}
}

/* The day goes on; what is past stays, and so does its hash. */
static void test_what_comes_later_does_not_matter_to_the_hash(void **state)
{
	struct fixture *f = *state;
	_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};
	char hash[CHECKPOINT_HASH + 1];

	live(f);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	checkpoint = take(f, "");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_open(f, 1, "s1");
	assert_int_equal(checkpoint_hash(queue_store(f->queue), &checkpoint, "", hash), 0);
	assert_string_equal(hash, checkpoint.hash);
	assert_int_equal(checkpoint_compare(queue_store(f->queue), &checkpoint, ""), -EBADMSG);
}

static void test_each_hash_is_also_of_the_one_before_and_of_the_numbers(void **state)
{
	struct fixture *f = *state;
	_cleanup_(checkpoint_done) struct checkpoint first = {0};
	_cleanup_(checkpoint_done) struct checkpoint second = {0};
	char hash[CHECKPOINT_HASH + 1];

	live(f);
	first = take(f, "");
	second = take(f, first.hash);
	assert_string_not_equal(first.hash, second.hash);
	assert_int_equal(checkpoint_compare(queue_store(f->queue), &second, first.hash), 0);
	assert_int_equal(checkpoint_compare(queue_store(f->queue), &second, ""), -EBADMSG);
	second.first++;
	assert_int_equal(checkpoint_hash(queue_store(f->queue), &second, first.hash, hash), 0);
	assert_string_not_equal(hash, second.hash);
	free(second.state);
	second.state = text_dup("[]");
	assert_int_equal(
		checkpoint_hash(queue_store(f->queue), &second, first.hash, hash), -EBADMSG);
}

static void test_checkpoints_are_found(void **state)
{
	struct fixture *f = *state;
	struct store *store = queue_store(f->queue);
	struct checkpoint found = {0};
	int64_t first = 0;

	assert_int_equal(checkpoint_last(store, &found), -ENOENT);
	assert_int_equal(checkpoint_after(store, 0, &found), -ENOENT);
	assert_int_equal(checkpoint_first(store, &first), 0);
	assert_int_equal(first, 1);
	for (int i = 1; i <= 3; i++) {
		struct checkpoint one = {.seq = 10 * i,
			.first = 10 * i - 2,
			.state = (char *)"{}",
			.hash = HASH,
			.file = "a.db"};

		assert_int_equal(checkpoint_write(store, &one), 0);
	}
	assert_int_equal(checkpoint_first(store, &first), 0);
	assert_int_equal(first, 28);
	assert_int_equal(checkpoint_last(store, &found), 0);
	assert_int_equal(found.seq, 30);
	checkpoint_done(&found);
	assert_int_equal(checkpoint_after(store, 10, &found), 0);
	assert_int_equal(found.seq, 20);
	checkpoint_done(&found);
	assert_int_equal(checkpoint_of_event(store, 11, &found), 0);
	assert_int_equal(found.seq, 20);
	checkpoint_done(&found);
	assert_int_equal(checkpoint_of_event(store, 10, &found), 0);
	assert_int_equal(found.seq, 10);
	checkpoint_done(&found);
	assert_int_equal(checkpoint_of_event(store, 31, &found), -ENOENT);
	assert_int_equal(checkpoint_after(store, 30, &found), -ENOENT);
}

/* A row that makes no sense is damage: a file elsewhere is never opened. */
static void test_a_row_that_makes_no_sense_is_refused(void **state)
{
	static const char *const changes[] = {
		"UPDATE checkpoint SET hash = 'ab'",
		"UPDATE checkpoint SET file = ''",
		"UPDATE checkpoint SET file = '../a.db'",
		"UPDATE checkpoint SET file_hash = printf('%080d', 1)",
	};
	struct fixture *f = *state;
	struct store *store = queue_store(f->queue);
	const struct checkpoint one = {
		.seq = 1, .first = 1, .state = (char *)"{}", .hash = HASH, .file = "a.db"};
	struct checkpoint found;

	assert_int_equal(checkpoint_write(store, &one), 0);
	for (size_t i = 0; i < ELEMENTS(changes); i++) {
		assert_int_equal(store_begin(store), 0);
		exec(f, changes[i]);
		assert_int_equal(checkpoint_last(store, &found), -EBADMSG);
		store_rollback(store);
	}
	assert_int_equal(checkpoint_last(store, &found), 0);
	assert_string_equal(found.file, "a.db");
	checkpoint_done(&found);
}

/* An empty database that goes on from the newest checkpoint, after sql in the one it is of. */
static int seed(struct fixture *f, const char *sql, bool salvage, bool *ret_whole)
{
	_cleanup_(store_closep) struct store *to = NULL;
	struct store *from = queue_store(f->queue);
	int64_t tickets = 0;
	int r;

	assert_int_equal(store_open_scratch(&to), 0);
	assert_int_equal(store_begin(to), 0);
	assert_int_equal(store_begin(from), 0);
	exec(f, sql);
	r = checkpoint_seed(from, to, salvage, ret_whole);
	if (r == 0) {
		assert_int_equal(store_get_int(to, "SELECT count(*) FROM ticket", &tickets), 0);
		assert_int_equal(tickets, *ret_whole ? 2 : 1);
	}
	store_rollback(from);
	return r;
}

static void test_a_database_goes_on_from_it_or_says_what_is_lost(void **state)
{
	struct fixture *f = *state;
	_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};
	bool whole;

	assert_int_equal(seed(f, "SELECT 1", false, &whole), -ENOENT);
	live(f);
	checkpoint = take(f, "");
	assert_int_equal(checkpoint_write(queue_store(f->queue), &checkpoint), 0);
	assert_int_equal(seed(f, "SELECT 1", false, &whole), 0);
	assert_true(whole);
	assert_int_equal(seed(f, "DELETE FROM ticket WHERE id = 1", false, &whole), -EUCLEAN);
	assert_false(whole);
	assert_int_equal(seed(f, "DELETE FROM ticket WHERE id = 1", true, &whole), 0);
	assert_false(whole);
	assert_int_equal(seed(f,
				 "DROP TRIGGER event_is_not_deleted;"
				 "DELETE FROM event WHERE kind = 'call'",
				 false, &whole),
		-ENODATA);
	assert_false(whole);
}

static void test_the_hash_of_a_file(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/file", f->dir);
	atomic_bool stop = true;
	char hash[CHECKPOINT_HASH + 1];

	assert_int_equal(checkpoint_hash_file(path, NULL, hash), -ENOENT);
	assert_int_equal(text_write_file(path, "abc", 3, 0600), 0);
	assert_int_equal(checkpoint_hash_file(path, NULL, hash), 0); /* FIPS 180-4's example */
	assert_string_equal(
		hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(checkpoint_hash_file(path, &stop, hash), -ECANCELED);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_it_knows_the_rows_that_it_was_taken_of),
		WITH_QUEUE(test_what_comes_later_does_not_matter_to_the_hash),
		WITH_QUEUE(test_each_hash_is_also_of_the_one_before_and_of_the_numbers),
		WITH_QUEUE(test_checkpoints_are_found),
		WITH_QUEUE(test_a_row_that_makes_no_sense_is_refused),
		WITH_QUEUE(test_a_database_goes_on_from_it_or_says_what_is_lost),
		WITH_QUEUE(test_the_hash_of_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
