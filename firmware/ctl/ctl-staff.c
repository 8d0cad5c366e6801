/* SPDX-License-Identifier: Apache-2.0 */
/* The accounts of people. A secret comes from the terminal, unseen and twice, or as one line of
 * standard input; never from the command line, where everybody on the machine could read it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "ctl/ctl-ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl-show.h"
#include "ctl/ctl-value.h"

enum { SECRET_LINE_MAX = 256 };

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	interrupted = signal_number;
}

/* One line without its end. −EINTR, −ENODATA at the end of the input, −E2BIG. */
static int read_line(char *ret, size_t size)
{
	size_t length = 0;
	char c;
	ssize_t n;

	while ((n = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n') {
		if (length + 1 >= size) {
			return -E2BIG;
		}
		ret[length++] = c;
	}
	if (n < 0) {
		return -errno;
	}
	if (n == 0 && length == 0) {
		return -ENODATA;
	}
	if (length > 0 && ret[length - 1] == '\r') {
		length--;
	}
	ret[length] = '\0';
	return 0;
}

/* Asks on the terminal with its echo off; the terminal is as before whatever happens. */
static int ask_unseen(const char *question, char *ret, size_t size)
{
	const struct sigaction action = {.sa_handler = on_interrupt};
	struct sigaction before;
	struct termios kept;
	struct termios unseen;
	int r;

	if (tcgetattr(STDIN_FILENO, &kept) < 0) {
		return -errno;
	}
	unseen = kept;
	unseen.c_lflag &= ~(tcflag_t)ECHO;
	(void)sigaction(SIGINT, &action, &before);
	/* What was typed before the question is thrown away, and what comes after it is not. */
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) < 0) {
		r = -errno;
	} else {
		say_more("%s", question);
		r = read_line(ret, size);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &kept);
	}
	(void)sigaction(SIGINT, &before, NULL);
	say_more("\n");
	if (interrupted) {
		(void)raise(SIGINT);
	}
	return r;
}

static int ask_twice(char *ret, size_t size)
{
	char again[SECRET_LINE_MAX] = "";
	int r = ask_unseen("The new PIN or password: ", ret, size);

	if (r == 0) {
		r = ask_unseen("Once more: ", again, sizeof(again));
	}
	if (r == 0 && strcmp(ret, again) != 0) {
		r = -EKEYREJECTED;
	}
	explicit_bzero(again, sizeof(again));
	return r;
}

/* An enum ctl_exit. */
static int read_secret(char *ret, size_t size)
{
	int r = isatty(STDIN_FILENO) ? ask_twice(ret, size) : read_line(ret, size);

	if (r == -EKEYREJECTED) {
		say_wrong("the two are not the same; nothing was changed\n");
		return CTL_USAGE;
	}
	if (r == -ENODATA || (r == 0 && !*ret)) {
		say_wrong("no secret came from standard input\n");
		return CTL_USAGE;
	}
	if (r < 0) {
		say_wrong("the secret cannot be read: %s\n", strerror(-r));
		return CTL_USAGE;
	}
	return CTL_OK;
}

/* Sends the body, with the secret if one is wanted, and shows the account. */
static int send_account(
	struct ctl *ctl, const char *method, const char *path, json_t *body, bool with_secret)
{
	char secret[SECRET_LINE_MAX] = "";
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	char *body_text;
	int status;
	int r = with_secret ? read_secret(secret, sizeof(secret)) : CTL_OK;

	if (r != CTL_OK) {
		return r;
	}
	if (with_secret) {
		(void)json_object_set_new(body, "secret", json_string(secret));
	}
	body_text = json_dumps(body, JSON_COMPACT);
	r = ask_hub(ctl, method, path, body_text, &status, &text);
	explicit_bzero(body_text, strlen(body_text));
	free(body_text);
	explicit_bzero(secret, sizeof(secret));
	if (r != CTL_OK) {
		return r;
	}
	if (ctl->arguments.json) {
		say("%s\n", text);
		return CTL_OK;
	}
	answer = json_loads(text, 0, NULL);
	show_object(answer, &ctl->view, &out);
	say("%s", out.data ? out.data : "");
	return CTL_OK;
}

int staff_run_add(struct ctl *ctl)
{
	const int64_t none[CTL_FIELDS_MAX] = {0};
	json_auto_t *body = ask_body(ctl, none);

	if (!json_object_get(body, "name")) {
		(void)json_object_set(body, "name", json_object_get(body, "id"));
	}
	return send_account(
		ctl, "POST", "/api/v1/staff", body, ctl_value(ctl, "--no-secret") == NULL);
}

int staff_run_change(struct ctl *ctl)
{
	const int64_t none[CTL_FIELDS_MAX] = {0};
	_cleanup_free_ char *path = ask_path(ctl, none);
	json_auto_t *body = ask_body(ctl, none);

	if (json_object_size(body) == 0 && !ctl_value(ctl, "--secret")) {
		say_wrong("nothing to change was named; try: layso staff change --help\n");
		return CTL_USAGE;
	}
	return send_account(ctl, "PUT", path, body, ctl_value(ctl, "--secret") != NULL);
}

static int save_token(const char *path, const char *token)
{
	_cleanup_free_ char *line = text_printf("%s\n", token);
	int r = text_write_file(path, line, strlen(line), 0600);

	if (r < 0) {
		/* It is shown only once: better on the screen than lost. */
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		say("%s\n", token);
		return CTL_REFUSED;
	}
	say("The token is in %s.\n", path);
	return CTL_OK;
}

int token_run_new(struct ctl *ctl)
{
	const int64_t none[CTL_FIELDS_MAX] = {0};
	const char *path = ctl_value(ctl, "--save");
	json_auto_t *body = ask_body(ctl, none);
	_cleanup_free_ char *body_text = json_dumps(body, JSON_COMPACT);
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	const char *token;
	int status;
	int r = ask_hub(ctl, "POST", "/api/v1/tokens", body_text, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	answer = json_loads(text, 0, NULL);
	token = value_text(answer, "token");
	if (!token) {
		say_wrong("the hub's answer has no token\n");
		return CTL_REFUSED;
	}
	if (path) {
		return save_token(path, token);
	}
	say("%s\n", ctl->arguments.json ? text : token);
	if (!ctl->arguments.json) {
		say_more("Keep it: it is not shown again.\n");
	}
	return CTL_OK;
}

static int read_secret_file(const char *path, json_t *body)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	int r = text_read_file(path, SECRET_LINE_MAX, &text, &size);

	if (r < 0) {
		say_wrong("%s cannot be read: %s\n", path, strerror(-r));
		return CTL_USAGE;
	}
	text[strcspn(text, "\r\n")] = '\0';
	(void)json_object_set_new(body, "secret", json_string(text));
	explicit_bzero(text, size);
	return CTL_OK;
}

int staff_add_admin(struct ctl *ctl, const char *id, const char *secret_file)
{
	json_auto_t *body = json_pack("{s:s, s:s, s:s}", "id", id, "name", id, "role", "admin");
	int r = *secret_file ? read_secret_file(secret_file, body) : CTL_OK;

	return r != CTL_OK ? r : send_account(ctl, "POST", "/api/v1/staff", body, !*secret_file);
}
