/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/ticket.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const char *const state_names[TICKET_STATES] = {
	[TICKET_NONE] = "NONE",
	[TICKET_WAITING] = "WAITING",
	[TICKET_CALLED] = "CALLED",
	[TICKET_SERVING] = "SERVING",
	[TICKET_HELD] = "HELD",
	[TICKET_SUPPLEMENT] = "SUPPLEMENT",
	[TICKET_NO_SHOW] = "NO_SHOW",
	[TICKET_FINISHED] = "FINISHED",
	[TICKET_LEFT] = "LEFT",
	[TICKET_VOID] = "VOID",
	[TICKET_EXPIRED] = "EXPIRED",
	[TICKET_FINISHED_UNCONFIRMED] = "FINISHED_UNCONFIRMED",
};

static const char *const lane_names[LANES] = {
	[LANE_PRIORITY] = "priority",
	[LANE_RETURN] = "return",
	[LANE_REGULAR] = "regular",
};

static const char *const slip_status_names[SLIP_STATUSES] = {
	[SLIP_NONE] = "NONE",
	[SLIP_QUEUED] = "QUEUED",
	[SLIP_PRINTED] = "PRINTED",
	[SLIP_FAILED] = "FAILED",
	[SLIP_UNKNOWN] = "UNKNOWN",
	[SLIP_LATER] = "LATER",
};

#define IN(state) (1U << TICKET_##state)
#define MOVE_ROW(name, event, word_, from_, to_, ...) \
	[MOVE_##name] = {.word = (word_), .from = (from_), .to = TICKET_##to_},
static const struct {
	const char *word;
	unsigned from; /* a set of states */
	enum ticket_state to;
} moves[TICKET_MOVES] = {MOVES(MOVE_ROW, MOVES_SKIP, MOVES_SKIP)};

/* The slip's states: QUEUED while the kiosk has to print it, again for each reprint. */
static const bool slip_status_moves[SLIP_STATUSES][SLIP_STATUSES] = {
	[SLIP_NONE] = {[SLIP_QUEUED] = true},
	[SLIP_QUEUED] = {[SLIP_NONE] = true,
		[SLIP_PRINTED] = true,
		[SLIP_FAILED] = true,
		[SLIP_UNKNOWN] = true,
		[SLIP_LATER] = true,
		[SLIP_QUEUED] = true},
	[SLIP_PRINTED] = {[SLIP_QUEUED] = true},
	[SLIP_FAILED] = {[SLIP_QUEUED] = true},
	[SLIP_UNKNOWN] = {[SLIP_QUEUED] = true,
		[SLIP_PRINTED] = true,
		[SLIP_FAILED] = true,
		[SLIP_LATER] = true},
	/* UNKNOWN: its kiosk begins it now, and says so before. */
	[SLIP_LATER] = {[SLIP_QUEUED] = true,
		[SLIP_PRINTED] = true,
		[SLIP_FAILED] = true,
		[SLIP_UNKNOWN] = true},
};

const char *ticket_state_name(enum ticket_state state)
{
	return state_names[state];
}

const char *ticket_lane_name(enum lane lane)
{
	return lane_names[lane];
}

const char *ticket_slip_status_name(enum slip_status slip_status)
{
	return slip_status_names[slip_status];
}

const char *ticket_move_name(enum ticket_move move)
{
	return moves[move].word;
}

static int word_parse(const char *const *names, int n, const char *word, int *ret)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(names[i], word) == 0) {
			*ret = i;
			return 0;
		}
	}
	return -EINVAL;
}

int ticket_state_parse(const char *word, enum ticket_state *ret)
{
	int value = 0;
	int r = word_parse(state_names, TICKET_STATES, word, &value);

	if (r == 0) {
		*ret = (enum ticket_state)value;
	}
	return r;
}

int ticket_lane_parse(const char *word, enum lane *ret)
{
	int value = 0;
	int r = word_parse(lane_names, LANES, word, &value);

	if (r == 0) {
		*ret = (enum lane)value;
	}
	return r;
}

int ticket_slip_status_parse(const char *word, enum slip_status *ret)
{
	int value = 0;
	int r = word_parse(slip_status_names, SLIP_STATUSES, word, &value);

	if (r == 0) {
		*ret = (enum slip_status)value;
	}
	return r;
}

int ticket_move_target(enum ticket_state from, enum ticket_move move, enum ticket_state *ret)
{
	if (!(moves[move].from & 1U << from)) {
		return -EPERM;
	}
	*ret = moves[move].to;
	return 0;
}

bool ticket_reopens(enum ticket_state from, enum ticket_state to)
{
	if (from == TICKET_FINISHED_UNCONFIRMED) {
		return to == TICKET_WAITING;
	}
	return from == TICKET_EXPIRED &&
		(to == TICKET_WAITING || to == TICKET_HELD || to == TICKET_SUPPLEMENT ||
			to == TICKET_NO_SHOW);
}

bool ticket_slip_status_allowed(enum slip_status from, enum slip_status to)
{
	return slip_status_moves[from][to];
}

bool ticket_state_is_final(enum ticket_state state)
{
	switch (state) {
	case TICKET_FINISHED:
	case TICKET_LEFT:
	case TICKET_VOID:
	case TICKET_EXPIRED:
	case TICKET_FINISHED_UNCONFIRMED:
		return true;
	case TICKET_NONE:
	case TICKET_WAITING:
	case TICKET_CALLED:
	case TICKET_SERVING:
	case TICKET_HELD:
	case TICKET_SUPPLEMENT:
	case TICKET_NO_SHOW:
	case TICKET_STATES:
		return false;
	}
	return false;
}
