/* SPDX-License-Identifier: Apache-2.0 */
/* What people call the devices, and what the site data say about each kiosk: the services that it
 * offers, and what its buttons do instead of what its board file says. The values stay in the
 * object, where the kiosk reads them; here they are only checked. Wiring (lines, printers, screens)
 * is only in the board file. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "queue/site-reader.h"

static void check_service(const struct site_at *at, const json_t *json)
{
	const char *id = json_string_value(json);

	if (!id || !site_find_service(at->site, id)) {
		site_fault(at, SITE_WRONG_SERVICE, "is not the id of a service");
	}
}

static void check_services(const struct site_at *at, json_t *list)
{
	size_t n = site_array_size(at, list, LIMIT_SERVICES);

	if (n == 0) {
		site_fault(at, SITE_WRONG_NO_SERVICE,
			"must name a service; leave it out for all of them");
	}
	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(at, i);

		check_service(&one, json_array_get(list, i));
		if (site_is_doubled(list, i)) {
			site_import_fault(&one, SITE_WRONG_TWICE, "is used twice");
		}
	}
}

static void check_buttons(const struct site_at *at, json_t *buttons)
{
	const char *name;
	json_t *value;

	if (!site_is_object(at, buttons)) {
		return;
	}
	if (json_object_size(buttons) > LIMIT_KIOSK_BUTTONS) {
		site_fault_limits(at, SITE_WRONG_MANY, 0, LIMIT_KIOSK_BUTTONS,
			"has %zu entries; at most %d are allowed", json_object_size(buttons),
			LIMIT_KIOSK_BUTTONS);
	}
	json_object_foreach (buttons, name, value) {
		struct site_at here = site_below(at, name);

		check_service(&here, value);
	}
}

static void check_kiosk(const struct site_at *at, json_t *list, size_t index)
{
	json_t *kiosk = json_array_get(list, index);
	struct site_at name_at = site_below(at, "name");
	struct site_at services_at = site_below(at, "services");
	struct site_at buttons_at = site_below(at, "buttons");
	char name[LIMIT_ID + 1] = "";

	if (!site_is_object(at, kiosk)) {
		return;
	}
	site_refuse_unknown(at, kiosk, (const char *const[]){"name", "services", "buttons", NULL});
	site_get_id(at, kiosk, "name", name);
	for (size_t i = 0; i < index && *name; i++) {
		const char *other =
			json_string_value(json_object_get(json_array_get(list, i), "name"));

		if (other && strcmp(other, name) == 0) {
			site_fault(&name_at, SITE_WRONG_TWICE, "is used twice");
		}
	}
	if (json_object_get(kiosk, "services")) {
		check_services(&services_at, json_object_get(kiosk, "services"));
	}
	if (json_object_get(kiosk, "buttons")) {
		check_buttons(&buttons_at, json_object_get(kiosk, "buttons"));
	}
}

void site_check_kiosks(const struct site_at *at, json_t *root)
{
	struct site_at here = site_below(at, "kiosks");
	json_t *list = json_object_get(root, "kiosks");
	size_t n = site_array_size(&here, list, LIMIT_KIOSKS);

	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&here, i);

		check_kiosk(&one, list, i);
	}
}

static void check_device(const struct site_at *at, json_t *list, size_t index)
{
	json_t *device = json_array_get(list, index);
	struct site_at id_at = site_below(at, "id");
	struct site_at name_at = site_below(at, "name");
	struct site_text name = {0};
	char id[LIMIT_ID + 1] = "";

	if (!site_is_object(at, device)) {
		return;
	}
	site_refuse_unknown(at, device, (const char *const[]){"id", "name", NULL});
	site_get_id(at, device, "id", id);
	if (*id && device != site_find_device(list, id)) {
		site_fault(&id_at, SITE_WRONG_TWICE, "is used twice");
	}
	site_parse_words(&name_at, json_object_get(device, "name"), true, &name);
	for (int i = 0; i < name.n; i++) {
		struct site_at here = site_below(&name_at, name.language[i]);

		if (at->strict && !utf8_fits(name.text[i], LIMIT_DEVICE_NAME)) {
			site_fault_limits(&here, SITE_WRONG_LONG, 0, LIMIT_DEVICE_NAME,
				"has more than %d characters", LIMIT_DEVICE_NAME);
		}
		free(name.text[i]);
	}
}

void site_check_devices(const struct site_at *at, json_t *root)
{
	struct site_at here = site_below(at, "devices");
	json_t *list = json_object_get(root, "devices");
	size_t n = site_array_size(&here, list, LIMIT_DEVICES);

	for (size_t i = 0; i < n; i++) {
		struct site_at one = site_element(&here, i);

		check_device(&one, list, i);
	}
}

const json_t *site_find_device(const json_t *list, const char *id)
{
	const json_t *device;
	size_t i;

	json_array_foreach (list, i, device) {
		const char *other = json_string_value(json_object_get(device, "id"));

		if (other && strcmp(other, id) == 0) {
			return device;
		}
	}
	return NULL;
}

const json_t *site_device_name(const struct site *site, const char *device)
{
	_cleanup_free_ char *id = text_printf("%.*s", (int)strcspn(device, "/"), device);

	return site ? json_object_get(
			      site_find_device(json_object_get(site->json, "devices"), id), "name")
		    : NULL;
}
