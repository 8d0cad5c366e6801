/* SPDX-License-Identifier: Apache-2.0 */
/* What hubd.conf may say: the table of its keys, and what must hold of them together. */
#pragma once

#include "base/config.h"
#include "hub/hub.h"

/* Of struct hub_settings; ends with a NULL section. */
extern const struct config_item hub_settings_items[];

/* For daemon_program.check; userdata: the settings. −EINVAL: a setting is wrong; logs which. */
int hub_settings_check(void *userdata) _warn_unused_;
