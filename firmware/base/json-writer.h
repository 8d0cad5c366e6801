/* SPDX-License-Identifier: Apache-2.0 */
/* Writes JSON text straight into a buffer; answers need no tree in memory. */
#pragma once

#include "base/text.h"

/* Zero-initialise it; free text with textbuf_done. */
struct out {
	struct textbuf text;
	bool comma; /* one is due before the next key or element */
};

/* Makes room for about size bytes in one step, when that much is known to follow. */
void out_reserve(struct out *out, size_t size);

void out_open(struct out *out, char bracket); /* '{' or '[' */
void out_close(struct out *out, char bracket); /* '}' or ']' */
void out_key(struct out *out, const char *key); /* key needs no escapes */

/* Values: after a key, or as elements of an array. */
void out_text(struct out *out, const char *text); /* valid UTF-8; NULL becomes null */
void out_int(struct out *out, int64_t value);
void out_bool(struct out *out, bool value);
void out_null(struct out *out);
void out_json(struct out *out, const char *json); /* text that is JSON already */
void out_time(struct out *out, int64_t wall_ms); /* ISO 8601 in the site's zone */

/* A key with its value. */
void out_key_text(struct out *out, const char *key, const char *text);
void out_key_word(struct out *out, const char *key, const char *text); /* "" becomes null */
void out_key_int(struct out *out, const char *key, int64_t value);
void out_key_bool(struct out *out, const char *key, bool value);
void out_key_null(struct out *out, const char *key);
void out_key_time(struct out *out, const char *key, int64_t wall_ms);
void out_key_open(struct out *out, const char *key, char bracket); /* out_close ends it */
