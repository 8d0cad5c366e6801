/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes single settings in the text of a file that config.h reads, and leaves all else, comments
 * too, as people wrote it. Pure. What a key or section means is the reader's to judge: read the
 * result with it before it is written.
 */
#pragma once

#include "base/cleanup.h"

/* Sets a key: its line is replaced, else it comes behind its commented example ("#key = …"), else
 * at the end of its section, which is made if there is none. value NULL takes the key out. Heap. */
char *config_edit_set(
	const char *text, const char *section, const char *key, const char *value) _warn_unused_;
/* Takes out every part of a section, with the comment right above its header. Heap. */
char *config_edit_drop(const char *text, const char *section) _warn_unused_;
