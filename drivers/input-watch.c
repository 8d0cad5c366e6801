/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/input-watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/input-touch.h"

enum { DEVICES_MAX = 32, EVENTS = 64, LONG_BITS = 8 * sizeof(long) };

struct device {
	struct input_watch *watch;
	char name[32];
	int fd;
	struct input_touch state;
	sd_event_source *source;
};

struct input_watch {
	sd_event *event;
	char *folder;
	struct input_watch_calls calls;
	void *userdata;
	int folder_fd; /* inotify */
	sd_event_source *folder_source;
	struct device device[DEVICES_MAX];
};

/* The kernel's bit fields are of longs. */
static bool has(int fd, unsigned int type, unsigned int code)
{
	unsigned long bits[KEY_CNT / LONG_BITS + 1] = {0};

	return ioctl(fd, EVIOCGBIT(type, sizeof(bits)), bits) >= 0 &&
		(bits[code / LONG_BITS] >> (code % LONG_BITS) & 1);
}

static bool is_pad(int fd)
{
	unsigned long bits[INPUT_PROP_CNT / LONG_BITS + 1] = {0};

	return has(fd, EV_KEY, BTN_TOOL_FINGER) &&
		(ioctl(fd, EVIOCGPROP(sizeof(bits)), bits) < 0 ||
			!(bits[0] >> INPUT_PROP_DIRECT & 1));
}

static int read_axis(int fd, unsigned int code, struct input_touch_axis *ret)
{
	struct input_absinfo info;

	if (ioctl(fd, EVIOCGABS(code), &info) < 0) {
		return -errno;
	}
	if (info.maximum <= info.minimum) {
		return -ERANGE;
	}
	*ret = (struct input_touch_axis){
		.min = info.minimum, .max = info.maximum, .value = info.value};
	return 0;
}

/* Reads the places, which the kernel does not tell again when they stay the same. −ENOTTY: not a
 * touch screen. */
static int read_state(int fd, struct input_touch *ret)
{
	struct input_touch state = {0};
	int r;

	if (is_pad(fd)) {
		return -ENOTTY;
	}
	if (has(fd, EV_ABS, ABS_X) && has(fd, EV_ABS, ABS_Y) &&
		(has(fd, EV_KEY, BTN_TOUCH) || has(fd, EV_KEY, BTN_LEFT))) {
		r = read_axis(fd, ABS_X, &state.x);
		r = r < 0 ? r : read_axis(fd, ABS_Y, &state.y);
	} else if (has(fd, EV_ABS, ABS_MT_SLOT) && has(fd, EV_ABS, ABS_MT_POSITION_X)) {
		state.by_slots = true;
		r = read_axis(fd, ABS_MT_POSITION_X, &state.x);
		r = r < 0 ? r : read_axis(fd, ABS_MT_POSITION_Y, &state.y);
	} else {
		r = -ENOTTY;
	}
	if (r == 0) {
		*ret = state;
	}
	return r;
}

/* It was unplugged, or some of its events are lost: no finger is on it that we know of. */
static void lift(struct device *device)
{
	const struct input_watch *watch = device->watch;
	int number = (int)(device - watch->device);

	if (device->state.was_down) {
		device->state.is_down = device->state.was_down = false;
		watch->calls.touch(TOUCH_MOVE, number, 0, 0, watch->userdata);
		watch->calls.touch(TOUCH_UP, number, 0, 0, watch->userdata);
	}
}

static void forget(struct device *device)
{
	device->source = sd_event_source_disable_unref(device->source);
	closep(&device->fd);
	*device = (struct device){.watch = device->watch, .fd = -1};
}

static void take(struct device *device, const struct input_event *event)
{
	const struct input_watch *watch = device->watch;
	struct input_touch *state = &device->state;
	enum touch touch;

	switch (input_touch_on_event(state, event, &touch)) {
	case INPUT_TOUCH_NOTHING:
		break;
	case INPUT_TOUCH_TOLD:
		watch->calls.touch(touch, (int)(device - watch->device),
			input_touch_place(&state->x), input_touch_place(&state->y),
			watch->userdata);
		break;
	case INPUT_TOUCH_LOST:
		lift(device);
		(void)read_state(device->fd, state); /* what is old stays when it fails */
		break;
	}
}

static int on_device(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct device *device = userdata;
	struct input_event events[EVENTS];
	ssize_t n;

	(void)source;
	(void)revents;
	while ((n = read(fd, events, sizeof(events))) > 0) {
		for (size_t i = 0; i < (size_t)n / sizeof(*events); i++) {
			take(device, &events[i]);
		}
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		log_notice("touch screen %s is gone", device->name);
		lift(device);
		forget(device);
	}
	return 0;
}

static struct device *find(struct input_watch *watch, const char *name)
{
	for (int i = 0; i < DEVICES_MAX; i++) {
		if (strcmp(watch->device[i].name, name) == 0) {
			return &watch->device[i];
		}
	}
	return NULL;
}

static void add(struct input_watch *watch, const char *name)
{
	struct device *device = find(watch, "");
	_cleanup_free_ char *path = text_printf("%s/%s", watch->folder, name);
	_cleanup_close_ int fd = -1;
	struct input_touch state = {0};

	if (strncmp(name, "event", strlen("event")) != 0 || find(watch, name) || !device) {
		return;
	}
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || read_state(fd, &state) < 0 ||
		text_copy(device->name, sizeof(device->name), name) < 0) {
		return; /* perhaps later, when udev has set its owner: that is told by inotify */
	}
	device->state = state;
	if (sd_event_add_io(watch->event, &device->source, fd, EPOLLIN, on_device, device) < 0) {
		device->name[0] = '\0';
		return;
	}
	device->fd = TAKE_FD(fd);
	log_info("touch screen %s%s", path, state.by_slots ? ", by its first slot" : "");
}

static void scan(struct input_watch *watch)
{
	DIR *dir = opendir(watch->folder);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		add(watch, entry->d_name);
	}
	if (dir) {
		(void)closedir(dir);
	}
}

static int on_folder(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct input_watch *watch = userdata;
	char waste[4096] __attribute__((aligned(__alignof__(struct inotify_event))));

	(void)source;
	(void)revents;
	while (read(fd, waste, sizeof(waste)) > 0) {
	}
	scan(watch);
	return 0;
}

int input_watch_open(sd_event *event, const char *folder, const struct input_watch_calls *calls,
	void *userdata, struct input_watch **ret)
{
	_cleanup_(input_watch_closep) struct input_watch *watch = memory_new(1, sizeof(*watch));
	int r;

	watch->event = sd_event_ref(event);
	watch->folder = text_dup(folder);
	watch->calls = *calls;
	watch->userdata = userdata;
	for (int i = 0; i < DEVICES_MAX; i++) {
		watch->device[i] = (struct device){.watch = watch, .fd = -1};
	}
	watch->folder_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->folder_fd < 0 ||
		inotify_add_watch(watch->folder_fd, folder, IN_CREATE | IN_ATTRIB | IN_ONLYDIR) <
			0) {
		return -errno;
	}
	r = sd_event_add_io(
		event, &watch->folder_source, watch->folder_fd, EPOLLIN, on_folder, watch);
	if (r < 0) {
		return r;
	}
	scan(watch);
	*ret = TAKE_PTR(watch);
	return 0;
}

void input_watch_close(struct input_watch *watch)
{
	if (!watch) {
		return;
	}
	for (int i = 0; i < DEVICES_MAX; i++) {
		forget(&watch->device[i]);
	}
	watch->folder_source = sd_event_source_disable_unref(watch->folder_source);
	closep(&watch->folder_fd);
	sd_event_unref(watch->event);
	free(watch->folder);
	free(watch);
}
