/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/panel-plan.h"

#include <string.h>

static struct panel_group *find_group(struct panel_plan *plan, const struct gpio_chip_facts *chip)
{
	struct panel_group *group;

	for (int i = 0; i < plan->n; i++) {
		if (strcmp(plan->groups[i].path, chip->path) == 0) {
			return &plan->groups[i];
		}
	}
	if (plan->n == PANEL_CHIPS_MAX) {
		return NULL;
	}
	group = &plan->groups[plan->n++];
	memset(group, 0, sizeof(*group));
	text_copy_cut(group->path, sizeof(group->path), chip->path);
	text_copy_cut(group->label, sizeof(group->label), chip->label);
	return group;
}

static bool has_offset(const struct panel_group *group, int offset)
{
	for (int i = 0; i < group->n; i++) {
		if ((int)group->offset[i] == offset) {
			return true;
		}
	}
	return false;
}

/* Adds a line to the plan. Returns NULL, or why the line cannot be used. */
static const char *add(struct panel_plan *plan, const struct gpio_chip_facts *chip, int offset,
	int index, const char *consumer, const char **ret_more)
{
	const struct gpio_line_facts *line = &chip->lines[offset];
	struct panel_group *group;

	if (line->used && strcmp(line->consumer, consumer) != 0) {
		*ret_more = *line->consumer ? line->consumer : "the kernel";
		return "is in use by ";
	}
	group = find_group(plan, chip);
	if (!group) {
		return "is on one chip too many";
	}
	if (has_offset(group, offset)) {
		return "is another one's already";
	}
	group->offset[group->n] = (unsigned)offset;
	group->index[group->n++] = index;
	return NULL;
}

/* A chip that exists but may not be opened is a likelier cause than a wrong name. */
static const char *missing(const struct gpio_facts *facts, const char **ret_more)
{
	for (int i = 0; i < facts->n_chips; i++) {
		if (facts->chips[i].error) {
			*ret_more = strerror(-facts->chips[i].error);
			return "cannot be looked for: ";
		}
	}
	return facts->n_chips > 0 ? "is not there" : "is not there, nor any GPIO chip";
}

static void plan_line(const struct gpio_facts *facts, const struct panel_settings *settings,
	bool lamps, int index, const char *consumer, struct panel_plan *plan,
	struct textbuf *faults)
{
	const struct panel_line *line =
		lamps ? &settings->lamp_line[index] : &settings->button_line[index];
	const char *more = "";
	const char *why = NULL;
	char text[GPIO_TEXT_SIZE];
	int chip;
	int offset;

	if (!gpio_line_is_set(line)) {
		return;
	}
	switch (gpio_find_line(facts, line, &chip, &offset)) {
	case GPIO_FOUND:
		why = add(plan, &facts->chips[chip], offset, index, consumer, &more);
		break;
	case GPIO_MISSING:
		why = missing(facts, &more);
		break;
	case GPIO_AMBIGUOUS:
		why = "is there more than once: name its chip";
		break;
	}
	if (why) {
		gpio_line_text(line, text);
		textbuf_printf(faults, "%s%s %s: %s %s%s", faults->size > 0 ? "; " : "",
			lamps ? "lamp" : "button", panel_lamp_name(settings, index), text, why,
			more);
	}
}

void panel_plan_make(const struct gpio_facts *facts, const struct panel_settings *settings,
	bool lamps, const char *consumer, struct panel_plan *ret, struct textbuf *faults)
{
	int n = settings->n_buttons + (lamps ? settings->n_lights : 0);

	ret->n = 0;
	for (int i = 0; i < n; i++) {
		plan_line(facts, settings, lamps, i, consumer, ret, faults);
	}
}

bool panel_group_same(const struct panel_group *one, const struct panel_group *other)
{
	return strcmp(one->path, other->path) == 0 && one->n == other->n &&
		memcmp(one->offset, other->offset, (size_t)one->n * sizeof(one->offset[0])) == 0 &&
		memcmp(one->index, other->index, (size_t)one->n * sizeof(one->index[0])) == 0;
}
