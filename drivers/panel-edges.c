/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/panel-edges.h"

uint64_t panel_edges_take(struct panel_edges *edges, uint64_t number)
{
	uint64_t missing = number > edges->last ? number - edges->last - 1 : 0;

	edges->last = number;
	return missing;
}

int64_t panel_edges_time_us(const struct panel_edges *edges, uint64_t timestamp_ns, int64_t now_us)
{
	int64_t at_us = (int64_t)(timestamp_ns / 1000) - (int64_t)edges->debounce_ms * 1000;

	return at_us < now_us ? at_us : now_us;
}
