/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/hall-words.h"

#include "ui/dates.h"

void hall_words_done(struct hall_words *words)
{
	free(words->first);
	free(words->second);
	*words = (struct hall_words){0};
}

void hall_words_get(const struct phrases *phrases, const struct hall_view *view, const char *key,
	struct hall_words *ret)
{
	ret->first = text_dup(phrases_get(phrases, view->language, key));
	ret->second = text_dup(*view->second ? phrases_get(phrases, view->second, key) : "");
}

static char *times_called(
	const struct phrases *phrases, const char *language, const struct hall_call *call)
{
	_cleanup_free_ char *times = text_printf("%d", call->times);

	return phrases_fill(phrases, language, "hall.again", "times", times, NULL);
}

void hall_words_call(
	const struct phrases *phrases, const struct hall_view *view, struct hall_words *ret)
{
	const struct hall_main *main = &view->main;
	const struct hall_call *call = &main->call;

	if (call->times > 1 && call->waited_for) {
		ret->first = times_called(phrases, view->language, call);
		ret->second =
			*view->second ? times_called(phrases, view->second, call) : text_dup("");
		return;
	}
	hall_words_get(phrases, view,
		!main->fresh && !call->waited_for ? "hall.at_counter" : "hall.calling", ret);
}

/* The centre's own text, else the default text. */
static void get_own(const struct phrases *phrases, const struct hall_view *view,
	const struct hall_text *own, const char *key, struct hall_words *ret)
{
	if (!*own->first) {
		hall_words_get(phrases, view, key, ret);
		return;
	}
	*ret = (struct hall_words){text_dup(own->first), text_dup(own->second)};
}

void hall_words_link(
	const struct phrases *phrases, const struct hall_view *view, struct hall_words *ret)
{
	const struct hall_name *own = &view->main.link_words;

	if (*own->first) {
		*ret = (struct hall_words){text_dup(own->first), text_dup(own->second)};
	} else {
		hall_words_get(phrases, view, "hall.scan", ret);
	}
}

static char *opening(
	const struct phrases *phrases, const char *language, const struct hall_main *main)
{
	_cleanup_free_ char *time = dates_minute(main->opens_minute);
	_cleanup_free_ char *day = dates_day(phrases, language, main->opens_day);

	return phrases_fill(phrases, language,
		main->opens_today ? "hall.opens_today" : "hall.opens", "time", time, "day", day,
		NULL);
}

static void get_closed(const struct phrases *phrases, const struct hall_view *view,
	struct hall_words ret[HALL_SENTENCES_MAX])
{
	const struct hall_main *main = &view->main;

	hall_words_get(phrases, view, main->stopped ? "hall.stopped" : "hall.closed", &ret[0]);
	if (!*main->opens_day) {
		hall_words_get(phrases, view, "hall.thanks", &ret[1]);
		return;
	}
	ret[1].first = opening(phrases, view->language, main);
	ret[1].second = *view->second ? opening(phrases, view->second, main) : text_dup("");
}

static const char *starting_key(const struct hall_view *view)
{
	if (view->board) {
		return view->main.unreached ? "hall.board_unreached" : "hall.board_starting";
	}
	return view->main.unreached ? "hall.unreached" : "hall.starting";
}

int hall_words_main(const struct phrases *phrases, const struct hall_view *view,
	struct hall_words ret[HALL_SENTENCES_MAX])
{
	const struct hall_main *main = &view->main;

	switch (main->kind) {
	case HALL_STARTING:
		hall_words_get(phrases, view, "hall.hello", &ret[0]);
		hall_words_get(phrases, view, starting_key(view), &ret[1]);
		return 2;
	case HALL_WELCOME:
		get_own(phrases, view, &main->welcome, "hall.hello", &ret[0]);
		if (main->take) {
			hall_words_get(phrases, view, "hall.take", &ret[1]);
		}
		return main->take ? 2 : 1;
	case HALL_CLOSED:
		get_closed(phrases, view, ret);
		return 2;
	case HALL_COUNTER:
		hall_words_get(phrases, view,
			main->counter_open ? "hall.counter_ready" : "hall.counter_rests", &ret[0]);
		return 1;
	case HALL_PAGE: /* the page's own */
	case HALL_CALL:
		break;
	}
	return 0;
}

char *hall_words_row(
	const struct phrases *phrases, const struct hall_view *view, const struct hall_call *call)
{
	if (call->times > 1 && call->waited_for) {
		return times_called(phrases, view->language, call);
	}
	return text_dup(phrases_get(
		phrases, view->language, call->waited_for ? "hall.come" : "hall.at_counter"));
}

bool hall_words_notice(
	const struct phrases *phrases, const struct hall_view *view, struct hall_words *ret)
{
	const struct hall_notice *notice = &view->notice;

	if (notice->away || notice->unable) {
		hall_words_get(phrases, view,
			!notice->away         ? "hall.unable"
				: view->board ? "hall.board_away"
					      : "hall.away",
			ret);
		return true;
	}
	if (notice->portal || notice->undated) {
		hall_words_get(
			phrases, view, notice->portal ? "hall.portal" : "hall.board_undated", ret);
	} else {
		get_own(phrases, view, &notice->text, "hall.hint", ret);
	}
	return false;
}
