/* SPDX-License-Identifier: Apache-2.0 */
#include "base/settle.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "base/cleanup.h"

/* A line of /proc/self/smaps that begins a mapping. */
struct mapping {
	uintptr_t start, end;
	bool file; /* of a file, private, and not writable */
};

static bool read_header(const char *line, struct mapping *ret)
{
	char permissions[5];
	int path = 0;

	if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %*s %n", &ret->start, &ret->end,
		    permissions, &path) < 3) {
		return false;
	}
	ret->file = path > 0 && line[path] == '/' && permissions[1] == '-' && permissions[3] == 'p';
	return true;
}

/* Only pages that are as in the file are given back: relocated ones exist nowhere else. */
static void drop_file_pages(FILE *smaps)
{
	struct mapping mapping = {0};
	char line[512];
	long anonymous;

	while (fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "Anonymous: %ld kB", &anonymous) == 1) {
			if (mapping.file && anonymous == 0) {
				(void)madvise((void *)mapping.start, mapping.end - mapping.start,
					MADV_DONTNEED);
			}
			mapping.file = false;
		} else {
			(void)read_header(line, &mapping);
		}
	}
}

void settle_memory(void)
{
	_cleanup_fclose_ FILE *smaps = NULL;

	(void)malloc_trim(0);
	smaps = fopen("/proc/self/smaps", "re");
	if (smaps) {
		drop_file_pages(smaps);
	}
}
