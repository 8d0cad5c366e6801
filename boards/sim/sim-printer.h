/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated printer: escpos-reader on the socket printer.sock, with a print speed, adjustable
 * sensors and a cable that can be pulled. */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "boards/sim/escpos-reader.h"

enum sim_roll { ROLL_OK, ROLL_LOW, ROLL_OUT };
/* "ok", "low", "out". */
const char *sim_roll_name(enum sim_roll roll);
/* −EINVAL for an unknown word. */
int sim_roll_parse(const char *name, enum sim_roll *ret) _warn_unused_;

/* A person's actions on the printer. */
struct sim_printer_switches {
	enum sim_roll roll;
	bool cover_open;
	bool cutter_jam;
	bool plugged; /* the cable */
	bool reads; /* false: accepts no bytes, like one whose firmware hangs */
	bool answers; /* false: never answers, like many cheap printers */
};

struct sim_printer_state {
	struct sim_printer_switches switches;
	bool connected; /* a daemon has it open */
	bool online;
	bool printing; /* the paper moves */
	struct escpos_reader_counts counts;
	uint64_t answered; /* bytes that it sent */
};

struct sim_printer_settings {
	int width_dots;
	int blade_dots; /* from the head to the blade */
	int dots_per_s; /* 0: as fast as the bytes come */
};

struct sim_printer_calls {
	void (*changed)(void *userdata); /* a change that a person would notice */
	paper_out slip;
};

struct sim_printer;
/* dir is the simulator's folder; borrowed. */
int sim_printer_open(sd_event *event, const char *dir, const struct sim_printer_settings *settings,
	const struct sim_printer_calls *calls, void *userdata,
	struct sim_printer **ret) _warn_unused_;
void sim_printer_close(struct sim_printer *printer);
DEFINE_CLEANUP(struct sim_printer *, sim_printer_close);

void sim_printer_get(const struct sim_printer *printer, struct sim_printer_state *ret);
/* −errno when the socket cannot be opened again. */
int sim_printer_set(struct sim_printer *printer, const struct sim_printer_switches *switches);
/* Tears off what hangs out. */
void sim_printer_tear(struct sim_printer *printer);
/* Changes the speed; 0: as fast as the bytes come. */
void sim_printer_set_speed(struct sim_printer *printer, int dots_per_s);
