/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "drivers/printer-model.h"

struct folder {
	char path[32];
	int n;
};

static void put(struct folder *folder, const char *name, const char *text)
{
	_cleanup_free_ char *path = text_printf("%s/%s.printer", folder->path, name);

	assert_int_equal(text_write_file(path, text, strlen(text), 0600), 0);
}

static void make(struct folder *folder)
{
	(void)text_copy(folder->path, sizeof(folder->path), "/tmp/layso-models-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
}

static void take_away(struct folder *folder, const char *const names[])
{
	for (int i = 0; names[i]; i++) {
		_cleanup_free_ char *path = text_printf("%s/%s.printer", folder->path, names[i]);

		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(folder->path), 0);
}

static struct printer_models *load_tree(void)
{
	_cleanup_free_ char *folder = text_printf("%s/drivers/printers", TEST_ROOT);
	_cleanup_free_ char *error = NULL;
	struct printer_models *models = NULL;

	if (printer_models_load(folder, &models, &error) < 0) {
		fail_msg("%s", error);
	}
	return models;
}

static void every_printer_in_the_tree_loads(void **state)
{
	_cleanup_(printer_models_freep) struct printer_models *models = load_tree();

	(void)state;
	assert_true(models->n >= 10);
	for (int i = 0; i < models->n; i++) {
		const struct printer_model *model = models->models[i];

		/* Whoever doubts a fact can look it up. */
		assert_true(model->source || strcmp(model->id, "generic") == 0);
		for (int k = 0; k < model->n_faults; k++) {
			assert_non_null(model->faults[k].source);
		}
	}
}

static void the_generic_file_says_what_the_code_has(void **state)
{
	_cleanup_(printer_models_freep) struct printer_models *models = load_tree();
	const struct printer_model *file = printer_models_find(models, "generic");
	const struct printer_model *code = printer_model_generic();

	(void)state;
	assert_non_null(file);
	assert_string_equal(file->name, code->name);
	assert_int_equal(file->width_dots, code->width_dots);
	assert_int_equal(file->dpi, code->dpi);
	assert_int_equal(file->cut, code->cut);
	assert_int_equal(file->feed_dots, code->feed_dots);
	assert_int_equal(file->band_rows, code->band_rows);
	assert_int_equal(file->stuck_rows, code->stuck_rows);
	assert_int_equal(file->questions, code->questions);
	assert_int_equal(file->port_status, code->port_status);
}

static void ids_find_their_model(void **state)
{
	_cleanup_(printer_models_freep) struct printer_models *models = load_tree();
	const struct printer_model *narrow = printer_models_find_usb(models, 0x0416, 0x5011);

	(void)state;
	assert_non_null(narrow);
	assert_string_equal(narrow->id, "winbond-5011");
	assert_int_equal(narrow->width_dots, 384);
	assert_int_equal(narrow->stuck_rows, 48);
	assert_false(narrow->cut);
	assert_int_equal(printer_models_find_usb(models, 0x04b8, 0x0e32)->band_rows, 100);
	assert_true(printer_models_find_usb(models, 0x04b8, 0x0202)->vendor_class);
	assert_true(printer_models_find_usb(models, 0x0519, 0x0003)->other_language);
	assert_null(printer_models_find_usb(models, 0x1234, 0x5678));
	assert_null(printer_models_find_usb(NULL, 0x04b8, 0x0202));
	assert_null(printer_models_find(models, "no-such"));
}

static void everything_in_a_file_is_taken_over(void **state)
{
	_cleanup_(printer_models_freep) struct printer_models *models = NULL;
	const struct printer_model *model;
	struct folder folder;

	(void)state;
	make(&folder);
	put(&folder, "full",
		"[printer]\nname = Full\nusb = 0001:00ff abcd:*\ninterface = vendor\n"
		"language = other\nwidth_dots = 512\ndpi = 180\ncut = no\nfeed_dots = 7\n"
		"band_rows = 100\nstuck_rows = 0\nquestions = status printed\n"
		"port_status = never\nsource = a book\n"
		"[fault one]\nwhat = it smokes\nsource = a mail\n[fault two]\nwhat = it burns\n");
	put(&folder, "exact", "[printer]\nname = Exact\nusb = abcd:0001\nquestions = none\n");
	assert_int_equal(printer_models_load(folder.path, &models, NULL), 0);
	model = printer_models_find_usb(models, 0xabcd, 0x0002);
	assert_string_equal(model->id, "full");
	assert_ptr_equal(model, printer_models_find_usb(models, 1, 0xff));
	assert_true(model->vendor_class && model->other_language);
	assert_int_equal(model->width_dots, 512);
	assert_int_equal(model->dpi, 180);
	assert_false(model->cut);
	assert_int_equal(model->feed_dots, 7);
	assert_int_equal(model->band_rows, 100);
	assert_int_equal(model->stuck_rows, 0);
	assert_int_equal(model->questions, PRINTER_STATUS | PRINTER_PRINTED);
	assert_false(model->port_status);
	assert_int_equal(model->n_faults, 2);
	assert_string_equal(model->faults[1].what, "it burns");
	assert_null(model->faults[1].source);
	model = printer_models_find_usb(models, 0xabcd, 0x0001);
	assert_string_equal(model->id, "exact");
	assert_int_equal(model->questions, 0);
	assert_int_equal(model->width_dots, 576);
	take_away(&folder, (const char *const[]){"full", "exact", NULL});
}

static void a_wrong_file_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{"[printer]\nname = A\ncolour = red\n",
			":3: unknown key 'colour' in [printer]; there is name, usb, interface, "
			"language, "
			"width_dots, dpi, cut, feed_dots, band_rows, stuck_rows, questions, "
			"port_status, source"},
		{"[printer]\nname = A\nname = B\n", ":3: the key 'name' stands here twice"},
		{"[printer]\nname =\n", ":2: the value is empty"},
		{"[printer]\ncut = yes\n", ":1: [printer] has no 'name'"},
		{"[printer]\nname = A\n[printer]\nname = B\n",
			":4: the key 'name' stands here twice"},
		{"[board]\nname = A\n",
			":1: unknown section [board]; there is [printer], [fault *]"},
		{"[printer]\nname = A\nusb = 4b8:0202\n",
			":3: '4b8:0202' is not like 04b8:0e28 or 0519:*"},
		{"[printer]\nname = A\nusb = 04B8:0202\n",
			":3: '04B8:0202' is not like 04b8:0e28 or 0519:*"},
		{"[printer]\nname = A\nwidth_dots = 2000\n",
			":3: '2000' is not a whole number from 384 to 640"},
		{"[printer]\nname = A\ndpi = 300\n", ":3: '300' is none of 180, 203"},
		{"[printer]\nname = A\ninterface = usb\n", ":3: 'usb' is none of printer, vendor"},
		{"[printer]\nname = A\nquestions = all\n",
			":3: 'all' is none of status, automatic, processed, "
			"printed, none"},
		{"[printer]\nname = A\nband_rows = 96\n",
			":1: band_rows is a multiple of stuck_rows"},
		{"[printer]\nname = A\n[fault x]\n", ":3: [fault x] has no 'what'"},
		{"[printer]\nname = A\n[fault x]\nwhat = a\n[fault x]\nwhat = b\n",
			":5: [fault x] stands here twice"},
		{"[printer]\nname = A\n[fault]\nwhat = a\n",
			":3: '' is not a name of 1 to 60 letters, digits, '-', '_', '.'"},
	};
	struct folder folder;

	(void)state;
	make(&folder);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct printer_models *models = NULL;
		_cleanup_free_ char *error = NULL;
		_cleanup_free_ char *expected =
			text_printf("%s/bad.printer%s", folder.path, cases[i].error);

		put(&folder, "bad", cases[i].text);
		assert_int_equal(printer_models_load(folder.path, &models, &error), -EINVAL);
		assert_string_equal(error, expected);
		assert_null(models);
	}
	take_away(&folder, (const char *const[]){"bad", NULL});
}

/* Wherever it stands in the lists; a vendor or a product alone may be the same. */
static void two_files_may_not_claim_one_id(void **state)
{
	static const struct {
		const char *a, *b, *both;
	} cases[] = {
		{"0001:0002", "0001:0002", "0001:0002"},
		{"0001:0002", "0003:0004 0001:0002", "0001:0002"},
		{"0001:0002 0005:0006", "0001:0002 0003:0004", "0001:0002"},
		{"0001:0002 0005:0006", "0003:0004 0005:0006", "0005:0006"},
		{"0005:0006 0007:0008", "0001:0002 0005:0006", "0005:0006"},
		{"0001:0002 0003:0004", "0001:0004 0003:0002", NULL},
		{"0001:*", "0001:0002", NULL},
	};
	struct folder folder;

	(void)state;
	make(&folder);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(printer_models_freep) struct printer_models *models = NULL;
		_cleanup_free_ char *error = NULL;
		_cleanup_free_ char *a = text_printf("[printer]\nname = A\nusb = %s\n", cases[i].a);
		_cleanup_free_ char *b = text_printf("[printer]\nname = B\nusb = %s\n", cases[i].b);
		_cleanup_free_ char *expected =
			text_printf("/b.printer:1: the id %s is also that of a",
				cases[i].both ? cases[i].both : "");

		put(&folder, "a", a);
		put(&folder, "b", b);
		if (!cases[i].both) {
			assert_int_equal(printer_models_load(folder.path, &models, &error), 0);
			continue;
		}
		assert_int_equal(printer_models_load(folder.path, &models, &error), -EINVAL);
		assert_non_null(strstr(error, expected));
	}
	take_away(&folder, (const char *const[]){"a", "b", NULL});
}

static void a_folder_without_files_has_no_models(void **state)
{
	struct printer_models *models = NULL;
	struct folder folder;

	(void)state;
	make(&folder);
	take_away(&folder, (const char *const[]){NULL});
	assert_int_equal(printer_models_load(folder.path, &models, NULL), -ENOENT);
	assert_null(models);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_printer_in_the_tree_loads),
		cmocka_unit_test(the_generic_file_says_what_the_code_has),
		cmocka_unit_test(ids_find_their_model),
		cmocka_unit_test(everything_in_a_file_is_taken_over),
		cmocka_unit_test(a_wrong_file_is_refused_with_its_line),
		cmocka_unit_test(two_files_may_not_claim_one_id),
		cmocka_unit_test(a_folder_without_files_has_no_models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
