/* SPDX-License-Identifier: Apache-2.0 */
/* Site files: taken whole or refused with each fault, and what is taken is taken again. */
#include <string.h>

#include "fuzz.h"
#include "queue/site.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(site_freep) struct site *site = NULL;
	_cleanup_(site_freep) struct site *again = NULL;
	_cleanup_free_ char *text = NULL;
	json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	json_t *faults = NULL;
	int r;

	if (!json) {
		return 0;
	}
	r = site_parse(json, &site, &faults);
	FUZZ_REQUIRE(r == 0 || json_array_size(faults) > 0);
	json_decref(faults);
	json_decref(json);
	if (r < 0) {
		return 0;
	}
	text = json_dumps(site->json, JSON_COMPACT);
	FUZZ_REQUIRE(text);
	json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	FUZZ_REQUIRE(json && site_parse(json, &again, NULL) == 0);
	json_decref(json);
	FUZZ_REQUIRE(again->n_services == site->n_services && again->n_staff == site->n_staff);
	for (int i = 0; i < site->n_services; i++) {
		FUZZ_REQUIRE(site_find_service(site, site->services[i].id) == &site->services[i]);
		FUZZ_REQUIRE(site_text_get(&site->services[i].name, "vi"));
	}
	return 0;
}
