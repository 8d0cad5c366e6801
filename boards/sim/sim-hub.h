/* SPDX-License-Identifier: Apache-2.0 */
/* What the page shows of the hub: the services' names for the buttons' labels, the last number and
 * the last call. The simulator works without a hub. */
#pragma once

#include <jansson.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct sim_hub;
/* address as in client.h. changed is called when there is something new to show. */
int sim_hub_open(sd_event *event, const char *address, void (*changed)(void *userdata),
	void *userdata, struct sim_hub **ret) _warn_unused_;
void sim_hub_close(struct sim_hub *hub);
DEFINE_CLEANUP(struct sim_hub *, sim_hub_close);

/* {"connected":true,"centre":{…},"services":{"A":{"vi":…}},"issued":"A001"|null,
 * "called":{"number":"A001","counter":3}|null}, a new reference. */
json_t *sim_hub_state(const struct sim_hub *hub);
