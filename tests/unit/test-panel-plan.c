/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "drivers/panel-plan.h"

static struct gpio_chip_facts *add_chip(
	struct gpio_facts *facts, const char *path, const char *label, int n_lines)
{
	struct gpio_chip_facts *chip = &facts->chips[facts->n_chips++];

	*chip = (struct gpio_chip_facts){.n_lines = n_lines};
	(void)text_copy(chip->path, sizeof(chip->path), path);
	(void)text_copy(chip->label, sizeof(chip->label), label);
	chip->lines = memory_new((size_t)n_lines, sizeof(chip->lines[0]));
	return chip;
}

static void name(struct gpio_chip_facts *chip, int offset, const char *text)
{
	(void)text_copy(chip->lines[offset].name, sizeof(chip->lines[offset].name), text);
}

static void use(struct gpio_chip_facts *chip, int offset, const char *consumer)
{
	chip->lines[offset].used = true;
	(void)text_copy(
		chip->lines[offset].consumer, sizeof(chip->lines[offset].consumer), consumer);
}

/* Two chips: "first" with lines 0 … 7, named A and B at 2 and 3; "second" with B and C at 0 and 1.
 */
static void fill(struct gpio_facts *facts)
{
	struct gpio_chip_facts *chip = add_chip(facts, "/dev/gpiochip0", "first", 8);

	name(chip, 2, "A");
	name(chip, 3, "B");
	chip = add_chip(facts, "/dev/gpiochip1", "second", 4);
	name(chip, 0, "B");
	name(chip, 1, "C");
}

static struct panel_line line(const char *chip, const char *line_name, int offset)
{
	struct panel_line line = {.offset = offset};

	(void)text_copy(line.chip, sizeof(line.chip), chip);
	(void)text_copy(line.name, sizeof(line.name), line_name);
	return line;
}

static void a_line_is_found_by_its_name_or_its_place(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	struct panel_line by_name = line("", "C", 0);
	struct panel_line by_place = line("first", "", 7);
	int chip = -1;
	int offset = -1;

	(void)state;
	fill(&facts);
	assert_int_equal(gpio_find_line(&facts, &by_name, &chip, &offset), GPIO_FOUND);
	assert_int_equal(chip, 1);
	assert_int_equal(offset, 1);
	assert_int_equal(gpio_find_line(&facts, &by_place, &chip, &offset), GPIO_FOUND);
	assert_int_equal(chip, 0);
	assert_int_equal(offset, 7);
}

static void what_is_not_there_or_not_clear_is_not_guessed(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	const struct {
		struct panel_line line;
		enum gpio_match match;
	} cases[] = {
		{line("", "B", 0), GPIO_AMBIGUOUS},
		{line("second", "B", 0), GPIO_FOUND},
		{line("", "D", 0), GPIO_MISSING},
		{line("first", "C", 0), GPIO_MISSING},
		{line("first", "", 8), GPIO_MISSING},
		{line("third", "", 0), GPIO_MISSING},
	};

	(void)state;
	fill(&facts);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		int chip;
		int offset;

		assert_int_equal(
			gpio_find_line(&facts, &cases[i].line, &chip, &offset), cases[i].match);
	}
}

static void two_chips_of_one_label_are_not_clear(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	struct panel_line wanted = line("first", "", 1);
	int chip;
	int offset;

	(void)state;
	fill(&facts);
	(void)add_chip(&facts, "/dev/gpiochip2", "first", 2);
	assert_int_equal(gpio_find_line(&facts, &wanted, &chip, &offset), GPIO_AMBIGUOUS);
	wanted.offset = 5; /* only one of them has that many */
	assert_int_equal(gpio_find_line(&facts, &wanted, &chip, &offset), GPIO_FOUND);
}

static const struct panel_settings settings = {
	.n_buttons = 3,
	.button = {"one", "two", "three"},
	.n_lights = 1,
	.light = {"roof"},
	.button_line = {{.name = "A"}, {.chip = "second", .offset = 3},
		{.chip = "first", .offset = 0}},
	.lamp_line = {{.chip = "first", .offset = 5}, {.name = ""}, {.chip = "first", .offset = 6},
		{.name = "C"}},
};

static void lines_are_asked_for_by_chip(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	_cleanup_(textbuf_done) struct textbuf faults = {0};
	struct panel_plan plan;

	(void)state;
	fill(&facts);
	panel_plan_make(&facts, &settings, false, "us", &plan, &faults);
	assert_int_equal(faults.size, 0);
	assert_int_equal(plan.n, 2);
	assert_string_equal(plan.groups[0].path, "/dev/gpiochip0");
	assert_int_equal(plan.groups[0].n, 2);
	assert_int_equal(plan.groups[0].offset[0], 2);
	assert_int_equal(plan.groups[0].index[0], 0);
	assert_int_equal(plan.groups[0].offset[1], 0);
	assert_int_equal(plan.groups[0].index[1], 2);
	assert_int_equal(plan.groups[1].offset[0], 3);
	assert_int_equal(plan.groups[1].index[0], 1);
	panel_plan_make(&facts, &settings, true, "us", &plan, &faults);
	assert_int_equal(faults.size, 0);
	assert_int_equal(plan.n, 2);
	assert_int_equal(plan.groups[0].n, 2);
	assert_int_equal(plan.groups[0].index[1], 2);
	assert_int_equal(plan.groups[1].index[0], 3);
}

static void what_cannot_be_taken_is_said_and_the_rest_is_taken(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	_cleanup_(textbuf_done) struct textbuf faults = {0};
	struct panel_settings other = settings;
	struct panel_plan plan;

	(void)state;
	fill(&facts);
	use(&facts.chips[0], 2, "somebody");
	use(&facts.chips[1], 3, "us");
	other.button_line[2] = line("", "GPIO99", 0);
	panel_plan_make(&facts, &other, false, "us", &plan, &faults);
	assert_string_equal(faults.data,
		"button one: A is in use by somebody; "
		"button three: GPIO99 is not there");
	assert_int_equal(plan.n, 1);
	assert_int_equal(plan.groups[0].n, 1);
	assert_int_equal(plan.groups[0].index[0], 1);
}

static void one_line_is_not_two_buttons(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	_cleanup_(textbuf_done) struct textbuf faults = {0};
	struct panel_settings other = settings;
	struct panel_plan plan;

	(void)state;
	fill(&facts);
	other.button_line[2] = line("first", "", 2); /* which is A */
	panel_plan_make(&facts, &other, false, "us", &plan, &faults);
	assert_string_equal(faults.data, "button three: first:2 is another one's already");
}

static void why_nothing_is_there_is_said(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	_cleanup_(textbuf_done) struct textbuf faults = {0};
	struct panel_settings other = settings;
	struct panel_plan plan;

	(void)state;
	other.n_buttons = 1;
	panel_plan_make(&facts, &other, false, "us", &plan, &faults);
	assert_string_equal(faults.data, "button one: A is not there, nor any GPIO chip");
	assert_int_equal(plan.n, 0);
	textbuf_consume(&faults, faults.size);
	facts.n_chips = 1;
	facts.chips[0] = (struct gpio_chip_facts){.path = "/dev/gpiochip0", .error = -EACCES};
	panel_plan_make(&facts, &other, false, "us", &plan, &faults);
	assert_string_equal(faults.data, "button one: A cannot be looked for: Permission denied");
}

static void a_plan_is_known_again(void **state)
{
	_cleanup_(gpio_facts_done) struct gpio_facts facts = {0};
	_cleanup_(textbuf_done) struct textbuf faults = {0};
	struct panel_plan plan;
	struct panel_plan again;

	(void)state;
	fill(&facts);
	panel_plan_make(&facts, &settings, false, "us", &plan, &faults);
	use(&facts.chips[0], 2, "us");
	panel_plan_make(&facts, &settings, false, "us", &again, &faults);
	assert_true(panel_group_same(&plan.groups[0], &again.groups[0]));
	use(&facts.chips[0], 0, "somebody");
	panel_plan_make(&facts, &settings, false, "us", &again, &faults);
	assert_false(panel_group_same(&plan.groups[0], &again.groups[0]));
	assert_true(panel_group_same(&plan.groups[1], &again.groups[1]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_found_by_its_name_or_its_place),
		cmocka_unit_test(what_is_not_there_or_not_clear_is_not_guessed),
		cmocka_unit_test(two_chips_of_one_label_are_not_clear),
		cmocka_unit_test(lines_are_asked_for_by_chip),
		cmocka_unit_test(what_cannot_be_taken_is_said_and_the_rest_is_taken),
		cmocka_unit_test(one_line_is_not_two_buttons),
		cmocka_unit_test(why_nothing_is_there_is_said),
		cmocka_unit_test(a_plan_is_known_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
