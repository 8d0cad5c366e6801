/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-settings.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/log.h"
#include "base/paths.h"
#include "base/text.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"
#include "queue/archive.h"

#define REAL_DATA "/var/lib/layso"
#define AT(member) offsetof(struct hub_settings, member)
const struct config_item hub_settings_items[] = {
	{"hub", "data", config_parse_path, AT(data), REAL_DATA, true},
	{"hub", "volatile_ok", config_parse_bool, AT(volatile_ok), "no", true},
	{"hub", "clock_trusted", config_parse_bool, AT(clock_trusted), "no"},
	{"hub", "theme", config_parse_string, AT(theme), "default"},
	{"http", "listen", config_parse_string, AT(listen), "127.0.0.1:8080", true},
	{"tls", "listen", config_parse_string, AT(tls_listen), "", true},
	{"tls", "certificate", config_parse_string, AT(tls_certificate), ""},
	{"tls", "key", config_parse_string, AT(tls_key), ""},
	{"tls", "names", config_parse_string, AT(tls_names), ""},
	{"http", "socket", config_parse_string, AT(socket), PATHS_HUB_SOCKET, true},
	{"http", "local", config_parse_string, AT(local), "layso-kiosk=kiosk layso-hall=hall"},
	{"http", "loopback_role", config_parse_string, AT(loopback_role), "none"},
	{"sign_in", "idle_minutes", config_parse_int, AT(sign_in_idle_minutes), "240", .min = 1,
		.max = 24 * 60},
	{"sign_in", "hours", config_parse_int, AT(sign_in_hours), "12", .min = 1, .max = 7 * 24},
	{"issue", "per_minute", config_parse_int, AT(issue_per_minute), "30",
		.max = LIMIT_ISSUE_MINUTE_MAX},
	{"backup", "folder", config_parse_string, AT(backup_folder), ""},
	{"backup", "same_disk_ok", config_parse_bool, AT(backup_same_disk_ok), "no"},
	{"backup", "keep_days", config_parse_int, AT(backup_keep_days), "14", .min = 1, .max = 366},
	{"backup", "keep_months", config_parse_int, AT(backup_keep_months), "12", .max = 120},
	{"files", "keep_copies", config_parse_int, AT(files_keep_copies), "4", .min = 1,
		.max = 100},
	{"files", "keep_mib", config_parse_int, AT(files_keep_mib), "1024", .min = 1,
		.max = 1024 * 1024},
	{"reports", "keep_months", config_parse_int, AT(report_keep_months), "60", .max = 240},
	{"reports", "keep_mib", config_parse_int, AT(report_keep_mib), "256", .min = 1,
		.max = 1024 * 1024},
	{"archive", "keep_days", config_parse_int, AT(archive_keep_days), "400"},
	{"hub", "training", config_parse_bool, AT(training), "no", true},
	{"training", "source", config_parse_path, AT(training_source), PATHS_HUB_SOCKET, true},
	{"training", "user", config_parse_string, AT(training_user), "layso-training"},
	{"training", "link", config_parse_string, AT(training_link), ""},
	{"training", "tls_link", config_parse_string, AT(training_tls_link), ""},
	{NULL},
};

static int check_archive(const struct hub_settings *settings)
{
	int days = settings->archive_keep_days;

	if (days != 0 && (days < ARCHIVE_DAYS_LEAST || days > ARCHIVE_DAYS_MOST)) {
		log_error(FAULT_SITE, "archive.keep_days is %d … %d, or 0 for never",
			ARCHIVE_DAYS_LEAST, ARCHIVE_DAYS_MOST);
		return -EINVAL;
	}
	return 0;
}

static int check_addresses(const char *setting, const char *list)
{
	struct listen_address address;
	char word[80];

	while (listen_next(&list, word, sizeof(word))) {
		if (listen_parse(word, &address) < 0) {
			log_error(FAULT_SITE, "%s: '%s' is not an address such as 127.0.0.1:8080",
				setting, word);
			return -EINVAL;
		}
	}
	return 0;
}

/* ":8082", a port of whatever host the page was asked of, or a whole address. */
static int check_link(const char *key, const char *link)
{
	int64_t port;

	bool whole = strncmp(link, "http://", strlen("http://")) == 0 ||
		strncmp(link, "https://", strlen("https://")) == 0;

	/* It stands in pages, between quotes. */
	if (!*link || (whole && text_is_clean(link) && !strpbrk(link, "\"'<>& \n")) ||
		(*link == ':' && text_parse_int(link + 1, 1, UINT16_MAX, &port) == 0)) {
		return 0;
	}
	log_error(FAULT_SITE, "training.%s: '%s' is neither a port such as :8082 nor an address",
		key, link);
	return -EINVAL;
}

/* A training centre keeps nothing that somebody needs: its folder is emptied at each start. What
 * reaches people or media outside of it is not begun at all. */
static int settle_training(struct hub_settings *settings)
{
	if (strcmp(settings->data, REAL_DATA) == 0 ||
		strcmp(settings->socket, settings->training_source) == 0) {
		log_error(FAULT_SITE,
			"hub.training: a training centre needs a folder and a socket of its own "
			"(hub.data, http.socket)");
		return -EINVAL;
	}
	settings->volatile_ok = true;
	settings->clock_trusted = true; /* no date of it is believed by anybody */
	*settings->local = '\0';
	*settings->backup_folder = '\0';
	settings->report_keep_months = 0;
	settings->archive_keep_days = 0;
	return 0;
}

int hub_settings_check(void *userdata)
{
	struct hub_settings *settings = userdata;
	struct local_users local;
	enum role role;

	if (check_addresses("http.listen", settings->listen) < 0 ||
		check_addresses("tls.listen", settings->tls_listen) < 0) {
		return -EINVAL;
	}
	if ((*settings->tls_certificate != '\0') != (*settings->tls_key != '\0')) {
		log_error(FAULT_SITE, "tls.certificate and tls.key go together");
		return -EINVAL;
	}
	if (*settings->socket && *settings->socket != '/') {
		log_error(
			FAULT_SITE, "http.socket: '%s' is not an absolute path", settings->socket);
		return -EINVAL;
	}
	if (strcmp(settings->loopback_role, role_name(ROLE_NONE)) != 0 &&
		role_parse(settings->loopback_role, &role) < 0) {
		log_error(FAULT_SITE, "http.loopback_role: '%s' is not a role",
			settings->loopback_role);
		return -EINVAL;
	}
	if (local_parse(settings->local, &local) < 0) {
		log_error(FAULT_SITE,
			"http.local: '%s' is not a list such as layso-kiosk=kiosk layso-hall=hall",
			settings->local);
		return -EINVAL;
	}
	if (*settings->backup_folder && *settings->backup_folder != '/') {
		log_error(FAULT_SITE, "backup.folder: '%s' is not an absolute path",
			settings->backup_folder);
		return -EINVAL;
	}
	if (check_archive(settings) < 0 || check_link("link", settings->training_link) < 0 ||
		check_link("tls_link", settings->training_tls_link) < 0) {
		return -EINVAL;
	}
	return settings->training ? settle_training(settings) : 0;
}
