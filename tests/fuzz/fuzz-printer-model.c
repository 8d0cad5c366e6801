/* SPDX-License-Identifier: Apache-2.0 */
/* Printer files: refused with file and line, or a printer that slips can be made for. */
#include <string.h>

#include "drivers/escpos.h"
#include "fuzz.h"

static void make_slip(const struct printer_model *model)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct bitmap *slip = bitmap_new(model->width_dots, 300);
	const struct escpos_form form = {
		.cut = model->cut,
		.feed_dots = model->feed_dots,
		.id = "0001",
		.questions = model->questions,
		.band_rows = model->band_rows,
		.stuck_rows = model->stuck_rows,
	};

	FUZZ_REQUIRE(escpos_encode_slip(slip, &form, &out) == 0);
	FUZZ_REQUIRE(out.size > 0);
	bitmap_free(slip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(printer_models_freep) struct printer_models *models = NULL;
	_cleanup_free_ char *error = NULL;
	int r;

	(void)fuzz_write("fuzz.printer", data, size);
	r = printer_models_load(fuzz_folder(), &models, &error);
	FUZZ_REQUIRE(r == 0 || (!models && error && *error));
	if (r == 0) {
		FUZZ_REQUIRE(models->n == 1 && printer_models_find(models, "fuzz"));
		make_slip(models->models[0]);
	}
	return 0;
}
