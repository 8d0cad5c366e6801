/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json-writer.h"

#include <string.h>

#include "base/zone.h"

/* Makes room for size more bytes and writes the comma that is due; end() follows once they are
 * written. */
static char *begin(struct out *out, size_t size)
{
	char *at = textbuf_room(&out->text, size + 1);

	if (out->comma) {
		*at++ = ',';
	}
	out->comma = true;
	return at;
}

static char *put(char *at, const char *bytes, size_t size)
{
	memcpy(at, bytes, size);
	return at + size;
}

static void end(struct out *out, char *at)
{
	*at = '\0';
	out->text.size = (size_t)(at - out->text.data);
}

void out_reserve(struct out *out, size_t size)
{
	(void)textbuf_room(&out->text, size);
}

void out_open(struct out *out, char bracket)
{
	char *at = begin(out, 1);

	*at++ = bracket;
	end(out, at);
	out->comma = false;
}

void out_close(struct out *out, char bracket)
{
	textbuf_add_bytes(&out->text, &bracket, 1);
	out->comma = true;
}

void out_key(struct out *out, const char *key)
{
	size_t length = strlen(key);
	char *at = begin(out, length + 3);

	*at++ = '"';
	at = put(at, key, length);
	*at++ = '"';
	*at++ = ':';
	end(out, at);
	out->comma = false;
}

static void escape(struct textbuf *text, unsigned char c)
{
	char code[8];

	switch (c) {
	case '"':
		textbuf_add_bytes(text, "\\\"", 2);
		break;
	case '\\':
		textbuf_add_bytes(text, "\\\\", 2);
		break;
	case '\n':
		textbuf_add_bytes(text, "\\n", 2);
		break;
	default:
		(void)snprintf(code, sizeof(code), "\\u%04x", c);
		textbuf_add(text, code);
	}
}

/* How many bytes at the beginning of text need no escape. */
static size_t plain_length(const char *text)
{
	size_t n = 0;

	while ((unsigned char)text[n] >= 0x20 && text[n] != '"' && text[n] != '\\' &&
		text[n] != 0x7F) {
		n++;
	}
	return n;
}

void out_text(struct out *out, const char *text)
{
	size_t plain;
	char *at;

	if (!text) {
		out_null(out);
		return;
	}
	plain = plain_length(text);
	at = begin(out, plain + 2);
	*at++ = '"';
	end(out, put(at, text, plain));
	text += plain;
	while (*text) {
		escape(&out->text, (unsigned char)*text++);
		plain = plain_length(text);
		textbuf_add_bytes(&out->text, text, plain);
		text += plain;
	}
	textbuf_add_bytes(&out->text, "\"", 1);
}

void out_int(struct out *out, int64_t value)
{
	char digits[24];
	char *from = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	size_t size;
	char *at;

	do {
		*--from = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0) {
		*--from = '-';
	}
	size = (size_t)(digits + sizeof(digits) - from);
	at = begin(out, size);
	end(out, put(at, from, size));
}

void out_bool(struct out *out, bool value)
{
	out_json(out, value ? "true" : "false");
}

void out_null(struct out *out)
{
	out_json(out, "null");
}

void out_json(struct out *out, const char *json)
{
	size_t size = strlen(json);
	char *at = begin(out, size);

	end(out, put(at, json, size));
}

void out_time(struct out *out, int64_t wall_ms)
{
	char iso[ISO_LENGTH + 1];

	zone_format(wall_ms, iso);
	out_text(out, iso);
}

void out_key_text(struct out *out, const char *key, const char *text)
{
	out_key(out, key);
	out_text(out, text);
}

void out_key_word(struct out *out, const char *key, const char *text)
{
	out_key_text(out, key, *text ? text : NULL);
}

void out_key_int(struct out *out, const char *key, int64_t value)
{
	out_key(out, key);
	out_int(out, value);
}

void out_key_bool(struct out *out, const char *key, bool value)
{
	out_key(out, key);
	out_bool(out, value);
}

void out_key_null(struct out *out, const char *key)
{
	out_key(out, key);
	out_null(out);
}

void out_key_time(struct out *out, const char *key, int64_t wall_ms)
{
	out_key(out, key);
	out_time(out, wall_ms);
}

void out_key_open(struct out *out, const char *key, char bracket)
{
	out_key(out, key);
	out_open(out, bracket);
}
