/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes sheets from a list, for checking their layout and for the test that reads their codes:
 * sheet-preview STRINGS-FOLDER LIST OUTPUT.pdf LANGUAGES [EMBLEM.png]
 * The list has a line for each procedure, sorted by sectors; its fields end with tabs: sector's id,
 * sector's name, code, name, link, 1 when it is free online. A sector's link is its id below the
 * centre's. Prints each sheet's key, its hash and how many procedures it lists.
 */
#include <cairo.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "ui/image.h"
#include "ui/sheets.h"

#define CENTRE "Trung tâm Phục vụ hành chính công xã Mẫu"
#define LINK "https://xa-mau.example.vn/tra-cuu"

enum { SECTORS_MAX = 200, ENTRIES_MAX = 6000, LIST_BYTES_MAX = 16 * 1024 * 1024 };

struct preview {
	char *text; /* the list; its fields are borrowed from it */
	struct sheet_entry entries[ENTRIES_MAX];
	struct sheet_sector sectors[SECTORS_MAX];
	struct sheet_set set;
};

/* Reads a line into an entry and, where it begins one, a sector. false: the line is wrong. */
static bool add_line(struct preview *preview, char *line, int n)
{
	struct sheet_sector *sector = &preview->sectors[preview->set.n_sectors];
	char *fields[6];

	for (size_t i = 0; i < ELEMENTS(fields); i++) {
		fields[i] = strsep(&line, "\t");
	}
	if (!fields[5] || n == ENTRIES_MAX || preview->set.n_sectors == SECTORS_MAX) {
		return false;
	}
	if (n == 0 || strcmp(sector[-1].id, fields[0]) != 0) {
		*sector = (struct sheet_sector){
			.id = fields[0],
			.name = fields[1],
			.link = text_printf(LINK "/%s", fields[0]),
			.entries = &preview->entries[n],
		};
		preview->set.n_sectors++;
		sector++;
	}
	sector[-1].n_entries++;
	preview->entries[n] = (struct sheet_entry){
		.code = fields[2],
		.name = fields[3],
		.link = fields[4],
		.free_online = *fields[5] == '1',
	};
	return true;
}

static int read_list(struct preview *preview, const char *path)
{
	size_t size;
	int r = text_read_file(path, LIST_BYTES_MAX, &preview->text, &size), n = 0;
	char *rest = r == 0 ? preview->text : NULL, *line;

	while ((line = strsep(&rest, "\n"))) {
		if (*line && !add_line(preview, line, n++)) {
			(void)fprintf(stderr, "%s:%d: is wrong\n", path, n);
			return -1;
		}
	}
	return r;
}

static int write_sheets(
	const struct phrases *phrases, const struct sheet_set *set, const char *path)
{
	struct sheet_plan plan = {0};
	struct textbuf pdf = {0};
	char *error = NULL;
	int r = sheets_plan(phrases, set, &plan, &error);

	if (r < 0) {
		(void)fprintf(stderr, "%s\n", error);
		free(error);
		return r;
	}
	for (int i = 0; i < plan.n; i++) {
		(void)printf(
			"%s\t%s\t%d\n", plan.sheets[i].key, plan.sheets[i].hash, plan.sheets[i].n);
	}
	r = sheets_write_pdf(phrases, set, &plan, NULL, &pdf);
	if (r == 0) {
		r = text_write_file(path, pdf.data, pdf.size, 0644);
	}
	textbuf_done(&pdf);
	sheet_plan_done(&plan);
	return r;
}

static void preview_free(struct preview *preview)
{
	for (int i = 0; i < preview->set.n_sectors; i++) {
		free((char *)preview->sectors[i].link);
	}
	cairo_surface_destroy(preview->set.emblem);
	free(preview->text);
	free(preview);
}
DEFINE_CLEANUP(struct preview *, preview_free);

int main(int argc, char *argv[])
{
	_cleanup_(preview_freep) struct preview *preview = memory_new(1, sizeof(*preview));
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;

	if (argc < 5) {
		(void)fprintf(stderr,
			"usage: sheet-preview STRINGS-FOLDER LIST OUTPUT.pdf "
			"LANGUAGES [EMBLEM.png]\n");
		return 2;
	}
	log_setup("sheet-preview", false);
	preview->set = (struct sheet_set){
		.centre = CENTRE,
		.link = LINK,
		.date = "2026-11-29",
		.version = "QĐ 253/QĐ-UBND",
		.second_language = strcmp(argv[4], "2") == 0,
		.sectors = preview->sectors,
	};
	if (phrases_load(argv[1], &phrases) < 0 || read_list(preview, argv[2]) < 0 ||
		(argc > 5 && image_load_emblem(argv[5], &preview->set.emblem, NULL) < 0)) {
		return 1;
	}
	return write_sheets(phrases, &preview->set, argv[3]) < 0;
}
