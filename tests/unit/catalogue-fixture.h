/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of procedures for tests: made-up ones, and the real ones where the machine has them. */
#pragma once

#include "catalogue/catalogue-import.h"

#define FIXTURE_DAY "2026-11-29"

/* Reads a file's content on FIXTURE_DAY; a fault fails the test. */
struct catalogue_import *catalogue_fixture_read(const char *text);

/* The file of real records, or, said on standard error, a skipped test where ../shared is not
 * there. */
struct catalogue_import *catalogue_fixture_real(const char *name);
