/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets have in common. Each target is one file: LLVMFuzzerTestOneInput takes any
 * bytes and must come back; a rule that does not hold ends the program. Built with libFuzzer by
 * tests/run fuzz; elsewhere with fuzz-once.c, which runs the inputs that it is given, for a
 * debugger.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* libFuzzer calls these. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program when a rule does not hold. */
#define FUZZ_REQUIRE(condition) \
	((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_broken(const char *file, int line, const char *rule);

/* A folder of this run's own, made at the first call, below TMPDIR; whoever ran it removes it. */
const char *fuzz_folder(void);
/* Writes a file of that folder anew; returns its path, which is valid until the next call. */
const char *fuzz_write(const char *name, const void *data, size_t size);
