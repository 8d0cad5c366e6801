/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/own-figure.h"

#include <string.h>

#include "queue/dossier-report.h"

_Static_assert((int)OWN_DOSSIERS == (int)DOSSIER_RATIOS, "one order of shares and own figures");

static const char *const names[OWN_FIGURES] = {
	[OWN_POSTED] = "posted",
	[OWN_COMPLETE] = "complete",
	[OWN_FRESH] = "fresh",
	[OWN_FREE_ONLINE] = "free_online",
	[OWN_COMPLAINTS_ANSWERED] = "complaints_answered",
	[OWN_COMPLAINTS_IN_TIME] = "complaints_in_time",
	[OWN_SATISFIED] = "satisfied",
	[OWN_WAITED] = "waited",
	[OWN_FOUND] = "found",
};

const char *own_figure_name(enum own_figure figure)
{
	return (int)figure < OWN_DOSSIERS ? dossier_ratio_name((enum dossier_ratio)figure)
					  : names[figure];
}

int own_figure_parse(const char *name)
{
	for (int figure = 0; figure < OWN_FIGURES; figure++) {
		if (strcmp(name, own_figure_name((enum own_figure)figure)) == 0) {
			return figure;
		}
	}
	return OWN_NONE;
}
