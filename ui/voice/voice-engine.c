/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-engine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>

#include "base/text.h"

/* How posix_spawn, a shell and env tell that a program, or one that it starts, is not there; where
 * the kernel is emulated, posix_spawn itself succeeds, and this status is all that is said
 * (posix_spawn(3), "RETURN VALUE"). */
enum { NOT_STARTED = 127 };

void voice_engine_done(struct voice_engine *engine)
{
	for (int i = 0; i < engine->n; i++) {
		free(engine->words[i]);
	}
	*engine = (struct voice_engine){.n = 0};
}

/* Reads one word from *at on; NULL: a quote is open. */
static char *parse_word(const char **at)
{
	_cleanup_(textbuf_done) struct textbuf word = {0};
	char quote = 0;

	textbuf_add(&word, "");
	for (; **at && (quote || **at != ' '); (*at)++) {
		if (quote ? **at == quote : **at == '\'' || **at == '"') {
			quote = quote ? 0 : **at;
		} else {
			textbuf_add_bytes(&word, *at, 1);
		}
	}
	return quote ? NULL : TAKE_PTR(word.data);
}

int voice_engine_parse(const char *command, struct voice_engine *ret)
{
	struct voice_engine engine = {.n = 0};
	bool writes = false, wrong = false;

	for (command += strspn(command, " "); *command && !wrong; command += strspn(command, " ")) {
		char *word = engine.n < VOICE_ENGINE_WORDS_MAX ? parse_word(&command) : NULL;

		wrong = !word;
		if (word) {
			engine.words[engine.n++] = word;
			writes |= strstr(word, "{wav}") != NULL;
		}
	}
	if (wrong || !writes) {
		voice_engine_done(&engine);
		return -EINVAL;
	}
	*ret = engine;
	return 0;
}

static char *fill_word(const char *word, const struct voice_job *job)
{
	const char *const names[] = {"{text}", "{wav}", "{clip}"};
	const char *const values[] = {job->text, job->wav, job->clip};
	_cleanup_(textbuf_done) struct textbuf filled = {0};

	textbuf_add(&filled, "");
	while (*word) {
		size_t i = 0;

		while (i < ELEMENTS(names) && strncmp(word, names[i], strlen(names[i])) != 0) {
			i++;
		}
		if (i < ELEMENTS(names)) {
			textbuf_add(&filled, values[i]);
			word += strlen(names[i]);
		} else {
			textbuf_add_bytes(&filled, word++, 1);
		}
	}
	return TAKE_PTR(filled.data);
}

void voice_engine_fill(
	const struct voice_engine *engine, const struct voice_job *job, struct voice_engine *ret)
{
	*ret = (struct voice_engine){.n = engine->n};
	for (int i = 0; i < engine->n; i++) {
		ret->words[i] = fill_word(engine->words[i], job);
	}
}

static int start(char *const words[], pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	int r;

	if (!words[0]) {
		return -EINVAL; /* an engine that was never parsed */
	}
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	r = posix_spawnp(ret, words[0], &actions, NULL, words, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return -r;
}

/* Waits for the process, or kills it when the time is over. Returns its status as waitpid does;
 * −ETIMEDOUT. */
static int await(pid_t pid, int timeout_ms, int *ret_status)
{
	_cleanup_close_ int fd = pidfd_open(pid, 0);
	struct pollfd ended = {.fd = fd, .events = POLLIN};
	bool late = fd >= 0 && poll(&ended, 1, timeout_ms) == 0;

	if (late) {
		(void)kill(pid, SIGKILL);
	}
	while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR) {
	}
	return late ? -ETIMEDOUT : 0;
}

int voice_engine_run(const struct voice_engine *engine, const struct voice_job *job, int timeout_ms,
	char **ret_error)
{
	_cleanup_(voice_engine_done) struct voice_engine filled = {.n = 0};
	int status = 0;
	pid_t pid;
	int r;

	voice_engine_fill(engine, job, &filled);
	r = start(filled.words, &pid);
	if (r < 0) {
		*ret_error = text_printf("%s cannot be run: %s", filled.words[0], strerror(-r));
		return r;
	}
	r = await(pid, timeout_ms, &status);
	if (r < 0) {
		*ret_error = text_printf(
			"%s did not end within %d s", filled.words[0], timeout_ms / 1000);
		return r;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_STARTED) {
		*ret_error = text_printf("%s cannot be run: %s (it ended with status %d)",
			filled.words[0], strerror(ENOENT), NOT_STARTED);
		return -ENOENT;
	}
	if (WIFSIGNALED(status) || WEXITSTATUS(status) != 0) {
		*ret_error = WIFSIGNALED(status) ? text_printf("%s was ended by signal %d",
							   filled.words[0], WTERMSIG(status))
						 : text_printf("%s ended with status %d",
							   filled.words[0], WEXITSTATUS(status));
		return -EIO;
	}
	return 0;
}
