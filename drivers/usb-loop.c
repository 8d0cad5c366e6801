/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/usb-loop.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/time.h>

#include "base/log.h"
#include "base/text.h"

enum { FDS_MAX = 16, PLUGGED_MS = 100 /* what comes at once is looked at once */ };

struct usb_loop {
	sd_event *event;
	libusb_context *context;
	struct {
		int fd;
		sd_event_source *source;
	} fds[FDS_MAX]; /* without a source: free */
	sd_event_source *time; /* when libusb wants to be called without a descriptor */
	bool own_time; /* it does */
	libusb_hotplug_callback_handle hotplug;
	bool has_hotplug;
	void (*plugged)(void *userdata);
	void *userdata;
	sd_event_source *tell;
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

static void LIBUSB_CALL on_fd_added(int fd, short events, void *userdata)
{
	struct usb_loop *loop = userdata;
	uint32_t wanted = (events & POLLIN ? EPOLLIN : 0U) | (events & POLLOUT ? EPOLLOUT : 0U);

	for (size_t i = 0; i < FDS_MAX; i++) {
		if (!loop->fds[i].source) {
			loop->fds[i].fd = fd;
			if (sd_event_add_io(loop->event, &loop->fds[i].source, fd, wanted, on_fd,
				    loop) < 0) {
				log_error(FAULT_OURS, "cannot watch a USB descriptor");
			}
			return;
		}
	}
	log_error(FAULT_OURS, "too many USB descriptors");
}

static void LIBUSB_CALL on_fd_removed(int fd, void *userdata)
{
	struct usb_loop *loop = userdata;

	for (size_t i = 0; i < FDS_MAX; i++) {
		if (loop->fds[i].source && loop->fds[i].fd == fd) {
			loop->fds[i].source = sd_event_source_disable_unref(loop->fds[i].source);
		}
	}
}

/* Within this call nothing may be asked of libusb. */
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

/* Any device: the class in a printer's device descriptor is 0, and a filter for 7 never matches. */
static void watch_plugs(struct usb_loop *loop)
{
	if (!loop->plugged || !libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG)) {
		return;
	}
	loop->has_hotplug =
		libusb_hotplug_register_callback(loop->context,
			LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
			LIBUSB_HOTPLUG_NO_FLAGS, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
			LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, loop,
			&loop->hotplug) == LIBUSB_SUCCESS;
}

static void take_fds(struct usb_loop *loop)
{
	const struct libusb_pollfd **fds = libusb_get_pollfds(loop->context);

	for (size_t i = 0; fds && fds[i]; i++) {
		on_fd_added(fds[i]->fd, fds[i]->events, loop);
	}
	libusb_free_pollfds(fds);
	libusb_set_pollfd_notifiers(loop->context, on_fd_added, on_fd_removed, loop);
}

int usb_loop_new(
	sd_event *event, void (*plugged)(void *userdata), void *userdata, struct usb_loop **ret)
{
	_cleanup_(usb_loop_freep) struct usb_loop *loop = memory_new(1, sizeof(*loop));
	int r;

	loop->event = sd_event_ref(event);
	loop->plugged = plugged;
	loop->userdata = userdata;
	r = add_timer(loop, on_time, &loop->time);
	if (r >= 0) {
		r = add_timer(loop, on_tell, &loop->tell);
	}
	if (r < 0) {
		return r;
	}
	r = libusb_init(&loop->context);
	if (r < 0) {
		loop->context = NULL;
		return -ENODEV;
	}
	loop->own_time = libusb_pollfds_handle_timeouts(loop->context) == 0;
	take_fds(loop);
	watch_plugs(loop);
	*ret = TAKE_PTR(loop);
	return 0;
}

void usb_loop_free(struct usb_loop *loop)
{
	if (!loop) {
		return;
	}
	if (loop->has_hotplug) {
		libusb_hotplug_deregister_callback(loop->context, loop->hotplug);
	}
	if (loop->context) {
		libusb_set_pollfd_notifiers(loop->context, NULL, NULL, NULL);
		libusb_exit(loop->context);
	}
	for (size_t i = 0; i < FDS_MAX; i++) {
		(void)sd_event_source_disable_unref(loop->fds[i].source);
	}
	(void)sd_event_source_disable_unref(loop->time);
	(void)sd_event_source_disable_unref(loop->tell);
	sd_event_unref(loop->event);
	free(loop);
}

libusb_context *usb_loop_context(const struct usb_loop *loop)
{
	return loop->context;
}
