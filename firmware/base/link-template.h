/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a link that a QR code holds may be, and the template that such links are made from:
 * "https://dichvucong.gov.vn/thu-tuc?ma={code}". Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"

enum {
	/* What a QR code of version 10, level M holds; a longer link would need a larger code. */
	LINK_BYTES_MAX = 213,
};

/* What a link leads to, and with it which placeholders its template has. */
enum link_kind {
	LINK_PROCEDURE, /* {code}: as recorded, "1.013313.000.00.00.H56"; {short}: "1.013313" */
	LINK_SECTOR, /* {sector} */
	LINK_CENTRE, /* none */
	LINK_KINDS,
};
const char *link_kind_name(enum link_kind kind); /* "procedure" … */

enum link_wrong {
	LINK_WRONG_SCHEME, /* does not begin with http:// or https:// */
	LINK_WRONG_HOST,
	LINK_WRONG_LONG, /* more than LINK_BYTES_MAX */
	LINK_WRONG_PLACEHOLDER, /* none that this kind has, or in the host's name */
	LINK_WRONG_CHARACTER,
	LINK_WRONG_SAME, /* without a placeholder all links would be the same */
	LINK_WRONGS,
};

/* What is wrong with a template, or with a link, which has no placeholders, in words: heap. NULL:
 * nothing, and *ret_wrong is not to be looked at. */
char *link_find_fault(enum link_kind kind, const char *link, bool is_template,
	enum link_wrong *ret_wrong) _warn_unused_;
/* What is wrong with a template, or with a link, which has no placeholders: "does not begin with
 * https:// or http://"; heap. NULL: nothing. */
char *link_template_check(enum link_kind kind, const char *template) _warn_unused_;
char *link_check_whole(const char *link) _warn_unused_;

/* The placeholder at the beginning of text; its length, 0 none that the kind has. */
size_t link_placeholder_at(enum link_kind kind, const char *text);
