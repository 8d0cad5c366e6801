/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-picture.h"

#include <errno.h>

#include "base/text.h"

static cairo_status_t add_bytes(void *closure, const unsigned char *data, unsigned int length)
{
	textbuf_add_bytes(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

int sim_picture_encode(cairo_surface_t *surface, unsigned char **ret, size_t *ret_size)
{
	struct textbuf buffer = {0};
	cairo_status_t status = cairo_surface_write_to_png_stream(surface, add_bytes, &buffer);

	if (status != CAIRO_STATUS_SUCCESS) {
		textbuf_done(&buffer);
		return status == CAIRO_STATUS_NO_MEMORY ? -ENOMEM : -EINVAL;
	}
	*ret = (unsigned char *)buffer.data;
	*ret_size = buffer.size;
	return 0;
}
