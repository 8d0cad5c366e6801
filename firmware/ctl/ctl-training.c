/* SPDX-License-Identifier: Apache-2.0 */
/* layso training: the hub beside the real one where people practise. */
#include "ctl/ctl-training.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/config-edit.h"
#include "base/config.h"
#include "base/paths.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl-units.h"
#include "ctl/setup-files.h"

#define UNIT_TRAINING "layso-training.service"
enum { CONF_BYTES = 256 * 1024 };

/* Unless another hub is named, the training centre of this machine is asked. */
int training_run_ask(struct ctl *ctl)
{
	if (!ctl->arguments.hub) {
		ctl->hub = PATHS_TRAINING_ADDRESS;
	}
	return ask_run(ctl);
}

int training_port(const char *list)
{
	const char *colon = strcspn(list, ", ") > 0 ? list + strcspn(list, ", ") : NULL;
	_cleanup_free_ char *digits = NULL;
	int64_t port = 0;

	while (colon && colon > list && *colon != ':') {
		colon--;
	}
	if (!colon || *colon != ':') {
		return 0;
	}
	digits = text_printf("%.*s", (int)strcspn(colon + 1, ", "), colon + 1);
	return text_parse_int(digits, 1, UINT16_MAX, &port) == 0 ? (int)port : 0;
}

char *training_listen(const char *list, int port)
{
	struct textbuf out = {0};

	textbuf_add(&out, "");
	while (*list) {
		size_t size = strcspn(list, ", ");
		size_t host = size;

		while (host > 0 && list[host - 1] != ':') {
			host--;
		}
		if (host > 0) {
			textbuf_printf(
				&out, "%s%.*s%d", out.size > 0 ? ", " : "", (int)host, list, port);
		}
		list += size;
		list += strspn(list, ", ");
	}
	return out.data;
}

/* ---- the two files ---- */

struct confs {
	char *path[2]; /* hubd.conf, training.conf */
	char *text[2];
};

static void confs_done(struct confs *confs)
{
	for (int i = 0; i < 2; i++) {
		free(confs->path[i]);
		free(confs->text[i]);
	}
}

static int read_confs(struct confs *ret)
{
	static const char *const names[] = {"hubd.conf", "training.conf"};

	for (int i = 0; i < 2; i++) {
		int r;

		ret->path[i] = text_printf("%s/%s", paths_etcdir(), names[i]);
		r = text_read_file(ret->path[i], CONF_BYTES, &ret->text[i], NULL);
		if (r < 0) {
			say_wrong("%s cannot be read: %s\n", ret->path[i], strerror(-r));
			return CTL_USAGE;
		}
	}
	return CTL_OK;
}

/* The value of a key of hubd.conf, heap. */
static char *real_value(const struct confs *confs, const char *section, const char *otherwise)
{
	char *value = NULL;

	if (config_find(confs->path[0], section, "listen", &value, NULL) < 0 || !value) {
		return text_dup(otherwise);
	}
	return value;
}

static void edit(char **text, const char *section, const char *key, const char *value)
{
	char *edited = config_edit_set(*text, section, key, value && *value ? value : NULL);

	free(*text);
	*text = edited;
}

/* Each of the two listens as the other does, and names the other's port. */
static void join(
	struct confs *confs, const char *section, const char *link, int port, const char *listen)
{
	_cleanup_free_ char *there = training_listen(listen, port);
	_cleanup_free_ char *practice = text_printf(":%d", port);
	_cleanup_free_ char *real = text_printf(":%d", training_port(listen));

	edit(&confs->text[1], section, "listen", there);
	edit(&confs->text[1], "training", link, *listen ? real : NULL);
	edit(&confs->text[0], "training", link, *listen ? practice : NULL);
}

static int write_confs(struct confs *before, struct confs *confs)
{
	_cleanup_(setup_files_done) struct setup_files files = {0};
	const char *path = NULL;
	int r;

	for (int i = 0; i < 2; i++) {
		setup_files_add(
			&files, confs->path[i], before->text[i], NULL, TAKE_PTR(confs->text[i]));
	}
	r = setup_files_write(&files, &path);
	if (r < 0) {
		say_wrong("%s cannot be written: %s\n", path, strerror(-r));
		return CTL_REFUSED;
	}
	return CTL_OK;
}

static int ask_units(const char *const verbs[][2])
{
	if (!units_are_there()) {
		say_more("There is no systemd here: start the two hubs anew yourself.\n");
		return CTL_OK;
	}
	for (int i = 0; verbs[i][0]; i++) {
		if (!units_ask(verbs[i][0], verbs[i][1])) {
			say_wrong(
				"\"systemctl %s %s\" did not go well\n", verbs[i][0], verbs[i][1]);
			return CTL_REFUSED;
		}
	}
	return CTL_OK;
}

int training_run_on(struct ctl *ctl)
{
	static const char *const verbs[][2] = {{"reload", UNIT_HUB}, {"enable", UNIT_TRAINING},
		{"restart", UNIT_TRAINING}, {NULL, NULL}};
	_cleanup_(confs_done) struct confs before = {0};
	_cleanup_(confs_done) struct confs confs = {0};
	_cleanup_free_ char *plain = NULL;
	_cleanup_free_ char *tls = NULL;
	int r = read_confs(&before);

	(void)ctl;
	r = r == CTL_OK ? read_confs(&confs) : r;
	if (r != CTL_OK) {
		return r;
	}
	plain = real_value(&confs, "http", "127.0.0.1:8080");
	tls = real_value(&confs, "tls", "");
	join(&confs, "http", "link", TRAINING_PORT, plain);
	join(&confs, "tls", "tls_link", TRAINING_TLS_PORT, tls);
	r = write_confs(&before, &confs);
	r = r == CTL_OK ? ask_units(verbs) : r;
	if (r == CTL_OK) {
		say("The training centre is on port %d. \"layso training\" shows whether it "
		    "runs.\n",
			TRAINING_PORT);
	}
	return r;
}

int training_run_off(struct ctl *ctl)
{
	static const char *const verbs[][2] = {{"disable", UNIT_TRAINING}, {"stop", UNIT_TRAINING},
		{"reload", UNIT_HUB}, {NULL, NULL}};
	_cleanup_(confs_done) struct confs before = {0};
	_cleanup_(confs_done) struct confs confs = {0};
	int r = read_confs(&before);

	(void)ctl;
	r = r == CTL_OK ? read_confs(&confs) : r;
	if (r != CTL_OK) {
		return r;
	}
	edit(&confs.text[0], "training", "link", NULL);
	edit(&confs.text[0], "training", "tls_link", NULL);
	r = write_confs(&before, &confs);
	r = r == CTL_OK ? ask_units(verbs) : r;
	if (r == CTL_OK) {
		say("The training centre is off, and no page leads there.\n");
	}
	return r;
}
