/* SPDX-License-Identifier: Apache-2.0 */
#include "base/daemon.h"

#include <errno.h>
#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "base/version.h"

enum { EXIT_USAGE = 2, OPTIONS_MAX = 32, OVERRIDES_MAX = 16 };
enum { OPT_HELP = 256, OPT_VERSION, OPT_CONFIG, OPT_CHECK, OPT_DEBUG, OPT_OWN };

struct run {
	const struct daemon_program *program;
	const char *config; /* given with --config, or NULL */
	bool check;
	bool debug;
	int (*action)(void *settings);
	/* Options that set a configuration item: they win over the file, also after SIGHUP. */
	const char *item[OVERRIDES_MAX];
	const char *value[OVERRIDES_MAX];
	size_t overrides;
	void *state;
};

static void print_help(const struct daemon_program *program)
{
	static const char *const common[][2] = {
		{"--help", "print this help"},
		{"--version", "print the version"},
		{"--config FILE", "read this configuration file"},
		{"--check", "check the configuration and end"},
		{"--debug", "log every transition"},
	};

	printf("%s: %s\n\nUsage: %s [OPTION]...\n\n", program->name, program->summary,
		program->name);
	for (const struct daemon_option *o = program->options; o && o->name; o++) {
		_cleanup_free_ char *left = text_printf("--%s%s%s", o->name, o->argument ? " " : "",
			o->argument ? o->argument : "");

		printf("  %-18s  %s\n", left, o->help);
	}
	for (size_t i = 0; i < ELEMENTS(common); i++) {
		printf("  %-18s  %s\n", common[i][0], common[i][1]);
	}
	printf("\nConfiguration: %s\n", program->config);
}

static int parse_own(struct run *run, const struct daemon_option *option, const char *argument)
{
	if (option->action) {
		run->action = option->action;
	}
	if (option->ret_argument) {
		*option->ret_argument = argument;
	}
	if (option->item) {
		if (run->overrides == OVERRIDES_MAX) {
			return -E2BIG;
		}
		run->item[run->overrides] = option->item;
		run->value[run->overrides++] = argument ? argument : "yes";
	}
	return 0;
}

static size_t list_options(const struct daemon_program *program, struct option *ret)
{
	static const struct option common[] = {
		{"help", no_argument, NULL, OPT_HELP},
		{"version", no_argument, NULL, OPT_VERSION},
		{"config", required_argument, NULL, OPT_CONFIG},
		{"check", no_argument, NULL, OPT_CHECK},
		{"debug", no_argument, NULL, OPT_DEBUG},
	};
	size_t n = 0;

	for (size_t i = 0; i < ELEMENTS(common); i++) {
		ret[n++] = common[i];
	}
	for (size_t i = 0; program->options && program->options[i].name && n < OPTIONS_MAX; i++) {
		ret[n++] = (struct option){program->options[i].name,
			program->options[i].argument ? required_argument : no_argument, NULL,
			OPT_OWN + (int)i};
	}
	return n;
}

/* 1: go on; 0: done, exit with success; negative: wrong usage. */
static int parse_options(struct run *run, int argc, char *argv[])
{
	struct option options[OPTIONS_MAX + 1] = {0};
	int c;

	(void)list_options(run->program, options);
	while ((c = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		switch (c) {
		case OPT_HELP:
			print_help(run->program);
			return 0;
		case OPT_VERSION:
			printf("%s %s\n", run->program->name, LAYSO_VERSION);
			return 0;
		case OPT_CONFIG:
			run->config = optarg;
			break;
		case OPT_CHECK:
			run->check = true;
			break;
		case OPT_DEBUG:
			run->debug = true;
			break;
		default:
			if (c < OPT_OWN ||
				parse_own(run, &run->program->options[c - OPT_OWN], optarg) < 0) {
				return -EINVAL;
			}
		}
	}
	if (optind < argc) {
		log_error(FAULT_SITE, "unexpected argument '%s'; see --help", argv[optind]);
		return -EINVAL;
	}
	return 1;
}

static int read_settings(const struct run *run, void *settings)
{
	const struct daemon_program *program = run->program;
	const char *path = run->config ? run->config : program->config;
	_cleanup_free_ char *message = NULL;
	char error[CONFIG_ERROR_MAX] = "";
	int r;

	config_set_fallbacks(program->items, settings);
	r = config_load(path, program->items, NULL, settings, &message);
	if (r < 0 && (r != -ENOENT || run->config)) {
		log_error(FAULT_SITE, "%s", message);
		return r;
	}
	for (size_t i = 0; i < run->overrides; i++) {
		r = config_set(program->items, settings, run->item[i], run->value[i], error);
		if (r < 0) {
			log_error(FAULT_SITE, "option for %s: %s", run->item[i], error);
			return r;
		}
	}
	return program->check ? program->check(settings) : 0;
}

/* Reads into a separate copy and swaps it in only when all of it is valid, so that running code
 * never sees half of a file. */
static void reread_settings(struct run *run)
{
	const struct daemon_program *program = run->program;
	_cleanup_free_ char *fresh = memory_new(1, program->settings_size);
	_cleanup_free_ char *former = memory_new(1, program->settings_size);

	if (read_settings(run, fresh) < 0) {
		log_error(FAULT_SITE, "the configuration is refused; going on with that of before");
		config_free_strings(program->items, NULL, fresh);
		return;
	}
	config_keep_fixed(program->items, program->settings, fresh);
	memcpy(former, program->settings, program->settings_size);
	memcpy(program->settings, fresh, program->settings_size);
	log_notice("configuration read anew");
	if (program->reload) {
		program->reload(run->state, program->settings);
	}
	config_free_strings(program->items, NULL, former);
}

static int on_hangup(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
	struct run *run = userdata;

	(void)source;
	(void)info;
	(void)sd_notify(0, "RELOADING=1");
	reread_settings(run);
	(void)sd_notify(0, "READY=1");
	return 0;
}

static int set_up_loop(sd_event *event, struct run *run)
{
	sigset_t signals;
	int r;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	r = sd_event_add_signal(event, NULL, SIGTERM, NULL, NULL);
	if (r >= 0) {
		r = sd_event_add_signal(event, NULL, SIGINT, NULL, NULL);
	}
	if (r >= 0) {
		r = sd_event_add_signal(event, NULL, SIGHUP, on_hangup, run);
	}
	if (r >= 0) {
		r = sd_event_set_watchdog(event, true);
	}
	return r;
}

void daemon_takes_longer(int seconds)
{
	(void)sd_notifyf(0, "EXTEND_TIMEOUT_USEC=%lld", (long long)seconds * 1000000);
}

static int serve(struct run *run)
{
	_cleanup_(sd_event_unrefp) sd_event *event = NULL;
	int r = sd_event_default(&event);

	if (r >= 0) {
		r = set_up_loop(event, run);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up the event loop: %s", strerror(-r));
		return r;
	}
	r = run->program->start(event, run->program->settings, &run->state);
	if (r >= 0) {
		(void)sd_notify(0, "READY=1");
		r = sd_event_loop(event);
		if (r < 0) {
			log_error(FAULT_OURS, "the event loop ended: %s", strerror(-r));
		}
	}
	/* The service manager would wait for the end of a program that says that it stops. */
	(void)sd_notify(0, r == DAEMON_AGAIN ? "WATCHDOG=1" : "STOPPING=1");
	run->program->stop(run->state);
	return r;
}

static int begin_again(char *argv[])
{
	(void)close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
	(void)execv("/proc/self/exe", argv);
	log_error(FAULT_OURS, "cannot begin again: %s", strerror(errno));
	return -errno;
}

int daemon_run(const struct daemon_program *program, int argc, char *argv[])
{
	struct run run = {.program = program};
	int r;

	/* Pictures and lists of megabytes come and go for months: their memory is returned at once,
	 * in place of a limit that grows with what was freed (mallopt(3)). */
	(void)mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	log_setup(program->name, false);
	r = parse_options(&run, argc, argv);
	if (r <= 0) {
		return r < 0 ? EXIT_USAGE : EXIT_SUCCESS;
	}
	log_setup(program->name, run.debug);
	r = read_settings(&run, program->settings);
	if (r == 0 && run.check && program->check_rest) {
		r = program->check_rest(program->settings);
	}
	if (r < 0) {
		config_free_strings(program->items, NULL, program->settings);
		return EXIT_USAGE;
	}
	if (run.check) {
		printf("%s: the configuration is in order\n", program->name);
		r = 0;
	} else if (run.action) {
		r = program->before_action ? program->before_action(program->settings) : 0;
		r = r < 0 ? r : run.action(program->settings);
	} else {
		r = serve(&run);
	}
	config_free_strings(program->items, NULL, program->settings);
	r = r == DAEMON_AGAIN && !run.action ? begin_again(argv) : r;
	return r < 0 ? EXIT_FAILURE : r;
}
