/* SPDX-License-Identifier: Apache-2.0 */
/* Each test runs daemon_run in a child, as a program of its own would. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <systemd/sd-daemon.h>

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"

enum { DEADLINE_MS = 20000, ARGUMENTS_MAX = 8 };

struct settings {
	char *word;
	int number;
	char *place;
	int seats;
};

static const struct config_item items[] = {
	{"test", "word", config_parse_string, offsetof(struct settings, word), "fallback"},
	{"test", "number", config_parse_int, offsetof(struct settings, number), "7"},
	{"test", "place", config_parse_string, offsetof(struct settings, place), "here", true},
	{"test", "seats", config_parse_int, offsetof(struct settings, seats), "3", true},
	{NULL},
};

static char folder[] = "/tmp/layso-daemon-XXXXXX";
static char config_path[64];
static char output_path[64];
static char notify_path[64];
static int notify_fd = -1;

static int check_settings(void *settings)
{
	const struct settings *s = settings;

	if (strcmp(s->word, "forbidden") == 0) {
		log_error(FAULT_SITE, "the word is forbidden");
		return -EINVAL;
	}
	return 0;
}

static int check_rest(const void *settings)
{
	const struct settings *s = settings;

	if (strcmp(s->word, "ugly") == 0) {
		log_error(FAULT_SITE, "the word is ugly");
		return -EINVAL;
	}
	return 0;
}

static const struct settings *running;

/* SIGUSR1: what the program goes by at present. */
static int on_user(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	(void)source;
	(void)info;
	(void)userdata;
	log_notice("present %s %d %s %d", running->word, running->number, running->place,
		running->seats);
	(void)sd_notify(0, "STATUS=present");
	return 0;
}

static int start(sd_event *event, void *settings, void **ret_state)
{
	const struct settings *s = settings;

	if (strcmp(s->word, "unlucky") == 0) {
		log_error(FAULT_DEVICE, "no luck");
		return -EIO;
	}
	log_notice("start %s %d", s->word, s->number);
	running = settings;
	*ret_state = settings;
	return sd_event_add_signal(event, NULL, SIGUSR1 | SD_EVENT_SIGNAL_PROCMASK, on_user, NULL);
}

static void reload(void *state, void *settings)
{
	const struct settings *s = settings;

	(void)state;
	log_notice("reload %s %d", s->word, s->number);
}

static void stop(void *state)
{
	log_notice("stop %s", state ? "started" : "not started");
}

static int act(void *settings)
{
	printf("acting on %s\n", ((struct settings *)settings)->word);
	return 3;
}

static const struct daemon_option options[] = {
	{"word", "WORD", "the word", "test.word", NULL},
	{"act", NULL, "acts", NULL, act},
	{NULL},
};

/* Starts the program with arguments (ends with NULL); its output goes to output_path. */
static pid_t launch(const char *const arguments[])
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		static struct settings settings;
		const struct daemon_program program = {
			.name = "layso-test",
			.summary = "is a test.",
			.config = config_path,
			.items = items,
			.options = options,
			.settings = &settings,
			.settings_size = sizeof(settings),
			.check = check_settings,
			.check_rest = check_rest,
			.start = start,
			.reload = reload,
			.stop = stop,
		};
		char *argv[ARGUMENTS_MAX + 2] = {(char *)"layso-test"};
		int fd = open(output_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		int argc = 1;

		(void)dup2(fd, STDOUT_FILENO);
		(void)dup2(fd, STDERR_FILENO);
		while (arguments[argc - 1]) {
			argv[argc] = (char *)arguments[argc - 1];
			argc++;
		}
		exit(daemon_run(&program, argc, argv));
	}
	return pid;
}

static int wait_end(pid_t pid)
{
	int status = 0;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool output_has(const char *word)
{
	_cleanup_free_ char *text = NULL;

	return text_read_file(output_path, 65536, &text, NULL) == 0 && strstr(text, word);
}

/* Waits until the program has told the service manager word. */
static void wait_notified(const char *word)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;
	struct pollfd pollfd = {.fd = notify_fd, .events = POLLIN};

	while (clock_mono_ms() < end_ms && poll(&pollfd, 1, 100) >= 0) {
		char text[256] = "";

		if ((pollfd.revents & POLLIN) && recv(notify_fd, text, sizeof(text) - 1, 0) > 0 &&
			strstr(text, word)) {
			return;
		}
	}
	fail_msg("the program never said %s", word);
}

static void write_config(const char *text)
{
	assert_int_equal(text_write_file(config_path, text, strlen(text), 0600), 0);
}

static void help_and_version_are_printed(void **state)
{
	(void)state;
	assert_int_equal(wait_end(launch((const char *[]){"--help", NULL})), 0);
	assert_true(output_has("layso-test: is a test."));
	assert_true(output_has("--word WORD"));
	assert_true(output_has("--check"));
	assert_true(output_has(config_path));
	assert_int_equal(wait_end(launch((const char *[]){"--version", NULL})), 0);
	assert_true(output_has("layso-test "));
}

static void wrong_usage_ends_with_2(void **state)
{
	(void)state;
	assert_int_equal(wait_end(launch((const char *[]){"--wrong", NULL})), 2);
	assert_int_equal(wait_end(launch((const char *[]){"extra", NULL})), 2);
	assert_true(output_has("unexpected argument 'extra'"));
	assert_int_equal(wait_end(launch((const char *[]){"--word", NULL})), 2);
}

static void check_finds_what_is_wrong_with_the_configuration(void **state)
{
	(void)state;
	write_config("[test]\nnumber = 8\n");
	assert_int_equal(wait_end(launch((const char *[]){"--check", NULL})), 0);
	assert_true(output_has("the configuration is in order"));
	write_config("[test]\nnumber = eight\n");
	assert_int_equal(wait_end(launch((const char *[]){"--check", NULL})), 2);
	assert_true(output_has("layso-test.conf:2: 'eight' is not a whole number"));
	write_config("[test]\nword = forbidden\n");
	assert_int_equal(wait_end(launch((const char *[]){"--check", NULL})), 2);
	assert_true(output_has("[site] the word is forbidden"));
	write_config("[test]\nword = ugly\n"); /* which it can be started with */
	assert_int_equal(wait_end(launch((const char *[]){"--check", NULL})), 2);
	assert_true(output_has("[site] the word is ugly"));
	(void)unlink(config_path);
}

static void only_a_file_that_was_asked_for_must_exist(void **state)
{
	(void)state;
	(void)unlink(config_path);
	assert_int_equal(wait_end(launch((const char *[]){"--check", NULL})), 0);
	assert_int_equal(
		wait_end(launch((const char *[]){"--check", "--config", config_path, NULL})), 2);
	assert_true(output_has(config_path));
}

static void an_action_runs_instead_of_serving(void **state)
{
	(void)state;
	assert_int_equal(wait_end(launch((const char *[]){"--act", "--word", "it", NULL})), 3);
	assert_true(output_has("acting on it"));
	assert_false(output_has("start"));
}

static void a_failed_start_ends_with_1_after_stop(void **state)
{
	(void)state;
	assert_int_equal(wait_end(launch((const char *[]){"--word", "unlucky", NULL})), 1);
	assert_true(output_has("[device] no luck"));
	assert_true(output_has("stop not started"));
}

static void it_serves_until_it_is_asked_to_end(void **state)
{
	static const int signals[] = {SIGTERM, SIGINT};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(signals); i++) {
		pid_t pid = launch((const char *[]){NULL});

		wait_notified("READY=1");
		assert_true(output_has("start fallback 7"));
		assert_int_equal(kill(pid, signals[i]), 0);
		wait_notified("STOPPING=1");
		assert_int_equal(wait_end(pid), 0);
		assert_true(output_has("stop started"));
	}
}

static void a_hangup_reads_the_file_anew_and_options_still_win(void **state)
{
	pid_t pid;

	(void)state;
	write_config("[test]\nnumber = 8\nword = file\n");
	pid = launch((const char *[]){"--word", "option", NULL});
	wait_notified("READY=1");
	assert_true(output_has("start option 8"));
	write_config("[test]\nnumber = 9\nword = file\n");
	assert_int_equal(kill(pid, SIGHUP), 0);
	wait_notified("RELOADING=1");
	wait_notified("READY=1");
	assert_true(output_has("reload option 9"));
	/* A bad file is reported, and service goes on. */
	write_config("[test]\nnumber = nine\n");
	assert_int_equal(kill(pid, SIGHUP), 0);
	wait_notified("READY=1");
	assert_true(output_has("'nine' is not a whole number"));
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(wait_end(pid), 0);
	(void)unlink(config_path);
}

/* What is refused, at any line or by the whole's check, changes nothing of what runs. */
static void a_refused_file_leaves_the_running_settings_whole(void **state)
{
	static const char *const refused[] = {
		"[test]\nnumber = 10\nword = new\nnumber = nine\n",
		"[test]\nnumber = 10\nword = forbidden\n",
		"[test]\nnumber = 10\n[unknown]\n",
		"number = 10\n",
	};
	pid_t pid;

	(void)state;
	write_config("[test]\nnumber = 8\nword = file\n");
	pid = launch((const char *[]){NULL});
	wait_notified("READY=1");
	for (size_t i = 0; i < ELEMENTS(refused); i++) {
		write_config(refused[i]);
		assert_int_equal(kill(pid, SIGHUP), 0);
		wait_notified("RELOADING=1");
		wait_notified("READY=1");
		assert_int_equal(kill(pid, SIGUSR1), 0);
		wait_notified("STATUS=present");
	}
	assert_true(output_has("present file 8"));
	assert_false(output_has("present fallback"));
	assert_false(output_has("present new"));
	assert_false(output_has("present forbidden"));
	assert_false(output_has("present file 10"));
	assert_false(output_has("reload"));
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(wait_end(pid), 0);
	(void)unlink(config_path);
}

static void what_takes_a_restart_stays(void **state)
{
	pid_t pid;

	(void)state;
	write_config("[test]\nnumber = 8\nword = file\n");
	pid = launch((const char *[]){NULL});
	wait_notified("READY=1");
	write_config("[test]\nnumber = 10\nplace = elsewhere\nseats = 4\n");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(kill(pid, SIGHUP), 0);
		wait_notified("RELOADING=1");
		wait_notified("READY=1");
	}
	assert_int_equal(kill(pid, SIGUSR1), 0);
	wait_notified("STATUS=present");
	assert_true(output_has("present fallback 10 here 3"));
	assert_true(output_has("test.place is another now"));
	assert_true(output_has("test.seats is another now"));
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(wait_end(pid), 0);
	(void)unlink(config_path);
}

static int set_up(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	(void)state;
	if (!mkdtemp(folder)) {
		return -1;
	}
	(void)snprintf(config_path, sizeof(config_path), "%s/layso-test.conf", folder);
	(void)snprintf(output_path, sizeof(output_path), "%s/output", folder);
	(void)snprintf(notify_path, sizeof(notify_path), "%s/notify", folder);
	(void)text_copy(address.sun_path, sizeof(address.sun_path), notify_path);
	notify_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (notify_fd < 0 || bind(notify_fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		return -1;
	}
	return setenv("NOTIFY_SOCKET", notify_path, 1);
}

static int tear_down(void **state)
{
	(void)state;
	(void)close(notify_fd);
	(void)unlink(config_path);
	(void)unlink(output_path);
	(void)unlink(notify_path);
	return rmdir(folder);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(help_and_version_are_printed),
		cmocka_unit_test(wrong_usage_ends_with_2),
		cmocka_unit_test(check_finds_what_is_wrong_with_the_configuration),
		cmocka_unit_test(only_a_file_that_was_asked_for_must_exist),
		cmocka_unit_test(an_action_runs_instead_of_serving),
		cmocka_unit_test(a_failed_start_ends_with_1_after_stop),
		cmocka_unit_test(it_serves_until_it_is_asked_to_end),
		cmocka_unit_test(a_hangup_reads_the_file_anew_and_options_still_win),
		cmocka_unit_test(a_refused_file_leaves_the_running_settings_whole),
		cmocka_unit_test(what_takes_a_restart_stays),
	};

	return cmocka_run_group_tests_name("daemon", tests, set_up, tear_down);
}
