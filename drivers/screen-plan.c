/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-plan.h"

#include <string.h>

int screen_plan_output(
	const struct screen_output *outputs, int n, const char *wanted, bool from_last, int now)
{
	for (int i = 0; i < n && *wanted; i++) {
		if (strcmp(outputs[i].name, wanted) == 0) {
			return i;
		}
	}
	if (*wanted) {
		return -1;
	}
	if (now >= 0 && outputs[now].connected) {
		return now;
	}
	for (int i = 0; i < n; i++) {
		int at = from_last ? n - 1 - i : i;

		if (outputs[at].connected && !outputs[at].taken) {
			return at;
		}
	}
	return now;
}

static bool feeds_another(uint32_t crtc, const struct screen_output *outputs, int n, int which)
{
	for (int i = 0; i < n; i++) {
		if (i != which && outputs[i].connected && outputs[i].crtc == crtc) {
			return true;
		}
	}
	return false;
}

bool screen_plan_is_shared(const struct screen_output *outputs, int n, int which)
{
	uint32_t crtc = outputs[which].crtc;

	return crtc && feeds_another(crtc, outputs, n, which);
}

uint32_t screen_plan_crtc(
	const uint32_t *crtcs, int n_crtcs, const struct screen_output *outputs, int n, int which)
{
	const struct screen_output *output = &outputs[which];
	uint32_t any = 0;

	if (output->crtc && !screen_plan_is_shared(outputs, n, which)) {
		return output->crtc;
	}
	for (int i = 0; i < n_crtcs && i < 32; i++) {
		if (!(output->possible_crtcs & 1U << i)) {
			continue;
		}
		if (!feeds_another(crtcs[i], outputs, n, which)) {
			return crtcs[i];
		}
		any = any ? any : crtcs[i];
	}
	return any;
}

/* Which of two modes of a wanted size is better. */
static bool is_better(const drmModeModeInfo *mode, const drmModeModeInfo *than)
{
	return !than ||
		((mode->type & DRM_MODE_TYPE_PREFERRED) && !(than->type & DRM_MODE_TYPE_PREFERRED));
}

const drmModeModeInfo *screen_plan_mode(const drmModeModeInfo *modes, int n, int width, int height)
{
	const drmModeModeInfo *own = NULL;
	const drmModeModeInfo *sized = NULL;

	for (int i = 0; i < n; i++) {
		/* Interlaced, a picture of thin lines flickers. */
		if (modes[i].hdisplay == width && modes[i].vdisplay == height &&
			!(modes[i].flags & DRM_MODE_FLAG_INTERLACE) &&
			is_better(&modes[i], sized)) {
			sized = &modes[i];
		}
		if (is_better(&modes[i], own)) {
			own = &modes[i];
		}
	}
	return sized ? sized : own;
}

bool screen_plan_same_mode(const drmModeModeInfo *first, const drmModeModeInfo *second)
{
	return first->hdisplay == second->hdisplay && first->vdisplay == second->vdisplay &&
		first->htotal == second->htotal && first->vtotal == second->vtotal &&
		first->clock == second->clock && first->flags == second->flags;
}
