/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTPS: a certificate that is given, or one that the hub makes for itself and keeps beside its
 * data. A self-made one is for the board's names and addresses, is made anew when these change or
 * its time comes, also while the hub runs, and keeps its key, so that who trusts the key (the pin)
 * need not be told again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/clock.h"

enum {
	TLS_FINGERPRINT_SIZE = 32 * 3, /* "AB:CD:…" and the end */
	TLS_PIN_SIZE = 64, /* "sha256//" and base64 */
};

struct tls {
	char *certificate; /* PEM */
	char *key; /* PEM */
	char fingerprint[TLS_FINGERPRINT_SIZE]; /* SHA-256 of the certificate, as browsers show it
						 */
	char pin[TLS_PIN_SIZE]; /* of its public key, as libcurl takes it */
	int64_t ends_wall_ms;
	bool self_made;
};

void tls_done(struct tls *tls);

/* Reads a given certificate and its key (PEM files), which must belong together. Blocks on the disk
 * for some milliseconds. *ret is freed with tls_done. −EINVAL or −errno of a file, logged. */
int tls_load(const char *certificate, const char *key, struct tls *ret) _warn_unused_;

enum tls_own {
	TLS_AT_START,
	TLS_WHILE_RUNNING, /* not for a new IPv6 address alone: some change every day */
	TLS_ANEW, /* in any case */
};
/* The self-made one of a folder; made if there is none, if it no longer fits or cannot be read, or
 * anew. Its key stays; one that cannot be used is an error, but with TLS_ANEW it makes room and is
 * kept as tls-key.pem.damaged. names: more of them, with spaces or commas between. Reads the
 * board's addresses and blocks on the disk; making a key takes some hundred milliseconds on a slow
 * board. −errno, logged. */
int tls_own(const char *dir, const char *names, enum tls_own when, const struct clock_reading *now,
	struct tls *ret) _warn_unused_;
