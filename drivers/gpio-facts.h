/* SPDX-License-Identifier: Apache-2.0 */
/* Which GPIO chips this machine has, and where a line is on them. Pure; gpio-scan.h asks the
 * kernel. */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "drivers/panel-settings.h"

enum { GPIO_CHIPS_MAX = 32, GPIO_LINES_MAX = 1024, GPIO_TEXT_SIZE = 80 };

struct gpio_line_facts {
	char name[PANEL_NAME_SIZE]; /* "" the line has no name */
	char consumer[PANEL_NAME_SIZE]; /* the program that uses the line; "" unknown */
	bool used;
};

struct gpio_chip_facts {
	char path[32]; /* "/dev/gpiochip0" */
	char label[PANEL_NAME_SIZE];
	int error; /* −errno: the chip exists but cannot be queried */
	int n_lines;
	struct gpio_line_facts *lines; /* heap */
};

struct gpio_facts {
	int n_chips;
	struct gpio_chip_facts chips[GPIO_CHIPS_MAX];
};

void gpio_facts_done(struct gpio_facts *facts);

enum gpio_match { GPIO_FOUND, GPIO_MISSING, GPIO_AMBIGUOUS };

bool gpio_line_is_set(const struct panel_line *line);
/* Looks for a line by its name, or by its chip's label and its offset. Two chips with one label, or
 * two lines with one name, are GPIO_AMBIGUOUS: a guess could switch a line that controls something
 * else, such as a valve. */
enum gpio_match gpio_find_line(const struct gpio_facts *facts, const struct panel_line *line,
	int *ret_chip, int *ret_offset) _warn_unused_;
/* "GPIO17", "GPIO17 on LABEL" or "LABEL:17", for messages. */
void gpio_line_text(const struct panel_line *line, char ret[GPIO_TEXT_SIZE]);
