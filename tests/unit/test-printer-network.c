/* SPDX-License-Identifier: Apache-2.0 */
/* The whole driver against a printer behind a TCP port. */
#include "printer-peer.h"

#include <errno.h>
#include <limits.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static const struct printer_settings usual = {.driver = "network"};

struct port {
	struct peer *peer;
	int listener;
	sd_event_source *source;
	int number; /* of the port */
	char address[32];
	int accepted; /* connections so far */
	bool sends_away; /* accepts, and ends the connection at once */
	bool clears; /* a new connection makes the printer forget, as most do */
};

/* From now on the descriptor's end takes no segment and acknowledges none, as if the cable were
 * pulled; before it accepts, no connection is made. */
static void cut_off(int fd)
{
	struct sock_filter none = BPF_STMT(BPF_RET | BPF_K, 0);
	const struct sock_fprog program = {1, &none};

	assert_int_equal(
		setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)), 0);
}

/* Like a printer, it serves one connection; the next one waits. */
static void watch(struct port *port)
{
	if (port->source) {
		(void)sd_event_source_set_io_events(
			port->source, port->peer->cable < 0 ? EPOLLIN : 0);
	}
}

static int on_connection(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct port *port = userdata;
	int cable = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	(void)source;
	(void)revents;
	if (cable < 0) {
		return 0;
	}
	port->accepted++;
	if (port->sends_away) {
		(void)close(cable);
	} else {
		peer_attach(port->peer, cable, port->clears);
	}
	watch(port);
	return 0;
}

static void plug_in(struct port *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port->number)};
	socklen_t size = sizeof(address);
	int yes = 1;

	port->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(
		setsockopt(port->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)), 0);
	assert_int_equal(bind(port->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(getsockname(port->listener, (struct sockaddr *)&address, &size), 0);
	port->number = ntohs(address.sin_port);
	(void)snprintf(port->address, sizeof(port->address), "127.0.0.1:%d", port->number);
}

static void listen_now(struct port *port)
{
	assert_int_equal(listen(port->listener, 4), 0);
	assert_true(sd_event_add_io(port->peer->event, &port->source, port->listener, EPOLLIN,
			    on_connection, port) >= 0);
}

/* Ends the connection as a printer does that is switched off: with a reset of what it has unread.
 */
static void pull_out(struct port *port)
{
	port->source = sd_event_source_disable_unref(port->source);
	closep(&port->listener);
	port->listener = -1;
	peer_detach(port->peer);
}

static int set_up(void **state)
{
	struct port *port = memory_new(1, sizeof(*port));
	void *peer;

	(void)peer_set_up(&peer);
	port->peer = peer;
	port->clears = true;
	plug_in(port);
	*state = port;
	return 0;
}

static int tear_down(void **state)
{
	struct port *port = *state;
	void *peer = port->peer;

	pull_out(port);
	free(port);
	return peer_tear_down(&peer);
}

static void start(struct port *port)
{
	listen_now(port);
	peer_open(port->peer, &usual, port->address);
	peer_until(port->peer, peer_is_ready(port->peer));
}

static void print_half(struct peer *peer)
{
	peer->dots_left = PEER_HEIGHT / 2;
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->dots_left == 0);
}

static void print_well(struct peer *peer)
{
	int done = peer->done;

	assert_int_equal(peer_print(peer, 7), 0);
	peer_until(peer, peer->done == done + 1);
	assert_int_equal(peer->result, PRINT_PRINTED);
	assert_int_equal(peer->most_tops, 1);
	assert_true(peer_wrong_dots(peer) < 20);
	assert_int_equal(peer->text_bytes, 0);
}

static void a_slip_comes_out_as_it_was_drawn(void **state)
{
	struct port *port = *state;

	start(port);
	for (int i = 0; i < 3; i++) {
		print_well(port->peer);
	}
	assert_int_equal(port->peer->slips, 3);
	assert_int_equal(port->accepted, 1);
	assert_string_equal(peer_absent(port->peer), "");
}

static void its_states_are_told(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	peer_set_paper(peer, true);
	peer_until(peer, peer->status.paper_out);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_FAILED);
	assert_string_equal(peer->cause, "paper_out");
	peer_set_paper(peer, false);
	peer_until(peer, peer_is_ready(peer));
	peer_set_cover(peer, true);
	peer_until(peer, peer->status.cover_open);
	peer_set_cover(peer, false);
	peer_until(peer, peer_is_ready(peer));
}

static void a_name_is_looked_up_and_its_addresses_are_tried(void **state)
{
	struct port *port = *state;
	_cleanup_free_ char *name = text_printf("localhost:%d", port->number);

	listen_now(port);
	peer_open(port->peer, &usual, name);
	peer_until(port->peer, peer_is_ready(port->peer));
	print_well(port->peer);
}

static void a_name_that_nobody_has_is_named(void **state)
{
	struct port *port = *state;

	peer_open(port->peer, &usual, "printer.invalid");
	peer_until(port->peer, strcmp(peer_absent(port->peer), "unknown_name") == 0);
	assert_true(port->peer->worst_ms < 500);
}

static void one_that_refuses_or_sends_away_is_named(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	peer_open(peer, &usual, port->address); /* nobody listens yet */
	peer_until(peer, strcmp(peer_absent(peer), "refused") == 0);
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_FAILED);
	assert_string_equal(peer->cause, "offline");
	port->sends_away = true;
	listen_now(port);
	peer_until(peer, port->accepted >= 2);
	assert_string_equal(peer_absent(peer), "refused");
	assert_false(peer->status.connected);
	port->sends_away = false;
	peer_until(peer, peer_is_ready(peer));
	print_well(peer);
}

static void an_address_where_nothing_is_is_named(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	listen_now(port);
	cut_off(port->listener);
	peer_open(peer, &usual, port->address);
	peer_until(peer, strcmp(peer_absent(peer), "unreachable") == 0);
	assert_true(peer->worst_ms < 500);
	pull_out(port);
	plug_in(port);
	listen_now(port);
	peer_until(peer, peer_is_ready(peer));
}

static void another_computer_that_has_the_printer_is_waited_for(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port->number)};
	int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	listen_now(port);
	assert_int_equal(connect(other, (struct sockaddr *)&address, sizeof(address)), 0);
	peer_until(peer, port->accepted == 1);
	peer_open(peer, &usual, port->address);
	peer_until(peer, strcmp(peer_absent(peer), "silent") == 0);
	assert_false(peer->status.connected);
	(void)close(other);
	peer_until(peer, peer->lost == 1);
	watch(port);
	peer_until(peer, peer_is_ready(peer));
	assert_string_equal(peer_absent(peer), "");
	print_well(peer);
}

static void what_is_no_printer_is_named(void **state)
{
	struct port *port = *state;

	port->peer->garbage = "HTTP/1.1 400 Bad Request\r\n\r\n";
	listen_now(port);
	peer_open(port->peer, &usual, port->address);
	peer_until(port->peer, strcmp(peer_absent(port->peer), "garbled") == 0);
	assert_false(port->peer->status.connected);
}

static void a_connection_that_ends_amid_a_slip_leaves_it_unknown(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	print_half(peer);
	port->clears = false; /* it goes on where it was */
	pull_out(port);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_UNKNOWN);
	peer_until(peer, !peer->status.connected);
	peer->dots_left = INT_MAX;
	plug_in(port);
	listen_now(port);
	peer_until(peer, peer_is_ready(peer));
	print_well(peer);
}

static void another_printer_at_the_address_is_learnt_anew(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	print_well(peer);
	pull_out(port);
	peer_until(peer, !peer->status.connected);
	peer_replace(peer, true);
	peer->mute = true;
	plug_in(port);
	listen_now(port);
	peer_until(peer, strcmp(peer_absent(peer), "silent") == 0);
	peer->mute = false;
	peer_until(peer, peer_is_ready(peer));
	print_well(peer);
}

static void a_slow_printer_is_waited_for(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	peer->read_max = 200;
	peer->delay_ms = 200;
	print_well(peer);
}

/* The cable is pulled: no end of the connection is told. */
static void a_half_open_connection_is_noticed(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	cut_off(peer->cable);
	peer_until(peer, !printer_status_ready(&peer->status));
	peer_until(peer, !peer->status.connected);
	peer_detach(peer);
	watch(port);
	peer_until(peer, peer_is_ready(peer));
	print_well(peer);
	assert_true(peer->worst_ms < 500);
}

/* What was sent and not acknowledged may be on paper: it is not called failed. */
static void a_half_open_connection_leaves_the_slip_unknown(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	peer->mute = true; /* its last answer is the one before the slip */
	peer->dots_left = 0;
	assert_int_equal(peer_print(peer, 1), 0);
	peer->mute = false;
	peer_until(peer, peer->first_bytes == 1);
	cut_off(peer->cable);
	peer_until(peer, peer->done == 1);
	assert_int_equal(peer->result, PRINT_UNKNOWN);
	peer_detach(peer);
	watch(port);
	peer->dots_left = INT_MAX;
	peer_until(peer, peer_is_ready(peer));
	print_well(peer);
}

static void a_printer_that_stops_reading_ends_the_slip_in_bounded_time(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	print_well(peer);
	peer->dots_left = 0; /* its memory is full soon */
	assert_int_equal(peer_print(peer, 1), 0);
	peer_until(peer, peer->done == 2);
	assert_int_equal(peer->result, PRINT_UNKNOWN);
	peer_detach(peer);
	watch(port);
	peer->dots_left = INT_MAX;
	peer_until(peer, peer_is_ready(peer));
	print_well(peer);
	assert_true(peer->worst_ms < 500);
}

static void two_slips_are_never_on_one_piece_of_paper(void **state)
{
	struct port *port = *state;
	struct peer *peer = port->peer;

	start(port);
	print_half(peer);
	printer_close(TAKE_PTR(peer->printer));
	peer_until(peer, peer->cable < 0 || escpos_reader_room(peer->reader) == 0);
	peer_detach(peer);
	watch(port);
	port->clears = false;
	peer->status = (struct printer_status){0};
	peer->dots_left = INT_MAX;
	peer_open(peer, &usual, port->address);
	printer_part_paper(peer->printer);
	peer_until(peer, peer_is_ready(peer));
	peer->done = 0;
	print_well(peer);
}

static void what_is_no_address_is_refused(void **state)
{
	struct port *port = *state;
	static const struct printer_calls calls = {NULL, NULL, NULL};
	struct printer_settings settings = usual;
	struct printer *printer;

	assert_int_equal(
		printer_open(port->peer->event, &settings, &calls, NULL, &printer), -EINVAL);
	(void)text_copy(settings.path, sizeof(settings.path), "/dev/ttyS0");
	assert_int_equal(
		printer_open(port->peer->event, &settings, &calls, NULL, &printer), -EINVAL);
}

#define network_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		network_test(a_slip_comes_out_as_it_was_drawn),
		network_test(its_states_are_told),
		network_test(a_name_is_looked_up_and_its_addresses_are_tried),
		network_test(a_name_that_nobody_has_is_named),
		network_test(one_that_refuses_or_sends_away_is_named),
		network_test(an_address_where_nothing_is_is_named),
		network_test(another_computer_that_has_the_printer_is_waited_for),
		network_test(what_is_no_printer_is_named),
		network_test(a_connection_that_ends_amid_a_slip_leaves_it_unknown),
		network_test(another_printer_at_the_address_is_learnt_anew),
		network_test(a_slow_printer_is_waited_for),
		network_test(a_half_open_connection_is_noticed),
		network_test(a_half_open_connection_leaves_the_slip_unknown),
		network_test(a_printer_that_stops_reading_ends_the_slip_in_bounded_time),
		network_test(two_slips_are_never_on_one_piece_of_paper),
		network_test(what_is_no_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
