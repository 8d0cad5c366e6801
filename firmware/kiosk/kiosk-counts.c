/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-counts.h"

#include <string.h>

#include "base/text.h"
#include "catalogue/procedure-code.h"

struct kept {
	enum kiosk_count kind;
	char key[PROCEDURE_KEY_MAX + 1];
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
	free(counts);
}

int kiosk_counts_n(const struct kiosk_counts *counts)
{
	return counts->n;
}

static void drop(struct kiosk_counts *counts, int at)
{
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

		drop(counts, 0);
		counts->kept[counts->n++] = first;
	}
}

void kiosk_counts_work(struct kiosk_counts *counts)
{
	static const char *const routes[] = {
		[KIOSK_COUNT_LOOKED_UP] = "looked-up",
		[KIOSK_COUNT_PRINTED] = "looked-up",
		[KIOSK_COUNT_WRONG] = "wrong",
	};
	const struct kept *first = &counts->kept[0];
	_cleanup_free_ char *path = NULL;
	json_t *body;

	if (counts->n == 0 || counts->sending || !counts->client) {
		return;
	}
	path = text_printf("/api/v1/procedures/%s/%s", first->key, routes[first->kind]);
	body = json_pack("{s:s}", "place", "kiosk");
	if (first->kind == KIOSK_COUNT_PRINTED) {
		(void)json_object_set_new(body, "printed", json_true());
	}
	counts->sending =
		client_send(counts->client, "POST", path, body, 0, on_done, counts, NULL) == 0;
}

void kiosk_counts_use(struct kiosk_counts *counts, struct client *client)
{
	counts->client = client;
	counts->sending = false; /* there is no answer any more: rather twice than not */
}

void kiosk_counts_add(struct kiosk_counts *counts, enum kiosk_count kind, const char *key)
{
	struct kept *kept;

	if (counts->n == KIOSK_COUNTS_MAX) {
		drop(counts, find_oldest(counts));
	}
	kept = &counts->kept[counts->n++];
	*kept = (struct kept){.kind = kind};
	text_copy_cut(kept->key, sizeof(kept->key), key);
	kiosk_counts_work(counts);
}
