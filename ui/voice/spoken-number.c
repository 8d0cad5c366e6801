/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/spoken-number.h"

#include <string.h>

/* A number that is being said. */
struct saying {
	const struct spoken_word **words;
	int n;
};

struct spoken_grammar {
	const char *name;
	void (*say)(struct saying *saying, int value);
	const struct spoken_word *words; /* ends with a NULL clip */
	const char *powers[4]; /* of a thousand: "", "nghìn", "triệu", "tỷ" */
	const char *none, *single; /* for hundreds, and for tens, that a part does not have */
	struct spoken_marks marks;
};

static void add(struct saying *saying, const struct spoken_word *word)
{
	saying->words[saying->n++] = word;
}

/* ---- Vietnamese ---- */

/* The first eleven stand at their number. */
enum {
	VIETNAMESE_TEN = 10, /* mười */
	VIETNAMESE_TENS, /* mươi: behind 2 … 9 */
	VIETNAMESE_ONE, /* mốt: one behind mươi */
	VIETNAMESE_FOUR, /* tư: four behind mươi */
	VIETNAMESE_FIVE, /* lăm: five behind mười and mươi */
	VIETNAMESE_LINH, /* stands for the tens when there are none */
	VIETNAMESE_HUNDRED,
	VIETNAMESE_THOUSAND,
};

static const struct spoken_word vietnamese_words[] = {
	{"number-0", "không"},
	{"number-1", "một"},
	{"number-2", "hai"},
	{"number-3", "ba"},
	{"number-4", "bốn"},
	{"number-5", "năm"},
	{"number-6", "sáu"},
	{"number-7", "bảy"},
	{"number-8", "tám"},
	{"number-9", "chín"},
	{"number-10", "mười"},
	{"word-tens", "mươi"},
	{"word-one", "mốt"},
	{"word-four", "tư"},
	{"word-five", "lăm"},
	{"word-linh", "linh"},
	{"word-hundred", "trăm"},
	{"word-thousand", "nghìn"},
	{NULL, NULL},
};

static void say_vietnamese_tens(struct saying *saying, int value)
{
	const struct spoken_word *words = vietnamese_words;
	int tens = value / 10, ones = value % 10;

	if (tens == 1) {
		add(saying, &words[VIETNAMESE_TEN]);
	} else if (tens > 1) {
		add(saying, &words[tens]);
		add(saying, &words[VIETNAMESE_TENS]);
	}
	if (ones == 1 && tens > 1) {
		add(saying, &words[VIETNAMESE_ONE]);
	} else if (ones == 4 && tens > 1) {
		add(saying, &words[VIETNAMESE_FOUR]);
	} else if (ones == 5 && tens > 0) {
		add(saying, &words[VIETNAMESE_FIVE]);
	} else if (ones > 0) {
		add(saying, &words[ones]);
	}
}

static void say_vietnamese(struct saying *saying, int value)
{
	const struct spoken_word *words = vietnamese_words;
	int thousands = value / 1000, hundreds = value / 100 % 10, rest = value % 100;

	if (value == 0) {
		add(saying, &words[0]);
	}
	if (thousands > 0) {
		add(saying, &words[thousands]);
		add(saying, &words[VIETNAMESE_THOUSAND]);
	}
	/* Behind thousands, hundreds that are not there are said: "không trăm". */
	if (hundreds > 0 || (thousands > 0 && rest > 0)) {
		add(saying, &words[hundreds]);
		add(saying, &words[VIETNAMESE_HUNDRED]);
	}
	if (value >= 100 && rest > 0 && rest < 10) {
		add(saying, &words[VIETNAMESE_LINH]);
	}
	say_vietnamese_tens(saying, rest);
}

/* ---- English ---- */

/* The first twenty stand at their number, then the tens from 20. */
enum { ENGLISH_TWENTY = 20, ENGLISH_HUNDRED = 28, ENGLISH_THOUSAND, ENGLISH_AND };

static const struct spoken_word english_words[] = {
	{"number-0", "zero"},
	{"number-1", "one"},
	{"number-2", "two"},
	{"number-3", "three"},
	{"number-4", "four"},
	{"number-5", "five"},
	{"number-6", "six"},
	{"number-7", "seven"},
	{"number-8", "eight"},
	{"number-9", "nine"},
	{"number-10", "ten"},
	{"number-11", "eleven"},
	{"number-12", "twelve"},
	{"number-13", "thirteen"},
	{"number-14", "fourteen"},
	{"number-15", "fifteen"},
	{"number-16", "sixteen"},
	{"number-17", "seventeen"},
	{"number-18", "eighteen"},
	{"number-19", "nineteen"},
	{"number-20", "twenty"},
	{"number-30", "thirty"},
	{"number-40", "forty"},
	{"number-50", "fifty"},
	{"number-60", "sixty"},
	{"number-70", "seventy"},
	{"number-80", "eighty"},
	{"number-90", "ninety"},
	{"word-hundred", "hundred"},
	{"word-thousand", "thousand"},
	{"word-and", "and"},
	{NULL, NULL},
};

static void say_english(struct saying *saying, int value)
{
	const struct spoken_word *words = english_words;
	int thousands = value / 1000, hundreds = value / 100 % 10, rest = value % 100;

	if (thousands > 0) {
		add(saying, &words[thousands]);
		add(saying, &words[ENGLISH_THOUSAND]);
	}
	if (hundreds > 0) {
		add(saying, &words[hundreds]);
		add(saying, &words[ENGLISH_HUNDRED]);
	}
	if (value >= 100 && rest > 0) {
		add(saying, &words[ENGLISH_AND]);
	}
	if (rest >= 20) {
		add(saying, &words[ENGLISH_TWENTY + rest / 10 - 2]);
		rest %= 10;
	}
	if (rest > 0 || value == 0) {
		add(saying, &words[rest]);
	}
}

/* ---- digits ---- */

static const struct spoken_word digit_words[] = {
	{"number-0", "0"},
	{"number-1", "1"},
	{"number-2", "2"},
	{"number-3", "3"},
	{"number-4", "4"},
	{"number-5", "5"},
	{"number-6", "6"},
	{"number-7", "7"},
	{"number-8", "8"},
	{"number-9", "9"},
	{NULL, NULL},
};

static void say_digits(struct saying *saying, int value)
{
	if (value >= 10) {
		say_digits(saying, value / 10);
	}
	add(saying, &digit_words[value % 10]);
}

/* ---- all ---- */

static const struct spoken_grammar grammars[] = {
	{"vietnamese", say_vietnamese, vietnamese_words, {"", "nghìn", "triệu", "tỷ"}, "không trăm",
		"linh ",
		{.date = "ngày",
			.month = "tháng",
			.year = "năm",
			.hour = "giờ",
			.until = "đến",
			.comma = "phẩy",
			.point = "chấm",
			.percent = "phần trăm",
			.slash = "gạch chéo",
			.per = "trên",
			.and = "và",
			.at = "a còng",
			.ordinal = "thứ",
			.first = "nhất",
			.fourth = "tư"}},
	{"english", say_english, english_words, {"", "thousand", "million", "billion"}, "", "",
		{.date = "",
			.month = "",
			.year = "",
			.hour = "",
			.until = "to",
			.comma = "point",
			.point = "point",
			.percent = "percent",
			.slash = "slash",
			.per = "per",
			.and = "and",
			.at = "at",
			.ordinal = "",
			.first = "",
			.fourth = ""}},
	{"digits", say_digits, digit_words, {""}, "", "", {.date = NULL}},
};

const struct spoken_grammar *spoken_grammar_find(const char *name)
{
	for (size_t i = 0; i < ELEMENTS(grammars); i++) {
		if (strcmp(grammars[i].name, name) == 0) {
			return &grammars[i];
		}
	}
	return NULL;
}

const char *spoken_grammar_name(const struct spoken_grammar *grammar)
{
	return grammar->name;
}

const struct spoken_word *spoken_grammar_word(const struct spoken_grammar *grammar, size_t place)
{
	for (size_t i = 0; i < place; i++) {
		if (!grammar->words[i].clip) {
			return NULL;
		}
	}
	return grammar->words[place].clip ? &grammar->words[place] : NULL;
}

int spoken_number(const struct spoken_grammar *grammar, int value,
	const struct spoken_word *ret_words[SPOKEN_WORDS_MAX])
{
	struct saying saying = {.words = ret_words};

	if (value >= 0 && value <= SPOKEN_MAX) {
		grammar->say(&saying, value);
	}
	return saying.n;
}

void spoken_number_text(const struct spoken_grammar *grammar, int value, struct textbuf *out)
{
	const struct spoken_word *words[SPOKEN_WORDS_MAX];
	int n = spoken_number(grammar, value, words);

	for (int i = 0; i < n; i++) {
		textbuf_printf(out, "%s%s", i > 0 ? " " : "", words[i]->text);
	}
}

const struct spoken_marks *spoken_grammar_marks(const struct spoken_grammar *grammar)
{
	return grammar->marks.date ? &grammar->marks : NULL;
}

/* A part of a large number that has no hundreds, behind another part: "không trăm linh năm", "and
 * five". */
static void fill_hundreds(
	const struct spoken_grammar *grammar, int part, bool last, struct textbuf *out)
{
	if (*grammar->none) {
		textbuf_printf(out, "%s %s", grammar->none, part < 10 ? grammar->single : "");
	} else if (last) {
		textbuf_printf(out, "%s ", grammar->marks.and);
	}
}

void spoken_number_large(const struct spoken_grammar *grammar, int64_t value, struct textbuf *out)
{
	static const int64_t power[] = {1, 1000, 1000000, 1000000000};
	bool begun = false;

	if (value <= SPOKEN_MAX) {
		spoken_number_text(grammar, (int)value, out);
		return;
	}
	for (int i = (int)ELEMENTS(power) - 1; i >= 0; i--) {
		int part = (int)(value / power[i] % 1000);

		if (part == 0) {
			continue;
		}
		textbuf_add(out, begun ? " " : "");
		if (begun && part < 100) {
			fill_hundreds(grammar, part, i == 0, out);
		}
		spoken_number_text(grammar, part, out);
		textbuf_printf(out, "%s%s", i > 0 ? " " : "", grammar->powers[i]);
		begun = true;
	}
}
