/* SPDX-License-Identifier: Apache-2.0 */
/* What a site says of complaints and suggestions: their subjects, how long an answer may take, and
 * the official channel. All of it stays in the object. */
#include <string.h>

#include "base/link-template.h"
#include "base/text.h"
#include "queue/site-reader.h"

/* A text in the site's languages; the first one must be there. */
static void check_words(const struct site_at *at, json_t *object, const char *key)
{
	struct site_at here = site_below(at, key);
	json_t *words = json_object_get(object, key);
	const char *language;
	json_t *text;

	if (!site_is_object(&here, words)) {
		return;
	}
	if (at->site->n_languages > 0 && !json_object_get(words, at->site->languages[0])) {
		site_fault(&here, SITE_WRONG_MISSING, "is missing in '%s'", at->site->languages[0]);
	}
	json_object_foreach (words, language, text) {
		struct site_at one = site_below(&here, language);

		if (!json_is_string(text) || json_string_length(text) == 0) {
			site_fault(&one, SITE_WRONG_MISSING, "must not be empty");
		} else if (site_check_text(&one, text, LIMIT_COMPLAINT_SUBJECT)) {
			site_check_name(&one, json_string_value(text), true);
		}
	}
}

static void check_subject(const struct site_at *at, json_t *subject, json_t *ids)
{
	static const char *const keys[] = {"id", "name", "service", NULL};
	struct site_at id_at = site_below(at, "id");
	struct site_at service_at = site_below(at, "service");
	char id[LIMIT_ID + 1] = "";
	char service[LIMIT_ID + 1] = "";

	if (!site_is_object(at, subject)) {
		return;
	}
	site_refuse_unknown(at, subject, keys);
	site_get_id(at, subject, "id", id);
	check_words(at, subject, "name");
	site_get_id(at, subject, "service", service);
	if (*service && !site_find_service(at->site, service)) {
		site_fault(&service_at, SITE_WRONG_SERVICE, "is the id of no service");
	}
	if (*id && json_object_get(ids, id)) {
		site_fault(&id_at, SITE_WRONG_TWICE, "is used twice");
	} else if (*id) {
		(void)json_object_set_new(ids, id, json_true());
	}
}

static void check_subjects(const struct site_at *at, json_t *complaints)
{
	struct site_at here = site_below(at, "subjects");
	json_t *list = json_object_get(complaints, "subjects");
	size_t n = site_array_size(&here, list, LIMIT_COMPLAINT_SUBJECTS);
	json_t *ids = json_object();

	if (n == 0) {
		site_fault(&here, SITE_WRONG_SUBJECTS,
			"must have a subject; leave complaints out to take none");
	}
	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&here, i);

		check_subject(&one, json_array_get(list, i), ids);
	}
	json_decref(ids);
}

/* {"link": "https://…", "words": {"vi": …}} */
static void check_official(const struct site_at *at, json_t *complaints)
{
	static const char *const keys[] = {"link", "words", NULL};
	struct site_at here = site_below(at, "official");
	struct site_at link_at = site_below(&here, "link");
	json_t *official = json_object_get(complaints, "official");
	const char *link;

	if (!official || !site_is_object(&here, official)) {
		return;
	}
	site_refuse_unknown(&here, official, keys);
	link = site_get_text(&here, official, "link", true);
	site_check_link(&link_at, LINK_CENTRE, link, false);
	check_words(&here, official, "words");
}

void site_check_complaints(const struct site_at *at, json_t *root)
{
	static const char *const keys[] = {"subjects", "days", "count", "official", NULL};
	struct site_at here = site_below(at, "complaints");
	struct site_at days_at = site_below(&here, "days");
	struct site_at count_at = site_below(&here, "count");
	json_t *complaints = json_object_get(root, "complaints");
	const char *count;
	int days = 0;

	if (!complaints || !site_is_object(&here, complaints)) {
		return;
	}
	site_refuse_unknown(&here, complaints, keys);
	check_subjects(&here, complaints);
	if (json_object_get(complaints, "days")) {
		site_get_int(&here, complaints, "days", 1, LIMIT_COMPLAINT_DAYS, 1, &days);
	} else {
		site_fault(&days_at, SITE_WRONG_MISSING, "is missing");
	}
	count = site_get_text(&here, complaints, "count", true);
	if (*count && strcmp(count, "working") != 0 && strcmp(count, "calendar") != 0) {
		site_fault(&count_at, SITE_WRONG_CHOICE, "is neither \"working\" nor \"calendar\"");
	}
	check_official(&here, complaints);
}
