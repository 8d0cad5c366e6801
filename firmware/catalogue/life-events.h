/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens in people's lives (a birth, a new house), and which procedures go with it: by words
 * of their names, by sector, by code. A list of JSON, the installed one (life-events.json) and the
 * site data's "catalogue": {"events": …}:
 *
 *   [{"name": {"vi": "Sinh con", "en": "…"}, "pictogram": "birth", "words": ["khai sinh"],
 *     "sectors": [], "procedures": []}, …]
 *
 * A procedure goes with an event when the words of one entry stand in its name, or in one of its
 * everyday names, one behind the other; marks count, since names have them. Pure but for the files.
 */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "catalogue/procedure.h"

enum {
	LIFE_EVENTS_MAX = 64, /* a bit each */
	LIFE_EVENTS_BYTES = 65536, /* of the file */
};

struct life_events;

struct life_events *life_events_new(void) _warn_unused_;
void life_events_free(struct life_events *events);
DEFINE_CLEANUP(struct life_events *, life_events_free);

/* Adds a list (NULL: none). An event with a name that is there takes that one's place, so that a
 * centre mends one, or hides it: without anything that goes with it. Only the pictogram stays where
 * it has none. What is no event, and what comes after LIFE_EVENTS_MAX, is left out. */
void life_events_add(struct life_events *events, const json_t *list);
/* Adds the list of a file; blocks on the disk. −errno; −EINVAL: it is no list of JSON. */
int life_events_load(struct life_events *events, const char *path) _warn_unused_;

/* The installed list and the centre's own (NULL: none). What cannot be read is logged and left
 * out. Blocks on the disk. */
struct life_events *life_events_read(const json_t *own) _warn_unused_;

size_t life_events_count(const struct life_events *events);
/* Whether it has a name in a language. */
bool life_events_has(const struct life_events *events, size_t event, const char *language);
/* In a language, else in another one. */
const char *life_events_name(const struct life_events *events, size_t event, const char *language);
/* The name of its pictogram (base/pictograms.h); "" none. */
const char *life_events_pictogram(const struct life_events *events, size_t event);

/* The events with which a procedure goes: bit n for the nth. */
uint64_t life_events_of(const struct life_events *events, const struct procedure *procedure);
