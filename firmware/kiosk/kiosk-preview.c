/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-preview.h"

#include <string.h>

#include "base/text.h"
#include "ui/kiosk-screen.h"
#include "ui/samples/kiosk-samples.h"
#include "ui/samples/lookup-samples.h"
#include "ui/samples/slip-samples.h"
#include "ui/theme.h"

DEFINE_CLEANUP(struct bitmap *, bitmap_free);

/* The kiosk's pages, then the look-up's, then the slips. */
static const char *name_of(size_t i)
{
	if (i < kiosk_samples_n) {
		return kiosk_samples[i].name;
	}
	i -= kiosk_samples_n;
	if (i < lookup_samples_n) {
		return lookup_samples[i].name;
	}
	i -= lookup_samples_n;
	return i < slip_samples_n ? slip_samples[i].name : NULL;
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

/* A slip in the middle, as large as it fits. */
static void draw_slip(
	const struct slip_sample *sample, const struct preview *preview, cairo_surface_t *surface)
{
	_cleanup_(bitmap_freep) struct bitmap *bitmap = NULL;
	const char *centre = preview->site ? site_text_get(&preview->site->name, preview->language)
					   : sample->slip.centre;
	char marked[KIOSK_NAME_SIZE];
	cairo_surface_t *slip;
	cairo_t *cr;
	double scale;

	preview_mark(preview, centre, marked, sizeof(marked));
	if (slip_sample_render(preview->phrases, sample, preview->language, marked, &bitmap) < 0) {
		return;
	}
	slip = slip_sample_picture(bitmap);
	cr = cairo_create(surface);
	scale = MIN_OF(preview->width * 0.96 / bitmap->width_dots,
		preview->height * 0.96 / bitmap->height_dots);
	theme_set_source(cr, THEME_GROUND);
	cairo_paint(cr);
	cairo_translate(cr, (preview->width - scale * bitmap->width_dots) / 2,
		(preview->height - scale * bitmap->height_dots) / 2);
	cairo_scale(cr, scale, scale);
	cairo_set_source_surface(cr, slip, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_destroy(slip);
}

static void draw_screen(size_t i, const struct preview *preview, cairo_surface_t *surface)
{
	struct kiosk_size size = kiosk_size_of(
		preview->width, preview->height, preview->diagonal_inch, preview->top_mm);
	struct kiosk_layout *layout = memory_new(1, sizeof(*layout));
	struct kiosk_view *view = memory_new(1, sizeof(*view));
	struct lookup_view *lookup = memory_new(1, sizeof(*lookup));
	cairo_t *cr = cairo_create(surface);

	if (i < kiosk_samples_n) {
		kiosk_samples[i].make(view);
	} else {
		kiosk_sample_page(view, KIOSK_SERVICES);
		view->ear = true;
		lookup_samples[i - kiosk_samples_n].make(lookup, &view->list_page);
	}
	kiosk_sample_turn(view, preview->language);
	if (preview->site) {
		put_site(preview, view);
	}
	preview_mark(preview, view->centre, view->centre, sizeof(view->centre));
	kiosk_layout_make_lookup(
		layout, preview->phrases, view, i < kiosk_samples_n ? NULL : lookup, &size);
	kiosk_screen_draw(cr, layout);
	kiosk_layout_done(layout);
	cairo_destroy(cr);
	free(lookup);
	free(view);
	free(layout);
}

static void draw(size_t i, const struct preview *preview, cairo_surface_t *surface)
{
	if (i < kiosk_samples_n + lookup_samples_n) {
		draw_screen(i, preview, surface);
	} else {
		draw_slip(&slip_samples[i - kiosk_samples_n - lookup_samples_n], preview, surface);
	}
}

const struct preview_program kiosk_preview = {.name = name_of, .draw = draw};
