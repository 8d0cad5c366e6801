/* SPDX-License-Identifier: Apache-2.0 */
/* Reports of other things than visits, and the import of counts of dossiers. */
#pragma once

#include "ctl/ctl.h"

/* Ratings, pauses, slips: a column for each figure. Dossiers: a block for each source. Pure. */
void show_figures(const json_t *answer, const struct ctl_view *view, struct textbuf *out);

int dossier_run_import(struct ctl *ctl); /* an enum ctl_exit */
