/* SPDX-License-Identifier: Apache-2.0 */
/* Which phrases of ui/strings a page of the look-up says, for the screen and for the voice. Pure.
 */
#pragma once

#include "ui/lookup-view.h"

/* The page's heading, or what a message says; NULL: it is the view's name. */
const char *lookup_words_title(const struct lookup_view *view);
/* What a message says beside; NULL nothing. */
const char *lookup_words_text(const struct lookup_view *view);
/* What stands on a key. */
const char *lookup_words_action(const struct lookup_view *view, enum lookup_action action);
