/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/voice/voice-phrase.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- steps ---- */

int voice_steps_add_silence(struct voice_steps *steps, int silence_ms)
{
	if (steps->n == VOICE_STEPS_MAX) {
		return -ENOBUFS;
	}
	steps->step[steps->n++] = (struct voice_step){.silence_ms = silence_ms};
	return 0;
}

int voice_steps_add(struct voice_steps *steps, const struct voice_pack *pack, const char *clip)
{
	struct voice_step step = {0};

	if (!voice_pack_has(pack, clip) || text_copy(step.clip, sizeof(step.clip), clip) < 0) {
		return -ENOENT;
	}
	if (steps->n == VOICE_STEPS_MAX) {
		return -ENOBUFS;
	}
	steps->step[steps->n++] = step;
	return 0;
}

/* ---- a phrase that is being put together ---- */

struct making {
	const struct voice_pack *pack;
	const struct spoken_grammar *grammar;
	struct voice_steps *steps;
	int first; /* the step where the phrase begins */
};

static int add_clip(struct making *making, const char *clip)
{
	int r = making->steps->n > making->first
		? voice_steps_add_silence(making->steps, VOICE_JOIN_MS)
		: 0;

	return r < 0 ? r : voice_steps_add(making->steps, making->pack, clip);
}

static void number_name(char name[VOICE_NAME_SIZE], int value)
{
	(void)snprintf(name, VOICE_NAME_SIZE, "number-%d", value);
}

/* How many of the words from at on are the whole of another number; 0: they are not that number. */
static int words_alike(
	const struct spoken_grammar *grammar, int value, const struct spoken_word *const *at, int n)
{
	const struct spoken_word *words[SPOKEN_WORDS_MAX];
	int size = spoken_number(grammar, value, words);

	return size <= n && memcmp(words, at, (size_t)size * sizeof(*words)) == 0 ? size : 0;
}

/* The longest clip for the words from at on: that of a number inside value (of 1234: 1234, 1230,
 * 1200, 1000, 234, 230 …), else the first word's. Returns how many words it says. */
static int find_clip(const struct making *making, int value, const struct spoken_word *const *at,
	int n, char ret_name[VOICE_NAME_SIZE])
{
	int longest = 0;

	for (int high = 10000; high >= 10; high /= 10) {
		for (int low = 1; low < high; low *= 10) {
			char name[VOICE_NAME_SIZE];
			int inside = value % high / low * low;
			int said = words_alike(making->grammar, inside, at, n);

			number_name(name, inside);
			if (said > longest && voice_pack_has(making->pack, name)) {
				longest = said;
				memcpy(ret_name, name, sizeof(name));
			}
		}
	}
	if (longest == 0) {
		(void)text_copy(ret_name, VOICE_NAME_SIZE, at[0]->clip);
		longest = 1;
	}
	return longest;
}

static int add_number(struct making *making, int value)
{
	const struct spoken_word *words[SPOKEN_WORDS_MAX];
	int n = spoken_number(making->grammar, value, words);
	char name[VOICE_NAME_SIZE];
	int r = n > 0 ? 0 : -EINVAL;

	for (int i = 0; r == 0 && i < n;) {
		i += find_clip(making, value, &words[i], n - i, name);
		r = add_clip(making, name);
	}
	return r;
}

/* "A012": the letters, then the number, or its digits one by one. */
static int add_ticket(struct making *making, const char *number, bool digits)
{
	char name[VOICE_NAME_SIZE];
	int64_t value;
	int r = 0;

	for (; r == 0 && isalpha((unsigned char)*number); number++) {
		(void)snprintf(name, sizeof(name), "letter-%c", tolower((unsigned char)*number));
		r = add_clip(making, name);
	}
	if (r < 0) {
		return r;
	}
	if (text_parse_int(number, 0, SPOKEN_MAX, &value) < 0 || !isdigit((unsigned char)*number)) {
		return -EINVAL;
	}
	if (!digits) {
		return add_number(making, (int)value);
	}
	for (; r == 0 && *number; number++) {
		number_name(name, *number - '0');
		r = add_clip(making, name);
	}
	return r;
}

/* ---- phrases ---- */

static bool is_named(const struct voice_part *part, const char *name)
{
	return part->placeholder && strlen(name) == (size_t)part->length &&
		strncmp(part->text, name, (size_t)part->length) == 0;
}

/* What the placeholders stand for. */
struct values {
	const char *number;
	int counter;
	bool digits;
};

static int add_phrase(
	struct making *making, const char *name, const char *phrase, const struct values *values)
{
	struct voice_part part;
	int texts = 0, r = 0;

	while (r == 0 && voice_manifest_part(&phrase, &part)) {
		char clip[VOICE_NAME_SIZE];

		if (is_named(&part, "number")) {
			r = add_ticket(making, values->number, values->digits);
		} else if (is_named(&part, "counter")) {
			r = add_number(making, values->counter);
		} else {
			(void)snprintf(clip, sizeof(clip), "%s-%d", name, ++texts);
			r = add_clip(making, clip);
		}
	}
	return r;
}

/* Whole or not at all. */
static int finish(const struct making *making, int r)
{
	if (r < 0) {
		making->steps->n = making->first;
	}
	return r;
}

/* Appends a phrase. */
static int append(const struct voice_pack *pack, const char *name, const char *phrase,
	const struct values *values, struct voice_steps *steps)
{
	struct making making = {pack, voice_pack_manifest(pack)->grammar, steps, steps->n};

	return finish(&making,
		phrase && making.grammar ? add_phrase(&making, name, phrase, values) : -ENOENT);
}

int voice_phrase_call(const struct voice_pack *pack, const char *number, int counter, bool recalled,
	bool digits, struct voice_steps *steps)
{
	const struct voice_manifest *manifest = voice_pack_manifest(pack);
	const struct values values = {number, counter, digits};

	if (recalled && manifest->recall) {
		return append(pack, "recall", manifest->recall, &values, steps);
	}
	return append(pack, "call", manifest->call, &values, steps);
}

int voice_phrase_number(const struct voice_pack *pack, int number, struct voice_steps *steps)
{
	struct making making = {pack, voice_pack_manifest(pack)->grammar, steps, steps->n};

	return finish(&making, making.grammar ? add_number(&making, number) : -ENOENT);
}

int voice_phrase_ticket(
	const struct voice_pack *pack, const char *number, bool digits, struct voice_steps *steps)
{
	struct making making = {pack, voice_pack_manifest(pack)->grammar, steps, steps->n};

	return finish(&making, making.grammar ? add_ticket(&making, number, digits) : -ENOENT);
}

int voice_phrase_test(const struct voice_pack *pack, struct voice_steps *steps)
{
	const struct values values = {"", 0, false};

	return append(pack, "test", voice_pack_manifest(pack)->test, &values, steps);
}
