/* SPDX-License-Identifier: Apache-2.0 */
/* Help texts, made from the table of commands. Pure. */
#pragma once

#include "ctl/ctl.h"

/* The help of a command; without one of a group; without that of the program. */
void help_write(const struct ctl_command *commands, const struct ctl_command *command,
	const char *group, struct textbuf *out);

/* All of it for programs, such as the one that makes the man page and bash's completion:
 * {"summary", "commands": [{"group", "verb", "summary", "details", "fields": […]}], "options",
 * "notes"}. */
json_t *help_json(const struct ctl_command *commands) _warn_unused_;
