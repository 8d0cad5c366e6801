/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluation's figures: what is taken can be checked, kept and read back as it was; what is not
 * says where and why. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "queue/evaluation.h"

static const struct evaluation_word words[] = {
	{EVALUATION_WORD_GROUP, "Nhóm chỉ số"},
	{EVALUATION_WORD_NAME, "Chỉ số"},
	{EVALUATION_NUMERATOR, "Tử số"},
	{EVALUATION_RATIO, "Tỷ lệ | | tỉ lệ"},
	{EVALUATION_WORD_PERIOD, "Kỳ"},
	{EVALUATION_WORD_TOTAL, "Tổng cộng"},
	{EVALUATION_WORDS + OWN_ONLINE, "trực tuyến"},
};

/* With what is said beside the file, or without. */
static const struct evaluation_reading readings[] = {
	{.period = "2026-10",
		.source = "a",
		.taken_day = "2026-11-02",
		.today = "2026-11-27",
		.words = words,
		.n_words = ELEMENTS(words)},
	{.period = "",
		.source = "",
		.taken_day = "",
		.today = "",
		.words = words,
		.n_words = ELEMENTS(words)},
};

static void check_doubts(const struct evaluation *evaluation)
{
	_cleanup_free_ struct evaluation_doubt *doubts = NULL;
	size_t n = evaluation_check(evaluation, &doubts);
	char message[OFFICE_MESSAGE_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		FUZZ_REQUIRE(doubts[i].at < evaluation->n && doubts[i].stated.has);
		evaluation_doubt_text(evaluation, &doubts[i], message);
		FUZZ_REQUIRE(*message);
	}
}

static void keep_and_read(const struct evaluation *evaluation)
{
	struct evaluation again = {0};
	struct office_faults faults;
	json_t *kept = evaluation_to_json(evaluation);
	json_t *kept_again;

	FUZZ_REQUIRE(kept);
	FUZZ_REQUIRE(evaluation_from_json(kept, &readings[1], &again, &faults) == 0);
	kept_again = evaluation_to_json(&again);
	FUZZ_REQUIRE(json_equal(kept, kept_again));
	json_decref(kept);
	json_decref(kept_again);
	evaluation_done(&again);
}

static void read_with(const uint8_t *data, size_t size, const struct evaluation_reading *reading)
{
	struct evaluation evaluation = {0};
	struct office_faults faults;
	_cleanup_free_ char *left_out = NULL;
	char message[OFFICE_MESSAGE_MAX + 1];
	int r = evaluation_read((const char *)data, size, reading, &evaluation, &left_out, &faults);

	FUZZ_REQUIRE((r == 0) == (faults.n == 0) && (r == 0) == (left_out != NULL));
	for (size_t i = 0; i < faults.n; i++) {
		FUZZ_REQUIRE(faults.fault[i].wrong != EVALUATION_RIGHT);
		office_fault_text(&faults, i, message);
		FUZZ_REQUIRE(*message);
	}
	if (r == 0) {
		FUZZ_REQUIRE(evaluation.n > 0 && evaluation.n <= LIMIT_EVALUATION_ROWS);
		FUZZ_REQUIRE(zone_day_valid(evaluation.taken_day));
		check_doubts(&evaluation);
		keep_and_read(&evaluation);
	}
	evaluation_done(&evaluation);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < ELEMENTS(readings); i++) {
		read_with(data, size, &readings[i]);
	}
	return 0;
}
