/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/page-flip.h"

void page_flip_begin(struct page_flip *flip, int64_t now_ms)
{
	*flip = (struct page_flip){PAGE_FLIP_UNDER_WAY, now_ms};
}

void page_flip_end(struct page_flip *flip)
{
	flip->state = PAGE_FLIP_IDLE;
}

bool page_flip_tick(struct page_flip *flip, int64_t now_ms)
{
	int64_t passed_ms = now_ms - flip->since_ms;

	switch (flip->state) {
	case PAGE_FLIP_UNDER_WAY:
		if (passed_ms >= PAGE_FLIP_STUCK_MS) {
			flip->state = PAGE_FLIP_STUCK;
			return true;
		}
		return false;
	case PAGE_FLIP_STUCK:
		if (passed_ms >= PAGE_FLIP_LOST_MS) {
			flip->state = PAGE_FLIP_LOST;
			return true;
		}
		return false;
	case PAGE_FLIP_IDLE:
	case PAGE_FLIP_LOST:
		return false;
	}
	return false;
}

bool page_flip_works(const struct page_flip *flip)
{
	return flip->state == PAGE_FLIP_IDLE || flip->state == PAGE_FLIP_UNDER_WAY;
}
