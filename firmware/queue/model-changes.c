/* SPDX-License-Identifier: Apache-2.0 */
/* What the folds have changed: the rows that the next commit writes. */
#include "base/text.h"
#include "queue/model-internal.h"

void model_touch_removed_device(struct model *model, const char *name)
{
	model->removed_devices = memory_grow(model->removed_devices,
		(size_t)model->n_removed_devices + 1, sizeof(*model->removed_devices));
	text_copy_cut(model->removed_devices[model->n_removed_devices++],
		sizeof(*model->removed_devices), name);
}

void model_touch_portal(struct model *model)
{
	model->changed_portals = memory_grow(model->changed_portals,
		(size_t)model->n_changed_portals + 1, sizeof(*model->changed_portals));
	model->changed_portals[model->n_changed_portals++] = model->portal;
}

void model_touch_dossier(
	struct model *model, enum dossier_change change, const struct dossier_entry *entry)
{
	model->changed_dossiers = memory_grow(model->changed_dossiers,
		(size_t)model->n_changed_dossiers + 1, sizeof(*model->changed_dossiers));
	model->changed_dossiers[model->n_changed_dossiers++] = (struct dossier_row){change, *entry};
}

void model_touch_ticket(struct model *model, struct held_ticket *held)
{
	if (held->changed) {
		return;
	}
	held->changed = true;
	if (model->n_changed_tickets == model->changed_capacity) {
		model->changed_capacity = MAX_OF(64, model->changed_capacity * 2);
		model->changed_tickets = memory_grow(
			model->changed_tickets, (size_t)model->changed_capacity, sizeof(int64_t));
	}
	model->changed_tickets[model->n_changed_tickets++] = held->ticket.id;
}

void model_touch_segment(struct model *model, const struct segment *segment)
{
	if (model->n_changed_segments == model->segments_capacity) {
		model->segments_capacity = MAX_OF(16, model->segments_capacity * 2);
		model->changed_segments = memory_grow(model->changed_segments,
			(size_t)model->segments_capacity, sizeof(*segment));
	}
	model->changed_segments[model->n_changed_segments++] = *segment;
}

void model_clear_changes(struct model *model)
{
	for (int i = 0; i < model->n_changed_tickets; i++) {
		struct held_ticket *held = model_find_held(model, model->changed_tickets[i]);

		if (held) {
			held->changed = false;
			held->stored = true;
		}
	}
	for (int i = 0; i < model->n_counters; i++) {
		model->counters[i]->changed = false;
	}
	for (int i = 0; i < model->n_devices; i++) {
		model->devices[i].changed = false;
	}
	for (int i = 0; i < model->n_sessions; i++) {
		model->sessions[i].changed = false;
	}
	model->n_changed_tickets = 0;
	model->n_changed_segments = 0;
	model->n_changed_days = 0;
	model->numbers_day[0] = '\0';
	model->gap_next = 0;
	model->n_changed_portals = 0;
	model->n_changed_dossiers = 0;
	model->n_removed_devices = 0;
	model->site_changed = false;
	model->clock_stored = model->clock;
	model->boots.stored = model->boots.n;
}
