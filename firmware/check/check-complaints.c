/* SPDX-License-Identifier: Apache-2.0 */
/* Complaints in the log: what may follow on what. Whether a text names a person is a guess that is
 * made, and changes, where texts are taken in: what was accepted once stays right. */
#include <string.h>

#include "base/json-get.h"
#include "check/check-replay.h"

/* What an action makes of a complaint, and from what. */
static const struct {
	const char *action;
	char from[2]; /* states: - before it exists, O open, A answered, W withdrawn */
	char to; /* '=': it stays */
} moves[] = {
	{"enter", {'-', '-'}, 'O'},
	{"answer", {'O', 'O'}, 'A'},
	{"reopen", {'A', 'A'}, 'O'},
	{"correct", {'O', 'A'}, '='},
	{"withdraw", {'O', 'A'}, 'W'},
};

static struct check_complaint *find(struct check_replay *replay, int64_t id)
{
	for (size_t i = 0; i < replay->complaints; i++) {
		if (replay->complaint[i].id == id) {
			return &replay->complaint[i];
		}
	}
	return NULL;
}

static struct check_complaint *add(struct check_replay *replay, int64_t id, char state)
{
	replay->complaint =
		memory_grow(replay->complaint, replay->complaints + 1, sizeof(*replay->complaint));
	replay->complaint[replay->complaints] = (struct check_complaint){.id = id, .state = state};
	return &replay->complaint[replay->complaints++];
}

void check_complaint(struct check_replay *replay, const struct check_event *event)
{
	const char *action = json_get_text(event->data, "action");
	int64_t entry = json_get_int(event->data, "entry");
	struct check_complaint *complaint = find(replay, entry ? entry : event->seq);
	bool whole = replay->report->lost == 0 && replay->report->unseen == 0;
	bool has_outcome = *json_get_text(event->data, "outcome") != '\0';
	char before = complaint ? complaint->state : '-';

	if (!complaint && entry && !whole) {
		/* it came with events that are not there: as this one says */
		before = strcmp(action, "answer") == 0 || !has_outcome ? 'O' : 'A';
		before = strcmp(action, "reopen") == 0 ? 'A' : before;
		complaint = add(replay, entry, before);
	}
	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		char after = moves[i].to == '=' ? before : moves[i].to;

		if (strcmp(moves[i].action, action) != 0) {
			continue;
		}
		if ((before != moves[i].from[0] && before != moves[i].from[1]) ||
			(before == '-') != (entry == 0)) {
			break;
		}
		if (after != 'W' && has_outcome != (after == 'A')) {
			break;
		}
		complaint = complaint ? complaint : add(replay, event->seq, after);
		complaint->state = after;
		return;
	}
	check_say(replay->report, "event %lld: \"%s\" of complaint %lld is not possible",
		(long long)event->seq, action, (long long)(entry ? entry : event->seq));
}
