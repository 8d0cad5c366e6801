/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso printer test: a test card on the board's printer, by the kiosk's own driver, so that what
 * comes out is what a slip will be like. A printer has one program at a time: while layso-kioskd
 * has it, this one says so, or stops it for the while with --stop.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "ctl/ctl.h"
#include "ctl/ctl-printer.h"
#include "ctl/ctl-units.h"
#include "ui/print-card.h"

enum {
	LOOK_MS = 5000, /* for a printer that is not there */
	LEARN_MS = 20000, /* for one that is, until it has said what it answers */
	PRINT_MS = 60000,
	TURN_US = 100000,
};

struct test {
	sd_event *event;
	struct printer *printer;
	const struct print_card *card; /* what is printed; NULL the test card */
	bool done;
	enum print_result result;
	char cause[32];
};

static void on_status(const struct printer_status *status, void *userdata)
{
	(void)status; /* asked for when it is needed */
	(void)userdata;
}

static void on_done(uint64_t job, enum print_result result, const char *cause, void *userdata)
{
	struct test *test = userdata;

	(void)job;
	test->done = true;
	test->result = result;
	text_copy_cut(test->cause, sizeof(test->cause), cause);
}

static void test_done(struct test *test)
{
	printer_close(test->printer);
	sd_event_unref(test->event);
}

/* ---- the card ---- */

/* What may be on the card; strings of the about stay valid until the loop goes on. */
struct texts {
	char ids[16], paper[64], time[32], code[128];
};

static void fill_texts(
	const struct printer_about *about, const struct printer_paper *paper, struct texts *texts)
{
	time_t now = time(NULL);
	struct tm local;

	(void)snprintf(texts->ids, sizeof(texts->ids), "%04x:%04x", about->vendor, about->product);
	(void)snprintf(texts->paper, sizeof(texts->paper), "%d dots, %d dpi, %.1f mm",
		paper->width_dots, paper->dpi, paper->width_dots * 25.4 / paper->dpi);
	(void)strftime(
		texts->time, sizeof(texts->time), "%d/%m/%Y %H:%M", localtime_r(&now, &local));
	(void)snprintf(texts->code, sizeof(texts->code), "layso %s %s %d %d", texts->ids,
		about->model, paper->width_dots, paper->dpi);
}

static void add_fact(struct print_card *card, const char *key, const char *value)
{
	if (*value) {
		card->facts[card->n_facts].key = key;
		card->facts[card->n_facts++].value = value;
	}
}

static void add_answer(struct print_card *card, const char *question, bool answered)
{
	card->answers[card->n_answers].question = question;
	card->answers[card->n_answers++].answered = answered;
}

static void add_facts(
	const struct printer_about *about, const struct texts *texts, struct print_card *card)
{
	add_fact(card, "card.model", about->model);
	add_fact(card, "card.paper", texts->paper);
	add_fact(card, "card.ids", about->vendor ? texts->ids : "");
	add_fact(card, "card.place", about->place);
	add_fact(card, "card.serial", about->serial);
	add_answer(card, "DLE EOT", about->status);
	add_answer(card, "GS a", about->automatic);
	add_answer(card, "GS r", about->processed);
	add_answer(card, "GS ( H", about->printed);
}

static int print_card(struct test *test, const struct phrases *phrases)
{
	struct print_card card = {0};
	struct printer_about about;
	struct printer_paper paper;
	struct texts texts;
	struct bitmap *bitmap = NULL;
	int r;

	printer_get_about(test->printer, &about);
	printer_get_paper(test->printer, &paper);
	fill_texts(&about, &paper, &texts);
	card.width_dots = paper.width_dots;
	card.dpi = paper.dpi;
	card.title = about.name;
	card.time = texts.time;
	card.code = texts.code;
	if (test->card) {
		card = *test->card;
		card.width_dots = paper.width_dots;
		card.dpi = paper.dpi;
		card.time = texts.time;
	} else {
		add_facts(&about, &texts, &card);
	}
	r = print_card_render(phrases, &card, &bitmap);
	if (r == 0) {
		r = printer_print(test->printer, 1, bitmap);
	}
	bitmap_free(bitmap);
	return r;
}

/* ---- the conversation ---- */

static int turn(struct test *test)
{
	return sd_event_run(test->event, TURN_US) < 0 ? CTL_REFUSED : CTL_OK;
}

static bool is_final(const char *absent)
{
	return *absent && strcmp(absent, "not_found") != 0;
}

/* Until the printer is there and has said what it answers, or it is known why not. */
static bool find_printer(struct test *test, struct printer_about *ret)
{
	int64_t began_ms = clock_mono_ms();

	for (;;) {
		int64_t waited_ms = clock_mono_ms() - began_ms;

		printer_get_about(test->printer, ret);
		if (ret->learnt) {
			return true;
		}
		if (is_final(ret->absent) || (waited_ms > LOOK_MS && *ret->absent) ||
			waited_ms > LEARN_MS || turn(test) != CTL_OK) {
			return false;
		}
	}
}

static int wait_for_printer(struct test *test)
{
	/* Another program has it, or a network printer serves it first. */
	static const char *const held[] = {"busy", "silent", "refused"};
	struct printer_about about;

	if (find_printer(test, &about)) {
		return CTL_OK;
	}
	say_wrong("%s\n",
		*about.absent ? printer_absent_text(about.absent) : "the printer does not come up");
	for (size_t i = 0; i < ELEMENTS(held); i++) {
		if (strcmp(about.absent, held[i]) == 0) {
			say_more("%s layso-kioskd has it. Try: layso printer test --stop\n",
				i == 0 ? "Most likely" : "Perhaps");
		}
	}
	return CTL_REFUSED;
}

static void say_answer(const char *question, bool answered, const char *meaning)
{
	say("  %-8s %-4s %s\n", question, answered ? "yes" : "no", meaning);
}

static void say_about(const struct test *test)
{
	struct printer_about about;
	struct printer_paper paper;
	struct printer_status status;

	printer_get_about(test->printer, &about);
	printer_get_paper(test->printer, &paper);
	printer_get_status(test->printer, &status);
	say("%s%s%s", about.maker, *about.maker ? " " : "", about.name);
	if (about.vendor) {
		say(" (%04x:%04x) at USB port %s", about.vendor, about.product, about.place);
	} else if (*about.place) {
		say(" at %s", about.place);
	}
	say("\nprinter file %s: %d dots at %d dots an inch\nstate: %s%s\n", about.model,
		paper.width_dots, paper.dpi, printer_status_name(&status),
		status.answers ? "" : ", as far as is known: it answers nothing");
	say("what it answers:\n");
	say_answer("DLE EOT", about.status, "how it is, when it is asked");
	say_answer("GS a", about.automatic, "how it is, by itself");
	say_answer("GS r", about.processed, "a slip has been processed");
	say_answer("GS ( H", about.printed, "a slip is on paper");
}

static void add_about(const struct test *test, const struct printer_about *about, json_t *list)
{
	struct printer_status status;

	printer_get_status(test->printer, &status);
	(void)json_array_append_new(list,
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:b}", "link", "network",
			"path", about->place, "model", about->model, "state",
			printer_status_name(&status), "absent", about->absent, "status",
			about->status, "automatic", about->automatic, "processed", about->processed,
			"printed", about->printed));
}

static int open_test(struct test *test, const struct printer_settings *settings)
{
	static const struct printer_calls calls = {on_status, on_done, NULL};

	if (sd_event_new(&test->event) < 0 ||
		printer_open(test->event, settings, &calls, test, &test->printer) < 0) {
		say_wrong("the printer's driver cannot be started\n");
		return CTL_REFUSED;
	}
	return CTL_OK;
}

int printer_ask(const struct printer_settings *settings, json_t *list)
{
	_cleanup_(test_done) struct test test = {0};
	struct printer_about about;
	int r = open_test(&test, settings);

	if (r == CTL_OK && list) {
		r = find_printer(&test, &about) ? CTL_OK : CTL_REFUSED;
		add_about(&test, &about, list);
	} else if (r == CTL_OK) {
		r = wait_for_printer(&test);
		if (r == CTL_OK) {
			say_about(&test);
		}
	}
	return r;
}

static int say_result(const struct test *test)
{
	const char *what = test->card ? "slip" : "test card";

	switch (test->result) {
	case PRINT_PRINTED:
		say("the %s is printed, and the printer has proved it\n", what);
		return CTL_OK;
	case PRINT_SENT:
		say("the %s is sent; this printer cannot say whether it was printed\n", what);
		return CTL_OK;
	case PRINT_FAILED:
		say_wrong("nothing was printed: %s\n", test->cause);
		return CTL_REFUSED;
	case PRINT_UNKNOWN:
		break;
	}
	say_wrong("nobody knows how much was printed: %s\n", test->cause);
	return CTL_REFUSED;
}

static int run_test(struct test *test, const struct printer_settings *settings)
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	int64_t end_ms = clock_mono_ms() + LEARN_MS + PRINT_MS;
	int r;

	if (phrases_load(NULL, &phrases) < 0) {
		say_wrong("the words of the test card cannot be read\n");
		return CTL_REFUSED;
	}
	r = open_test(test, settings);
	if (r == CTL_OK) {
		r = wait_for_printer(test);
	}
	if (r != CTL_OK) {
		return r;
	}
	say_about(test);
	r = print_card(test, phrases);
	if (r < 0) {
		say_wrong("the test card cannot be drawn: %s\n", strerror(-r));
		return CTL_REFUSED;
	}
	while (!test->done && clock_mono_ms() < end_ms) {
		if (turn(test) != CTL_OK) {
			break;
		}
	}
	if (!test->done) {
		say_wrong("the printer does not come to an end\n");
		return CTL_REFUSED;
	}
	return say_result(test);
}

/* ---- the kiosk, which has the printer usually ---- */

int printer_print_card(const struct printer_settings *settings, const struct print_card *card)
{
	_cleanup_(test_done) struct test test = {.card = card};

	return run_test(&test, settings);
}

int printer_run_test(struct ctl *ctl)
{
	_cleanup_(test_done) struct test test = {0};
	struct printer_settings settings;
	bool stopped = false;
	int r = printer_settings_find(ctl, &settings);

	if (r != CTL_OK) {
		return r;
	}
	if (ctl_value(ctl, "--stop") && units_ask("is-active", UNIT_KIOSK)) {
		stopped = units_ask("stop", UNIT_KIOSK);
		if (!stopped) {
			say_wrong("%s cannot be stopped; are you root?\n", UNIT_KIOSK);
			return CTL_REFUSED;
		}
	}
	r = run_test(&test, &settings);
	printer_close(TAKE_PTR(test.printer)); /* before the kiosk wants it back */
	if (stopped && !units_ask("start", UNIT_KIOSK)) {
		say_wrong("%s does not start again; see: systemctl status %s\n", UNIT_KIOSK,
			UNIT_KIOSK);
		r = CTL_REFUSED;
	}
	return r;
}
