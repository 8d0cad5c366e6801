/* SPDX-License-Identifier: Apache-2.0 */
/* What the site says about procedures: which service does a sector, where that is, and the link to
 * the portal. Pure. */
#pragma once

#include "catalogue/procedure.h"
#include "queue/site.h"

/* The active service that does a sector: the one that the site data name ("catalogue": {"sectors":
 * {"A": ["Hộ tịch"]}}), else the one that has the sector's name. NULL: none. */
const struct site_service *lookup_place_service(const struct site *site, const char *sector);

/* The counters that usually do a service, "Quầy 1, Quầy 2", "" for none; heap. */
char *lookup_place_counters(
	const struct site *site, const char *service, const char *language) _warn_unused_;

/* The link of a record by the site's rules (catalogue/link.h), else the centre's. Heap; NULL: none
 * that can be used. */
char *lookup_place_link(const struct site *site, const struct procedure *procedure) _warn_unused_;
