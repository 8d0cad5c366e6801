/* SPDX-License-Identifier: Apache-2.0 */
#include "client/hub-time.h"

#include <errno.h>
#include <string.h>

static int read_time(const json_t *object, const char *key, int64_t *ret_wall_ms)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? zone_parse(text, ret_wall_ms) : -EINVAL;
}

int hub_time_on_state(struct hub_time *time, const json_t *state, const struct clock_reading *now)
{
	const char *clock = json_string_value(json_object_get(state, "clock"));
	int64_t wall_ms;

	if (read_time(state, "time", &wall_ms) < 0) {
		return -EBADMSG;
	}
	*time = (struct hub_time){
		.known = clock && strcmp(clock, "ok") == 0,
		.offset_ms = wall_ms - now->boot_ms,
	};
	return 0;
}

void hub_time_on_event(struct hub_time *time, const json_t *event, const struct clock_reading *now)
{
	enum { APART_MS = 2000 };
	int64_t at_ms;

	if (read_time(event, "at", &at_ms) == 0) {
		int64_t apart_ms = at_ms - hub_time_wall_ms(time, now);

		if (apart_ms > APART_MS || apart_ms < -APART_MS) {
			time->offset_ms += apart_ms;
		}
	}
}

int64_t hub_time_wall_ms(const struct hub_time *time, const struct clock_reading *now)
{
	return now->boot_ms + time->offset_ms;
}

bool hub_time_local(
	const struct hub_time *time, const struct clock_reading *now, struct local_time *ret)
{
	if (time->known) {
		zone_local(hub_time_wall_ms(time, now), ret);
	}
	return time->known;
}
