/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-counts.h"

#include <string.h>

#include "base/text.h"
#include "catalogue/search-misses.h"

struct kept {
	enum kiosk_count kind;
	char *text; /* a key; what found nothing; "" */
};

struct kiosk_counts {
	struct client *client; /* the owner's; NULL none yet */
	bool sending; /* the first one */
	int n;
	struct kept kept[KIOSK_COUNTS_MAX]; /* the oldest first */
};

struct kiosk_counts *kiosk_counts_new(void)
{
	return memory_new(1, sizeof(struct kiosk_counts));
}

void kiosk_counts_free(struct kiosk_counts *counts)
{
	for (int i = 0; counts && i < counts->n; i++) {
		free(counts->kept[i].text);
	}
	free(counts);
}

int kiosk_counts_n(const struct kiosk_counts *counts)
{
	return counts->n;
}

static void drop(struct kiosk_counts *counts, int at)
{
	free(counts->kept[at].text);
	counts->n--;
	memmove(&counts->kept[at], &counts->kept[at + 1],
		(size_t)(counts->n - at) * sizeof(counts->kept[0]));
}

/* The oldest that is not being sent, and that nobody misses much. */
static int find_oldest(const struct kiosk_counts *counts)
{
	int first = counts->sending ? 1 : 0;

	for (int i = first; i < counts->n; i++) {
		if (counts->kept[i].kind != KIOSK_COUNT_WRONG) {
			return i;
		}
	}
	return first;
}

/* Whether an answer says that the same would be answered again: the procedure is not there any
 * more, or the hub does not count that. */
static bool is_final(int status)
{
	return status >= 200 && status < 500 && status != 401 && status != 403 && status != 408 &&
		status != 429;
}

static void on_done(int status, json_t *body, void *userdata)
{
	struct kiosk_counts *counts = userdata;

	(void)body;
	counts->sending = false;
	if (is_final(status)) {
		drop(counts, 0);
		kiosk_counts_work(counts);
	} else if (status == 429) { /* of one kind: the others do not wait behind it */
		struct kept first = counts->kept[0];

		memmove(&counts->kept[0], &counts->kept[1],
			(size_t)(counts->n - 1) * sizeof(counts->kept[0]));
		counts->kept[counts->n - 1] = first;
	}
}

static char *path_of(const struct kept *kept)
{
	if (kept->kind == KIOSK_COUNT_FOUND || kept->kind == KIOSK_COUNT_MISSED) {
		return text_dup("/api/v1/procedures/searched");
	}
	return text_printf("/api/v1/procedures/%s/%s", kept->text,
		kept->kind == KIOSK_COUNT_WRONG ? "wrong" : "looked-up");
}

static json_t *body_of(const struct kept *kept)
{
	json_t *body = json_pack("{s:s}", "place", "kiosk");

	if (kept->kind == KIOSK_COUNT_PRINTED) {
		(void)json_object_set_new(body, "printed", json_true());
	} else if (kept->kind == KIOSK_COUNT_FOUND || kept->kind == KIOSK_COUNT_MISSED) {
		(void)json_object_set_new(
			body, "found", json_boolean(kept->kind == KIOSK_COUNT_FOUND));
	}
	if (kept->kind == KIOSK_COUNT_MISSED && *kept->text) {
		(void)json_object_set_new(body, "q", json_string(kept->text));
	}
	return body;
}

void kiosk_counts_work(struct kiosk_counts *counts)
{
	_cleanup_free_ char *path = NULL;

	if (counts->n == 0 || counts->sending || !counts->client) {
		return;
	}
	path = path_of(&counts->kept[0]);
	counts->sending = client_send(counts->client, "POST", path, body_of(&counts->kept[0]), 0,
				  on_done, counts, NULL) == 0;
}

void kiosk_counts_use(struct kiosk_counts *counts, struct client *client)
{
	counts->client = client;
	counts->sending = false; /* there is no answer any more: rather twice than not */
}

void kiosk_counts_add(struct kiosk_counts *counts, enum kiosk_count kind, const char *text)
{
	bool is_kept = kind != KIOSK_COUNT_FOUND &&
		(kind != KIOSK_COUNT_MISSED || search_miss_may_be_kept(text));

	if (counts->n == KIOSK_COUNTS_MAX) {
		drop(counts, find_oldest(counts));
	}
	counts->kept[counts->n++] =
		(struct kept){.kind = kind, .text = text_dup(is_kept ? text : "")};
	kiosk_counts_work(counts);
}
