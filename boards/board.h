/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A board: what is wired to this computer and what its buttons do, from a *.board data file. Plain
 * data; the programs hand it to the drivers. The loader is strict: an unknown section, key or
 * driver, a missing or doubled one, a line used twice, is an error with file and line.
 *
 *     [board]          name, description
 *     [printer]        driver = sim | usb | serial | network, model, path, width_dots, dpi, cut,
 *                      feed_dots; baud, parity, flow
 *     [panel]          driver = sim | gpio, path, chip, debounce_ms, bias = pull-up | pull-down |
 *                      as-is | none, pressed = low | high, lit = high | low
 *     [button NAME]    does = take SERVICE LANE [REASON] | counter NUMBER MOVE | language CODE |
 *                      rate NUMBER SCORE | speech KEY; line, lamp
 *     [lamp NAME]      shows = status [SIGN] | counter NUMBER [SIGN]; line
 *     [counter NUMBER] staff
 *     [screen kiosk]   driver = drm | sim | sdl, output, path, width, height, rotation, touch,
 *                      diagonal_inch, top_mm; journeys = tickets, lookup
 *     [screen hall]    the same, without journeys; shows = calls | board, on_at, off_after_s, cec
 *     [sound hall]     driver = sim | alsa, device, path, volume_percent, volume_at, digits
 *     [sound kiosk]    the same
 *     [keypad kiosk]   device, back, forward, choose, repeat, help, louder, quieter
 *
 * A line of a button or lamp is written as the name that the kernel gives it ("GPIO17", in quotes
 * when it has spaces or colons: "P9_22 [spi0_sclk]"), or as its chip's label and its offset there
 * (pinctrl-bcm2711:17), or as an offset alone on the panel's chip. If the panel has a chip, names
 * are looked for on that chip only. A SIGN is ready, working, closed or trouble.
 *
 * The KEYs of speech are back, forward, choose, repeat and help, for people who do not see the
 * screen, and louder and quieter; they need a [sound kiosk]. They may be on a keypad instead, which
 * is a keyboard to the kernel: device is a part of the name that it has there (evtest lists them),
 * and the value of back … quieter is the key that does it, "KEY_LEFT" of
 * linux/input-event-codes.h or its number. Its keys then reach no other program.
 *
 * The device of a loudspeaker is a card's id or a part of its name ("PCH", "vc4hdmi0", "USB
 * Audio"), with ",N" for one of its devices, or with ':' a name of ALSA's own; without it the first
 * card that plays. volume_percent is 0 … 100, by default 80; "volume_at = 06:30 60, 11:30 30" gives
 * other volumes from these times of the day on. With digits, numbers are said digit by digit.
 *
 * The printer's path is, on USB, its port or serial number (without it: the first one found); of a
 * serial line, its device, by preference its name under /dev/serial/by-id; in the network, its
 * address or name, with ":PORT" if that is not 9100. A serial line has a baud of 2400 … 230400, a
 * parity none (the default), even or odd, and a flow of none, rts-cts (by wire: printers' DTR goes
 * to the computer's CTS) or xon-xoff; always 8 bits. A slip is a picture of some 50,000 bytes: half
 * a minute at 19200, four seconds at 115200.
 *
 * A part without a section is not fitted, which is no error: its driver is "". The other parts are
 * the drivers' settings. A value that the file does not give for the printer is its model's;
 * width_dots is 384 … 640, dpi 180 or 203, feed_dots 0 … 800. debounce_ms is 1 … 200, by default
 * 20. By default a button connects its line to ground, which a pull-up holds high, and a lamp is
 * lit by a high line. Relative paths of the driver "sim" are resolved against the environment's
 * LAYSO_SIM_DIR, else /run/layso/sim. diagonal_inch (5 … 120, such as 10.1) is the screen's size,
 * by which type and keys are as large as people need them; top_mm is how high its upper edge hangs
 * above the floor: a kiosk puts its keys where everybody reaches them.
 *
 * The kiosk's journeys are what a visitor can do there: take numbers (tickets, which it is without
 * the key), look procedures up (lookup, which needs touches), or both. Looking up alone needs
 * neither panel nor printer: lists of papers are printed where there is a printer.
 *
 * The hall's screen shows the calls, or with "shows = board" it is a notice board: the site's pages
 * alone, in turns.
 *
 * "on_at = mon-fri 06:30-17:30, sat 07:00-12:00" has the hall's screen off at other times, once
 * nobody has needed it for off_after_s (1 … 7200, by default 300); display/screen-hours.h says who
 * needs it. Days are mon … sun, none for every day; a time goes over no midnight. The television is
 * told so by CEC, too, where the computer can, unless "cec = no" (some do strange things then).
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "drivers/keypad-settings.h"
#include "drivers/panel-settings.h"
#include "drivers/printer-settings.h"
#include "drivers/screen-settings.h"
#include "drivers/sound-settings.h"

enum {
	BOARD_BUTTONS_MAX = PANEL_BUTTONS_MAX,
	BOARD_LAMPS_MAX = PANEL_LIGHTS_MAX,
	BOARD_COUNTERS_MAX = 8,
	BOARD_WORD_MAX = PANEL_NAME_SIZE - 1
};

enum board_does {
	BOARD_NOTHING, /* never in a loaded board */
	BOARD_TAKE, /* makes a ticket */
	BOARD_COUNTER, /* a counter's move, for a counter that has no computer */
	BOARD_LANGUAGE, /* switches the kiosk to another language */
	BOARD_RATE, /* a visitor's rating of a counter */
	BOARD_SPEECH, /* a key for who listens */
};

enum board_speech {
	BOARD_SPEECH_BACK,
	BOARD_SPEECH_FORWARD,
	BOARD_SPEECH_CHOOSE,
	BOARD_SPEECH_REPEAT,
	BOARD_SPEECH_HELP,
	BOARD_SPEECH_LOUDER,
	BOARD_SPEECH_QUIETER,
	BOARD_SPEECH_KEYS
};

/* A GPIO line. The kernel's names and labels have at most 31 bytes. */
struct board_line {
	char chip[BOARD_WORD_MAX + 1]; /* the chip's label; "" any, for a name */
	char name[BOARD_WORD_MAX + 1]; /* "": the line is given by its offset on the chip */
	int offset;
	int line; /* line number in the file; 0: no line given */
};

struct board_button {
	char name[BOARD_WORD_MAX + 1];
	enum board_does does;
	char service[BOARD_WORD_MAX + 1]; /* BOARD_TAKE: a service id of the site */
	bool priority; /* BOARD_TAKE: the priority lane */
	char reason[BOARD_WORD_MAX + 1]; /* BOARD_TAKE: the priority reason; "" regular lane */
	int counter; /* BOARD_COUNTER, BOARD_RATE: 1 … 99 */
	/* BOARD_COUNTER: "call-next", as in the API, or a key's own move (board.c). */
	char move[BOARD_WORD_MAX + 1];
	int score; /* BOARD_RATE: 1 … 5 */
	enum board_speech speech; /* BOARD_SPEECH */
	char language[BOARD_WORD_MAX + 1]; /* BOARD_LANGUAGE: "vi" */
	struct board_line at; /* the button's own */
	struct board_line lamp;
	int line; /* of the section in the file, for messages */
};

/* What a lamp shows; for a button: whether it can be pressed. */
enum board_sign {
	BOARD_SIGN_CLOSED, /* dark */
	BOARD_SIGN_READY, /* lit */
	BOARD_SIGN_WORKING, /* blinks */
	BOARD_SIGN_TROUBLE, /* flashes */
	BOARD_SIGNS
};

/* A lamp that belongs to no button. */
struct board_lamp {
	char name[BOARD_WORD_MAX + 1];
	int counter; /* shows the state of this counter; 0: of the kiosk */
	bool only; /* lit while the sign is this one, else dark */
	enum board_sign sign;
	struct board_line at;
	int line;
};

/* A counter with keys. */
struct board_counter {
	int number; /* 1 … 99 */
	char staff[BOARD_WORD_MAX + 1]; /* the first call opens the counter for them; "" nobody */
	int line;
};

/* What a visitor can do at the kiosk. */
struct board_journeys {
	bool tickets, lookup;
	int line; /* in the file; 0: not given */
};

struct board {
	char *file;
	char *name;
	char *description;
	struct printer_settings printer;
	char chip[BOARD_WORD_MAX + 1]; /* the chip of lines that name none; "" any */
	struct panel_settings panel; /* with the names and lines of the buttons and lamps */
	int n_buttons;
	struct board_button buttons[BOARD_BUTTONS_MAX];
	int n_lamps;
	struct board_lamp lamps[BOARD_LAMPS_MAX];
	int n_counters;
	struct board_counter counters[BOARD_COUNTERS_MAX];
	struct screen_settings kiosk; /* touch: default yes for the kiosk, no for the hall */
	struct board_journeys journeys; /* of the kiosk */
	struct screen_settings hall;
	bool hall_is_board; /* it shows the site's pages, and no calls */
	struct sound_settings hall_sound;
	struct sound_settings kiosk_sound;
	struct keypad_settings keypad; /* the kiosk's; its keys are in the order of board_speech */
};

/* Loads a board by the path of its file (it holds a '/') or by its name: NAME.board in the data
 * folder's boards/. Blocks as reading a file does. On failure *ret_error (may be NULL) is a message
 * with file and line, for the caller to free. Returns −errno; −EINVAL for the content. */
int board_load(const char *name, struct board **ret, char **ret_error) _warn_unused_;
void board_free(struct board *board);
DEFINE_CLEANUP(struct board *, board_free);

/* The same for a daemon, which cannot run without some part of its board. Logs what is wrong. */
enum board_need {
	BOARD_NEEDS_NOTHING,
	BOARD_NEEDS_KIOSK, /* a panel or the kiosk's screen */
	BOARD_NEEDS_HALL, /* the hall's screen */
};
int board_load_for(enum board_need need, const char *name, struct board **ret) _warn_unused_;

/* "back" … "quieter", as the board file writes them. */
const char *board_speech_name(enum board_speech key);

/* A line as the board file writes it, for messages; ret has BOARD_LINE_TEXT bytes. */
enum { BOARD_LINE_TEXT = 64 };
void board_line_text(const struct board_line *line, char ret[BOARD_LINE_TEXT]);

/* Whether a board file may say this of a button ("take A regular"); −EINVAL otherwise. Pure. */
int board_does_check(const char *text) _warn_unused_;
/* A line as a board file writes it. −EINVAL: it may not. Pure. */
int board_line_parse(const char *text, struct board_line *ret) _warn_unused_;
