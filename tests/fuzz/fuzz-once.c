/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a target on the files that are named: where there is no libFuzzer, and under a debugger. */
#include <stdio.h>
#include <stdlib.h>
#include "base/text.h"
#include "fuzz.h"

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

int main(int argc, char *argv[])
{
	enum { INPUT_MAX = 64 << 20 };

	FUZZ_REQUIRE(LLVMFuzzerInitialize(&argc, &argv) == 0);
	for (int i = 1; i < argc; i++) {
		_cleanup_free_ char *data = NULL;
		size_t size = 0;
		int r = text_read_file(argv[i], INPUT_MAX, &data, &size);

		if (r < 0) {
			(void)fprintf(stderr, "cannot read %s\n", argv[i]);
			return EXIT_FAILURE;
		}
		(void)LLVMFuzzerTestOneInput((const uint8_t *)data, size);
	}
	return EXIT_SUCCESS;
}
