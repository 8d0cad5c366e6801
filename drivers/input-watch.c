/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/input-watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/input-keys.h"
#include "drivers/input-touch.h"

enum { DEVICES_MAX = 32 };

DEFINE_CLEANUP(struct libevdev *, libevdev_free);

struct device {
	struct input_watch *watch;
	char name[32];
	int fd;
	struct libevdev *evdev;
	struct input_touch touch;
	sd_event_source *source;
};

struct input_watch {
	sd_event *event;
	char *folder;
	const struct keypad_settings *keypad; /* NULL: touch screens */
	struct input_watch_calls calls;
	void *userdata;
	int folder_fd; /* inotify */
	sd_event_source *folder_source;
	struct device device[DEVICES_MAX];
};

/* The device was unplugged: as far as is known, no finger is on it. */
static void lift(struct device *device)
{
	const struct input_watch *watch = device->watch;
	int number = (int)(device - watch->device);

	if (device->touch.is_down) {
		device->touch.is_down = false;
		watch->calls.touch(TOUCH_MOVE, number, 0, 0, watch->userdata);
		watch->calls.touch(TOUCH_UP, number, 0, 0, watch->userdata);
	}
}

static void forget(struct device *device)
{
	device->source = sd_event_source_disable_unref(device->source);
	libevdev_free(device->evdev);
	closep(&device->fd);
	*device = (struct device){.watch = device->watch, .fd = -1};
}

static bool has_devices(const struct input_watch *watch)
{
	for (int i = 0; i < DEVICES_MAX; i++) {
		if (watch->device[i].fd >= 0) {
			return true;
		}
	}
	return false;
}

static void on_event(struct device *device, const struct input_event *event)
{
	const struct input_watch *watch = device->watch;
	enum touch touch;
	int key;

	if (watch->keypad) {
		key = input_keys_pressed(watch->keypad, event);
		if (key >= 0) {
			watch->calls.key(key, watch->userdata);
		}
	} else if (event->type == EV_SYN && event->code == SYN_REPORT &&
		input_touch_report(&device->touch, device->evdev, &touch)) {
		watch->calls.touch(touch, (int)(device - watch->device),
			input_touch_place(&device->touch.x), input_touch_place(&device->touch.y),
			watch->userdata);
	}
}

static const char *kind_of(const struct input_watch *watch)
{
	return watch->keypad ? "keypad" : "touch screen";
}

static int on_device(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct device *device = userdata;
	const struct input_watch *watch = device->watch;
	struct input_event event;
	unsigned flag = LIBEVDEV_READ_FLAG_NORMAL;
	int r;

	(void)source;
	(void)fd;
	(void)revents;
	while ((r = libevdev_next_event(device->evdev, flag, &event)) >= 0 ||
		(r == -EAGAIN && flag == LIBEVDEV_READ_FLAG_SYNC)) {
		/* After lost events, libevdev reports the state that has changed meanwhile as
		 * events. */
		flag = r == LIBEVDEV_READ_STATUS_SYNC ? LIBEVDEV_READ_FLAG_SYNC
						      : LIBEVDEV_READ_FLAG_NORMAL;
		if (r >= 0) {
			on_event(device, &event);
		}
	}
	if (r != -EAGAIN && r != -EINTR) {
		log_notice("%s %s is gone", kind_of(watch), device->name);
		lift(device);
		forget(device);
		if (watch->keypad && !has_devices(watch)) {
			watch->calls.keypad(false, watch->userdata);
		}
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

/* Whether the device is one of those that are looked for; a keypad is taken from all others. */
static bool accept(
	const struct input_watch *watch, struct libevdev *evdev, struct input_touch *ret_touch)
{
	int r;

	if (!watch->keypad) {
		return input_touch_init(ret_touch, evdev) == 0;
	}
	if (!input_keys_match(watch->keypad, evdev)) {
		return false;
	}
	r = libevdev_grab(evdev, LIBEVDEV_GRAB);
	if (r < 0) {
		log_warning(FAULT_SITE, "keypad '%s': its keys also reach others: %s",
			libevdev_get_name(evdev), strerror(-r));
	}
	return true;
}

static void add(struct input_watch *watch, const char *name)
{
	struct device *device = find(watch, "");
	_cleanup_free_ char *path = text_printf("%s/%s", watch->folder, name);
	_cleanup_close_ int fd = -1;
	_cleanup_(libevdev_freep) struct libevdev *evdev = NULL;
	struct input_touch touch = {0};
	bool first = !has_devices(watch);

	if (strncmp(name, "event", strlen("event")) != 0 || find(watch, name) || !device) {
		return;
	}
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || libevdev_new_from_fd(fd, &evdev) < 0 || !accept(watch, evdev, &touch) ||
		text_copy(device->name, sizeof(device->name), name) < 0) {
		return; /* it may open later, when udev has set its owner; inotify reports that */
	}
	device->touch = touch;
	if (sd_event_add_io(watch->event, &device->source, fd, EPOLLIN, on_device, device) < 0) {
		device->name[0] = '\0';
		return;
	}
	device->fd = TAKE_FD(fd);
	device->evdev = TAKE_PTR(evdev);
	log_info("%s %s%s", kind_of(watch), path, touch.by_slots ? ", by its first slot" : "");
	if (watch->keypad && first) {
		watch->calls.keypad(true, watch->userdata);
	}
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

int input_watch_open(sd_event *event, const char *folder, const struct keypad_settings *keypad,
	const struct input_watch_calls *calls, void *userdata, struct input_watch **ret)
{
	_cleanup_(input_watch_closep) struct input_watch *watch = memory_new(1, sizeof(*watch));
	int r;

	watch->event = sd_event_ref(event);
	watch->folder = text_dup(folder);
	watch->keypad = keypad;
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
	if (keypad && !has_devices(watch)) {
		watch->calls.keypad(false, userdata);
	}
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
