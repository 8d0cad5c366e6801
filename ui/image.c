/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/image.h"

#include <errno.h>
#include <string.h>

#include "base/png-head.h"
#include "base/text.h"

struct reader {
	const unsigned char *at;
	size_t left;
};

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length)
{
	struct reader *reader = closure;

	if (length > reader->left) {
		return CAIRO_STATUS_READ_ERROR;
	}
	memcpy(data, reader->at, length);
	reader->at += length;
	reader->left -= length;
	return CAIRO_STATUS_SUCCESS;
}

int image_decode(
	const void *data, size_t size, const struct image_bounds *bounds, cairo_surface_t **ret)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *image = NULL;
	struct reader reader = {data, size};
	int width, height;
	int r = png_head_measure(data, size, &width, &height);

	if (r < 0) {
		return r;
	}
	if (size > bounds->bytes || width > bounds->width || height > bounds->height) {
		return -E2BIG;
	}
	image = cairo_image_surface_create_from_png_stream(read_some, &reader);
	if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
		return -EBADMSG; /* cairo calls a wrong checksum "no memory" */
	}
	*ret = TAKE_PTR(image);
	return 0;
}

/* In words, because the one who reads them has to find another file. */
static char *say(const char *path, const struct image_bounds *bounds, int error)
{
	if (error == -E2BIG || error == -EFBIG) {
		return text_printf("%s: a picture of at most %d x %d pixels and %d KB is taken",
			path, bounds->width, bounds->height, (int)(bounds->bytes / 1024));
	}
	return text_printf(
		"%s: %s", path, error == -EBADMSG ? "it is no whole PNG file" : strerror(-error));
}

int image_load(const char *path, const struct image_bounds *bounds, cairo_surface_t **ret,
	char **ret_error)
{
	_cleanup_free_ char *data = NULL;
	size_t size = 0;
	int r = text_read_file(path, bounds->bytes, &data, &size);

	if (r == 0) {
		r = image_decode(data, size, bounds, ret);
	}
	if (r < 0 && ret_error) {
		*ret_error = say(path, bounds, r);
	}
	return r == -EFBIG ? -E2BIG : r;
}

int image_load_emblem(const char *path, cairo_surface_t **ret, char **ret_error)
{
	static const struct image_bounds bounds = {
		IMAGE_EMBLEM_PIXELS, IMAGE_EMBLEM_PIXELS, IMAGE_EMBLEM_BYTES};

	return image_load(path, &bounds, ret, ret_error);
}

static double scale_to(cairo_surface_t *image, double width, double height)
{
	return MIN_OF(width / cairo_image_surface_get_width(image),
		height / cairo_image_surface_get_height(image));
}

double image_width_at(cairo_surface_t *image, double width, double height)
{
	return cairo_image_surface_get_width(image) * scale_to(image, width, height);
}

cairo_rectangle_t image_draw(cairo_t *cr, cairo_surface_t *image, const cairo_rectangle_t *box)
{
	double width = cairo_image_surface_get_width(image);
	double height = cairo_image_surface_get_height(image);
	double scale = scale_to(image, box->width, box->height);
	const cairo_rectangle_t at = {box->x + (box->width - width * scale) / 2,
		box->y + (box->height - height * scale) / 2, width * scale, height * scale};

	cairo_save(cr);
	cairo_translate(cr, at.x, at.y);
	cairo_scale(cr, scale, scale);
	cairo_set_source_surface(cr, image, 0, 0);
	cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
	cairo_paint(cr);
	cairo_restore(cr);
	return at;
}
