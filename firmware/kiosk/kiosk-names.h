/* SPDX-License-Identifier: Apache-2.0 */
/* Has the names of the site's services and reasons spoken by `layso voice names`, in a process of
 * its own, each time the site has changed. Runs in the owner's event loop and does not block. */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct kiosk_names;

struct kiosk_names_calls {
	/* A run has ended: the folder may have other clips. spoken: there is one for every name. */
	void (*ended)(bool spoken, void *userdata);
};

/* folder keeps the clips; its parent exists. The clips that were kept there are not touched until
 * kiosk_names_speak. −errno of the loop. */
int kiosk_names_new(sd_event *event, const char *folder, const struct kiosk_names_calls *calls,
	void *userdata, struct kiosk_names **ret) _warn_unused_;
/* Ends a run under way. Accepts NULL. */
void kiosk_names_free(struct kiosk_names *names);
DEFINE_CLEANUP(struct kiosk_names *, kiosk_names_free);

/* The site has come, or has changed: asks the hub at an address, with the token in a file (""
 * none). While a run is under way, another follows it. Accepts NULL. */
void kiosk_names_speak(struct kiosk_names *names, const char *address, const char *token_file);
const char *kiosk_names_folder(const struct kiosk_names *names);
