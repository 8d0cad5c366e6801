/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the kernel for its GPIO chips and their lines. Takes some milliseconds on a board. */
#pragma once

#include "drivers/gpio-facts.h"

/* Reads every /dev/gpiochip* that is a chip and not a link to one. Free *ret with gpio_facts_done,
 * also on failure. A chip that cannot be opened is listed with its error. */
int gpio_scan(struct gpio_facts *ret) _warn_unused_;
