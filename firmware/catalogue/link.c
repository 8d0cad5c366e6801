/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/link.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "catalogue/procedure-code.h"

#define SCHEME "https://"

static const char *const kind_names[LINK_KINDS] = {
	[LINK_PROCEDURE] = "procedure",
	[LINK_SECTOR] = "sector",
	[LINK_CENTRE] = "centre",
};

/* A procedure has one of its two placeholders at least. */
static const char *const placeholders[LINK_KINDS][2] = {
	[LINK_PROCEDURE] = {"{code}", "{short}"},
	[LINK_SECTOR] = {"{sector}"},
};

/* ---- checks ---- */

/* RFC 3986: what an address is made of. Braces are left to the placeholders. */
static bool may_stand(char character)
{
	return isalnum((unsigned char)character) ||
		(character && strchr("-._~:/?#[]@!$&'()*+,;=%", character));
}

/* The placeholder at the beginning of text; its length, 0 none that the kind has. */
static size_t placeholder_at(enum link_kind kind, const char *text)
{
	for (size_t i = 0; i < ELEMENTS(placeholders[kind]) && placeholders[kind][i]; i++) {
		size_t length = strlen(placeholders[kind][i]);

		if (strncmp(text, placeholders[kind][i], length) == 0) {
			return length;
		}
	}
	return 0;
}

static bool is_escape(const char *text)
{
	return isxdigit((unsigned char)text[1]) && isxdigit((unsigned char)text[2]);
}

/* What is wrong with the characters after the scheme; heap, NULL nothing. */
static char *check_characters(const char *link, enum link_kind kind, int *ret_placeholders)
{
	const char *host_end = link + strlen(SCHEME);

	*ret_placeholders = 0;
	host_end += strcspn(host_end, "/?#");
	for (const char *at = link; *at; at++) {
		size_t placeholder = placeholder_at(kind, at);
		long place = (long)(at - link) + 1;

		if (*at == '{' && !placeholder) {
			return text_printf("has '%.*s' at character %ld, which no %s link knows",
				(int)MIN_OF(strcspn(at, "}") + 1, 24), at, place, kind_names[kind]);
		}
		if ((placeholder || *at == '@') && at < host_end) {
			return text_printf(
				"has '%c' in the host's name, at character %ld", *at, place);
		}
		if (placeholder) {
			at += placeholder - 1;
			++*ret_placeholders;
		} else if (!may_stand(*at) || (*at == '%' && !is_escape(at))) {
			return text_printf("has a character that must be written as %%XX, at "
					   "character %ld",
				place);
		}
	}
	return NULL;
}

/* What is wrong with a link or a template; heap, NULL nothing. */
static char *check_link(const char *link, enum link_kind kind, bool is_template)
{
	bool needs = is_template && placeholders[kind][0];
	char *error;
	int n;

	if (strncmp(link, SCHEME, strlen(SCHEME)) != 0) {
		return text_dup("does not begin with https://");
	}
	if (!isalnum((unsigned char)link[strlen(SCHEME)])) {
		return text_dup("names no host");
	}
	if (strlen(link) > LINK_BYTES_MAX) {
		return text_printf("is %zu bytes long; a QR code that an old phone reads holds %d",
			strlen(link), LINK_BYTES_MAX);
	}
	error = check_characters(link, is_template ? kind : LINK_CENTRE, &n);
	if (!error && needs && n == 0) {
		return text_printf("has no %s: every %s would have the same link",
			placeholders[kind][0], kind_names[kind]);
	}
	return error;
}

int link_check(const struct link_rules *rules, char **ret_error)
{
	for (enum link_kind kind = 0; kind < LINK_KINDS; kind++) {
		const char *template = rules->templates[kind];
		_cleanup_free_ char *error =
			template && *template ? check_link(template, kind, true) : NULL;

		if (error) {
			*ret_error = text_printf(
				"the link template of the %s %s", kind_names[kind], error);
			return -EINVAL;
		}
	}
	for (int i = 0; i < rules->n_overrides; i++) {
		const struct link_override *override = &rules->overrides[i];
		_cleanup_free_ char *error = check_link(override->link, override->kind, false);

		if (error) {
			*ret_error = text_printf("the link of %s '%s' %s",
				kind_names[override->kind], override->id, error);
			return -EINVAL;
		}
	}
	return 0;
}

/* ---- the link of one ---- */

static const char *find_override(
	const struct link_rules *rules, enum link_kind kind, const char *id)
{
	for (int i = 0; i < rules->n_overrides; i++) {
		const struct link_override *override = &rules->overrides[i];
		bool same = strcmp(override->id, id) == 0 ||
			(kind == LINK_PROCEDURE && procedure_code_same(override->id, id));

		if (override->kind == kind && (kind == LINK_CENTRE || same)) {
			return override->link;
		}
	}
	return NULL;
}

/* Adds what RFC 3986 calls unreserved as it is, and each other byte as %XX. */
static void add_escaped(struct textbuf *out, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (isalnum(byte) || strchr("-._~", byte)) {
			textbuf_add_bytes(out, &byte, 1);
		} else {
			textbuf_printf(out, "%%%02X", byte);
		}
	}
}

static void fill_template(
	struct textbuf *out, const char *template, enum link_kind kind, const char *id)
{
	bool is_code = procedure_code_is_whole(id);

	for (const char *at = template; *at;) {
		size_t placeholder = placeholder_at(kind, at);

		if (placeholder) {
			bool cut = is_code && strncmp(at, "{short}", placeholder) == 0;

			add_escaped(out, id, cut ? (size_t)PROCEDURE_CODE_BASE : strlen(id));
			at += placeholder;
		} else {
			textbuf_add_bytes(out, at++, 1);
		}
	}
}

int link_make(const struct link_rules *rules, enum link_kind kind, const char *id, char **ret)
{
	const char *own = find_override(rules, kind, id), *template = rules->templates[kind];
	struct textbuf link = {0};

	if (own) {
		textbuf_add(&link, own);
	} else if (template && *template && (*id || kind == LINK_CENTRE)) {
		fill_template(&link, template, kind, id);
	} else {
		return -ENOENT;
	}
	if (link.size > LINK_BYTES_MAX) {
		textbuf_done(&link);
		return -EMSGSIZE;
	}
	*ret = link.data;
	return 0;
}

int link_qr(const char *link, struct link_qr *ret)
{
	/* ISO/IEC 18004, table 7: the bytes that versions 1 … 10 hold at level M. */
	static const size_t bytes[] = {14, 26, 42, 62, 84, 106, 122, 152, 180, LINK_BYTES_MAX};

	for (int i = 0; i < (int)ELEMENTS(bytes); i++) {
		if (strlen(link) <= bytes[i]) {
			ret->version = i + 1;
			ret->modules = 17 + 4 * ret->version + 2 * LINK_QUIET_MODULES;
			return 0;
		}
	}
	return -EMSGSIZE;
}
