/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-training.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "hub/hub-training-copy.h"
#include "hub/hub-training-fetch.h"
#include "hub/hub-visitors.h"
#include "hub/hub-writer.h"
#include "queue/queue.h"

#define COPY "copy.json"
#define LOCK "training.lock"
#define DATABASE "layso.db" /* and what is named after it */
#define COPY_PATH "/api/v1/training/copy"

enum {
	FETCH_MS = 10 * 1000,
	ANSWERED_US = 200 * 1000, /* for the answer to who wants to begin again */
	LOOK_US = 2000 * 1000, /* between two looks for visitors */
	MORNING_MINUTE = 4 * 60, /* by then whoever stayed late has gone */
};

struct training {
	struct hub *hub;
	int lock_fd;
	int64_t copied_ms;
	bool fresh;
	sd_event_source *again;
	sd_event_source *look;
	struct visitors visitors;
	char day[DAY_LENGTH + 1]; /* when it began */
};

static char *copy_path(const char *dir)
{
	return text_printf("%s/" COPY, dir);
}

bool training_owns(const char *dir)
{
	_cleanup_free_ char *path = copy_path(dir);

	return access(path, F_OK) == 0;
}

static int take_lock(const char *dir, int *ret_fd)
{
	_cleanup_free_ char *path = text_printf("%s/" LOCK, dir);
	_cleanup_close_ int fd = -1;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST) {
		log_error(FAULT_DEVICE, "cannot make %s: %s", dir, strerror(errno));
		return -errno;
	}
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		log_error(FAULT_DEVICE, "cannot open %s: %s", path, strerror(errno));
		return -errno;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		log_error(FAULT_SITE, "another training centre runs in %s", dir);
		return -EBUSY;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* Calls back with the path of the database and of what is named after it; ends with the first
 * error. */
static int for_hall(const char *dir, int (*callback)(const char *path))
{
	DIR *folder = opendir(dir);
	struct dirent *entry;
	int r = folder ? 0 : -errno;

	while (folder && r == 0 && (entry = readdir(folder))) {
		_cleanup_free_ char *path = text_printf("%s/%s", dir, entry->d_name);

		if (strncmp(entry->d_name, DATABASE, strlen(DATABASE)) == 0) {
			r = callback(path);
		}
	}
	if (folder) {
		(void)closedir(folder);
	}
	return r;
}

static int found(const char *path)
{
	(void)path;
	return -EEXIST;
}

static int remove_file(const char *path)
{
	return unlink(path) < 0 ? -errno : 0;
}

/* A database without a copy beside it is a hall that somebody needs. */
static int check_folder(const char *dir)
{
	if (!training_owns(dir) && for_hall(dir, found) == -EEXIST) {
		log_error(FAULT_SITE,
			"%s holds the database of a real hall: a training centre needs a folder "
			"of its own (hub.data)",
			dir);
		return -EPERM;
	}
	return 0;
}

/* Puts a new copy in the former one's place, if there is a good one to be had. */
static int renew_copy(const struct hub *hub, const char *path)
{
	const struct hub_settings *settings = hub->settings;
	_cleanup_(training_copy_done) struct training_copy copy = {0};
	_cleanup_(textbuf_done) struct textbuf text = {0};
	const char *why = NULL;
	int r = training_fetch(
		settings->training_source, COPY_PATH, TRAINING_COPY_BYTES, FETCH_MS, &text);

	if (r == 0) {
		r = training_copy_read(text.data, text.size, hub->phrases, &copy, &why);
	}
	if (r < 0) {
		log_warning(FAULT_SITE, "no copy of the real centre from %s: %s",
			settings->training_source, why ? why : strerror(-r));
		return r;
	}
	r = text_write_file(path, text.data, text.size, 0600);
	if (r < 0) {
		log_warning(FAULT_DEVICE, "cannot write %s: %s", path, strerror(-r));
	}
	return r;
}

static int read_copy(const char *path, const struct phrases *phrases, struct training_copy *ret,
	int64_t *ret_copied_ms)
{
	_cleanup_free_ char *text = NULL;
	const char *why = NULL;
	struct stat st;
	size_t size = 0;
	int r = text_read_file(path, TRAINING_COPY_BYTES, &text, &size);

	if (r == -ENOENT) {
		log_error(FAULT_SITE,
			"there is nothing to practise with yet: the real hub has to run once, with "
			"its site data, when a training centre begins");
		return -ENODATA;
	}
	if (r == 0) {
		r = training_copy_read(text, size, phrases, ret, &why);
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot use %s: %s", path, why ? why : strerror(-r));
		return r;
	}
	if (stat(path, &st) == 0) {
		*ret_copied_ms = (int64_t)st.st_mtim.tv_sec * 1000;
	}
	return 0;
}

/* The people first: the site's own list of staff, which has no secrets, only adds. */
static int fill_hall(struct queue *queue, const struct training_copy *copy)
{
	size_t n = copy->n_staff + 1;
	struct command *commands = memory_new(n, sizeof(*commands));
	const struct command **list = memory_new(n, sizeof(*list));
	struct answer *answers = memory_new(n, sizeof(*answers));
	struct published *events = NULL;
	size_t n_events = 0;
	struct clock_reading now;
	int r = 0;

	for (size_t i = 0; i < copy->n_staff; i++) {
		commands[i].kind = COMMAND_STAFF_ADD;
		commands[i].staff_change.row = copy->staff[i];
		commands[i].staff_change.has_active = true;
		list[i] = &commands[i];
	}
	commands[n - 1].kind = COMMAND_SITE;
	commands[n - 1].site = copy->site;
	list[n - 1] = &commands[n - 1];
	clock_now(&now);
	queue_run(queue, list, n, &now, answers, &events, &n_events);
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (answers[i].error != ERROR_NONE) {
			log_error(FAULT_OURS, "the copy does not make a hall: %s",
				answers[i].message);
			r = answers[i].error == ERROR_STORAGE ? -EIO : -EBADMSG;
		}
	}
	queue_free_events(events, n_events);
	free(answers);
	free(list);
	free(commands);
	return r;
}

static int make_hall(const char *dir, const struct training_copy *copy)
{
	_cleanup_(queue_closep) struct queue *queue = NULL;
	struct clock_reading now;
	int r = for_hall(dir, remove_file); /* the folder's lock is held */

	r = r < 0 ? r : store_create(dir);
	clock_now(&now);
	r = r < 0 ? r : queue_open(dir, true, &now, &queue);
	r = r < 0 ? r : fill_hall(queue, copy);
	if (r < 0) {
		log_error(
			FAULT_DEVICE, "cannot make a training centre in %s: %s", dir, strerror(-r));
	}
	return r;
}

static int begin(struct training *training)
{
	const struct hub_settings *settings = training->hub->settings;
	_cleanup_free_ char *path = copy_path(settings->data);
	_cleanup_(training_copy_done) struct training_copy copy = {0};
	int r = check_folder(settings->data);

	r = r < 0 ? r : take_lock(settings->data, &training->lock_fd);
	if (r < 0) {
		return r;
	}
	training->fresh = renew_copy(training->hub, path) == 0;
	r = read_copy(path, training->hub->phrases, &copy, &training->copied_ms);
	r = r < 0 ? r : make_hall(settings->data, &copy);
	if (r == 0) {
		log_notice("a training centre: nothing here is real%s",
			training->fresh ? "" : "; the copy of the real centre is a former one");
	}
	return r;
}

/* ---- while it serves ---- */

struct issue_job {
	struct writer_job job;
	struct command command;
};

static void issued(struct writer_job *job)
{
	struct issue_job *issue = job->userdata;

	/* A service whose numbers of the day are all given: the next visitor comes for another. */
	if (job->answer.error != ERROR_NONE) {
		log_debug("no visitor for %s: %s", issue->command.service, job->answer.message);
	}
	free(issue);
}

static void issue(struct training *training, const struct visitor *visitor)
{
	struct issue_job *issue = memory_new(1, sizeof(*issue));
	struct command *command = &issue->command;

	command->kind = COMMAND_ISSUE;
	command->lane = visitor->priority ? LANE_PRIORITY : LANE_REGULAR;
	text_copy_cut(command->service, sizeof(command->service), visitor->service);
	text_copy_cut(command->reason, sizeof(command->reason), visitor->reason);
	text_copy_cut(command->actor, sizeof(command->actor), "practice");
	issue->job = (struct writer_job){.command = command, .done = issued, .userdata = issue};
	if (writer_submit(training->hub->writer, &issue->job) < 0) {
		free(issue);
	}
}

/* Each day begins with what the real centre is by then, when nobody is at it. */
static bool is_another_day(const struct training *training)
{
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	return strcmp(local.day, training->day) != 0 &&
		(!visitors_are_served(training->hub->replica.model) ||
			local.minute >= MORNING_MINUTE);
}

static int on_look(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct training *training = userdata;
	const struct model *model = training->hub->replica.model;
	struct visitor visitor;
	int64_t now_ms = clock_mono_ms();

	(void)usec;
	if (is_another_day(training)) {
		training_begin_again(training);
	} else if (model_day_is_open(model)) {
		while (visitors_next(&training->visitors, model, now_ms, &visitor)) {
			issue(training, &visitor);
		}
		writer_flush(training->hub->writer);
	}
	(void)sd_event_source_set_time_relative(source, LOOK_US);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

int training_start(struct training *training)
{
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	zone_local(now.wall_ms, &local);
	memcpy(training->day, local.day, sizeof(training->day));
	return sd_event_add_time_relative(
		training->hub->event, &training->look, CLOCK_MONOTONIC, 1, 0, on_look, training);
}

/* ---- its life ---- */

int training_new(struct hub *hub, struct training **ret)
{
	struct training *training;
	int r;

	*ret = NULL;
	if (!hub->settings->training) {
		if (training_owns(hub->settings->data)) {
			log_error(FAULT_SITE,
				"%s is a training centre's: no real hall is served from it",
				hub->settings->data);
			return -EMEDIUMTYPE;
		}
		return 0;
	}
	training = memory_new(1, sizeof(*training));
	training->hub = hub;
	training->lock_fd = -1;
	r = begin(training);
	if (r < 0) {
		training_free(training);
		return r;
	}
	*ret = training;
	return 0;
}

void training_free(struct training *training)
{
	if (!training) {
		return;
	}
	sd_event_source_disable_unref(training->again);
	sd_event_source_disable_unref(training->look);
	if (training->lock_fd >= 0) {
		(void)close(training->lock_fd);
	}
	free(training);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct training *training = userdata;

	(void)source;
	(void)usec;
	log_notice("the training centre begins again");
	return sd_event_exit(training->hub->event, DAEMON_AGAIN);
}

void training_begin_again(struct training *training)
{
	if (!training->again &&
		sd_event_add_time_relative(training->hub->event, &training->again, CLOCK_MONOTONIC,
			ANSWERED_US, 0, on_again, training) < 0) {
		(void)sd_event_exit(training->hub->event, DAEMON_AGAIN);
	}
}

const char *training_link(const struct hub_settings *settings, bool tls)
{
	return tls ? settings->training_tls_link : settings->training_link;
}

struct training_band training_band(const struct hub *hub)
{
	return (struct training_band){
		.training = hub->training != NULL,
		.former = hub->training && !hub->training->fresh,
		.link = hub->settings->training_link,
		.tls_link = hub->settings->training_tls_link,
		.phrases = hub->phrases,
	};
}

int64_t training_copied_ms(const struct training *training)
{
	return training->copied_ms;
}

bool training_is_fresh(const struct training *training)
{
	return training->fresh;
}
