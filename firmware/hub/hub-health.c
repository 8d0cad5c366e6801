/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-health.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-archive.h"
#include "hub/hub-integrity.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"
#include "hub/hub-monthly.h"
#include "hub/hub-nightly.h"
#include "hub/hub-screens.h"
#include "hub/hub-tidy.h"
#include "hub/hub-writer.h"

enum {
	CHECK_S = 5, /* between looks at clock, disk and writer */
	PORTS_MAX = 16,
	LIMITED_MS = 10 * 60 * 1000, /* how long health reports it after the last rejection */
	DISK_MIN_MIB = 64, /* less is nearly full… */
	DISK_MIN_PERCENT = 2, /* …or less than this */
};

/* A device that has, or had, an event stream. */
struct presence {
	char name[LIMIT_ID + 1];
	int streams;
	int64_t lost_ms; /* since when there is none */
};

struct health {
	struct hub *hub;
	sd_event_source *check;
	sd_event_source *gone;
	struct presence presence[LIMIT_DEVICES];
	int n;
	int64_t limited_ms; /* when a caller was last denied tickets; 0 never */
	char limited[LIMIT_ID + 1]; /* whom */
};

/* A report on its way to the writer. */
struct report_job {
	struct writer_job job;
	struct command command;
};

static void report_done(struct writer_job *job)
{
	/* What the disk refuses is told by itself, and asked again at the next look. */
	if (job->answer.error != ERROR_NONE && job->answer.error != ERROR_STORAGE) {
		log_warning(FAULT_OURS, "a device's state was not taken: %s", job->answer.message);
	}
	free(job->userdata);
}

void health_report(
	struct hub *hub, const char *device, const char *state, const char *fault, const char *note)
{
	const struct device *known = model_find_device(hub->replica.model, device);
	struct report_job *report;

	if (known && strcmp(known->state, state) == 0 && strcmp(known->fault, fault) == 0 &&
		strcmp(known->note, note) == 0) {
		return;
	}
	report = memory_new(1, sizeof(*report));
	report->command.kind = COMMAND_DEVICE;
	text_copy_cut(report->command.device, sizeof(report->command.device), device);
	text_copy_cut(report->command.device_state, sizeof(report->command.device_state), state);
	text_copy_cut(report->command.fault, sizeof(report->command.fault), fault);
	text_copy_cut(report->command.note, sizeof(report->command.note), note);
	report->job = (struct writer_job){
		.command = &report->command,
		.done = report_done,
		.userdata = report,
	};
	if (writer_submit(hub->writer, &report->job) < 0) {
		free(report);
		return;
	}
	writer_flush(hub->writer);
}

const char *health_storage(const struct hub *hub)
{
	struct writer_state state;

	writer_get_state(hub->writer, &state);
	return writer_storage_word(&state);
}

void health_measure(const struct hub *hub, struct health_figures *ret)
{
	static const char *const files[] = {"layso.db", "layso.db-wal"};
	struct statvfs disk;
	struct stat st;

	*ret = (struct health_figures){0};
	for (size_t i = 0; i < ELEMENTS(files); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", hub->settings->data, files[i]);

		if (stat(path, &st) == 0) {
			ret->database_bytes += st.st_size;
		}
	}
	if (statvfs(hub->settings->data, &disk) == 0) {
		ret->disk_free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
		ret->disk_nearly_full = ret->disk_free_bytes < (int64_t)DISK_MIN_MIB << 20 ||
			disk.f_bavail * 100 < disk.f_blocks * DISK_MIN_PERCENT;
	}
}

/* Reports that one of the hub's own parts has a fault, or has recovered. */
static void report_own(
	struct hub *hub, const char *device, bool trouble, const char *state, const char *note)
{
	if (trouble) {
		health_report(hub, device, state, log_fault_name(FAULT_DEVICE), note);
	} else if (model_find_device(hub->replica.model, device)) {
		health_report(hub, device, "ok", log_fault_name(FAULT_NONE), "");
	}
}

/* Until somebody acknowledges it. */
static void look_for_rebuild(struct hub *hub)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_REBUILT, hub->settings->data);
	_cleanup_free_ char *note = NULL;
	size_t size = 0;
	int r = text_read_file(path, LIMIT_NOTE, &note, &size);

	report_own(hub, HUB_DATABASE, r != -ENOENT, HUB_REBUILT, r == 0 ? note : "");
}

void health_acknowledged(struct hub *hub)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_REBUILT, hub->settings->data);

	if (unlink(path) < 0 && errno != ENOENT) {
		log_error(FAULT_DEVICE, "cannot remove %s: %s", path, strerror(errno));
	}
	look_for_rebuild(hub);
}

/* While the disk has not answered the writer for STORAGE_HANGS_S, the watchdog is not fed although
 * the loop still runs: systemd restarts the hub unless the disk answers first. */
static void look_at_writer(struct hub *hub, const struct writer_state *writer)
{
	bool hangs = writer->silent_ms > (int64_t)STORAGE_HANGS_S * 1000;

	if (hangs && sd_event_get_watchdog(hub->event) > 0) {
		log_error(FAULT_DEVICE,
			"the disk has not answered for %lld s; the watchdog is told no more",
			(long long)writer->silent_ms / 1000);
		(void)sd_event_set_watchdog(hub->event, false);
	} else if (!hangs && sd_event_get_watchdog(hub->event) == 0) {
		(void)sd_event_set_watchdog(hub->event, true);
	}
}

/* A report that the disk rejects is tried again at each look: this shows when the disk accepts
 * writes again, and the log then records what happened. */
static void look_at_storage(struct hub *hub, const struct writer_state *writer)
{
	if (writer_is_frozen(hub->writer) && writer->refused == 0) {
		log_notice("the disk can be written again; ending, to start anew");
		(void)sd_event_exit(hub->event, 0);
		return;
	}
	if (writer->refused < 0) {
		report_own(hub, "hub/storage", true, writer_storage_word(writer),
			"the disk takes no writes: no number can be kept");
		writer_look_at_day(hub->writer);
		return;
	}
	report_own(hub, "hub/storage", writer->storage_slow, "slow",
		"the disk takes too long to keep a number");
}

static void look_at_backups(struct hub *hub)
{
	struct nightly_state state;

	nightly_get_state(hub->nightly, &state);
	report_own(hub, "hub/backup", state.trouble, state.word,
		strcmp(state.word, "no_archive") == 0
			? "an archive of a past year is neither here nor on the backup medium"
			: "the day's backup cannot be made, or an archive not copied");
}

static void look_at_integrity(struct hub *hub)
{
	struct integrity_state state;

	integrity_get_state(hub->integrity, &state);
	report_own(hub, "hub/integrity", state.trouble, state.word,
		"a part of the database is damaged or cannot be read");
}

static void look_at_disk(struct hub *hub, const struct health_figures *figures)
{
	struct tidy_state files;
	_cleanup_free_ char *note = NULL;

	tidy_get_state(hub->tidy, &files);
	note = files.copies == 0
		? text_dup("little space is left for the database")
		: text_printf("little space is left; %d copies of former databases take %lld MB",
			  files.copies, (long long)files.copy_bytes / 1000000);
	report_own(hub, "hub/disk", figures->disk_nearly_full, "nearly_full", note);
}

static void look_at_files(struct hub *hub)
{
	struct tidy_state state;

	tidy_get_state(hub->tidy, &state);
	report_own(hub, "hub/files", state.trouble, state.word,
		"files beside the database must be looked at: layso files");
}

static void look_at_reports(struct hub *hub)
{
	struct monthly_state state;

	monthly_get_state(hub->monthly, &state);
	report_own(hub, "hub/reports", state.trouble, state.word,
		"the report of a past month cannot be made or kept");
}

static void look_at_archives(struct hub *hub)
{
	struct archiver_state state;

	archiver_get_state(hub->archiver, &state);
	report_own(hub, "hub/archive", state.trouble, state.word,
		"a past year cannot be put into its archive, or cannot leave the log after it");
}

/* A clock that the network has just set is seen here, before anybody asks for a number. */
static void look_at_clock(struct hub *hub, const struct clock_reading *now)
{
	const struct model *model = hub->replica.model;
	bool behind = model_clock_is_behind(model, now);

	report_own(hub, "hub/clock", !model_clock_is_known(model, now),
		behind ? "behind" : "unknown",
		behind ? "the clock is earlier than the last event; set it, or say that it is right"
		       : "nobody has said that the clock is right; set it, or say so");
	if (model_clock_became_known(model, now)) {
		writer_look_at_day(hub->writer);
	}
}

static void report_limited(struct health *health)
{
	_cleanup_free_ char *note =
		text_printf("%s takes more tickets than a hall can want", health->limited);
	bool limited = health->limited_ms != 0 && clock_mono_ms() - health->limited_ms < LIMITED_MS;

	report_own(health->hub, "hub/issuing", limited, "limited", note);
}

void health_issue_limited(struct health *health, const char *caller)
{
	const int64_t now_ms = clock_mono_ms();
	const bool known = health->limited_ms != 0 && now_ms - health->limited_ms < LIMITED_MS;

	log_warning(FAULT_SITE, "%s was refused more tickets than a hall can want", caller);
	health->limited_ms = now_ms;
	if (!known) { /* two that alternate would write an event each time */
		text_copy_cut(health->limited, sizeof(health->limited), caller);
		report_limited(health);
	}
}

enum public_url_doubt health_public_url(const struct hub *hub, const char *url)
{
	uint16_t ports[PORTS_MAX];
	int n = listen_ports(hub->settings->listen, ports, PORTS_MAX);

	n += listen_ports(hub->settings->tls_listen, ports + n, PORTS_MAX - n);
	return public_url_doubt(url, ports, n);
}

static void look_at_public_url(struct hub *hub)
{
	const struct site *site = model_site(hub->replica.model);
	enum public_url_doubt doubt =
		site ? health_public_url(hub, site->public_url) : PUBLIC_URL_GOOD;

	report_own(hub, "hub/address", public_url_is_fault(doubt), public_url_doubt_name(doubt),
		"the address in the slips' QR codes leads no phone to this hub");
}

static void look(struct health *health)
{
	struct hub *hub = health->hub;
	struct health_figures figures;
	struct writer_state writer;
	struct clock_reading now;

	clock_now(&now);
	health_measure(hub, &figures);
	look_at_clock(hub, &now);
	writer_get_state(hub->writer, &writer);
	look_at_writer(hub, &writer);
	look_at_storage(hub, &writer);
	look_at_disk(hub, &figures);
	report_own(hub, "hub/https", *hub->settings->tls_listen && !hub->tls.certificate, "failed",
		"the certificate or its key cannot be used");
	look_at_public_url(hub);
	look_at_backups(hub);
	look_at_integrity(hub);
	look_at_files(hub);
	look_at_archives(hub);
	look_at_reports(hub);
	look_for_rebuild(hub);
	report_limited(health);
}

static int on_check(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct health *health = userdata;

	(void)usec;
	look(health);
	screens_drop_old(health->hub->screens, clock_mono_ms());
	(void)sd_event_source_set_time_relative(source, (uint64_t)CHECK_S * 1000000);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	return 0;
}

/* Sets the timer to the next device that will be gone. */
static void set_gone(struct health *health)
{
	int64_t first_ms = INT64_MAX;

	for (int i = 0; i < health->n; i++) {
		if (health->presence[i].streams == 0) {
			first_ms = MIN_OF(first_ms, health->presence[i].lost_ms);
		}
	}
	if (first_ms == INT64_MAX) {
		(void)sd_event_source_set_enabled(health->gone, SD_EVENT_OFF);
		return;
	}
	(void)sd_event_source_set_time(
		health->gone, (uint64_t)(first_ms + (int64_t)GONE_S * 1000) * 1000);
	(void)sd_event_source_set_enabled(health->gone, SD_EVENT_ONESHOT);
}

static int on_gone(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct health *health = userdata;
	int64_t now_ms = clock_mono_ms();
	int i = 0;

	(void)source;
	(void)usec;
	while (i < health->n) {
		struct presence *presence = &health->presence[i];

		if (presence->streams > 0 || now_ms - presence->lost_ms < GONE_S * 1000) {
			i++;
			continue;
		}
		health_report(health->hub, presence->name, DEVICE_GONE,
			log_fault_name(FAULT_DEVICE), "its connection ended");
		*presence = health->presence[--health->n];
	}
	set_gone(health);
	return 0;
}

static struct presence *find_presence(const struct health *health, const char *name)
{
	for (int i = 0; i < health->n; i++) {
		if (strcmp(health->presence[i].name, name) == 0) {
			return (struct presence *)&health->presence[i];
		}
	}
	return NULL;
}

/* NULL when there are too many devices. */
static struct presence *presence_of(struct health *health, const char *name)
{
	struct presence *presence = find_presence(health, name);

	if (presence || health->n == LIMIT_DEVICES) {
		return presence;
	}
	presence = &health->presence[health->n++];
	*presence = (struct presence){.lost_ms = clock_mono_ms()};
	text_copy_cut(presence->name, sizeof(presence->name), name);
	return presence;
}

bool health_is_here(const struct health *health, const char *name)
{
	const struct presence *presence = find_presence(health, name);

	return presence && presence->streams > 0;
}

void health_forget(struct health *health, const char *name)
{
	struct presence *presence = find_presence(health, name);

	if (presence) {
		*presence = health->presence[--health->n];
		set_gone(health);
	}
}

void health_stream_began(struct health *health, const struct caller *caller)
{
	struct presence *presence =
		role_is_device(caller->role) ? presence_of(health, caller->name) : NULL;

	if (presence) {
		presence->streams++;
		health_report(health->hub, caller->name, "ok", log_fault_name(FAULT_NONE), "");
		set_gone(health);
	}
}

void health_stream_ended(struct health *health, const struct caller *caller)
{
	struct presence *presence =
		role_is_device(caller->role) ? find_presence(health, caller->name) : NULL;

	if (!presence || presence->streams == 0) {
		return;
	}
	presence->streams--;
	if (presence->streams == 0) {
		presence->lost_ms = clock_mono_ms();
		set_gone(health);
	}
}

/* Devices that were there when the hub ended: back in time, or gone. */
static void expect_known(struct health *health)
{
	const struct device *device;
	struct presence *presence;

	for (int i = 0; (device = model_device_at(health->hub->replica.model, i)); i++) {
		if (!strchr(device->name, '/') && strcmp(device->state, DEVICE_GONE) != 0) {
			presence = presence_of(health, device->name);
			if (presence) {
				presence->lost_ms += (BACK_S - GONE_S) * 1000;
			}
		}
	}
	set_gone(health);
}

int health_new(struct hub *hub, struct health **ret)
{
	struct health *health = memory_new(1, sizeof(*health));
	int r;

	health->hub = hub;
	r = sd_event_add_time_relative(hub->event, &health->check, CLOCK_MONOTONIC, 0,
		(uint64_t)CHECK_S * 100000, on_check, health);
	if (r >= 0) {
		r = sd_event_add_time(
			hub->event, &health->gone, CLOCK_MONOTONIC, UINT64_MAX, 0, on_gone, health);
	}
	if (r < 0) {
		health_free(health);
		return r;
	}
	expect_known(health);
	*ret = health;
	return 0;
}

void health_free(struct health *health)
{
	if (health) {
		sd_event_source_disable_unref(health->check);
		sd_event_source_disable_unref(health->gone);
		free(health);
	}
}
