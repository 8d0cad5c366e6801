/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-say.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/version.h"
#include "ctl/ctl-commands.h"

void say_wrong(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)fputs("layso: ", stderr);
	(void)vfprintf(stderr, format, arguments);
	va_end(arguments);
}

void say_more(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vfprintf(stderr, format, arguments);
	va_end(arguments);
}

void say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vprintf(format, arguments);
	va_end(arguments);
}

int version_run(struct ctl *ctl)
{
	if (ctl->arguments.json) {
		say("{\"version\":\"%s\"}\n", LAYSO_VERSION);
	} else {
		say("layso %s\n", LAYSO_VERSION);
	}
	return CTL_OK;
}
