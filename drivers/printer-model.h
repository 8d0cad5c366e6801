/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known about printers, from *.printer data files. The loader is strict: an unknown
 * section, key or value, a missing or doubled one, is an error with file and line.
 *
 *     [printer]     name = what people call it            (the one key that is required)
 *                   usb = 04b8:0e28 0519:*                ids in hexadecimal, any number
 *                   interface = printer | vendor          vendor: it hides its printer class
 *                   language = escpos | other             other: it cannot be used as it is set up
 *                   width_dots, dpi, cut, feed_dots       the paper
 *                   band_rows                             a picture is sent in bands of this height
 *                   stuck_rows                            it waits for more after a band whose
 *                                                         height is a multiple of this; 0 none
 *                   questions = status automatic processed printed | none
 *                                                         what it may be asked, default all: a
 *                                                         printer prints what it does not know
 *                   port_status = learnt | never          whether the USB port's status is
 *                                                         believed, see printer-usb.c
 *                   source = where this was read
 *     [fault NAME]  what = a known fault, source = where it was reported
 *
 * A file gives only what is known; all other values are those of generic.printer.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"

enum {
	PRINTER_MODELS_MAX = 64,
	PRINTER_MODEL_IDS_MAX = 8,
	PRINTER_MODEL_FAULTS_MAX = 8,
	PRINTER_MODEL_FAULT_SIZE = 61, /* bytes of a fault's name */
	PRINTER_MODEL_ANY = -1, /* as a product: any product of the vendor */
};

/* What a printer may be asked, as bits. */
enum printer_questions {
	PRINTER_STATUS = 1, /* DLE EOT */
	PRINTER_AUTOMATIC = 2, /* GS a */
	PRINTER_PROCESSED = 4, /* GS r */
	PRINTER_PRINTED = 8, /* GS ( H */
	PRINTER_EVERYTHING = 15,
};

struct printer_model_fault {
	char name[PRINTER_MODEL_FAULT_SIZE];
	char *what;
	char *source; /* NULL: not given */
};

/* Values for a printer about which nothing is known. */
enum { PRINTER_WIDTH_DOTS = 576, PRINTER_DPI = 203, PRINTER_FEED_DOTS = 120 };

struct printer_model {
	char *id; /* the file's name without .printer */
	char *name;
	char *source;
	int n_usb;
	struct {
		int vendor, product;
	} usb[PRINTER_MODEL_IDS_MAX];
	bool vendor_class;
	bool other_language;
	int width_dots, dpi, feed_dots; /* in dots, and dpi in dots per inch */
	bool cut;
	int band_rows, stuck_rows;
	unsigned questions;
	bool port_status;
	int n_faults;
	struct printer_model_fault faults[PRINTER_MODEL_FAULTS_MAX];
};

struct printer_models {
	int n;
	struct printer_model *models[PRINTER_MODELS_MAX]; /* sorted by id */
};

/* The model for a printer about which nothing is known; static. */
const struct printer_model *printer_model_generic(void);

/* Reads every *.printer of a folder; NULL: the data folder's printers/. On failure *ret_error (may
 * be NULL) is a message with file and line, for the caller to free. Returns −errno, −EINVAL for the
 * content; a folder that does not exist is −ENOENT. */
int printer_models_load(
	const char *folder, struct printer_models **ret, char **ret_error) _warn_unused_;
void printer_models_free(struct printer_models *models);
DEFINE_CLEANUP(struct printer_models *, printer_models_free);

/* Looks a model up by the id of its file, or by the ids of a USB device. For a USB device, a model
 * that names the product goes before one for any product. NULL none; models may be NULL. */
const struct printer_model *printer_models_find(
	const struct printer_models *models, const char *id);
const struct printer_model *printer_models_find_usb(
	const struct printer_models *models, uint16_t vendor, uint16_t product);
