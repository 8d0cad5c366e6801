/* SPDX-License-Identifier: Apache-2.0 */
/* The certificate that the hub makes for itself. */
#include "check.h"

#include <errno.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "hub/hub-tls.h"

#define DAY_MS (24 * 60 * 60 * 1000LL)
static const struct clock_reading now = {.wall_ms = 1795000000000, .trusted = true};

static int set_up(void **state)
{
	*state = text_dup("/tmp/layso-tls-XXXXXX");
	return mkdtemp(*state) ? 0 : -1;
}

static int tear_down(void **state)
{
	_cleanup_free_ char *dir = *state;
	_cleanup_free_ char *certificate = text_printf("%s/tls-certificate.pem", dir);
	_cleanup_free_ char *key = text_printf("%s/tls-key.pem", dir);

	(void)unlink(certificate);
	(void)unlink(key);
	return rmdir(dir);
}

static gnutls_x509_crt_t parse(const struct tls *tls)
{
	gnutls_datum_t data = {(void *)tls->certificate, (unsigned)strlen(tls->certificate)};
	gnutls_x509_crt_t certificate;

	assert_int_equal(gnutls_x509_crt_init(&certificate), 0);
	assert_int_equal(gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_PEM), 0);
	return certificate;
}

static void test_it_is_for_the_boards_names_and_addresses(void **state)
{
	struct tls tls = {0};
	gnutls_x509_crt_t certificate;

	assert_int_equal(
		tls_own(*state, "so-mot.example, 192.0.2.7 2001:db8::7", TLS_AT_START, &now, &tls),
		0);
	certificate = parse(&tls);
	assert_true(gnutls_x509_crt_check_hostname(certificate, "localhost"));
	assert_true(gnutls_x509_crt_check_hostname(certificate, "127.0.0.1"));
	assert_true(gnutls_x509_crt_check_hostname(certificate, "so-mot.example"));
	assert_true(gnutls_x509_crt_check_hostname(certificate, "192.0.2.7"));
	assert_true(gnutls_x509_crt_check_hostname(certificate, "2001:db8::7"));
	assert_false(gnutls_x509_crt_check_hostname(certificate, "192.0.2.8"));
	assert_int_equal(gnutls_x509_crt_get_ca_status(certificate, NULL), 0);
	assert_true(gnutls_x509_crt_get_activation_time(certificate) <= now.wall_ms / 1000);
	gnutls_x509_crt_deinit(certificate);
	assert_int_equal(strlen(tls.fingerprint), 95);
	assert_int_equal(strlen(tls.pin), strlen("sha256//") + 44);
	assert_true(tls.ends_wall_ms > now.wall_ms + 800 * DAY_MS);
	assert_true(tls.ends_wall_ms < now.wall_ms + 825 * DAY_MS);
	tls_done(&tls);
}

static void test_it_is_kept_while_it_fits(void **state)
{
	struct clock_reading later = now;
	struct tls first = {0};
	struct tls again = {0};
	struct tls renewed = {0};

	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &first), 0);
	later.wall_ms += 700 * DAY_MS;
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &later, &again), 0);
	assert_string_equal(again.fingerprint, first.fingerprint);
	later.wall_ms += 70 * DAY_MS; /* its end is near */
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &later, &renewed), 0);
	assert_string_not_equal(renewed.fingerprint, first.fingerprint);
	assert_string_equal(renewed.pin, first.pin);
	tls_done(&first);
	tls_done(&again);
	tls_done(&renewed);
}

static void test_a_board_without_a_clock_makes_one_that_will_do(void **state)
{
	const struct clock_reading morning = {.wall_ms = 60000};
	struct tls made = {0};
	struct tls later = {0};

	assert_int_equal(tls_own(*state, "", TLS_AT_START, &morning, &made), 0);
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &morning, &later), 0);
	assert_string_equal(made.fingerprint, later.fingerprint); /* not anew at each start */
	tls_done(&later);
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &later), 0);
	assert_string_equal(made.pin, later.pin);
	tls_done(&made);
	tls_done(&later);
}

static void test_a_file_that_is_none_is_refused(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/tls-key.pem", (char *)*state);
	struct tls tls = {0};

	assert_int_equal(tls_load("/nowhere", "/nowhere", &tls), -ENOENT);
	assert_int_equal(text_write_file(path, "junk", 4, 0600), 0);
	assert_int_equal(tls_load(path, path, &tls), -EINVAL);
}

static void test_a_damaged_certificate_costs_no_key(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/tls-certificate.pem", (char *)*state);
	struct tls first = {0};
	struct tls again = {0};

	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &first), 0);
	assert_int_equal(text_write_file(path, "\0\0\0\0", 4, 0644), 0);
	assert_int_equal(tls_own(*state, "", TLS_WHILE_RUNNING, &now, &again), 0);
	assert_string_equal(again.pin, first.pin);
	tls_done(&again);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &again), 0);
	assert_string_equal(again.pin, first.pin);
	tls_done(&again);
	tls_done(&first);
}

static void test_a_damaged_key_is_never_written_over(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/tls-key.pem", (char *)*state);
	_cleanup_free_ char *aside = text_printf("%s.damaged", path);
	_cleanup_free_ char *kept = NULL;
	struct tls first = {0};
	struct tls again = {0};

	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &first), 0);
	assert_int_equal(text_write_file(path, "torn", 4, 0600), 0);
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &again), -EINVAL);
	assert_int_equal(tls_own(*state, "", TLS_WHILE_RUNNING, &now, &again), -EINVAL);
	assert_null(again.key);
	assert_int_equal(text_read_file(path, 64, &kept, NULL), 0);
	assert_string_equal(kept, "torn");
	/* Put back, all is as it was. */
	assert_int_equal(text_write_file(path, first.key, strlen(first.key), 0600), 0);
	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &again), 0);
	assert_string_equal(again.fingerprint, first.fingerprint);
	tls_done(&again);
	/* Somebody asks for a new one. */
	assert_int_equal(text_write_file(path, "torn", 4, 0600), 0);
	assert_int_equal(tls_own(*state, "", TLS_ANEW, &now, &again), 0);
	assert_string_not_equal(again.pin, first.pin);
	assert_int_equal(unlink(aside), 0);
	tls_done(&again);
	tls_done(&first);
}

static void test_while_running_it_is_renewed_for_what_lasts(void **state)
{
	struct clock_reading later = now;
	struct tls first = {0};
	struct tls other = {0};

	assert_int_equal(tls_own(*state, "", TLS_AT_START, &now, &first), 0);
	/* Privacy extensions make a new address every day. */
	assert_int_equal(tls_own(*state, "2001:db8::9", TLS_WHILE_RUNNING, &now, &other), 0);
	assert_string_equal(other.fingerprint, first.fingerprint);
	tls_done(&other);
	/* A lease that came after the start. */
	assert_int_equal(tls_own(*state, "192.0.2.9", TLS_WHILE_RUNNING, &now, &other), 0);
	assert_string_not_equal(other.fingerprint, first.fingerprint);
	assert_string_equal(other.pin, first.pin);
	tls_done(&first);
	later.wall_ms += 770 * DAY_MS;
	assert_int_equal(tls_own(*state, "192.0.2.9", TLS_WHILE_RUNNING, &later, &first), 0);
	assert_string_not_equal(other.fingerprint, first.fingerprint);
	assert_string_equal(other.pin, first.pin);
	tls_done(&other);
	tls_done(&first);
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_it_is_for_the_boards_names_and_addresses),
		WITH_FOLDER(test_it_is_kept_while_it_fits),
		WITH_FOLDER(test_while_running_it_is_renewed_for_what_lasts),
		WITH_FOLDER(test_a_board_without_a_clock_makes_one_that_will_do),
		WITH_FOLDER(test_a_file_that_is_none_is_refused),
		WITH_FOLDER(test_a_damaged_certificate_costs_no_key),
		WITH_FOLDER(test_a_damaged_key_is_never_written_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
