/* SPDX-License-Identifier: Apache-2.0 */
/* Cleanup by attribute: what a scope owns is freed when the scope ends. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define _cleanup_(function) __attribute__((cleanup(function)))
#define _warn_unused_ __attribute__((warn_unused_result))
#define _printf_(at, first) __attribute__((format(printf, at, first)))
#define ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))
#define MIN_OF(a, b) ((a) < (b) ? (a) : (b))
#define MAX_OF(a, b) ((a) > (b) ? (a) : (b))

/* Hands a pointer or descriptor on and forgets it here. */
#define TAKE_PTR(pointer) \
	({ \
		__typeof__(pointer) taken_ = (pointer); \
		(pointer) = NULL; \
		taken_; \
	})
#define TAKE_FD(fd) \
	({ \
		int taken_ = (fd); \
		(fd) = -1; \
		taken_; \
	})

/* Makes functionp(type *p), fit for _cleanup_, from a destructor that accepts NULL. */
#define DEFINE_CLEANUP(type, function) \
	static inline void function##p(type *pointer) /* NOLINT(bugprone-macro-parentheses) */ \
	{ \
		if (*pointer) { \
			function(*pointer); \
		} \
	} \
	struct swallow_semicolon_

static inline void freep(void *pointer)
{
	free(*(void **)pointer);
}

static inline void closep(const int *fd)
{
	if (*fd >= 0) {
		(void)close(*fd);
	}
}

static inline void fclosep(FILE **file)
{
	if (*file) {
		(void)fclose(*file);
	}
}

#define _cleanup_free_ _cleanup_(freep)
#define _cleanup_close_ _cleanup_(closep)
#define _cleanup_fclose_ _cleanup_(fclosep)
