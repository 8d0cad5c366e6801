/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks the search, for search.py: RECORDS has a record as JSON on each line; then a question a line
 * on standard input. A line of answer says the milliseconds of processor time, the keys found, and
 * the keys of each choice of a question back, the choices apart by "|". The first line of all is
 * the time that reading and adding the records took.
 *
 *   search-ask WORDS RECORDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "catalogue/search.h"

enum {
	RECORDS_BYTES = 64 * 1024 * 1024,
};

static double cpu_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Adds the record of a line. */
static int add_line(struct search *search, const char *line)
{
	json_auto_t *json = json_loads(line, 0, NULL);
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	struct procedure_fault fault;
	int r = procedure_from_json(json, &procedure, &fault);

	if (r < 0) {
		(void)fprintf(
			stderr, "%s %s: %s\n", fault.path, procedure_wrong_text(fault.wrong), line);
		return r;
	}
	return search_add(search, procedure);
}

/* Adds the file's records in one transaction. */
static int add_records(sqlite3 *db, struct search *search, const char *path)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	char *rest;
	char *line;
	int r = text_read_file(path, RECORDS_BYTES, &text, &size);

	if (r < 0) {
		return r;
	}
	rest = text;
	(void)sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		r = *line ? add_line(search, line) : 0;
	}
	(void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	return r;
}

static void print_answer(const struct search_answer *answer, double ms)
{
	printf("%.3f\t", ms);
	for (size_t i = 0; i < answer->hit_count; i++) {
		printf("%s%s", i ? " " : "", answer->hits[i].key);
	}
	printf("\t");
	for (size_t i = 0; i < answer->choice_count; i++) {
		printf("%s", i ? "|" : "");
		for (size_t h = 0; h < answer->choices[i].hit_count; h++) {
			printf("%s%s", h ? " " : "", answer->hits[answer->choices[i].hits[h]].key);
		}
	}
	printf("\n");
}

static int ask_all(struct search *search)
{
	static struct search_answer answer;
	_cleanup_free_ char *line = NULL;
	size_t room = 0;
	int r = 0;

	while (r == 0 && getline(&line, &room, stdin) > 0) {
		double start = cpu_ms();

		r = search_find(search, line, &answer);
		print_answer(&answer, cpu_ms() - start);
	}
	return r;
}

int main(int argc, char **argv)
{
	_cleanup_(search_words_freep) struct search_words *words = search_words_new();
	_cleanup_(search_closep) struct search *search = NULL;
	sqlite3 *db = NULL;
	double start;
	int line;
	int r;

	if (argc != 3) {
		(void)fprintf(stderr, "usage: search-ask WORDS RECORDS\n");
		return 2;
	}
	r = search_words_load(words, argv[1], &line);
	if (r < 0) {
		(void)fprintf(stderr, "%s:%d: %s\n", argv[1], line, strerror(-r));
		return 1;
	}
	start = cpu_ms();
	r = sqlite3_open(":memory:", &db) == SQLITE_OK ? search_open(db, words, &search) : -1;
	r = r < 0 ? r : add_records(db, search, argv[2]);
	printf("%.1f\n", cpu_ms() - start);
	r = r < 0 ? r : ask_all(search);
	search_close(TAKE_PTR(search));
	(void)sqlite3_close(db);
	if (r < 0) {
		(void)fprintf(stderr, "%s: %s\n", argv[2], strerror(-r));
	}
	return r < 0;
}
