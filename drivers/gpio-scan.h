/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the kernel for its GPIO chips and their lines. Takes some milliseconds on a board. */
#pragma once

#include "drivers/gpio-facts.h"

/* Looks at every /dev/gpiochip* that is a chip and no link to one. *ret is to be freed with
 * gpio_facts_done, also on failure. A chip that cannot be opened is in it with its error. */
int gpio_scan(struct gpio_facts *ret) _warn_unused_;
