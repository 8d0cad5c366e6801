/* SPDX-License-Identifier: Apache-2.0 */
/* What "layso setup" writes: the present files with what was answered otherwise. Pure but for
 * setup_files_check and setup_files_write. */
#pragma once

#include "base/text.h"
#include "ctl/setup-plan.h"

enum { SETUP_FILES_MAX = 4 };

struct setup_file {
	char *path;
	char *former; /* NULL: there is none */
	char *like; /* of a new file: what it is a changed copy of; NULL of nothing */
	char *text;
};

struct setup_files {
	int n;
	struct setup_file file[SETUP_FILES_MAX];
};

void setup_files_done(struct setup_files *files);

/* The board's text (heap): text is that of the present board, before what setup_init made of it. */
char *setup_board_text(const struct setup *setup, const struct setup *before,
	const struct board *board, const char *text) _warn_unused_;
/* The settings of a program whose section is "hub", "kiosk" or "hall"; board: the path of the board
 * file. Heap. */
char *setup_conf_text(const struct setup *setup, const struct setup *before, const char *section,
	const char *text, const char *board) _warn_unused_;
/* Adds a file, if its text differs from the former one. path, former and like are copied, text is
 * taken over. */
void setup_files_add(struct setup_files *files, const char *path, const char *former,
	const char *like, char *text);

/* What changes, line by line: "+ new", "- former". */
void setup_diff(const struct setup_files *files, struct textbuf *out);

/* Writes the files one after the other, each whole, the former one beside it as PATH.bak. −errno:
 * *ret_path (borrowed) is the one that cannot be written; those before it are. */
int setup_files_write(const struct setup_files *files, const char **ret_path) _warn_unused_;
/* Reads the board's text as the programs will. −EINVAL: *ret_error (heap) says what is wrong. */
int setup_board_check(const char *text, char **ret_error) _warn_unused_;
