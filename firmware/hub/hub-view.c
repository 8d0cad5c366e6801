/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-view.h"

#include "base/log.h"
#include "base/text.h"

/* Devices show calls and print slips; who was called by whom, and why, is not theirs to know. The
 * log of many days says how much each person did: that is for who reads such figures anyway. */
static const struct sight sights[ROLES] = {
	[ROLE_HELPER] = {.people = true},
	[ROLE_CLERK] = {.people = true},
	[ROLE_SUPERVISOR] = {.people = true},
	[ROLE_DIRECTOR] = {.people = true, .past = true},
	[ROLE_ADMIN] = {.people = true, .past = true},
};

/* Keys of events that only people see. */
static const char *const people_keys[] = {
	"staff", "note", "reason", "outcome", "quantity", "dossiers"};

struct sight view_sight(enum role role)
{
	return sights[role];
}

char *view_event(enum event_kind kind, const char *data)
{
	json_t *json = json_loads(data, 0, NULL);
	char *text;

	/* Why the portal is out of order is told to everybody. */
	for (size_t i = 0; kind != EVENT_PORTAL && i < ELEMENTS(people_keys); i++) {
		(void)json_object_del(json, people_keys[i]);
	}
	text = json ? json_dumps(json, JSON_COMPACT) : text_dup("{}");
	json_decref(json);
	if (!text) {
		log_out_of_memory();
	}
	return text;
}
