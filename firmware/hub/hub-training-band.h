/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tells the two hubs of one board apart on every page: in a training centre a band above all,
 * in the real one, where there is a training centre, the way there (an attribute of the body, which
 * signin.js and guide.js read). Pure.
 */
#pragma once

#include "base/text.h"
#include "ui/phrases.h"

struct training_band {
	bool training;
	bool former; /* its copy is an old one */
	const char *link; /* to the other of the two: training.link, "" none */
	const char *tls_link;
	const struct phrases *phrases; /* the band's words */
};

/* Appends the page with what belongs to it; staff: one of those who work here, who may begin
 * again. */
void training_band_put(
	const struct training_band *band, const char *html, bool staff, struct textbuf *out);
