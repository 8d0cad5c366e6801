/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-local.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-listen.h"

enum { WORD_MAX = LOCAL_USER_LENGTH + 1 + 16, ENTRY_BYTES = 4096 };

static bool may_be_local(enum role role)
{
	return role == ROLE_VIEWER || role_is_device(role);
}

static int parse_word(char *word, struct local_users *users)
{
	char *equals = strchr(word, '=');
	struct local_user user;

	if (!equals) {
		return -EINVAL;
	}
	*equals = '\0';
	if (!text_is_id(word, LOCAL_USER_LENGTH) || role_parse(equals + 1, &user.role) < 0 ||
		!may_be_local(user.role)) {
		return -EINVAL;
	}
	for (int i = 0; i < users->n; i++) {
		if (strcmp(users->user[i].name, word) == 0) {
			return -EINVAL;
		}
	}
	if (users->n == LOCAL_USERS_MAX) {
		return -E2BIG;
	}
	text_copy_cut(user.name, sizeof(user.name), word);
	users->user[users->n++] = user;
	return 0;
}

int local_parse(const char *text, struct local_users *ret)
{
	struct local_users users = {.n = 0};
	char word[WORD_MAX];

	while (listen_next(&text, word, sizeof(word))) {
		int r = parse_word(word, &users);

		if (r < 0) {
			return r;
		}
	}
	*ret = users;
	return 0;
}

const struct local_user *local_find(const struct local_users *users, uid_t uid)
{
	for (int i = 0; i < users->n; i++) {
		struct passwd entry;
		struct passwd *found = NULL;
		char bytes[ENTRY_BYTES];

		(void)getpwnam_r(users->user[i].name, &entry, bytes, sizeof(bytes), &found);
		if (found && found->pw_uid == uid) {
			return &users->user[i];
		}
	}
	return NULL;
}

bool local_names_take(struct local_names *names, uid_t uid, const char *name)
{
	int n = 0;

	for (int i = 0; i < names->n; i++) {
		if (names->entry[i].uid != uid) {
			continue;
		}
		if (strcmp(names->entry[i].name, name) == 0) {
			return true;
		}
		n++;
	}
	if (n >= LIMIT_LOCAL_NAMES || names->n == (int)ELEMENTS(names->entry)) {
		return false;
	}
	names->entry[names->n].uid = uid;
	text_copy_cut(names->entry[names->n++].name, LIMIT_ID + 1, name);
	return true;
}
