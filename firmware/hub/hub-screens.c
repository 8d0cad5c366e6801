/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-screens.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct screens *screens_new(void)
{
	return memory_new(1, sizeof(struct screens));
}

static void clear(struct screen_entry *entry)
{
	free(entry->png);
	*entry = (struct screen_entry){0};
}

void screens_free(struct screens *screens)
{
	for (int i = 0; screens && i < LIMIT_SCREENS; i++) {
		clear(&screens->entry[i]);
	}
	free(screens);
}

struct screen_entry *screens_find(struct screens *screens, const char *name)
{
	for (int i = 0; i < LIMIT_SCREENS; i++) {
		if (*name && strcmp(screens->entry[i].name, name) == 0) {
			return &screens->entry[i];
		}
	}
	return NULL;
}

/* A free place, else that of the screen that nobody has looked at for the longest time. */
static struct screen_entry *make_room(struct screens *screens, int64_t now_ms)
{
	struct screen_entry *place = &screens->entry[0];

	for (int i = 0; i < LIMIT_SCREENS; i++) {
		struct screen_entry *entry = &screens->entry[i];

		if (!*entry->name) {
			return entry;
		}
		place = entry->looked_ms < place->looked_ms ? entry : place;
	}
	if (now_ms - place->looked_ms < SCREENS_BUSY_MS) {
		return NULL;
	}
	clear(place);
	return place;
}

struct screen_entry *screens_look(struct screens *screens, const char *name, int64_t now_ms)
{
	struct screen_entry *entry = screens_find(screens, name);

	if (!entry) {
		entry = make_room(screens, now_ms);
		if (!entry) {
			return NULL;
		}
		entry->told_ms = INT64_MIN;
		text_copy_cut(entry->name, sizeof(entry->name), name);
	}
	entry->looked_ms = now_ms;
	return entry;
}

bool screens_must_tell(const struct screen_entry *entry, int64_t now_ms)
{
	return entry->told_ms == INT64_MIN || now_ms - entry->told_ms >= SCREENS_TELL_MS;
}

int screens_put(struct screens *screens, const char *name, const char *png, int64_t now_ms)
{
	struct screen_entry *entry = screens_find(screens, name);

	if (!entry) {
		return -ENOENT;
	}
	if (entry->png && now_ms - entry->came_ms < SCREENS_APART_MS) {
		return -EAGAIN;
	}
	free(entry->png);
	entry->png = text_dup(png);
	entry->number = ++screens->number;
	entry->came_ms = now_ms;
	return 0;
}

void screens_drop_old(struct screens *screens, int64_t now_ms)
{
	for (int i = 0; i < LIMIT_SCREENS; i++) {
		struct screen_entry *entry = &screens->entry[i];

		if (*entry->name && now_ms - entry->looked_ms >= SCREENS_KEPT_MS) {
			clear(entry);
		}
	}
}
