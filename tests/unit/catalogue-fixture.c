/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue-fixture.h"

#include <string.h>

#include "check.h"

enum { FILE_MAX = 8 * 1024 * 1024 };

static struct catalogue_import *read_bytes(const char *bytes, size_t size)
{
	static const struct catalogue_reading reading = {.today = FIXTURE_DAY};
	struct catalogue_import *import = NULL;
	struct catalogue_faults faults;

	if (catalogue_import_read(bytes, size, &reading, &import, &faults) < 0) {
		char message[CATALOGUE_MESSAGE_MAX + 1];

		catalogue_fault_text(&faults.fault[0], message);
		fail_msg("%s", message);
	}
	return import;
}

struct catalogue_import *catalogue_fixture_read(const char *text)
{
	return read_bytes(text, strlen(text));
}

struct catalogue_import *catalogue_fixture_real(const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/../shared/data/%s", TEST_ROOT, name);
	_cleanup_free_ char *bytes = NULL;
	size_t size;

	if (text_read_file(path, FILE_MAX, &bytes, &size) < 0) {
		(void)fprintf(stderr, "SKIPPED: no real records: %s is not there\n", path);
		free(TAKE_PTR(path)); /* nothing behind skip() is run */
		skip();
	}
	return read_bytes(bytes, size);
}
