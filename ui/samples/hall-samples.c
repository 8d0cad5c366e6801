/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/samples/hall-samples.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static void set_name(struct hall_name *name, const char *first, const char *second)
{
	text_copy_cut(name->first, sizeof(name->first), first);
	text_copy_cut(name->second, sizeof(name->second), second);
}

static void add_service(
	struct hall_view *view, const char *first, const char *second, int waiting, bool taking)
{
	struct hall_service *service = &view->waiting.service[view->waiting.n++];

	set_name(&service->name, first, second);
	service->waiting = waiting;
	service->taking = taking;
}

static void add_call(
	struct hall_view *view, const char *number, int counter, int times, bool waited_for)
{
	struct hall_call *call = &view->list.call[view->list.n++];

	text_copy_cut(call->number, sizeof(call->number), number);
	call->counter = counter;
	call->times = times;
	call->waited_for = waited_for;
}

static void make_start(struct hall_view *view)
{
	memset(view, 0, sizeof(*view));
	text_copy_cut(view->language, sizeof(view->language), "vi");
	text_copy_cut(view->second, sizeof(view->second), "en");
	view->list.announced = -1;
}

/* The centre, its services and the clock, before anybody came. */
static void make_empty(struct hall_view *view)
{
	static const char *const names[][2] = {
		{"Hộ tịch", "Civil status"},
		{"Chứng thực", "Certification"},
		{"Đất đai", "Land"},
		{"Lao động, người có công và xã hội", "Labour and social affairs"},
		{"Đăng ký hộ kinh doanh", "Business household registration"},
		{"Hỗ trợ nộp hồ sơ trực tuyến", "Help with online filing"},
		{"Phản ánh, kiến nghị", "Complaints and suggestions"},
	};

	make_start(view);
	set_name(&view->head.centre, "Trung tâm Phục vụ hành chính công xã",
		"Commune public administrative service centre");
	text_copy_cut(view->clock.day, sizeof(view->clock.day), "2026-11-23");
	view->clock.minute = 8 * 60 + 1;
	view->main.kind = HALL_WELCOME;
	view->main.take = true;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		add_service(view, names[i][0], names[i][1], 0, true);
	}
	text_copy_cut(view->notice.text.first, sizeof(view->notice.text.first),
		"Nộp hồ sơ trực tuyến tại nhà: nhiều thủ tục được miễn lệ phí. Xin hỏi cán bộ "
		"hướng "
		"dẫn.");
	text_copy_cut(view->notice.text.second, sizeof(view->notice.text.second),
		"Many procedures are free of charge when filed online. Please ask our staff.");
	view->notice.n = 3;
}

/* A morning: the newest call some time ago. */
static void make_normal(struct hall_view *view)
{
	static const int waiting[] = {3, 12, 0, 1, 4, 0, 2};

	make_empty(view);
	view->clock.minute = 9 * 60 + 42;
	add_call(view, "A012", 3, 1, true);
	add_call(view, "E003", 2, 2, true);
	add_call(view, "B007", 1, 1, false);
	add_call(view, "C004", 12, 1, false);
	for (int i = 0; i < view->waiting.n; i++) {
		view->waiting.service[i].waiting = waiting[i];
	}
	view->waiting.service[2].taking = false;
	view->main.kind = HALL_CALL;
	view->main.call = view->list.call[0];
	set_name(&view->main.service, "Hộ tịch", "Civil status");
}

/* The call of this moment. */
static void make_fresh(struct hall_view *view)
{
	make_normal(view);
	view->main.fresh = true;
	view->main.frame = true;
	view->list.announced = 0;
}

static void make_recall(struct hall_view *view)
{
	make_normal(view);
	view->main.fresh = true;
	view->main.call = view->list.call[1];
	view->list.announced = 1;
	set_name(&view->main.service, "Đăng ký hộ kinh doanh", "Business household registration");
}

/* Everything as long and as much as the limits allow. */
static void make_busy(struct hall_view *view)
{
	static const char *const vi =
		"Lĩnh vực tài nguyên và môi trường, đăng ký quyền sử dụng đất và tài sản gắn liền "
		"với đất";
	static const char *const en =
		"Natural resources and environment, registration of land use rights and assets";

	make_start(view);
	set_name(&view->head.centre,
		"Trung tâm Phục vụ hành chính công liên xã vùng cao và các bản lân cận, điểm tiếp "
		"nhận số hai",
		"Public administrative service centre of the upland communes, second reception "
		"point");
	text_copy_cut(view->clock.day, sizeof(view->clock.day), "2026-12-30");
	view->clock.minute = 23 * 60 + 58;
	view->list.more = 20;
	view->list.page = 1;
	view->list.pages = 5;
	for (int i = 0; i < 12; i++) {
		char number[HALL_NUMBER_SIZE];

		(void)snprintf(number, sizeof(number), "%s%04d", i % 2 ? "WMW" : "A", 9988 + i);
		add_call(view, number, 99 - i, 1 + i % 3, i < 3);
	}
	for (int i = 0; i < HALL_SERVICES_MAX; i++) {
		add_service(view, vi, en, i % 4 == 3 ? 0 : 88 * i, i % 5 != 4);
	}
	view->main.kind = HALL_CALL;
	view->main.fresh = true;
	view->main.call = view->list.call[2];
	view->list.announced = 2;
	set_name(&view->main.service, vi, en);
	for (int i = 0; i < 4; i++) {
		(void)strncat(view->notice.text.first,
			"Xin ông/bà chuẩn bị sẵn giấy tờ tùy thân, hồ sơ gốc và bản sao. ",
			sizeof(view->notice.text.first) - strlen(view->notice.text.first) - 1);
		(void)strncat(view->notice.text.second,
			"Please have your papers and copies at hand. ",
			sizeof(view->notice.text.second) - strlen(view->notice.text.second) - 1);
	}
	view->notice.n = 20;
	view->notice.index = 7;
}

static void make_closed(struct hall_view *view)
{
	make_empty(view);
	view->clock.minute = 18 * 60 + 5;
	view->main.kind = HALL_CLOSED;
	text_copy_cut(view->main.opens_day, sizeof(view->main.opens_day), "2026-11-24");
	view->main.opens_minute = 7 * 60 + 30;
	for (int i = 0; i < view->waiting.n; i++) {
		view->waiting.service[i].taking = false;
	}
}

static void make_away(struct hall_view *view)
{
	make_normal(view);
	view->list.n = 2; /* early in the morning: empty rows */
	view->notice.away = true;
}

/* Who had been called has been served: nobody is waited for. */
static void make_served(struct hall_view *view)
{
	make_normal(view);
	memmove(view->list.call, view->list.call + 2, 2 * sizeof(view->list.call[0]));
	memset(view->list.call + 2, 0, 2 * sizeof(view->list.call[0]));
	view->list.n = 2;
	view->main.call = view->list.call[0];
}

/* Over counter 3: called, served, ready, at rest. */
static void make_counter(struct hall_view *view)
{
	make_fresh(view);
	memset(&view->list, 0, sizeof(view->list));
	memset(&view->waiting, 0, sizeof(view->waiting));
	view->list.announced = -1;
	view->main.counter = 3;
}

static void make_counter_served(struct hall_view *view)
{
	make_counter(view);
	view->main.fresh = false;
	view->main.frame = false;
	view->main.call.waited_for = false;
}

static void make_counter_ready(struct hall_view *view)
{
	make_counter(view);
	memset(&view->main, 0, sizeof(view->main));
	view->main.kind = HALL_COUNTER;
	view->main.counter = 3;
	view->main.counter_open = true;
}

static void make_counter_rests(struct hall_view *view)
{
	make_counter_ready(view);
	view->main.counter_open = false;
}

/* The hub does not know the time: the same morning without a clock. */
static void make_timeless(struct hall_view *view)
{
	make_normal(view);
	memset(&view->clock, 0, sizeof(view->clock));
}

/* Somebody has closed the day, and nobody knows the time. */
static void make_stopped(struct hall_view *view)
{
	make_closed(view);
	memset(&view->clock, 0, sizeof(view->clock));
	memset(view->main.opens_day, 0, sizeof(view->main.opens_day));
	view->main.opens_minute = 0;
	view->main.stopped = true;
}

/* The hub is away before anybody was called. */
static void make_alone(struct hall_view *view)
{
	make_empty(view);
	view->main.take = false;
	view->list.unsure = true;
	view->notice.away = true;
}

static void make_unable(struct hall_view *view)
{
	make_normal(view);
	view->notice.unable = true;
	for (int i = 0; i < view->waiting.n; i++) {
		view->waiting.service[i].taking = false;
	}
}

static void make_unable_welcome(struct hall_view *view)
{
	make_empty(view);
	view->main.take = false;
	view->notice.unable = true;
}

static void make_unreached(struct hall_view *view)
{
	make_start(view);
	view->main.unreached = true;
	view->notice.away = true;
}

/* A page of the media area, in two languages. */
static void make_page(struct hall_view *view)
{
	make_normal(view);
	memset(&view->main, 0, sizeof(view->main));
	view->main.kind = HALL_PAGE;
	text_copy_cut(view->main.title.first, sizeof(view->main.title.first),
		"Cấp thẻ căn cước lưu động tại thôn");
	text_copy_cut(view->main.title.second, sizeof(view->main.title.second),
		"Identity cards are made in the villages");
	text_copy_cut(view->main.text.first, sizeof(view->main.text.first),
		"Thứ Ba 24/11: nhà văn hóa thôn Đoài\nThứ Tư 25/11: nhà văn hóa thôn Thượng\n"
		"Mang theo giấy khai sinh và thẻ cũ");
	text_copy_cut(view->main.text.second, sizeof(view->main.text.second),
		"Tuesday 24/11: Doai village hall\nWednesday 25/11: Thuong village hall\n"
		"Bring your birth certificate and the old card");
}

static void make_page_picture(struct hall_view *view)
{
	make_page(view);
	memset(&view->main.text, 0, sizeof(view->main.text));
	text_copy_cut(view->main.picture, sizeof(view->main.picture), "picture");
}

static void set_cell(struct hall_cell *cell, const char *first, const char *second)
{
	text_copy_cut(cell->first, sizeof(cell->first), first);
	text_copy_cut(cell->second, sizeof(cell->second), second);
}

/* A page with a table, as long as such a timetable is. */
static void make_page_table(struct hall_view *view)
{
	static const char *const cells[][3][2] = {
		{{"Ngày", "Day"}, {"Nơi làm thủ tục", "Where"}, {"Cần mang theo", "Please bring"}},
		{{"Thứ Ba 24/11", "Tuesday 24/11"}, {"Nhà văn hóa thôn Đoài", "Doai village hall"},
			{"Giấy khai sinh, thẻ cũ", "Birth certificate, old card"}},
		{{"Thứ Tư 25/11", "Wednesday 25/11"},
			{"Nhà văn hóa thôn Thượng", "Thuong village hall"}, {"Thẻ cũ", "Old card"}},
		{{"Thứ Bảy 28/11", "Saturday 28/11"},
			{"Trường Tiểu học số 2, khu nhà đa năng",
				"Primary school no. 2, multi-purpose building"},
			{"Giấy khai sinh", "Birth certificate"}},
	};
	struct hall_table *table = &view->main.table;

	make_page(view);
	memset(&view->main.text, 0, sizeof(view->main.text));
	*table = (struct hall_table){
		.columns = 3, .rows = 3, .share = {300, 380, 320}, .part = 1, .parts = 3};
	for (int column = 0; column < 3; column++) {
		for (int row = 0; row <= 3; row++) {
			set_cell(row == 0 ? &table->heading[column] : &table->cell[row - 1][column],
				cells[row][column][0], cells[row][column][1]);
		}
	}
}

/* How to look up one's case: the address is this sample's own. */
static void make_page_link(struct hall_view *view)
{
	make_page(view);
	text_copy_cut(view->main.title.first, sizeof(view->main.title.first), "Tra cứu hồ sơ");
	text_copy_cut(
		view->main.title.second, sizeof(view->main.title.second), "Look up your case");
	text_copy_cut(view->main.text.first, sizeof(view->main.text.first),
		"Quét mã, nhập mã hồ sơ in trên giấy tiếp nhận để biết hồ sơ đã xong chưa");
	text_copy_cut(view->main.text.second, sizeof(view->main.text.second),
		"Scan the code and enter the number on your receipt to see whether it is ready");
	text_copy_cut(view->main.link, sizeof(view->main.link),
		"https://portal.example/look-up?from=hall");
}

/* Notice boards: what a hall shows less its calls. */
static void make_board(struct hall_view *view)
{
	struct hall_main main;

	main = view->main;
	make_start(view);
	view->board = true;
	set_name(&view->head.centre, "Trung tâm Phục vụ hành chính công xã",
		"Commune public administrative service centre");
	text_copy_cut(view->clock.day, sizeof(view->clock.day), "2026-11-23");
	view->clock.minute = 9 * 60 + 42;
	view->main = main;
}

static void make_board_page(struct hall_view *view)
{
	make_page(view);
	make_board(view);
}

static void make_board_table(struct hall_view *view)
{
	make_page_table(view);
	make_board(view);
}

static void make_board_picture(struct hall_view *view)
{
	make_page_picture(view);
	make_board(view);
}

static void make_board_link(struct hall_view *view)
{
	make_page_link(view);
	make_board(view);
}

/* No page for it now. */
static void make_board_empty(struct hall_view *view)
{
	make_empty(view);
	view->main.take = false;
	make_board(view);
}

static void make_board_away(struct hall_view *view)
{
	make_board_table(view);
	view->notice.away = true;
}

/* Nothing is known yet: the least that a board can say. */
static void make_board_starting(struct hall_view *view)
{
	make_start(view);
	view->board = true;
}

/* After a power cut, on a board without a real-time clock. */
static void make_board_undated(struct hall_view *view)
{
	make_board_empty(view);
	memset(&view->clock, 0, sizeof(view->clock));
	view->notice.undated = true;
}

const struct hall_sample hall_samples[] = {
	{"starting", make_start},
	{"empty", make_empty},
	{"normal", make_normal},
	{"fresh", make_fresh},
	{"recall", make_recall},
	{"busy", make_busy},
	{"closed", make_closed},
	{"served", make_served},
	{"counter", make_counter},
	{"counter-served", make_counter_served},
	{"counter-ready", make_counter_ready},
	{"counter-rests", make_counter_rests},
	{"away", make_away},
	{"timeless", make_timeless},
	{"stopped", make_stopped},
	{"alone", make_alone},
	{"unable", make_unable},
	{"unable-welcome", make_unable_welcome},
	{"unreached", make_unreached},
	{"page", make_page},
	{"page-picture", make_page_picture},
	{"page-table", make_page_table},
	{"page-link", make_page_link},
	{"board-page", make_board_page},
	{"board-table", make_board_table},
	{"board-picture", make_board_picture},
	{"board-link", make_board_link},
	{"board-empty", make_board_empty},
	{"board-away", make_board_away},
	{"board-starting", make_board_starting},
	{"board-undated", make_board_undated},
};

const size_t hall_samples_n = ELEMENTS(hall_samples);

const struct hall_sample *hall_sample_find(const char *name)
{
	for (size_t i = 0; i < hall_samples_n; i++) {
		if (strcmp(hall_samples[i].name, name) == 0) {
			return &hall_samples[i];
		}
	}
	return NULL;
}

/* The first and the second text of a pair change places; without a second one nothing does. */
static void swap_texts(char *first, char *second, size_t size)
{
	_cleanup_free_ char *was = text_dup(first);

	if (*second) {
		text_copy_cut(first, size, second);
		text_copy_cut(second, size, was);
	}
}

static void swap_name(struct hall_name *name)
{
	swap_texts(name->first, name->second, sizeof(name->first));
}

static void swap_cell(struct hall_cell *cell)
{
	swap_texts(cell->first, cell->second, sizeof(cell->first));
}

void hall_sample_turn(struct hall_view *view)
{
	swap_texts(view->language, view->second, sizeof(view->language));
	swap_name(&view->head.centre);
	swap_name(&view->main.service);
	swap_texts(view->main.welcome.first, view->main.welcome.second,
		sizeof(view->main.welcome.first));
	swap_texts(view->main.title.first, view->main.title.second, sizeof(view->main.title.first));
	swap_texts(view->main.text.first, view->main.text.second, sizeof(view->main.text.first));
	swap_name(&view->main.link_words);
	for (int i = 0; i < HALL_COLUMNS_MAX; i++) {
		swap_cell(&view->main.table.heading[i]);
		for (int j = 0; j < HALL_ROWS_MAX; j++) {
			swap_cell(&view->main.table.cell[j][i]);
		}
	}
	for (int i = 0; i < view->waiting.n; i++) {
		swap_name(&view->waiting.service[i].name);
	}
	swap_texts(
		view->notice.text.first, view->notice.text.second, sizeof(view->notice.text.first));
}

cairo_surface_t *hall_sample_picture(void)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 960, 540);
	cairo_t *cr = cairo_create(surface);

	cairo_set_source_rgb(cr, 0.55, 0.8, 0.95);
	cairo_paint(cr);
	cairo_set_source_rgb(cr, 0.98, 0.8, 0.25);
	cairo_arc(cr, 700, 150, 80, 0, 7);
	cairo_fill(cr);
	cairo_set_source_rgb(cr, 0.25, 0.55, 0.25);
	cairo_rectangle(cr, 0, 330, 960, 210);
	cairo_fill(cr);
	cairo_destroy(cr);
	return surface;
}
