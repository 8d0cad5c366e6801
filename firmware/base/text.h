/* SPDX-License-Identifier: Apache-2.0 */
/* Strings: strict parsing, bounded copies, and a buffer that grows. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"

/* A whole decimal number and nothing else. −EINVAL: not a number; −ERANGE: outside min … max. */
int text_parse_int(const char *text, int64_t min, int64_t max, int64_t *ret) _warn_unused_;

/* "yes no true false on off 1 0". −EINVAL otherwise. */
int text_parse_bool(const char *text, bool *ret) _warn_unused_;

/* "07:30" … "24:00" as minutes of the day, 0 … 1440. −EINVAL otherwise. */
int text_parse_minute(const char *text, int *ret) _warn_unused_;

/* Copies text whole, or leaves *ret empty and returns −ENAMETOOLONG. ret has size bytes. */
int text_copy(char *ret, size_t size, const char *text);

/* Cuts the blanks at both ends off, in place; returns the beginning. */
char *text_trim(char *text);

/* Copies what fits, cut at a UTF-8 character. */
void text_copy_cut(char *ret, size_t size, const char *text);

/* Whether text is an identifier: 1 … max characters of A-Z a-z 0-9 - _ . */
bool text_is_id(const char *text, size_t max);
/* Whether text is so many hexadecimal digits in lower case, as a hash is written. Accepts NULL. */
bool text_is_hex(const char *text, size_t length);

/* Whether text is valid UTF-8 without control characters other than a line feed. */
bool text_is_clean(const char *text);

/* strdup, strndup and printf to new memory; they abort instead of returning NULL. */
char *text_dup(const char *text) _warn_unused_;
char *text_printf(const char *format, ...) _printf_(1, 2) _warn_unused_;

/* calloc and reallocarray that abort instead of returning NULL. */
void *memory_new(size_t count, size_t size) _warn_unused_;
void *memory_grow(void *pointer, size_t count, size_t size) _warn_unused_;
/* Room for one more behind n members, in memory that grows by this function alone: it doubles, so
 * that a long list is copied a few times and not once a member. */
void *memory_append(void *pointer, size_t n, size_t size) _warn_unused_;

/* A file's whole content, at most limit bytes, with a NUL after it; heap, the caller's to free.
 * Blocks while reading: not for pipes and devices in an event loop. −EFBIG when it is longer;
 * −errno. */
int text_read_file(const char *path, size_t limit, char **ret, size_t *ret_size) _warn_unused_;

/* Writes a file whole or not at all: to a temporary file beside it, synced, then renamed over it.
 * Blocks until it is on the disk. −errno; the former file is then unchanged. */
int text_write_file(const char *path, const void *data, size_t size, unsigned mode) _warn_unused_;
/* Makes the name of a file durable: syncs the folder that holds it. Blocks on the disk. */
int text_sync_folder(const char *path) _warn_unused_;

/* A string that grows. Zero-initialise; data is NUL-terminated once something was added. */
struct textbuf {
	char *data;
	size_t size;
	size_t capacity;
};

void textbuf_done(struct textbuf *buffer);
void textbuf_add(struct textbuf *buffer, const char *text);
void textbuf_add_bytes(struct textbuf *buffer, const void *bytes, size_t size);
/* Makes room for size more bytes and a NUL, and returns where they go. The caller writes them
 * there, ends them with the NUL and raises buffer->size. Valid until more is added. */
char *textbuf_room(struct textbuf *buffer, size_t size);
void textbuf_printf(struct textbuf *buffer, const char *format, ...) _printf_(2, 3);
/* Removes size bytes from the front. */
void textbuf_consume(struct textbuf *buffer, size_t size);
