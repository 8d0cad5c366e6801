/* SPDX-License-Identifier: Apache-2.0 */
#include "display/announce.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

/* The queue. */

static int announce_at(const struct announce *announce, int64_t ticket)
{
	int at = 0;

	while (at < announce->n && announce->waiting[at].ticket != ticket) {
		at++;
	}
	return at;
}

static void remove_at(struct announce *announce, int at)
{
	announce->n--;
	memmove(announce->waiting + at, announce->waiting + at + 1,
		(size_t)(announce->n - at) * sizeof(announce->waiting[0]));
}

void announce_add(struct announce *announce, const struct announce_call *call)
{
	int at = announce_at(announce, call->ticket);

	if (at == ANNOUNCE_MAX) {
		remove_at(announce, 0);
		at--;
	}
	announce->n = MAX_OF(announce->n, at + 1);
	announce->waiting[at] = *call;
}

void announce_remove(struct announce *announce, int64_t ticket)
{
	int at = announce_at(announce, ticket);

	if (at < announce->n) {
		remove_at(announce, at);
	}
}

void announce_remove_old(struct announce *announce, int64_t before_ms)
{
	for (int i = announce->n - 1; i >= 0; i--) {
		if (announce->waiting[i].called_ms < before_ms) {
			remove_at(announce, i);
		}
	}
}

bool announce_take(struct announce *announce, struct announce_call *ret, bool *ret_once)
{
	if (announce->n == 0) {
		return false;
	}
	*ret_once = announce->n >= ANNOUNCE_MANY;
	*ret = announce->waiting[0];
	remove_at(announce, 0);
	return true;
}

void announce_put_back(struct announce *announce, const struct announce_call *call)
{
	if (announce->n == ANNOUNCE_MAX || announce_at(announce, call->ticket) < announce->n) {
		return;
	}
	memmove(announce->waiting + 1, announce->waiting,
		(size_t)announce->n * sizeof(announce->waiting[0]));
	announce->n++;
	announce->waiting[0] = *call;
}

/* Composition. */

static int add_part(struct announce_parts *parts, const int16_t *samples, int n)
{
	if (parts->n == ANNOUNCE_PARTS_MAX) {
		return -ENOBUFS;
	}
	parts->part[parts->n++] = (struct sound_part){samples, n};
	return 0;
}

static int add_silence(struct announce_parts *parts, int ms)
{
	return add_part(parts, NULL, ms * (SOUND_RATE / 1000));
}

static int add_steps(struct announce_parts *parts, const struct voice_pack *pack,
	const struct voice_steps *steps)
{
	int r = 0;

	for (int i = 0; i < steps->n && r == 0; i++) {
		const struct voice_step *step = &steps->step[i];
		const struct voice_clip *clip =
			*step->clip ? voice_pack_clip(pack, step->clip) : NULL;

		if (*step->clip && !clip) {
			r = -ENOENT; /* half a number is another number */
		} else {
			r = clip ? add_part(parts, clip->samples, clip->n)
				 : add_silence(parts, step->silence_ms);
		}
	}
	return r;
}

static int add_chime(struct announce_parts *parts, const struct voice_packs *packs)
{
	const struct voice_pack *pack = voice_packs_find(packs, "chime");
	const struct voice_clip *clip = pack ? voice_pack_clip(pack, "chime") : NULL;

	return clip ? add_part(parts, clip->samples, clip->n) : 0;
}

/* The phrase in one language, after what is there already. Leaves parts as they are when this
 * language cannot say it. */
static int add_language(struct announce_parts *parts, const struct announce_call *call, int times,
	bool digits, const struct voice_pack *pack)
{
	_cleanup_free_ struct voice_steps *steps = memory_new(1, sizeof(*steps));
	const int before = parts->n;
	int r = 0;

	if (!pack ||
		voice_phrase_call(
			pack, call->number, call->counter, call->recalled, digits, steps) < 0) {
		return 0;
	}
	for (int i = 0; i < times && r == 0; i++) {
		bool first = i == 0 && before <= 1;

		if (parts->n > 0) {
			r = add_silence(parts, first ? ANNOUNCE_CHIME_MS : ANNOUNCE_AGAIN_MS);
		}
		if (r == 0) {
			r = add_steps(parts, pack, steps);
		}
	}
	if (r == -ENOENT) {
		parts->n = before;
	}
	return r == -ENOENT ? 0 : r;
}

int announce_compose(const struct announce_call *call, bool once, bool digits,
	const char *first_language, const struct voice_packs *packs, struct announce_parts *ret)
{
	const char *language = *call->language ? call->language : first_language;
	int times = once ? 1 : 2;
	int r;

	ret->n = 0;
	if (!packs) {
		return -ENOENT;
	}
	r = add_chime(ret, packs);
	if (r == 0) {
		r = add_language(ret, call, times, digits, voice_packs_find(packs, language));
	}
	if (r == 0 && strcmp(language, first_language) != 0) {
		r = add_language(ret, call, times, digits, voice_packs_find(packs, first_language));
	}
	if (r == 0 && ret->n == 0) {
		r = -ENOENT;
	}
	return r < 0 ? r : add_silence(ret, ANNOUNCE_GAP_MS);
}
