/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/usb-loop.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/time.h>

#include "base/log.h"
#include "base/text.h"

enum { FDS_MAX = 16, PLUGGED_MS = 100 /* devices plugged in at the same time cause one search */ };

struct usb_loop {
	sd_event *event;
	libusb_context *context;
	/* libusb's descriptors; none while an act is under way. */
	sd_event_source *fds[FDS_MAX];
	sd_event_source *time; /* when libusb must be called without a descriptor being ready */
	bool own_time; /* libusb needs such calls */
	libusb_hotplug_callback_handle hotplug;
	bool has_hotplug;
	void (*plugged)(void *userdata);
	void *userdata;
	sd_event_source *tell;
	/* The act under way. */
	pthread_t thread;
	bool has_thread;
	void (*act)(void *userdata);
	void (*done)(void *userdata);
	void *act_userdata;
	sd_event_source *ended; /* the thread writes to its eventfd as its last action */
};

int usb_errno(int error)
{
	switch (error) {
	case LIBUSB_SUCCESS:
		return 0;
	case LIBUSB_ERROR_ACCESS:
		return -EACCES;
	case LIBUSB_ERROR_NO_DEVICE:
	case LIBUSB_ERROR_NOT_FOUND:
		return -ENODEV;
	case LIBUSB_ERROR_BUSY:
		return -EBUSY;
	case LIBUSB_ERROR_TIMEOUT:
		return -ETIMEDOUT;
	case LIBUSB_ERROR_PIPE:
		return -EPIPE;
	case LIBUSB_ERROR_NO_MEM:
		return -ENOMEM;
	case LIBUSB_ERROR_NOT_SUPPORTED:
		return -EOPNOTSUPP;
	case LIBUSB_ERROR_INVALID_PARAM:
		return -EINVAL;
	default:
		return -EIO;
	}
}

static void set_time(struct usb_loop *loop)
{
	struct timeval left;

	if (!loop->own_time) {
		return;
	}
	if (libusb_get_next_timeout(loop->context, &left) == 1) {
		(void)sd_event_source_set_time_relative(
			loop->time, (uint64_t)left.tv_sec * 1000000 + (uint64_t)left.tv_usec);
		(void)sd_event_source_set_enabled(loop->time, SD_EVENT_ONESHOT);
	} else {
		(void)sd_event_source_set_enabled(loop->time, SD_EVENT_OFF);
	}
}

static void serve(struct usb_loop *loop)
{
	struct timeval now = {0};
	int r = libusb_handle_events_timeout_completed(loop->context, &now, NULL);

	if (r < 0 && r != LIBUSB_ERROR_INTERRUPTED) {
		log_warning(FAULT_OURS, "cannot serve USB: %s", libusb_strerror(r));
	}
	set_time(loop);
}

static int on_fd(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	serve(userdata);
	return 0;
}

static int on_time(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	serve(userdata);
	return 0;
}

/* Only acts open and close descriptors, so the set does not change between two acts. */
static void watch_fds(struct usb_loop *loop)
{
	const struct libusb_pollfd **fds = loop->context ? libusb_get_pollfds(loop->context) : NULL;

	for (size_t i = 0; fds && fds[i]; i++) {
		uint32_t wanted = (fds[i]->events & POLLIN ? EPOLLIN : 0U) |
			(fds[i]->events & POLLOUT ? EPOLLOUT : 0U);

		if (i >= FDS_MAX ||
			sd_event_add_io(
				loop->event, &loop->fds[i], fds[i]->fd, wanted, on_fd, loop) < 0) {
			log_error(FAULT_OURS, "cannot watch a USB descriptor");
			break;
		}
	}
	if (fds) {
		libusb_free_pollfds(fds);
		set_time(loop);
	}
}

static void unwatch_fds(struct usb_loop *loop)
{
	for (size_t i = 0; i < FDS_MAX; i++) {
		loop->fds[i] = sd_event_source_disable_unref(loop->fds[i]);
	}
	(void)sd_event_source_set_enabled(loop->time, SD_EVENT_OFF);
}

/* libusb must not be called from within this callback. */
static int LIBUSB_CALL on_hotplug(
	libusb_context *context, libusb_device *device, libusb_hotplug_event what, void *userdata)
{
	struct usb_loop *loop = userdata;

	(void)context;
	(void)device;
	(void)what;
	(void)sd_event_source_set_time_relative(loop->tell, PLUGGED_MS * 1000);
	(void)sd_event_source_set_enabled(loop->tell, SD_EVENT_ONESHOT);
	return 0;
}

static int on_tell(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct usb_loop *loop = userdata;

	(void)source;
	(void)usec;
	loop->plugged(loop->userdata);
	return 0;
}

static int add_timer(struct usb_loop *loop, sd_event_time_handler_t handler, sd_event_source **ret)
{
	int r = sd_event_add_time(loop->event, ret, CLOCK_MONOTONIC, 0, 1000, handler, loop);

	return r < 0 ? r : sd_event_source_set_enabled(*ret, SD_EVENT_OFF);
}

/* ---- acts ---- */

static void *run_act(void *userdata)
{
	struct usb_loop *loop = userdata;

	loop->act(loop->act_userdata);
	(void)eventfd_write(sd_event_source_get_io_fd(loop->ended), 1);
	return NULL;
}

void usb_loop_wait(struct usb_loop *loop)
{
	if (loop->has_thread) {
		(void)pthread_join(loop->thread, NULL);
		loop->has_thread = false;
	}
	loop->done = NULL;
}

bool usb_loop_is_acting(const struct usb_loop *loop)
{
	return loop->done;
}

static int on_ended(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct usb_loop *loop = userdata;
	void (*done)(void *userdata) = loop->done;
	eventfd_t count;

	(void)source;
	(void)revents;
	(void)eventfd_read(fd, &count);
	usb_loop_wait(loop); /* the thread is at its end */
	if (done) {
		watch_fds(loop);
		done(loop->act_userdata);
	}
	return 0;
}

void usb_loop_act(struct usb_loop *loop, void (*act)(void *userdata), void (*done)(void *userdata),
	void *userdata)
{
	unwatch_fds(loop);
	loop->act = act;
	loop->done = done;
	loop->act_userdata = userdata;
	loop->has_thread = pthread_create(&loop->thread, NULL, run_act, loop) == 0;
	if (!loop->has_thread) {
		log_warning(FAULT_OURS, "cannot make a thread for USB; it may hold up the rest");
		(void)run_act(loop);
	}
}

/* Watches any device: the class in a printer's device descriptor is 0, so a filter for class 7
 * never matches. */
static void watch_plugs(struct usb_loop *loop)
{
	loop->has_hotplug = libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) &&
		libusb_hotplug_register_callback(loop->context,
			LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
			LIBUSB_HOTPLUG_NO_FLAGS, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
			LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, loop,
			&loop->hotplug) == LIBUSB_SUCCESS;
}

static void end_context(struct usb_loop *loop)
{
	if (loop->has_hotplug) {
		libusb_hotplug_deregister_callback(loop->context, loop->hotplug);
		loop->has_hotplug = false;
	}
	if (loop->context) {
		libusb_exit(loop->context);
		loop->context = NULL;
	}
}

int usb_loop_renew(struct usb_loop *loop)
{
	end_context(loop);
	if (libusb_init(&loop->context) < 0) {
		loop->context = NULL;
		return -ENODEV;
	}
	loop->own_time = libusb_pollfds_handle_timeouts(loop->context) == 0;
	watch_plugs(loop);
	return 0;
}

/* ---- life ---- */

int usb_loop_new(
	sd_event *event, void (*plugged)(void *userdata), void *userdata, struct usb_loop **ret)
{
	_cleanup_close_ int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	_cleanup_(usb_loop_freep) struct usb_loop *loop = memory_new(1, sizeof(*loop));
	int r = fd < 0 ? -errno : 0;

	loop->event = sd_event_ref(event);
	loop->plugged = plugged;
	loop->userdata = userdata;
	if (r >= 0) {
		r = add_timer(loop, on_time, &loop->time);
	}
	if (r >= 0) {
		r = add_timer(loop, on_tell, &loop->tell);
	}
	if (r >= 0) {
		r = sd_event_add_io(event, &loop->ended, fd, EPOLLIN, on_ended, loop);
	}
	if (r >= 0) {
		r = sd_event_source_set_io_fd_own(loop->ended, true);
	}
	if (r < 0) {
		return r;
	}
	(void)TAKE_FD(fd);
	*ret = TAKE_PTR(loop);
	return 0;
}

void usb_loop_free(struct usb_loop *loop)
{
	if (!loop) {
		return;
	}
	usb_loop_wait(loop);
	unwatch_fds(loop);
	end_context(loop);
	(void)sd_event_source_disable_unref(loop->time);
	(void)sd_event_source_disable_unref(loop->tell);
	(void)sd_event_source_disable_unref(loop->ended);
	sd_event_unref(loop->event);
	free(loop);
}

libusb_context *usb_loop_context(const struct usb_loop *loop)
{
	return loop->context;
}
