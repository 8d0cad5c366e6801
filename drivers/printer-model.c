/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-model.h"

#include <errno.h>
#include <glob.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/config.h"
#include "base/paths.h"
#include "base/text.h"

#define SUFFIX ".printer"

static const struct printer_model generic = {
	.id = (char *)"generic",
	.name = (char *)"ESC/POS printer",
	.width_dots = PRINTER_WIDTH_DOTS,
	.dpi = PRINTER_DPI,
	.cut = true,
	.feed_dots = PRINTER_FEED_DOTS,
	.band_rows = 256,
	.stuck_rows = 48,
	.questions = PRINTER_EVERYTHING,
	.port_status = true,
};

static bool parse_hex4(const char *text, int *ret)
{
	*ret = 0;
	for (int i = 0; i < 4; i++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit = text[i] ? strchr(digits, text[i]) : NULL;

		if (!digit) {
			return false;
		}
		*ret = *ret * 16 + (int)(digit - digits);
	}
	return true;
}

static int add_usb(struct printer_model *model, const char *word, char *error)
{
	int vendor;
	int product = PRINTER_MODEL_ANY;

	if (strlen(word) < 6 || word[4] != ':' || !parse_hex4(word, &vendor) ||
		(strcmp(word + 5, "*") != 0 &&
			(strlen(word) != 9 || !parse_hex4(word + 5, &product)))) {
		return config_fail(error, "'%.60s' is not like 04b8:0e28 or 0519:*", word);
	}
	if (model->n_usb == PRINTER_MODEL_IDS_MAX) {
		return config_fail(error, "more than %d ids", PRINTER_MODEL_IDS_MAX);
	}
	model->usb[model->n_usb].vendor = vendor;
	model->usb[model->n_usb++].product = product;
	return 0;
}

static int parse_usb(const struct config_value *value, void *target, char *error)
{
	_cleanup_free_ char *copy = text_dup(value->text);
	char *rest = NULL;
	int r = *value->text ? 0 : config_fail(error, "the value is empty");

	for (char *word = strtok_r(copy, " \t", &rest); r == 0 && word;
		word = strtok_r(NULL, " \t", &rest)) {
		r = add_usb(target, word, error);
	}
	return r;
}

/* Parses words into their bits; "none" alone means no bits. */
static int parse_questions(const struct config_value *value, void *target, char *error)
{
	static const char *const words[] = {"status", "automatic", "processed", "printed"};
	_cleanup_free_ char *copy = text_dup(value->text);
	bool none = strcmp(value->text, "none") == 0;
	unsigned questions = 0;
	char *rest = NULL;

	for (char *word = strtok_r(copy, " \t", &rest); word && !none;
		word = strtok_r(NULL, " \t", &rest)) {
		unsigned bit = 0;

		for (unsigned i = 0; i < ELEMENTS(words); i++) {
			bit |= strcmp(words[i], word) == 0 ? 1U << i : 0;
		}
		if (bit == 0) {
			return config_fail(error,
				"'%.60s' is none of status, automatic, processed, printed, none",
				word);
		}
		questions |= bit;
	}
	if (questions == 0 && !none) {
		return config_fail(error, "the value is empty; 'none' is possible");
	}
	*(unsigned *)target = questions;
	return 0;
}

/* ---- the keys ---- */

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define MODEL(member) offsetof(struct printer_model, member)
#define FAULT(member) offsetof(struct printer_model_fault, member)

static const struct config_item items[] = {
	{"printer", "name", config_parse_string, MODEL(name), .min = 1, .need = CONFIG_ALWAYS},
	{"printer", "usb", parse_usb, 0},
	{"printer", "interface", config_parse_flag, MODEL(vendor_class),
		.words = WORDS("printer", "vendor")},
	{"printer", "language", config_parse_flag, MODEL(other_language),
		.words = WORDS("escpos", "other")},
	{"printer", "width_dots", config_parse_int, MODEL(width_dots), .min = 384, .max = 640},
	{"printer", "dpi", config_parse_int, MODEL(dpi), .words = WORDS("180", "203")},
	{"printer", "cut", config_parse_bool, MODEL(cut)},
	{"printer", "feed_dots", config_parse_int, MODEL(feed_dots), .max = 800},
	{"printer", "band_rows", config_parse_int, MODEL(band_rows), .min = 24, .max = 1000},
	{"printer", "stuck_rows", config_parse_int, MODEL(stuck_rows), .max = 1000},
	{"printer", "questions", parse_questions, MODEL(questions)},
	{"printer", "port_status", config_parse_flag, MODEL(port_status),
		.words = WORDS("never", "learnt")},
	{"printer", "source", config_parse_string, MODEL(source), .min = 1},
	{"fault *", "", config_parse_id, FAULT(name), .max = PRINTER_MODEL_FAULT_SIZE - 1},
	{"fault *", "what", config_parse_string, FAULT(what), .min = 1,
		.need = CONFIG_WITH_SECTION},
	{"fault *", "source", config_parse_string, FAULT(source), .min = 1},
	{NULL},
};

static const struct config_list lists[] = {
	{"fault *", MODEL(faults), sizeof(struct printer_model_fault), MODEL(n_faults),
		PRINTER_MODEL_FAULTS_MAX},
	{NULL},
};

/* ---- a file ---- */

static void model_free(struct printer_model *model)
{
	if (model) {
		config_free_strings(items, lists, model);
		free(model->id);
		free(model);
	}
}

DEFINE_CLEANUP(struct printer_model *, model_free);

static int fail_at(const char *file, int line, const char *what, char **ret_error)
{
	if (ret_error) {
		*ret_error = text_printf("%s:%d: %s", file, line, what);
	}
	return -EINVAL;
}

static char *id_of(const char *file)
{
	const char *base = strrchr(file, '/');
	char *id = text_dup(base ? base + 1 : file);

	id[strlen(id) - strlen(SUFFIX)] = '\0'; /* the glob pattern guarantees the suffix */
	return id;
}

static int load_file(const char *file, struct printer_model **ret, char **ret_error)
{
	_cleanup_(model_freep) struct printer_model *model = memory_new(1, sizeof(*model));
	int r;

	*model = generic;
	model->name = NULL;
	model->id = id_of(file);
	r = config_load(file, items, lists, model, ret_error);
	if (r == 0 && model->stuck_rows > 0 && model->band_rows % model->stuck_rows == 0) {
		/* Every band would be padded with white rows in the middle of the picture. */
		r = fail_at(file, 1, "band_rows is a multiple of stuck_rows", ret_error);
	}
	if (r == 0) {
		*ret = TAKE_PTR(model);
	}
	return r;
}

/* ---- all models ---- */

/* With two files for one USB id, the choice between them would be random. */
static int check_ids(const struct printer_models *models, const struct printer_model *model,
	const char *file, char **ret_error)
{
	for (int i = 0; i < models->n; i++) {
		const struct printer_model *other = models->models[i];

		for (int k = 0; k < other->n_usb * model->n_usb; k++) {
			int a = k / model->n_usb, b = k % model->n_usb;

			if (other->usb[a].vendor == model->usb[b].vendor &&
				other->usb[a].product == model->usb[b].product) {
				_cleanup_free_ char *what = text_printf(
					"the id %04x:%04x is also that of %s", model->usb[b].vendor,
					(unsigned)model->usb[b].product & 0xFFFF, other->id);

				return fail_at(file, 1, what, ret_error);
			}
		}
	}
	return 0;
}

static int load_files(const glob_t *found, struct printer_models *models, char **ret_error)
{
	for (size_t i = 0; i < found->gl_pathc; i++) {
		_cleanup_(model_freep) struct printer_model *model = NULL;
		const char *file = found->gl_pathv[i];
		int r;

		if (models->n == PRINTER_MODELS_MAX) {
			return fail_at(file, 1, "too many *.printer files", ret_error);
		}
		r = load_file(file, &model, ret_error);
		if (r == 0) {
			r = check_ids(models, model, file, ret_error);
		}
		if (r < 0) {
			return r;
		}
		models->models[models->n++] = TAKE_PTR(model);
	}
	return 0;
}

int printer_models_load(const char *folder, struct printer_models **ret, char **ret_error)
{
	_cleanup_(printer_models_freep) struct printer_models *models =
		memory_new(1, sizeof(*models));
	_cleanup_free_ char *path =
		folder ? text_dup(folder) : text_printf("%s/printers", paths_datadir());
	_cleanup_free_ char *pattern = text_printf("%s/*" SUFFIX, path);
	glob_t found = {0};
	struct stat status;
	int r;

	if (stat(path, &status) < 0) {
		r = -errno;
		if (ret_error) {
			*ret_error = text_printf("%s: %s", path, strerror(-r));
		}
		return r;
	}
	r = glob(pattern, 0, NULL, &found);
	r = r == 0 || r == GLOB_NOMATCH ? load_files(&found, models, ret_error)
					: fail_at(path, 0, "cannot be read", ret_error);
	globfree(&found);
	if (r == 0) {
		*ret = TAKE_PTR(models);
	}
	return r;
}

void printer_models_free(struct printer_models *models)
{
	for (int i = 0; models && i < models->n; i++) {
		model_free(models->models[i]);
	}
	free(models);
}

/* ---- finding ---- */

const struct printer_model *printer_model_generic(void)
{
	return &generic;
}

const struct printer_model *printer_models_find(const struct printer_models *models, const char *id)
{
	for (int i = 0; models && i < models->n; i++) {
		if (strcmp(models->models[i]->id, id) == 0) {
			return models->models[i];
		}
	}
	return NULL;
}

static const struct printer_model *find_id(
	const struct printer_models *models, int vendor, int product)
{
	for (int i = 0; models && i < models->n; i++) {
		const struct printer_model *model = models->models[i];

		for (int k = 0; k < model->n_usb; k++) {
			if (model->usb[k].vendor == vendor && model->usb[k].product == product) {
				return model;
			}
		}
	}
	return NULL;
}

const struct printer_model *printer_models_find_usb(
	const struct printer_models *models, uint16_t vendor, uint16_t product)
{
	const struct printer_model *exact = find_id(models, vendor, product);

	return exact ? exact : find_id(models, vendor, PRINTER_MODEL_ANY);
}
