/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/setup-page-json.h"

#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/text.h"

enum { USED_LINES_MAX = 24 };

/* ---- what the page wants ---- */

int setup_wish_parse(const json_t *request, const char *code, struct setup_wish *ret)
{
	static const char *const acts[SETUP_ACTS] = {
		[SETUP_ACT_LOOK] = "look",
		[SETUP_ACT_ANSWER] = "answer",
		[SETUP_ACT_TRY] = "try",
		[SETUP_ACT_PRESS] = "press",
		[SETUP_ACT_LIGHT] = "light",
		[SETUP_ACT_SHOW] = "show",
		[SETUP_ACT_ADMIN] = "admin",
		[SETUP_ACT_WRITE] = "write",
	};
	const char *act = json_get_text(request, "do");

	if (strcmp(json_get_text(request, "code"), code) != 0) {
		return -EACCES;
	}
	for (int i = 0; i < SETUP_ACTS; i++) {
		if (strcmp(acts[i], act) == 0) {
			*ret = (struct setup_wish){
				.act = (enum setup_act)i,
				.language = json_get_text(request, "language"),
				.id = json_get_text(request, "id"),
				.value = json_get_text(request, "value"),
				.name = json_get_text(request, "name"),
				.secret = json_get_text(request, "secret"),
			};
			return 0;
		}
	}
	return -EINVAL;
}

bool setup_is_for_page(enum setup_kind kind)
{
	static const bool others[SETUP_KINDS] = {
		[SETUP_LANGUAGE] = true, /* the page has its own */
		[SETUP_TOKEN] = true,
		[SETUP_ADMIN] = true,
		[SETUP_SECRET] = true,
		[SETUP_WRITE] = true,
	};

	return !others[kind];
}

/* ---- what it shows ---- */

/* A name that a device gave itself may hold anything. */
static json_t *clean(const char *text)
{
	json_t *string = json_string(text);

	return string ? string : json_string("?");
}

static void add_device(json_t *list, const char *name, const char *text)
{
	(void)json_array_append_new(
		list, json_pack("{s:o, s:o}", "name", clean(name), "text", clean(text)));
}

static void add_printers(const struct setup_found *found, json_t *list)
{
	for (int i = 0; i < found->machine.n_printers; i++) {
		const struct machine_printer *one = &found->machine.printers[i];
		_cleanup_free_ char *text = text_printf("USB %s (%s)", one->port, one->id);

		add_device(list, one->name, text);
	}
	for (int i = 0; i < found->n_serial; i++) {
		if (!found->serial[i].console) {
			add_device(list, found->serial[i].node, found->serial[i].name);
		}
	}
}

static void add_lines(const struct setup_found *found, json_t *chips, json_t *used)
{
	for (int i = 0; found->gpio && i < found->gpio->n_chips; i++) {
		const struct gpio_chip_facts *chip = &found->gpio->chips[i];
		_cleanup_free_ char *lines = text_printf("%d", chip->n_lines);

		add_device(chips, chip->label, lines);
		for (int j = 0; j < chip->n_lines; j++) {
			_cleanup_free_ char *place =
				text_printf("%s:%d %s", chip->label, j, chip->lines[j].name);

			if (chip->lines[j].used && json_array_size(used) < USED_LINES_MAX) {
				add_device(used, place, chip->lines[j].consumer);
			}
		}
	}
}

json_t *setup_found_json(const struct setup_found *found)
{
	json_t *printers = json_array();
	json_t *screens = json_array();
	json_t *touch = json_array();
	json_t *chips = json_array();
	json_t *used = json_array();
	json_t *sounds = json_array();

	add_printers(found, printers);
	for (int i = 0; i < found->n_screens; i++) {
		add_device(screens, found->screen[i], "");
	}
	for (int i = 0; i < found->machine.n_inputs; i++) {
		if (found->machine.inputs[i].kind == MACHINE_TOUCH) {
			add_device(touch, found->machine.inputs[i].name, "");
		}
	}
	add_lines(found, chips, used);
	for (int i = 0; i < found->n_sounds; i++) {
		add_device(sounds, found->sound[i], "");
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:b}", "printers", printers,
		"screens", screens, "touch", touch, "chips", chips, "used_lines", used, "sounds",
		sounds, "has_admin", found->has_admin, "has_site", found->has_site);
}

static json_t *put_choices(
	const struct setup_words *words, const struct setup *setup, struct setup_question question)
{
	struct setup_choices choices;
	json_t *list = json_array();

	setup_choices(setup, question, &choices);
	for (int i = 0; i < choices.n; i++) {
		_cleanup_free_ char *label = setup_words_value(words, choices.value[i]);

		(void)json_array_append_new(list,
			json_pack("{s:o, s:o, s:o}", "value", clean(choices.value[i]), "label",
				clean(label), "text", clean(choices.text[i])));
	}
	return list;
}

json_t *setup_questions_json(const struct setup_words *words, const struct setup *setup)
{
	json_t *all = json_array();
	struct setup_questions list;

	setup_list(setup, &list);
	for (int i = 0; i < list.n; i++) {
		struct setup_question question = list.question[i];
		_cleanup_free_ char *text = setup_words_question(words, setup, question);
		char id[SETUP_ID_SIZE];
		char value[SETUP_TEXT_SIZE];

		if (!setup_is_for_page(question.kind)) {
			continue;
		}
		setup_id(setup, question, id);
		setup_default(setup, question, value);
		(void)json_array_append_new(all,
			json_pack("{s:o, s:s, s:i, s:o, s:o, s:b, s:o}", "id", clean(id), "kind",
				setup_words_kind(question.kind), "item", question.item, "text",
				clean(text), "value", clean(value), "trial",
				setup_is_trial(question.kind), "choices",
				put_choices(words, setup, question)));
	}
	return all;
}
