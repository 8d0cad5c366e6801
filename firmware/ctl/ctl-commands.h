/* SPDX-License-Identifier: Apache-2.0 */
/* Every command of the command line, in the order of the help. */
#pragma once

#include "ctl/ctl.h"

/* Ends with a NULL group. */
extern const struct ctl_command ctl_commands[];

/* The commands that are more than one request; each returns an enum ctl_exit. */
int site_run_export(struct ctl *ctl);
int site_run_import(struct ctl *ctl);
int site_run_check(struct ctl *ctl);
int site_run_try(struct ctl *ctl);
int site_run_notices(struct ctl *ctl);
int site_run_sample(struct ctl *ctl);
int counter_run_show(struct ctl *ctl);
int token_run_new(struct ctl *ctl);
int report_run(struct ctl *ctl);
int events_run(struct ctl *ctl);
int board_run_check(struct ctl *ctl);
int backup_run(struct ctl *ctl);
int printer_run_show(struct ctl *ctl);
int printer_run_test(struct ctl *ctl);
int verify_run(struct ctl *ctl);
int version_run(struct ctl *ctl);
