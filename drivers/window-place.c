/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/window-place.h"

#include <stdbool.h>

#include "base/cleanup.h"

/* What desktops draw around a window is known only when it is shown, and some take the place for
 * that of their frame: room for a title above and as much below. */
enum { TITLE = 40, EDGE = 8 };

/* The largest size of this shape in the room; never more than the size itself. */
static struct window_size fit(struct window_size size, int width, int height)
{
	double share = MIN_OF(1.0,
		MIN_OF((double)MAX_OF(width, 1) / size.width,
			(double)MAX_OF(height, 1) / size.height));

	return (struct window_size){
		MAX_OF(1, (int)(size.width * share)), MAX_OF(1, (int)(size.height * share))};
}

static double area(struct window_size size)
{
	return (double)size.width * size.height;
}

static bool is_there(struct window_size size)
{
	return size.width > 0 && size.height > 0;
}

/* In the middle of a part of the monitor. */
static struct window_place put(const struct window_place *monitor, int x, int y, int width,
	int height, struct window_size size)
{
	return (struct window_place){
		monitor->x + x + (width - size.width) / 2,
		monitor->y + y + (height - size.height) / 2,
		size.width,
		size.height,
	};
}

static void put_alone(
	const struct window_place *monitor, struct window_size size, struct window_place *ret)
{
	*ret = put(monitor, 0, 0, monitor->width, monitor->height,
		fit(size, monitor->width - 2 * EDGE, monitor->height - 2 * TITLE));
}

/* Both with one height, which is the largest that the width has room for; the other way round with
 * one width. */
static void share_monitor(const struct window_place *monitor, const struct window_size sizes[2],
	bool beside, struct window_size ret[2])
{
	double shape[2] = {
		(double)sizes[0].width / sizes[0].height, (double)sizes[1].width / sizes[1].height};
	int width = monitor->width - (beside ? 4 : 2) * EDGE;
	int height = monitor->height - (beside ? 2 : 4) * TITLE;

	for (int i = 0; i < 2; i++) {
		if (beside) {
			ret[i] = fit(
				sizes[i], (int)(width * shape[i] / (shape[0] + shape[1])), height);
		} else {
			double part = 1 / shape[i] / (1 / shape[0] + 1 / shape[1]);

			ret[i] = fit(sizes[i], width, (int)(height * part));
		}
	}
}

static void put_both(const struct window_place *monitor, const struct window_size sizes[2],
	struct window_place ret[2])
{
	struct window_size beside[2], above[2];

	share_monitor(monitor, sizes, true, beside);
	share_monitor(monitor, sizes, false, above);
	if (area(beside[0]) + area(beside[1]) >= area(above[0]) + area(above[1])) {
		int left = beside[0].width + 2 * EDGE;
		int rest = MAX_OF(0, monitor->width - left - beside[1].width - 2 * EDGE) / 2;

		ret[0] = put(monitor, rest, 0, left, monitor->height, beside[0]);
		ret[1] = put(monitor, rest + left, 0, beside[1].width + 2 * EDGE, monitor->height,
			beside[1]);
	} else {
		int upper = above[0].height + 2 * TITLE;

		ret[0] = put(monitor, 0, 0, monitor->width, upper, above[0]);
		ret[1] = put(
			monitor, 0, upper, monitor->width, above[1].height + 2 * TITLE, above[1]);
	}
}

void window_place(const struct window_place *monitors, int n, const struct window_size sizes[2],
	struct window_place ret[2])
{
	bool both = is_there(sizes[0]) && is_there(sizes[1]);

	ret[0] = ret[1] = (struct window_place){0, 0, 0, 0};
	if (both && n == 1) {
		put_both(monitors, sizes, ret);
		return;
	}
	for (int i = 0; i < 2; i++) {
		if (is_there(sizes[i])) {
			put_alone(&monitors[both ? i : 0], sizes[i], &ret[i]);
		}
	}
}
