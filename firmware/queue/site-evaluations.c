/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluation's figures that a site keeps, a period each. Faults in them never keep a hub from
 * its site: they are those of an import alone, and a report leaves such a period out. */
#include <string.h>

#include "queue/evaluation.h"
#include "queue/site-reader.h"

static const struct evaluation_reading as_kept = {
	.period = "", .source = "", .taken_day = "", .today = ""};

static void check_period(const struct site_at *at, const json_t *kept, json_t *seen)
{
	struct evaluation evaluation = {0};
	struct office_faults faults;
	char message[OFFICE_MESSAGE_MAX + 1];

	if (!json_is_object(kept)) {
		site_import_fault(at, "is not an object");
	} else if (evaluation_from_json(kept, &as_kept, &evaluation, &faults) < 0) {
		office_fault_text(&faults, 0, message);
		site_import_fault(at, message);
	} else if (json_object_get(seen, evaluation.period)) {
		site_import_fault(at, "is of a period that another one has, too");
	} else {
		(void)json_object_set_new(seen, evaluation.period, json_true());
	}
	evaluation_done(&evaluation);
}

void site_check_evaluations(const struct site_at *at, json_t *root)
{
	struct site_at list_at = site_below(at, "evaluations");
	json_t *list = json_object_get(root, "evaluations");
	size_t n = at->strict ? site_array_size(&list_at, list, LIMIT_EVALUATIONS) : 0;
	json_t *seen = json_object();

	for (size_t i = 0; i < n; i++) {
		struct site_at here = site_element(&list_at, i);

		check_period(&here, json_array_get(list, i), seen);
	}
	json_decref(seen);
}
