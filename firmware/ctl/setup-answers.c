/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-answers.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

void setup_answers_done(struct setup_answers *answers)
{
	free(answers->answer);
	answers->answer = NULL;
	answers->n = 0;
}

static int fail(char **ret_error, int line, const char *what, const char *which)
{
	*ret_error = text_printf("%d: %s%.60s", line, what, which);
	return -EINVAL;
}

static int parse_line(char *line, int number, struct setup_answers *answers, char **ret_error)
{
	struct setup_answer answer = {.line = number};
	char *equals = strchr(line, '=');
	char *id = text_trim(line);

	if (!*id || *id == '#') {
		return 0;
	}
	if (!equals) {
		return fail(ret_error, number, "expected 'question = answer'", "");
	}
	*equals = '\0';
	if (text_copy(answer.id, sizeof(answer.id), text_trim(id)) < 0 || !*answer.id) {
		return fail(ret_error, number, "no question has this name", "");
	}
	if (text_copy(answer.text, sizeof(answer.text), text_trim(equals + 1)) < 0) {
		return fail(ret_error, number, "the answer is too long", "");
	}
	for (int i = 0; i < answers->n; i++) {
		if (strcmp(answers->answer[i].id, answer.id) == 0) {
			return fail(ret_error, number, "is answered twice: ", answer.id);
		}
	}
	answers->answer =
		memory_append(answers->answer, (size_t)answers->n, sizeof(*answers->answer));
	answers->answer[answers->n++] = answer;
	return 0;
}

int setup_answers_parse(const char *text, struct setup_answers *ret, char **ret_error)
{
	_cleanup_free_ char *copy = text_dup(text);
	int number = 0;

	for (char *line = copy; line;) {
		char *end = strchr(line, '\n');

		if (end) {
			*end = '\0';
		}
		if (parse_line(line, ++number, ret, ret_error) < 0) {
			return -EINVAL;
		}
		line = end ? end + 1 : NULL;
	}
	return 0;
}

const struct setup_answer *setup_answers_find(struct setup_answers *answers, const char *id)
{
	for (int i = 0; i < answers->n; i++) {
		if (strcmp(answers->answer[i].id, id) == 0) {
			answers->answer[i].used = true;
			return &answers->answer[i];
		}
	}
	return NULL;
}

int setup_answers_put(struct setup_answers *answers, const char *id, const char *text)
{
	struct setup_answer answer = {.line = 0};

	if (text_copy(answer.id, sizeof(answer.id), id) < 0 ||
		text_copy(answer.text, sizeof(answer.text), text) < 0) {
		return -EMSGSIZE;
	}
	setup_answers_drop(answers, id);
	answers->answer =
		memory_append(answers->answer, (size_t)answers->n, sizeof(*answers->answer));
	answers->answer[answers->n++] = answer;
	return 0;
}

void setup_answers_drop(struct setup_answers *answers, const char *id)
{
	for (int i = 0; i < answers->n; i++) {
		if (strcmp(answers->answer[i].id, id) == 0) {
			answers->answer[i] = answers->answer[--answers->n];
			return;
		}
	}
}

int setup_answers_apply(struct setup_answers *answers, const struct setup *before,
	struct setup *ret, char ret_id[SETUP_ID_SIZE], const char **ret_reason)
{
	struct setup_questions list;
	struct setup made = *before;

	setup_list(&made, &list);
	for (int at = 0; at < list.n; at++) {
		struct setup_question question = list.question[at];
		char fallback[SETUP_TEXT_SIZE];
		const struct setup_answer *answer;

		setup_id(&made, question, ret_id);
		setup_default(&made, question, fallback);
		answer = setup_answers_find(answers, ret_id);
		if (setup_take(&made, question, answer ? answer->text : fallback, ret_reason) < 0) {
			return -EINVAL;
		}
		setup_list(&made, &list);
		at = setup_find_question(&list, question);
	}
	*ret = made;
	return 0;
}

const struct setup_answer *setup_answers_unused(const struct setup_answers *answers)
{
	for (int i = 0; i < answers->n; i++) {
		if (!answers->answer[i].used) {
			return &answers->answer[i];
		}
	}
	return NULL;
}

void setup_answers_write(const struct setup *setup, struct textbuf *out)
{
	struct setup_questions list;

	setup_list(setup, &list);
	textbuf_add(out, "# layso setup --answers FILE\n");
	for (int i = 0; i < list.n; i++) {
		char id[SETUP_ID_SIZE];
		char text[SETUP_TEXT_SIZE];

		setup_id(setup, list.question[i], id);
		setup_default(setup, list.question[i], text);
		if (!setup_is_trial(list.question[i].kind)) {
			textbuf_printf(out, "%s = %s\n", id,
				list.question[i].kind == SETUP_WRITE ? "yes" : text);
		}
	}
}
