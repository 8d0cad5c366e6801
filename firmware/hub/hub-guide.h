/* SPDX-License-Identifier: Apache-2.0 */
/* A role's guide (ui/guide.h) as a page without a script: by itself, and, its <main> alone, over
 * the page that it is about. Pure. */
#pragma once

#include "ui/guide.h"

/* A file of a guide: its role, and what is behind the point of its name. */
struct guide_wish {
	char role[GUIDE_KEY_SIZE];
	const char *kind; /* "" the page, ".png" its picture, ".pdf" the sheet for the wall */
};

/* Takes what stands behind /guide/ apart. −ENOENT: there is no such guide. */
int guide_parse(const char *file, struct guide_wish *ret) _warn_unused_;

struct guide_page {
	const struct phrases *phrases;
	const char *language; /* one that there are words in */
	const char *role;
	bool has_picture, has_sheet;
};

void guide_page_put(const struct guide_page *page, struct textbuf *out);
