/* SPDX-License-Identifier: Apache-2.0 */
#include "hall/hall-preview.h"

#include <string.h>

#include "base/text.h"
#include "ui/hall-motion.h"
#include "ui/hall-screen.h"
#include "ui/samples/hall-samples.h"

static const char *name_of(size_t i)
{
	return i < hall_samples_n ? hall_samples[i].name : NULL;
}

static void put_name(
	const struct preview *preview, const struct site_text *text, struct hall_name *ret)
{
	memset(ret, 0, sizeof(*ret));
	text_copy_cut(ret->first, sizeof(ret->first), site_text_get(text, preview->language));
	for (int i = 0; i < text->n; i++) {
		if (strcmp(text->language[i], preview->second) == 0) {
			text_copy_cut(ret->second, sizeof(ret->second), text->text[i]);
		}
	}
}

/* The site's services wait as the made-up ones do. */
static void put_services(const struct preview *preview, struct hall_waiting *ret)
{
	const struct hall_waiting sample = *ret;

	ret->n = 0;
	for (int i = 0; sample.n > 0 && i < preview->site->n_services; i++) {
		struct hall_service *service = &ret->service[ret->n];

		if (preview->site->services[i].active && ret->n < HALL_SERVICES_MAX) {
			*service = sample.service[ret->n % sample.n];
			put_name(preview, &preview->site->services[i].name, &service->name);
			ret->n++;
		}
	}
}

static void put_site(const struct preview *preview, struct hall_view *view)
{
	const struct site_service *service;

	if (*view->head.centre.first) {
		put_name(preview, &preview->site->name, &view->head.centre);
	}
	put_services(preview, &view->waiting);
	for (int i = 0; i < view->list.n; i++) {
		struct hall_call *call = &view->list.call[i];

		(void)preview_service(preview, call->number, sizeof(call->number));
	}
	service = preview_service(preview, view->main.call.number, sizeof(view->main.call.number));
	if (service) {
		put_name(preview, &service->name, &view->main.service);
	}
}

/* The language asked for stands first: of the made-up names, if they have it. */
static void put_language(const struct preview *preview, struct hall_view *view)
{
	if (strcmp(view->second, preview->language) == 0) {
		hall_sample_turn(view);
	}
	text_copy_cut(view->language, sizeof(view->language), preview->language);
	text_copy_cut(view->second, sizeof(view->second), preview->second);
}

static void draw(size_t i, const struct preview *preview, cairo_surface_t *surface)
{
	_cleanup_(hall_screen_freep) struct hall_screen *screen =
		hall_screen_new(preview->phrases, preview->diagonal_inch);
	_cleanup_free_ struct hall_view *view = memory_new(1, sizeof(*view));
	cairo_surface_t *picture = hall_sample_picture();
	struct hall_name *centre = &view->head.centre;
	cairo_rectangle_int_t changed;

	hall_samples[i].make(view);
	put_language(preview, view);
	if (preview->site) {
		put_site(preview, view);
	}
	if (*centre->first) {
		preview_mark(preview, centre->first, centre->first, sizeof(centre->first));
	}
	hall_screen_set_picture(screen, picture);
	/* The second time, what moves has come to rest. */
	for (int step = 0; step < 2; step++) {
		(void)hall_screen_draw(
			screen, surface, view, 1000 + step * HALL_MOTION_MS, &changed);
	}
	cairo_surface_destroy(picture);
}

const struct preview_program hall_preview = {.name = name_of, .draw = draw};
