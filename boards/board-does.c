/* SPDX-License-Identifier: Apache-2.0 */
/* What a button does and what a lamp shows. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "boards/board-internal.h"

/* A counter's keys: the API's moves that make sense as one key, and three of the keys' own:
 * "next" is "finish" when somebody is being served, then "call-next"; "open-close" and
 * "pause-resume" do the one that is possible. */
static const char *const counter_moves[] = {"next", "call-next", "recall", "appear", "undo-call",
	"absent", "hold", "finish", "undo-finish", "open", "close", "open-close", "pause", "resume",
	"pause-resume"};

static const char *const signs[BOARD_SIGNS] = {
	[BOARD_SIGN_CLOSED] = "closed",
	[BOARD_SIGN_READY] = "ready",
	[BOARD_SIGN_WORKING] = "working",
	[BOARD_SIGN_TROUBLE] = "trouble",
};

/* Splits copy into words, at most BOARD_SPEC_WORDS of them; the rest is "". */
static int split(char *copy, const char *words[BOARD_SPEC_WORDS])
{
	char *rest = NULL;
	int n = 0;

	for (int i = 0; i < BOARD_SPEC_WORDS; i++) {
		words[i] = "";
	}
	for (char *word = strtok_r(copy, " \t", &rest); word && n < BOARD_SPEC_WORDS;
		word = strtok_r(NULL, " \t", &rest)) {
		words[n++] = word;
	}
	return n;
}

static int does_take(struct board_button *button, int n, const char *words[], char *error)
{
	if (n < 3 || n > 4 || !text_is_id(words[1], BOARD_WORD_MAX) ||
		(strcmp(words[2], "regular") != 0 && strcmp(words[2], "priority") != 0)) {
		return board_fail(error, "expected 'take SERVICE regular|priority [REASON]'");
	}
	button->does = BOARD_TAKE;
	button->priority = *words[2] == 'p';
	if (button->priority != (n == 4)) {
		return board_fail(error,
			button->priority ? "the priority lane needs a reason"
					 : "the regular lane takes no reason");
	}
	if (n == 4 && !text_is_id(words[3], BOARD_WORD_MAX)) {
		return board_fail(error, "'%.60s' is not a reason's id", words[3]);
	}
	(void)text_copy(button->service, sizeof(button->service), words[1]);
	return n == 4 ? text_copy(button->reason, sizeof(button->reason), words[3]) : 0;
}

static int does_counter(struct board_button *button, int n, const char *words[], char *error)
{
	if (n != 3) {
		return board_fail(error, "expected 'counter NUMBER MOVE'");
	}
	button->does = BOARD_COUNTER;
	if (board_set_number(words[1], 1, 99, &button->counter, error) < 0) {
		return -EINVAL;
	}
	for (size_t i = 0; i < ELEMENTS(counter_moves); i++) {
		if (strcmp(words[2], counter_moves[i]) == 0) {
			return text_copy(button->move, sizeof(button->move), words[2]);
		}
	}
	return board_fail(error, "'%.60s' is not one of a counter's keys", words[2]);
}

static int does_language(struct board_button *button, int n, const char *words[], char *error)
{
	if (n != 2 || !text_is_id(words[1], 8)) {
		return board_fail(error, "expected 'language CODE'");
	}
	button->does = BOARD_LANGUAGE;
	return text_copy(button->language, sizeof(button->language), words[1]);
}

static int does_rate(struct board_button *button, int n, const char *words[], char *error)
{
	if (n != 3) {
		return board_fail(error, "expected 'rate NUMBER SCORE'");
	}
	button->does = BOARD_RATE;
	if (board_set_number(words[1], 1, 99, &button->counter, error) < 0) {
		return -EINVAL;
	}
	return board_set_number(words[2], 1, 5, &button->score, error);
}

int board_set_does(struct board_button *button, const char *value, char *error)
{
	static const struct {
		const char *word;
		int (*set)(struct board_button *button, int n, const char *words[], char *error);
	} kinds[] = {{"take", does_take}, {"counter", does_counter}, {"language", does_language},
		{"rate", does_rate}};
	_cleanup_free_ char *copy = text_dup(value);
	const char *words[BOARD_SPEC_WORDS];
	int n = split(copy, words);

	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		if (strcmp(words[0], kinds[i].word) == 0) {
			return kinds[i].set(button, n, words, error);
		}
	}
	return board_fail(error, "expected 'take …', 'counter …', 'language …' or 'rate …'");
}

int board_set_shows(struct board_lamp *lamp, const char *value, char *error)
{
	_cleanup_free_ char *copy = text_dup(value);
	const char *words[BOARD_SPEC_WORDS];
	int n = split(copy, words);
	int used = strcmp(words[0], "counter") == 0 ? 2 : 1;

	if ((used == 1 && strcmp(words[0], "status") != 0) || n < used || n > used + 1) {
		return board_fail(error, "expected 'status [SIGN]' or 'counter NUMBER [SIGN]'");
	}
	if (used == 2 && board_set_number(words[1], 1, 99, &lamp->counter, error) < 0) {
		return -EINVAL;
	}
	lamp->shows = true;
	lamp->only = n > used;
	for (int i = 0; lamp->only && i < BOARD_SIGNS; i++) {
		if (strcmp(words[used], signs[i]) == 0) {
			lamp->sign = (enum board_sign)i;
			return 0;
		}
	}
	return lamp->only ? board_fail(error, "'%.60s' is none of ready, working, closed, trouble",
				    words[used])
			  : 0;
}
