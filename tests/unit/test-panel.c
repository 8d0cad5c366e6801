/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/clock.h"
#include "base/text.h"
#include "drivers/panel.h"

enum { DEADLINE_MS = 10000 };

struct fixture {
	sd_event *event;
	char folder[32];
	char path[64];
	struct panel *panel;
	int listener;
	int cable;
	struct textbuf heard; /* what the panel was told */
	struct textbuf told; /* what the owner was told */
};

static void on_button(int button, bool pressed, void *userdata)
{
	struct fixture *fixture = userdata;

	textbuf_printf(&fixture->told, "%s %d;", pressed ? "press" : "release", button);
}

static void on_stuck(int button, bool stuck, void *userdata)
{
	struct fixture *fixture = userdata;

	textbuf_printf(&fixture->told, "%s %d;", stuck ? "stuck" : "free", button);
}

static void on_link(bool connected, const char *fault, void *userdata)
{
	struct fixture *fixture = userdata;

	textbuf_printf(&fixture->told, "%s%s;", connected ? "up" : "down", fault);
}

/* Takes what the driver says; the cable is −1 until it calls. */
static void hear(struct fixture *fixture)
{
	char bytes[256];
	ssize_t n;

	if (fixture->cable < 0 && fixture->listener >= 0) {
		fixture->cable =
			accept4(fixture->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	}
	while (fixture->cable >= 0 && (n = read(fixture->cable, bytes, sizeof(bytes))) > 0) {
		textbuf_add_bytes(&fixture->heard, bytes, (size_t)n);
	}
}

static void say(struct fixture *fixture, const char *lines)
{
	hear(fixture);
	assert_int_equal(send(fixture->cable, lines, strlen(lines), MSG_NOSIGNAL), strlen(lines));
}

static void run_until_text(
	struct fixture *fixture, const struct textbuf *buffer, const char *expected)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (!buffer->data || strcmp(buffer->data, expected) != 0) {
		if (clock_mono_ms() > end_ms) {
			fail_msg("expected '%s', got '%s'", expected,
				buffer->data ? buffer->data : "");
		}
		hear(fixture);
		assert_true(sd_event_run(fixture->event, 20000) >= 0);
	}
}

static void clear(struct textbuf *buffer)
{
	textbuf_consume(buffer, buffer->size);
}

static void plug_in(struct fixture *fixture)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	assert_int_equal(text_copy(address.sun_path, sizeof(address.sun_path), fixture->path), 0);
	fixture->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(fixture->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fixture->listener, 1), 0);
}

static void pull_out(struct fixture *fixture)
{
	closep(&fixture->listener);
	closep(&fixture->cable);
	fixture->listener = -1;
	fixture->cable = -1;
	(void)unlink(fixture->path);
}

static int set_up(void **state)
{
	static const struct panel_calls calls = {on_button, on_stuck, on_link};
	struct fixture *fixture = memory_new(1, sizeof(*fixture));
	struct panel_settings settings = {.driver = "sim",
		.n_buttons = 2,
		.button = {"A", "B-priority"},
		.n_lights = 1,
		.light = {"roof"}};

	*state = fixture;
	(void)text_copy(fixture->folder, sizeof(fixture->folder), "/tmp/layso-panel-XXXXXX");
	assert_non_null(mkdtemp(fixture->folder));
	(void)snprintf(fixture->path, sizeof(fixture->path), "%s/panel.sock", fixture->folder);
	fixture->listener = -1;
	fixture->cable = -1;
	assert_true(sd_event_new(&fixture->event) >= 0);
	settings.path = fixture->path;
	assert_int_equal(
		panel_open(fixture->event, &settings, &calls, fixture, &fixture->panel), 0);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	panel_close(fixture->panel);
	pull_out(fixture);
	(void)rmdir(fixture->folder);
	textbuf_done(&fixture->heard);
	textbuf_done(&fixture->told);
	sd_event_unref(fixture->event);
	free(fixture);
	return 0;
}

static void presses_come_with_their_button(void **state)
{
	struct fixture *fixture = *state;

	plug_in(fixture);
	run_until_text(fixture, &fixture->told, "up;");
	say(fixture, "press B-priority\nrelease B-pri");
	run_until_text(fixture, &fixture->told, "up;press 1;");
	say(fixture, "ority\npress C\nhello\npress A\nrelease A\n");
	run_until_text(fixture, &fixture->told, "up;press 1;release 1;press 0;release 0;");
}

static void lamps_are_set_again_when_the_panel_comes_back(void **state)
{
	struct fixture *fixture = *state;

	panel_set_lamp(fixture->panel, 1, LAMP_BLINK);
	panel_set_lamp(fixture->panel, 2, LAMP_FLASH);
	plug_in(fixture);
	run_until_text(fixture, &fixture->heard,
		"buttons A B-priority\nlights roof\nlamp A off\nlamp B-priority blink\nlamp roof "
		"flash\n");
	clear(&fixture->heard);
	panel_set_lamp(fixture->panel, 0, LAMP_ON);
	panel_set_lamp(fixture->panel, 0, LAMP_ON); /* said once */
	run_until_text(fixture, &fixture->heard, "lamp A on\n");
	clear(&fixture->heard);
	pull_out(fixture);
	run_until_text(fixture, &fixture->told, "up;down;");
	panel_set_lamp(fixture->panel, 1, LAMP_OFF);
	plug_in(fixture);
	run_until_text(fixture, &fixture->heard,
		"buttons A B-priority\nlights roof\nlamp A on\nlamp B-priority off\nlamp roof "
		"flash\n");
}

static void a_button_down_when_the_panel_goes_is_released(void **state)
{
	struct fixture *fixture = *state;

	plug_in(fixture);
	run_until_text(fixture, &fixture->told, "up;");
	say(fixture, "press A\n");
	run_until_text(fixture, &fixture->told, "up;press 0;");
	pull_out(fixture);
	run_until_text(fixture, &fixture->told, "up;press 0;release 0;down;");
}

static void lamps_go_off_with_the_daemon(void **state)
{
	struct fixture *fixture = *state;

	plug_in(fixture);
	run_until_text(fixture, &fixture->told, "up;");
	hear(fixture);
	clear(&fixture->heard);
	panel_close(TAKE_PTR(fixture->panel));
	hear(fixture);
	assert_string_equal(
		fixture->heard.data, "lamp A off\nlamp B-priority off\nlamp roof off\n");
}

static void what_cannot_be_a_panel_is_refused(void **state)
{
	struct fixture *fixture = *state;
	static const struct panel_calls calls = {on_button, on_stuck, on_link};
	struct panel_settings settings = {.driver = "none"};
	struct panel *panel;

	assert_int_equal(panel_open(fixture->event, &settings, &calls, NULL, &panel), -EOPNOTSUPP);
	(void)text_copy(settings.driver, sizeof(settings.driver), "sim");
	assert_int_equal(panel_open(fixture->event, &settings, &calls, NULL, &panel), -EINVAL);
}

#define panel_test(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		panel_test(presses_come_with_their_button),
		panel_test(lamps_are_set_again_when_the_panel_comes_back),
		panel_test(a_button_down_when_the_panel_goes_is_released),
		panel_test(lamps_go_off_with_the_daemon),
		panel_test(what_cannot_be_a_panel_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
