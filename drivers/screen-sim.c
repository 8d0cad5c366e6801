/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated board's screen: the SDL screen when there is a desktop, else a surface without any
 * display. Either is mirrored into NAME.frame in the simulator's folder, and touches come from the
 * simulator's socket NAME.touch in the same folder.
 *
 * Readers map NAME.frame: a header (struct frame), then the rows, 32 bits a pixel as in Cairo's
 * RGB24. counter is odd while rows are written. off is 1 while the display is switched off: nobody
 * sees the rows. When the size changes, a new file takes the name, so that no reader's mapping
 * becomes too short.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/screen-driver.h"
#include "drivers/screen.h"

enum { RETRY_MS = 1000, LINE_SIZE = 64 };

struct frame {
	char magic[8];
	uint32_t width, height, stride;
	_Atomic uint32_t off;
	_Atomic uint64_t counter;
	char spare[32];
};
_Static_assert(sizeof(struct frame) == 64, "the header of NAME.frame has 64 bytes");
_Static_assert(offsetof(struct frame, counter) == 24, "the counter is at byte 24");

struct sim {
	struct screen *inner; /* the SDL screen; NULL without a desktop */
	struct frame *frame;
	size_t frame_size;
	int touch_fd;
	char line[LINE_SIZE];
	size_t line_size;
	sd_event_source *touch_source;
	sd_event_source *retry;
};

static void unmap(struct sim *sim)
{
	if (sim->frame) {
		(void)munmap(sim->frame, sim->frame_size);
	}
	sim->frame = NULL;
}

/* Copies the rows of part from the surface to the mirror. */
static void mirror(struct screen *screen, const cairo_rectangle_int_t *part)
{
	struct sim *sim = screen->state;
	struct frame *frame = sim->frame;
	const unsigned char *from = cairo_image_surface_get_data(screen->surface);
	size_t from_stride = (size_t)cairo_image_surface_get_stride(screen->surface);
	unsigned char *to = (unsigned char *)(frame + 1);

	atomic_fetch_add(&frame->counter, 1);
	for (int y = part->y; y < part->y + part->height; y++) {
		memcpy(to + (size_t)y * frame->stride + (size_t)part->x * 4,
			from + (size_t)y * from_stride + (size_t)part->x * 4,
			(size_t)part->width * 4);
	}
	atomic_fetch_add(&frame->counter, 1);
}

/* Makes the mirror in the surface's size, with the surface's content. */
static int map(struct screen *screen)
{
	struct sim *sim = screen->state;
	const cairo_rectangle_int_t all = {0, 0, screen->width, screen->height};
	_cleanup_free_ char *path =
		text_printf("%s/%s.frame", screen->settings.path, screen->settings.name);
	_cleanup_free_ char *fresh = text_printf("%s.new", path);
	uint32_t stride = (uint32_t)screen->width * 4;
	size_t size = sizeof(struct frame) + (size_t)stride * (size_t)screen->height;
	_cleanup_close_ int fd = open(fresh, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	void *memory;
	int r;

	if (fd < 0) {
		return -errno;
	}
	r = posix_fallocate(fd, 0, (off_t)size); /* so that a full disk does not end in SIGBUS */
	if (r > 0) {
		return -r;
	}
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED) {
		return -errno;
	}
	unmap(sim);
	sim->frame = memory;
	sim->frame_size = size;
	memcpy(sim->frame->magic, "LAYSOFB1", sizeof(sim->frame->magic));
	sim->frame->width = (uint32_t)screen->width;
	sim->frame->height = (uint32_t)screen->height;
	sim->frame->stride = stride;
	sim->frame->off = screen->off;
	mirror(screen, &all);
	if (rename(fresh, path) < 0) {
		r = -errno;
		unmap(sim);
		return r;
	}
	return 0;
}

static void on_line(struct screen *screen, const char *line)
{
	static const char *const words[] = {
		[TOUCH_DOWN] = "down", [TOUCH_MOVE] = "move", [TOUCH_UP] = "up"};
	char word[8], rest;
	int x, y;

	if (sscanf(line, "%7s %5d %5d %c", word, &x, &y, &rest) == 3) {
		for (size_t i = 0; i < ELEMENTS(words); i++) {
			if (strcmp(word, words[i]) != 0) {
				continue;
			}
			x = MIN_OF(MAX_OF(x, 0), screen->width - 1);
			y = MIN_OF(MAX_OF(y, 0), screen->height - 1);
			if (screen->calls.touch) {
				screen->calls.touch((enum touch)i, x, y, screen->userdata);
			}
			return;
		}
	}
	log_warning(
		FAULT_OURS, "screen %s: the simulator said '%.20s'", screen->settings.name, line);
}

static void disconnect(struct sim *sim)
{
	sim->touch_source = sd_event_source_disable_unref(sim->touch_source);
	closep(&sim->touch_fd);
	sim->touch_fd = -1;
	sim->line_size = 0;
	(void)sd_event_source_set_time_relative(sim->retry, RETRY_MS * 1000);
	(void)sd_event_source_set_enabled(sim->retry, SD_EVENT_ONESHOT);
}

static int on_touch(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct screen *screen = userdata;
	struct sim *sim = screen->state;
	ssize_t n = read(fd, sim->line + sim->line_size, sizeof(sim->line) - sim->line_size);
	char *end;

	(void)source;
	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		return 0;
	}
	if (n <= 0) {
		disconnect(sim);
		return 0;
	}
	sim->line_size += (size_t)n;
	while ((end = memchr(sim->line, '\n', sim->line_size))) {
		size_t taken = (size_t)(end + 1 - sim->line);

		*end = '\0';
		on_line(screen, sim->line);
		sim->line_size -= taken;
		memmove(sim->line, sim->line + taken, sim->line_size);
	}
	if (sim->line_size == sizeof(sim->line)) {
		disconnect(sim); /* no valid line is that long */
	}
	return 0;
}

static int connect_touch(struct screen *screen)
{
	struct sim *sim = screen->state;
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	_cleanup_free_ char *path =
		text_printf("%s/%s.touch", screen->settings.path, screen->settings.name);
	int r = text_copy(address.sun_path, sizeof(address.sun_path), path);

	if (r < 0) {
		return r;
	}
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		return -errno;
	}
	r = sd_event_add_io(screen->event, &sim->touch_source, fd, EPOLLIN, on_touch, screen);
	if (r >= 0) {
		sim->touch_fd = TAKE_FD(fd);
	}
	return r;
}

/* Opens what is missing: the simulator may start after this process. */
static int on_retry(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct screen *screen = userdata;
	struct sim *sim = screen->state;
	bool done;

	(void)usec;
	if (!sim->frame && map(screen) == 0) {
		log_notice("screen %s: mirrored into %s", screen->settings.name,
			screen->settings.path);
	}
	if (screen->settings.touch && sim->touch_fd < 0) {
		(void)connect_touch(screen);
	}
	done = sim->frame && (!screen->settings.touch || sim->touch_fd >= 0);
	(void)sd_event_source_set_time_relative(source, RETRY_MS * 1000);
	return sd_event_source_set_enabled(source, done ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
}

static void inner_touch(enum touch touch, int x, int y, void *userdata)
{
	struct screen *screen = userdata;

	if (screen->calls.touch) {
		screen->calls.touch(touch, x, y, screen->userdata);
	}
}

static void adopt_inner(struct screen *screen)
{
	struct sim *sim = screen->state;

	screen->surface = screen_surface(sim->inner);
	screen_size(sim->inner, &screen->width, &screen->height);
}

static void inner_redraw(void *userdata)
{
	struct screen *screen = userdata;
	struct sim *sim = screen->state;

	adopt_inner(screen);
	unmap(sim);
	if (map(screen) < 0) {
		(void)sd_event_source_set_enabled(sim->retry, SD_EVENT_ONESHOT);
	}
	if (screen->calls.redraw) {
		screen->calls.redraw(screen->userdata);
	}
}

static void inner_closed(void *userdata)
{
	struct screen *screen = userdata;

	if (screen->calls.closed) {
		screen->calls.closed(screen->userdata);
	}
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value;
}

static int open_surface(struct screen *screen)
{
	static const struct screen_calls calls = {inner_touch, inner_redraw, inner_closed};
	struct sim *sim = screen->state;
	struct screen_settings settings = screen->settings;

	(void)text_copy(settings.driver, sizeof(settings.driver), "sdl");
	settings.path = NULL;
	if ((is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) &&
		screen_open(screen->event, &settings, &calls, screen, &sim->inner) == 0) {
		adopt_inner(screen);
		return 0;
	}
	return screen_resize(screen, settings.width ? settings.width : SCREEN_WIDTH,
		settings.height ? settings.height : SCREEN_HEIGHT);
}

static int sim_open(struct screen *screen)
{
	struct sim *sim = memory_new(1, sizeof(*sim));
	int r;

	screen->state = sim;
	sim->touch_fd = -1;
	if (!screen->settings.path || !text_is_id(screen->settings.name, LINE_SIZE)) {
		return -EINVAL;
	}
	r = open_surface(screen);
	if (r == 0) {
		r = sd_event_add_time_relative(
			screen->event, &sim->retry, CLOCK_MONOTONIC, 0, 0, on_retry, screen);
	}
	if (r < 0) {
		return r;
	}
	if (map(screen) < 0) {
		log_info("screen %s: no folder %s yet", screen->settings.name,
			screen->settings.path);
	}
	return 0;
}

static void sim_close(struct screen *screen)
{
	struct sim *sim = screen->state;

	if (!sim) {
		return;
	}
	sim->touch_source = sd_event_source_disable_unref(sim->touch_source);
	sim->retry = sd_event_source_disable_unref(sim->retry);
	closep(&sim->touch_fd);
	unmap(sim);
	screen_close(sim->inner);
	free(sim);
}

static void sim_present(struct screen *screen, const cairo_rectangle_int_t *changed)
{
	struct sim *sim = screen->state;

	if (sim->frame) {
		mirror(screen, changed);
	}
	if (sim->inner) {
		screen_present(sim->inner, changed);
	}
}

static void sim_set_power(struct screen *screen)
{
	struct sim *sim = screen->state;

	if (sim->frame) {
		sim->frame->off = screen->off;
		atomic_fetch_add(&sim->frame->counter, 2); /* readers look anew */
	}
}

/* Without a desktop the mirror is the only display. */
static bool sim_is_shown(const struct screen *screen)
{
	const struct sim *sim = screen->state;

	return !sim->inner || screen_is_shown(sim->inner);
}

const struct screen_driver screen_sim = {
	.name = "sim",
	.open = sim_open,
	.close = sim_close,
	.present = sim_present,
	.is_shown = sim_is_shown,
	.set_power = sim_set_power,
};
