/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-secret.h"

#include <errno.h>
#include <jansson.h>
#include <malloc.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The same character again and again, or each one step from the one before: 111111, 123456. */
static bool is_simple(const char *secret)
{
	int step = secret[1] - secret[0];

	if (step < -1 || step > 1) {
		return false;
	}
	for (const char *c = secret + 1; *c; c++) {
		if (c[0] - c[-1] != step) {
			return false;
		}
	}
	return true;
}

static bool is_trusted(enum role role)
{
	return role == ROLE_SUPERVISOR || role == ROLE_DIRECTOR || role == ROLE_ADMIN;
}

bool secret_must_be_better(enum role before, enum role after)
{
	return is_trusted(after) && !is_trusted(before);
}

const char *secret_fault(const char *secret, const char *id, enum role role)
{
	bool trusted = is_trusted(role);
	size_t length = strlen(secret);

	if (length < SECRET_MIN) {
		return "has fewer than 6 characters";
	}
	if (trusted && length < SECRET_MIN_TRUSTED) {
		return "has fewer than 10 characters, which this role needs";
	}
	if (trusted && strspn(secret, "0123456789") == length) {
		return "has only digits, which is too little for this role";
	}
	if (is_simple(secret)) {
		return "is too simple";
	}
	if (strcasecmp(secret, id) == 0) {
		return "is the name";
	}
	return NULL;
}

int secret_hash(const char *secret, char ret[STAFF_SECRET_MAX + 1])
{
	char text[crypto_pwhash_STRBYTES];

	if (crypto_pwhash_argon2id_str(
		    text, secret, strlen(secret), SECRET_OPERATIONS, SECRET_MEMORY) != 0) {
		return -ENOMEM;
	}
	memcpy(ret, text, sizeof(text));
	return 0;
}

bool secret_matches(const char *secret, const char *stored)
{
	char spent[STAFF_SECRET_MAX + 1] = "";
	bool nobody = !*stored;

	if (nobody && secret_hash(secret, spent) < 0) {
		return false;
	}
	return !nobody && crypto_pwhash_argon2id_str_verify(stored, secret, strlen(secret)) == 0;
}

void secret_wipe(void *memory)
{
	explicit_bzero(memory, malloc_usable_size(memory));
}

static void wipe_and_free(void *memory)
{
	secret_wipe(memory);
	free(memory);
}

void secret_wipe_json(void)
{
	json_set_alloc_funcs(malloc, wipe_and_free);
}
