/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-find.h"

#include <string.h>

#include "base/json-get.h"
#include "base/paths.h"
#include "base/text.h"
#include "client/client.h"
#include "drivers/gpio-scan.h"
#include "drivers/sound-card.h"

enum { ANSWER_MS = 5000, HTTP_OK = 200 };

static void find_screens(struct setup_found *found)
{
	for (int i = 0; i < found->machine.n_screens; i++) {
		const struct machine_screen *screen = &found->machine.screens[i];
		const char *output = strchr(screen->name, '-'); /* of "card0-HDMI-A-1" */

		if (screen->connected && output && found->n_screens < SETUP_SCREENS_MAX) {
			text_copy_cut(found->screen[found->n_screens++], sizeof(found->screen[0]),
				output + 1);
		}
	}
}

/* A line each: "PCH,3  HDA Intel PCH, HDMI 0". */
static void find_sounds(struct setup_found *found)
{
	_cleanup_(textbuf_done) struct textbuf list = {0};
	char *rest = NULL;

	sound_card_list(&list);
	for (char *line = list.data ? strtok_r(list.data, "\n", &rest) : NULL;
		line && found->n_sounds < SETUP_SOUNDS_MAX; line = strtok_r(NULL, "\n", &rest)) {
		line[strcspn(line, " \t")] = '\0';
		text_copy_cut(found->sound[found->n_sounds++], SOUND_DEVICE_SIZE, line);
	}
}

static bool has_settings(const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s.conf", paths_etcdir(), name);

	return access(path, F_OK) == 0;
}

static json_t *ask(const struct ctl *ctl, const char *path)
{
	_cleanup_free_ char *body = NULL;
	int status = 0;
	int r = client_call(ctl->hub, ctl->token, "GET", path, NULL, ANSWER_MS, &status, &body);

	return r < 0 || status != HTTP_OK ? NULL : json_loads(body, 0, NULL);
}

bool setup_hub_answers(const struct ctl *ctl)
{
	json_auto_t *answer = ask(ctl, "/api/v1/state");

	return answer != NULL;
}

static void ask_hub_for_more(const struct ctl *ctl, struct setup_found *found)
{
	json_auto_t *staff = ask(ctl, "/api/v1/staff");
	json_auto_t *site = ask(ctl, "/api/v1/site");
	const json_t *one;
	size_t i;

	json_array_foreach (json_object_get(staff, "staff"), i, one) {
		found->has_admin =
			found->has_admin || strcmp(json_get_text(one, "role"), "admin") == 0;
	}
	found->has_site =
		json_array_size(json_object_get(json_object_get(site, "site"), "services")) > 0;
}

void setup_find(const struct ctl *ctl, const struct phrases *phrases, struct gpio_facts *gpio,
	struct setup_found *ret)
{
	*ret = (struct setup_found){.gpio = NULL};
	machine_scan("/sys", &ret->machine);
	ret->n_serial = serial_devices_scan("", ret->serial);
#if LAYSO_GPIO
	if (gpio_scan(gpio) == 0) {
		ret->gpio = gpio;
	}
#else
	(void)gpio;
#endif
	find_screens(ret);
	find_sounds(ret);
	for (size_t i = 0; i < ELEMENTS(ret->language) && *phrases_language(phrases, i); i++) {
		text_copy_cut(ret->language[ret->n_languages++], sizeof(ret->language[0]),
			phrases_language(phrases, i));
	}
	ret->has_hub = has_settings("hubd");
	ret->has_kiosk = has_settings("kioskd");
	ret->has_hall = has_settings("halld");
	if (ret->has_hub) {
		ask_hub_for_more(ctl, ret);
	}
}
