/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A try: open the device, take a logical address if nobody has (the kernel tells later that it is
 * there), send one message after the other. One that is not acknowledged, or a wait without an
 * answer, ends the try; after TRIES of them it is given up. From the second on messages are sent
 * without an address, too: a television that sleeps may give none, and the kernel lets it be woken.
 */
#include "drivers/cec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

#include "base/log.h"
#include "base/text.h"

enum { DEVICES_MAX = 8, TRIES = 3, WAIT_MS = 3000, NOTE_SIZE = 64 };

struct cec {
	sd_event *event;
	const struct cec_kernel *kernel;
	void (*changed)(void *userdata);
	void *userdata;
	bool on;
	int card;
	uint32_t connector;
	int fd; /* −1: nothing is being said */
	int n; /* of the message that is being sent */
	uint32_t sequence; /* the kernel's number of it; 0 none is under way */
	int tries;
	int error; /* of the last try */
	char note[NOTE_SIZE];
	sd_event_source *io;
	sd_event_source *timer;
};

static int kernel_open(int number)
{
	char path[24];
	int fd;

	(void)snprintf(path, sizeof(path), "/dev/cec%d", number);
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int kernel_ioctl(int fd, unsigned long request, void *data)
{
	return ioctl(fd, request, data) < 0 ? -errno : 0;
}

static const struct cec_kernel real = {kernel_open, kernel_ioctl, WAIT_MS};

bool cec_message(bool on, int n, uint8_t from, uint16_t physical, struct cec_msg *ret)
{
	bool named = from != CEC_LOG_ADDR_UNREGISTERED && physical != CEC_PHYS_ADDR_INVALID;
	uint8_t to_tv = (uint8_t)(from << 4 | CEC_LOG_ADDR_TV);
	uint8_t to_all = (uint8_t)(from << 4 | CEC_LOG_ADDR_BROADCAST);

	if (n > (on && named)) {
		return false;
	}
	*ret = (struct cec_msg){
		.len = 2, .msg = {to_tv, on ? CEC_MSG_IMAGE_VIEW_ON : CEC_MSG_STANDBY}};
	if (n == 1) {
		*ret = (struct cec_msg){.len = 4,
			.msg = {to_all, CEC_MSG_ACTIVE_SOURCE, (uint8_t)(physical >> 8),
				(uint8_t)physical}};
	}
	return true;
}

/* ---- the device ---- */

static void close_device(struct cec *cec)
{
	cec->io = sd_event_source_disable_unref(cec->io);
	closep(&cec->fd);
	cec->fd = -1;
	cec->sequence = 0;
}

/* Whether a device is on our connector, −ENOENT if it does not say. */
static int is_ours(const struct cec *cec, int fd)
{
	struct cec_connector_info info = {0};
	int r = cec->kernel->ioctl(fd, CEC_ADAP_G_CONNECTOR_INFO, &info);

	if (r < 0 || info.type != CEC_CONNECTOR_TYPE_DRM) {
		return -ENOENT;
	}
	return info.drm.card_no == (uint32_t)cec->card && info.drm.connector_id == cec->connector;
}

/* The device on our connector; else the first that does not say where it is, as a USB one. */
static int find_device(const struct cec *cec)
{
	_cleanup_close_ int any = -1;
	int error = -ENODEV;

	for (int i = 0; i < DEVICES_MAX; i++) {
		_cleanup_close_ int fd = cec->kernel->open(i);
		int ours = fd < 0 ? 0 : is_ours(cec, fd);

		error = fd < 0 && fd != -ENOENT ? fd : error;
		if (ours == 1) {
			return TAKE_FD(fd);
		}
		if (ours < 0 && any < 0) {
			any = TAKE_FD(fd);
		}
	}
	return any < 0 ? error : TAKE_FD(any);
}

/* ---- tries ---- */

static void wait_for(struct cec *cec)
{
	(void)sd_event_source_set_time_relative(cec->timer, (uint64_t)cec->kernel->wait_ms * 1000);
	(void)sd_event_source_set_enabled(cec->timer, SD_EVENT_ONESHOT);
}

static void finish(struct cec *cec, const char *note)
{
	bool other = strcmp(cec->note, note) != 0;

	close_device(cec);
	(void)sd_event_source_set_enabled(cec->timer, SD_EVENT_OFF);
	text_copy_cut(cec->note, sizeof(cec->note), note);
	if (other && *note) {
		log_info("screen: %s", note);
	}
	if (other) {
		cec->changed(cec->userdata);
	}
}

/* Another one follows after a while. */
static void end_try(struct cec *cec, int error)
{
	close_device(cec);
	cec->tries++;
	cec->error = error;
	wait_for(cec);
}

static int take_address(const struct cec *cec)
{
	struct cec_log_addrs addresses = {
		.cec_version = CEC_OP_CEC_VERSION_1_4,
		.num_log_addrs = 1,
		.vendor_id = CEC_VENDOR_ID_NONE,
		.flags = CEC_LOG_ADDRS_FL_ALLOW_UNREG_FALLBACK,
		.osd_name = "layso",
		.primary_device_type = {CEC_OP_PRIM_DEVTYPE_PLAYBACK},
		.log_addr_type = {CEC_LOG_ADDR_TYPE_PLAYBACK},
	};

	return cec->kernel->ioctl(cec->fd, CEC_ADAP_S_LOG_ADDRS, &addresses);
}

/* Sends the next message, or waits until one can be sent. */
static void send_next(struct cec *cec)
{
	struct cec_log_addrs addresses = {0};
	uint16_t physical = CEC_PHYS_ADDR_INVALID;
	struct cec_msg message = {0};
	uint8_t from = CEC_LOG_ADDR_UNREGISTERED;
	int r = cec->kernel->ioctl(cec->fd, CEC_ADAP_G_LOG_ADDRS, &addresses);

	if (r == 0 && addresses.num_log_addrs == 0) {
		r = take_address(cec);
	}
	if (r == 0 && addresses.log_addr_mask == 0 && cec->tries == 0) {
		return;
	}
	if (r == 0 && addresses.log_addr_mask != 0) {
		from = addresses.log_addr[0];
		r = cec->kernel->ioctl(cec->fd, CEC_ADAP_G_PHYS_ADDR, &physical);
	}
	if (r == 0 && !cec_message(cec->on, cec->n, from, physical, &message)) {
		finish(cec, "");
		return;
	}
	if (r == 0) {
		r = cec->kernel->ioctl(cec->fd, CEC_TRANSMIT, &message);
	}
	if (r < 0) {
		end_try(cec, r);
		return;
	}
	cec->sequence = message.sequence;
}

static void on_result(struct cec *cec, const struct cec_msg *message)
{
	cec->sequence = 0;
	if (!(message->tx_status & CEC_TX_STATUS_OK)) {
		end_try(cec, -EREMOTEIO); /* nobody has acknowledged it */
		return;
	}
	cec->n++;
	wait_for(cec);
	send_next(cec);
}

/* The kernel tells of addresses, and of what became of a message. */
static int on_device(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct cec *cec = userdata;
	struct cec_event event;
	struct cec_msg message = {0};

	(void)source;
	if (revents & (EPOLLHUP | EPOLLERR)) {
		end_try(cec, -ENODEV);
		return 0;
	}
	while (cec->kernel->ioctl(fd, CEC_DQEVENT, &event) == 0) {
	}
	while (cec->fd >= 0 && cec->kernel->ioctl(fd, CEC_RECEIVE, &message) == 0) {
		if (cec->sequence && message.sequence == cec->sequence) {
			on_result(cec, &message);
		}
		message = (struct cec_msg){0};
	}
	if (cec->fd >= 0 && !cec->sequence) {
		send_next(cec);
	}
	return 0;
}

static void begin_try(struct cec *cec)
{
	int r = find_device(cec);

	if (r == -ENODEV) {
		finish(cec, "no CEC device: the television has the signal alone");
		return;
	}
	cec->fd = r < 0 ? -1 : r;
	cec->n = 0;
	if (r >= 0) {
		r = sd_event_add_io(
			cec->event, &cec->io, cec->fd, EPOLLIN | EPOLLPRI, on_device, cec);
	}
	if (r < 0) {
		end_try(cec, r);
		return;
	}
	wait_for(cec);
	send_next(cec);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct cec *cec = userdata;
	char note[NOTE_SIZE];

	(void)source;
	(void)usec;
	if (cec->fd >= 0) {
		end_try(cec, -ETIMEDOUT);
	} else if (cec->tries < TRIES) {
		begin_try(cec);
	} else {
		(void)snprintf(
			note, sizeof(note), "CEC is not heard: %.40s", strerror(-cec->error));
		finish(cec, note);
	}
	return 0;
}

void cec_say(struct cec *cec, bool on, int card, uint32_t connector)
{
	close_device(cec);
	cec->on = on;
	cec->card = card;
	cec->connector = connector;
	cec->tries = 0;
	(void)sd_event_source_set_time_relative(cec->timer, 0);
	(void)sd_event_source_set_enabled(cec->timer, SD_EVENT_ONESHOT);
}

const char *cec_note(const struct cec *cec)
{
	return cec->note;
}

int cec_new(sd_event *event, const struct cec_kernel *kernel, void (*changed)(void *userdata),
	void *userdata, struct cec **ret)
{
	_cleanup_(cec_freep) struct cec *cec = memory_new(1, sizeof(*cec));
	int r;

	*cec = (struct cec){.event = sd_event_ref(event),
		.kernel = kernel ? kernel : &real,
		.changed = changed,
		.userdata = userdata,
		.fd = -1};
	r = sd_event_add_time(event, &cec->timer, CLOCK_MONOTONIC, UINT64_MAX, 0, on_timer, cec);
	if (r < 0) {
		return r;
	}
	/* After a moment without a processor, an answer that has come is heard first. */
	r = sd_event_source_set_priority(cec->timer, SD_EVENT_PRIORITY_NORMAL + 1);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(cec);
	return 0;
}

void cec_free(struct cec *cec)
{
	if (cec) {
		close_device(cec);
		sd_event_source_disable_unref(cec->timer);
		sd_event_unref(cec->event);
		free(cec);
	}
}
