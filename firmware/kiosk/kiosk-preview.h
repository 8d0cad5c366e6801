/* SPDX-License-Identifier: Apache-2.0 */
/* kioskd's pictures for --preview. */
#pragma once

#include "display/preview.h"

extern const struct preview_program kiosk_preview;
