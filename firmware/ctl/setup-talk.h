/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a running "layso setup" share. */
#pragma once

#include <systemd/sd-event.h>

#include "ctl/ctl-units.h"
#include "ctl/ctl.h"
#include "ctl/setup-answers.h"
#include "ctl/setup-files.h"
#include "ctl/setup-lines.h"
#include "ctl/setup-plan.h"
#include "ctl/setup-try.h"
#include "ctl/setup-words.h"
#include "ui/phrases.h"

struct setup_talk {
	struct ctl *ctl;
	struct phrases *phrases;
	sd_event *event;
	struct gpio_facts gpio;
	struct setup_found found;
	struct board *board; /* the present one; NULL none that can be read */
	char *board_path; /* its file; NULL none */
	char *board_text; /* "" none */
	struct setup before, setup;
	const char *answers_file; /* NULL: a person answers */
	struct setup_answers answers;
	struct setup_shown *shown;
	struct units units;
	bool said_lines;
	struct textbuf *heard; /* what was said, a line each; NULL: the terminal alone hears it */
};

/* Says a text of ui/strings in the person's language, with pairs of placeholder and value. */
#define SETUP_TELL(talk, ...) \
	setup_tell(talk, phrases_fill((talk)->phrases, (talk)->setup.language, __VA_ARGS__, NULL))
/* Says the text, ends the line, frees the text. */
void setup_tell(const struct setup_talk *talk, char *text);
/* The words of its language. */
struct setup_words setup_talk_words(const struct setup_talk *talk);

/* Tries a device; whether it did what it was told, as far as this computer can know. Blocks for up
 * to 20 seconds. */
bool setup_run_trial(struct setup_talk *talk, struct setup_question question);
/* Lights a lamp's line, as a board file writes it, three times. −errno. Blocks for about two
 * seconds. */
int setup_light(const struct setup_talk *talk, const char *text) _warn_unused_;
/* A typed line, or, with lines (NULL none), the button that was pressed meanwhile. −ENODATA: the
 * person has gone. Blocks. */
int setup_wait_line(struct setup_talk *talk, struct setup_lines *lines,
	char ret[SETUP_TEXT_SIZE]) _warn_unused_;
/* Whether somebody wants to end it, by Ctrl-C or by closing the terminal. */
bool setup_is_interrupted(void);

/* What would be written; the caller frees *ret with setup_files_done. −EINVAL: it has been said
 * what the programs would not read. */
int setup_make_files(const struct setup_talk *talk, struct setup_files *ret) _warn_unused_;
/* Waits for the hub, half a minute at most; whether it answers. */
bool setup_wait_for_hub(const struct setup_talk *talk);
/* The pages' addresses, with blanks between. */
void setup_find_addresses(const struct setup *setup, struct textbuf *out);
/* Whether the hub listens to this computer only. */
bool setup_is_own_only(const char *listen);
/* Writes, and does what follows: hub, administrator, site, slip, services. An enum ctl_exit. */
int setup_finish(struct setup_talk *talk, const struct setup_files *files);
