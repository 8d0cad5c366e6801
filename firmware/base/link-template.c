/* SPDX-License-Identifier: Apache-2.0 */
#include "base/link-template.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

static const char *const kind_names[LINK_KINDS] = {
	[LINK_PROCEDURE] = "procedure",
	[LINK_SECTOR] = "sector",
	[LINK_CENTRE] = "centre",
};

const char *link_kind_name(enum link_kind kind)
{
	return kind_names[kind];
}

/* A procedure has one of its two placeholders at least. */
static const char *const placeholders[LINK_KINDS][2] = {
	[LINK_PROCEDURE] = {"{code}", "{short}"},
	[LINK_SECTOR] = {"{sector}"},
};

/* RFC 3986: what an address is made of. Braces are left to the placeholders. */
static bool may_stand(char character)
{
	return isalnum((unsigned char)character) ||
		(character && strchr("-._~:/?#[]@!$&'()*+,;=%", character));
}

size_t link_placeholder_at(enum link_kind kind, const char *text)
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

/* Where the host's name begins; NULL: it has another scheme. */
static const char *host_of(const char *link)
{
	static const char *const schemes[] = {"https://", "http://"};

	for (size_t i = 0; i < ELEMENTS(schemes); i++) {
		if (strncmp(link, schemes[i], strlen(schemes[i])) == 0) {
			return link + strlen(schemes[i]);
		}
	}
	return NULL;
}

/* What is wrong with the characters; heap, NULL nothing. */
static char *check_characters(const char *link, const char *host, enum link_kind kind,
	int *ret_placeholders, enum link_wrong *ret_wrong)
{
	const char *host_end = host + strcspn(host, "/?#");

	*ret_placeholders = 0;
	*ret_wrong = LINK_WRONG_PLACEHOLDER;
	for (const char *at = link; *at; at++) {
		size_t placeholder = link_placeholder_at(kind, at);
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
			*ret_wrong = LINK_WRONG_CHARACTER;
			return text_printf("has a character that must be written as %%XX, at "
					   "character %ld",
				place);
		}
	}
	return NULL;
}

char *link_find_fault(
	enum link_kind kind, const char *link, bool is_template, enum link_wrong *ret_wrong)
{
	bool needs = is_template && placeholders[kind][0];
	const char *host = host_of(link);
	char *error;
	int n;

	if (!host) {
		*ret_wrong = LINK_WRONG_SCHEME;
		return text_dup("does not begin with https:// or http://");
	}
	if (!isalnum((unsigned char)*host)) {
		*ret_wrong = LINK_WRONG_HOST;
		return text_dup("names no host");
	}
	if (strlen(link) > LINK_BYTES_MAX) {
		*ret_wrong = LINK_WRONG_LONG;
		return text_printf("is %zu bytes long; a QR code that an old phone reads holds %d",
			strlen(link), LINK_BYTES_MAX);
	}
	error = check_characters(link, host, is_template ? kind : LINK_CENTRE, &n, ret_wrong);
	if (!error && needs && n == 0) {
		*ret_wrong = LINK_WRONG_SAME;
		return text_printf("has no %s: every %s would have the same link",
			placeholders[kind][0], kind_names[kind]);
	}
	return error;
}

char *link_template_check(enum link_kind kind, const char *template)
{
	enum link_wrong wrong;

	return link_find_fault(kind, template, true, &wrong);
}

char *link_check_whole(const char *link)
{
	enum link_wrong wrong;

	return link_find_fault(LINK_CENTRE, link, false, &wrong);
}
