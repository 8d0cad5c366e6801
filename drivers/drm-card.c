/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/drm-card.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <xf86drm.h>

#include "base/text.h"

#define DRM_CLASS "/sys/class/drm"

DEFINE_CLEANUP(drmModeRes *, drmModeFreeResources);
DEFINE_CLEANUP(drmModeConnector *, drmModeFreeConnector);
DEFINE_CLEANUP(drmModeEncoder *, drmModeFreeEncoder);

/* ---- turns ---- */

int drm_card_init(struct drm_card *card, bool shared)
{
	*card = (struct drm_card){.fd = -1, .turn_fd = -1};
	if (shared) {
		card->turn_fd = open(DRM_CLASS, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		return card->turn_fd < 0 ? -errno : 0;
	}
	return 0;
}

void drm_card_done(struct drm_card *card)
{
	drm_card_close(card);
	closep(&card->turn_fd);
	card->turn_fd = -1;
}

int drm_card_take_turn(struct drm_card *card)
{
	int r = 0;

	if (card->turn_fd >= 0 && flock(card->turn_fd, LOCK_EX | LOCK_NB) < 0) {
		return -errno;
	}
	if (card->fd >= 0 && drmSetMaster(card->fd) != 0) {
		r = -errno;
		drm_card_give_turn(card);
	}
	return r == -EAGAIN ? -EBUSY : r;
}

void drm_card_give_turn(struct drm_card *card)
{
	if (card->turn_fd >= 0) {
		if (card->fd >= 0) {
			(void)drmDropMaster(card->fd);
		}
		(void)flock(card->turn_fd, LOCK_UN);
	}
}

int drm_card_open(struct drm_card *card, int number)
{
	_cleanup_close_ int fd = -1;
	char path[32];

	card->number = number;
	(void)snprintf(card->name, sizeof(card->name), "card%d", number);
	(void)snprintf(path, sizeof(path), "/dev/dri/%s", card->name);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		return -errno;
	}
	if (!drmIsKMS(fd)) {
		return -ENOENT;
	}
	if (drmSetMaster(fd) != 0) {
		return -EBUSY;
	}
	card->fd = TAKE_FD(fd);
	return 0;
}

void drm_card_close(struct drm_card *card)
{
	closep(&card->fd);
	card->fd = -1;
}

/* ---- sockets ---- */

static bool is_claimed(const struct drm_card *card, const char *output)
{
	_cleanup_close_ int fd = -1;

	return drm_card_claim(card->name, output, &fd) == -EBUSY;
}

static void read_output(
	const struct drm_card *card, const drmModeConnector *connector, struct screen_output *ret)
{
	const char *type = drmModeGetConnectorTypeName(connector->connector_type);

	*ret = (struct screen_output){.connector = connector->connector_id,
		.connected =
			connector->connection == DRM_MODE_CONNECTED && connector->count_modes > 0};
	(void)snprintf(ret->name, sizeof(ret->name), "%s-%u", type ? type : "Unknown",
		connector->connector_type_id);
	ret->taken = is_claimed(card, ret->name);
	for (int i = 0; i < connector->count_encoders; i++) {
		_cleanup_(drmModeFreeEncoderp) drmModeEncoder *encoder =
			drmModeGetEncoder(card->fd, connector->encoders[i]);

		if (encoder) {
			ret->possible_crtcs |= encoder->possible_crtcs;
			ret->crtc = encoder->encoder_id == connector->encoder_id ? encoder->crtc_id
										 : ret->crtc;
		}
	}
}

/* What is built in never changes, and of an analog socket the kernel may find out by a current that
 * is seen in the picture: these are not asked without a reason. */
static bool is_asked_quietly(uint32_t type)
{
	return type == DRM_MODE_CONNECTOR_HDMIA || type == DRM_MODE_CONNECTOR_HDMIB ||
		type == DRM_MODE_CONNECTOR_DisplayPort || type == DRM_MODE_CONNECTOR_DVID ||
		type == DRM_MODE_CONNECTOR_DVII || type == DRM_MODE_CONNECTOR_VIRTUAL ||
		type == DRM_MODE_CONNECTOR_USB;
}

static drmModeConnector *read_connector(
	const struct drm_card *card, uint32_t id, enum screen_ask ask, uint32_t ours)
{
	drmModeConnector *connector = NULL;

	if (ask != SCREEN_ASK_ALL) {
		connector = drmModeGetConnectorCurrent(card->fd, id);
		if (!connector || ask == SCREEN_ASK_NOBODY || id != ours ||
			!is_asked_quietly(connector->connector_type)) {
			return connector;
		}
		drmModeFreeConnector(connector);
	}
	return drmModeGetConnector(card->fd, id);
}

int drm_card_read_outputs(
	const struct drm_card *card, enum screen_ask ask, uint32_t ours, struct drm_outputs *ret)
{
	_cleanup_(drmModeFreeResourcesp) drmModeRes *resources = drmModeGetResources(card->fd);

	if (!resources) {
		return -errno;
	}
	*ret = (struct drm_outputs){0};
	for (int i = 0; i < resources->count_crtcs && i < SCREEN_OUTPUTS_MAX; i++) {
		ret->crtcs[ret->n_crtcs++] = resources->crtcs[i];
	}
	for (int i = 0; i < resources->count_connectors && ret->n < SCREEN_OUTPUTS_MAX; i++) {
		uint32_t id = resources->connectors[i];
		_cleanup_(drmModeFreeConnectorp) drmModeConnector *connector =
			read_connector(card, id, ask, ours);

		if (connector && connector->connector_type != DRM_MODE_CONNECTOR_WRITEBACK) {
			read_output(card, connector, &ret->outputs[ret->n++]);
		}
	}
	return 0;
}

int drm_card_claim(const char *card, const char *output, int *ret_fd)
{
	_cleanup_close_ int fd = -1;
	char path[80];

	(void)snprintf(path, sizeof(path), DRM_CLASS "/%s-%s", card, output);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		return -errno;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		return -EBUSY;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* ---- memory ---- */

static int map_buffer(const struct drm_card *card, struct drm_buffer *buffer)
{
	uint64_t offset;
	int r = drmModeMapDumbBuffer(card->fd, buffer->handle, &offset);
	void *memory;

	if (r < 0) {
		return r;
	}
	memory = mmap(
		NULL, buffer->size, PROT_READ | PROT_WRITE, MAP_SHARED, card->fd, (off_t)offset);
	if (memory == MAP_FAILED) {
		return -errno;
	}
	buffer->to.pixels = memory;
	memset(memory, 0, buffer->size);
	return 0;
}

int drm_buffer_make(const struct drm_card *card, int width, int height, struct drm_buffer *ret)
{
	struct drm_buffer buffer = {.to = {.width = width, .height = height}};
	uint32_t stride;
	uint64_t size;
	int r = drmModeCreateDumbBuffer(
		card->fd, (uint32_t)width, (uint32_t)height, 32, 0, &buffer.handle, &stride, &size);

	if (r < 0) {
		return r;
	}
	buffer.to.stride = (int)stride;
	buffer.size = (size_t)size;
	r = drmModeAddFB(card->fd, (uint32_t)width, (uint32_t)height, 24, 32, stride, buffer.handle,
		&buffer.id);
	if (r == 0) {
		r = map_buffer(card, &buffer);
	}
	if (r < 0) {
		drm_buffer_free(card, &buffer);
		return r;
	}
	*ret = buffer;
	return 0;
}

void drm_buffer_free(const struct drm_card *card, struct drm_buffer *buffer)
{
	if (buffer->to.pixels) {
		(void)munmap(buffer->to.pixels, buffer->size);
	}
	if (buffer->id) {
		(void)drmModeRmFB(card->fd, buffer->id);
	}
	if (buffer->handle) {
		(void)drmModeDestroyDumbBuffer(card->fd, buffer->handle);
	}
	*buffer = (struct drm_buffer){0};
}
