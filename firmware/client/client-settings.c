/* SPDX-License-Identifier: Apache-2.0 */
#include "client/client-settings.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "client/client.h"
#include "client/transfer.h"

enum { TOKEN_FILE_MAX = 4096 };

int client_read_token(const char *path, char **ret, char **ret_error)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	int r;

	if (!*path) {
		*ret = NULL;
		return 0;
	}
	r = text_read_file(path, TOKEN_FILE_MAX, &text, &size);
	if (r < 0 && r != -EFBIG) {
		*ret_error = text_printf("the token file %s: %s", path, strerror(-r));
		return r;
	}
	while (r == 0 && size > 0 && strchr(" \t\r\n", text[size - 1])) {
		text[--size] = '\0';
	}
	if (r == 0 && size == 0) {
		*ret_error = text_printf("the token file %s is empty", path);
		return -EINVAL;
	}
	if (r < 0 || strlen(text) != size || !transfer_is_token(text)) {
		*ret_error = text_printf("the token file %s holds no token: 1 to %d ASCII "
					 "characters without spaces",
			path, CLIENT_TOKEN_MAX);
		return -EINVAL;
	}
	*ret = TAKE_PTR(text);
	return 0;
}

int client_settings_check(const struct client_settings *settings)
{
	_cleanup_free_ char *token = NULL;
	_cleanup_free_ char *error = NULL;
	struct transfer_hub hub = {0};
	int r = transfer_hub_init(&hub, settings->address, NULL);

	transfer_hub_done(&hub);
	if (r < 0) {
		log_error(FAULT_SITE,
			"hub.address: '%s' is not like unix:/PATH, http://HOST:PORT or "
			"https://HOST:PORT",
			settings->address);
		return r;
	}
	r = client_read_token(settings->token_file, &token, &error);
	if (r < 0) {
		log_error(FAULT_SITE, "%s", error);
	}
	return r;
}
