/* SPDX-License-Identifier: Apache-2.0 */
/* What the command line says. A failed write is found once, at the end, by main. */
#pragma once

#include "base/cleanup.h"

/* "layso: …" on standard error: what is wrong. The caller ends the line. */
void say_wrong(const char *format, ...) _printf_(1, 2);
/* On standard error too: what to do about it. */
void say_more(const char *format, ...) _printf_(1, 2);
/* The answer, on standard output. */
void say(const char *format, ...) _printf_(1, 2);
