/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of dossiers: what is taken can be kept and read back, what is not says where and why. */
#include <string.h>

#include "fuzz.h"
#include "queue/dossier.h"
#include "queue/site.h"

static char name[] = "Hộ tịch";
static struct site_service service = {.id = "A", .name = {.n = 1, .text = {name}}};
static const struct site site = {.n_services = 1, .services = &service};
static const struct dossier_word words[] = {
	{DOSSIER_WORD_FROM, "từ ngày"},
	{DOSSIER_RECEIVED, "Đã tiếp nhận"},
	{DOSSIER_RECEIVED, "tiếp nhận | | nhận"},
	{DOSSIER_WORD_HALF_DAY, "SA | CH"},
};
static const struct dossier_reading reading = {
	.site = &site, .words = words, .n_words = sizeof(words) / sizeof(*words)};

static void keep_and_read(const struct dossier_entry *entry)
{
	_cleanup_(textbuf_done) struct textbuf kept = {0};
	struct dossier_counts counts = {0};

	FUZZ_REQUIRE(zone_day_valid(entry->from_day) && zone_day_valid(entry->to_day));
	dossier_counts_write(&entry->counts, &kept);
	if (!dossier_counts_any(&entry->counts)) {
		return;
	}
	FUZZ_REQUIRE(dossier_counts_read(kept.data, &counts) == 0);
	for (int i = 0; i < DOSSIER_COUNTS; i++) {
		FUZZ_REQUIRE(counts.has[i] == entry->counts.has[i]);
		FUZZ_REQUIRE(!counts.has[i] || counts.n[i] == entry->counts.n[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *text = memory_new(1, size + 1);
	_cleanup_free_ struct dossier_entry *entries = NULL;
	char message[OFFICE_MESSAGE_MAX + 1] = "";
	struct office_faults faults;
	struct dossier_counts counts;
	size_t n = 0;

	memcpy(text, data, size);
	if (dossier_read_csv((const char *)data, size, &reading, &entries, &n, &faults) < 0) {
		FUZZ_REQUIRE(faults.n > 0 && !entries);
	}
	for (size_t i = 0; i < faults.n; i++) {
		FUZZ_REQUIRE(faults.fault[i].row > 0 && faults.fault[i].wrong != DOSSIER_RIGHT);
		office_fault_text(&faults, i, message);
		FUZZ_REQUIRE(*message);
	}
	for (size_t i = 0; i < n; i++) {
		keep_and_read(&entries[i]);
	}
	FUZZ_REQUIRE(dossier_counts_read(text, &counts) <= 0);
	return 0;
}
