/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/samples/kiosk-samples.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

struct words {
	const char *vi, *en;
};

static const struct words centre = {
	"Trung tâm Phục vụ hành chính công cấp xã", "Commune public administrative service centre"};

static const struct service {
	const char *series;
	struct words name;
	int waiting;
	const char *pictogram;
	int group;
} services[] = {
	{"A", {"Hộ tịch", "Civil status"}, 4, "civil", 0},
	{"B", {"Chứng thực", "Certification"}, 0, "copy", 0},
	{"C", {"Đất đai", "Land"}, 12, "land", 1},
	{"D", {"Lao động – người có công – xã hội", "Labour and social affairs"}, 2, "benefit", 2},
	{"E", {"Đăng ký hộ kinh doanh", "Business household registration"}, 0, "business", 1},
	{"G", {"Hỗ trợ nộp hồ sơ trực tuyến", "Help with online filing"}, 1, "online", 0},
	{"H", {"Tiếp nhận phản ánh, kiến nghị", "Complaints and suggestions"}, 0, "complaint", -1},
};

static const struct {
	struct words name;
	const char *pictogram;
} reasons[] = {
	{{"Người cao tuổi", "Elderly people"}, "elderly"},
	{{"Người khuyết tật", "People with disabilities"}, "wheelchair"},
	{{"Phụ nữ mang thai", "Pregnant women"}, "pregnant"},
	{{"Người đi cùng trẻ nhỏ", "People with small children"}, "child"},
	{{"Người có công với cách mạng", "People of merit to the revolution"}, "merit"},
};

static const struct {
	struct words name;
	const char *pictogram;
} groups[] = {
	{{"Hộ tịch, chứng thực, trực tuyến", "Civil status, copies, online"}, "people"},
	{{"Đất đai, kinh doanh", "Land and business"}, "land"},
	{{"Lao động, xã hội", "Labour and society"}, "benefit"},
};

static const struct words subjects[] = {
	{"Thái độ, cách phục vụ", "How people were served"},
	{"Thời hạn giải quyết hồ sơ", "Time that a file takes"},
	{"Phí, lệ phí", "Fees and charges"},
	{"Thủ tục, giấy tờ phải nộp", "Procedures and papers to hand in"},
	{"Việc khác", "Something else"},
};

static const struct words official = {"Phản ánh, kiến nghị trên Cổng Dịch vụ công quốc gia",
	"Complaints and suggestions on the National Public Service Portal"};

static const struct words bring = {"Căn cước hoặc hộ chiếu\nGiấy chứng nhận quyền sử dụng đất",
	"Identity card or passport\nCertificate of land use rights"};

enum { CHOSEN = 2 }; /* of the services */

static void add_service(
	struct kiosk_view *view, const struct service *from, const char *series, int waiting)
{
	struct kiosk_service *service = &view->services[view->n_services++];

	text_copy_cut(service->id, sizeof(service->id), series);
	text_copy_cut(service->series, sizeof(service->series), series);
	text_copy_cut(service->name, sizeof(service->name), from->name.vi);
	text_copy_cut(service->pictogram, sizeof(service->pictogram), from->pictogram);
	service->waiting = waiting;
}

void kiosk_sample_page(struct kiosk_view *view, enum kiosk_page page)
{
	memset(view, 0, sizeof(*view));
	view->page = page;
	text_copy_cut(view->language, sizeof(view->language), "vi");
	text_copy_cut(view->languages[0], sizeof(view->languages[0]), "vi");
	text_copy_cut(view->languages[1], sizeof(view->languages[1]), "en");
	view->n_languages = 2;
	text_copy_cut(view->centre, sizeof(view->centre), centre.vi);
	text_copy_cut(view->day, sizeof(view->day), "2026-11-23");
	view->minute = 8 * 60 + 1;
	for (size_t i = 0; i < ELEMENTS(services); i++) {
		add_service(view, &services[i], services[i].series, services[i].waiting);
	}
	for (size_t i = 0; i < ELEMENTS(reasons); i++) {
		text_copy_cut(view->reasons[i].name, KIOSK_NAME_SIZE, reasons[i].name.vi);
		text_copy_cut(view->reasons[i].pictogram, KIOSK_ID_SIZE, reasons[i].pictogram);
	}
	view->n_reasons = ELEMENTS(reasons);
	text_copy_cut(view->service, sizeof(view->service), services[CHOSEN].name.vi);
	text_copy_cut(view->pictogram, sizeof(view->pictogram), services[CHOSEN].pictogram);
	text_copy_cut(view->bring, sizeof(view->bring), bring.vi);
	text_copy_cut(view->number, sizeof(view->number), "C013");
	view->ahead = 12;
	view->wait_s = 3100;
	text_copy_cut(view->url, sizeof(view->url),
		"http://192.168.1.10:8080/t/3f-abcdefghijklmnopqrstuvwxyz");
}

void kiosk_sample_add_services(struct kiosk_view *view, int n)
{
	while (view->n_services < n) {
		add_service(view, &services[view->n_services % (int)ELEMENTS(services)], "K",
			view->n_services);
	}
}

static const char *english_of(const char *name)
{
	for (size_t i = 0; i < ELEMENTS(services); i++) {
		if (strcmp(services[i].name.vi, name) == 0) {
			return services[i].name.en;
		}
	}
	return name;
}

void kiosk_sample_turn(struct kiosk_view *view, const char *language)
{
	text_copy_cut(view->language, sizeof(view->language), language);
	if (strcmp(language, "en") != 0) {
		return;
	}
	if (strcmp(view->centre, centre.vi) == 0) {
		text_copy_cut(view->centre, sizeof(view->centre), centre.en);
	}
	for (int i = 0; i < view->n_services; i++) {
		text_copy_cut(view->services[i].name, KIOSK_NAME_SIZE,
			english_of(view->services[i].name));
	}
	for (int i = 0; i < view->n_reasons; i++) {
		text_copy_cut(view->reasons[i].name, KIOSK_NAME_SIZE, reasons[i].name.en);
	}
	for (int i = 0; i < view->n_groups; i++) {
		text_copy_cut(view->groups[i].name, KIOSK_NAME_SIZE, groups[i].name.en);
	}
	if (*view->group) {
		text_copy_cut(view->group, sizeof(view->group), groups[0].name.en);
	}
	for (int i = 0; i < view->n_subjects; i++) {
		text_copy_cut(view->subjects[i].name, KIOSK_NAME_SIZE, subjects[i].en);
	}
	if (*view->official_name) {
		text_copy_cut(view->official_name, KIOSK_NAME_SIZE, official.en);
	}
	text_copy_cut(view->service, sizeof(view->service), services[CHOSEN].name.en);
	text_copy_cut(view->bring, sizeof(view->bring), bring.en);
	if (*view->lane) {
		text_copy_cut(view->lane, sizeof(view->lane), "Priority");
	}
}

/* The pages */

static void make_starting(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_STARTING);
}

static void make_services(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_SERVICES);
}

static void make_services_pressed(struct kiosk_view *view)
{
	make_services(view);
	view->pressed = (struct kiosk_target){KIOSK_TARGET_SERVICE, 1};
}

static void make_services_thirty(struct kiosk_view *view)
{
	make_services(view);
	kiosk_sample_add_services(view, 30);
}

/* Some are full or closed, and the printer has no paper. */
static void make_services_some(struct kiosk_view *view)
{
	make_services(view);
	view->services[2].opening = KIOSK_FULL;
	view->services[6].opening = KIOSK_CLOSED_NOW;
	view->no_slips = true;
}

static void make_services_late(struct kiosk_view *view)
{
	make_services(view);
	view->services[2].opening = KIOSK_PAST_CLOSING;
	view->services[3].opening = KIOSK_PAST_CLOSING;
}

static void make_services_portal(struct kiosk_view *view)
{
	make_services(view);
	view->portal_down = true;
	view->no_slips = true;
}

/* Without the time: no clock, and no hours that would be "not now". */
static void make_services_timeless(struct kiosk_view *view)
{
	make_services(view);
	view->day[0] = '\0';
	view->minute = 0;
}

/* Of the services those of a group; −1: without one. */
static void keep_group(struct kiosk_view *view, int group)
{
	int n = 0;

	for (int i = 0; i < view->n_services; i++) {
		if (services[i].group == group) {
			view->services[n++] = view->services[i];
		}
	}
	memset(&view->services[n], 0, sizeof(view->services[n]) * (size_t)(view->n_services - n));
	view->n_services = n;
}

static void make_groups(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_GROUPS);
	keep_group(view, -1);
	for (size_t i = 0; i < ELEMENTS(groups); i++) {
		struct kiosk_group *group = &view->groups[view->n_groups++];

		text_copy_cut(group->id, sizeof(group->id), groups[i].pictogram);
		text_copy_cut(group->name, sizeof(group->name), groups[i].name.vi);
		text_copy_cut(group->pictogram, sizeof(group->pictogram), groups[i].pictogram);
		group->waiting = (int)i * 4;
	}
}

static void make_services_group(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_SERVICES);
	keep_group(view, 0);
	text_copy_cut(view->group, sizeof(view->group), groups[0].name.vi);
}

static void make_services_ways(struct kiosk_view *view)
{
	make_services(view);
	view->lookup = true;
	view->complaints = true;
	view->ear = true;
}

/* The same with much that has to be shown. */
static void make_services_ways_long(struct kiosk_view *view)
{
	static const char long_name[] =
		"Đăng ký biến động đất đai, tài sản gắn liền với đất, cấp lại giấy chứng nhận";

	make_services_ways(view);
	kiosk_sample_add_services(view, 14);
	text_copy_cut(view->centre, sizeof(view->centre),
		"Trung tâm Phục vụ hành chính công xã Nguyên Bình Khánh Vĩnh Trường, khu vực biên "
		"giới phía Tây");
	text_copy_cut(view->services[2].name, KIOSK_NAME_SIZE, long_name);
	view->no_slips = true;
	view->portal_down = true;
}

/* One is not taken now. */
static void make_complaints(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_COMPLAINTS);
	view->n_subjects = ELEMENTS(subjects);
	for (int i = 0; i < view->n_subjects; i++) {
		(void)snprintf(view->subjects[i].id, KIOSK_ID_SIZE, "s%d", i);
		text_copy_cut(view->subjects[i].name, KIOSK_NAME_SIZE, subjects[i].vi);
	}
	view->subjects[2].opening = KIOSK_CLOSED_NOW;
	text_copy_cut(view->official, sizeof(view->official), "https://pakn.example.vn/");
	text_copy_cut(view->official_name, KIOSK_NAME_SIZE, official.vi);
}

static void make_complaints_focus(struct kiosk_view *view)
{
	make_complaints(view);
	view->ear = true;
	view->speaking = true;
	view->focus = (struct kiosk_target){KIOSK_TARGET_SUBJECT, 1};
}

static void make_bring(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_BRING);
}

static void make_lane(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_LANE);
}

static void make_working(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_WORKING);
}

static void make_printing(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_PRINTING);
}

static void make_take(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_TAKE);
}

static void make_take_free(struct kiosk_view *view)
{
	make_take(view);
	view->free_online = 12;
}

static void make_take_late(struct kiosk_view *view)
{
	make_take(view);
	view->past_closing = true;
	view->wait_s = 15000;
}

static void make_number(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_NUMBER);
	text_copy_cut(view->lane, sizeof(view->lane), "Ưu tiên");
}

static void make_number_free(struct kiosk_view *view)
{
	make_number(view);
	view->free_online = 12;
}

static void refuse(struct kiosk_view *view, enum kiosk_error error)
{
	kiosk_sample_page(view, KIOSK_REFUSED);
	view->error = error;
}

static void make_refused_closed(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_CLOSED);
	view->opening = KIOSK_CLOSED_DAY;
}

static void make_refused_limit(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_LIMIT);
}

static void make_refused_late(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_PAST_CLOSING);
}

static void make_working_busy(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_WORKING);
	view->busy = true;
}

static void make_refused_often(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_OFTEN);
}

static void make_refused_away(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_AWAY);
}

static void make_refused_unable(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_UNABLE);
}

static void make_refused_other(struct kiosk_view *view)
{
	refuse(view, KIOSK_ERROR_OTHER);
}

static void make_away(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_AWAY);
}

static void make_unable(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_UNABLE);
}

static void make_closed(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_CLOSED);
	view->opening = KIOSK_CLOSED_NOW;
	text_copy_cut(view->opens_day, sizeof(view->opens_day), "2026-11-24");
	view->opens_minute = 7 * 60 + 30;
}

static void make_day_off(struct kiosk_view *view)
{
	make_closed(view);
	view->opening = KIOSK_CLOSED_DAY;
}

static void make_stopped(struct kiosk_view *view)
{
	make_closed(view);
	view->opening = KIOSK_STOPPED;
}

static void make_services_ear(struct kiosk_view *view)
{
	kiosk_sample_page(view, KIOSK_SERVICES);
	view->ear = true;
}

/* What somebody has who hears the page and steps through it with keys. */
static void make_focus(
	struct kiosk_view *view, enum kiosk_page page, enum kiosk_target_kind kind, int index)
{
	kiosk_sample_page(view, page);
	view->ear = true;
	view->speaking = true;
	view->focus = (struct kiosk_target){kind, index};
}

static void make_services_focus(struct kiosk_view *view)
{
	make_focus(view, KIOSK_SERVICES, KIOSK_TARGET_SERVICE, 3);
}

static void make_groups_focus(struct kiosk_view *view)
{
	make_groups(view);
	view->ear = true;
	view->speaking = true;
	view->focus = (struct kiosk_target){KIOSK_TARGET_GROUP, 1};
}

static void make_lane_focus(struct kiosk_view *view)
{
	make_focus(view, KIOSK_LANE, KIOSK_TARGET_REGULAR, 0);
}

static void make_lane_leaving(struct kiosk_view *view)
{
	make_focus(view, KIOSK_LANE, KIOSK_TARGET_REASON, 1);
	view->leaving = true;
}

static void make_bring_focus(struct kiosk_view *view)
{
	make_focus(view, KIOSK_BRING, KIOSK_TARGET_BACK, 0);
}

static void make_number_leaving(struct kiosk_view *view)
{
	make_focus(view, KIOSK_NUMBER, KIOSK_TARGET_DONE, 0);
	view->leaving = true;
}

const struct kiosk_sample kiosk_samples[] = {
	{"starting", make_starting},
	{"services", make_services},
	{"services-pressed", make_services_pressed},
	{"services-thirty", make_services_thirty},
	{"services-some", make_services_some},
	{"services-late", make_services_late},
	{"services-portal", make_services_portal},
	{"services-timeless", make_services_timeless},
	{"groups", make_groups},
	{"services-group", make_services_group},
	{"services-ways", make_services_ways},
	{"services-ways-long", make_services_ways_long},
	{"complaints", make_complaints},
	{"complaints-focus", make_complaints_focus},
	{"lane", make_lane},
	{"bring", make_bring},
	{"working", make_working},
	{"printing", make_printing},
	{"take", make_take},
	{"take-free", make_take_free},
	{"take-late", make_take_late},
	{"number", make_number},
	{"number-free", make_number_free},
	{"refused-closed", make_refused_closed},
	{"refused-limit", make_refused_limit},
	{"refused-late", make_refused_late},
	{"working-busy", make_working_busy},
	{"refused-often", make_refused_often},
	{"refused-away", make_refused_away},
	{"refused-unable", make_refused_unable},
	{"refused-other", make_refused_other},
	{"away", make_away},
	{"unable", make_unable},
	{"closed", make_closed},
	{"day-off", make_day_off},
	{"stopped", make_stopped},
	{"services-ear", make_services_ear},
	{"services-focus", make_services_focus},
	{"groups-focus", make_groups_focus},
	{"lane-focus", make_lane_focus},
	{"lane-leaving", make_lane_leaving},
	{"bring-focus", make_bring_focus},
	{"number-leaving", make_number_leaving},
};

const size_t kiosk_samples_n = ELEMENTS(kiosk_samples);

const struct kiosk_sample *kiosk_sample_find(const char *name)
{
	for (size_t i = 0; i < kiosk_samples_n; i++) {
		if (strcmp(kiosk_samples[i].name, name) == 0) {
			return &kiosk_samples[i];
		}
	}
	return NULL;
}
