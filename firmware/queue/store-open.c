/* SPDX-License-Identifier: Apache-2.0 */
/* Opening the database: the folder's lock, the schema, the pragmas, and what to do with a damaged
 * file. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/magic.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/daemon.h"
#include "base/log.h"
#include "base/text.h"
#include "queue/checkpoint.h"
#include "queue/archive.h"
#include "queue/files.h"
#include "queue/replace.h"
#include "queue/store-internal.h"
#include "schema.h"

enum {
	BUSY_MS = 5000,
	WAL_PAGES = 4000,
	CHECK_MAX_S = 900, /* time to check every page of an 8 GB card */
};

int store_get_int(struct store *store, const char *sql, int64_t *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *statement = NULL;
	int r = store_prepare(store, sql, &statement);

	if (r < 0) {
		return r;
	}
	if (sqlite3_step(statement) != SQLITE_ROW) {
		return store_error(store, sql);
	}
	*ret = sqlite3_column_int64(statement, 0);
	return 0;
}

int store_schema_newest(void)
{
	return (int)ELEMENTS(schema_versions);
}

/* Upgrades the schema to the newest version; each numbered file is one transaction. */
static int upgrade(struct store *store)
{
	int64_t version = 0;
	int r = store_get_int(store, "PRAGMA user_version", &version);

	if (r < 0) {
		return r;
	}
	if (version > (int64_t)ELEMENTS(schema_versions)) {
		log_error(FAULT_SITE, "the database is of a newer layso (schema %lld)",
			(long long)version);
		return -ENOTSUP;
	}
	for (size_t i = (size_t)version; r == 0 && i < ELEMENTS(schema_versions); i++) {
		_cleanup_free_ char *sql =
			text_printf("BEGIN IMMEDIATE;\n%s\nPRAGMA user_version=%zu;\nCOMMIT;",
				schema_versions[i], i + 1);

		r = store_exec(store, sql);
	}
	return r;
}

static int prepare_requests(struct store *store)
{
	int r = store_prepare(store,
		"SELECT digest, ticket, counter, created, seq FROM request "
		"WHERE caller = ?1 AND id = ?2",
		&store->find_request);

	if (r == 0) {
		r = store_prepare(store,
			"INSERT INTO request (caller, id, digest, ticket, counter, created, seq) "
			"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
			&store->insert_request);
	}
	if (r == 0) {
		r = store_prepare(
			store, "DELETE FROM request WHERE n <= ?1", &store->prune_requests);
	}
	return r;
}

static int prepare_all(struct store *store)
{
	static const char events[] =
		"SELECT seq, kind, ticket, counter, session, actor, wall_ms, boot, boot_ms, "
		"trusted, data, private FROM event WHERE seq > ?1 AND (?2 = 0 OR ticket = ?2) "
		"ORDER BY seq LIMIT ?3";
	int r = store_prepare(store, events, &store->select_events);

	if (r < 0 || store->reader) {
		return r;
	}
	r = store_prepare(store, "BEGIN IMMEDIATE", &store->begin);
	if (r == 0) {
		r = store_prepare(store, "COMMIT", &store->commit);
	}
	if (r == 0) {
		r = store_prepare(store, "ROLLBACK", &store->rollback);
	}
	if (r == 0) {
		r = store_prepare(store,
			"INSERT INTO event (seq, kind, ticket, counter, session, actor, wall_ms, "
			"boot, boot_ms, trusted, data, private) "
			"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
			&store->insert_event);
	}
	if (r == 0) {
		r = prepare_requests(store);
	}
	return r < 0 ? r : rows_prepare(store);
}

/* SQLite does not report when it ignores a setting, and a power cut would then lose tickets; so
 * each setting is read back. A scratch database has no journal. */
static int set_durable(struct store *store)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *mode = NULL;
	const char *file = sqlite3_db_filename(store->db, "main");
	int64_t synchronous = 0;
	const char *said;
	int r = store_prepare(store, "PRAGMA journal_mode=WAL", &mode);

	if (r == 0) {
		r = store_next(store, mode, "journal_mode");
	}
	if (r <= 0) {
		return r < 0 ? r : -EIO;
	}
	said = (const char *)sqlite3_column_text(mode, 0);
	if (file && *file && (!said || strcmp(said, "wal") != 0)) {
		log_error(
			FAULT_DEVICE, "the database takes no WAL here, but '%s'", said ? said : "");
		return -EIO;
	}
	r = store_exec(store, "PRAGMA synchronous=FULL");
	if (r == 0) {
		r = store_get_int(store, "PRAGMA synchronous", &synchronous);
	}
	if (r == 0 && synchronous != 2) {
		log_error(FAULT_DEVICE, "the database does not write through (synchronous %lld)",
			(long long)synchronous);
		r = -EIO;
	}
	return r;
}

static int open_connection(const char *path, int flags, struct store *store)
{
	int r;

	if (sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
		    NULL) != SQLITE_OK) {
		return store_error(store, "cannot open");
	}
	(void)sqlite3_extended_result_codes(store->db, 1);
	(void)sqlite3_busy_timeout(store->db, BUSY_MS);
	if (store->alone) {
		r = store_exec(store, "PRAGMA locking_mode=EXCLUSIVE"); /* before all else */
		if (r < 0) {
			return r;
		}
	}
	r = store_exec(store, "PRAGMA trusted_schema=OFF; PRAGMA cache_size=-2000;");
	if (r < 0 || store->reader) {
		return r;
	}
	r = set_durable(store);
	if (r == 0) {
		(void)sqlite3_wal_autocheckpoint(store->db, WAL_PAGES);
	}
	return r;
}

static struct store *store_new(bool reader)
{
	struct store *store = memory_new(1, sizeof(*store));

	store->lock_fd = -1;
	store->reader = reader;
	return store;
}

static int open_writer(const char *path, int lock_fd, struct store **ret)
{
	_cleanup_(store_closep) struct store *store = store_new(false);
	int r = open_connection(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, store);

	if (r == 0) {
		r = upgrade(store);
	}
	if (r == 0) {
		r = prepare_all(store);
	}
	if (r < 0) {
		return r;
	}
	store->lock_fd = lock_fd;
	*ret = TAKE_PTR(store);
	return 0;
}

/* An empty database with the newest schema as the bytes of its file, made once a process: to go
 * through all its versions takes longer than most replays. */
static struct {
	unsigned char *bytes;
	sqlite3_int64 size;
	int error;
} empty;

static void make_empty(void)
{
	_cleanup_(store_closep) struct store *store = store_new(false);

	empty.error = open_connection(":memory:", SQLITE_OPEN_READWRITE, store);
	if (empty.error == 0) {
		empty.error = upgrade(store);
	}
	if (empty.error == 0) {
		empty.bytes = sqlite3_serialize(store->db, "main", &empty.size, 0);
		empty.error = empty.bytes ? 0 : -ENOMEM;
	}
}

/* Fills an empty database with the pages of that one. */
static int copy_empty(struct store *to)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	_cleanup_(store_closep) struct store *from = store_new(true);
	sqlite3_backup *copy;
	int r;

	(void)pthread_once(&once, make_empty);
	r = empty.error < 0 ? empty.error
			    : open_connection(":memory:", SQLITE_OPEN_READWRITE, from);
	if (r == 0 &&
		sqlite3_deserialize(from->db, "main", empty.bytes, empty.size, empty.size,
			SQLITE_DESERIALIZE_READONLY) != SQLITE_OK) {
		r = store_error(from, "the empty database");
	}
	if (r < 0) {
		return r;
	}
	copy = sqlite3_backup_init(to->db, "main", from->db, "main");
	if (copy) {
		(void)sqlite3_backup_step(copy, -1);
	}
	return sqlite3_backup_finish(copy) == SQLITE_OK && copy
		? 0
		: store_error(to, "the empty database");
}

int store_open_scratch(struct store **ret)
{
	_cleanup_(store_closep) struct store *store = store_new(false);
	int r = open_connection("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, store);

	if (r == 0) {
		r = copy_empty(store);
	}
	if (r == 0) {
		r = prepare_all(store);
	}
	if (r == 0) {
		*ret = TAKE_PTR(store);
	}
	return r;
}

int store_open_writable(const char *path, struct store **ret)
{
	return open_writer(path, -1, ret);
}

int store_open_file(const char *path, struct store **ret)
{
	_cleanup_(store_closep) struct store *store = store_new(true);
	int r = open_connection(path, SQLITE_OPEN_READONLY, store);

	if (r == 0) {
		r = prepare_all(store);
	}
	if (r == 0) {
		*ret = TAKE_PTR(store);
	}
	return r;
}

/* Escapes the characters of a path that have a meaning in a URI. */
static char *escape(const char *path)
{
	struct textbuf uri = {0};

	for (; *path; path++) {
		textbuf_printf(&uri, strchr("%?# ", *path) ? "%%%02X" : "%c", (unsigned char)*path);
	}
	return uri.data ? uri.data : text_dup("");
}

/* SQLite writes even for reading: the index of the WAL in a file of its own (-shm), and the WAL
 * when there is none. Its option for read-only media, immutable=1, does not read the WAL: the
 * tickets committed last would be missing. So where there is a WAL, the connection keeps the WAL's
 * index in memory, as it does with the file to itself (locking_mode=EXCLUSIVE). Without locks
 * (unix-none) several connections can do so at once, which is right as long as nobody writes:
 * whoever opens the file in this way holds the folder's lock. */
static int open_frozen(const char *dir, struct store **ret)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *wal = text_printf("%s-wal", path);
	_cleanup_free_ char *escaped = escape(path);
	bool has_wal = access(wal, F_OK) == 0;
	_cleanup_free_ char *uri = text_printf(
		"file:%s?mode=ro&%s", escaped, has_wal ? "vfs=unix-none" : "immutable=1");
	_cleanup_(store_closep) struct store *store = store_new(true);
	int64_t version = 0;
	int r;

	store->frozen = true;
	store->alone = has_wal;
	r = open_connection(uri, SQLITE_OPEN_READONLY, store);
	if (r == 0 &&
		sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) !=
			SQLITE_OK) {
		r = -EIO;
	}
	if (r == 0) {
		r = store_get_int(store, "PRAGMA user_version", &version);
	}
	if (r == 0 && version != store_schema_newest()) {
		log_error(FAULT_DEVICE,
			"the database is of another layso (schema %lld) and cannot be upgraded on "
			"a "
			"disk that takes no writes",
			(long long)version);
		r = -ENOTSUP;
	}
	if (r == 0) {
		r = prepare_all(store);
	}
	if (r == 0) {
		*ret = TAKE_PTR(store);
	}
	return r;
}

int store_open_reader(const char *dir, bool frozen, struct store **ret)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);

	return frozen ? open_frozen(dir, ret) : store_open_file(path, ret);
}

int store_try_disk(const char *dir)
{
	static const char piece[STORE_TRY_BYTES / 16] = {1};
	_cleanup_free_ char *path = text_printf("%s/try", dir);
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int r = fd < 0 ? -errno : 0;

	for (int i = 0; r == 0 && i < STORE_TRY_BYTES / (int)sizeof(piece); i++) {
		ssize_t n = write(fd, piece, sizeof(piece));

		r = n < 0 ? -errno : n < (ssize_t)sizeof(piece) ? -ENOSPC : 0;
	}
	if (r == 0 && fsync(fd) < 0) {
		r = -errno;
	}
	if (fd >= 0) {
		(void)unlink(path);
	}
	return r == -EDQUOT || r == -EFBIG ? -ENOSPC : r;
}

static int make_folders(const char *dir)
{
	_cleanup_free_ char *path = text_dup(dir);

	if (access(dir, F_OK) == 0) {
		return 0; /* on a read-only disk, mkdir() may return EROFS before EEXIST */
	}
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		if (mkdir(path, 0755) < 0 && errno != EEXIST) {
			return -errno;
		}
		*slash = '/';
	}
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

/* Whether the folder's file system loses its content at power-off: every ticket would be lost at
 * the next power cut. */
static bool forgets(const char *dir)
{
	struct statfs fs;
	uint32_t type;

	if (statfs(dir, &fs) < 0) {
		return false;
	}
	type = (uint32_t)fs.f_type; /* f_type is signed, and on 32-bit machines too small for these
				       values */
	return type == TMPFS_MAGIC || type == RAMFS_MAGIC || type == OVERLAYFS_SUPER_MAGIC;
}

/* Reads the small tables that are not in the model but without which the hub cannot start. */
static int read_people(struct store *store)
{
	static const char *const tables[] = {"token", "secret", "staff", "sign_in", "attempt",
		"epoch", "request", "picture", "clip"};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ELEMENTS(tables); i++) {
		_cleanup_free_ char *sql = text_printf("SELECT * FROM %s", tables[i]);
		_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;

		r = store_prepare(store, sql, &select);
		while (r == 0 && (r = store_next(store, select, tables[i])) > 0) {
			r = 0;
		}
	}
	return r;
}

/* Reads what every start needs, so that damage is found now and not in the morning rush. */
static int check_readable(struct store *store)
{
	struct model *model = NULL;
	int r = read_people(store);

	if (r == 0) {
		r = store_load(store, &model);
	}
	if (r == 0) {
		store->opened_with = model;
	}
	return r;
}

static int open_and_read(const char *path, struct store **ret)
{
	_cleanup_(store_closep) struct store *store = NULL;
	int r = open_writer(path, -1, &store);

	if (r == 0) {
		r = check_readable(store);
	}
	if (r == 0) {
		*ret = TAKE_PTR(store);
	}
	return r;
}

/* A disk may fail once and read well the next time; damage stays. */
static int open_patiently(const char *path, struct store **ret)
{
	enum { LOOKS = 3 };
	int r = open_and_read(path, ret);

	for (int look = 1; look < LOOKS && (store_is_damaged(r) || r == -EIO); look++) {
		log_warning(FAULT_DEVICE, "the database could not be read: %s; looking again",
			strerror(-r));
		r = open_and_read(path, ret);
	}
	return r;
}

bool store_has_traces(const char *dir)
{
	static const char *const patterns[] = {STORE_FILE "-wal", "restoring", STORE_REBUILT,
		STORE_SUSPECT, STORE_FILE "." FILES_DAMAGED "-*",
		STORE_FILE "." FILES_RESTORED "-*", ARCHIVE_FOLDER "/*"};
	bool found = false;

	for (size_t i = 0; i < ELEMENTS(patterns) && !found; i++) {
		_cleanup_free_ char *pattern = text_printf("%s/%s", dir, patterns[i]);
		glob_t names = {0};

		found = glob(pattern, 0, NULL, &names) == 0;
		if (found) {
			log_error(FAULT_SITE,
				"there is no %s in %s, but %s is there; no empty one is made in "
				"its place. Put a backup back with layso-hubd --restore FILE, or "
				"rename the file that is to go on to " STORE_FILE,
				STORE_FILE, dir, names.gl_pathv[0]);
		}
		globfree(&names);
	}
	return found;
}

/* Whether there is no database, and none about to be put in place: an empty folder, or one on which
 * nothing is mounted. */
static bool is_nowhere(const char *dir)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);

	return access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR) &&
		!replace_is_announced(dir);
}

/* Logs why no database is made: an empty one is made only when somebody asks for it. */
static int refuse_to_make(const char *dir)
{
	if (!store_has_traces(dir)) {
		log_error(FAULT_SITE,
			"there is no database in %s, and the hub makes none by itself. Is its disk "
			"or partition not mounted? Then mount it; the hub looks again when it is "
			"started again. Is the database lost? layso-hubd --restore FILE puts a "
			"backup there. Is it a new hall? layso-hubd --create makes an empty one",
			dir);
	}
	return -ENODATA;
}

static int open_locked(const char *dir, int lock_fd, struct store **ret)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *mark = text_printf("%s/" STORE_SUSPECT, dir);
	_cleanup_(store_closep) struct store *store = NULL;
	bool suspect = store_is_suspect(dir);
	int r = replace_resume(dir);

	if (r == 0) {
		r = open_patiently(path, &store);
	}
	if (r == 0 && suspect) {
		daemon_takes_longer(CHECK_MAX_S);
		r = store_mend(store);
	}
	if (store_is_damaged(r)) {
		store_close(TAKE_PTR(store));
		r = replace_rebuild(dir);
		if (r == 0) {
			r = open_and_read(path, &store);
		}
	}
	if (r < 0 || !store) {
		return r;
	}
	checkpoint_mend(store);
	if (suspect) {
		(void)unlink(mark);
	}
	store->lock_fd = lock_fd;
	store->mended = suspect;
	*ret = TAKE_PTR(store);
	return 0;
}

/* On a disk that takes no writes no lock file can be created: then the folder itself is locked. */
static int open_lock(const char *dir)
{
	_cleanup_free_ char *path = text_printf("%s/lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EROFS || errno == ENOSPC || errno == EDQUOT)) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0 && errno == ENOENT) {
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	return fd < 0 ? -errno : fd;
}

int store_lock(const char *dir, bool volatile_ok, int *ret_fd)
{
	_cleanup_close_ int lock_fd = -1;
	int r = make_folders(dir);

	if (r < 0) {
		log_error(FAULT_SITE, "cannot make %s: %s", dir, strerror(-r));
		return r;
	}
	if (!volatile_ok && forgets(dir)) {
		log_error(FAULT_SITE,
			"%s is on a file system that forgets at power-off (tmpfs or overlay); put "
			"the "
			"data on a disk or set volatile_ok",
			dir);
		return -EMEDIUMTYPE;
	}
	lock_fd = open_lock(dir);
	if (lock_fd < 0) {
		log_error(FAULT_SITE, "cannot open the lock of %s: %s", dir, strerror(-lock_fd));
		return lock_fd;
	}
	if (flock(lock_fd, LOCK_EX | LOCK_NB) < 0) {
		log_error(FAULT_SITE, "another hub uses %s", dir);
		return -EBUSY;
	}
	*ret_fd = TAKE_FD(lock_fd);
	return 0;
}

int store_open(const char *dir, bool volatile_ok, struct store **ret)
{
	_cleanup_close_ int lock_fd = -1;
	int r = is_nowhere(dir) ? refuse_to_make(dir) : store_lock(dir, volatile_ok, &lock_fd);

	if (r == 0) {
		r = open_locked(dir, lock_fd, ret);
	}
	if (r == 0) {
		(void)TAKE_FD(lock_fd); /* the store owns it now */
	}
	return r;
}

int store_open_frozen(const char *dir, bool volatile_ok, struct store **ret)
{
	_cleanup_close_ int lock_fd = -1;
	_cleanup_(store_closep) struct store *store = NULL;
	int r = is_nowhere(dir) ? -ENODATA : store_lock(dir, volatile_ok, &lock_fd);

	if (r == 0 && replace_is_announced(dir)) {
		r = -EROFS; /* the replacement must be completed first */
	}
	if (r == 0) {
		r = open_frozen(dir, &store);
	}
	if (r == 0) {
		r = check_readable(store);
	}
	if (r == 0) {
		store->lock_fd = TAKE_FD(lock_fd);
		*ret = TAKE_PTR(store);
	}
	return r;
}
