/* SPDX-License-Identifier: Apache-2.0 */
/* A small centre and a clock in the test's hand, for the tests of queue/. */
#pragma once

#include "queue/queue.h"

/* 2026-11-23 is a Monday; minute is of that local day (Asia/Ho_Chi_Minh). */
struct clock_reading fixture_at(int minute, int second);

/* Complaints of waiting (A) and conduct (B), to be answered in five working days. Services A, B
 * (always open), C (07:30 to 11:30, two tickets a day); counters 1, 2 (A, B), 3 (A
 * then B, in order); staff s1 … s4; rules as given by their keys, e.g. "age_limit_s", 600. */
json_t *fixture_site(void);
void fixture_rule(json_t *site, const char *key, int value);

/* A queue in a new folder with that site and its day open. */
struct fixture {
	char dir[64];
	struct queue *queue;
	struct clock_reading now;
	struct answer answer; /* of the last command */
	struct published *events; /* of the last command */
	size_t n_events;
};
int fixture_set_up(void **state);
int fixture_tear_down(void **state);

void fixture_run(struct fixture *fixture, const struct command *command);
/* Issues and returns the ticket's id; asserts that it worked. */
int64_t fixture_issue(struct fixture *fixture, const char *service, enum lane lane);
void fixture_open(struct fixture *fixture, int counter, const char *staff);
/* Runs a move at a counter, asserts the error, returns the ticket's id (0 none). */
int64_t fixture_move(
	struct fixture *fixture, enum command_kind kind, int counter, enum command_error expected);
const struct ticket *fixture_ticket(const struct fixture *fixture, int64_t id);
void fixture_pass_s(struct fixture *fixture, int seconds);
/* Closes, opens again, and asserts that the log rebuilds to the same tables. */
void fixture_reopen(struct fixture *fixture);
void fixture_verify(const struct fixture *fixture);
/* fixture_reopen(), and the checker that shares no code with the hub finds nothing either. */
void fixture_check(struct fixture *fixture);
