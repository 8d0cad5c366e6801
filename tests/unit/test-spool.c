/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static struct spool spool;

static int empty(void **state)
{
	(void)state;
	memset(&spool, 0, sizeof(spool));
	return 0;
}

static void add(int64_t id, bool second)
{
	struct kiosk_ticket ticket = {.id = id};

	assert_int_equal(spool_add(&spool, &ticket, second), 0);
}

static void test_one_at_a_time_in_order(void **state)
{
	(void)state;
	add(1, false);
	add(2, false);
	assert_int_equal(spool_next(&spool)->ticket.id, 1);
	spool_started(&spool);
	assert_null(spool_next(&spool));
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_int_equal(spool_next(&spool)->ticket.id, 2);
}

static void test_who_stands_there_comes_before_second_prints(void **state)
{
	(void)state;
	add(1, true);
	add(2, true);
	spool_started(&spool);
	add(3, false);
	add(4, false);
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_int_equal(spool_next(&spool)->ticket.id, 3);
	spool_started(&spool);
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_int_equal(spool_next(&spool)->ticket.id, 4);
	spool_started(&spool);
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_int_equal(spool_next(&spool)->ticket.id, 2);
	assert_true(spool_next(&spool)->second_print);
}

static void test_a_ticket_is_not_printed_twice_by_accident(void **state)
{
	(void)state;
	add(1, false);
	add(1, false);
	assert_int_equal(spool.n_jobs, 1);
	add(1, true); /* the hub's list after a reconnection */
	assert_int_equal(spool.n_jobs, 1);
	assert_true(spool_next(&spool)->second_print);
	spool_started(&spool);
	add(1, false);
	assert_int_equal(spool.n_jobs, 1);
	add(1, true); /* staff ask for it again while it prints */
	assert_int_equal(spool.n_jobs, 2);
	assert_true(spool_has(&spool, 1));
}

static void test_results_are_kept_until_reported(void **state)
{
	uint64_t number;

	(void)state;
	add(1, false);
	spool_started(&spool);
	spool_ended(&spool, SPOOL_UNKNOWN, "offline");
	assert_int_equal(spool_report(&spool)->result, SPOOL_UNKNOWN);
	assert_string_equal(spool_report(&spool)->cause, "offline");
	number = spool_report(&spool)->number;
	/* While that is on its way the slip is printed again: the later result counts. */
	add(1, true);
	spool_started(&spool);
	spool_ended(&spool, SPOOL_PRINTED, "");
	spool_reported(&spool, number, true);
	assert_non_null(spool_report(&spool));
	assert_int_equal(spool_report(&spool)->result, SPOOL_PRINTED);
	spool_reported(&spool, spool_report(&spool)->number, true);
	assert_null(spool_report(&spool));
}

static void test_what_is_given_up_is_reported(void **state)
{
	(void)state;
	add(1, false);
	add(2, false);
	spool_started(&spool);
	spool_drop(&spool, 1, SPOOL_FAILED, "closed"); /* at the printer: not taken from it */
	assert_true(spool_has(&spool, 1));
	spool_drop(&spool, 2, SPOOL_FAILED, "paper_out");
	assert_false(spool_has(&spool, 2));
	spool_drop(&spool, 3, SPOOL_FAILED, "offline"); /* never was in: still reported */
	assert_int_equal(spool_report(&spool)->ticket, 2);
	assert_int_equal(spool.n_reports, 2);
}

static void test_another_history_leaves_nothing_to_say(void **state)
{
	(void)state;
	add(1, false);
	spool_started(&spool);
	add(2, false);
	spool_drop(&spool, 3, SPOOL_FAILED, "paper_out");
	spool_forget(&spool);
	assert_null(spool_report(&spool));
	assert_false(spool_has(&spool, 1));
	assert_false(spool_has(&spool, 2));
	/* Ticket 1 of the new history is another one than the slip that is at the printer. */
	add(1, false);
	assert_null(spool_next(&spool));
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_null(spool_report(&spool));
	assert_int_equal(spool_next(&spool)->ticket.id, 1);
	spool_started(&spool);
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_int_equal(spool_report(&spool)->ticket, 1);
}

static void test_a_second_print_of_the_kiosks_own_is_reported_as_one_more(void **state)
{
	(void)state;
	for (int result = SPOOL_PRINTED; result <= SPOOL_UNKNOWN; result++) {
		add(1, true);
		spool_set_uncounted(&spool, 1);
		spool_set_uncounted(&spool, 2); /* not in: nothing */
		spool_started(&spool);
		spool_ended(&spool, (enum spool_result)result, "");
		assert_int_equal(spool_report(&spool)->again, result != SPOOL_FAILED);
		spool_reported(&spool, spool_report(&spool)->number, true);
	}
	add(1, true); /* staff asked for it */
	spool_started(&spool);
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_false(spool_report(&spool)->again);
}

static void add_late(int64_t id)
{
	struct kiosk_ticket ticket = {.id = id};

	assert_int_equal(spool_add_late(&spool, &ticket), 0);
}

/* The hub's answer to the claim of the late slip that is next. */
static void answer_claim(int64_t ticket, bool taken)
{
	assert_true(spool_claim(&spool));
	assert_false(spool_claim(&spool)); /* once */
	assert_int_equal(spool_report(&spool)->ticket, ticket);
	assert_int_equal(spool_report(&spool)->result, SPOOL_UNKNOWN);
	assert_null(spool_next(&spool));
	spool_reported(&spool, spool_report(&spool)->number, taken);
	assert_null(spool_report(&spool));
}

static void test_a_late_slip_begins_when_the_hub_knows(void **state)
{
	(void)state;
	add_late(1);
	add_late(1);
	assert_int_equal(spool.n_jobs, 1);
	add_late(2);
	assert_null(spool_next(&spool));
	answer_claim(1, true);
	assert_int_equal(spool_next(&spool)->ticket.id, 1);
	assert_true(spool_next(&spool)->late);
	spool_started(&spool);
	assert_false(spool_claim(&spool));
	assert_false(spool_has_late(&spool, 1)); /* it is at the printer */
	spool_ended(&spool, SPOOL_PRINTED, "");
	assert_int_equal(spool_report(&spool)->result, SPOOL_PRINTED);
	assert_false(spool_report(&spool)->again);
	spool_reported(&spool, spool_report(&spool)->number, true);
	/* Staff printed it meanwhile: the hub wants no other. */
	answer_claim(2, false);
	assert_int_equal(spool.n_jobs, 0);
}

static void test_late_slips_are_behind_all_others(void **state)
{
	(void)state;
	add_late(1);
	assert_true(spool_claim(&spool));
	add(2, true);
	add(3, false);
	assert_int_equal(spool_next(&spool)->ticket.id, 3);
	assert_int_equal(spool.jobs[1].ticket.id, 2);
	spool_reported(&spool, spool_report(&spool)->number, true);
	assert_int_equal(spool_next(&spool)->ticket.id, 3);
	spool_started(&spool);
	add(4, false);
	assert_int_equal(spool.jobs[1].ticket.id, 4);
	/* Staff ask for the late one: it is one of theirs, and needs no claim. */
	add_late(5);
	add(5, true);
	assert_false(spool_has_late(&spool, 5));
	/* Given up while its claim is under way: the later report replaces the claim. */
	add_late(6);
	spool.printing = false;
	spool.jobs[0] = spool.jobs[spool.n_jobs - 1];
	spool.n_jobs = 1;
	assert_true(spool_claim(&spool));
	spool_drop(&spool, 6, SPOOL_LATER, "paper_out");
	assert_int_equal(spool.n_reports, 1);
	assert_int_equal(spool_report(&spool)->result, SPOOL_LATER);
}

static void test_full(void **state)
{
	struct kiosk_ticket ticket = {.id = 1000};

	(void)state;
	for (int i = 1; i <= SPOOL_JOBS_MAX; i++) {
		add(i, true);
	}
	assert_int_equal(spool_add(&spool, &ticket, false), -ENOBUFS);
	assert_int_equal(spool_add_late(&spool, &ticket), -ENOBUFS);
	for (int i = 0; i < SPOOL_REPORTS_MAX + 10; i++) {
		spool_drop(&spool, 5000 + i, SPOOL_FAILED, "");
	}
	assert_int_equal(spool.n_reports, SPOOL_REPORTS_MAX);
	assert_int_equal(spool_report(&spool)->ticket, 5010);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_one_at_a_time_in_order, empty),
		cmocka_unit_test_setup(test_who_stands_there_comes_before_second_prints, empty),
		cmocka_unit_test_setup(test_a_ticket_is_not_printed_twice_by_accident, empty),
		cmocka_unit_test_setup(test_results_are_kept_until_reported, empty),
		cmocka_unit_test_setup(test_what_is_given_up_is_reported, empty),
		cmocka_unit_test_setup(test_another_history_leaves_nothing_to_say, empty),
		cmocka_unit_test_setup(
			test_a_second_print_of_the_kiosks_own_is_reported_as_one_more, empty),
		cmocka_unit_test_setup(test_a_late_slip_begins_when_the_hub_knows, empty),
		cmocka_unit_test_setup(test_late_slips_are_behind_all_others, empty),
		cmocka_unit_test_setup(test_full, empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
