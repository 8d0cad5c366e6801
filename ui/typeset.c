/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/typeset.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "ui/memo.h"

/* The first font has no Tai Viet; the next ones provide the letters that it lacks. */
#define FAMILIES "Noto Sans, Noto Sans Tai Viet, Tai Heritage Pro, sans-serif"

/* typeset_fit measures at this size and scales, because outlines scale linearly. */
#define PROBE_PX 256.0

DEFINE_CLEANUP(PangoLayout *, g_object_unref);
DEFINE_CLEANUP(PangoFontDescription *, pango_font_description_free);
DEFINE_CLEANUP(PangoAttrList *, pango_attr_list_unref);

static const PangoAlignment alignments[] = {
	[ALIGN_LEFT] = PANGO_ALIGN_LEFT,
	[ALIGN_CENTRE] = PANGO_ALIGN_CENTER,
	[ALIGN_RIGHT] = PANGO_ALIGN_RIGHT,
};

static void layout_set_size(PangoLayout *layout, const struct typeset_style *style, double size_px)
{
	_cleanup_(pango_font_description_freep) PangoFontDescription *font =
		pango_font_description_new();

	pango_font_description_set_family_static(font, FAMILIES);
	pango_font_description_set_weight(
		font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_absolute_size(font, size_px * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
}

/* The longest Vietnamese syllable is "nghiêng". */
enum { SYLLABLE_LETTERS = 7 };

/* Whether so many letters are a syllable, and not the part of an address or of a list that the
 * character beside them would make them. */
static bool is_syllable(int letters, gunichar beside)
{
	return letters > 0 && letters <= SYLLABLE_LETTERS && !g_unichar_isdigit(beside) &&
		!(beside > 0 && beside < 0x80 && strchr("/:@-_", (int)beside));
}

/* Whether the slash in a text stands within one word, as in "ông/bà", "và/hoặc" and "km/h"; where
 * that word begins and ends. */
static bool find_word(
	const char *text, const char *slash, const char **ret_from, const char **ret_to)
{
	const char *from = slash, *to = slash + 1, *before = slash;
	int left = 0, right = 0;

	do {
		from = before;
		before = from > text ? g_utf8_prev_char(from) : NULL;
	} while (before && g_unichar_isalpha(g_utf8_get_char(before)) && ++left);
	while (g_unichar_isalpha(g_utf8_get_char(to))) {
		to = g_utf8_next_char(to);
		right++;
	}
	*ret_from = from;
	*ret_to = to;
	return is_syllable(left, before ? g_utf8_get_char(before) : 0) &&
		(!before || *before != '.') && is_syllable(right, g_utf8_get_char(to)) &&
		(*to != '.' || !g_unichar_isalnum(g_utf8_get_char(to + 1)));
}

/* Such a word is not broken behind its slash, where Unicode would. */
static void layout_join_words(PangoLayout *layout)
{
	const char *text = pango_layout_get_text(layout);
	_cleanup_(pango_attr_list_unrefp) PangoAttrList *list = NULL;
	const char *from, *to;

	for (const char *at = strchr(text, '/'); at; at = strchr(at + 1, '/')) {
		if (find_word(text, at, &from, &to)) {
			PangoAttribute *attribute = pango_attr_allow_breaks_new(FALSE);
			PangoAttrList *given = pango_layout_get_attributes(layout);

			attribute->start_index = (guint)(from - text);
			attribute->end_index = (guint)(to - text);
			if (!list) {
				list = given ? pango_attr_list_copy(given) : pango_attr_list_new();
			}
			pango_attr_list_insert(list, attribute);
		}
	}
	if (list) {
		pango_layout_set_attributes(layout, list);
	}
}

static PangoLayout *layout_new(cairo_t *cr, const struct typeset_style *style, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);

	/* Positions are not rounded to whole pixels, so that a line's width scales with its
	 * size. */
	pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
	if (style->markup) {
		pango_layout_set_markup(layout, text, -1);
	} else {
		pango_layout_set_text(layout, text, -1);
	}
	pango_layout_set_alignment(layout, alignments[style->align]);
	pango_layout_set_line_spacing(layout, (float)style->line_spacing);
	if (style->tabular) {
		_cleanup_(pango_attr_list_unrefp) PangoAttrList *list = pango_attr_list_new();

		pango_attr_list_insert(list, pango_attr_font_features_new("tnum=1"));
		pango_layout_set_attributes(layout, list);
	}
	layout_join_words(layout);
	return layout;
}

/* Whether the whole text fits, broken only between words. */
static bool layout_fits(PangoLayout *layout, const struct typeset_style *style)
{
	int width;

	pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE);
	pango_layout_set_width(
		layout, style->width_px > 0 ? (int)(style->width_px * PANGO_SCALE) : -1);
	pango_layout_get_size(layout, &width, NULL);
	return (style->width_px <= 0 || width <= style->width_px * PANGO_SCALE) &&
		(style->lines_max <= 0 || pango_layout_get_line_count(layout) <= style->lines_max);
}

/* Where a text may be broken; found by shaping it once, on one line. */
enum { BREAKS_MAX = 64 };
struct breaks {
	int n; /* number of pieces between the breaks */
	int start[BREAKS_MAX]; /* of each piece, in Pango units from the line's start */
	int end[BREAKS_MAX]; /* without the space after the piece */
};

/* Fills in breaks from a layout without a width. False: it has line feeds, or too many pieces. */
static bool find_breaks(PangoLayout *layout, struct breaks *ret)
{
	PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
	const char *text = pango_layout_get_text(layout), *at = text;
	const PangoLogAttr *attributes;
	int n, x = 0;

	attributes = pango_layout_get_log_attrs_readonly(layout, &n);
	if (pango_layout_get_line_count(layout) != 1) {
		return false;
	}
	*ret = (struct breaks){.n = 1};
	for (int i = 0; i < n; i++) {
		if (i > 0 && i < n - 1 && attributes[i].is_line_break) {
			if (ret->n == BREAKS_MAX) {
				return false;
			}
			pango_layout_line_index_to_x(line, (int)(at - text), FALSE, &x);
			ret->start[ret->n++] = x;
		}
		if (!attributes[i].is_white) {
			const char *next = *at ? g_utf8_next_char(at) : at;

			pango_layout_line_index_to_x(line, (int)(next - text), FALSE, &x);
			ret->end[ret->n - 1] = x;
		}
		at = *at ? g_utf8_next_char(at) : at;
	}
	return true;
}

static int count_lines(const struct breaks *breaks, int width)
{
	int lines = 1, begin = 0;

	for (int i = 1; i < breaks->n; i++) {
		if (breaks->end[i] - breaks->start[begin] > width) {
			lines++;
			begin = i;
		}
	}
	return lines;
}

/* Narrows the layout as far as the number of its lines stays the same. */
static void layout_balance(PangoLayout *layout)
{
	int whole = pango_layout_get_width(layout), low = 0, high = whole;
	int lines = pango_layout_get_line_count(layout), width;
	struct breaks breaks;

	if (lines < 2 || pango_layout_is_ellipsized(layout)) {
		return;
	}
	pango_layout_set_width(layout, -1);
	if (find_breaks(layout, &breaks) && count_lines(&breaks, whole) == lines) {
		while (high - low > PANGO_SCALE / 2) {
			int middle = low + (high - low) / 2;

			if (count_lines(&breaks, middle) > lines) {
				low = middle;
			} else {
				high = middle;
			}
		}
	}
	/* count_lines does not notice a word that is longer than its line. */
	pango_layout_set_width(layout, MIN_OF(high + PANGO_SCALE, whole));
	pango_layout_get_size(layout, &width, NULL);
	if (pango_layout_get_line_count(layout) != lines ||
		width > pango_layout_get_width(layout)) {
		pango_layout_set_width(layout, whole);
	}
}

/* Chooses the size and sets up the layout for it; returns the size. */
static double layout_choose_size(PangoLayout *layout, const struct typeset_style *style)
{
	double size_px = style->size_px;

	layout_set_size(layout, style, size_px);
	while (!layout_fits(layout, style)) {
		if (style->size_min_px <= 0 || size_px <= style->size_min_px) {
			pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
			if (style->lines_max > 0) {
				pango_layout_set_height(layout, -style->lines_max);
				pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
			}
			break;
		}
		size_px = MAX_OF(style->size_min_px, size_px * 0.96);
		layout_set_size(layout, style, size_px);
	}
	if (style->balanced && style->width_px > 0) {
		layout_balance(layout);
	}
	return size_px;
}

/* The distance from x to the layout's left edge: Pango aligns within the layout's width; a layout
 * without a box has none, and a balanced one is narrower than its box. */
static double layout_shift(
	PangoLayout *layout, const struct typeset_style *style, double text_width_px)
{
	static const double share[] = {
		[ALIGN_LEFT] = 0,
		[ALIGN_CENTRE] = 0.5,
		[ALIGN_RIGHT] = 1,
	};
	int width = pango_layout_get_width(layout);
	double own_px = width >= 0 ? (double)width / PANGO_SCALE : text_width_px;

	return share[style->align] * (style->width_px - own_px);
}

static cairo_rectangle_t rectangle_of(const PangoRectangle *pango, double shift_px)
{
	return (cairo_rectangle_t){
		.x = (double)pango->x / PANGO_SCALE + shift_px,
		.y = (double)pango->y / PANGO_SCALE,
		.width = (double)pango->width / PANGO_SCALE,
		.height = (double)pango->height / PANGO_SCALE,
	};
}

static struct typeset_extents layout_extents(
	PangoLayout *layout, const struct typeset_style *style, double size_px)
{
	PangoRectangle ink, logical;
	double width_px;

	pango_layout_get_extents(layout, &ink, &logical);
	width_px = (double)logical.width / PANGO_SCALE;
	return (struct typeset_extents){
		.width_px = width_px,
		.height_px = (double)logical.height / PANGO_SCALE,
		.size_px = size_px,
		.baseline_px = (double)pango_layout_get_baseline(layout) / PANGO_SCALE,
		.lines = pango_layout_get_line_count(layout),
		.cut = pango_layout_is_ellipsized(layout),
		.broken = style->lines_max <= 0 &&
			pango_layout_get_wrap(layout) == PANGO_WRAP_WORD_CHAR,
		.ink = rectangle_of(&ink, layout_shift(layout, style, width_px)),
	};
}

struct typeset_extents typeset_draw(
	cairo_t *cr, const struct typeset_style *style, const char *text, double x, double y)
{
	_cleanup_(g_object_unrefp) PangoLayout *layout = layout_new(cr, style, text);
	double size_px = layout_choose_size(layout, style);
	struct typeset_extents extents = layout_extents(layout, style, size_px);

	cairo_set_source_rgb(cr, style->rgb[0], style->rgb[1], style->rgb[2]);
	cairo_move_to(cr, x + layout_shift(layout, style, extents.width_px), y);
	pango_cairo_show_layout(cr, layout);
	cairo_new_path(cr);
	return extents;
}

/* ---- what was measured lately ---- */

enum { MEMO_PLACES = 1024, MEMO_SIZE_MAX = 1024 };

static void free_memo(void *memo)
{
	memo_free(memo);
}

/* One a thread, freed when it ends. */
static GPrivate memo_of_thread = G_PRIVATE_INIT(free_memo);

static struct memo *memo_get(void)
{
	struct memo *memo = g_private_get(&memo_of_thread);

	if (!memo) {
		memo = memo_new(MEMO_PLACES, MEMO_SIZE_MAX);
		g_private_set(&memo_of_thread, memo);
	}
	return memo;
}

/* The hash of the font options with which Pango would draw. */
static unsigned long hash_options(cairo_t *cr)
{
	cairo_font_options_t *all = cairo_font_options_create();
	cairo_font_options_t *own = cairo_font_options_create();
	unsigned long hash;

	cairo_surface_get_font_options(cairo_get_target(cr), all);
	cairo_get_font_options(cr, own);
	cairo_font_options_merge(all, own);
	hash = cairo_font_options_hash(all);
	cairo_font_options_destroy(own);
	cairo_font_options_destroy(all);
	return hash;
}

/* All that a text's extents depend on. */
static struct textbuf make_key(cairo_t *cr, const struct typeset_style *style, const char *text)
{
	const double sizes[] = {
		style->size_px, style->width_px, style->size_min_px, style->line_spacing};
	const unsigned long others[] = {hash_options(cr), (unsigned long)style->lines_max,
		style->align, style->bold, style->tabular, style->balanced, style->markup};
	struct textbuf key = {0};
	cairo_matrix_t matrix;

	cairo_get_matrix(cr, &matrix);
	matrix.x0 = matrix.y0 = 0;
	textbuf_add_bytes(&key, &matrix, sizeof(matrix));
	textbuf_add_bytes(&key, sizes, sizeof(sizes));
	textbuf_add_bytes(&key, others, sizeof(others));
	textbuf_add(&key, text);
	return key;
}

struct typeset_extents typeset_measure(
	cairo_t *cr, const struct typeset_style *style, const char *text)
{
	_cleanup_(textbuf_done) struct textbuf key = make_key(cr, style, text);
	const struct typeset_extents *known = memo_find(memo_get(), key.data, key.size);
	_cleanup_(g_object_unrefp) PangoLayout *layout = NULL;
	struct typeset_extents extents;

	if (known) {
		return *known;
	}
	layout = layout_new(cr, style, text);
	extents = layout_extents(layout, style, layout_choose_size(layout, style));
	memo_keep(memo_get(), key.data, key.size, &extents, sizeof(extents));
	return extents;
}

/* The style for a single line of any width at this size. */
static struct typeset_style one_line(const struct typeset_style *style, double size_px)
{
	struct typeset_style line = *style;

	line.size_px = size_px;
	line.size_min_px = 0;
	line.width_px = 0;
	line.lines_max = 0;
	return line;
}

double typeset_fit(cairo_t *cr, const struct typeset_style *style, const char *text,
	double width_px, double height_px)
{
	struct typeset_style line = one_line(style, PROBE_PX);
	struct typeset_extents extents = typeset_measure(cr, &line, text);
	double size_px = style->size_px;

	if (extents.ink.width <= 0 || extents.ink.height <= 0) {
		return size_px;
	}
	size_px = MIN_OF(size_px, PROBE_PX * width_px / extents.ink.width);
	size_px = MIN_OF(size_px, PROBE_PX * height_px / extents.ink.height);
	/* Hinting can make the text a little larger than its outlines. */
	for (int i = 0; i < 8; i++) {
		line = one_line(style, size_px);
		extents = typeset_measure(cr, &line, text);
		if (extents.ink.width <= width_px && extents.ink.height <= height_px) {
			break;
		}
		size_px *= 0.99;
	}
	return size_px;
}

cairo_rectangle_t typeset_draw_fitted(cairo_t *cr, const struct typeset_style *style,
	const char *text, const cairo_rectangle_t *box)
{
	static const double share[] = {
		[ALIGN_LEFT] = 0,
		[ALIGN_CENTRE] = 0.5,
		[ALIGN_RIGHT] = 1,
	};
	struct typeset_style line =
		one_line(style, typeset_fit(cr, style, text, box->width, box->height));
	struct typeset_extents extents;
	cairo_rectangle_t ink;

	line.align = ALIGN_LEFT;
	extents = typeset_measure(cr, &line, text);
	ink = extents.ink;
	ink.x = box->x + (box->width - ink.width) * share[style->align];
	ink.y = box->y + (box->height - ink.height) / 2;
	typeset_draw(cr, &line, text, ink.x - extents.ink.x, ink.y - extents.ink.y);
	return ink;
}
