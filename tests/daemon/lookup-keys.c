/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the keys of a page of the look-up are, for tests that touch them: says "KIND INDEX X Y" for
 * each.
 *
 *     lookup-keys WIDTH HEIGHT PAGE [typed=TEXT] [tickets] [events] [print] [ticket] [report] [NAME
 * …]
 *
 * PAGE is first (the services, with the key that leads to the look-up), start, typing, list,
 * procedure, or ways; NAMEs are what a list has. Of complaints: ways-on (the services, with the key
 * that leads to them alone) and complaints, with their NAMEs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "base/text.h"
#include "ui/kiosk-layout.h"
#include "ui/samples/kiosk-samples.h"

static void read_word(struct lookup_view *lookup, const char *word)
{
	if (strncmp(word, "typed=", 6) == 0) {
		text_copy_cut(lookup->typed, sizeof(lookup->typed), word + 6);
	} else if (strcmp(word, "tickets") == 0) {
		lookup->has_tickets = true;
	} else if (strcmp(word, "events") == 0) {
		lookup->has_events = true;
	} else if (strcmp(word, "print") == 0) {
		lookup->can_print = true;
	} else if (strcmp(word, "report") == 0) {
		lookup->can_report = true;
	} else if (strcmp(word, "ticket") == 0) {
		lookup->can_ticket = true;
	} else if (lookup->n_entries < LOOKUP_ENTRIES_MAX) {
		text_copy_cut(lookup->entries[lookup->n_entries++].name, LOOKUP_NAME_SIZE, word);
	}
}

static const struct {
	const char *name;
	enum lookup_page page;
} pages[] = {{"start", LOOKUP_START}, {"typing", LOOKUP_TYPING}, {"list", LOOKUP_RESULTS},
	{"procedure", LOOKUP_PROCEDURE}, {"ways", LOOKUP_WAYS}};

static void say_keys(const struct kiosk_layout *layout)
{
	static const char *const kinds[] = {[KIOSK_TARGET_BACK] = "back",
		[KIOSK_TARGET_LANGUAGE] = "language",
		[KIOSK_TARGET_COMPLAINTS] = "complaints",
		[KIOSK_TARGET_SUBJECT] = "subject",
		[KIOSK_TARGET_ENTRY] = "entry",
		[KIOSK_TARGET_LETTER] = "letter",
		[KIOSK_TARGET_ACTION] = "action"};

	for (int i = 0; i < layout->n; i++) {
		const struct kiosk_element *key = &layout->elements[i];

		if ((size_t)key->target.kind < ELEMENTS(kinds) && kinds[key->target.kind]) {
			printf("%s %d %d %d\n", kinds[key->target.kind], key->target.index,
				(int)(key->box.x + key->box.width / 2),
				(int)(key->box.y + key->box.height / 2));
		}
	}
}

static bool is_first(const char *page)
{
	return strcmp(page, "first") == 0 || strcmp(page, "ways-on") == 0 ||
		strcmp(page, "complaints") == 0;
}

/* The subjects; no official channel. */
static void fill_complaints(struct kiosk_view *view, int argc, char *argv[])
{
	view->complaints = strcmp(argv[3], "ways-on") == 0;
	view->lookup = !view->complaints;
	if (strcmp(argv[3], "complaints") != 0) {
		return;
	}
	view->page = KIOSK_COMPLAINTS;
	for (int i = 4; i < argc && view->n_subjects < KIOSK_SUBJECTS_MAX; i++) {
		text_copy_cut(view->subjects[view->n_subjects++].name, KIOSK_NAME_SIZE, argv[i]);
	}
}

static void say(int argc, char *argv[], const struct phrases *phrases, int width, int height)
{
	struct kiosk_layout *layout = memory_new(1, sizeof(*layout));
	struct kiosk_view *view = memory_new(1, sizeof(*view));
	struct lookup_view *lookup = memory_new(1, sizeof(*lookup));
	struct kiosk_size size = kiosk_size_of(width, height, 0, 0);

	kiosk_sample_page(view, KIOSK_SERVICES);
	fill_complaints(view, argc, argv);
	for (size_t i = 0; i < ELEMENTS(pages); i++) {
		lookup->page = strcmp(argv[3], pages[i].name) == 0 ? pages[i].page : lookup->page;
	}
	for (int i = 4; i < argc; i++) {
		read_word(lookup, argv[i]);
	}
	kiosk_layout_make_lookup(layout, phrases, view, is_first(argv[3]) ? NULL : lookup, &size);
	say_keys(layout);
	kiosk_layout_done(layout);
	free(layout);
	free(view);
	free(lookup);
}

int main(int argc, char *argv[])
{
	_cleanup_(phrases_freep) struct phrases *phrases = NULL;
	int64_t width, height;

	if (argc < 4 || text_parse_int(argv[1], 1, 7680, &width) < 0 ||
		text_parse_int(argv[2], 1, 7680, &height) < 0 || phrases_load(NULL, &phrases) < 0) {
		return EXIT_FAILURE;
	}
	say(argc, argv, phrases, (int)width, (int)height);
	return EXIT_SUCCESS;
}
