/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of the hall. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "ctl/ctl-arguments.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl-help.h"

enum { TOKEN_FILE_MAX = 4096 };
#define HUB_DEFAULT "unix:/run/layso/hub.sock"

/* A variable of the environment; an empty one counts as none. */
static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static int read_token(const char *path, char **ret)
{
	size_t size;
	int r = text_read_file(path, TOKEN_FILE_MAX, ret, &size);

	if (r < 0) {
		say_wrong("the token file %s cannot be read: %s\n", path, strerror(-r));
		return CTL_USAGE;
	}
	while (size > 0 && strchr(" \t\r\n", (*ret)[size - 1])) {
		(*ret)[--size] = '\0';
	}
	if (size == 0) {
		say_wrong("the token file %s is empty\n", path);
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int print_help(const struct ctl_arguments *arguments)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};

	if (arguments->json) {
		json_auto_t *whole = help_json(ctl_commands);
		_cleanup_free_ char *text = json_dumps(whole, JSON_INDENT(1));

		say("%s\n", text);
		return CTL_OK;
	}
	help_write(ctl_commands, arguments->command, arguments->group, &out);
	say("%s", out.data);
	return CTL_OK;
}

static int refuse_arguments(const struct ctl_arguments *arguments, const char *error)
{
	say_wrong("%s\nTry: layso%s%s%s%s --help\n", error, arguments->group ? " " : "",
		arguments->group ? arguments->group : "",
		arguments->command && *arguments->command->verb ? " " : "",
		arguments->command ? arguments->command->verb : "");
	return CTL_USAGE;
}

static int run(struct ctl *ctl)
{
	const struct ctl_arguments *arguments = &ctl->arguments;
	const char *token_file =
		arguments->token_file ? arguments->token_file : environment("LAYSO_TOKEN_FILE");
	int r;

	ctl->hub = arguments->hub ? arguments->hub : environment("LAYSO_HUB");
	if (!ctl->hub) {
		ctl->hub = HUB_DEFAULT;
	}
	ctl->view.language = arguments->language;
	if (token_file) {
		r = read_token(token_file, &ctl->token);
		if (r != CTL_OK) {
			return r;
		}
	}
	return arguments->command->run ? arguments->command->run(ctl) : ask_run(ctl);
}

int main(int argc, char *argv[])
{
	struct ctl ctl = {0};
	_cleanup_free_ char *error = NULL;
	int r;

	log_setup("layso", false);
	if (arguments_parse(ctl_commands, argc, argv, &ctl.arguments, &error) < 0) {
		return refuse_arguments(&ctl.arguments, error);
	}
	if (ctl.arguments.help) {
		r = print_help(&ctl.arguments);
	} else if (ctl.arguments.version) {
		r = version_run(&ctl);
	} else {
		r = run(&ctl);
	}
	free(ctl.token);
	if (fflush(stdout) != 0 && errno != EPIPE && r == CTL_OK) {
		say_wrong("the output cannot be written: %s\n", strerror(errno));
		r = CTL_REFUSED;
	}
	return r;
}
