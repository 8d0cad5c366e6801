/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the site names: fetched, kept, swept, and tried again when the disk takes none. */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "display/site-files.h"
#include "fake-hub.h"

/* "file A" and "file B" in base64, as the hub gives them. */
#define ID_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define ID_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ID_C "cccccccccccccccccccccccccccccccc" /* the hub does not have it */
#define ID_D "dddddddddddddddddddddddddddddddd" /* comes as something else */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	char asked[256]; /* the ids' first letters */
	int fails; /* so many requests more */
} hub;

static bool serve(const struct fake_request *request)
{
	const char *id = request->path + strlen("/api/v1/things/");
	bool fails;

	pthread_mutex_lock(&lock);
	hub.asked[strlen(hub.asked)] = *id;
	fails = hub.fails > 0;
	hub.fails -= fails;
	pthread_mutex_unlock(&lock);
	if (fails) {
		fake_answer(request, "503 Service Unavailable", "{\"error\":\"busy\"}");
	} else if (strcmp(id, ID_C) == 0) {
		fake_answer(request, "404 Not Found", "{\"error\":\"not_found\"}");
	} else {
		fake_answer(request, "200 OK",
			strcmp(id, ID_D) == 0           ? "{\"data\":\"bm9uZQ==\"}"
				: strcmp(id, ID_A) == 0 ? "{\"data\":\"ZmlsZSBB\"}"
							: "{\"data\":\"ZmlsZSBC\"}");
	}
	return true;
}

static int check_file(const unsigned char *data, size_t size)
{
	return size == 6 && memcmp(data, "file", 4) == 0 ? 0 : -EINVAL;
}

static const struct site_files_kind kind = {
	.name = "thing",
	.ending = ".bin",
	.path = "/api/v1/things/",
	.member = "data",
	.check = check_file,
	.again_ms = 10,
};

struct files_fixture {
	char parent[32];
	char *folder;
	struct fake_hub *hub;
	sd_event *event;
	struct client *client;
	struct site_files *files;
	int came, failed;
};

static void on_changed(bool came, void *userdata)
{
	struct files_fixture *f = userdata;

	f->came += came;
	f->failed += !came;
}

static void open_files(struct files_fixture *f)
{
	assert_int_equal(site_files_open(f->event, f->folder, &kind, on_changed, f, &f->files), 0);
}

static int set_up(void **state)
{
	struct files_fixture *f = memory_new(1, sizeof(*f));

	memset(&hub, 0, sizeof(hub));
	text_copy_cut(f->parent, sizeof(f->parent), "/tmp/layso-files-XXXXXX");
	assert_non_null(mkdtemp(f->parent));
	f->folder = text_printf("%s/cache/layso-x", f->parent);
	f->hub = fake_hub_new(serve);
	assert_int_equal(sd_event_new(&f->event), 0);
	assert_int_equal(client_new(f->event, fake_hub_address(f->hub), NULL, &f->client), 0);
	open_files(f);
	*state = f;
	return 0;
}

/* Deletes what is in a folder, and it; what is in it as a text. */
static char *list(const char *folder, bool remove)
{
	struct textbuf text = {0};
	struct dirent **found;
	int n = scandir(folder, &found, NULL, alphasort);

	textbuf_add(&text, "");
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", folder, found[i]->d_name);

		if (strcmp(found[i]->d_name, ".") != 0 && strcmp(found[i]->d_name, "..") != 0) {
			textbuf_printf(&text, "%s ", found[i]->d_name);
			(void)(remove && unlink(path));
		}
		free(found[i]);
	}
	if (n >= 0) {
		free(found);
	}
	(void)(remove && rmdir(folder));
	return text.data;
}

static int tear_down(void **state)
{
	struct files_fixture *f = *state;
	_cleanup_free_ char *cache = text_printf("%s/cache", f->parent);

	client_free(f->client);
	site_files_close(f->files);
	fake_hub_free(f->hub);
	sd_event_unref(f->event);
	free(list(f->folder, true));
	(void)rmdir(cache);
	assert_int_equal(rmdir(f->parent), 0);
	free(f->folder);
	free(f);
	return 0;
}

static void name(struct files_fixture *f, const char *a, const char *b)
{
	const char *const ids[] = {a, b};

	site_files_name(f->files, ids, (size_t)(a != NULL) + (b != NULL));
}

/* Asks, as an owner does, until nothing is under way. */
static void fetch(struct files_fixture *f)
{
	while (!site_files_ask(f->files, f->client)) {
		assert_true(sd_event_run(f->event, UINT64_MAX) >= 0);
	}
}

static void fetch_until_has(struct files_fixture *f, const char *id)
{
	while (!site_files_has(f->files, id)) {
		(void)site_files_ask(f->files, f->client);
		assert_true(sd_event_run(f->event, UINT64_MAX) >= 0);
	}
}

static void check_folder(const struct files_fixture *f, const char *wanted)
{
	_cleanup_free_ char *there = list(f->folder, false);

	assert_string_equal(there, wanted);
}

static void put(const struct files_fixture *f, const char *file)
{
	_cleanup_free_ char *path = text_printf("%s/%s", f->folder, file);

	assert_int_equal(text_write_file(path, "file ?", 6, 0600), 0);
}

static void test_named_files_come_one_after_the_other_and_stay(void **state)
{
	struct files_fixture *f = *state;
	_cleanup_free_ char *path = site_files_path(f->files, ID_B);
	_cleanup_free_ char *data = NULL;
	size_t size;

	name(f, ID_B, ID_A);
	assert_true(site_files_ask(f->files, NULL));
	fetch(f);
	assert_string_equal(hub.asked, "ab");
	assert_int_equal(f->came, 2);
	check_folder(f, ID_A ".bin " ID_B ".bin ");
	assert_int_equal(text_read_file(path, 100, &data, &size), 0);
	assert_string_equal(data, "file B");
	/* One that cannot be read comes again, and a board that starts has both. */
	site_files_drop(f->files, ID_A);
	assert_false(site_files_has(f->files, ID_A));
	fetch(f);
	assert_string_equal(hub.asked, "aba");
	site_files_close(f->files);
	open_files(f);
	name(f, ID_A, ID_B);
	assert_true(site_files_has(f->files, ID_A) && site_files_has(f->files, ID_B));
	assert_true(site_files_ask(f->files, f->client));
	/* Named twice, and no name of a file. */
	name(f, ID_A, ID_A);
	check_folder(f, ID_A ".bin ");
	name(f, "../../x", "");
	assert_true(site_files_ask(f->files, f->client));
	check_folder(f, "");
}

static void test_what_is_not_named_is_swept_at_the_start(void **state)
{
	struct files_fixture *f = *state;

	name(f, NULL, NULL); /* makes the folder */
	put(f, ID_A ".bin");
	put(f, ID_B ".bin");
	put(f, ID_A ".bin.7.new");
	put(f, "site.json.12.new");
	put(f, "site.json");
	put(f, "voice.opus");
	name(f, ID_A, NULL);
	assert_true(site_files_has(f->files, ID_A));
	assert_false(site_files_has(f->files, ID_B));
	check_folder(f, ID_A ".bin site.json voice.opus ");
	assert_int_equal(site_files_error(f->files), 0);
}

static void test_what_the_hub_does_not_have_is_asked_for_once(void **state)
{
	struct files_fixture *f = *state;

	name(f, ID_C, ID_D);
	fetch(f);
	assert_true(site_files_ask(f->files, f->client));
	assert_string_equal(hub.asked, "cd");
	check_folder(f, "");
	assert_int_equal(site_files_error(f->files), 0);
	assert_int_equal(f->came, 0);
	/* With another site, again. */
	name(f, ID_C, ID_A);
	fetch_until_has(f, ID_A);
	assert_true(strspn(hub.asked, "cda") == strlen(hub.asked) && strlen(hub.asked) >= 3);
}

static void test_a_hub_that_fails_is_asked_again(void **state)
{
	struct files_fixture *f = *state;

	hub.fails = 2;
	name(f, ID_A, ID_B);
	fetch(f); /* true after the first failure: what is here can be used meanwhile */
	assert_string_equal(hub.asked, "a");
	assert_int_equal(f->failed, 1);
	fetch_until_has(f, ID_B);
	assert_string_equal(hub.asked, "aaab");
	/* No longer named when it comes. */
	name(f, NULL, NULL);
	name(f, ID_B, NULL);
	assert_false(site_files_ask(f->files, f->client));
	name(f, NULL, NULL);
	fetch(f);
	check_folder(f, "");
}

static void test_a_full_disk_keeps_nothing_by_halves_and_is_tried_again(void **state)
{
	struct files_fixture *f = *state;
	struct rlimit few, before;

	(void)signal(SIGXFSZ, SIG_IGN);
	name(f, ID_A, ID_B);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	few = before;
	few.rlim_cur = 3;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	fetch(f);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(site_files_error(f->files), -EFBIG);
	assert_int_equal(f->came, 0);
	check_folder(f, "");
	fetch_until_has(f, ID_B);
	assert_int_equal(site_files_error(f->files), 0);
	check_folder(f, ID_A ".bin " ID_B ".bin ");
}

static void test_a_folder_that_cannot_be_made_is_tried_again(void **state)
{
	struct files_fixture *f = *state;
	_cleanup_free_ char *cache = text_printf("%s/cache", f->parent);

	assert_int_equal(text_write_file(cache, "", 0, 0600), 0);
	name(f, ID_A, NULL);
	assert_int_equal(site_files_error(f->files), -ENOTDIR);
	fetch(f);
	assert_int_equal(site_files_error(f->files), -ENOTDIR);
	assert_int_equal(unlink(cache), 0);
	fetch_until_has(f, ID_A);
	assert_int_equal(site_files_error(f->files), 0);
}

static void test_the_folder_follows_the_environment(void **state)
{
	static const struct {
		const char *cache, *home, *folder;
	} cases[] = {{"/c", "/h", "/c/layso-x"}, {"", "/h", "/h/.cache/layso-x"},
		{"", "", "/var/cache/layso-x"}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *folder = NULL;

		assert_int_equal(setenv("XDG_CACHE_HOME", cases[i].cache, 1), 0);
		assert_int_equal(setenv("HOME", cases[i].home, 1), 0);
		folder = site_files_folder("x");
		assert_string_equal(folder, cases[i].folder);
	}
}

#define FIXTURE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE(test_named_files_come_one_after_the_other_and_stay),
		FIXTURE(test_what_is_not_named_is_swept_at_the_start),
		FIXTURE(test_what_the_hub_does_not_have_is_asked_for_once),
		FIXTURE(test_a_hub_that_fails_is_asked_again),
		FIXTURE(test_a_full_disk_keeps_nothing_by_halves_and_is_tried_again),
		FIXTURE(test_a_folder_that_cannot_be_made_is_tried_again),
		cmocka_unit_test(test_the_folder_follows_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
