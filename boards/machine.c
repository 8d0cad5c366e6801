/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/machine.h"

#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { ATTRIBUTE_MAX = 4096 };

/* From linux/input-event-codes.h. */
enum {
	INPUT_DIRECT = 1, /* INPUT_PROP_DIRECT: the finger touches what it points at */
	INPUT_REL_X = 0,
	INPUT_ABS_X = 0,
	INPUT_KEY_A = 30,
	INPUT_BTN_LEFT = 0x110,
	INPUT_BTN_TOUCH = 0x14a,
};

/* Reads a file of sysfs, without its line feed, cut to size; "" when there is none. */
static void read_attribute(const char *folder, const char *name, char *ret, size_t size)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder, name);
	_cleanup_free_ char *text = NULL;

	*ret = '\0';
	if (text_read_file(path, ATTRIBUTE_MAX, &text, NULL) == 0) {
		text[strcspn(text, "\n")] = '\0';
		text_copy_cut(ret, size, text);
	}
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* ---- printers ---- */

/* Epson's printers can be set to the maker's own USB class. */
static bool is_printer(const char *class, const char *id)
{
	return strcmp(class, "07") == 0 ||
		(strcmp(class, "ff") == 0 && strcmp(id, "04b8:0202") == 0);
}

static bool has_printer(const struct machine *machine, const char *port)
{
	for (int i = 0; i < machine->n_printers; i++) {
		if (strcmp(machine->printers[i].port, port) == 0) {
			return true;
		}
	}
	return false;
}

/* interface: the folder of an interface of a device, "1-1.3:1.0", beside the device's, "1-1.3". */
static void add_interface(const char *interface, struct machine *machine)
{
	struct machine_printer printer = {.port = ""};
	_cleanup_free_ char *device = text_dup(interface);
	char class[3];
	char vendor[5];
	char product[5];
	char maker[48];
	char model[48];

	*strrchr(device, ':') = '\0';
	read_attribute(interface, "bInterfaceClass", class, sizeof(class));
	read_attribute(device, "idVendor", vendor, sizeof(vendor));
	read_attribute(device, "idProduct", product, sizeof(product));
	(void)snprintf(printer.id, sizeof(printer.id), "%s:%s", vendor, product);
	text_copy_cut(printer.port, sizeof(printer.port), base_name(device));
	if (!is_printer(class, printer.id) || has_printer(machine, printer.port) ||
		machine->n_printers == MACHINE_DEVICES_MAX) {
		return;
	}
	read_attribute(device, "manufacturer", maker, sizeof(maker));
	read_attribute(device, "product", model, sizeof(model));
	(void)snprintf(
		printer.name, sizeof(printer.name), "%s%s%s", maker, *maker ? " " : "", model);
	machine->printers[machine->n_printers++] = printer;
}

/* ---- screens ---- */

static void add_connector(const char *folder, struct machine *machine)
{
	struct machine_screen screen = {.name = ""};
	char status[16];

	read_attribute(folder, "status", status, sizeof(status));
	if (!*status || machine->n_screens == MACHINE_DEVICES_MAX) {
		return;
	}
	text_copy_cut(screen.name, sizeof(screen.name), base_name(folder));
	screen.connected = strcmp(status, "connected") == 0;
	machine->screens[machine->n_screens++] = screen;
}

/* ---- input ---- */

/* Whether a bit is set in a mask as sysfs writes it: words of the size of a long, in hexadecimal,
 * the highest first. */
static bool has_bit(const char *mask, int bit)
{
	enum { WORD_BITS = 8 * sizeof(long) };
	_cleanup_free_ char *copy = text_dup(mask);
	const char *words[32];
	char *rest = NULL;
	int n = 0;

	for (char *word = strtok_r(copy, " ", &rest); word && n < (int)ELEMENTS(words);
		word = strtok_r(NULL, " ", &rest)) {
		words[n++] = word;
	}
	if (bit / WORD_BITS >= n) {
		return false;
	}
	return strtoul(words[n - 1 - bit / WORD_BITS], NULL, 16) >> (bit % WORD_BITS) & 1;
}

static enum machine_input_kind kind_of(const char *device)
{
	char properties[64];
	char keys[512];
	char abs[64];
	char rel[64];

	read_attribute(device, "properties", properties, sizeof(properties));
	read_attribute(device, "capabilities/key", keys, sizeof(keys));
	read_attribute(device, "capabilities/abs", abs, sizeof(abs));
	read_attribute(device, "capabilities/rel", rel, sizeof(rel));
	if (has_bit(abs, INPUT_ABS_X)) {
		if (has_bit(properties, INPUT_DIRECT) || has_bit(keys, INPUT_BTN_TOUCH)) {
			return MACHINE_TOUCH;
		}
		return has_bit(keys, INPUT_BTN_LEFT) ? MACHINE_TABLET : MACHINE_OTHER;
	}
	if (has_bit(rel, INPUT_REL_X) && has_bit(keys, INPUT_BTN_LEFT)) {
		return MACHINE_MOUSE;
	}
	return has_bit(keys, INPUT_KEY_A) ? MACHINE_KEYBOARD : MACHINE_OTHER;
}

static void add_input(const char *folder, struct machine *machine)
{
	_cleanup_free_ char *device = text_printf("%s/device", folder);
	struct machine_input *input = &machine->inputs[machine->n_inputs];

	if (machine->n_inputs == MACHINE_DEVICES_MAX) {
		return;
	}
	read_attribute(device, "name", input->name, sizeof(input->name));
	text_copy_cut(input->event, sizeof(input->event), base_name(folder));
	input->kind = kind_of(device);
	machine->n_inputs++;
}

/* ---- the whole ---- */

static void for_each(const char *sys, const char *pattern,
	void (*take)(const char *path, struct machine *machine), struct machine *machine)
{
	_cleanup_free_ char *full = text_printf("%s/%s", sys, pattern);
	glob_t found = {0};

	if (glob(full, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++) {
			take(found.gl_pathv[i], machine);
		}
	}
	globfree(&found);
}

void machine_scan(const char *sys, struct machine *ret)
{
	memset(ret, 0, sizeof(*ret));
	for_each(sys, "bus/usb/devices/*:*", add_interface, ret);
	for_each(sys, "class/drm/card*-*", add_connector, ret);
	for_each(sys, "class/input/event*", add_input, ret);
}

const char *machine_input_name(enum machine_input_kind kind)
{
	static const char *const names[] = {[MACHINE_OTHER] = "other",
		[MACHINE_KEYBOARD] = "keyboard",
		[MACHINE_MOUSE] = "mouse",
		[MACHINE_TABLET] = "tablet",
		[MACHINE_TOUCH] = "touch screen"};

	return names[kind];
}
