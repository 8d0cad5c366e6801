/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/free-online.h"

#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue-age.h"
#include "catalogue/lookup-place.h"

struct row {
	size_t sector; /* its place in sectors */
	struct catalogue_dates dates;
};

struct free_online {
	size_t n_sectors;
	char **sectors; /* each once; heap */
	size_t n;
	struct row *rows;
};

struct free_online *free_online_new(void)
{
	return memory_new(1, sizeof(struct free_online));
}

void free_online_free(struct free_online *list)
{
	if (!list) {
		return;
	}
	for (size_t i = 0; i < list->n_sectors; i++) {
		free(list->sectors[i]);
	}
	free(list->sectors);
	free(list->rows);
	free(list);
}

static size_t place_of(struct free_online *list, const char *sector)
{
	for (size_t i = 0; i < list->n_sectors; i++) {
		if (strcmp(list->sectors[i], sector) == 0) {
			return i;
		}
	}
	list->sectors = memory_grow(list->sectors, list->n_sectors + 1, sizeof(*list->sectors));
	list->sectors[list->n_sectors] = text_dup(sector);
	return list->n_sectors++;
}

void free_online_add(struct free_online *list, const struct procedure *procedure)
{
	struct row *row;

	if (!procedure_is_free_online(procedure)) {
		return;
	}
	list->rows = memory_grow(list->rows, list->n + 1, sizeof(*list->rows));
	row = &list->rows[list->n++];
	row->sector = place_of(list, procedure->text[PROCEDURE_SECTOR]);
	catalogue_dates_of(procedure, &row->dates);
}

void free_online_count(const struct free_online *list, const struct site *site, const char *today,
	int ret[LIMIT_SERVICES])
{
	_cleanup_free_ int *of_sector = memory_new(list->n_sectors + 1, sizeof(*of_sector));

	for (size_t i = 0; i < list->n; i++) {
		const struct row *row = &list->rows[i];

		of_sector[row->sector] +=
			catalogue_age_is_valid(catalogue_dates_age(&row->dates, today, NULL));
	}
	for (size_t i = 0; i < list->n_sectors; i++) {
		const struct site_service *service =
			of_sector[i] > 0 ? lookup_place_service(site, list->sectors[i]) : NULL;

		if (service) {
			ret[service - site->services] += of_sector[i];
		}
	}
}

int free_online_of_service(const struct free_online *list, const struct site *site,
	const char *today, const char *service)
{
	const struct site_service *found = site_find_service(site, service);
	int counts[LIMIT_SERVICES] = {0};

	if (!found) {
		return 0;
	}
	free_online_count(list, site, today, counts);
	return counts[found - site->services];
}
