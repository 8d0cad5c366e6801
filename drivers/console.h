/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual terminal that a service has for itself behind its screen (TTYPath= of its unit).
 * While it is taken, no key of any keyboard does anything there: Ctrl-C ends nothing, Alt-F1 leads
 * to no login, Ctrl-Alt-Del does not start the board anew. A program that crashes leaves it so
 * until it is started again. Who may do more goes another way: over the network, or by stopping the
 * service, which gives it back.
 *
 * Not handled here: the kernel's SysRq keys, which no terminal sees (the unit switches them off),
 * and which terminal is in front (the unit's business, too).
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

/* The kernel, or what a test has in its place; each returns as the function of its name. */
struct console_system {
	int (*get)(int fd, unsigned long request, int *ret); /* ioctl */
	int (*set)(int fd, unsigned long request, int value); /* ioctl */
	pid_t (*owner)(int fd); /* tcgetsid */
	pid_t (*self)(void); /* getpid */
};

struct console {
	const struct console_system *system;
	int fd; /* −1: none is taken */
	bool off; /* its keyboard is */
	int mode; /* of the keyboard, before */
	struct termios termios; /* before */
};

/* Takes the terminal that is open at fd, which stays the caller's; does not block. system: NULL for
 * the kernel. Logs what comes of it. −ENOTTY: it is none that the service has for itself, such as
 * that of the shell in which somebody starts the program by hand; nothing is changed. Another
 * −errno: the keyboard could not be switched off; what is typed is not shown there and ends
 * nothing, but can lead elsewhere. Call console_give_back also then. */
int console_take(int fd, const struct console_system *system, struct console *ret);

/* Makes it again what it was; does nothing when none is taken. */
void console_give_back(struct console *console);
