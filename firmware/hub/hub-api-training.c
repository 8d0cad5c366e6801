/* SPDX-License-Identifier: Apache-2.0 */
/* What a training centre and the real hub beside it say of each other. */
#include <pwd.h>
#include <string.h>

#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-training.h"
#include "hub/hub-training-copy.h"

enum { ENTRY_BYTES = 4096 };

void api_training(struct request *request)
{
	const struct training *training = request->hub->training;
	struct out *out = &request->out;

	out_open(out, '{');
	out_key_bool(out, "training", training != NULL);
	out_key_word(out, "link", training_link(request->hub->settings, request->peer->tls));
	out_key(out, "copied_at");
	if (training) {
		out_time(out, training_copied_ms(training));
	} else {
		out_null(out);
	}
	out_key_bool(out, "fresh", training && training_is_fresh(training));
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

void api_training_reset(struct request *request)
{
	if (!request->hub->training) {
		request_refuse(request, API_ERROR_NOT_FOUND, "training",
			"this is the real centre, where nothing begins again");
		return;
	}
	training_begin_again(request->hub->training);
	request_answer(request, MHD_HTTP_NO_CONTENT);
}

/* Over the Unix socket: the training centre's own user, root, or who runs this hub. */
static bool may_copy(const struct request *request)
{
	const char *name = request->hub->settings->training_user;
	struct passwd entry;
	struct passwd *found = NULL;
	char bytes[ENTRY_BYTES];

	if (!request->peer->is_unix || request->hub->training) {
		return false;
	}
	if (request->peer->trusted) {
		return true;
	}
	if (*name) {
		(void)getpwnam_r(name, &entry, bytes, sizeof(bytes), &found);
	}
	return found && found->pw_uid == request->peer->uid;
}

void api_training_copy(struct request *request)
{
	const struct hub *hub = request->hub;
	const struct site *site = model_site(hub->replica.model);
	_cleanup_free_ char *text = NULL;
	json_t *copy;

	if (!may_copy(request) || !site) {
		request_refuse(request, API_ERROR_NOT_FOUND, "training",
			"there is nothing to copy, or not for whoever asks");
		return;
	}
	copy = training_copy_make(site->json, &hub->people);
	text = copy ? json_dumps(copy, JSON_COMPACT) : NULL;
	json_decref(copy);
	if (!text) {
		log_out_of_memory();
	}
	out_json(&request->out, text);
	request_answer(request, MHD_HTTP_OK);
}
