/* SPDX-License-Identifier: Apache-2.0 */
#include "fake-usb.h"

#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { PACKET = 64, PENDING_MAX = 8 };

struct libusb_device {
	int index;
};
struct libusb_device_handle {
	struct libusb_device *device;
};
struct libusb_context {
	int fd; /* readable while transfers have come back */
	bool seen[FAKE_USB_DEVICES_MAX]; /* plugged in when it was made */
	libusb_hotplug_callback_fn hotplug;
	void *userdata;
};

struct pending {
	struct libusb_transfer *transfer;
	bool ended;
};

struct fake_usb fake_usb;
static struct libusb_device devices[FAKE_USB_DEVICES_MAX] = {{0}, {1}, {2}};
static struct libusb_context *context;
static struct pending pending[PENDING_MAX];
/* Transfers that were used and not freed: as the real ones, they hold on to their device. */
static struct libusb_transfer *holding[PENDING_MAX];
static struct libusb_endpoint_descriptor endpoints[2];
static struct libusb_interface_descriptor settings[2];
static struct libusb_interface interface;

static struct fake_usb_device *device_of(const struct libusb_transfer *transfer)
{
	return &fake_usb.devices[transfer->dev_handle->device->index];
}

static void end(struct pending *entry, enum libusb_transfer_status status)
{
	entry->transfer->status = status;
	entry->ended = true;
	if (context) {
		(void)eventfd_write(context->fd, 1);
	}
}

/* Lets a transfer out go as far as the device takes it. */
static void advance_out(struct pending *entry)
{
	struct libusb_transfer *transfer = entry->transfer;
	struct fake_usb_device *device = device_of(transfer);

	while (transfer->actual_length < transfer->length) {
		size_t left = (size_t)(transfer->length - transfer->actual_length);
		size_t packet = left < PACKET ? left : PACKET;

		if (device->stalls_at > 0 && device->n_received >= device->stalls_at) {
			device->stalls_at = 0;
			device->transfers++;
			end(entry, LIBUSB_TRANSFER_STALL);
			return;
		}
		if (device->takes < packet) {
			return;
		}
		memcpy(device->received + device->n_received,
			transfer->buffer + transfer->actual_length, packet);
		device->n_received += packet;
		device->takes -= packet;
		transfer->actual_length += (int)packet;
	}
	device->transfers++;
	end(entry, LIBUSB_TRANSFER_COMPLETED);
}

static void answer_control(struct pending *entry)
{
	struct libusb_transfer *transfer = entry->transfer;
	struct fake_usb_device *device = device_of(transfer);
	const struct libusb_control_setup *setup = libusb_control_transfer_get_setup(transfer);
	static const char id[] = "\0\x2F"
				 "MFG:Maker;MDL:Model 1;CMD:ESC/POS;";
	uint8_t *data = libusb_control_transfer_get_data(transfer);
	bool refused = false;

	switch (setup->bRequest) {
	case 0:
		refused = device->no_id;
		memcpy(data, id, sizeof(id) - 1);
		transfer->actual_length = sizeof(id) - 1;
		break;
	case 1:
		refused = device->port_status_stalls;
		*data = device->port_status;
		transfer->actual_length = 1;
		break;
	default:
		refused = device->refuses_forget && setup->bmRequestType == 0x21;
		device->forgot_by[device->n_forgot++ % 4] = setup->bmRequestType;
		break;
	}
	end(entry, refused ? LIBUSB_TRANSFER_STALL : LIBUSB_TRANSFER_COMPLETED);
}

static struct pending *find(int index, unsigned char endpoint)
{
	for (int i = 0; i < PENDING_MAX; i++) {
		struct libusb_transfer *transfer = pending[i].transfer;

		if (transfer && !pending[i].ended && transfer->dev_handle->device->index == index &&
			transfer->endpoint == endpoint) {
			return &pending[i];
		}
	}
	return NULL;
}

/* ---- calls that wait ---- */

static pthread_t loop_thread;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_moved = PTHREAD_COND_INITIALIZER;
static enum fake_usb_call to_hold;
static bool holds;

static void may_wait(enum fake_usb_call call)
{
	fake_usb.waited_on_loop += pthread_equal(pthread_self(), loop_thread) != 0;
	(void)pthread_mutex_lock(&gate);
	if (to_hold == call) {
		holds = true;
		while (to_hold == call) {
			(void)pthread_cond_wait(&gate_moved, &gate);
		}
		holds = false;
	}
	(void)pthread_mutex_unlock(&gate);
}

void fake_usb_hold(enum fake_usb_call call)
{
	(void)pthread_mutex_lock(&gate);
	to_hold = call;
	(void)pthread_cond_broadcast(&gate_moved);
	(void)pthread_mutex_unlock(&gate);
}

void fake_usb_let_go(void)
{
	fake_usb_hold(FAKE_USB_NONE);
}

bool fake_usb_holds(void)
{
	bool is;

	(void)pthread_mutex_lock(&gate);
	is = holds;
	(void)pthread_mutex_unlock(&gate);
	return is;
}

/* ---- what the tests do ---- */

void fake_usb_reset(void)
{
	memset(&fake_usb, 0, sizeof(fake_usb));
	loop_thread = pthread_self();
	fake_usb_let_go();
	memset(pending, 0, sizeof(pending));
	memset((void *)holding, 0, sizeof(holding));
	for (int i = 0; i < FAKE_USB_DEVICES_MAX; i++) {
		fake_usb.devices[i] = (struct fake_usb_device){.vendor = 0x1234,
			.product = (uint16_t)(i + 1),
			.class = LIBUSB_CLASS_PRINTER,
			.protocol = 2,
			.out = 0x03,
			.in = 0x84,
			.port = (uint8_t)(i + 1),
			.takes = SIZE_MAX,
			.port_status = 0x18,
			.alternate = -1};
	}
}

static void tell(int index, libusb_hotplug_event what)
{
	if (context && context->hotplug && !fake_usb.deaf) {
		context->hotplug(context, &devices[index], what, context->userdata);
	}
}

void fake_usb_plug(int device)
{
	fake_usb.devices[device].plugged = true;
	tell(device, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED);
}

void fake_usb_unplug(int device)
{
	fake_usb.devices[device].plugged = false;
	for (int i = 0; i < PENDING_MAX; i++) {
		if (pending[i].transfer && !pending[i].ended) {
			end(&pending[i], LIBUSB_TRANSFER_NO_DEVICE);
		}
	}
	tell(device, LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT);
}

void fake_usb_take(int device, size_t bytes)
{
	struct pending *entry = find(device, fake_usb.devices[device].out);

	fake_usb.devices[device].takes = bytes;
	if (entry) {
		advance_out(entry);
	}
}

void fake_usb_say(int device, const void *bytes, size_t size)
{
	struct pending *entry = find(device, fake_usb.devices[device].in);

	if (!entry || (size_t)entry->transfer->length < size) {
		abort();
	}
	memcpy(entry->transfer->buffer, bytes, size);
	entry->transfer->actual_length = (int)size;
	fake_usb.devices[device].listened_to = false;
	end(entry, LIBUSB_TRANSFER_COMPLETED);
}

void fake_usb_fail_in(int device, enum libusb_transfer_status status)
{
	struct pending *entry = find(device, fake_usb.devices[device].in);

	if (!entry) {
		abort();
	}
	fake_usb.devices[device].listened_to = false;
	end(entry, status);
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): ours are words */
/* ---- libusb: the context ---- */

int libusb_init(libusb_context **ret)
{
	may_wait(FAKE_USB_INIT);
	if (fake_usb.absent) {
		return LIBUSB_ERROR_OTHER;
	}
	context = calloc(1, sizeof(*context));
	if (!context) {
		abort();
	}
	context->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	for (int i = 0; i < FAKE_USB_DEVICES_MAX; i++) {
		context->seen[i] = fake_usb.devices[i].plugged;
	}
	fake_usb.contexts++;
	*ret = context;
	return 0;
}

void libusb_exit(libusb_context *ctx)
{
	for (int i = 0; i < PENDING_MAX; i++) {
		assert(!holding[i]); /* its device would outlive the context */
	}
	(void)close(ctx->fd);
	free(ctx);
	context = NULL;
}

const struct libusb_pollfd **libusb_get_pollfds(libusb_context *ctx)
{
	struct libusb_pollfd *fd = calloc(1, sizeof(*fd));
	const struct libusb_pollfd **fds = calloc(2, sizeof(struct libusb_pollfd *));

	if (!fd || !fds) {
		abort();
	}
	*fd = (struct libusb_pollfd){ctx->fd, POLLIN};
	fds[0] = fd;
	return fds;
}

void libusb_free_pollfds(const struct libusb_pollfd **fds)
{
	free((void *)fds[0]);
	free((void *)fds);
}

void libusb_set_pollfd_notifiers(libusb_context *ctx, libusb_pollfd_added_cb added,
	libusb_pollfd_removed_cb removed, void *userdata)
{
	(void)ctx;
	(void)added;
	(void)removed;
	(void)userdata;
}

int libusb_pollfds_handle_timeouts(libusb_context *ctx)
{
	(void)ctx;
	return 1;
}

int libusb_handle_events_timeout_completed(
	libusb_context *ctx, struct timeval *wait, int *completed)
{
	eventfd_t count;

	(void)wait;
	(void)completed;
	(void)eventfd_read(ctx->fd, &count);
	for (int i = 0; i < PENDING_MAX; i++) {
		struct libusb_transfer *transfer = pending[i].transfer;

		if (transfer && pending[i].ended) {
			pending[i] = (struct pending){0};
			transfer->callback(transfer);
		}
	}
	return 0;
}

int libusb_has_capability(uint32_t capability)
{
	return capability == LIBUSB_CAP_HAS_HOTPLUG;
}

int libusb_hotplug_register_callback(libusb_context *ctx, int events, int flags, int vendor,
	int product, int class, libusb_hotplug_callback_fn callback, void *userdata,
	libusb_hotplug_callback_handle *ret)
{
	(void)events;
	(void)flags;
	/* A filter for the class would never match, as on a real bus. */
	if (vendor == LIBUSB_HOTPLUG_MATCH_ANY && product == LIBUSB_HOTPLUG_MATCH_ANY &&
		class == LIBUSB_HOTPLUG_MATCH_ANY) {
		ctx->hotplug = callback;
		ctx->userdata = userdata;
	}
	*ret = 1;
	return 0;
}

void libusb_hotplug_deregister_callback(libusb_context *ctx, libusb_hotplug_callback_handle handle)
{
	(void)handle;
	ctx->hotplug = NULL;
}

/* ---- libusb: devices ---- */

ssize_t libusb_get_device_list(libusb_context *ctx, libusb_device ***ret)
{
	ssize_t n = 0;

	may_wait(FAKE_USB_LIST);
	*ret = calloc(FAKE_USB_DEVICES_MAX + 1, sizeof(libusb_device *));
	if (!*ret) {
		abort();
	}
	for (int i = FAKE_USB_DEVICES_MAX - 1; i >= 0; i--) {
		if (fake_usb.deaf ? ctx->seen[i] : fake_usb.devices[i].plugged) {
			(*ret)[n++] = &devices[i];
		}
	}
	return n;
}

void libusb_free_device_list(libusb_device **list, int unref)
{
	(void)unref;
	free((void *)list);
}

libusb_device *libusb_ref_device(libusb_device *device)
{
	return device;
}

void libusb_unref_device(libusb_device *device)
{
	(void)device;
}

uint8_t libusb_get_bus_number(libusb_device *device)
{
	(void)device;
	return 9;
}

int libusb_get_port_numbers(libusb_device *device, uint8_t *ports, int length)
{
	(void)length;
	ports[0] = fake_usb.devices[device->index].port;
	return 1;
}

int libusb_get_device_descriptor(libusb_device *device, struct libusb_device_descriptor *ret)
{
	*ret = (struct libusb_device_descriptor){.idVendor = fake_usb.devices[device->index].vendor,
		.idProduct = fake_usb.devices[device->index].product};
	return 0;
}

int libusb_get_active_config_descriptor(
	libusb_device *device, struct libusb_config_descriptor **ret)
{
	const struct fake_usb_device *fake = &fake_usb.devices[device->index];
	static struct libusb_config_descriptor config;

	endpoints[0] = (struct libusb_endpoint_descriptor){
		.bEndpointAddress = fake->in, .bmAttributes = 2, .wMaxPacketSize = PACKET};
	endpoints[1] = (struct libusb_endpoint_descriptor){
		.bEndpointAddress = fake->out, .bmAttributes = 2, .wMaxPacketSize = PACKET};
	for (int i = 0; i <= fake->alternates; i++) {
		/* The one that answers is the last one. */
		settings[i] = (struct libusb_interface_descriptor){
			.bAlternateSetting = (uint8_t)i,
			.bNumEndpoints = 2,
			.bInterfaceClass = fake->class,
			.bInterfaceProtocol = i == fake->alternates ? fake->protocol : 1,
			.endpoint = endpoints,
		};
	}
	interface = (struct libusb_interface){settings, fake->alternates + 1};
	config = (struct libusb_config_descriptor){.bNumInterfaces = 1, .interface = &interface};
	*ret = &config;
	return 0;
}

void libusb_free_config_descriptor(struct libusb_config_descriptor *config)
{
	(void)config;
}

int libusb_open(libusb_device *device, libusb_device_handle **ret)
{
	struct fake_usb_device *fake = &fake_usb.devices[device->index];
	libusb_device_handle *handle;

	may_wait(FAKE_USB_OPEN);
	if (!fake->plugged) {
		return LIBUSB_ERROR_NO_DEVICE;
	}
	if (fake->open_error) {
		return fake->open_error;
	}
	handle = calloc(1, sizeof(*handle));
	if (!handle) {
		abort();
	}
	handle->device = device;
	fake->opens++;
	fake->first_size = 0;
	*ret = handle;
	return 0;
}

void libusb_close(libusb_device_handle *handle)
{
	may_wait(FAKE_USB_CLOSE);
	free(handle);
}

int libusb_set_auto_detach_kernel_driver(libusb_device_handle *handle, int enable)
{
	(void)handle;
	return enable ? 0 : LIBUSB_ERROR_OTHER;
}

int libusb_claim_interface(libusb_device_handle *handle, int number)
{
	struct fake_usb_device *fake = &fake_usb.devices[handle->device->index];

	may_wait(FAKE_USB_CLAIM);
	fake->claims++;
	return number == 0 ? fake->claim_error : LIBUSB_ERROR_NOT_FOUND;
}

int libusb_release_interface(libusb_device_handle *handle, int number)
{
	may_wait(FAKE_USB_RELEASE);
	(void)handle;
	(void)number;
	return 0;
}

int libusb_set_interface_alt_setting(libusb_device_handle *handle, int number, int alternate)
{
	may_wait(FAKE_USB_SET);
	(void)number;
	fake_usb.devices[handle->device->index].alternate = alternate;
	return 0;
}

int libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint)
{
	may_wait(FAKE_USB_CLEAR_HALT);
	(void)endpoint;
	fake_usb.devices[handle->device->index].halts_cleared++;
	return 0;
}

/* ---- libusb: transfers ---- */

struct libusb_transfer *libusb_alloc_transfer(int iso_packets)
{
	(void)iso_packets;
	return calloc(1, sizeof(struct libusb_transfer));
}

void libusb_free_transfer(struct libusb_transfer *transfer)
{
	for (int i = 0; i < PENDING_MAX; i++) {
		if (holding[i] == transfer) {
			holding[i] = NULL;
		}
	}
	free(transfer);
}

int libusb_submit_transfer(struct libusb_transfer *transfer)
{
	struct fake_usb_device *device = device_of(transfer);
	struct pending *entry = pending;

	if (!device->plugged) {
		return LIBUSB_ERROR_NO_DEVICE;
	}
	while (entry->transfer && entry->transfer != transfer) {
		entry++;
		assert(entry < pending + PENDING_MAX);
	}
	assert(!entry->transfer); /* else it is submitted twice */
	for (int i = 0; i < PENDING_MAX && holding[i] != transfer; i++) {
		if (!holding[i]) {
			holding[i] = transfer;
		}
	}
	*entry = (struct pending){transfer, false};
	transfer->actual_length = 0;
	if (transfer->type == LIBUSB_TRANSFER_TYPE_CONTROL) {
		answer_control(entry);
	} else if (transfer->endpoint & LIBUSB_ENDPOINT_IN) {
		device->listened_to = true;
	} else {
		device->first_size =
			device->first_size ? device->first_size : (size_t)transfer->length;
		device->last_size = (size_t)transfer->length;
		advance_out(entry);
	}
	return 0;
}

int libusb_cancel_transfer(struct libusb_transfer *transfer)
{
	for (int i = 0; i < PENDING_MAX; i++) {
		if (pending[i].transfer == transfer && !pending[i].ended) {
			end(&pending[i], LIBUSB_TRANSFER_CANCELLED);
			return 0;
		}
	}
	return LIBUSB_ERROR_NOT_FOUND;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
