/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/letter-keys.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static const char *const vietnamese = "ABCDĐEGHIKLMNOPQRSTUVXY";
static const char *const latin = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char *const digits = "1234567890.-/";

/* The forms of a letter: of each of its shapes the tones level, rising, falling, asking, tumbling,
 * heavy. */
static const char *const forms[] = {
	"AÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬ",
	"EÉÈẺẼẸÊẾỀỂỄỆ",
	"IÍÌỈĨỊ",
	"OÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢ",
	"UÚÙỦŨỤƯỨỪỬỮỰ",
	"YÝỲỶỸỴ",
};

static bool is_inside(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The bytes of the letter that text begins with. */
static size_t letter_size(const char *text)
{
	size_t size = *text ? 1 : 0;

	while (size > 0 && is_inside(text[size])) {
		size++;
	}
	return size;
}

/* The last letter, or the end of an empty text. */
static const char *last_letter(const char *text)
{
	const char *at = text + strlen(text);

	if (at > text) {
		do {
			at--;
		} while (at > text && is_inside(*at));
	}
	return at;
}

/* NULL: the last letter has none. */
static const char *forms_of(const char *typed)
{
	const char *last = last_letter(typed);

	for (size_t i = 0; *last && i < ELEMENTS(forms); i++) {
		if (strstr(forms[i], last)) {
			return forms[i];
		}
	}
	return NULL;
}

static const char *letters_of(enum letter_set set, const char *language, const char *typed)
{
	const char *marked;

	switch (set) {
	case LETTERS_MARKED:
		marked = forms_of(typed);
		return marked ? marked : "";
	case LETTERS_DIGITS:
		return digits;
	case LETTERS_PLAIN:
		break;
	}
	return strcmp(language, "vi") == 0 ? vietnamese : latin;
}

int letter_keys_at(
	enum letter_set set, const char *language, const char *typed, int at, char ret[LETTER_SIZE])
{
	const char *letters = letters_of(set, language, typed);
	int n = 0;

	ret[0] = '\0';
	for (; *letters; letters += letter_size(letters)) {
		if (n++ == at) {
			size_t size = MIN_OF(letter_size(letters), LETTER_SIZE - 1);

			memcpy(ret, letters, size);
			ret[size] = '\0';
		}
	}
	return n;
}

size_t letter_keys_next(const char *text, char ret[LETTER_SIZE])
{
	size_t size = letter_size(text);

	memcpy(ret, text, MIN_OF(size, LETTER_SIZE - 1));
	ret[MIN_OF(size, LETTER_SIZE - 1)] = '\0';
	return size;
}

/* The shapes of a letter that has forms, in their order. */
static const enum letter_shape *shapes_of(char plain)
{
	static const enum letter_shape two[] = {LETTER_OWN_SHAPE, LETTER_HAT, LETTER_HORN};
	static const enum letter_shape a[] = {LETTER_OWN_SHAPE, LETTER_BREVE, LETTER_HAT};
	static const enum letter_shape u[] = {LETTER_OWN_SHAPE, LETTER_HORN};

	return plain == 'A' ? a : plain == 'U' ? u : two;
}

void letter_keys_spell(const char *letter, struct letter_spelling *ret)
{
	enum { TONES = LETTER_HEAVY + 1 };
	const char *all = *letter ? forms_of(letter) : NULL;
	char form[LETTER_SIZE] = "";
	int place = 0;

	*ret = (struct letter_spelling){.shape = LETTER_OWN_SHAPE, .tone = LETTER_LEVEL};
	(void)letter_keys_next(all ? all : letter, ret->plain);
	for (const char *at = all; at && *at; place++) {
		at += letter_keys_next(at, form);
		if (strcmp(form, letter) == 0) {
			ret->shape = shapes_of(ret->plain[0])[place / TONES];
			ret->tone = (enum letter_tone)(place % TONES);
		}
	}
}

bool letter_keys_has_marks(const char *typed)
{
	return forms_of(typed) != NULL;
}

void letter_keys_remove_last(char *typed)
{
	typed[last_letter(typed) - typed] = '\0';
}
