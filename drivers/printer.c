/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/printer-link.h"
#include "drivers/printer-job.h"

static const struct printer_link *const links[] = {
	&printer_link_sim, &printer_link_usb, &printer_link_serial, &printer_link_network};

struct printer {
	sd_event *event;
	struct printer_models *models; /* NULL: none are needed */
	char *model_name; /* NULL: chosen by the device's ids */
	int width_dots, dpi, cut, feed_dots; /* as in the settings */
	const struct printer_model *model; /* of the connected printer, or of the last one */
	struct printer_calls calls;
	void *userdata;
	const struct printer_link *driver;
	void *link;
	struct printer_job job;
	struct escpos_parser parser;
	struct textbuf slip; /* the job's bytes */
	bool busy; /* from printer_print until done has been called */
	sd_event_source *deadline;
	/* Calls the owner from the loop, never from within the owner's own call. */
	sd_event_source *tell;
	bool tell_status;
	bool tell_done;
	uint64_t done; /* the job that tell reports as done */
	enum print_result result;
	const char *cause;
};

/* ---- the effects of a step ---- */

static void arm_deadline(struct printer *printer)
{
	if (printer->job.deadline_ms > 0) {
		(void)sd_event_source_set_time(
			printer->deadline, (uint64_t)printer->job.deadline_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		printer->deadline, printer->job.deadline_ms > 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

/* Carries out the effects; returns how many bytes left at once. */
static size_t carry_out(struct printer *printer, const struct printer_job_effects *effects)
{
	size_t left = 0;

	if (effects->drop) {
		printer_job_dropped(&printer->job, printer->driver->drop(printer->link));
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
		printer->done = effects->job;
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

static void step(struct printer *printer, struct printer_job_event event)
{
	do {
		_cleanup_(printer_job_effects_done) struct printer_job_effects effects = {0};

		printer_job_step(&printer->job, &event, clock_mono_ms(), &effects);
		event = (struct printer_job_event){
			.kind = PRINTER_JOB_SENT, .size = carry_out(printer, &effects)};
	} while (event.size > 0);
	arm_deadline(printer);
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct printer *printer = userdata;

	(void)source;
	(void)usec;
	step(printer, (struct printer_job_event){.kind = PRINTER_JOB_TIME});
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
		printer->calls.status(&printer->job.told, printer->userdata);
	}
	if (done) {
		printer->busy = false;
		printer->calls.done(
			printer->done, printer->result, printer->cause, printer->userdata);
	}
	return 0;
}

/* ---- the model ---- */

/* The model that the board names, else the one for the ids of the connected device. */
static const struct printer_model *find_model(const struct printer *printer)
{
	const struct printer_model *model = NULL;
	struct printer_about about = {.model = ""};

	if (printer->model_name) {
		model = printer_models_find(printer->models, printer->model_name);
	} else if (printer->driver && printer->driver->about) {
		printer->driver->about(printer->link, &about);
		model = printer_models_find(printer->models, about.model);
	}
	return model ? model : printer_model_generic();
}

static void set_model(struct printer *printer)
{
	const struct printer_model *model = find_model(printer);

	printer->model = model;
	printer->job.form = (struct escpos_form){
		.cut = printer->cut >= 0 ? printer->cut : model->cut,
		.feed_dots = printer->feed_dots >= 0 ? printer->feed_dots : model->feed_dots,
		.questions = model->questions,
		.band_rows = model->band_rows,
		.stuck_rows = model->stuck_rows,
	};
}

static int load_models(struct printer *printer, const struct printer_settings *settings)
{
	_cleanup_free_ char *error = NULL;
	int r = 0;

	printer->model = printer_model_generic();
	if (*settings->model || strcmp(settings->driver, "usb") == 0) {
		r = printer_models_load(NULL, &printer->models, &error);
	}
	if (r == 0 && *settings->model) {
		printer->model_name = text_dup(settings->model);
		if (!printer_models_find(printer->models, settings->model)) {
			error = text_printf("there is no printers/%.60s.printer", settings->model);
			r = -EINVAL;
		}
	}
	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
		return r;
	}
	set_model(printer);
	return 0;
}

/* ---- the link's calls ---- */

static void on_up(void *userdata)
{
	struct printer *printer = userdata;

	set_model(printer);
	printer->parser = (struct escpos_parser){0};
	step(printer, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
}

static void on_down(void *userdata)
{
	step(userdata, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
}

static void on_sent(size_t size, void *userdata)
{
	step(userdata, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = size});
}

static void on_maybe_sent(size_t size, void *userdata)
{
	step(userdata, (struct printer_job_event){.kind = PRINTER_JOB_MAYBE_SENT, .size = size});
}

static void on_bytes(const uint8_t *bytes, size_t size, void *userdata)
{
	struct printer *printer = userdata;
	struct printer_job_event event = {.kind = PRINTER_JOB_ANSWER};

	for (size_t i = 0; i < size; i++) {
		if (escpos_parse(&printer->parser, bytes[i], &event.answer)) {
			step(printer, event);
		}
	}
}

static void on_port(bool paper_out, bool error, void *userdata)
{
	step(userdata,
		(struct printer_job_event){
			.kind = PRINTER_JOB_PORT, .paper_out = paper_out, .error = error});
}

static void on_absent(void *userdata)
{
	struct printer *printer = userdata;

	printer->tell_status = true;
	(void)sd_event_source_set_enabled(printer->tell, SD_EVENT_ONESHOT);
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
	static const struct printer_link_calls link_calls = {
		on_up, on_down, on_sent, on_maybe_sent, on_bytes, on_port, on_absent};
	_cleanup_(printer_closep) struct printer *printer = memory_new(1, sizeof(*printer));
	int r;

	printer->event = sd_event_ref(event);
	printer->width_dots = settings->width_dots;
	printer->dpi = settings->dpi;
	printer->cut = settings->cut;
	printer->feed_dots = settings->feed_dots;
	printer->calls = *calls;
	printer->userdata = userdata;
	printer_job_init(&printer->job);
	r = open_sources(printer);
	if (r >= 0) {
		r = load_models(printer, settings);
	}
	if (r < 0) {
		return r;
	}
	printer->driver = find_link(settings->driver);
	if (!printer->driver) {
		return -ENODEV;
	}
	r = printer->driver->open(
		event, settings, printer->models, &link_calls, printer, &printer->link);
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
	printer_models_free(printer->models);
	free(printer->model_name);
	sd_event_unref(printer->event);
	free(printer);
}

int printer_print(struct printer *printer, uint64_t job, const struct bitmap *slip)
{
	struct escpos_form form = printer->job.form;
	int r;

	if (printer->busy) {
		return -EBUSY;
	}
	printer->slip.size = 0;
	printer_job_next_id(&printer->job, form.id);
	r = escpos_encode_slip(slip, &form, &printer->slip);
	if (r < 0) {
		return r;
	}
	printer->busy = true;
	step(printer,
		(struct printer_job_event){.kind = PRINTER_JOB_WANTED,
			.job = job,
			.data = printer->slip.data,
			.size = printer->slip.size});
	return 0;
}

void printer_part_paper(struct printer *printer)
{
	step(printer, (struct printer_job_event){.kind = PRINTER_JOB_TORN});
}

void printer_get_status(const struct printer *printer, struct printer_status *ret)
{
	*ret = printer->job.told;
}

void printer_get_paper(const struct printer *printer, struct printer_paper *ret)
{
	ret->width_dots = printer->width_dots ? printer->width_dots : printer->model->width_dots;
	ret->dpi = printer->dpi ? printer->dpi : printer->model->dpi;
}

void printer_get_about(const struct printer *printer, struct printer_about *ret)
{
	*ret = (struct printer_about){
		.name = printer->model->name, .maker = "", .serial = "", .place = "", .absent = ""};
	if (printer->driver->about) {
		printer->driver->about(printer->link, ret);
	}
	if (!*ret->absent && printer_job_is_silent(&printer->job)) {
		ret->absent = "silent";
	}
	ret->model = printer->model->id;
	ret->learnt =
		printer->job.state >= PRINTER_JOB_READY && printer->job.state < PRINTER_JOB_STATES;
	ret->status = printer->job.replies;
	ret->automatic = printer->job.automatic;
	ret->processed = printer->job.processes;
	ret->printed = printer->job.proves;
}
