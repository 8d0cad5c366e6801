/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-screen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/text.h"
#include "boards/sim/sim-picture.h"
#include "boards/sim/sim-socket.h"

enum { SIDE_MAX = 8192, SNAPSHOT_TRIES = 50, SNAPSHOT_WAIT_US = 1000 };

/* The daemon's frame file: the header, then the rows. */
struct frame {
	char magic[8];
	uint32_t width, height, stride;
	_Atomic uint32_t off; /* 1: the display is switched off, and black */
	_Atomic uint64_t counter; /* odd while rows are written */
	char spare[32];
};

struct sim_screen {
	sd_event *event;
	const char *dir;
	const char *name;
	char *frame_path;
	char *touch_name;
	void (*changed)(void *userdata);
	void *userdata;
	const struct frame *frame;
	size_t frame_size;
	ino_t inode;
	uint64_t generation; /* how many frame files there have been: part of the version */
	sd_event_source *listener;
	sd_event_source *link; /* the connection to the daemon that receives touches */
	unsigned char *png;
	size_t png_size;
	uint64_t png_version;
};

static void unmap(struct sim_screen *screen)
{
	if (screen->frame) {
		(void)munmap((void *)screen->frame, screen->frame_size);
	}
	screen->frame = NULL;
	screen->inode = 0;
}

static bool is_sound(const struct frame *frame, size_t size)
{
	return memcmp(frame->magic, "LAYSOFB1", sizeof(frame->magic)) == 0 && frame->width >= 1 &&
		frame->width <= SIDE_MAX && frame->height >= 1 && frame->height <= SIDE_MAX &&
		frame->stride >= frame->width * 4 && frame->stride % 4 == 0 &&
		size >= sizeof(*frame) + (size_t)frame->stride * frame->height;
}

/* Maps the frame file, unless it is already mapped. */
static void map(struct sim_screen *screen)
{
	_cleanup_close_ int fd = -1;
	struct stat st;
	void *memory;

	if (stat(screen->frame_path, &st) < 0) {
		unmap(screen);
		return;
	}
	if (screen->frame && st.st_ino == screen->inode) {
		return;
	}
	unmap(screen);
	fd = open(screen->frame_path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size < (off_t)sizeof(struct frame)) {
		return;
	}
	memory = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (memory == MAP_FAILED) {
		return;
	}
	screen->frame = memory;
	screen->frame_size = (size_t)st.st_size;
	screen->inode = st.st_ino;
	screen->generation++;
	if (!is_sound(screen->frame, screen->frame_size)) {
		unmap(screen);
	}
}

static uint64_t read_counter(const struct frame *frame)
{
	return atomic_load_explicit(
		(_Atomic uint64_t *)(uintptr_t)&frame->counter, memory_order_acquire);
}

/* Each daemon's counter starts anew, so the file's generation forms the higher bits. */
static uint64_t version_of(const struct sim_screen *screen, uint64_t counter)
{
	return (screen->generation << 40 | (counter & ~(uint64_t)1)) + 1;
}

void sim_screen_look(struct sim_screen *screen, struct sim_screen_state *ret)
{
	map(screen);
	*ret = (struct sim_screen_state){
		.there = screen->frame != NULL,
		.touchable = screen->link != NULL,
	};
	if (screen->frame) {
		ret->width = (int)screen->frame->width;
		ret->height = (int)screen->frame->height;
		ret->version = version_of(screen, read_counter(screen->frame));
	}
}

/* Copies the rows of one consistent state; *ret_counter is the counter of that state. */
static int snapshot(
	const struct sim_screen *screen, cairo_surface_t *surface, uint64_t *ret_counter)
{
	const struct frame *frame = screen->frame;
	const unsigned char *from = (const unsigned char *)(frame + 1);
	unsigned char *to = cairo_image_surface_get_data(surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);
	uint64_t before;

	for (int try = 0; try < SNAPSHOT_TRIES; try++) {
		before = read_counter(frame);
		if (before % 2 == 0) {
			for (uint32_t y = 0; y < frame->height && !frame->off; y++) {
				memcpy(to + y * stride, from + (size_t)y * frame->stride,
					(size_t)frame->width * 4);
			}
			atomic_thread_fence(memory_order_acquire);
			if (read_counter(frame) == before) {
				*ret_counter = before;
				cairo_surface_mark_dirty(surface);
				return 0;
			}
		}
		(void)usleep(SNAPSHOT_WAIT_US); /* the daemon is writing rows */
	}
	return -EAGAIN;
}

int sim_screen_picture(struct sim_screen *screen, const unsigned char **ret, size_t *ret_size,
	uint64_t *ret_version)
{
	_cleanup_(surface_donep) cairo_surface_t *surface = NULL;
	struct sim_screen_state state;
	unsigned char *png;
	size_t png_size;
	uint64_t counter;
	int r;

	sim_screen_look(screen, &state);
	if (!state.there) {
		return -ENOENT;
	}
	if (!screen->png || screen->png_version != state.version) {
		surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, state.width, state.height);
		r = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
			? snapshot(screen, surface, &counter)
			: -ENOMEM;
		if (r == 0) {
			r = sim_picture_encode(surface, &png, &png_size);
		}
		if (r < 0) {
			return r;
		}
		free(screen->png);
		screen->png = png;
		screen->png_size = png_size;
		screen->png_version = version_of(screen, counter);
	}
	*ret = screen->png;
	*ret_size = screen->png_size;
	*ret_version = screen->png_version;
	return 0;
}

static void disconnect(struct sim_screen *screen)
{
	screen->link = sd_event_source_disable_unref(screen->link);
	screen->changed(screen->userdata);
}

/* The daemon sends nothing on this socket; it only hangs up. */
static int on_link(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	char bytes[64];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	(void)source;
	(void)revents;
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		disconnect(userdata);
	}
	return 0;
}

static int on_connect(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sim_screen *screen = userdata;
	int accepted = sim_socket_accept(fd);

	(void)source;
	(void)revents;
	if (accepted < 0) {
		return 0;
	}
	screen->link = sd_event_source_disable_unref(screen->link);
	if (sd_event_add_io(screen->event, &screen->link, accepted, EPOLLIN, on_link, screen) < 0) {
		(void)close(accepted);
		return 0;
	}
	(void)sd_event_source_set_io_fd_own(screen->link, true);
	screen->changed(screen->userdata);
	return 0;
}

int sim_screen_open(sd_event *event, const char *dir, const char *name,
	void (*changed)(void *userdata), void *userdata, struct sim_screen **ret)
{
	_cleanup_(sim_screen_closep) struct sim_screen *screen = memory_new(1, sizeof(*screen));
	int r;

	screen->event = event;
	screen->dir = dir;
	screen->name = name;
	screen->frame_path = text_printf("%s/%s.frame", dir, name);
	screen->touch_name = text_printf("%s.touch", name);
	screen->changed = changed;
	screen->userdata = userdata;
	r = sim_socket_listen(
		event, dir, screen->touch_name, on_connect, screen, &screen->listener);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(screen);
	return 0;
}

void sim_screen_close(struct sim_screen *screen)
{
	if (screen) {
		screen->listener =
			sim_socket_end(screen->listener, screen->dir, screen->touch_name);
		screen->link = sd_event_source_disable_unref(screen->link);
		unmap(screen);
		free(screen->png);
		free(screen->frame_path);
		free(screen->touch_name);
		free(screen);
	}
}

const char *sim_screen_name(const struct sim_screen *screen)
{
	return screen->name;
}

int sim_screen_touch(struct sim_screen *screen, enum sim_touch touch, int x, int y)
{
	static const char *const words[] = {
		[SIM_TOUCH_DOWN] = "down", [SIM_TOUCH_MOVE] = "move", [SIM_TOUCH_UP] = "up"};
	_cleanup_free_ char *line = text_printf("%s %d %d\n", words[touch], x, y);
	int r;

	if (!screen->link) {
		return -ENOTCONN;
	}
	r = sim_socket_say(sd_event_source_get_io_fd(screen->link), line);
	if (r < 0) {
		disconnect(screen);
	}
	return r;
}
