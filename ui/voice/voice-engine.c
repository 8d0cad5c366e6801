/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-engine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/clock.h"
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

/* Where a program has the file that it writes to. */
#define SOUND_PATH "/proc/self/fd/3"

/* A limit of the process itself would count other files, too: libpulse, which espeak-ng loads, has
 * one of 64 MB. So the size is looked at. */
enum { SOUND_FD = 3, LOOK_MS = 20 };

/* Starts the program. With sound it is the first of a group of processes, and has no descriptor but
 * that; without, a key that ends the caller in a terminal ends it, too. */
static int start(char *const words[], int sound, pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int r;

	if (!words[0]) {
		return -EINVAL; /* an engine that was never parsed */
	}
	(void)sigemptyset(&none);
	(void)posix_spawnattr_init(&attributes);
	(void)posix_spawnattr_setsigmask(&attributes, &none);
	(void)posix_spawnattr_setpgroup(&attributes, 0);
	(void)posix_spawnattr_setflags(&attributes,
		(short)(POSIX_SPAWN_SETSIGMASK | (sound >= 0 ? POSIX_SPAWN_SETPGROUP : 0)));
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	if (sound >= 0) {
		(void)posix_spawn_file_actions_adddup2(&actions, sound, SOUND_FD);
		(void)posix_spawn_file_actions_addclosefrom_np(&actions, SOUND_FD + 1);
	}
	r = posix_spawnp(ret, words[0], &actions, &attributes, words, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attributes);
	return -r;
}

static bool is_too_long(int sound)
{
	struct stat facts;

	return sound >= 0 && fstat(sound, &facts) == 0 && facts.st_size > VOICE_ENGINE_BYTES_MAX;
}

/* Waits until the process has ended. −ETIMEDOUT; −ECANCELED: cancel can be read; −EFBIG: too much
 * was written to sound. */
static int watch(int process, int sound, int timeout_ms, int cancel)
{
	struct pollfd polled[] = {
		{.fd = process, .events = POLLIN}, {.fd = cancel, .events = POLLIN}};
	int64_t until_ms = clock_mono_ms() + timeout_ms;

	for (;;) {
		int64_t left_ms = MAX_OF(until_ms - clock_mono_ms(), 0);
		int64_t wait_ms = sound >= 0 ? MIN_OF(left_ms, LOOK_MS) : left_ms;
		bool happened = poll(polled, ELEMENTS(polled), (int)wait_ms) > 0;

		if (is_too_long(sound)) {
			return -EFBIG;
		}
		if (happened) {
			return polled[1].revents != 0 ? -ECANCELED : 0;
		}
		if (clock_mono_ms() >= until_ms) {
			return -ETIMEDOUT;
		}
	}
}

/* Waits for the process, or kills it as watch() says; with sound all that it has started, too.
 * *ret_status: as of waitpid. Errors as watch(). */
static int await(pid_t pid, int sound, int timeout_ms, int cancel, int *ret_status)
{
	const bool group = sound >= 0;
	_cleanup_close_ int fd = pidfd_open(pid, 0);
	int r = fd >= 0 ? watch(fd, sound, timeout_ms, cancel) : 0;

	if (fd >= 0 && (r < 0 || group)) {
		(void)kill(group ? -pid : pid, SIGKILL); /* not reaped yet: the number is its own */
	}
	while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR) {
	}
	return r;
}

/* What a program's status says: 0, −ENOENT, −EIO. */
static int judge(const char *name, int status, char **ret_error)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_STARTED) {
		*ret_error = text_printf("%s cannot be run: %s (it ended with status %d)", name,
			strerror(ENOENT), NOT_STARTED);
		return -ENOENT;
	}
	if (WIFSIGNALED(status)) {
		*ret_error = text_printf("%s was ended by signal %d", name, WTERMSIG(status));
		return -EIO;
	}
	if (WEXITSTATUS(status) != 0) {
		*ret_error = text_printf("%s ended with status %d", name, WEXITSTATUS(status));
		return -EIO;
	}
	return 0;
}

/* Runs the filled words. */
static int run(char *const words[], int sound, int timeout_ms, int cancel, char **ret_error)
{
	int status = 0;
	pid_t pid;
	int r = start(words, sound, &pid);

	if (r < 0) {
		*ret_error = text_printf("%s cannot be run: %s", words[0], strerror(-r));
		return r;
	}
	r = await(pid, sound, timeout_ms, cancel, &status);
	if (r == -ETIMEDOUT) {
		*ret_error = text_printf("%s did not end within %d s", words[0], timeout_ms / 1000);
	} else if (r < 0) {
		*ret_error = text_printf(
			"%s %s", words[0], r == -EFBIG ? "wrote too much" : "was stopped");
	}
	return r < 0 ? r : judge(words[0], status, ret_error);
}

int voice_engine_run(const struct voice_engine *engine, const struct voice_job *job, int timeout_ms,
	char **ret_error)
{
	_cleanup_(voice_engine_done) struct voice_engine filled = {.n = 0};

	voice_engine_fill(engine, job, &filled);
	return run(filled.words, -1, timeout_ms, -1, ret_error);
}

bool voice_engine_speaks(const struct voice_engine *engine)
{
	for (int i = 0; i < engine->n; i++) {
		if (strstr(engine->words[i], "{text}")) {
			return true;
		}
	}
	return false;
}

/* All that was written; its place in the file is anywhere. */
static int read_sound(int fd, struct voice_bytes *ret)
{
	struct stat facts;
	size_t at = 0;

	if (fstat(fd, &facts) < 0) {
		return -errno;
	}
	if (facts.st_size == 0) {
		return -EIO;
	}
	*ret = (struct voice_bytes){.data = memory_new((size_t)facts.st_size, 1)};
	while (at < (size_t)facts.st_size) {
		ssize_t n = pread(fd, ret->data + at, (size_t)facts.st_size - at, (off_t)at);

		if (n <= 0 && errno != EINTR) {
			voice_bytes_done(ret);
			return -EIO;
		}
		at += (size_t)MAX_OF(n, 0);
	}
	ret->size = at;
	return 0;
}

int voice_engine_speak(const struct voice_engine *engine, const char *text, int timeout_ms,
	int cancel, struct voice_bytes *ret, char **ret_error)
{
	static const struct voice_job nothing = {.wav = SOUND_PATH, .clip = "text"};
	_cleanup_(voice_engine_done) struct voice_engine filled = {.n = 0};
	_cleanup_close_ int fd = memfd_create("speech", MFD_CLOEXEC);
	struct voice_job job = nothing;
	int r;

	if (fd < 0) {
		r = -errno;
		*ret_error = text_printf("there is no memory to speak to: %s", strerror(-r));
		return r;
	}
	job.text = text;
	voice_engine_fill(engine, &job, &filled);
	r = run(filled.words, fd, timeout_ms, cancel, ret_error);
	if (r == 0) {
		r = read_sound(fd, ret);
		*ret_error = r < 0 ? text_printf("%s wrote nothing", filled.words[0]) : NULL;
	}
	return r;
}
