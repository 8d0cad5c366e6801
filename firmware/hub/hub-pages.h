/* SPDX-License-Identifier: Apache-2.0 */
/* The web pages and the API's description: files read once, served from memory. */
#pragma once

#include "hub/hub.h"

struct pages;

/* Reads web/ and openapi.json of the data folder. What is missing is logged and not served. */
struct pages *pages_new(const char *datadir, bool strict);
void pages_free(struct pages *pages);

/* The media type by the file's name. Pure. */
const char *pages_type(const char *name);
