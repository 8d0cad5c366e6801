/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum {
	NAMES_MAX = 32,
	NAME_SIZE = 256,
	FILE_MAX = 64 * 1024,
	LIFE_DAYS = 820, /* some browsers reject certificates that last longer than 825 */
	RENEW_DAYS = 60,
	SERIAL_SIZE = 16,
};
#define DAY_S (24 * 60 * 60)
/* A board without a clock begins in 1970: this day has surely been. */
#define SURELY_PAST_S 1750000000

#define CERTIFICATE_FILE "tls-certificate.pem"
#define KEY_FILE "tls-key.pem"

struct names {
	int n;
	char name[NAMES_MAX][NAME_SIZE]; /* host names and addresses as text */
};

void tls_done(struct tls *tls)
{
	if (tls->key) {
		explicit_bzero(tls->key, strlen(tls->key));
	}
	free(tls->certificate);
	free(tls->key);
	*tls = (struct tls){0};
}

static void add_name(struct names *names, const char *name)
{
	for (int i = 0; i < names->n; i++) {
		if (strcmp(names->name[i], name) == 0) {
			return;
		}
	}
	if (*name && names->n < NAMES_MAX) {
		text_copy_cut(names->name[names->n++], NAME_SIZE, name);
	}
}

static void add_addresses(struct names *names)
{
	struct ifaddrs *list = NULL;

	if (getifaddrs(&list) < 0) {
		return;
	}
	for (const struct ifaddrs *one = list; one; one = one->ifa_next) {
		const struct sockaddr *address = one->ifa_addr;
		char text[INET6_ADDRSTRLEN] = "";

		if (!address || !(one->ifa_flags & IFF_UP)) {
			continue;
		}
		if (address->sa_family == AF_INET) {
			const struct sockaddr_in *in = (const void *)address;

			(void)inet_ntop(AF_INET, &in->sin_addr, text, sizeof(text));
		} else if (address->sa_family == AF_INET6) {
			const struct sockaddr_in6 *in6 = (const void *)address;

			if (!IN6_IS_ADDR_LINKLOCAL(&in6->sin6_addr)) {
				(void)inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof(text));
			}
		}
		add_name(names, text);
	}
	freeifaddrs(list);
}

/* The board's names and addresses of now, and those that the site adds. */
static void collect_names(const char *more, struct names *ret)
{
	char host[128] = "";
	_cleanup_free_ char *copy = text_dup(more);
	char *save = NULL;

	*ret = (struct names){0};
	if (gethostname(host, sizeof(host) - 1) == 0 && *host) {
		_cleanup_free_ char *local = text_printf("%s.local", host);

		add_name(ret, host);
		if (!strchr(host, '.')) {
			add_name(ret, local);
		}
	}
	add_name(ret, "localhost");
	add_name(ret, "127.0.0.1");
	add_name(ret, "::1");
	for (char *word = strtok_r(copy, ", ", &save); word; word = strtok_r(NULL, ", ", &save)) {
		add_name(ret, word);
	}
	add_addresses(ret);
}

static int failed(const char *what, int code)
{
	log_error(FAULT_SITE, "TLS: %s: %s", what, gnutls_strerror(code));
	return code == GNUTLS_E_MEMORY_ERROR ? -ENOMEM : -EINVAL;
}

static int read_certificate(const char *pem, gnutls_x509_crt_t *ret)
{
	gnutls_datum_t data = {(unsigned char *)pem, (unsigned)strlen(pem)};
	int r = gnutls_x509_crt_init(ret);

	if (r >= 0) {
		r = gnutls_x509_crt_import(*ret, &data, GNUTLS_X509_FMT_PEM);
	}
	return r;
}

/* Fills in the reported facts about the certificate. */
static int describe(struct tls *tls)
{
	gnutls_x509_crt_t certificate = NULL;
	unsigned char digest[32];
	size_t size = sizeof(digest);
	gnutls_datum_t raw = {digest, sizeof(digest)};
	gnutls_datum_t base64 = {0};
	int r = read_certificate(tls->certificate, &certificate);

	if (r >= 0) {
		tls->ends_wall_ms =
			(int64_t)gnutls_x509_crt_get_expiration_time(certificate) * 1000;
		r = gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, digest, &size);
	}
	for (size_t i = 0; r >= 0 && i < sizeof(digest); i++) {
		(void)snprintf(tls->fingerprint + i * 3, 4, "%02X:", digest[i]);
	}
	tls->fingerprint[sizeof(digest) * 3 - 1] = '\0';
	if (r >= 0) {
		size = sizeof(digest);
		r = gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256, digest, &size);
	}
	if (r >= 0) {
		r = gnutls_base64_encode2(&raw, &base64);
	}
	if (r >= 0) {
		(void)snprintf(tls->pin, sizeof(tls->pin), "sha256//%.*s", (int)base64.size,
			(const char *)base64.data);
	}
	gnutls_free(base64.data);
	gnutls_x509_crt_deinit(certificate);
	return r;
}

/* What has another key than its own cannot be served. */
static int check_pair(const struct tls *tls)
{
	gnutls_certificate_credentials_t pair = NULL;
	gnutls_datum_t certificate = {
		(unsigned char *)tls->certificate, (unsigned)strlen(tls->certificate)};
	gnutls_datum_t key = {(unsigned char *)tls->key, (unsigned)strlen(tls->key)};
	int r = gnutls_certificate_allocate_credentials(&pair);

	if (r >= 0) {
		r = gnutls_certificate_set_x509_key_mem(
			pair, &certificate, &key, GNUTLS_X509_FMT_PEM);
		gnutls_certificate_free_credentials(pair);
	}
	return r;
}

/* The certificate of tls, described and held against the key of tls. */
static int check_both(const char *path, struct tls *tls)
{
	int r = describe(tls);

	if (r >= 0) {
		r = check_pair(tls);
	}
	return r < 0 ? failed(path, r) : 0;
}

int tls_load(const char *certificate, const char *key, struct tls *ret)
{
	_cleanup_(tls_done) struct tls tls = {0};
	int r = text_read_file(certificate, FILE_MAX, &tls.certificate, NULL);

	if (r == 0) {
		r = text_read_file(key, FILE_MAX, &tls.key, NULL);
	}
	if (r == 0) {
		r = check_both(certificate, &tls);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "TLS: cannot use %s and %s: %s", certificate, key,
			strerror(-r));
		return r;
	}
	*ret = tls;
	tls = (struct tls){0};
	return 0;
}

/* Whether it is good for these names, and for some time. */
static bool fits(const struct tls *tls, const struct names *names, enum tls_own when,
	const struct clock_reading *now)
{
	gnutls_x509_crt_t certificate = NULL;
	bool good = read_certificate(tls->certificate, &certificate) >= 0 &&
		tls->ends_wall_ms - now->wall_ms > RENEW_DAYS * (int64_t)DAY_S * 1000 &&
		(int64_t)gnutls_x509_crt_get_activation_time(certificate) * 1000 <=
			MAX_OF(now->wall_ms, SURELY_PAST_S * 1000LL);

	for (int i = 0; good && i < names->n; i++) {
		if (when == TLS_WHILE_RUNNING && strchr(names->name[i], ':')) {
			continue;
		}
		good = gnutls_x509_crt_check_hostname(certificate, names->name[i]) != 0;
	}
	gnutls_x509_crt_deinit(certificate);
	return good;
}

static int import_key(const char *pem, gnutls_x509_privkey_t key)
{
	gnutls_datum_t data = {(unsigned char *)pem, (unsigned)strlen(pem)};

	return gnutls_x509_privkey_import(key, &data, GNUTLS_X509_FMT_PEM);
}

/* The key of before, or a new one. */
static int parse_key(const char *pem, gnutls_x509_privkey_t *ret)
{
	int r = gnutls_x509_privkey_init(ret);

	if (r >= 0 && pem) {
		return import_key(pem, *ret);
	}
	if (r >= 0) {
		r = gnutls_x509_privkey_generate(
			*ret, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	}
	return r;
}

static int set_names(gnutls_x509_crt_t certificate, const struct names *names)
{
	int r = gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
		names->name[0], (unsigned)MIN_OF(strlen(names->name[0]), 64U));

	for (int i = 0; r >= 0 && i < names->n; i++) {
		const char *name = names->name[i];
		unsigned char address[16];

		if (inet_pton(AF_INET, name, address) == 1) {
			r = gnutls_x509_crt_set_subject_alt_name(
				certificate, GNUTLS_SAN_IPADDRESS, address, 4, GNUTLS_FSAN_APPEND);
		} else if (inet_pton(AF_INET6, name, address) == 1) {
			r = gnutls_x509_crt_set_subject_alt_name(
				certificate, GNUTLS_SAN_IPADDRESS, address, 16, GNUTLS_FSAN_APPEND);
		} else {
			r = gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME,
				name, (unsigned)strlen(name), GNUTLS_FSAN_APPEND);
		}
	}
	return r;
}

static int set_rest(
	gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, const struct clock_reading *now)
{
	time_t from = (time_t)MAX_OF(now->wall_ms / 1000 - DAY_S, SURELY_PAST_S);
	unsigned char serial[SERIAL_SIZE];
	int r = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));

	serial[0] = (serial[0] & 0x7F) | 0x40; /* positive and of full length */
	if (r >= 0) {
		r = gnutls_x509_crt_set_serial(certificate, serial, sizeof(serial));
	}
	if (r >= 0) {
		r = gnutls_x509_crt_set_version(certificate, 3);
	}
	if (r >= 0) {
		r = gnutls_x509_crt_set_activation_time(certificate, from);
	}
	if (r >= 0) {
		r = gnutls_x509_crt_set_expiration_time(certificate, from + LIFE_DAYS * DAY_S);
	}
	if (r >= 0) {
		r = gnutls_x509_crt_set_basic_constraints(certificate, 0, -1);
	}
	if (r >= 0) {
		r = gnutls_x509_crt_set_key_usage(certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
	}
	if (r >= 0) {
		r = gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
	}
	return r < 0 ? r : gnutls_x509_crt_set_key(certificate, key);
}

static int to_text(gnutls_datum_t *data, char **ret)
{
	*ret = text_printf("%.*s", (int)data->size, (const char *)data->data);
	gnutls_memset(data->data, 0, data->size);
	gnutls_free(data->data);
	return 0;
}

static int export_both(gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, struct tls *ret)
{
	gnutls_datum_t data = {0};
	int r = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &data);

	if (r >= 0) {
		r = to_text(&data, &ret->certificate);
	}
	if (r >= 0) {
		r = gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &data);
	}
	return r < 0 ? r : to_text(&data, &ret->key);
}

/* Makes one with the key of before, if there is one. */
static int make(const char *key_before, const struct names *names, const struct clock_reading *now,
	struct tls *ret)
{
	gnutls_x509_privkey_t key = NULL;
	gnutls_x509_crt_t certificate = NULL;
	int r = parse_key(key_before, &key);

	if (r >= 0) {
		r = gnutls_x509_crt_init(&certificate);
	}
	if (r >= 0) {
		r = set_names(certificate, names);
	}
	if (r >= 0) {
		r = set_rest(certificate, key, now);
	}
	if (r >= 0) {
		r = gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
	}
	if (r >= 0) {
		r = export_both(certificate, key, ret);
	}
	if (r >= 0) {
		r = describe(ret);
	}
	gnutls_x509_crt_deinit(certificate);
	gnutls_x509_privkey_deinit(key);
	return r < 0 ? failed("cannot make a certificate", r) : 0;
}

static int write_files(const char *certificate, const char *key, const struct tls *tls)
{
	int r = text_write_file(key, tls->key, strlen(tls->key), 0600);

	if (r == 0) {
		r = text_write_file(certificate, tls->certificate, strlen(tls->certificate), 0644);
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "TLS: cannot write %s: %s", certificate, strerror(-r));
	}
	return r;
}

/* The self-made key. −ENOENT: there is none, and none has to be kept. A key that is there and
 * cannot be used is never written over: devices trust it, and it may be mended or come from a
 * backup. */
static int read_own_key(const char *path, char **ret)
{
	_cleanup_free_ char *pem = NULL;
	gnutls_x509_privkey_t key = NULL;
	int r = -EIO;

	for (int look = 0; look < 3 && r == -EIO; look++) {
		r = text_read_file(path, FILE_MAX, &pem, NULL);
	}
	if (r == 0) {
		r = gnutls_x509_privkey_init(&key);
		if (r >= 0) {
			r = import_key(pem, key);
		}
		gnutls_x509_privkey_deinit(key);
		r = r < 0 ? failed(path, r) : 0;
	}
	if (r < 0 && r != -ENOENT) {
		log_error(FAULT_SITE,
			"TLS: the key %s cannot be used: %s; put it back from a copy, or make a "
			"new one with --make-certificate and tell it to the devices",
			path, strerror(-r));
	}
	*ret = r == 0 ? TAKE_PTR(pem) : NULL;
	return r;
}

/* On request a key that cannot be used makes room, and is kept. */
static int put_key_aside(const char *path)
{
	_cleanup_free_ char *aside = text_printf("%s.damaged", path);

	if (rename(path, aside) < 0) {
		return -errno;
	}
	log_warning(FAULT_SITE, "TLS: the former key is now %s; a new one is made", aside);
	return -ENOENT;
}

int tls_own(const char *dir, const char *names, enum tls_own when, const struct clock_reading *now,
	struct tls *ret)
{
	_cleanup_free_ char *certificate = text_printf("%s/" CERTIFICATE_FILE, dir);
	_cleanup_free_ char *key = text_printf("%s/" KEY_FILE, dir);
	_cleanup_(tls_done) struct tls before = {0};
	_cleanup_(tls_done) struct tls made = {0};
	struct names all;
	int r = read_own_key(key, &before.key);

	if (r < 0 && r != -ENOENT && when == TLS_ANEW) {
		r = put_key_aside(key);
	}
	if (r < 0 && r != -ENOENT) {
		return r;
	}
	collect_names(names, &all);
	if (r == 0) {
		r = text_read_file(certificate, FILE_MAX, &before.certificate, NULL);
	}
	if (r == 0 && when != TLS_ANEW && check_both(certificate, &before) == 0 &&
		fits(&before, &all, when, now)) {
		before.self_made = true;
		*ret = before;
		before = (struct tls){0};
		return 0;
	}
	r = make(before.key, &all, now, &made);
	if (r == 0) {
		r = write_files(certificate, key, &made);
	}
	if (r < 0) {
		return r;
	}
	log_notice("made a TLS certificate, SHA-256 %s", made.fingerprint);
	made.self_made = true;
	*ret = made;
	made = (struct tls){0};
	return 0;
}
