/* SPDX-License-Identifier: Apache-2.0 */
/* What a hall can have to show, for the tests of its screen. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/hall-view.h"

static inline void hall_views_name(struct hall_name *name, const char *first, const char *second)
{
	text_copy_cut(name->first, sizeof(name->first), first);
	text_copy_cut(name->second, sizeof(name->second), second);
}

static inline void hall_views_add_service(
	struct hall_view *view, const char *first, const char *second, int waiting, bool taking)
{
	struct hall_service *service = &view->waiting.service[view->waiting.n++];

	hall_views_name(&service->name, first, second);
	service->waiting = waiting;
	service->taking = taking;
}

static inline void hall_views_add_call(
	struct hall_view *view, const char *number, int counter, int times, bool waited_for)
{
	struct hall_call *call = &view->list.call[view->list.n++];

	text_copy_cut(call->number, sizeof(call->number), number);
	call->counter = counter;
	call->times = times;
	call->waited_for = waited_for;
}

static inline void hall_views_start(struct hall_view *view)
{
	memset(view, 0, sizeof(*view));
	text_copy_cut(view->language, sizeof(view->language), "vi");
	text_copy_cut(view->second, sizeof(view->second), "en");
	view->list.announced = -1;
}

/* The centre, its services and the clock, before anybody came. */
static inline void hall_views_empty(struct hall_view *view)
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

	hall_views_start(view);
	hall_views_name(&view->head.centre, "Trung tâm Phục vụ hành chính công xã",
		"Commune public administrative service centre");
	text_copy_cut(view->clock.day, sizeof(view->clock.day), "2026-11-23");
	view->clock.minute = 8 * 60 + 1;
	view->main.kind = HALL_WELCOME;
	view->main.take = true;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		hall_views_add_service(view, names[i][0], names[i][1], 0, true);
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
static inline void hall_views_normal(struct hall_view *view)
{
	static const int waiting[] = {3, 12, 0, 1, 4, 0, 2};

	hall_views_empty(view);
	view->clock.minute = 9 * 60 + 42;
	hall_views_add_call(view, "A012", 3, 1, true);
	hall_views_add_call(view, "E003", 2, 2, true);
	hall_views_add_call(view, "B007", 1, 1, false);
	hall_views_add_call(view, "C004", 12, 1, false);
	for (int i = 0; i < view->waiting.n; i++) {
		view->waiting.service[i].waiting = waiting[i];
	}
	view->waiting.service[2].taking = false;
	view->main.kind = HALL_CALL;
	view->main.call = view->list.call[0];
	hall_views_name(&view->main.service, "Hộ tịch", "Civil status");
}

/* The call of this moment. */
static inline void hall_views_fresh(struct hall_view *view)
{
	hall_views_normal(view);
	view->main.fresh = true;
	view->main.frame = true;
	view->list.announced = 0;
}

static inline void hall_views_recall(struct hall_view *view)
{
	hall_views_normal(view);
	view->main.fresh = true;
	view->main.call = view->list.call[1];
	view->list.announced = 1;
	hall_views_name(
		&view->main.service, "Đăng ký hộ kinh doanh", "Business household registration");
}

/* Everything as long and as much as the limits allow. */
static inline void hall_views_busy(struct hall_view *view)
{
	static const char *const vi =
		"Lĩnh vực tài nguyên và môi trường, đăng ký quyền sử dụng đất và tài sản gắn liền "
		"với đất";
	static const char *const en =
		"Natural resources and environment, registration of land use rights and assets";

	hall_views_start(view);
	hall_views_name(&view->head.centre,
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
		hall_views_add_call(view, number, 99 - i, 1 + i % 3, i < 3);
	}
	for (int i = 0; i < HALL_SERVICES_MAX; i++) {
		hall_views_add_service(view, vi, en, i % 4 == 3 ? 0 : 88 * i, i % 5 != 4);
	}
	view->main.kind = HALL_CALL;
	view->main.fresh = true;
	view->main.call = view->list.call[2];
	view->list.announced = 2;
	hall_views_name(&view->main.service, vi, en);
	for (int i = 0; i < 4; i++) {
		(void)strncat(view->notice.text.first,
			"Xin quý vị chuẩn bị sẵn giấy tờ tùy thân, hồ sơ gốc và bản sao. ",
			sizeof(view->notice.text.first) - strlen(view->notice.text.first) - 1);
		(void)strncat(view->notice.text.second,
			"Please have your papers and copies at hand. ",
			sizeof(view->notice.text.second) - strlen(view->notice.text.second) - 1);
	}
	view->notice.n = 20;
	view->notice.index = 7;
}

static inline void hall_views_closed(struct hall_view *view)
{
	hall_views_empty(view);
	view->clock.minute = 18 * 60 + 5;
	view->main.kind = HALL_CLOSED;
	text_copy_cut(view->main.opens_day, sizeof(view->main.opens_day), "2026-11-24");
	view->main.opens_minute = 7 * 60 + 30;
	for (int i = 0; i < view->waiting.n; i++) {
		view->waiting.service[i].taking = false;
	}
}

static inline void hall_views_away(struct hall_view *view)
{
	hall_views_normal(view);
	view->list.n = 2; /* early in the morning: empty rows */
	view->notice.away = true;
}

/* Who had been called has been served: nobody is waited for. */
static inline void hall_views_served(struct hall_view *view)
{
	hall_views_normal(view);
	memmove(view->list.call, view->list.call + 2, 2 * sizeof(view->list.call[0]));
	memset(view->list.call + 2, 0, 2 * sizeof(view->list.call[0]));
	view->list.n = 2;
	view->main.call = view->list.call[0];
}

/* Over counter 3: called, served, ready, at rest. */
static inline void hall_views_counter(struct hall_view *view)
{
	hall_views_fresh(view);
	memset(&view->list, 0, sizeof(view->list));
	memset(&view->waiting, 0, sizeof(view->waiting));
	view->list.announced = -1;
	view->main.counter = 3;
}

static inline void hall_views_counter_served(struct hall_view *view)
{
	hall_views_counter(view);
	view->main.fresh = false;
	view->main.frame = false;
	view->main.call.waited_for = false;
}

static inline void hall_views_counter_ready(struct hall_view *view)
{
	hall_views_counter(view);
	memset(&view->main, 0, sizeof(view->main));
	view->main.kind = HALL_COUNTER;
	view->main.counter = 3;
	view->main.counter_open = true;
}

static inline void hall_views_counter_rests(struct hall_view *view)
{
	hall_views_counter_ready(view);
	view->main.counter_open = false;
}

/* The hub does not know the time: the same morning without a clock. */
static inline void hall_views_timeless(struct hall_view *view)
{
	hall_views_normal(view);
	memset(&view->clock, 0, sizeof(view->clock));
}

/* Somebody has closed the day, and nobody knows the time. */
static inline void hall_views_stopped(struct hall_view *view)
{
	hall_views_closed(view);
	memset(&view->clock, 0, sizeof(view->clock));
	memset(view->main.opens_day, 0, sizeof(view->main.opens_day));
	view->main.opens_minute = 0;
	view->main.stopped = true;
}

/* The hub is away before anybody was called. */
static inline void hall_views_alone(struct hall_view *view)
{
	hall_views_empty(view);
	view->main.take = false;
	view->list.unsure = true;
	view->notice.away = true;
}

static inline void hall_views_unable(struct hall_view *view)
{
	hall_views_normal(view);
	view->notice.unable = true;
	for (int i = 0; i < view->waiting.n; i++) {
		view->waiting.service[i].taking = false;
	}
}

static inline void hall_views_unable_welcome(struct hall_view *view)
{
	hall_views_empty(view);
	view->main.take = false;
	view->notice.unable = true;
}

static inline void hall_views_unreached(struct hall_view *view)
{
	hall_views_start(view);
	view->main.unreached = true;
	view->notice.away = true;
}

static const struct {
	const char *name;
	void (*make)(struct hall_view *view);
} hall_views[] = {
	{"starting", hall_views_start},
	{"empty", hall_views_empty},
	{"normal", hall_views_normal},
	{"fresh", hall_views_fresh},
	{"recall", hall_views_recall},
	{"busy", hall_views_busy},
	{"closed", hall_views_closed},
	{"served", hall_views_served},
	{"counter", hall_views_counter},
	{"counter-served", hall_views_counter_served},
	{"counter-ready", hall_views_counter_ready},
	{"counter-rests", hall_views_counter_rests},
	{"away", hall_views_away},
	{"timeless", hall_views_timeless},
	{"stopped", hall_views_stopped},
	{"alone", hall_views_alone},
	{"unable", hall_views_unable},
	{"unable-welcome", hall_views_unable_welcome},
	{"unreached", hall_views_unreached},
};
