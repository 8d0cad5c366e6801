/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link of a procedure, of a sector and of the centre, which QR codes hold. It is made from a
 * template, "https://dichvucong.gov.vn/thu-tuc?ma={code}", unless the record has a link of its
 * own: portals change their addresses, so both are data. Pure.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"

enum {
	/* What a QR code of version 10, level M holds; a longer link would need a larger code. */
	LINK_BYTES_MAX = 213,
	LINK_QUIET_MODULES = 4, /* ISO/IEC 18004: the light border of a QR symbol */
};

/* What a link leads to, and with it which placeholders its template has. */
enum link_kind {
	LINK_PROCEDURE, /* {code}: as recorded, "1.013313.000.00.00.H56"; {short}: "1.013313" */
	LINK_SECTOR, /* {sector} */
	LINK_CENTRE, /* none */
	LINK_KINDS,
};

/* The link of one record, which stands instead of the template's. */
struct link_override {
	enum link_kind kind;
	/* A code, with or without a province's part; a record's key; a sector. */
	const char *id;
	const char *link; /* without placeholders */
};

struct link_rules {
	const char *templates[LINK_KINDS]; /* NULL or "": no link, unless there is an override */
	const struct link_override *overrides;
	int n_overrides;
};

/* How large the QR code of a link is, at level M. */
struct link_qr {
	int version; /* 1 … 10 */
	int modules; /* each side, the quiet zone included */
};

/* Checks the templates and overrides. −EINVAL: *ret_error, for the caller to free, says which one
 * and what is wrong with it. */
int link_check(const struct link_rules *rules, char **ret_error) _warn_unused_;

/* Makes the link of a procedure's code or a sector (id; "" for the centre), for the caller to free.
 * Expects rules that link_check accepts. −ENOENT: there is none, also when id is empty and the
 * template needs it; −EMSGSIZE: it is longer than LINK_BYTES_MAX. */
int link_make(const struct link_rules *rules, enum link_kind kind, const char *id,
	char **ret) _warn_unused_;

/* The QR code that a link needs. −EMSGSIZE: it is longer than LINK_BYTES_MAX. */
int link_qr(const char *link, struct link_qr *ret) _warn_unused_;
