/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last picture of each hall's and kiosk's screen, for who looks at them. In memory alone, and
 * only while somebody looks: a device is told when it is looked at, and sends nothing else.
 *
 *   unknown ──looked at──► LOOKED AT ──not looked at for SCREENS_KEPT_MS──► unknown
 *
 * Pure. now_ms is monotonic.
 */
#pragma once

#include <stdbool.h>

#include "base/cleanup.h"
#include "hub/hub-limits.h"

enum {
	SCREENS_TELL_MS = 4000, /* a device that is looked at is told again after this */
	SCREENS_BUSY_MS = 10 * 1000, /* looked at so lately, an entry makes no room */
	SCREENS_KEPT_MS = 60 * 1000, /* without being looked at */
	SCREENS_APART_MS = 1000, /* between two pictures of one screen; devices take twice that */
};

struct screen_entry {
	char name[LIMIT_ID + 1]; /* the device's; "" free */
	int64_t looked_ms;
	int64_t told_ms; /* when the device was told last; INT64_MIN never */
	char *png; /* in base64; NULL none has come */
	int64_t number; /* of the picture; each gets another one */
	int64_t came_ms;
};

struct screens {
	struct screen_entry entry[LIMIT_SCREENS];
	int64_t number; /* the last one given */
};

struct screens *screens_new(void);
void screens_free(struct screens *screens);

/* Somebody looks at a device's screen. NULL: too many are looked at. */
struct screen_entry *screens_look(struct screens *screens, const char *name, int64_t now_ms);
/* NULL: nobody looks at it. */
struct screen_entry *screens_find(struct screens *screens, const char *name);
/* Whether the device is to be told now that it is looked at; the caller then sets told_ms. */
bool screens_must_tell(const struct screen_entry *entry, int64_t now_ms);

/* Keeps a copy of a picture instead of the former one. −ENOENT: nobody looks at this screen;
 * −EAGAIN: too soon after the one before. */
int screens_put(
	struct screens *screens, const char *name, const char *png, int64_t now_ms) _warn_unused_;
/* Forgets what nobody has looked at for SCREENS_KEPT_MS. */
void screens_drop_old(struct screens *screens, int64_t now_ms);
