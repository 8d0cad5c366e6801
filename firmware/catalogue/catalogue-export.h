/* SPDX-License-Identifier: Apache-2.0 */
/* Writes records as files that catalogue-import.h takes again without a difference. Pure. */
#pragma once

#include "catalogue/procedure.h"

/* A table with the fields' names as headings, as UTF-8 with a mark for office programs; lines end
 * with CR LF. */
void catalogue_export_csv(json_t *const *records, size_t n, char separator, struct textbuf *out);

/* {"procedures": [ … ]}, a record on each line. */
void catalogue_export_json(json_t *const *records, size_t n, struct textbuf *out);
