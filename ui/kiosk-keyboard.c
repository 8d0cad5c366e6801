/* SPDX-License-Identifier: Apache-2.0 */
/* The keyboard with which procedures are searched for. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/kiosk-layout-internal.h"
#include "ui/lookup-words.h"

/* Millimetres. */
#define LETTER_GAP 3.0 /* between the keys: nine have room on 10 inches */
#define LETTER_KEY_MAX 1.3 /* of a key that stands alone */

enum {
	COLUMNS_MAX = 13,
	CLEAR_CELLS = 2, /* of the key that clears what was typed */
};

/* Cells of equal size; the last row has the wide keys. */
struct keyboard {
	int columns, rows;
	bool clear_low; /* the key that clears has its place in the last row */
	double width, height; /* of a cell, pixels */
};

/* The number of columns that makes the keys largest; of several, the one with the fewest rows. */
static struct keyboard try_keyboard(
	const struct kiosk_builder *b, const struct kiosk_box *area, int cells, bool clear_low)
{
	double gap = LETTER_GAP * b->mm, most = LETTER_KEY_MAX * b->key, best = 0;
	struct keyboard found = {1, cells + 1, clear_low, area->width, area->height};

	for (int columns = 5; columns <= COLUMNS_MAX; columns++) {
		int left = (columns - cells % columns) % columns;
		int more = clear_low || left >= CLEAR_CELLS ? 0 : 1;
		int rows = (cells + columns - 1) / columns + more + 1;
		double width = (area->width + gap) / columns - gap;
		double height = MIN_OF((area->height + gap) / rows - gap, most);
		double least = MIN_OF(width, height);

		if (clear_low && columns < 9) {
			continue; /* its row has five keys */
		}
		if (least > best + 0.5 || (least > best - 0.5 && rows < found.rows)) {
			best = MAX_OF(least, best);
			found = (struct keyboard){columns, rows, clear_low, width, height};
		}
	}
	return found;
}

static bool is_large(const struct kiosk_builder *b, const struct keyboard *keyboard)
{
	return MIN_OF(keyboard->width, keyboard->height) >= KIOSK_TARGET_MM * b->mm - 0.5;
}

static struct keyboard find_keyboard(
	const struct kiosk_builder *b, const struct kiosk_box *area, int cells)
{
	struct keyboard keyboard = try_keyboard(b, area, cells, false);

	return is_large(b, &keyboard) ? keyboard : try_keyboard(b, area, cells, true);
}

static struct kiosk_box cell_at(const struct kiosk_builder *b, const struct kiosk_box *area,
	const struct keyboard *keyboard, int row, int column, int span)
{
	double gap = LETTER_GAP * b->mm;
	/* The rows stand at the bottom, near the hand. */
	double top = area->y + area->height - keyboard->rows * (keyboard->height + gap) + gap;

	return (struct kiosk_box){area->x + column * (keyboard->width + gap),
		top + row * (keyboard->height + gap), span * keyboard->width + (span - 1) * gap,
		keyboard->height};
}

void kiosk_put_cell(struct kiosk_builder *b, const struct kiosk_box *box, enum kiosk_rank rank,
	struct kiosk_target target, const char *text)
{
	static const struct kiosk_words letter = {EM_STRONG, true, ALIGN_CENTRE, 1, THEME_PAPER};
	static const struct kiosk_words action = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_PAPER};
	struct kiosk_box inner = kiosk_inset(box, b->mm, 0);
	struct kiosk_words words = target.kind == KIOSK_TARGET_LETTER ? letter : action;
	int at = b->layout->n;

	words.colour = kiosk_put_key(b, box, rank, target);
	free(b->layout->elements[at].text);
	b->layout->elements[at].text = text_dup(text); /* other letters are other keys */
	(void)kiosk_put(b, &inner, &words, text);
}

void kiosk_put_action(struct kiosk_builder *b, const struct kiosk_box *box, enum kiosk_rank rank,
	enum lookup_action action)
{
	kiosk_put_cell(b, box, rank, (struct kiosk_target){KIOSK_TARGET_ACTION, (int)action},
		kiosk_phrase(b, lookup_words_action(b->lookup, action)));
}

static void put_clear(
	struct kiosk_builder *b, const struct kiosk_box *area, const struct keyboard *keyboard)
{
	struct kiosk_box box = cell_at(b, area, keyboard, keyboard->rows - 2,
		keyboard->columns - CLEAR_CELLS, CLEAR_CELLS);

	kiosk_put_action(b, &box, *b->lookup->typed ? RANK_SECOND : RANK_OFF, LOOKUP_DO_CLEAR);
}

/* Back, space, delete, what clears, and find. */
static void put_last_row(
	struct kiosk_builder *b, const struct kiosk_box *area, const struct keyboard *keyboard)
{
	bool low = b->low_row.width > 0, narrow = keyboard->columns < 7;
	enum kiosk_rank rank = *b->lookup->typed ? RANK_SECOND : RANK_OFF;
	int back = low ? 0 : 2, find = low || !narrow ? 2 : 1;
	int erase = narrow || keyboard->clear_low ? 1 : 2;
	int clear = keyboard->clear_low ? CLEAR_CELLS : 0, column = 0;
	struct {
		enum kiosk_rank rank;
		enum lookup_action action;
		int span;
	} keys[] = {
		{RANK_SECOND, LOOKUP_DO_SPACE, keyboard->columns - back - find - erase - clear},
		{rank, LOOKUP_DO_DELETE, erase},
		{rank, LOOKUP_DO_CLEAR, clear},
		{rank == RANK_OFF ? RANK_OFF : RANK_PRIORITY, LOOKUP_DO_FIND, find},
	};
	struct kiosk_box box;

	if (low) {
		kiosk_put_back(b, b->low_row);
	} else {
		box = cell_at(b, area, keyboard, keyboard->rows - 1, column, back);
		kiosk_put_cell(b, &box, RANK_SECOND, (struct kiosk_target){KIOSK_TARGET_BACK, 0},
			kiosk_phrase(b, "kiosk.back"));
		column += back;
	}
	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		if (keys[i].span > 0) {
			box = cell_at(b, area, keyboard, keyboard->rows - 1, column, keys[i].span);
			kiosk_put_action(b, &box, keys[i].rank, keys[i].action);
			column += keys[i].span;
		}
	}
}

/* The first and the last words of a text, n of its words together. Heap. */
static char *words_of(const char *text, int n)
{
	int from_start = (2 * n + 2) / 3, words = 0;
	size_t size = strlen(text), end = 0, start = size;

	while (end < size && words < from_start) {
		end += strcspn(text + end, " ") + 1;
		words++;
	}
	for (end -= MIN_OF(end, 1); end > 0 && text[end - 1] == ','; end--) {
	}
	for (words = from_start; words < n && start > 0; words++) {
		do {
			start--;
		} while (start > 0 && text[start - 1] != ' ');
	}
	return text_printf("%.*s…%s%s", (int)end, text, start < size ? " " : "", text + start);
}

static int count_words(const char *text)
{
	int words = 0;

	for (; *text; text += strspn(text, " ")) {
		text += strcspn(text, " ");
		words++;
	}
	return words;
}

char *kiosk_shortened(struct kiosk_builder *b, const char *text, double em, double width, int lines)
{
	int low = 0, high = count_words(text);

	if (isfinite(kiosk_text_height(b, text, em * b->unit, true, width, lines))) {
		return text_dup(text);
	}
	while (high - low > 1) {
		int middle = low + (high - low) / 2;
		_cleanup_free_ char *words = words_of(text, middle);

		if (isfinite(kiosk_text_height(b, words, em * b->unit, true, width, lines))) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return words_of(text, low);
}

/* What may be meant: rows between the field and the keyboard, of names on some lines. */
struct suggestions {
	int n, lines;
	double high; /* pixels, of a row */
};

static double suggestions_height(
	const struct kiosk_builder *b, const struct suggestions *suggestions)
{
	return suggestions->n * (suggestions->high + GAP * b->mm);
}

/* As many as leave the keyboard keys of a good size, whatever is typed: so no key moves. */
static struct suggestions find_suggestions(
	const struct kiosk_builder *b, const struct kiosk_box *area, int cells)
{
	for (int lines = 2; lines > 0; lines--) {
		double high = MAX_OF(b->key, lines * kiosk_line_px(b, EM_BODY) + PAD * b->mm);

		for (int n = LOOKUP_SUGGESTIONS; n > 0; n--) {
			struct suggestions found = {n, lines, high};
			struct kiosk_box rest = *area;
			struct keyboard keyboard;

			(void)kiosk_cut_bottom(&rest, suggestions_height(b, &found), 0);
			keyboard = find_keyboard(b, &rest, cells);
			if (rest.height > 0 && is_large(b, &keyboard)) {
				return found;
			}
		}
	}
	return (struct suggestions){0};
}

static void put_suggestions(struct kiosk_builder *b, const struct suggestions *suggestions,
	const struct kiosk_box *area, double bottom)
{
	struct kiosk_words words = {EM_BODY, true, ALIGN_LEFT, suggestions->lines, THEME_INK};

	for (int i = 0; i < MIN_OF(suggestions->n, b->lookup->n_entries); i++) {
		struct kiosk_box box = {area->x,
			bottom - suggestions_height(b, suggestions) +
				i * (suggestions->high + GAP * b->mm),
			area->width, suggestions->high};
		struct kiosk_box inner = kiosk_inset(&box, PAD * b->unit, 0);
		_cleanup_free_ char *name = kiosk_shortened(
			b, b->lookup->entries[i].name, EM_BODY, inner.width, suggestions->lines);

		words.colour = kiosk_put_key(
			b, &box, RANK_SECOND, (struct kiosk_target){KIOSK_TARGET_ENTRY, i});
		(void)kiosk_put(b, &inner, &words, name);
	}
}

/* What people type, in the place of what may be meant while nothing is typed. */
static void put_examples(struct kiosk_builder *b, const struct suggestions *suggestions,
	const struct kiosk_box *area, double bottom)
{
	static const struct kiosk_words words = {EM_BODY, false, ALIGN_LEFT, 4, THEME_INK_QUIET};
	const char *text = kiosk_phrase(b, "lookup.examples");
	double high = suggestions_height(b, suggestions);
	struct kiosk_box box = {area->x + PAD * b->unit, bottom - high,
		area->width - 2 * PAD * b->unit, high - GAP * b->mm};

	if (suggestions->n > 0 && !*b->lookup->typed) {
		/* Near the field, not in the middle. */
		high = kiosk_text_height(b, text, EM_BODY * b->unit, false, box.width, words.lines);
		box.height = MIN_OF(box.height, high + 1);
		(void)kiosk_put(b, &box, &words, text);
	}
}

char *kiosk_typed_words(struct kiosk_builder *b, double em, double width, int lines)
{
	const char *typed = b->lookup->typed;

	for (;; typed++) {
		char *text = text_printf("%s%s_", typed > b->lookup->typed ? "…" : "", typed);

		if ((*typed & 0xC0) != 0x80 &&
			(!*typed ||
				isfinite(kiosk_text_height(
					b, text, em * b->unit, true, width, lines)))) {
			return text;
		}
		free(text);
	}
}

/* What was typed, above the keyboard. */
static void put_field(struct kiosk_builder *b, const struct kiosk_box *area, double top)
{
	static const struct kiosk_words words = {EM_STRONG, true, ALIGN_LEFT, 1, THEME_INK};
	struct kiosk_box field = {area->x, top - GAP * b->mm - b->key, area->width, b->key};
	struct kiosk_box inner = kiosk_inset(&field, PAD * b->unit, 0);
	_cleanup_free_ char *text = kiosk_typed_words(b, words.em, inner.width, words.lines);

	kiosk_add(b, KIOSK_ELEMENT_BAND, &field)->colour = THEME_OFF;
	(void)kiosk_put(b, &inner, &words, text);
}

void kiosk_put_typing(struct kiosk_builder *b)
{
	const struct lookup_view *lookup = b->lookup;
	const char *language = b->view->language;
	bool marks = strcmp(language, "vi") == 0;
	struct kiosk_box area = b->page, box;
	struct suggestions suggestions;
	struct keyboard keyboard;
	double top;
	char letter[LETTER_SIZE];
	int n = letter_keys_at(lookup->letters, language, lookup->typed, 0, letter);
	int cells = letter_keys_at(LETTERS_PLAIN, language, "", 0, letter) + (marks ? 2 : 1);

	(void)kiosk_cut_top(&area, GAP / 2 * b->mm, 0);
	top = area.y;
	kiosk_lower(b, &area);
	if (!b->titled && area.y - top < GAP * b->mm + b->key) {
		(void)kiosk_cut_top(&area, GAP * b->mm + b->key - (area.y - top), 0);
	}
	suggestions = find_suggestions(b, &area, cells);
	(void)kiosk_cut_top(&area, suggestions_height(b, &suggestions), 0);
	keyboard = find_keyboard(b, &area, cells);
	top = cell_at(b, &area, &keyboard, 0, 0, 1).y;
	put_suggestions(b, &suggestions, &area, top);
	put_examples(b, &suggestions, &area, top);
	if (!b->titled) {
		put_field(b, &area, top - suggestions_height(b, &suggestions));
	}
	for (int i = 0; i < n; i++) {
		(void)letter_keys_at(lookup->letters, language, lookup->typed, i, letter);
		box = cell_at(b, &area, &keyboard, i / keyboard.columns, i % keyboard.columns, 1);
		kiosk_put_cell(
			b, &box, RANK_MAIN, (struct kiosk_target){KIOSK_TARGET_LETTER, i}, letter);
	}
	for (int i = marks ? 0 : 1; i < 2; i++) {
		int at = cells - 2 + i;

		box = cell_at(b, &area, &keyboard, at / keyboard.columns, at % keyboard.columns, 1);
		kiosk_put_action(b, &box,
			i == 0 && !letter_keys_has_marks(lookup->typed) ? RANK_OFF : RANK_SECOND,
			i == 0 ? LOOKUP_DO_MARKS : LOOKUP_DO_DIGITS);
	}
	if (!keyboard.clear_low) {
		put_clear(b, &area, &keyboard);
	}
	put_last_row(b, &area, &keyboard);
}
