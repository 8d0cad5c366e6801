/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Databases with damage: the checker reads them to an end, the hub mends or rebuilds them or
 * refuses them, it does not end for the same damage twice, and what it serves gives no number
 * twice.
 *
 * An input is pieces of damage of eight bytes each: what, how much, a page, a place in it, and two
 * bytes to write there.
 */
#include <dirent.h>
#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check/check-database.h"
#include "fuzz.h"
#include "queue-fixture.h"

enum { PAGE = 4096, TICKETS = 40, DAMAGE = 8, DAMAGES_MAX = 32 };

static char *whole; /* the database before the damage */
static size_t whole_size;

static void run(struct queue *queue, const struct command *command, const struct clock_reading *now,
	struct answer *ret)
{
	struct published *events = NULL;
	size_t n = 0;

	queue_run(queue, &command, 1, now, ret, &events, &n);
	queue_free_events(events, n);
}

static void issue(struct queue *queue, const struct clock_reading *now, struct answer *ret)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = LANE_REGULAR, .service = "A"};

	run(queue, &command, now, ret);
}

static void work(struct queue *queue, const struct clock_reading *now)
{
	struct command open = {.kind = COMMAND_COUNTER_OPEN, .counter = 1, .staff = "s1"};
	struct answer answer;

	run(queue, &open, now, &answer);
	for (int i = 0; i < TICKETS; i++) {
		struct command move = {.kind = COMMAND_CALL_NEXT, .counter = 1};

		issue(queue, now, &answer);
		FUZZ_REQUIRE(answer.created);
		run(queue, &move, now, &answer);
		move.kind = COMMAND_APPEAR;
		run(queue, &move, now, &answer);
		move.kind = COMMAND_FINISH;
		run(queue, &move, now, &answer);
	}
}

/* The folder that a hub would have, without what the last input left there. */
static const char *empty_folder(void)
{
	DIR *dir = opendir(fuzz_folder());
	const struct dirent *entry;

	FUZZ_REQUIRE(dir);
	while ((entry = readdir(dir))) {
		(void)unlinkat(dirfd(dir), entry->d_name, 0);
	}
	(void)closedir(dir);
	return fuzz_folder();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};
	struct clock_reading now = fixture_at(8 * 60, 0);
	struct queue *queue = NULL;
	struct answer answer;
	char path[PATH_MAX];

	(void)argc;
	(void)argv;
	FUZZ_REQUIRE(store_create(empty_folder()) == 0);
	FUZZ_REQUIRE(queue_open(fuzz_folder(), true, &now, &queue) == 0);
	run(queue, &command, &now, &answer);
	command_done(&command);
	work(queue, &now);
	queue_close(queue);
	(void)snprintf(path, sizeof(path), "%s/layso.db", fuzz_folder());
	FUZZ_REQUIRE(text_read_file(path, 64 << 20, &whole, &whole_size) == 0);
	FUZZ_REQUIRE(whole_size > 20UL * PAGE);
	return 0;
}

/* One piece; may cut bytes off. */
static void damage(char *bytes, size_t *size, const uint8_t piece[DAMAGE])
{
	size_t pages = *size / PAGE;
	size_t page = (size_t)(piece[2] << 8 | piece[3]) % pages;
	size_t place = (size_t)(piece[4] << 8 | piece[5]) % PAGE;
	char *at = bytes + page * PAGE + place;

	switch (piece[0] % 5) {
	case 0:
		memcpy(at, piece + 6, MIN_OF((size_t)2, PAGE - place));
		break;
	case 1:
		memset(at, piece[6], MIN_OF((size_t)piece[1] + 1, PAGE - place));
		break;
	case 2:
		memset(bytes + page * PAGE, 0, PAGE);
		break;
	case 3:
		memcpy(bytes + page * PAGE, bytes + (size_t)piece[6] % pages * PAGE, PAGE);
		break;
	default:
		if (page > 0) {
			*size = page * PAGE + place;
		}
		break;
	}
}

static struct queue *serving;
static jmp_buf started_anew;

/* A hub that meets damage ends at once, with a mark for its next start: here it starts anew. */
void abort(void)
{
	if (serving) {
		longjmp(started_anew, 1);
	}
	fuzz_broken(__FILE__, __LINE__, "nothing ends the program but a hub that serves");
}

/* A hub on it: serves, or says why not. */
static void serve(const char *folder)
{
	struct clock_reading now = fixture_at(8 * 60 + 1, 0);
	struct answer first;
	struct answer second;

	if (queue_open(folder, true, &now, &serving) < 0) {
		FUZZ_REQUIRE(!serving);
		return;
	}
	issue(serving, &now, &first);
	issue(serving, &now, &second);
	if (first.created && second.created) {
		FUZZ_REQUIRE(first.ticket.id != second.ticket.id);
		FUZZ_REQUIRE(first.ticket.number != second.ticket.number);
	}
}

static void stop(void)
{
	queue_close(serving);
	serving = NULL;
}

/* Starts it, and once more when it ends for that; a third time would be for ever. */
static void serve_and_verify(const char *folder)
{
	_cleanup_free_ char *report = NULL;
	int64_t events = 0;
	volatile int starts = 0;

	if (setjmp(started_anew)) { /* NOLINT(cert-err52-cpp): how a process ends, in one that stays
				     */
		stop();
	}
	FUZZ_REQUIRE(++starts <= 2);
	serve(folder);
	stop();
	FUZZ_REQUIRE(store_verify(folder, &events, &report) <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct check_report checked = {0};
	char *bytes = malloc(whole_size);
	size_t left = whole_size;
	const char *folder = empty_folder();

	FUZZ_REQUIRE(bytes);
	memcpy(bytes, whole, whole_size);
	for (size_t i = 0; i < size / DAMAGE && i < DAMAGES_MAX && left >= PAGE; i++) {
		damage(bytes, &left, data + i * DAMAGE);
	}
	FUZZ_REQUIRE(check_database(fuzz_write("layso.db", bytes, left), &checked) <= 0);
	check_report_done(&checked);
	serve_and_verify(folder);
	free(bytes);
	return 0;
}
