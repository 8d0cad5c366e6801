/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/tap.h"

#include <string.h>

#include "base/text.h"

static const struct kiosk_target nothing = {.kind = KIOSK_TARGET_NONE};

/* Whether the same keys are in the same places; their labels do not matter. */
static bool same_keys(const struct kiosk_view *a, const struct kiosk_view *b)
{
	bool same = a->page == b->page && a->buttons_only == b->buttons_only &&
		a->n_languages == b->n_languages && a->n_services == b->n_services &&
		a->n_reasons == b->n_reasons && !*a->day == !*b->day &&
		a->no_slips + a->portal_down == b->no_slips + b->portal_down;

	for (int i = 0; same && i < a->n_services; i++) {
		same = strcmp(a->services[i].id, b->services[i].id) == 0;
	}
	for (int i = 0; same && i < a->n_reasons; i++) {
		same = strcmp(a->reasons[i].id, b->reasons[i].id) == 0;
	}
	for (int i = 0; same && i < a->n_languages; i++) {
		same = strcmp(a->languages[i], b->languages[i]) == 0;
	}
	return same;
}

void tap_shown(struct tap *tap, const struct kiosk_view *before, const struct kiosk_view *view,
	int64_t now_ms)
{
	if (!before || !same_keys(before, view)) {
		tap->shown_ms = now_ms;
		tap->pressed = nothing;
	}
}

static bool same_target(const struct kiosk_target *a, const struct kiosk_target *b)
{
	return a->kind == b->kind && a->index == b->index;
}

/* Whether a place is near the last tap's, or on the key that is at the last tap's place now. */
static bool is_same_place(const struct tap *tap, const struct kiosk_view *view, int width,
	int height, int x, int y, const struct kiosk_target *target)
{
	struct kiosk_target last = kiosk_screen_hit(view, width, height, tap->last_x, tap->last_y);
	int64_t near = MIN_OF(width, height) / TAP_NEAR;
	int64_t dx = x - tap->last_x;
	int64_t dy = y - tap->last_y;

	return same_target(&last, target) || dx * dx + dy * dy < near * near;
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

void tap_down(struct tap *tap, const struct kiosk_view *view, int width, int height, int x, int y,
	int64_t now_ms)
{
	struct kiosk_target target = kiosk_screen_hit(view, width, height, x, y);
	bool meant = now_ms >= tap->shown_ms + TAP_SEE_MS &&
		!(is_again(tap, now_ms) && is_same_place(tap, view, width, height, x, y, &target));

	tap->pressed = meant ? target : nothing;
	note(tap, x, y, now_ms);
}

bool tap_move(struct tap *tap, const struct kiosk_view *view, int width, int height, int x, int y)
{
	struct kiosk_target target = kiosk_screen_hit(view, width, height, x, y);

	if (same_target(&target, &tap->pressed)) {
		return false;
	}
	tap->pressed = nothing;
	return true;
}

struct kiosk_target tap_up(struct tap *tap, const struct kiosk_view *view, int width, int height,
	int x, int y, int64_t now_ms)
{
	struct kiosk_target target = kiosk_screen_hit(view, width, height, x, y);

	if (!same_target(&target, &tap->pressed)) {
		target = nothing;
	}
	tap->pressed = nothing;
	note(tap, x, y, now_ms);
	return target;
}
