/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-people.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/zone.h"

_Static_assert((int)STAFF_HASH_SIZE == (int)AUTH_HASH_SIZE, "one kind of hash");
_Static_assert(STAFF_SECRET_MAX + 1 >= crypto_pwhash_STRBYTES, "argon2id's text fits");

void people_done(struct people *people)
{
	sodium_memzero(people->persons, people->n_persons * sizeof(*people->persons));
	free(people->persons);
	free(people->sign_ins);
	people->persons = NULL;
	people->sign_ins = NULL;
	people->n_persons = 0;
	people->n_sign_ins = 0;
}

static int load_person(const struct staff_row *row, void *userdata)
{
	struct people *people = userdata;
	struct person *person;

	people->persons =
		memory_grow(people->persons, people->n_persons + 1, sizeof(*people->persons));
	person = &people->persons[people->n_persons++];
	*person = (struct person){.row = *row, .role = ROLE_NONE};
	if (role_parse(row->role, &person->role) < 0 || !role_is_person(person->role)) {
		person->role = ROLE_NONE;
	}
	return 0;
}

static int load_sign_in(const struct sign_in_row *row, void *userdata)
{
	struct people *people = userdata;

	people->sign_ins =
		memory_grow(people->sign_ins, people->n_sign_ins + 1, sizeof(*people->sign_ins));
	people->sign_ins[people->n_sign_ins++] = (struct sign_in){.row = *row};
	return 0;
}

static struct sign_in *find_sign_in(const struct people *people, int64_t id)
{
	for (size_t i = 0; i < people->n_sign_ins; i++) {
		if (people->sign_ins[i].row.id == id) {
			return &people->sign_ins[i];
		}
	}
	return NULL;
}

int people_load(struct people *people, struct store *store)
{
	struct people loaded = {
		.auth = people->auth,
		.idle_s = people->idle_s,
		.life_s = people->life_s,
	};
	int r = staff_list(store, load_person, &loaded);

	if (r == 0) {
		r = sign_in_list(store, load_sign_in, &loaded);
	}
	if (r < 0) {
		people_done(&loaded);
		return r;
	}
	for (size_t i = 0; i < loaded.n_sign_ins; i++) {
		const struct sign_in *known = find_sign_in(people, loaded.sign_ins[i].row.id);

		if (known) {
			loaded.sign_ins[i].row.seen = known->row.seen;
			loaded.sign_ins[i].written_boot_ms = known->written_boot_ms;
		}
	}
	people_done(people);
	*people = loaded;
	return 0;
}

const struct person *people_find(const struct people *people, const char *id)
{
	for (size_t i = 0; i < people->n_persons; i++) {
		if (strcmp(people->persons[i].row.id, id) == 0) {
			return &people->persons[i];
		}
	}
	return NULL;
}

const struct person *people_match(const struct people *people, const char *name)
{
	const struct person *found = NULL;

	for (size_t i = 0; i < people->n_persons; i++) {
		if (strcasecmp(people->persons[i].row.id, name) == 0) {
			return &people->persons[i];
		}
	}
	for (size_t i = 0; i < people->n_persons; i++) {
		if (strcasecmp(people->persons[i].row.name, name) != 0) {
			continue;
		}
		if (found) {
			return NULL;
		}
		found = &people->persons[i];
	}
	return found;
}

bool people_any(const struct people *people)
{
	for (size_t i = 0; i < people->n_persons; i++) {
		if (*people->persons[i].row.secret && people->persons[i].row.active) {
			return true;
		}
	}
	return false;
}

bool people_may(const struct person *person, const char *day)
{
	return person->role != ROLE_NONE && person->row.active &&
		(!*person->row.valid_day || strcmp(person->row.valid_day, day) == 0);
}

int people_life_s(const struct people *people, enum role role)
{
	return role_is_person(role) ? people->life_s : DEVICE_LIFE_S;
}

int people_idle_s(const struct people *people, enum role role)
{
	return role_is_person(role) ? people->idle_s : DEVICE_IDLE_S;
}

/* The caller that a sign-in makes of its bearer; false: the sign-in is not valid any more. */
static bool find_caller(const struct people *people, const struct sign_in_row *row,
	const struct clock_reading *now, struct caller *ret)
{
	const struct person *person;
	struct local_time local;

	if (*row->token) {
		*ret = (struct caller){.by_token = true, .token_sign_in = row->id};
		text_copy_cut(ret->name, sizeof(ret->name), row->token);
		return people->auth && auth_find_role(people->auth, row->token, &ret->role) == 0;
	}
	person = people_find(people, row->staff);
	zone_local(now->wall_ms, &local);
	if (!person || !people_may(person, local.day)) {
		return false;
	}
	*ret = (struct caller){.role = person->role, .sign_in = row->id};
	text_copy_cut(ret->name, sizeof(ret->name), person->row.id);
	return true;
}

/* The caller of a sign-in that is still valid; false when it has ended. */
static bool goes_on(const struct people *people, const struct sign_in *sign_in,
	const struct model *model, const struct clock_reading *now, struct caller *ret)
{
	const struct sign_in_row *row = &sign_in->row;

	return find_caller(people, row, now, ret) &&
		model_elapsed_ms(model, &row->made, now) <
		people_life_s(people, ret->role) * 1000LL &&
		model_elapsed_ms(model, &row->seen, now) <
		people_idle_s(people, ret->role) * 1000LL;
}

int people_check(struct people *people, const char *cookie, const struct model *model,
	const struct clock_reading *now, struct caller *ret, bool *ret_stale)
{
	uint8_t hash[AUTH_HASH_SIZE];
	struct sign_in *found = NULL;
	struct caller caller;

	auth_hash(cookie, hash);
	for (size_t i = 0; i < people->n_sign_ins; i++) {
		if (sodium_memcmp(people->sign_ins[i].row.hash, hash, sizeof(hash)) == 0) {
			found = &people->sign_ins[i];
		}
	}
	if (!found || !goes_on(people, found, model, now, &caller)) {
		return -EACCES;
	}
	found->row.seen = (struct timestamp){
		.wall_ms = now->wall_ms,
		.boot = model_boot_number(model, now->boot_id),
		.boot_ms = now->boot_ms,
	};
	*ret_stale = found->written_boot_ms == 0 ||
		now->boot_ms - found->written_boot_ms > PEOPLE_SEEN_S * 1000LL;
	if (*ret_stale) {
		found->written_boot_ms = now->boot_ms;
	}
	*ret = caller;
	return 0;
}

bool people_lasts(const struct people *people, const struct caller *caller,
	const struct model *model, const struct clock_reading *now)
{
	const struct sign_in *sign_in = find_sign_in(people, caller_sign_in(caller));
	struct caller present;

	return sign_in && goes_on(people, sign_in, model, now, &present) &&
		present.role == caller->role && strcmp(present.name, caller->name) == 0;
}

bool people_sign_in_lasts(const struct people *people, const struct sign_in *sign_in,
	const struct model *model, const struct clock_reading *now)
{
	struct caller caller;

	return goes_on(people, sign_in, model, now, &caller);
}

int64_t people_left_s(const struct people *people, int64_t id, const struct model *model,
	const struct clock_reading *now, int *ret_idle_s)
{
	const struct sign_in *sign_in = find_sign_in(people, id);
	struct caller caller;

	if (!sign_in || !goes_on(people, sign_in, model, now, &caller)) {
		*ret_idle_s = 0;
		return 0;
	}
	*ret_idle_s = people_idle_s(people, caller.role);
	return MAX_OF(people_life_s(people, caller.role) -
			model_elapsed_ms(model, &sign_in->row.made, now) / 1000,
		0);
}
