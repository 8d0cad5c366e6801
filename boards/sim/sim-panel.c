/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-panel.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/log.h"
#include "base/text.h"
#include "boards/sim/sim-socket.h"

enum { LINKS_MAX = 4, BUTTONS_MAX = 40, NAME_MAX_BYTES = 31, LINE_MAX_BYTES = 2048 };

#define SOCKET_NAME "panel.sock"

struct button {
	char name[NAME_MAX_BYTES + 1];
	bool light; /* a lamp without a button */
	char lamp[8]; /* "off", "on", "blink", "flash" */
	bool pressed;
};

/* One daemon's panel. */
struct link {
	struct sim_panel *panel;
	sd_event_source *source; /* NULL: free */
	struct textbuf line;
	struct button buttons[BUTTONS_MAX];
	size_t n_buttons;
};

struct sim_panel {
	sd_event *event;
	const char *dir;
	struct sim_panel_calls calls;
	void *userdata;
	sd_event_source *listener;
	struct link links[LINKS_MAX];
};

static void disconnect(struct link *link)
{
	link->source = sd_event_source_disable_unref(link->source);
	textbuf_done(&link->line);
	link->line = (struct textbuf){0};
	link->n_buttons = 0;
	link->panel->calls.changed(link->panel->userdata);
}

static struct button *find_button(struct link *link, const char *name)
{
	for (size_t i = 0; i < link->n_buttons; i++) {
		if (strcmp(link->buttons[i].name, name) == 0) {
			return &link->buttons[i];
		}
	}
	return NULL;
}

/* Parses names of buttons, or of lights, which come after the buttons. */
static void parse_names(struct link *link, char *names, bool light)
{
	char *name;

	while ((name = strsep(&names, " ")) && link->n_buttons < BUTTONS_MAX) {
		if (text_is_id(name, NAME_MAX_BYTES) && !find_button(link, name)) {
			struct button *button = &link->buttons[link->n_buttons++];

			*button = (struct button){.light = light, .lamp = "off"};
			(void)text_copy(button->name, sizeof(button->name), name);
		}
	}
}

static bool parse_lamp(struct link *link, char *rest)
{
	const char *name = strsep(&rest, " ");
	struct button *button = name ? find_button(link, name) : NULL;

	if (!button || !rest ||
		(strcmp(rest, "off") != 0 && strcmp(rest, "on") != 0 &&
			strcmp(rest, "blink") != 0 && strcmp(rest, "flash") != 0)) {
		return false;
	}
	(void)text_copy(button->lamp, sizeof(button->lamp), rest);
	return true;
}

static void on_line(struct link *link, char *line)
{
	char *rest = line;
	const char *word = strsep(&rest, " ");
	bool known = true;

	if (rest && strcmp(word, "buttons") == 0) {
		link->n_buttons = 0;
		parse_names(link, rest, false);
	} else if (rest && strcmp(word, "lights") == 0) {
		parse_names(link, rest, true);
	} else {
		known = rest && strcmp(word, "lamp") == 0 && parse_lamp(link, rest);
	}
	if (known) {
		link->panel->calls.changed(link->panel->userdata);
	} else {
		log_warning(FAULT_OURS, "panel: a daemon said '%.40s'", line);
	}
}

static int on_lines(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct link *link = userdata;
	char bytes[512];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	char *end;

	(void)source;
	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		return 0;
	}
	if (n <= 0 || link->line.size + (size_t)n > LINE_MAX_BYTES) {
		disconnect(link);
		return 0;
	}
	textbuf_add_bytes(&link->line, bytes, (size_t)n);
	while ((end = memchr(link->line.data, '\n', link->line.size))) {
		*end = '\0';
		on_line(link, link->line.data);
		textbuf_consume(&link->line, (size_t)(end + 1 - link->line.data));
	}
	return 0;
}

static int on_connect(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct sim_panel *panel = userdata;
	int accepted = sim_socket_accept(fd);

	(void)source;
	(void)revents;
	if (accepted < 0) {
		return 0;
	}
	for (size_t i = 0; i < LINKS_MAX; i++) {
		struct link *link = &panel->links[i];

		if (!link->source &&
			sd_event_add_io(panel->event, &link->source, accepted, EPOLLIN, on_lines,
				link) >= 0) {
			(void)sd_event_source_set_io_fd_own(link->source, true);
			return 0;
		}
	}
	(void)close(accepted);
	return 0;
}

int sim_panel_open(sd_event *event, const char *dir, const struct sim_panel_calls *calls,
	void *userdata, struct sim_panel **ret)
{
	_cleanup_(sim_panel_closep) struct sim_panel *panel = memory_new(1, sizeof(*panel));
	int r;

	panel->event = event;
	panel->dir = dir;
	panel->calls = *calls;
	panel->userdata = userdata;
	for (size_t i = 0; i < LINKS_MAX; i++) {
		panel->links[i].panel = panel;
	}
	r = sim_socket_listen(event, dir, SOCKET_NAME, on_connect, panel, &panel->listener);
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(panel);
	return 0;
}

void sim_panel_close(struct sim_panel *panel)
{
	if (panel) {
		panel->listener = sim_socket_end(panel->listener, panel->dir, SOCKET_NAME);
		for (size_t i = 0; i < LINKS_MAX; i++) {
			(void)sd_event_source_disable_unref(panel->links[i].source);
			textbuf_done(&panel->links[i].line);
		}
		free(panel);
	}
}

int sim_panel_press(struct sim_panel *panel, const char *name, bool pressed)
{
	for (size_t i = 0; i < LINKS_MAX; i++) {
		struct link *link = &panel->links[i];
		struct button *button = link->source ? find_button(link, name) : NULL;
		_cleanup_free_ char *line = NULL;
		int r;

		if (!button) {
			continue;
		}
		if (button->pressed == pressed) {
			return -EALREADY;
		}
		line = text_printf("%s %s\n", pressed ? "press" : "release", name);
		r = sim_socket_say(sd_event_source_get_io_fd(link->source), line);
		if (r < 0) {
			disconnect(link);
			return r;
		}
		button->pressed = pressed;
		panel->calls.changed(panel->userdata);
		return 0;
	}
	return -ENOENT;
}

json_t *sim_panel_buttons(const struct sim_panel *panel)
{
	json_t *list = json_array();

	for (size_t i = 0; i < LINKS_MAX; i++) {
		const struct link *link = &panel->links[i];

		for (size_t b = 0; link->source && b < link->n_buttons; b++) {
			(void)json_array_append_new(list,
				json_pack("{s:s, s:s, s:b, s:b}", "name", link->buttons[b].name,
					"lamp", link->buttons[b].lamp, "pressed",
					link->buttons[b].pressed, "light", link->buttons[b].light));
		}
	}
	return list;
}

bool sim_panel_connected(const struct sim_panel *panel)
{
	for (size_t i = 0; i < LINKS_MAX; i++) {
		if (panel->links[i].source) {
			return true;
		}
	}
	return false;
}
