/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-printer-place.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/text.h"
#include "drivers/network-address.h"

enum {
	SLIP_BYTES = 50000, /* 80 mm wide, 90 mm long */
	BITS_PER_BYTE = 10,
};

int printer_place_slip_s(int baud)
{
	return (SLIP_BYTES * BITS_PER_BYTE + baud - 1) / baud;
}

static void set(struct printer_place *place, const char *verdict, const char *more)
{
	place->verdict = verdict;
	text_copy_cut(place->more, sizeof(place->more), more);
}

/* ---- a serial line ---- */

static void describe_line(const struct printer_settings *printer, struct printer_place *place)
{
	static const char *const flows[] = {[PRINTER_FLOW_UNSET] = "?",
		[PRINTER_FLOW_NONE] = "no flow control",
		[PRINTER_FLOW_RTS_CTS] = "rts-cts",
		[PRINTER_FLOW_XON_XOFF] = "xon-xoff"};
	static const char parities[] = "NEO";

	place->verdict = "ok";
	(void)snprintf(place->more, sizeof(place->more), "%d 8%c1, %s; a slip takes about %d s",
		printer->baud, parities[printer->parity], flows[printer->flow],
		printer_place_slip_s(printer->baud));
}

static void check_line(
	const struct printer_settings *printer, const char *root, struct printer_place *place)
{
	bool console = false;
	int r = serial_device_check(root, printer->path, &console);

	if (r == -EACCES || r == -EPERM) {
		set(place, "refused", "this user may not open it; its group is dialout as a rule");
	} else if (r == -ENOTTY) {
		set(place, "wrong", "it is no serial line");
	} else if (r < 0) {
		set(place, "missing", "is the adapter plugged in? layso printer show lists them");
	} else if (console) {
		set(place, "busy",
			"the kernel writes its messages there: take console=… out of the kernel's "
			"command line");
	} else {
		describe_line(printer, place);
	}
}

/* ---- an address ---- */

bool printer_place_is_local(const char *number)
{
	static const struct {
		uint32_t net, mask;
	} nets[] = {{0x7F000000, 0xFF000000}, {0x0A000000, 0xFF000000}, {0xAC100000, 0xFFF00000},
		{0xC0A80000, 0xFFFF0000}, {0xA9FE0000, 0xFFFF0000}};
	struct in_addr four;
	struct in6_addr six;

	if (inet_pton(AF_INET, number, &four) == 1) {
		for (size_t i = 0; i < ELEMENTS(nets); i++) {
			if ((ntohl(four.s_addr) & nets[i].mask) == nets[i].net) {
				return true;
			}
		}
		return false;
	}
	return inet_pton(AF_INET6, number, &six) == 1 &&
		(IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_LINKLOCAL(&six) ||
			(six.s6_addr[0] & 0xFE) == 0xFC);
}

/* The number without an interface: "fe80::1" of "fe80::1%eth0". */
static bool find_number(const struct network_address *address, char ret[INET6_ADDRSTRLEN])
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char host[NETWORK_HOST_SIZE];
	bool is;

	if (getaddrinfo(address->host, NULL, &hints, &found) != 0) {
		return false;
	}
	is = getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof(host), NULL, 0,
		     NI_NUMERICHOST) == 0;
	freeaddrinfo(found);
	if (is) {
		host[strcspn(host, "%")] = '\0';
		text_copy_cut(ret, INET6_ADDRSTRLEN, host);
	}
	return is;
}

static void check_address(const struct printer_settings *printer, struct printer_place *place)
{
	struct network_address address;
	char number[INET6_ADDRSTRLEN];

	if (network_address_parse(printer->path, &address) < 0) {
		set(place, "wrong", "it is no address");
	} else if (!find_number(&address, number)) {
		set(place, "missing",
			network_address_is_numeric(&address) ? "this computer has no such interface"
							     : "the name has no address");
	} else if (!printer_place_is_local(number)) {
		set(place, "refused",
			"it is no address of a local network: layso-kioskd's service may not go "
			"there (IPAddressAllow)");
	} else {
		place->verdict = "ok";
		(void)snprintf(place->more, sizeof(place->more),
			"%s port %d; layso printer show --address asks it", number, address.port);
	}
}

void printer_place_check(
	const struct printer_settings *printer, const char *root, struct printer_place *ret)
{
	*ret = (struct printer_place){.verdict = ""};
	if (strcmp(printer->driver, "serial") == 0) {
		check_line(printer, root, ret);
	} else if (strcmp(printer->driver, "network") == 0) {
		check_address(printer, ret);
	}
}
