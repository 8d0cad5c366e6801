/* SPDX-License-Identifier: Apache-2.0 */
/* The picture of a page of the kiosk. Designed for people who use it for the first time: few words,
 * large keys, no hurry. */
#pragma once

#include <cairo.h>

#include "ui/kiosk-layout.h"

/* Draws a page as it is laid out, on a surface of the layout's size. */
void kiosk_screen_draw(cairo_t *cr, const struct kiosk_layout *layout);
