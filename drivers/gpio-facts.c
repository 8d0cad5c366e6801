/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/gpio-facts.h"

#include <stdio.h>
#include <string.h>

void gpio_facts_done(struct gpio_facts *facts)
{
	for (int i = 0; i < facts->n_chips; i++) {
		free(facts->chips[i].lines);
	}
	facts->n_chips = 0;
}

bool gpio_line_is_set(const struct panel_line *line)
{
	return *line->name || *line->chip;
}

/* Counts the places where the line is on one chip; the last of them goes to *ret_offset. */
static int count_on_chip(
	const struct gpio_chip_facts *chip, const struct panel_line *line, int *ret_offset)
{
	int n = 0;

	if (chip->error || (*line->chip && strcmp(line->chip, chip->label) != 0)) {
		return 0;
	}
	if (!*line->name) {
		*ret_offset = line->offset;
		return line->offset < chip->n_lines;
	}
	for (int i = 0; i < chip->n_lines; i++) {
		if (strcmp(chip->lines[i].name, line->name) == 0) {
			*ret_offset = i;
			n++;
		}
	}
	return n;
}

enum gpio_match gpio_find_line(const struct gpio_facts *facts, const struct panel_line *line,
	int *ret_chip, int *ret_offset)
{
	int chip = -1;
	int offset = -1;
	int found = 0;

	for (int i = 0; i < facts->n_chips; i++) {
		int n = count_on_chip(&facts->chips[i], line, &offset);

		chip = n > 0 ? i : chip;
		found += n;
	}
	if (found != 1) {
		return found == 0 ? GPIO_MISSING : GPIO_AMBIGUOUS;
	}
	*ret_chip = chip;
	*ret_offset = offset;
	return GPIO_FOUND;
}

void gpio_line_text(const struct panel_line *line, char ret[GPIO_TEXT_SIZE])
{
	if (!*line->name) {
		(void)snprintf(ret, GPIO_TEXT_SIZE, "%s:%d", line->chip, line->offset);
	} else if (*line->chip) {
		(void)snprintf(ret, GPIO_TEXT_SIZE, "%s on %s", line->name, line->chip);
	} else {
		(void)snprintf(ret, GPIO_TEXT_SIZE, "%s", line->name);
	}
}
