/* SPDX-License-Identifier: Apache-2.0 */
/* layso-hubd: the hub of the hall. Its parts in the order in which they start. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/daemon.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "check/check-database.h"
#include "hub/hub-api.h"
#include "hub/hub-archive.h"
#include "hub/hub-buckets.h"
#include "hub/hub-counts.h"
#include "hub/hub-headers.h"
#include "hub/hub-hall.h"
#include "hub/hub-health.h"
#include "hub/hub-http.h"
#include "hub/hub-listen.h"
#include "hub/hub-lookup-index.h"
#include "hub/hub-search.h"
#include "hub/hub-worker.h"
#include "hub/hub-integrity.h"
#include "hub/hub-monthly.h"
#include "hub/hub-nightly.h"
#include "hub/hub-pages.h"
#include "hub/hub-pictures.h"
#include "hub/hub-peer.h"
#include "hub/hub-idempotency.h"
#include "hub/hub-screens.h"
#include "hub/hub-secret.h"
#include "hub/hub-settings.h"
#include "hub/hub-shares.h"
#include "hub/hub-snapshot.h"
#include "hub/hub-stream.h"
#include "hub/hub-throttle.h"
#include "hub/hub-tidy.h"
#include "hub/hub-training.h"
#include "hub/hub-visits.h"
#include "hub/hub-writer.h"
#include "queue/archive.h"
#include "queue/backups.h"
#include "queue/files.h"
#include "ui/phrases.h"

enum { DRAIN_MS = 2000 };
#define CERTIFICATE_LOOK_US (3600 * 1000000ULL) /* how often it is looked at */

/* Writer: the committed events reach the replica, the streams, and what is kept of them. */

static void apply(struct hub *hub, const struct published *published)
{
	const struct event *event = &published->event;
	int r = replica_fold(&hub->replica, event);

	if (r < 0) {
		log_error(FAULT_OURS, "event %lld does not fit the replica; ending, to start anew",
			(long long)event->seq);
		(void)sd_event_exit(hub->event, r);
		return;
	}
	streams_push(hub->streams, event, published->data);
	halls_push(hub->halls, event, published->data);
	hub_pictures_on_event(hub->pictures, event);
	hub_search_on_event(hub->search, event);
	if (event->kind == EVENT_DEVICE_REMOVE) {
		health_forget(hub->health, event->device);
	}
	if (event->kind == EVENT_ACKNOWLEDGE) {
		health_acknowledged(hub);
	}
	if (event->kind == EVENT_TOKEN) {
		r = auth_load(&hub->auth, hub->reader);
		if (r < 0) {
			log_error(FAULT_DEVICE, "cannot read the tokens: %s", strerror(-r));
		}
	}
	if (event->kind == EVENT_DAY_CLOSE && hub->nightly) {
		integrity_look(hub->integrity);
		tidy_look(hub->tidy);
		nightly_look(hub->nightly);
		monthly_look(hub->monthly);
		archiver_look(hub->archiver);
	}
	if (event->kind == EVENT_STAFF || event->kind == EVENT_SITE || event->kind == EVENT_TOKEN) {
		api_staff_reload(hub);
	}
}

static void on_publish(const struct published *events, size_t n, void *userdata)
{
	for (size_t i = 0; i < n; i++) {
		apply(userdata, &events[i]);
	}
}

/* Whoever asked is answered first, then everybody hears of it. */
static void on_batch_done(void *userdata)
{
	struct hub *hub = userdata;

	http_run(hub->http);
	if (streams_count(hub->streams) > 0) {
		streams_wake(hub->streams);
		http_run(hub->http);
	}
	if (halls_wake(hub->halls)) {
		http_run(hub->http);
	}
}

/* Life */

/* hub_settings_check has seen to them; a word that is no role is "none". */
static void set_roles(struct hub *hub)
{
	hub->people.auth = &hub->auth;
	hub->people.idle_s = hub->settings->sign_in_idle_minutes * 60;
	hub->people.life_s = hub->settings->sign_in_hours * 3600;
	if (role_parse(hub->settings->loopback_role, &hub->loopback_role) < 0) {
		hub->loopback_role = ROLE_NONE;
	}
	if (local_parse(hub->settings->local, &hub->local) < 0) {
		hub->local = (struct local_users){.n = 0};
	}
}

/* The database: written by the writer's thread, read here. */
static int start_storage(struct hub *hub)
{
	const char *data = hub->settings->data;
	bool frozen;
	int r = writer_new(hub->event, data, hub->settings->volatile_ok, on_publish, on_batch_done,
		hub, &hub->writer);

	if (r == -ENODATA) {
		return r; /* it was said what to do */
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot open the database in %s: %s", data, strerror(-r));
		return r;
	}
	frozen = writer_is_frozen(hub->writer);
	memcpy(hub->secret, writer_secret(hub->writer), sizeof(hub->secret));
	r = store_open_reader(data, frozen, &hub->reader);
	if (r >= 0) {
		r = replica_load(&hub->replica, hub->reader);
	}
	if (r >= 0) {
		r = auth_load(&hub->auth, hub->reader);
	}
	if (r >= 0) {
		r = people_load(&hub->people, hub->reader);
	}
	if (r >= 0) {
		r = api_sign_in_remember(hub);
	}
	if (r >= 0) {
		r = worker_new(hub->event, data, frozen, LIMIT_LOOKUPS, &hub->worker);
	}
	if (r >= 0) {
		r = worker_new(hub->event, NULL, false, LIMIT_SECRETS, &hub->secrets);
	}
	if (r >= 0) {
		r = worker_new(hub->event, data, frozen, 1, &hub->backups);
	}
	r = r < 0 ? r : worker_new(hub->event, NULL, false, LIMIT_SETUPS, &hub->setup);
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot read the database in %s: %s", data, strerror(-r));
	}
	return r;
}

static int load_certificate(const struct hub_settings *settings, enum tls_own when, struct tls *ret)
{
	struct clock_reading now;

	clock_now(&now);
	if (*settings->tls_certificate) {
		return tls_load(settings->tls_certificate, settings->tls_key, ret);
	}
	return tls_own(settings->data, settings->tls_names, when, &now, ret);
}

/* The hub runs for months: a certificate that ends soon, no longer names the board, or was replaced
 * by whoever gave it gives way to a new one. Without a good one the present stays. */
static void renew_certificate(struct hub *hub)
{
	_cleanup_(tls_done) struct tls tls = {0};
	int r;

	if (!hub->tls.certificate || load_certificate(hub->settings, TLS_WHILE_RUNNING, &tls) < 0) {
		return;
	}
	if (strcmp(tls.certificate, hub->tls.certificate) == 0) {
		http_forget_retired(hub->http);
		return;
	}
	r = http_renew(hub->http, &tls);
	if (r == -EBUSY) {
		log_warning(FAULT_NONE,
			"too many connections with former certificates; the new "
			"one must wait");
		return;
	}
	if (r < 0) {
		log_error(FAULT_OURS,
			"cannot go on with the new certificate: %s; ending, to start "
			"anew",
			strerror(-r));
		(void)sd_event_exit(hub->event, r);
		return;
	}
	log_notice("new connections get the certificate SHA-256 %s", tls.fingerprint);
	tls_done(&hub->tls);
	hub->tls = tls;
	tls = (struct tls){0};
}

static int on_certificate_time(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)usec;
	renew_certificate(userdata);
	(void)sd_event_source_set_time_relative(source, CERTIFICATE_LOOK_US);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static int start_tls(struct hub *hub)
{
	int r = 0;

	if (!*hub->settings->tls_listen) {
		return 0;
	}
	/* Without HTTPS the local kiosks and displays keep working; health reports the error. */
	if (load_certificate(hub->settings, TLS_AT_START, &hub->tls) < 0) {
		log_error(FAULT_SITE,
			"nobody can come by HTTPS until the hub starts with a "
			"certificate and key that fit");
	} else {
		r = sd_event_add_time_relative(hub->event, &hub->certificate_time, CLOCK_MONOTONIC,
			CERTIFICATE_LOOK_US, CERTIFICATE_LOOK_US / 10, on_certificate_time, hub);
	}
	return MIN_OF(r, 0);
}

/* Without the texts tickets are still issued, but pages and reports show keys. A reload keeps the
 * earlier texts. */
static void load_phrases(struct hub *hub)
{
	struct phrases *phrases;

	if (phrases_load(NULL, &phrases) == 0) {
		phrases_free(hub->phrases);
		hub->phrases = phrases;
	} else if (!hub->phrases) {
		log_error(FAULT_SITE, "pages and reports have no words; is LAYSO_DATADIR right?");
		hub->phrases = phrases_none();
	}
}

static void load_pages(struct hub *hub)
{
	const struct training_band band = training_band(hub);

	pages_free(hub->pages);
	hub->pages = pages_new(paths_datadir(), &band, hub->settings->theme, hub->strict_transport);
}

static void on_pictures(struct hub *hub)
{
	halls_look(hub->halls);
}

static int start_search(struct hub *hub)
{
	int r = hub_search_new(hub, &hub->search);

	hub->visits = visits_new();
	return r < 0 ? r : hub_counts_new(hub, &hub->counts);
}

/* What looks after the data from time to time. */
static int start_rounds(struct hub *hub, bool mended)
{
	int r = integrity_new(hub, mended, &hub->integrity);

	r = r < 0 ? r : tidy_new(hub, &hub->tidy);
	r = r < 0 ? r : nightly_new(hub, &hub->nightly);
	r = r < 0 ? r : monthly_new(hub, &hub->monthly);
	return r < 0 ? r : archiver_new(hub, &hub->archiver);
}

static int start_parts(struct hub *hub)
{
	bool mended;
	int r = auth_init();

	if (r < 0) {
		log_error(FAULT_OURS, "no random numbers: %s", strerror(-r));
		return r;
	}
	hub->idempotency = idempotency_new();
	hub->rates = rates_new();
	hub->shares = shares_new();
	hub->issue_buckets = buckets_new();
	hub->report_buckets = buckets_new();
	hub->look_buckets = buckets_new();
	hub->screens = screens_new();
	hub->throttle = throttle_new();
	hub->strict_transport = headers_strict(hub->settings);
	hub->snapshot = snapshot_new(hub->strict_transport);
	mended = store_is_suspect(hub->settings->data);
	load_phrases(hub);
	r = training_new(hub, &hub->training);
	r = r < 0 ? r : start_storage(hub);
	if (r < 0) {
		return r;
	}
	load_pages(hub);
	hub_pictures_new(hub, on_pictures, &hub->pictures);
	r = streams_new(hub, &hub->streams);
	if (r >= 0) {
		r = halls_new(hub, &hub->halls);
	}
	if (r >= 0) {
		r = start_rounds(hub, mended);
	}
	if (r >= 0) {
		r = health_new(hub, &hub->health);
	}
	if (r >= 0) {
		r = start_search(hub);
	}
	if (r >= 0) {
		hub_pictures_look(hub->pictures);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot start: %s", strerror(-r));
		return r;
	}
	r = start_tls(hub);
	if (r >= 0 && hub->training) {
		r = training_start(hub->training);
	}
	return r < 0 ? r : http_new(hub, request_access, request_completed, &hub->http);
}

static int start(sd_event *event, void *settings, void **ret_state)
{
	struct hub *hub = memory_new(1, sizeof(*hub));

	hub->event = event;
	hub->find_route = route_find;
	hub->put_unknown_page = pages_put_unknown;
	hub->settings = settings;
	clock_trust(hub->settings->clock_trusted);
	clock_now(&hub->started);
	set_roles(hub);
	*ret_state = hub; /* stop frees it, also after a failure */
	return start_parts(hub);
}

static void reload(void *state, void *settings)
{
	struct hub *hub = state;

	hub->settings = settings;
	clock_trust(hub->settings->clock_trusted);
	set_roles(hub);
	load_phrases(hub);
	load_pages(hub);
	halls_reload(hub->halls);
	renew_certificate(hub);
	tidy_look(hub->tidy);
	monthly_look(hub->monthly);
	nightly_look(hub->nightly);
	archiver_look(hub->archiver);
}

/* Accepts no new connections; requests under way are committed and answered, then streams end. */
static void stop(void *state)
{
	struct hub *hub = state;

	if (!hub) {
		return;
	}
	hub->ending = true;
	http_quiesce(hub->http);
	atomic_store(&hub->backup_stop, true);
	worker_stop(hub->secrets);
	worker_stop(hub->backups);
	worker_stop(hub->setup);
	hub_search_stop(hub->search);
	worker_stop(hub->worker);
	writer_stop(hub->writer);
	streams_end_all(hub->streams);
	halls_end(hub->halls);
	http_drain(hub->http, DRAIN_MS);
	http_free(hub->http);
	request_free_spent(hub);
	integrity_free(hub->integrity);
	tidy_free(hub->tidy);
	monthly_free(hub->monthly);
	archiver_free(hub->archiver);
	nightly_free(hub->nightly); /* when all that matters more has ended: a stick may hang */
	health_free(hub->health);
	streams_free(hub->streams);
	halls_free(hub->halls);
	pages_free(hub->pages);
	phrases_free(hub->phrases);
	snapshot_free(hub->snapshot);
	throttle_free(hub->throttle);
	rates_free(hub->rates);
	visits_free(hub->visits);
	shares_free(hub->shares);
	buckets_free(hub->issue_buckets);
	buckets_free(hub->report_buckets);
	buckets_free(hub->look_buckets);
	screens_free(hub->screens);
	idempotency_free(hub->idempotency);
	worker_free(hub->secrets);
	worker_free(hub->backups);
	worker_free(hub->setup);
	worker_free(hub->worker);
	hub_search_free(hub->search);
	hub_counts_free(hub->counts);
	lookup_index_free(hub->lookup_index);
	hub_pictures_free(hub->pictures);
	replica_done(&hub->replica);
	sd_event_source_disable_unref(hub->certificate_time);
	tls_done(&hub->tls);
	people_done(&hub->people);
	auth_done(&hub->auth);
	store_close(hub->reader);
	writer_free(hub->writer);
	training_free(hub->training);
	free(hub);
}

/* Whoever types a command is often root: what it makes or touches must stay the hub's own, who owns
 * the folder. */
static int become_owner(const void *userdata)
{
	const struct hub_settings *settings = userdata;
	struct stat st;

	if (settings->training || training_owns(settings->data)) {
		log_error(FAULT_SITE,
			"%s is a training centre's, made anew at each start: there is nothing to "
			"verify, keep or restore",
			settings->data);
		return -EMEDIUMTYPE;
	}
	if (geteuid() != 0 || stat(settings->data, &st) < 0 || st.st_uid == 0) {
		return 0;
	}
	if (setgroups(0, NULL) < 0 || setgid(st.st_gid) < 0 || setuid(st.st_uid) < 0) {
		log_error(FAULT_OURS, "cannot act as the owner of %s: %s", settings->data,
			strerror(errno));
		return -errno;
	}
	return 0;
}

/* --make-certificate: the self-made one anew, with the key of before. */
static int make_certificate(void *userdata)
{
	const struct hub_settings *settings = userdata;
	_cleanup_(tls_done) struct tls tls = {0};

	if (*settings->tls_certificate) {
		log_error(FAULT_SITE, "tls.certificate names one that is not the hub's to make");
		return EXIT_FAILURE;
	}
	if (load_certificate(settings, TLS_ANEW, &tls) < 0) {
		return EXIT_FAILURE;
	}
	printf("SHA-256 %s\npin     %s\n", tls.fingerprint, tls.pin);
	return EXIT_SUCCESS;
}

static void print_verified(
	const struct hub_settings *settings, const struct store_verified *verified)
{
	if (*verified->missing) {
		printf("verified from event %lld to %lld: they lead from the state of the newest "
		       "checkpoint to the tables. NOT verified: the events before, which are in "
		       "archives; %s/" ARCHIVE_FOLDER "/%s is not there\n",
			(long long)verified->from, (long long)verified->last, settings->data,
			verified->missing);
		return;
	}
	printf("verified: %lld events rebuild to the same tables", (long long)verified->last);
	if (verified->archives > 0) {
		printf(", %d archives of past years among them, each to its checkpoint",
			verified->archives);
	}
	printf("\n");
}

/* --verify: the tables must be what the log says. */
static int verify(void *userdata)
{
	const struct hub_settings *settings = userdata;
	_cleanup_free_ char *report = NULL;
	struct store_verified verified = {0};
	int r = store_verify_chain(settings->data, &verified, &report);

	if (r == 0) {
		print_verified(settings, &verified);
		return EXIT_SUCCESS;
	}
	if (report) {
		printf("%s", report);
		if (*report && report[strlen(report) - 1] != '\n') {
			printf("\n");
		}
	} else {
		log_error(FAULT_DEVICE, "cannot verify %s: %s", settings->data, strerror(-r));
	}
	return EXIT_FAILURE;
}

/* --archive: what the hub does by itself after a day, while it does not run. */
static int archive(void *userdata)
{
	const struct hub_settings *settings = userdata;
	int n = 0;
	int r = -EINVAL;

	if (settings->archive_keep_days == 0) {
		log_error(FAULT_SITE, "archive.keep_days is 0: nothing is archived");
		return EXIT_FAILURE;
	}
	r = archive_all(settings->data, settings->volatile_ok, settings->archive_keep_days, &n);
	if (r < 0) {
		log_error(r == -EBUSY ? FAULT_SITE : FAULT_DEVICE, "cannot archive: %s",
			r == -EBUSY ? "a hub is running, which does so by itself" : strerror(-r));
		return EXIT_FAILURE;
	}
	printf("%d years were archived in %s/" ARCHIVE_FOLDER "\n", n, settings->data);
	return EXIT_SUCCESS;
}

/* --create: an empty hall, which the hub never makes by itself. */
static int create(void *userdata)
{
	const struct hub_settings *settings = userdata;

	if (store_create(settings->data) < 0) {
		return EXIT_FAILURE;
	}
	printf("there is an empty database in %s now, for a new hall\n", settings->data);
	return EXIT_SUCCESS;
}

static const char *restore_file;
static const char *numbers_above;

static void print_numbers(const struct store_restored *restored)
{
	if (restored->raised_above > 0) {
		printf("the numbers of %s go on above %d, so that none is given twice\n",
			restored->raised_day, restored->raised_above);
	}
	if (restored->numbers_unknown) {
		printf("WARNING: there was no readable database here: numbers that were given "
		       "after the backup may be given again today. If somebody holds such a slip, "
		       "restore once more with --numbers-above and the highest number on them.\n");
	}
}

/* Where the archives are that a backup needs: beside it, on the medium of the backups. */
struct archive_folders {
	char *path[3];
	const char *list[4];
};

static void archive_folders_done(struct archive_folders *folders)
{
	for (size_t i = 0; i < ELEMENTS(folders->path); i++) {
		free(folders->path[i]);
	}
}

static void find_archive_folders(
	const char *file, const struct hub_settings *settings, struct archive_folders *ret)
{
	const char *slash = strrchr(file, '/');
	int n = slash ? (int)(slash - file) : 1;

	ret->path[0] = text_printf("%.*s/" ARCHIVE_FOLDER, n, slash ? file : ".");
	ret->path[1] = text_printf("%.*s", MAX_OF(n, 1), slash ? file : ".");
	if (*settings->backup_folder) {
		ret->path[2] = text_printf("%s/" ARCHIVE_FOLDER, settings->backup_folder);
	}
	for (size_t i = 0; i < ELEMENTS(ret->path); i++) {
		ret->list[i] = ret->path[i];
	}
}

static void print_archives(const struct hub_settings *settings,
	const struct archive_folders *folders, const struct store_restored *restored)
{
	if (restored->archives > 0) {
		printf("%d archives of past years were brought along\n", restored->archives);
	}
	if (!restored->archives_missing) {
		return;
	}
	printf("WARNING: these archives of past years were not found: %s. Looked in "
	       "%s/" ARCHIVE_FOLDER,
		restored->archives_missing, settings->data);
	for (size_t i = 0; folders->list[i]; i++) {
		printf(", %s", folders->list[i]);
	}
	printf(". Tickets and figures of those years are there; the events behind them are not, "
	       "until the files are put into %s/" ARCHIVE_FOLDER ".\n",
		settings->data);
}

/* --restore: a backup replaces the database. */
static int restore(void *userdata)
{
	_cleanup_(archive_folders_done) struct archive_folders folders = {0};
	const struct hub_settings *settings = userdata;
	struct restore_options options = {.volatile_ok = settings->volatile_ok};
	struct store_restored restored = {0};
	int64_t above = 0;
	int r;

	if (numbers_above && text_parse_int(numbers_above, 1, LIMIT_NUMBER - 1, &above) < 0) {
		log_error(
			FAULT_SITE, "--numbers-above: '%s' is no number of a slip", numbers_above);
		return EXIT_FAILURE;
	}
	options.numbers_above = (int)above;
	if (access(restore_file, R_OK) < 0 && errno == EACCES) {
		log_error(FAULT_SITE,
			"the owner of %s may not read %s: put it where everybody may, such as /tmp",
			settings->data, restore_file);
		return EXIT_FAILURE;
	}
	find_archive_folders(restore_file, settings, &folders);
	options.archives = folders.list;
	clock_now(&options.now);
	r = store_restore(settings->data, restore_file, &options, &restored);
	if (r < 0) {
		log_error(r == -EBUSY ? FAULT_SITE : FAULT_DEVICE,
			"nothing was restored from %s: %s", restore_file,
			r == -EBUSY ? "a hub is running; stop it first" : strerror(-r));
		return EXIT_FAILURE;
	}
	printf("restored: %lld events from %s\n", (long long)restored.facts.events, restore_file);
	if (restored.aside) {
		printf("the database that was there is now %s\n", restored.aside);
	}
	if (restored.former_seq > restored.facts.seq) {
		printf("it has %lld later events, which are not in force any more: tickets issued "
		       "after the backup are unknown now\n",
			(long long)(restored.former_seq - restored.facts.seq));
	}
	print_numbers(&restored);
	print_archives(settings, &folders, &restored);
	printf("Tokens and accounts are those of the backup, too.\n");
	store_restored_done(&restored);
	return EXIT_SUCCESS;
}

static int drill_check(const char *folder, int64_t *ret_tickets, int64_t *ret_days)
{
	struct check_report report = {0};
	int r = check_database(folder, &report);

	if (r == 0 && report.violations > 0) {
		r = -EUCLEAN;
	}
	if (r < 0 && report.said.data) {
		printf("%s", report.said.data);
	}
	*ret_tickets = report.tickets;
	*ret_days = report.days;
	check_report_done(&report);
	return r;
}

/* The folder, empty, with its lock: a hub that tidies up lets it be. −EBUSY: another drill. */
static int make_drill(const char *folder, int *ret_fd)
{
	_cleanup_close_ int fd = -1;

	if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
		return -errno;
	}
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		return -errno;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* --drill: the newest backup is restored into a folder of its own, checked in two ways, and thrown
 * away; the hub may run meanwhile. */
static int drill(void *userdata)
{
	const struct hub_settings *settings = userdata;
	_cleanup_free_ char *folder = text_printf("%s/" STORE_DRILL, settings->data);
	struct restore_options options = {.volatile_ok = settings->volatile_ok};
	_cleanup_free_ char *report = NULL;
	_cleanup_free_ char *file = NULL;
	_cleanup_close_ int fd = -1;
	struct store_restored restored = {0};
	int64_t began_ms = clock_mono_ms();
	int64_t tickets = 0;
	int64_t days = 0;
	int64_t events = 0;
	int r;

	if (!*settings->backup_folder) {
		log_error(FAULT_SITE, "backup.folder is not set: there are no backups to try");
		return EXIT_FAILURE;
	}
	r = backups_newest(settings->backup_folder, &file);
	if (r < 0) {
		log_error(FAULT_SITE, "there is no backup in %s: %s", settings->backup_folder,
			strerror(-r));
		return EXIT_FAILURE;
	}
	files_remove_drill(settings->data); /* of one that was killed */
	r = make_drill(folder, &fd);
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot make %s: %s", folder, strerror(-r));
		return EXIT_FAILURE;
	}
	clock_now(&options.now);
	r = store_restore(folder, file, &options, &restored);
	if (r == 0) {
		r = store_verify(folder, &events, &report);
	}
	if (report) {
		printf("%s", report);
	}
	if (r == 0) {
		r = drill_check(folder, &tickets, &days);
	}
	store_restored_done(&restored);
	(void)close(TAKE_FD(fd));
	files_remove_drill(settings->data);
	if (r < 0) {
		log_error(FAULT_DEVICE, "THE BACKUP %s CANNOT BE USED: %s", file, strerror(-r));
		return EXIT_FAILURE;
	}
	printf("the backup %s can be restored: %lld tickets of %lld days, %lld events; "
	       "restored and checked in %.1f s, nothing was changed\n",
		file, (long long)tickets, (long long)days, (long long)restored.facts.events,
		(double)(clock_mono_ms() - began_ms) / 1000);
	return EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
	static struct hub_settings settings;
	static const struct daemon_option options[] = {
		{"data", "DIR", "keep the database in this folder", "hub.data", NULL},
		{"listen", "ADDRESSES", "listen here (host:port, comma separated)", "http.listen",
			NULL},
		{"socket", "PATH", "the Unix socket for local programs", "http.socket", NULL},
		{"make-certificate", NULL, "make the self-made TLS certificate anew", NULL,
			make_certificate},
		{"create", NULL, "make an empty database, for a new hall, where there is none",
			NULL, create},
		{"verify", NULL, "rebuild the tables from the event log and compare", NULL, verify},
		{"archive", NULL,
			"put the events of past years into archives (the hub must not run)", NULL,
			archive},
		{"restore", "FILE", "put a backup in the database's place (the hub must not run)",
			NULL, restore, &restore_file},
		{"drill", NULL,
			"try whether the newest backup in backup.folder can be restored; changes "
			"nothing",
			NULL, drill},
		{"numbers-above", "N", "with --restore: today's numbers go on above N", NULL, NULL,
			&numbers_above},
		{NULL},
	};
	static const struct daemon_program program = {
		.name = "layso-hubd",
		.summary = "owns the queue: issues, calls and remembers every ticket.",
		.config = "/etc/layso/hubd.conf",
		.items = hub_settings_items,
		.options = options,
		.settings = &settings,
		.settings_size = sizeof(settings),
		.check = hub_settings_check,
		.before_action = become_owner,
		.start = start,
		.reload = reload,
		.stop = stop,
	};

	/* The database holds secrets: only the hub's user may read the files made beside it,
	 * whoever started the hub. */
	(void)umask(0077);
	secret_wipe_json();
	return daemon_run(&program, argc, argv);
}
