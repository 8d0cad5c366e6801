/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"

void fuzz_broken(const char *file, int line, const char *rule)
{
	(void)fprintf(stderr, "%s:%d: not so: %s\n", file, line, rule);
	(void)raise(SIGABRT);
	_exit(EXIT_FAILURE);
}

const char *fuzz_folder(void)
{
	static char folder[PATH_MAX / 2];

	if (!*folder) {
		const char *top = getenv("TMPDIR");
		int n = snprintf(folder, sizeof(folder), "%s/fuzz-XXXXXX", top ? top : "/tmp");

		FUZZ_REQUIRE(n > 0 && n < (int)sizeof(folder) && mkdtemp(folder));
	}
	return folder;
}

const char *fuzz_write(const char *name, const void *data, size_t size)
{
	static char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	const char *at = data;

	FUZZ_REQUIRE(snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), name) > 0);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FUZZ_REQUIRE(fd >= 0);
	while (size > 0) {
		ssize_t n = write(fd, at, size);

		FUZZ_REQUIRE(n > 0);
		at += n;
		size -= (size_t)n;
	}
	return path;
}
