/* SPDX-License-Identifier: Apache-2.0 */
/* What is read aloud: every page and every choice says something in every language, in clips that
 * a voice pack has. */
#include "kiosk/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "kiosk/listener.h"
#include "ui/kiosk-layout.h"
#include "ui/samples/lookup-samples.h"
#include "ui/voice/spoken-text.h"
#include "ui/voice/voice-words.h"

static struct phrases *phrases;
static struct voice_words words[2]; /* of vi and en */

static int load(void **state)
{
	_cleanup_free_ char *dir = text_printf("%s/ui/strings", TEST_ROOT);

	(void)state;
	if (phrases_load(dir, &phrases) < 0) {
		return -1;
	}
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		struct voice_manifest manifest = {0};

		if (voice_words_manifest(phrases, phrases_language(phrases, i), &manifest) < 0) {
			return -1;
		}
		voice_words_list(phrases, &manifest, &words[i]);
		voice_manifest_done(&manifest);
	}
	return 0;
}

static int unload(void **state)
{
	(void)state;
	voice_words_done(&words[0]);
	voice_words_done(&words[1]);
	phrases_free(phrases);
	return 0;
}

static void make(struct kiosk_view *view, enum kiosk_page page, const char *language)
{
	memset(view, 0, sizeof(*view));
	view->page = page;
	text_copy_cut(view->language, sizeof(view->language), language);
	view->n_languages = 2;
	text_copy_cut(view->languages[0], KIOSK_LANGUAGE_SIZE, "vi");
	text_copy_cut(view->languages[1], KIOSK_LANGUAGE_SIZE, "en");
	text_copy_cut(view->day, sizeof(view->day), "2026-11-23");
	text_copy_cut(view->opens_day, sizeof(view->opens_day), "2026-11-30");
	view->opens_minute = 7 * 60 + 30;
	view->opening = KIOSK_CLOSED_NOW;
	for (int i = 0; i <= KIOSK_PAST_CLOSING; i++) {
		struct kiosk_service *service = &view->services[view->n_services++];

		(void)snprintf(service->id, sizeof(service->id), "%c", 'A' + i);
		(void)snprintf(service->name, sizeof(service->name), "Tên %c", 'A' + i);
		service->opening = (enum kiosk_opening)i;
		service->waiting = 3;
	}
	text_copy_cut(view->groups[0].id, KIOSK_ID_SIZE, "home");
	text_copy_cut(view->groups[0].name, KIOSK_NAME_SIZE, "Nhà đất");
	view->complaints = true;
	for (int i = 0; i <= KIOSK_NOT_HERE; i++) {
		struct kiosk_subject *subject = &view->subjects[view->n_subjects++];

		(void)snprintf(subject->id, sizeof(subject->id), "c%d", i);
		(void)snprintf(subject->name, sizeof(subject->name), "Về việc %d", i);
		subject->opening = (enum kiosk_opening)i;
	}
	text_copy_cut(view->bring, sizeof(view->bring), "Căn cước");
	text_copy_cut(view->advice, sizeof(view->advice), "Xin giữ phiếu này");
	text_copy_cut(view->welcome, sizeof(view->welcome), "Mời bà con chọn việc");
	view->n_reasons = 1;
	text_copy_cut(view->reasons[0].id, KIOSK_ID_SIZE, "elderly");
	text_copy_cut(view->reasons[0].name, KIOSK_NAME_SIZE, "Người cao tuổi");
	text_copy_cut(view->service_id, sizeof(view->service_id), "A");
	text_copy_cut(view->service, sizeof(view->service), "Hộ tịch");
	text_copy_cut(view->number, sizeof(view->number), "A012");
	text_copy_cut(view->lane_key, sizeof(view->lane_key), "lane.priority");
	text_copy_cut(view->lane, sizeof(view->lane), "Ưu tiên");
	view->ahead = 3;
	view->wait_s = 3900;
	view->past_closing = true;
	view->no_slips = view->portal_down = true;
	view->ear = true;
}

/* Whether the clip is a name that the site's own clips say. */
static bool is_name(const char *clip)
{
	return strncmp(clip, "service-", 8) == 0 || strncmp(clip, "reason-", 7) == 0 ||
		strncmp(clip, "group-", 6) == 0 || strncmp(clip, "subject-", 8) == 0 ||
		strncmp(clip, "bring-", 6) == 0 || strncmp(clip, "text-", 5) == 0 ||
		strncmp(clip, "notice-", 7) == 0;
}

/* Every part can be said; it is not all silence. The text is valid until the next call. */
static const char *check_said(const struct reading *reading)
{
	static struct textbuf text;
	int n = 0;

	for (int i = 0; i < reading->n; i++) {
		const struct reading_part *part = &reading->part[i];
		bool vietnamese = strcmp(part->language, "vi") == 0;

		n += part->kind != READING_PAUSE;
		if (part->kind == READING_CLIP && !is_name(part->clip)) {
			const struct voice_word *word =
				voice_words_find(&words[vietnamese ? 0 : 1], part->clip);

			_cleanup_free_ char *said =
				spoken_address(phrases, part->language, part->text);

			if (!word) {
				fail_msg("no pack says %s: '%s'", part->clip, part->text);
			}
			assert_string_equal(word->text, said);
		}
	}
	assert_true(n > 0 && reading->n < READING_MAX);
	textbuf_done(&text);
	reading_text(reading, &text);
	return text.data;
}

static void check_choices(const struct kiosk_view *view)
{
	struct kiosk_size size = kiosk_size_of(1280, 800, 0, 0);
	struct kiosk_layout layout = {0};
	struct listener_choices choices;
	struct reading reading = {0};

	kiosk_layout_make(&layout, phrases, view, &size);
	listener_find_choices(&layout, &choices);
	for (int i = 0; i < choices.n; i++) {
		reading_choice(&reading, phrases, view, choices.target[i], i + 1, choices.n_main);
		(void)check_said(&reading);
		reading_done(&reading);
	}
	kiosk_layout_done(&layout);
}

static void check_page(const struct kiosk_view *view)
{
	struct reading reading = {0};

	reading_page(&reading, phrases, view, 2);
	(void)check_said(&reading);
	reading_done(&reading);
	check_choices(view);
}

/* A voice of one sentence. */
static bool says_back_alone(const struct reading_part *part, void *userdata)
{
	int *asked = userdata;

	++*asked;
	return strcmp(part->clip, "kiosk.back-1") == 0;
}

static void test_what_a_voice_lacks_is_read_in_the_first_language(void **state)
{
	int asked = 0;
	struct reading reading = {.says = says_back_alone, .userdata = &asked};
	struct kiosk_view view;
	bool ticket = false;

	(void)state;
	reading_sentence(&reading, phrases, "en", "speech.welcome");
	assert_string_equal(reading.part[0].language, "vi");
	reading_sentence(&reading, phrases, "en", "kiosk.back");
	assert_string_equal(reading.part[2].language, "en");
	reading_count(&reading, phrases, "en", "speech.volume", 7); /* with its number */
	for (int i = 4; i < reading.n - 1; i++) {
		assert_string_equal(reading.part[i].language, "vi");
	}
	assert_true(asked >= 3);
	(void)check_said(&reading);
	reading_done(&reading);
	/* No other language is named, and no half number is said. */
	reading.says = says_back_alone;
	reading.userdata = &asked;
	make(&view, KIOSK_NUMBER, "en");
	reading_choice(&reading, phrases, &view,
		(struct kiosk_target){.kind = KIOSK_TARGET_LANGUAGE, .index = 1}, 0, 0);
	assert_string_equal(reading.part[0].language, "en");
	reading_page(&reading, phrases, &view, -1);
	for (int i = 0; i < reading.n; i++) {
		if (reading.part[i].kind == READING_TICKET) {
			assert_string_equal(reading.part[i].language, "vi");
			ticket = true;
		}
	}
	assert_true(ticket);
	(void)check_said(&reading);
	reading_done(&reading);
}

static void test_every_page_says_something_in_every_language(void **state)
{
	struct kiosk_view view;

	(void)state;
	for (size_t l = 0; *phrases_language(phrases, l); l++) {
		for (int page = KIOSK_STARTING; page <= KIOSK_CLOSED; page++) {
			make(&view, (enum kiosk_page)page, phrases_language(phrases, l));
			check_page(&view);
			view.buttons_only = true;
			check_page(&view);
			view.opens_today = true;
			view.day[0] = '\0';
			check_page(&view);
		}
		for (int error = 0; error <= KIOSK_ERROR_UNABLE; error++) {
			for (int opening = 0; opening <= KIOSK_PAST_CLOSING; opening++) {
				make(&view, KIOSK_REFUSED, phrases_language(phrases, l));
				view.error = (enum kiosk_error)error;
				view.opening = (enum kiosk_opening)opening;
				check_page(&view);
			}
		}
		/* Every way to say a wait, and every month and day. */
		for (int wait_s = 0; wait_s < 6 * 3600; wait_s += 240) {
			make(&view, KIOSK_TAKE, phrases_language(phrases, l));
			view.wait_s = wait_s;
			check_page(&view);
		}
		for (int day = 0; day < 12; day++) {
			make(&view, KIOSK_CLOSED, phrases_language(phrases, l));
			(void)snprintf(view.opens_day, sizeof(view.opens_day), "2026-%02d-%02d",
				day + 1, day + 1);
			check_page(&view);
		}
	}
}

static void check_page_text(struct kiosk_view *view, int choices, const char *text)
{
	struct reading reading = {0};

	reading_page(&reading, phrases, view, choices);
	assert_string_equal(check_said(&reading), text);
	reading_done(&reading);
}

static void test_what_the_slip_says_is_said(void **state)
{
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_TAKE, "vi");
	check_page_text(&view, 0,
		"Mời ông/bà nhận phiếu và chờ gọi số. Số của ông/bà là A012. Hộ tịch. Ưu tiên. "
		"Còn 3 người chờ trước. khoảng 1 giờ. "
		"Có thể không kịp trong giờ làm việc hôm nay. Xin giữ phiếu này. "
		"Bấm phím chọn để kết thúc.");
	make(&view, KIOSK_NUMBER, "en");
	view.lane[0] = '\0';
	view.past_closing = false;
	view.ahead = 0;
	check_page_text(&view, 1,
		"No slip could be printed. Please remember this number or take a photo. "
		"Your number is A012. Hộ tịch. Nobody is ahead of you. about 1 hour. "
		"Xin giữ phiếu này. There is one choice.");
	make(&view, KIOSK_CLOSED, "vi");
	check_page_text(&view, 0,
		"Trung tâm đang ngoài giờ làm việc. Mời ông/bà quay lại trong giờ làm việc. "
		"Mở cửa lúc 7 giờ 30 phút Thứ Hai ngày 30 tháng Mười Một.");
}

/* Whether a clip is none of the centre's own texts. */
static bool says_no_own_text(const struct reading_part *part, void *userdata)
{
	(void)userdata;
	return strncmp(part->clip, "text-", 5) != 0;
}

/* The centre's own heading is read as it is shown; until it has been spoken, the usual one. */
static void test_own_texts_are_read_when_they_have_been_spoken(void **state)
{
	struct reading reading = {.says = says_no_own_text};
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_SERVICES, "vi");
	view.no_slips = view.portal_down = false;
	check_page_text(&view, -1, "Mời bà con chọn việc.");
	reading_page(&reading, phrases, &view, -1);
	assert_string_equal(check_said(&reading), "Mời ông/bà chọn dịch vụ.");
	reading_done(&reading);
	reading_notice(&reading, phrases, "vi", 11, "Nghỉ lễ ngày 2 tháng 9");
	assert_string_equal(reading.part[0].clip, "notice-11");
	assert_string_equal(check_said(&reading), "Nghỉ lễ ngày 2 tháng 9.");
	reading_done(&reading);
}

static void test_a_choice_says_its_name_and_place(void **state)
{
	struct reading reading = {0};
	struct textbuf text = {0};
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_SERVICES, "vi");
	reading_choice(
		&reading, phrases, &view, (struct kiosk_target){KIOSK_TARGET_SERVICE, 0}, 1, 6);
	assert_string_equal(check_said(&reading), "Tên A. 3 người chờ. lựa chọn 1 trên 6.");
	/* Nobody speaks the name: its place is what is left, and the text says no more. */
	reading.part[0].missing = true;
	reading_text(&reading, &text);
	assert_string_equal(text.data, "3 người chờ. lựa chọn 1 trên 6.");
	textbuf_done(&text);
	reading_done(&reading);
	/* A language names itself in its own voice, and is no choice of this page. */
	reading_choice(
		&reading, phrases, &view, (struct kiosk_target){KIOSK_TARGET_LANGUAGE, 1}, 0, 6);
	assert_string_equal(check_said(&reading), "English.");
	assert_string_equal(reading.part[0].language, "en");
	reading_done(&reading);
	reading_choice(
		&reading, phrases, &view, (struct kiosk_target){KIOSK_TARGET_PRIORITY, 0}, 2, 3);
	assert_string_equal(check_said(&reading), "Ưu tiên. lựa chọn 2 trên 3.");
	reading_done(&reading);
}

/* Reads a page of the look-up and its choices; adds what was said to a text. Returns whether
 * another page of its list or record follows. */
static bool check_lookup_page(
	const struct kiosk_view *view, const struct lookup_view *lookup, struct textbuf *all)
{
	static struct kiosk_layout layout;
	struct kiosk_size size = kiosk_size_of(1280, 800, 0, 0);
	struct listener_choices choices;
	struct reading reading = {0};
	bool more = false;

	kiosk_layout_make_lookup(&layout, phrases, view, lookup, &size);
	listener_find_choices(&layout, &choices);
	reading_lookup_page(&reading, phrases, view, lookup, &layout, choices.n_main);
	textbuf_add(all, check_said(&reading));
	reading_done(&reading);
	for (int i = 0; i < choices.n; i++) {
		more |= choices.target[i].kind == KIOSK_TARGET_TURN && choices.target[i].index > 0;
		reading_lookup_choice(
			&reading, phrases, view, lookup, choices.target[i], i + 1, choices.n_main);
		textbuf_add(all, check_said(&reading));
		reading_done(&reading);
	}
	kiosk_layout_done(&layout);
	return more;
}

static void test_every_page_of_the_look_up_is_read(void **state)
{
	static struct kiosk_view view;
	static struct lookup_view lookup;

	(void)state;
	for (size_t l = 0; *phrases_language(phrases, l); l++) {
		for (size_t i = 0; i < lookup_samples_n; i++) {
			_cleanup_(textbuf_done) struct textbuf all = {0};
			bool more = true;
			int page = 0;

			make(&view, KIOSK_SERVICES, phrases_language(phrases, l));
			lookup_samples[i].make(&lookup, &page);
			for (view.list_page = 0; more; view.list_page++) {
				more = check_lookup_page(&view, &lookup, &all);
			}
			/* What stands on the page is read: all entries, all of a record. */
			for (int n = 0; n < lookup.n_entries && lookup.page != LOOKUP_TYPING; n++) {
				assert_non_null(strstr(all.data, lookup.entries[n].name));
			}
			for (int n = 1; n < lookup.n_paragraphs && lookup.page != LOOKUP_WAYS;
				n++) {
				assert_non_null(strstr(all.data, lookup.paragraphs[n].text));
			}
		}
	}
}

static bool says_no_data(const struct reading_part *part, void *userdata)
{
	(void)userdata;
	return part->kind != READING_TEXT;
}

static void check_typed(const char *language, const char *typed, int suggested, const char *text)
{
	static struct lookup_view lookup;
	struct reading reading = {0};
	struct kiosk_view view;

	make(&view, KIOSK_SERVICES, language);
	memset(&lookup, 0, sizeof(lookup));
	lookup.page = LOOKUP_TYPING;
	text_copy_cut(lookup.typed, sizeof(lookup.typed), typed);
	reading_typed(&reading, phrases, &view, &lookup, suggested);
	assert_string_equal(check_said(&reading), text);
	reading_done(&reading);
}

static void test_what_was_typed_is_spelled(void **state)
{
	(void)state;
	check_typed("vi", "", 0, "Chưa gõ chữ nào.");
	check_typed("vi", "ĐẤT 12", 2,
		"Đã gõ đê a mũ sắc tê cách 1 2. Có 2 thủ tục gợi ý ở đầu trang.");
	check_typed("vi", "DI/O.-", 1,
		"Đã gõ dê i ngắn gạch chéo o dấu chấm gạch ngang. "
		"Có một thủ tục gợi ý ở đầu trang.");
	check_typed("en", "QĐỨC", 0, "Typed so far Q D with a stroke U horn acute C.");
}

/* Without an engine entries are told by their place, and a record not at all. */
static void test_what_nobody_says_of_the_look_up_is_told(void **state)
{
	static struct lookup_view lookup;
	static struct kiosk_layout layout;
	struct kiosk_size size = kiosk_size_of(1280, 800, 0, 0);
	struct reading reading = {.says = says_no_data};
	struct kiosk_view view;
	int page = 0;

	(void)state;
	make(&view, KIOSK_SERVICES, "vi");
	for (size_t i = 0; i < lookup_samples_n; i++) {
		if (strcmp(lookup_samples[i].name, "lookup-procedure") == 0) {
			lookup_samples[i].make(&lookup, &page);
		}
	}
	kiosk_layout_make_lookup(&layout, phrases, &view, &lookup, &size);
	reading_lookup_page(&reading, phrases, &view, &lookup, &layout, 4);
	assert_string_equal(check_said(&reading),
		"Giấy tờ, lệ phí, các bước. Máy chưa đọc được phần này. "
		"Mời ông bà nhờ người hướng dẫn giúp. Có 4 lựa chọn.");
	reading_done(&reading);
	kiosk_layout_done(&layout);
	reading.says = says_no_data;
	text_copy_cut(lookup.entries[0].name, LOOKUP_NAME_SIZE, "Đất đai");
	reading_lookup_choice(&reading, phrases, &view, &lookup,
		(struct kiosk_target){KIOSK_TARGET_ENTRY, 0}, 2, 7);
	reading.part[0].missing = true;
	assert_string_equal(check_said(&reading), "lựa chọn 2 trên 7.");
	reading_done(&reading);
}

static void assert_text(
	const struct reading *reading, int at, const char *language, const char *text)
{
	assert_true(at < reading->n);
	assert_int_equal(reading->part[at].kind, READING_TEXT);
	assert_string_equal(reading->part[at].language, language);
	assert_string_equal(reading->part[at].text, text);
}

/* Who listens in another language hears the page's words in it, and the catalogue's in its own. */
static void test_each_word_of_a_record_has_its_own_voice(void **state)
{
	static struct lookup_view lookup;
	static struct kiosk_layout layout;
	struct kiosk_size size = kiosk_size_of(1280, 800, 0, 0);
	struct reading reading = {0};
	struct kiosk_view view;
	const int title = 2; /* parts of the page's title: a clip and a pause */

	(void)state;
	make(&view, KIOSK_SERVICES, "en");
	memset(&lookup, 0, sizeof(lookup));
	lookup.page = LOOKUP_PROCEDURE;
	lookup.paragraphs[0] = (struct lookup_paragraph){true, "Khai sinh", 0, 9};
	lookup.paragraphs[1] = (struct lookup_paragraph){false, "• Tờ khai: 1 original", 4, 13};
	lookup.n_paragraphs = 2;
	kiosk_layout_make_lookup(&layout, phrases, &view, &lookup, &size);
	reading_lookup_page(&reading, phrases, &view, &lookup, &layout, 0);
	assert_text(&reading, title, "vi", "Khai sinh");
	assert_text(&reading, title + 2, "vi", "Tờ khai");
	assert_text(&reading, title + 3, "en", "1 original");
	reading_done(&reading);
	kiosk_layout_done(&layout);
	memset(&lookup, 0, sizeof(lookup));
	lookup.page = LOOKUP_EVENTS;
	text_copy_cut(lookup.entries[0].name, LOOKUP_NAME_SIZE, "Birth");
	text_copy_cut(lookup.entries[0].language, KIOSK_LANGUAGE_SIZE, "en");
	reading_lookup_choice(&reading, phrases, &view, &lookup,
		(struct kiosk_target){KIOSK_TARGET_ENTRY, 0}, 1, 1);
	assert_text(&reading, 0, "en", "Birth");
	reading_done(&reading);
}

/* By its name, or its place; and that nobody takes it now, as a service says so. */
static void test_what_a_complaint_is_about_is_said(void **state)
{
	struct reading reading = {0};
	struct kiosk_view view;

	(void)state;
	make(&view, KIOSK_COMPLAINTS, "vi");
	check_page_text(&view, 7, "Phản ánh, kiến nghị về việc gì? Có 7 lựa chọn.");
	reading_choice(
		&reading, phrases, &view, (struct kiosk_target){KIOSK_TARGET_SUBJECT, 0}, 1, 7);
	assert_string_equal(reading.part[0].clip, "subject-c0");
	assert_string_equal(check_said(&reading), "Về việc 0. lựa chọn 1 trên 7.");
	reading_done(&reading);
	reading_choice(
		&reading, phrases, &view, (struct kiosk_target){KIOSK_TARGET_SUBJECT, 1}, 2, 7);
	assert_string_equal(check_said(&reading), "Về việc 1. Ngoài giờ nhận. lựa chọn 2 trên 7.");
	reading_done(&reading);
	make(&view, KIOSK_SERVICES, "en");
	reading_choice(
		&reading, phrases, &view, (struct kiosk_target){KIOSK_TARGET_COMPLAINTS, 0}, 7, 7);
	assert_string_equal(check_said(&reading), "Complaints and suggestions. choice 7 of 7.");
	reading_done(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_voice_lacks_is_read_in_the_first_language),
		cmocka_unit_test(test_every_page_says_something_in_every_language),
		cmocka_unit_test(test_what_the_slip_says_is_said),
		cmocka_unit_test(test_own_texts_are_read_when_they_have_been_spoken),
		cmocka_unit_test(test_a_choice_says_its_name_and_place),
		cmocka_unit_test(test_every_page_of_the_look_up_is_read),
		cmocka_unit_test(test_what_was_typed_is_spelled),
		cmocka_unit_test(test_what_nobody_says_of_the_look_up_is_told),
		cmocka_unit_test(test_each_word_of_a_record_has_its_own_voice),
		cmocka_unit_test(test_what_a_complaint_is_about_is_said),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
