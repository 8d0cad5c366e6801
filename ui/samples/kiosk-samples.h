/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk's screen can have to show, made up: for kioskd's --preview and for the tests of the
 * picture. */
#pragma once

#include <stddef.h>

#include "ui/kiosk-view.h"

struct kiosk_sample {
	const char *name; /* "refused-limit" */
	void (*make)(struct kiosk_view *view); /* in Vietnamese */
};

extern const struct kiosk_sample kiosk_samples[];
extern const size_t kiosk_samples_n;

/* NULL when there is none. */
const struct kiosk_sample *kiosk_sample_find(const char *name);

/* A page as most people see it. */
void kiosk_sample_page(struct kiosk_view *view, enum kiosk_page page);

/* Adds services until there are so many. */
void kiosk_sample_add_services(struct kiosk_view *view, int n);

/* In another language: English has its own names, any other the Vietnamese ones. */
void kiosk_sample_turn(struct kiosk_view *view, const char *language);
