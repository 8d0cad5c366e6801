/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/life-events.h"

#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/pictograms.h"
#include "base/text.h"
#include "catalogue/procedure-code.h"
#include "catalogue/vn-fold.h"

struct life_event {
	json_t *json; /* its own copy */
	size_t n_words;
	char **words; /* " khai sinh ", as they stand in a name's */
	size_t n_sectors;
	char **sectors; /* the same, of the whole sector */
};

struct life_events {
	size_t n;
	struct life_event events[LIFE_EVENTS_MAX];
};

struct life_events *life_events_new(void)
{
	return memory_new(1, sizeof(struct life_events));
}

static void event_done(struct life_event *event)
{
	for (size_t i = 0; i < event->n_words; i++) {
		free(event->words[i]);
	}
	for (size_t i = 0; i < event->n_sectors; i++) {
		free(event->sectors[i]);
	}
	free((void *)event->words);
	free((void *)event->sectors);
	json_decref(event->json);
}

void life_events_free(struct life_events *events)
{
	for (size_t i = 0; events && i < events->n; i++) {
		event_done(&events->events[i]);
	}
	free(events);
}

/* ---- words ---- */

/* Adds the words of a text with a space behind each. */
static void add_words(struct textbuf *out, const char *text)
{
	struct vn_word word;

	while (vn_fold_next(&text, &word)) {
		textbuf_add(out, word.telex);
		textbuf_add(out, " ");
	}
}

/* The words of each text of a list; those without words are left out. */
static size_t fold_list(const json_t *list, char ***ret)
{
	const json_t *text;
	size_t i, n = 0;

	*ret = memory_new(json_array_size(list) + 1, sizeof(**ret));
	json_array_foreach ((json_t *)list, i, text) {
		struct textbuf words = {0};

		textbuf_add(&words, " ");
		add_words(&words, json_is_string(text) ? json_string_value(text) : "");
		if (words.size > 1) {
			(*ret)[n++] = words.data;
		} else {
			textbuf_done(&words);
		}
	}
	return n;
}

/* ---- the list ---- */

static bool has_same_name(const json_t *one, const json_t *other)
{
	const char *language;
	const json_t *name;

	json_object_foreach ((json_t *)one, language, name) {
		if (json_equal(name, json_object_get(other, language))) {
			return true;
		}
	}
	return false;
}

/* An event that takes another one's place leaves it empty; *ret_former: that one, to be freed; NULL
 * none. */
static struct life_event *place_of(
	struct life_events *events, const json_t *name, json_t **ret_former)
{
	*ret_former = NULL;
	for (size_t i = 0; i < events->n; i++) {
		struct life_event *event = &events->events[i];

		if (has_same_name(name, json_object_get(event->json, "name"))) {
			*ret_former = json_incref(event->json);
			event_done(event);
			return event;
		}
	}
	return events->n < LIFE_EVENTS_MAX ? &events->events[events->n++] : NULL;
}

static bool is_name(const json_t *name)
{
	const char *language;
	const json_t *text;

	json_object_foreach ((json_t *)name, language, text) {
		if (json_string_length(text) == 0) {
			return false;
		}
	}
	return json_object_size(name) > 0;
}

void life_events_add(struct life_events *events, const json_t *list)
{
	json_t *json;
	size_t i;

	json_array_foreach ((json_t *)list, i, json) {
		const json_t *name = json_object_get(json, "name");
		json_t *former = NULL;
		struct life_event *event = is_name(name) ? place_of(events, name, &former) : NULL;

		if (event) {
			*event = (struct life_event){.json = json_deep_copy(json)};
			if (former && !json_object_get(json, "pictogram")) {
				(void)json_object_set(event->json, "pictogram",
					json_object_get(former, "pictogram"));
			}
			event->n_words = fold_list(json_object_get(json, "words"), &event->words);
			event->n_sectors =
				fold_list(json_object_get(json, "sectors"), &event->sectors);
		}
		json_decref(former);
	}
}

int life_events_load(struct life_events *events, const char *path)
{
	_cleanup_free_ char *text = NULL;
	json_t *list;
	size_t size;
	int r = text_read_file(path, LIFE_EVENTS_BYTES, &text, &size);

	if (r < 0) {
		return r;
	}
	list = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	r = json_is_array(list) ? 0 : -EINVAL;
	life_events_add(events, r == 0 ? list : NULL);
	json_decref(list);
	return r;
}

struct life_events *life_events_read(const json_t *own)
{
	_cleanup_free_ char *path = text_printf("%s/life-events.json", paths_datadir());
	struct life_events *events = life_events_new();
	int r = life_events_load(events, path);

	if (r < 0) {
		log_warning(FAULT_SITE, "the life events cannot be read from %s: %s", path,
			strerror(-r));
	}
	life_events_add(events, own);
	return events;
}

size_t life_events_count(const struct life_events *events)
{
	return events->n;
}

bool life_events_has(const struct life_events *events, size_t event, const char *language)
{
	return *json_get_text(json_object_get(events->events[event].json, "name"), language) !=
		'\0';
}

const char *life_events_name(const struct life_events *events, size_t event, const char *language)
{
	json_t *names = json_object_get(events->events[event].json, "name");
	const char *name = json_get_text(names, language);

	return *name ? name : json_string_value(json_object_iter_value(json_object_iter(names)));
}

const char *life_events_pictogram(const struct life_events *events, size_t event)
{
	const char *name = json_get_text(events->events[event].json, "pictogram");

	return pictograms_find(name) ? name : "";
}

/* ---- which ones a procedure goes with ---- */

static bool goes_with(
	const struct life_event *event, const char *code, const char *names, const char *sector)
{
	const json_t *codes = json_object_get(event->json, "procedures"), *one;
	size_t i;

	for (i = 0; i < event->n_words; i++) {
		if (strstr(names, event->words[i])) {
			return true;
		}
	}
	for (i = 0; i < event->n_sectors; i++) {
		if (strcmp(sector, event->sectors[i]) == 0) {
			return true;
		}
	}
	json_array_foreach ((json_t *)codes, i, one) {
		const char *text = json_is_string(one) ? json_string_value(one) : "";

		if (strcmp(text, code) == 0 || procedure_code_same(text, code)) {
			return true;
		}
	}
	return false;
}

uint64_t life_events_of(const struct life_events *events, const struct procedure *procedure)
{
	_cleanup_(textbuf_done) struct textbuf names = {0}, sector = {0};
	const char *code = procedure->text[PROCEDURE_CODE];
	uint64_t found = 0;

	textbuf_add(&names, " ");
	add_words(&names, procedure->text[PROCEDURE_NAME]);
	for (size_t i = 0; i < procedure_count(procedure, PROCEDURE_EVERYDAY); i++) {
		/* What stands between two names is no word. */
		textbuf_add(&names, "| ");
		add_words(&names, procedure_entry(procedure, PROCEDURE_EVERYDAY, i));
	}
	textbuf_add(&sector, " ");
	add_words(&sector, procedure->text[PROCEDURE_SECTOR]);
	for (size_t i = 0; i < events->n; i++) {
		if (goes_with(&events->events[i], *code ? code : procedure->text[PROCEDURE_KEY],
			    names.data, sector.data)) {
			found |= UINT64_C(1) << i;
		}
	}
	return found;
}
