/* SPDX-License-Identifier: Apache-2.0 */
/* What the look-up's pages can have to show, made up: for kioskd's --preview and for the tests of
 * the pages. */
#pragma once

#include <stddef.h>

#include "ui/lookup-view.h"

struct lookup_sample {
	const char *name; /* "lookup-typing" */
	void (*make)(struct lookup_view *view, int *ret_page); /* and the page of its list */
};

extern const struct lookup_sample lookup_samples[];
extern const size_t lookup_samples_n;
