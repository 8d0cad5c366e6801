/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/graft.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

/* The file format of SQLite 3 (sqlite.org/fileformat2.html, 1.3); offsets are in the first page. */
enum {
	PAGE_BYTES = 4096,
	HEADER_BYTES = 100, /* of the first page: counters, not schema */
	AT_VERSIONS = 18, /* write and read version of the format, 2 bytes */
	IS_WAL = 2,
	AT_PAGES = 28, /* number of pages in the file, 4 bytes */
	AT_FREE = 32, /* first free page and number of free pages, 8 bytes */
};

static int copy_page(int from, int to, int64_t page, int64_t pages)
{
	unsigned char bytes[PAGE_BYTES];
	off_t at = (off_t)(page - 1) * PAGE_BYTES;

	if (pread(from, bytes, sizeof(bytes), at) != (ssize_t)sizeof(bytes)) {
		return -EIO;
	}
	if (page == 1) {
		for (int i = 0; i < 4; i++) {
			bytes[AT_PAGES + i] = (unsigned char)(pages >> (24 - 8 * i));
		}
		memset(bytes + AT_FREE, 0, 8); /* free pages stay unused */
		memset(bytes + AT_VERSIONS, IS_WAL, 2);
	}
	return pwrite(to, bytes, sizeof(bytes), at) == (ssize_t)sizeof(bytes) ? 0 : -EIO;
}

static const char schema_pages[] =
	"SELECT pageno FROM dbstat WHERE name IN ('sqlite_schema', 'sqlite_master')";

/* How many of the schema's pages are the same in the damaged file. */
static int count_same(struct store *whole, const char *whole_path, const char *damaged, int *ret)
{
	_cleanup_close_ int in = open(whole_path, O_RDONLY | O_CLOEXEC);
	_cleanup_close_ int beside = open(damaged, O_RDONLY | O_CLOEXEC);
	_cleanup_(statement_finalizep) sqlite3_stmt *pages = NULL;
	unsigned char a[PAGE_BYTES];
	unsigned char b[PAGE_BYTES];
	int n = 0;
	int r = in < 0 || beside < 0 ? -EIO : store_prepare(whole, schema_pages, &pages);

	while (r == 0 && (r = store_next(whole, pages, "the schema's pages")) > 0) {
		int64_t page = sqlite3_column_int64(pages, 0);
		off_t at = (off_t)(page - 1) * PAGE_BYTES;
		size_t from = page == 1 ? HEADER_BYTES : 0;

		n += pread(in, a, sizeof(a), at) == (ssize_t)sizeof(a) &&
			pread(beside, b, sizeof(b), at) == (ssize_t)sizeof(b) &&
			memcmp(a + from, b + from, sizeof(a) - from) == 0;
		r = 0;
	}
	*ret = n;
	return r;
}

static int copy_schema(struct store *whole, const char *whole_path, const char *to)
{
	_cleanup_close_ int in = open(whole_path, O_RDONLY | O_CLOEXEC);
	_cleanup_close_ int out = open(to, O_RDWR | O_CLOEXEC);
	_cleanup_(statement_finalizep) sqlite3_stmt *pages = NULL;
	struct stat st;
	int r;

	if (in < 0 || out < 0 || fstat(out, &st) < 0) {
		return -errno;
	}
	r = store_prepare(whole, schema_pages, &pages);
	while (r == 0 && (r = store_next(whole, pages, "the schema's pages")) > 0) {
		r = copy_page(in, out, sqlite3_column_int64(pages, 0), st.st_size / PAGE_BYTES);
	}
	return r;
}

/* Copies the schema from whole, or from whole in the order of a backup, whichever has more pages in
 * common with the damaged file. */
static int copy_fitting_schema(
	const char *damaged, struct store *whole, const char *whole_path, const char *to)
{
	_cleanup_free_ char *ordered_path = text_printf("%s.ordered", to);
	_cleanup_free_ char *vacuum = text_printf("VACUUM INTO '%s'", ordered_path);
	_cleanup_(store_closep) struct store *ordered = NULL;
	int same = 0;
	int same_ordered = 0;
	int r = count_same(whole, whole_path, damaged, &same);

	if (r == 0) {
		r = store_exec(whole, vacuum);
	}
	if (r == 0) {
		r = store_open_file(ordered_path, &ordered);
	}
	if (r == 0) {
		r = count_same(ordered, ordered_path, damaged, &same_ordered);
	}
	if (r == 0) {
		r = same_ordered > same ? copy_schema(ordered, ordered_path, to)
					: copy_schema(whole, whole_path, to);
	}
	(void)unlink(ordered_path);
	return r;
}

int graft_schema(const char *damaged, struct store *whole, const char *whole_path, const char *to)
{
	_cleanup_free_ char *wal = text_printf("%s-wal", damaged);
	_cleanup_free_ char *to_wal = text_printf("%s-wal", to);
	_cleanup_(store_closep) struct store *made = NULL;
	int64_t busy = 1;
	int r = store_get_int(whole, "PRAGMA wal_checkpoint(TRUNCATE)", &busy);

	if (r == 0) {
		r = store_copy_file(damaged, to, NULL);
	}
	if (r == 0 && access(wal, F_OK) == 0) {
		r = store_copy_file(wal, to_wal, NULL);
	}
	if (r == 0) {
		r = copy_fitting_schema(damaged, whole, whole_path, to);
	}
	return r < 0 ? r : store_open_file(to, &made);
}
