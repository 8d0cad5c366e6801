/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/gpio-scan.h"

#include <dirent.h>
#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

#define DEV "/dev"
#define CHIP_PREFIX "gpiochip"

static void read_lines(struct gpiod_chip *chip, struct gpio_chip_facts *facts)
{
	facts->lines = memory_new((size_t)facts->n_lines, sizeof(facts->lines[0]));
	for (int i = 0; i < facts->n_lines; i++) {
		struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, (unsigned)i);
		struct gpio_line_facts *line = &facts->lines[i];
		const char *name;
		const char *consumer;

		if (!info) {
			continue; /* the chip is being removed: its lines count as missing */
		}
		name = gpiod_line_info_get_name(info);
		consumer = gpiod_line_info_get_consumer(info);
		text_copy_cut(line->name, sizeof(line->name), name ? name : "");
		text_copy_cut(line->consumer, sizeof(line->consumer), consumer ? consumer : "");
		line->used = gpiod_line_info_is_used(info);
		gpiod_line_info_free(info);
	}
}

static void read_chip(struct gpio_chip_facts *facts)
{
	struct gpiod_chip *chip = gpiod_chip_open(facts->path);
	struct gpiod_chip_info *info = chip ? gpiod_chip_get_info(chip) : NULL;

	if (!info) {
		facts->error = -errno;
	} else {
		text_copy_cut(facts->label, sizeof(facts->label), gpiod_chip_info_get_label(info));
		facts->n_lines =
			(int)MIN_OF(gpiod_chip_info_get_num_lines(info), (size_t)GPIO_LINES_MAX);
		read_lines(chip, facts);
		gpiod_chip_info_free(info);
	}
	if (chip) {
		gpiod_chip_close(chip);
	}
}

/* Some systems keep links with older numbers beside the chips' own device files. */
static bool is_link(const char *path)
{
	struct stat status;

	return lstat(path, &status) < 0 || S_ISLNK(status.st_mode);
}

int gpio_scan(struct gpio_facts *ret)
{
	DIR *dir = opendir(DEV);
	const struct dirent *entry;

	ret->n_chips = 0;
	if (!dir) {
		return -errno;
	}
	while ((entry = readdir(dir)) && ret->n_chips < GPIO_CHIPS_MAX) {
		struct gpio_chip_facts *chip = &ret->chips[ret->n_chips];

		*chip = (struct gpio_chip_facts){0};
		if (strncmp(entry->d_name, CHIP_PREFIX, strlen(CHIP_PREFIX)) != 0 ||
			snprintf(chip->path, sizeof(chip->path), "%s/%.20s", DEV, entry->d_name) >=
				(int)sizeof(chip->path) ||
			is_link(chip->path) || !gpiod_is_gpiochip_device(chip->path)) {
			continue;
		}
		read_chip(chip);
		ret->n_chips++;
	}
	(void)closedir(dir);
	return 0;
}
