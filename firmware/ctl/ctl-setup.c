/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layso setup: the conversation, on any terminal, a serial console too: plain lines. Each question
 * has a default (Enter), "b" goes back to the one before, the end of the input or Ctrl-C leaves
 * everything as it was. With a file of answers nobody is asked.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/config.h"
#include "base/paths.h"
#include "base/text.h"
#include "ctl/ctl-printer.h"
#include "ctl/ctl-site.h"
#include "ctl/ctl-table.h"
#include "ctl/doctor-faults.h"
#include "ctl/setup-find.h"
#include "ctl/setup-lines.h"
#include "ctl/setup-page.h"
#include "ctl/setup-talk.h"
#include "ctl/setup-words.h"

enum { TURN_US = 20000, TOUCH_MS = 20000, LINES_SAID_MAX = 24, ROWS_MAX = 12, COLUMNS = 4 };

/* How a question ended. */
enum outcome { ANSWERED, GO_BACK, GIVEN_UP };

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	interrupted = signal_number;
}

void setup_tell(const struct setup_talk *talk, char *text)
{
	say("%s\n", text);
	if (talk->heard) {
		textbuf_printf(talk->heard, "%s\n", text);
	}
	free(text);
}

struct setup_words setup_talk_words(const struct setup_talk *talk)
{
	return (struct setup_words){talk->phrases, talk->setup.language};
}

bool setup_is_interrupted(void)
{
	return interrupted;
}

static const char *word(const struct setup_talk *talk, const char *key)
{
	return phrases_get(talk->phrases, talk->setup.language, key);
}

/* ---- a line of the terminal ---- */

/* 1: the line ended; 0: nothing more has come yet; −ENODATA at the end of the input. Reads byte by
 * byte: what comes behind the line is for whoever asks next. */
static int read_more(char *line, size_t size)
{
	struct pollfd stdin_poll = {.fd = STDIN_FILENO, .events = POLLIN};
	size_t used = strlen(line);
	char c;

	while (poll(&stdin_poll, 1, 0) > 0) {
		ssize_t n = read(STDIN_FILENO, &c, 1);

		if (n <= 0) {
			return n < 0 && errno == EINTR ? 0 : -ENODATA;
		}
		if (c == '\n') {
			return 1;
		}
		if (c != '\r' && used + 1 < size) {
			line[used++] = c;
			line[used] = '\0';
		}
	}
	return 0;
}

int setup_wait_line(struct setup_talk *talk, struct setup_lines *lines, char ret[SETUP_TEXT_SIZE])
{
	char typed[SETUP_TEXT_SIZE] = "";
	int chip;
	int offset;

	(void)fflush(stdout);
	while (!interrupted) {
		int r = read_more(typed, sizeof(typed));

		if (r < 0) {
			return r;
		}
		if (r > 0) {
			(void)text_copy(ret, SETUP_TEXT_SIZE, text_trim(typed));
			return 0;
		}
		if (lines && setup_lines_pressed(lines, &chip, &offset)) {
			char text[BOARD_LINE_TEXT];

			setup_line_text(&talk->setup, chip, offset, text);
			(void)text_copy(ret, SETUP_TEXT_SIZE, text);
			say("%s\n", text);
			return 0;
		}
		if (sd_event_run(talk->event, TURN_US) < 0) {
			return -ENODATA;
		}
	}
	return -ENODATA;
}

/* ---- what is said of a question ---- */

/* Which lines the panel cannot have. */
static void say_used_lines(struct setup_talk *talk)
{
	int said = 0;

	for (int i = 0; talk->found.gpio && i < talk->found.gpio->n_chips; i++) {
		const struct gpio_chip_facts *chip = &talk->found.gpio->chips[i];

		for (int j = 0; j < chip->n_lines && said < LINES_SAID_MAX; j++) {
			_cleanup_free_ char *place =
				text_printf("%s:%d %s", chip->label, j, chip->lines[j].name);
			_cleanup_free_ char *clean = table_clean(place);

			if (chip->lines[j].used) {
				SETUP_TELL(talk, "setup.line_used", "line", clean, "user",
					chip->lines[j].consumer);
				said++;
			}
		}
	}
	talk->said_lines = true;
}

static void say_question(
	struct setup_talk *talk, struct setup_question question, const char *fallback)
{
	const struct setup_words words = setup_talk_words(talk);
	_cleanup_free_ char *asked = setup_words_question(&words, &talk->setup, question);
	_cleanup_free_ char *shown = setup_words_value(&words, fallback);
	struct setup_choices choices;

	setup_choices(&talk->setup, question, &choices);
	say("\n%s\n", asked);
	for (int i = 0; i < choices.n; i++) {
		_cleanup_free_ char *value = setup_words_value(&words, choices.value[i]);
		_cleanup_free_ char *text = table_clean(choices.text[i]);
		bool row = choices.n > ROWS_MAX && (i + 1) % COLUMNS != 0 && i + 1 < choices.n;

		say("%s%d  %s%s%s", choices.n <= ROWS_MAX || i % COLUMNS == 0 ? "  " : "", i + 1,
			value, *text ? "  " : "", text);
		say(row ? "   " : "\n");
	}
	say("[%s] > ", shown);
}

/* ---- trials ---- */

static int try_touch(const struct setup_talk *talk)
{
	SETUP_TELL(talk, "setup.touch_now");
	(void)fflush(stdout);
	return setup_try_touch(talk->event, TOUCH_MS) ? 0 : -ENODEV;
}

int setup_light(const struct setup_talk *talk, const char *text)
{
	struct board_line line;
	struct panel_line wanted = {.name = ""};
	int chip;
	int offset;

	if (board_line_parse(text, &line) < 0) {
		return -EINVAL;
	}
	wanted.offset = line.offset;
	text_copy_cut(wanted.chip, sizeof(wanted.chip), line.chip);
	text_copy_cut(wanted.name, sizeof(wanted.name), line.name);
	if (gpio_find_line(talk->found.gpio, &wanted, &chip, &offset) != GPIO_FOUND) {
		return -ENOENT;
	}
	return setup_lines_blink(
		talk->found.gpio, chip, offset, talk->board && talk->board->panel.lit_low);
}

static int try_sound(struct setup_talk *talk, int place)
{
	const struct board *board = talk->board;
	const struct sound_settings *present = !board ? NULL
		: place == SETUP_KIOSK                ? &board->kiosk_sound
						      : &board->hall_sound;
	struct sound_settings settings = {.volume_percent = 80};
	const char *state = "";
	int r;

	if (present && *present->driver) {
		settings = *present;
	}
	text_copy_cut(
		settings.driver, sizeof(settings.driver), talk->setup.place[place].sound_driver);
	text_copy_cut(settings.device, sizeof(settings.device), talk->setup.place[place].sound);
	r = setup_try_sound(talk->event, &settings, &state);
	if (r < 0) {
		SETUP_TELL(talk, "setup.sound_state", "state", state);
	}
	return r;
}

bool setup_run_trial(struct setup_talk *talk, struct setup_question question)
{
	int r = -EINVAL;

	if (question.kind == SETUP_PRINTER_TRY) {
		(void)fflush(stdout);
		r = printer_print_card(&talk->setup.printer, NULL) == CTL_OK ? 0 : -EIO;
	} else if (question.kind == SETUP_TOUCH_TRY) {
		r = try_touch(talk);
	} else if (question.kind == SETUP_LAMP_TRY) {
		r = setup_light(talk, talk->setup.button[question.item].lamp);
	} else if (question.kind == SETUP_SOUND_TRY) {
		r = try_sound(talk, question.item);
	}
	SETUP_TELL(talk, r == 0 ? "setup.tried" : "setup.failed");
	return r == 0;
}

/* Lights the free lines one after the other, until somebody says that it was the lamp. */
static enum outcome find_lamp(
	struct setup_talk *talk, struct setup_question question, char ret[SETUP_TEXT_SIZE])
{
	const struct setup_words words = setup_talk_words(talk);
	struct setup_choices choices;

	setup_choices(&talk->setup, question, &choices);
	for (int i = 0; i < choices.n; i++) {
		const char *line = choices.value[i];
		char typed[SETUP_TEXT_SIZE] = "";
		bool lit = false;

		if (strcmp(line, SETUP_FIND) == 0 || strcmp(line, "none") == 0 ||
			setup_light(talk, line) < 0) {
			continue;
		}
		SETUP_TELL(talk, "setup.lit", "line", line);
		say("[%s] > ", word(talk, "setup.choice.no"));
		if (setup_wait_line(talk, NULL, typed) < 0) {
			return GIVEN_UP;
		}
		if (strcmp(typed, "b") == 0) {
			break;
		}
		if (text_parse_bool(setup_words_meant(&words, typed), &lit) == 0 && lit) {
			(void)text_copy(ret, SETUP_TEXT_SIZE, line);
			return ANSWERED;
		}
	}
	SETUP_TELL(talk, "setup.not_found");
	return GO_BACK;
}

/* ---- questions of a person ---- */

/* A site file is looked at before it is promised. */
static bool is_good(const struct setup_talk *talk, struct setup_question question)
{
	return question.kind != SETUP_SITE || strcmp(talk->setup.site, "keep") == 0 ||
		strcmp(talk->setup.site, "sample") == 0 ||
		site_check_file(talk->ctl, talk->setup.site) == CTL_OK;
}

/* What must be there while the question is open: numbers on the screens, the free lines. */
static void prepare(struct setup_talk *talk, struct setup_question question)
{
	if (question.kind == SETUP_SCREEN && !talk->shown) {
		talk->shown = setup_show(talk->event, &talk->found);
	} else if (question.kind != SETUP_SCREEN) {
		setup_shown_close(TAKE_PTR(talk->shown));
	}
	if ((question.kind == SETUP_BUTTON || question.kind == SETUP_MORE) && !talk->said_lines) {
		say_used_lines(talk);
	}
}

static enum outcome ask_once(struct setup_talk *talk, struct setup_question question,
	const char *fallback, char ret[SETUP_TEXT_SIZE])
{
	_cleanup_(setup_lines_closep) struct setup_lines *lines =
		question.kind == SETUP_BUTTON ? setup_lines_open(talk->found.gpio) : NULL;
	int r;

	if (lines) {
		setup_lines_forget(lines);
	}
	say_question(talk, question, fallback);
	r = setup_wait_line(talk, lines, ret);
	if (r < 0) {
		return GIVEN_UP;
	}
	if (strcmp(ret, "b") == 0) {
		return GO_BACK;
	}
	if (!*ret) {
		(void)text_copy(ret, SETUP_TEXT_SIZE, fallback);
	}
	return ANSWERED;
}

/* By its word, or by its number in the list. */
static bool is_find(
	const struct setup_talk *talk, struct setup_question question, const char *meant)
{
	struct setup_choices choices;

	setup_choices(&talk->setup, question, &choices);
	return strcmp(meant, SETUP_FIND) == 0 ||
		(choices.n > 0 && strcmp(choices.value[0], SETUP_FIND) == 0 &&
			strcmp(meant, "1") == 0);
}

/* Until there is an answer that can be taken; a device is tried as often as one likes. */
static enum outcome ask(struct setup_talk *talk, struct setup_question question)
{
	const struct setup_words words = setup_talk_words(talk);
	bool trial = setup_is_trial(question.kind);
	char fallback[SETUP_TEXT_SIZE] = "yes";

	prepare(talk, question);
	if (!trial) {
		setup_default(&talk->setup, question, fallback);
	}
	for (;;) {
		char answer[SETUP_TEXT_SIZE] = "";
		const char *reason = NULL;
		enum outcome outcome = ask_once(talk, question, fallback, answer);
		const char *meant = setup_words_meant(&words, answer);
		bool again = false;

		if (outcome != ANSWERED) {
			return outcome;
		}
		if (question.kind == SETUP_LAMP && is_find(talk, question, meant)) {
			outcome = find_lamp(talk, question, answer);
			if (outcome == GIVEN_UP) {
				return outcome;
			}
			if (outcome == GO_BACK) {
				continue; /* to the lamp's question */
			}
			meant = answer;
		}
		if (setup_take(&talk->setup, question, meant, &reason) < 0) {
			SETUP_TELL(talk, reason, "answer", answer);
			continue;
		}
		if (!is_good(talk, question)) {
			continue;
		}
		if (!trial || text_parse_bool(meant, &again) < 0 || !again) {
			return ANSWERED;
		}
		(void)setup_run_trial(talk, question);
		(void)text_copy(fallback, sizeof(fallback), "no");
	}
}

/* Of the file's secret only a file of answers speaks: a person types it. */
static bool is_for_person(struct setup_question question)
{
	return question.kind != SETUP_SECRET;
}

static bool show_changes(struct setup_talk *talk)
{
	_cleanup_(setup_files_done) struct setup_files files = {0};
	_cleanup_(textbuf_done) struct textbuf diff = {0};

	if (setup_make_files(talk, &files) < 0) {
		return false;
	}
	setup_diff(&files, &diff);
	say("\n%s", diff.data ? diff.data : "");
	if (files.n == 0) {
		SETUP_TELL(talk, "setup.no_changes");
	}
	return true;
}

static enum outcome ask_all(struct setup_talk *talk)
{
	struct setup_questions list;
	int at = 0;

	setup_list(&talk->setup, &list);
	while (at < list.n) {
		struct setup_question question = list.question[at];
		enum outcome outcome = ANSWERED;
		int step = 1;

		if (question.kind == SETUP_WRITE && !show_changes(talk)) {
			at = 0;
			continue;
		}
		if (is_for_person(question)) {
			outcome = ask(talk, question);
		}
		if (outcome == GIVEN_UP) {
			return GIVEN_UP;
		}
		if (outcome == GO_BACK) {
			step = at > 1 && !is_for_person(list.question[at - 1]) ? -2 : -1;
		}
		setup_list(&talk->setup, &list);
		at = MAX_OF(0, setup_find_question(&list, question) + step);
	}
	return ANSWERED;
}

/* ---- answers of a file ---- */

static int refuse_answer(
	const struct setup_talk *talk, const struct setup_answer *answer, const char *why)
{
	say_wrong("%s:%d: %s: %s\n", talk->answers_file, answer ? answer->line : 0,
		answer ? answer->id : "", why);
	return CTL_USAGE;
}

static int answer_one(struct setup_talk *talk, struct setup_question question)
{
	char id[SETUP_ID_SIZE];
	char fallback[SETUP_TEXT_SIZE];
	const struct setup_answer *answer;
	const char *reason = NULL;
	bool wanted = false;

	setup_id(&talk->setup, question, id);
	setup_default(&talk->setup, question, fallback);
	answer = setup_answers_find(&talk->answers, id);
	if (setup_take(&talk->setup, question, answer ? answer->text : fallback, &reason) < 0) {
		_cleanup_free_ char *why = phrases_fill(talk->phrases, talk->setup.language, reason,
			"answer", answer ? answer->text : fallback, NULL);

		return refuse_answer(talk, answer, why);
	}
	if (!is_good(talk, question)) {
		return refuse_answer(talk, answer, word(talk, "setup.failed"));
	}
	if (answer && setup_is_trial(question.kind) &&
		text_parse_bool(answer->text, &wanted) == 0 && wanted &&
		!setup_run_trial(talk, question)) {
		return refuse_answer(talk, answer, word(talk, "setup.failed"));
	}
	return CTL_OK;
}

static int answer_all(struct setup_talk *talk)
{
	struct setup_questions list;
	const struct setup_answer *unused;

	setup_list(&talk->setup, &list);
	for (int at = 0; at < list.n; at++) {
		struct setup_question question = list.question[at];
		int r = interrupted ? CTL_REFUSED : answer_one(talk, question);

		if (r != CTL_OK) {
			return r;
		}
		setup_list(&talk->setup, &list);
		at = setup_find_question(&list, question);
	}
	if (talk->found.has_admin) { /* the file made one on the board before */
		(void)setup_answers_find(&talk->answers, "admin");
		(void)setup_answers_find(&talk->answers, "admin.secret_file");
	}
	unused = setup_answers_unused(&talk->answers);
	if (unused) {
		return refuse_answer(talk, unused, word(talk, "setup.wrong.not_asked"));
	}
	return show_changes(talk) ? CTL_OK : CTL_USAGE;
}

/* ---- beginning and end ---- */

static void find_setting(
	const char *program, const char *section, const char *key, char ret[SETUP_TEXT_SIZE])
{
	_cleanup_free_ char *path = text_printf("%s/%s.conf", paths_etcdir(), program);
	_cleanup_free_ char *value = NULL;

	if (config_find(path, section, key, &value, NULL) == 0 && value) {
		(void)text_copy(ret, SETUP_TEXT_SIZE, value);
	}
}

static void find_board(struct setup_talk *talk)
{
	char name[SETUP_TEXT_SIZE] = "";
	_cleanup_free_ char *error = NULL;

	find_setting("halld", "hall", "board", name);
	find_setting("kioskd", "kiosk", "board", name);
	/* With the simulated board, which the packages name, nothing is wired yet. */
	if (!*name || strcmp(name, "sim") == 0) {
		return;
	}
	talk->board_path = strchr(name, '/')
		? text_dup(name)
		: text_printf("%s/boards/%s.board", paths_datadir(), name);
	if (board_load(name, &talk->board, &error) < 0) {
		SETUP_TELL(talk, "setup.bad_board", "error", error);
	} else if (text_read_file(talk->board_path, CONFIG_FILE_MAX, &talk->board_text, NULL) < 0) {
		board_free(TAKE_PTR(talk->board));
	}
}

static int read_answers(struct setup_talk *talk)
{
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *error = NULL;
	int r;

	if (!talk->answers_file) {
		return CTL_OK;
	}
	r = text_read_file(talk->answers_file, SETUP_ANSWERS_SIZE, &text, NULL);
	if (r < 0) {
		say_wrong("%s cannot be read: %s\n", talk->answers_file, strerror(-r));
		return CTL_USAGE;
	}
	if (setup_answers_parse(text, &talk->answers, &error) < 0) {
		say_wrong("%s:%s\n", talk->answers_file, error);
		return CTL_USAGE;
	}
	return CTL_OK;
}

static int begin(struct setup_talk *talk)
{
	if (sd_event_new(&talk->event) < 0 || phrases_load(NULL, &talk->phrases) < 0) {
		say_wrong("the texts of layso cannot be read\n");
		return CTL_USAGE;
	}
	setup_find(talk->ctl, talk->phrases, &talk->gpio, &talk->found);
	if (!talk->found.has_hub && !talk->found.has_kiosk && !talk->found.has_hall) {
		say_wrong("%s has no settings of layso: install a package first\n", paths_etcdir());
		return CTL_USAGE;
	}
	if (access(paths_etcdir(), W_OK) < 0) {
		say_wrong("%s: %s; try: sudo layso setup\n", paths_etcdir(), strerror(errno));
		return CTL_USAGE;
	}
	find_board(talk);
	if (!talk->board_text) {
		talk->board_text = text_dup("");
	}
	setup_init(&talk->before, &talk->found, talk->board);
	(void)text_copy(talk->before.listen, SETUP_TEXT_SIZE, "127.0.0.1:8080");
	find_setting("hubd", "http", "listen", talk->before.listen);
	(void)text_copy(talk->before.hub, SETUP_TEXT_SIZE, PATHS_HUB_ADDRESS);
	find_setting("halld", "hub", "address", talk->before.hub);
	find_setting("halld", "hub", "token_file", talk->before.token_file);
	find_setting("kioskd", "hub", "address", talk->before.hub);
	find_setting("kioskd", "hub", "token_file", talk->before.token_file);
	if (talk->ctl->view.language && phrases_has(talk->phrases, talk->ctl->view.language)) {
		(void)text_copy(talk->before.language, sizeof(talk->before.language),
			talk->ctl->view.language);
	}
	talk->setup = talk->before;
	return read_answers(talk);
}

static void end(struct setup_talk *talk)
{
	setup_shown_close(talk->shown);
	(void)units_start(&talk->units);
	setup_answers_done(&talk->answers);
	gpio_facts_done(&talk->gpio);
	board_free(talk->board);
	free(talk->board_path);
	free(talk->board_text);
	phrases_free(talk->phrases);
	sd_event_unref(talk->event);
}

/* Devices are the daemons' while they run. */
static void take_devices(struct setup_talk *talk)
{
	int r = units_stop(&talk->units);

	if (r < 0) {
		SETUP_TELL(talk, "setup.not_stopped");
	} else if (talk->units.n > 0) {
		SETUP_TELL(talk, "setup.stopped");
	}
}

static int leave(struct setup_talk *talk)
{
	say("\n");
	SETUP_TELL(talk, "setup.left");
	return CTL_REFUSED;
}

static int converse(struct setup_talk *talk)
{
	_cleanup_(setup_files_done) struct setup_files files = {0};
	int r = CTL_OK;

	if (talk->answers_file) {
		r = answer_all(talk);
	} else {
		SETUP_TELL(talk, "setup.intro");
		if (ask_all(talk) == GIVEN_UP) {
			return leave(talk);
		}
	}
	setup_shown_close(TAKE_PTR(talk->shown));
	if (r != CTL_OK) {
		return r;
	}
	if (!talk->setup.write) {
		SETUP_TELL(talk, "setup.left");
		return CTL_OK;
	}
	if (setup_make_files(talk, &files) < 0) {
		return CTL_USAGE;
	}
	return setup_finish(talk, &files);
}

int setup_run(struct ctl *ctl)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	const struct sigaction action = {.sa_handler = on_interrupt};
	_cleanup_(end) struct setup_talk talk = {
		.ctl = ctl, .answers_file = ctl_value(ctl, "--answers")};
	int r = begin(&talk);

	for (size_t i = 0; i < ELEMENTS(signals); i++) {
		(void)sigaction(signals[i], &action, NULL);
	}
	if (r != CTL_OK) {
		return r;
	}
	take_devices(&talk);
	return ctl_value(ctl, "--page") ? setup_page_run(&talk) : converse(&talk);
}
