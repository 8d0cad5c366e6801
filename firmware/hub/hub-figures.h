/* SPDX-License-Identifier: Apache-2.0 */
/* Runs layso-figures, which makes PDFs and workbooks of what the hub knows. */
#pragma once

#include <stdatomic.h>

#include "base/text.h"

/* form: "pdf" or "xlsx"; the text is the description of ui/figures-file.h. Blocks until the program
 * has ended, at most for its two minutes, or until *stop: for a worker's thread. −ENOENT: it is not
 * installed; −ECANCELED: stopped; −EIO: it failed. */
int figures_run(const char *form, const struct textbuf *text, const atomic_bool *stop,
	struct textbuf *ret) _warn_unused_;
