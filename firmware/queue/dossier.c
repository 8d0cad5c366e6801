/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/dossier.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const names[DOSSIER_WORDS] = {
	[DOSSIER_RECEIVED] = "received",
	[DOSSIER_RECEIVED_ONLINE] = "received_online",
	[DOSSIER_RECEIVED_COUNTER] = "received_counter",
	[DOSSIER_RECEIVED_POST] = "received_post",
	[DOSSIER_RECEIVED_OFFLINE] = "received_offline",
	[DOSSIER_RESOLVED] = "resolved",
	[DOSSIER_RESOLVED_EARLY] = "resolved_early",
	[DOSSIER_RESOLVED_ON_TIME] = "resolved_on_time",
	[DOSSIER_RESOLVED_LATE] = "resolved_late",
	[DOSSIER_CARRIED_OVER] = "carried_over",
	[DOSSIER_IN_PROGRESS] = "in_progress",
	[DOSSIER_IN_PROGRESS_IN_TIME] = "in_progress_in_time",
	[DOSSIER_IN_PROGRESS_OVERDUE] = "in_progress_overdue",
	[DOSSIER_WORD_FROM] = "from",
	[DOSSIER_WORD_TO] = "to",
	[DOSSIER_WORD_SERVICE] = "service",
	[DOSSIER_WORD_NOTE] = "note",
	[DOSSIER_WORD_HALF_DAY] = "half_day",
};

const char *dossier_count_name(enum dossier_count count)
{
	return names[count];
}

const char *dossier_word_name(int kind)
{
	return names[kind];
}

int dossier_count_parse(const char *word, enum dossier_count *ret)
{
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (strcmp(names[i], word) == 0) {
			*ret = (enum dossier_count)i;
			return 0;
		}
	}
	return -EINVAL;
}

bool dossier_counts_any(const struct dossier_counts *counts)
{
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (counts->has[i]) {
			return true;
		}
	}
	return false;
}

void dossier_counts_write(const struct dossier_counts *counts, struct textbuf *out)
{
	const char *space = "";

	textbuf_add(out, "");
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		if (counts->has[i]) {
			textbuf_printf(out, "%s%s=%d", space, names[i], counts->n[i]);
			space = " ";
		}
	}
}

int dossier_counts_read(const char *text, struct dossier_counts *ret)
{
	_cleanup_free_ char *copy = text_dup(text);
	struct dossier_counts counts = {0};
	char *rest = copy;
	char *word;

	while ((word = strsep(&rest, " "))) {
		char *equals = strchr(word, '=');
		enum dossier_count count;
		int64_t n;

		if (!*word) {
			continue;
		}
		if (!equals) {
			return -EINVAL;
		}
		*equals = '\0';
		if (dossier_count_parse(word, &count) < 0 ||
			text_parse_int(equals + 1, 0, LIMIT_DOSSIERS, &n) < 0) {
			return -EINVAL;
		}
		counts.has[count] = true;
		counts.n[count] = (int)n;
	}
	*ret = counts;
	return 0;
}

bool dossier_overlaps(const struct dossier_entry *one, const struct dossier_entry *other)
{
	bool services =
		!*one->service || !*other->service || strcmp(one->service, other->service) == 0;

	return services && strcmp(one->from_day, other->to_day) <= 0 &&
		strcmp(other->from_day, one->to_day) <= 0;
}
