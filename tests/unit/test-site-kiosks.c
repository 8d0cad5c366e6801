/* SPDX-License-Identifier: Apache-2.0 */
/* What people call their devices. */
#include <string.h>

#include "check.h"
#include "queue-fixture.h"
#include "queue/site.h"

static struct site *parse_with(const char *devices, json_t **ret_faults)
{
	json_auto_t *json = fixture_site();
	struct site *site = NULL;

	(void)json_object_set_new(json, "devices", json_loads(devices, 0, NULL));
	return site_parse(json, &site, ret_faults) < 0 ? NULL : site;
}

/* What people call the devices, and where that is wrong. */
static void test_devices(void **state)
{
	static const struct {
		const char *devices;
		const char *fault; /* its path; NULL right */
	} table[] = {
		{"[{\"id\":\"kiosk-1\",\"name\":{\"vi\":\"Máy ở cửa chính\",\"en\":\"At the "
		 "door\"}},"
		 "{\"id\":\"hall-1\",\"name\":{\"vi\":\"Sảnh\"}}]",
			NULL},
		{"{}", "devices"},
		{"[{\"name\":{\"vi\":\"x\"}}]", "devices[0].id"},
		{"[{\"id\":\"a/b\",\"name\":{\"vi\":\"x\"}}]", "devices[0].id"},
		{"[{\"id\":\"a\"}]", "devices[0].name"},
		{"[{\"id\":\"a\",\"name\":{\"vi\":\"x\"}},{\"id\":\"a\",\"name\":{\"vi\":\"y\"}}]",
			"devices[1].id"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(table); i++) {
		json_auto_t *found = NULL;
		_cleanup_(site_freep) struct site *site = parse_with(table[i].devices, &found);
		const char *path =
			json_string_value(json_object_get(json_array_get(found, 0), "path"));

		if (table[i].fault) {
			if (site || strcmp(path, table[i].fault) != 0) {
				fail_msg("%s: %s", table[i].devices, site ? "taken" : path);
			}
			continue;
		}
		assert_non_null(site);
		assert_string_equal(json_string_value(json_object_get(
					    site_device_name(site, "kiosk-1/printer"), "en")),
			"At the door");
		assert_non_null(site_device_name(site, "hall-1"));
		assert_null(site_device_name(site, "hall-10"));
		assert_null(site_device_name(NULL, "hall-1"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
