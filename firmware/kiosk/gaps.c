/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/gaps.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *gaps_service(const struct kiosk_data *data, const struct board_button *button)
{
	const char *said = kiosk_data_button(data, button->name);

	return said ? said : button->service;
}

static bool fill(struct gap *gap, int line, const char *kind, const char *what)
{
	*gap = (struct gap){.line = line, .kind = kind};
	text_copy_cut(gap->what, sizeof(gap->what), what);
	return true;
}

static bool lacks_counter(const struct kiosk_data *data, int number, int line, struct gap *ret)
{
	char text[12];

	if (kiosk_data_has_counter(data, number)) {
		return false;
	}
	(void)snprintf(text, sizeof(text), "%d", number);
	return fill(ret, line, "counter", text);
}

bool gaps_find_button(
	const struct kiosk_data *data, const struct board_button *button, struct gap *ret)
{
	const char *service = gaps_service(data, button);

	if (!kiosk_data_has_site(data)) {
		return false;
	}
	switch (button->does) {
	case BOARD_TAKE:
		if (!kiosk_data_knows(data, service, "")) {
			return fill(ret, button->line, "service", service);
		}
		return !kiosk_data_knows(data, service, button->reason) &&
			fill(ret, button->line, "reason", button->reason);
	case BOARD_LANGUAGE:
		return !kiosk_data_has_language(data, button->language) &&
			fill(ret, button->line, "language", button->language);
	case BOARD_COUNTER:
	case BOARD_RATE:
		return lacks_counter(data, button->counter, button->line, ret);
	case BOARD_SPEECH:
	case BOARD_NOTHING:
		break;
	}
	return false;
}

int gaps_find(const struct board *board, const struct kiosk_data *data, struct gap ret[GAPS_MAX])
{
	int n = 0;

	if (!kiosk_data_has_site(data)) {
		return 0;
	}
	for (int i = 0; i < board->n_buttons; i++) {
		n += gaps_find_button(data, &board->buttons[i], &ret[n]);
	}
	for (int i = 0; i < board->n_lamps; i++) {
		n += board->lamps[i].counter &&
			lacks_counter(data, board->lamps[i].counter, board->lamps[i].line, &ret[n]);
	}
	for (int i = 0; i < board->n_counters; i++) {
		n += lacks_counter(
			data, board->counters[i].number, board->counters[i].line, &ret[n]);
	}
	return n;
}

void gaps_note(const struct board *board, const struct gap *gaps, int n, char *ret, size_t size)
{
	enum { MORE = sizeof(", +99") - 1 };
	const char *slash = strrchr(board->file, '/');
	size_t used = 0;

	text_copy_cut(ret, size, "");
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *one = text_printf("%s%.*s:%d %s '%s'", i > 0 ? ", " : "",
			i > 0 ? 0 : 60, slash ? slash + 1 : board->file, gaps[i].line, gaps[i].kind,
			gaps[i].what);
		size_t room = size - used - (i < n - 1 ? MORE : 0);

		if (strlen(one) >= room) {
			(void)snprintf(ret + used, size - used, "%s+%d", i > 0 ? ", " : "", n - i);
			return;
		}
		text_copy_cut(ret + used, size - used, one);
		used += strlen(one);
	}
}
