/* SPDX-License-Identifier: Apache-2.0 */
/* What is said in the hall: in the display's order, whole, with its gaps, and only what is true
 * when its turn comes. A busy year of calls is spoken in virtual time. */
#include "calls-fixture.h"
#include "display/announce.h"
#include "voice-fixture.h"

enum { BURSTS = 10000, COUNTERS = 9, CLIP = 4800, MS = SOUND_RATE / 1000 };

/* A hall with a loudspeaker, and what it should say by a second way of counting. */
struct speaking {
	struct fixture *hall;
	struct voice_fixture *folder;
	struct voice_packs *packs;
	struct announce_parts parts; /* what was played last */
	struct announce_call said;
	int64_t busy_until_ms;
	int n_said, n_once, n_dropped;
	/* The calls that wait for the voice, in the order in which they came. */
	int n;
	struct announce_call expected[ANNOUNCE_MAX + 1];
	unsigned seed;
	int64_t last_ticket;
	int64_t at_counter[COUNTERS + 1]; /* the ticket that is called there; 0 none */
	int calls_of[COUNTERS + 1];
};

static void put_pack(const struct voice_fixture *folder, const char *name, const char *conf)
{
	static const char *const clips[] = {"letter-a", "call-1", "call-2", "recall-1", "recall-2"};
	const struct spoken_grammar *grammar = spoken_grammar_find("vietnamese");
	_cleanup_free_ char *manifest = text_printf("%s/pack.conf", name);
	const struct spoken_word *word;

	voice_fixture_put_text(folder, manifest, conf);
	for (size_t i = 0; (word = spoken_grammar_word(grammar, i)); i++) {
		_cleanup_free_ char *file = text_printf("%s/%s.flac", name, word->clip);

		voice_fixture_put_clip(folder, file, 1, VOICE_RATE, CLIP);
	}
	for (size_t i = 0; i < ELEMENTS(clips); i++) {
		_cleanup_free_ char *file = text_printf("%s/%s.flac", name, clips[i]);

		voice_fixture_put_clip(folder, file, 1, VOICE_RATE, CLIP);
	}
}

#define CONF(language) \
	"[pack]\nlanguage = " language "\ngrammar = vietnamese\nspeaker = nobody\n" \
	"consent = not needed\nlicence = CC0\nengine = a test\n[phrases]\n" \
	"call = so {number} quay {counter}\nrecall = lai so {number} quay {counter}\n"

static int set_up_speaking(void **state)
{
	struct speaking *s = memory_new(1, sizeof(*s));
	void *part = NULL;

	assert_int_equal(voice_fixture_setup(&part), 0);
	s->folder = part;
	put_pack(s->folder, "vi", CONF("vi"));
	put_pack(s->folder, "en", CONF("en"));
	voice_fixture_put_text(s->folder, "chime/pack.conf",
		"[pack]\nspeaker = nobody\nconsent = not needed\nlicence = CC0\nengine = a test\n");
	voice_fixture_put_clip(s->folder, "chime/chime.flac", 1, VOICE_RATE, VOICE_RATE);
	assert_int_equal(voice_packs_load(s->folder->path, &s->packs), 0);
	assert_int_equal(set_up_running(&part), 0);
	s->hall = part;
	s->seed = 20261129;
	*state = s;
	return 0;
}

static int tear_down_speaking(void **state)
{
	struct speaking *s = *state;
	void *part = s->hall;

	(void)tear_down(&part);
	voice_packs_free(s->packs);
	part = s->folder;
	assert_int_equal(voice_fixture_teardown(&part), 0);
	free(s);
	return 0;
}

static int below(struct speaking *s, int n)
{
	return rand_r(&s->seed) % n;
}

/* What an announcement must be. */

static const struct sound_part *expect_silence(const struct sound_part *part, int ms)
{
	assert_null(part->samples);
	assert_int_equal(part->n, ms * MS);
	return part + 1;
}

static const struct sound_part *expect_phrase(const struct speaking *s,
	const struct sound_part *part, const char *language, const struct announce_call *call)
{
	const struct voice_pack *pack = voice_packs_find(s->packs, language);
	struct voice_steps steps = {0};

	assert_int_equal(
		voice_phrase_call(pack, call->number, call->counter, call->recalled, false, &steps),
		0);
	for (int i = 0; i < steps.n; i++, part++) {
		const struct voice_clip *clip =
			*steps.step[i].clip ? voice_pack_clip(pack, steps.step[i].clip) : NULL;

		if (clip) {
			assert_ptr_equal(part->samples, clip->samples);
			assert_int_equal(part->n, clip->n); /* whole */
		} else {
			assert_null(part->samples);
			assert_int_equal(part->n, steps.step[i].silence_ms * MS);
		}
	}
	return part;
}

/* Chime, 300 ms, and the phrases with 1.2 s between them: of the ticket's language, then of the
 * first. */
static void assert_announcement(const struct speaking *s, bool once)
{
	const char *languages[2] = {*s->said.language ? s->said.language : "vi", "vi"};
	int n = strcmp(languages[0], "vi") == 0 ? 1 : 2;
	const struct sound_part *part = s->parts.part;
	bool first = true;

	assert_int_equal(part->n, VOICE_RATE);
	assert_non_null(part->samples);
	part++;
	for (int i = 0; i < n; i++) {
		for (int again = 0; again < (once ? 1 : 2); again++) {
			part = expect_silence(part, first ? 300 : 1200);
			part = expect_phrase(s, part, languages[i], &s->said);
			first = false;
		}
	}
	part = expect_silence(part, ANNOUNCE_GAP_MS);
	assert_ptr_equal(part, s->parts.part + s->parts.n);
}

static int64_t length_ms(const struct announce_parts *parts)
{
	int64_t samples = 0;

	for (int i = 0; i < parts->n; i++) {
		samples += parts->part[i].n;
	}
	return samples / MS;
}

/* The loudspeaker: when it is free, it takes the next call. */
static bool speak(struct speaking *s)
{
	int64_t now_ms = s->hall->now.boot_ms;
	int waiting = s->n;
	bool once;

	if (now_ms < s->busy_until_ms ||
		!announce_take(calls_voice(s->hall->calls), &s->said, &once)) {
		return false;
	}
	assert_true(waiting > 0); /* nothing is said that is not called */
	assert_int_equal(s->said.ticket, s->expected[0].ticket);
	assert_string_equal(s->said.number, s->expected[0].number);
	assert_string_equal(s->said.language, s->expected[0].language);
	assert_int_equal(s->said.counter, s->expected[0].counter);
	assert_int_equal(s->said.recalled, s->expected[0].recalled);
	assert_int_equal(s->at_counter[s->said.counter], s->said.ticket);
	assert_int_equal(once, waiting >= 3);
	memmove(s->expected, s->expected + 1, (size_t)--s->n * sizeof(s->expected[0]));
	assert_int_equal(announce_compose(&s->said, once, false, calls_language(s->hall->calls),
				 s->packs, &s->parts),
		0);
	assert_announcement(s, once);
	s->busy_until_ms = now_ms + length_ms(&s->parts);
	s->n_said++;
	s->n_once += once;
	return true;
}

/* What happens at the counters. */

static void expect_call(struct speaking *s, const struct announce_call *call)
{
	int at = 0;

	while (at < s->n && s->expected[at].ticket != call->ticket) {
		at++;
	}
	s->expected[at] = *call;
	s->n += at == s->n;
}

static void expect_none(struct speaking *s, int64_t ticket)
{
	for (int i = 0; i < s->n; i++) {
		if (s->expected[i].ticket == ticket) {
			memmove(s->expected + i, s->expected + i + 1,
				(size_t)(--s->n - i) * sizeof(s->expected[0]));
			s->n_dropped++;
			return;
		}
	}
}

static void call_at(struct speaking *s, int counter)
{
	bool again = s->at_counter[counter] != 0;
	int64_t ticket = again ? s->at_counter[counter] : ++s->last_ticket;
	struct announce_call expected = {.ticket = ticket, .counter = counter, .recalled = again};
	json_t *json;

	s->calls_of[counter] = again ? s->calls_of[counter] + 1 : 1;
	(void)snprintf(expected.number, sizeof(expected.number), "A%03d", (int)(ticket % 1000));
	(void)strcpy(expected.language, ticket % 3 == 0 ? "en" : "");
	json = call_json(
		s->hall, ticket, expected.number, counter, "CALLED", s->calls_of[counter], 0);
	if (*expected.language) {
		(void)json_object_set_new(json, "language", json_string(expected.language));
	}
	(void)take(s->hall, again ? "recall" : "call", json);
	s->at_counter[counter] = ticket;
	expect_call(s, &expected);
}

static void end_at(struct speaking *s, int counter, const char *kind, const char *state)
{
	move(s->hall, kind, s->at_counter[counter], state);
	expect_none(s, s->at_counter[counter]);
	s->at_counter[counter] = 0;
}

static void anything_at(struct speaking *s, int counter)
{
	int what = below(s, 10);

	if (!s->at_counter[counter] || what < 2) {
		call_at(s, counter);
	} else if (what < 5) {
		end_at(s, counter, "undo_call", "WAITING");
	} else if (what < 9) {
		end_at(s, counter, "appear", "SERVING");
	}
}

static void a_busy_year_is_said_in_order_and_whole(void **state)
{
	struct speaking *s = *state;

	for (int burst = 0; burst < BURSTS; burst++) {
		for (int i = 1 + below(s, 12); i > 0; i--) {
			anything_at(s, 1 + below(s, COUNTERS));
			(void)look(s->hall); /* the display goes on by itself */
			if (below(s, 3) == 0) {
				pass(s->hall, below(s, 4000));
			}
			(void)speak(s);
		}
		pass(s->hall, below(s, 30 * SECOND));
		(void)speak(s);
	}
	while (s->n > 0) {
		s->hall->now.boot_ms = MAX_OF(s->busy_until_ms, s->hall->now.boot_ms);
		assert_true(speak(s));
	}
	assert_int_equal(calls_voice(s->hall->calls)->n, 0);
	print_message("%d said, %d of them once, %d dropped\n", s->n_said, s->n_once, s->n_dropped);
	assert_true(s->n_said > BURSTS && s->n_once > 1000 && s->n_dropped > 1000);
}

static void after_a_start_nothing_is_said(void **state)
{
	struct speaking *s = *state;
	struct fixture *f = s->hall;

	calls_restart(f->calls);
	take_state(f,
		state_json(f, json_pack("[o]", call_json(f, 7, "A007", 2, "CALLED", 1, SECOND))));
	assert_int_equal(calls_voice(f->calls)->n, 0);
}

static void after_a_loss_only_what_is_new_and_true_is_said(void **state)
{
	struct speaking *s = *state;
	struct fixture *f = s->hall;
	const struct announce *voice = calls_voice(f->calls);

	call(f, 1, "A001", 1, 1);
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	assert_int_equal(voice->n, 3);
	calls_set_link(f->calls, false, &f->now);
	pass(f, 40 * SECOND);
	calls_set_link(f->calls, true, &f->now);
	/* A001 has come, A002 is at another counter for long, A003 is as it was, A004 is new. */
	take_state(f,
		state_json(f,
			json_pack("[o, o, o, o]", call_json(f, 4, "A004", 1, "CALLED", 1, SECOND),
				call_json(f, 3, "A003", 3, "CALLED", 1, 40 * SECOND),
				call_json(f, 2, "A002", 4, "CALLED", 2, 35 * SECOND),
				call_json(f, 1, "A001", 1, "SERVING", 1, 40 * SECOND))));
	assert_int_equal(voice->n, 2);
	assert_string_equal(voice->waiting[0].number, "A003");
	assert_string_equal(voice->waiting[1].number, "A004");
}

static void a_call_at_another_counter_replaces_the_first(void **state)
{
	struct speaking *s = *state;
	struct fixture *f = s->hall;
	const struct announce *voice = calls_voice(f->calls);

	call(f, 1, "A001", 1, 1);
	call(f, 2, "A002", 2, 1);
	move(f, "undo_call", 1, "WAITING");
	call(f, 1, "A001", 5, 2);
	assert_int_equal(voice->n, 2);
	assert_string_equal(voice->waiting[0].number, "A002");
	assert_int_equal(voice->waiting[1].counter, 5);
}

static void what_a_broken_loudspeaker_missed_is_not_said_late(void **state)
{
	struct speaking *s = *state;
	struct fixture *f = s->hall;
	struct announce *voice = calls_voice(f->calls);

	call(f, 1, "A001", 1, 1);
	pass(f, 40 * SECOND);
	call(f, 2, "A002", 2, 1);
	announce_remove_old(voice, f->now.boot_ms - CALLS_OLD_MS);
	assert_int_equal(voice->n, 1);
	assert_string_equal(voice->waiting[0].number, "A002");
}

static void a_call_that_was_broken_off_is_the_next_one(void **state)
{
	struct speaking *s = *state;
	struct fixture *f = s->hall;
	struct announce *voice = calls_voice(f->calls);
	bool once;

	call(f, 1, "A001", 1, 1);
	call(f, 2, "A002", 2, 1);
	assert_true(announce_take(voice, &s->said, &once));
	assert_true(calls_is_called(f->calls, 1, 1));
	assert_false(calls_is_called(f->calls, 1, 2));
	announce_put_back(voice, &s->said);
	assert_int_equal(voice->n, 2);
	assert_string_equal(voice->waiting[0].number, "A001");
	assert_true(announce_take(voice, &s->said, &once));
	call(f, 1, "A001", 1, 2); /* called again meanwhile: that one is said, in its turn */
	announce_put_back(voice, &s->said);
	assert_int_equal(voice->n, 2);
	assert_string_equal(voice->waiting[0].number, "A002");
	move(f, "appear", 1, "SERVING");
	assert_false(calls_is_called(f->calls, 1, 1));
}

static void a_language_without_a_pack_is_left_out(void **state)
{
	struct speaking *s = *state;
	struct announce_call foreign = {.number = "A001", .counter = 2, .language = "qps"};

	s->said = foreign;
	assert_int_equal(announce_compose(&s->said, false, false, "vi", s->packs, &s->parts), 0);
	*s->said.language = '\0';
	assert_announcement(s, false); /* only in the first language */
	assert_int_equal(announce_compose(&foreign, true, false, "qps", s->packs, &s->parts), 0);
	assert_int_equal(s->parts.n, 2); /* the chime alone */
	assert_int_equal(announce_compose(&foreign, true, false, "vi", NULL, &s->parts), -ENOENT);
}

static void a_clip_that_vanished_leaves_its_language_out(void **state)
{
	struct speaking *s = *state;
	const struct announce_call call = {.number = "A015", .counter = 2, .language = "en"};
	_cleanup_free_ char *path = voice_fixture_path(s->folder, "en/call-2.flac");
	int whole;

	assert_int_equal(announce_compose(&call, true, false, "vi", s->packs, &s->parts), 0);
	whole = s->parts.n;
	voice_packs_free(s->packs);
	assert_int_equal(voice_packs_load(s->folder->path, &s->packs), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(announce_compose(&call, true, false, "vi", s->packs, &s->parts), 0);
	assert_true(s->parts.n < whole);
	s->said = (struct announce_call){.number = "A015", .counter = 2, .language = "vi"};
	assert_announcement(s, true); /* all of it in Vietnamese, and no half of a number */
}

#define SPEAKING(test) cmocka_unit_test_setup_teardown(test, set_up_speaking, tear_down_speaking)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SPEAKING(a_busy_year_is_said_in_order_and_whole),
		SPEAKING(after_a_start_nothing_is_said),
		SPEAKING(after_a_loss_only_what_is_new_and_true_is_said),
		SPEAKING(a_call_at_another_counter_replaces_the_first),
		SPEAKING(what_a_broken_loudspeaker_missed_is_not_said_late),
		SPEAKING(a_call_that_was_broken_off_is_the_next_one),
		SPEAKING(a_language_without_a_pack_is_left_out),
		SPEAKING(a_clip_that_vanished_leaves_its_language_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
