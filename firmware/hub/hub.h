/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's parts, held together: everything here belongs to the loop's thread. */
#pragma once

#include <systemd/sd-event.h>

#include "hub/hub-auth.h"
#include "hub/hub-local.h"
#include "hub/hub-people.h"
#include "hub/hub-replica.h"
#include "hub/hub-tls.h"
#include "queue/queue.h"

struct hub_settings {
	char *data; /* the database's folder */
	bool volatile_ok;
	char *theme; /* of the pages */
	bool clock_trusted; /* the machine's clock is right, though its kernel does not know */
	char *listen; /* "127.0.0.1:8080, [::1]:8080"; "" none */
	char *tls_listen; /* the same for HTTPS */
	char *tls_certificate; /* PEM files; "" the hub makes its own */
	char *tls_key;
	char *tls_names; /* of the self-made one, beside the board's */
	char *socket; /* path of the Unix socket; "" none */
	char *loopback_role; /* of a local request without a token */
	char *local; /* users of this machine and what they come as: hub-local.h */
	int sign_in_idle_minutes;
	int sign_in_hours; /* a sign-in lasts no longer */
	int issue_per_minute; /* tickets of one caller; 0 any number */
	char *backup_folder; /* on another medium; "" no backups by itself */
	bool backup_same_disk_ok;
	int backup_keep_days; /* the newest service days that have one */
	int backup_keep_months;
	int files_keep_copies; /* of former databases beside the present one */
	int files_keep_mib; /* of all of them */
	int report_keep_months; /* reports of months that are kept; 0 none are made */
	int report_keep_mib;
	int archive_keep_days; /* a year leaves the log when its last day is so old; 0 never */
	bool training; /* this hub is where people practise: hub-training.h */
	char *training_source; /* socket of the hub whose site and accounts it copies */
	char *training_user; /* of this machine, who may copy from this hub; "" nobody */
	char *training_link; /* to the other of the two, for pages: ":8082", an address, "" none */
	char *training_tls_link; /* the same for pages that came by HTTPS */
};

enum { PARAMETER_MAX = 127 }; /* bytes that stand for {…} in a path */

struct request;
struct route;
struct hub {
	sd_event *event;
	/* The route of a request (hub-api.h): requests do not know what answers them. */
	const struct route *(*find_route)(const char *method, const char *path,
		char parameter[PARAMETER_MAX + 1], char *allow, size_t allow_size);
	void (*put_unknown_page)(struct request *request); /* hub-pages.h */
	const struct hub_settings *settings;
	enum role loopback_role;
	struct local_users local;
	struct local_names local_names;
	bool ending;
	bool strict_transport; /* hub-headers.h */
	int requests; /* that have come whole and are not completed */
	struct request *spent; /* wiped, to be used again (hub-request.c) */
	int n_spent;
	struct clock_reading started;

	struct writer *writer;
	struct worker *worker;
	struct hub_pictures *pictures;
	struct hub_search *search; /* among the procedures */
	struct worker *backups; /* one at a time, because they take long */
	struct worker *setup; /* waits for "layso setup --page" */
	struct integrity *integrity; /* whether the database is whole */
	struct nightly *nightly; /* automatic backups */
	struct archiver *archiver; /* past years leave the log */
	struct monthly *monthly; /* reports of past months */
	struct tidy *tidy; /* the files beside the database */
	atomic_bool backup_stop;
	struct store *reader; /* the loop's own connection, for short reads */
	struct replica replica;
	struct auth auth;
	struct people people;
	struct throttle *throttle;
	struct worker *secrets; /* argon2id, one after the other */
	uint8_t secret[AUTH_HASH_SIZE]; /* of the citizens' ticket tokens */
	struct idempotency *idempotency;
	struct rates *rates;
	struct visits *visits; /* which of what visitors do is counted */
	struct shares *shares;
	struct buckets *issue_buckets;
	struct buckets *report_buckets; /* of devices' changes */
	struct buckets *look_buckets; /* of who looks at screens */
	struct screens *screens; /* what they show, while somebody looks */
	struct streams *streams;
	struct halls *halls; /* that browsers show */
	struct phrases *phrases; /* the loop's alone: a reload replaces it */
	struct pages *pages;
	struct hub_counts *counts; /* of who looks procedures up */
	struct lookup_index *lookup_index; /* the worker's thread makes it anew */
	struct health *health;
	struct snapshot *snapshot;
	struct training *training; /* NULL: a real hub */
	struct tls tls; /* certificate NULL: only plain HTTP */
	sd_event_source *certificate_time; /* when it is looked at again */
	struct http *http;
};
