/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of the catalogue apart from the store that holds it. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/catalogue-rows.h"
#include "queue/fold.h"

static bool is_id(const char *text)
{
	return text && (!*text || text_is_hex(text, LIMIT_RECORD_ID));
}

bool catalogue_rows_valid(const json_t *changes)
{
	size_t i;
	json_t *change;

	json_array_foreach (changes, i, change) {
		const char *key = json_string_value(json_array_get(change, 0));

		if (json_array_size(change) != 3 || !key || !*key ||
			strlen(key) > LIMIT_PROCEDURE_KEY ||
			!is_id(json_string_value(json_array_get(change, 1))) ||
			!is_id(json_string_value(json_array_get(change, 2)))) {
			return false;
		}
	}
	return json_is_array(changes);
}

static void touch(struct model *model, const struct event *event)
{
	struct catalogue_event *change;

	model->catalogue_changes = memory_grow(model->catalogue_changes,
		(size_t)model->n_catalogue_changes + 1, sizeof(*model->catalogue_changes));
	change = &model->catalogue_changes[model->n_catalogue_changes++];
	*change = (struct catalogue_event){
		.seq = event->seq,
		.undoes = event->entry,
		.wall_ms = event->at.wall_ms,
		.details = json_incref(event->site),
	};
	memcpy(change->actor, event->actor, sizeof(change->actor));
}

int fold_catalogue(struct model *model, const struct event *event)
{
	if (!catalogue_rows_valid(json_object_get(event->site, "changes"))) {
		return -EBADMSG;
	}
	touch(model, event);
	return 0;
}

void model_clear_catalogue(struct model *model)
{
	for (int i = 0; i < model->n_catalogue_changes; i++) {
		json_decref(model->catalogue_changes[i].details);
	}
	model->n_catalogue_changes = 0;
}
