/* SPDX-License-Identifier: Apache-2.0 */
/* What ratings, the portal's disruptions, counts of dossiers, complaints and the
 * evaluation's figures do to the model. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/evaluation.h"
#include "queue/fold.h"

const struct portal *model_portal(const struct model *model)
{
	return &model->portal;
}

bool model_portal_is_down(const struct model *model)
{
	return model->portal.seq > 0 && model->portal.up_wall_ms == 0;
}

int fold_rate(struct model *model, const struct event *event)
{
	struct ticket_entry *entry = fold_find_entry(model, event->ticket);

	if (!entry || entry->ticket.state != TICKET_FINISHED || entry->ticket.rating != 0 ||
		event->score < 1 || event->score > LIMIT_SCORE) {
		return -EBADMSG;
	}
	entry->ticket.rating = event->score;
	model_touch_ticket(model, entry);
	return 0;
}

int fold_portal(struct model *model, const struct event *event)
{
	bool is_down = model_portal_is_down(model);

	if (!event->down) {
		if (!is_down) {
			return -EBADMSG;
		}
		model->portal.up_wall_ms = MAX_OF(event->at.wall_ms, 1);
	} else {
		if (!is_down) {
			model->portal = (struct portal){
				.seq = event->seq,
				.down_wall_ms = event->at.wall_ms,
			};
		}
		memcpy(model->portal.note, event->note, sizeof(model->portal.note));
	}
	model_touch_portal(model);
	return 0;
}

int fold_dossier(struct model *model, const struct event *event)
{
	struct dossier_entry entry = {.id = event->seq, .counts = event->dossiers};

	if (event->kind == EVENT_DOSSIER_REMOVE) {
		entry.id = event->entry;
		model_touch_dossier(model, DOSSIER_REMOVE_ID, &entry);
		return 0;
	}
	memcpy(entry.source, event->source, sizeof(entry.source));
	memcpy(entry.from_day, event->day, sizeof(entry.from_day));
	memcpy(entry.to_day, event->until, sizeof(entry.to_day));
	memcpy(entry.service, event->service, sizeof(entry.service));
	memcpy(entry.note, event->note, sizeof(entry.note));
	model_touch_dossier(model, DOSSIER_WRITE, &entry);
	return 0;
}

int fold_complaint(struct model *model, const struct event *event)
{
	struct complaint complaint = event->complaint;
	enum complaint_action action;

	if (complaint_action_parse(complaint.action, &action) < 0 ||
		(action == COMPLAINT_ENTER) != (event->entry == 0)) {
		return -EBADMSG;
	}
	complaint.id = event->entry ? event->entry : event->seq;
	complaint.seq = event->seq;
	complaint.wall_ms = event->at.wall_ms;
	memcpy(complaint.actor, event->actor, sizeof(complaint.actor));
	model_add_complaint(model, &complaint);
	return 0;
}

int fold_evaluation(struct model *model, const struct event *event)
{
	char period[EVALUATION_PERIOD + 1];
	json_t *taken = json_object_size(event->site) > 0 ? event->site : NULL;

	if (!json_is_object(event->site) || evaluation_period_parse(event->note, period) < 0) {
		return -EBADMSG;
	}
	model_add_evaluation(model, event->seq, period, taken);
	return 0;
}

void fold_finish_dossiers(
	struct model *model, const struct ticket *ticket, const struct event *event)
{
	struct dossier_entry entry = {
		.id = event->seq,
		.source = DOSSIER_SOURCE_FINISH,
		.ticket = ticket->id,
		.counts = event->dossiers,
	};

	if (dossier_counts_any(&event->dossiers)) {
		memcpy(entry.from_day, ticket->day, sizeof(entry.from_day));
		memcpy(entry.to_day, ticket->day, sizeof(entry.to_day));
		memcpy(entry.service, ticket->service, sizeof(entry.service));
		model_touch_dossier(model, DOSSIER_WRITE, &entry);
	}
}

void fold_undo_dossiers(struct model *model, const struct ticket *ticket)
{
	struct dossier_entry entry = {.ticket = ticket->id};

	model_touch_dossier(model, DOSSIER_REMOVE_TICKET, &entry);
}
