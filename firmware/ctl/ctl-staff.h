/* SPDX-License-Identifier: Apache-2.0 */
/* The accounts of people, and what proves the hub to them, on the command line. */
#pragma once

#include "ctl/ctl.h"

/* Each returns an enum ctl_exit. */
int staff_run_add(struct ctl *ctl);
int staff_run_change(struct ctl *ctl);

void show_certificate(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
void show_sign_ins(const json_t *answer, const struct ctl_view *view, struct textbuf *out);
