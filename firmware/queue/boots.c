/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/boots.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

void boots_add(struct boots *boots, const char *id)
{
	boots->boot = memory_grow(boots->boot, (size_t)boots->n + 1, sizeof(*boots->boot));
	boots->boot[boots->n] = (struct boot){0};
	text_copy_cut(boots->boot[boots->n++].id, BOOT_ID_LENGTH + 1, id);
}

void boots_done(struct boots *boots)
{
	free(TAKE_PTR(boots->boot));
	boots->n = 0;
}

int boots_number(const struct boots *boots, const char *id)
{
	/* The newest first: nearly always that one is asked for. */
	for (int i = boots->n; i > 0; i--) {
		if (strcmp(boots->boot[i - 1].id, id) == 0) {
			return i;
		}
	}
	return boots->n + 1;
}

struct timestamp boots_timestamp(const struct boots *boots, const struct clock_reading *moment)
{
	return (struct timestamp){
		.wall_ms = moment->wall_ms,
		.boot_ms = moment->boot_ms,
		.boot = boots_number(boots, moment->boot_id),
	};
}

static const struct boot *find(const struct boots *boots, int number)
{
	return number >= 1 && number <= boots->n ? &boots->boot[number - 1] : NULL;
}

int64_t boots_worked_ms(
	const struct boots *boots, const struct timestamp *from, const struct timestamp *to)
{
	const struct boot *first = find(boots, from->boot);

	if (from->boot == 0 || to->boot < from->boot) {
		return 0;
	}
	if (from->boot == to->boot) {
		return MAX_OF(to->boot_ms - from->boot_ms, 0);
	}
	return first ? MAX_OF(first->ended_ms - from->boot_ms, 0) : 0;
}

int boots_waited_ms(const struct boots *boots, const struct timestamp *from,
	const struct timestamp *to, int64_t *ret)
{
	const struct boot *first = find(boots, from->boot);
	const struct boot *last = find(boots, to->boot);
	int64_t ms = to->boot_ms - from->boot_ms;

	if (from->boot == 0 || to->boot < from->boot) {
		return -ENODATA;
	}
	if (from->boot != to->boot) {
		if (!first || !last || first->began_wall_ms == 0 || last->began_wall_ms == 0) {
			return -ENODATA;
		}
		ms += last->began_wall_ms - first->began_wall_ms;
	}
	*ret = MAX_OF(ms, 0);
	return 0;
}

int64_t boots_passed_ms(
	const struct boots *boots, const struct timestamp *from, const struct timestamp *to)
{
	int64_t sure_ms = boots_worked_ms(boots, from, to);
	int64_t ms = 0;

	if (from->boot == 0 || to->boot <= from->boot) {
		return sure_ms;
	}
	for (int number = from->boot + 1; number < to->boot && number <= boots->n; number++) {
		sure_ms += boots->boot[number - 1].ended_ms;
	}
	sure_ms += to->boot_ms;
	/* Even when a known clock was wrong, no less time has passed than the boots lasted. */
	return boots_waited_ms(boots, from, to, &ms) < 0 ? sure_ms : MAX_OF(ms, sure_ms);
}
