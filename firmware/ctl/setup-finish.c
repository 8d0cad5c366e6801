/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/paths.h"
#include "base/text.h"
#include "ctl/ctl-printer.h"
#include "ctl/ctl-site.h"
#include "ctl/setup-find.h"
#include "ctl/setup-talk.h"

enum { HUB_WAIT_MS = 30000, LOOK_MS = 300, SECRET_TRIES = 3 };

/* ---- the files ---- */

static char *read_or_null(const char *path)
{
	char *text = NULL;

	return text_read_file(path, SETUP_ANSWERS_SIZE * 4, &text, NULL) == 0 ? text : NULL;
}

/* A board file of this centre is changed in place; one that came with layso is copied. */
static char *target_path(const struct setup_talk *talk)
{
	size_t size = strlen(paths_etcdir());

	return talk->board_path && strncmp(talk->board_path, paths_etcdir(), size) == 0
		? text_dup(talk->board_path)
		: text_printf("%s/own.board", paths_etcdir());
}

static void add_settings(const struct setup_talk *talk, const char *program, const char *section,
	const char *board, struct setup_files *files)
{
	_cleanup_free_ char *path = text_printf("%s/%s.conf", paths_etcdir(), program);
	_cleanup_free_ char *former = read_or_null(path);

	if (former) {
		setup_files_add(files, path, former, NULL,
			setup_conf_text(&talk->setup, &talk->before, section, former, board));
	}
}

int setup_make_files(const struct setup_talk *talk, struct setup_files *ret)
{
	_cleanup_free_ char *path = target_path(talk);
	_cleanup_free_ char *former = read_or_null(path);
	_cleanup_free_ char *error = NULL;
	_cleanup_free_ char *text =
		setup_board_text(&talk->setup, &talk->before, talk->board, talk->board_text);
	bool changed = strcmp(text, talk->board_text) != 0;

	if (changed && setup_board_check(text, &error) < 0) {
		SETUP_TELL(talk, "setup.bad_board", "error", error);
		return -EINVAL;
	}
	if (changed) {
		setup_files_add(ret, path, former, talk->board_text, TAKE_PTR(text));
	}
	add_settings(talk, "kioskd", "kiosk", changed ? path : NULL, ret);
	add_settings(talk, "halld", "hall", changed ? path : NULL, ret);
	add_settings(talk, "hubd", "hub", NULL, ret);
	return 0;
}

static int write_files(const struct setup_talk *talk, const struct setup_files *files)
{
	_cleanup_free_ char *path = text_printf("%s/setup.answers", paths_etcdir());
	_cleanup_(textbuf_done) struct textbuf answers = {0};
	const char *failed = path;
	int r = setup_files_write(files, &failed);

	setup_answers_write(&talk->setup, &answers);
	if (r == 0) {
		r = text_write_file(path, answers.data, answers.size, 0644);
	}
	if (r < 0) {
		SETUP_TELL(talk, "setup.not_written", "path", failed, "error", strerror(-r));
		return CTL_REFUSED;
	}
	for (int i = 0; i < files->n; i++) {
		SETUP_TELL(talk, "setup.written", "path", files->file[i].path);
	}
	SETUP_TELL(talk, "setup.written", "path", path);
	return CTL_OK;
}

/* ---- the hub ---- */

static bool changes(const struct setup_files *files, const char *name)
{
	bool found = false;

	for (int i = 0; i < files->n; i++) {
		found = found || strstr(files->file[i].path, name) != NULL;
	}
	return found;
}

bool setup_wait_for_hub(const struct setup_talk *talk)
{
	int64_t end_ms = clock_mono_ms() + HUB_WAIT_MS;

	while (!setup_hub_answers(talk->ctl)) {
		if (!units_are_there() || clock_mono_ms() >= end_ms) {
			return false;
		}
		(void)poll(NULL, 0, LOOK_MS);
	}
	return true;
}

static int make_admin(const struct setup_talk *talk)
{
	int r = CTL_USAGE;

	if (!*talk->setup.secret_file) {
		SETUP_TELL(talk, "setup.secret", "name", talk->setup.admin);
	}
	for (int i = 0; r == CTL_USAGE && i < SECRET_TRIES; i++) {
		r = staff_add_admin(talk->ctl, talk->setup.admin, talk->setup.secret_file);
		if (*talk->setup.secret_file || !isatty(STDIN_FILENO)) {
			break;
		}
	}
	if (r != CTL_OK) {
		SETUP_TELL(talk, "setup.no_admin", "name", talk->setup.admin);
	}
	return r;
}

static int put_site(const struct setup_talk *talk)
{
	_cleanup_free_ char *sample = text_printf("%s/site-sample.json", paths_datadir());
	const char *path = strcmp(talk->setup.site, "sample") == 0 ? sample : talk->setup.site;
	int r = strcmp(talk->setup.site, "keep") == 0 ? CTL_OK : site_put_file(talk->ctl, path);

	if (r != CTL_OK) {
		SETUP_TELL(talk, "setup.no_site", "file", path);
	}
	return r;
}

static int finish_hub(const struct setup_talk *talk, const struct setup_files *files)
{
	int r = CTL_OK;
	int more;

	if (!talk->found.has_hub) {
		return CTL_OK;
	}
	if (changes(files, "hubd.conf") && !(units_are_there() && units_ask("restart", UNIT_HUB))) {
		SETUP_TELL(talk, "setup.restart", "unit", UNIT_HUB);
	}
	if (!setup_wait_for_hub(talk)) {
		SETUP_TELL(talk, "setup.no_hub");
		return CTL_AWAY;
	}
	if (!talk->found.has_admin && *talk->setup.admin) {
		r = make_admin(talk);
	}
	more = put_site(talk);
	return r != CTL_OK ? r : more;
}

/* ---- the slip ---- */

bool setup_is_own_only(const char *listen)
{
	return strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]", 5) == 0;
}

/* Those of this board in the network, when the hub listens there. */
void setup_find_addresses(const struct setup *setup, struct textbuf *out)
{
	const char *port = strrchr(setup->listen, ':');
	struct ifaddrs *all = NULL;

	if (!setup->found->has_hub) {
		textbuf_add(out, setup->hub);
	} else if (setup_is_own_only(setup->listen) || strncmp(setup->listen, "0.0.0.0", 7) != 0 ||
		getifaddrs(&all) < 0) {
		textbuf_printf(out, "http://%s/", setup->listen);
	}
	for (const struct ifaddrs *one = all; one; one = one->ifa_next) {
		char number[INET_ADDRSTRLEN];

		if (one->ifa_addr && one->ifa_addr->sa_family == AF_INET &&
			!(one->ifa_flags & IFF_LOOPBACK)) {
			const struct sockaddr_in *address =
				(const struct sockaddr_in *)(const void *)one->ifa_addr;

			(void)inet_ntop(AF_INET, &address->sin_addr, number, sizeof(number));
			textbuf_printf(out, "%shttp://%s%s/", out->size > 0 ? " " : "", number,
				port ? port : "");
		}
	}
	if (all) {
		freeifaddrs(all);
	}
	textbuf_add(out, "");
}

static void add_fact(struct print_card *card, const char *key, const char *value)
{
	if (*value && card->n_facts < PRINT_CARD_FACTS_MAX) {
		card->facts[card->n_facts].key = key;
		card->facts[card->n_facts++].value = value;
	}
}

static void list_buttons(const struct setup *setup, struct textbuf *out)
{
	textbuf_add(out, "");
	for (int i = 0; i < setup->n_buttons; i++) {
		const struct setup_button *button = &setup->button[i];

		if (*button->line) {
			textbuf_printf(out, "%s%s: %s%s%s", out->size > 0 ? "; " : "", button->name,
				button->line, *button->lamp ? " / " : "", button->lamp);
		}
	}
}

static int print_slip(const struct setup_talk *talk)
{
	const struct setup *setup = &talk->setup;
	_cleanup_(textbuf_done) struct textbuf addresses = {0};
	_cleanup_(textbuf_done) struct textbuf buttons = {0};
	struct print_card card = {.plain = true, .title = "layso", .code = ""};
	char printer[SETUP_TEXT_SIZE];

	setup_printer_text(&setup->printer, printer);
	setup_find_addresses(setup, &addresses);
	list_buttons(setup, &buttons);
	add_fact(&card, "card.addresses", addresses.data);
	add_fact(&card, "card.admin", setup->admin);
	add_fact(&card, "card.printer", printer);
	add_fact(&card, "card.kiosk_screen", setup_screen_of(setup, SETUP_KIOSK));
	add_fact(&card, "card.hall_screen", setup_screen_of(setup, SETUP_HALL));
	add_fact(&card, "card.hall_sound", setup->place[SETUP_HALL].sound);
	add_fact(&card, "card.kiosk_sound", setup->place[SETUP_KIOSK].sound);
	add_fact(&card, "card.buttons", buttons.data);
	return printer_print_card(&setup->printer, &card);
}

/* ---- all of it ---- */

static int start_programs(struct setup_talk *talk)
{
	bool ok = true;

	if (!units_are_there()) {
		SETUP_TELL(talk, "setup.restart", "unit", UNIT_KIOSK " " UNIT_HALL);
		return CTL_OK;
	}
	(void)units_start(&talk->units);
	if (talk->found.has_kiosk) {
		ok = units_ask("restart", UNIT_KIOSK);
	}
	if (talk->found.has_hall) {
		ok = units_ask("restart", UNIT_HALL) && ok;
	}
	if (!ok) {
		SETUP_TELL(talk, "setup.not_started");
	}
	return ok ? CTL_OK : CTL_REFUSED;
}

int setup_finish(struct setup_talk *talk, const struct setup_files *files)
{
	int worst = write_files(talk, files);
	int r;

	if (worst != CTL_OK) {
		return worst;
	}
	worst = finish_hub(talk, files);
	if (talk->setup.slip && *talk->setup.printer.driver) {
		r = print_slip(talk);
		worst = worst == CTL_OK ? r : worst;
	}
	r = start_programs(talk);
	worst = worst == CTL_OK ? r : worst;
	SETUP_TELL(talk, worst == CTL_OK ? "setup.done" : "setup.done_in_part");
	return worst;
}
