/* SPDX-License-Identifier: Apache-2.0 */
/* How the pages are put together: what kiosk-layout.c, -ways.c, -lists.c, -lookup.c,
 * -texts.c, -keyboard.c and -messages.c share. No other file includes this. */
#pragma once

#include "ui/kiosk-layout.h"
#include "ui/lookup-view.h"

/* Millimetres; type is given as the em. Larger screens, which are read from farther away, have
 * larger type and margins. */
#define EM_MIN (KIOSK_CAPITALS_MM / KIOSK_CAPITALS_EM)
#define EM_BODY EM_MIN
#define EM_STRONG 10.0
#define EM_HEADING 12.0
#define EM_DISPLAY 16.0
#define LINE 1.4 /* a line's height, in ems */
#define TIGHT 0.9 /* of it, on a page of the look-up on some 10 inches */
#define MARGIN 5.0
#define GAP 4.0
#define PAD 3.0
#define ROW_MAX 48.0
#define OFFICIAL_QR 45.0 /* a side of the official channel's code */

#define KIOSK_WAYS_MAX 2

/* A key of the pages on which nobody is being served: it leads elsewhere. */
struct kiosk_way {
	const char *words, *brief; /* of ui/strings */
	struct kiosk_target target;
};

struct kiosk_builder {
	struct kiosk_layout *layout;
	const struct phrases *phrases;
	const struct kiosk_view *view;
	const struct lookup_view *lookup; /* NULL: it is no page of the look-up */
	cairo_t *cr; /* to measure with */
	double mm; /* pixels, for what is touched */
	double unit; /* pixels, for what grows with the screen */
	double key; /* pixels: the height of a key that stands alone */
	bool upright;
	bool low; /* languages and ear are in the lowest row */
	bool small; /* some 7 inches: without a bar */
	bool low_screen; /* lying, some 10 inches */
	bool titled; /* some 10 inches, the look-up: its bar has the title, and what was typed */
	struct kiosk_box page; /* below the bar, above the lowest row, within the margins */
	/* What those leave of the lowest row, or of a small screen's column: for a key of the page;
	 * no width: nothing. */
	struct kiosk_box low_row;
	int lists; /* so many have been laid out for this page */
	/* What is still to be placed by the page's list: in the row of the keys that turn its
	 * pages; else, on a small screen, as its last entries. */
	int n_ways;
	struct kiosk_way ways[KIOSK_WAYS_MAX];
	bool ways_in_row;
};

struct kiosk_words {
	double em; /* of b->unit */
	bool bold;
	enum align align;
	int lines;
	enum theme_colour colour;
};

enum kiosk_rank { RANK_MAIN, RANK_PRIORITY, RANK_SECOND, RANK_OFF };

const char *kiosk_phrase(const struct kiosk_builder *b, const char *key);
struct kiosk_element *kiosk_add(
	struct kiosk_builder *b, enum kiosk_element_kind kind, const struct kiosk_box *box);
/* Puts a text; NULL when there is none. */
struct kiosk_element *kiosk_put(struct kiosk_builder *b, const struct kiosk_box *box,
	const struct kiosk_words *words, const char *text);
/* Puts a pictogram in the middle of a box, as large as it allows; nothing without a name. */
void kiosk_put_pictogram(struct kiosk_builder *b, const struct kiosk_box *box, const char *name,
	enum theme_colour colour);
double kiosk_line_px(const struct kiosk_builder *b, double em);
/* Removes the elements after the first n. */
void kiosk_take_back(struct kiosk_builder *b, int n);
struct kiosk_box kiosk_inset(const struct kiosk_box *box, double x, double y);
/* Puts a key without words; returns the colour of its words. */
enum theme_colour kiosk_put_key(struct kiosk_builder *b, const struct kiosk_box *box,
	enum kiosk_rank rank, struct kiosk_target target);
void kiosk_put_key_words(struct kiosk_builder *b, const struct kiosk_box *box, enum kiosk_rank rank,
	struct kiosk_target target, const struct kiosk_words *words, const char *text);
double kiosk_text_height(struct kiosk_builder *b, const char *text, double em_px, bool bold,
	double width, int lines);
/* Whether a text in bold type has a word that is wider than this. */
bool kiosk_breaks_words(struct kiosk_builder *b, const char *text, double em_px, double width);
/* The width of a text on one line. */
double kiosk_text_width(struct kiosk_builder *b, const char *text, double em_px, bool bold);
/* Takes rows off a box: from its top, from its bottom. */
struct kiosk_box kiosk_cut_top(struct kiosk_box *box, double height, double gap);
struct kiosk_box kiosk_cut_bottom(struct kiosk_box *box, double height, double gap);
/* On a small screen the question whether somebody is there, while it must be asked: it has the
 * place of the page's first words. Else NULL. */
const char *kiosk_question(const struct kiosk_builder *b);
/* The part of a box within reach, or as much of its lower part as a page needs. */
void kiosk_lower(const struct kiosk_builder *b, struct kiosk_box *box);
/* Puts a text at the bottom of a box, and takes its lines off it. */
void kiosk_put_low(struct kiosk_builder *b, struct kiosk_box *page, const struct kiosk_words *words,
	const char *text);
/* The same on a band. */
void kiosk_put_band(struct kiosk_builder *b, struct kiosk_box *page, enum theme_colour colour,
	double em, const char *key);

/* The ways from a page to elsewhere: finds them; places them where they have a row of their own. */
void kiosk_find_ways(struct kiosk_builder *b);
void kiosk_put_ways(struct kiosk_builder *b);
/* Keys that turn the pages of a list, at the ends of a row; between them the ways that have their
 * place there, or else which page it is. */
void kiosk_put_turns(struct kiosk_builder *b, struct kiosk_box row, int at, int pages);
/* One key alone, in the column: it leads on, and from the last page to the first. */
void kiosk_put_turn_beside(struct kiosk_builder *b, int at, int pages);
/* Which page it is, at the right of a heading, where that has not its place in the row and the
 * heading's text has room beside it. Returns what is left for the text. */
struct kiosk_box kiosk_put_place_beside(
	struct kiosk_builder *b, struct kiosk_box heading, const char *text, int at, int pages);
/* The key that leads back, at the left of a box. */
void kiosk_put_back(struct kiosk_builder *b, struct kiosk_box box);

/* The pages. */
void kiosk_put_services(struct kiosk_builder *b);
void kiosk_put_complaints(struct kiosk_builder *b);
/* The official channel: its QR code with its name beside it on an upright screen, else below it,
 * on the right; only where that leaves the subjects their room. */
bool kiosk_put_official(struct kiosk_builder *b, struct kiosk_box *page);
/* The same on a page of its own. */
void kiosk_put_official_page(struct kiosk_builder *b, const struct kiosk_box *area);
void kiosk_put_lane(struct kiosk_builder *b);
void kiosk_put_bring(struct kiosk_builder *b);
void kiosk_put_ticket(struct kiosk_builder *b);
void kiosk_put_message(struct kiosk_builder *b);
void kiosk_put_lookup(struct kiosk_builder *b);

/* The keyboard; its keys stay in their places whatever letters they have. */
void kiosk_put_typing(struct kiosk_builder *b);
/* The end of what was typed, as much as some lines hold. Heap. */
char *kiosk_typed_words(struct kiosk_builder *b, double em, double width, int lines);
/* As much of a text in bold type as some lines hold: its first and its last words, because names
 * that begin alike differ at their ends. Heap. */
char *kiosk_shortened(
	struct kiosk_builder *b, const char *text, double em, double width, int lines);
/* A key with words on one line; with those of one of the look-up's keys. */
void kiosk_put_cell(struct kiosk_builder *b, const struct kiosk_box *box, enum kiosk_rank rank,
	struct kiosk_target target, const char *text);
void kiosk_put_action(struct kiosk_builder *b, const struct kiosk_box *box, enum kiosk_rank rank,
	enum lookup_action action);

/* Puts a text that is read aloud, which is what the paragraph says from a byte on. */
void kiosk_tell(struct kiosk_builder *b, const struct kiosk_box *box,
	const struct kiosk_words *words, const char *text, const struct lookup_paragraph *paragraph,
	size_t from);
/* Puts what the look-up's paragraphs from one on have on this page; before them is a number of
 * other pages. On a large screen type may be smaller for fewer pages. Returns how many there are.
 */
int kiosk_put_texts(
	struct kiosk_builder *b, const struct kiosk_box *area, int from_paragraph, int before);

/* What the bar says on a page of the look-up. Heap; NULL: the centre's name. */
char *kiosk_lookup_bar(struct kiosk_builder *b, double width);
