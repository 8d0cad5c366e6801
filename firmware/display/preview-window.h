/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures in a window on a desktop: a touch shows the next one. */
#pragma once

#include "display/preview-program.h"

/* Begins with picture i; returns when the window was closed. Draws in the window's size, whatever
 * it becomes. Logs its errors. */
int preview_window_run(const struct preview_program *program, size_t i,
	const struct preview *preview) _warn_unused_;
