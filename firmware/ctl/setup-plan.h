/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "layso setup": what is asked, in which order, and what the answers mean. Pure: devices are found
 * by setup-find.h and tried by setup-try.h, the conversation is ctl-setup.c, the files are made by
 * setup-files.h.
 *
 *     language ─ printer ─ screens ─ buttons and lamps ─ sound ─ hub ─ administrator ─ site ─ write
 *
 * Which questions there are follows from what was found and from the answers before; the list is
 * made anew after each answer, so that one can go back and answer otherwise. Each question has a
 * name ("button.A"), by which a file of answers knows it. What the present board file says is the
 * first answer to each question. Not asked for, and kept as it is in the present file: keypads,
 * timetables, volumes, bias and debouncing, lamps that belong to no button.
 */
#pragma once

#include <stdbool.h>

#include "boards/board.h"
#include "boards/machine.h"
#include "drivers/gpio-facts.h"
#include "drivers/serial-scan.h"

enum {
	SETUP_TEXT_SIZE = 192, /* an answer */
	SETUP_ID_SIZE = 64,
	SETUP_SCREENS_MAX = 8,
	SETUP_SOUNDS_MAX = 8,
	SETUP_LINES_MAX = 64, /* free ones that are offered for a lamp */
	SETUP_CHOICES_MAX = MACHINE_DEVICES_MAX + SERIAL_DEVICES_MAX + SETUP_LINES_MAX + 4,
	SETUP_QUESTIONS_MAX = 4 * BOARD_BUTTONS_MAX + 48,
};

/* A lamp's answer that is none: its line is looked for, each free one is lit in turn. */
#define SETUP_FIND "find"

/* What this computer has. */
struct setup_found {
	struct machine machine;
	int n_serial;
	struct serial_device serial[SERIAL_DEVICES_MAX];
	const struct gpio_facts *gpio; /* NULL: this build has no libgpiod */
	int n_screens; /* with a display */
	char screen[SETUP_SCREENS_MAX][32]; /* "HDMI-A-1" */
	int n_sounds;
	char sound[SETUP_SOUNDS_MAX][SOUND_DEVICE_SIZE]; /* "PCH,3" */
	int n_languages;
	char language[8][16];
	bool has_hub, has_kiosk, has_hall; /* their settings are on this computer */
	bool has_admin; /* the hub has one already */
	bool has_site; /* the hub has services already */
};

enum setup_place { SETUP_KIOSK, SETUP_HALL, SETUP_PLACES };

struct setup_button {
	char name[BOARD_WORD_MAX + 1];
	char does[SETUP_TEXT_SIZE]; /* of an added one; "": as the board file says */
	char line[BOARD_LINE_TEXT]; /* "": it goes */
	char lamp[BOARD_LINE_TEXT]; /* "": none */
};

struct setup {
	const struct setup_found *found;
	char language[16];
	struct printer_settings printer;
	char use[SETUP_SCREENS_MAX][8]; /* "kiosk", "hall", "none" */
	struct {
		double diagonal_inch;
		int rotation;
		char sound_driver[16];
		char sound[SOUND_DEVICE_SIZE];
	} place[SETUP_PLACES];
	bool touch; /* of the kiosk's screen */
	bool has_panel; /* the present board's is not a simulated one, or there is none */
	bool one_chip; /* names are looked for on one chip only: lines are written LABEL:OFFSET */
	int n_kept; /* buttons of the present board; the others were added */
	int n_buttons;
	struct setup_button button[BOARD_BUTTONS_MAX];
	char listen[SETUP_TEXT_SIZE]; /* where the hub listens */
	char hub[SETUP_TEXT_SIZE]; /* the hub of this board's programs; "" here */
	char token_file[SETUP_TEXT_SIZE];
	char admin[BOARD_WORD_MAX + 1]; /* "": none is made */
	char secret_file[SETUP_TEXT_SIZE]; /* "": the terminal asks */
	char site[SETUP_TEXT_SIZE]; /* "keep", "sample" or a file */
	bool slip;
	bool write;
};

enum setup_kind {
	SETUP_LANGUAGE,
	SETUP_PRINTER,
	SETUP_BAUD,
	SETUP_FLOW,
	SETUP_PRINTER_TRY,
	SETUP_SCREEN, /* item: which one */
	SETUP_DIAGONAL, /* item: a place */
	SETUP_ROTATION,
	SETUP_TOUCH,
	SETUP_TOUCH_TRY,
	SETUP_MORE, /* what a further button does; item: which one */
	SETUP_BUTTON,
	SETUP_LAMP,
	SETUP_LAMP_TRY,
	SETUP_SOUND, /* item: a place */
	SETUP_SOUND_TRY,
	SETUP_LISTEN,
	SETUP_HUB,
	SETUP_TOKEN,
	SETUP_ADMIN,
	SETUP_SECRET,
	SETUP_SITE,
	SETUP_SLIP,
	SETUP_WRITE,
	SETUP_KINDS
};

struct setup_question {
	enum setup_kind kind;
	int item;
};

struct setup_questions {
	int n;
	struct setup_question question[SETUP_QUESTIONS_MAX];
};

/* What can be chosen by its number. */
struct setup_choices {
	int n;
	char value[SETUP_CHOICES_MAX][PRINTER_PATH_SIZE + 16];
	char text[SETUP_CHOICES_MAX][160]; /* "" nothing to add */
};

/* Begins with what the present board and settings say; board may be NULL. found stays valid as
 * long as the setup. */
void setup_init(struct setup *setup, const struct setup_found *found, const struct board *board);
/* The questions, as far as the answers until now tell. */
void setup_list(const struct setup *setup, struct setup_questions *ret);
/* "button.A" */
void setup_id(const struct setup *setup, struct setup_question question, char ret[SETUP_ID_SIZE]);
/* The place of the question of this name in the list; −1 none. */
int setup_find_id(
	const struct setup *setup, const struct setup_questions *questions, const char *id);
/* The place of the same question in a new list: what was answered may have made others. The last
 * one where it is asked no more. */
int setup_find_question(const struct setup_questions *list, struct setup_question question);
/* What is answered when nothing is said. */
void setup_default(
	const struct setup *setup, struct setup_question question, char ret[SETUP_TEXT_SIZE]);
void setup_choices(
	const struct setup *setup, struct setup_question question, struct setup_choices *ret);
/* Takes an answer: a value, or the number of a choice. −EINVAL: *ret_reason is the key of a phrase
 * that says why not, and nothing was changed. */
int setup_take(struct setup *setup, struct setup_question question, const char *answer,
	const char **ret_reason) _warn_unused_;
/* Whether its answer "yes" tries a device; it is then asked again. */
bool setup_is_trial(enum setup_kind kind);
/* The printer as an answer writes it: "usb", "usb:1-1.2", "serial:/dev/ttyS0", "network:10.0.0.9",
 * "none". */
void setup_printer_text(const struct printer_settings *printer, char ret[SETUP_TEXT_SIZE]);
/* A line as a board file finds it again: by its name where that is the only one, else
 * "LABEL:OFFSET". */
void setup_line_text(const struct setup *setup, int chip, int offset, char ret[BOARD_LINE_TEXT]);
/* The output of a place's screen, "HDMI-A-1"; "" none. */
const char *setup_screen_of(const struct setup *setup, enum setup_place place);
const char *setup_place_name(enum setup_place place);
