/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso-kioskd: buttons, screen and slip printer of one kiosk. Connects the parts: people's actions
 * and the answers of hub and printer become events of the flow (flow.h), and the flow's effects are
 * sent, printed and shown. Works with buttons alone, with a screen alone or with both; a part that
 * the board does not have is no fault.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/json-get.h"
#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "display/own-clips.h"
#include "display/site-files.h"
#include "drivers/console.h"
#include "drivers/input-watch.h"
#include "kiosk/kiosk-preview.h"
#include "kiosk/kiosk-display.h"
#include "kiosk/kiosk-hub.h"
#include "kiosk/kiosk-keys.h"
#include "kiosk/kiosk-names.h"
#include "kiosk/kiosk-panel.h"
#include "kiosk/kiosk-press.h"
#include "kiosk/kiosk-print.h"
#include "kiosk/kiosk-procedures.h"
#include "kiosk/kiosk-settings.h"
#include "kiosk/kiosk-voice.h"
#include "kiosk/choice.h"
#include "ui/slip.h"
#include "ui/theme.h"

static struct preview_options preview_options;

static int run_preview(void *userdata)
{
	const struct kiosk_settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;
	int r = board_load_for(BOARD_NEEDS_NOTHING, settings->board, &board);

	return r < 0
		? r
		: preview_run(&kiosk_preview, &preview_options, &board->kiosk, settings->theme);
}

static const struct daemon_option options[] = {
	CLIENT_OPTIONS,
	{"name", "NAME", "what this kiosk is called", "kiosk.name", NULL},
	{"board", "NAME", "the board's name, or its file", "kiosk.board", NULL},
	PREVIEW_OPTIONS(preview_options, "kiosk.theme", run_preview),
	{NULL},
};

/* The parts do not know each other: this file connects them, and they work together through the
 * flow. */
struct kiosk {
	struct console console;
	sd_event *event;
	char name[KIOSK_NAME_MAX + 1]; /* "kiosk-1" */
	struct board *board;
	struct phrases *phrases;
	struct theme *theme;
	struct kiosk_data *data;
	struct flow flow;
	sd_event_source *tick; /* when the flow wants its next FLOW_TICK */
	sd_event_source *minute; /* for the clock on the screen and the opening hours */
	struct kiosk_hub *hub;
	bool new_site; /* no slip has been laid out with this site yet */
	struct kiosk_presses *presses;
	struct kiosk_print *print;
	struct kiosk_panel *panel; /* NULL: the board has none */
	struct kiosk_keys *keys;
	struct kiosk_context context;
	struct kiosk_display *display; /* NULL: the board has none */
	struct listener listener;
	struct kiosk_voice *voice; /* NULL: the board has no loudspeaker */
	struct input_watch *keypad; /* NULL: the board has none */
	struct kiosk_procedures *procedures; /* NULL: nothing is looked up here */
	struct kiosk_names *names; /* NULL: names are not spoken */
	struct own_clips *own; /* of the centre's voice; NULL: the board has no loudspeaker */
	bool files_failed; /* once: they are in health from then on */
	struct client *client; /* that asks for them */
	const struct kiosk_settings *settings;
};

static void carry_out(struct kiosk *kiosk, const struct flow_effect *effect)
{
	switch (effect->kind) {
	case FLOW_SEND:
		kiosk_press_send(kiosk->presses, effect);
		return;
	case FLOW_PRINT:
		kiosk_print_add(kiosk->print, &effect->ticket, false);
		return;
	case FLOW_NO_SLIP:
		kiosk_print_refuse(kiosk->print, &effect->ticket);
		return;
	case FLOW_VOID:
		kiosk_print_forget(kiosk->print, effect->ticket.id);
		kiosk_press_void(kiosk->presses, effect->ticket.id);
		return;
	case FLOW_GIVE_UP:
		kiosk_press_give_up(kiosk->presses, effect->press_id);
		return;
	}
}

static void set_tick(struct kiosk *kiosk)
{
	int64_t next_ms = flow_next_ms(&kiosk->flow);

	if (next_ms >= 0) {
		(void)sd_event_source_set_time(kiosk->tick, (uint64_t)next_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		kiosk->tick, next_ms >= 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

/* The view may have changed: updates screen and lamps. */
static void show(struct kiosk *kiosk)
{
	kiosk_panel_show(kiosk->panel);
	kiosk_display_show(kiosk->display);
	kiosk_voice_work(kiosk->voice);
	set_tick(kiosk);
}

/* Gives the flow an event and carries out its effects. */
static void feed(struct kiosk *kiosk, const struct flow_event *event)
{
	struct flow_effect effects[FLOW_EFFECTS_MAX];
	int n;

	if (event->kind == FLOW_BUTTON) {
		kiosk_procedures_leave(kiosk->procedures);
	} else if (event->kind == FLOW_PRINTER) {
		kiosk_procedures_on_printer(kiosk->procedures, event->on);
	}
	kiosk->flow.answer_ms = flow_answer_ms(kiosk_hub_round_trip_ms(kiosk->hub));
	n = flow_take(&kiosk->flow, event, clock_mono_ms(), effects);
	for (int i = 0; i < n; i++) {
		carry_out(kiosk, &effects[i]);
	}
	show(kiosk);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	feed(userdata, &(struct flow_event){.kind = FLOW_TICK});
	return 0;
}

/* At each full minute: updates the clock and what opens or closes by it. */
static int on_minute(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct clock_reading now;
	int64_t left_ms;

	(void)usec;
	clock_now(&now);
	left_ms = kiosk_data_minute_left_ms(kiosk->data, &now);
	(void)sd_event_source_set_time_relative(source, (uint64_t)(left_ms + 20) * 1000);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	kiosk_display_show(kiosk->display);
	kiosk_hub_refresh(kiosk->hub);
	kiosk_hub_ask_late(kiosk->hub); /* a fault may have come and gone between two looks */
	kiosk_procedures_on_minute(kiosk->procedures);
	return 0;
}

/* Life */

static int check(void *userdata)
{
	/* A preview needs no hub and no name, and says itself what is wrong. */
	return preview_options.name ? 0 : kiosk_settings_check(userdata);
}

static int check_rest(const void *userdata)
{
	const struct kiosk_settings *settings = userdata;
	_cleanup_(board_freep) struct board *board = NULL;

	kiosk_voice_check(
		board_load_for(BOARD_NEEDS_KIOSK, settings->board, &board) == 0 ? board : NULL);
	return theme_check(settings->theme);
}

static int connect_hub(struct kiosk *kiosk, const struct kiosk_settings *settings)
{
	_cleanup_free_ char *token = NULL;
	_cleanup_free_ char *staff_token = NULL;
	_cleanup_free_ char *error = NULL;
	int r = client_read_token(settings->hub.token_file, &token, &error);

	if (r == 0) {
		r = client_read_token(settings->staff_token_file, &staff_token, &error);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
		return r;
	}
	kiosk_procedures_use(kiosk->procedures, settings->hub.address, settings->hub.token_file);
	r = kiosk_keys_connect(kiosk->keys, settings->hub.address, staff_token);
	return r < 0 ? r : kiosk_hub_connect(kiosk->hub, settings->hub.address, token);
}

static int add_sources(struct kiosk *kiosk)
{
	int r = sd_event_add_time(
		kiosk->event, &kiosk->tick, CLOCK_MONOTONIC, UINT64_MAX, 1000, on_tick, kiosk);

	if (r >= 0) {
		r = sd_event_add_time_relative(
			kiosk->event, &kiosk->minute, CLOCK_MONOTONIC, 0, 0, on_minute, kiosk);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot set up the event loop: %s", strerror(-r));
	}
	return r;
}

static void on_lamps(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_panel_show(kiosk->panel);
}

static const struct kiosk_keys_calls keys_calls = {on_lamps};

static void on_feed(const struct flow_event *event, void *userdata)
{
	feed(userdata, event);
}

static void on_screen(bool shown, int above_mm, bool no_lookup, void *userdata)
{
	struct kiosk *kiosk = userdata;
	const char *language = kiosk_data_first_language(kiosk->context.data);
	_cleanup_free_ char *mm = text_printf("%d", above_mm);
	_cleanup_free_ char *high =
		phrases_fill(kiosk->phrases, language, "kiosk.too_high", "mm", mm, NULL);
	const char *small = phrases_get(kiosk->phrases, language, "kiosk.no_lookup");
	_cleanup_free_ char *note = text_printf("%s%s%s", above_mm > 0 ? high : "",
		above_mm > 0 && no_lookup ? ". " : "", no_lookup ? small : "");

	kiosk_hub_tell(kiosk->hub, DEVICE_SCREEN, shown ? "ok" : "no_display",
		shown ? FAULT_NONE : FAULT_DEVICE, shown ? note : "");
}

/* A key of the page shown was pressed, by a finger or by who listens. */
static void on_choice(const struct kiosk_view *view, const struct lookup_view *lookup,
	struct kiosk_target target, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct flow_event event;

	if (!kiosk_procedures_touch(kiosk->procedures, view, lookup, target) &&
		choice_event(view, target, &event)) {
		feed(kiosk, &event);
	}
}

static void on_choose(const struct kiosk_view *view, const struct lookup_view *lookup,
	struct kiosk_target target, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_voice_touch(kiosk->voice, target);
	if (target.kind != KIOSK_TARGET_EAR) {
		on_choice(view, lookup, target, kiosk);
	}
}

static void on_listen(const struct flow_event *event, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_procedures_on_listen(kiosk->procedures, event);
	feed(kiosk, event);
}

static void on_speech(enum board_speech key, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_voice_key(kiosk->voice, key);
}

static void on_keypad_key(int key, void *userdata)
{
	on_speech((enum board_speech)key, userdata);
}

static void on_keypad(bool there, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_tell(kiosk->hub, DEVICE_KEYPAD, there ? "ok" : "offline",
		there ? FAULT_NONE : FAULT_DEVICE, there ? "" : kiosk->board->keypad.device);
}

/* A keypad may be plugged in later; without one the kiosk works, too. */
static void open_keypad(struct kiosk *kiosk)
{
	static const struct input_watch_calls calls = {.key = on_keypad_key, .keypad = on_keypad};
	int r;

	if (*kiosk->board->keypad.device) {
		r = input_watch_open(kiosk->event, "/dev/input", &kiosk->board->keypad, &calls,
			kiosk, &kiosk->keypad);
		if (r < 0) {
			log_warning(FAULT_DEVICE, "no keypad: /dev/input: %s", strerror(-r));
			on_keypad(false, kiosk);
		}
	}
}

static struct kiosk_size screen_is(void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_display_size(kiosk->display);
}

static void on_voice(const char *state, enum log_fault fault, const char *note, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_tell(kiosk->hub, DEVICE_SOUND, state, fault, note);
}

static void on_key(int button, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_keys_press(kiosk->keys, button);
}

static enum board_sign key_sign(int button, void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_keys_sign(kiosk->keys, button);
}

static enum board_sign counter_sign(int number, void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_keys_counter_sign(kiosk->keys, number);
}

static void on_panel(const char *state, enum log_fault fault, const char *note, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_tell(kiosk->hub, DEVICE_PANEL, state, fault, note);
}

static const struct kiosk_panel_calls panel_calls = {
	on_feed, on_speech, on_key, key_sign, counter_sign, on_panel};

static void on_made(int64_t ticket, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_note_own(kiosk->print, ticket);
}

static void on_voided(int64_t ticket, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_report_void(kiosk->print, ticket);
}

static void on_refused(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_refresh(kiosk->hub);
}

static void on_work(bool later, void *userdata)
{
	struct kiosk *kiosk = userdata;

	if (later) {
		kiosk_hub_work_later(kiosk->hub);
	} else {
		kiosk_hub_work(kiosk->hub);
	}
}

static const struct kiosk_presses_calls presses_calls = {
	on_feed, on_made, on_voided, on_refused, on_work};

/* ---- the hub ---- */

static void on_client(struct client *client, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_keys_use(kiosk->keys, client);
	kiosk_presses_use(kiosk->presses, client);
	kiosk_display_use(kiosk->display, client);
	kiosk_procedures_use_client(kiosk->procedures, client);
	kiosk->client = client;
}

static void on_look(bool seen, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_display_look(kiosk->display, seen);
}

static void tell_files(struct kiosk *kiosk, int error)
{
	if (error < 0) {
		kiosk_hub_tell(
			kiosk->hub, DEVICE_FILES, "not_kept", FAULT_DEVICE, strerror(-error));
	} else if (kiosk->files_failed) {
		kiosk_hub_tell(kiosk->hub, DEVICE_FILES, "ok", FAULT_NONE, "");
	}
	kiosk->files_failed |= error < 0;
}

static void follow_own(void *userdata)
{
	struct kiosk *kiosk = userdata;

	if (kiosk->own &&
		own_clips_follow(kiosk->own, kiosk_data_site_json(kiosk->data), kiosk->client)) {
		kiosk_voice_set_own(kiosk->voice, kiosk->own);
	}
	tell_files(kiosk, kiosk->own ? own_clips_error(kiosk->own) : 0);
}

static void on_changed(void *userdata)
{
	struct kiosk *kiosk = userdata;
	bool known = kiosk_data_has_site(kiosk->data) && kiosk_data_has_state(kiosk->data);

	if (known && kiosk->new_site) {
		kiosk->new_site = false;
		kiosk_print_warm_up(kiosk->print);
	}
	follow_own(kiosk);
	kiosk_procedures_on_hub(kiosk->procedures, kiosk_hub_is_up(kiosk->hub));
	feed(kiosk,
		&(struct flow_event){.kind = FLOW_STORAGE, .on = kiosk_data_is_kept(kiosk->data)});
	feed(kiosk,
		&(struct flow_event){.kind = FLOW_CENTRE, .on = kiosk_data_is_open(kiosk->data)});
	feed(kiosk,
		&(struct flow_event){.kind = FLOW_HUB, .on = known && kiosk_hub_is_up(kiosk->hub)});
}

static void feed_site(struct kiosk *kiosk)
{
	/* Without a touch screen the services are the labels of the panel's buttons. */
	struct flow_event event = {.kind = FLOW_SITE,
		.on = kiosk_data_has_reasons(kiosk->data),
		.groups = kiosk->board->kiosk.touch && kiosk_data_has_groups(kiosk->data),
		.complaints = kiosk_data_has_complaints(kiosk->data)};

	text_copy_cut(
		event.language, sizeof(event.language), kiosk_data_first_language(kiosk->data));
	feed(kiosk, &event);
}

static void on_site(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->new_site = true;
	kiosk_names_speak(
		kiosk->names, kiosk->settings->hub.address, kiosk->settings->hub.token_file);
	kiosk_panel_check(kiosk->panel);
	feed_site(kiosk);
	kiosk_procedures_on_site(kiosk->procedures);
}

static void on_show(void *userdata)
{
	show(userdata);
}

static void on_state(const json_t *state, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_keys_on_state(kiosk->keys, state);
}

static bool on_event(const char *kind, const json_t *event, void *userdata)
{
	struct kiosk *kiosk = userdata;

	if (strcmp(kind, "void") == 0 || strcmp(kind, "leave") == 0) {
		kiosk_print_forget(kiosk->print, json_get_int(event, "ticket"));
	} else if (strcmp(kind, "call") == 0 || strcmp(kind, "expire") == 0) {
		kiosk_print_drop_late(kiosk->print, json_get_int(event, "ticket"));
	} else if (strcmp(kind, "catalogue") == 0) {
		kiosk_procedures_on_change(kiosk->procedures);
	}
	return kiosk_keys_on_event(kiosk->keys, kind, event);
}

static void on_other_history(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_forget_all(kiosk->print);
	kiosk_presses_forget_voids(kiosk->presses);
	kiosk_procedures_forget(kiosk->procedures);
	/* A chosen service may be another one in the new database, with the same id. */
	feed(kiosk, &(struct flow_event){.kind = FLOW_BACK});
}

static bool is_own(int64_t ticket, void *userdata)
{
	struct kiosk *kiosk = userdata;

	return kiosk_print_is_own(kiosk->print, ticket);
}

static void on_disown(int64_t ticket, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_disown(kiosk->print, ticket);
}

static void on_reprint(const struct kiosk_ticket *ticket, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_note_own(kiosk->print, ticket->id);
	kiosk_print_add(kiosk->print, ticket, true);
}

static void on_queued(
	const struct kiosk_ticket *ticket, bool second_print, bool waits, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_recover(kiosk->print, ticket, second_print, waits);
}

static void on_listed(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_listed(kiosk->print);
}

static bool wants_late(void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_print_wants_late(kiosk->print) && kiosk_presses_idle(kiosk->presses);
}

static void on_late_slip(const struct kiosk_ticket *ticket, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_add_late(kiosk->print, ticket);
}

static bool is_idle(void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_presses_idle(kiosk->presses);
}

static void on_hub_work(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_presses_work(kiosk->presses);
	kiosk_procedures_work(kiosk->procedures);
}

static const struct spool_report *next_report(void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_print_next_report(kiosk->print);
}

static void on_reported(uint64_t number, bool taken, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_print_reported(kiosk->print, number, taken);
}

static const struct kiosk_hub_calls hub_calls = {
	.client = on_client,
	.site = on_site,
	.look = on_look,
	.changed = on_changed,
	.show = on_show,
	.state = on_state,
	.event = on_event,
	.forget = on_other_history,
	.is_own = is_own,
	.disown = on_disown,
	.reprint = on_reprint,
	.queued = on_queued,
	.listed = on_listed,
	.wants_late = wants_late,
	.late = on_late_slip,
	.is_idle = is_idle,
	.work = on_hub_work,
	.report = next_report,
	.reported = on_reported,
};

static void on_report(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_work(kiosk->hub);
}

static void on_printer(const char *state, enum log_fault fault, const char *note, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_tell(kiosk->hub, DEVICE_PRINTER, state, fault, note);
}

static void on_printer_ready(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_ask_late(kiosk->hub);
}

static void on_slip_begins(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_display_hurry(kiosk->display);
}

static void on_list(bool out, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_procedures_on_paper(kiosk->procedures, out);
}

static int free_online(const char *service, void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_procedures_free_online(kiosk->procedures, kiosk->data, service);
}

static const struct kiosk_print_calls print_calls = {
	on_feed, on_report, on_printer, on_printer_ready, on_slip_begins, on_list, free_online};

static void on_procedures(const char *state, enum log_fault fault, const char *note, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk_hub_tell(kiosk->hub, DEVICE_PROCEDURES, state, fault, note);
}

static const struct kiosk_procedures_calls procedures_calls = {on_feed, on_show, on_procedures};

/* Before the other parts: it knows the site that was kept. */
static int open_procedures(struct kiosk *kiosk)
{
	int r = kiosk_procedures_open(
		&kiosk->context, kiosk->data, &procedures_calls, kiosk, &kiosk->procedures);

	kiosk->context.procedures = kiosk->procedures;
	return r;
}

static void on_names(bool spoken, void *userdata)
{
	struct kiosk *kiosk = userdata;

	log_info("the names of the site's services are %s", spoken ? "spoken" : "not all spoken");
	kiosk_voice_load_names(kiosk->voice, kiosk_names_folder(kiosk->names), spoken);
	kiosk_voice_set_own(kiosk->voice, kiosk->own); /* of packs that were replaced, too */
}

static int open_own(struct kiosk *kiosk)
{
	_cleanup_free_ char *folder = site_files_folder(kiosk->name);

	return kiosk->voice ? own_clips_open(kiosk->event, folder, follow_own, kiosk, &kiosk->own)
			    : 0;
}

/* Names are spoken where there is a folder to keep them in. */
static int open_names(struct kiosk *kiosk)
{
	static const struct kiosk_names_calls calls = {on_names};
	const char *cache = getenv("CACHE_DIRECTORY");
	_cleanup_free_ char *folder = *kiosk->settings->names ? text_dup(kiosk->settings->names)
		: cache                                       ? text_printf("%s/names", cache)
							      : NULL;
	int r;

	if (!kiosk->voice || !folder) {
		return 0;
	}
	r = kiosk_names_new(kiosk->event, folder, &calls, kiosk, &kiosk->names);
	if (r == 0) {
		kiosk_voice_load_names(kiosk->voice, folder, true); /* as they were kept */
	}
	return r;
}

static int open_devices(struct kiosk *kiosk)
{
	static const struct kiosk_display_calls display_calls = {on_choose, on_screen};
	static const struct kiosk_voice_calls voice_calls = {
		on_listen, on_choice, on_show, screen_is, on_voice};
	int r = open_procedures(kiosk);

	if (r == 0) {
		r = kiosk_display_open(&kiosk->context, &display_calls, kiosk, &kiosk->display);
	}
	if (r == 0) {
		r = kiosk_panel_open(&kiosk->context, &panel_calls, kiosk, &kiosk->panel);
	}
	if (r == 0) {
		r = kiosk_print_open(&kiosk->context, &print_calls, kiosk, &kiosk->print);
	}
	if (r == 0) {
		r = kiosk_voice_open(
			&kiosk->context, &kiosk->listener, &voice_calls, kiosk, &kiosk->voice);
	}
	if (r == 0) {
		open_keypad(kiosk);
	}
	if (r == 0) {
		r = open_own(kiosk);
	}
	return r < 0 ? r : open_names(kiosk);
}

static bool has_wish(const struct flow_wish *wish, void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_data_knows(kiosk->data, wish->service, wish->reason) &&
		kiosk_data_offers(kiosk->data, wish->service) &&
		kiosk_data_has_subject(kiosk->data, wish->subject, wish->service);
}

static bool has_language(const char *language, void *userdata)
{
	const struct kiosk *kiosk = userdata;

	return kiosk_data_has_language(kiosk->data, language);
}

static const struct flow_calls flow_calls = {kiosk_press_new_id, has_wish, has_language};

/* A keyboard that somebody plugs in does nothing. */
static void take_console(struct kiosk *kiosk)
{
	int r = console_take(STDIN_FILENO, NULL, &kiosk->console);

	if (r != -ENOTTY) { /* else somebody started it by hand */
		kiosk_hub_tell(kiosk->hub, DEVICE_CONSOLE, r < 0 ? "unlocked" : "ok",
			r < 0 ? FAULT_SITE : FAULT_NONE, "");
	}
}

static int start(sd_event *event, void *userdata, void **ret_state)
{
	const struct kiosk_settings *settings = userdata;
	struct kiosk *kiosk = memory_new(1, sizeof(*kiosk));
	int r;

	*ret_state = kiosk;
	kiosk->event = sd_event_ref(event);
	kiosk->settings = settings;
	text_copy_cut(kiosk->name, sizeof(kiosk->name), settings->name);
	kiosk->data = kiosk_data_new();
	kiosk_data_set_name(kiosk->data, kiosk->name);
	kiosk->presses = kiosk_presses_new(&presses_calls, kiosk);
	kiosk->hub = kiosk_hub_new(&kiosk->context, kiosk->data, &hub_calls, kiosk);
	take_console(kiosk);
	flow_init(&kiosk->flow, kiosk_data_first_language(kiosk->data), &flow_calls, kiosk);
	r = phrases_load(NULL, &kiosk->phrases);
	if (r == 0) {
		r = theme_load_any(settings->theme, &kiosk->theme);
	}
	if (r == 0) {
		theme_use(kiosk->theme);
		r = board_load_for(BOARD_NEEDS_KIOSK, settings->board, &kiosk->board);
	}
	if (r == 0) {
		r = add_sources(kiosk);
	}
	if (r >= 0) {
		kiosk->context = (struct kiosk_context){kiosk->event, kiosk->name, kiosk->board,
			kiosk->phrases, kiosk->data, &kiosk->flow,
			*kiosk->board->kiosk_sound.driver ? &kiosk->listener : NULL, NULL,
			settings->large_slip, NULL};
		listener_init(&kiosk->listener, settings->listen_seconds * 1000);
		if (kiosk_settings_load_logo(settings, &kiosk->context.slip_logo) < 0) {
			log_notice("slips go without the logo");
		}
		kiosk->keys = kiosk_keys_new(&kiosk->context, &keys_calls, kiosk);
		r = open_devices(kiosk);
	}
	if (r == 0 && kiosk->procedures) {
		if (kiosk_data_has_site(kiosk->data)) {
			feed_site(kiosk);
		}
		kiosk_procedures_start(kiosk->procedures, kiosk->print);
	}
	return r < 0 ? r : connect_hub(kiosk, settings);
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
	console_give_back(&kiosk->console);
	kiosk_hub_free(TAKE_PTR(kiosk->hub));
	kiosk_presses_free(TAKE_PTR(kiosk->presses));
	kiosk_print_close(TAKE_PTR(kiosk->print));
	kiosk_keys_free(TAKE_PTR(kiosk->keys));
	input_watch_close(TAKE_PTR(kiosk->keypad));
	kiosk_panel_close(TAKE_PTR(kiosk->panel));
	kiosk_names_free(TAKE_PTR(kiosk->names));
	own_clips_close(TAKE_PTR(kiosk->own));
	kiosk_voice_close(TAKE_PTR(kiosk->voice));
	kiosk_display_close(TAKE_PTR(kiosk->display));
	kiosk->context.procedures = NULL;
	kiosk_procedures_close(TAKE_PTR(kiosk->procedures));
	cairo_surface_destroy(kiosk->context.slip_logo);
	kiosk->tick = sd_event_source_disable_unref(kiosk->tick);
	kiosk->minute = sd_event_source_disable_unref(kiosk->minute);
	board_free(kiosk->board);
	phrases_free(kiosk->phrases);
	theme_use(NULL);
	theme_free(kiosk->theme);
	kiosk_data_free(kiosk->data);
	sd_event_unref(kiosk->event);
	free(kiosk);
}

int main(int argc, char *argv[])
{
	struct kiosk_settings settings = {0};
	const struct daemon_program program = {
		.name = "layso-kioskd",
		.summary = "takes presses and prints slips",
		.config = "/etc/layso/kioskd.conf",
		.items = kiosk_settings_items,
		.options = options,
		.settings = &settings,
		.settings_size = sizeof(settings),
		.check = check,
		.check_rest = check_rest,
		.start = start,
		.reload = reload,
		.stop = stop,
	};

	return daemon_run(&program, argc, argv);
}
