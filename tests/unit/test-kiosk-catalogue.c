/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue on a kiosk: asked for, kept, used without the hub, and thrown away when it is
 * damaged. */
#include "kiosk/kiosk-catalogue.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "fake-hub.h"
#include "kiosk-fixture.h"

#define RECORD(code, name) \
	"{\"key\": \"" code "\", \"code\": \"" code "\", \"name\": \"" name "\", " \
	"\"state\": \"in_force\", \"checked_day\": \"2026-11-01\"}"
#define ONE "{\"procedures\": [\n" RECORD("1.000001", "Đăng ký khai sinh") "\n]}\n"
#define TWO \
	"{\"procedures\": [\n" RECORD("1.000001", "Đăng ký khai sinh") ",\n" RECORD( \
		"1.000002", "Đăng ký khai tử") "\n]}\n"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	int seq, n_versions, n_exports;
	const char *export;
} hub;

static bool serve(const struct fake_request *request)
{
	_cleanup_free_ char *version = NULL;
	const char *export;

	pthread_mutex_lock(&lock);
	version = text_printf(
		"{\"catalogue\": %d, \"last\": {\"at\": \"2026-11-01T08:00:00.000+07:00\"}}",
		hub.seq);
	export = hub.export;
	if (strstr(request->path, "/export")) {
		hub.n_exports++;
	} else {
		hub.n_versions++;
	}
	pthread_mutex_unlock(&lock);
	fake_answer(request, "200 OK", strstr(request->path, "/export") ? export : version);
	return true;
}

struct stand {
	sd_event *event;
	struct fake_hub *hub;
	char folder[32];
	char *file;
	struct kiosk_catalogue *catalogue;
	int n_changed;
	json_t *own; /* of the centre; NULL nothing */
};

static void on_changed(void *userdata)
{
	struct stand *stand = userdata;

	stand->n_changed++;
}

static const struct kiosk_catalogue_calls calls = {on_changed};

static void set_hub(int seq, const char *export)
{
	pthread_mutex_lock(&lock);
	hub.seq = seq;
	hub.export = export;
	pthread_mutex_unlock(&lock);
}

static int n_exports(void)
{
	int n;

	pthread_mutex_lock(&lock);
	n = hub.n_exports;
	pthread_mutex_unlock(&lock);
	return n;
}

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	memset(&hub, 0, sizeof(hub));
	*state = stand;
	assert_true(sd_event_new(&stand->event) >= 0);
	stand->hub = fake_hub_new(serve);
	(void)text_copy(stand->folder, sizeof(stand->folder), "/tmp/layso-lookup-XXXXXX");
	assert_non_null(mkdtemp(stand->folder));
	stand->file = text_printf("%s/procedures", stand->folder);
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;
	_cleanup_free_ char *site = text_printf("%s/site.json", stand->folder);

	kiosk_catalogue_close(stand->catalogue);
	fake_hub_free(stand->hub);
	sd_event_unref(stand->event);
	(void)unlink(stand->file);
	(void)unlink(site);
	assert_int_equal(rmdir(stand->folder), 0); /* and nothing else is left */
	json_decref(stand->own);
	free(stand->file);
	free(stand);
	return 0;
}

static void start(struct stand *stand)
{
	kiosk_catalogue_close(TAKE_PTR(stand->catalogue));
	assert_int_equal(
		kiosk_catalogue_open(stand->event, stand->folder, &calls, stand, &stand->catalogue),
		0);
}

static void follow(struct stand *stand, bool up, bool changed, const char *today)
{
	const struct kiosk_catalogue_wish wish = {
		.address = fake_hub_address(stand->hub),
		.token_file = "",
		.own = stand->own,
		.today = today,
		.hub = up,
	};

	kiosk_catalogue_follow(stand->catalogue, &wish, changed);
}

static size_t count(const struct stand *stand)
{
	const struct lookup_catalogue *catalogue = kiosk_catalogue_get(stand->catalogue);

	return catalogue ? lookup_catalogue_count(catalogue) : 0;
}

/* Runs the loop until what the thread did is known n times more. */
static void run(struct stand *stand, int n)
{
	int until = stand->n_changed + n;

	while (stand->n_changed < until) {
		assert_true(sd_event_run(stand->event, UINT64_MAX) > 0);
	}
}

static void what_was_fetched_is_used_without_the_hub(void **state)
{
	struct stand *stand = *state;

	set_hub(3, ONE);
	start(stand);
	follow(stand, true, false, "2026-11-29");
	run(stand, 2); /* there is no file; there is a hub */
	assert_int_equal(count(stand), 1);
	assert_int_equal(kiosk_catalogue_state(stand->catalogue), KIOSK_CATALOGUE_KEPT);
	/* Without the hub, after a start. */
	start(stand);
	assert_int_equal(kiosk_catalogue_state(stand->catalogue), KIOSK_CATALOGUE_NONE);
	follow(stand, false, false, "2026-11-29");
	run(stand, 1);
	assert_int_equal(count(stand), 1);
	assert_int_equal(n_exports(), 1);
	/* It is back, with the same; then with another. */
	follow(stand, true, false, "2026-11-29");
	run(stand, 1);
	assert_int_equal(n_exports(), 1);
	set_hub(4, TWO);
	follow(stand, true, true, "2026-11-29");
	run(stand, 1);
	assert_int_equal(count(stand), 2);
	/* Another database with the same version. */
	set_hub(4, ONE);
	kiosk_catalogue_forget(stand->catalogue);
	run(stand, 1);
	assert_int_equal(count(stand), 1);
	assert_int_equal(n_exports(), 3);
}

static void a_day_later_what_has_expired_is_gone(void **state)
{
	struct stand *stand = *state;

	set_hub(3, ONE);
	start(stand);
	follow(stand, true, false, "2026-11-29");
	run(stand, 2);
	assert_int_equal(count(stand), 1);
	follow(stand, false, false, "2029-11-29");
	run(stand, 1);
	assert_int_equal(count(stand), 0);
	assert_int_equal(n_exports(), 1);
}

static void a_life_event_of_the_centre_is_there_without_the_hub(void **state)
{
	struct stand *stand = *state;
	_cleanup_free_ struct lookup_entry *events =
		memory_new(LOOKUP_ENTRIES_MAX, sizeof(*events));
	int n, n_own;

	set_hub(3, ONE);
	start(stand);
	follow(stand, true, false, "2026-11-29");
	run(stand, 2);
	n = lookup_catalogue_events(kiosk_catalogue_get(stand->catalogue), "vi", events);
	stand->own = json_pack("{s:[{s:{s:s}, s:[s]}]}", "events", "name", "vi", "Có cháu",
		"procedures", "1.000001");
	follow(stand, false, false, "2026-11-29");
	run(stand, 1);
	n_own = lookup_catalogue_events(kiosk_catalogue_get(stand->catalogue), "vi", events);
	assert_int_equal(n_own, n + 1);
	assert_string_equal(events[n].name, "Có cháu");
	assert_int_equal(n_exports(), 1);
}

static void a_damaged_file_is_thrown_away(void **state)
{
	struct stand *stand = *state;
	_cleanup_free_ char *whole = NULL;
	size_t size;

	set_hub(3, ONE);
	start(stand);
	follow(stand, true, false, "2026-11-29");
	run(stand, 2);
	assert_int_equal(text_read_file(stand->file, 65536, &whole, &size), 0);
	for (size_t at = 0; at <= size; at += at == 0 ? 1 : size / 7) {
		/* Cut off, or with one bit that is another. */
		_cleanup_free_ char *bad = memory_new(size + 1, 1);
		size_t bytes = at == size ? size / 2 : size;

		memcpy(bad, whole, size);
		bad[at] ^= (char)(at == size ? 0 : 1);
		start(stand);
		assert_int_equal(text_write_file(stand->file, bad, bytes, 0600), 0);
		follow(stand, false, false, "2026-11-29");
		run(stand, 1);
		assert_int_equal(count(stand), 0);
		assert_int_equal(access(stand->file, F_OK), -1);
	}
	follow(stand, true, false, "2026-11-29");
	run(stand, 1);
	assert_int_equal(count(stand), 1);
	assert_int_equal(access(stand->file, F_OK), 0);
}

static void what_is_no_export_changes_nothing(void **state)
{
	struct stand *stand = *state;

	set_hub(3, ONE);
	start(stand);
	follow(stand, true, false, "2026-11-29");
	run(stand, 2);
	set_hub(4, "{\"procedures\": [\n" RECORD("1.000001", "Đăng ký khai sinh") ",\n");
	follow(stand, true, true, "2026-11-29");
	run(stand, 1);
	assert_int_equal(count(stand), 1);
	/* It is asked for again by itself. */
	set_hub(4, TWO);
	run(stand, 1);
	assert_int_equal(count(stand), 2);
}

static void the_site_is_kept(void **state)
{
	struct stand *stand = *state;
	json_t *site = json_pack("{s:s}", "name", "Trung tâm"), *kept;

	start(stand);
	assert_null(kiosk_catalogue_site(stand->catalogue));
	kiosk_catalogue_keep_site(stand->catalogue, site);
	start(stand);
	kept = kiosk_catalogue_site(stand->catalogue);
	assert_true(json_equal(site, kept));
	json_decref(kept);
	json_decref(site);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_fetched_is_used_without_the_hub),
		TEST(a_day_later_what_has_expired_is_gone),
		TEST(a_life_event_of_the_centre_is_there_without_the_hub),
		TEST(a_damaged_file_is_thrown_away),
		TEST(what_is_no_export_changes_nothing),
		TEST(the_site_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
