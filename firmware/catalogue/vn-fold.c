/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/vn-fold.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vn-vowel.h"

/* The tones in Telex's order here: none, then f s r x j. */
static const char tone_keys[] = "fsrxj";

/* One word while it grows. */
struct building {
	char letters[VN_PLAIN_SIZE];
	char shapes[VN_PLAIN_SIZE]; /* đ's bar is a roof */
	size_t count;
	int tone; /* 0 none, else place in tone_keys + 1 */
};

/* One code point of UTF-8; 0xfffd for a byte that is none. Moves *text; not called at its end. */
static uint32_t next_character(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;
	unsigned int extra = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : at[0] >= 0xc2 ? 1 : 0;
	uint32_t character = extra ? at[0] & (0x3fU >> extra) : at[0];

	if (at[0] >= 0x80 && !extra) {
		*text += 1;
		return 0xfffd;
	}
	for (unsigned int i = 1; i <= extra; i++) {
		if ((at[i] & 0xc0) != 0x80) {
			*text += i;
			return 0xfffd;
		}
		character = character << 6 | (at[i] & 0x3f);
	}
	*text += extra + 1;
	return character;
}

/* A combining mark of decomposed text; one that Vietnamese does not have is left out. Whether c is
 * one. */
static bool add_combining(struct building *word, uint32_t c)
{
	int tone = vn_vowel_tone(c);
	char shape = vn_vowel_shape(c, word->letters[word->count - 1]);

	word->tone = tone ? tone : word->tone;
	if (shape) {
		word->shapes[word->count - 1] = shape;
	}
	return c >= 0x300 && c <= 0x36f;
}

static void add_letter(struct building *word, char letter, char shape)
{
	word->letters[word->count] = letter;
	word->shapes[word->count++] = shape;
}

/* Whether c belongs to a word; it is then added. */
static bool add_character(struct building *word, uint32_t c)
{
	struct vn_vowel vowel;

	if (c < 0x80) {
		if (isalnum((int)c)) {
			add_letter(word, (char)tolower((int)c), 0);
		}
		return isalnum((int)c);
	}
	if (c == 0x110 || c == 0x111) {
		add_letter(word, 'd', VN_ROOF);
		return true;
	}
	if (vn_vowel_find(c, &vowel)) {
		add_letter(word, vowel.letter, vowel.shape);
		word->tone = vowel.tone ? vowel.tone : word->tone;
		return true;
	}
	return word->count && add_combining(word, c);
}

static void finish_word(const struct building *word, struct vn_word *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < word->count; i++) {
		ret->plain[i] = word->letters[i];
		ret->telex[n++] = word->letters[i];
		if (word->shapes[i]) {
			ret->telex[n++] = word->shapes[i] == VN_HORN ? 'w' : word->letters[i];
		}
	}
	ret->plain[word->count] = '\0';
	if (word->tone) {
		ret->telex[n++] = tone_keys[word->tone - 1];
	}
	ret->telex[n] = '\0';
}

bool vn_fold_next(const char **text, struct vn_word *ret)
{
	struct building word = {0};

	while (**text && word.count < VN_PLAIN_SIZE - 1) {
		const char *before = *text;

		if (!add_character(&word, next_character(text)) && word.count) {
			*text = before;
			break;
		}
	}
	finish_word(&word, ret);
	return word.count > 0;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouy", c);
}

/* A horn or a breve: on the last a, o or u; on both of "uo"; alone it is ư. */
static void add_horn(struct building *word)
{
	for (size_t i = word->count; i-- > 0;) {
		if (strchr("aou", word->letters[i])) {
			word->shapes[i] = VN_HORN;
			if (i && word->letters[i] == 'o' && word->letters[i - 1] == 'u') {
				word->shapes[i - 1] = VN_HORN;
			}
			return;
		}
	}
	add_letter(word, 'u', VN_HORN);
}

/* A roof typed by repeating the vowel, at once ("giaay") or behind the syllable ("giaya"), or the
 * bar of đ. Whether there was a letter to carry it. */
static bool add_roof(struct building *word, char letter)
{
	for (size_t i = word->count; i-- > 0;) {
		if (word->letters[i] == letter && !word->shapes[i]) {
			word->shapes[i] = VN_ROOF;
			return true;
		}
	}
	return false;
}

/* One key of VNI: 1 … 5 tones, 6 roof, 7 horn, 8 breve, 9 đ. */
static bool add_vni(struct building *word, char key)
{
	static const int tones[] = {2, 1, 3, 4, 5};

	if (key >= '1' && key <= '5') {
		word->tone = tones[key - '1'];
		return true;
	}
	if (key == '7' || key == '8') {
		add_horn(word);
		return true;
	}
	if (key == '9') {
		return add_roof(word, 'd');
	}
	return key == '6' && (add_roof(word, 'a') || add_roof(word, 'e') || add_roof(word, 'o'));
}

bool vn_fold_typed(const struct vn_word *word, struct vn_word *ret)
{
	struct building typed = {0};
	bool vowel = false;

	for (const char *at = word->telex; *at && typed.count < VN_PLAIN_SIZE - 1; at++) {
		const char *tone = vowel ? strchr(tone_keys, *at) : NULL;

		if (tone) {
			/* "tr" and the like begin a syllable; behind a vowel no syllable has these.
			 */
			typed.tone = (int)(tone - tone_keys) + 1;
		} else if (*at == 'w') {
			add_horn(&typed);
			vowel = true;
		} else if (isdigit((unsigned char)*at) && typed.count) {
			if (!add_vni(&typed, *at)) {
				return false;
			}
		} else if (!(typed.count && strchr("aeod", *at) && add_roof(&typed, *at))) {
			add_letter(&typed, *at, 0);
			vowel |= is_vowel(*at);
		}
	}
	finish_word(&typed, ret);
	return vowel && strcmp(ret->plain, word->plain) != 0;
}

bool vn_fold_marked(const struct vn_word *word)
{
	return strcmp(word->plain, word->telex) != 0;
}

/* Whether text is one of the words of a list that has a space around each. */
static bool is_listed(const char *list, const char *text)
{
	char wanted[VN_PLAIN_SIZE + 2];

	(void)snprintf(wanted, sizeof(wanted), " %s ", text);
	return strstr(list, wanted);
}

bool vn_fold_syllable(const char *plain)
{
	static const char onsets[] =
		" b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x ";
	static const char rhymes[] =
		" a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ich iec "
		"iem ien ieng iep iet ieu im in inh ip it iu o oa oac oach oai oam oan oang oanh "
		"oat "
		"oay oc oe oen oet oi om on ong oong op ot u ua uan uang uat uay uc ue uech uen "
		"uenh "
		"ui uinh um un ung uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet "
		"uynh uyt y yem yen yet yeu ";
	size_t onset = strcspn(plain, "aeiouy");
	char head[VN_PLAIN_SIZE];

	if (plain[0] == 'q' && plain[1] == 'u') {
		onset = 2;
	}
	memcpy(head, plain, onset);
	head[onset] = '\0';
	if (onset && !is_listed(onsets, head)) {
		return false;
	}
	return is_listed(rhymes, plain + onset) ||
		(strncmp(plain, "gi", 2) == 0 && (!plain[2] || is_listed(rhymes, plain + 2)));
}

void vn_fold_sound(const char *plain, char *ret)
{
	static const char *const changes[][2] = {{"ngh", "ng"}, {"ph", "f"}, {"tr", "ch"},
		{"gi", "d"}, {"gh", "g"}, {"qu", "ku"}, {"x", "s"}, {"r", "d"}, {"c", "k"}};
	char *to = ret;
	bool whole_gi = plain[0] == 'g' && plain[1] == 'i' && !is_vowel(plain[2]);

	for (size_t i = 0; i < ELEMENTS(changes) && strchr("npgtqxrc", plain[0]); i++) {
		size_t length = strlen(changes[i][0]);

		if (strncmp(plain, changes[i][0], length) == 0 &&
			!(changes[i][0][0] == 'c' && plain[1] == 'h')) {
			to = stpcpy(to, whole_gi && changes[i][0][0] == 'g' ? "di" : changes[i][1]);
			plain += whole_gi && changes[i][0][0] == 'g' ? 2 : length;
			break;
		}
	}
	for (; *plain; plain++) {
		*to++ = *plain == 'y' ? 'i' : *plain == 'k' || *plain == 'q' ? 'k' : *plain;
	}
	*to = '\0';
	if (to - ret > 1 && to[-1] == 'c') {
		to[-1] = 'k';
	}
}
