/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/lookup-catalogue.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/office.h"
#include "base/text.h"
#include "catalogue/catalogue-age.h"
#include "catalogue/free-online.h"
#include "catalogue/procedure-index.h"

enum { SORT_BYTES = 96 };

/* A procedure; its record stays text, which needs a tenth of the memory. */
struct row {
	char *key, *name, *sector; /* heap */
	uint64_t events; /* with which it goes, a bit each */
	const char *json; /* in the export */
	size_t size;
};

struct lookup_catalogue {
	char *text;
	struct life_events *events; /* NULL none */
	uint64_t used_events; /* with which any procedure goes */
	struct procedure_index *procedures; /* to search among */
	struct free_online *free_online;
	char today[DAY_LENGTH + 1];
	size_t n;
	struct row *rows; /* by sector, then by name, as people sort */
};

void lookup_catalogue_free(struct lookup_catalogue *catalogue)
{
	if (!catalogue) {
		return;
	}
	procedure_index_free(catalogue->procedures);
	life_events_free(catalogue->events);
	free_online_free(catalogue->free_online);
	for (size_t i = 0; i < catalogue->n; i++) {
		free(catalogue->rows[i].key);
		free(catalogue->rows[i].name);
		free(catalogue->rows[i].sector);
	}
	free(catalogue->rows);
	free(catalogue->text);
	free(catalogue);
}

/* ---- making it ---- */

static int parse(const char *json, size_t size, struct procedure **ret)
{
	struct procedure_fault fault;
	json_t *record = json_loadb(json, size, JSON_REJECT_DUPLICATES, NULL);
	int r = record ? procedure_from_json(record, ret, &fault) : -EBADMSG;

	json_decref(record);
	return r < 0 ? -EBADMSG : 0;
}

static int add(struct lookup_catalogue *catalogue, const char *json, size_t size, const char *today)
{
	_cleanup_(procedure_freep) struct procedure *procedure = NULL;
	int r = parse(json, size, &procedure);
	uint64_t events;

	if (r < 0 || !catalogue_age_is_valid(catalogue_age_of(procedure, today, NULL))) {
		return r;
	}
	events = catalogue->events ? life_events_of(catalogue->events, procedure) : 0;
	catalogue->used_events |= events;
	catalogue->rows = memory_grow(catalogue->rows, catalogue->n + 1, sizeof(*catalogue->rows));
	catalogue->rows[catalogue->n++] = (struct row){
		.key = text_dup(procedure->text[PROCEDURE_KEY]),
		.name = text_dup(procedure->text[PROCEDURE_NAME]),
		.sector = text_dup(procedure->text[PROCEDURE_SECTOR]),
		.events = events,
		.json = json,
		.size = size,
	};
	free_online_add(catalogue->free_online, procedure);
	return procedure_index_add(catalogue->procedures, procedure);
}

/* The export has a record on each line, with a comma behind all but the last. */
static int add_lines(struct lookup_catalogue *catalogue, const char *today)
{
	static const char first[] = "{\"procedures\": [\n", last[] = "]}\n";
	const char *at = catalogue->text;
	int r = 0;

	if (strncmp(at, first, strlen(first)) != 0) {
		return -EBADMSG;
	}
	at += strlen(first);
	while (r == 0 && *at && strcmp(at, last) != 0) {
		const char *end = strchr(at, '\n');
		size_t size = end ? (size_t)(end - at) : 0;

		if (size > 0) { /* without records a line is empty */
			size -= at[size - 1] == ',';
			r = add(catalogue, at, size, today);
		}
		at = end ? end + 1 : "";
	}
	return r == 0 && !*at ? -EBADMSG : r; /* cut off */
}

static int compare(const char *a, const char *b)
{
	char fold_a[SORT_BYTES], fold_b[SORT_BYTES];
	int order;

	office_fold(fold_a, sizeof(fold_a), a);
	office_fold(fold_b, sizeof(fold_b), b);
	order = strcmp(fold_a, fold_b);
	return order ? order : strcmp(a, b);
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *row_a = a, *row_b = b;
	int order = compare(row_a->sector, row_b->sector);

	order = order ? order : compare(row_a->name, row_b->name);
	return order ? order : strcmp(row_a->key, row_b->key);
}

int lookup_catalogue_new(char *text, struct search_words *words, struct life_events *events,
	const char *today, struct lookup_catalogue **ret)
{
	_cleanup_(lookup_catalogue_freep) struct lookup_catalogue *catalogue =
		memory_new(1, sizeof(*catalogue));
	int r;

	catalogue->text = text;
	catalogue->events = events;
	catalogue->free_online = free_online_new();
	text_copy_cut(catalogue->today, sizeof(catalogue->today), today);
	r = procedure_index_open(words, &catalogue->procedures);
	if (r == 0) {
		r = add_lines(catalogue, today);
	}
	if (r == 0) {
		r = procedure_index_finish(catalogue->procedures);
	}
	if (catalogue->n > 0) {
		qsort(catalogue->rows, catalogue->n, sizeof(*catalogue->rows), compare_rows);
	}
	if (r == 0) {
		*ret = TAKE_PTR(catalogue);
	}
	return r;
}

size_t lookup_catalogue_count(const struct lookup_catalogue *catalogue)
{
	return catalogue->n;
}

int lookup_catalogue_free_online(
	const struct lookup_catalogue *catalogue, const struct site *site, const char *service)
{
	return free_online_of_service(catalogue->free_online, site, catalogue->today, service);
}

/* ---- finding ---- */

static void set_entry(struct lookup_entry *entry, const char *id, const char *name)
{
	*entry = (struct lookup_entry){0};
	text_copy_cut(entry->id, sizeof(entry->id), id);
	text_copy_cut(entry->name, sizeof(entry->name), name);
}

_Static_assert((int)SEARCH_HITS <= (int)LOOKUP_ENTRIES_MAX, "a list has all hits");
_Static_assert((int)SEARCH_CHOICES <= (int)LOOKUP_CHOICES_MAX, "a question has all choices");
_Static_assert((int)LIFE_EVENTS_MAX <= (int)LOOKUP_ENTRIES_MAX, "a list has all events");
_Static_assert((int)PROCEDURE_KEY_MAX < (int)LOOKUP_ID_SIZE, "an id has any key");

int lookup_catalogue_find(
	struct lookup_catalogue *catalogue, const char *question, struct lookup_found *ret)
{
	_cleanup_free_ struct search_answer *answer = memory_new(1, sizeof(*answer));
	int r = procedure_index_ask(catalogue->procedures, question, answer);

	if (r < 0) {
		return r;
	}
	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < answer->hit_count; i++) {
		set_entry(&ret->entries[ret->n++], answer->hits[i].key, answer->hits[i].name);
	}
	for (size_t i = 0; i < answer->choice_count; i++) {
		const struct search_choice *from = &answer->choices[i];
		struct lookup_choice *choice = &ret->choices[ret->n_choices++];

		text_copy_cut(choice->label, sizeof(choice->label), from->label);
		for (size_t hit = 0; hit < from->hit_count; hit++) {
			choice->entries[choice->n++] = (int)from->hits[hit];
		}
	}
	return 0;
}

/* Sectors and life events have no id, and their place in the list changes: a hash of the name. */
static void id_of(const char *name, char ret[LOOKUP_ID_SIZE])
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (; *name; name++) {
		hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	}
	(void)snprintf(ret, LOOKUP_ID_SIZE, "%016" PRIx64, hash);
}

int lookup_catalogue_sectors(const struct lookup_catalogue *catalogue,
	struct lookup_entry ret[LOOKUP_ENTRIES_MAX], int *ret_more)
{
	char id[LOOKUP_ID_SIZE];
	int n = 0;

	*ret_more = 0;
	for (size_t i = 0; i < catalogue->n; i++) {
		const char *sector = catalogue->rows[i].sector;

		if (!*sector || (i > 0 && strcmp(sector, catalogue->rows[i - 1].sector) == 0)) {
			continue;
		}
		if (n == LOOKUP_ENTRIES_MAX) {
			++*ret_more;
		} else {
			id_of(sector, id);
			set_entry(&ret[n++], id, sector);
		}
	}
	return n;
}

/* Adds a procedure to a list, as long as there is room. */
static void add_found(struct lookup_found *found, const struct row *row)
{
	if (found->n == LOOKUP_ENTRIES_MAX) {
		found->more++;
	} else {
		set_entry(&found->entries[found->n++], row->key, row->name);
	}
}

void lookup_catalogue_of_sector(
	const struct lookup_catalogue *catalogue, const char *id, struct lookup_found *ret)
{
	char own[LOOKUP_ID_SIZE];

	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < catalogue->n; i++) {
		id_of(catalogue->rows[i].sector, own);
		if (strcmp(own, id) == 0) {
			add_found(ret, &catalogue->rows[i]);
		}
	}
}

/* Language by language names change; the Vietnamese one says which event it is. */
static void event_id(const struct life_events *events, size_t event, char ret[LOOKUP_ID_SIZE])
{
	id_of(life_events_name(events, event, "vi"), ret);
}

bool lookup_catalogue_has_events(const struct lookup_catalogue *catalogue)
{
	return catalogue->used_events != 0;
}

int lookup_catalogue_events(const struct lookup_catalogue *catalogue, const char *language,
	struct lookup_entry ret[LOOKUP_ENTRIES_MAX])
{
	char id[LOOKUP_ID_SIZE];
	int n = 0;

	for (size_t event = 0; event < LIFE_EVENTS_MAX; event++) {
		if (catalogue->used_events >> event & 1) {
			const char *name = life_events_name(catalogue->events, event, language);

			event_id(catalogue->events, event, id);
			set_entry(&ret[n], id, name);
			text_copy_cut(ret[n].language, sizeof(ret[n].language),
				life_events_has(catalogue->events, event, language) ? language
										    : "");
			text_copy_cut(ret[n].pictogram, sizeof(ret[n].pictogram),
				life_events_pictogram(catalogue->events, event));
			n++;
		}
	}
	return n;
}

void lookup_catalogue_of_event(
	const struct lookup_catalogue *catalogue, const char *id, struct lookup_found *ret)
{
	char own[LOOKUP_ID_SIZE];
	uint64_t bit = 0;

	memset(ret, 0, sizeof(*ret));
	for (size_t event = 0; event < LIFE_EVENTS_MAX; event++) {
		if (catalogue->used_events >> event & 1) {
			event_id(catalogue->events, event, own);
			bit |= strcmp(own, id) == 0 ? UINT64_C(1) << event : 0;
		}
	}
	for (size_t i = 0; i < catalogue->n; i++) {
		if (catalogue->rows[i].events & bit) {
			add_found(ret, &catalogue->rows[i]);
		}
	}
}

int lookup_catalogue_open(
	const struct lookup_catalogue *catalogue, const char *id, struct procedure **ret)
{
	for (size_t i = 0; i < catalogue->n; i++) {
		if (strcmp(catalogue->rows[i].key, id) == 0) {
			return parse(catalogue->rows[i].json, catalogue->rows[i].size, ret);
		}
	}
	return -ENOENT;
}
