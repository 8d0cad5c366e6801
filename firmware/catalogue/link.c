/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/link.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"

int link_check(const struct link_rules *rules, char **ret_error)
{
	for (enum link_kind kind = 0; kind < LINK_KINDS; kind++) {
		const char *template = rules->templates[kind];
		_cleanup_free_ char *error =
			template && *template ? link_template_check(kind, template) : NULL;

		if (error) {
			*ret_error = text_printf(
				"the link template of the %s %s", link_kind_name(kind), error);
			return -EINVAL;
		}
	}
	for (int i = 0; i < rules->n_overrides; i++) {
		const struct link_override *override = &rules->overrides[i];
		_cleanup_free_ char *error = link_check_whole(override->link);

		if (error) {
			*ret_error = text_printf("the link of %s '%s' %s",
				link_kind_name(override->kind), override->id, error);
			return -EINVAL;
		}
	}
	return 0;
}

void link_rules_read(const json_t *links, struct link_rules *ret)
{
	const json_t *own = json_object_get(links, "own"), *one;
	struct link_override *overrides = memory_new(json_array_size(own) + 1, sizeof(*overrides));
	size_t i;

	json_array_foreach ((json_t *)own, i, one) {
		const char *procedure = json_get_text(one, "procedure");

		overrides[i] = (struct link_override){
			.kind = *procedure ? LINK_PROCEDURE : LINK_SECTOR,
			.id = *procedure ? procedure : json_get_text(one, "sector"),
			.link = json_get_text(one, "link"),
		};
	}
	*ret = (struct link_rules){
		.overrides = overrides, .n_overrides = (int)json_array_size(own)};
	for (enum link_kind kind = 0; kind < LINK_KINDS; kind++) {
		ret->templates[kind] = json_get_text(links, link_kind_name(kind));
	}
}

void link_rules_done(struct link_rules *rules)
{
	free((void *)rules->overrides);
	*rules = (struct link_rules){0};
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
		size_t placeholder = link_placeholder_at(kind, at);

		if (placeholder) {
			bool cut = is_code && strncmp(at, "{short}", placeholder) == 0;

			add_escaped(out, id, cut ? (size_t)PROCEDURE_CODE_BASE : strlen(id));
			at += placeholder;
		} else {
			textbuf_add_bytes(out, at++, 1);
		}
	}
}

int link_make(const struct link_rules *rules, enum link_kind kind, const char *id, const char *own,
	char **ret)
{
	const char *override = find_override(rules, kind, id), *template = rules->templates[kind];
	const char *whole = override ? override : own;
	struct textbuf link = {0};

	if (whole && *whole) {
		textbuf_add(&link, whole);
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

int link_make_of(const struct link_rules *rules, const struct procedure *procedure, char **ret)
{
	const char *code = procedure->text[PROCEDURE_CODE];
	const char *own = procedure->text[PROCEDURE_LINK];
	struct link_rules bare = *rules;

	if (*code) {
		return link_make(rules, LINK_PROCEDURE, code, own, ret);
	}
	bare.templates[LINK_PROCEDURE] = NULL;
	return link_make(&bare, LINK_PROCEDURE, procedure->text[PROCEDURE_KEY], own, ret);
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
