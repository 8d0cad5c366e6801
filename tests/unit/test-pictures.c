/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures stay as long as a page names them, and the newest others. */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue-fixture.h"
#include "queue/pictures.h"
#include "queue/store.h"

static void add(struct fixture *fixture, int n)
{
	struct command command = {.kind = COMMAND_PICTURE_ADD};

	(void)snprintf(command.picture_id, sizeof(command.picture_id), "%032x", (unsigned)n);
	command.picture = json_string("iVBORw0KGgo=");
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	command_done(&command);
}

static bool is_there(struct fixture *fixture, int n)
{
	char id[LIMIT_PICTURE_ID + 1];
	_cleanup_free_ char *png = NULL;
	int r;

	(void)snprintf(id, sizeof(id), "%032x", (unsigned)n);
	r = pictures_find(queue_store(fixture->queue), id, &png);
	assert_true(r == 0 || r == -ENOENT);
	assert_true(r < 0 || strcmp(png, "iVBORw0KGgo=") == 0);
	return r == 0;
}

static void test_the_newest_stay(void **state)
{
	struct fixture *fixture = *state;

	add(fixture, 1);
	for (int n = 2; n <= PICTURES_SPARE; n++) {
		add(fixture, n);
	}
	assert_true(is_there(fixture, 1));
	add(fixture, 1); /* again: it is the newest now */
	add(fixture, PICTURES_SPARE + 1);
	assert_true(is_there(fixture, 1));
	assert_false(is_there(fixture, 2));
	assert_true(is_there(fixture, 3));
}

/* The site with one page, which names this picture. */
static void put_page(struct fixture *fixture, int n)
{
	char id[LIMIT_PICTURE_ID + 1];
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};

	(void)snprintf(id, sizeof(id), "%032x", (unsigned)n);
	json_object_set_new(command.site, "pages",
		json_pack("[{s:s}, {s:{s:s}}]", "picture", id, "title", "vi", "Chữ"));
	fixture_run(fixture, &command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	command_done(&command);
}

static void test_what_a_page_names_stays(void **state)
{
	struct fixture *fixture = *state;

	add(fixture, 1);
	put_page(fixture, 1);
	for (int n = 2; n < 2 * PICTURES_SPARE + 2; n++) {
		add(fixture, n);
	}
	assert_true(is_there(fixture, 1));
	put_page(fixture, 2 * PICTURES_SPARE);
	add(fixture, 2 * PICTURES_SPARE + 2);
	assert_false(is_there(fixture, 1));
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_the_newest_stay),
		WITH_QUEUE(test_what_a_page_names_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
