/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that are more than one request, except those of the site file. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "client/client.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-commands.h"
#include "ctl/ctl-say.h"
#include "ctl/ctl-show.h"
#include "ctl/ctl-value.h"

static int print_json(const json_t *json)
{
	_cleanup_free_ char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);

	say("%s\n", text ? text : "null");
	return CTL_OK;
}

static const json_t *find_counter(const json_t *state, int64_t number)
{
	const json_t *counter;
	size_t i;

	json_array_foreach (json_object_get(state, "counters"), i, counter) {
		if (json_integer_value(json_object_get(counter, "number")) == number) {
			return counter;
		}
	}
	return NULL;
}

int counter_run_show(struct ctl *ctl)
{
	const char *word = ctl_value(ctl, "N");
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_auto_t *state = NULL;
	const json_t *counter = NULL;
	int r = ask_hub_json(ctl, "GET", "/api/v1/state", &state);

	if (r != CTL_OK) {
		return r;
	}
	if (word) {
		counter = find_counter(state, ctl_number(word, 0));
		if (!counter) {
			say_wrong("there is no counter %s\n", word);
			return CTL_REFUSED;
		}
	}
	if (ctl->arguments.json) {
		return print_json(counter ? counter : json_object_get(state, "counters"));
	}
	if (counter) {
		show_counter(counter, &ctl->view, &out);
	} else {
		show_counters(state, &ctl->view, &out);
	}
	say("%s", out.data);
	return CTL_OK;
}

static int save_token(const char *path, const char *token)
{
	_cleanup_free_ char *line = text_printf("%s\n", token);
	int r = text_write_file(path, line, strlen(line), 0600);

	if (r < 0) {
		/* It is shown only once: better on the screen than lost. */
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		say("%s\n", token);
		return CTL_REFUSED;
	}
	say("The token is in %s.\n", path);
	return CTL_OK;
}

int token_run_new(struct ctl *ctl)
{
	const int64_t none[CTL_FIELDS_MAX] = {0};
	const char *path = ctl_value(ctl, "--save");
	json_auto_t *body = ask_body(ctl, none);
	_cleanup_free_ char *body_text = json_dumps(body, JSON_COMPACT);
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	const char *token;
	int status;
	int r = ask_hub(ctl, "POST", "/api/v1/tokens", body_text, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	answer = json_loads(text, 0, NULL);
	token = value_text(answer, "token");
	if (!token) {
		say_wrong("the hub's answer has no token\n");
		return CTL_REFUSED;
	}
	if (path) {
		return save_token(path, token);
	}
	say("%s\n", ctl->arguments.json ? text : token);
	if (!ctl->arguments.json) {
		say_more("Keep it: it is not shown again.\n");
	}
	return CTL_OK;
}

int report_run(struct ctl *ctl)
{
	bool csv = ctl_value(ctl, "--csv") != NULL;
	_cleanup_free_ char *name = ask_escape(ctl_value(ctl, "NAME"));
	_cleanup_free_ char *query = ask_query(ctl);
	_cleanup_free_ char *path =
		text_printf("/api/v1/reports/%s.%s%s", name, csv ? "csv" : "json", query);
	_cleanup_(textbuf_done) struct textbuf out = {0};
	_cleanup_free_ char *text = NULL;
	json_auto_t *answer = NULL;
	int status;
	int r = ask_hub(ctl, "GET", path, NULL, &status, &text);

	if (r != CTL_OK) {
		return r;
	}
	if (csv || ctl->arguments.json) {
		say("%s%s", text, csv ? "" : "\n");
		return CTL_OK;
	}
	answer = json_loads(text, 0, NULL);
	show_report(answer, &ctl->view, &out);
	say("%s", out.data);
	return CTL_OK;
}

struct follower {
	const struct ctl *ctl;
	int64_t left; /* events still to show; −1 without end */
};

static int print_event(int64_t seq, const char *kind, const char *data, void *userdata)
{
	struct follower *follower = userdata;
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_auto_t *json = json_loads(data, 0, NULL);

	if (follower->ctl->arguments.json) {
		/* The kind is one of the hub's words and the data is JSON already. */
		textbuf_printf(&out, "{\"seq\":%" PRId64 ",\"event\":\"%s\",\"data\":%s}\n", seq,
			kind, data);
	} else {
		show_event(seq, kind, json, &out);
	}
	if (fputs(out.data, stdout) < 0 || fflush(stdout) != 0) {
		return -EPIPE;
	}
	if (follower->left > 0) {
		follower->left--;
	}
	return follower->left == 0 ? 1 : 0;
}

int events_run(struct ctl *ctl)
{
	const char *after = ctl_value(ctl, "--after");
	const char *epoch = ctl_value(ctl, "--epoch");
	const char *count = ctl_value(ctl, "--count");
	struct follower follower = {.ctl = ctl, .left = ctl_number(count, -1)};
	int r;

	if (follower.left == 0) {
		return CTL_OK;
	}
	r = client_watch(ctl->hub, ctl->token, epoch ? epoch : "", ctl_number(after, -1),
		print_event, &follower);
	if (r == 1 || r == -EPIPE) {
		return CTL_OK;
	}
	if (r == -ESTALE) {
		say_wrong("the hub cannot go on after that event: its log is another or "
			  "shorter\n");
		return CTL_REFUSED;
	}
	if (r == -EINVAL) {
		say_wrong("\"%s\" is no address of a hub, or the token cannot be one\n", ctl->hub);
		return CTL_USAGE;
	}
	return ask_say_away(ctl, r);
}

int version_run(struct ctl *ctl)
{
	if (ctl->arguments.json) {
		say("{\"version\":\"%s\"}\n", LAYSO_VERSION);
	} else {
		say("layso %s\n", LAYSO_VERSION);
	}
	return CTL_OK;
}
