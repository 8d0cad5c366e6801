/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-catalogue.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "client/client-settings.h"
#include "client/client.h"

enum {
	AGAIN_MS = 2000, /* after something failed; doubled each time */
	AGAIN_MAX_MS = 5 * 60 * 1000,
	END_S = 2, /* how long the thread is waited for at the end */
	HEAD_MAX = 8192, /* the first line of the file */
	SITE_MAX = 4 * 1024 * 1024,
};

/* What the thread does: given by the owner, then what came of it. Of both; the last frees it. */
struct task {
	atomic_int refs;
	int wake_fd; /* a duplicate */
	char *path, *address, *token_file;
	bool hub; /* the hub is to be asked */
	bool forced; /* whatever the version */
	char *version; /* of the catalogue in use; "" none */
	char *today;
	json_t *own; /* the centre's words and life events */
	bool same; /* they and the day are those of the catalogue in use */
	/* Afterwards. */
	int result; /* 0, −errno */
	bool spoilt; /* the file was thrown away */
	int kept; /* 0, or −errno: it could not be written */
	bool written;
	struct lookup_catalogue *made; /* NULL: the one in use is the hub's */
	char *made_version;
};

struct kiosk_catalogue {
	char *folder, *path, *site_path;
	const struct kiosk_catalogue_calls *calls;
	void *userdata;
	int wake_fd;
	sd_event_source *wake, *again;
	pthread_t thread;
	struct task *task; /* being done; NULL none */
	struct lookup_catalogue *current;
	char *version, *today; /* of the current one */
	json_t *own;
	/* What is wanted. */
	char *address, *token_file, *wanted_day;
	json_t *wanted_own;
	bool hub, changed, forced;
	bool looked; /* for the file, with these words and events on this day */
	int again_ms;
	enum kiosk_catalogue_state state;
};

static void task_free(struct task *task)
{
	if (!task || atomic_fetch_sub(&task->refs, 1) > 1) {
		return;
	}
	(void)close(task->wake_fd);
	free(task->path);
	free(task->address);
	free(task->token_file);
	free(task->version);
	free(task->today);
	json_decref(task->own);
	lookup_catalogue_free(task->made);
	free(task->made_version);
	free(task);
}

/* ---- in the thread: the file ---- */

enum { SUM_SIZE = 2 * crypto_generichash_BYTES + 1 };

static void sum_of(const char *version, const char *export, char ret[SUM_SIZE])
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(
		&state, (const unsigned char *)version, strlen(version) + 1);
	(void)crypto_generichash_update(&state, (const unsigned char *)export, strlen(export));
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(ret, SUM_SIZE, hash, sizeof(hash));
}

/* Of an export, which it takes over. */
static int make(struct task *task, char *text, const char *version)
{
	int r = lookup_catalogue_new(text, search_words_read(json_object_get(task->own, "words")),
		life_events_read(json_object_get(task->own, "events")), task->today, &task->made);

	if (r == 0) {
		task->made_version = text_dup(version);
	}
	return r;
}

/* The file's first line says whether the rest is what was written. −EBADMSG: it is not. */
static int read_file(struct task *task)
{
	_cleanup_free_ char *file = NULL;
	char sum[SUM_SIZE];
	size_t size, head;
	json_t *json;
	int r = text_read_file(task->path, LOOKUP_EXPORT_MAX + HEAD_MAX, &file, &size);

	if (r < 0) {
		return r;
	}
	head = strcspn(file, "\n");
	json = json_loadb(file, head, 0, NULL);
	r = -EBADMSG;
	if (json && file[head]) {
		sum_of(json_get_text(json, "version"), file + head + 1, sum);
		if (strcmp(json_get_text(json, "sum"), sum) == 0) {
			r = make(task, text_dup(file + head + 1), json_get_text(json, "version"));
		}
	}
	json_decref(json);
	if (r == -EBADMSG) {
		(void)unlink(task->path);
		task->spoilt = true;
	}
	return r;
}

static int write_file(const struct task *task, const char *export)
{
	_cleanup_(textbuf_done) struct textbuf file = {0};
	_cleanup_free_ char *head = NULL;
	char sum[SUM_SIZE];
	json_t *json;

	sum_of(task->made_version, export, sum);
	json = json_pack("{s:s, s:s}", "version", task->made_version, "sum", sum);
	head = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	textbuf_printf(&file, "%s\n", head);
	textbuf_add(&file, export);
	return text_write_file(task->path, file.data, file.size, 0600);
}

/* ---- in the thread: the hub ---- */

/* What distinguishes the hub's catalogue from any other: its event, and when that was. */
static int ask_version(const struct task *task, const char *token, char **ret)
{
	_cleanup_free_ char *body = NULL;
	json_t *json;
	int status,
		r = client_call(task->address, token, "GET", "/api/v1/procedures?limit=1", NULL, 0,
			&status, &body);

	if (r < 0) {
		return r;
	}
	json = json_loads(body, 0, NULL);
	r = status != 200 || !json ? -EPROTO : 0;
	if (r == 0) {
		*ret = text_printf("%" PRId64 " %s", json_get_int(json, "catalogue"),
			json_get_text(json_object_get(json, "last"), "at"));
	}
	json_decref(json);
	return r;
}

/* A file in memory's content as text. */
static int read_all(int fd, char **ret)
{
	struct stat about;
	_cleanup_free_ char *text = NULL;
	ssize_t n;

	if (fstat(fd, &about) < 0) {
		return -errno;
	}
	if (about.st_size > LOOKUP_EXPORT_MAX) {
		return -EFBIG;
	}
	text = memory_new((size_t)about.st_size + 1, 1);
	n = pread(fd, text, (size_t)about.st_size, 0);
	if (n != about.st_size) {
		return n < 0 ? -errno : -EIO;
	}
	*ret = TAKE_PTR(text);
	return 0;
}

static int fetch(const struct task *task, const char *token, char **ret)
{
	_cleanup_free_ char *refusal = NULL;
	int status = 0, fd = memfd_create("procedures", MFD_CLOEXEC);
	int r = fd < 0 ? -errno
		       : client_fetch(task->address, token, "/api/v1/procedures/export?format=json",
				 fd, &status, &refusal);

	if (r == 0) {
		r = status == 200 ? read_all(fd, ret) : -EPROTO;
	}
	if (fd >= 0) {
		(void)close(fd);
	}
	return r;
}

static int ask_hub(struct task *task)
{
	_cleanup_free_ char *token = NULL, *error = NULL, *version = NULL, *export = NULL;
	int r = client_read_token(task->token_file, &token, &error);

	/* The version first: what comes meanwhile is told by an event. */
	if (r == 0) {
		r = ask_version(task, token, &version);
	}
	if (r < 0 || !version) {
		return r;
	}
	if (!task->forced && strcmp(version, task->version) == 0) {
		/* That of the file, too, unless words, events or the day are others. */
		return task->same ? 0 : read_file(task);
	}
	r = fetch(task, token, &export);
	if (r == 0) {
		r = make(task, text_dup(export), version);
	}
	if (r == 0) {
		task->kept = write_file(task, export);
		task->written = true;
	}
	return r;
}

static void *work(void *userdata)
{
	struct task *task = userdata;

	task->result = task->hub ? ask_hub(task) : read_file(task);
	(void)eventfd_write(task->wake_fd, 1);
	task_free(task);
	return NULL;
}

/* ---- in the loop ---- */

static bool same(const struct kiosk_catalogue *catalogue)
{
	return catalogue->current && strcmp(catalogue->today, catalogue->wanted_day) == 0 &&
		(catalogue->own == catalogue->wanted_own ||
			json_equal(catalogue->own, catalogue->wanted_own));
}

/* Starts the thread if there is something to do, and none is at it. */
static void begin(struct kiosk_catalogue *catalogue)
{
	struct task *task;
	bool ask = catalogue->hub && (catalogue->changed || catalogue->forced);

	if (catalogue->task || !*catalogue->wanted_day || (!ask && catalogue->looked)) {
		return;
	}
	task = memory_new(1, sizeof(*task));
	*task = (struct task){
		.wake_fd = dup(catalogue->wake_fd),
		.path = text_dup(catalogue->path),
		.address = text_dup(catalogue->address),
		.token_file = text_dup(catalogue->token_file),
		/* The file first: it is here. */
		.hub = ask && catalogue->looked,
		.forced = catalogue->forced,
		.version = text_dup(catalogue->version),
		.today = text_dup(catalogue->wanted_day),
		.own = json_deep_copy(catalogue->wanted_own),
		.same = same(catalogue),
	};
	atomic_init(&task->refs, 2);
	if (task->hub) {
		catalogue->changed = false;
		catalogue->forced = false;
	}
	catalogue->looked = true;
	catalogue->task = task;
	if (pthread_create(&catalogue->thread, NULL, work, task) != 0) {
		abort(); /* a thread is a few kilobytes */
	}
}

static void try_later(struct kiosk_catalogue *catalogue)
{
	(void)sd_event_source_set_time_relative(
		catalogue->again, (uint64_t)catalogue->again_ms * 1000);
	(void)sd_event_source_set_enabled(catalogue->again, SD_EVENT_ONESHOT);
	catalogue->again_ms = MIN_OF(2 * catalogue->again_ms, AGAIN_MAX_MS);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	begin(userdata);
	return 0;
}

static void use(struct kiosk_catalogue *catalogue, struct task *task)
{
	lookup_catalogue_free(catalogue->current);
	catalogue->current = TAKE_PTR(task->made);
	free(catalogue->version);
	catalogue->version = TAKE_PTR(task->made_version);
	free(catalogue->today);
	catalogue->today = TAKE_PTR(task->today);
	json_decref(catalogue->own);
	catalogue->own = TAKE_PTR(task->own);
	log_notice("%zu procedures can be looked up (catalogue %s)",
		lookup_catalogue_count(catalogue->current), catalogue->version);
}

static void on_failed(struct kiosk_catalogue *catalogue, const struct task *task)
{
	/* Without a file, what the hub has is asked for whatever its version. */
	catalogue->forced |= task->forced || task->spoilt || task->result == -ENOENT;
	if (task->spoilt) {
		log_warning(FAULT_DEVICE, "%s is damaged and was thrown away", task->path);
	} else if (task->result != -ENOENT) {
		log_warning(task->hub ? FAULT_SITE : FAULT_DEVICE,
			"no catalogue of procedures %s: %s",
			task->hub ? "from the hub" : "on the disk", strerror(-task->result));
	}
	if (task->hub) {
		catalogue->changed = true;
		try_later(catalogue);
	}
}

static int on_wake(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct kiosk_catalogue *catalogue = userdata;
	struct task *task = TAKE_PTR(catalogue->task);
	eventfd_t count;

	(void)source;
	(void)revents;
	(void)eventfd_read(fd, &count);
	if (!task) {
		return 0;
	}
	(void)pthread_join(catalogue->thread, NULL);
	if (task->result < 0) {
		on_failed(catalogue, task);
	} else if (task->hub) {
		catalogue->again_ms = AGAIN_MS;
	}
	if (task->made) {
		use(catalogue, task);
	}
	if (catalogue->current && (catalogue->state == KIOSK_CATALOGUE_NONE || task->written)) {
		catalogue->state = task->kept < 0 ? KIOSK_CATALOGUE_NOT_KEPT : KIOSK_CATALOGUE_KEPT;
	}
	if (task->kept < 0) {
		log_warning(FAULT_DEVICE, "%s is not kept: %s", task->path, strerror(-task->kept));
	}
	if (task->result >= 0 || !task->hub) {
		begin(catalogue);
	}
	task_free(task);
	catalogue->calls->changed(catalogue->userdata);
	return 0;
}

static void set_text(char **text, const char *to)
{
	char *copy = text_dup(to);

	free(*text);
	*text = copy;
}

void kiosk_catalogue_follow(
	struct kiosk_catalogue *catalogue, const struct kiosk_catalogue_wish *wish, bool changed)
{
	set_text(&catalogue->address, wish->address);
	set_text(&catalogue->token_file, wish->token_file);
	set_text(&catalogue->wanted_day, wish->today);
	json_decref(catalogue->wanted_own);
	catalogue->wanted_own = json_deep_copy(wish->own);
	catalogue->looked = catalogue->looked && (!catalogue->current || same(catalogue));
	/* While it was away, there may have been an import. */
	catalogue->changed |= changed || (wish->hub && !catalogue->hub);
	catalogue->hub = wish->hub;
	begin(catalogue);
}

void kiosk_catalogue_forget(struct kiosk_catalogue *catalogue)
{
	catalogue->forced = true;
	begin(catalogue);
}

struct lookup_catalogue *kiosk_catalogue_get(const struct kiosk_catalogue *catalogue)
{
	return catalogue->current;
}

enum kiosk_catalogue_state kiosk_catalogue_state(const struct kiosk_catalogue *catalogue)
{
	return catalogue->state;
}

/* ---- the site ---- */

json_t *kiosk_catalogue_site(const struct kiosk_catalogue *catalogue)
{
	_cleanup_free_ char *text = NULL;
	size_t size;

	return text_read_file(catalogue->site_path, SITE_MAX, &text, &size) < 0
		? NULL
		: json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
}

void kiosk_catalogue_keep_site(struct kiosk_catalogue *catalogue, const json_t *site)
{
	_cleanup_free_ char *text = json_dumps(site, JSON_COMPACT), *former = NULL;
	size_t size;
	int r = 0;

	if (!text ||
		(text_read_file(catalogue->site_path, SITE_MAX, &former, &size) == 0 &&
			strcmp(former, text) == 0)) {
		return;
	}
	r = text_write_file(catalogue->site_path, text, strlen(text), 0600);
	if (r < 0) {
		log_warning(FAULT_DEVICE, "%s is not kept: %s", catalogue->site_path, strerror(-r));
	}
}

/* ---- life ---- */

static int add_sources(sd_event *event, struct kiosk_catalogue *catalogue)
{
	int r;

	catalogue->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (catalogue->wake_fd < 0) {
		return -errno;
	}
	r = sd_event_add_io(
		event, &catalogue->wake, catalogue->wake_fd, EPOLLIN, on_wake, catalogue);
	if (r >= 0) {
		r = sd_event_add_time(event, &catalogue->again, CLOCK_MONOTONIC, UINT64_MAX, 0,
			on_again, catalogue);
	}
	return r < 0 ? r : sd_event_source_set_enabled(catalogue->again, SD_EVENT_OFF);
}

int kiosk_catalogue_open(sd_event *event, const char *folder,
	const struct kiosk_catalogue_calls *calls, void *userdata, struct kiosk_catalogue **ret)
{
	_cleanup_(kiosk_catalogue_closep) struct kiosk_catalogue *catalogue =
		memory_new(1, sizeof(*catalogue));
	_cleanup_free_ char *parent = text_dup(folder);
	char *slash = strrchr(parent, '/');
	int r;

	*catalogue = (struct kiosk_catalogue){
		.folder = text_dup(folder),
		.path = text_printf("%s/procedures", folder),
		.site_path = text_printf("%s/site.json", folder),
		.calls = calls,
		.userdata = userdata,
		.wake_fd = -1,
		.version = text_dup(""),
		.today = text_dup(""),
		.address = text_dup(""),
		.token_file = text_dup(""),
		.wanted_day = text_dup(""),
		.again_ms = AGAIN_MS,
	};
	if (slash) {
		*slash = '\0';
		(void)mkdir(parent, 0700);
	}
	(void)mkdir(folder, 0700); /* writing tells when that fails */
	r = sodium_init() < 0 ? -EIO : add_sources(event, catalogue);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(catalogue);
	return 0;
}

/* A thread that waits for a hub that has gone quiet ends with the process. */
static void end_thread(struct kiosk_catalogue *catalogue)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += END_S;
	if (pthread_timedjoin_np(catalogue->thread, NULL, &until) != 0) {
		(void)pthread_detach(catalogue->thread);
	}
	task_free(TAKE_PTR(catalogue->task));
}

void kiosk_catalogue_close(struct kiosk_catalogue *catalogue)
{
	if (!catalogue) {
		return;
	}
	if (catalogue->task) {
		end_thread(catalogue);
	}
	catalogue->wake = sd_event_source_disable_unref(catalogue->wake);
	catalogue->again = sd_event_source_disable_unref(catalogue->again);
	if (catalogue->wake_fd >= 0) {
		(void)close(catalogue->wake_fd);
	}
	lookup_catalogue_free(catalogue->current);
	json_decref(catalogue->own);
	json_decref(catalogue->wanted_own);
	free(catalogue->folder);
	free(catalogue->path);
	free(catalogue->site_path);
	free(catalogue->version);
	free(catalogue->today);
	free(catalogue->address);
	free(catalogue->token_file);
	free(catalogue->wanted_day);
	free(catalogue);
}
