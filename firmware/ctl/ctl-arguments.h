/* SPDX-License-Identifier: Apache-2.0 */
/* Parses the words of a command line into a command and its arguments. Pure. */
#pragma once

#include "ctl/ctl.h"

/* commands ends with a NULL group. On −EINVAL *ret_error (heap) says what is wrong, and
 * ret->command or ret->group, as far as known, whose help to point to. */
int arguments_parse(const struct ctl_command *commands, int argc, char *const argv[],
	struct ctl_arguments *ret, char **ret_error) _warn_unused_;
