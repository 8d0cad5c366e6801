/* SPDX-License-Identifier: Apache-2.0 */
/* halld's pictures for --preview. */
#pragma once

#include "display/preview.h"

extern const struct preview_program hall_preview;
