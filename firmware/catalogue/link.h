/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The link of a procedure, of a sector and of the centre, which QR codes hold. Portals change their
 * addresses, so all of it is data. The first of these that there is counts:
 *   1. the override of its code or key in the site data, with which a centre mends a single link;
 *   2. the record's own link, as it was imported;
 *   3. the template, "https://dichvucong.gov.vn/thu-tuc?ma={code}".
 * Pure.
 */
#pragma once

#include <jansson.h>

#include "base/cleanup.h"
#include "base/link-template.h"
#include "catalogue/procedure.h"

enum { LINK_QUIET_MODULES = 4 }; /* ISO/IEC 18004: the light border of a QR symbol */

/* The link of one record, which stands before its own and the template's. */
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

/* Reads the site data's "catalogue": {"links": …} (NULL: none), which must outlive the rules. */
void link_rules_read(const json_t *links, struct link_rules *ret);
/* Of rules that were read. */
void link_rules_done(struct link_rules *rules);

/* How large the QR code of a link is, at level M. */
struct link_qr {
	int version; /* 1 … 10 */
	int modules; /* each side, the quiet zone included */
};

/* Checks the templates and overrides. −EINVAL: *ret_error, for the caller to free, says which one
 * and what is wrong with it. */
int link_check(const struct link_rules *rules, char **ret_error) _warn_unused_;

/* Makes the link of a procedure's code or a sector (id; "" for the centre), for the caller to free.
 * own is the record's own link (NULL or "": it has none), which is not checked here. Expects rules
 * that link_check accepts. −ENOENT: there is none, also when id is empty and the template needs it;
 * −EMSGSIZE: it is longer than LINK_BYTES_MAX. */
int link_make(const struct link_rules *rules, enum link_kind kind, const char *id, const char *own,
	char **ret) _warn_unused_;

/* The link of a record: link_make of its code; of its key, without the template, when it has no
 * code, since no portal knows that. Its own link is not checked. */
int link_make_of(const struct link_rules *rules, const struct procedure *procedure,
	char **ret) _warn_unused_;

/* The QR code that a link needs. −EMSGSIZE: it is longer than LINK_BYTES_MAX. */
int link_qr(const char *link, struct link_qr *ret) _warn_unused_;
