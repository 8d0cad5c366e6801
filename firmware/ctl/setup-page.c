/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-page.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/clock.h"
#include "base/json-get.h"
#include "base/paths.h"
#include "base/text.h"
#include "client/client.h"
#include "ctl/setup-page-json.h"

enum {
	TURN_US = 20000,
	WAITING_MAX = 8,
	REQUEST_SIZE = 9 * 1024, /* the hub's limit, and a little more */
	REQUEST_MS = 2000,
	QUIET_MS = 15 * 60 * 1000,
	SHOWN_MS = 10000, /* the last answer has come to the page by then */
	WRONG_MAX = 50, /* guesses of 10^8 codes */
	PRESS_MS = 20000,
	HUB_MS = 20000,
};

struct page {
	struct setup_talk *talk;
	char code[SETUP_CODE_DIGITS + 1];
	char *path; /* of the socket */
	int fd;
	bool has_terminal;
	int wrong_codes;
	int64_t end_mono_ms;
	struct setup_answers answers;
	json_t *wrong; /* of the present request; NULL nothing */
	json_t *result; /* of the last device or of writing; NULL there was none */
	int results;
	/* What is done after its answer. */
	bool wanted;
	enum setup_act act;
	char id[SETUP_ID_SIZE];
	char value[SETUP_TEXT_SIZE];
	bool written;
};

static void page_done(struct page *page)
{
	if (page->fd >= 0) {
		(void)close(page->fd);
		(void)unlink(page->path);
	}
	free(page->path);
	setup_answers_done(&page->answers);
	json_decref(page->wrong);
	json_decref(page->result);
}

/* ---- answers ---- */

static char *refusal(const struct page *page, const char *reason, const char *value)
{
	return phrases_fill(
		page->talk->phrases, page->talk->setup.language, reason, "answer", value, NULL);
}

static void set_wrong(struct page *page, const char *id, char *text)
{
	json_decref(page->wrong);
	page->wrong = json_pack("{s:s, s:s}", "id", id, "text", text);
	free(text);
}

/* Everything is answered anew after what came before. */
static bool apply(struct page *page)
{
	struct setup_talk *talk = page->talk;
	const char *reason = NULL;
	char id[SETUP_ID_SIZE];
	struct setup setup;

	if (setup_answers_apply(&page->answers, &talk->before, &setup, id, &reason) < 0) {
		const struct setup_answer *one = setup_answers_find(&page->answers, id);

		set_wrong(page, id, refusal(page, reason, one ? one->text : ""));
		return false;
	}
	text_copy_cut(setup.language, sizeof(setup.language), talk->setup.language);
	talk->setup = setup;
	return true;
}

/* The question of this name, if the page may answer it. */
static bool find_question(
	const struct page *page, const char *id, struct setup_question *ret_question)
{
	struct setup_questions list;
	int at;

	setup_list(&page->talk->setup, &list);
	at = setup_find_id(&page->talk->setup, &list, id);
	if (at < 0 || !setup_is_for_page(list.question[at].kind)) {
		return false;
	}
	*ret_question = list.question[at];
	return true;
}

/* A site file of this computer is for who sits at it: the hub's page takes one from the browser. */
static bool is_offered(const struct page *page, struct setup_question question, const char *value)
{
	struct setup_choices choices;

	if (question.kind != SETUP_SITE) {
		return true;
	}
	setup_choices(&page->talk->setup, question, &choices);
	for (int i = 0; i < choices.n; i++) {
		if (strcmp(choices.value[i], value) == 0) {
			return true;
		}
	}
	return strcmp(value, "keep") == 0; /* the browser's own file comes afterwards */
}

static void answer(struct page *page, const char *id, const char *value)
{
	struct setup_question question;
	struct setup_answers *answers = &page->answers;
	const struct setup_answer *former = setup_answers_find(answers, id);
	_cleanup_free_ char *before = former ? text_dup(former->text) : NULL;

	if (!find_question(page, id, &question)) {
		set_wrong(page, id, refusal(page, "setup.wrong.not_asked", ""));
		return;
	}
	if (!is_offered(page, question, value)) {
		set_wrong(page, id, refusal(page, "setup.wrong.choice", value));
		return;
	}
	if (setup_answers_put(answers, id, value) < 0) {
		set_wrong(page, id, refusal(page, "setup.wrong.long", ""));
		return;
	}
	if (apply(page)) {
		return;
	}
	/* What held before holds on. */
	if (!before || setup_answers_put(answers, id, before) < 0) {
		setup_answers_drop(answers, id);
	}
}

static void make_admin(struct page *page, const struct setup_wish *wish)
{
	struct setup_talk *talk = page->talk;
	json_auto_t *body = json_pack("{s:s, s:s, s:s, s:s}", "id", wish->name, "name", wish->name,
		"role", "admin", "secret", wish->secret);
	char *text = json_dumps(body, JSON_COMPACT);
	_cleanup_free_ char *answered = NULL;
	int status = 0;
	int r;

	if (talk->found.has_admin) {
		free(text);
		set_wrong(page, "admin", refusal(page, "setup.wrong.not_asked", ""));
		return;
	}
	r = client_call(talk->ctl->hub, talk->ctl->token, "POST", "/api/v1/staff", text, HUB_MS,
		&status, &answered);
	explicit_bzero(text, strlen(text));
	free(text);
	if (r < 0 || status >= 300) {
		json_auto_t *error = answered ? json_loads(answered, 0, NULL) : NULL;

		set_wrong(page, "admin", refusal(page, "setup.failed", ""));
		(void)json_object_set_new(
			page->wrong, "status", json_integer(r < 0 ? 503 : status));
		(void)json_object_set(page->wrong, "error", error);
		return;
	}
	talk->found.has_admin = true;
	text_copy_cut(talk->before.admin, sizeof(talk->before.admin), wish->name);
	(void)apply(page);
	SETUP_TELL(talk, "setup.page_admin", "name", wish->name);
}

/* ---- what takes its time ---- */

static void want(struct page *page, const struct setup_wish *wish)
{
	page->wanted = true;
	page->act = wish->act;
	text_copy_cut(page->id, sizeof(page->id), wish->id);
	text_copy_cut(page->value, sizeof(page->value), wish->value);
}

static bool run_trial(struct page *page)
{
	struct setup_question question;

	return find_question(page, page->id, &question) && setup_is_trial(question.kind) &&
		setup_run_trial(page->talk, question);
}

/* The line of the button that somebody presses now becomes the answer. */
static bool run_press(struct page *page)
{
	struct setup_talk *talk = page->talk;
	_cleanup_(setup_lines_closep) struct setup_lines *lines =
		setup_lines_open(talk->found.gpio);
	int64_t end_ms = clock_mono_ms() + PRESS_MS;
	char text[BOARD_LINE_TEXT];
	int chip;
	int offset;

	setup_lines_forget(lines);
	while (!setup_lines_pressed(lines, &chip, &offset)) {
		if (setup_is_interrupted() || clock_mono_ms() >= end_ms ||
			sd_event_run(talk->event, TURN_US) < 0) {
			return false;
		}
	}
	setup_line_text(&talk->setup, chip, offset, text);
	text_copy_cut(page->value, sizeof(page->value), text);
	answer(page, page->id, text);
	return page->wrong == NULL;
}

static bool run_write(struct page *page)
{
	struct setup_talk *talk = page->talk;
	_cleanup_(setup_files_done) struct setup_files files = {0};

	setup_shown_close(TAKE_PTR(talk->shown));
	talk->setup.write = true;
	if (setup_make_files(talk, &files) < 0) {
		return false;
	}
	page->written = true;
	return setup_finish(talk, &files) == CTL_OK;
}

static bool run_act(struct page *page)
{
	switch (page->act) {
	case SETUP_ACT_TRY:
		return run_trial(page);
	case SETUP_ACT_PRESS:
		return run_press(page);
	case SETUP_ACT_LIGHT:
		return setup_light(page->talk, page->value) == 0;
	case SETUP_ACT_SHOW:
		setup_shown_close(page->talk->shown);
		page->talk->shown = setup_show(page->talk->event, &page->talk->found);
		return page->talk->shown != NULL;
	case SETUP_ACT_WRITE:
		return run_write(page);
	case SETUP_ACT_LOOK:
	case SETUP_ACT_ANSWER:
	case SETUP_ACT_ADMIN:
	case SETUP_ACTS:
		break;
	}
	return false;
}

static void run(struct page *page)
{
	_cleanup_(textbuf_done) struct textbuf said = {0};
	bool ok;

	page->wanted = false;
	json_decref(TAKE_PTR(page->wrong));
	page->talk->heard = &said;
	ok = run_act(page);
	page->talk->heard = NULL;
	json_decref(page->result);
	page->result = json_pack("{s:i, s:i, s:s, s:s, s:b, s:s}", "number", ++page->results, "act",
		page->act, "id", page->id, "value", page->value, "ok", ok, "said",
		said.data ? said.data : "");
	page->end_mono_ms = clock_mono_ms() + QUIET_MS;
}

/* ---- a request ---- */

static json_t *make_state(struct page *page)
{
	const struct setup_talk *talk = page->talk;
	const struct setup_words words = setup_talk_words(talk);
	_cleanup_(setup_files_done) struct setup_files files = {0};
	_cleanup_(textbuf_done) struct textbuf diff = {0};

	if (!page->written && setup_make_files(talk, &files) == 0) {
		setup_diff(&files, &diff);
	}
	return json_pack("{s:o, s:o, s:O?, s:s, s:b, s:O?, s:b}", "found",
		setup_found_json(&talk->found), "questions",
		setup_questions_json(&words, &talk->setup), "wrong", page->wrong, "changes",
		diff.data ? diff.data : "", "busy", page->wanted, "result", page->result, "written",
		page->written);
}

static void act(struct page *page, const struct setup_wish *wish)
{
	struct setup_talk *talk = page->talk;

	if (phrases_has(talk->phrases, wish->language)) {
		(void)text_copy(talk->setup.language, sizeof(talk->setup.language), wish->language);
	}
	json_decref(TAKE_PTR(page->wrong));
	if (page->written || wish->act == SETUP_ACT_LOOK) {
		return;
	}
	if (wish->act == SETUP_ACT_ANSWER) {
		answer(page, wish->id, wish->value);
	} else if (wish->act == SETUP_ACT_ADMIN) {
		make_admin(page, wish);
	} else {
		want(page, wish);
	}
}

/* "STATUS\nJSON". */
static char *answer_request(struct page *page, const char *text)
{
	json_auto_t *request = json_loads(text, 0, NULL);
	json_auto_t *state = NULL;
	_cleanup_free_ char *dumped = NULL;
	struct setup_wish wish;
	int r = setup_wish_parse(request, page->code, &wish);

	if (r == -EACCES) {
		page->wrong_codes++;
		return text_dup("401\n{}");
	}
	if (r < 0) {
		return text_dup("400\n{}");
	}
	page->end_mono_ms = clock_mono_ms() + (page->written ? SHOWN_MS : QUIET_MS);
	act(page, &wish);
	state = make_state(page);
	dumped = json_dumps(state, JSON_COMPACT);
	return text_printf("200\n%s", dumped ? dumped : "{}");
}

/* A line; false: it did not come whole, or who sent it no longer waits for an answer. */
static bool read_request(int fd, char ret[REQUEST_SIZE])
{
	int64_t end_ms = clock_mono_ms() + REQUEST_MS;
	size_t size = 0;

	while (size + 1 < REQUEST_SIZE && clock_mono_ms() < end_ms) {
		struct pollfd one = {.fd = fd, .events = POLLIN | POLLRDHUP};
		ssize_t n;

		if (poll(&one, 1, REQUEST_MS) <= 0 || one.revents & (POLLRDHUP | POLLHUP)) {
			return false;
		}
		n = recv(fd, ret + size, REQUEST_SIZE - 1 - size, 0);
		if (n <= 0) {
			return false;
		}
		size += (size_t)n;
		ret[size] = '\0';
		if (ret[size - 1] == '\n') {
			return true;
		}
	}
	return false;
}

static void send_all(int fd, const char *text)
{
	size_t size = strlen(text);

	while (size > 0) {
		ssize_t n = send(fd, text, size, MSG_NOSIGNAL);

		if (n <= 0) {
			return; /* the page asks again */
		}
		text += n;
		size -= (size_t)n;
	}
}

static void serve(struct page *page)
{
	struct pollfd one = {.fd = page->fd, .events = POLLIN};

	while (!page->wanted && page->wrong_codes < WRONG_MAX && poll(&one, 1, 0) > 0) {
		const struct timeval limit = {.tv_sec = REQUEST_MS / 1000};
		_cleanup_close_ int fd = accept4(page->fd, NULL, NULL, SOCK_CLOEXEC);
		char text[REQUEST_SIZE];

		if (fd < 0) {
			return;
		}
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
		if (read_request(fd, text)) {
			_cleanup_free_ char *reply = answer_request(page, text);

			send_all(fd, reply);
		}
		explicit_bzero(text, sizeof(text));
	}
}

/* ---- beginning and end ---- */

static void make_code(char ret[SETUP_CODE_DIGITS + 1])
{
	uint64_t number = 0;

	while (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
	}
	(void)snprintf(ret, SETUP_CODE_DIGITS + 1, "%08d", (int)(number % 100000000));
}

/* Beside the hub's socket, and the hub's alone: who made that folder made the hub's socket. */
static int open_socket(struct page *page)
{
	static const char scheme[] = "unix:";
	const char *hub = page->talk->ctl->hub;
	const char *slash = strrchr(hub, '/');
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	_cleanup_free_ char *folder = NULL;
	struct stat st;
	mode_t mask;
	int r;

	if (strncmp(hub, scheme, strlen(scheme)) != 0 || !slash) {
		return -EINVAL;
	}
	hub += strlen(scheme);
	folder = text_printf("%.*s", (int)(slash - hub), hub);
	page->path = text_printf("%s/%s", folder, PATHS_SETUP_SOCKET);
	if (text_copy(address.sun_path, sizeof(address.sun_path), page->path) < 0 ||
		stat(folder, &st) < 0) {
		return -ENOENT;
	}
	page->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (page->fd < 0) {
		return -errno;
	}
	if (connect(page->fd, (const struct sockaddr *)&address, sizeof(address)) == 0) {
		(void)close(page->fd);
		page->fd = -1;
		return -EBUSY;
	}
	(void)unlink(page->path); /* of one that was killed */
	mask = umask(0177);
	r = bind(page->fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ? -errno : 0;
	(void)umask(mask);
	if (r == 0 &&
		(lchown(page->path, st.st_uid, st.st_gid) < 0 ||
			listen(page->fd, WAITING_MAX) < 0)) {
		r = -errno;
	}
	return r;
}

/* A hub that serves this computer alone serves no phone: one is asked before it is opened. */
static int open_network(struct setup_talk *talk)
{
	_cleanup_free_ char *path = text_printf("%s/hubd.conf", paths_etcdir());
	_cleanup_free_ char *former = NULL;
	_cleanup_(setup_files_done) struct setup_files files = {0};
	char typed[SETUP_TEXT_SIZE] = "";
	const char *port = strrchr(talk->before.listen, ':');
	const struct setup_words words = setup_talk_words(talk);
	const char *failed = path;
	bool yes = false;

	if (!setup_is_own_only(talk->before.listen) || !port) {
		return CTL_OK;
	}
	SETUP_TELL(talk, "setup.page_open", "address", talk->before.listen);
	say("[%s] > ", phrases_get(talk->phrases, talk->setup.language, "setup.choice.yes"));
	if (setup_wait_line(talk, NULL, typed) < 0) {
		return CTL_REFUSED;
	}
	if (*typed && (text_parse_bool(setup_words_meant(&words, typed), &yes) < 0 || !yes)) {
		return CTL_OK;
	}
	(void)snprintf(talk->setup.listen, sizeof(talk->setup.listen), "0.0.0.0%.16s", port);
	if (text_read_file(path, SETUP_ANSWERS_SIZE, &former, NULL) == 0) {
		setup_files_add(&files, path, former, NULL,
			setup_conf_text(&talk->setup, &talk->before, "hub", former, NULL));
	}
	if (setup_files_write(&files, &failed) < 0) {
		SETUP_TELL(talk, "setup.not_written", "path", failed, "error", strerror(errno));
		return CTL_REFUSED;
	}
	talk->before = talk->setup;
	if (!units_are_there() || !units_ask("restart", UNIT_HUB)) {
		SETUP_TELL(talk, "setup.restart", "unit", UNIT_HUB);
	}
	return CTL_OK;
}

static int say_socket_error(const struct page *page, int error)
{
	if (error == -EBUSY) {
		SETUP_TELL(page->talk, "setup.page_twice");
	} else {
		SETUP_TELL(page->talk, "setup.page_no_hub");
	}
	return CTL_REFUSED;
}

static void say_where(const struct page *page)
{
	_cleanup_(textbuf_done) struct textbuf addresses = {0};
	_cleanup_free_ char *rest = NULL;
	char *place = NULL;

	setup_find_addresses(&page->talk->setup, &addresses);
	SETUP_TELL(page->talk, *addresses.data ? "setup.page_where" : "setup.page_no_network");
	rest = text_dup(addresses.data);
	for (char *one = strtok_r(rest, " ", &place); one; one = strtok_r(NULL, " ", &place)) {
		say("  %ssetup\n", one);
	}
	SETUP_TELL(page->talk, "setup.page_code", "code", page->code);
	(void)fflush(stdout);
}

/* A terminal that is gone: not each one tells its programs by a signal. */
static bool is_hung_up(const struct page *page)
{
	struct pollfd one = {.fd = STDIN_FILENO};

	return page->has_terminal && poll(&one, 1, 0) > 0 && one.revents & POLLHUP;
}

static bool is_over(const struct page *page)
{
	return setup_is_interrupted() || is_hung_up(page) || page->wrong_codes >= WRONG_MAX ||
		clock_mono_ms() >= page->end_mono_ms;
}

int setup_page_run(struct setup_talk *talk)
{
	_cleanup_(page_done) struct page page = {
		.talk = talk, .fd = -1, .has_terminal = isatty(STDIN_FILENO)};
	int r = talk->found.has_hub ? open_network(talk) : CTL_OK;

	if (r != CTL_OK) {
		return r;
	}
	r = talk->found.has_hub && setup_wait_for_hub(talk) ? open_socket(&page) : -ENOENT;
	if (r < 0) {
		return say_socket_error(&page, r);
	}
	make_code(page.code);
	(void)apply(&page);
	say_where(&page);
	page.end_mono_ms = clock_mono_ms() + QUIET_MS;
	while (!is_over(&page)) {
		serve(&page);
		if (page.wanted) {
			run(&page);
		}
		if (sd_event_run(talk->event, TURN_US) < 0) {
			break;
		}
	}
	if (page.wrong_codes >= WRONG_MAX) {
		SETUP_TELL(talk, "setup.page_guessed");
	} else if (!page.written) {
		SETUP_TELL(talk, "setup.left");
	}
	return page.written && json_is_true(json_object_get(page.result, "ok")) ? CTL_OK
										: CTL_REFUSED;
}
