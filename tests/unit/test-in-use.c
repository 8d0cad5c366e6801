/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "ctl/in-use.h"

/* A child that holds a file open, or none, until it is ended. */
static pid_t hold(const char *path)
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)open(path, O_RDWR | O_NOCTTY);
		(void)!write(ready[1], "", 1);
		for (;;) {
			(void)pause();
		}
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	(void)close(ready[0]);
	(void)close(ready[1]);
	return pid;
}

/* The name under which the kernel knows this program: an emulator's where one runs it. */
static char *own_name(void)
{
	_cleanup_close_ int fd = open("/proc/self/comm", O_RDONLY | O_CLOEXEC);
	char name[64];
	ssize_t n;

	assert_true(fd >= 0);
	n = read(fd, name, sizeof(name) - 1);
	assert_true(n > 1);
	name[n - 1] = '\0'; /* instead of the end of its line */
	return text_printf("%s", name);
}

static void end(pid_t pid)
{
	(void)kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void the_program_that_has_a_device_open_is_named(void **state)
{
	_cleanup_close_ int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	_cleanup_free_ char *name = own_name();
	_cleanup_free_ char *wanted = NULL;
	char line[64];
	char found[IN_USE_SIZE] = "";
	pid_t pid;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(unlockpt(fd), 0);
	assert_int_equal(ptsname_r(fd, line, sizeof(line)), 0);
	assert_true(in_use_find(line, found) <= 0);
	pid = hold(line);
	wanted = text_printf("%s (%d)", name, (int)pid);
	assert_int_equal(in_use_find(line, found), 1);
	end(pid);
	assert_string_equal(found, wanted);
	assert_true(in_use_find(line, found) <= 0);
}

static void only_character_devices_are_looked_for(void **state)
{
	char found[IN_USE_SIZE] = "";

	(void)state;
	assert_int_equal(in_use_find("/dev/no-such", found), -ENOENT);
	assert_int_equal(in_use_find("/proc/self/comm", found), -ENOTTY);
	assert_string_equal(found, "");
}

static void a_program_runs_or_not(void **state)
{
	_cleanup_free_ char *name = own_name();

	(void)state;
	assert_true(in_use_runs(name));
	name[strlen(name) - 1] = '\0';
	assert_false(in_use_runs(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_program_that_has_a_device_open_is_named),
		cmocka_unit_test(only_character_devices_are_looked_for),
		cmocka_unit_test(a_program_runs_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
