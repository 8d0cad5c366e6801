/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/lookup-place.h"

#include <string.h>

#include "base/office.h"
#include "base/text.h"
#include "catalogue/link.h"

enum { NAME_BYTES = LIMIT_ROOM(LIMIT_TEXT) };

static const json_t *stated(const struct site *site, const char *key)
{
	return json_object_get(json_object_get(site->json, "catalogue"), key);
}

static bool lists_sector(const json_t *sectors, const char *folded)
{
	char name[NAME_BYTES];
	const json_t *sector;
	size_t i;

	json_array_foreach ((json_t *)sectors, i, sector) {
		office_fold(name, sizeof(name), json_string_value(sector));
		if (strcmp(name, folded) == 0) {
			return true;
		}
	}
	return false;
}

static bool has_name(const struct site_service *service, const char *folded)
{
	char name[NAME_BYTES];

	for (int i = 0; i < service->name.n; i++) {
		office_fold(name, sizeof(name), service->name.text[i]);
		if (strcmp(name, folded) == 0) {
			return true;
		}
	}
	return false;
}

const struct site_service *lookup_place_service(const struct site *site, const char *sector)
{
	const json_t *sectors = stated(site, "sectors");
	char folded[NAME_BYTES];

	office_fold(folded, sizeof(folded), sector);
	for (int i = 0; *folded && i < site->n_services; i++) {
		const struct site_service *service = &site->services[i];

		if (service->active &&
			lists_sector(json_object_get(sectors, service->id), folded)) {
			return service;
		}
	}
	for (int i = 0; *folded && i < site->n_services; i++) {
		if (site->services[i].active && has_name(&site->services[i], folded)) {
			return &site->services[i];
		}
	}
	return NULL;
}

static bool does(const struct site_counter *counter, const char *service)
{
	for (int i = 0; i < counter->n_services; i++) {
		if (strcmp(counter->services[i], service) == 0) {
			return true;
		}
	}
	return false;
}

char *lookup_place_counters(const struct site *site, const char *service, const char *language)
{
	struct textbuf names = {0};

	textbuf_add(&names, "");
	for (int i = 0; i < site->n_counters; i++) {
		if (does(&site->counters[i], service)) {
			textbuf_printf(&names, "%s%s", names.size > 0 ? ", " : "",
				site_text_get(&site->counters[i].name, language));
		}
	}
	return names.data;
}

char *lookup_place_link(const struct site *site, const struct procedure *procedure)
{
	_cleanup_free_ char *wrong = link_check_whole(procedure->text[PROCEDURE_LINK]);
	struct procedure checked = *procedure;
	struct link_rules rules;
	char *link = NULL;

	link_rules_read(stated(site, "links"), &rules);
	if (wrong) {
		checked.text[PROCEDURE_LINK] = "";
	}
	if (link_make_of(&rules, &checked, &link) < 0) {
		(void)!link_make(&rules, LINK_CENTRE, "", NULL, &link);
	}
	link_rules_done(&rules);
	return link;
}
