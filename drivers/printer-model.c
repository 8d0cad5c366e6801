/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-model.h"

#include <errno.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
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

struct loader {
	struct printer_model *model;
	struct printer_model_fault *fault; /* the section being read is this one */
	bool printer; /* its section was there */
	unsigned keys; /* a bit for each key seen in this section, against doubles */
};

static int _printf_(2, 3) fail(char *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(error, CONFIG_ERROR_MAX, format, arguments);
	va_end(arguments);
	return -EINVAL;
}

/* ---- values ---- */

static int set_text(const char *value, void *target, char *error)
{
	if (!*value) {
		return fail(error, "the value is empty");
	}
	return config_parse_string(value, target, error);
}

static int set_number(const char *value, int min, int max, int *target, char *error)
{
	int64_t number;

	if (text_parse_int(value, min, max, &number) < 0) {
		return fail(error, "'%.60s' is not a whole number from %d to %d", value, min, max);
	}
	*target = (int)number;
	return 0;
}

static int set_width(const char *value, void *target, char *error)
{
	return set_number(value, 384, 640, target, error);
}

static int set_dpi(const char *value, void *target, char *error)
{
	if (strcmp(value, "180") != 0 && strcmp(value, "203") != 0) {
		return fail(error, "'%.60s' is neither 180 nor 203", value);
	}
	return set_number(value, 180, 203, target, error);
}

static int set_feed(const char *value, void *target, char *error)
{
	return set_number(value, 0, 800, target, error);
}

static int set_band(const char *value, void *target, char *error)
{
	return set_number(value, 24, 1000, target, error);
}

static int set_stuck(const char *value, void *target, char *error)
{
	return set_number(value, 0, 1000, target, error);
}

/* One of two words; the second is true. */
static int set_word(const char *value, const char *no, const char *yes, bool *target, char *error)
{
	if (strcmp(value, no) != 0 && strcmp(value, yes) != 0) {
		return fail(error, "'%.60s' is neither '%s' nor '%s'", value, no, yes);
	}
	*target = strcmp(value, yes) == 0;
	return 0;
}

static int set_interface(const char *value, void *target, char *error)
{
	return set_word(value, "printer", "vendor", target, error);
}

static int set_language(const char *value, void *target, char *error)
{
	return set_word(value, "escpos", "other", target, error);
}

static int set_port_status(const char *value, void *target, char *error)
{
	return set_word(value, "never", "learnt", target, error);
}

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
		return fail(error, "'%.60s' is not like 04b8:0e28 or 0519:*", word);
	}
	if (model->n_usb == PRINTER_MODEL_IDS_MAX) {
		return fail(error, "more than %d ids", PRINTER_MODEL_IDS_MAX);
	}
	model->usb[model->n_usb].vendor = vendor;
	model->usb[model->n_usb++].product = product;
	return 0;
}

static int set_usb(const char *value, void *target, char *error)
{
	struct printer_model *model =
		(struct printer_model *)((char *)target - offsetof(struct printer_model, usb));
	_cleanup_free_ char *copy = text_dup(value);
	char *rest = NULL;

	for (char *word = strtok_r(copy, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
		int r = add_usb(model, word, error);

		if (r < 0) {
			return r;
		}
	}
	return model->n_usb > 0 ? 0 : fail(error, "the value is empty");
}

static int set_questions(const char *value, void *target, char *error)
{
	static const char *const words[] = {"status", "automatic", "processed", "printed"};
	_cleanup_free_ char *copy = text_dup(value);
	unsigned questions = 0;
	char *rest = NULL;

	for (char *word = strtok_r(copy, " \t", &rest); word && strcmp(value, "none") != 0;
		word = strtok_r(NULL, " \t", &rest)) {
		unsigned bit = 0;

		for (unsigned i = 0; i < ELEMENTS(words); i++) {
			bit |= strcmp(words[i], word) == 0 ? 1U << i : 0;
		}
		if (bit == 0) {
			return fail(error, "'%.60s' is none of the known ones", word);
		}
		questions |= bit;
	}
	if (questions == 0 && strcmp(value, "none") != 0) {
		return fail(error, "the value is empty; 'none' is possible");
	}
	*(unsigned *)target = questions;
	return 0;
}

/* ---- keys and sections ---- */

struct key {
	const char *name;
	config_parser set;
	size_t offset;
};

#define MODEL(member) offsetof(struct printer_model, member)
static const struct key model_keys[] = {
	{"name", set_text, MODEL(name)},
	{"usb", set_usb, MODEL(usb)},
	{"interface", set_interface, MODEL(vendor_class)},
	{"language", set_language, MODEL(other_language)},
	{"width_dots", set_width, MODEL(width_dots)},
	{"dpi", set_dpi, MODEL(dpi)},
	{"cut", config_parse_bool, MODEL(cut)},
	{"feed_dots", set_feed, MODEL(feed_dots)},
	{"band_rows", set_band, MODEL(band_rows)},
	{"stuck_rows", set_stuck, MODEL(stuck_rows)},
	{"questions", set_questions, MODEL(questions)},
	{"port_status", set_port_status, MODEL(port_status)},
	{"source", set_text, MODEL(source)},
	{NULL},
};

#define FAULT(member) offsetof(struct printer_model_fault, member)
static const struct key fault_keys[] = {
	{"what", set_text, FAULT(what)},
	{"source", set_text, FAULT(source)},
	{NULL},
};

static int set_key(struct loader *loader, const struct config_line *line, char *error)
{
	const struct key *keys = loader->fault ? fault_keys : model_keys;
	char *target = loader->fault ? (char *)loader->fault : (char *)loader->model;

	for (int i = 0; keys[i].name; i++) {
		if (strcmp(keys[i].name, line->key) != 0) {
			continue;
		}
		if (loader->keys & (1U << i)) {
			return fail(error, "the key '%s' stands here twice", keys[i].name);
		}
		loader->keys |= 1U << i;
		return keys[i].set(line->value, target + keys[i].offset, error);
	}
	return fail(error, "unknown key '%.60s' in [%.60s]", line->key, line->section);
}

static int start_fault(struct loader *loader, const struct config_line *line, char *error)
{
	struct printer_model *model = loader->model;

	if (!text_is_id(line->name, 60)) {
		return fail(error, "a fault has a name of letters, digits, '-', '_', '.'");
	}
	for (int i = 0; i < model->n_faults; i++) {
		if (strcmp(model->faults[i].name, line->name) == 0) {
			return fail(error, "the fault '%s' stands here twice", line->name);
		}
	}
	if (model->n_faults == PRINTER_MODEL_FAULTS_MAX) {
		return fail(error, "more than %d faults", PRINTER_MODEL_FAULTS_MAX);
	}
	loader->fault = &model->faults[model->n_faults++];
	loader->fault->name = text_dup(line->name);
	loader->fault->line = line->line;
	return 0;
}

static int on_line(const struct config_line *line, void *userdata, char *error)
{
	struct loader *loader = userdata;

	if (line->key) {
		return set_key(loader, line, error);
	}
	loader->keys = 0;
	loader->fault = NULL;
	if (strcmp(line->section, "fault") == 0) {
		return start_fault(loader, line, error);
	}
	if (strcmp(line->section, "printer") != 0 || *line->name) {
		return fail(error, "unknown section [%.60s%s%.60s]", line->section,
			*line->name ? " " : "", line->name);
	}
	if (loader->printer) {
		return fail(error, "[printer] stands here twice");
	}
	loader->printer = true;
	return 0;
}

/* ---- a file ---- */

static void model_free(struct printer_model *model)
{
	if (!model) {
		return;
	}
	for (int i = 0; i < model->n_faults; i++) {
		free(model->faults[i].name);
		free(model->faults[i].what);
		free(model->faults[i].source);
	}
	free(model->id);
	free(model->name);
	free(model->source);
	free(model);
}

DEFINE_CLEANUP(struct printer_model *, model_free);

static int fail_at(const char *file, int line, const char *what, char **ret_error)
{
	if (ret_error) {
		*ret_error = text_printf("%s:%d: %s", file, line, what);
	}
	return -EINVAL;
}

static int check_whole(const char *file, const struct printer_model *model, char **ret_error)
{
	if (!model->name) {
		return fail_at(file, 1, "a printer has a 'name' in [printer]", ret_error);
	}
	if (model->stuck_rows > 0 && model->band_rows % model->stuck_rows == 0) {
		/* Every piece would be padded, with white lines amid the picture. */
		return fail_at(file, 1, "band_rows is a multiple of stuck_rows", ret_error);
	}
	for (int i = 0; i < model->n_faults; i++) {
		if (!model->faults[i].what) {
			return fail_at(
				file, model->faults[i].line, "the fault has no 'what'", ret_error);
		}
	}
	return 0;
}

static char *id_of(const char *file)
{
	const char *base = strrchr(file, '/');
	char *id = text_dup(base ? base + 1 : file);

	id[strlen(id) - strlen(SUFFIX)] = '\0'; /* glob saw to it that it is there */
	return id;
}

static int load_file(const char *file, struct printer_model **ret, char **ret_error)
{
	_cleanup_(model_freep) struct printer_model *model = memory_new(1, sizeof(*model));
	struct loader loader = {.model = model};
	int r;

	*model = generic;
	model->name = NULL;
	model->id = id_of(file);
	r = config_read(file, on_line, &loader, ret_error);
	if (r == 0) {
		r = check_whole(file, model, ret_error);
	}
	if (r == 0) {
		*ret = TAKE_PTR(model);
	}
	return r;
}

/* ---- all of them ---- */

/* Two files with one id would be found by chance. */
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
