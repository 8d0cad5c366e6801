/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated screen: its mirror file and the touches from the simulator's socket. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/screen.h"

enum { DEADLINE_MS = 10000 };

struct header {
	char magic[8];
	uint32_t width, height, stride, off;
	uint64_t counter;
	char spare[32];
};

struct fixture {
	sd_event *event;
	char dir[64];
	struct screen *screen;
	char said[8][32]; /* touches as text */
	int n_said;
};

static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	static const char *const words[] = {"down", "move", "up"};
	struct fixture *f = userdata;

	assert_in_range(f->n_said, 0, 7);
	(void)snprintf(f->said[f->n_said++], sizeof(f->said[0]), "%s %d %d", words[touch], x, y);
}

static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	(void)unsetenv("DISPLAY");
	(void)unsetenv("WAYLAND_DISPLAY");
	assert_int_equal(sd_event_new(&f->event), 0);
	(void)snprintf(f->dir, sizeof(f->dir), "/tmp/test-screen-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	static const char *const files[] = {"hall.frame", "hall.frame.new", "hall.touch"};
	struct fixture *f = *state;

	screen_close(f->screen);
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", f->dir, files[i]);

		(void)unlink(path);
	}
	assert_int_equal(rmdir(f->dir), 0); /* nothing else was left there */
	sd_event_unref(f->event);
	free(f);
	return 0;
}

static int open_screen(struct fixture *f, int width, int height, bool touch)
{
	const struct screen_calls calls = {.touch = on_touch};
	struct screen_settings settings = {.driver = "sim",
		.name = "hall",
		.path = f->dir,
		.width = width,
		.height = height,
		.touch = touch};

	return screen_open(f->event, &settings, &calls, f, &f->screen);
}

static struct header *map_mirror(struct fixture *f, size_t *ret_size)
{
	_cleanup_free_ char *path = text_printf("%s/hall.frame", f->dir);
	_cleanup_close_ int fd = open(path, O_RDONLY);
	struct stat status;
	void *memory;

	if (fd < 0) {
		return NULL;
	}
	assert_int_equal(fstat(fd, &status), 0);
	memory = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, fd, 0);
	assert_true(memory != MAP_FAILED);
	*ret_size = (size_t)status.st_size;
	return memory;
}

static uint32_t pixel(const struct header *header, int x, int y)
{
	uint32_t value;

	memcpy(&value, (const char *)(header + 1) + (size_t)y * header->stride + (size_t)x * 4, 4);
	return value & 0xffffff;
}

static void fill(struct fixture *f, double red, int x, int y, int width, int height)
{
	cairo_t *cr = cairo_create(screen_surface(f->screen));

	cairo_set_source_rgb(cr, red, 0, 0);
	cairo_rectangle(cr, x, y, width, height);
	cairo_fill(cr);
	cairo_destroy(cr);
}

static void test_mirror_shows_what_was_presented_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	const cairo_rectangle_int_t part = {10, 20, 30, 40};
	struct header *header;
	uint64_t before;
	size_t size = 0;

	assert_int_equal(open_screen(f, 200, 100, false), 0);
	header = map_mirror(f, &size);
	assert_non_null(header);
	assert_memory_equal(header->magic, "LAYSOFB1", 8);
	assert_int_equal(header->width, 200);
	assert_int_equal(header->height, 100);
	assert_int_equal(header->stride, 800);
	assert_int_equal(size, 64 + 800 * 100);
	before = header->counter;
	assert_int_equal(before % 2, 0);

	fill(f, 1, 0, 0, 200, 100);
	screen_present(f->screen, &part);
	assert_int_equal(header->counter, before + 2);
	for (int y = 0; y < 100; y++) {
		for (int x = 0; x < 200; x++) {
			bool inside = x >= 10 && x < 40 && y >= 20 && y < 60;

			assert_int_equal(pixel(header, x, y), inside ? 0xff0000 : 0);
		}
	}
	assert_int_equal(munmap(header, size), 0);
}

static void test_off_is_told_and_what_is_drawn_meanwhile_is_kept(void **state)
{
	struct fixture *f = *state;
	struct header *header;
	uint64_t before;
	size_t size = 0;

	assert_int_equal(open_screen(f, 200, 100, false), 0);
	header = map_mirror(f, &size);
	assert_int_equal(header->off, 0);
	before = header->counter;
	screen_set_power(f->screen, true); /* it is on */
	assert_int_equal(header->counter, before);
	screen_set_power(f->screen, false);
	assert_int_equal(header->off, 1);
	assert_int_equal(header->counter, before + 2);
	assert_true(screen_is_shown(f->screen)); /* there is a display */
	fill(f, 1, 0, 0, 200, 100);
	screen_present(f->screen, NULL);
	assert_int_equal(header->off, 1);
	screen_set_power(f->screen, true);
	assert_int_equal(header->off, 0);
	assert_int_equal(pixel(header, 10, 10), 0xff0000);
	assert_int_equal(munmap(header, size), 0);
}

static void test_a_part_beyond_the_surface_is_cut(void **state)
{
	struct fixture *f = *state;
	const cairo_rectangle_int_t beyond = {150, -10, 5000, 20};
	const cairo_rectangle_int_t outside = {0, 100, 10, 10};
	struct header *header;
	uint64_t before;
	size_t size = 0;

	assert_int_equal(open_screen(f, 200, 100, false), 0);
	header = map_mirror(f, &size);
	fill(f, 1, 0, 0, 200, 100);
	screen_present(f->screen, &beyond);
	assert_int_equal(pixel(header, 199, 9), 0xff0000);
	assert_int_equal(pixel(header, 149, 9), 0);
	assert_int_equal(pixel(header, 199, 10), 0);
	before = header->counter;
	screen_present(f->screen, &outside);
	assert_int_equal(header->counter, before);
	screen_present(f->screen, NULL);
	assert_int_equal(pixel(header, 0, 99), 0xff0000);
	assert_int_equal(munmap(header, size), 0);
}

static void test_size_is_720p_when_nobody_says(void **state)
{
	struct fixture *f = *state;
	int width, height;

	assert_int_equal(open_screen(f, 0, 0, false), 0);
	screen_size(f->screen, &width, &height);
	assert_int_equal(width, 1280);
	assert_int_equal(height, 720);
}

static void test_impossible_settings_are_refused(void **state)
{
	struct fixture *f = *state;
	struct screen_settings settings = {.driver = "sim", .name = "hall", .path = f->dir};
	const struct screen_calls calls = {0};

	assert_int_equal(open_screen(f, -1, 100, false), -EINVAL);
	assert_int_equal(open_screen(f, 100, 100000, false), -EINVAL);
	settings.rotation = 45;
	assert_int_equal(screen_open(f->event, &settings, &calls, f, &f->screen), -EINVAL);
	settings.rotation = 0;
	(void)text_copy(settings.driver, sizeof(settings.driver), "vga");
	assert_int_equal(screen_open(f->event, &settings, &calls, f, &f->screen), -EINVAL);
	assert_null(f->screen);
}

static void test_mirror_comes_when_the_folder_comes_later(void **state)
{
	struct fixture *f = *state;
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	struct header *header = NULL;
	size_t size = 0;

	assert_int_equal(rmdir(f->dir), 0);
	assert_int_equal(open_screen(f, 200, 100, false), 0);
	fill(f, 1, 0, 0, 200, 100);
	screen_present(f->screen, NULL); /* into nothing, without harm */
	assert_int_equal(mkdir(f->dir, 0700), 0);
	while (!(header = map_mirror(f, &size)) && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_non_null(header);
	assert_int_equal(pixel(header, 5, 5), 0xff0000); /* the picture as it is now */
	assert_int_equal(munmap(header, size), 0);
}

/* The simulator's side of NAME.touch. */
static int listen_touch(struct fixture *f)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/hall.touch", f->dir);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 1), 0);
	return fd;
}

static int accept_touch(struct fixture *f, int listener)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;
	int fd;

	while ((fd = accept(listener, NULL, NULL)) < 0 && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_true(fd >= 0);
	return fd;
}

static void say(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void wait_for_touches(struct fixture *f, int n)
{
	int64_t deadline = clock_mono_ms() + DEADLINE_MS;

	while (f->n_said < n && clock_mono_ms() < deadline) {
		assert_true(sd_event_run(f->event, 100000) >= 0);
	}
	assert_int_equal(f->n_said, n);
}

static void test_touches_come_from_the_simulator(void **state)
{
	struct fixture *f = *state;
	_cleanup_close_ int listener = listen_touch(f);
	_cleanup_close_ int fd = -1;

	assert_int_equal(open_screen(f, 200, 100, true), 0);
	fd = accept_touch(f, listener);
	say(fd, "down 10 20\nmo");
	wait_for_touches(f, 1);
	assert_string_equal(f->said[0], "down 10 20");
	say(fd, "ve 999 -5\nnonsense\ndown 1\ndown 1 2 3\nup 0 99\n");
	wait_for_touches(f, 3);
	assert_string_equal(f->said[1], "move 199 0"); /* kept on the surface */
	assert_string_equal(f->said[2], "up 0 99");
}

static void test_touches_survive_the_simulator(void **state)
{
	struct fixture *f = *state;
	_cleanup_close_ int listener = listen_touch(f);
	char garbage[200];
	int fd;

	memset(garbage, 'x', sizeof(garbage) - 1);
	garbage[sizeof(garbage) - 1] = '\0';
	assert_int_equal(open_screen(f, 200, 100, true), 0);
	fd = accept_touch(f, listener);
	say(fd, garbage); /* no line is that long: it hangs up and comes again */
	(void)close(accept_touch(f, listener));
	(void)close(fd);
	fd = accept_touch(f, listener);
	say(fd, "down 1 2\n");
	wait_for_touches(f, 1);
	(void)close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_off_is_told_and_what_is_drawn_meanwhile_is_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_mirror_shows_what_was_presented_and_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_part_beyond_the_surface_is_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_size_is_720p_when_nobody_says, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_impossible_settings_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_mirror_comes_when_the_folder_comes_later, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_touches_come_from_the_simulator, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_touches_survive_the_simulator, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
