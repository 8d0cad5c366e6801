/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-training-copy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "base/utf8.h"
#include "queue/site.h"

json_t *training_copy_make(json_t *site, const struct people *people)
{
	json_t *staff = json_array();

	for (size_t i = 0; i < people->n_persons; i++) {
		const struct staff_row *row = &people->persons[i].row;

		(void)json_array_append_new(staff,
			json_pack("{s:s, s:s, s:s, s:b, s:s, s:s}", "id", row->id, "name",
				row->name, "role", row->role, "active", row->active, "valid_day",
				row->valid_day, "secret", row->secret));
	}
	return json_pack("{s:O, s:o}", "site", site, "staff", staff);
}

static void mark_name(json_t *name, const struct phrases *phrases)
{
	const char *language;
	json_t *text;
	void *next;

	json_object_foreach_safe (name, next, language, text) {
		_cleanup_free_ char *marked =
			text_printf("%s %s", phrases_get(phrases, language, "training.mark"),
				json_is_string(text) ? json_string_value(text) : "");

		/* A name that has no room for it has the band above it. */
		if (utf8_fits(marked, LIMIT_TEXT)) {
			(void)json_object_set_new(name, language, json_string(marked));
		}
	}
}

json_t *training_copy_site(json_t *real, const struct phrases *phrases)
{
	static const char *const left_out[] = {
		"pages", "voice", "public_url", "closed_days", "staff", "day_end"};
	json_t *site = json_deep_copy(real);
	json_t *service;
	size_t i;

	for (size_t n = 0; n < ELEMENTS(left_out); n++) {
		(void)json_object_del(site, left_out[n]);
	}
	mark_name(json_object_get(site, "name"), phrases);
	(void)json_object_set_new(site, "hours", json_string("always"));
	json_array_foreach (json_object_get(site, "services"), i, service) {
		(void)json_object_del(service, "hours");
	}
	return site;
}

static int read_text(const json_t *object, const char *key, char *ret, size_t size)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && text_is_clean(text) ? text_copy(ret, size, text) : -EBADMSG;
}

static int read_person(const json_t *object, struct staff_row *ret)
{
	const json_t *active = json_object_get(object, "active");

	if (read_text(object, "id", ret->id, sizeof(ret->id)) < 0 ||
		!text_is_id(ret->id, LIMIT_ID) ||
		read_text(object, "name", ret->name, sizeof(ret->name)) < 0 ||
		read_text(object, "role", ret->role, sizeof(ret->role)) < 0 ||
		read_text(object, "valid_day", ret->valid_day, sizeof(ret->valid_day)) < 0 ||
		read_text(object, "secret", ret->secret, sizeof(ret->secret)) < 0 ||
		!json_is_boolean(active)) {
		return -EBADMSG;
	}
	ret->active = json_is_true(active);
	return 0;
}

static int read_staff(const json_t *list, struct training_copy *copy)
{
	size_t n = json_array_size(list);
	int r = json_is_array(list) && n <= LIMIT_STAFF ? 0 : -EBADMSG;

	if (r == 0) {
		copy->staff = memory_new(n + 1, sizeof(*copy->staff));
	}
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = read_person(json_array_get(list, i), &copy->staff[i]);
		copy->n_staff += r == 0;
	}
	return r;
}

static int read_site(json_t *real, const struct phrases *phrases, struct training_copy *copy)
{
	_cleanup_(site_freep) struct site *site = NULL;

	if (!json_is_object(real)) {
		return -EBADMSG;
	}
	copy->site = training_copy_site(real, phrases);
	return site_parse(copy->site, &site, NULL) < 0 ? -EBADMSG : 0;
}

int training_copy_read(const char *text, size_t size, const struct phrases *phrases,
	struct training_copy *ret, const char **ret_why)
{
	struct training_copy copy = {0};
	json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	int r = json_is_object(root) ? 0 : -EBADMSG;

	*ret_why = "it is not whole";
	if (r == 0) {
		*ret_why = "its accounts cannot be read";
		r = read_staff(json_object_get(root, "staff"), &copy);
	}
	if (r == 0) {
		*ret_why = "its site data are not ones that this hub takes";
		r = read_site(json_object_get(root, "site"), phrases, &copy);
	}
	json_decref(root);
	if (r < 0) {
		training_copy_done(&copy);
		return r;
	}
	*ret = copy;
	return 0;
}

void training_copy_done(struct training_copy *copy)
{
	json_decref(copy->site);
	free(copy->staff);
	*copy = (struct training_copy){0};
}
