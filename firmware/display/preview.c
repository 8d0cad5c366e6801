/* SPDX-License-Identifier: Apache-2.0 */
#include "display/preview.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "display/preview-window.h"
#include "ui/theme.h"

enum {
	SIDE_MIN = 240, /* pixels */
	SIDE_MAX = 4096,
	SHEET_COLUMNS = 4,
	SHEET_WIDTH = 480, /* of a picture on a sheet */
	SHEET_GAP = 16,
	SHEET_LABEL = 28,
	DIAGONAL_MAX = 120,
};

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(cairo_t *, cairo_destroy);

void preview_mark(const struct preview *preview, const char *name, char *ret, size_t size)
{
	_cleanup_free_ char *marked = text_printf("%s · %s", preview->mark, name);

	text_copy_cut(ret, size, marked);
}

const struct site_service *preview_service(const struct preview *preview, char *number, size_t size)
{
	const struct site_service *service;
	_cleanup_free_ char *digits = NULL;
	char letter = number[0];

	if (!preview->site || preview->site->n_services == 0 || !isupper((unsigned char)letter)) {
		return NULL;
	}
	service = &preview->site->services[(letter - 'A') % preview->site->n_services];
	digits = text_dup(number + strcspn(number, "0123456789"));
	(void)snprintf(number, size, "%s%s", service->series, digits);
	return service;
}

/* Options */

static int parse_size(const char *text, struct preview *preview)
{
	char end;

	if (sscanf(text, "%4dx%4d%c", &preview->width, &preview->height, &end) == 2 &&
		preview->width >= SIDE_MIN && preview->width <= SIDE_MAX &&
		preview->height >= SIDE_MIN && preview->height <= SIDE_MAX) {
		return 0;
	}
	log_error(FAULT_SITE,
		"--size %s: give width and height in pixels, each %d to %d, like 1280x800 or "
		"768x1366",
		text, SIDE_MIN, SIDE_MAX);
	return -EINVAL;
}

static int parse_diagonal(const char *text, struct preview *preview)
{
	char *end;

	preview->diagonal_inch = strtod(text, &end);
	if (end != text && !*end && preview->diagonal_inch >= 3 &&
		preview->diagonal_inch <= DIAGONAL_MAX) {
		return 0;
	}
	log_error(FAULT_SITE, "--diagonal %s: give inches, 3 to %d, like 15.6", text, DIAGONAL_MAX);
	return -EINVAL;
}

static int choose_language(const char *language, struct preview *preview)
{
	_cleanup_(textbuf_done) struct textbuf choices = {0};
	const char *first = phrases_language(preview->phrases, 0);

	preview->language = language ? language
		: preview->site      ? preview->site->languages[0]
				     : first;
	preview->second = strcmp(preview->language, first) != 0
		? first
		: phrases_language(preview->phrases, 1);
	if (phrases_has(preview->phrases, preview->language)) {
		return 0;
	}
	for (size_t i = 0; *phrases_language(preview->phrases, i); i++) {
		textbuf_printf(&choices, " %s", phrases_language(preview->phrases, i));
	}
	log_error(FAULT_SITE, "there are no texts in '%s'; there are%s", preview->language,
		choices.data);
	return -EINVAL;
}

static int load_site(const char *path, struct site **ret)
{
	json_auto_t *faults = NULL;
	json_error_t error;
	json_auto_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	const json_t *first;

	if (!json) {
		log_error(FAULT_SITE, "--site %s: line %d: %s", path, error.line, error.text);
		return -EINVAL;
	}
	if (site_parse(json, ret, &faults) == 0) {
		return 0;
	}
	first = json_array_get(faults, 0);
	log_error(FAULT_SITE, "--site %s: %s: %s; \"layso site check\" says more", path,
		json_string_value(json_object_get(first, "path")),
		json_string_value(json_object_get(first, "message")));
	return -EINVAL;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_theme(const struct dirent *entry)
{
	const char *point = strrchr(entry->d_name, '.');

	return point && strcmp(point, ".theme") == 0;
}

static int load_theme(const char *name, struct theme **ret)
{
	_cleanup_free_ char *error = NULL;
	_cleanup_free_ char *folder = text_printf("%s/themes", paths_datadir());
	_cleanup_(textbuf_done) struct textbuf choices = {0};
	struct dirent **found = NULL;
	int r = theme_load(name, ret, &error);
	int n;

	if (r == 0) {
		return 0;
	}
	n = scandir(folder, &found, is_theme, by_name);
	for (int i = 0; i < n; i++) {
		textbuf_printf(&choices, " %.*s",
			(int)(strlen(found[i]->d_name) - strlen(".theme")), found[i]->d_name);
		free(found[i]);
	}
	free(found);
	log_error(FAULT_SITE, "%s; there are%s", error, choices.size ? choices.data : " none");
	return r;
}

/* Pictures */

static cairo_surface_t *draw(
	const struct preview_program *program, size_t i, const struct preview *preview)
{
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, preview->width, preview->height);

	program->draw(i, preview, surface);
	return surface;
}

static int write_png(cairo_surface_t *surface, const char *path)
{
	cairo_status_t status = cairo_surface_write_to_png(surface, path);

	if (status != CAIRO_STATUS_SUCCESS) {
		log_error(FAULT_SITE, "cannot write %s: %s", path, cairo_status_to_string(status));
		return -EIO;
	}
	(void)printf("%s\n", path);
	return 0;
}

static int write_one(const struct preview_program *program, size_t i, const struct preview *preview,
	const char *path)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = draw(program, i, preview);

	return write_png(surface, path);
}

static int write_folder(
	const struct preview_program *program, const struct preview *preview, const char *folder)
{
	int r = mkdir(folder, 0777) < 0 && errno != EEXIST ? -errno : 0;

	if (r < 0) {
		log_error(FAULT_SITE, "cannot make the folder %s: %s", folder, strerror(-r));
	}
	for (size_t i = 0; program->name(i) && r == 0; i++) {
		_cleanup_free_ char *path = text_printf("%s/%s.png", folder, program->name(i));

		r = write_one(program, i, preview, path);
	}
	return r;
}

static int count(const struct preview_program *program)
{
	int n = 0;

	while (program->name((size_t)n)) {
		n++;
	}
	return n;
}

/* All of them, small, with their names. */
static int write_sheet(
	const struct preview_program *program, const struct preview *preview, const char *path)
{
	double scale = (double)SHEET_WIDTH / MAX_OF(preview->width, preview->height);
	int width = (int)(preview->width * scale), height = (int)(preview->height * scale);
	int columns = preview->width < preview->height ? 2 * SHEET_COLUMNS : SHEET_COLUMNS;
	int n = count(program), rows = (n + columns - 1) / columns;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *sheet = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, columns * (width + SHEET_GAP) + SHEET_GAP,
		rows * (height + SHEET_LABEL + SHEET_GAP) + SHEET_GAP);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(sheet);
	struct typeset_style style = {.size_px = SHEET_LABEL * 0.6, .width_px = width};

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	for (int i = 0; i < n; i++) {
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
			draw(program, (size_t)i, preview);
		int x = SHEET_GAP + i % columns * (width + SHEET_GAP);
		int y = SHEET_GAP + i / columns * (height + SHEET_LABEL + SHEET_GAP);

		(void)typeset_draw(cr, &style, program->name((size_t)i), x, y);
		cairo_save(cr);
		cairo_translate(cr, x, y + SHEET_LABEL);
		cairo_scale(cr, scale, scale);
		cairo_set_source_surface(cr, surface, 0, 0);
		cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_BEST);
		cairo_paint(cr);
		cairo_restore(cr);
	}
	return write_png(sheet, path);
}

static bool is_png(const char *path)
{
	const char *point = strrchr(path, '.');

	return point && strcmp(point, ".png") == 0;
}

static int find(const struct preview_program *program, const char *name, size_t *ret)
{
	_cleanup_(textbuf_done) struct textbuf choices = {0};

	for (size_t i = 0; program->name(i); i++) {
		if (strcmp(program->name(i), name) == 0) {
			*ret = i;
			return 0;
		}
		textbuf_printf(&choices, " %s", program->name(i));
	}
	log_error(FAULT_SITE, "--preview %s: there is no such picture; there are all%s", name,
		choices.data);
	return -EINVAL;
}

static int show(const struct preview_program *program, const struct preview_options *options,
	struct preview *preview)
{
	bool all = strcmp(options->name, "all") == 0;
	size_t i = 0;
	int r = all ? 0 : find(program, options->name, &i);

	if (r < 0) {
		return r;
	}
	if (!options->out) {
		return preview_window_run(program, i, preview);
	}
	if (!all) {
		return write_one(program, i, preview, options->out);
	}
	return is_png(options->out) ? write_sheet(program, preview, options->out)
				    : write_folder(program, preview, options->out);
}

static int set_up(const struct preview_options *options, struct preview *preview)
{
	int r = options->size ? parse_size(options->size, preview) : 0;

	if (r == 0 && options->diagonal) {
		r = parse_diagonal(options->diagonal, preview);
	}
	if (r == 0) {
		r = phrases_load(NULL, &preview->phrases);
	}
	if (r == 0 && options->site) {
		r = load_site(options->site, &preview->site);
	}
	if (r == 0) {
		r = choose_language(options->language, preview);
	}
	if (r == 0) {
		preview->mark = phrases_get(preview->phrases, preview->language, "preview.mark");
	}
	return r;
}

int preview_run(const struct preview_program *program, const struct preview_options *options,
	const struct screen_settings *screen, const char *theme_name)
{
	_cleanup_(theme_freep) struct theme *theme = NULL;
	struct preview preview = {
		.width = screen->width ? screen->width : 1280,
		.height = screen->height ? screen->height : 720,
		.diagonal_inch = screen->diagonal_inch,
		.top_mm = screen->top_mm,
	};
	int r;

	if (strcmp(options->name, "list") == 0) {
		for (size_t i = 0; program->name(i); i++) {
			(void)printf("%s\n", program->name(i));
		}
		return 0;
	}
	r = load_theme(theme_name, &theme);
	if (r == 0) {
		theme_use(theme);
		r = set_up(options, &preview);
	}
	if (r == 0) {
		r = show(program, options, &preview);
	}
	theme_use(NULL);
	phrases_free(preview.phrases);
	site_free(preview.site);
	return r;
}
