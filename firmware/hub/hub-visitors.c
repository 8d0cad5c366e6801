/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-visitors.h"

#include <string.h>

bool visitors_are_served(const struct model *model)
{
	const struct counter *counter;

	for (int i = 0; (counter = model_counter_at(model, i)); i++) {
		if (counter->state != COUNTER_OFF) {
			return true;
		}
	}
	return false;
}

static bool is_served_now(const struct model *model, const char *service)
{
	const struct counter *counter;

	for (int i = 0; (counter = model_counter_at(model, i)); i++) {
		for (int j = 0; counter->state != COUNTER_OFF && j < counter->n_services; j++) {
			if (strcmp(counter->services[j], service) == 0) {
				return true;
			}
		}
	}
	return false;
}

static bool is_served_ever(const struct site *site, const char *service)
{
	for (int i = 0; i < site->n_counters; i++) {
		for (int j = 0; j < site->counters[i].n_services; j++) {
			if (strcmp(site->counters[i].services[j], service) == 0) {
				return true;
			}
		}
	}
	return false;
}

/* The services that somebody may come for, and how many wait for them. */
static int list_services(
	const struct model *model, const char *ret[LIMIT_SERVICES], int *ret_waiting)
{
	const struct site *site = model_site(model);
	bool served = visitors_are_served(model);
	int n = 0;

	*ret_waiting = 0;
	for (int i = 0; site && i < site->n_services && n < LIMIT_SERVICES; i++) {
		const struct site_service *service = &site->services[i];

		if (service->active &&
			(served ? is_served_now(model, service->id)
				: is_served_ever(site, service->id))) {
			ret[n++] = service->id;
			*ret_waiting += model_waiting(model, service->id);
		}
	}
	return n;
}

static bool is_time(const struct visitors *visitors, bool served, int waiting, int64_t now_ms)
{
	int64_t since_s = (now_ms - visitors->last_ms) / 1000;

	if (visitors->come < VISITORS_FIRST) {
		return true;
	}
	if (!served || waiting >= VISITORS_WAITING || visitors->come >= VISITORS_ALL) {
		return false;
	}
	if (waiting < VISITORS_FEW) {
		return since_s >= VISITORS_SOON_S;
	}
	return since_s >= VISITORS_EVERY_S + visitors->come * 7 % VISITORS_MORE_S;
}

bool visitors_next(
	struct visitors *visitors, const struct model *model, int64_t now_ms, struct visitor *ret)
{
	const struct site *site = model_site(model);
	const char *services[LIMIT_SERVICES];
	int waiting;
	int n = list_services(model, services, &waiting);
	int come = visitors->come;

	if (n == 0 || !is_time(visitors, visitors_are_served(model), waiting, now_ms)) {
		return false;
	}
	ret->service = services[come % n];
	ret->priority = come % VISITORS_PRIORITY == VISITORS_PRIORITY - 1;
	ret->reason = ret->priority && site->n_reasons > 0
		? site->reasons[come / VISITORS_PRIORITY % site->n_reasons].id
		: "";
	visitors->come++;
	visitors->last_ms = now_ms;
	return true;
}
