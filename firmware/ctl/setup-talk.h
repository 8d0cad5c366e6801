/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a running "layso setup" share. */
#pragma once

#include <systemd/sd-event.h>

#include "ctl/ctl-units.h"
#include "ctl/ctl.h"
#include "ctl/setup-answers.h"
#include "ctl/setup-files.h"
#include "ctl/setup-plan.h"
#include "ctl/setup-try.h"
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
};

/* Says a text of ui/strings in the person's language, with pairs of placeholder and value. */
#define SETUP_TELL(talk, ...) \
	setup_tell(phrases_fill((talk)->phrases, (talk)->setup.language, __VA_ARGS__, NULL))
/* Says the text, ends the line, frees the text. */
void setup_tell(char *text);

/* What would be written; the caller frees *ret with setup_files_done. −EINVAL: it has been said
 * what the programs would not read. */
int setup_make_files(const struct setup_talk *talk, struct setup_files *ret) _warn_unused_;
/* Writes, and does what follows: hub, administrator, site, slip, services. An enum ctl_exit. */
int setup_finish(struct setup_talk *talk, const struct setup_files *files);
