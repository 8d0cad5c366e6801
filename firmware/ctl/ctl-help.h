/* SPDX-License-Identifier: Apache-2.0 */
/* Help texts, made from the table of commands. Pure. */
#pragma once

#include "ctl/ctl.h"

/* The help of a command; without one of a group; without that of the program. */
void help_write(const struct ctl_command *commands, const struct ctl_command *command,
	const char *group, struct textbuf *out);
/* "layso counter N open --staff ID [--services A,B]" without a line feed. */
void help_write_usage(const struct ctl_command *command, struct textbuf *out);
