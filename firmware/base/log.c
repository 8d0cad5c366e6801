/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/utf8.h"

static const char *program_name = "layso";
static bool debug_lines;
static bool to_journal;

void log_setup(const char *program, bool debug)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat st;
	unsigned long long device = 0;
	unsigned long long inode = 0;

	program_name = program;
	debug_lines = debug;
	/* systemd gives the journal's stream as "device:inode"; a terminal or a file has other
	 * numbers. */
	to_journal = stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
		fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

bool log_debug_enabled(void)
{
	return debug_lines;
}

const char *log_fault_name(enum log_fault fault)
{
	switch (fault) {
	case FAULT_DEVICE:
		return "device";
	case FAULT_SITE:
		return "site";
	case FAULT_OURS:
		return "ours";
	case FAULT_NONE:
		return "none";
	}
	return "none";
}

/* Whether this line may be written; *ret_left_out is how many lines before it were left out. */
static bool limit_pass(struct log_limit *limit, unsigned *ret_left_out)
{
	int64_t now_ms = clock_mono_ms();
	unsigned left_out = 0;

	if (now_ms - limit->window_start_ms >= LOG_WINDOW_MS || limit->window_start_ms == 0) {
		left_out = limit->left_out;
		*limit = (struct log_limit){.window_start_ms = now_ms};
	}
	if (limit->lines >= LOG_BURST) {
		limit->left_out++;
		return false;
	}
	limit->lines++;
	*ret_left_out = left_out;
	return true;
}

void log_line(int level, enum log_fault fault, struct log_limit *limit, const char *format, ...)
{
	char text[1024];
	char prefix[8] = "";
	unsigned left_out = 0;
	va_list arguments;

	if (level == LOG_DEBUG && !debug_lines) {
		return;
	}
	if (limit && !limit_pass(limit, &left_out)) {
		return;
	}
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	utf8_make_clean(text); /* what a damaged file holds, or a character that was cut off */
	if (to_journal) {
		(void)snprintf(prefix, sizeof(prefix), "<%d>", level);
	}
	if (left_out > 0) {
		(void)fprintf(stderr, "%s%s: (%u lines like the next were left out)\n", prefix,
			program_name, left_out);
	}
	if (fault == FAULT_NONE) {
		(void)fprintf(stderr, "%s%s: %s\n", prefix, program_name, text);
	} else {
		(void)fprintf(stderr, "%s%s: [%s] %s\n", prefix, program_name,
			log_fault_name(fault), text);
	}
}

_Noreturn void log_out_of_memory(void)
{
	(void)fputs("layso: out of memory\n", stderr);
	abort();
}
