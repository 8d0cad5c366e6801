/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of the hall. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "client/client-settings.h"
#include "ctl/ctl-arguments.h"
#include "ctl/ctl-ask.h"
#include "ctl/ctl.h"
#include "ctl/ctl-help.h"

/* A variable of the environment; an empty one counts as none. */
static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
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
	_cleanup_free_ char *error = NULL;

	ctl->hub = arguments->hub ? arguments->hub : environment("LAYSO_HUB");
	if (!ctl->hub) {
		ctl->hub = PATHS_HUB_ADDRESS;
	}
	ctl->view.language = arguments->language;
	ctl->view.verbose = ctl_value(ctl, "--verbose") != NULL;
	if (token_file && client_read_token(token_file, &ctl->token, &error) < 0) {
		say_wrong("%s\n", error);
		return CTL_USAGE;
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
