/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config-edit.h"

enum { FILE_MODE = 0644 };

void setup_files_done(struct setup_files *files)
{
	for (int i = 0; i < files->n; i++) {
		free(files->file[i].path);
		free(files->file[i].former);
		free(files->file[i].like);
		free(files->file[i].text);
	}
	files->n = 0;
}

/* ---- the texts ---- */

static void set(char **text, const char *section, const char *key, const char *value)
{
	char *changed = config_edit_set(*text, section, key, value);

	free(*text);
	*text = changed;
}

static void drop(char **text, const char *section)
{
	char *changed = config_edit_drop(*text, section);

	free(*text);
	*text = changed;
}

static void set_number(char **text, const char *section, const char *key, double value)
{
	char number[32];

	(void)snprintf(number, sizeof(number), "%g", value);
	set(text, section, key, value != 0 ? number : NULL);
}

static void edit_printer(const struct setup *setup, const struct setup *before, char **text)
{
	static const char *const flows[] = {NULL, "none", "rts-cts", "xon-xoff"};
	const struct printer_settings *printer = &setup->printer;
	char now[SETUP_TEXT_SIZE];
	char then[SETUP_TEXT_SIZE];

	setup_printer_text(printer, now);
	setup_printer_text(&before->printer, then);
	if (strcmp(now, then) == 0 && printer->baud == before->printer.baud &&
		printer->flow == before->printer.flow) {
		return;
	}
	if (!*printer->driver) {
		drop(text, "printer");
		return;
	}
	set(text, "printer", "driver", printer->driver);
	set(text, "printer", "path", *printer->path ? printer->path : NULL);
	set_number(text, "printer", "baud", printer->baud);
	set(text, "printer", "flow", flows[printer->flow]);
	if (strcmp(printer->driver, "serial") != 0) {
		set(text, "printer", "parity", NULL);
	}
}

static void edit_screen(
	const struct setup *setup, const struct setup *before, enum setup_place place, char **text)
{
	_cleanup_free_ char *section = text_printf("screen %s", setup_place_name(place));
	const char *output = setup_screen_of(setup, place);
	const char *former = setup_screen_of(before, place);

	if (!*output) {
		if (*former) {
			drop(text, section);
		}
		return;
	}
	if (strcmp(output, former) != 0) {
		set(text, section, "driver", "drm");
		set(text, section, "output", output);
	}
	if (setup->place[place].diagonal_inch != before->place[place].diagonal_inch) {
		set_number(text, section, "diagonal_inch", setup->place[place].diagonal_inch);
	}
	if (setup->place[place].rotation != before->place[place].rotation) {
		set_number(text, section, "rotation", setup->place[place].rotation);
	}
	if (place == SETUP_KIOSK && setup->touch != before->touch) {
		set(text, section, "touch", setup->touch ? "yes" : "no");
	}
}

static void edit_button(
	const struct setup_button *button, const struct setup_button *before, char **text)
{
	_cleanup_free_ char *section = text_printf("button %s", button->name);

	if (!*button->line) {
		/* One without a line is in no board file but a simulated board's. */
		if (before && *before->line) {
			drop(text, section);
		}
		return;
	}
	if (!before) {
		set(text, section, "does", button->does);
	}
	if (!before || strcmp(button->line, before->line) != 0) {
		set(text, section, "line", button->line);
	}
	if (!before || strcmp(button->lamp, before->lamp) != 0) {
		set(text, section, "lamp", *button->lamp ? button->lamp : NULL);
	}
}

static void edit_panel(const struct setup *setup, const struct setup *before,
	const struct board *board, char **text)
{
	bool any = false;

	for (int i = 0; i < setup->n_buttons; i++) {
		any = any || *setup->button[i].line;
	}
	if (any && (!board || !*board->panel.driver)) {
		set(text, "panel", "driver", "gpio");
		set(text, "panel", "bias", "pull-up");
	}
	for (int i = 0; i < setup->n_buttons; i++) {
		edit_button(&setup->button[i], i < setup->n_kept ? &before->button[i] : NULL, text);
	}
}

static void edit_sound(
	const struct setup *setup, const struct setup *before, enum setup_place place, char **text)
{
	_cleanup_free_ char *section = text_printf("sound %s", setup_place_name(place));
	const char *driver = setup->place[place].sound_driver;
	const char *device = setup->place[place].sound;

	if (strcmp(driver, before->place[place].sound_driver) == 0 &&
		strcmp(device, before->place[place].sound) == 0) {
		return;
	}
	if (!*driver) {
		drop(text, section);
		return;
	}
	set(text, section, "driver", driver);
	set(text, section, "device", *device ? device : NULL);
	set(text, section, "path", NULL);
}

char *setup_board_text(const struct setup *setup, const struct setup *before,
	const struct board *board, const char *text)
{
	char *made = text_dup(text);

	if (!board) {
		set(&made, "board", "name", "layso");
		set(&made, "board", "description", "made by layso setup");
	}
	edit_printer(setup, before, &made);
	edit_panel(setup, before, board, &made);
	for (int place = 0; place < SETUP_PLACES; place++) {
		edit_screen(setup, before, (enum setup_place)place, &made);
		edit_sound(setup, before, (enum setup_place)place, &made);
	}
	return made;
}

char *setup_conf_text(const struct setup *setup, const struct setup *before, const char *section,
	const char *text, const char *board)
{
	char *made = text_dup(text);

	if (strcmp(section, "hub") == 0) {
		if (strcmp(setup->listen, before->listen) != 0) {
			set(&made, "http", "listen", setup->listen);
		}
		return made;
	}
	if (board) {
		set(&made, section, "board", board);
	}
	if (strcmp(setup->hub, before->hub) != 0) {
		set(&made, "hub", "address", *setup->hub ? setup->hub : NULL);
	}
	if (strcmp(setup->token_file, before->token_file) != 0) {
		set(&made, "hub", "token_file", *setup->token_file ? setup->token_file : NULL);
	}
	return made;
}

void setup_files_add(struct setup_files *files, const char *path, const char *former,
	const char *like, char *text)
{
	struct setup_file *file = &files->file[files->n];

	if (files->n == SETUP_FILES_MAX || (former && strcmp(former, text) == 0)) {
		free(text);
		return;
	}
	file->path = text_dup(path);
	file->former = former ? text_dup(former) : NULL;
	file->like = like && !former ? text_dup(like) : NULL;
	file->text = text;
	files->n++;
}

/* ---- what changes ---- */

struct lines {
	size_t n;
	const char **line; /* heap, into the text */
	size_t *size;
};

static void lines_done(struct lines *lines)
{
	free(lines->line);
	free(lines->size);
}

static void split(const char *text, struct lines *ret)
{
	while (*text) {
		ret->line = memory_append(ret->line, ret->n, sizeof(*ret->line));
		ret->size = memory_append(ret->size, ret->n, sizeof(*ret->size));
		ret->line[ret->n] = text;
		ret->size[ret->n] = strcspn(text, "\n");
		text += ret->size[ret->n];
		text += *text == '\n';
		ret->n++;
	}
}

static bool is_same(const struct lines *a, size_t i, const struct lines *b, size_t j)
{
	return a->size[i] == b->size[j] && memcmp(a->line[i], b->line[j], a->size[i]) == 0;
}

/* common[i][j]: how many lines the rests from i and j have in common (Hunt, McIlroy: the longest
 * common subsequence). */
static unsigned short *count_common(const struct lines *a, const struct lines *b)
{
	size_t width = b->n + 1;
	unsigned short *common = memory_new((a->n + 1) * width, sizeof(*common));

	for (size_t i = a->n; i-- > 0;) {
		for (size_t j = b->n; j-- > 0;) {
			unsigned short down = common[(i + 1) * width + j];
			unsigned short right = common[i * width + j + 1];

			common[i * width + j] = is_same(a, i, b, j)
				? (unsigned short)(common[(i + 1) * width + j + 1] + 1)
				: MAX_OF(down, right);
		}
	}
	return common;
}

static void put(struct textbuf *out, char sign, const struct lines *lines, size_t i)
{
	textbuf_printf(out, "%c %.*s\n", sign, (int)lines->size[i], lines->line[i]);
}

static void diff_file(const struct setup_file *file, struct textbuf *out)
{
	_cleanup_(lines_done) struct lines a = {0};
	_cleanup_(lines_done) struct lines b = {0};
	_cleanup_free_ unsigned short *common = NULL;
	size_t i = 0;
	size_t j = 0;

	split(file->former ? file->former : file->like ? file->like : "", &a);
	split(file->text, &b);
	common = count_common(&a, &b);
	textbuf_printf(out, "%s\n", file->path);
	while (i < a.n || j < b.n) {
		if (i < a.n && j < b.n && is_same(&a, i, &b, j)) {
			i++;
			j++;
		} else if (j == b.n ||
			(i < a.n &&
				common[(i + 1) * (b.n + 1) + j] >= common[i * (b.n + 1) + j + 1])) {
			put(out, '-', &a, i++);
		} else {
			put(out, '+', &b, j++);
		}
	}
}

void setup_diff(const struct setup_files *files, struct textbuf *out)
{
	for (int i = 0; i < files->n; i++) {
		diff_file(&files->file[i], out);
	}
}

/* ---- on the disk ---- */

static int write_file(const struct setup_file *file)
{
	_cleanup_free_ char *copy = text_printf("%s.bak", file->path);
	int r = file->former ? text_write_file(copy, file->former, strlen(file->former), FILE_MODE)
			     : 0;

	return r < 0 ? r : text_write_file(file->path, file->text, strlen(file->text), FILE_MODE);
}

int setup_files_write(const struct setup_files *files, const char **ret_path)
{
	for (int i = 0; i < files->n; i++) {
		int r = write_file(&files->file[i]);

		if (r < 0) {
			*ret_path = files->file[i].path;
			return r;
		}
	}
	return 0;
}

int setup_board_check(const char *text, char **ret_error)
{
	char path[] = "/tmp/layso-board-XXXXXX";
	int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	struct board *board = NULL;
	bool written;
	int r;

	if (!file) {
		*ret_error = text_printf("/tmp: %s", strerror(errno));
		return -EINVAL;
	}
	written = fputs(text, file) >= 0;
	written = fclose(file) == 0 && written;
	if (written) {
		r = board_load(path, &board, ret_error);
	} else {
		*ret_error = text_printf("/tmp: %s", strerror(ENOSPC));
		r = -EINVAL;
	}
	board_free(board);
	(void)unlink(path);
	return r;
}
