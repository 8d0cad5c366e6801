/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-monthly.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "hub/hub-api.h"
#include "hub/hub-figures.h"
#include "hub/hub-report-file.h"
#include "hub/hub-rounds.h"

enum {
	FIRST_LOOK_S = 60, /* after the start, whose minute belongs to those who wait */
	LOOK_S = 900,
	MIB = 1024 * 1024,
};

#define MAIN_COLUMNS \
	"issued,served,no_show,left,voided,expired,wait_median_s,wait_p90_s," \
	"serve_median_s,within_percent"

struct monthly {
	struct hub *hub;
	struct rounds *rounds;

	/* The thread's while it is under way. */
	struct phrases *phrases;
	char today[DAY_LENGTH + 1];
	int64_t now_wall_ms;
	int keep_months;
	int64_t keep_bytes;

	int result;
	bool looked;
	char looked_month[MONTH_LENGTH + 1]; /* nothing is to be done before the next one */
};

/* ---- months ---- */

/* So many months later; month is valid. */
static void add_months(const char *month, int months, char ret[MONTH_LENGTH + 1])
{
	int n = (int)strtol(month, NULL, 10) * 12 + (int)strtol(month + 5, NULL, 10) - 1 + months;

	_cleanup_free_ char *text = text_printf("%04d-%02d", n / 12, n % 12 + 1);

	text_copy_cut(ret, MONTH_LENGTH + 1, text);
}

bool monthly_next(const char *newest, const char *today, char ret[MONTH_LENGTH + 1])
{
	char before[MONTH_LENGTH + 1];

	add_months(today, -1, before);
	if (*newest) {
		add_months(newest, 1, ret);
		return strcmp(ret, before) <= 0;
	}
	memcpy(ret, before, sizeof(before));
	return true;
}

void monthly_days(const char *month, char ret_from[DAY_LENGTH + 1], char ret_to[DAY_LENGTH + 1])
{
	unsigned day = 31;

	(void)snprintf(ret_from, DAY_LENGTH + 1, "%.7s-01", month);
	do {
		(void)snprintf(ret_to, DAY_LENGTH + 1, "%.7s-%02u", month, day-- % 100);
	} while (!zone_day_valid(ret_to));
}

/* ---- the folder ---- */

static char *folder_of(const char *data)
{
	return text_printf("%s/reports", data);
}

/* Whether a file's name is a month's, and its ending. */
static bool is_month(const char *name, const char *ending)
{
	char day[DAY_LENGTH + 1];

	if (strlen(name) <= MONTH_LENGTH || strcmp(name + MONTH_LENGTH, ending) != 0) {
		return false;
	}
	(void)snprintf(day, sizeof(day), "%.7s-01", name);
	return zone_day_valid(day);
}

char *monthly_path(const char *data, const char *name)
{
	return is_month(name, ".pdf") || is_month(name, ".xlsx")
		? text_printf("%s/reports/%s", data, name)
		: NULL;
}

static struct monthly_entry *find_entry(
	struct monthly_entry list[MONTHLY_MAX], int *n, const char *name)
{
	for (int i = 0; i < *n; i++) {
		if (strncmp(list[i].month, name, MONTH_LENGTH) == 0) {
			return &list[i];
		}
	}
	if (*n == MONTHLY_MAX) {
		return NULL;
	}
	list[*n] = (struct monthly_entry){.pdf = 0};
	text_copy_cut(list[*n].month, sizeof(list[*n].month), name);
	return &list[(*n)++];
}

static int compare_newest(const void *a, const void *b)
{
	return -strcmp(
		((const struct monthly_entry *)a)->month, ((const struct monthly_entry *)b)->month);
}

int monthly_list(const char *data, struct monthly_entry ret[MONTHLY_MAX], int *ret_n)
{
	_cleanup_free_ char *folder = folder_of(data);
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int fd;

	*ret_n = 0;
	if (!dir) {
		return errno == ENOENT ? 0 : -errno;
	}
	fd = dirfd(dir);
	while (fd >= 0 && (entry = readdir(dir))) {
		bool pdf = is_month(entry->d_name, ".pdf");
		struct monthly_entry *month;
		struct stat file;

		if (!pdf && !is_month(entry->d_name, ".xlsx")) {
			continue;
		}
		month = find_entry(ret, ret_n, entry->d_name);
		if (month && fstatat(fd, entry->d_name, &file, 0) == 0) {
			*(pdf ? &month->pdf : &month->xlsx) = file.st_size;
		}
	}
	(void)closedir(dir);
	qsort(ret, (size_t)*ret_n, sizeof(*ret), compare_newest);
	return 0;
}

static int remove_file(const char *folder, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder, name);

	return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
}

static int remove_month(const char *folder, const char *month)
{
	_cleanup_free_ char *pdf = text_printf("%s.pdf", month);
	_cleanup_free_ char *xlsx = text_printf("%s.xlsx", month);
	int r = remove_file(folder, pdf);

	return r < 0 ? r : remove_file(folder, xlsx);
}

/* What was being written when the hub was killed: only this thread writes here. */
static void remove_unfinished(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int fd = dir ? dirfd(dir) : -1;

	while (fd >= 0 && (entry = readdir(dir))) {
		size_t length = strlen(entry->d_name);

		if (length > 4 && strcmp(entry->d_name + length - 4, ".new") == 0) {
			(void)unlinkat(fd, entry->d_name, 0);
		}
	}
	if (dir) {
		(void)closedir(dir);
	}
}

/* The newest always stays. */
static int drop_oldest(const struct monthly *monthly, const char *data)
{
	_cleanup_free_ char *folder = folder_of(data);
	_cleanup_free_ struct monthly_entry *list = memory_new(MONTHLY_MAX, sizeof(*list));
	int64_t bytes = 0;
	int n;
	int r = monthly_list(data, list, &n);

	for (int i = 0; i < n && r == 0; i++) {
		bytes += list[i].pdf + list[i].xlsx;
		if (i > 0 && (i >= monthly->keep_months || bytes > monthly->keep_bytes)) {
			r = remove_month(folder, list[i].month);
		}
	}
	return r;
}

/* ---- making one ---- */

static int note_day(const char *day, void *userdata)
{
	(void)day;
	*(bool *)userdata = true;
	return 1;
}

static int describe(struct store *store, const struct monthly *monthly, const char *from,
	const char *to, struct report_file *file)
{
	static const enum report_by parts[] = {
		REPORT_DAYS, REPORT_SERVICES, REPORT_HOURS, REPORT_COUNTERS};
	struct report_view view = {
		.by = REPORT_DAYS,
		.from = from,
		.to = to,
		.service = "",
		.words = {.phrases = monthly->phrases, .language = ""},
	};
	_cleanup_(site_freep) struct site *site = NULL;
	int r = store_site(store, &site);

	if (r < 0 && r != -ENOENT) {
		return r;
	}
	view.site = site;
	file->view = &view;
	file->centre = site ? site_text_get(&site->name, report_language(&view.words)) : "";
	file->now_wall_ms = monthly->now_wall_ms;
	report_file_begin(file);
	r = 0;
	for (size_t i = 0; i < ELEMENTS(parts) && r == 0; i++) {
		view.by = parts[i];
		r = api_report_add(store, file, MAIN_COLUMNS);
	}
	view.by = REPORT_DAYS;
	if (r == 0) {
		r = api_report_add_previous(store, file, MAIN_COLUMNS);
	}
	report_file_end(file, NULL, 0);
	file->view = NULL;
	return r;
}

static int write_form(const struct monthly *monthly, const char *month, const char *form,
	const struct textbuf *description)
{
	_cleanup_(textbuf_done) struct textbuf made = {0};
	_cleanup_free_ char *path =
		text_printf("%s/reports/%s.%s", monthly->hub->settings->data, month, form);
	int r = figures_run(form, description, &monthly->hub->backup_stop, &made);

	return r < 0 ? r : text_write_file(path, made.data, made.size, 0600);
}

static int make(struct store *store, const struct monthly *monthly, const char *month)
{
	struct report_file file = {.view = NULL};
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];
	bool any = false;
	int r;

	monthly_days(month, from, to);
	r = store_days(store, from, to, note_day, &any);
	if (r < 0 || !any) {
		return r < 0 ? r : 0;
	}
	r = describe(store, monthly, from, to, &file);
	if (r == 0) {
		r = write_form(monthly, month, "xlsx", &file.out.text);
	}
	if (r == 0) {
		r = write_form(monthly, month, "pdf", &file.out.text);
	}
	textbuf_done(&file.out.text);
	if (r == 0) {
		log_notice("the report of %s is made", month);
	}
	return r;
}

/* The newest month with both of its files. */
static const char *newest_of(const struct monthly_entry *list, int n)
{
	for (int i = 0; i < n; i++) {
		if (list[i].pdf > 0 && list[i].xlsx > 0) {
			return list[i].month;
		}
	}
	return "";
}

static int tend_folder(struct store *store, const struct monthly *monthly)
{
	const char *data = monthly->hub->settings->data;
	_cleanup_free_ char *folder = folder_of(data);
	_cleanup_free_ struct monthly_entry *list = memory_new(MONTHLY_MAX, sizeof(*list));
	char month[MONTH_LENGTH + 1];
	bool more;
	int n;
	int r;

	if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
		return -errno;
	}
	remove_unfinished(folder);
	r = monthly_list(data, list, &n);
	more = r == 0 && monthly_next(newest_of(list, n), monthly->today, month);
	while (more && r == 0) {
		char last[MONTH_LENGTH + 1];

		r = make(store, monthly, month);
		memcpy(last, month, sizeof(last));
		more = monthly_next(last, monthly->today, month);
	}
	return r < 0 ? r : drop_oldest(monthly, data);
}

static int tend(struct store *store, void *userdata)
{
	struct monthly *monthly = userdata;

	monthly->result = tend_folder(store, monthly);
	return 0; /* not the database's fault, whatever it was */
}

/* ---- the loop's ---- */

static bool begin(void *userdata)
{
	struct monthly *monthly = userdata;
	const struct hub_settings *settings = monthly->hub->settings;
	struct clock_reading now;
	struct local_time local;

	clock_now(&now);
	if (settings->report_keep_months == 0 ||
		!model_clock_is_known(monthly->hub->replica.model, &now)) {
		return false;
	}
	zone_local(now.wall_ms, &local);
	if (strncmp(monthly->looked_month, local.day, MONTH_LENGTH) == 0 && monthly->result == 0) {
		return false;
	}
	memcpy(monthly->today, local.day, sizeof(monthly->today));
	monthly->now_wall_ms = now.wall_ms;
	monthly->keep_months = settings->report_keep_months;
	monthly->keep_bytes = (int64_t)settings->report_keep_mib * MIB;
	monthly->phrases = phrases_ref(monthly->hub->phrases);
	return true;
}

static void on_done(int result, void *userdata)
{
	struct monthly *monthly = userdata;

	phrases_free(TAKE_PTR(monthly->phrases));
	if (result < 0) {
		monthly->result = result;
	}
	monthly->looked = true;
	text_copy_cut(monthly->looked_month, sizeof(monthly->looked_month), monthly->today);
	if (monthly->result < 0 && monthly->result != -ECANCELED) {
		log_error(FAULT_DEVICE, "the month's report cannot be made: %s",
			strerror(-monthly->result));
	}
}

static const struct rounds_kind kind = {
	.begin = begin,
	.work = tend,
	.done = on_done,
	.first_s = FIRST_LOOK_S,
	.again_s = LOOK_S,
};

int monthly_new(struct hub *hub, struct monthly **ret)
{
	struct monthly *monthly = memory_new(1, sizeof(*monthly));
	int r;

	monthly->hub = hub;
	r = rounds_new(hub, &kind, monthly, &monthly->rounds);
	if (r < 0) {
		monthly_free(monthly);
		return r;
	}
	*ret = monthly;
	return 0;
}

void monthly_free(struct monthly *monthly)
{
	if (!monthly) {
		return;
	}
	rounds_free(monthly->rounds);
	free(monthly);
}

void monthly_look(struct monthly *monthly)
{
	rounds_look(monthly->rounds);
}

void monthly_get_state(const struct monthly *monthly, struct monthly_state *ret)
{
	int r = monthly->result;
	bool off = monthly->hub->settings->report_keep_months == 0;

	ret->trouble = !off && monthly->looked && r < 0 && r != -ECANCELED;
	ret->word = off            ? "off"
		: !monthly->looked ? "unknown"
		: !ret->trouble    ? "ok"
		: r == -ENOSPC     ? "full"
				   : "failed";
}
