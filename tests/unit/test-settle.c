/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/settle.h"

enum { PAGES = 64 };

/* How many of the pages are in memory for this process, by the kernel's page map. */
static int resident(const char *start, size_t page)
{
	int map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	int n = 0;

	assert_true(map >= 0);
	for (size_t i = 0; i < PAGES; i++) {
		off_t place = (off_t)(((uintptr_t)start / page + i) * sizeof(uint64_t));
		uint64_t entry = 0;

		assert_int_equal(pread(map, &entry, sizeof(entry), place), sizeof(entry));
		n += (int)(entry >> 63);
	}
	(void)close(map);
	return n;
}

static char *map_file(size_t page, int protection)
{
	char name[] = "/tmp/layso-settle-XXXXXX";
	int file = mkstemp(name);
	char *pages;

	assert_true(file >= 0);
	(void)unlink(name);
	for (size_t i = 0; i < PAGES; i++) {
		char byte = (char)i;

		assert_int_equal(pwrite(file, &byte, 1, (off_t)(i * page)), 1);
	}
	assert_return_code(ftruncate(file, (off_t)(PAGES * page)), errno);
	pages = mmap(NULL, PAGES * page, protection, MAP_PRIVATE, file, 0);
	(void)close(file);
	assert_ptr_not_equal(pages, MAP_FAILED);
	return pages;
}

static void pages_of_files_go_and_come_back(void **state)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *pages = map_file(page, PROT_READ);

	(void)state;
	for (size_t i = 0; i < PAGES; i++) {
		assert_int_equal(*(volatile char *)&pages[i * page], i);
	}
	assert_int_equal(resident(pages, page), PAGES);
	settle_memory();
	assert_int_equal(resident(pages, page), 0);
	for (size_t i = 0; i < PAGES; i++) {
		assert_int_equal(*(volatile char *)&pages[i * page], i);
	}
	(void)munmap(pages, PAGES * page);
}

/* What was written exists nowhere else, even when it can only be read now. */
static void what_was_written_stays(void **state)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *pages = map_file(page, PROT_READ | PROT_WRITE);
	char *heap = strdup("ours");

	(void)state;
	pages[3 * page] = 'x';
	assert_return_code(mprotect(pages, PAGES * page, PROT_READ), errno);
	settle_memory();
	assert_int_equal(pages[3 * page], 'x');
	assert_string_equal(heap, "ours");
	free(heap);
	(void)munmap(pages, PAGES * page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_of_files_go_and_come_back),
		cmocka_unit_test(what_was_written_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
