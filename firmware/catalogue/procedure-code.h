/* SPDX-License-Identifier: Apache-2.0 */
/* Codes of procedures (mã thủ tục hành chính) in the national database: "1.013313", behind which a
 * province may put its own part, "1.010708.000.00.00.H56". That part never tells two procedures
 * apart. Pure. */
#pragma once

#include "base/text.h"

enum {
	PROCEDURE_CODE_BASE = 8, /* "1.013313" */
	PROCEDURE_CODE_MAX = 31,
	PROCEDURE_KEY_MAX = 31,
};

/* Whether text is a whole code, with or without a province's part; "1.0" and "1.004" are not. */
bool procedure_code_is_whole(const char *text);

/* The part of a whole code that all provinces share. −EINVAL: it is not whole. */
int procedure_code_base(const char *text, char ret[PROCEDURE_CODE_BASE + 1]) _warn_unused_;

/* Whether two codes are of one procedure; one that is not whole is no procedure's. */
bool procedure_code_same(const char *a, const char *b);

/* Puts a code together from digits with spaces and points between them, "1.0 05277" or "1004946",
 * or takes the whole code that text begins with. "" when that gives no whole code. */
void procedure_code_join(const char *text, char ret[PROCEDURE_CODE_MAX + 1]);

/* A code that was whole until an office program took it for a number: "1.01331" was 1.013310,
 * "1,013313" and "1013313" 1.013313. −EINVAL: it is none, or whole. A code that somebody cut looks
 * alike: to be asked only of one that is known to have been whole. */
int procedure_code_of_number(const char *text, char ret[PROCEDURE_CODE_MAX + 1]) _warn_unused_;

/* Finds where a name goes on with its code, as lists of procedures have it: "… - Mã số TTHC:
 * 1.004.946". Returns the number of bytes of the name in front of that, or its whole length. *ret
 * is the code, put together; "" when none is whole there. */
size_t procedure_code_in_name(const char *name, char ret[PROCEDURE_CODE_MAX + 1]);

/* The key of a procedure without a code, "x-" and sixteen hexadecimal digits: the same for a name
 * with other spaces, marks, case or punctuation. */
void procedure_code_own_key(const char *name, char ret[PROCEDURE_KEY_MAX + 1]);
