/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/lookup-words.h"

#include <stddef.h>

static const struct {
	const char *title, *text;
} messages[] = {
	[LOOKUP_WAITING] = {"lookup.waiting", NULL},
	[LOOKUP_NOTHING] = {"lookup.nothing.title", "lookup.nothing.text"},
	[LOOKUP_AWAY] = {"lookup.away.title", "lookup.away.text"},
	[LOOKUP_PRINTING] = {"lookup.printing", NULL},
	[LOOKUP_PRINTED] = {"lookup.printed", NULL},
	[LOOKUP_NOT_PRINTED] = {"lookup.not_printed.title", "lookup.not_printed.text"},
	[LOOKUP_NOTED] = {"lookup.noted.title", "lookup.noted.text"},
};

static const char *const actions[] = {
	[LOOKUP_DO_SEARCH] = "lookup.search",
	[LOOKUP_DO_SECTORS] = "lookup.sectors",
	[LOOKUP_DO_EVENTS] = "lookup.events",
	[LOOKUP_DO_CENTRE] = "lookup.centre",
	[LOOKUP_DO_TICKETS] = "lookup.tickets",
	[LOOKUP_DO_SPACE] = "lookup.space",
	[LOOKUP_DO_DELETE] = "lookup.delete",
	[LOOKUP_DO_CLEAR] = "lookup.clear",
	[LOOKUP_DO_MARKS] = "lookup.marks",
	[LOOKUP_DO_DIGITS] = "lookup.digits",
	[LOOKUP_DO_FIND] = "lookup.find",
	[LOOKUP_DO_ALL] = "lookup.other",
	[LOOKUP_DO_PRINT] = "lookup.print",
	[LOOKUP_DO_TICKET] = "lookup.ticket",
	[LOOKUP_DO_WAYS] = "lookup.ways",
	[LOOKUP_DO_REPORT] = "lookup.report",
	[LOOKUP_DO_START] = "lookup.again",
};

const char *lookup_words_title(const struct lookup_view *view)
{
	switch (view->page) {
	case LOOKUP_START:
		return "lookup.start_title";
	case LOOKUP_TYPING:
		return "lookup.hint";
	case LOOKUP_SECTORS:
		return "lookup.sectors_title";
	case LOOKUP_EVENTS:
		return "lookup.events_title";
	case LOOKUP_ASK:
		return "lookup.ask_title";
	case LOOKUP_RESULTS:
		return "lookup.results_title";
	case LOOKUP_MESSAGE:
		return messages[view->message].title;
	case LOOKUP_PROCEDURE:
		return "lookup.procedure_title";
	case LOOKUP_WAYS:
		return "lookup.ways";
	case LOOKUP_CENTRE:
		return "lookup.centre";
	}
	return NULL;
}

const char *lookup_words_text(const struct lookup_view *view)
{
	if (view->page == LOOKUP_WAYS) {
		return view->free_online ? "lookup.helpers" : "lookup.not_free";
	}
	return view->page == LOOKUP_MESSAGE ? messages[view->message].text : NULL;
}

/* The keys for marks and digits lead back to the letters. */
const char *lookup_words_action(const struct lookup_view *view, enum lookup_action action)
{
	bool back = (action == LOOKUP_DO_MARKS && view->letters == LETTERS_MARKED) ||
		(action == LOOKUP_DO_DIGITS && view->letters == LETTERS_DIGITS);

	return back ? "lookup.letters" : actions[action];
}
