/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-mhd.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "hub/hub-limits.h"

/* The option changed its name. */
#if MHD_VERSION >= 0x00097701
#define MHD_STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL
#else
#define MHD_STRICT MHD_OPTION_STRICT_FOR_CLIENT
#endif

/* Old office computers know 1.2. Of its suites only those that authenticate what they encrypt and
 * make a key of their own for each connection: no CBC, no key exchange by RSA. */
static char tls_priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:"
			       "+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM";

enum { ENDING_MAX = 64 }; /* dropped connections that libmicrohttpd still counts */

static void on_log(void *userdata, const char *format, va_list arguments)
{
	char text[256];

	(void)userdata;
	if (log_debug_enabled()) {
		/* The format is libmicrohttpd's own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		(void)vsnprintf(text, sizeof(text), format, arguments);
#pragma GCC diagnostic pop
		text[strcspn(text, "\n")] = '\0';
		log_debug("http: %s", text);
	}
}

/* "%00" must not end a path or a value early: it becomes a character that nothing allows. */
static size_t on_unescape(void *userdata, struct MHD_Connection *connection, char *text)
{
	size_t length = MHD_http_unescape(text);

	(void)userdata;
	(void)connection;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\0') {
			text[i] = '\1';
		}
	}
	return length;
}

struct MHD_Daemon *mhd_start(const struct tls *tls, const struct mhd_calls *calls)
{
	const struct MHD_OptionItem tls_options[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, tls ? tls->certificate : NULL},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? tls->key : NULL},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, tls_priorities},
		{MHD_OPTION_END, 0, NULL},
	};
	const struct MHD_OptionItem options[] = {
		{MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_log, NULL},
		{MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)on_unescape, NULL},
		{MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)calls->on_connection,
			calls->connection_userdata},
		{MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)calls->on_completed,
			calls->request_userdata},
		{MHD_OPTION_CONNECTION_LIMIT, LIMIT_CONNECTIONS + LIMIT_TOLD + ENDING_MAX, NULL},
		{MHD_OPTION_CONNECTION_MEMORY_LIMIT, LIMIT_CONNECTION_BYTES, NULL},
		{MHD_OPTION_CONNECTION_TIMEOUT, LIMIT_IDLE_S, NULL},
		{MHD_STRICT, 1, NULL},
		{tls ? MHD_OPTION_ARRAY : MHD_OPTION_END, 0, (void *)tls_options},
		{MHD_OPTION_END, 0, NULL},
	};

	return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET |
			MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | (tls ? MHD_USE_TLS : 0),
		0, NULL, NULL, calls->on_request, calls->request_userdata, MHD_OPTION_ARRAY,
		options, MHD_OPTION_END);
}

const char *mhd_header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

bool mhd_has_hung_up(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct pollfd now = {.fd = info->connect_fd, .events = POLLRDHUP};

	return poll(&now, 1, 0) > 0;
}
