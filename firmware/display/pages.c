/* SPDX-License-Identifier: Apache-2.0 */
#include "display/pages.h"

#include <string.h>

#include "base/json-get.h"

static bool is_shown(const json_t *page, const char *day,
	bool (*has)(const char *picture, void *userdata), void *userdata)
{
	const char *from = json_get_text(page, "from");
	const char *to = json_get_text(page, "to");
	const char *picture = json_get_text(page, "picture");

	if (json_is_false(json_object_get(page, "on")) || (*picture && !has(picture, userdata))) {
		return false;
	}
	if (!*picture && !json_object_get(page, "title") && !json_object_get(page, "text")) {
		return false;
	}
	if ((*from || *to) && !*day) {
		return false;
	}
	return (!*from || strcmp(day, from) >= 0) && (!*to || strcmp(day, to) <= 0);
}

static int64_t length_ms(const json_t *page)
{
	json_int_t seconds = json_integer_value(json_object_get(page, "seconds"));

	return (seconds > 0 ? seconds : PAGES_SECONDS) * 1000;
}

struct pages_turn pages_find(const json_t *pages, const char *day, int64_t since_ms,
	int64_t rest_ms, bool (*has)(const char *picture, void *userdata), void *userdata)
{
	int64_t round_ms = rest_ms, end_ms = rest_ms;
	struct pages_turn none = {-1, INT64_MAX};
	size_t i;
	json_t *page;

	json_array_foreach (pages, i, page) {
		round_ms += is_shown(page, day, has, userdata) ? length_ms(page) : 0;
	}
	if (round_ms == rest_ms) {
		return none;
	}
	since_ms %= round_ms;
	if (since_ms < rest_ms) {
		none.left_ms = rest_ms - since_ms;
		return none;
	}
	json_array_foreach (pages, i, page) {
		end_ms += is_shown(page, day, has, userdata) ? length_ms(page) : 0;
		if (since_ms < end_ms) {
			return (struct pages_turn){(int)i, end_ms - since_ms};
		}
	}
	return none;
}
