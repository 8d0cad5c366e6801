/* SPDX-License-Identifier: Apache-2.0 */
/* A lane of waiting tickets beside a plain list that is sorted anew each time. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "queue/model-internal.h"

enum { TICKETS = 200, STEPS = 4000 };

struct hall {
	struct ticket tickets[TICKETS];
	struct ticket *waiting[TICKETS]; /* what must stand in the lane, sorted by place */
	int n;
	struct ticket_lane list;
	unsigned seed;
};

static int set_up(void **state)
{
	struct hall *hall = calloc(1, sizeof(*hall));

	assert_non_null(hall);
	for (int i = 0; i < TICKETS; i++) {
		hall->tickets[i].id = i + 1;
		hall->tickets[i].place = i * 10;
	}
	hall->seed = 20261128;
	*state = hall;
	return 0;
}

static int tear_down(void **state)
{
	struct hall *hall = *state;

	free(hall->list.ticket);
	free(hall);
	return 0;
}

static unsigned draw(struct hall *hall, unsigned below)
{
	hall->seed = hall->seed * 1103515245u + 12345u;
	return (hall->seed >> 16) % below;
}

static void assert_same(const struct hall *hall)
{
	assert_int_equal(hall->list.n, hall->n);
	for (int i = 0; i < hall->n; i++) {
		assert_ptr_equal(hall->list.ticket[hall->list.head + i], hall->waiting[i]);
		assert_int_equal(ticket_lane_index(&hall->list, hall->waiting[i]), i);
	}
	assert_true(hall->list.head + hall->list.n <= hall->list.capacity || hall->n == 0);
}

static int compare(const void *a, const void *b)
{
	const struct ticket *one = *(struct ticket *const *)a;
	const struct ticket *other = *(struct ticket *const *)b;

	return model_place_before(one, other) ? -1 : 1;
}

static void insert(struct hall *hall, struct ticket *ticket)
{
	ticket_lane_insert(&hall->list, ticket);
	hall->waiting[hall->n++] = ticket;
	qsort(hall->waiting, (size_t)hall->n, sizeof(hall->waiting[0]), compare);
}

static void remove_at(struct hall *hall, int at)
{
	ticket_lane_remove(&hall->list, hall->waiting[at]);
	hall->n--;
	memmove(hall->waiting + at, hall->waiting + at + 1,
		(size_t)(hall->n - at) * sizeof(hall->waiting[0]));
}

static bool waits(const struct hall *hall, const struct ticket *ticket)
{
	for (int i = 0; i < hall->n; i++) {
		if (hall->waiting[i] == ticket) {
			return true;
		}
	}
	return false;
}

/* As on a morning: who comes stands at the end, who is called leaves from the front. */
static void test_first_come_first_out(void **state)
{
	struct hall *hall = *state;
	int next = 0;

	for (int round = 0; round < 10; round++) {
		for (int i = 0; i < 20; i++) {
			insert(hall, &hall->tickets[next++]);
			assert_same(hall);
		}
		while (hall->n > 5 - round / 2) {
			remove_at(hall, 0);
			assert_same(hall);
		}
	}
	/* The room of those that left is used again: 200 came, 25 at most stood there at once. */
	assert_true(hall->list.capacity < TICKETS);
}

static void test_any_order(void **state)
{
	struct hall *hall = *state;

	for (int step = 0; step < STEPS; step++) {
		struct ticket *ticket = &hall->tickets[draw(hall, TICKETS)];

		if (!waits(hall, ticket)) {
			ticket->place = draw(hall, TICKETS) * 10; /* two may have the same place */
			insert(hall, ticket);
		} else if (hall->n > 0 && draw(hall, 3) > 0) {
			remove_at(hall, (int)draw(hall, (unsigned)hall->n));
		}
		assert_same(hall);
	}
	while (hall->n > 0) {
		remove_at(hall, hall->n - 1);
		assert_same(hall);
	}
	assert_int_equal(hall->list.head, 0);
}

static void test_who_does_not_stand_there_is_not_taken_out(void **state)
{
	struct hall *hall = *state;

	ticket_lane_remove(&hall->list, &hall->tickets[1]);
	assert_same(hall);
	insert(hall, &hall->tickets[0]);
	insert(hall, &hall->tickets[2]);
	ticket_lane_remove(&hall->list, &hall->tickets[1]); /* its place is between the two */
	ticket_lane_remove(&hall->list, &hall->tickets[3]); /* behind both */
	assert_same(hall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_first_come_first_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_any_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_who_does_not_stand_there_is_not_taken_out, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
