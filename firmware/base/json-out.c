/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json-out.h"

#include <string.h>

#include "base/zone.h"

static void separate(struct out *out)
{
	if (out->comma) {
		textbuf_add_bytes(&out->text, ",", 1);
	}
	out->comma = true;
}

void out_open(struct out *out, char bracket)
{
	separate(out);
	textbuf_add_bytes(&out->text, &bracket, 1);
	out->comma = false;
}

void out_close(struct out *out, char bracket)
{
	textbuf_add_bytes(&out->text, &bracket, 1);
	out->comma = true;
}

void out_key(struct out *out, const char *key)
{
	separate(out);
	textbuf_add_bytes(&out->text, "\"", 1);
	textbuf_add(&out->text, key);
	textbuf_add_bytes(&out->text, "\":", 2);
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

void out_text(struct out *out, const char *text)
{
	if (!text) {
		out_null(out);
		return;
	}
	separate(out);
	textbuf_add_bytes(&out->text, "\"", 1);
	while (*text) {
		size_t plain = 0;

		while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' &&
			text[plain] != '\\' && text[plain] != 0x7F) {
			plain++;
		}
		textbuf_add_bytes(&out->text, text, plain);
		text += plain;
		if (*text) {
			escape(&out->text, (unsigned char)*text++);
		}
	}
	textbuf_add_bytes(&out->text, "\"", 1);
}

void out_int(struct out *out, int64_t value)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	separate(out);
	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0) {
		*--at = '-';
	}
	textbuf_add_bytes(&out->text, at, (size_t)(digits + sizeof(digits) - at));
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
	separate(out);
	textbuf_add(&out->text, json);
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
