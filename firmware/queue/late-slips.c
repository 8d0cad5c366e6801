/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/late-slips.h"

#include <string.h>

enum { PROOFS_MAX = 500 }; /* tickets that are looked through for a proof */

static bool is_of(const struct ticket *ticket, const char *kiosk)
{
	return strcmp(ticket->kiosk, kiosk) == 0;
}

static bool is_later(const struct ticket *ticket)
{
	return ticket->slip_status == SLIP_LATER && ticket->state == TICKET_WAITING;
}

/* Whether fewer than LATE_SLIPS_MAX of the kiosk's later slips are of tickets after this one. */
static bool is_among_latest(const struct model *model, const struct ticket *ticket)
{
	const struct ticket *other;
	int n = 0;

	/* From the end: the latest ones stand together there. */
	for (int i = model_n_tickets(model) - 1; n < LATE_SLIPS_MAX; i--) {
		other = model_ticket_at(model, i);
		if (!other || other->id <= ticket->id) {
			return true;
		}
		n += is_later(other) && is_of(other, ticket->kiosk);
	}
	return false;
}

static bool prints_later(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now)
{
	return is_later(ticket) && model_day_is_open(model) &&
		strcmp(ticket->day, model_day(model)) == 0 &&
		model_elapsed_ms(model, &ticket->arrived, now) < LATE_SLIP_MS &&
		is_among_latest(model, ticket);
}

static bool proves(const struct model *model, const char *kiosk)
{
	const struct ticket *ticket;
	int last = model_n_tickets(model) - 1;

	for (int i = last; last - i < PROOFS_MAX && (ticket = model_ticket_at(model, i)); i--) {
		if (ticket->slip_status == SLIP_PRINTED && is_of(ticket, kiosk)) {
			return true;
		}
	}
	return false;
}

static bool is_lost(const struct model *model, const struct ticket *ticket)
{
	if (ticket->state != TICKET_WAITING && ticket->state != TICKET_CALLED) {
		return false;
	}
	return ticket->slip_status == SLIP_FAILED || ticket->slip_status == SLIP_LATER ||
		(ticket->slip_status == SLIP_UNKNOWN && proves(model, ticket->kiosk));
}

enum late_slip late_slip_of(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now)
{
	return prints_later(model, ticket, now) ? LATE_SLIP_LATER
		: is_lost(model, ticket)        ? LATE_SLIP_LOST
						: LATE_SLIP_NONE;
}

const char *late_slip_name(enum late_slip late)
{
	static const char *const names[LATE_SLIPS] = {
		[LATE_SLIP_NONE] = "", [LATE_SLIP_LATER] = "later", [LATE_SLIP_LOST] = "lost"};

	return names[late];
}

void late_slips_count(const struct model *model, const char *kiosk, const struct clock_reading *now,
	int ret[LATE_SLIPS])
{
	const struct ticket *ticket;

	memset(ret, 0, LATE_SLIPS * sizeof(ret[0]));
	for (int i = 0; (ticket = model_ticket_at(model, i)); i++) {
		if (is_of(ticket, kiosk)) {
			ret[late_slip_of(model, ticket, now)]++;
		}
	}
}
