/* SPDX-License-Identifier: Apache-2.0 */
/* A service's own terminal: the termios is that of a real pseudo terminal, the keyboard's mode that
 * of a made-up kernel. */
#include "drivers/console.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "check.h"

enum { SELF = 4711, SHELL = 42 };

static int mode; /* of the keyboard */
static int get_error, set_error; /* errno; 0 it works */
static int n_set;
static pid_t owner;

static int get(int fd, unsigned long request, int *ret)
{
	assert_true(fd >= 0);
	assert_int_equal(request, KDGKBMODE);
	errno = get_error;
	*ret = mode;
	return get_error ? -1 : 0;
}

static int set(int fd, unsigned long request, int value)
{
	assert_true(fd >= 0);
	assert_int_equal(request, KDSKBMODE);
	n_set++;
	errno = set_error;
	mode = set_error ? mode : value;
	return set_error ? -1 : 0;
}

static pid_t owner_of(int fd)
{
	(void)fd;
	return owner;
}

static pid_t self(void)
{
	return SELF;
}

static const struct console_system system_of_test = {get, set, owner_of, self};

struct terminal {
	int master, fd;
};

static int open_terminal(void **state)
{
	struct terminal *terminal = memory_new(1, sizeof(*terminal));

	terminal->master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(terminal->master >= 0);
	assert_int_equal(grantpt(terminal->master), 0);
	assert_int_equal(unlockpt(terminal->master), 0);
	terminal->fd = open(ptsname(terminal->master), O_RDWR | O_NOCTTY);
	assert_true(terminal->fd >= 0);
	mode = K_XLATE;
	get_error = set_error = n_set = 0;
	owner = SELF;
	*state = terminal;
	return 0;
}

static int close_terminal(void **state)
{
	struct terminal *terminal = *state;

	(void)close(terminal->fd);
	(void)close(terminal->master);
	free(terminal);
	return 0;
}

static tcflag_t local_flags(int fd)
{
	struct termios termios;

	assert_int_equal(tcgetattr(fd, &termios), 0);
	return termios.c_lflag;
}

static void no_key_does_anything_until_it_is_given_back(void **state)
{
	const struct terminal *terminal = *state;
	tcflag_t before = local_flags(terminal->fd);
	struct console console;

	assert_true(before & ISIG);
	assert_int_equal(console_take(terminal->fd, &system_of_test, &console), 0);
	assert_int_equal(mode, K_OFF);
	assert_false(local_flags(terminal->fd) & (ISIG | ICANON | ECHO));
	console_give_back(&console);
	assert_int_equal(mode, K_XLATE);
	assert_int_equal(local_flags(terminal->fd), before);
	console_give_back(&console);
	assert_int_equal(n_set, 2);
}

/* The mode that a crash has left is not what the terminal was. */
static void after_a_crash_the_keyboard_comes_back_all_the_same(void **state)
{
	const struct terminal *terminal = *state;
	struct console console;

	mode = K_OFF;
	assert_int_equal(console_take(terminal->fd, &system_of_test, &console), 0);
	assert_int_equal(mode, K_OFF);
	console_give_back(&console);
	assert_int_equal(mode, K_UNICODE);
}

static void without_the_right_keys_end_nothing_at_least(void **state)
{
	const struct terminal *terminal = *state;
	tcflag_t before = local_flags(terminal->fd);
	struct console console;

	set_error = EPERM;
	assert_int_equal(console_take(terminal->fd, &system_of_test, &console), -EPERM);
	assert_int_equal(mode, K_XLATE);
	assert_false(local_flags(terminal->fd) & ISIG);
	console_give_back(&console);
	assert_int_equal(local_flags(terminal->fd), before);
	assert_int_equal(n_set, 1);
}

/* Who starts the program in a shell keeps the keyboard. */
static void another_terminal_is_left_alone(void **state)
{
	const struct terminal *terminal = *state;
	tcflag_t before = local_flags(terminal->fd);
	struct console console;

	owner = SHELL;
	assert_int_equal(console_take(terminal->fd, &system_of_test, &console), -ENOTTY);
	owner = SELF;
	get_error = ENOTTY; /* a serial line, say */
	assert_int_equal(console_take(terminal->fd, &system_of_test, &console), -ENOTTY);
	console_give_back(&console);
	assert_int_equal(local_flags(terminal->fd), before);
	assert_int_equal(n_set, 0);
}

/* With the real kernel: neither a pseudo terminal nor a file is a console. */
static void what_is_no_console_is_left_alone(void **state)
{
	const struct terminal *terminal = *state;
	int file = open("/dev/null", O_RDWR);
	struct console console;

	assert_int_equal(console_take(terminal->fd, NULL, &console), -ENOTTY);
	assert_int_equal(console_take(file, NULL, &console), -ENOTTY);
	assert_int_equal(console_take(-1, NULL, &console), -ENOTTY);
	console_give_back(&console);
	(void)close(file);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_terminal, close_terminal)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_key_does_anything_until_it_is_given_back),
		TEST(after_a_crash_the_keyboard_comes_back_all_the_same),
		TEST(without_the_right_keys_end_nothing_at_least),
		TEST(another_terminal_is_left_alone),
		TEST(what_is_no_console_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
