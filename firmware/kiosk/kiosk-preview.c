/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-preview.h"

#include <string.h>

#include "base/text.h"
#include "ui/kiosk-screen.h"
#include "ui/samples/kiosk-samples.h"

static const char *name_of(size_t i)
{
	return i < kiosk_samples_n ? kiosk_samples[i].name : NULL;
}

/* The site's services are open, and wait, as the made-up ones do. */
static void put_services(const struct preview *preview, struct kiosk_view *view)
{
	const struct kiosk_view sample = *view;

	view->n_services = 0;
	for (int i = 0; i < preview->site->n_services; i++) {
		const struct site_service *from = &preview->site->services[i];
		struct kiosk_service *service = &view->services[view->n_services];

		if (from->active && view->n_services < KIOSK_SERVICES_MAX) {
			*service = sample.services[view->n_services++ % sample.n_services];
			text_copy_cut(service->id, sizeof(service->id), from->id);
			text_copy_cut(service->series, sizeof(service->series), from->series);
			text_copy_cut(service->name, sizeof(service->name),
				site_text_get(&from->name, preview->language));
		}
	}
}

static void put_site(const struct preview *preview, struct kiosk_view *view)
{
	const struct site *site = preview->site;
	const struct site_service *service;

	text_copy_cut(
		view->centre, sizeof(view->centre), site_text_get(&site->name, preview->language));
	put_services(preview, view);
	view->n_reasons = MIN_OF(site->n_reasons, KIOSK_REASONS_MAX);
	for (int i = 0; i < view->n_reasons; i++) {
		text_copy_cut(view->reasons[i].id, KIOSK_ID_SIZE, site->reasons[i].id);
		text_copy_cut(view->reasons[i].name, KIOSK_NAME_SIZE,
			site_text_get(&site->reasons[i].name, preview->language));
	}
	view->n_languages = MIN_OF(site->n_languages, KIOSK_LANGUAGES_MAX);
	for (int i = 0; i < view->n_languages; i++) {
		text_copy_cut(view->languages[i], KIOSK_LANGUAGE_SIZE, site->languages[i]);
	}
	service = preview_service(preview, view->number, sizeof(view->number));
	if (service) {
		text_copy_cut(view->service, sizeof(view->service),
			site_text_get(&service->name, preview->language));
	}
}

static void draw(size_t i, const struct preview *preview, cairo_surface_t *surface)
{
	struct kiosk_size size = kiosk_size_of(
		preview->width, preview->height, preview->diagonal_inch, preview->top_mm);
	struct kiosk_layout *layout = memory_new(1, sizeof(*layout));
	struct kiosk_view *view = memory_new(1, sizeof(*view));
	cairo_t *cr = cairo_create(surface);

	kiosk_samples[i].make(view);
	kiosk_sample_turn(view, preview->language);
	if (preview->site) {
		put_site(preview, view);
	}
	preview_mark(preview, view->centre, view->centre, sizeof(view->centre));
	kiosk_layout_make(layout, preview->phrases, view, &size);
	kiosk_screen_draw(cr, layout);
	kiosk_layout_done(layout);
	cairo_destroy(cr);
	free(view);
	free(layout);
}

const struct preview_program kiosk_preview = {.name = name_of, .draw = draw};
