/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of procedures: what is taken is written and read again without a difference; what is not
 * says where and why. */
#include <string.h>

#include "catalogue/catalogue-diff.h"
#include "catalogue/catalogue-export.h"
#include "catalogue/fee.h"
#include "fuzz.h"

static const struct catalogue_reading reading = {.today = "2026-11-29"};

static void read_fees(const json_t *record)
{
	struct procedure *procedure = NULL;
	struct procedure_fault fault;

	FUZZ_REQUIRE(procedure_from_json(record, &procedure, &fault) == 0);
	FUZZ_REQUIRE(json_equal(record, procedure->json)); /* normal already */
	for (size_t i = 0; i < procedure->n_ways; i++) {
		const char *text = procedure->ways[i].fee;
		struct fee fee;

		fee_read(text, &fee);
		FUZZ_REQUIRE(fee.n_amounts >= 0 && fee.n_amounts <= FEE_AMOUNTS_MAX);
		FUZZ_REQUIRE(!fee.has_exemptions || fee.exemptions_at < strlen(text));
		FUZZ_REQUIRE(fee.kind != FEE_FREE || !fee.has_exemptions);
	}
	procedure_free(procedure);
}

static void read_again(const struct catalogue_import *import, const struct textbuf *file)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *again = NULL;
	_cleanup_(catalogue_diff_freep) struct catalogue_diff *diff = NULL;
	struct catalogue_faults faults;

	FUZZ_REQUIRE(catalogue_import_read(file->data, file->size, &reading, &again, &faults) == 0);
	catalogue_diff_make(import->records, import->n, again, true, reading.today, &diff);
	FUZZ_REQUIRE(diff->n == import->n && diff->count[CATALOGUE_SAME] == diff->n);
}

static void write_and_read(const struct catalogue_import *import)
{
	_cleanup_(textbuf_done) struct textbuf table = {0};
	_cleanup_(textbuf_done) struct textbuf json = {0};

	catalogue_export_csv(import->records, import->n, ',', &table);
	read_again(import, &table);
	catalogue_export_json(import->records, import->n, &json);
	read_again(import, &json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(catalogue_import_freep) struct catalogue_import *import = NULL;
	char message[CATALOGUE_MESSAGE_MAX + 1] = "";
	struct catalogue_faults faults;

	if (catalogue_import_read((const char *)data, size, &reading, &import, &faults) < 0) {
		FUZZ_REQUIRE(faults.n > 0 && faults.n <= CATALOGUE_FAULTS_MAX && !import);
		for (size_t i = 0; i < faults.n; i++) {
			FUZZ_REQUIRE(faults.fault[i].wrong != PROCEDURE_WRONG_RIGHT);
			catalogue_fault_text(&faults.fault[i], message);
			FUZZ_REQUIRE(*message);
		}
		return 0;
	}
	FUZZ_REQUIRE(import->n > 0 && faults.n == 0);
	for (size_t i = 0; i < import->n_doubts; i++) {
		catalogue_doubt_text(&import->doubts[i], message);
		FUZZ_REQUIRE(*message);
	}
	for (size_t i = 0; i < import->n; i++) {
		read_fees(import->records[i]);
	}
	write_and_read(import);
	return 0;
}
