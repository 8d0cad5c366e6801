/* SPDX-License-Identifier: Apache-2.0 */
/* layso guide: a role's guide as a sheet for the wall. Nothing here asks the hub. */
#include <errno.h>
#include <string.h>

#include "base/paths.h"
#include "ctl/ctl.h"
#include "ui/guide-sheet.h"
#include "ui/image.h"

enum { PICTURE_PIXELS = 4000, PICTURE_BYTES = 1024 * 1024 };

/* The page's picture, in the guide's language or else in the first. Without it the guide is whole
 * all the same. */
static void load_picture(struct guide_sheet *sheet)
{
	static const struct image_bounds bounds = {PICTURE_PIXELS, PICTURE_PIXELS, PICTURE_BYTES};
	const char *const languages[] = {sheet->language, phrases_language(sheet->phrases, 0)};

	for (size_t i = 0; i < ELEMENTS(languages) && !sheet->picture; i++) {
		_cleanup_free_ char *path = text_printf(
			"%s/guide/%s-%s.png", paths_datadir(), sheet->role, languages[i]);

		(void)!image_load(path, &bounds, &sheet->picture, NULL);
	}
}

static int write_sheet(const struct guide_sheet *sheet, const char *path)
{
	_cleanup_(textbuf_done) struct textbuf pdf = {0};
	int r = guide_sheet_write_pdf(sheet, &pdf);

	if (r == -EMSGSIZE) {
		say_wrong("the guide of '%s' does not fit on one sheet\n", sheet->role);
		say_more("Shorten its texts of your own: guide.%s.… in %s/strings.\n", sheet->role,
			paths_etcdir());
		return CTL_REFUSED;
	}
	r = r < 0 ? r : text_write_file(path, pdf.data, pdf.size, 0644);
	if (r < 0) {
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		return r == -ENOSPC || r == -EDQUOT || r == -EIO ? CTL_REFUSED : CTL_USAGE;
	}
	return CTL_OK;
}

int guide_run(struct ctl *ctl)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	struct guide_sheet sheet = {.role = ctl_value(ctl, "ROLE")};
	int r;

	if (!guide_is_role(sheet.role)) {
		say_wrong("there is no guide of '%s'; those there are:\n", sheet.role);
		for (size_t i = 0; guide_role(i); i++) {
			say_more("  %s\n", guide_role(i));
		}
		return CTL_USAGE;
	}
	if (phrases_load(NULL, &phrases) < 0) {
		say_wrong("the words of the guides cannot be read\n");
		return CTL_REFUSED;
	}
	sheet.phrases = phrases;
	sheet.language = guide_language(phrases, ctl->view.language ? ctl->view.language : "");
	load_picture(&sheet);
	r = write_sheet(&sheet, ctl_value(ctl, "--out"));
	cairo_surface_destroy(sheet.picture);
	return r;
}
