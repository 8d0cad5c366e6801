/* SPDX-License-Identifier: Apache-2.0 */
/* The web pages, their words, and the API's description: read once, served from memory. */
#pragma once

#include "hub/hub.h"

struct pages;
struct phrases;
struct training_band;
struct request;

enum { PAGES_THEME_TAG_SIZE = 17 };

/* Reads web/ and openapi.json of the data folder, and makes the words that the scripts import and
 * the colours of a theme. What is missing is logged and not served. band: what each page says of
 * training. */
struct pages *pages_new(
	const char *datadir, const struct training_band *band, const char *theme, bool strict);
/* Changes when the theme does: its colours or its emblem. */
void pages_theme_tag(const struct pages *pages, char ret[PAGES_THEME_TAG_SIZE]);
void pages_free(struct pages *pages);

/* The answer's text where there is no such page: what a person can do now. */
void pages_put_unknown(struct request *request);

/* The media type by the file's name. Pure. */
const char *pages_type(const char *name);
