/* SPDX-License-Identifier: Apache-2.0 */
/* What a choice on the screen means for the flow. Pure. */
#pragma once

#include "kiosk/flow.h"

/* false: it means nothing to the flow. */
bool choice_event(
	const struct kiosk_view *view, struct kiosk_target target, struct flow_event *ret);
