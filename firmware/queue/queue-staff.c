/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/queue-staff.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "queue/staff.h"

#define ROLE_OF_HELPERS "helper"
#define ROLE_OF_ADMINISTRATORS "admin"

struct staff_count {
	int n;
	int administrators; /* active administrators who can sign in */
};

static bool is_administrator(const struct staff_row *row)
{
	return row->active && *row->secret && strcmp(row->role, ROLE_OF_ADMINISTRATORS) == 0;
}

static int count_one(const struct staff_row *row, void *userdata)
{
	struct staff_count *count = userdata;

	count->n++;
	count->administrators += is_administrator(row);
	return 0;
}

/* A volunteer's account is valid for one day, today's unless another is named; other accounts have
 * no such day. */
static void normalise_valid_day(const struct decision *decision, struct staff_row *row)
{
	struct local_time local;

	if (strcmp(row->role, ROLE_OF_HELPERS) != 0) {
		row->valid_day[0] = '\0';
	} else if (!*row->valid_day) {
		zone_local(decision->now->wall_ms, &local);
		memcpy(row->valid_day, local.day, sizeof(row->valid_day));
	}
}

static int add(struct decision *decision, struct store *store)
{
	struct staff_row row = decision->command->staff_change.row;
	struct event event = {.kind = EVENT_STAFF};
	struct staff_count count = {0};
	struct staff_row other;
	int r = staff_find(store, row.id, &other);

	if (r == 0) {
		return decide_refuse(decision, ERROR_EXISTS, "id",
			"there is a member of staff '%s' already", row.id);
	}
	if (r == -ENOENT) {
		r = staff_list(store, count_one, &count);
	}
	if (r < 0) {
		return r;
	}
	if (count.n >= LIMIT_STAFF) {
		return decide_refuse(
			decision, ERROR_LIMIT, "", "there may be %d members of staff", LIMIT_STAFF);
	}
	row.active = !decision->command->staff_change.has_active || row.active;
	row.made_wall_ms = decision->now->wall_ms;
	normalise_valid_day(decision, &row);
	r = staff_put(store, &row);
	if (r < 0) {
		return r;
	}
	(void)snprintf(event.note, sizeof(event.note), "made %s as %s", row.id, row.role);
	return decide_emit(decision, &event);
}

static struct staff_row changed(const struct decision *decision, const struct staff_row *before)
{
	const struct staff_change *change = &decision->command->staff_change;
	struct staff_row row = *before;

	if (change->has_name) {
		memcpy(row.name, change->row.name, sizeof(row.name));
	}
	if (change->has_role) {
		memcpy(row.role, change->row.role, sizeof(row.role));
	}
	if (change->has_active) {
		row.active = change->row.active;
	}
	if (change->has_valid_day) {
		memcpy(row.valid_day, change->row.valid_day, sizeof(row.valid_day));
	}
	if (change->has_secret) {
		memcpy(row.secret, change->row.secret, sizeof(row.secret));
	}
	normalise_valid_day(decision, &row);
	return row;
}

/* Refuses to lose the last administrator who can sign in: somebody must be able to manage the
 * accounts. field: what would take the right away. */
static int keep_an_administrator(struct decision *decision, struct store *store,
	const struct staff_row *before, const char *field)
{
	struct staff_count count = {0};
	int r;

	if (!is_administrator(before)) {
		return 0;
	}
	r = staff_list(store, count_one, &count);
	if (r == 0 && count.administrators == 1) {
		r = decide_refuse(decision, ERROR_NOT_ALLOWED, field,
			"%s is the last administrator who can sign in", before->id);
	}
	return r;
}

static void describe_change(const struct staff_row *before, const struct staff_row *after,
	bool new_secret, char *ret, size_t size)
{
	bool renamed = strcmp(before->name, after->name) != 0;
	bool moved = strcmp(before->role, after->role) != 0;

	(void)snprintf(ret, size, "changed %s:%s%s%s%s%s%s", after->id, renamed ? " name" : "",
		moved ? " role " : "", moved ? after->role : "",
		before->active != after->active ? (after->active ? " active" : " inactive") : "",
		strcmp(before->valid_day, after->valid_day) != 0 ? " day" : "",
		new_secret ? " secret" : "");
}

static int change(struct decision *decision, struct store *store)
{
	const struct staff_change *wanted = &decision->command->staff_change;
	struct event event = {.kind = EVENT_STAFF};
	struct staff_row before;
	struct staff_row after;
	bool renamed_only;
	int r = staff_find(store, wanted->row.id, &before);

	if (r == -ENOENT) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "id",
			"there is no member of staff '%s'", wanted->row.id);
	}
	if (r < 0) {
		return r;
	}
	after = changed(decision, &before);
	if (!is_administrator(&after)) {
		r = keep_an_administrator(decision, store, &before,
			strcmp(before.role, after.role) != 0    ? "role"
				: before.active != after.active ? "active"
								: "secret");
	}
	if (r < 0 || decision->answer->error != ERROR_NONE) {
		return r;
	}
	renamed_only = strcmp(before.role, after.role) == 0 && before.active == after.active &&
		strcmp(before.valid_day, after.valid_day) == 0 && !wanted->has_secret;
	if (renamed_only && strcmp(before.name, after.name) == 0) {
		return 0;
	}
	r = staff_put(store, &after);
	if (r == 0 && !renamed_only) {
		r = sign_in_remove(store, 0, after.id);
	}
	if (r < 0) {
		return r;
	}
	describe_change(&before, &after, wanted->has_secret, event.note, sizeof(event.note));
	return decide_emit(decision, &event);
}

static int remove_person(struct decision *decision, struct store *store)
{
	const char *id = decision->command->staff_change.row.id;
	const struct counter *counter = model_find_staff(decision->model, id);
	struct event event = {.kind = EVENT_STAFF};
	struct staff_row row;
	int r = staff_find(store, id, &row);

	if (r == -ENOENT) {
		return decide_refuse(
			decision, ERROR_NOT_FOUND, "id", "there is no member of staff '%s'", id);
	}
	if (r == 0 && counter) {
		return decide_refuse(decision, ERROR_BUSY, "id",
			"%s has an open session at counter %d", id, counter->number);
	}
	if (r == 0) {
		r = keep_an_administrator(decision, store, &row, "id");
	}
	if (r < 0 || decision->answer->error != ERROR_NONE) {
		return r;
	}
	r = sign_in_remove(store, 0, id);
	if (r == 0) {
		r = staff_remove(store, id);
	}
	if (r < 0) {
		return r;
	}
	(void)snprintf(event.note, sizeof(event.note), "removed %s", id);
	return decide_emit(decision, &event);
}

static struct timestamp timestamp_now(const struct decision *decision)
{
	return (struct timestamp){
		.wall_ms = decision->now->wall_ms,
		.boot = model_boot_number(decision->model, decision->now->boot_id),
		.boot_ms = decision->now->boot_ms,
	};
}

static int add_attempt(struct decision *decision, struct store *store)
{
	struct attempt_row row = decision->command->attempt;

	row.wall_ms = decision->now->wall_ms;
	return *row.outcome ? attempt_add(store, &row) : 0;
}

static int find_token(const char *name, const char *role, const uint8_t hash[32],
	int64_t made_wall_ms, void *userdata)
{
	const struct command *command = userdata;

	(void)role;
	(void)made_wall_ms;
	return strcmp(name, command->sign_in.token) == 0 &&
		memcmp(hash, command->token_hash, sizeof(command->token_hash)) == 0;
}

/* Refuses when the account has changed while its secret was being checked, or when the token is
 * gone. */
static int check_opener(struct decision *decision, struct store *store)
{
	const struct command *command = decision->command;
	struct staff_row staff;
	int r;

	if (*command->sign_in.token) {
		r = store_tokens(store, find_token, (void *)(uintptr_t)command);
		return r != 0 ? MIN_OF(r, 0)
			      : decide_refuse(decision, ERROR_NOT_FOUND, "token",
					"the token was withdrawn in this moment");
	}
	r = staff_find(store, command->sign_in.staff, &staff);
	if (r == -ENOENT ||
		(r == 0 && strcmp(staff.secret, command->staff_change.row.secret) != 0)) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "name",
			"the account was changed in this moment");
	}
	return r;
}

static int sign_in(struct decision *decision, struct store *store)
{
	struct sign_in_row row = decision->command->sign_in;
	int r = check_opener(decision, store);

	if (r < 0 || decision->answer->error != ERROR_NONE) {
		return r;
	}
	row.made = timestamp_now(decision);
	row.seen = row.made;
	r = sign_in_add(store, &row);
	if (r == 0) {
		r = add_attempt(decision, store);
	}
	decision->answer->sign_in = row;
	return r;
}

static int sign_out(struct decision *decision, struct store *store)
{
	const struct sign_in_row *row = &decision->command->sign_in;
	int r = sign_in_remove(store, row->id, row->staff);

	return r < 0 ? r : add_attempt(decision, store);
}

static int note_seen(struct decision *decision, struct store *store)
{
	struct timestamp now = timestamp_now(decision);

	return sign_in_seen(store, decision->command->sign_in.id, &now);
}

static int (*const runs[COMMAND_KINDS])(struct decision *decision, struct store *store) = {
	[COMMAND_STAFF_ADD] = add,
	[COMMAND_STAFF_CHANGE] = change,
	[COMMAND_STAFF_REMOVE] = remove_person,
	[COMMAND_SIGN_IN] = sign_in,
	[COMMAND_SIGN_OUT] = sign_out,
	[COMMAND_SIGN_IN_SEEN] = note_seen,
	[COMMAND_ATTEMPT] = add_attempt,
};

bool queue_staff_is(enum command_kind kind)
{
	return runs[kind] != NULL;
}

int queue_staff_run(struct decision *decision, struct store *store, bool *ret_wrote)
{
	int r = runs[decision->command->kind](decision, store);

	*ret_wrote = r == 0 && decision->answer->error == ERROR_NONE;
	return r;
}
