/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-names.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum {
	LOOK_MS = 500, /* how often a run is looked after */
	AGAIN_MS = 60000, /* after a run that did not speak everything */
	AGAIN_MAX_MS = 3600000,
	NICE = 15, /* tickets come first */
};

struct kiosk_names {
	char *folder;
	char *address, *token_file;
	const struct kiosk_names_calls *calls;
	void *userdata;
	pid_t pid; /* 0: none runs */
	bool again; /* the site has changed meanwhile */
	int again_ms;
	sd_event_source *timer;
};

static void wake_in(struct kiosk_names *names, int ms)
{
	(void)sd_event_source_set_time_relative(names->timer, (uint64_t)ms * 1000);
	(void)sd_event_source_set_enabled(names->timer, SD_EVENT_ONESHOT);
}

static int start(struct kiosk_names *names)
{
	const char *const words[] = {"layso", "--hub", names->address, "voice", "names",
		names->folder, *names->token_file ? "--token-file" : NULL, names->token_file, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int r;

	(void)sigemptyset(&none);
	(void)posix_spawnattr_init(&attributes);
	(void)posix_spawnattr_setsigmask(&attributes, &none);
	(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	r = posix_spawnp(
		&names->pid, words[0], &actions, &attributes, (char *const *)words, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attributes);
	if (r != 0) {
		names->pid = 0;
		return -r;
	}
	(void)setpriority(PRIO_PROCESS, (id_t)names->pid, NICE);
	return 0;
}

static void end(struct kiosk_names *names, bool spoken)
{
	names->pid = 0;
	if (names->again) {
		names->again = false;
		wake_in(names, 0);
	} else if (!spoken) {
		wake_in(names, names->again_ms);
		names->again_ms = MIN_OF(2 * names->again_ms, AGAIN_MAX_MS);
	} else {
		names->again_ms = AGAIN_MS;
	}
	names->calls->ended(spoken, names->userdata);
}

/* Starts a run that is due, or sees whether one has ended. */
static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk_names *names = userdata;
	int status = 0;
	int r;

	(void)source;
	(void)usec;
	if (names->pid == 0) {
		r = start(names);
		if (r < 0) {
			log_warning(FAULT_OURS, "layso cannot be run: %s", strerror(-r));
			end(names, false);
			return 0;
		}
	}
	if (waitpid(names->pid, &status, WNOHANG) == 0) {
		wake_in(names, LOOK_MS);
	} else {
		end(names, WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	return 0;
}

int kiosk_names_new(sd_event *event, const char *folder, const struct kiosk_names_calls *calls,
	void *userdata, struct kiosk_names **ret)
{
	_cleanup_(kiosk_names_freep) struct kiosk_names *names = memory_new(1, sizeof(*names));
	int r;

	names->folder = text_dup(folder);
	names->address = text_dup("");
	names->token_file = text_dup("");
	names->calls = calls;
	names->userdata = userdata;
	names->again_ms = AGAIN_MS;
	r = sd_event_add_time(
		event, &names->timer, CLOCK_MONOTONIC, UINT64_MAX, 0, on_timer, names);
	if (r >= 0) {
		r = sd_event_source_set_enabled(names->timer, SD_EVENT_OFF);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(names);
	return 0;
}

void kiosk_names_free(struct kiosk_names *names)
{
	if (!names) {
		return;
	}
	if (names->pid > 0) {
		(void)kill(names->pid, SIGKILL);
		(void)waitpid(names->pid, NULL, 0);
	}
	names->timer = sd_event_source_disable_unref(names->timer);
	free(names->folder);
	free(names->address);
	free(names->token_file);
	free(names);
}

void kiosk_names_speak(struct kiosk_names *names, const char *address, const char *token_file)
{
	if (!names) {
		return;
	}
	if (names->pid > 0) {
		names->again = true;
	}
	free(names->address);
	names->address = text_dup(address);
	free(names->token_file);
	names->token_file = text_dup(token_file);
	names->again_ms = AGAIN_MS;
	if (names->pid == 0) {
		wake_in(names, 0);
	}
}

const char *kiosk_names_folder(const struct kiosk_names *names)
{
	return names->folder;
}
