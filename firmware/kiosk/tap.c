/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/tap.h"

#include "base/text.h"

static const struct kiosk_target nothing = {.kind = KIOSK_TARGET_NONE};

void tap_shown(struct tap *tap, bool other_keys, int64_t now_ms)
{
	if (other_keys) {
		tap->shown_ms = now_ms;
		tap->pressed = nothing;
	}
}

/* Whether a place is near the last tap's, or on the key that is at the last tap's place now. */
static bool is_same_place(const struct tap *tap, const struct kiosk_layout *layout, int x, int y,
	const struct kiosk_target *target)
{
	struct kiosk_target last = kiosk_layout_hit(layout, tap->last_x, tap->last_y);
	int64_t near = MIN_OF(layout->size.width, layout->size.height) / TAP_NEAR;
	int64_t dx = x - tap->last_x;
	int64_t dy = y - tap->last_y;

	return kiosk_layout_same_target(&last, target) || dx * dx + dy * dy < near * near;
}

/* Whether a tap now may repeat one that was meant for the previous keys. */
static bool is_again(const struct tap *tap, int64_t now_ms)
{
	return tap->tapped && tap->last_ms > tap->shown_ms - TAP_AGAIN_MS &&
		now_ms < MAX_OF(tap->last_ms, tap->shown_ms) + TAP_AGAIN_MS &&
		now_ms < tap->shown_ms + TAP_AGAIN_MAX_MS;
}

static void note(struct tap *tap, int x, int y, int64_t now_ms)
{
	tap->tapped = true;
	tap->last_ms = now_ms;
	tap->last_x = x;
	tap->last_y = y;
}

void tap_down(struct tap *tap, const struct kiosk_layout *layout, int x, int y, int64_t now_ms)
{
	struct kiosk_target target = kiosk_layout_hit(layout, x, y);
	bool meant = now_ms >= tap->shown_ms + TAP_SEE_MS &&
		!(is_again(tap, now_ms) && is_same_place(tap, layout, x, y, &target));

	tap->pressed = meant ? target : nothing;
	note(tap, x, y, now_ms);
}

bool tap_move(struct tap *tap, const struct kiosk_layout *layout, int x, int y)
{
	struct kiosk_target target = kiosk_layout_hit(layout, x, y);

	if (kiosk_layout_same_target(&target, &tap->pressed)) {
		return false;
	}
	tap->pressed = nothing;
	return true;
}

struct kiosk_target tap_up(
	struct tap *tap, const struct kiosk_layout *layout, int x, int y, int64_t now_ms)
{
	struct kiosk_target target = kiosk_layout_hit(layout, x, y);

	if (!kiosk_layout_same_target(&target, &tap->pressed)) {
		target = nothing;
	}
	tap->pressed = nothing;
	note(tap, x, y, now_ms);
	return target;
}
