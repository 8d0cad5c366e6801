/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a text that is kept for good seems to name a person. One rule for who takes texts and for
 * who checks what was taken. Pure.
 *
 *   '@'                                       a mail address
 *   five digits in a row                      a telephone, identity or account number
 *   nine digits in groups, with blanks, . - / ( ) _ + · between them, or a comma behind a group of
 *   three: "(0912) 345-678"                   the same, as people write them
 *
 * Characters of full width, other dashes and other blanks count as their plain ones. Dates are no
 * numbers of a person, alone and joined: "20/11/2026-25/11/2026", "2026-11-23 8", "11/2026 -
 * 12/2026".
 */
#pragma once

#include <stdbool.h>

bool personal_data_in(const char *text);
