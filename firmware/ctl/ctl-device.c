/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-ask.h"

#include <inttypes.h>
#include <poll.h>
#include <string.h>

#include "base/base64.h"
#include "base/clock.h"

enum {
	LOOK_MS = 500, /* between two looks */
	/* A device sends within 8 s, however its screen moves. */
	WAIT_MS = 12 * 1000,
};

/* Looks until there is a picture; an enum ctl_exit. */
static int wait_for_picture(struct ctl *ctl, json_t **ret)
{
	const int64_t none[CTL_FIELDS_MAX] = {0};
	_cleanup_free_ char *path = ask_path(ctl, none);
	int64_t until_ms = clock_mono_ms() + WAIT_MS;

	for (;;) {
		json_auto_t *answer = NULL;
		int r = ask_hub_json(ctl, "GET", path, &answer);

		if (r != CTL_OK) {
			return r;
		}
		if (json_is_string(json_object_get(answer, "png"))) {
			*ret = json_incref(answer);
			return CTL_OK;
		}
		if (clock_mono_ms() >= until_ms) {
			say_wrong(
				"%s has sent no picture: is it there? \"layso health\" shows it\n",
				ctl_value(ctl, "NAME"));
			return CTL_REFUSED;
		}
		(void)poll(NULL, 0, LOOK_MS);
	}
}

int device_run_picture(struct ctl *ctl)
{
	const char *path = ctl_value(ctl, "FILE");
	_cleanup_free_ unsigned char *png = NULL;
	json_auto_t *answer = NULL;
	size_t size = 0;
	int64_t age_ms;
	int r = wait_for_picture(ctl, &answer);

	if (r != CTL_OK) {
		return r;
	}
	png = base64_decode(json_string_value(json_object_get(answer, "png")), &size);
	r = text_write_file(path, (const char *)png, size, 0600);
	if (r < 0) {
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		return CTL_USAGE;
	}
	age_ms = json_integer_value(json_object_get(answer, "age_ms"));
	if (ctl->arguments.json) {
		say("{\"age_ms\":%" PRId64 "}\n", age_ms);
		return CTL_OK;
	}
	say("What %s showed %" PRId64 " s ago is in %s.\n", ctl_value(ctl, "NAME"), age_ms / 1000,
		path);
	return CTL_OK;
}
