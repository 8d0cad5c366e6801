/* SPDX-License-Identifier: Apache-2.0 */
/*
 * --preview of the programs with a screen: each of their pictures by name, in any language, theme
 * and size, as PNG or in a window, with made-up data or a site's own. It needs no hub, no database
 * and no device, and changes nothing.
 */
#pragma once

#include "display/preview-program.h"
#include "drivers/screen-settings.h"

/* What the command line says; NULL where it says nothing. */
struct preview_options {
	const char *name; /* of a picture, "all", or "list" */
	const char *size; /* "1280x800" */
	const char *diagonal; /* "15.6" */
	const char *language;
	const char *site; /* a file as for "layso site import" */
	const char *out; /* a PNG file or a folder */
};

/* Rows for a program's table of options; options is a static struct preview_options, theme the
 * program's configuration item. */
#define PREVIEW_OPTIONS(options, theme, run) \
	{"theme", "NAME", "colours and sizes, or their file", theme, NULL}, \
		{"preview", "NAME", \
			"show a picture with made-up data: its name, all, or list for the names", \
			NULL, run, &(options).name}, \
		{"size", "WxH", "the picture's pixels, upright or lying; default the board's", \
			NULL, NULL, &(options).size}, \
		{"diagonal", "INCHES", "the size of its screen; default the board's", NULL, NULL, \
			&(options).diagonal}, \
		{"language", "CODE", "the picture's language", NULL, NULL, &(options).language}, \
		{"site", "FILE", "the picture with this site's services and names", NULL, NULL, \
			&(options).site}, \
	{ \
		"out", "FILE", "write a PNG, for all a sheet, or a folder of them; else a window", \
			NULL, NULL, &(options).out \
	}

/* Does what the options ask. screen is the board's. Blocks; in a window until it is closed, and a
 * touch shows the next picture. Logs its errors; −EINVAL for an option, which then says what there
 * is to choose. */
int preview_run(const struct preview_program *program, const struct preview_options *options,
	const struct screen_settings *screen, const char *theme) _warn_unused_;

/* A name with the mark in front; ret has size bytes. */
void preview_mark(const struct preview *preview, const char *name, char *ret, size_t size);

/* The site's service that stands for a made-up number ("A001" the first, …); NULL without a site.
 * The number gets its series. */
const struct site_service *preview_service(
	const struct preview *preview, char *number, size_t size);
