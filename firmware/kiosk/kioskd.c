/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso-kioskd: buttons, screen and slip printer of one kiosk. Joins the parts: what people do and
 * what the hub and the printer answer become events of the visitor's journey (flow.h), and what
 * follows from them is sent, printed and shown. Runs with buttons alone, with a screen alone or
 * with both; what the board does not have is missing, not broken.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

struct settings {
	char *hub;
	char *token_file;
	char *name;
	char *board;
};

#define AT(member) offsetof(struct settings, member)
static const struct config_item items[] = {
	{"hub", "address", config_parse_string, AT(hub), "unix:/run/layso/hub.sock"},
	{"hub", "token_file", config_parse_string, AT(token_file), ""},
	{"kiosk", "name", config_parse_string, AT(name), "kiosk-1"},
	{"kiosk", "board", config_parse_string, AT(board), "sim"},
	{NULL},
};

static const struct daemon_option options[] = {
	{"hub", "ADDRESS", "the hub: unix:PATH or http://HOST:PORT", "hub.address", NULL},
	{"token-file", "FILE", "the token for the hub", "hub.token_file", NULL},
	{"name", "NAME", "what this kiosk is called", "kiosk.name", NULL},
	{"board", "NAME", "the board's name, or its file", "kiosk.board", NULL},
	{NULL},
};

static void carry_out(struct kiosk *kiosk, const struct flow_effect *effect)
{
	switch (effect->kind) {
	case FLOW_SEND:
		kiosk_hub_send_press(kiosk, effect);
		return;
	case FLOW_PRINT:
		kiosk_print_add(kiosk, &effect->ticket, false);
		return;
	case FLOW_NO_SLIP:
		if (kiosk->printer) {
			struct printer_status status;

			printer_get_status(kiosk->printer, &status);
			spool_drop(&kiosk->spool, effect->ticket.id, SPOOL_FAILED,
				printer_status_name(&status));
			kiosk_hub_report(kiosk);
		}
		return;
	case FLOW_VOID:
		kiosk_hub_void(kiosk, effect->ticket.id);
		return;
	case FLOW_GIVE_UP:
		kiosk_hub_give_up(kiosk, effect->press_id);
		return;
	}
}

void kiosk_take(struct kiosk *kiosk, const struct flow_event *event)
{
	struct flow_effect effects[FLOW_EFFECTS_MAX];
	int n = flow_take(&kiosk->flow, event, clock_mono_ms(), effects);

	kiosk_show(kiosk);
	for (int i = 0; i < n; i++) {
		carry_out(kiosk, &effects[i]);
	}
}

/* Life */

static int load_board(const struct settings *settings, struct board **ret)
{
	_cleanup_free_ char *message = NULL;
	int r = board_load(settings->board, ret, &message);

	if (r < 0) {
		log_error(FAULT_SITE, "%s", message);
	} else if (!(*ret)->panel.present && !(*ret)->kiosk.present) {
		log_error(FAULT_SITE, "%s: a kiosk needs a [panel] or a [screen kiosk]",
			(*ret)->file);
		board_free(TAKE_PTR(*ret));
		r = -EINVAL;
	}
	return r;
}

static int check(void *userdata)
{
	const struct settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;

	if (!text_is_id(settings->name, KIOSK_NAME_MAX)) {
		log_error(FAULT_SITE, "kiosk.name: '%s' is not a name of letters, digits, - _ .",
			settings->name);
		return -EINVAL;
	}
	return load_board(settings, &board);
}

static int read_token(const struct settings *settings, char **ret)
{
	size_t size;
	int r;

	*ret = NULL;
	if (!*settings->token_file) {
		return 0;
	}
	r = text_read_file(settings->token_file, CLIENT_TOKEN_MAX + 2, ret, &size);
	if (r < 0) {
		log_error(FAULT_SITE, "%s: %s", settings->token_file, strerror(-r));
		return r;
	}
	(*ret)[strcspn(*ret, " \r\n")] = '\0';
	return 0;
}

static int connect_hub(struct kiosk *kiosk, const struct settings *settings)
{
	_cleanup_(client_freep) struct client *client = NULL;
	_cleanup_free_ char *token = NULL;
	int r = read_token(settings, &token);

	if (r < 0) {
		return r;
	}
	r = client_new(kiosk->event, settings->hub, token, &client);
	if (r == 0) {
		r = client_name(client, settings->name, "kiosk");
	}
	if (r < 0) {
		log_error(
			FAULT_SITE, "cannot use the hub at '%s': %s", settings->hub, strerror(-r));
		return r;
	}
	client_free(kiosk->client);
	kiosk->client = TAKE_PTR(client);
	text_copy_cut(kiosk->name, sizeof(kiosk->name), settings->name);
	return kiosk_hub_start(kiosk);
}

static int load_phrases(struct phrases **ret)
{
	const char *set = getenv("LAYSO_DATADIR");
	_cleanup_free_ char *dir = text_printf("%s/strings", set && *set ? set : LAYSO_DATADIR);

	return phrases_load(dir, ret);
}

static int start(sd_event *event, void *userdata, void **ret_state)
{
	const struct settings *settings = userdata;
	struct kiosk *kiosk = memory_new(1, sizeof(*kiosk));
	int r;

	*ret_state = kiosk;
	kiosk->event = sd_event_ref(event);
	kiosk->data = kiosk_data_new();
	flow_init(&kiosk->flow, "vi", kiosk_new_press_id);
	r = load_phrases(&kiosk->phrases);
	if (r == 0) {
		r = load_board(settings, &kiosk->board);
	}
	if (r == 0) {
		r = kiosk_show_start(kiosk);
	}
	if (r >= 0) {
		r = connect_hub(kiosk, settings);
	}
	if (r >= 0) {
		r = kiosk_print_start(kiosk);
	}
	return r;
}

static void reload(void *state, void *settings)
{
	struct kiosk *kiosk = state;

	if (connect_hub(kiosk, settings) < 0) {
		log_warning(FAULT_SITE, "going on with the hub as it was");
	}
}

static void stop(void *state)
{
	struct kiosk *kiosk = state;

	if (!kiosk) {
		return;
	}
	kiosk_hub_stop(kiosk);
	printer_close(TAKE_PTR(kiosk->printer));
	kiosk_show_stop(kiosk);
	board_free(kiosk->board);
	phrases_free(kiosk->phrases);
	kiosk_data_free(kiosk->data);
	sd_event_unref(kiosk->event);
	free(kiosk);
}

int main(int argc, char *argv[])
{
	struct settings settings = {0};
	const struct daemon_program program = {
		.name = "layso-kioskd",
		.summary = "takes presses and prints slips",
		.config = "/etc/layso/kioskd.conf",
		.items = items,
		.options = options,
		.settings = &settings,
		.check = check,
		.start = start,
		.reload = reload,
		.stop = stop,
	};

	return daemon_run(&program, argc, argv);
}
