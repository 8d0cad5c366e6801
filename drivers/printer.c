/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/printer-link.h"
#include "drivers/printer-talk.h"

static const struct printer_link *const links[] = {&printer_link_sim};

struct printer {
	sd_event *event;
	bool cut;
	int feed_dots;
	struct printer_calls calls;
	void *userdata;
	const struct printer_link *driver;
	void *link;
	struct talk talk;
	struct escpos_parser parser;
	struct textbuf slip; /* the job's bytes */
	bool busy; /* from printer_print until done was called */
	sd_event_source *deadline;
	/* Tells the owner, never from within his own call. */
	sd_event_source *tell;
	bool tell_status;
	bool tell_done;
	uint64_t job;
	enum print_result result;
	const char *cause;
};

const char *print_result_name(enum print_result result)
{
	static const char *const names[] = {
		[PRINT_PRINTED] = "printed",
		[PRINT_SENT] = "sent",
		[PRINT_FAILED] = "failed",
		[PRINT_UNKNOWN] = "unknown",
	};

	return names[result];
}

const char *printer_status_name(const struct printer_status *status)
{
	const struct {
		bool is;
		const char *name;
	} words[] = {
		{!status->connected, "offline"},
		{status->cover_open, "cover_open"},
		{status->paper_out, "paper_out"},
		{status->cutter_error, "cutter_error"},
		{status->error, "error"},
		{status->offline, "offline"},
		{status->paper_low, "paper_low"},
	};

	for (size_t i = 0; i < ELEMENTS(words); i++) {
		if (words[i].is) {
			return words[i].name;
		}
	}
	return "ok";
}

bool printer_status_ready(const struct printer_status *status)
{
	return status->connected && !status->cover_open && !status->paper_out &&
		!status->cutter_error && !status->error && !status->offline;
}

/* ---- the talk's effects ---- */

static void arm_deadline(struct printer *printer)
{
	if (printer->talk.deadline_ms > 0) {
		(void)sd_event_source_set_time(
			printer->deadline, (uint64_t)printer->talk.deadline_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		printer->deadline, printer->talk.deadline_ms > 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

/* Carries out the effects; returns how many bytes left at once. */
static size_t carry_out(struct printer *printer, const struct talk_effects *effects)
{
	size_t left = 0;

	if (effects->drop) {
		talk_dropped(&printer->talk, printer->driver->drop(printer->link));
	}
	if (effects->reset) {
		printer->driver->reset(printer->link);
		printer->parser = (struct escpos_parser){0};
	}
	if (effects->first_byte && printer->calls.first_byte) {
		printer->calls.first_byte(effects->job, clock_mono_us(), printer->userdata);
	}
	if (effects->done) {
		printer->tell_done = true;
		printer->job = effects->job;
		printer->result = effects->result;
		printer->cause = effects->cause;
	}
	printer->tell_status |= effects->status;
	if (printer->tell_status || printer->tell_done) {
		(void)sd_event_source_set_enabled(printer->tell, SD_EVENT_ONESHOT);
	}
	if (effects->out.size > 0) {
		left = printer->driver->write(printer->link, effects->out.data, effects->out.size);
	}
	return left;
}

static void step(struct printer *printer, struct talk_event event)
{
	do {
		_cleanup_(talk_effects_done) struct talk_effects effects = {0};

		talk_step(&printer->talk, &event, clock_mono_ms(), &effects);
		event = (struct talk_event){
			.kind = TALK_SENT, .size = carry_out(printer, &effects)};
	} while (event.size > 0);
	arm_deadline(printer);
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct printer *printer = userdata;

	(void)source;
	(void)usec;
	step(printer, (struct talk_event){.kind = TALK_TIME});
	return 0;
}

static int on_tell(sd_event_source *source, void *userdata)
{
	struct printer *printer = userdata;
	bool status = printer->tell_status;
	bool done = printer->tell_done;

	(void)source;
	printer->tell_status = false;
	printer->tell_done = false;
	if (status) {
		printer->calls.status(&printer->talk.told, printer->userdata);
	}
	if (done) {
		printer->busy = false;
		printer->calls.done(
			printer->job, printer->result, printer->cause, printer->userdata);
	}
	return 0;
}

/* ---- the link's calls ---- */

static void on_up(void *userdata)
{
	struct printer *printer = userdata;

	printer->parser = (struct escpos_parser){0};
	step(printer, (struct talk_event){.kind = TALK_LINK_UP});
}

static void on_down(void *userdata)
{
	step(userdata, (struct talk_event){.kind = TALK_LINK_DOWN});
}

static void on_sent(size_t size, void *userdata)
{
	step(userdata, (struct talk_event){.kind = TALK_SENT, .size = size});
}

static void on_bytes(const uint8_t *bytes, size_t size, void *userdata)
{
	struct printer *printer = userdata;
	struct talk_event event = {.kind = TALK_ANSWER};

	for (size_t i = 0; i < size; i++) {
		if (escpos_parse(&printer->parser, bytes[i], &event.answer)) {
			step(printer, event);
		}
	}
}

/* ---- the owner's calls ---- */

static const struct printer_link *find_link(const char *driver)
{
	for (size_t i = 0; i < ELEMENTS(links); i++) {
		if (strcmp(links[i]->driver, driver) == 0) {
			return links[i];
		}
	}
	return NULL;
}

static int open_sources(struct printer *printer)
{
	int r = sd_event_add_time(
		printer->event, &printer->deadline, CLOCK_MONOTONIC, 0, 1000, on_deadline, printer);

	if (r >= 0) {
		r = sd_event_source_set_enabled(printer->deadline, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sd_event_add_defer(printer->event, &printer->tell, on_tell, printer);
	}
	if (r >= 0) {
		r = sd_event_source_set_enabled(printer->tell, SD_EVENT_OFF);
	}
	return r;
}

int printer_open(sd_event *event, const struct printer_settings *settings,
	const struct printer_calls *calls, void *userdata, struct printer **ret)
{
	static const struct printer_link_calls link_calls = {on_up, on_down, on_sent, on_bytes};
	_cleanup_(printer_closep) struct printer *printer = memory_new(1, sizeof(*printer));
	int r;

	printer->event = sd_event_ref(event);
	printer->cut = settings->cut;
	printer->feed_dots = settings->feed_dots;
	printer->calls = *calls;
	printer->userdata = userdata;
	talk_init(&printer->talk);
	r = open_sources(printer);
	if (r < 0) {
		return r;
	}
	printer->driver = find_link(settings->driver);
	if (!printer->driver) {
		return -ENODEV;
	}
	r = printer->driver->open(event, settings, &link_calls, printer, &printer->link);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(printer);
	return 0;
}

void printer_close(struct printer *printer)
{
	if (!printer) {
		return;
	}
	if (printer->link) {
		printer->driver->close(printer->link);
	}
	(void)sd_event_source_disable_unref(printer->deadline);
	(void)sd_event_source_disable_unref(printer->tell);
	textbuf_done(&printer->slip);
	sd_event_unref(printer->event);
	free(printer);
}

int printer_print(struct printer *printer, uint64_t job, const struct bitmap *slip)
{
	struct escpos_form form = {.cut = printer->cut, .feed_dots = printer->feed_dots};
	int r;

	if (printer->busy) {
		return -EBUSY;
	}
	printer->slip.size = 0;
	talk_next_id(&printer->talk, form.id);
	r = escpos_encode_slip(slip, &form, &printer->slip);
	if (r < 0) {
		return r;
	}
	printer->busy = true;
	step(printer,
		(struct talk_event){.kind = TALK_JOB,
			.job = job,
			.data = printer->slip.data,
			.size = printer->slip.size});
	return 0;
}

void printer_get_status(const struct printer *printer, struct printer_status *ret)
{
	*ret = printer->talk.told;
}
