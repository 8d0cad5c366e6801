/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-auth.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/text.h"

enum { SECRET_BYTES = 32, SLIP_BYTES = 16, SLIP_CHARS = 26, BASE36_MAX = 13 };

static const char *const role_names[ROLES] = {
	[ROLE_NONE] = "none",
	[ROLE_VIEWER] = "viewer",
	[ROLE_SCREEN] = "screen",
	[ROLE_HALL] = "hall",
	[ROLE_KIOSK] = "kiosk",
	[ROLE_HELPER] = "helper",
	[ROLE_CLERK] = "clerk",
	[ROLE_SUPERVISOR] = "supervisor",
	[ROLE_DIRECTOR] = "director",
	[ROLE_ADMIN] = "admin",
};

const char *role_name(enum role role)
{
	return role_names[role];
}

int role_parse(const char *word, enum role *ret)
{
	for (int i = ROLE_VIEWER; i < ROLES; i++) {
		if (strcmp(role_names[i], word) == 0) {
			*ret = (enum role)i;
			return 0;
		}
	}
	return -EINVAL;
}

bool role_is_person(enum role role)
{
	return role >= ROLE_HELPER && role <= ROLE_ADMIN;
}

bool role_is_device(enum role role)
{
	return role == ROLE_SCREEN || role == ROLE_HALL || role == ROLE_KIOSK;
}

int64_t caller_sign_in(const struct caller *caller)
{
	return caller->sign_in ? caller->sign_in : caller->token_sign_in;
}

bool caller_is_device(const struct caller *caller)
{
	return role_is_device(caller->role) ||
		(caller->role == ROLE_CLERK && caller->by_token && caller_sign_in(caller) == 0);
}

enum right caller_right(const struct caller *caller)
{
	switch (caller->role) {
	case ROLE_CLERK:
		return caller->sign_in ? RIGHT_OWN_COUNTER : RIGHT_KEYPAD;
	case ROLE_VIEWER:
	case ROLE_SCREEN:
	case ROLE_HALL:
	case ROLE_KIOSK:
		return RIGHT_OWN_SLIPS;
	case ROLE_NONE: /* a citizen with a slip, or somebody who signs in */
	case ROLE_HELPER:
	case ROLE_SUPERVISOR:
	case ROLE_DIRECTOR:
	case ROLE_ADMIN:
	case ROLES:
		return RIGHT_ALL;
	}
	return RIGHT_OWN_SLIPS;
}

int auth_init(void)
{
	return sodium_init() < 0 ? -EIO : 0;
}

/* RFC 4648 base32 in small letters, without padding. */
static void base32(const uint8_t *bytes, size_t size, char *ret)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned bits = 0;
	unsigned pending = 0;

	for (size_t i = 0; i < size; i++) {
		bits = bits << 8 | bytes[i];
		pending += 8;
		while (pending >= 5) {
			pending -= 5;
			*ret++ = letters[bits >> pending & 31];
		}
	}
	if (pending > 0) {
		*ret++ = letters[bits << (5 - pending) & 31];
	}
	*ret = '\0';
}

void auth_hash(const char *token, uint8_t ret_hash[AUTH_HASH_SIZE])
{
	(void)crypto_generichash(
		ret_hash, AUTH_HASH_SIZE, (const uint8_t *)token, strlen(token), NULL, 0);
}

void auth_make(char ret_token[AUTH_TOKEN_LENGTH + 1], uint8_t ret_hash[AUTH_HASH_SIZE])
{
	uint8_t secret[SECRET_BYTES];

	randombytes_buf(secret, sizeof(secret));
	base32(secret, sizeof(secret), ret_token);
	sodium_memzero(secret, sizeof(secret));
	auth_hash(ret_token, ret_hash);
}

void auth_done(struct auth *auth)
{
	free(auth->entries);
	*auth = (struct auth){0};
}

void auth_add(struct auth *auth, const char *name, enum role role,
	const uint8_t hash[AUTH_HASH_SIZE], int64_t made_wall_ms)
{
	struct auth_entry *entry;

	if (auth->n == auth->capacity) {
		auth->capacity = auth->capacity * 2 + 8;
		auth->entries = memory_grow(auth->entries, auth->capacity, sizeof(*auth->entries));
	}
	entry = &auth->entries[auth->n++];
	*entry = (struct auth_entry){.role = role, .made_wall_ms = made_wall_ms};
	text_copy_cut(entry->name, sizeof(entry->name), name);
	memcpy(entry->hash, hash, AUTH_HASH_SIZE);
}

static int load_one(const char *name, const char *word, const uint8_t hash[AUTH_HASH_SIZE],
	int64_t made_wall_ms, void *userdata)
{
	enum role role = ROLE_NONE;

	/* A role of a later version stays in the store and has no rights here. */
	if (role_parse(word, &role) == 0) {
		auth_add(userdata, name, role, hash, made_wall_ms);
	}
	return 0;
}

int auth_load(struct auth *auth, struct store *store)
{
	struct auth loaded = {0};
	int r = store_tokens(store, load_one, &loaded);

	if (r < 0) {
		auth_done(&loaded);
		return r;
	}
	auth_done(auth);
	*auth = loaded;
	return 0;
}

int auth_check(const struct auth *auth, const char *token, struct caller *ret)
{
	uint8_t hash[AUTH_HASH_SIZE];
	const struct auth_entry *found = NULL;

	auth_hash(token, hash);
	for (size_t i = 0; i < auth->n; i++) {
		if (sodium_memcmp(auth->entries[i].hash, hash, AUTH_HASH_SIZE) == 0) {
			found = &auth->entries[i];
		}
	}
	if (!found) {
		return -EACCES;
	}
	*ret = (struct caller){.role = found->role, .by_token = true};
	text_copy_cut(ret->name, sizeof(ret->name), found->name);
	return 0;
}

int auth_find_role(const struct auth *auth, const char *name, enum role *ret)
{
	for (size_t i = 0; i < auth->n; i++) {
		if (strcmp(auth->entries[i].name, name) == 0) {
			*ret = auth->entries[i].role;
			return 0;
		}
	}
	return -ENOENT;
}

bool auth_knows(const struct auth *auth, const char *name)
{
	enum role role;

	return auth_find_role(auth, name, &role) == 0;
}

static void slip_code(const uint8_t secret[AUTH_HASH_SIZE], int64_t id, int64_t arrived_wall_ms,
	char ret[SLIP_CHARS + 1])
{
	uint8_t hash[SLIP_BYTES];
	char text[64];
	int length = snprintf(
		text, sizeof(text), "%lld %lld", (long long)id, (long long)arrived_wall_ms);

	(void)crypto_generichash(
		hash, sizeof(hash), (const uint8_t *)text, (size_t)length, secret, AUTH_HASH_SIZE);
	base32(hash, sizeof(hash), ret);
}

void auth_slip_make(const uint8_t secret[AUTH_HASH_SIZE], int64_t id, int64_t arrived_wall_ms,
	char ret[AUTH_SLIP_LENGTH + 1])
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	char number[BASE36_MAX + 1];
	char *at = number + BASE36_MAX;
	uint64_t rest = (uint64_t)id;
	size_t length;

	*at = '\0';
	do {
		*--at = digits[rest % 36];
		rest /= 36;
	} while (rest > 0 && at > number);
	length = strlen(at);
	memcpy(ret, at, length);
	ret[length] = '-';
	slip_code(secret, id, arrived_wall_ms, ret + length + 1);
}

int auth_slip_id(const char *token, int64_t *ret_id)
{
	size_t length = strspn(token, "0123456789abcdefghijklmnopqrstuvwxyz");
	char *end = NULL;
	long long id;

	if (length == 0 || length > BASE36_MAX || token[length] != '-' ||
		strlen(token + length + 1) != SLIP_CHARS) {
		return -EINVAL;
	}
	errno = 0;
	id = strtoll(token, &end, 36);
	if (errno != 0 || end != token + length || id <= 0) {
		return -EINVAL;
	}
	*ret_id = id;
	return 0;
}

bool auth_slip_valid(const uint8_t secret[AUTH_HASH_SIZE], const char *token, int64_t id,
	int64_t arrived_wall_ms)
{
	char right[AUTH_SLIP_LENGTH + 1];

	auth_slip_make(secret, id, arrived_wall_ms, right);
	return strlen(right) == strlen(token) && sodium_memcmp(right, token, strlen(right)) == 0;
}
