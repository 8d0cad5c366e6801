/* SPDX-License-Identifier: Apache-2.0 */
/* A lane: pointers sorted by place. Nearly all inserts are at the end and nearly all removals at
 * the front, so both are cheap; the rest is a binary search and a memmove. */
#include <string.h>

#include "base/text.h"
#include "queue/model-internal.h"

int line_index(const struct line *line, const struct ticket *ticket)
{
	int low = 0;
	int high = line->n;

	if (high > 0 && model_place_before(line->ticket[line->head + high - 1], ticket)) {
		return high;
	}
	while (low < high) {
		int middle = (low + high) / 2;

		if (model_place_before(line->ticket[line->head + middle], ticket)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static void make_room(struct line *line)
{
	if (line->head + line->n < line->capacity) {
		return;
	}
	if (line->head > line->n) {
		memmove(line->ticket, line->ticket + line->head,
			(size_t)line->n * sizeof(struct ticket *));
		line->head = 0;
		return;
	}
	line->capacity = line->capacity ? line->capacity * 2 : 16;
	line->ticket = memory_grow(line->ticket, (size_t)line->capacity, sizeof(struct ticket *));
}

void line_insert(struct line *line, struct ticket *ticket)
{
	int at = line_index(line, ticket);
	struct ticket **first;

	make_room(line);
	first = line->ticket + line->head;
	memmove(first + at + 1, first + at, (size_t)(line->n - at) * sizeof(struct ticket *));
	first[at] = ticket;
	line->n++;
}

void line_remove(struct line *line, const struct ticket *ticket)
{
	int at = line_index(line, ticket);
	struct ticket **first = line->ticket + line->head;

	if (at >= line->n || first[at] != ticket) {
		return;
	}
	line->n--;
	if (at == 0) {
		line->head = line->n == 0 ? 0 : line->head + 1;
		return;
	}
	memmove(first + at, first + at + 1, (size_t)(line->n - at) * sizeof(struct ticket *));
}
