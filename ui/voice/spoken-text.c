/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/spoken-text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum {
	WORD_SIZE = 32, /* of a word that may be an abbreviation */
	SPELLED_MAX = 6, /* letters; a longer one is a word */
	GROUP = 3, /* digits between the points of an amount */
	EACH_MIN = 7, /* digits without points: a telephone's number, a code */
	AMOUNT_MAX = 12, /* digits of what is an amount */
	DIGITS_MAX = 40, /* a longer row of them is left to who speaks */
};

/* A text that is being turned into words. */
struct speaking {
	const struct phrases *phrases;
	const char *language;
	const struct spoken_grammar *grammar;
	const struct spoken_marks *marks; /* NULL: numbers stay */
	const char *text, *at; /* all of it, and what comes next */
	char last[WORD_SIZE]; /* the last word, "" behind anything else */
	bool each; /* the number before was said digit by digit */
	bool number; /* the last thing was a number */
	struct textbuf out;
};

/* ---- what is written ---- */

static void put(struct speaking *s, const char *word)
{
	if (*word) {
		textbuf_printf(&s->out, "%s%s", s->out.size > 0 ? " " : "", word);
	}
}

/* A pause, once, and not before the first word. */
static void put_pause(struct speaking *s, const char *mark)
{
	if (s->out.size > 0 && !strchr(".,;:?!", s->out.data[s->out.size - 1])) {
		textbuf_add(&s->out, mark);
	} else if (s->out.size > 0 && *mark == '.') {
		s->out.data[s->out.size - 1] = '.';
	}
}

static void put_number(struct speaking *s, int64_t value)
{
	textbuf_add(&s->out, s->out.size > 0 ? " " : "");
	spoken_number_large(s->grammar, value, &s->out);
}

static void put_each(struct speaking *s, const char *digits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_number(s, digits[i] - '0');
	}
}

/* ---- letters ---- */

static bool is_letter(const char *at)
{
	/* Of the general punctuation only dashes, quotes and bullets are in such texts. */
	return isalpha((unsigned char)*at) ||
		((unsigned char)*at >= 0xC3 && strncmp(at, "\xE2\x80", 2) != 0);
}

static size_t letters(const char *at)
{
	size_t n = 0;

	while (is_letter(at + n) || (n > 0 && ((unsigned char)at[n] & 0xC0) == 0x80)) {
		n++;
	}
	return n;
}

static size_t digits(const char *at)
{
	return strspn(at, "0123456789");
}

void spoken_letter_key(const char *letter, char ret[SPOKEN_KEY_SIZE])
{
	static const char *const own[][2] = {{"D", "d"}, {"Đ", "dd"}, {"I", "i"}, {"O", "o"},
		{"Q", "q"}, {".", "dot"}, {"-", "dash"}, {"/", "slash"}, {" ", "space"}};

	for (size_t i = 0; i < ELEMENTS(own); i++) {
		if (strcmp(own[i][0], letter) == 0) {
			(void)snprintf(ret, SPOKEN_KEY_SIZE, "speech.letter.%s", own[i][1]);
			return;
		}
	}
	(void)snprintf(ret, SPOKEN_KEY_SIZE, "voice.letter.%c", tolower((unsigned char)*letter));
}

/* Whether a word of capitals is none that could be read: it has no vowel. */
static bool is_spelled(const char *word)
{
	int n = 0;

	for (const char *at = word; *at; n++) {
		bool dd = strncmp(at, "Đ", strlen("Đ")) == 0;

		if (!dd && (!isupper((unsigned char)*at) || strchr("AEIOUY", *at))) {
			return false;
		}
		at += dd ? strlen("Đ") : 1;
	}
	return n > 1 && n <= SPELLED_MAX;
}

static void spell(struct speaking *s, const char *word)
{
	while (*word) {
		size_t n = MAX_OF(utf8_clean_length((const unsigned char *)word), 1);
		char letter[8], key[SPOKEN_KEY_SIZE];

		(void)snprintf(letter, sizeof(letter), "%.*s", (int)n, word);
		spoken_letter_key(letter, key);
		put(s, phrases_get(s->phrases, s->language, key));
		word += n;
	}
}

/* II, III, IV, VII …; "VI" and "XI" may be words. */
static int roman(const char *word)
{
	static const char *const numerals[] = {"", "", "II", "III", "IV", "", "", "VII", "VIII",
		"IX", "", "", "XII", "XIII", "XIV", "XV"};

	for (int i = 0; i < (int)ELEMENTS(numerals); i++) {
		if (*word && strcmp(numerals[i], word) == 0) {
			return i;
		}
	}
	return 0;
}

static void take_word(struct speaking *s, size_t n)
{
	char word[WORD_SIZE], key[sizeof("voice.short.") + WORD_SIZE];
	const char *found = NULL;

	if (n >= sizeof(word)) {
		textbuf_printf(&s->out, "%s%.*s", s->out.size > 0 ? " " : "", (int)n, s->at);
		s->at += n;
		*s->last = '\0';
		return;
	}
	(void)snprintf(word, sizeof(word), "%.*s", (int)n, s->at);
	(void)snprintf(key, sizeof(key), "voice.short.%s", word);
	found = phrases_find(s->phrases, s->language, key);
	if (found) {
		put(s, found);
	} else if (s->marks && roman(word)) {
		put_number(s, roman(word));
	} else if (is_spelled(word)) {
		spell(s, word);
	} else {
		put(s, word);
	}
	s->at += n;
	(void)text_copy(s->last, sizeof(s->last), word);
}

/* ---- numbers ---- */

static int64_t value_of(const char *at, size_t n)
{
	int64_t value = 0;

	for (size_t i = 0; i < n; i++) {
		value = value * 10 + (at[i] - '0');
	}
	return value;
}

static bool is_between(int64_t value, int64_t low, int64_t high)
{
	return value >= low && value <= high;
}

static void put_part(struct speaking *s, const char *before, int64_t value)
{
	if (strcasecmp(s->last, before) != 0) {
		put(s, before);
	}
	put_number(s, value);
}

static void put_month(struct speaking *s, int64_t month)
{
	char key[SPOKEN_KEY_SIZE];

	if (*s->marks->month && month == 4) {
		put(s, strcasecmp(s->last, s->marks->month) != 0 ? s->marks->month : "");
		put(s, s->marks->fourth);
		return;
	}
	if (*s->marks->month) {
		put_part(s, s->marks->month, month);
		return;
	}
	(void)snprintf(key, sizeof(key), "date.month.%d", (int)month);
	put(s, phrases_get(s->phrases, s->language, key));
}

static void put_date(struct speaking *s, int64_t day, int64_t month, int64_t year)
{
	if (day > 0) {
		put_part(s, s->marks->date, day);
	}
	if (month > 0) {
		put_month(s, month);
	}
	if (year > 0) {
		*s->last = '\0';
		put_part(s, s->marks->year, year);
	}
}

/* "26/01/2026", "05/2" behind the word for a day, "01/2026". Returns the bytes, 0: it is no date.
 */
static size_t take_date(struct speaking *s, const char *at)
{
	size_t a = digits(at), b = 0, c = 0, n;
	int64_t first = value_of(at, MIN_OF(a, 4)), second, third;

	if (a > 2 || !strchr("/-.", at[a]) || !at[a]) {
		return 0;
	}
	b = digits(at + a + 1);
	second = value_of(at + a + 1, MIN_OF(b, 4));
	n = a + 1 + b;
	if (b >= 1 && b <= 2 && at[n] == at[a]) {
		c = digits(at + n + 1);
		third = value_of(at + n + 1, MIN_OF(c, 4));
		if (c == 4 && is_between(first, 1, 31) && is_between(second, 1, 12) &&
			is_between(third, 1900, 2199)) {
			put_date(s, first, second, third);
			return n + 1 + c;
		}
		return 0;
	}
	if (at[a] != '/' || at[n] == '/') {
		return 0;
	}
	if (b == 4 && is_between(first, 1, 12) && is_between(second, 1900, 2199)) {
		put_date(s, 0, first, second);
		return n;
	}
	if (b >= 1 && b <= 2 && *s->last && strcasecmp(s->last, s->marks->date) == 0 &&
		is_between(first, 1, 31) && is_between(second, 1, 12)) {
		put_date(s, first, second, 0);
		return n;
	}
	return 0;
}

/* "7:30", "7h30", "7h". */
static size_t take_time(struct speaking *s, const char *at)
{
	size_t a = digits(at), b = 0;

	if (a > 2 || value_of(at, a) > 24 || (at[a] != ':' && at[a] != 'h' && at[a] != 'g')) {
		return 0;
	}
	b = digits(at + a + 1);
	if ((b == 2 ? value_of(at + a + 1, 2) > 59 : at[a] == ':' || b > 0) ||
		is_letter(at + a + 1 + b)) {
		return 0;
	}
	put_number(s, value_of(at, a));
	put(s, s->marks->hour);
	if (b == 2 && (value_of(at + a + 1, 2) > 0 || !*s->marks->hour)) {
		put_number(s, value_of(at + a + 1, 2));
	}
	return a + 1 + b;
}

/* "4.500.000" as its digits; n how many bytes, 0: these are no groups. */
static size_t take_groups(const char *at, char ret[AMOUNT_MAX + 1])
{
	size_t a = digits(at), n = a, size = a;
	char point = at[a];

	if (a < 1 || a > GROUP || *at == '0' || (point != '.' && point != ',')) {
		return 0;
	}
	memcpy(ret, at, a);
	while (at[n] == point && digits(at + n + 1) == GROUP) {
		if (size + GROUP > AMOUNT_MAX) {
			return 0;
		}
		memcpy(ret + size, at + n + 1, GROUP);
		size += GROUP;
		n += 1 + GROUP;
	}
	ret[size] = '\0';
	/* "1.000.00.00": a code. */
	return n > a && !(at[n] == point && digits(at + n + 1) > 0) ? n : 0;
}

/* ",5": the digits behind a comma or a point. */
static size_t take_fraction(struct speaking *s, const char *at)
{
	size_t n = *at == ',' || *at == '.' ? digits(at + 1) : 0;

	if (n == 0 || n > 2 || (at[1 + n] == *at && digits(at + 2 + n) > 0)) {
		return 0;
	}
	put(s, *at == ',' ? s->marks->comma : s->marks->point);
	put_each(s, at + 1, n);
	return 1 + n;
}

/* "1.000656", "1.000.00.00.H41": digit by digit, with its points. */
static size_t take_code(struct speaking *s, const char *at)
{
	size_t n = digits(at);

	put_each(s, at, n);
	while (at[n] == '.' && digits(at + n + 1) > 0) {
		size_t more = digits(at + n + 1);

		put(s, s->marks->point);
		put_each(s, at + n + 1, more);
		n += 1 + more;
	}
	s->each = true;
	return n;
}

static bool is_code(const char *at)
{
	size_t n = digits(at);

	return (*at == '0' && n > 2) || n >= EACH_MIN || (at[n] == '.' && digits(at + n + 1) > 2) ||
		(at[n] == '.' && digits(at + n + 1) > 0 && at[n + 1 + digits(at + n + 1)] == '.' &&
			digits(at + n + 2 + digits(at + n + 1)) > 0);
}

/* Behind the word for an ordinal there are two of their own: "thứ nhất", "thứ tư". */
static bool put_ordinal(struct speaking *s, int64_t value)
{
	if (!*s->marks->ordinal || strcasecmp(s->last, s->marks->ordinal) != 0 ||
		(value != 1 && value != 4)) {
		return false;
	}
	put(s, value == 1 ? s->marks->first : s->marks->fourth);
	return true;
}

static size_t take_amount(struct speaking *s, const char *at)
{
	char amount[AMOUNT_MAX + 1];
	size_t n = take_groups(at, amount);

	if (n > 0) {
		put_number(s, value_of(amount, strlen(amount)));
	} else if (is_code(at)) {
		return take_code(s, at);
	} else {
		n = digits(at);
		if (!put_ordinal(s, value_of(at, n))) {
			put_number(s, value_of(at, n));
		}
	}
	return n + take_fraction(s, at + n);
}

/* What stands right behind a number: "15.000đ", "5%", "80m²" . */
static void take_unit(struct speaking *s)
{
	static const char *const squares[] = {"m²", "m2", "km²", "km2"};
	const char *at = s->at + strspn(s->at, " ");
	char key[SPOKEN_KEY_SIZE];

	for (size_t i = 0; i < ELEMENTS(squares); i++) {
		size_t n = strlen(squares[i]);

		if (strncmp(at, squares[i], n) == 0 && !is_letter(at + n)) {
			(void)snprintf(key, sizeof(key), "voice.unit.%s2",
				squares[i][0] == 'k' ? "km" : "m");
			put(s, phrases_get(s->phrases, s->language, key));
			s->at = at + n;
			return;
		}
	}
	if (strncmp(at, "đ", strlen("đ")) == 0 && letters(at) == strlen("đ")) {
		put(s, phrases_get(s->phrases, s->language, "voice.unit.dong"));
		s->at = at + strlen("đ");
	}
}

static void take_number(struct speaking *s)
{
	const char *at = s->at;
	bool goes_on = s->each && s->number;
	size_t n = digits(at);

	s->each = false;
	while (!s->marks && n > 0 && at[n] && strchr(".,:/", at[n]) && digits(at + n + 1) > 0) {
		n += 1 + digits(at + n + 1);
	}
	if (!s->marks || n > DIGITS_MAX) {
		textbuf_printf(&s->out, "%s%.*s", s->out.size > 0 ? " " : "", (int)n, at);
		s->at += n;
		return;
	}
	n = goes_on ? take_code(s, at) : 0;
	if (n == 0) {
		n = take_date(s, at);
	}
	if (n == 0) {
		n = take_time(s, at);
	}
	if (n == 0) {
		n = take_amount(s, at);
	}
	s->at += n;
	s->number = true;
	*s->last = '\0';
	take_unit(s);
}

/* ---- marks ---- */

static void take_slash(struct speaking *s)
{
	/* "400.000 đồng/trường hợp"; but "253/QĐ-UBND", "và/hoặc". */
	bool per = s->marks && islower((unsigned char)s->at[1]) && s->at > s->text &&
		(s->number ||
			strcmp(s->last, phrases_get(s->phrases, s->language, "voice.unit.dong")) ==
				0);

	if (per || (s->marks && is_letter(s->at + 1) && !isascii(s->at[1]) && s->number)) {
		put(s, s->marks->per);
	} else {
		put_pause(s, ",");
	}
	s->at++;
}

/* Between two numbers: "7:30 – 11:30". */
static bool is_range(const struct speaking *s, size_t n)
{
	return s->number && s->marks && isdigit((unsigned char)s->at[n + strspn(s->at + n, " ")]);
}

static void take_dash(struct speaking *s, size_t n)
{
	bool apart = s->at > s->text && s->at[-1] == ' ';

	if (is_range(s, n) && !s->each) {
		put(s, s->marks->until);
		s->number = false;
	} else if (apart || n > 1) {
		put_pause(s, ",");
	}
	s->at += n;
}

static void take_point(struct speaking *s)
{
	bool inside = s->at > s->text && islower((unsigned char)s->at[1]) && s->at[-1] != ' ';

	if (inside && s->marks) {
		put(s, s->marks->point); /* an address on the net */
	} else {
		put_pause(s, is_letter(s->at + 1) ? "" : ".");
	}
	s->at++;
}

/* What is said for a mark; NULL: nothing. */
static const char *word_of(const struct speaking *s, char mark)
{
	if (!s->marks) {
		return NULL;
	}
	return mark == '%'    ? s->marks->percent
		: mark == '&' ? s->marks->and
		: mark == '@' ? s->marks->at
			      : NULL;
}

static void take_mark(struct speaking *s)
{
	const char mark = *s->at;

	s->number = s->number && (strchr(".-/", mark) || strncmp(s->at, "–", strlen("–")) == 0);
	if (strncmp(s->at, "–", strlen("–")) == 0 || strncmp(s->at, "—", strlen("—")) == 0) {
		take_dash(s, strlen("–"));
	} else if (strncmp(s->at, "…", strlen("…")) == 0) {
		put_pause(s, ",");
		s->at += strlen("…");
	} else if (mark == '-') {
		take_dash(s, 1);
	} else if (mark == '/') {
		take_slash(s);
	} else if (mark == '.') {
		take_point(s);
	} else {
		if (word_of(s, mark)) {
			put(s, word_of(s, mark));
		} else if (mark == '\n') {
			put_pause(s, ".");
		} else if (strchr(",;:?!", mark)) {
			put_pause(s, (const char[]){mark, '\0'});
		} else if (strchr("()[]", mark)) {
			put_pause(s, ",");
		}
		s->at += MAX_OF(utf8_clean_length((const unsigned char *)s->at), 1);
	}
}

char *spoken_address(const struct phrases *phrases, const char *language, const char *text)
{
	const char *address = phrases_get(phrases, language, "voice.address");
	/* Its first letter may be a capital one. */
	const char *tail = address + utf8_clean_length((const unsigned char *)address);
	size_t slash = strcspn(tail, "/");
	char *said = text_dup(text);

	for (char *at = said; tail[slash] && (at = strstr(at, tail)); at++) {
		at[slash] = ' ';
	}
	return said;
}

char *spoken_text(const struct phrases *phrases, const char *language,
	const struct spoken_grammar *grammar, const char *text)
{
	_cleanup_free_ char *said = spoken_address(phrases, language, text);
	struct speaking s = {.phrases = phrases,
		.language = language,
		.grammar = grammar,
		.marks = spoken_grammar_marks(grammar),
		.text = said,
		.at = said};

	textbuf_add(&s.out, "");
	while (*s.at) {
		if (isdigit((unsigned char)*s.at)) {
			take_number(&s);
		} else if (letters(s.at) > 0) {
			take_word(&s, letters(s.at));
			s.number = false;
		} else if (*s.at == ' ') {
			s.at++;
		} else {
			take_mark(&s);
			*s.last = '\0';
		}
	}
	return s.out.data;
}

/* ---- pieces ---- */

size_t spoken_text_piece(const char *words)
{
	size_t pause = 0, blank = 0, n = 0;

	for (; words[n] && n < SPOKEN_PIECE_MAX; n++) {
		bool ends = words[n + 1] == ' ' || !words[n + 1];

		if (ends && strchr(".?!", words[n])) {
			return n + 1;
		}
		pause = ends && strchr(",;:", words[n]) ? n + 1 : pause;
		blank = words[n] == ' ' ? n : blank;
	}
	if (!words[n]) {
		return n;
	}
	if (pause > 0 || blank > 0) {
		return pause > 0 ? pause : blank;
	}
	while (n > 1 && ((unsigned char)words[n] & 0xC0) == 0x80) {
		n--; /* not inside a character */
	}
	return n;
}
