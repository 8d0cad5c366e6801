/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log for operators and developers: lines on standard error, with the journal's "<N>" level
 * prefix when standard error is the journal. Ticket events are another log (queue/journal.h). A
 * function logs an error or returns it, never both. Any thread may call it. A line blocks until
 * standard error has accepted it. A limit that two threads share may count one too few.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <syslog.h>

#include "base/cleanup.h"

/* Who has to act on a line: who looks after the device, who runs the site, or who makes layso. */
enum log_fault {
	FAULT_NONE,
	FAULT_DEVICE, /* a printer, panel, screen, disk or cable */
	FAULT_SITE, /* the site's configuration or data */
	FAULT_OURS, /* layso itself */
};

/* A rate limit: at most LOG_BURST lines in LOG_WINDOW_MS. The first line after that is preceded by
 * one that says how many were left out. Zero-initialise it; one per call site. */
struct log_limit {
	int64_t window_start_ms;
	unsigned lines;
	unsigned left_out;
};

enum { LOG_BURST = 5, LOG_WINDOW_MS = 10000 };

/* Names the program in each line and sets whether debug lines are written. */
void log_setup(const char *program, bool debug);
bool log_debug_enabled(void);

/* "device", "site", "ours" or "none". */
const char *log_fault_name(enum log_fault fault);

/* Writes one line; level is a syslog level (LOG_ERR … LOG_DEBUG); limit may be NULL. */
void log_line(int level, enum log_fault fault, struct log_limit *limit, const char *format, ...)
	_printf_(4, 5);

#define log_limited_(level, fault, ...) \
	do { \
		static struct log_limit limit_; \
		log_line((level), (fault), &limit_, __VA_ARGS__); \
	} while (0)
#define log_error(fault, ...) log_limited_(LOG_ERR, fault, __VA_ARGS__)
#define log_warning(fault, ...) log_limited_(LOG_WARNING, fault, __VA_ARGS__)
#define log_notice(...) log_line(LOG_NOTICE, FAULT_NONE, NULL, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, FAULT_NONE, NULL, __VA_ARGS__)
#define log_debug(...) \
	do { \
		if (log_debug_enabled()) { \
			log_line(LOG_DEBUG, FAULT_NONE, NULL, __VA_ARGS__); \
		} \
	} while (0)

/* Out of memory ends the program: nothing sensible can be promised after it, and everything is
 * built to survive a restart. */
_Noreturn void log_out_of_memory(void);
