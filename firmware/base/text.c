/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/utf8.h"

int text_parse_int(const char *text, int64_t min, int64_t max, int64_t *ret)
{
	const char *digits = *text == '-' ? text + 1 : text;
	long long value;

	if (!*digits || strspn(digits, "0123456789") != strlen(digits)) {
		return -EINVAL;
	}
	errno = 0;
	value = strtoll(text, NULL, 10);
	if (errno == ERANGE || value < min || value > max) {
		return -ERANGE;
	}
	*ret = value;
	return 0;
}

int text_parse_bool(const char *text, bool *ret)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{"yes", true},
		{"no", false},
		{"true", true},
		{"false", false},
		{"on", true},
		{"off", false},
		{"1", true},
		{"0", false},
	};

	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (strcasecmp(text, words[i].word) == 0) {
			*ret = words[i].value;
			return 0;
		}
	}
	return -EINVAL;
}

int text_parse_minute(const char *text, int *ret)
{
	int minute;

	if (strlen(text) != 5 || text[2] != ':' || strspn(text, "0123456789") != 2 ||
		strspn(text + 3, "0123456789") != 2) {
		return -EINVAL;
	}
	minute = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
	if (minute > 1440 || text[3] > '5') {
		return -EINVAL;
	}
	*ret = minute;
	return 0;
}

int text_copy(char *ret, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (length >= size) {
		ret[0] = '\0';
		return -ENAMETOOLONG;
	}
	memcpy(ret, text, length + 1);
	return 0;
}

void text_copy_cut(char *ret, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (length >= size) {
		length = size - 1;
		while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
			length--;
		}
	}
	memcpy(ret, text, length);
	ret[length] = '\0';
}

static bool is_id_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '.';
}

bool text_is_id(const char *text, size_t max)
{
	size_t length = 0;

	while (is_id_character(text[length])) {
		length++;
	}
	return length > 0 && length <= max && text[length] == '\0';
}

bool text_is_hex(const char *text, size_t length)
{
	return text && strlen(text) == length && strspn(text, "0123456789abcdef") == length;
}

bool text_is_clean(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		size_t length = utf8_clean_length(at);

		if (length == 0) {
			return false;
		}
		at += length;
	}
	return true;
}

char *text_trim(char *text)
{
	size_t size;

	text += strspn(text, " \t\r");
	size = strlen(text);
	while (size > 0 && isspace((unsigned char)text[size - 1])) {
		text[--size] = '\0';
	}
	return text;
}

char *text_dup(const char *text)
{
	char *copy = strdup(text);

	if (!copy) {
		log_out_of_memory();
	}
	return copy;
}

char *text_printf(const char *format, ...)
{
	char *text = NULL;
	va_list arguments;
	int r;

	va_start(arguments, format);
	r = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (r < 0) {
		log_out_of_memory();
	}
	return text;
}

void *memory_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);

	if (!memory) {
		log_out_of_memory();
	}
	return memory;
}

void *memory_grow(void *pointer, size_t count, size_t size)
{
	void *memory = reallocarray(pointer, count ? count : 1, size);

	if (!memory) {
		log_out_of_memory();
	}
	return memory;
}

void *memory_append(void *pointer, size_t n, size_t size)
{
	bool is_full = (n & (n - 1)) == 0; /* 0 and the powers of two */

	return is_full ? memory_grow(pointer, n == 0 ? 1 : n * 2, size) : pointer;
}

int text_read_file(const char *path, size_t limit, char **ret, size_t *ret_size)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	_cleanup_(textbuf_done) struct textbuf buffer = {0};
	char chunk[8192];
	ssize_t n;

	if (fd < 0) {
		return -errno;
	}
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0) {
			if (errno == EINTR) {
				continue;
			}
			return -errno;
		}
		if (buffer.size + (size_t)n > limit) {
			return -EFBIG;
		}
		textbuf_add_bytes(&buffer, chunk, (size_t)n);
	}
	textbuf_add_bytes(&buffer, "", 0);
	if (ret_size) {
		*ret_size = buffer.size;
	}
	*ret = TAKE_PTR(buffer.data);
	return 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, data, size);

		if (n < 0) {
			if (errno == EINTR) {
				continue;
			}
			return -errno;
		}
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

int text_sync_folder(const char *path)
{
	_cleanup_free_ char *copy = text_dup(path);
	_cleanup_close_ int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0) {
		return -errno;
	}
	return 0;
}

int text_write_file(const char *path, const void *data, size_t size, unsigned mode)
{
	_cleanup_free_ char *neighbour = text_printf("%s.%ld.new", path, (long)getpid());
	_cleanup_close_ int fd =
		open(neighbour, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);
	int r;

	if (fd < 0) {
		return -errno;
	}
	(void)flock(fd, LOCK_EX | LOCK_NB); /* it is being written: files_clean leaves it */
	r = write_all(fd, data, size);
	if (r == 0 && fsync(fd) < 0) {
		r = -errno;
	}
	if (r == 0 && rename(neighbour, path) < 0) {
		r = -errno;
	}
	if (r < 0) {
		(void)unlink(neighbour);
		return r;
	}
	return text_sync_folder(path);
}

void textbuf_done(struct textbuf *buffer)
{
	free(buffer->data);
	*buffer = (struct textbuf){0};
}

char *textbuf_room(struct textbuf *buffer, size_t size)
{
	if (buffer->size + size + 1 > buffer->capacity) {
		buffer->capacity = MAX_OF(buffer->capacity * 2, buffer->size + size + 64);
		buffer->data = memory_grow(buffer->data, buffer->capacity, 1);
	}
	return buffer->data + buffer->size;
}

void textbuf_add_bytes(struct textbuf *buffer, const void *bytes, size_t size)
{
	char *at = textbuf_room(buffer, size);

	if (size > 0) {
		memcpy(at, bytes, size);
	}
	at[size] = '\0';
	buffer->size += size;
}

void textbuf_add(struct textbuf *buffer, const char *text)
{
	textbuf_add_bytes(buffer, text, strlen(text));
}

void textbuf_printf(struct textbuf *buffer, const char *format, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list arguments;
	int r;

	va_start(arguments, format);
	r = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (r < 0) {
		log_out_of_memory();
	}
	textbuf_add_bytes(buffer, text, (size_t)r);
}

void textbuf_consume(struct textbuf *buffer, size_t size)
{
	size = MIN_OF(size, buffer->size);
	if (size == 0) {
		return;
	}
	memmove(buffer->data, buffer->data + size, buffer->size - size + 1);
	buffer->size -= size;
}
