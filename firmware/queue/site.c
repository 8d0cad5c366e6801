/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups in a parsed site; site-parse.c creates it. */
#include "queue/site.h"

#include <string.h>

#include "base/json-get.h"
#include "base/text.h"

static void words_free(struct site_text *text)
{
	for (int i = 0; i < text->n; i++) {
		free(text->text[i]);
	}
}

void site_free(struct site *site)
{
	if (!site) {
		return;
	}
	words_free(&site->name);
	for (int i = 0; i < site->n_closed_days; i++) {
		words_free(&site->closed_days[i].name);
	}
	for (int i = 0; i < site->n_services; i++) {
		words_free(&site->services[i].name);
		words_free(&site->services[i].bring);
	}
	for (int i = 0; i < site->n_groups; i++) {
		words_free(&site->groups[i].name);
	}
	for (int i = 0; i < site->n_counters; i++) {
		words_free(&site->counters[i].name);
	}
	for (int i = 0; i < site->n_staff; i++) {
		free(site->staff[i].name);
	}
	for (int i = 0; i < site->n_reasons; i++) {
		words_free(&site->reasons[i].name);
	}
	for (int i = 0; i < site->n_outcomes; i++) {
		words_free(&site->outcomes[i].name);
	}
	free(site->public_url);
	free(site->closed_days);
	free(site->services);
	free(site->groups);
	free(site->counters);
	free(site->staff);
	free(site->reasons);
	free(site->outcomes);
	json_decref(site->json);
	free(site);
}

char *site_ticket_link(const struct site *site, const char *token)
{
	const char *base = site ? site->public_url : "";
	size_t length = strlen(base);

	while (length > 0 && base[length - 1] == '/') {
		length--;
	}
	return length > 0 && *token ? text_printf("%.*s/t/%s", (int)length, base, token) : NULL;
}

const struct site_service *site_find_service(const struct site *site, const char *id)
{
	for (int i = 0; i < site->n_services; i++) {
		if (strcmp(site->services[i].id, id) == 0) {
			return &site->services[i];
		}
	}
	return NULL;
}

const char *site_clip(const struct site *site, const char *language, const char *clip)
{
	const json_t *voice = site ? json_object_get(site->json, "voice") : NULL;

	return json_get_text(json_object_get(voice, language), clip);
}

bool site_names_clip(const struct site *site, const char *id)
{
	json_t *voice = json_object_get(site->json, "voice"), *clips, *value;
	const char *language, *clip;

	json_object_foreach (voice, language, clips) {
		json_object_foreach (clips, clip, value) {
			if (strcmp(json_string_value(value), id) == 0) {
				return true;
			}
		}
	}
	return false;
}

const struct site_counter *site_find_counter(const struct site *site, int number)
{
	for (int i = 0; i < site->n_counters; i++) {
		if (site->counters[i].number == number) {
			return &site->counters[i];
		}
	}
	return NULL;
}

const struct site_staff *site_find_staff(const struct site *site, const char *id)
{
	for (int i = 0; i < site->n_staff; i++) {
		if (strcmp(site->staff[i].id, id) == 0) {
			return &site->staff[i];
		}
	}
	return NULL;
}

static const struct site_word *find_word(const struct site_word *words, int n, const char *id)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(words[i].id, id) == 0) {
			return &words[i];
		}
	}
	return NULL;
}

const struct site_word *site_find_group(const struct site *site, const char *id)
{
	return find_word(site->groups, site->n_groups, id);
}

const struct site_word *site_find_reason(const struct site *site, const char *id)
{
	return find_word(site->reasons, site->n_reasons, id);
}

const struct site_word *site_find_outcome(const struct site *site, const char *id)
{
	return find_word(site->outcomes, site->n_outcomes, id);
}

const char *site_own_text(const struct site *site, const char *key, const char *language)
{
	const json_t *words = json_object_get(json_object_get(site->json, "texts"), key);
	const char *text = json_string_value(json_object_get(words, language));

	if (!text) {
		text = json_string_value(json_object_get(words, site->languages[0]));
	}
	return text ? text : "";
}

const char *site_text_get(const struct site_text *text, const char *language)
{
	for (int i = 0; i < text->n; i++) {
		if (strcmp(text->language[i], language) == 0) {
			return text->text[i];
		}
	}
	return text->n > 0 ? text->text[0] : "";
}
