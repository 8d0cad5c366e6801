/* SPDX-License-Identifier: Apache-2.0 */
/* A lane: pointers sorted by place. Nearly all insertions are at the end and nearly all removals at
 * the front, so both are cheap; all others take a binary search and a memmove. */
#include <string.h>

#include "base/text.h"
#include "queue/model-internal.h"

int ticket_lane_index(const struct ticket_lane *list, const struct ticket *ticket)
{
	int low = 0;
	int high = list->n;

	if (high > 0 && model_place_before(list->ticket[list->head + high - 1], ticket)) {
		return high;
	}
	while (low < high) {
		int middle = (low + high) / 2;

		if (model_place_before(list->ticket[list->head + middle], ticket)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static void make_room(struct ticket_lane *list)
{
	if (list->head + list->n < list->capacity) {
		return;
	}
	if (list->head > list->n) {
		memmove(list->ticket, list->ticket + list->head,
			(size_t)list->n * sizeof(struct ticket *));
		list->head = 0;
		return;
	}
	list->capacity = list->capacity ? list->capacity * 2 : 16;
	list->ticket = memory_grow(list->ticket, (size_t)list->capacity, sizeof(struct ticket *));
}

void ticket_lane_insert(struct ticket_lane *list, struct ticket *ticket)
{
	int at = ticket_lane_index(list, ticket);
	struct ticket **first;

	make_room(list);
	first = list->ticket + list->head;
	memmove(first + at + 1, first + at, (size_t)(list->n - at) * sizeof(struct ticket *));
	first[at] = ticket;
	list->n++;
}

void ticket_lane_remove(struct ticket_lane *list, const struct ticket *ticket)
{
	int at = ticket_lane_index(list, ticket);
	struct ticket **first = list->ticket + list->head;

	if (at >= list->n || first[at] != ticket) {
		return;
	}
	list->n--;
	if (at == 0) {
		list->head = list->n == 0 ? 0 : list->head + 1;
		return;
	}
	memmove(first + at, first + at + 1, (size_t)(list->n - at) * sizeof(struct ticket *));
}
