/* SPDX-License-Identifier: Apache-2.0 */
/* cmocka with the headers it wants to see first. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The repository's folder, for test data. */
#define TEST_ROOT getenv("TEST_ROOT")
