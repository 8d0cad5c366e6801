/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether citizens' phones can reach the address that is printed in the QR codes of slips. It is
 * never refused: a hall without telephones may have any. Pure; no name is looked up.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum public_url_doubt {
	PUBLIC_URL_GOOD, /* or none, then there are no QR codes */
	PUBLIC_URL_THIS_MACHINE, /* localhost, 127.0.0.1, ::1, 0.0.0.0: the phone itself */
	PUBLIC_URL_LINK_LOCAL, /* 169.254.x.x, fe80::: given by no router, another one tomorrow */
	PUBLIC_URL_SHORT_NAME, /* a name without a dot: telephones' DNS does not know it */
	PUBLIC_URL_LOCAL_NAME, /* x.local: many Android phones do not find it */
	PUBLIC_URL_PRIVATE, /* 192.168.x.x …: only in the centre's own Wi-Fi, which may be wanted */
	PUBLIC_URL_PORT, /* the same, and the hub does not listen to the network on this port */
	PUBLIC_URL_DOUBTS
};

/* ports: those on which the hub listens to the network, NULL: not known. A port is doubted only
 * with an address of the centre's own network: elsewhere something else may stand between. */
enum public_url_doubt public_url_doubt(const char *url, const uint16_t *ports, int n_ports);
/* Whether it is a fault, not only to be said where the address is edited. */
bool public_url_is_fault(enum public_url_doubt doubt);
/* "this_machine", …; "" for a good one. */
const char *public_url_doubt_name(enum public_url_doubt doubt);
