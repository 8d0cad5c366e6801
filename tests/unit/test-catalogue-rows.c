/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue in the database: an import is taken as a whole or not at all, and can be taken
 * back; the log alone gives the same table. */
#include "queue/catalogue-rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/store-internal.h"

enum { MANY = 300 };

/* The content of a record, and its id, which here is any hex number. */
static void put_id(char ret[LIMIT_RECORD_ID + 1], int content)
{
	ret[0] = '\0';
	if (content) {
		(void)snprintf(ret, LIMIT_RECORD_ID + 1, "%032x", (unsigned)content);
	}
}

static void add(struct fixture *f, int first, int n)
{
	struct command command = {.kind = COMMAND_RECORDS, .records = json_object()};
	char id[LIMIT_RECORD_ID + 1];

	for (int content = first; content < first + n; content++) {
		put_id(id, content);
		(void)json_object_set_new(
			command.records, id, json_sprintf("{\"content\":%d}", content));
	}
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	command_done(&command);
}

static int64_t version(struct fixture *f)
{
	struct catalogue_row last = {0};

	assert_int_equal(catalogue_rows_last(queue_store(f->queue), &last), 0);
	json_decref(last.summary);
	return last.seq;
}

/* One more change: contents by number, 0 none. */
static void change(json_t *changes, const char *key, int now, int former)
{
	char now_id[LIMIT_RECORD_ID + 1];
	char former_id[LIMIT_RECORD_ID + 1];

	put_id(now_id, now);
	put_id(former_id, former);
	(void)json_array_append_new(changes, json_pack("[s, s, s]", key, now_id, former_id));
}

/* Takes over changes. */
static enum command_error import(struct fixture *f, json_t *changes, int64_t seq)
{
	struct command command = {.kind = COMMAND_CATALOGUE,
		.catalogue_seq = seq,
		.catalogue = json_pack(
			"{s:o, s:{s:s}}", "changes", changes, "summary", "file", "list.tsv")};

	text_copy_cut(command.actor, sizeof(command.actor), "manager");
	fixture_run(f, &command);
	command_done(&command);
	return f->answer.error;
}

static enum command_error undo(struct fixture *f, int64_t seq)
{
	struct command command = {.kind = COMMAND_CATALOGUE_UNDO, .catalogue_seq = seq};

	fixture_run(f, &command);
	return f->answer.error;
}

static int note(const char *key, const char *id, const char *json, void *userdata)
{
	(void)id;
	textbuf_printf(userdata, "%s=%s ", key, json);
	return 0;
}

static void assert_catalogue(struct fixture *f, const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};

	textbuf_add(&text, "");
	assert_int_equal(catalogue_rows_each(queue_store(f->queue), "", note, &text), 0);
	assert_string_equal(text.data, expected);
}

static int64_t count(struct fixture *f, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(store_get_int(queue_store(f->queue), sql, &n), 0);
	return n;
}

/* Records a = 1 and b = 2. */
static void first_import(struct fixture *f)
{
	json_t *changes = json_array();

	add(f, 1, 2);
	change(changes, "a", 1, 0);
	change(changes, "b", 2, 0);
	assert_int_equal(import(f, changes, 0), ERROR_NONE);
	assert_int_equal(f->n_events, 1);
	assert_non_null(strstr(f->events[0].data, "\"n\":2"));
}

/* b changes, c is new, a goes. */
static void second_import(struct fixture *f)
{
	json_t *changes = json_array();

	add(f, 3, 2);
	change(changes, "a", 0, 1);
	change(changes, "b", 3, 2);
	change(changes, "c", 4, 0);
	assert_int_equal(import(f, changes, version(f)), ERROR_NONE);
}

static void test_an_import_is_taken_and_taken_back(void **state)
{
	struct fixture *f = *state;
	struct catalogue_row last = {0};

	assert_int_equal(undo(f, 0), ERROR_NOT_ALLOWED);
	first_import(f);
	assert_catalogue(f, "a={\"content\":1} b={\"content\":2} ");
	assert_int_equal(catalogue_rows_last(queue_store(f->queue), &last), 0);
	assert_int_equal(last.seq, f->answer.seq);
	assert_string_equal(last.actor, "manager");
	assert_string_equal(json_string_value(json_object_get(last.summary, "file")), "list.tsv");
	json_decref(last.summary);
	second_import(f);
	assert_catalogue(f, "b={\"content\":3} c={\"content\":4} ");
	fixture_reopen(f); /* compares the table with the log */
	assert_int_equal(undo(f, version(f) - 1), ERROR_CHANGED);
	assert_int_equal(undo(f, version(f)), ERROR_NONE);
	assert_catalogue(f, "a={\"content\":1} b={\"content\":2} ");
	/* Once: the import before is not the last one. */
	assert_int_equal(undo(f, version(f)), ERROR_NOT_ALLOWED);
	fixture_reopen(f);
	assert_catalogue(f, "a={\"content\":1} b={\"content\":2} ");
	second_import(f);
	fixture_verify(f);
}

static void test_what_does_not_fit_changes_nothing(void **state)
{
	struct fixture *f = *state;
	json_t *changes = json_array();
	int64_t seq;

	first_import(f);
	seq = model_seq(queue_model(f->queue));
	/* The content was never added. */
	change(changes, "c", 9, 0);
	assert_int_equal(import(f, json_incref(changes), version(f)), ERROR_CHANGED);
	/* Another import came first. */
	add(f, 9, 1);
	assert_int_equal(import(f, changes, 0), ERROR_CHANGED);
	assert_int_equal(import(f, json_pack("[[s, s]]", "c", "x"), version(f)), ERROR_BAD_FIELD);
	assert_int_equal(import(f, json_null(), version(f)), ERROR_BAD_FIELD);
	assert_int_equal(model_seq(queue_model(f->queue)), seq);
	assert_catalogue(f, "a={\"content\":1} b={\"content\":2} ");
}

/* Two that were compared with the same catalogue, in one transaction. */
static void test_of_two_imports_at_once_one_is_taken(void **state)
{
	struct fixture *f = *state;
	struct command commands[2] = {{.kind = COMMAND_CATALOGUE}, {.kind = COMMAND_CATALOGUE}};
	const struct command *const both[] = {&commands[0], &commands[1]};
	struct answer answers[2];
	struct published *events;
	size_t n;

	add(f, 1, 2);
	for (int i = 0; i < 2; i++) {
		json_t *changes = json_array();

		change(changes, i ? "b" : "a", i + 1, 0);
		commands[i].catalogue = json_pack("{s:o, s:{}}", "changes", changes, "summary");
	}
	queue_run(f->queue, both, 2, &f->now, answers, &events, &n);
	queue_free_events(events, n);
	assert_int_equal(answers[0].error, ERROR_NONE);
	assert_int_equal(answers[1].error, ERROR_CHANGED);
	assert_catalogue(f, "a={\"content\":1} ");
	command_done(&commands[0]);
	command_done(&commands[1]);
	fixture_verify(f);
}

/* Contents of imports that did not come, and of long ago, do not pile up; what an undo needs and
 * what is just being added stay. */
static void test_contents_of_no_use_go(void **state)
{
	struct fixture *f = *state;
	static const char contents[] = "SELECT count(*) FROM procedure_record";
	json_t *changes = json_array();

	add(f, 1000, MANY); /* its import never comes */
	first_import(f);
	assert_int_equal(count(f, contents), MANY + 2);
	for (int i = 0; i < MANY; i += 16) {
		add(f, 3, 1);
	}
	assert_int_equal(count(f, contents), 3);
	change(changes, "a", 3, 1);
	assert_int_equal(import(f, changes, version(f)), ERROR_NONE);
	add(f, 5, 1);
	assert_int_equal(count(f, contents), 4); /* 1 … 3 and 5 */
	assert_int_equal(undo(f, version(f)), ERROR_NONE);
	assert_catalogue(f, "a={\"content\":1} b={\"content\":2} ");
	fixture_verify(f);
}

static void test_a_forged_row_is_found(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *report = NULL;
	_cleanup_free_ char *json = NULL;
	int64_t events;

	first_import(f);
	assert_int_equal(catalogue_rows_find(queue_store(f->queue), "b", &json), 0);
	assert_string_equal(json, "{\"content\":2}");
	assert_int_equal(catalogue_rows_find(queue_store(f->queue), "z", &json), -ENOENT);
	assert_int_equal(store_exec(queue_store(f->queue),
				 "UPDATE procedure SET record = (SELECT record FROM procedure "
				 "WHERE key = 'a') WHERE key = 'b'"),
		0);
	assert_int_equal(store_verify(f->dir, &events, &report), -EUCLEAN);
	assert_non_null(strstr(report, "procedure b"));
	free(TAKE_PTR(report));
	assert_int_equal(store_exec(queue_store(f->queue), "DELETE FROM procedure_record"), 0);
	assert_int_equal(store_verify(f->dir, &events, &report), -EUCLEAN);
	assert_non_null(strstr(report, "procedure a: its record is missing"));
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_an_import_is_taken_and_taken_back),
		WITH_QUEUE(test_what_does_not_fit_changes_nothing),
		WITH_QUEUE(test_of_two_imports_at_once_one_is_taken),
		WITH_QUEUE(test_contents_of_no_use_go),
		WITH_QUEUE(test_a_forged_row_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
