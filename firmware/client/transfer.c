/* SPDX-License-Identifier: Apache-2.0 */
#include "client/transfer.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/log.h"
#include "base/version.h"
#include "client/client-limits.h"

#define PIN_START "sha256//"
enum { PIN_DIGITS = 44 }; /* 32 bytes in base64 */

/* Ends after a failed setting: libcurl rejects the options used here only when out of memory. */
#define set_option(easy, option, value) \
	do { \
		if (curl_easy_setopt((easy), (option), (value)) != CURLE_OK) { \
			log_out_of_memory(); \
		} \
	} while (0)

static bool is_printable(const char *text)
{
	for (; *text; text++) {
		if (*text <= 0x20 || *text > 0x7E) {
			return false;
		}
	}
	return true;
}

/* What stands behind "#": the hash of the key that must answer. */
static int parse_pin(struct transfer_hub *hub, const char *pin)
{
	size_t digest = strlen(pin) - strlen(PIN_START);

	if (strncmp(pin, PIN_START, strlen(PIN_START)) != 0 || digest != PIN_DIGITS ||
		strspn(pin + strlen(PIN_START),
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") !=
			PIN_DIGITS) {
		return -EINVAL;
	}
	hub->pin = text_dup(pin);
	return 0;
}

static int parse_address(struct transfer_hub *hub, const char *whole)
{
	const char *hash = strncmp(whole, "https://", 8) == 0 ? strchr(whole, '#') : NULL;
	_cleanup_free_ char *address =
		text_printf("%.*s", (int)(hash ? (size_t)(hash - whole) : strlen(whole)), whole);
	size_t size;

	if (strncmp(address, "unix:", 5) == 0) {
		struct sockaddr_un name;

		if (address[5] != '/' || strlen(address + 5) >= sizeof(name.sun_path)) {
			return -EINVAL;
		}
		hub->socket = text_dup(address + 5);
		hub->base = text_dup("http://localhost");
		return 0;
	}
	if (strncmp(address, "http://", 7) != 0 && strncmp(address, "https://", 8) != 0) {
		return -EINVAL;
	}
	size = strlen(address);
	while (size > 0 && address[size - 1] == '/') {
		size--;
	}
	/* A host and perhaps a port: no user, path, query or fragment. */
	if (size <= strlen("https://") - 1 || strpbrk(address, "@?#\\") || !is_printable(address) ||
		memchr(strstr(address, "://") + 3, '/',
			size - (size_t)(strstr(address, "://") + 3 - address))) {
		return -EINVAL;
	}
	hub->base = text_printf("%.*s", (int)size, address);
	return hash ? parse_pin(hub, hash + 1) : 0;
}

bool transfer_is_token(const char *token)
{
	return *token && strlen(token) <= CLIENT_TOKEN_MAX && is_printable(token);
}

int transfer_hub_init(struct transfer_hub *ret, const char *address, const char *token)
{
	struct transfer_hub hub = {0};
	int r;

	if (token && !transfer_is_token(token)) {
		return -EINVAL;
	}
	r = parse_address(&hub, address);
	if (r < 0) {
		transfer_hub_done(&hub);
		return r;
	}
	hub.token = token ? text_dup(token) : NULL;
	*ret = hub;
	return 0;
}

void transfer_hub_done(struct transfer_hub *hub)
{
	free(hub->base);
	free(hub->socket);
	free(hub->pin);
	free(hub->token);
	free(hub->name);
	free(hub->role);
	*hub = (struct transfer_hub){0};
}

static size_t on_answer_bytes(char *bytes, size_t one, size_t size, void *userdata)
{
	struct transfer *transfer = userdata;

	(void)one;
	if (transfer->answer.size + size > CLIENT_ANSWER_MAX) {
		transfer->too_large = true;
		return 0;
	}
	textbuf_add_bytes(&transfer->answer, bytes, size);
	return size;
}

void transfer_add_header(struct transfer *transfer, const char *header)
{
	struct curl_slist *more = curl_slist_append(transfer->headers, header);

	if (!more) {
		log_out_of_memory();
	}
	transfer->headers = more;
	set_option(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static void add_headers(struct transfer *transfer, const struct transfer_hub *hub)
{
	_cleanup_free_ char *who = NULL;
	_cleanup_free_ char *role = NULL;

	transfer_add_header(transfer, "Expect:"); /* never waits for "100 Continue" */
	if (hub->token) {
		who = text_printf("Authorization: Bearer %s", hub->token);
		transfer_add_header(transfer, who);
	} else if (hub->socket && hub->name) {
		who = text_printf("X-Layso-Name: %s", hub->name);
		role = text_printf("X-Layso-Role: %s", hub->role);
		transfer_add_header(transfer, who);
		transfer_add_header(transfer, role);
	}
}

static bool method_sends(const char *method)
{
	return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0;
}

static bool method_is_known(const char *method)
{
	return method_sends(method) || strcmp(method, "GET") == 0 || strcmp(method, "DELETE") == 0;
}

static void set_method(struct transfer *transfer, const char *method, const char *body)
{
	if (method_sends(method)) {
		transfer->body = text_dup(body ? body : "{}");
		transfer_add_header(transfer, "Content-Type: application/json");
		set_option(transfer->easy, CURLOPT_POSTFIELDS, transfer->body);
		set_option(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)strlen(transfer->body));
	}
	set_option(transfer->easy, CURLOPT_CUSTOMREQUEST, method);
}

/* Data that is not acknowledged for this long ends the connection: a new one is made in less time
 * than the kernel would keep retrying. */
static int set_up_socket(void *userdata, curl_socket_t fd, curlsocktype purpose)
{
	static const unsigned dead_ms = 15000;

	(void)userdata;
	(void)purpose;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_ms, sizeof(dead_ms));
	return CURL_SOCKOPT_OK; /* a Unix socket has no such thing, nor needs it */
}

static void set_limits(CURL *easy, int timeout_ms)
{
	long connect_ms = CLIENT_CONNECT_TIMEOUT_MS;

	if (timeout_ms > 0) {
		connect_ms = MIN_OF(connect_ms, (long)timeout_ms);
		set_option(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	}
	set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
	set_option(easy, CURLOPT_NOSIGNAL, 1L);
	set_option(easy, CURLOPT_QUICK_EXIT, 1L); /* a slow name server must not hold the loop */
	set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
	set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	set_option(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	set_option(easy, CURLOPT_PROXY, "");
	set_option(easy, CURLOPT_NOPROGRESS, 1L);
	/* A dead link is noticed by the kernel, without waking anybody. */
	set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	set_option(easy, CURLOPT_TCP_KEEPIDLE, 20L);
	set_option(easy, CURLOPT_TCP_KEEPINTVL, 10L);
	/* The hub may be found by name, and its address may change: looked up at each connect. */
	set_option(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
	set_option(easy, CURLOPT_SOCKOPTFUNCTION, set_up_socket);
}

static void set_up_library(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		log_out_of_memory();
	}
}

int transfer_init(struct transfer *transfer, const struct transfer_hub *hub, const char *method,
	const char *path, const char *body, int timeout_ms)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	_cleanup_free_ char *url = NULL;

	if (!method_is_known(method) || path[0] != '/' || strchr(path, '#') ||
		!is_printable(path) || timeout_ms < 0) {
		return -EINVAL;
	}
	(void)pthread_once(&once, set_up_library);
	*transfer = (struct transfer){.easy = curl_easy_init()};
	if (!transfer->easy) {
		log_out_of_memory();
	}
	url = text_printf("%s%s", hub->base, path);
	set_option(transfer->easy, CURLOPT_URL, url);
	if (hub->socket) {
		set_option(transfer->easy, CURLOPT_UNIX_SOCKET_PATH, hub->socket);
	}
	if (hub->pin) {
		/* That key and no other: then it does not matter who signed, for which name. */
		set_option(transfer->easy, CURLOPT_PINNEDPUBLICKEY, hub->pin);
		set_option(transfer->easy, CURLOPT_SSL_VERIFYPEER, 0L);
		set_option(transfer->easy, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	set_option(transfer->easy, CURLOPT_PATH_AS_IS, 1L);
	set_option(transfer->easy, CURLOPT_USERAGENT, "layso/" LAYSO_VERSION);
	set_limits(transfer->easy, timeout_ms);
	set_option(transfer->easy, CURLOPT_WRITEFUNCTION, on_answer_bytes);
	set_option(transfer->easy, CURLOPT_WRITEDATA, transfer);
	add_headers(transfer, hub);
	set_method(transfer, method, body);
	return 0;
}

void transfer_done(struct transfer *transfer)
{
	curl_easy_cleanup(transfer->easy);
	curl_slist_free_all(transfer->headers);
	free(transfer->body);
	textbuf_done(&transfer->answer);
	*transfer = (struct transfer){0};
}

/* What the kernel said when there was no connection. */
static int connect_error(CURL *easy)
{
	long number = 0;

	(void)curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
	return number > 0 && number <= INT_MAX ? -(int)number : -ECONNREFUSED;
}

int transfer_status(const struct transfer *transfer, CURLcode code)
{
	long status = 0;

	if (code == CURLE_OK) {
		(void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
		return status > 0 ? (int)status : -EPROTO;
	}
	if (transfer->too_large) {
		return -EMSGSIZE;
	}
	/* Not enum by enum: libcurl has a hundred, and new ones with each version. */
	if (code == CURLE_OPERATION_TIMEDOUT) {
		return -ETIMEDOUT;
	}
	if (code == CURLE_COULDNT_CONNECT) {
		return connect_error(transfer->easy);
	}
	if (code == CURLE_COULDNT_RESOLVE_HOST) {
		return -EHOSTUNREACH;
	}
	if (code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING ||
		code == CURLE_PARTIAL_FILE) {
		return -ECONNRESET;
	}
	if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH || code == CURLE_PEER_FAILED_VERIFICATION) {
		return -EKEYREJECTED; /* somebody else answers, or nobody vouches for the hub */
	}
	if (code == CURLE_OUT_OF_MEMORY) {
		log_out_of_memory();
	}
	return -EPROTO;
}
