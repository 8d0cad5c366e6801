/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is counted while it is held, and of which nobody may take so much that others get nothing:
 *
 *               all   reserve  of a caller  of an address
 *   streams     400        64           64             48
 *   commands   1024       256          128              –
 *   reports      32         8            8              –   (and lists of older tickets)
 *   secrets     256        32           16             64   (sign-ins and new secrets, in a queue)
 *   answers      64        16           16              –   (big ones, until they have gone out)
 *
 * The reserve is for devices (caller_is_device) and for the Unix socket. A caller is a token, an
 * account, or another user of the Unix socket; who runs the hub has no share but the whole there.
 * Loopback counts as no address: browsers of this board, or a proxy. Of IPv6 the network counts, a
 * /64. Pure.
 */
#pragma once

#include "hub/hub-auth.h"
#include "hub/hub-peer.h"

enum share { SHARE_STREAMS, SHARE_COMMANDS, SHARE_REPORTS, SHARE_SECRETS, SHARE_ANSWERS, SHARES };

enum share_verdict {
	SHARE_TAKEN,
	SHARE_OWN_FULL, /* the caller has as much as it may have */
	SHARE_ADDRESS_FULL, /* its address */
	SHARE_ALL_FULL,
};

/* Whose: a letter for the kind, and a name or an address. */
struct share_key {
	char kind; /* '\0': nobody's, or of who has no share but the whole */
	char rest[LIMIT_ID + 1];
};
struct share_key share_key_of(const struct caller *caller, const struct peer *peer);

struct shares;
struct share_entry;

/* What was taken; zero: nothing. */
struct share_hold {
	struct share_entry *caller; /* NULL: not counted by that */
	struct share_entry *address;
	enum share share;
	bool taken;
	bool common; /* not of the reserve */
};

struct shares *shares_new(void);
void shares_free(struct shares *shares);

/* Takes one of the share; *ret must be zero. */
enum share_verdict shares_take(struct shares *shares, enum share share, const struct caller *caller,
	const struct peer *peer, struct share_hold *ret);
/* Gives it back; accepts a hold that is zero. */
void shares_give(struct shares *shares, struct share_hold *hold);

/* How many are held. */
int shares_count(const struct shares *shares, enum share share);

/* The same for every hold of one caller, or of one address where nobody says who it is; for taking
 * turns. */
const void *share_owner(const struct share_hold *hold);
