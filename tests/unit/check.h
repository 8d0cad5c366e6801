/* SPDX-License-Identifier: Apache-2.0 */
/* cmocka with the headers it wants to see first. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The folders of the repository, for test data, and of the build, for what it makes. */
#define TEST_ROOT getenv("TEST_ROOT")
#define TEST_BUILD getenv("TEST_BUILD")
